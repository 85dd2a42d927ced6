"""The one place that writes planned months and lets the Capaian follow."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import User
from accounts.permissions import Denied, Permission
from evidence.actions.butir import renew_hand_overs
from evidence.actions.errors import IsianKurang
from evidence.actions.kewajiban import buat_capaian
from evidence.actions.penjadwalan import hari_di, kunci_capaian, tersentuh
from evidence.jadwal import Jendela, label
from evidence.models import Butir, Capaian, Rencana
from evidence.workflow import NotAllowed
from zonaintegritas.jadwal.masa import masa
from zonaintegritas.models import BentukJadwal, BulanJadwal, KeputusanZI

_DISUSUN = "Dicabut saat rencana masih disusun."


@dataclass
class HasilJadwal:
    """What a change did: rows, months put in and taken out, Capaian made and replaced."""

    baris: int = 0
    ditambah: int = 0
    dicabut: int = 0
    dibuat: int = 0
    diganti: int = 0


@dataclass(frozen=True)
class BentukBaru:
    """How a row is to be read from now on, and the words that said so."""

    bentuk: str
    kutipan: str = ""


@dataclass
class Baris:
    """One row under change: the months in force, those wanted, and which were shifted where.

    A shifted month may keep its name (a run moved by one month): it is a new row all the same.
    """

    butir: Butir
    lama: dict[date, BulanJadwal]
    rentang: bool
    baru: frozenset[date] = frozenset()
    bentuk: BentukBaru | None = None
    geser: dict[date, date] = field(default_factory=dict)

    @property
    def cabut(self) -> set[date]:
        """Months to take out."""
        return (set(self.lama) - self.baru) | self.geser.keys()

    @property
    def tambah(self) -> set[date]:
        """Months to put in."""
        return set(self.baru - self.lama.keys()) | set(self.geser.values())

    @property
    def berubah(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.cabut or self.tambah or self.bentuk)

    @property
    def bentuk_mengubah(self) -> bool:
        """Whether the new bentuk alone makes other windows of the months in force."""
        if self.bentuk is None:
            return False
        rentang = self.bentuk.bentuk == BentukJadwal.Bentuk.RENTANG
        old = masa(self.lama, rentang=self.rentang, sejak=None)
        return old != masa(self.lama, rentang=rentang, sejak=None)

    def jendela_lama(self, sejak: date | None) -> set[Jendela]:
        """Windows of the months in force that are asked for."""
        return {m.jendela for m in masa(self.lama, rentang=self.rentang, sejak=sejak) if m.ditagih}

    def jendela_baru(self, sejak: date | None) -> set[Jendela]:
        """Windows of the wanted months that are asked for."""
        rentang = self.rentang
        if self.bentuk is not None:
            rentang = self.bentuk.bentuk == BentukJadwal.Bentuk.RENTANG
        return {m.jendela for m in masa(self.baru, rentang=rentang, sejak=sejak) if m.ditagih}


def kunci_jadwal(rencana_id: int, by: User) -> Rencana:
    """Lock a plan for a change of its months.

    Raises Denied unless the person may plan somewhere in its institution, NotAllowed when it is
    closed: so are the plans that the portal has from official documents.
    """
    where = {g.instansi_id for g in by.akses.with_permission(Permission.SCHEDULE_PLAN)}
    rencana = (
        Rencana.objects.select_for_update(of=("self",))
        .select_related("instansi")
        .filter(pk=rencana_id, jenis=Rencana.Jenis.ZI, instansi__in=where)
        .first()
    )
    if rencana is None:
        raise Denied("Anda tidak berwenang menyusun jadwal rencana ini.")
    if rencana.status == Rencana.Keadaan.DITUTUP:
        raise NotAllowed("Rencana ini sudah ditutup, jadi jadwalnya tidak dapat diubah.")
    return rencana


def baca_baris(rencana: Rencana, ids: Collection[int], by: User) -> dict[int, Baris]:
    """Return the rows of a locked plan by id of the Butir.

    Raises Denied when one is not in this plan or lies outside the person's units, IsianKurang
    when one was revoked or is not planned by months.
    """
    rows = (
        Butir.objects.filter(by.akses.rows(Permission.SCHEDULE_PLAN), rencana=rencana, pk__in=ids)
        .select_related("bentuk_jadwal")
        .order_by("urut")
    )
    found = {
        row.pk: Baris(
            row,
            {},
            hasattr(row, "bentuk_jadwal")
            and row.bentuk_jadwal.bentuk == BentukJadwal.Bentuk.RENTANG,
        )
        for row in rows
    }
    if set(ids) - found.keys():
        raise Denied("Anda hanya dapat menyusun jadwal tim Anda sendiri.")
    galat = {}
    for one in found.values():
        if one.butir.dicabut is not None:
            galat[str(one.butir.pk)] = f"{one.butir.kode} sudah dicabut dari rencana."
        elif one.butir.pola != Butir.Pola.JADWAL:
            galat[str(one.butir.pk)] = f"{one.butir.kode} tidak memakai jadwal bulanan."
    if galat:
        raise IsianKurang(galat)
    months = BulanJadwal.objects.berlaku().filter(butir__in=found).select_for_update(of=("self",))
    for month in months.order_by("pk"):
        found[month.butir_id].lama[month.bulan] = month
    for one in found.values():
        one.baru = frozenset(one.lama)
    return found


def bulan_rencana(rencana: Rencana, butir: Butir, bulan: Iterable[int]) -> frozenset[date]:
    """Return month numbers as first days in the plan's year.

    Raises IsianKurang when one is no month, or lies outside the plan.
    """
    found = set()
    for number in bulan:
        if not 1 <= number <= 12:
            raise IsianKurang({str(butir.pk): f"{butir.kode}: pilih bulan 1 sampai 12."})
        first = date(rencana.tahun, number, 1)
        if not rencana.mulai.replace(day=1) <= first <= rencana.selesai:
            raise IsianKurang(
                {str(butir.pk): f"{butir.kode}: {nama_bulan(first)} di luar masa rencana."}
            )
        found.add(first)
    return frozenset(found)


def nama_bulan(bulan: date) -> str:
    """Return "Maret 2026" for a first day."""
    return label(Butir.Pola.JADWAL, Jendela(bulan, bulan))


def tulis(
    rencana: Rencana, rows: Iterable[Baris], *, alasan: str, by: User, now: datetime
) -> tuple[HasilJadwal, dict[str, dict[str, object]]]:
    """Write the wanted months of rows of a locked plan, all or none; return what it did.

    The second part says for the event what became of each row, by kode. While the plan is drawn
    up, months come and go; a shift is kept there too. In a running plan a month taken out, and
    a new month that lies in the past, need a reason; rows stay; untouched Capaian of windows
    that are no longer planned stop counting; those of new windows are made. Raises IsianKurang
    (`alasan`, or the id of the Butir whose task has been worked on).
    """
    changed = [one for one in rows if one.berubah]
    hasil = HasilJadwal(baris=len(changed))
    if not changed:
        return hasil, {}
    today = hari_di(rencana.instansi, now)
    sejak = KeputusanZI.objects.filter(rencana=rencana).values_list("tanggal", flat=True).first()
    if rencana.berjalan and not alasan:
        _reason(changed, today.replace(day=1))
    gone = _gone(rencana, changed, sejak) if rencana.berjalan else []
    isi: dict[str, dict[str, object]] = {}
    for one in changed:
        isi[one.butir.kode] = _write_row(rencana, one, alasan, by, now)
        hasil.ditambah += len(one.tambah)
        hasil.dicabut += len(one.cabut)
    if rencana.berjalan:
        hasil.dibuat = _follow(rencana, changed, gone, sejak, now)
        hasil.diganti = len(gone)
    return hasil, isi


def _reason(changed: list[Baris], this_month: date) -> None:
    for one in changed:
        if one.cabut or one.geser:
            raise IsianKurang(
                {"alasan": "Tulis alasan. Bulan yang dicabut dari rencana berjalan tetap tercatat."}
            )
        past = sorted(month for month in one.tambah if month < this_month)
        if past:
            raise IsianKurang(
                {
                    "alasan": f"Tulis alasan merencanakan {nama_bulan(past[0])} "
                    f"({one.butir.kode}), karena bulan itu sudah lewat."
                }
            )
        if one.bentuk_mengubah:
            raise IsianKurang({"alasan": f"Tulis alasan mengubah bentuk jadwal {one.butir.kode}."})


def _gone(rencana: Rencana, changed: list[Baris], sejak: date | None) -> list[Capaian]:
    """Lock the Capaian of the rows; return those whose window is no longer planned."""
    wanted = {one.butir.pk: one.jendela_baru(sejak) for one in changed}
    rows = [
        row
        for row in kunci_capaian(rencana, list(wanted))
        if Jendela(row.mulai, row.selesai) not in wanted[row.butir_id]
    ]
    worked = tersentuh(rows)
    galat: dict[str, str] = {}
    for row in rows:
        if row.pk in worked:
            when = label(Butir.Pola.JADWAL, Jendela(row.mulai, row.selesai))
            galat.setdefault(
                str(row.butir_id),
                f"{row.butir.kode}, {when}: sudah ada pekerjaan pada bulan ini, jadi tidak dapat "
                "dicabut atau digeser.",
            )
    if galat:
        raise IsianKurang(galat)
    return rows


def _write_row(
    rencana: Rencana, one: Baris, alasan: str, by: User, now: datetime
) -> dict[str, object]:
    out = [one.lama[month] for month in sorted(one.cabut)]
    kept = out
    if not rencana.berjalan:
        referred = set(
            BulanJadwal.objects.filter(digeser_ke__in=out).values_list("digeser_ke", flat=True)
        )
        kept = [row for row in out if row.pk in referred or row.bulan in one.geser]
        BulanJadwal.objects.filter(
            pk__in={row.pk for row in out} - {row.pk for row in kept}
        ).delete()
    for row in kept:
        row.gugur, row.gugur_oleh, row.alasan = now, by, alasan or _DISUSUN
    BulanJadwal.objects.bulk_update(kept, ["gugur", "gugur_oleh", "alasan"])
    added = {
        row.bulan: row
        for row in BulanJadwal.objects.bulk_create(
            BulanJadwal(butir=one.butir, bulan=month, dibuat=now, oleh=by)
            for month in sorted(one.tambah)
        )
    }
    for dari, ke in one.geser.items():
        one.lama[dari].digeser_ke = added[ke]
    BulanJadwal.objects.bulk_update([one.lama[dari] for dari in one.geser], ["digeser_ke"])
    said: dict[str, object] = {
        "tambah": [f"{month:%Y-%m}" for month in sorted(one.tambah)],
        "cabut": [f"{month:%Y-%m}" for month in sorted(one.cabut)],
    }
    if one.geser:
        said["geser"] = [[f"{dari:%Y-%m}", f"{ke:%Y-%m}"] for dari, ke in one.geser.items()]
    if one.bentuk is not None:
        said["bentuk"] = one.bentuk.bentuk
        BentukJadwal.objects.update_or_create(
            butir=one.butir,
            defaults={
                "bentuk": one.bentuk.bentuk,
                "kutipan": one.bentuk.kutipan,
                "dikonfirmasi": now,
                "dikonfirmasi_oleh": by,
            },
        )
    return said


def _follow(
    rencana: Rencana,
    changed: list[Baris],
    gone: list[Capaian],
    sejak: date | None,
    now: datetime,
) -> int:
    """Let the Capaian of a running plan follow the months; return how many were made.

    Only windows that this change brings are made: one that was left out when the plan started
    is not asked for because another month of its row moved.
    """
    new = {one.butir.pk: one.jendela_baru(sejak) - one.jendela_lama(sejak) for one in changed}
    shifted = {(one.butir.pk, dari): ke for one in changed for dari, ke in one.geser.items()}

    def asked(butir: Butir, window: Jendela) -> Jendela | None:
        return window if window in new[butir.pk] else None

    Capaian.objects.filter(pk__in=[row.pk for row in gone]).update(gugur=now)
    scored = [one.butir for one in changed if one.butir.dinilai]
    made = buat_capaian(rencana, scored, at=now, potong=asked)
    for row in gone:
        successor = _successor(row, made, shifted)
        if successor is not None:
            Capaian.objects.filter(pk=row.pk).update(digantikan_oleh=successor)
    if gone or made:
        renew_hand_overs(rencana, gone)
    return len(made)


def _successor(
    row: Capaian, made: list[Capaian], shifted: Mapping[tuple[int, date], date]
) -> Capaian | None:
    """The new Capaian of the same Butir that overlaps most, else the one a shift leads to."""
    own = [new for new in made if new.butir_id == row.butir_id]
    window = Jendela(row.mulai, row.selesai)
    best = max(own, key=lambda new: window.tumpang(Jendela(new.mulai, new.selesai)), default=None)
    if best is not None and window.tumpang(Jendela(best.mulai, best.selesai)):
        return best
    targets = [
        ke
        for (butir, dari), ke in shifted.items()
        if butir == row.butir_id and row.mulai <= dari <= row.selesai
    ]
    return next((new for ke in targets for new in own if new.mulai <= ke <= new.selesai), None)
