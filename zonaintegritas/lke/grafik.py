"""The components of an LKE as bars: three stages beside each other against the minimum.

Everything is in percent of the component's weight, so that bars of different weights compare.
Pure: the scores come from `ukuran.lke.nilai`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ukuran.lke.instrumen import Paruh, Predikat
from ukuran.lke.nilai import Gabungan, HasilLKE, NilaiKomponen
from zonaintegritas.models import Tahap

_SERATUS = Decimal(100)


@dataclass(frozen=True, slots=True)
class NilaiTahap:
    """The score of one stage: points, percent of the weight, and whether it meets the minimum.

    `cukup` is None where there is no minimum or nothing to compare.
    """

    tahap: Tahap
    nilai: Decimal | None
    persen: Decimal | None
    terjawab: int
    jumlah: int
    cukup: bool | None


@dataclass(frozen=True, slots=True)
class Batang:
    """One component with its scores; `bagian` are its halves, each with a minimum of its own.

    `paruh` is the half in words, blank for a component over both and for hasil.
    """

    kode: str
    nama: str
    paruh: str
    bobot: Decimal
    minimal: Decimal | None
    tahap: tuple[NilaiTahap, ...]
    bagian: "tuple[Batang, ...]" = ()

    @property
    def minimal_persen(self) -> Decimal | None:
        """Return the minimum in percent of the weight, None for none."""
        if self.minimal is None or not self.bobot:
            return None
        return self.minimal / self.bobot * _SERATUS

    def dari(self, tahap: Tahap) -> NilaiTahap | None:
        """Return the scores of one stage, None when it is not among them."""
        return next((satu for satu in self.tahap if satu.tahap is tahap), None)

    @property
    def mandiri(self) -> Decimal | None:
        """Return the unit's own score in percent."""
        return self._persen(Tahap.MANDIRI)

    @property
    def evaluator(self) -> Decimal | None:
        """Return the evaluator's score in percent."""
        return self._persen(Tahap.EVALUATOR)

    @property
    def tpi(self) -> Decimal | None:
        """Return the TPI's score in percent."""
        return self._persen(Tahap.TPI)

    def _persen(self, tahap: Tahap) -> Decimal | None:
        satu = self.dari(tahap)
        return satu.persen if satu else None


def batang(nilai: Mapping[Tahap, HasilLKE], sasaran: Predikat | str) -> tuple[Batang, ...]:
    """Return one bar for each area of the pengungkit, then one for each component of hasil.

    `nilai` are scores of one instrument by stage; the bars have the stages in its order. Nothing
    to draw gives an empty tuple.
    """
    sasaran = Predikat(sasaran)
    pertama = next(iter(nilai.values()), None)
    if pertama is None:
        return ()
    area = tuple(
        _dari_gabungan({t: h.area[n] for t, h in nilai.items()}, sasaran)
        for n in range(len(pertama.area))
    )
    hasil = tuple(
        _dari_komponen({t: _hasil(h)[n] for t, h in nilai.items()}, sasaran)
        for n in range(len(_hasil(pertama)))
    )
    return (*area, *hasil)


def _hasil(satu: HasilLKE) -> tuple[NilaiKomponen, ...]:
    """Return the components of hasil that stand beside the areas."""
    atas = satu.hasil
    if atas is None:
        return ()
    kelompok = tuple(satu for satu in atas.telusuri() if satu.komponen.kelompok)
    return kelompok or atas.anak or (atas,)


def _dari_gabungan(tahap: Mapping[Tahap, Gabungan], sasaran: Predikat) -> Batang:
    """Return the bar of an area; its halves carry the minima that are really required."""
    satu = next(iter(tahap.values()))
    minimal = satu.minimal(sasaran)
    bagian = tuple(
        _dari_komponen({t: g.bagian[n] for t, g in tahap.items()}, sasaran)
        for n in range(len(satu.bagian))
    )
    return Batang(satu.kode, satu.nama, "", satu.bobot, minimal, _tahap(tahap, minimal), bagian)


def _dari_komponen(tahap: Mapping[Tahap, NilaiKomponen], sasaran: Predikat) -> Batang:
    satu = next(iter(tahap.values()))
    minimal = satu.komponen.minimal(sasaran)
    paruh = "" if satu.komponen.paruh is Paruh.HASIL else satu.komponen.paruh.kata
    return Batang(satu.kode, satu.nama, paruh, satu.bobot, minimal, _tahap(tahap, minimal))


def _tahap(
    tahap: Mapping[Tahap, Gabungan] | Mapping[Tahap, NilaiKomponen], minimal: Decimal | None
) -> tuple[NilaiTahap, ...]:
    return tuple(
        NilaiTahap(
            tahap=kunci,
            nilai=satu.nilai,
            persen=satu.persen,
            terjawab=satu.terjawab,
            jumlah=satu.jumlah,
            cukup=None if minimal is None or satu.nilai is None else satu.nilai >= minimal,
        )
        for kunci, satu in tahap.items()
    )
