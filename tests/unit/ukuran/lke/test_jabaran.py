"""The derivation of a score as the official reads it."""

from decimal import Decimal

from tests.unit.ukuran.lke.instrumen_contoh import INDEKS, RASIO, contoh, kecil, soal
from tests.unit.ukuran.lke.test_lembar_hitung_tangan import hasil
from ukuran.lke.instrumen import CaraBulat, Pembulatan, Predikat, TingkatBulat
from ukuran.lke.jabaran import (
    jabaran,
    jabaran_gabungan,
    jabaran_komponen,
    jabaran_syarat,
    tulis_jawaban,
)
from ukuran.lke.jawaban import Jawaban
from ukuran.lke.nilai import nilai


def baris(kode: str) -> tuple[str, ...]:
    """Return the derivation of one component of the worked sheet."""
    (ada,) = [satu for satu in jabaran(hasil()) if satu.kode == kode]
    return ada.baris


def test_questions_mean_weight() -> None:
    assert baris("A.1.1.1") == (
        "A.1.1.1.a: Ya = 1",
        "A.1.1.1.b: B (Sebagian) = 0,5",
        "A.1.1.1.c: C (Sebagian kecil) = 0,33",
        "Rata-rata: (1 + 0,5 + 0,33) / 3 = 1,83 / 3 = 0,61.",
        "Nilai: 0,61 x bobot 1 = 0,61.",
        "Cakupan: 3 dari 3 pertanyaan bernilai (100%).",
    )


def test_ratios_their_limits_and_what_has_no_value() -> None:
    nama = "Keluaran kegiatan yang tercapai sesuai rencana"
    assert baris("A.2.4.2")[:1] == (
        f"A.2.4.2.a: {nama} 5, Keluaran kegiatan yang direncanakan 0 = tanpa data, dihitung 0",
    )
    nama = "Pelanggaran disiplin tahun lalu dikurangi tahun ini"
    assert baris("A.2.3.2")[:1] == (
        f"A.2.3.2.a: {nama} -2, Pelanggaran disiplin tahun lalu 8: -2 / 8 = -0,25, "
        "dibatasi menjadi 0",
    )
    nama = "Permohonan informasi yang dijawab tepat waktu 12, Permohonan informasi yang diterima 10"
    assert baris("A.1.2.3")[2] == f"A.1.2.3.c: {nama}: 12 / 10 = 1,2, dibatasi menjadi 1"


def test_a_component_without_any_answer_is_tanpa_data() -> None:
    assert baris("A.2.6.1") == (
        "A.2.6.1.a: belum dijawab, dihitung 0",
        "A.2.6.1.b: belum dijawab, dihitung 0",
        "A.2.6.1.c: belum dijawab, dihitung 0",
        "Belum ada jawaban: tanpa data, menambah 0.",
        "Cakupan: 0 dari 3 pertanyaan bernilai (0%).",
    )
    assert baris("A.2.6") == (
        "A.2.6.1 Inovasi pelayanan: tanpa data dari 2,5.",
        "A.2.6.2 Layanan pengaduan dan konsultasi: 1,875 dari 2,5 (75%).",
        "Jumlah: 0 + 1,875 = 1,875.",
        "Cakupan: 3 dari 6 pertanyaan bernilai (50%).",
    )


def test_one_question_needs_no_mean() -> None:
    assert baris("B.1") == (
        "B.1.a: 3,62 / 4 = 0,905",
        "Nilai: 0,905 x bobot 17,5 = 15,8375.",
        "Cakupan: 1 dari 1 pertanyaan bernilai (100%).",
    )


def test_the_total_with_its_rounding() -> None:
    (total,) = [satu for satu in jabaran(hasil()) if satu.judul == "Nilai total"]
    assert total.baris == (
        "A Pengungkit: 41,3107 dari 60 (68,85%).",
        "B Hasil: 33,8625 dari 40 (84,66%).",
        "Jumlah: 41,3107 + 33,8625 = 75,1732.",
        "Pembulatan ke 2 desimal (setengah dibulatkan ke atas): 75,1732 menjadi 75,17.",
        "Cakupan: 94 dari 100 pertanyaan bernilai (94%).",
        "Sementara: 94 dari 100 pertanyaan bernilai.",
    )


