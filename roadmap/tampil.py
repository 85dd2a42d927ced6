"""How one cell is written on a page: words, tone and shape of what `Sel` says. No figures made."""

from dataclasses import dataclass
from decimal import Decimal

from roadmap.keadaan import (
    Keadaan,
    dikembalikan,
    historis,
    keadaan_sel,
    klaim_berbeda,
    menunggu,
)
from roadmap.lembar import Lembar
from roadmap.sel import Sel
from ukuran.capaian import Realisasi
from ukuran.format import TANPA_DATA, angka, persen
from ukuran.pita import Pita, Rentang
from ukuran.target import PERSEN, JenisTarget, Komponen, Target

_TANGGA = 5  # steps of the ladder that stands for a band


@dataclass(frozen=True, slots=True)
class PitaTampil:
    """A band: name, tone class, its step on the ladder, and its limits in words."""

    nama: str
    nada: str
    tangga: int
    batas: str = ""


@dataclass(frozen=True, slots=True)
class SelTampil:
    """One cell in words. `realisasi` and `klaim` are '' where there is nothing to write.

    `utuh` False: some component has no figure, so the capaian is hatched. `beda`: the claim is
    not what was verified and stands beside it; `dikembalikan`: it was given back to its unit.
    """

    tahun: int
    butir_id: int
    target: str
    keadaan: Keadaan
    realisasi: str
    capaian: Decimal | None
    pita: PitaTampil | None
    utuh: bool
    historis: bool
    beda: bool
    menunggu: bool
    dikembalikan: bool
    klaim: str
    klaim_capaian: Decimal | None
    tugas_id: int | None = None

    @property
    def kosong(self) -> bool:
        """Whether the source leaves the target blank (not '-', not '0')."""
        return not self.target.strip()

    @property
    def nada(self) -> str:
        """Classes of the cell: tone of its band, hatched while incomplete."""
        if self.pita is None:
            return ""
        return f"pn-band {self.pita.nada}{'' if self.utuh else ' part'}"


def tampil(
    sel: Sel, sheet: Lembar, *, terbaca: bool = True, tugas_id: int | None = None
) -> SelTampil:
    """Return the words of a cell. `tugas_id`: the task in which the reader may write it."""
    state = keadaan_sel(sel, berjalan=sheet.rencana.berjalan, terbaca=terbaca)
    official = sel.angka.realisasi if sel.angka else None
    claimed = sel.klaim.realisasi if sel.klaim else None
    return SelTampil(
        tahun=sel.tahun,
        butir_id=sel.butir_id,
        target=sel.target.mentah,
        keadaan=state,
        realisasi=teks_realisasi(sel.target, official) if official else "",
        capaian=sel.capaian,
        pita=pita_tampil(sel.pita, sheet.pita),
        utuh=sel.hasil.lengkap,
        historis=historis(sel),
        beda=klaim_berbeda(sel),
        menunggu=menunggu(sel),
        dikembalikan=dikembalikan(sel),
        klaim=teks_realisasi(sel.target, claimed) if claimed else "",
        klaim_capaian=sel.capaian_klaim if claimed else None,
        tugas_id=tugas_id,
    )


def teks_realisasi(target: Target, nilai: Realisasi | None) -> str:
    """Return what was reached, in the units of its target; '' for nothing at all."""
    if nilai is None or nilai.kosong:
        return ""
    if nilai.predikat:
        return nilai.predikat
    if nilai.ada is not None:
        return "dokumen sudah ada" if nilai.ada else "dokumen belum ada"
    units = list(target.komponen)
    if target.jenis is JenisTarget.SEMUA:
        units = [Komponen(Decimal(0), "PD")]
    units += [Komponen(Decimal(0), "")] * (len(nilai.komponen) - len(units))
    return "; ".join(_satuan(satu, unit) for satu, unit in zip(nilai.komponen, units, strict=False))


def pita_tampil(rentang: Rentang | None, pita: Pita | None) -> PitaTampil | None:
    """Return a band as it is shown; None for no band."""
    if rentang is None or pita is None:
        return None
    position = pita.rentang.index(rentang) + 1
    # Whole steps, rounded up: the top band always fills the ladder.
    step = -(-position * _TANGGA // len(pita.rentang))
    return PitaTampil(rentang.nama, rentang.tone, step, _batas(rentang))


def legenda(pita: Pita | None) -> tuple[PitaTampil, ...]:
    """Return all bands, lowest first."""
    rows = pita.rentang if pita else ()
    return tuple(found for found in (pita_tampil(r, pita) for r in rows) if found)


def _batas(rentang: Rentang) -> str:
    low, high = rentang.bawah, rentang.atas
    if low is None:
        return f"di bawah {persen(high)}" if high is not None else "semua"
    if high is None:
        return f"mulai {persen(low)}"
    return f"{persen(low)} sampai di bawah {persen(high)}"


def _satuan(jumlah: Decimal | None, komponen: Komponen) -> str:
    if jumlah is None:
        return f"{TANPA_DATA} ({komponen.satuan})" if komponen.satuan else TANPA_DATA
    if komponen.satuan == PERSEN:
        return persen(jumlah, 2)
    return f"{angka(jumlah, 2)} {komponen.satuan}".strip()
