"""One answer of an LKE sheet, and what it is worth from 0 to 1.

Pure functions. A ratio is computed from its two parts here and nowhere else.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukuran.format import angka
from ukuran.lke.instrumen import JenisSkala, Pertanyaan, Skala

_ANGKA = 4


@dataclass(frozen=True, slots=True)
class Jawaban:
    """One answer: a choice, the two parts of a ratio, or an index; all None is unanswered.

    Raises TypeError for a figure that is no Decimal, ValueError for NaN and infinity.
    """

    pilihan: str | None = None
    pembilang: Decimal | None = None
    penyebut: Decimal | None = None
    angka: Decimal | None = None

    def __post_init__(self) -> None:
        """Check the figures."""
        for nilai in (self.pembilang, self.penyebut, self.angka):
            if nilai is None:
                continue
            if not isinstance(nilai, Decimal):
                raise TypeError(f"an answer must be Decimal, not {nilai!r}")
            if not nilai.is_finite():
                raise ValueError(f"an answer is not a finite number: {nilai}")


KOSONG = Jawaban()


def keluhan(pertanyaan: Pertanyaan, jawaban: Jawaban) -> str | None:
    """Return what is wrong with an answer to a question, in Indonesian; None when it is legal.

    Legal are: nothing at all; a choice that the scale has; the parts of a ratio, one or both,
    with a penyebut of 0 or more (a negative pembilang counts as 0, it occurs where a decrease is
    measured); an index from 0 to the maximum. An answer of another kind than the scale is wrong.
    """
    skala = pertanyaan.skala
    rasio = jawaban.pembilang is not None or jawaban.penyebut is not None
    diisi = {
        JenisSkala.PILIHAN: jawaban.pilihan is not None,
        JenisSkala.RASIO: rasio,
        JenisSkala.INDEKS: jawaban.angka is not None,
    }
    if any(ada for jenis, ada in diisi.items() if jenis is not skala.jenis):
        return f"Jawaban tidak sesuai dengan skala {skala.nama or skala.kode}."
    if jawaban.pilihan is not None and skala.pilihan_dari(jawaban.pilihan) is None:
        return f"Pilihan {jawaban.pilihan} tidak ada pada skala {skala.nama or skala.kode}."
    if jawaban.penyebut is not None and jawaban.penyebut < 0:
        return f"{skala.label_penyebut or 'Penyebut'} tidak boleh kurang dari 0."
    if jawaban.angka is not None and not 0 <= jawaban.angka <= _maks(skala):
        return f"Nilai harus antara 0 dan {angka(_maks(skala), _ANGKA)}."
    return None


def nilai_jawaban(pertanyaan: Pertanyaan, jawaban: Jawaban | None) -> Fraction | None:
    """Return what an answer is worth, 0 to 1; None without an answer.

    Choice: its value. Ratio: pembilang / penyebut, kept within 0 and 1, None while a part is
    missing or the penyebut is 0. Index: angka / maks. Raises ValueError for an illegal answer,
    naming the question.
    """
    if jawaban is None:
        return None
    salah = keluhan(pertanyaan, jawaban)
    if salah is not None:
        raise ValueError(f"{pertanyaan.kode}: {salah}")
    if jawaban.pilihan is not None:
        pilihan = pertanyaan.skala.pilihan_dari(jawaban.pilihan)
        return None if pilihan is None else Fraction(pilihan.nilai)
    if jawaban.angka is not None:
        return Fraction(jawaban.angka) / Fraction(_maks(pertanyaan.skala))
    if jawaban.pembilang is None or not jawaban.penyebut:
        return None
    return min(
        max(Fraction(jawaban.pembilang) / Fraction(jawaban.penyebut), Fraction()), Fraction(1)
    )


def _maks(skala: Skala) -> Decimal:
    """Return the maximum of an index scale; ValueError when the instrument has none."""
    if skala.maks is None or skala.maks <= 0:
        raise ValueError(f"{skala.kode}: an index needs a maximum above 0")
    return skala.maks
