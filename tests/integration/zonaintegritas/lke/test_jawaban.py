"""Answers: read, checked, compared, taken over; nothing of a request moves a weight or a score."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Kejadian
from evidence.actions import IsianKurang
from evidence.workflow import NotAllowed
from tests.factories.lke import NILAI_ISI, LKEUji, buat_instrumen_lke, isi_semua, majukan
from zonaintegritas.actions.lke import BentrokJawaban, salin_nilai, simpan_jawaban
from zonaintegritas.lke.isian import tanda
from zonaintegritas.lke.lembar import nilai_lke
from zonaintegritas.models import JawabanLKE, KomponenLKE, SkalaLKE, StatusLKE, Tahap


def _simpan(
    dunia: LKEUji, kode: str, isi: dict[str, object], *, lama: str = "", siapa: str = "operator"
) -> JawabanLKE:
    return simpan_jawaban(
        lke_id=dunia.lke.pk,
        pertanyaan_id=dunia.pertanyaan[kode].pk,
        isi=isi,
        lama=lama,
        by=dunia.orang[siapa],
    )


def test_weights_and_scores_in_a_request_change_nothing(dunia: LKEUji) -> None:
    isi_semua(dunia, dunia.operator)
    before = (
        list(KomponenLKE.objects.order_by("pk").values_list()),
        list(SkalaLKE.objects.order_by("pk").values_list()),
    )
    row = JawabanLKE.objects.get(lke=dunia.lke, pertanyaan=dunia.pertanyaan["B.I.1"])
    _simpan(
        dunia,
        "B.I.1",
        {
            "pilihan": "B",
            "alasan": "Diubah lewat formulir.",
            "bobot": "100",
            "nilai": "1",
            "skor": "100",
            "min_wbk": "0",
            "maks": "1",
            "tahap": "tpi",
            "oleh": "1",
            "lke": "999",
            "pilihan_nilai": "1",
        },
        lama=tanda(row),
    )
    after = (
        list(KomponenLKE.objects.order_by("pk").values_list()),
        list(SkalaLKE.objects.order_by("pk").values_list()),
    )
    assert after == before
    hasil = nilai_lke(dunia.segar())
    assert hasil[Tahap.MANDIRI].nilai == NILAI_ISI
    assert hasil[Tahap.TPI].nilai is None
    assert JawabanLKE.objects.filter(lke=dunia.lke).count() == 8


@pytest.mark.parametrize(
    ("kode", "isi", "field", "pesan"),
    [
        ("A.I.1", {"pilihan": "mungkin"}, "pilihan", "Pertanyaan A.I.1: Pilihan mungkin tidak ada"),
        ("A.I.1", {"pembilang": "1", "penyebut": "1"}, "pilihan", "tidak sesuai dengan skala"),
        ("A.II.2", {"pilihan": "A"}, "penyebut", "Pertanyaan A.II.2: Jawaban tidak sesuai"),
        ("A.II.2", {"pembilang": "dua"}, "pembilang", "Pertanyaan A.II.2: Bukan angka."),
        ("A.II.2", {"pembilang": "1", "penyebut": "-2"}, "penyebut", "tidak boleh kurang dari 0"),
        ("A.II.2", {"pembilang": "1e3"}, "pembilang", "Bukan angka."),
        ("A.II.2", {"pembilang": "NaN"}, "pembilang", "Bukan angka."),
        ("A.II.2", {"pembilang": "Infinity"}, "pembilang", "Bukan angka."),
        ("A.II.2", {"pembilang": "1" * 13}, "pembilang", "Angka terlalu panjang"),
        ("H.I.1", {"angka": "4,1"}, "angka", "Pertanyaan H.I.1: Nilai harus antara 0 dan 4"),
        ("H.I.1", {"angka": "3.600"}, "angka", "Nilai harus antara 0 dan 4"),
        ("H.I.1", {"angka": "3,12345"}, "angka", "Angka terlalu panjang"),
        ("H.I.1", {"alasan": "a" * 4001}, "alasan", "Alasan paling panjang 4000 huruf."),
        ("H.I.1", {"angka": "3", "alasan": "a\0b"}, "alasan", "tidak dapat disimpan"),
    ],
)
def test_what_the_scale_does_not_know_is_refused_by_name(
    dunia: LKEUji, kode: str, isi: dict[str, object], field: str, pesan: str
) -> None:
    with pytest.raises(IsianKurang) as error:
        _simpan(dunia, kode, isi)
    assert list(error.value.galat) == [field]
    assert pesan in error.value.galat[field]
    assert not JawabanLKE.objects.filter(lke=dunia.lke).exists()


@pytest.mark.parametrize(
    ("kode", "isi", "nilai"),
    [
        ("H.I.1", {"angka": "3,6"}, Decimal("0.9")),
        ("H.I.1", {"angka": " 3.6 "}, Decimal("0.9")),
        ("H.I.1", {"angka": "0"}, Decimal("0")),
        ("A.II.2", {"pembilang": "1.200", "penyebut": "2.400"}, Decimal("0.5")),
        ("A.II.2", {"pembilang": "0.125", "penyebut": "0.250"}, Decimal("0.5")),
        ("A.II.2", {"pembilang": "9", "penyebut": "3"}, Decimal("1")),
        ("A.II.2", {"pembilang": "-1", "penyebut": "3"}, Decimal("0")),
        ("A.II.2", {"pembilang": "0", "penyebut": "0"}, None),
        ("A.II.2", {"pembilang": "4", "penyebut": ""}, None),
        ("A.I.2", {"pilihan": "C"}, Decimal("0")),
        ("A.I.2", {"pilihan": "", "alasan": "Belum diputuskan."}, None),
    ],
)
def test_typed_answers_and_what_they_are_worth(
    dunia: LKEUji, kode: str, isi: dict[str, object], nilai: Decimal | None
) -> None:
    _simpan(dunia, kode, isi)
    hasil = {n.kode: n.nilai for n in nilai_lke(dunia.segar())[Tahap.MANDIRI].semua_pertanyaan()}
    assert hasil[kode] == nilai


def test_two_people_on_one_question_lose_nothing(dunia: LKEUji) -> None:
    _simpan(dunia, "A.I.2", {"pilihan": "A", "alasan": "Semua unit."})
    before = Kejadian.objects.count()
    with pytest.raises(BentrokJawaban) as error:
        _simpan(dunia, "A.I.2", {"pilihan": "C"}, siapa="operator2")
    assert str(error.value) == (
        f"Pertanyaan A.I.2 baru saja diubah oleh {dunia.operator.nama}: A (Semua) dengan alasan "
        '"Semua unit.". Jawaban Anda (C (Belum)) belum tersimpan. '
        "Simpan lagi bila jawaban Anda yang berlaku."
    )
    row = JawabanLKE.objects.get(lke=dunia.lke)
    assert (row.pilihan, row.alasan, row.oleh) == ("A", "Semua unit.", dunia.operator)
    assert Kejadian.objects.count() == before
    _simpan(dunia, "A.I.2", {"pilihan": "C"}, lama=error.value.tanda, siapa="operator2")
    row.refresh_from_db()
    assert (row.pilihan, row.alasan, row.oleh) == ("C", "", dunia.operator2)


def test_different_questions_never_conflict_and_the_same_answer_is_no_conflict(
    dunia: LKEUji,
) -> None:
    _simpan(dunia, "A.I.2", {"pilihan": "A"})
    _simpan(dunia, "A.I.1", {"pilihan": "ya"}, siapa="operator2")
    before = Kejadian.objects.count()
    _simpan(dunia, "A.I.2", {"pilihan": "A"}, siapa="operator2")
    assert Kejadian.objects.count() == before
    assert JawabanLKE.objects.get(pertanyaan=dunia.pertanyaan["A.I.2"]).oleh == dunia.operator


def test_the_event_names_question_stage_and_both_answers(dunia: LKEUji) -> None:
    row = _simpan(dunia, "A.II.2", {"pembilang": "45", "penyebut": "60"})
    _simpan(dunia, "A.II.2", {"pembilang": "46", "penyebut": "60"}, lama=tanda(row))
    event = Kejadian.objects.filter(aksi="lke.jawab").latest("no")
    assert event.isi == {
        "status": "mandiri",
        "pertanyaan": "A.II.2",
        "tahap": "mandiri",
        "sebelum": {"pembilang": "45", "penyebut": "60"},
        "sesudah": {"pembilang": "46", "penyebut": "60"},
    }
    assert (event.instansi, event.aktor) == (dunia.instansi.kode, dunia.operator.audit_id)


def test_the_mark_does_not_depend_on_trailing_zeros(dunia: LKEUji) -> None:
    row = _simpan(dunia, "H.I.1", {"angka": "3,60"})
    stored = JawabanLKE.objects.get(pk=row.pk)
    assert tanda(row) == tanda(stored) != ""


def test_a_question_of_another_instrument_is_refused(dunia: LKEUji) -> None:
    other = buat_instrumen_lke(kode="lain").pertanyaan_set.get(kode="A.I.1")
    with pytest.raises(NotAllowed, match="bukan bagian dari instrumen"):
        simpan_jawaban(
            lke_id=dunia.lke.pk,
            pertanyaan_id=other.pk,
            isi={"pilihan": "ya"},
            lama="",
            by=dunia.operator,
        )


def test_a_stage_takes_over_the_answers_of_the_one_before(dunia: LKEUji) -> None:
    isi_semua(dunia, dunia.operator)
    majukan(dunia, StatusLKE.EVALUASI)
    _simpan(dunia, "A.I.1", {"pilihan": "tidak", "alasan": "SK belum ada."}, siapa="verifikator")
    _simpan(dunia, "A.I.2", {"alasan": "Masih diperiksa."}, siapa="verifikator")
    assert salin_nilai(lke_id=dunia.lke.pk, by=dunia.verifikator) == 7
    rows = {
        r.pertanyaan.kode: r
        for r in dunia.lke.jawaban_set.filter(tahap=Tahap.EVALUATOR).select_related("pertanyaan")
    }
    assert (rows["A.I.1"].pilihan, rows["A.I.1"].alasan) == ("tidak", "SK belum ada.")
    assert (rows["A.I.2"].pilihan, rows["A.I.2"].alasan) == ("B", "Masih diperiksa.")
    assert (rows["A.II.2"].pembilang, rows["A.II.2"].penyebut) == (Decimal(45), Decimal(60))
    assert rows["B.I.1"].alasan == ""
    assert salin_nilai(lke_id=dunia.lke.pk, by=dunia.verifikator) == 0
    hasil = nilai_lke(dunia.segar())
    assert hasil[Tahap.MANDIRI].nilai == NILAI_ISI
    assert hasil[Tahap.EVALUATOR].nilai == NILAI_ISI - 5
    assert hasil[Tahap.TPI].nilai is None


def test_the_unit_has_nothing_to_take_over(dunia: LKEUji) -> None:
    with pytest.raises(NotAllowed, match="tidak mempunyai nilai tahap sebelumnya"):
        salin_nilai(lke_id=dunia.lke.pk, by=dunia.operator)


def test_a_tampered_form_changes_the_answer_and_nothing_else(dunia: LKEUji, client: Client) -> None:
    isi_semua(dunia, dunia.operator)
    soal = dunia.pertanyaan["B.I.1"]
    row = JawabanLKE.objects.get(lke=dunia.lke, pertanyaan=soal)
    before = list(KomponenLKE.objects.order_by("pk").values_list())
    client.force_login(dunia.operator)
    answer = client.post(
        reverse("zi_lke_soal", args=[dunia.lke.pk, soal.pk]),
        {
            "pilihan": "E",
            "alasan": "",
            "lama": tanda(row),
            "bobot": "100",
            "nilai": "1",
            "skor": "100",
            "tahap": "tpi",
            "pertanyaan_id": dunia.pertanyaan["A.I.1"].pk,
            "status": "selesai",
        },
    )
    assert answer.status_code == 302
    assert list(KomponenLKE.objects.order_by("pk").values_list()) == before
    hasil = nilai_lke(dunia.segar())
    assert hasil[Tahap.MANDIRI].nilai == NILAI_ISI - Decimal("7.5")
    assert hasil[Tahap.TPI].nilai is None
    assert dunia.segar().status == StatusLKE.MANDIRI
    assert JawabanLKE.objects.filter(lke=dunia.lke).count() == 8
