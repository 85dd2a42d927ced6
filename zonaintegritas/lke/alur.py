"""The flow of an LKE as a table, registered beside that of documents; no database here.

Unit, evaluator and TPI (anggota, ketua, pengendali teknis) act one after the other. Two points of
return: the evaluator gives the sheet back to the unit, the TPI gives it back to the evaluator.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from accounts.permissions import Permission
from evidence.workflow import Alur, Owner, Sifat, Transition
from zonaintegritas.models import PeranTPI, StatusLKE, Tahap


class AksiLKE(StrEnum):
    """Things that are done to an assessment; the first five are work within a state."""

    ISI = "isi"
    IMPOR = "impor"
    URUNG_IMPOR = "urung_impor"
    LAMPIRKAN = "lampirkan"
    LEPASKAN = "lepaskan"
    AJUKAN = "ajukan"
    TARIK = "tarik"
    MINTA_PERBAIKAN = "minta_perbaikan"
    TERUSKAN = "teruskan"
    AJUKAN_KETUA = "ajukan_ketua"
    AJUKAN_PENGENDALI = "ajukan_pengendali"
    TETAPKAN = "tetapkan"
    KEMBALIKAN = "kembalikan"
    BUKA_KEMBALI = "buka_kembali"

    @property
    def label(self) -> str:
        """Return the action in the officials' words, fit for a button."""
        return _LABEL[self]


_LABEL: Final[dict[AksiLKE, str]] = {
    AksiLKE.ISI: "Isi jawaban",
    AksiLKE.IMPOR: "Impor jawaban",
    AksiLKE.URUNG_IMPOR: "Urungkan impor jawaban",
    AksiLKE.LAMPIRKAN: "Lampirkan bukti",
    AksiLKE.LEPASKAN: "Lepas bukti",
    AksiLKE.AJUKAN: "Ajukan ke evaluator",
    AksiLKE.TARIK: "Tarik kembali",
    AksiLKE.MINTA_PERBAIKAN: "Minta perbaikan unit",
    AksiLKE.TERUSKAN: "Teruskan ke TPI",
    AksiLKE.AJUKAN_KETUA: "Ajukan ke ketua TPI",
    AksiLKE.AJUKAN_PENGENDALI: "Ajukan ke pengendali teknis",
    AksiLKE.TETAPKAN: "Tetapkan hasil",
    AksiLKE.KEMBALIKAN: "Kembalikan ke evaluator",
    AksiLKE.BUKA_KEMBALI: "Buka kembali",
}

JAWAB: Final = (AksiLKE.ISI, AksiLKE.IMPOR, AksiLKE.URUNG_IMPOR)
"""Writing answers: on the screen, by a spreadsheet, and taking a spreadsheet back."""

KERJA: Final = (*JAWAB, AksiLKE.LAMPIRKAN, AksiLKE.LEPASKAN)
"""Work within a state: no step of the flow."""

TAHAP: Final[Mapping[StatusLKE, Tahap]] = {
    StatusLKE.MANDIRI: Tahap.MANDIRI,
    StatusLKE.PERBAIKAN: Tahap.MANDIRI,
    StatusLKE.EVALUASI: Tahap.EVALUATOR,
    StatusLKE.TPI_ANGGOTA: Tahap.TPI,
    StatusLKE.TPI_KETUA: Tahap.TPI,
    StatusLKE.TPI_PENGENDALI: Tahap.TPI,
}
"""Whose answers a state writes; a finished assessment takes none."""

SEBELUM: Final[Mapping[Tahap, Tahap]] = {
    Tahap.EVALUATOR: Tahap.MANDIRI,
    Tahap.TPI: Tahap.EVALUATOR,
}
"""From whose answers a stage may begin (`salin_nilai`)."""

DI_TPI: Final = (StatusLKE.TPI_ANGGOTA, StatusLKE.TPI_KETUA, StatusLKE.TPI_PENGENDALI)
DI_UNIT: Final = (StatusLKE.MANDIRI, StatusLKE.PERBAIKAN)

SIFAT_LKE: Final[Mapping[StatusLKE, Sifat]] = {
    StatusLKE.MANDIRI: Sifat(Owner.UNIT, "abu", "s-draf"),
    StatusLKE.PERBAIKAN: Sifat(Owner.UNIT, "jingga", "s-dikembalikan"),
    StatusLKE.EVALUASI: Sifat(Owner.EVALUATOR, "biru", "s-diajukan"),
    StatusLKE.TPI_ANGGOTA: Sifat(Owner.TPI, "biru", "s-diajukan"),
    StatusLKE.TPI_KETUA: Sifat(Owner.TPI, "biru", "s-diajukan"),
    StatusLKE.TPI_PENGENDALI: Sifat(Owner.TPI, "biru", "s-diajukan"),
    StatusLKE.SELESAI: Sifat(Owner.NOBODY, "hijau", "s-disetujui"),
}

