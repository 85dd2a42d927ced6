"""Recording what happens in JAGA: who may, in which state, what it changes, what stays."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions import buka_kembali, kirim, putuskan, tutup_rencana
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Butir, Capaian, Keputusan, Pemenuhan
from evidence.workflow import Aksi, NotAllowed
from satgas.actions.jaga import (
    JawabanKPK,
    batalkan_centang,
    catat_jawaban,
    koreksi_jawaban,
    tandai_diunggah,
)
from satgas.actions.nilai_kpk import catat_nilai_kpk
from satgas.jaga.keadaan import dengan_keadaan
from satgas.models import KirimanJaga, NilaiKPK
from tests.factories import (
    dikembalikan,
    disetujui,
    draf,
    pemenuhan_ids,
    segar,
    terkirim,
)
from tests.integration.evidence.conftest import bangun_dunia

PERAN = (
    "operator",
    "operator_pupr",
    "operator_itda",
    "verifikator",
    "verifikator2",
    "ketua",
    "auditor",
    "auditor_tugas",
)


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The small world with one approved document in task 13.b."""
    dunia = bangun_dunia("alfa")
    dunia.c_pupr = disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator, nilai=75)
    (dunia.p,) = pemenuhan_ids(dunia.c_pupr)
    return dunia


def unggah(dunia: SimpleNamespace) -> KirimanJaga:
    """Tick the approved document."""
    return tandai_diunggah(pemenuhan_ids=[dunia.p], by=dunia.verifikator)[0]


def ditolak(catatan: str = "Lampiran belum lengkap.") -> JawabanKPK:
    """KPK says no, today."""
    return JawabanKPK("ditolak", timezone.localdate(), catatan)


def diterima() -> JawabanKPK:
    """KPK says yes, today."""
    return JawabanKPK("diterima", timezone.localdate())


def status(dunia: SimpleNamespace) -> str:
    """Return the state of the document."""
    return Pemenuhan.objects.get(pk=dunia.p).status


def di_lembar(dunia: SimpleNamespace) -> str:
    """Return the state of the document on the sheet."""
    return dengan_keadaan(Pemenuhan.objects.filter(pk=dunia.p)).get().keadaan_jaga


def setujui_lagi(dunia: SimpleNamespace) -> None:
    """Send the document as it is and approve it again."""
    capaian = Capaian.objects.get(pk=dunia.c_pupr.pk)
    capaian = kirim(
        capaian_id=capaian.pk, versi=capaian.versi, by=dunia.operator_pupr, ulang=[dunia.p]
    )
    setujui(dunia, capaian)


def setujui(dunia: SimpleNamespace, capaian: Capaian) -> None:
    """Approve what waits."""
    putuskan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        pemenuhan_ids=[dunia.p],
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator2,
        nilai=80,
        catatan="Sudah diperbaiki.",
    )


def buka(dunia: SimpleNamespace) -> Capaian:
    """Open the approval again."""
    capaian = Capaian.objects.get(pk=dunia.c_pupr.pk)
    return buka_kembali(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        pemenuhan_id=dunia.p,
        catatan="Salah baca.",
        by=dunia.verifikator,
    )


def ganti_berkas(dunia: SimpleNamespace) -> None:
    """Return a waiting document, attach another file, send and approve it."""
    capaian = Capaian.objects.get(pk=dunia.c_pupr.pk)
    putuskan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        pemenuhan_ids=[dunia.p],
        aksi=Aksi.MINTA_PERBAIKAN,
        by=dunia.verifikator,
        alasan="tidak_lengkap",
        catatan="Ganti.",
    )
    capaian = terkirim(Capaian.objects.get(pk=capaian.pk), dunia.operator_pupr)
    setujui(dunia, capaian)


# --- who may, and when --------------------------------------------------------------------------


