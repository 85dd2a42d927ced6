"""The flow walked by the people whose turn it is, its guards, its history."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from audit.models import Kejadian
from evidence.actions import Bentrok, Denied, IsianKurang
from evidence.workflow import NotAllowed
from tests.factories.lke import NILAI_ISI, LKEUji, buat_tpi, isi_semua, majukan
from ukuran.lke.instrumen import Predikat
from zonaintegritas.actions.lke import BelumLengkap, langkah, salin_nilai, simpan_jawaban
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.lke.isian import tanda
from zonaintegritas.lke.lembar import nilai_lke
from zonaintegritas.models import AnggotaTPI, JawabanLKE, LangkahLKE, StatusLKE, Tahap


def test_from_self_assessment_to_the_result(dunia: LKEUji) -> None:
    lke = majukan(dunia, StatusLKE.SELESAI)
    assert lke.status == StatusLKE.SELESAI
    steps = LangkahLKE.objects.filter(lke=lke).exclude(aksi="isi")
    assert list(steps.values_list("aksi", "dari", "ke", "oleh__username", "jabatan")) == [
        ("ajukan", "mandiri", "evaluasi", dunia.operator.username, dunia.operator.jabatan),
        (
            "teruskan",
            "evaluasi",
            "tpi_anggota",
            dunia.verifikator.username,
            dunia.verifikator.jabatan,
        ),
        (
            "ajukan_ketua",
            "tpi_anggota",
            "tpi_ketua",
            dunia.tpi_anggota.username,
            f"Anggota TPI, {dunia.tpi_anggota.jabatan}",
        ),
        (
            "ajukan_pengendali",
            "tpi_ketua",
            "tpi_pengendali",
            dunia.tpi_ketua.username,
            f"Ketua TPI, {dunia.tpi_ketua.jabatan}",
        ),
        (
            "tetapkan",
            "tpi_pengendali",
            "selesai",
            dunia.tpi_pengendali.username,
            f"Pengendali teknis TPI, {dunia.tpi_pengendali.jabatan}",
        ),
    ]
    for hasil in nilai_lke(lke).values():
        assert (hasil.nilai, hasil.predikat) == (NILAI_ISI, Predikat.WBBM)


def test_the_chain_of_the_assessed_institution_tells_each_step(dunia: LKEUji) -> None:
    majukan(dunia, StatusLKE.SELESAI)
    events = Kejadian.objects.filter(
        instansi=dunia.instansi.kode, objek_jenis="lke", objek_id=str(dunia.lke.pk)
    ).exclude(aksi__in=["lke.jawab", "lke.salin_nilai"])
    assert list(events.order_by("no").values_list("aksi", flat=True)) == [
        "lke.ajukan",
        "lke.teruskan",
        "lke.ajukan_ketua",
        "lke.ajukan_pengendali",
        "lke.tetapkan",
    ]
    assert not Kejadian.objects.filter(instansi=dunia.luar.kode, aksi__startswith="lke.").exists()


def test_handing_in_names_what_is_missing(dunia: LKEUji) -> None:
    with pytest.raises(BelumLengkap) as error:
        langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN, by=dunia.operator)
    assert len(error.value.kode) == 8
    isi_semua(dunia, dunia.operator)
    rows = JawabanLKE.objects.filter(lke=dunia.lke)
    rows.filter(pertanyaan__kode="A.II.2").update(penyebut=None)
    rows.filter(pertanyaan__kode="B.I.1").update(pilihan="")
    with pytest.raises(BelumLengkap) as error:
        langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN, by=dunia.operator)
    assert error.value.galat == {"jawaban": "2 pertanyaan belum dijawab unit: A.II.2, B.I.1."}
    assert dunia.segar().status == StatusLKE.MANDIRI


def test_a_ratio_over_nothing_is_answered_and_has_no_value(dunia: LKEUji) -> None:
    isi_semua(dunia, dunia.operator, ganti={"B.II.1": {"pembilang": "0", "penyebut": "0"}})
    lke = majukan(dunia, StatusLKE.EVALUASI)
    assert lke.status == StatusLKE.EVALUASI
    hasil = nilai_lke(lke)[Tahap.MANDIRI]
    assert (hasil.terjawab, hasil.jumlah, hasil.predikat) == (7, 8, None)


@pytest.mark.parametrize(
    ("status", "siapa", "aksi"),
    [
        (StatusLKE.EVALUASI, "verifikator", AksiLKE.TERUSKAN),
        (StatusLKE.TPI_PENGENDALI, "tpi_pengendali", AksiLKE.TETAPKAN),
    ],
)
def test_passing_on_and_deciding_need_every_answer(
    dunia: LKEUji, status: StatusLKE, siapa: str, aksi: AksiLKE
) -> None:
    lke = majukan(dunia, status)
    tahap = Tahap.EVALUATOR if status is StatusLKE.EVALUASI else Tahap.TPI
    lke.jawaban_set.filter(tahap=tahap).delete()
    salin_nilai(lke_id=lke.pk, by=dunia.orang[siapa])
    lke.jawaban_set.filter(tahap=tahap, pertanyaan__kode="A.I.1").update(pilihan="")
    with pytest.raises(BelumLengkap) as error:
        langkah(lke_id=lke.pk, aksi=aksi, by=dunia.orang[siapa])
    assert error.value.kode == ("A.I.1",)


@pytest.mark.parametrize(
    ("status", "siapa", "aksi"),
    [
        (StatusLKE.EVALUASI, "verifikator", AksiLKE.MINTA_PERBAIKAN),
        (StatusLKE.TPI_KETUA, "tpi_ketua", AksiLKE.KEMBALIKAN),
        (StatusLKE.SELESAI, "admin", AksiLKE.BUKA_KEMBALI),
    ],
)
def test_a_return_needs_a_note(dunia: LKEUji, status: StatusLKE, siapa: str, aksi: AksiLKE) -> None:
    lke = majukan(dunia, status)
    for catatan in ("", "  ", "a" * 4001):
        with pytest.raises(IsianKurang) as error:
            langkah(lke_id=lke.pk, aksi=aksi, by=dunia.orang[siapa], catatan=catatan)
        assert list(error.value.galat) == ["catatan"]
    assert dunia.segar().status == status


def test_the_two_points_of_return(dunia: LKEUji) -> None:
    lke = majukan(dunia, StatusLKE.PERBAIKAN)
    row = lke.jawaban_set.get(pertanyaan__kode="A.I.1", tahap=Tahap.MANDIRI)
    simpan_jawaban(
        lke_id=lke.pk,
        pertanyaan_id=row.pertanyaan_id,
        isi={"pilihan": "tidak"},
        lama=tanda(row),
        by=dunia.operator,
    )
    langkah(lke_id=lke.pk, aksi=AksiLKE.AJUKAN, by=dunia.operator)
    majukan(dunia, StatusLKE.TPI_KETUA)
    kembali = langkah(
        lke_id=lke.pk, aksi=AksiLKE.KEMBALIKAN, by=dunia.tpi_ketua, catatan="Nilai ulang H.I.1."
    )
    assert kembali.status == StatusLKE.EVALUASI
    assert lke.langkah_set.get(aksi="kembalikan").catatan == "Nilai ulang H.I.1."
    hasil = nilai_lke(dunia.segar())
    assert {t: h.nilai for t, h in hasil.items()} == {
        Tahap.MANDIRI: NILAI_ISI - 5,
        Tahap.EVALUATOR: NILAI_ISI,  # given before the return: it stays until it is changed
        Tahap.TPI: NILAI_ISI,
    }
    with pytest.raises(Denied, match="evaluator sudah mulai menilai"):
        langkah(lke_id=lke.pk, aksi=AksiLKE.TARIK, by=dunia.operator)
    langkah(lke_id=lke.pk, aksi=AksiLKE.TERUSKAN, by=dunia.verifikator)
    assert dunia.segar().status == StatusLKE.TPI_ANGGOTA


def test_taking_back_until_the_evaluator_writes(dunia: LKEUji) -> None:
    lke = majukan(dunia, StatusLKE.EVALUASI)
    assert langkah(lke_id=lke.pk, aksi=AksiLKE.TARIK, by=dunia.operator2).status == "mandiri"
    langkah(lke_id=lke.pk, aksi=AksiLKE.AJUKAN, by=dunia.operator)
    salin_nilai(lke_id=lke.pk, by=dunia.verifikator)
    with pytest.raises(Denied, match="tidak dapat ditarik lagi"):
        langkah(lke_id=lke.pk, aksi=AksiLKE.TARIK, by=dunia.operator)


def test_reopening_goes_back_one_desk(dunia: LKEUji) -> None:
    lke = majukan(dunia, StatusLKE.SELESAI)
    with pytest.raises(NotAllowed, match="sudah selesai"):
        salin_nilai(lke_id=lke.pk, by=dunia.tpi_pengendali)
    lke = langkah(
        lke_id=lke.pk, aksi=AksiLKE.BUKA_KEMBALI, by=dunia.admin, catatan="Salah ketik indeks."
    )
    assert lke.status == StatusLKE.TPI_PENGENDALI
    langkah(lke_id=lke.pk, aksi=AksiLKE.TETAPKAN, by=dunia.tpi_pengendali)
    assert dunia.segar().status == StatusLKE.SELESAI


def test_two_people_taking_the_same_step(dunia: LKEUji) -> None:
    lke = majukan(dunia, StatusLKE.EVALUASI)
    salin_nilai(lke_id=lke.pk, by=dunia.verifikator)
    versi = dunia.segar().versi
    langkah(lke_id=lke.pk, aksi=AksiLKE.TERUSKAN, by=dunia.verifikator, versi=versi)
    with pytest.raises(Bentrok, match="sudah pada Penilaian anggota TPI oleh Nama verifikator"):
        langkah(
            lke_id=lke.pk,
            aksi=AksiLKE.MINTA_PERBAIKAN,
            by=dunia.verifikator2,
            versi=versi,
            catatan="Perbaiki.",
        )


def test_answering_does_not_move_the_version_of_the_flow(dunia: LKEUji) -> None:
    versi = dunia.segar().versi
    isi_semua(dunia, dunia.operator)
    assert dunia.segar().versi == versi
    langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN, by=dunia.operator, versi=versi)


def test_an_ended_appointment_gives_no_right(dunia: LKEUji) -> None:
    lke = majukan(dunia, StatusLKE.TPI_ANGGOTA)
    yesterday = timezone.localdate() - timedelta(days=1)
    AnggotaTPI.objects.filter(lke=lke, user=dunia.tpi_anggota).update(selesai=yesterday)
    with pytest.raises(Denied, match="LKE ini tidak ada atau bukan untuk unit Anda"):
        salin_nilai(lke_id=lke.pk, by=dunia.tpi_anggota)
    buat_tpi(lke, dunia.orang_luar, "ketua", dunia.admin)
    with pytest.raises(Denied, match="hanya untuk Anggota TPI yang sedang bertugas"):
        salin_nilai(lke_id=lke.pk, by=dunia.orang_luar)


def test_a_moment_is_chosen_for_samples_only(dunia: LKEUji, contoh: LKEUji) -> None:
    at = datetime(2025, 3, 4, 2, 0, tzinfo=UTC)
    with pytest.raises(Denied, match="di luar institusi CONTOH"):
        simpan_jawaban(
            lke_id=dunia.lke.pk,
            pertanyaan_id=dunia.pertanyaan["A.I.1"].pk,
            isi={"pilihan": "ya"},
            lama="",
            by=dunia.operator,
            at=at,
        )
    row = simpan_jawaban(
        lke_id=contoh.lke.pk,
        pertanyaan_id=contoh.pertanyaan["A.I.1"].pk,
        isi={"pilihan": "ya"},
        lama="",
        by=contoh.operator,
        at=at,
    )
    assert row.diubah == at
    assert contoh.lke.langkah_set.get().at == at


def test_work_is_no_step_of_the_flow(dunia: LKEUji) -> None:
    with pytest.raises(NotAllowed, match="bukan langkah alur"):
        langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.ISI, by=dunia.operator)
