"""The slice as actions: send, return, correct, approve; and everything that must be refused."""

import io
import os
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions import (
    Bentrok,
    Isian,
    IsianKurang,
    NotAllowed,
    boleh_memutus,
    buka_berkas,
    buka_kembali,
    kirim,
    lengkapi,
    lepaskan,
    pakai,
    putuskan,
    simpan_draf,
    tarik,
    tutup_rencana,
    unggah,
    versi_baru,
)
from evidence.actions.storage import discard_on_error
from evidence.models import BuktiTaut, BuktiVersi, Capaian, Keputusan, Pemenuhan
from evidence.workflow import Aksi, Status
from tests.factories import (
    dikembalikan,
    disetujui,
    draf,
    pdf_kecil,
    segar,
    terkirim,
)


def _ids(capaian: Capaian, *status: Status) -> list[int]:
    rows = capaian.pemenuhan_set.order_by("dokumen__urut")
    return [p.pk for p in rows if not status or p.status in status]


def _statuses(capaian: Capaian) -> list[str]:
    return list(capaian.pemenuhan_set.order_by("dokumen__urut").values_list("status", flat=True))


def test_walk_from_upload_to_lowered_approval(dunia: SimpleNamespace) -> None:
    c = dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator)
    assert (c.status, _statuses(c)) == ("perbaikan", ["perbaikan", "perbaikan"])
    first, second = _ids(c)
    unggah(
        pemenuhan_id=first, files=[("baru.pdf", io.BytesIO(pdf_kecil("baru")))], by=dunia.operator
    )
    c.refresh_from_db()
    assert (c.status, _statuses(c)) == ("perbaikan", ["draf", "perbaikan"])
    c = kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator, ulang=[second])
    assert (c.status, _statuses(c), c.putaran) == ("menunggu", ["menunggu", "menunggu"], 2)
    c = putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=[first, second],
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator,
        nilai=75,
        catatan="Bukti halaman 3 tidak lengkap.",
    )
    assert (c.status, c.nilai_mandiri, c.nilai_internal) == ("disetujui", 90, 75)
    # Every status is the last decision, and the trail of the task is complete.
    for p in c.pemenuhan_set.all():
        assert p.keputusan_set.order_by("id").last().ke == p.status  # type: ignore[union-attr]
    last = c.keputusan_set.filter(pemenuhan=None).order_by("id").last()
    assert last is not None
    assert (last.ke, last.nilai) == ("disetujui", 75)
    trail = Kejadian.objects.filter(objek_jenis="capaian", objek_id=str(c.pk)).order_by("no")
    assert list(trail.values_list("aksi", flat=True)) == [
        "capaian.lampirkan",
        "capaian.lampirkan",
        "capaian.kirim",
        "capaian.minta_perbaikan",
        "capaian.lampirkan",
        "capaian.kirim",
        "capaian.setujui",
    ]


def test_partial_send_keeps_the_rest_open(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator, dokumen=1)
    assert (c.status, _statuses(c)) == ("menunggu", ["menunggu", "belum"])
    c = putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=_ids(c, Status.MENUNGGU),
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator,
        nilai=90,
    )
    assert (c.status, _statuses(c)) == ("draf", ["disetujui", "belum"])


def test_withdraw_takes_the_claim_back(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    c = tarik(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    assert (c.status, _statuses(c), c.dikirim) == ("draf", ["draf", "draf"], None)
    with pytest.raises(NotAllowed):
        tarik(capaian_id=c.pk, versi=c.versi, by=dunia.operator)


def test_reopen_clears_the_value_and_needs_a_note(dunia: SimpleNamespace) -> None:
    c = disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator, nilai=80)
    with pytest.raises(IsianKurang):
        buka_kembali(
            capaian_id=c.pk,
            versi=c.versi,
            pemenuhan_id=_ids(c)[0],
            catatan=" ",
            by=dunia.verifikator,
        )
    c = buka_kembali(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_id=_ids(c)[0],
        catatan="Salah tekan.",
        by=dunia.verifikator2,
    )
    assert (c.status, c.nilai_internal) == ("menunggu", None)


def test_second_decision_gets_a_message_not_a_transition(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_pupr, dunia.operator_pupr)
    args: dict[str, Any] = {
        "capaian_id": c.pk,
        "versi": c.versi,
        "pemenuhan_ids": _ids(c),
        "aksi": Aksi.SETUJUI,
        "nilai": 90,
    }
    putuskan(by=dunia.verifikator, **args)
    before = Keputusan.objects.count()
    with pytest.raises(Bentrok, match="Putusan Anda belum tersimpan") as error:
        putuskan(by=dunia.verifikator2, **args)
    assert dunia.verifikator.nama in str(error.value)
    assert Keputusan.objects.count() == before
    c.refresh_from_db()
    with pytest.raises(NotAllowed):
        putuskan(by=dunia.verifikator2, **{**args, "versi": c.versi})


def test_double_send_is_refused_once_sent(dunia: SimpleNamespace) -> None:
    c = draf(dunia.c_pupr, dunia.operator_pupr)
    isian = Isian(nilai_mandiri=80)
    kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator_pupr, isian=isian)
    with pytest.raises(Bentrok):
        kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator_pupr, isian=isian)
    c.refresh_from_db()
    assert c.putaran == 1


