"""Sasaran and indikator brought in from a table: new, changed, refused, and undone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from accounts.permissions import Role
from evidence.actions.errors import IsianKurang
from imports.actions.terapkan import minta_dasar
from imports.models import Batch
from roadmap.models import AturanUkur, Indikator, TargetTahun
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.impor import (
    angka,
    impor,
    isi_sekarang,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.factories.roadmap import buat_roadmap

KODE = "roadmap_sasaran"
Keadaan = Batch.Keadaan


@pytest.fixture
def susun(db: None) -> SimpleNamespace:
    """A Road Map that is being written."""
    instansi = buat_instansi("alfa")
    root = buat_unit(instansi, "setda-alfa")
    units = [buat_unit(instansi, f"u{n}-alfa", induk=root) for n in range(2)]
    return SimpleNamespace(
        instansi=instansi,
        units=units,
        admin=buat_user("admin.alfa", Role.ADMIN, root),
        peta=buat_roadmap(instansi, units, jalan=False),
    )


def _rows(dunia: SimpleNamespace) -> dict[str, dict[str, Any]]:
    rows = isi_sekarang(dunia.instansi, dunia.admin, KODE, dunia.peta.rencana.pk)
    return {str(row["kode_indikator"]): dict(row) for row in rows}


def _masuk(dunia: SimpleNamespace, rows: list[dict[str, Any]]) -> Batch:
    cells = [{k: "\n".join(v) if isinstance(v, tuple) else v for k, v in r.items()} for r in rows]
    return impor(dunia.instansi, dunia.admin, KODE, cells, dunia.peta.rencana.pk)


def _isi() -> dict[str, list[Any]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for label in ("evidence", "roadmap")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def test_new_changed_and_same_rows_and_their_undo(susun: SimpleNamespace) -> None:
    rows, before = _rows(susun), _isi()
    rows["B02"] |= {"target_1": "75%", "indikator": "Temuan yang selesai"}
    rows["B05"]["sifat"] = "tahunan"
    fresh = {
        "kode_indikator": "B06",
        "kelompok": "K3",
        "judul_kelompok": "Bab III.B\nC. Pelayanan",
        "sasaran_urut": 1,
        "sasaran": "Meningkatnya pelayanan",
        "indikator": "Nilai survei",
        "unit": susun.units[1].kode,
        "target_1": "80 nilai",
    }
    batch = _masuk(susun, [*rows.values(), fresh])
    assert (batch.keadaan, angka(batch)) == (Keadaan.SIAP, (1, 2, 3, 0)), temuan(batch)
    batch = terapkan_langsung(batch, susun.admin, alasan="Revisi", dasar="Pergub 1")
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
    aim = TargetTahun.objects.get(butir__kode="B02", tahun=susun.peta.tahun[0], kini=True)
    assert (aim.versi, aim.target_mentah, aim.anggaran_jenis) == (2, "75%", "")
    rule = AturanUkur.objects.get(butir__kode="B05", kini=True)
    assert (rule.versi, rule.sifat, rule.asal, rule.alasan) == (2, "tahunan", "instansi", "Revisi")
    new = Indikator.objects.get(kode="B06")
    assert new.sasaran.kelompok.jalur == ["Bab III.B", "C. Pelayanan"]
    assert (new.butir.pola, new.butir.jalur) == ("semester", "Bab III.B / C. Pelayanan")
    again = _masuk(susun, list(_rows(susun).values()))
    assert (again.keadaan, angka(again)) == (Keadaan.SAMA, (0, 0, 6, 0)), temuan(again)
    batch = urungkan_langsung(batch, susun.admin)
    assert batch.keadaan == Keadaan.DIURUNGKAN, (batch.pesan, batch.bentrok)
    assert _isi() == before


def test_what_a_row_may_not_say(susun: SimpleNamespace) -> None:
    rows = _rows(susun)
    rows["B01"]["sasaran"] = "Lain"
    rows["B03"]["target_4"] = "1 kasus"
    rows["B04"]["tahun_pertama"] = 2001
    clash = {**rows["B05"], "kode_indikator": "A-001"}
    batch = _masuk(susun, [*rows.values(), clash])
    assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (0, 0, 2, 4))
    assert [pesan for tingkat, _, pesan in temuan(batch) if tingkat == "galat"] == [
        "Sasaran di Pantas adalah “a. Meningkatnya akuntabilitas”.",
        "Rencana ini hanya 3 tahun.",
        f"Rencana ini mulai tahun {susun.peta.tahun[0]}, bukan 2001.",
        "Kode A-001 sudah dipakai rencana aksi pada rencana ini.",
    ]


def test_a_changed_target_asks_for_reason_and_basis_before_a_plan_runs_too(
    susun: SimpleNamespace,
) -> None:
    rows = _rows(susun)
    rows["B02"]["target_1"] = "75%"
    batch = _masuk(susun, list(rows.values()))
    with pytest.raises(IsianKurang) as error:
        terapkan_langsung(batch, susun.admin)
    assert set(error.value.galat) == {"alasan", "dasar"}
    fresh = {**rows["B05"], "kode_indikator": "B06"}
    assert minta_dasar(_masuk(susun, [fresh])) is False