Wewenang = Permission | PeranTPI
"""Who may: a permission on the unit, or the role of an appointment to this assessment's TPI."""

PanahLKE = Transition[StatusLKE, AksiLKE, Wewenang]

_UNIT, _EVALUATOR, _ADMIN = Permission.LKE_FILL, Permission.LKE_EVALUATE, Permission.LKE_MANAGE
_MEJA: tuple[tuple[StatusLKE, PeranTPI, AksiLKE, StatusLKE], ...] = (
    (
        StatusLKE.TPI_ANGGOTA,
        PeranTPI.ANGGOTA,
        AksiLKE.AJUKAN_KETUA,
        StatusLKE.TPI_KETUA,
    ),
    (
        StatusLKE.TPI_KETUA,
        PeranTPI.KETUA,
        AksiLKE.AJUKAN_PENGENDALI,
        StatusLKE.TPI_PENGENDALI,
    ),
    (
        StatusLKE.TPI_PENGENDALI,
        PeranTPI.PENGENDALI,
        AksiLKE.TETAPKAN,
        StatusLKE.SELESAI,
    ),
)


def _panah(
    dari: StatusLKE,
    aksi: AksiLKE,
    ke: StatusLKE,
    wewenang: Wewenang,
    *,
    catatan: bool = False,
    empat_mata: bool = True,
) -> PanahLKE:
    return Transition(dari, aksi, ke, wewenang, catatan_wajib=catatan, empat_mata=empat_mata)


def _di_unit(status: StatusLKE) -> tuple[PanahLKE, ...]:
    return (
        *(_panah(status, aksi, status, _UNIT) for aksi in KERJA),
        _panah(status, AksiLKE.AJUKAN, StatusLKE.EVALUASI, _UNIT),
    )


def _di_tpi(
    status: StatusLKE, peran: PeranTPI, aksi: AksiLKE, ke: StatusLKE
) -> tuple[PanahLKE, ...]:
    return (
        _panah(status, AksiLKE.ISI, status, peran),
        _panah(status, aksi, ke, peran),
        _panah(status, AksiLKE.KEMBALIKAN, StatusLKE.EVALUASI, peran, catatan=True),
    )


PANAH: tuple[PanahLKE, ...] = (
    *_di_unit(StatusLKE.MANDIRI),
    *_di_unit(StatusLKE.PERBAIKAN),
    *(_panah(StatusLKE.EVALUASI, aksi, StatusLKE.EVALUASI, _EVALUATOR) for aksi in JAWAB),
    _panah(StatusLKE.EVALUASI, AksiLKE.TERUSKAN, StatusLKE.TPI_ANGGOTA, _EVALUATOR),
    _panah(
        StatusLKE.EVALUASI,
        AksiLKE.MINTA_PERBAIKAN,
        StatusLKE.PERBAIKAN,
        _EVALUATOR,
        catatan=True,
    ),
    _panah(StatusLKE.EVALUASI, AksiLKE.TARIK, StatusLKE.MANDIRI, _UNIT),
    *(arrow for meja in _MEJA for arrow in _di_tpi(*meja)),
    _panah(
        StatusLKE.SELESAI,
        AksiLKE.BUKA_KEMBALI,
        StatusLKE.TPI_PENGENDALI,
        _ADMIN,
        catatan=True,
        empat_mata=False,
    ),
)

ALUR_LKE: Alur[StatusLKE, AksiLKE, Wewenang] = Alur(
    "The assessment of one unit in one year (LKE). Who acts in the TPI is appointed for this one\n"
    "assessment between two dates. Four eyes: nobody acts in two of the three stages (unit,\n"
    "evaluator, TPI). `tarik` only until the evaluator has written something; `ajukan`,\n"
    "`teruskan` and `tetapkan` need an answer of their stage to every question.",
    SIFAT_LKE,
    PANAH,
)


def tahap_pelaku(aksi: AksiLKE, dari: StatusLKE) -> Tahap | None:
    """Return the stage in which somebody acts who does this; None for an administrator."""
    if aksi is AksiLKE.TARIK:
        return Tahap.MANDIRI
    return TAHAP.get(dari)


PERAN_MEJA: Final[Mapping[StatusLKE, PeranTPI]] = {meja[0]: meja[1] for meja in _MEJA}
"""Which role of the TPI acts in a state."""

LENGKAP: Final = (AksiLKE.AJUKAN, AksiLKE.TERUSKAN, AksiLKE.TETAPKAN)
"""Steps that need an answer of their stage to every question."""
