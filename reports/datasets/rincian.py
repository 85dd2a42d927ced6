"""The rows behind the figures: each figure is the number of rows of one filter."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date

from evidence.hitungan import Golongan
from evidence.keadaan import Dokumen, Tugas
from evidence.models import Capaian, Pemenuhan
from evidence.workflow import SIFAT, Sifat, Status
from reports.datasets.pandangan import Pandangan

_LABEL: dict[Golongan, str] = {
    **{Golongan(s.value): str(s.label) for s in Status},
    Golongan.KEDALUWARSA: "Perlu pemutakhiran",
    Golongan.DIKELUARKAN: "Dikeluarkan atas jawaban KPK",
}
_WUJUD = {
    **{Golongan(s.value): sifat for s, sifat in SIFAT.items()},
    Golongan.KEDALUWARSA: SIFAT[Status.PERBAIKAN],
    Golongan.DIKELUARKAN: SIFAT[Status.TIDAK_BERLAKU],
}


def label(golongan: Golongan) -> str:
    """Return what a document counts as, in words."""
    return _LABEL[golongan]


def wujud(golongan: Golongan) -> Sifat:
    """Return tone and shape of what a document counts as."""
    return _WUJUD[golongan]


@dataclass(frozen=True)
class Saringan:
    """One filter of a list: its code in the address and its words on screen."""

    kode: str
    label: str


_DITERIMA = (Golongan.DISETUJUI, Golongan.NIHIL)
_DIUNGGAH = (*_DITERIMA, Golongan.MENUNGGU, Golongan.PERBAIKAN)
_BELUM_ADA = (Golongan.DRAF, Golongan.BELUM, Golongan.KEDALUWARSA)
_DIPERLUKAN = tuple(g for g in Golongan if g is not Golongan.DIKELUARKAN)

DOKUMEN: dict[str, tuple[Saringan, Callable[[Dokumen], bool]]] = {}


def _tambah(kode: str, kata: str, test: Callable[[Dokumen], bool]) -> None:
    DOKUMEN[kode] = (Saringan(kode, kata), test)


def _satu(golongan: Golongan) -> Callable[[Dokumen], bool]:
    return lambda d: d.golongan is golongan


_tambah("", "Semua yang diperlukan", lambda d: d.golongan in _DIPERLUKAN)
_tambah("diterima", "Diterima", lambda d: d.golongan in _DITERIMA)
_tambah("diunggah", "Sudah dikirim", lambda d: d.golongan in _DIUNGGAH)
_tambah("belum_ada", "Belum dikirim", lambda d: d.golongan in _BELUM_ADA)
_tambah("antre", "Menunggu putusan Inspektorat", lambda d: d.status is Status.MENUNGGU)
_tambah("kembali", "Dikembalikan kepada unit", lambda d: d.status is Status.PERBAIKAN)
for _golongan in Golongan:
    _tambah(_golongan.value, label(_golongan), _satu(_golongan))

TUGAS = (
    Saringan("", "Semua tugas"),
    Saringan("terlambat", "Lewat batas waktu"),
    Saringan("dinilai", "Tugas yang dinilai"),
    Saringan("mandiri", "Nilai mandiri sudah dikirim"),
    Saringan("internal", "Nilai sudah diverifikasi"),
    Saringan("tertahan", "Menunggu penyerahan unit lain"),
)
_TUGAS: dict[str, Callable[[Tugas, date], bool]] = {
    "": lambda t, hari: True,
    "terlambat": lambda t, hari: t.lewat(hari),
    "dinilai": lambda t, hari: t.dinilai and t.keadaan.dalam_penyebut,
    "mandiri": lambda t, hari: t.dinilai and t.keadaan.dalam_penyebut and t.klaim is not None,
    "internal": lambda t, hari: t.dinilai and t.keadaan.dalam_penyebut and t.nilai is not None,
    "tertahan": lambda t, hari: t.pemegang_id != t.unit_id,
}


@dataclass(frozen=True)
class BarisDokumen:
    """A required document as it counts on the day of the view."""

    pemenuhan: Pemenuhan
    label: str
    sifat: Sifat


@dataclass(frozen=True)
class BarisTugas:
    """A task as it stood on the day of the view."""

    capaian: Capaian
    tugas: Tugas
    lewat: bool
    label: str
    sifat: Sifat


def dokumen(
    view: Pandangan,
    *,
    status: str = "",
    butir: Container[int] | None = None,
    unit: int | None = None,
    pelapor: int | None = None,
) -> list[Dokumen]:
    """Return the documents behind a figure in plan order; raises KeyError for an unknown filter.

    `unit` holds the tasks now, by hand-over or as their own; `pelapor` reports them and holds them.
    """
    _, test = DOKUMEN[status]
    return [d for t in _di(view, butir, unit, pelapor) for d in t.dokumen if test(d)]


def tugas(
    view: Pandangan,
    *,
    keadaan: str = "",
    butir: Container[int] | None = None,
    unit: int | None = None,
    pelapor: int | None = None,
) -> list[Tugas]:
    """Return the tasks behind a figure in plan order; raises KeyError for an unknown filter.

    `unit` and `pelapor` as in `dokumen`.
    """
    test, hari = _TUGAS[keadaan], view.hari_ini
    return [t for t in _di(view, butir, unit, pelapor) if test(t, hari)]


def _di(
    view: Pandangan, butir: Container[int] | None, unit: int | None, pelapor: int | None
) -> list[Tugas]:
    """Tasks of a group of Butir that a unit holds now, and those it holds as its own."""
    return [
        t
        for t in view.tugas()
        if (butir is None or t.butir_id in butir)
        and unit in (None, t.pemegang_id)
        and (pelapor is None or pelapor == t.unit_id == t.pemegang_id)
    ]


def baris_dokumen(rows: list[Dokumen]) -> list[BarisDokumen]:
    """Load the documents of one page (one query)."""
    found = Pemenuhan.objects.select_related("dokumen", "capaian__butir", "capaian__unit").in_bulk(
        [d.pk for d in rows]
    )
    return [BarisDokumen(found[d.pk], label(d.golongan), wujud(d.golongan)) for d in rows]


def baris_tugas(rows: list[Tugas], hari: date) -> list[BarisTugas]:
    """Load the tasks of one page (one query)."""
    found = Capaian.objects.select_related("butir", "unit").in_bulk([t.pk for t in rows])
    made = []
    for t in rows:
        kind = keadaan_tugas(t)
        made.append(BarisTugas(found[t.pk], t, t.lewat(hari), label(kind), wujud(kind)))
    return made


def keadaan_tugas(tugas: Tugas) -> Golongan:
    """Return what a whole task counts as: what needs work first, then what is settled."""
    order = (
        Golongan.PERBAIKAN,
        Golongan.KEDALUWARSA,
        Golongan.MENUNGGU,
        Golongan.DRAF,
        Golongan.BELUM,
        Golongan.DISETUJUI,
        Golongan.TAK_DAPAT,
        Golongan.TAK_BERLAKU,
        Golongan.DIKELUARKAN,
        Golongan.NIHIL,
    )
    kinds = {d.golongan for d in tugas.dokumen}
    if Golongan.BELUM in kinds and Golongan.DISETUJUI in kinds and not kinds & set(order[:4]):
        return Golongan.DRAF  # begun
    return next((g for g in order if g in kinds), Golongan.BELUM)
