"""Decisions of the Inspektorat: four eyes, what they must say, and what counts after them."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import Membership
from accounts.permissions import Denied, Role
from evidence.actions import (
    Bentrok,
    Isian,
    IsianKurang,
    NotAllowed,
    boleh_memutus,
    buka_kembali,
    kirim,
    pakai,
    putuskan,
    simpan_draf,
    tarik,
)
from evidence.models import BuktiVersi, Capaian, Keputusan, Pemenuhan
from evidence.workflow import Aksi, Status
from tests.factories import (
    disetujui,
    draf,
    pemenuhan_ids,
    segar,
    terkirim,
)


def test_reopen_clears_the_value_and_needs_a_note(dunia: SimpleNamespace) -> None:
    c = disetujui(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator, nilai=80)
    with pytest.raises(IsianKurang):
        buka_kembali(
            capaian_id=c.pk,
            versi=c.versi,
            pemenuhan_id=pemenuhan_ids(c)[0],
            catatan=" ",
            by=dunia.verifikator,
        )
    c = buka_kembali(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_id=pemenuhan_ids(c)[0],
        catatan="Salah tekan.",
        by=dunia.verifikator2,
    )
    assert (c.status, c.nilai_internal) == ("menunggu", None)


def test_second_decision_gets_a_message_not_a_transition(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_pupr, dunia.operator_pupr)
    args: dict[str, Any] = {
        "capaian_id": c.pk,
        "versi": c.versi,
        "pemenuhan_ids": pemenuhan_ids(c),
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
            pemenuhan_ids=pemenuhan_ids(c),
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
    pakai(pemenuhan_id=pemenuhan_ids(dunia.c_pupr)[0], versi_id=versi.pk, by=dunia.operator_pupr)
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
    args: dict[str, Any] = {"pemenuhan_ids": pemenuhan_ids(c), **extra}
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
            pemenuhan_ids=[*pemenuhan_ids(c), *pemenuhan_ids(other)],
            aksi=Aksi.SETUJUI,
            by=dunia.verifikator,
            nilai=90,
        )
    assert set(
        Pemenuhan.objects.filter(capaian__in=[c, other]).values_list("status", flat=True)
    ) == {"menunggu"}


def test_the_note_is_owed_to_the_value_that_was_sent(dunia: SimpleNamespace) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    first, second = pemenuhan_ids(c)
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
    for number, pemenuhan in enumerate(pemenuhan_ids(c)):
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
