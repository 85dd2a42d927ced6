"""What was read from a target or a budget, in words, for the person who typed it. Pure."""

from ukuran.format import rupiah
from ukuran.skala import tulis
from ukuran.target import PERSEN, Anggaran, JenisAnggaran, JenisTarget, Komponen, Target

_RIBU = 1000
_TANPA_ANGKA = {
    JenisTarget.KOSONG: "kosong: tanpa target",
    JenisTarget.STRIP: "tanda -: tanpa target",
    JenisTarget.SEMUA: "semua Perangkat Daerah yang aktif",
}


def kata_target(aim: Target) -> str:
    """Return a target as it was read: "15 tim; 10 PD", "predikat WTP", "dokumen: Kep. Gub."."""
    if aim.jenis in _TANPA_ANGKA:
        kata = _TANPA_ANGKA[aim.jenis]
    elif aim.jenis is JenisTarget.PREDIKAT:
        kata = f"predikat {aim.predikat}"
    elif aim.jenis is JenisTarget.DOKUMEN:
        return f"dokumen: {aim.keterangan}"
    else:
        kata = "; ".join(_komponen(satu) for satu in aim.komponen)
    return f"{kata}, {aim.keterangan}" if aim.keterangan else kata


_JENIS = {
    JenisTarget.PERSEN: "persentase",
    JenisTarget.CACAH: "jumlah",
    JenisTarget.MAJEMUK: "beberapa jumlah",
    JenisTarget.NOL: "angka 0",
    JenisTarget.SEMUA: "semua Perangkat Daerah",
    JenisTarget.PREDIKAT: "predikat",
    JenisTarget.DOKUMEN: "dokumen",
    JenisTarget.KOSONG: "tanpa target",
    JenisTarget.STRIP: "tanpa target",
}


def kata_jenis_baru(lama: Target | None, baru: Target) -> str:
    """Return a warning where a target becomes one of another kind; "" where it does not.

    Text that names no figure is read as a document: that is said, as it may be a slip.
    """
    if lama is None or _JENIS[lama.jenis] == _JENIS[baru.jenis]:
        return ""
    kata = f"Jenis target berubah dari {_JENIS[lama.jenis]} menjadi {_JENIS[baru.jenis]}."
    if baru.jenis is JenisTarget.DOKUMEN:
        kata += (
            " Angkanya tidak terbaca, jadi teks itu dianggap nama dokumen: capaian 100% bila "
            "dokumennya ada. Bila bukan itu maksudnya, tulis angka dan satuannya."
        )
    return kata


def _komponen(satu: Komponen) -> str:
    if satu.satuan == PERSEN:
        return f"{tulis(satu.jumlah)}%"
    return f"{tulis(satu.jumlah)} {satu.satuan}".strip()


def kata_anggaran(money: Anggaran) -> str:
    """Return a budget as it was read, in whole Rupiah."""
    if money.jenis is JenisAnggaran.KOSONG:
        return "kosong: tanpa anggaran"
    if money.jenis is JenisAnggaran.STRIP:
        return "tanda -: tanpa anggaran"
    if money.ribu is None:
        return "tidak terbaca"
    return rupiah(money.ribu * _RIBU)
