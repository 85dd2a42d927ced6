"""An instrument as a page: the tree with its questions, scales, and what is still wrong."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ukuran.lke.instrumen import Ambang, Paruh, Pembulatan, Predikat
from ukuran.lke.periksa import Cacat, periksa
from zonaintegritas.lke.susunan import susunan
from zonaintegritas.models import InstrumenLKE, KomponenLKE, PertanyaanLKE, SkalaLKE

_TANDA = {
    "V": "dibaca pada sumbernya",
    "S": "dikutip dari sumber kedua",
    "U": "belum terverifikasi",
    "D": "rancangan sendiri",
}
_POLA = re.compile(r"\[([VSUD])\]")


def kata_status(teks: str) -> str:
    """Return marks of the source as words: "bobot [S]" is "bobot dikutip dari sumber kedua".

    A mark behind its own words is left out.
    """
    for tanda, kata in _TANDA.items():
        teks = teks.replace(f"{kata} [{tanda}]", kata)
    return _POLA.sub(lambda tanda: _TANDA[tanda[1]], teks)


@dataclass(frozen=True)
class BarisKomponen:
    """A component on the page, with its questions and the status of its source in words."""

    row: KomponenLKE
    kedalaman: int
    paruh: str
    status: str
    pertanyaan: tuple[PertanyaanLKE, ...]
    memuat: bool
    """Whether components lie below it."""


@dataclass(frozen=True)
class BarisAmbang:
    """What a predicate asks of the totals, with the status of its source in words."""

    nama: str
    total: Decimal | None
    pengungkit: Decimal | None
    status: str


@dataclass(frozen=True)
class HalamanInstrumen:
    """Everything that the page of an instrument shows."""

    komponen: tuple[BarisKomponen, ...]
    ambang: tuple[BarisAmbang, ...]
    pembulatan: Pembulatan
    status_pembulatan: str
    skala: tuple[SkalaLKE, ...]
    cacat: tuple[Cacat, ...]
    belum: tuple[Cacat, ...]
    """What is missing for use besides the defects: components without questions."""
    banyak_pertanyaan: int
    jumlah_atas: Decimal
    """Sum of the weights at the top."""

    @property
    def siap(self) -> bool:
        """Whether an assessment can be opened with it."""
        return not self.cacat and not self.belum


def halaman_instrumen(instrumen: InstrumenLKE) -> HalamanInstrumen:
    """Read an instrument for its page (four queries)."""
    found = susunan(instrumen)
    bentuk = found.bentuk
    cacat = periksa(bentuk, siap=False)
    belum = tuple(satu for satu in periksa(bentuk, siap=True) if satu not in cacat)
    induk = {bagian.komponen.induk_id for bagian in found.bagian}
    return HalamanInstrumen(
        komponen=tuple(
            BarisKomponen(
                bagian.komponen,
                bagian.kedalaman,
                Paruh(bagian.komponen.paruh).kata,
                kata_status(bagian.komponen.status_sumber),
                bagian.pertanyaan,
                bagian.komponen.pk in induk,
            )
            for bagian in found.bagian
        ),
        ambang=tuple(_ambang(p, bentuk.ambang_untuk(p)) for p in Predikat),
        pembulatan=bentuk.pembulatan,
        status_pembulatan=kata_status(bentuk.pembulatan.status_sumber),
        skala=tuple(instrumen.skala_set.order_by("id")),
        cacat=cacat,
        belum=belum,
        banyak_pertanyaan=sum(1 for _ in bentuk.semua_pertanyaan()),
        jumlah_atas=sum((satu.bobot for satu in bentuk.komponen), Decimal()),
    )


def _ambang(predikat: Predikat, ambang: Ambang | None) -> BarisAmbang:
    if ambang is None:
        return BarisAmbang(predikat.kata, None, None, "")
    status = kata_status(ambang.status_sumber)
    return BarisAmbang(predikat.kata, ambang.total, ambang.pengungkit, status)
