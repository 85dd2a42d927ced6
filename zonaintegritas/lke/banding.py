"""LKE of one unit over the years: components side by side, with the difference to the year before.

Instruments of two years may weigh a component differently, so differences are taken between
percentages of the weight, in points of a percent; only the totals, both out of 100, are compared
as they are. Pure: the scores come from `ukuran.lke.nilai`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ukuran.lke.nilai import Bernilai, HasilLKE

TAHUN_MAKS = 4
"""As many years stand beside each other."""


@dataclass(frozen=True, slots=True)
class Kolom:
    """One LKE: its year, the version of its instrument in words, and its scores."""

    lke_id: int
    tahun: int
    instrumen: str
    status: str
    hasil: HasilLKE


@dataclass(frozen=True, slots=True)
class Sel:
    """One component in one year; `selisih` is to the nearest earlier year with a score.

    None in place of a cell: the instrument of that year lacks the component. `sebagian` marks a
    score with questions that have no value yet.
    """

    nilai: Decimal | None
    bobot: Decimal
    persen: Decimal | None
    terjawab: int
    jumlah: int
    selisih: Decimal | None = None

    @property
    def sebagian(self) -> bool:
        """Say whether a question has no value yet, though others have."""
        return self.nilai is not None and self.terjawab < self.jumlah

    @property
    def turun(self) -> Decimal | None:
        """Return by how much the score fell, None where it did not."""
        return -self.selisih if self.selisih is not None and self.selisih < 0 else None


@dataclass(frozen=True, slots=True)
class Baris:
    """One component over the years."""

    kode: str
    nama: str
    sel: tuple[Sel | None, ...]


@dataclass(frozen=True, slots=True)
class Banding:
    """The table: columns by year, rows by component in the order of the latest instrument.

    `instrumen_beda` says that the years were not assessed by the same version.
    """

    kolom: tuple[Kolom, ...]
    total: Baris
    baris: tuple[Baris, ...]

    @property
    def instrumen_beda(self) -> bool:
        """Say whether more than one version of an instrument is compared."""
        return len({satu.instrumen for satu in self.kolom}) > 1


def banding(kolom: Sequence[Kolom]) -> Banding:
    """Return the comparison of at most `TAHUN_MAKS` years, the earliest first.

    Of more years the latest stay. Raises ValueError for no year at all.
    """
    if not kolom:
        raise ValueError("nothing to compare")
    urut = tuple(sorted(kolom, key=lambda k: k.tahun)[-TAHUN_MAKS:])
    isi = [_komponen(satu.hasil) for satu in urut]
    kunci = dict.fromkeys(kode for satu in reversed(isi) for kode in satu)
    nama = {kode: satu[0] for isian in isi for kode, satu in isian.items()}
    total = [_sel(satu.hasil) for satu in urut]
    return Banding(
        kolom=urut,
        total=Baris("", "Nilai total", _berselisih(total, poin=True)),
        baris=tuple(
            Baris(
                kode,
                nama[kode],
                _berselisih([_sel(satu[kode][1]) if kode in satu else None for satu in isi]),
            )
            for kode in kunci
        ),
    )


def _komponen(hasil: HasilLKE) -> dict[str, tuple[str, Bernilai]]:
    """Return areas of the pengungkit and components of hasil by the code they share over years."""
    found: dict[str, tuple[str, Bernilai]] = {g.kode: (g.nama, g) for g in hasil.area}
    atas = hasil.hasil
    for satu in atas.telusuri() if atas else ():
        if satu.komponen.kelompok:
            found.setdefault(satu.komponen.kelompok, (satu.nama, satu))
    return found


def _sel(satu: Bernilai) -> Sel:
    return Sel(satu.nilai, satu.bobot, satu.persen, satu.terjawab, satu.jumlah)


def _berselisih(sel: Sequence[Sel | None], *, poin: bool = False) -> tuple[Sel | None, ...]:
    """Return the cells with differences: of points for totals, else of percentages."""
    hasil: list[Sel | None] = []
    sebelum: Decimal | None = None
    for satu in sel:
        if satu is None:
            hasil.append(None)
            continue
        kini = satu.nilai if poin else satu.persen
        selisih = None if kini is None or sebelum is None else kini - sebelum
        hasil.append(Sel(satu.nilai, satu.bobot, satu.persen, satu.terjawab, satu.jumlah, selisih))
        sebelum = kini if kini is not None else sebelum
    return tuple(hasil)