def langkah(dunia: SimpleNamespace) -> dict[str, Callable[[Any], object]]:
    """Every action of the sheet, on rows where it is possible."""
    kiriman = KirimanJaga.objects.filter(pemenuhan=dunia.p, dibatalkan=None).first()
    pk = kiriman.pk if kiriman else 0
    return {
        "tandai": lambda by: tandai_diunggah(pemenuhan_ids=[dunia.p], by=by),
        "batal": lambda by: batalkan_centang(kiriman_id=pk, by=by),
        "jawab": lambda by: catat_jawaban(kiriman_id=pk, isian=diterima(), by=by),
        "koreksi": lambda by: koreksi_jawaban(
            kiriman_id=pk, isian=ditolak(), alasan="Salah baris.", by=by
        ),
        "nilai": lambda by: catat_nilai_kpk(
            butir_id=dunia.c_pupr.butir_id,
            nilai=Decimal("68.25"),
            tanggal=timezone.localdate(),
            sumber="JAGA.ID",
            by=by,
        ),
    }


SEBELUM: dict[str, Callable[[SimpleNamespace], object]] = {
    "tandai": lambda d: None,
    "batal": unggah,
    "jawab": unggah,
    "koreksi": lambda d: catat_jawaban(kiriman_id=unggah(d).pk, isian=diterima(), by=d.verifikator),
    "nilai": lambda d: None,
}


@pytest.mark.parametrize("nama", SEBELUM)
def test_only_verifikators_of_the_institution_may(dunia: SimpleNamespace, nama: str) -> None:
    lain = bangun_dunia("beta")
    SEBELUM[nama](dunia)
    before = (KirimanJaga.objects.count(), NilaiKPK.objects.count(), Kejadian.objects.count())
    for peran in PERAN:
        for world in (dunia, lain):
            if world is dunia and peran.startswith("verifikator"):
                continue
            with pytest.raises(Denied):
                langkah(dunia)[nama](segar(getattr(world, peran)))
    after = (KirimanJaga.objects.count(), NilaiKPK.objects.count(), Kejadian.objects.count())
    assert after == before
    langkah(dunia)[nama](dunia.verifikator2)


@pytest.mark.parametrize("nama", SEBELUM)
def test_nothing_is_recorded_in_a_plan_that_does_not_run(dunia: SimpleNamespace, nama: str) -> None:
    SEBELUM[nama](dunia)
    admin = segar(dunia.akar.membership_set.filter(role="admin").get().user)
    tutup_rencana(rencana_id=dunia.rencana.pk, by=admin)
    with pytest.raises(NotAllowed):
        langkah(dunia)[nama](dunia.verifikator)


@pytest.mark.parametrize(
    "sampai",
    [
        lambda d: d.c_bkd,
        lambda d: draf(d.c_bkd, d.operator),
        lambda d: terkirim(d.c_bkd, d.operator),
        lambda d: dikembalikan(d.c_bkd, d.operator, d.verifikator),
    ],
    ids=["belum", "draf", "menunggu", "perbaikan"],
)
def test_only_approved_documents_are_ticked_and_all_or_none(
    dunia: SimpleNamespace, sampai: Callable[[SimpleNamespace], Capaian]
) -> None:
    other = pemenuhan_ids(sampai(dunia))[0]
    with pytest.raises(NotAllowed, match="belum disetujui Inspektorat"):
        tandai_diunggah(pemenuhan_ids=[dunia.p, other], by=dunia.verifikator)
    assert not KirimanJaga.objects.exists()


# --- the tick -----------------------------------------------------------------------------------


def test_the_second_person_to_tick_learns_who_was_first(dunia: SimpleNamespace) -> None:
    unggah(dunia)
    with pytest.raises(Bentrok, match=r"13\.b, dokumen 1 sudah ditandai oleh Nama verif\.alfa"):
        tandai_diunggah(pemenuhan_ids=[dunia.p], by=dunia.verifikator2)
    assert KirimanJaga.objects.count() == 1
    assert Kejadian.objects.filter(aksi="jaga.unggah").count() == 1


def test_a_tick_is_taken_back_until_kpk_answers(dunia: SimpleNamespace) -> None:
    first = unggah(dunia)
    batalkan_centang(kiriman_id=first.pk, by=dunia.verifikator2)
    assert di_lembar(dunia) == "siap"
    with pytest.raises(NotAllowed, match="sudah dibatalkan"):
        batalkan_centang(kiriman_id=first.pk, by=dunia.verifikator)
    second = unggah(dunia)
    catat_jawaban(kiriman_id=second.pk, isian=diterima(), by=dunia.verifikator)
    with pytest.raises(NotAllowed, match="KPK sudah menjawab"):
        batalkan_centang(kiriman_id=second.pk, by=dunia.verifikator)