@pytest.mark.parametrize(
    ("who", "row", "may"),
    [
        ("operator", "c_bkd", True),
        ("operator", "c_dukung", True),  # supports it
        ("operator", "c_pupr", False),
        ("operator", "c_itda", False),
        ("bawahan", "c_bkd", False),  # a unit below does not act for the unit above
        ("operator_pupr", "c_bkd", False),
        ("operator_pupr", "c_pupr", True),
        ("verifikator", "c_bkd", False),
        ("ketua", "c_bkd", False),
        ("auditor", "c_bkd", False),
        ("auditor_tugas", "c_bkd", False),
    ],
)
def test_who_may_upload(dunia: SimpleNamespace, who: str, row: str, may: bool) -> None:
    capaian, user = getattr(dunia, row), getattr(dunia, who)
    files = [("a.pdf", io.BytesIO(pdf_kecil()))]
    if may:
        assert len(unggah(pemenuhan_id=_ids(capaian)[0], files=files, by=user).diterima) == 1
    else:
        with pytest.raises(Denied):
            unggah(pemenuhan_id=_ids(capaian)[0], files=files, by=user)
        assert not BuktiVersi.objects.exists()


@pytest.mark.parametrize(
    "who", ["operator", "verifikator", "verifikator2", "ketua", "auditor", "auditor_tugas"]
)
def test_the_other_institution_is_out_of_reach(
    dunia: SimpleNamespace, lain: SimpleNamespace, who: str
) -> None:
    user = getattr(lain, who)
    c = terkirim(dunia.c_bkd, dunia.operator)
    versi = BuktiVersi.objects.get(bukti__unit=dunia.bkd, taut_set__pemenuhan=_ids(c)[0])
    with pytest.raises(Denied):
        unggah(pemenuhan_id=_ids(c)[0], files=[], by=user)
    with pytest.raises(Denied):
        kirim(capaian_id=c.pk, versi=c.versi, by=user)
    with pytest.raises(Denied):
        putuskan(
            capaian_id=c.pk,
            versi=c.versi,
            pemenuhan_ids=_ids(c),
            aksi=Aksi.SETUJUI,
            by=user,
            nilai=90,
        )
    with pytest.raises(Denied):
        buka_berkas(versi_id=versi.pk, by=user)
    own = _ids(lain.c_bkd)[0]
    with pytest.raises(Denied):  # their file can't be used here either
        pakai(pemenuhan_id=own, versi_id=versi.pk, by=user)
    assert list(Capaian.objects.visible_to(user).filter(instansi=dunia.instansi)) == []


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("operator", True),
        ("verifikator", True),
        ("ketua", True),
        ("auditor", True),
        ("auditor_tugas", True),
        ("operator_pupr", False),
        ("bawahan", False),
    ],
)
def test_who_may_open_a_file(dunia: SimpleNamespace, who: str, may: bool) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    versi = BuktiVersi.objects.filter(taut_set__pemenuhan__capaian=c).order_by("id")[0]
    events = Kejadian.objects.filter(aksi="bukti.unduh")
    if may:
        assert buka_berkas(versi_id=versi.pk, by=getattr(dunia, who)) == versi
        assert events.count() == 1
    else:
        with pytest.raises(Denied):
            buka_berkas(versi_id=versi.pk, by=getattr(dunia, who))
        assert events.count() == 0


