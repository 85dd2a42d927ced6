"""Which answers would bring a sheet to WBK or WBBM, with few documents.

A proposal, never an answer: nothing here is stored, and the input is not changed. The way: all best
answers first (do they reach it at all?), then full raises in the order of points per missing
document until total, pengungkit and every minimum are reached; then what turned out not to be
needed is taken back, the dearest first, and every remaining raise is lowered to the lowest grade
that still reaches the sasaran. Documents count whole: any raise of a
question needs the documents that the question lacks.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukuran.cara_hitung import desimal
from ukuran.lke.instrumen import Instrumen, JenisSkala, Komponen, Pertanyaan, Predikat
from ukuran.lke.jawaban import Jawaban, nilai_jawaban
from ukuran.lke.nilai import HasilLKE, NilaiPertanyaan, nilai
from ukuran.lke.syarat import Syarat

_BAGIAN = 10
_PERSEN = Decimal(100)


@dataclass(frozen=True, slots=True)
class Usulan:
    """One question to raise; `dari` and `ke` are values 0 to 1, `dari` None is not answered.

    `lama` is the present answer, `jawaban` what it would become (`ukuran.lke.jabaran.tulis_jawaban`
    puts both in words), `tambahan` the points this adds before rounding, `dokumen_kurang` the
    documents the question still lacks.
    """

    soal: Pertanyaan
    dari: Decimal | None
    ke: Decimal
    lama: Jawaban | None
    jawaban: Jawaban
    tambahan_eksak: Fraction
    dokumen_kurang: int

    @property
    def kode(self) -> str:
        """Return the code of the question."""
        return self.soal.kode

    @property
    def tambahan(self) -> Decimal:
        """Return the points that the raise adds to the total."""
        return desimal(self.tambahan_eksak)

    @property
    def poin_per_dokumen(self) -> Decimal | None:
        """Return points per missing document, None when no document is missing."""
        if not self.dokumen_kurang:
            return None
        return desimal(self.tambahan_eksak / self.dokumen_kurang)


@dataclass(frozen=True, slots=True)
class Simulasi:
    """A proposal for one sasaran: `usulan` ranked by points per missing document, free ones first.

    `sebelum` is the sheet as it is, `sesudah` with the proposal applied. `kendala` names the
    requirements that stay unmet even with all best answers: then nothing is proposed and `sesudah`
    is the sheet with these best answers.
    """

    sasaran: Predikat
    sebelum: HasilLKE
    sesudah: HasilLKE
    usulan: tuple[Usulan, ...]
    kendala: tuple[Syarat, ...] = ()

    @property
    def sudah_tercapai(self) -> bool:
        """Say whether the sheet meets all requirements as it is."""
        return not self.usulan and not self.kendala

    @property
    def terjangkau(self) -> bool:
        """Say whether the requirements can be met at all."""
        return not self.kendala

    @property
    def dokumen_kurang(self) -> int:
        """Return the missing documents of all proposed questions."""
        return sum(satu.dokumen_kurang for satu in self.usulan)

    @property
    def keterangan(self) -> tuple[str, ...]:
        """Return in words what the simulation found."""
        nama = self.sasaran.kata
        if self.kendala:
            syarat = "; ".join(satu.nama for satu in self.kendala)
            return (
                f"{nama} tidak tercapai meskipun semua jawaban yang dapat diubah bernilai terbaik.",
                f"Syarat yang tetap belum terpenuhi: {syarat}.",
            )
        kata = (
            f"Semua syarat {nama} sudah terpenuhi dengan jawaban sekarang."
            if self.sudah_tercapai
            else f"{len(self.usulan)} perubahan jawaban memenuhi semua syarat {nama}; dokumen yang "
            f"masih kurang untuk itu: {self.dokumen_kurang}."
        )
        if self.sesudah.lengkap:
            return (kata,)
        sisa = self.sesudah.jumlah - self.sesudah.terjawab
        return (
            kata,
            f"{sisa} pertanyaan lain belum bernilai: predikat baru dapat disimpulkan setelah semua "
            "terjawab.",
        )


def simulasi(
    instrumen: Instrumen,
    jawaban: Mapping[str, Jawaban],
    sasaran: Predikat | str,
    dokumen_kurang: Mapping[str, int],
    *,
    tetap: frozenset[str] = frozenset(),
) -> Simulasi:
    """Return a proposal that brings total, pengungkit and every minimum to the sasaran.

    `dokumen_kurang` counts the missing documents by question (none named: none missing), `tetap`
    names questions that cannot be changed, such as the result of an outside survey. The same input
    gives the same proposal, whatever the order of mappings and components. Raises ValueError for
    an unknown sasaran, one that the instrument has no thresholds for, unknown questions and
    negative counts.
    """
    sasaran = Predikat(sasaran)
    if instrumen.ambang_untuk(sasaran) is None:
        raise ValueError(f"the instrument has no thresholds for {sasaran}")
    dikenal = {satu.kode for satu in instrumen.semua_pertanyaan()}
    asing = sorted((set(dokumen_kurang) | tetap) - dikenal)
    if asing:
        raise ValueError(f"unknown questions: {', '.join(asing)}")
    if any(banyak < 0 for banyak in dokumen_kurang.values()):
        raise ValueError("negative count of missing documents")
    sebelum = nilai(instrumen, jawaban)
    lembar = _Lembar(instrumen, jawaban, sasaran)
    if not lembar.belum(()):
        return Simulasi(sasaran, sebelum, sebelum, ())
    calon = _calon(sebelum, dokumen_kurang, tetap)
    penuh = sorted((jenjang[-1] for jenjang in calon.values()), key=_urutan)
    kendala = lembar.belum(penuh)
    if kendala:
        return Simulasi(sasaran, sebelum, lembar.hasil(penuh), (), kendala)
    usulan = _hemat(lembar, _pilih(lembar, penuh), calon)
    return Simulasi(sasaran, sebelum, lembar.hasil(usulan), tuple(usulan))


def terapkan(jawaban: Mapping[str, Jawaban], usulan: Iterable[Usulan]) -> dict[str, Jawaban]:
    """Return a copy of the answers in which the proposals replace those they are about."""
    return {**jawaban, **{satu.kode: satu.jawaban for satu in usulan}}


class _Lembar:
    """The sheet to improve, and what the sasaran lacks with some proposals applied."""

    def __init__(
        self, instrumen: Instrumen, jawaban: Mapping[str, Jawaban], sasaran: Predikat
    ) -> None:
        self._instrumen = instrumen
        self._jawaban = dict(jawaban)
        self._sasaran = sasaran

    def hasil(self, usulan: Iterable[Usulan]) -> HasilLKE:
        """Return the sheet with the proposals applied."""
        return nilai(self._instrumen, terapkan(self._jawaban, usulan))

    def belum(self, usulan: Iterable[Usulan]) -> tuple[Syarat, ...]:
        """Return the requirements that are not met then: total, pengungkit, components."""
        syarat = self.hasil(usulan).syarat_untuk(self._sasaran)
        return syarat.belum if syarat else ()


def _urutan(satu: Usulan) -> tuple[bool, Fraction, Fraction, str]:
    """Order: free ones first, then points per document, then points, then code."""
    per_dokumen = satu.tambahan_eksak / (satu.dokumen_kurang or 1)
    return (satu.dokumen_kurang > 0, -per_dokumen, -satu.tambahan_eksak, satu.kode)


def _usulan(
    komponen: Komponen, lama: NilaiPertanyaan, jawaban: Jawaban, dokumen_kurang: int
) -> Usulan | None:
    """Return the raise of one question to an answer, None when it is none."""
    ke = nilai_jawaban(lama.soal, jawaban)
    dari = lama.mentah or Fraction()
    if ke is None or ke <= dari:
        return None
    return Usulan(
        soal=lama.soal,
        dari=None if lama.mentah is None else desimal(lama.mentah),
        ke=desimal(ke),
        lama=lama.jawaban,
        jawaban=jawaban,
        tambahan_eksak=(ke - dari) * Fraction(komponen.bobot) / len(komponen.pertanyaan),
        dokumen_kurang=dokumen_kurang,
    )


def _jenjang(lama: NilaiPertanyaan) -> Iterator[Jawaban]:
    """Yield the answers that a question can be given, from the lowest value to the best.

    The choices of its scale; of a ratio or an index tenths of the whole. A ratio keeps its
    penyebut, without one it is proposed as a percentage.
    """
    skala = lama.soal.skala
    if skala.jenis is JenisSkala.PILIHAN:
        for pilihan in sorted(skala.pilihan, key=lambda satu: (satu.nilai, satu.kode)):
            yield Jawaban(pilihan=pilihan.kode)
        return
    if skala.jenis is JenisSkala.INDEKS:
        for bagian in range(1, _BAGIAN + 1):
            yield Jawaban(angka=_bagian(skala.maks or Decimal(), bagian))
        return
    penyebut = (lama.jawaban.penyebut if lama.jawaban else None) or _PERSEN
    for bagian in range(1, _BAGIAN + 1):
        yield Jawaban(pembilang=_bagian(penyebut, bagian), penyebut=penyebut)


def _bagian(utuh: Decimal, bagian: int) -> Decimal:
    """Return so many tenths of a figure; the whole is the figure itself."""
    return utuh if bagian == _BAGIAN else utuh * bagian / _BAGIAN


def _calon(
    hasil: HasilLKE, dokumen_kurang: Mapping[str, int], tetap: frozenset[str]
) -> dict[str, tuple[Usulan, ...]]:
    """Return, by question, its raises from the smallest to the full one."""
    calon = {}
    for komponen in hasil.telusuri():
        for lama in komponen.pertanyaan:
            kurang = dokumen_kurang.get(lama.kode, 0)
            semua = (_usulan(komponen.komponen, lama, satu, kurang) for satu in _jenjang(lama))
            naik = tuple(satu for satu in semua if satu is not None)
            if naik and lama.kode not in tetap:
                calon[lama.kode] = naik
    return calon


def _pilih(lembar: _Lembar, penuh: list[Usulan]) -> list[Usulan]:
    """Return full raises in their order, as many as it takes until nothing is missing.

    All of `penuh` together reach the sasaran, and no raise lowers a score.
    """

    def cukup(banyak: int) -> bool:
        return not lembar.belum(penuh[:banyak])

    return penuh[: bisect_left(range(len(penuh)), True, key=cukup)]


def _hemat(
    lembar: _Lembar, dipilih: list[Usulan], calon: Mapping[str, tuple[Usulan, ...]]
) -> list[Usulan]:
    """Return what is needed of the raises: the dearest goes first, then grades are lowered."""
    terurut = sorted(dipilih, key=_urutan)
    for satu in reversed(terurut.copy()):
        tanpa = [lain for lain in terurut if lain is not satu]
        if not lembar.belum(tanpa):
            terurut = tanpa
    for nomor in reversed(range(len(terurut))):
        jenjang = calon[terurut[nomor].kode]

        def cukup(naik: Usulan, nomor: int = nomor) -> bool:
            return not lembar.belum([*terurut[:nomor], naik, *terurut[nomor + 1 :]])

        terurut[nomor] = jenjang[bisect_left(jenjang, True, hi=len(jenjang) - 1, key=cukup)]
    return sorted(terurut, key=_urutan)
