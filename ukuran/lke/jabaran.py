"""The derivation of every score of an LKE sheet, as lines of Indonesian text.

The lines print the numbers the score was computed from; nothing is computed a second time. Figures
that are not rounded by the instrument are shown with at most four decimals.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ukuran.cara_hitung import desimal
from ukuran.format import TANPA_DATA, angka, persen
from ukuran.lke.instrumen import JenisSkala, Pembulatan, Pertanyaan, TingkatBulat
from ukuran.lke.jawaban import KOSONG, Jawaban
from ukuran.lke.nilai import Bernilai, Gabungan, HasilLKE, NilaiKomponen, NilaiPertanyaan
from ukuran.lke.syarat import Syarat, SyaratPredikat

_ANGKA = 4
BELUM_DIJAWAB = "belum dijawab"


@dataclass(frozen=True, slots=True)
class Jabaran:
    """The derivation of one score; `kode` is that of the component, blank for the total."""

    kode: str
    judul: str
    baris: tuple[str, ...]


def tulis(nilai: Decimal | Fraction | None) -> str:
    """Return a figure in Indonesian with at most four decimals, "tanpa data" for None."""
    return angka(desimal(nilai) if isinstance(nilai, Fraction) else nilai, _ANGKA)


def jabaran(hasil: HasilLKE) -> tuple[Jabaran, ...]:
    """Return the derivation of the total, of each component, and of each predicate, in order."""
    pembulatan = hasil.instrumen.pembulatan
    return (
        Jabaran("", "Nilai total", jabaran_total(hasil)),
        *(
            Jabaran(satu.kode, satu.nama, jabaran_komponen(satu, pembulatan))
            for satu in hasil.telusuri()
        ),
        *(
            Jabaran(satu.predikat, f"Syarat {satu.predikat.kata}", jabaran_syarat(satu))
            for satu in hasil.syarat
        ),
    )


def jabaran_total(hasil: HasilLKE) -> tuple[str, ...]:
    """Return how the total came about, its coverage, and what it says of the predicate."""
    bulat = (
        _bulat(hasil.mentah, hasil.eksak, hasil.instrumen.pembulatan)
        if hasil.instrumen.pembulatan.tingkat is TingkatBulat.AKHIR
        else ()
    )
    return (
        *(_anak(satu) for satu in hasil.komponen),
        _penjumlahan(hasil.komponen, hasil.mentah),
        *bulat,
        _cakupan(hasil),
        hasil.keputusan,
    )


def jabaran_komponen(satu: NilaiKomponen, pembulatan: Pembulatan) -> tuple[str, ...]:
    """Return how the score of one component came about.

    With questions: their values, the mean over all of them, times the weight. With components:
    their scores and the sum. Then rounding, where it happens here, and coverage.
    """
    if not satu.anak and not satu.pertanyaan:
        return ("Belum ada pertanyaan: tanpa data.",)
    isi = _dari_anak(satu) if satu.anak else _dari_pertanyaan(satu, pembulatan)
    kena = (pembulatan.tingkat is TingkatBulat.SUB and not satu.anak) or (
        pembulatan.tingkat is TingkatBulat.KOMPONEN and bool(satu.komponen.kelompok)
    )
    bulat = _bulat(satu.mentah, satu.eksak, pembulatan) if kena else ()
    return (*isi, *bulat, _cakupan(satu))


def jabaran_gabungan(satu: Gabungan) -> tuple[str, ...]:
    """Return how the score of an area over both halves, or of a half, came about."""
    return (
        *(
            f"{bagian.komponen.paruh.kata or bagian.nama} {tulis(bagian.eksak)} dari "
            f"{tulis(bagian.bobot)}."
            for bagian in satu.bagian
        ),
        _penjumlahan(satu.bagian, satu.eksak),
        _cakupan(satu),
    )


def jabaran_pertanyaan(satu: NilaiPertanyaan, pembulatan: Pembulatan) -> str:
    """Return one question with its answer and value, such as "A.1.a: B (Sebagian) = 0,5"."""
    return f"{satu.kode}: {_nilai_pertanyaan(satu)}" + (
        f", dibulatkan {tulis(satu.eksak)}"
        if pembulatan.tingkat is TingkatBulat.PERTANYAAN and satu.mentah != satu.eksak
        else ""
    )


def jabaran_syarat(satu: SyaratPredikat) -> tuple[str, ...]:
    """Return each requirement of a predicate with what was reached and what is missing."""
    belum = len(satu.belum)
    penutup = (
        f"Semua {len(satu.syarat)} syarat {satu.predikat.kata} terpenuhi."
        if not belum
        else f"{belum} dari {len(satu.syarat)} syarat {satu.predikat.kata} belum terpenuhi."
    )
    return (*(_syarat(baris) for baris in satu.syarat), penutup)


def tulis_jawaban(soal: Pertanyaan, jawaban: Jawaban | None) -> str:
    """Return an answer in words, such as "B (Sebagian)"; "belum dijawab" for none."""
    if jawaban is None or jawaban == KOSONG:
        return BELUM_DIJAWAB
    skala = soal.skala
    if jawaban.pilihan is not None:
        pilihan = skala.pilihan_dari(jawaban.pilihan)
        label = pilihan.label if pilihan else ""
        sama = label in ("", jawaban.pilihan)
        return jawaban.pilihan if sama else f"{jawaban.pilihan} ({label})"
    if jawaban.angka is not None:
        return f"{tulis(jawaban.angka)} dari {tulis(skala.maks)}"
    return (
        f"{skala.label_pembilang} {tulis(jawaban.pembilang)}, "
        f"{skala.label_penyebut} {tulis(jawaban.penyebut)}"
    )


def _nilai_pertanyaan(satu: NilaiPertanyaan) -> str:
    """Return the answer with the value it gives."""
    teks = tulis_jawaban(satu.soal, satu.jawaban)
    if satu.mentah is None or satu.jawaban is None:
        sebab = "" if teks == BELUM_DIJAWAB else f" = {TANPA_DATA}"
        return f"{teks}{sebab}, dihitung 0"
    if satu.soal.skala.jenis is JenisSkala.PILIHAN:
        return f"{teks} = {tulis(satu.mentah)}"
    if satu.jawaban.angka is not None:
        bagi = f"{tulis(satu.jawaban.angka)} / {tulis(satu.soal.skala.maks)}"
        return f"{bagi} = {tulis(satu.mentah)}"
    pembilang, penyebut = satu.jawaban.pembilang or Decimal(), satu.jawaban.penyebut or Decimal(1)
    hasil = Fraction(pembilang) / Fraction(penyebut)
    batas = "" if hasil == satu.mentah else f", dibatasi menjadi {tulis(satu.mentah)}"
    return f"{teks}: {tulis(pembilang)} / {tulis(penyebut)} = {tulis(hasil)}{batas}"


def _dari_pertanyaan(satu: NilaiKomponen, pembulatan: Pembulatan) -> Iterator[str]:
    for pertanyaan in satu.pertanyaan:
        yield jabaran_pertanyaan(pertanyaan, pembulatan)
    if satu.mentah is None:
        yield "Belum ada jawaban: tanpa data, menambah 0."
        return
    jumlah = sum((baris.eksak or Fraction() for baris in satu.pertanyaan), Fraction())
    banyak = len(satu.pertanyaan)
    rata = jumlah / banyak
    if banyak > 1:
        suku = " + ".join(tulis(baris.eksak or Fraction()) for baris in satu.pertanyaan)
        yield f"Rata-rata: ({suku}) / {banyak} = {tulis(jumlah)} / {banyak} = {tulis(rata)}."
    yield f"Nilai: {tulis(rata)} x bobot {tulis(satu.bobot)} = {tulis(satu.mentah)}."


def _dari_anak(satu: NilaiKomponen) -> Iterator[str]:
    for anak in satu.anak:
        yield _anak(anak)
    yield _penjumlahan(satu.anak, satu.mentah)


def _anak(satu: NilaiKomponen) -> str:
    bagian = f" ({persen(satu.persen, 2)})" if satu.eksak is not None else ""
    return f"{satu.kode} {satu.nama}: {tulis(satu.eksak)} dari {tulis(satu.bobot)}{bagian}."


def _penjumlahan(bagian: tuple[NilaiKomponen, ...], jumlah: Fraction | None) -> str:
    if jumlah is None:
        return "Jumlah: tanpa data."
    suku = " + ".join(tulis(satu.eksak or Fraction()) for satu in bagian)
    return f"Jumlah: {suku} = {tulis(jumlah)}."


def _bulat(
    mentah: Fraction | None, eksak: Fraction | None, pembulatan: Pembulatan
) -> tuple[str, ...]:
    if mentah is None:
        return ()
    return (
        f"Pembulatan ke {pembulatan.angka} desimal ({pembulatan.cara.kata}): {tulis(mentah)} "
        f"menjadi {tulis(eksak)}.",
    )


def _cakupan(satu: Bernilai) -> str:
    bagian = persen(satu.cakupan) if satu.jumlah else TANPA_DATA
    return f"Cakupan: {satu.terjawab} dari {satu.jumlah} pertanyaan bernilai ({bagian})."


def _syarat(satu: Syarat) -> str:
    selisih = tulis(satu.kurang)
    kurang = f"kurang {selisih}" if selisih != "0" else "kurang, selisihnya di bawah 0,0001"
    akhir = "terpenuhi" if satu.terpenuhi else kurang
    return f"{satu.nama}: {tulis(satu.dicapai_eksak)}, minimal {tulis(satu.minimal)}: {akhir}."