def test_four_eyes(dunia: SimpleNamespace) -> None:
    Membership.objects.create(user=dunia.verifikator, unit=dunia.itda, role=Role.OPERATOR)
    both = segar(dunia.verifikator)
    c = terkirim(dunia.c_itda, both)
    reason = boleh_memutus(both, c)
    assert reason is not None
    assert reason.startswith("Empat mata")
    with pytest.raises(Denied, match="Empat mata"):
        putuskan(
            capaian_id=c.pk,
            versi=c.versi,
            pemenuhan_ids=_ids(c),
            aksi=Aksi.SETUJUI,
            by=both,
            nilai=90,
        )
    # Sending by a colleague does not wash it off: what one wrote or uploaded counts too.
    c = tarik(capaian_id=c.pk, versi=c.versi, by=dunia.operator_itda)
    c = kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator_itda)
    assert boleh_memutus(both, c) is not None
    assert boleh_memutus(dunia.verifikator2, c) is None


def test_four_eyes_counts_a_reused_document(dunia: SimpleNamespace) -> None:
    Membership.objects.create(user=dunia.verifikator, unit=dunia.pupr, role=Role.OPERATOR)
    both = segar(dunia.verifikator)
    draf(dunia.c_dukung, both)
    versi = BuktiVersi.objects.get()
    pakai(pemenuhan_id=_ids(dunia.c_pupr)[0], versi_id=versi.pk, by=dunia.operator_pupr)
    c = Capaian.objects.get(pk=dunia.c_pupr.pk)
    c = kirim(
        capaian_id=c.pk, versi=c.versi, by=dunia.operator_pupr, isian=Isian(nilai_mandiri=100)
    )
    assert boleh_memutus(both, c) is not None


@pytest.mark.parametrize(
    ("aksi", "extra", "fields"),
    [
        (Aksi.SETUJUI, {}, {"nilai"}),
        (Aksi.SETUJUI, {"nilai": 101}, {"nilai"}),
        (Aksi.SETUJUI, {"nilai": 75}, {"catatan"}),
        (Aksi.MINTA_PERBAIKAN, {}, {"alasan", "catatan"}),
        (Aksi.MINTA_PERBAIKAN, {"alasan": "lainnya", "catatan": "  "}, {"catatan"}),
        (Aksi.MINTA_PERBAIKAN, {"alasan": "asal", "catatan": "x"}, {"alasan"}),
        (Aksi.SETUJUI, {"nilai": 90, "pemenuhan_ids": []}, {"dokumen"}),
    ],
)
def test_a_decision_names_what_is_missing(
    dunia: SimpleNamespace, aksi: Aksi, extra: dict[str, Any], fields: set[str]
) -> None:
    c = terkirim(dunia.c_pupr, dunia.operator_pupr)
    args: dict[str, Any] = {"pemenuhan_ids": _ids(c), **extra}
    with pytest.raises(IsianKurang) as error:
        putuskan(capaian_id=c.pk, versi=c.versi, aksi=aksi, by=dunia.verifikator, **args)
    assert set(error.value.galat) == fields
    c.refresh_from_db()
    assert c.status == Status.MENUNGGU


def test_a_decision_on_a_document_of_another_task_is_refused(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_pupr, dunia.operator_pupr)
    other = terkirim(dunia.c_bkd, dunia.operator)
    with pytest.raises(NotAllowed):
        putuskan(
            capaian_id=c.pk,
            versi=c.versi,
            pemenuhan_ids=[*_ids(c), *_ids(other)],
            aksi=Aksi.SETUJUI,
            by=dunia.verifikator,
            nilai=90,
        )
    assert set(
        Pemenuhan.objects.filter(capaian__in=[c, other]).values_list("status", flat=True)
    ) == {"menunggu"}


def test_sending_names_what_is_missing(dunia: SimpleNamespace) -> None:
    c = dunia.c_bkd
    with pytest.raises(IsianKurang) as error:
        kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    assert set(error.value.galat) == {"berkas", "nilai_mandiri"}
    c = draf(c, dunia.operator)
    with pytest.raises(IsianKurang) as error:
        kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator, isian=Isian(narasi="x"))
    assert set(error.value.galat) == {"nilai_mandiri"}
    c.refresh_from_db()
    assert c.narasi == ""  # nothing is half applied