def test_a_tick_leaves_the_task_as_it_is_for_the_unit(dunia: SimpleNamespace) -> None:
    before = Capaian.objects.filter(pk=dunia.c_pupr.pk).values().get()
    unggah(dunia)
    assert Capaian.objects.filter(pk=dunia.c_pupr.pk).values().get() == before


# --- KPK's answer -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isian", "field"),
    [
        (JawabanKPK("", date(2026, 1, 1)), "jawaban"),
        (JawabanKPK("mungkin", date(2026, 1, 1)), "jawaban"),
        (JawabanKPK("diterima", None), "tanggal"),
        (JawabanKPK("diterima", date(2200, 1, 1)), "tanggal"),
        (JawabanKPK("diterima", date(2000, 1, 1)), "tanggal"),
        (JawabanKPK("ditolak", None, " "), "catatan"),
    ],
)
def test_an_answer_needs_what_belongs_to_it(
    dunia: SimpleNamespace, isian: JawabanKPK, field: str
) -> None:
    kiriman = unggah(dunia)
    with pytest.raises(IsianKurang) as error:
        catat_jawaban(kiriman_id=kiriman.pk, isian=isian, by=dunia.verifikator)
    assert field in error.value.galat
    kiriman.refresh_from_db()
    assert (kiriman.jawaban, status(dunia)) == ("", "disetujui")


def test_acceptance_changes_no_state(dunia: SimpleNamespace) -> None:
    catat_jawaban(kiriman_id=unggah(dunia).pk, isian=diterima(), by=dunia.verifikator2)
    assert (status(dunia), di_lembar(dunia)) == ("disetujui", "diterima")


def test_rejection_reopens_the_line_and_a_new_approval_makes_it_ready(
    dunia: SimpleNamespace,
) -> None:
    kiriman = unggah(dunia)
    catat_jawaban(kiriman_id=kiriman.pk, isian=ditolak(), by=dunia.verifikator)
    assert (status(dunia), di_lembar(dunia)) == ("perbaikan", "ditolak")
    capaian = Capaian.objects.get(pk=dunia.c_pupr.pk)
    assert (capaian.status, capaian.nilai_internal) == ("perbaikan", None)
    step = Keputusan.objects.filter(pemenuhan=dunia.p).latest("pk")
    assert (step.aksi, step.alasan, step.catatan, step.dari, step.ke) == (
        "tolak_kpk",
        "ditolak_kpk",
        "Lampiran belum lengkap.",
        "disetujui",
        "perbaikan",
    )
    with pytest.raises(NotAllowed, match="sudah dicatat"):
        catat_jawaban(kiriman_id=kiriman.pk, isian=ditolak(), by=dunia.verifikator2)
    setujui_lagi(dunia)
    assert di_lembar(dunia) == "siap"
    unggah(dunia)
    assert di_lembar(dunia) == "menunggu"
    rows = KirimanJaga.objects.filter(pemenuhan=dunia.p).values_list("jawaban", "catatan")
    assert list(rows) == [("ditolak", "Lampiran belum lengkap."), ("", "")]


def test_every_step_is_in_the_audit_trail(dunia: SimpleNamespace) -> None:
    batalkan_centang(kiriman_id=unggah(dunia).pk, by=dunia.verifikator)
    kiriman = catat_jawaban(kiriman_id=unggah(dunia).pk, isian=ditolak(), by=dunia.verifikator)
    koreksi_jawaban(
        kiriman_id=kiriman.pk, isian=diterima(), alasan="Salah klik.", by=dunia.verifikator2
    )
    langkah(dunia)["nilai"](dunia.verifikator)
    found = Kejadian.objects.filter(instansi="alfa").order_by("no").values_list("aksi", flat=True)
    assert list(found)[-8:] == [
        "jaga.unggah",
        "jaga.batal",
        "jaga.unggah",
        "jaga.jawaban",
        "capaian.tolak_kpk",
        "jaga.koreksi",
        "capaian.pulihkan_kpk",
        "jaga.nilai",
    ]
    event = Kejadian.objects.get(aksi="jaga.koreksi")
    assert event.isi["alasan"] == "Salah klik."
    assert (event.isi["semula"]["jawaban"], event.isi["jawaban"]) == ("ditolak", "diterima")


