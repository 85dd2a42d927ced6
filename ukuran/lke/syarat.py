"""What a predicate requires of a sheet, and what is missing.

Requirements are the total, the pengungkit, and each component that has a minimum in the instrument
(an area in each of its halves, the components of hasil).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukuran.cara_hitung import desimal
from ukuran.lke.instrumen import Instrumen, Komponen, Paruh, Predikat


@dataclass(frozen=True, slots=True)
class Syarat:
    """One requirement; `dicapai` None is tanpa data and does not meet it.

    `kode` is that of the component, blank for the total.
    """

    kode: str
    nama: str
    minimal: Decimal
    dicapai_eksak: Fraction | None

    @property
    def dicapai(self) -> Decimal | None:
        """Return the score that is compared, None for tanpa data."""
        return None if self.dicapai_eksak is None else desimal(self.dicapai_eksak)

    @property
    def terpenuhi(self) -> bool:
        """Say whether the score reaches the minimum."""
        return self.dicapai_eksak is not None and self.dicapai_eksak >= Fraction(self.minimal)

    @property
    def kurang(self) -> Decimal:
        """Return the points that are missing, 0 when nothing is."""
        selisih = Fraction(self.minimal) - (self.dicapai_eksak or 0)
        return desimal(max(selisih, Fraction()))


@dataclass(frozen=True, slots=True)
class SyaratPredikat:
    """All requirements of one predicate: total, pengungkit, then the components in order."""

    predikat: Predikat
    syarat: tuple[Syarat, ...]

    @property
    def terpenuhi(self) -> bool:
        """Say whether all requirements are met."""
        return all(satu.terpenuhi for satu in self.syarat)

    @property
    def belum(self) -> tuple[Syarat, ...]:
        """Return the requirements that are not met."""
        return tuple(satu for satu in self.syarat if not satu.terpenuhi)


def syarat_predikat(
    instrumen: Instrumen,
    *,
    total: Fraction | None,
    komponen: Mapping[str, Fraction | None],
) -> tuple[SyaratPredikat, ...]:
    """Return the requirements of each predicate that the instrument has thresholds for.

    `komponen` gives the scores by the code of the component. WBK stands before WBBM.
    """
    return tuple(
        SyaratPredikat(predikat, tuple(_syarat(instrumen, predikat, total, komponen)))
        for predikat in Predikat
        if instrumen.ambang_untuk(predikat) is not None
    )


def _syarat(
    instrumen: Instrumen,
    predikat: Predikat,
    total: Fraction | None,
    komponen: Mapping[str, Fraction | None],
) -> Iterator[Syarat]:
    ambang = instrumen.ambang_untuk(predikat)
    if ambang is None:
        return
    yield Syarat("", "Nilai total", ambang.total, total)
    atas = instrumen.pengungkit
    if ambang.pengungkit is not None and atas is not None:
        yield Syarat(atas.kode, "Nilai pengungkit", ambang.pengungkit, komponen[atas.kode])
    for satu in instrumen.telusuri():
        minimal = satu.minimal(predikat)
        if minimal is not None:
            yield Syarat(satu.kode, nama_syarat(satu), minimal, komponen[satu.kode])


def nama_syarat(komponen: Komponen) -> str:
    """Return the name of a component with its half, as "Manajemen Perubahan (Pemenuhan)"."""
    if komponen.paruh in (Paruh.PEMENUHAN, Paruh.REFORM):
        return f"{komponen.nama} ({komponen.paruh.kata})"
    return komponen.nama
