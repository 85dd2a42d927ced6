"""Capaian: what was achieved of a target, in percent, with the way it was computed.

Pure functions over frozen dataclasses: no database, exact fractions, no rounding. "No data" is
None and never 0; 0 is a value. A figure is kept twice: raw (`mentah`, may pass 100 or fall below
0) and capped (`terbatas`, 0 to the cap of the rules).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ukuran.akumulasi import akumulasi
from ukuran.cara_hitung import SERATUS, desimal
from ukuran.realisasi import Arah, Aturan, CaraPredikat, Realisasi, Rumus, Sifat
from ukuran.skala import tulis
from ukuran.target import JenisTarget, Komponen, Target

__all__ = [
    "Alasan",
    "Arah",
    "Aturan",
    "CaraPredikat",
    "HasilCapaian",
    "Langkah",
    "RataCapaian",
    "Realisasi",
    "Rumus",
    "Sifat",
    "akumulasi",
    "hitung_capaian",
    "rata_capaian",
]

_PENUH = Fraction(SERATUS)
_NOL = Fraction()


class Alasan(StrEnum):
    """Why there is no figure, or what was special about it."""

    TANPA_TARGET = "tanpa_target"
    TANPA_DATA = "tanpa_data"
    BELUM_LENGKAP = "belum_lengkap"
    TARGET_NOL = "target_nol"
    REALISASI_NOL = "realisasi_nol"
    PREDIKAT_ASING = "predikat_asing"
    TANPA_SKALA = "tanpa_skala"
    TANPA_JUMLAH_UNIT = "tanpa_jumlah_unit"
    BEDA_JENIS = "beda_jenis"
    KOMPONEN_LEBIH = "komponen_lebih"

    @property
    def kata(self) -> str:
        """Return the reason as an Indonesian sentence."""
        return _KATA_ALASAN[self]


_KATA_ALASAN = {
    Alasan.TANPA_TARGET: "Tidak ada target, sehingga tidak ada capaian.",
    Alasan.TANPA_DATA: "Belum ada data realisasi.",
    Alasan.BELUM_LENGKAP: "Sebagian komponen belum memiliki realisasi dan dihitung 0.",
    Alasan.TARGET_NOL: "Target 0: tidak ada pembagi, capaian ditetapkan menurut aturan.",
    Alasan.REALISASI_NOL: "Realisasi 0 pada rumus target / realisasi: capaian adalah batas atas.",
    Alasan.PREDIKAT_ASING: "Predikat tidak ada pada skala yang dipakai.",
    Alasan.TANPA_SKALA: "Skala predikat belum dipilih.",
    Alasan.TANPA_JUMLAH_UNIT: "Jumlah unit yang menjadi target belum diketahui.",
    Alasan.BEDA_JENIS: "Jenis realisasi tidak sesuai dengan jenis target.",
    Alasan.KOMPONEN_LEBIH: "Realisasi memuat komponen di luar target; kelebihannya tidak dihitung.",
}


@dataclass(frozen=True, slots=True)
class Langkah:
    """One line of the explanation: a component with its formula in figures.

    Without data `realisasi`, `mentah` and `terbatas` are None. `mentah` is None too where the
    formula has no value (target 0; target / realisasi with realisasi 0) and the rules give
    `terbatas`.
    """

    uraian: str
    target: Decimal | str
    realisasi: Decimal | str | None
    rumus: str
    mentah: Fraction | None
    terbatas: Fraction | None


@dataclass(frozen=True, slots=True)
class HasilCapaian:
    """The capaian of one target. `lengkap`: there is a figure, and nothing it needs is missing."""

    mentah_eksak: Fraction | None
    terbatas_eksak: Fraction | None
    lengkap: bool
    alasan: tuple[Alasan, ...] = ()
    langkah: tuple[Langkah, ...] = ()

    @property
    def mentah(self) -> Decimal | None:
        """Return the raw figure, None when there is none."""
        return None if self.mentah_eksak is None else desimal(self.mentah_eksak)

    @property
    def terbatas(self) -> Decimal | None:
        """Return the capped figure, None when there is none."""
        return None if self.terbatas_eksak is None else desimal(self.terbatas_eksak)

    @property
    def jatuh_tempo(self) -> bool:
        """Say whether something was due: there is a target."""
        return Alasan.TANPA_TARGET not in self.alasan


def hitung_capaian(target: Target, realisasi: Realisasi | None, aturan: Aturan) -> HasilCapaian:
    """Return the capaian of a target; never raises.

    Numbers: per component by `Arah` and `Rumus`, each capped to 0 .. batas_atas, then the mean
    over all components, where one without data adds 0 (and nothing when all are without: None).
    The raw figure is the mean of the raw values, None when a component with data has none.
    Target 0: MAKSIMUM gives 100 for any realisasi, MINIMUM 100 for 0 and else 0. Predicates by
    `CaraPredikat` on the scale of the rules, whose highest level is the best whatever `arah`
    says. A document gives 100 when it exists, else 0. "Semua PD" is a count of jumlah_unit.
    No target gives no figure, whatever was achieved.
    """
    if not target.ada:
        return HasilCapaian(None, None, lengkap=False, alasan=(Alasan.TANPA_TARGET,))
    data = realisasi or Realisasi()
    if target.jenis is JenisTarget.PREDIKAT:
        hasil = _predikat(target, data, aturan)
        cocok = bool(data.predikat.strip())
    elif target.jenis is JenisTarget.DOKUMEN:
        hasil = _dokumen(target, data)
        cocok = data.ada is not None
    else:
        hasil = _angka(target, data, aturan)
        cocok = any(satu is not None for satu in data.komponen)
    if not cocok and not data.kosong:
        return replace(hasil, alasan=(*hasil.alasan, Alasan.BEDA_JENIS))
    return hasil


def _hasil(langkah: list[Langkah], alasan: list[Alasan]) -> HasilCapaian:
    """Return the mean over all steps; those without data add 0."""
    terisi = [satu for satu in langkah if satu.terbatas is not None]
    if not terisi:
        return HasilCapaian(None, None, lengkap=False, alasan=tuple(alasan), langkah=tuple(langkah))
    lengkap = len(terisi) == len(langkah)
    if not lengkap:
        alasan = [Alasan.BELUM_LENGKAP, *alasan]
    mentah = [satu.mentah for satu in terisi if satu.mentah is not None]
    return HasilCapaian(
        mentah_eksak=sum(mentah, _NOL) / len(langkah) if len(mentah) == len(terisi) else None,
        terbatas_eksak=sum((satu.terbatas or _NOL for satu in terisi), _NOL) / len(langkah),
        lengkap=lengkap,
        alasan=tuple(alasan),
        langkah=tuple(langkah),
    )


def _angka(target: Target, data: Realisasi, aturan: Aturan) -> HasilCapaian:
    komponen = target.komponen
    if target.jenis is JenisTarget.SEMUA:
        if not aturan.jumlah_unit:
            nilai = data.komponen[0] if data.komponen else None
            langkah = Langkah("", target.mentah.strip(), nilai, "tanpa jumlah unit", None, None)
            tanpa_data = [] if nilai is not None else [Alasan.TANPA_DATA]
            return _hasil([langkah], [*tanpa_data, Alasan.TANPA_JUMLAH_UNIT])
        komponen = (Komponen(Decimal(aturan.jumlah_unit), target.mentah.strip()),)
    alasan: list[Alasan] = []
    langkah_semua = []
    for nomor, satu in enumerate(komponen):
        nilai = data.komponen[nomor] if nomor < len(data.komponen) else None
        langkah_semua.append(_langkah_angka(satu, nilai, aturan, alasan))
    if any(satu is not None for satu in data.komponen[len(komponen) :]):
        alasan.append(Alasan.KOMPONEN_LEBIH)
    if all(satu.terbatas is None for satu in langkah_semua):
        alasan.insert(0, Alasan.TANPA_DATA)
    return _hasil(langkah_semua, list(dict.fromkeys(alasan)))


def _langkah_angka(
    komponen: Komponen, nilai: Decimal | None, aturan: Aturan, alasan: list[Alasan]
) -> Langkah:
    """Return the step of one component, noting in `alasan` what was special."""
    if nilai is None:
        return Langkah(komponen.satuan, komponen.jumlah, None, "tanpa data", None, None)
    if not komponen.jumlah:
        alasan.append(Alasan.TARGET_NOL)
        tercapai = aturan.arah is Arah.MAKSIMUM or not nilai
        rumus = f"target 0, realisasi {tulis(nilai)}: {SERATUS if tercapai else 0}"
        terbatas = _PENUH if tercapai else _NOL
        return Langkah(komponen.satuan, komponen.jumlah, nilai, rumus, None, terbatas)
    terukur = _rumus(komponen.jumlah, nilai, aturan)
    if terukur is None:
        alasan.append(Alasan.REALISASI_NOL)
        rumus = f"realisasi 0: batas atas {tulis(aturan.batas_atas)}"
        terbatas = Fraction(aturan.batas_atas)
        return Langkah(komponen.satuan, komponen.jumlah, nilai, rumus, None, terbatas)
    mentah, rumus = terukur
    terbatas = min(max(mentah, _NOL), Fraction(aturan.batas_atas))
    return Langkah(komponen.satuan, komponen.jumlah, nilai, rumus, mentah, terbatas)


def _rumus(target: Decimal, nilai: Decimal, aturan: Aturan) -> tuple[Fraction, str] | None:
    """Return the raw figure for a target over 0, and its formula; None for a division by 0."""
    t, r = Fraction(target), Fraction(nilai)
    tt, rr = tulis(target), tulis(nilai)
    if aturan.arah is Arah.MAKSIMUM:
        return r / t * SERATUS, f"{rr} / {tt} x 100"
    if aturan.rumus is Rumus.SELISIH:
        return (2 * t - r) / t * SERATUS, f"(2 x {tt} - {rr}) / {tt} x 100"
    return (t / r * SERATUS, f"{tt} / {rr} x 100") if r else None


def _predikat(target: Target, data: Realisasi, aturan: Aturan) -> HasilCapaian:
    dicapai = data.predikat.strip()
    skala = aturan.skala
    langkah = Langkah("Predikat", target.predikat, dicapai or None, "tanpa data", None, None)
    alasan = [] if dicapai else [Alasan.TANPA_DATA]
    if skala is None:
        return _hasil([replace(langkah, rumus="tanpa skala")], [*alasan, Alasan.TANPA_SKALA])
    posisi_target, posisi = skala.urutan(target.predikat), skala.urutan(dicapai)
    if posisi_target is None or (dicapai and posisi is None):
        asing = replace(langkah, rumus="predikat di luar skala")
        return _hasil([asing], [*alasan, Alasan.PREDIKAT_ASING])
    if posisi is None:
        return _hasil([langkah], alasan)
    if aturan.predikat is CaraPredikat.URUTAN:
        mentah = Fraction(posisi + 1, posisi_target + 1) * SERATUS
        rumus = f"{posisi + 1} / {posisi_target + 1} x 100"
    else:
        tercapai = posisi >= posisi_target
        mentah = _PENUH if tercapai else _NOL
        rumus = "tercapai: 100" if tercapai else "belum tercapai: 0"
    terbatas = min(mentah, Fraction(aturan.batas_atas))
    return _hasil([replace(langkah, rumus=rumus, mentah=mentah, terbatas=terbatas)], alasan)


def _dokumen(target: Target, data: Realisasi) -> HasilCapaian:
    langkah = Langkah("Dokumen", target.keterangan, None, "tanpa data", None, None)
    if data.ada is None:
        return _hasil([langkah], [Alasan.TANPA_DATA])
    kata, nilai = ("ada", _PENUH) if data.ada else ("tidak ada", _NOL)
    rumus = f"dokumen {kata}: {tulis(desimal(nilai))}"
    return _hasil([replace(langkah, realisasi=kata, rumus=rumus, mentah=nilai, terbatas=nilai)], [])


@dataclass(frozen=True, slots=True)
class RataCapaian:
    """The mean over what is due: `terisi` of `jumlah` have a figure.

    `lengkap`: all have one and each of them is complete; False when nothing is due.
    """

    nilai_eksak: Fraction | None
    terisi: int
    jumlah: int
    lengkap: bool

    @property
    def nilai(self) -> Decimal | None:
        """Return the mean, None when nothing is due or nothing has data."""
        return None if self.nilai_eksak is None else desimal(self.nilai_eksak)


def rata_capaian(hasil: Iterable[HasilCapaian | None]) -> RataCapaian:
    """Return the mean of the capped figures over what is due.

    What is due and has no figure (None, or a result without one) adds 0 to the numerator and 1 to
    the denominator. Results without a target are not due and leave both.
    """
    tempo = [satu for satu in hasil if satu is None or satu.jatuh_tempo]
    ada = [satu for satu in tempo if satu is not None and satu.terbatas_eksak is not None]
    jumlah = sum((satu.terbatas_eksak or _NOL for satu in ada), _NOL)
    return RataCapaian(
        nilai_eksak=jumlah / len(tempo) if ada else None,
        terisi=len(ada),
        jumlah=len(tempo),
        lengkap=0 < len(ada) == len(tempo) and all(satu.lengkap for satu in ada),
    )
