"""A Potret shows what was sent and what was approved, and the schedule freezes what there was."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from evidence.actions import Isian, kirim, unggah
from evidence.actions.isian import simpan_draf
from evidence.actions.perbarui import perbarui
from evidence.hitungan import Golongan
from evidence.models import Batas, BuktiTaut, Butir, Capaian
from evidence.workflow import NotAllowed
from reports.actions.periode import buat_amandemen, potret_terjadwal
from reports.kemajuan.kata import DIKECUALIKAN, nama_bukti
from reports.models import Potret
from reports.potret.bentuk import CapaianPotret, baca, kanonik
from reports.potret.perubahan import berbeda
from reports.potret.susun import bangun_potret
from satgas.models import RincianTugas
from tests.factories import (
    buat_anggota,
    dikembalikan,
    disetujui,
    draf,
    pdf_kecil,
    pemenuhan_ids,
    terkirim,
)
from tests.integration.reports.dunia_terbitan import bangun_terbitan


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with a running plan; B06 is not frozen."""
    d = bangun_terbitan("alfa")
    d.b06 = Batas.objects.select_related("rencana__instansi").get(rencana=d.rencana, kode="B06")
    d.tugas = Capaian.objects.get(pk=d.capaian[1].pk)
    return d


def _baca(d: SimpleNamespace) -> CapaianPotret:
    isi = bangun_potret(d.b06, timezone.now())
    return next(c for t in isi.tugas for c in t.capaian if c.id == d.tugas.pk)


def _sidik(capaian: CapaianPotret) -> tuple[Golongan, list[str]]:
    (document,) = capaian.dokumen
    return document.golongan, [b.sha256 for b in document.bukti]


def _pakai(d: SimpleNamespace) -> str:
    return BuktiTaut.objects.active().get(pemenuhan__capaian=d.tugas).versi.sha256


def test_a_renewal_leaves_the_approved_file_until_it_is_approved(d: SimpleNamespace) -> None:
    """An approval that still counts is shown with what was approved, not with what waits."""
    Butir.objects.filter(pk=d.tugas.butir_id).update(pola=Butir.Pola.TERUS)
    d.tugas = disetujui(Capaian.objects.get(pk=d.tugas.pk), d.operator, d.verifikator)
    approved = _pakai(d)
    assert _sidik(_baca(d)) == (Golongan.DISETUJUI, [approved])
    ids = pemenuhan_ids(d.tugas)
    d.tugas = perbarui(capaian_id=d.tugas.pk, versi=d.tugas.versi, pemenuhan_ids=ids, by=d.operator)
    assert _sidik(_baca(d)) == (Golongan.DISETUJUI, [approved])
    d.tugas = draf(d.tugas, d.operator)
    assert _sidik(_baca(d)) == (Golongan.DISETUJUI, [approved])
    d.tugas = kirim(
        capaian_id=d.tugas.pk,
        versi=d.tugas.versi,
        by=d.operator,
        isian=Isian(narasi="Pembaruan.", nilai_mandiri=90),
    )
    assert _pakai(d) != approved
    assert _sidik(_baca(d)) == (Golongan.DISETUJUI, [approved])


def test_a_narrative_that_was_changed_after_it_was_sent_is_not_reported(
    d: SimpleNamespace,
) -> None:
    """As sent: reported. Changed and not sent again: not. Sent again: reported."""
    d.tugas = dikembalikan(d.tugas, d.operator, d.verifikator)
    assert _baca(d).narasi == "Sudah dikerjakan."
    d.tugas = simpan_draf(
        capaian_id=d.tugas.pk,
        versi=d.tugas.versi,
        isian=Isian(narasi="Belum untuk dibaca.", nilai_mandiri=90),
        by=d.operator,
    )
    assert (_baca(d).status, _baca(d).narasi) == (Golongan.PERBAIKAN, "")
    d.tugas = draf(d.tugas, d.operator)
    assert (_baca(d).status, _baca(d).narasi) == (Golongan.DRAF, "")
    d.tugas = terkirim(d.tugas, d.operator)
    assert _baca(d).narasi == "Sudah dikerjakan."