def test_one_bad_file_does_not_touch_the_others(dunia: SimpleNamespace) -> None:
    hasil = unggah(
        pemenuhan_id=_ids(dunia.c_pupr)[0],
        files=[("a.pdf", io.BytesIO(pdf_kecil())), ("b.pdf", io.BytesIO(b"bukan pdf"))],
        by=dunia.operator_pupr,
    )
    assert [v.nama_asli for v in hasil.diterima] == ["a.pdf"]
    assert [nama for nama, _ in hasil.ditolak] == ["b.pdf"]


def test_rows_rolled_back_take_their_bytes_with_them(dunia: SimpleNamespace) -> None:
    draf(dunia.c_pupr, dunia.operator_pupr)
    versi = BuktiVersi.objects.get()
    assert _stored(dunia) == [os.path.basename(versi.berkas.name)]

    def fail_after_storing() -> None:
        with discard_on_error() as stored:
            stored.append(versi.berkas.name)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_storing()
    assert _stored(dunia) == []


def _stored(dunia: SimpleNamespace) -> list[str]:
    folder = default_storage.path(str(dunia.instansi.pk))
    return [f for _, _, files in os.walk(folder) for f in files]


def test_files_are_used_again_versioned_and_taken_back(dunia: SimpleNamespace) -> None:
    first, second = _ids(dunia.c_bkd)
    data = pdf_kecil("sama")
    unggah(pemenuhan_id=first, files=[("a.pdf", io.BytesIO(data))], by=dunia.operator)
    hasil = unggah(pemenuhan_id=first, files=[("b.pdf", io.BytesIO(data))], by=dunia.operator)
    assert [p for _, p in hasil.ditolak] == ["Berkas yang sama sudah dilampirkan di sini."]
    unggah(pemenuhan_id=second, files=[("b.pdf", io.BytesIO(data))], by=dunia.operator)
    assert (BuktiVersi.objects.count(), BuktiTaut.objects.count()) == (1, 2)

    taut = BuktiTaut.objects.get(pemenuhan=first)
    baru = versi_baru(
        taut_id=taut.pk, nama="a2.pdf", file=io.BytesIO(pdf_kecil("lain")), by=dunia.operator
    )
    assert (baru.no, baru.bukti_id) == (2, taut.versi.bukti_id)
    active = BuktiTaut.objects.active()
    assert active.get(pemenuhan=first).versi == baru
    assert active.get(pemenuhan=second).versi.no == 1  # decided alone, keeps its version

    lepaskan(taut_id=active.get(pemenuhan=second).pk, by=dunia.operator)
    c = Capaian.objects.get(pk=dunia.c_bkd.pk)
    assert _statuses(c) == ["draf", "belum"]
    assert BuktiVersi.objects.count() == 2  # nothing is deleted


def test_number_and_date_belong_to_the_own_document(dunia: SimpleNamespace) -> None:
    draf(dunia.c_dukung, dunia.operator)  # bkd supports a task of pupr
    taut = BuktiTaut.objects.get()
    args: dict[str, Any] = {"nomor": "800/1", "tanggal": None, "rentang": "1-3", "kelas": "terbuka"}
    with pytest.raises(Denied):
        lengkapi(taut_id=taut.pk, by=dunia.operator_pupr, **args)
    taut = lengkapi(taut_id=taut.pk, by=dunia.operator, **args)
    taut.refresh_from_db()
    assert (taut.rentang_halaman, taut.versi.nomor_dokumen, taut.versi.bukti.kelas) == (
        "1-3",
        "800/1",
        "terbuka",
    )


def test_a_document_in_judgement_keeps_its_number(dunia: SimpleNamespace) -> None:
    first, second = _ids(dunia.c_bkd)
    data = pdf_kecil("dipakai dua kali")
    for pemenuhan in (first, second):
        unggah(pemenuhan_id=pemenuhan, files=[("a.pdf", io.BytesIO(data))], by=dunia.operator)
    c = Capaian.objects.get(pk=dunia.c_bkd.pk)
    c = kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator, isian=Isian(nilai_mandiri=90))
    versi = BuktiVersi.objects.get()
    other = dunia.c_dukung.pemenuhan_set.get()
    taut = pakai(pemenuhan_id=other.pk, versi_id=versi.pk, by=dunia.operator)
    same: dict[str, Any] = {"nomor": "", "tanggal": None, "kelas": "internal"}
    lengkapi(taut_id=taut.pk, by=dunia.operator, rentang="2", **same)  # pages are of this use
    with pytest.raises(NotAllowed, match=r"9\.a"):
        lengkapi(taut_id=taut.pk, by=dunia.operator, rentang="2", **{**same, "nomor": "PALSU/1"})
    versi.refresh_from_db()
    assert versi.nomor_dokumen == ""


