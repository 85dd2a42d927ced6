"""The slice as actions: write, send, take back; and what must be refused."""

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Denied
from audit.models import Kejadian
from evidence.actions import (
    Bentrok,
    Isian,
    IsianKurang,
    NotAllowed,
    buka_berkas,
    kirim,
    pakai,
    putuskan,
    simpan_draf,
    tarik,
    tutup_rencana,
    unggah,
)
from evidence.models import BuktiVersi, Capaian
from evidence.workflow import Aksi, Status
from tests.factories import (
    dikembalikan,
    draf,
    pdf_kecil,
    pemenuhan_ids,
    terkirim,
)


def _statuses(capaian: Capaian) -> list[str]:
    return list(capaian.pemenuhan_set.order_by("dokumen__urut").values_list("status", flat=True))


def test_walk_from_upload_to_lowered_approval(dunia: SimpleNamespace) -> None:
    c = dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator)
    assert (c.status, _statuses(c)) == ("perbaikan", ["perbaikan", "perbaikan"])
    first, second = pemenuhan_ids(c)
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
        pemenuhan_ids=pemenuhan_ids(c, Status.MENUNGGU),
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


def test_double_send_is_refused_once_sent(dunia: SimpleNamespace) -> None:
    c = draf(dunia.c_pupr, dunia.operator_pupr)
    isian = Isian(nilai_mandiri=80)
    kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator_pupr, isian=isian)
    with pytest.raises(Bentrok):
        kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator_pupr, isian=isian)
    c.refresh_from_db()
    assert c.putaran == 1


@pytest.mark.parametrize(
    "who", ["operator", "verifikator", "verifikator2", "ketua", "auditor", "auditor_tugas"]
)
def test_the_other_institution_is_out_of_reach(
    dunia: SimpleNamespace, lain: SimpleNamespace, who: str
) -> None:
    user = getattr(lain, who)
    c = terkirim(dunia.c_bkd, dunia.operator)
    versi = BuktiVersi.objects.get(bukti__unit=dunia.bkd, taut_set__pemenuhan=pemenuhan_ids(c)[0])
    with pytest.raises(Denied):
        unggah(pemenuhan_id=pemenuhan_ids(c)[0], files=[], by=user)
    with pytest.raises(Denied):
        kirim(capaian_id=c.pk, versi=c.versi, by=user)
    with pytest.raises(Denied):
        putuskan(
            capaian_id=c.pk,
            versi=c.versi,
            pemenuhan_ids=pemenuhan_ids(c),
            aksi=Aksi.SETUJUI,
            by=user,
            nilai=90,
        )
    with pytest.raises(Denied):
        buka_berkas(versi_id=versi.pk, by=user)
    own = pemenuhan_ids(lain.c_bkd)[0]
    with pytest.raises(Denied):  # their file can't be used here either
        pakai(pemenuhan_id=own, versi_id=versi.pk, by=user)
    assert list(Capaian.objects.visible_to(user).filter(instansi=dunia.instansi)) == []


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


def test_only_a_sent_value_is_a_claim(dunia: SimpleNamespace) -> None:
    c = dikembalikan(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    c = simpan_draf(
        capaian_id=c.pk, versi=c.versi, isian=Isian(nilai_mandiri=10), by=dunia.operator_pupr
    )
    assert (c.nilai_mandiri, c.nilai_klaim) == (10, 90)


def test_one_file_sent_does_not_make_the_rest_punctual(dunia: SimpleNamespace) -> None:
    tomorrow = dunia.c_bkd.batas + timedelta(days=1)
    late = Capaian.objects.filter(pk=dunia.c_bkd.pk).late(tomorrow)
    assert late.count() == 1
    terkirim(dunia.c_bkd, dunia.operator, dokumen=1)
    assert late.count() == 1
    c = Capaian.objects.get(pk=dunia.c_bkd.pk)
    rest = pemenuhan_ids(c, Status.BELUM)
    unggah(pemenuhan_id=rest[0], files=[("z.pdf", io.BytesIO(pdf_kecil("z")))], by=dunia.operator)
    c.refresh_from_db()
    kirim(capaian_id=c.pk, versi=c.versi, by=dunia.operator)
    assert late.count() == 0


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
        unggah(pemenuhan_id=pemenuhan_ids(dunia.c_bkd)[0], files=[], by=dunia.operator)


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
