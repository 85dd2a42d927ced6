"""A sub indikator that was left out of one version and stands in the next one again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine

from audit.models import Kejadian
from evidence.actions import mulai_rencana
from evidence.actions.butir import IsiButir, atur_butir
from evidence.keadaan import sekarang
from evidence.models import Butir, Capaian, Rencana
from evidence.workflow import Status
from satgas.actions.instrumen import versi_baru
from satgas.actions.pakai import HasilPakai, pakai_instrumen
from satgas.actions.susunan import hapus, tambah
from satgas.models import Instrumen
from tests.factories import disetujui
from tests.integration.satgas.instrumen import TAHUN, bangun, isi, sub


@pytest.fixture
def d(db: None, data_folder: object) -> Iterator[SimpleNamespace]:
    """The instrument in use and its plan running since January; 1.1.2 is asked by the month."""
    with time_machine.travel(datetime(TAHUN, 1, 5, 1, tzinfo=UTC), tick=False) as clock:
        dunia = bangun()
        rencana, _ = pakai_instrumen(instrumen_id=isi(dunia).pk, by=dunia.admin)
        Butir.objects.filter(rencana=rencana, kode="1.1.2").update(pola="bulanan")
        mulai_rencana(rencana_id=rencana.pk, by=dunia.admin)
        dunia.rencana = Rencana.objects.get(pk=rencana.pk)
        dunia.clock = clock
        yield dunia


def _terbit(d: SimpleNamespace, sebelum: Instrumen, ubah: str, kode: str) -> Instrumen:
    """Put a next version in use, without the kode or (`ubah` is its document) with it again."""
    new = versi_baru(instrumen_id=sebelum.pk, by=d.admin)
    if not ubah:
        hapus(instrumen_id=new.pk, tingkat="sub", baris_id=sub(new, kode).pk, by=d.admin)
    else:
        unit = d.bkd if kode == "1.1.1" else d.pupr
        other = "1.1.2" if kode == "1.1.1" else "1.1.1"
        back = tambah(
            instrumen_id=new.pk, tingkat="sub", induk_id=sub(new, other).indikator_id,
            isian={"kode": kode, "nama": f"Kembali {kode}", "unit": unit}, by=d.admin,
        )  # fmt: skip
        for uraian in ubah.split("|"):
            tambah(
                instrumen_id=new.pk, tingkat="dokumen", induk_id=back.pk,
                isian={"uraian": uraian, "kriteria": ""}, by=d.admin,
            )  # fmt: skip
    return new


def _pakai(d: SimpleNamespace, instrumen: Instrumen) -> HasilPakai:
    _, hasil = pakai_instrumen(instrumen_id=instrumen.pk, by=d.admin)
    return hasil


def _standing(d: SimpleNamespace, kode: str) -> list[Capaian]:
    rows = Capaian.objects.filter(butir__rencana=d.rencana, butir__kode=kode, gugur__isnull=True)
    return list(rows.order_by("mulai"))


def test_an_accepted_document_counts_again(d: SimpleNamespace) -> None:
    (done,) = _standing(d, "1.1.1")
    disetujui(done, d.operator, d.verifikator, klaim=100, nilai=50)
    without = _terbit(d, d.instrumen, "", "1.1.1")
    d.clock.move_to(datetime(TAHUN, 5, 20, 1, tzinfo=UTC))
    _pakai(d, without)
    assert _standing(d, "1.1.1") == []
    d.clock.move_to(datetime(TAHUN, 8, 20, 1, tzinfo=UTC))
    hasil = _pakai(d, _terbit(d, without, "Laporan reviu|Tindak lanjut", "1.1.1"))
    assert (hasil.dipulihkan, hasil.capaian, hasil.batas_tugas) == ([done.pk], 0, [])
    (back,) = _standing(d, "1.1.1")
    assert (back.pk, back.status, back.nilai_internal) == (done.pk, Status.DISETUJUI, 50)
    butir = Butir.objects.get(pk=back.butir_id)
    assert (butir.dicabut, butir.dasar_cabut) == (None, "")
    (task,) = [t for t in sekarang(d.rencana, d.admin, back.dibuat) if t.kode == "1.1.1"]
    assert (task.hitungan.disetujui, task.nilai) == (2, 50)
    event = Kejadian.objects.filter(aksi="instrumen.pakai").latest("pk")
    assert event.isi["dipulihkan"] == [done.pk]


def test_a_document_that_is_new_is_asked_of_the_task_that_came_back(d: SimpleNamespace) -> None:
    (done,) = _standing(d, "1.1.1")
    disetujui(done, d.operator, d.verifikator, klaim=100, nilai=50)
    without = _terbit(d, d.instrumen, "", "1.1.1")
    _pakai(d, without)
    again = _terbit(d, without, "Laporan reviu|Tindak lanjut|Keputusan Gubernur", "1.1.1")
    _pakai(d, again)
    (back,) = _standing(d, "1.1.1")
    rows = back.pemenuhan_set.order_by("dokumen__urut")
    assert (back.pk, back.status) == (done.pk, Status.DRAF)
    assert list(rows.values_list("dokumen__uraian", "status")) == [
        ("Laporan reviu", "disetujui"),
        ("Tindak lanjut", "disetujui"),
        ("Keputusan Gubernur", "belum"),
    ]


def test_months_in_which_nothing_was_asked_stay_out(d: SimpleNamespace) -> None:
    """Revoked in May, back in August: what was due until April is due again, May to July not."""
    rows = _standing(d, "1.1.2")
    assert len(rows) == 12
    disetujui(rows[0], d.operator_pupr, d.verifikator, klaim=100, nilai=100)
    without = _terbit(d, d.instrumen, "", "1.1.2")
    d.clock.move_to(datetime(TAHUN, 5, 20, 1, tzinfo=UTC))
    _pakai(d, without)
    d.clock.move_to(datetime(TAHUN, 8, 20, 1, tzinfo=UTC))
    hasil = _pakai(d, _terbit(d, without, "Berita acara", "1.1.2"))
    assert [c.mulai.month for c in _standing(d, "1.1.2")] == [1, 2, 3, 4, 8, 9, 10, 11, 12]
    assert [c.pk for c in _standing(d, "1.1.2")] == [
        rows[n].pk for n in (0, 1, 2, 3, *range(7, 12))
    ]
    assert (len(hasil.dipulihkan), hasil.capaian) == (9, 0)


def test_tasks_that_a_pola_replaced_before_do_not_come_back(d: SimpleNamespace) -> None:
    butir = Butir.objects.get(rencana=d.rencana, kode="1.1.2")
    atur_butir(butir_id=butir.pk, isi=IsiButir(pola="semester", unit_id=butir.unit_id), by=d.admin)
    halves = [c.pk for c in _standing(d, "1.1.2")]
    without = _terbit(d, d.instrumen, "", "1.1.2")
    d.clock.move_to(datetime(TAHUN, 5, 20, 1, tzinfo=UTC))
    _pakai(d, without)
    _pakai(d, _terbit(d, without, "Berita acara", "1.1.2"))
    assert [c.pk for c in _standing(d, "1.1.2")] == halves