# --- opened again after the upload ----------------------------------------------------------------


def test_an_upload_whose_approval_is_opened_again_says_so(dunia: SimpleNamespace) -> None:
    unggah(dunia)
    buka(dunia)
    assert di_lembar(dunia) == "dibuka"
    with pytest.raises(NotAllowed):
        unggah(dunia)
    setujui(dunia, Capaian.objects.get(pk=dunia.c_pupr.pk))
    assert di_lembar(dunia) == "menunggu"  # the same files: what lies in JAGA is approved


def test_other_files_have_to_be_uploaded_again_in_place_of_the_old_ones(
    dunia: SimpleNamespace,
) -> None:
    old = unggah(dunia)
    catat_jawaban(kiriman_id=old.pk, isian=diterima(), by=dunia.verifikator)
    buka(dunia)
    ganti_berkas(dunia)
    assert di_lembar(dunia) == "siap"
    new = unggah(dunia)
    old.refresh_from_db()
    assert old.dibatalkan == new.diunggah
    assert di_lembar(dunia) == "menunggu"
    batalkan_centang(kiriman_id=new.pk, by=dunia.verifikator)
    standing = KirimanJaga.objects.berlaku().get(pemenuhan=dunia.p)
    assert (standing.diunggah, standing.jawaban) == (old.diunggah, "diterima")
    assert di_lembar(dunia) == "siap"


def test_a_rejection_of_what_is_open_already_is_only_written_down(dunia: SimpleNamespace) -> None:
    kiriman = unggah(dunia)
    buka(dunia)
    catat_jawaban(kiriman_id=kiriman.pk, isian=ditolak(), by=dunia.verifikator)
    assert (status(dunia), di_lembar(dunia)) == ("menunggu", "ditolak")
    setujui(dunia, Capaian.objects.get(pk=dunia.c_pupr.pk))
    assert di_lembar(dunia) == "siap"


def test_a_rejection_of_older_files_leaves_the_new_approval(dunia: SimpleNamespace) -> None:
    kiriman = unggah(dunia)
    buka(dunia)
    ganti_berkas(dunia)
    catat_jawaban(kiriman_id=kiriman.pk, isian=ditolak(), by=dunia.verifikator)
    assert (status(dunia), di_lembar(dunia)) == ("disetujui", "siap")


# --- corrections ----------------------------------------------------------------------------------


def koreksi(dunia: SimpleNamespace, kiriman: KirimanJaga, isian: JawabanKPK) -> KirimanJaga:
    """Correct an answer as the second verifikator."""
    return koreksi_jawaban(
        kiriman_id=kiriman.pk, isian=isian, alasan="Salah baca.", by=dunia.verifikator2
    )


def test_a_rejection_by_mistake_gives_approval_and_value_back(dunia: SimpleNamespace) -> None:
    wrong = catat_jawaban(kiriman_id=unggah(dunia).pk, isian=ditolak(), by=dunia.verifikator)
    right = koreksi(dunia, wrong, diterima())
    assert (status(dunia), di_lembar(dunia)) == ("disetujui", "diterima")
    capaian = Capaian.objects.get(pk=dunia.c_pupr.pk)
    assert (capaian.status, capaian.nilai_internal) == ("disetujui", 75)
    wrong.refresh_from_db()
    assert wrong.dibatalkan == right.dijawab
    assert wrong.diunggah == right.diunggah


def test_an_acceptance_by_mistake_becomes_a_rejection(dunia: SimpleNamespace) -> None:
    wrong = catat_jawaban(kiriman_id=unggah(dunia).pk, isian=diterima(), by=dunia.verifikator)
    koreksi(dunia, wrong, ditolak("Tanpa lampiran."))
    assert (status(dunia), di_lembar(dunia)) == ("perbaikan", "ditolak")


def test_a_corrected_note_reaches_the_unit(dunia: SimpleNamespace) -> None:
    wrong = catat_jawaban(kiriman_id=unggah(dunia).pk, isian=ditolak(), by=dunia.verifikator)
    koreksi(dunia, wrong, ditolak("Lampiran 2 tanpa cap."))
    assert (status(dunia), di_lembar(dunia)) == ("perbaikan", "ditolak")
    last = Keputusan.objects.filter(pemenuhan=dunia.p).order_by("-at", "-id")[0]
    assert (last.aksi, last.catatan) == ("tolak_kpk", "Lampiran 2 tanpa cap.")


