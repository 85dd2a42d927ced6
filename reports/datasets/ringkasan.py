"""The Satgas in figures: documents and scores by member, who is late, what waits for whom.

Two numerators stand beside one denominator: claimed (sent) and verified (approved), both over
what the plan REQUIRES. None is "no data", 0 is a value. Figures are not rounded here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Capaian, Keputusan, Pemenuhan, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.workflow import Status
from satgas.models import Anggota, RincianTugas

_ANGGOTA = "butir__rincian_tugas__anggota"


@dataclass(frozen=True)
class Hitungan:
    """Required documents by state."""

    diperlukan: int = 0
    disetujui: int = 0
    menunggu: int = 0
    perbaikan: int = 0
    draf: int = 0
    belum: int = 0

    @property
    def diunggah(self) -> int:
        """Documents sent at least once and not withdrawn."""
        return self.disetujui + self.menunggu + self.perbaikan

    @property
    def belum_ada(self) -> int:
        """Documents that the unit has not sent."""
        return self.draf + self.belum

    @property
    def kelengkapan_klaim(self) -> Decimal | None:
        """Percent of the required documents that were sent; None when none is required."""
        return _persen(self.diunggah, self.diperlukan)

    @property
    def kelengkapan(self) -> Decimal | None:
        """Percent of the required documents that are approved; None when none is required."""
        return _persen(self.disetujui, self.diperlukan)


@dataclass(frozen=True)
class Nilai:
    """Mean scores over `jumlah` due scored tasks, equal weights; a task without a score adds 0."""

    jumlah: int = 0
    terisi_mandiri: int = 0
    terisi_internal: int = 0
    total_mandiri: int = 0
    total_internal: int = 0

    @property
    def mandiri(self) -> Decimal | None:
        """Mean of the claimed scores that were sent; None when nothing is due."""
        return Decimal(self.total_mandiri) / self.jumlah if self.jumlah else None

    @property
    def internal(self) -> Decimal | None:
        """Mean of the verified scores; None when nothing is due."""
        return Decimal(self.total_internal) / self.jumlah if self.jumlah else None


@dataclass(frozen=True)
class BarisAnggota:
    """One member of the Satgas; `dihitung_pada` names the members that carry its shared tasks."""

    anggota_id: int
    no: int
    jabatan: str
    kedudukan: str
    unit_nama: str
    tugas: int
    hitungan: Hitungan
    nilai: Nilai
    terakhir: datetime | None
    terlambat: int
    dihitung_pada: tuple[int, ...] = ()


@dataclass(frozen=True)
class Menunggu:
    """Documents that wait for somebody; `anggota_id` empty: for the verifikator."""

    pihak: str
    jumlah: int
    terlama: datetime | None
    anggota_id: int | None = None


@dataclass(frozen=True)
class RingkasanSatgas:
    """Everything the dashboard and the recap say about one plan, for one reader.

    `sebagian`: the reader sees only own units, so the figures are theirs and not the plan's.
    """

    rencana: Rencana
    per_tanggal: datetime
    hari_ini: date
    sebagian: bool
    tugas: int
    anggota: tuple[BarisAnggota, ...]
    total: Hitungan
    nilai: Nilai
    belum_mengirim: tuple[BarisAnggota, ...]
    menunggu: tuple[Menunggu, ...]
    batas_terdekat: date | None
    terlambat: int


def ringkasan(rencana: Rencana, user: User, *, now: datetime) -> RingkasanSatgas:
    """Return the figures of a Satgas plan that a person may read (four queries).

    Only Capaian visible to the person count, and of these only the current ones: a superseded
    Capaian and a plan that is not running give nothing. A task shared by several members is
    counted once, under the first of them. `now` decides what is late, in the institution's zone.
    """
    today = hari_ini(rencana, now)
    whole = rencana.instansi_id in user.akses.instansi_ids(Permission.EVIDENCE_READ)
    capaian = berlaku(rencana, user)
    dokumen = {row["anggota"]: row for row in _dokumen(capaian)}
    tugas = {row["anggota"]: row for row in _tugas(capaian, today)}
    bersama = _bersama(rencana)
    partly = rencana.berjalan and not whole
    rows, waiting = [], []
    for member in _anggota(rencana, user, capaian):
        counts, work = dokumen.get(member.pk, {}), tugas.get(member.pk, {})
        row = BarisAnggota(
            anggota_id=member.pk,
            no=member.no,
            jabatan=member.jabatan,
            kedudukan=member.kedudukan,
            unit_nama=str(member.unit),
            tugas=work.get("banyak", 0) if partly else member.jumlah_tugas,
            hitungan=_hitungan([counts] if counts else []),
            nilai=_nilai([work] if work else []),
            terakhir=work.get("terakhir"),
            terlambat=work.get("terlambat", 0),
            dihitung_pada=bersama.get(member.pk, ()),
        )
        rows.append(row)
        if row.hitungan.perbaikan:
            waiting.append(
                Menunggu(row.unit_nama, row.hitungan.perbaikan, counts["kembali_sejak"], member.pk)
            )
    total = _hitungan(dokumen.values())
    if total.menunggu:
        since = [row["antre_sejak"] for row in dokumen.values() if row["antre_sejak"]]
        waiting.insert(
            0, Menunggu("Verifikator Inspektorat", total.menunggu, min(since, default=None))
        )
    deadlines = [row["batas"] for row in tugas.values() if row["batas"]]
    return RingkasanSatgas(
        rencana=rencana,
        per_tanggal=now,
        hari_ini=today,
        sebagian=not whole,
        tugas=sum(row.tugas for row in rows),
        anggota=tuple(rows),
        total=total,
        nilai=_nilai(tugas.values()),
        belum_mengirim=tuple(r for r in rows if r.hitungan.diperlukan and r.terakhir is None),
        menunggu=tuple(waiting),
        batas_terdekat=min(deadlines, default=None),
        terlambat=sum(row["terlambat"] for row in tugas.values()),
    )


def berlaku(rencana: Rencana, user: User) -> CapaianQuerySet:
    """Return the Capaian behind every figure: visible to the person, of this plan, current."""
    return Capaian.objects.visible_to(user).current().filter(butir__rencana=rencana)


def hari_ini(rencana: Rencana, now: datetime) -> date:
    """Return the day on which something is late, in the zone of the plan's institution."""
    return now.astimezone(ZoneInfo(rencana.instansi.zona_waktu)).date()