def test_only_a_sent_value_is_a_claim(dunia: SimpleNamespace) -> None:
    c = dikembalikan(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    c = simpan_draf(
        capaian_id=c.pk, versi=c.versi, isian=Isian(nilai_mandiri=10), by=dunia.operator_pupr
    )
    assert (c.nilai_mandiri, c.nilai_klaim) == (10, 90)


def test_the_note_is_owed_to_the_value_that_was_sent(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    first, second = _ids(c)
    c = putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=[first],
        aksi=Aksi.MINTA_PERBAIKAN,
        by=dunia.verifikator,
        alasan="lainnya",
        catatan="Ulangi.",
    )
    c = simpan_draf(capaian_id=c.pk, versi=c.versi, isian=Isian(nilai_mandiri=0), by=dunia.operator)
    with pytest.raises(IsianKurang) as error:
        putuskan(
            capaian_id=c.pk,
            versi=c.versi,
            pemenuhan_ids=[second],
            aksi=Aksi.SETUJUI,
            by=dunia.verifikator,
            nilai=50,
        )
    assert set(error.value.galat) == {"catatan"}


def test_a_verified_value_counts_with_the_last_document(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    for number, pemenuhan in enumerate(_ids(c)):
        c = putuskan(
            capaian_id=c.pk,
            versi=c.versi,
            pemenuhan_ids=[pemenuhan],
            aksi=Aksi.SETUJUI,
            by=dunia.verifikator,
            nilai=90,
        )
        assert c.nilai_terverifikasi == (None, 90)[number]
        assert Capaian.objects.filter(pk=c.pk).verified().count() == number


def test_one_file_sent_does_not_make_the_rest_punctual(dunia: SimpleNamespace) -> None:
    tomorrow = dunia.c_bkd.batas + timedelta(days=1)
    late = Capaian.objects.filter(pk=dunia.c_bkd.pk).late(tomorrow)
    assert late.count() == 1
    terkirim(dunia.c_bkd, dunia.operator, dokumen=1)
    assert late.count() == 1
    c = Capaian.objects.get(pk=dunia.c_bkd.pk)
    rest = _ids(c, Status.BELUM)
    unggah(pemenuhan_id=rest[0], files=[("z.pdf", io.BytesIO(pdf_kecil("z")))], by=dunia.operator)
    c.refresh_from_db()
    kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    assert late.count() == 0


def test_a_file_taken_back_is_closed_to_others(dunia: SimpleNamespace) -> None:
    draf(dunia.c_dukung, dunia.operator_pupr)  # bkd supports this task
    versi = BuktiVersi.objects.get()
    assert buka_berkas(versi_id=versi.pk, by=dunia.operator) == versi
    lepaskan(taut_id=BuktiTaut.objects.get().pk, by=dunia.operator_pupr)
    with pytest.raises(Denied):
        buka_berkas(versi_id=versi.pk, by=dunia.operator)


def test_draft_text_conflict_keeps_the_first(dunia: SimpleNamespace) -> None:
    c = dunia.c_bkd
    simpan_draf(capaian_id=c.pk, versi=c.versi, isian=Isian(narasi="satu"), by=dunia.operator)
    with pytest.raises(Bentrok):
        simpan_draf(capaian_id=c.pk, versi=c.versi, isian=Isian(narasi="dua"), by=dunia.operator)
    c.refresh_from_db()
    assert c.narasi == "satu"


def test_a_closed_plan_takes_nothing(dunia: SimpleNamespace) -> None:
    tutup_rencana(rencana_id=dunia.rencana.pk, by=_admin(dunia))
    with pytest.raises(NotAllowed):
        unggah(pemenuhan_id=_ids(dunia.c_bkd)[0], files=[], by=dunia.operator)


def test_time_can_only_be_set_for_samples(dunia: SimpleNamespace) -> None:
    with pytest.raises(Denied, match="CONTOH"):
        simpan_draf(
            capaian_id=dunia.c_bkd.pk,
            versi=1,
            isian=Isian(narasi="x"),
            by=dunia.operator,
            at=timezone.now(),
        )


def _admin(dunia: SimpleNamespace) -> Any:
    return User.objects.get(username="admin.alfa")