def test_a_file_of_class_dikecualikan_leaves_its_name_out_of_the_potret(
    d: SimpleNamespace,
) -> None:
    """The JSON file is handed on, so the name is not in it either."""
    unggah(
        pemenuhan_id=pemenuhan_ids(d.tugas)[0],
        files=[("daftar-pelapor.pdf", io.BytesIO(pdf_kecil("rahasia")))],
        by=d.operator,
        kelas="dikecualikan",
    )
    d.tugas.refresh_from_db()
    isian = Isian(narasi="Ada.", nilai_mandiri=90)
    d.tugas = kirim(capaian_id=d.tugas.pk, versi=d.tugas.versi, by=d.operator, isian=isian)
    isi = bangun_potret(d.b06, timezone.now())
    ((bukti,),) = [x.bukti for t in isi.tugas for c in t.capaian for x in c.dokumen if x.bukti]
    assert "daftar-pelapor" not in kanonik(isi)
    assert (bukti.nama, bukti.dikecualikan, nama_bukti(bukti)) == ("", True, DIKECUALIKAN)


def test_the_schedule_freezes_nothing_of_the_time_before_a_plan_was_started(
    d: SimpleNamespace,
) -> None:
    """B06 and B09 ended before: "0 tasks" would be wrong. Ended after the start: frozen."""
    past = Batas.objects.filter(rencana=d.rencana, kode__in=("B06", "B09"))
    start = timezone.now()
    Capaian.objects.filter(butir__rencana=d.rencana).update(dibuat=start)
    days = ("batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk", "ditutup")
    past.update(**dict.fromkeys(("dibuka", *days), start.date() - timedelta(days=3)))
    assert potret_terjadwal(start) == []
    past.filter(kode="B09").update(**dict.fromkeys(days, start.date() + timedelta(days=3)))
    made = potret_terjadwal(start + timedelta(days=5))
    assert [p.batas.kode for p in made] == ["B09"]


def test_a_cut_off_that_cannot_be_frozen_does_not_hold_up_others(d: SimpleNamespace) -> None:
    """A later cut-off that leans on a damaged Potret fails; another institution is frozen."""
    other = bangun_terbitan("beta")
    ended = timezone.now() - timedelta(days=1)
    days = ("batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk", "ditutup")
    for world in (d, other):
        Capaian.objects.filter(butir__rencana=world.rencana).update(
            dibuat=ended - timedelta(days=9)
        )
        Batas.objects.filter(rencana=world.rencana, kode="B06").update(
            **dict.fromkeys(("dibuka", *days), (ended - timedelta(days=1)).date())
        )
        Batas.objects.filter(rencana=world.rencana, kode__in=("B09", "B12")).update(
            **dict.fromkeys(days, (ended + timedelta(days=90)).date())
        )
    Potret.objects.create(
        instansi=d.instansi,
        batas=d.batas,
        no=2,
        at=ended - timedelta(days=5),
        dibuat=ended,
        oleh=d.ketua,
        jabatan="Ketua",
        sebelum=d.potret,
        alasan="Rusak.",
        isi="{}",
        sha256="0" * 64,
    )
    with pytest.raises(ExceptionGroup) as failed:
        potret_terjadwal()
    assert len(failed.value.exceptions) == 1
    frozen = Potret.objects.filter(batas__kode="B06").values_list("batas__rencana", flat=True)
    assert list(frozen) == [other.rencana.pk]


def test_sums_that_differ_can_be_amended_though_no_task_does(d: SimpleNamespace) -> None:
    """Nothing differs: refused. The decree gives a task to another member: the sums move."""
    now = {"batas_id": d.batas.pk, "alasan": "Anggota salah.", "by": d.ketua}
    with pytest.raises(NotAllowed):
        buat_amandemen(potret_id=d.potret.pk, **now)
    other = buat_anggota(d.rencana, d.bkd, 10)
    RincianTugas.objects.filter(butir=d.tugas.butir_id).update(anggota=other)
    amended = buat_amandemen(potret_id=d.potret.pk, **now)
    before, after = baca(d.potret.isi), baca(amended.isi)
    assert [m.tugas for m in before.anggota] == [2]
    assert [m.tugas for m in after.anggota] == [1, 1]
    assert after.amandemen[-1].perubahan == ()
    assert not berbeda(after, after)
