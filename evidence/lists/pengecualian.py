"""Pengecualian: requests by what they wait for, and what one person can do about each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Instansi, Unit, User
from accounts.permissions import Permission
from accounts.sebutan import sebut
from evidence.actions.pengecualian import mengapa_tertutup
from evidence.actions.putusan_kecuali import IZIN
from evidence.lists.marks import sambung
from evidence.models import BuktiTaut, Capaian, Keputusan, Pemenuhan, Pengecualian, Rencana
from evidence.workflow import KECUALI, SIFAT, Status

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Terlibat(TypedDict):
        terlibat: bool

    Ajuan = WithAnnotations[Pengecualian, _Terlibat]

PER_HALAMAN = 50

KEADAAN = {
    "pendapat": "Menunggu pendapat",
    "putusan": "Menunggu putusan",
    "kpk": "Menunggu jawaban KPK",
    "selesai": "Selesai",
    "semua": "Semua",
}

_TERBUKA = Q(putusan="", ditarik__isnull=True)
_HIDUP = Q(capaian__gugur__isnull=True, capaian__butir__rencana__status=Rencana.Keadaan.BERJALAN)
_DIKABULKAN = Q(putusan=Pengecualian.Putusan.DIKABULKAN)
_NIHIL = Q(jenis=Pengecualian.Jenis.NIHIL)
_MENUNGGU_KPK = _DIKABULKAN & ~_NIHIL & Q(jawaban_kpk="")
_SYARAT: dict[str, Q] = {
    "pendapat": _TERBUKA & _HIDUP & Q(pendapat=""),
    "putusan": _TERBUKA & _HIDUP & ~Q(pendapat=""),
    "kpk": _MENUNGGU_KPK,
    "selesai": ~_TERBUKA & ~_MENUNGGU_KPK,
    "semua": Q(),
}
"""Nihil counts as accepted at once, so it does not wait for KPK's answer.

A request of a revoked task or of a plan that no longer runs waits for nobody: nobody can end it.
"""

_TONE_PUTUSAN = {
    Pengecualian.Putusan.DIKABULKAN: ("hijau", "s-disetujui"),
    Pengecualian.Putusan.DITOLAK: ("merah", "s-ditolak"),
    Pengecualian.Putusan.DIBATALKAN: ("jingga", "s-dikembalikan"),
}
_TONE_JAWABAN = {
    Pengecualian.JawabanKPK.DITERIMA: ("hijau", "s-diterima"),
    Pengecualian.JawabanKPK.DITOLAK: ("merah", "s-ditolak"),
}


@dataclass(frozen=True)
class Saringan:
    """The filters that stand in the address."""

    status: str
    jenis: str = ""
    unit: int | None = None
    rencana: str = ""

    @classmethod
    def dari(cls, data: QueryDict, user: User) -> "Saringan":
        """Read the filters; without a status the person sees what waits for their role."""
        status, jenis, unit = data.get("status", ""), data.get("jenis", ""), data.get("unit", "")
        return cls(
            status=status if status in KEADAAN else awal(user),
            jenis=jenis if jenis in Pengecualian.Jenis.values else "",
            unit=int(unit) if unit.isdecimal() and len(unit) < 12 else None,
            rencana=data.get("rencana", ""),
        )

    def alamat(self, status: str) -> str:
        """Return the query string of these filters with another status."""
        pairs = {
            "status": status,
            "jenis": self.jenis,
            "unit": self.unit or "",
            "rencana": self.rencana,
        }
        return f"?{urlencode({k: v for k, v in pairs.items() if v})}"


def awal(user: User) -> str:
    """Return the tab a person starts on: decisions, opinions, or everything."""
    if user.akses.has(Permission.EXCEPTION_DECIDE):
        return "putusan"
    return "pendapat" if user.akses.has(Permission.EVIDENCE_REVIEW) else "semua"


@dataclass(frozen=True)
class Tanda:
    """A state as a mark with its word."""

    tone: str
    ikon: str
    label: str


@dataclass(frozen=True)
class Peristiwa:
    """One line of a request's history."""

    tone: str
    ikon: str
    judul: str
    isi: str
    catatan: str
    oleh: str
    saat: datetime


@dataclass(frozen=True)
class Baris:
    """One request in the list."""

    ajuan: Pengecualian
    jenis: Tanda
    keadaan: Tanda
    dokumen: list[Pemenuhan]
    umur: int
    bisa_putus: bool
    bisa_pendapat: bool

    @property
    def sebut(self) -> str:
        """Which documents: "dokumen 1 dan 3"."""
        return f"dokumen {sambung(p.dokumen.urut for p in self.dokumen)}"


@dataclass(frozen=True)
class Tab:
    """One tab above the list."""

    label: str
    alamat: str
    jumlah: int
    aktif: bool