def test_an_area_over_both_halves() -> None:
    assert jabaran_gabungan(hasil().area[0]) == (
        "Pemenuhan 2,695 dari 4.",
        "Reform 3,06 dari 4.",
        "Jumlah: 2,695 + 3,06 = 5,755.",
        "Cakupan: 15 dari 15 pertanyaan bernilai (100%).",
    )


def test_requirements_and_what_is_missing() -> None:
    wbk = hasil().syarat_untuk(Predikat.WBK)
    assert wbk is not None
    ada = jabaran_syarat(wbk)
    assert len(ada) == 18
    assert ada[:3] == (
        "Nilai total: 75,17, minimal 75: terpenuhi.",
        "Nilai pengungkit: 41,3107, minimal 40: terpenuhi.",
        "Manajemen Perubahan (Pemenuhan): 2,695, minimal 2,4: terpenuhi.",
    )
    assert ada[13] == (
        "Peningkatan Kualitas Pelayanan Publik (Reform): 1,875, minimal 3: kurang 1,125."
    )
    assert ada[-1] == "1 dari 17 syarat WBK belum terpenuhi."


def test_a_gap_too_small_to_print_is_not_printed_as_zero() -> None:
    isian = {
        "p": Jawaban(pilihan="A"),
        "q": Jawaban(pilihan="A"),
        "t": Jawaban(angka=Decimal("1.9999999")),
    }
    satu = nilai(kecil(Pembulatan(4, CaraBulat.POTONG, TingkatBulat.AKHIR)), isian)
    wbk = satu.syarat_untuk(Predikat.WBK)
    assert wbk is not None
    assert jabaran_syarat(wbk)[4] == ("Survei: 20, minimal 20: kurang, selisihnya di bawah 0,0001.")


def test_rounding_is_told_where_it_happens() -> None:
    isian = {"p": Jawaban(pilihan="B"), "s": Jawaban(pembilang=Decimal(2), penyebut=Decimal(3))}

    def area(tingkat: TingkatBulat, nomor: int = 1) -> tuple[str, ...]:
        bulat = Pembulatan(1, CaraBulat.POTONG, tingkat)
        satu = nilai(kecil(bulat), isian)
        komponen = [s for s in satu.telusuri() if s.kode == f"A.{nomor}.1"]
        return jabaran_komponen(komponen[0], bulat)

    assert area(TingkatBulat.PERTANYAAN)[0] == "p: B (Jenjang B) = 0,67, dibulatkan 0,6"
    assert area(TingkatBulat.PERTANYAAN)[3] == "Nilai: 0,3 x bobot 30 = 9."
    kalimat = "Pembulatan ke 1 desimal (desimal selebihnya dipotong): 10,05 menjadi 10."
    assert area(TingkatBulat.SUB)[4] == kalimat
    assert area(TingkatBulat.KOMPONEN)[4] == kalimat
    assert len(area(TingkatBulat.AKHIR)) == 5


def test_answers_in_words() -> None:
    rasio = Jawaban(pembilang=Decimal(3), penyebut=Decimal(4))
    assert tulis_jawaban(soal("x", RASIO), rasio) == "Selesai 3, Seluruhnya 4"
    assert tulis_jawaban(soal("x", RASIO), Jawaban(pembilang=Decimal(3))) == (
        "Selesai 3, Seluruhnya tanpa data"
    )
    assert tulis_jawaban(soal("x", INDEKS), Jawaban(angka=Decimal("3.6"))) == "3,6 dari 4"
    assert tulis_jawaban(soal("x"), Jawaban(pilihan="B")) == "B (Jenjang B)"
    assert tulis_jawaban(soal("x"), None) == tulis_jawaban(soal("x"), Jawaban()) == "belum dijawab"


def test_every_component_of_the_sheet_has_its_derivation() -> None:
    ada = jabaran(hasil())
    assert [satu.kode for satu in ada] == [
        "",
        *(satu.kode for satu in contoh().telusuri()),
        "wbk",
        "wbbm",
    ]