def _anggota(rencana: Rencana, user: User, capaian: QuerySet[Capaian]) -> QuerySet[Any]:
    """Members in the order of the decree: all for a reader of everything, otherwise own ones."""
    worked = RincianTugas.objects.filter(butir__in=capaian.values("butir")).values("anggota")
    own = user.akses.rows(Permission.EVIDENCE_READ, instansi="sk__rencana__instansi")
    return (
        Anggota.objects.filter(own | Q(pk__in=worked), sk__rencana=rencana)
        .select_related("unit")
        .annotate(jumlah_tugas=Count("tugas_set"))
        .order_by("no")
    )


def _dokumen(capaian: QuerySet[Capaian]) -> Iterable[Any]:
    """Documents by member and state, with the oldest that waits and the oldest returned."""
    moves = (
        Keputusan.objects.filter(pemenuhan=OuterRef("pk"), ke=OuterRef("status"))
        .exclude(dari=F("ke"))
        .order_by("-at", "-id")
    )
    waits, returned = Q(status=Status.MENUNGGU), Q(status=Status.PERBAIKAN)
    return (
        Pemenuhan.objects.filter(capaian__in=capaian.values("pk"))
        .annotate(sejak=Subquery(moves.values("at")[:1]), anggota=F(f"capaian__{_ANGGOTA}"))
        .order_by()
        .values("anggota")
        .annotate(
            diperlukan=Count("pk"),
            disetujui=Count("pk", filter=Q(status=Status.DISETUJUI)),
            menunggu=Count("pk", filter=waits),
            perbaikan=Count("pk", filter=returned),
            draf=Count("pk", filter=Q(status=Status.DRAF)),
            belum=Count("pk", filter=Q(status=Status.BELUM)),
            antre_sejak=Min("sejak", filter=waits),
            kembali_sejak=Min("sejak", filter=returned),
        )
    )


def _tugas(capaian: CapaianQuerySet, today: date) -> Iterable[Any]:
    """Scores, sends and deadlines by member."""
    scored = Q(butir__dinilai=True)
    claimed = scored & Q(pk__in=capaian.claimed().values("pk"))
    verified = scored & Q(pk__in=capaian.verified().values("pk"))
    late = Q(pk__in=capaian.late(today).values("pk"))
    return (
        capaian.order_by()
        .annotate(anggota=F(_ANGGOTA))
        .values("anggota")
        .annotate(
            banyak=Count("butir", distinct=True),
            jumlah=Count("pk", filter=scored),
            terisi_mandiri=Count("pk", filter=claimed),
            terisi_internal=Count("pk", filter=verified),
            total_mandiri=Sum("nilai_klaim", filter=claimed, default=0),
            total_internal=Sum("nilai_internal", filter=verified, default=0),
            terakhir=Max("dikirim"),
            terlambat=Count("pk", filter=late),
            batas=Min("batas", filter=Q(batas__gte=today) & ~Q(status=Status.DISETUJUI)),
        )
    )


def _bersama(rencana: Rencana) -> dict[int, tuple[int, ...]]:
    """For each member that shares tasks of others: the numbers of those members."""
    pairs = (
        RincianTugas.objects.filter(butir__rencana=rencana, bersama__isnull=False)
        .order_by("anggota__no")
        .values_list("bersama", "anggota__no")
        .distinct()
    )
    found: dict[int, tuple[int, ...]] = {}
    for shared, no in pairs:
        found[shared] = (*found.get(shared, ()), no)
    return found


def _hitungan(rows: Iterable[Any]) -> Hitungan:
    names = ("diperlukan", "disetujui", "menunggu", "perbaikan", "draf", "belum")
    rows = list(rows)
    return Hitungan(**{name: sum(row[name] for row in rows) for name in names})


def _nilai(rows: Iterable[Any]) -> Nilai:
    names = ("jumlah", "terisi_mandiri", "terisi_internal", "total_mandiri", "total_internal")
    rows = list(rows)
    return Nilai(**{name: sum(row[name] for row in rows) for name in names})


def _persen(part: int, whole: int) -> Decimal | None:
    return Decimal(100 * part) / whole if whole else None