@dataclass(frozen=True)
class Daftar:
    """The whole page: tabs, units to choose from, rows of this page."""

    tabs: list[Tab]
    unit_pilihan: list[Unit]
    baris: list[Baris]
    page_obj: "Page[Ajuan]"

    @property
    def bisa_putus(self) -> bool:
        """Whether the person may decide on any request of this page."""
        return any(b.bisa_putus for b in self.baris)


def _berwenang(user: User) -> Q:
    """Requests whose institution names this person as decider."""
    condition = Q(pk__in=[])
    for pemutus, izin in IZIN.items():
        reach = user.akses.rows(izin, unit=("capaian__unit",))
        condition |= Q(instansi__pemutus_pengecualian=pemutus) & reach
    return condition


def dengan_peran(rows: "QuerySet[Pengecualian]", user: User) -> "QuerySet[Ajuan]":
    """Annotate `terlibat`: four eyes forbid the person an opinion and a decision."""
    penulis = Capaian.penulis.through.objects.filter(capaian=OuterRef("capaian"), user=user)
    pengunggah = BuktiTaut.objects.active().filter(
        versi__oleh=user, pemenuhan__capaian=OuterRef("capaian")
    )
    annotated = rows.annotate(terlibat=Exists(penulis) | Exists(pengunggah) | Q(diajukan_oleh=user))
    return cast("QuerySet[Ajuan]", annotated)


def menunggu_saya(user: User) -> "QuerySet[Ajuan]":
    """Open requests of running plans that this person can give an opinion or decide on now."""
    rows = Pengecualian.objects.terbuka().filter(_HIDUP)
    opinion = user.akses.rows(Permission.EVIDENCE_REVIEW, unit=("capaian__unit",))
    decision = _berwenang(user) & ~Q(pendapat="") & ~Q(pendapat_oleh=user)
    mine = (opinion & Q(pendapat="")) | decision
    return dengan_peran(rows.filter(mine), user).filter(terlibat=False)


def daftar(user: User, saringan: Saringan, rencana: Rencana | None, halaman: str) -> Daftar:
    """Return one page of the requests that a person may read."""
    semua = Pengecualian.objects.visible_to(user)
    if rencana is not None:
        semua = semua.filter(capaian__butir__rencana=rencana)
    cocok = semua
    if saringan.jenis:
        cocok = cocok.filter(jenis=saringan.jenis)
    if saringan.unit is not None:
        cocok = cocok.filter(capaian__unit=saringan.unit)
    hitung = cocok.order_by().aggregate(
        **{f"n_{kunci}": Count("pk", filter=syarat) for kunci, syarat in _SYARAT.items()}
    )
    rows = dengan_isi(cocok.filter(_SYARAT[saringan.status]), user)
    newest = saringan.status in ("selesai", "semua")
    rows = rows.order_by("-diajukan", "-pk") if newest else rows.order_by("diajukan", "pk")
    paginator = Paginator(rows, PER_HALAMAN)
    paginator.count = hitung[f"n_{saringan.status}"]  # counted with the tabs already
    page = paginator.get_page(halaman)
    hari_ini = timezone.localdate()
    return Daftar(
        tabs=[
            Tab(label, saringan.alamat(kunci), hitung[f"n_{kunci}"], kunci == saringan.status)
            for kunci, label in KEADAAN.items()
        ],
        unit_pilihan=list(
            Unit.objects.filter(pk__in=semua.order_by().values("capaian__unit")).order_by("nama")
        ),
        baris=[baris(ajuan, user, hari_ini) for ajuan in page],
        page_obj=page,
    )


def dengan_isi(rows: "QuerySet[Pengecualian]", user: User) -> "QuerySet[Ajuan]":
    """Load with each request all that its row and its page show, in two queries."""
    documents = Pemenuhan.objects.select_related("dokumen").order_by("dokumen__urut")
    return (
        dengan_peran(rows, user)
        .select_related(
            "instansi",
            "capaian__instansi",
            "capaian__unit",
            "capaian__butir__rencana",
            "pernyataan",
            "diajukan_oleh",
            "pendapat_oleh",
            "putusan_oleh",
            "jawaban_oleh",
        )
        .prefetch_related(Prefetch("dokumen", queryset=documents))
    )


def baris(ajuan: "Ajuan", user: User, hari_ini: date) -> Baris:
    """Put together one row loaded by `dengan_isi`, as this person may act on it."""
    capaian = ajuan.capaian
    hidup = (
        mengapa_tertutup(ajuan) is None
        and capaian.gugur is None
        and capaian.butir.rencana.berjalan
        and not ajuan.terlibat
    )
    boleh = hidup and user.akses.may(IZIN[ajuan.instansi.pemutus_pengecualian], capaian.unit)
    own_opinion = ajuan.pendapat_oleh_id == user.pk
    return Baris(
        ajuan=ajuan,
        jenis=tanda_jenis(ajuan),
        keadaan=keadaan(ajuan),
        dokumen=list(ajuan.dokumen.all()),
        umur=(hari_ini - timezone.localdate(ajuan.diajukan)).days,
        bisa_putus=boleh and bool(ajuan.pendapat) and not own_opinion,
        bisa_pendapat=hidup
        and (not ajuan.pendapat or own_opinion)
        and user.akses.may(Permission.EVIDENCE_REVIEW, capaian.unit),
    )