def test_an_answer_on_the_wrong_row_is_taken_away(dunia: SimpleNamespace) -> None:
    wrong = catat_jawaban(kiriman_id=unggah(dunia).pk, isian=ditolak(), by=dunia.verifikator)
    koreksi(dunia, wrong, JawabanKPK("", None))
    assert (status(dunia), di_lembar(dunia)) == ("disetujui", "menunggu")


def test_what_the_unit_has_begun_to_repair_stays_with_it(dunia: SimpleNamespace) -> None:
    wrong = catat_jawaban(kiriman_id=unggah(dunia).pk, isian=ditolak(), by=dunia.verifikator)
    draf(Capaian.objects.get(pk=dunia.c_pupr.pk), dunia.operator_pupr)
    koreksi(dunia, wrong, diterima())
    assert (status(dunia), di_lembar(dunia)) == ("draf", "dibuka")


def test_only_the_last_answer_is_corrected_with_a_reason_and_a_change(
    dunia: SimpleNamespace,
) -> None:
    first = catat_jawaban(kiriman_id=unggah(dunia).pk, isian=ditolak(), by=dunia.verifikator)
    with pytest.raises(NotAllowed, match="Tidak ada yang berubah"):
        koreksi(dunia, first, ditolak())
    with pytest.raises(IsianKurang, match="alasan koreksi"):
        koreksi_jawaban(kiriman_id=first.pk, isian=diterima(), alasan=" ", by=dunia.verifikator)
    setujui_lagi(dunia)
    second = unggah(dunia)
    with pytest.raises(NotAllowed, match="sudah diunggah lagi"):
        koreksi(dunia, first, diterima())
    with pytest.raises(NotAllowed, match="Tidak ada jawaban"):
        koreksi(dunia, second, diterima())


# --- KPK's value ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isi", "field"),
    [
        ({"nilai": None}, "nilai"),
        ({"nilai": Decimal("100.01")}, "nilai"),
        ({"nilai": Decimal("-1")}, "nilai"),
        ({"nilai": Decimal("NaN")}, "nilai"),
        ({"nilai": Decimal("1.234")}, "nilai"),
        ({"tanggal": None}, "tanggal"),
        ({"tanggal": date(2200, 1, 1)}, "tanggal"),
        ({"sumber": " "}, "sumber"),
        ({"sumber": "x" * 201}, "sumber"),
    ],
)
def test_a_value_is_checked(dunia: SimpleNamespace, isi: dict[str, Any], field: str) -> None:
    good = {"nilai": Decimal("0"), "tanggal": timezone.localdate(), "sumber": "JAGA.ID"}
    with pytest.raises(IsianKurang) as error:
        catat_nilai_kpk(butir_id=dunia.c_pupr.butir_id, by=dunia.verifikator, **{**good, **isi})
    assert set(error.value.galat) == {field}


def test_a_wrong_value_is_followed_by_the_right_one(dunia: SimpleNamespace) -> None:
    day = timezone.localdate() - timedelta(days=3)
    for nilai in ("86.2", "68.2"):
        catat_nilai_kpk(
            butir_id=dunia.c_pupr.butir_id,
            nilai=Decimal(nilai),
            tanggal=day,
            sumber="JAGA.ID",
            by=dunia.verifikator,
        )
    rows = NilaiKPK.objects.values_list("nilai", "tanggal", "sumber")
    assert list(rows) == [
        (Decimal("86.20"), day, "JAGA.ID"),
        (Decimal("68.20"), day, "JAGA.ID"),
    ]
    with pytest.raises(NotAllowed, match="sudah dicatat"):
        catat_nilai_kpk(
            butir_id=dunia.c_pupr.butir_id,
            nilai=Decimal("68.20"),
            tanggal=day,
            sumber="JAGA.ID",
            by=dunia.verifikator,
        )


def test_the_pengarah_gets_no_value(dunia: SimpleNamespace) -> None:
    Butir.objects.filter(pk=dunia.c_pupr.butir_id).update(dinilai=False)
    with pytest.raises(NotAllowed, match="tidak dinilai"):
        langkah(dunia)["nilai"](dunia.verifikator)
