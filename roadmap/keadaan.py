"""What one cell (a Butir in one year) says, and the filters on it; for screens and reports."""

from enum import StrEnum

from roadmap.lembar import Sel


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

    Without target there is nothing to reach, whatever was recorded. A plan that does not run
    (`berjalan`) was not recorded here, unless figures were entered. A year that has not begun owes
    nothing. `terbaca`: the reader may read what the unit reports.
    """
    if not sel.target.ada:
        return Keadaan.TANPA_TARGET
    if sel.angka is not None or sel.klaim is not None:
        return Keadaan.ADA
    if not berjalan:
        return Keadaan.TIDAK_DICATAT
    if not sel.mulai:
        return Keadaan.BELUM_MULAI
    return Keadaan.TANPA_DATA if terbaca else Keadaan.TERTUTUP


def menunggu(sel: Sel) -> bool:
    """Whether a claim waits: its window has no verified figures, or older ones."""
    sent, done = sel.klaim, sel.verifikasi
    if sent is None or done is None:
        return sent is not None
    return (done.sampai, done.at) < (sent.sampai, sent.at)


def klaim_berbeda(sel: Sel) -> bool:
    """Whether the last claim is not what was verified, so that it stands beside it."""
    if sel.klaim is None:
        return False
    if sel.verifikasi is None or sel.klaim.sampai > sel.verifikasi.sampai:
        return True
    same = sel.klaim.sampai == sel.verifikasi.sampai
    return same and sel.klaim.realisasi != sel.verifikasi.realisasi


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
