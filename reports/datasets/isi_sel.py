"""One cell of a Road Map in words and numbers, the same in PDF and xlsx.

Takes a `Sel` of `roadmap.lembar` apart, so that renderers hold plain values and never query.
"""

from dataclasses import dataclass
from decimal import Decimal

from roadmap.keadaan import Keadaan, keadaan_sel, klaim_berbeda, menunggu
from roadmap.sel import Laporan, Sel
from roadmap.tampil import teks_realisasi

RIBU = 1000


@dataclass(frozen=True)
class IsiSel:
    """What one Butir reached in one year.

    `realisasi` and `capaian` are what counts (verified, else historis); the claim stands beside
    it where it differs. `keadaan`: why there is nothing, '' where there is. Money in Rupiah.
    """

    target: str
    realisasi: str
    klaim: str
    capaian: Decimal | None
    capaian_klaim: Decimal | None
    pita: str
    historis: bool
    rujukan: str
    pagu: Decimal | None
    anggaran: Decimal | None
    serapan: Decimal | None
    keadaan: str


def isi_sel(sel: Sel, *, berjalan: bool, terbaca: bool = True) -> IsiSel:
    """Return a cell as a report writes it; `berjalan` is said of its plan."""
    counted = sel.angka
    differs = klaim_berbeda(sel)
    state = keadaan_sel(sel, berjalan=berjalan, terbaca=terbaca)
    return IsiSel(
        target=sel.target.mentah,
        realisasi=_fisik(sel, counted),
        klaim=_fisik(sel, sel.klaim) if differs else "",
        capaian=sel.capaian,
        capaian_klaim=sel.capaian_klaim if differs else None,
        pita=sel.pita.nama if sel.pita else "",
        historis=counted is not None and counted.historis,
        rujukan=counted.rujukan if counted else "",
        pagu=sel.serapan.pagu if sel.serapan.jumlah else None,
        anggaran=counted.uang.anggaran if counted else None,
        serapan=sel.serapan.persen,
        keadaan="" if counted is not None else _kata(sel, state, differs),
    )


def _fisik(sel: Sel, laporan: Laporan | None) -> str:
    return teks_realisasi(sel.target, laporan.realisasi) if laporan else ""


def _kata(sel: Sel, state: Keadaan, diklaim: bool) -> str:
    """Return why nothing counts."""
    if diklaim:
        return "menunggu verifikasi" if menunggu(sel) else "dikembalikan kepada unit"
    return state.kata
