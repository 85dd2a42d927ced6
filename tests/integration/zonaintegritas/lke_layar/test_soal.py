"""One question: saved by htmx and without script, refused, contested, with its evidence."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import pdf_kecil
from tests.factories.lke import LKEUji, berbukti, isi_semua, majukan
from tests.integration.zonaintegritas.lke_layar.conftest import Masuk, teks
from zonaintegritas.lke.lembar import nilai_lke
from zonaintegritas.models import BuktiLKE, JawabanLKE, StatusLKE, SurveiZI, Tahap, UnitZI

HTMX = {"HX-Request": "true"}


def _alamat(dunia: LKEUji, kode: str, nama: str = "zi_lke_soal") -> str:
    return reverse(nama, args=[dunia.lke.pk, dunia.pertanyaan[kode].pk])


def _jawaban(dunia: LKEUji, kode: str, tahap: Tahap = Tahap.MANDIRI) -> JawabanLKE:
    return JawabanLKE.objects.get(lke=dunia.lke, pertanyaan__kode=kode, tahap=tahap)


def _tanda(client: Client, dunia: LKEUji, kode: str) -> str:
    html = client.get(_alamat(dunia, kode)).content.decode()
    found = re.search(r'name="lama" value="([^"]*)"', html)
    assert found is not None
    return found.group(1)


def test_a_question_costs_as_little_as_the_sheet(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    client.get(_alamat(dunia, "A.I.1"))
    with CaptureQueriesContext(connection) as queries:
        client.get(_alamat(dunia, "A.I.1"))
    assert len(queries) <= 12


def test_htmx_brings_the_row_and_the_sums_above_it(dunia: LKEUji, masuk: Masuk) -> None:
    answer = masuk(dunia.operator).post(
        _alamat(dunia, "A.I.1"), {"pilihan": "ya", "alasan": "Ada SK.", "lama": ""}, headers=HTMX
    )
    assert answer.status_code == 200
    html = answer.content.decode()
    assert re.findall(r'<article class="lke-q" id="([^"]+)"', html) == ["q-A.I.1"]
    assert "Tersimpan pukul" in teks(html)
    assert "data-draf-tersimpan" in html
    assert html.count('hx-swap-oob="true"') == 5  # sentence, summary, A.I, A, P
    text = teks(html)
    assert "Nilai mandiri 5 dari 100" in text
    assert "1 dari 8 pertanyaan bernilai" in text
    assert "Nilai 5 dari 10 , minimal 6, kurang 1" in text
    row = _jawaban(dunia, "A.I.1")
    assert (row.pilihan, row.alasan, row.oleh) == ("ya", "Ada SK.", dunia.operator)


@pytest.mark.parametrize(
    ("komponen", "banyak"), [("A.I", 3), ("A", 4), ("P", 5), ("B", 2), ("tidak-ada", 5)]
)
def test_htmx_brings_no_sums_that_a_filtered_page_lacks(
    dunia: LKEUji, masuk: Masuk, komponen: str, banyak: int
) -> None:
    typed = {"pilihan": "ya", "lama": "", "kembali": f"?komponen={komponen}"}
    answer = masuk(dunia.operator).post(_alamat(dunia, "A.I.1"), typed, headers=HTMX)
    assert answer.content.decode().count('hx-swap-oob="true"') == banyak


def test_without_script_the_page_comes_back_to_the_question(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    answer = client.post(
        _alamat(dunia, "A.II.2"),
        {"pembilang": "1.200", "penyebut": "1.600", "lama": "", "kembali": "?saring=belum"},
    )
    lembar = reverse("zi_lke", args=[dunia.lke.pk])
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"{lembar}?saring=belum#q-A.II.2",
    )
    row = _jawaban(dunia, "A.II.2")
    assert (row.pembilang, row.penyebut) == (Decimal(1200), Decimal(1600))
    answer = client.post(
        _alamat(dunia, "A.II.1"), {"pilihan": "A", "kembali": "https://lain.example/"}
    )
    assert answer.headers["Location"] == f"{lembar}#q-A.II.1"


@pytest.mark.parametrize(
    ("kode", "isian", "kata"),
    [
        ("A.I.1", {"pilihan": "mungkin"}, "Pilihan mungkin tidak ada pada skala"),
        ("A.II.2", {"pembilang": "banyak", "penyebut": "3"}, "Bukan angka."),
        ("A.II.2", {"pembilang": "1", "penyebut": "-3"}, "tidak boleh kurang dari 0"),
        ("H.I.1", {"angka": "4,5"}, "Nilai harus antara 0 dan 4."),
        ("A.I.1", {"pilihan": "ya", "alasan": "x" * 4001}, "Alasan paling panjang 4000 huruf."),
    ],
)
def test_a_refusal_names_the_question_and_keeps_what_was_typed(
    dunia: LKEUji, masuk: Masuk, kode: str, isian: dict[str, str], kata: str
) -> None:
    client = masuk(dunia.operator)
    answer = client.post(_alamat(dunia, kode), {**isian, "lama": ""})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f"Pertanyaan {kode}: " in teks(html)
    assert kata in teks(html)
    for nama, nilai in isian.items():
        if nama in ("pembilang", "penyebut", "angka"):
            assert f'value="{nilai}"' in html
    if "alasan" in isian:
        assert isian["alasan"] in html
    assert client.post(_alamat(dunia, kode), isian, headers=HTMX).status_code == 200
    assert not JawabanLKE.objects.filter(lke=dunia.lke).exists()


def test_weights_and_scores_of_the_request_change_nothing(dunia: LKEUji, masuk: Masuk) -> None:
    isi_semua(dunia, dunia.operator)
    before = nilai_lke(dunia.segar())
    client = masuk(dunia.operator)
    answer = client.post(
        _alamat(dunia, "A.I.1"),
        {
            "pilihan": "ya",
            "lama": _tanda(client, dunia, "A.I.1"),
            "bobot": "60",
            "nilai": "100",
            "skor": "100",
            "maks": "0.1",
            "min_wbk": "0",
            "tahap": "tpi",
            "oleh": str(dunia.ketua.pk),
            "instrumen": "1",
            "skala": "[]",
        },
    )
    assert answer.status_code == 302
    assert nilai_lke(dunia.segar()) == before
    row = _jawaban(dunia, "A.I.1")
    assert (row.oleh, row.tahap) == (dunia.operator, Tahap.MANDIRI)
    assert JawabanLKE.objects.filter(lke=dunia.lke).count() == 8


@pytest.mark.parametrize("htmx", [False, True])
def test_the_second_of_two_people_sees_both_answers(
    dunia: LKEUji, masuk: Masuk, htmx: bool
) -> None:
    first, second = masuk(dunia.operator), masuk(dunia.koordinator)
    headers = HTMX if htmx else {}
    first.post(_alamat(dunia, "A.I.2"), {"pilihan": "A", "alasan": "Semua.", "lama": ""})
    isian = {"pilihan": "C", "alasan": "Saya lihat belum.", "lama": ""}
    answer = second.post(_alamat(dunia, "A.I.2"), isian, headers=headers)
    assert answer.status_code == (200 if htmx else 409)
    html = answer.content.decode()
    assert f"baru saja diubah oleh {dunia.operator.nama}: A (Semua)" in teks(html)
    assert "Saya lihat belum.</textarea>" in html
    assert re.search(r'value="C"\s+checked', html)
    assert _jawaban(dunia, "A.I.2").pilihan == "A"
    found = re.search(r'name="lama" value="([^"]+)"', html)
    assert found is not None
    again = second.post(_alamat(dunia, "A.I.2"), {**isian, "lama": found.group(1)})
    assert again.status_code == 302
    assert _jawaban(dunia, "A.I.2").pilihan == "C"
    other = first.post(_alamat(dunia, "A.I.1"), {"pilihan": "ya", "lama": ""})
    assert other.status_code == 302  # different questions never conflict


def test_an_answer_can_be_taken_back(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    client.post(_alamat(dunia, "A.I.2"), {"pilihan": "A", "alasan": "Semua.", "lama": ""})
    lama = _tanda(client, dunia, "A.I.2")
    client.post(_alamat(dunia, "A.I.2"), {"pilihan": "A", "lama": lama, "kosongkan": "1"})
    row = _jawaban(dunia, "A.I.2")
    assert (row.pilihan, row.alasan) == ("", "")
    html = client.get(_alamat(dunia, "A.I.2")).content.decode()
    assert "Belum dijawab" in html or "belum dijawab" in html or 'name="lama" value=""' in html


@pytest.mark.parametrize("siapa", ["verifikator", "ketua", "admin", "auditor", "tpi_anggota"])
def test_who_only_reads_is_told_and_loses_nothing_typed(
    dunia: LKEUji, masuk: Masuk, siapa: str
) -> None:
    answer = masuk(dunia.orang[siapa]).post(
        _alamat(dunia, "A.I.2"), {"pilihan": "C", "alasan": "Kata saya", "lama": ""}
    )
    assert answer.status_code == 422
    text = teks(answer.content.decode())
    assert "Langkah ini hanya untuk" in text
    assert "Isian Anda: jawaban C; alasan Kata saya" in text
    assert not JawabanLKE.objects.exists()


@pytest.mark.parametrize("siapa", ["operator_lain", "bawahan", "orang_luar", "admin_luar"])
def test_who_does_not_read_finds_nothing(dunia: LKEUji, masuk: Masuk, siapa: str) -> None:
    client = masuk(dunia.orang[siapa])
    assert client.get(_alamat(dunia, "A.I.2")).status_code == 404
    assert client.post(_alamat(dunia, "A.I.2"), {"pilihan": "A"}).status_code == 404
    assert client.post(_alamat(dunia, "A.I.2", "zi_lke_bukti")).status_code == 404


def test_a_question_of_another_instrument_is_not_found(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    alamat = reverse("zi_lke_soal", args=[dunia.lke.pk, 999_999])
    assert client.get(alamat).status_code == 404


def test_files_are_attached_and_refused_with_their_reason(dunia: LKEUji, masuk: Masuk) -> None:
    client = masuk(dunia.operator)
    alamat = _alamat(dunia, "A.I.1", "zi_lke_bukti")
    baik, buruk = BytesIO(pdf_kecil("satu")), BytesIO(b"bukan pdf")
    baik.name, buruk.name = "Notula.pdf", "Palsu.pdf"
    answer = client.post(alamat, {"berkas": [baik, buruk]}, headers=HTMX)
    text = teks(answer.content.decode())
    assert answer.status_code == 200
    assert "1 berkas dilampirkan." in text
    assert "Palsu.pdf" in text
    row = BuktiLKE.objects.get(lke=dunia.lke)
    assert (row.versi.nama_asli, row.asal) == ("Notula.pdf", BuktiLKE.Asal.UNGGAH)
    plain = client.post(alamat, {})
    assert plain.headers["Location"] == f"{reverse('zi_lke', args=[dunia.lke.pk])}#q-A.I.1"
    page = client.get(reverse("zi_lke", args=[dunia.lke.pk])).content.decode()
    assert "Pilih berkas yang dilampirkan." in page
    assert reverse("zi_lke_berkas", args=[dunia.lke.pk, row.pk]) in page


def test_nothing_mapped_is_said(dunia: LKEUji, masuk: Masuk) -> None:
    answer = masuk(dunia.operator).post(
        _alamat(dunia, "A.I.1", "zi_lke_bukti"), {"ambil": "1"}, headers=HTMX
    )
    assert "belum dipetakan ke indikator rencana aksi" in teks(answer.content.decode())
    assert not BuktiLKE.objects.exists()


def test_a_file_is_taken_back_after_a_question(dunia: LKEUji, masuk: Masuk) -> None:
    row = berbukti(dunia)
    client = masuk(dunia.operator)
    alamat = reverse("zi_lke_lepas", args=[dunia.lke.pk, row.pk])
    assert "dapat dilampirkan lagi" in client.get(alamat).content.decode()
    assert BuktiLKE.objects.filter(dilepas=None).count() == 1
    assert client.post(alamat).status_code == 302
    assert BuktiLKE.objects.filter(dilepas=None).count() == 0
    assert client.get(alamat).status_code == 404
    row = berbukti(dunia, "A.I.2")
    majukan(dunia, StatusLKE.EVALUASI)
    closed = client.post(reverse("zi_lke_lepas", args=[dunia.lke.pk, row.pk]))
    assert closed.status_code == 422
    assert BuktiLKE.objects.filter(dilepas=None).count() == 1


def _survei(dunia: LKEUji, maks: str = "4", tahun: int | None = None) -> SurveiZI:
    return SurveiZI.objects.create(
        instansi=dunia.instansi,
        unit_zi=UnitZI.objects.get(unit=dunia.unit),
        jenis="ipak",
        tahun=tahun or dunia.lke.tahun,
        nilai=Decimal("3.61"),
        maks=Decimal(maks),
        responden=187,
        metode="kuesioner",
        tanggal=date(dunia.lke.tahun, 3, 1),
        dicatat=timezone.now(),
        oleh=dunia.operator,
    )


def test_a_survey_is_proposed_and_taken_over_by_a_person(dunia: LKEUji, masuk: Masuk) -> None:
    survei = _survei(dunia)
    client = masuk(dunia.operator)
    lembar = client.get(reverse("zi_lke", args=[dunia.lke.pk])).content.decode()
    assert lembar.count("Ambil dari survei") == 1
    text = teks(client.get(_alamat(dunia, "H.I.1")).content.decode())
    assert "Nilai indeks 3,61 dari 4; 187 responden; metode kuesioner; hasil 1 Maret" in text
    assert not JawabanLKE.objects.exists()
    client.post(_alamat(dunia, "H.I.1"), {"survei": str(survei.pk), "lama": "", "alasan": ""})
    row = _jawaban(dunia, "H.I.1")
    assert row.angka == Decimal("3.61")
    assert row.alasan == f"survei IPAK {dunia.lke.tahun}, 187 responden, metode kuesioner."


@pytest.mark.parametrize(("maks", "geser"), [("5", 0), ("4", -1)])
def test_a_survey_of_another_scale_or_year_gives_no_answer(
    dunia: LKEUji, masuk: Masuk, maks: str, geser: int
) -> None:
    survei = _survei(dunia, maks, dunia.lke.tahun + geser)
    client = masuk(dunia.operator)
    html = client.get(_alamat(dunia, "H.I.1")).content.decode()
    assert 'name="survei"' not in html
    assert ("perlu Anda isi sendiri" in html) == (geser == 0)
    client.post(_alamat(dunia, "H.I.1"), {"survei": str(survei.pk), "lama": ""})
    assert not JawabanLKE.objects.exclude(angka=None).exists()


def test_a_reader_gets_no_form(dunia: LKEUji, masuk: Masuk) -> None:
    reader: User = dunia.auditor
    html = masuk(reader).get(_alamat(dunia, "A.I.1")).content.decode()
    assert "<form" not in html[html.index("<article") : html.index("</article>")]
