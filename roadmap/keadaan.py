"""What one cell (a Butir in one year) says, and the filters on it; for screens and reports."""

from enum import StrEnum

from evidence.workflow import Status
from roadmap.sel import Sel


class Keadaan(StrEnum):
    """Why a cell has no capaian, or that figures were recorded."""

    TANPA_TARGET = "tanpa_target"
    BELUM_MULAI = "belum_mulai"
    TERTUTUP = "tertutup"
    TIDAK_DICATAT = "tidak_dicatat"
    TANPA_DATA = "tanpa_data"
    ADA = "ada"

    @property
    def kata(self) -> str:
        """The words on screen; none where figures stand."""
        return _KATA[self]


_KATA = {
    Keadaan.TANPA_TARGET: "tanpa target",
    Keadaan.BELUM_MULAI: "belum mulai",
    Keadaan.TERTUTUP: "unit lain",
    Keadaan.TIDAK_DICATAT: "tidak dicatat",
    Keadaan.TANPA_DATA: "tanpa data",
    Keadaan.ADA: "",
}


class Saringan(StrEnum):
    """Filters on the cell of one year; the values stand in addresses."""

    RENDAH = "rendah"
    TERCAPAI = "tercapai"
    TANPA_DATA = "tanpa_data"
    MENUNGGU = "menunggu"
    HISTORIS = "historis"
    TANPA_TARGET = "tanpa_target"
    BERCATATAN = "bercatatan"

    @property
    def kata(self) -> str:
        """The words on screen."""
        return _KATA_SARINGAN[self]


_KATA_SARINGAN = {
    Saringan.RENDAH: "Capaian di bawah pita hijau",
    Saringan.TERCAPAI: "Capaian pada pita hijau",
    Saringan.TANPA_DATA: "Tanpa data",
    Saringan.MENUNGGU: "Klaim menunggu verifikasi",
    Saringan.HISTORIS: "Angka historis",
    Saringan.TANPA_TARGET: "Tanpa target",
    Saringan.BERCATATAN: "Memiliki catatan sumber",
}


def keadaan_sel(sel: Sel, *, berjalan: bool, terbaca: bool = True) -> Keadaan:
    """Return what a cell says.

    Where a year asks for nothing there is nothing to reach. A plan that does not run (`berjalan`)
    was not recorded here, unless figures were entered. A year that has not begun owes nothing.
    `terbaca`: the reader may read what the unit reports.
    """
    if not sel.diminta and not (sel.target.ada and sel.tercatat):
        return Keadaan.TANPA_TARGET
    if sel.tercatat:
        return Keadaan.ADA
    if not berjalan:
        return Keadaan.TIDAK_DICATAT
    if not sel.mulai:
        return Keadaan.BELUM_MULAI
    return Keadaan.TANPA_DATA if sel.terlihat(terbaca) else Keadaan.TERTUTUP


def menunggu(sel: Sel) -> bool:
    """Whether a claim waits for the Inspektorat."""
    return sel.klaim is not None and sel.klaim.status == Status.MENUNGGU


def dikembalikan(sel: Sel) -> bool:
    """Whether the last claim was given back to its unit, and not verified since."""
    sent, done = sel.klaim, sel.verifikasi
    if sent is None or sent.status in (Status.MENUNGGU, Status.DISETUJUI):
        return False
    return done is None or done.capaian_id != sent.capaian_id


def klaim_berbeda(sel: Sel) -> bool:
    """Whether the last claim, money included, is not what was verified: it stands beside it."""
    sent, done = sel.klaim, sel.verifikasi
    if sent is None:
        return False
    if done is None or sent.sampai > done.sampai:
        return True
    same = sent.sampai == done.sampai
    return same and (sent.realisasi, sent.uang) != (done.realisasi, done.uang)


def historis(sel: Sel) -> bool:
    """Whether the figures that count are historis ones."""
    return sel.verifikasi is None and sel.historis is not None


def cocok(
    sel: Sel, saringan: str, *, berjalan: bool, terbaca: bool = True, bercatatan: bool = False
) -> bool:
    """Whether a cell passes a `Saringan`; "" passes all, an unknown one nothing.

    `bercatatan`: its row has a source note.
    """
    green = sel.pita is not None and sel.pita.hijau
    if saringan == Saringan.RENDAH:
        return sel.capaian is not None and not green
    if saringan == Saringan.TERCAPAI:
        return sel.capaian is not None and green
    if saringan == Saringan.MENUNGGU:
        return menunggu(sel)
    if saringan == Saringan.HISTORIS:
        return historis(sel)
    if saringan == Saringan.BERCATATAN:
        return bercatatan
    state = keadaan_sel(sel, berjalan=berjalan, terbaca=terbaca)
    if saringan == Saringan.TANPA_DATA:
        return state in (Keadaan.TANPA_DATA, Keadaan.TIDAK_DICATAT)
    if saringan == Saringan.TANPA_TARGET:
        return state is Keadaan.TANPA_TARGET
    return saringan == ""
