"""The score of an LKE sheet: from the answers to the total, with coverage and requirements.

Score of a component that holds questions = mean of their values x bobot. The mean goes over all
its questions, an unanswered one adds 0; without any answer the component has no score (None, "tanpa
data"), adds 0 upwards, and coverage says so. Every score above is the sum of those below it.
Arithmetic is exact (fractions); rounding happens at the one level that the instrument names. The
answers are the only input: weights, values and minima come from the instrument.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukuran.cara_hitung import SERATUS, desimal
from ukuran.lke.instrumen import (
    CaraBulat,
    Instrumen,
    Komponen,
    Paruh,
    Pembulatan,
    Pertanyaan,
    Predikat,
    TingkatBulat,
)
from ukuran.lke.jawaban import Jawaban, nilai_jawaban
from ukuran.lke.syarat import SyaratPredikat, syarat_predikat

_SETENGAH = Fraction(1, 2)


def bulatkan(nilai: Fraction, pembulatan: Pembulatan) -> Fraction:
    """Return a value of 0 or more rounded to the decimals of a rule, exactly."""
    kali = 10**pembulatan.angka
    if pembulatan.cara is CaraBulat.SETENGAH_GENAP:
        return Fraction(round(nilai * kali), kali)
    tambah = _SETENGAH if pembulatan.cara is CaraBulat.SETENGAH_NAIK else Fraction()
    return Fraction((nilai * kali + tambah) // 1, kali)


def _keluar(nilai: Fraction | None) -> Decimal | None:
    return None if nilai is None else desimal(nilai)


class Bernilai:
    """What every scored thing offers beside its weight: score, percentage, coverage.

    `eksak` is the score after rounding at its level, None for tanpa data; `terjawab` of `jumlah`
    questions have a value.
    """

    __slots__ = ()

    bobot: Decimal
    eksak: Fraction | None
    terjawab: int
    jumlah: int

    @property
    def nilai(self) -> Decimal | None:
        """Return the score, None for tanpa data."""
        return _keluar(self.eksak)

    @property
    def persen(self) -> Decimal | None:
        """Return the score in percent of the weight; None without data or weight."""
        if self.eksak is None or not self.bobot:
            return None
        return desimal(self.eksak / Fraction(self.bobot) * SERATUS)

    @property
    def cakupan(self) -> Decimal | None:
        """Return the answered questions in percent of all, None when there is no question."""
        return desimal(Fraction(self.terjawab * SERATUS, self.jumlah)) if self.jumlah else None

    @property
    def lengkap(self) -> bool:
        """Say whether there are questions and every one has a value."""
        return 0 < self.terjawab == self.jumlah


@dataclass(frozen=True, slots=True)
class NilaiPertanyaan:
    """One question with its answer; `eksak` is its value 0 to 1, `mentah` the one not rounded."""

    soal: Pertanyaan
    jawaban: Jawaban | None
    mentah: Fraction | None
    eksak: Fraction | None

    @property
    def kode(self) -> str:
        """Return the code of the question."""
        return self.soal.kode

    @property
    def nilai(self) -> Decimal | None:
        """Return the value 0 to 1, None without an answer."""
        return _keluar(self.eksak)


@dataclass(frozen=True, slots=True)
class NilaiKomponen(Bernilai):
    """One component with its score; `mentah` is the score before rounding at its level."""

    komponen: Komponen
    bobot: Decimal
    mentah: Fraction | None
    eksak: Fraction | None
    terjawab: int
    jumlah: int
    anak: "tuple[NilaiKomponen, ...]" = ()
    pertanyaan: tuple[NilaiPertanyaan, ...] = ()

    @property
    def kode(self) -> str:
        """Return the code of the component."""
        return self.komponen.kode

    @property
    def nama(self) -> str:
        """Return the name of the component."""
        return self.komponen.nama

    def telusuri(self) -> "Iterator[NilaiKomponen]":
        """Yield this component and all below it, in the order of the instrument."""
        yield self
        for satu in self.anak:
            yield from satu.telusuri()


@dataclass(frozen=True, slots=True)
class Gabungan(Bernilai):
    """Components taken together: an area over both halves, or one half. Its score is their sum."""

    kode: str
    nama: str
    bobot: Decimal
    eksak: Fraction | None
    terjawab: int
    jumlah: int
    bagian: tuple[NilaiKomponen, ...]

    def minimal(self, predikat: Predikat) -> Decimal | None:
        """Return the sum of the minima of the parts, None when a part has none."""
        ada = [satu.komponen.minimal(predikat) for satu in self.bagian]
        terisi = [satu for satu in ada if satu is not None]
        return sum(terisi, Decimal()) if len(terisi) == len(ada) > 0 else None


@dataclass(frozen=True, slots=True)
class HasilLKE(Bernilai):
    """The whole sheet: tree, areas over both halves, halves, total, and what is required.

    `area` and `paruh` are of the pengungkit. `predikat` is decided only when every question has a
    value: until then it is None and the sheet is *sementara*, even where all requirements are met
    already. A complete sheet has the highest predicate whose requirements are all met, or None.
    """

    instrumen: Instrumen
    komponen: tuple[NilaiKomponen, ...]
    area: tuple[Gabungan, ...]
    paruh: tuple[Gabungan, ...]
    bobot: Decimal
    mentah: Fraction | None
    eksak: Fraction | None
    terjawab: int
    jumlah: int
    syarat: tuple[SyaratPredikat, ...]
    predikat: Predikat | None

    @property
    def sementara(self) -> bool:
        """Say whether a question has no value yet."""
        return not self.lengkap

    @property
    def pengungkit(self) -> NilaiKomponen | None:
        """Return the pengungkit."""
        return next((s for s in self.komponen if s.komponen.paruh is not Paruh.HASIL), None)

    @property
    def hasil(self) -> NilaiKomponen | None:
        """Return the hasil."""
        return next((s for s in self.komponen if s.komponen.paruh is Paruh.HASIL), None)

    @property
    def keputusan(self) -> str:
        """Return in words what the sheet says about the predicate."""
        if not self.jumlah:
            return "Belum ada pertanyaan."
        if self.sementara:
            return f"Sementara: {self.terjawab} dari {self.jumlah} pertanyaan bernilai."
        if not self.syarat:
            return "Instrumen tidak memuat ambang predikat."
        if self.predikat is None:
            return "Syarat predikat belum terpenuhi."
        return f"Memenuhi syarat {self.predikat.kata}."

    def syarat_untuk(self, predikat: Predikat) -> SyaratPredikat | None:
        """Return what one predicate requires, None when the instrument does not say."""
        return next((satu for satu in self.syarat if satu.predikat is predikat), None)

    def telusuri(self) -> Iterator[NilaiKomponen]:
        """Yield all components, from the top down, in their order."""
        for satu in self.komponen:
            yield from satu.telusuri()

    def semua_pertanyaan(self) -> Iterator[NilaiPertanyaan]:
        """Yield all questions in their order."""
        for satu in self.telusuri():
            yield from satu.pertanyaan


def nilai(instrumen: Instrumen, jawaban: Mapping[str, Jawaban]) -> HasilLKE:
    """Return the scores of a sheet; `jawaban` by the code of the question, missing is unanswered.

    Raises ValueError for an answer to a question that the instrument lacks and for one that its
    scale does not know (`ukuran.lke.jawaban.keluhan`): nothing is ignored. The instrument is one
    that `ukuran.lke.periksa` accepts.
    """
    asing = sorted(set(jawaban) - {satu.kode for satu in instrumen.semua_pertanyaan()})
    if asing:
        raise ValueError(f"answers to unknown questions: {', '.join(asing)}")
    komponen = tuple(_komponen(satu, jawaban, instrumen.pembulatan) for satu in instrumen.komponen)
    mentah = _jumlah(komponen)
    total = _bulat(mentah, instrumen.pembulatan, kena=TingkatBulat.AKHIR)
    terjawab = sum(satu.terjawab for satu in komponen)
    jumlah = sum(satu.jumlah for satu in komponen)
    pengungkit = [satu for satu in komponen if satu.komponen.paruh is not Paruh.HASIL]
    semua = [satu for atas in komponen for satu in atas.telusuri()]
    syarat = syarat_predikat(
        instrumen,
        total=total,
        komponen={satu.kode: satu.eksak for satu in semua},
    )
    tercapai = [satu.predikat for satu in syarat if satu.terpenuhi]
    return HasilLKE(
        instrumen=instrumen,
        komponen=komponen,
        area=_per_kelompok(pengungkit),
        paruh=_per_paruh(pengungkit),
        bobot=sum((satu.bobot for satu in komponen), Decimal()),
        mentah=mentah,
        eksak=total,
        terjawab=terjawab,
        jumlah=jumlah,
        syarat=syarat,
        predikat=tercapai[-1] if tercapai and 0 < terjawab == jumlah else None,
    )


def _bulat(
    nilai: Fraction | None, pembulatan: Pembulatan, *, kena: TingkatBulat | bool
) -> Fraction | None:
    """Return the value, rounded when this is the level of the rule."""
    di_sini = kena if isinstance(kena, bool) else pembulatan.tingkat is kena
    return nilai if nilai is None or not di_sini else bulatkan(nilai, pembulatan)


def _jumlah(komponen: Iterable[NilaiKomponen]) -> Fraction | None:
    """Return the sum of scores, tanpa data adding 0; None when all are tanpa data."""
    ada = [satu.eksak for satu in komponen if satu.eksak is not None]
    return sum(ada, Fraction()) if ada else None


def _komponen(
    komponen: Komponen, jawaban: Mapping[str, Jawaban], pembulatan: Pembulatan
) -> NilaiKomponen:
    """Return one component with everything below it."""
    anak = tuple(_komponen(satu, jawaban, pembulatan) for satu in komponen.anak)
    pertanyaan = tuple(
        _pertanyaan(satu, jawaban.get(satu.kode), pembulatan) for satu in komponen.pertanyaan
    )
    ada = [satu.eksak for satu in pertanyaan if satu.eksak is not None]
    if anak:
        mentah = _jumlah(anak)
    elif ada:
        mentah = sum(ada, Fraction()) / len(pertanyaan) * Fraction(komponen.bobot)
    else:
        mentah = None
    tingkat = pembulatan.tingkat
    kena = (tingkat is TingkatBulat.SUB and not anak) or (
        tingkat is TingkatBulat.KOMPONEN and bool(komponen.kelompok)
    )
    return NilaiKomponen(
        komponen=komponen,
        bobot=komponen.bobot,
        mentah=mentah,
        eksak=_bulat(mentah, pembulatan, kena=kena),
        terjawab=len(ada) + sum(satu.terjawab for satu in anak),
        jumlah=len(pertanyaan) + sum(satu.jumlah for satu in anak),
        anak=anak,
        pertanyaan=pertanyaan,
    )


def _pertanyaan(
    soal: Pertanyaan, jawaban: Jawaban | None, pembulatan: Pembulatan
) -> NilaiPertanyaan:
    mentah = nilai_jawaban(soal, jawaban)
    eksak = _bulat(mentah, pembulatan, kena=TingkatBulat.PERTANYAAN)
    return NilaiPertanyaan(soal=soal, jawaban=jawaban, mentah=mentah, eksak=eksak)


def _gabung(kode: str, nama: str, bagian: list[NilaiKomponen]) -> Gabungan:
    return Gabungan(
        kode=kode,
        nama=nama,
        bobot=sum((satu.bobot for satu in bagian), Decimal()),
        eksak=_jumlah(bagian),
        terjawab=sum(satu.terjawab for satu in bagian),
        jumlah=sum(satu.jumlah for satu in bagian),
        bagian=tuple(bagian),
    )


def _per_kelompok(pengungkit: list[NilaiKomponen]) -> tuple[Gabungan, ...]:
    """Return the areas of the pengungkit over both halves, in the order of the first half."""
    menurut: dict[str, list[NilaiKomponen]] = {}
    for atas in pengungkit:
        for satu in atas.telusuri():
            if satu.komponen.kelompok:
                menurut.setdefault(satu.komponen.kelompok, []).append(satu)
    return tuple(_gabung(kode, bagian[0].nama, bagian) for kode, bagian in menurut.items())


def _per_paruh(pengungkit: list[NilaiKomponen]) -> tuple[Gabungan, ...]:
    """Return the halves of the pengungkit; none where the instrument has no halves."""
    menurut: dict[Paruh, list[NilaiKomponen]] = {}

    def kumpulkan(satu: NilaiKomponen) -> None:
        if satu.komponen.paruh:
            menurut.setdefault(satu.komponen.paruh, []).append(satu)
            return
        for anak in satu.anak:
            kumpulkan(anak)

    for atas in pengungkit:
        kumpulkan(atas)
    return tuple(_gabung(paruh, paruh.kata, bagian) for paruh, bagian in menurut.items())