def tanda_jenis(ajuan: Pengecualian) -> Tanda:
    """The kind of a request, in the shape of the state it leads to."""
    sifat = SIFAT[Status(ajuan.jenis)]
    return Tanda(sifat.tone, sifat.ikon, ajuan.get_jenis_display())


def keadaan(ajuan: Pengecualian) -> Tanda:
    """Where a request stands."""
    if ajuan.ditarik is not None:
        return Tanda("abu", "s-draf", "Ditarik unit")
    if ajuan.jawaban_kpk:
        jawaban = Pengecualian.JawabanKPK(ajuan.jawaban_kpk)
        return Tanda(*_TONE_JAWABAN[jawaban], str(jawaban.label))
    if ajuan.putusan:
        putusan = Pengecualian.Putusan(ajuan.putusan)
        return Tanda(*_TONE_PUTUSAN[putusan], str(putusan.label))
    if not ajuan.pendapat:
        return Tanda("biru", "s-diajukan", sebut("Menunggu pendapat Inspektorat"))
    siapa = Instansi.Pemutus(ajuan.instansi.pemutus_pengecualian).label
    return Tanda("biru", "s-direviu", f"Menunggu putusan {siapa}")


def peristiwa(ajuan: Pengecualian, keputusan: Iterable[Keputusan]) -> list[Peristiwa]:
    """The history of a request, newest first; `keputusan` are the decisions of its task."""
    jenis = tanda_jenis(ajuan)
    lines = [
        Peristiwa(
            "biru",
            "s-diajukan",
            f"Diajukan: {jenis.label}",
            f"dokumen {sambung(p.dokumen.urut for p in ajuan.dokumen.all())}",
            ajuan.alasan,
            ajuan.diajukan_oleh.nama,
            ajuan.diajukan,
        )
    ]
    if ajuan.ditarik is not None:
        lines.append(Peristiwa("abu", "s-draf", "Ditarik unit", "", "", "Unit", ajuan.ditarik))
    if ajuan.pendapat_at and ajuan.pendapat_oleh:
        setuju = ajuan.pendapat == Pengecualian.Pendapat.MENDUKUNG
        lines.append(
            Peristiwa(
                "hijau" if setuju else "jingga",
                "s-disetujui" if setuju else "s-dikembalikan",
                sebut(f"Pendapat Inspektorat: {ajuan.get_pendapat_display()}"),
                "",
                ajuan.pendapat_catatan,
                ajuan.pendapat_oleh.nama,
                ajuan.pendapat_at,
            )
        )
    if ajuan.putusan == Pengecualian.Putusan.DIBATALKAN:
        lines += _pengabulan(ajuan, keputusan)
    if ajuan.putusan_at and ajuan.putusan_oleh:
        tone, ikon = _TONE_PUTUSAN[Pengecualian.Putusan(ajuan.putusan)]
        batal = ajuan.putusan == Pengecualian.Putusan.DIBATALKAN
        lines.append(
            Peristiwa(
                tone,
                ikon,
                "Pengecualian dibatalkan" if batal else ajuan.get_putusan_display(),
                "",
                ajuan.putusan_catatan,
                ajuan.putusan_oleh.nama,
                ajuan.putusan_at,
            )
        )
    if ajuan.jawaban_at and ajuan.jawaban_oleh:
        tone, ikon = _TONE_JAWABAN[Pengecualian.JawabanKPK(ajuan.jawaban_kpk)]
        lines.append(
            Peristiwa(
                tone,
                ikon,
                ajuan.get_jawaban_kpk_display(),
                "",
                ajuan.jawaban_catatan,
                f"Dicatat {ajuan.jawaban_oleh.nama}",
                ajuan.jawaban_at,
            )
        )
    return sorted(lines, key=lambda line: line.saat, reverse=True)


def _pengabulan(ajuan: Pengecualian, keputusan: Iterable[Keputusan]) -> list[Peristiwa]:
    """The grant that was revoked later; the decisions of the documents keep it."""
    ids = {p.pk for p in ajuan.dokumen.all()}
    aksi = KECUALI[Status(ajuan.jenis)]
    rows = [
        k for k in keputusan if k.aksi == aksi and k.pemenuhan_id in ids and k.at >= ajuan.diajukan
    ]
    tone, ikon = _TONE_PUTUSAN[Pengecualian.Putusan.DIKABULKAN]
    return [
        Peristiwa(tone, ikon, "Dikabulkan", "", first.catatan, first.oleh.nama, first.at)
        for first in rows[:1]
    ]
