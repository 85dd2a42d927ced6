"""How one component or one question of an LKE came to its score, as its page shows it."""

from dataclasses import dataclass
from decimal import Decimal

from ukuran.format import angka
from ukuran.lke.instrumen import Komponen, Predikat
from ukuran.lke.jabaran import jabaran_komponen, jabaran_pertanyaan, tulis
from ukuran.lke.nilai import HasilLKE, NilaiKomponen, NilaiPertanyaan


@dataclass(frozen=True, slots=True)
class Minimal:
    """The minimum that a predicate asks of the component, and what is missing to it."""

    predikat: Predikat
    minimal: Decimal
    terpenuhi: bool
    kurang: Decimal


@dataclass(frozen=True, slots=True)
class Bagian:
    """A component or question that the page leads to."""

    kode: str
    nama: str


@dataclass(frozen=True, slots=True)
class Rincian:
    """The derivation of one score; `atas` is the component that it goes into, None at the top.

    `jangkar` is its place on the sheet.
    """

    kode: str
    judul: str
    kalimat: str
    baris: tuple[str, ...]
    syarat: tuple[Minimal, ...]
    anak: tuple[Bagian, ...]
    atas: Bagian | None
    jangkar: str


def rincian(hasil: HasilLKE, kode: str) -> Rincian | None:
    """Return the derivation of a component or a question; None when the instrument lacks it."""
    for satu in hasil.telusuri():
        if satu.kode == kode:
            return _komponen(hasil, satu)
        for soal in satu.pertanyaan:
            if soal.kode == kode:
                return _pertanyaan(hasil, satu, soal)
    return None


def _komponen(hasil: HasilLKE, satu: NilaiKomponen) -> Rincian:
    pembulatan = hasil.instrumen.pembulatan
    isi = satu.anak or satu.pertanyaan
    return Rincian(
        kode=satu.kode,
        judul=satu.nama,
        kalimat=(
            f"Nilai {angka(satu.nilai, 2)} dari {angka(satu.bobot, 2)}; "
            f"{satu.terjawab} dari {satu.jumlah} pertanyaan bernilai."
        ),
        baris=tuple(jabaran_komponen(satu, pembulatan)),
        syarat=tuple(_minimal(hasil, satu.komponen)),
        anak=tuple(
            Bagian(s.kode, s.nama if isinstance(s, NilaiKomponen) else s.soal.teks) for s in isi
        ),
        atas=_atas(hasil, satu.kode),
        jangkar=f"k-{satu.kode}",
    )


def _pertanyaan(hasil: HasilLKE, dalam: NilaiKomponen, soal: NilaiPertanyaan) -> Rincian:
    pembulatan = hasil.instrumen.pembulatan
    return Rincian(
        kode=soal.kode,
        judul=soal.soal.teks,
        kalimat=(
            "Belum ada nilai."
            if soal.eksak is None
            else f"Nilai {tulis(soal.eksak)} dari paling tinggi 1."
        ),
        baris=(
            f"{jabaran_pertanyaan(soal, pembulatan)}.",
            f"Satu dari {len(dalam.pertanyaan)} pertanyaan {dalam.kode} {dalam.nama}, "
            f"bobot {tulis(dalam.bobot)}:",
            *jabaran_komponen(dalam, pembulatan),
        ),
        syarat=(),
        anak=(),
        atas=Bagian(dalam.kode, dalam.nama),
        jangkar=f"q-{soal.kode}",
    )


def _minimal(hasil: HasilLKE, komponen: Komponen) -> list[Minimal]:
    """Return what the predicates ask of this component."""
    return [
        Minimal(atas.predikat, satu.minimal, satu.terpenuhi, satu.kurang)
        for atas in hasil.syarat
        for satu in atas.syarat
        if satu.kode == komponen.kode
    ]


def _atas(hasil: HasilLKE, kode: str) -> Bagian | None:
    """Return the component above, None at the top."""
    for satu in hasil.telusuri():
        if any(anak.kode == kode for anak in satu.anak):
            return Bagian(satu.kode, satu.nama)
    return None
