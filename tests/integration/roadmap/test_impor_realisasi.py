"""Realisasi brought in from a table: drafts of the unit's own tasks, and nobody else's."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from accounts.permissions import Role
from evidence.models import Capaian
from evidence.workflow import Status
from imports.models import Batch
from roadmap.models import Realisasi
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.impor import (
    angka,
    buku,
    impor,
    isi_sekarang,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.factories.roadmap import buat_roadmap

KODE = "roadmap_realisasi"
Keadaan = Batch.Keadaan


@pytest.fixture
def jalan(db: None) -> SimpleNamespace:
    """A running Road Map and the operator of its first unit."""
    instansi = buat_instansi("alfa")
    root = buat_unit(instansi, "setda-alfa")
    units = [buat_unit(instansi, f"u{n}-alfa", induk=root) for n in range(2)]
    peta = buat_roadmap(instansi, units)
    operator = buat_user("operator.alfa", Role.OPERATOR, units[0])
    return SimpleNamespace(instansi=instansi, units=units, peta=peta, operator=operator)


def _rows(dunia: SimpleNamespace) -> list[dict[str, Any]]:
    return [
        dict(row)
        for row in isi_sekarang(dunia.instansi, dunia.operator, KODE, dunia.peta.rencana.pk)
    ]


def _masuk(dunia: SimpleNamespace, rows: list[dict[str, Any]]) -> Batch:
    cells = [{k: "\n".join(v) if isinstance(v, tuple) else v for k, v in r.items()} for r in rows]
    return impor(dunia.instansi, dunia.operator, KODE, cells, dunia.peta.rencana.pk)


def _isi() -> dict[str, list[Any]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for label in ("evidence", "roadmap")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def _baris(rows: list[dict[str, Any]], task: Capaian) -> dict[str, Any]:
    return next(
        r for r in rows if (r["kode_butir"], r["sampai"]) == (task.butir.kode, task.selesai)
    )


def test_drafts_of_own_tasks_and_their_undo(jalan: SimpleNamespace) -> None:
    rows, before = _rows(jalan), _isi()
    assert {r["kode_butir"] for r in rows} == {"B01", "B02", "B03", "A-001", "A-002"}
    task, grade = jalan.peta.capaian("A-001"), jalan.peta.capaian("B01")
    aim = _baris(rows, task)
    aim |= {"fisik": ("9", "9"), "pagu": 150_500_000, "anggaran": 70_000_000}
    _baris(rows, grade)["predikat"] = "WTP"
    batch = _masuk(jalan, rows)
    assert (batch.keadaan, angka(batch)) == (Keadaan.SIAP, (0, 2, len(rows) - 2, 0)), temuan(batch)
    batch = terapkan_langsung(batch, jalan.operator)
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
    draft = Realisasi.objects.get(capaian=task)
    assert (draft.komponen, draft.satuan) == (["9", "9"], ["kasus", "laporan"])
    assert (draft.pagu, draft.anggaran) == (Decimal(150_500_000), Decimal(70_000_000))
    task.refresh_from_db()
    assert (task.status, task.nilai_mandiri, task.versi) == (Status.BELUM, 50, 2)
    assert list(task.penulis.all()) == [jalan.operator]
    grade.refresh_from_db()
    assert grade.nilai_mandiri == 100
    again = _masuk(jalan, _rows(jalan))
    assert (again.keadaan, angka(again)) == (Keadaan.SAMA, (0, 0, len(rows), 0)), temuan(again)
    batch = urungkan_langsung(batch, jalan.operator)
    assert batch.keadaan == Keadaan.DIURUNGKAN, (batch.pesan, batch.bentrok)
    assert _isi() == before


def test_amounts_in_thousands_are_not_read_for_rupiah(jalan: SimpleNamespace) -> None:
    task = jalan.peta.capaian("A-001")
    head = ["Kode", "Sampai dengan", "Realisasi fisik", "Pagu", "Realisasi anggaran (Rp)"]
    isi = [["(dalam ribuan rupiah)"], head, ["A-001", task.selesai, "9\n9", 150_500, 70_000_000]]
    data = buku(isi[0], isi[1:])
    batch = impor(jalan.instansi, jalan.operator, KODE, data, jalan.peta.rencana.pk)
    assert (batch.keadaan, batch.baris_judul, temuan(batch)) == (
        Keadaan.BERMASALAH,
        2,
        [
            (
                "galat",
                "A1",
                "“(dalam ribuan rupiah)” menyebut ribuan rupiah, sedangkan kolom Pagu (Rp) "
                "dibaca dalam rupiah penuh.",
            ),
            (
                "peringatan",
                "A1",
                "“(dalam ribuan rupiah)” di atas tabel menyebut satuan lain daripada judul "
                "kolomnya, “Realisasi anggaran (Rp)”. Judul kolom yang dipakai.",
            ),
        ],
    )


def test_figures_of_a_task_worked_on_since_are_not_taken_back(jalan: SimpleNamespace) -> None:
    rows, task = _rows(jalan), jalan.peta.capaian("A-001")
    aim = _baris(rows, task) | {"fisik": ("9", "9")}
    batch = terapkan_langsung(_masuk(jalan, [aim]), jalan.operator)
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
    Capaian.objects.filter(pk=task.pk).update(status=Status.MENUNGGU, versi=3)
    batch = urungkan_langsung(batch, jalan.operator)
    assert batch.keadaan == Keadaan.DITERAPKAN
    assert [b["sebab"] for b in batch.bentrok] == [
        "Tugas ini sudah disimpan setelah impor diterapkan. Impor hanya dapat diurungkan selama "
        "belum ada yang menyimpan di tugas itu."
    ]
    task.refresh_from_db()
    assert (task.versi, task.nilai_mandiri) == (3, 50)
    assert Realisasi.objects.filter(capaian=task).count() == 1


def test_tasks_of_others_and_sent_ones_and_wrong_figures_are_refused(
    jalan: SimpleNamespace,
) -> None:
    rows = _rows(jalan)
    sent = jalan.peta.capaian("A-002")
    Capaian.objects.filter(pk=sent.pk).update(status=Status.MENUNGGU)
    _baris(rows, sent)["fisik"] = ("5", "5")
    three = _baris(rows, jalan.peta.capaian("A-001"))
    three |= {"fisik": ("1", "2", "3"), "predikat": "WTP"}
    _baris(rows, jalan.peta.capaian("B01"))["predikat"] = "Baik"
    _baris(rows, jalan.peta.capaian("B02"))["pagu"] = 5
    other = jalan.peta.capaian("B-007")
    rows.append({"kode_butir": "B-007", "sampai": other.selesai, "fisik": ("1", "1")})
    batch = _masuk(jalan, rows)
    assert (batch.keadaan, batch.ditolak) == (Keadaan.BERMASALAH, 5)
    told = [pesan for _, _, pesan in temuan(batch)]
    assert sorted(told) == sorted(
        [
            "Target baris ini mempunyai 2 komponen, di sini 3 angka.",
            "Target baris ini bukan predikat.",
            "“Baik” bukan predikat skala baris ini.",
            "Baris ini tidak mempunyai anggaran sendiri.",
            "Tugas ini berstatus Menunggu verifikasi, jadi isiannya tidak dapat diubah.",
            "Tugas B-007 dengan masa itu tidak ada di unit Anda.",
        ]
    )
