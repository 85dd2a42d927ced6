"""The Satgas recap: decree, members, tasks, documents and evidence as one frozen object.

The PDF renders this and asks nothing more. Figures come from `ringkasan`; the rows under them
are the Capaian that the reader may see, so a recap asked for by an operator holds own rows only
and says so. What a unit has not sent yet (drafts, unsent scores) is not reported.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import Unit, User
from accounts.permissions import Permission
from evidence.hitungan import Golongan
from evidence.keadaan import Tugas
from evidence.models import BuktiTaut, Capaian, DokumenWajib, Keputusan, Pemenuhan, Rencana
from evidence.workflow import Aksi, Alasan, Status
from reports.datasets.pandangan import Pandangan
from reports.datasets.rekap_sumber import SumberRekap, sumber
from reports.datasets.rincian import keadaan_tugas, label
from reports.datasets.ringkasan import BarisAnggota, RingkasanSatgas, berlaku, ringkasan
from satgas.models import RincianTugas, SuratKeputusan

TIDAK_DICATAT = "Capaian tidak dicatat di Pantas."
SUDAH_DITUTUP = "Rencana ini sudah ditutup; capaian yang pernah dicatat tidak dimuat di sini."
BELUM_DIMULAI = "Rencana ini belum dimulai, jadi belum ada capaian."

_PUTUSAN = {
    Aksi.SETUJUI.value: "Disetujui",
    Aksi.MINTA_PERBAIKAN.value: "Perlu perbaikan",
    Aksi.BUKA_KEMBALI.value: "Dibuka kembali",
}
_SENT = (Status.MENUNGGU, Status.PERBAIKAN, Status.DISETUJUI)


@dataclass(frozen=True)
class BuktiRekap:
    """One file in use for a document that was sent."""

    nama: str
    nomor: str
    tanggal: date | None
    sha256: str
    halaman: int | None
    rentang: str
    dikecualikan: bool


@dataclass(frozen=True)
class DokumenRekap:
    """One required document and what it counts as; None where nothing is recorded."""

    urut: int
    uraian: str
    susunan_portal: bool
    status: Golongan | None
    bukti: tuple[BuktiRekap, ...] = ()

    @property
    def label(self) -> str:
        """What it counts as, in words; empty where nothing is recorded."""
        return label(self.status) if self.status else ""


@dataclass(frozen=True)
class CatatanPutusan:
    """The last decision of a verifikator that carries a note."""

    putusan: str
    alasan: str
    catatan: str
    oleh: str
    jabatan: str
    at: datetime


@dataclass(frozen=True)
class CapaianRekap:
    """A task in one due window as the figures count it; scores are None until sent or verified.

    `lewat_hari`: days since the last punctual day of what is owed, 0 when nothing is late.
    """

    mulai: date
    selesai: date
    batas: date
    status: Golongan
    lewat_hari: int
    nilai_mandiri: int | None
    nilai_internal: int | None
    dikirim: datetime | None
    dokumen: tuple[DokumenRekap, ...]
    catatan: CatatanPutusan | None

    @property
    def label(self) -> str:
        """What the task counts as, in words."""
        return label(self.status)


@dataclass(frozen=True)
class TugasRekap:
    """One task of the decree; `dokumen` only where it has no Capaian."""

    kode: str
    teks: str
    sub: tuple[tuple[int, str], ...]
    dinilai: bool
    bersama: tuple[int, ...]
    catatan: tuple[str, ...]
    capaian: tuple[CapaianRekap, ...]
    dokumen: tuple[DokumenRekap, ...]


@dataclass(frozen=True)
class AnggotaRekap:
    """One member: the row of the summary, and the tasks under it."""

    baris: BarisAnggota
    catatan: tuple[str, ...]
    tugas: tuple[TugasRekap, ...]


@dataclass(frozen=True)
class RekapSatgas:
    """The whole recap for one reader at one moment."""

    instansi: str
    tempat: str
    zona_waktu: str
    contoh: bool
    draf: bool
    kop: tuple[str, ...]
    rencana: str
    tahun: int
    berjalan: bool
    keterangan: str
    sk_jenis: str
    sk_nomor: str
    sk_tanggal: date
    sk_tentang: str
    per_tanggal: datetime
    peminta: str
    cakupan: str
    ringkasan: RingkasanSatgas
    anggota: tuple[AnggotaRekap, ...]
    catatan: tuple[SumberRekap, ...]

    @property
    def catatan_umum(self) -> tuple[str, ...]:
        """Codes of the notes that concern the decree as a whole."""
        return tuple(c.kode for c in self.catatan if c.umum)


@dataclass(frozen=True)
class IsiRekap:
    """What a recap would hold, before it is asked for."""

    tugas: int
    dokumen: int
    berjalan: bool


def bangun(rencana: Rencana, user: User, *, per_tanggal: datetime) -> RekapSatgas:
    """Return the recap of a Satgas plan for a person, in a constant number of queries.

    `rencana` must be visible to the person and come with its institution. Raises
    SuratKeputusan.DoesNotExist for a plan without a decree.
    """
    sk = SuratKeputusan.objects.get(rencana=rencana)
    view = Pandangan(rencana, user, per_tanggal)
    counted = view.tugas()
    figures = ringkasan(rencana, user, now=per_tanggal, pandangan=view, rows=counted)
    notes, by_butir, by_member = sumber(sk)
    tasks = _tugas(rencana, user)
    windows = _capaian(rencana, user, {t.pk: t for t in counted}, figures.hari_ini)
    documents = _dokumen_wajib(rencana)
    by_row: dict[int, list[TugasRekap]] = defaultdict(list)
    for task in tasks:
        butir = task.butir
        found = tuple(windows.get(butir.pk, ()))
        by_row[task.anggota_id].append(
            TugasRekap(
                kode=butir.kode,
                teks=task.teks,
                sub=tuple((s.no, s.teks) for s in task.sub_set.all()),
                dinilai=butir.dinilai,
                bersama=tuple(a.no for a in task.bersama.all()),
                catatan=tuple(by_butir[butir.pk]),
                capaian=found,
                dokumen=() if found else tuple(documents[butir.pk]),
            )
        )
    instansi = rencana.instansi
    return RekapSatgas(
        instansi=instansi.nama,
        tempat=instansi.tempat,
        zona_waktu=instansi.zona_waktu,
        contoh=instansi.contoh,
        draf=True,
        kop=tuple(instansi.kop_baris) or (instansi.nama,),
        rencana=rencana.nama,
        tahun=rencana.tahun,
        berjalan=rencana.berjalan,
        keterangan=_keterangan(rencana),
        sk_jenis=sk.jenis,
        sk_nomor=sk.nomor,
        sk_tanggal=sk.tanggal,
        sk_tentang=sk.tentang,
        per_tanggal=per_tanggal,
        peminta=", ".join(filter(None, (user.nama, user.jabatan))),
        cakupan=_cakupan(rencana, user) if figures.sebagian else "",
        ringkasan=figures,
        anggota=tuple(
            AnggotaRekap(row, tuple(by_member[row.anggota_id]), tuple(by_row[row.anggota_id]))
            for row in figures.anggota
        ),
        catatan=notes,
    )


def tugas_terbaca(user: User) -> QuerySet[RincianTugas]:
    """Tasks a recap of this reader holds: all, or those of own, supported and reported units."""
    own = user.akses.rows(
        Permission.EVIDENCE_READ,
        instansi="butir__instansi",
        unit=("butir__unit", "butir__pendukung"),
    )
    worked = Q(butir__in=Capaian.objects.visible_to(user).current().values("butir"))
    return RincianTugas.objects.filter(
        pk__in=RincianTugas.objects.filter(own | worked).order_by().values("pk")
    )


def isi(rencana: Iterable[Rencana], user: User) -> dict[int, IsiRekap]:
    """Return by plan what its recap would hold for a reader (two queries for all plans)."""
    plans = {r.pk: r for r in rencana}
    tasks = dict(
        tugas_terbaca(user)
        .filter(butir__rencana__in=plans)
        .order_by()
        .values_list("butir__rencana")
        .annotate(jumlah=Count("pk"))
    )
    documents = dict(
        Pemenuhan.objects.filter(
            capaian__in=Capaian.objects.visible_to(user).current().values("pk"),
            capaian__butir__rencana__in=plans,
        )
        .order_by()
        .values_list("capaian__butir__rencana")
        .annotate(jumlah=Count("pk"))
    )
    return {
        pk: IsiRekap(tasks.get(pk, 0), documents.get(pk, 0), plan.berjalan)
        for pk, plan in plans.items()
    }


def _keterangan(rencana: Rencana) -> str:
    if rencana.berjalan:
        return ""
    if rencana.status == Rencana.Keadaan.DISUSUN:
        return BELUM_DIMULAI
    recorded = Capaian.objects.filter(butir__rencana=rencana).exists()
    return SUDAH_DITUTUP if recorded else TIDAK_DICATAT


def _cakupan(rencana: Rencana, user: User) -> str:
    """Name the units whose rows the reader gets."""
    ids = [
        g.unit_id
        for g in user.akses.with_permission(Permission.EVIDENCE_READ)
        if g.instansi_id == rencana.instansi_id and g.unit_id is not None
    ]
    names = Unit.objects.filter(pk__in=ids).order_by("jalur").values_list("nama", flat=True)
    return f"unit {', '.join(names)}, termasuk tugas yang didukungnya"


def _tugas(rencana: Rencana, user: User) -> Iterable[RincianTugas]:
    """Tasks that the reader gets, in the order of the decree."""
    return (
        tugas_terbaca(user)
        .filter(butir__rencana=rencana)
        .select_related("butir")
        .prefetch_related("sub_set", "bersama")
        .order_by("anggota__no", "urut")
    )


def _capaian(
    rencana: Rencana, user: User, counted: Mapping[int, Tugas], today: date
) -> dict[int, list[CapaianRekap]]:
    """Due windows by Butir, with documents, files and the last note: those the figures count."""
    files = BuktiTaut.objects.active().select_related("versi__bukti").order_by("pk")
    documents = (
        Pemenuhan.objects.select_related("dokumen")
        .order_by("dokumen__urut")
        .prefetch_related(Prefetch("taut_set", queryset=files, to_attr="berkas"))
    )
    said = (
        Keputusan.objects.filter(aksi__in=_PUTUSAN)
        .exclude(catatan="")
        .select_related("oleh")
        .order_by("-at", "-pk")
    )
    rows = (
        berlaku(rencana, user)
        .order_by("butir__urut", "mulai")
        .prefetch_related(
            Prefetch("pemenuhan_set", queryset=documents),
            Prefetch("keputusan_set", queryset=said, to_attr="bercatatan"),
        )
    )
    found: dict[int, list[CapaianRekap]] = defaultdict(list)
    for row in rows:
        task = counted.get(row.pk)
        if task is None:  # not begun yet, or made after the figures were read
            continue
        kinds = {d.pk: d.golongan for d in task.dokumen}
        since = task.lewat_sejak(today)
        notes: list[Keputusan] = row.bercatatan  # type: ignore[attr-defined]  # prefetched
        found[row.butir_id].append(
            CapaianRekap(
                mulai=row.mulai,
                selesai=row.selesai,
                batas=row.batas,
                status=keadaan_tugas(task),
                lewat_hari=(today - since).days if since else 0,
                nilai_mandiri=task.klaim,
                nilai_internal=task.nilai,
                dikirim=row.dikirim,
                dokumen=tuple(
                    _dokumen(p, kinds[p.pk]) for p in row.pemenuhan_set.all() if p.pk in kinds
                ),
                catatan=_putusan(notes[0]) if notes else None,
            )
        )
    return found


def _dokumen(pemenuhan: Pemenuhan, golongan: Golongan) -> DokumenRekap:
    sent = pemenuhan.status in _SENT
    files: list[BuktiTaut] = pemenuhan.berkas if sent else []  # type: ignore[attr-defined]  # prefetched
    return DokumenRekap(
        urut=pemenuhan.dokumen.urut,
        uraian=pemenuhan.dokumen.uraian,
        susunan_portal=pemenuhan.dokumen.asal == DokumenWajib.Asal.PORTAL,
        status=golongan,
        bukti=tuple(_bukti(use) for use in files),
    )


def _bukti(use: BuktiTaut) -> BuktiRekap:
    versi = use.versi
    return BuktiRekap(
        nama=versi.nama_asli,
        nomor=versi.nomor_dokumen,
        tanggal=versi.tanggal_dokumen,
        sha256=versi.sha256,
        halaman=versi.halaman,
        rentang=use.rentang_halaman,
        dikecualikan=versi.bukti.kelas == versi.bukti.Kelas.DIKECUALIKAN,
    )


def _putusan(row: Keputusan) -> CatatanPutusan:
    return CatatanPutusan(
        putusan=_PUTUSAN[row.aksi],
        alasan=str(Alasan(row.alasan).label) if row.alasan else "",
        catatan=row.catatan,
        oleh=row.oleh.nama,
        jabatan=row.jabatan,
        at=row.at,
    )


def _dokumen_wajib(rencana: Rencana) -> dict[int, list[DokumenRekap]]:
    """Required documents by Butir, for tasks on which nothing is recorded."""
    found: dict[int, list[DokumenRekap]] = defaultdict(list)
    for row in DokumenWajib.objects.filter(butir__rencana=rencana).order_by("butir", "urut"):
        portal = row.asal == DokumenWajib.Asal.PORTAL
        found[row.butir_id].append(DokumenRekap(row.urut, row.uraian, portal, None))
    return found
