"""Units brought in from a spreadsheet: the tree, its rules, undo."""

from collections.abc import Mapping
from typing import Any

import pytest

from accounts.models import Unit
from imports.models import Batch
from tests.factories.impor import (
    angka,
    impor,
    isi_sekarang,
    jenis_data,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.integration.accounts.dunia import Dunia

Baris = Mapping[str, Any]


def _baris(dunia: Dunia) -> list[dict[str, Any]]:
    """Return the rows of an institution as cells."""
    resource = jenis_data(dunia.instansi, dunia.admin, "unit")
    return [{n: resource.sel(n, v) for n, v in ada.nilai.items()} for ada in resource.ada()]


def _isi_tabel() -> list[tuple[Any, ...]]:
    return sorted(Unit.objects.values_list(), key=repr)


def _satu(dunia: Dunia, **isi: Any) -> Batch:
    return impor(dunia.instansi, dunia.admin, "unit", [isi])


def test_what_is_there_changes_nothing(alfa: Dunia, beta: Dunia) -> None:
    batch = impor(alfa.instansi, alfa.admin, "unit", _baris(alfa))
    assert (batch.keadaan, angka(batch), temuan(batch)) == (Batch.Keadaan.SAMA, (0, 0, 2, 0), [])


def test_a_new_branch_is_made_below_units_of_the_same_file_and_undone(
    alfa: Dunia, beta: Dunia
) -> None:
    before = _isi_tabel()
    rows = [
        *_baris(alfa),
        {"kode_unit": "bidang", "nama": "Bidang Data", "jenis": "Tim", "induk": "dinas-baru"},
        {
            "kode_unit": "dinas-baru",
            "nama": "Dinas Baru",
            "jenis": "Dinas",
            "induk": str(alfa.pimpinan),
        },
        {"kode_unit": "seksi", "nama": "Seksi", "jenis": "Tim", "induk": "Dinas Baru"},
    ]
    rows[1]["nama"] = "Badan Kepegawaian"
    rows[1]["penerus"] = "Dinas Baru"
    rows[1]["penerus"] = "dinas-baru"
    batch = impor(alfa.instansi, alfa.admin, "unit", rows)
    assert (temuan(batch), angka(batch)) == ([], (3, 1, 1, 0))
    batch = terapkan_langsung(batch, alfa.admin)
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN, batch.pesan
    dinas = Unit.objects.get(instansi=alfa.instansi, kode="dinas-baru")
    bidang = Unit.objects.get(instansi=alfa.instansi, kode="bidang")
    bkd = Unit.objects.get(pk=alfa.unit.pk)
    assert bidang.jalur == f"{alfa.pimpinan.pk}.{dinas.pk}.{bidang.pk}."
    assert (bidang.nama_pendek, dinas.jenis) == ("Bidang Data", "pd")
    assert (bkd.nama, bkd.penerus) == ("Badan Kepegawaian", dinas)
    assert len(isi_sekarang(alfa.instansi, alfa.admin, "unit")) == 5
    batch = urungkan_langsung(batch, alfa.admin)
    assert (batch.keadaan, batch.bentrok) == (Batch.Keadaan.DIURUNGKAN, [])
    assert _isi_tabel() == before


def test_moving_a_unit_moves_all_below_it(alfa: Dunia) -> None:
    tim = Unit.objects.create(
        instansi=alfa.instansi,
        induk=alfa.pimpinan,
        kode="tim",
        nama="Tim",
        nama_pendek="Tim",
        jenis="tim",
    )
    bawah = Unit.objects.create(
        instansi=alfa.instansi, induk=tim, kode="sub", nama="Sub", nama_pendek="Sub", jenis="tim"
    )
    before = _isi_tabel()
    rows = [row for row in _baris(alfa) if row["kode_unit"] == "tim"]
    rows[0]["induk"] = str(alfa.unit)
    batch = terapkan_langsung(impor(alfa.instansi, alfa.admin, "unit", rows), alfa.admin)
    bawah.refresh_from_db()
    assert bawah.jalur == f"{alfa.pimpinan.pk}.{alfa.unit.pk}.{tim.pk}.{bawah.pk}."
    urungkan_langsung(batch, alfa.admin)
    assert _isi_tabel() == before


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({"induk": "bkd-alfa"}, "Unit induk ini berada di bawah unit itu sendiri."),
        ({"penerus": "pimpinan-alfa"}, "Unit penerus ini diteruskan kembali ke unit itu sendiri."),
        (
            {"aktif_mulai": "01-02-2026", "aktif_selesai": "01-01-2026"},
            "Aktif sampai lebih awal daripada Aktif sejak.",
        ),
        ({"aktif_selesai": "31-12-2027"}, "Akhiri dahulu unit di bawahnya: bkd-alfa alfa."),
    ],
)
def test_a_tree_that_cannot_be_is_refused(alfa: Dunia, isi: Baris, pesan: str) -> None:
    rows = _baris(alfa)
    rows[0] |= isi
    batch = impor(alfa.instansi, alfa.admin, "unit", rows)
    assert (batch.keadaan, pesan) == (Batch.Keadaan.BERMASALAH, temuan(batch)[0][2])


def test_a_second_top_an_unknown_parent_and_a_bad_code_are_refused(
    alfa: Dunia, beta: Dunia
) -> None:
    batch = impor(
        alfa.instansi,
        alfa.admin,
        "unit",
        [
            {"kode_unit": "atas", "nama": "Atas", "jenis": "Biro", "induk": None},
            {"kode_unit": "x", "nama": "X", "jenis": "Biro", "induk": "bkd-beta"},
            {"kode_unit": "a b", "nama": "A", "jenis": "Biro", "induk": "bkd-alfa"},
        ],
    )
    assert [pesan for _, _, pesan in temuan(batch)] == [
        "Kode hanya boleh berisi huruf, angka, tanda hubung, atau garis bawah.",
        "Instansi ini sudah mempunyai unit paling atas.",
        "Unit “bkd-beta” tidak dikenal.",
    ]
    assert angka(batch) == (0, 0, 0, 3)
    assert Unit.objects.filter(instansi=beta.instansi).count() == 2


def test_a_unit_in_use_stands_against_undo(alfa: Dunia) -> None:
    batch = terapkan_langsung(
        _satu(alfa, kode_unit="baru", nama="Baru", jenis="Biro", induk="pimpinan-alfa"), alfa.admin
    )
    baru = Unit.objects.get(kode="baru")
    alfa.operator.membership_set.update(unit=baru)
    batch = urungkan_langsung(batch, alfa.admin)
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN
    assert [row["sebab"] for row in batch.bentrok] == ["Sudah dipakai pada keanggotaan."]


def test_a_unit_made_below_a_moved_one_goes_back_with_it(alfa: Dunia) -> None:
    lain = Unit.objects.create(
        instansi=alfa.instansi, induk=alfa.pimpinan, kode="lain", nama="Lain", jenis="pd"
    )
    rows = _baris(alfa)
    moved = next(row for row in rows if row["kode_unit"] == alfa.unit.kode)
    batch = terapkan_langsung(
        impor(alfa.instansi, alfa.admin, "unit", [{**moved, "induk": "lain"}]), alfa.admin
    )
    assert batch.keadaan == Batch.Keadaan.DITERAPKAN, batch.pesan
    bkd = Unit.objects.get(pk=alfa.unit.pk)
    anak = Unit.objects.create(
        instansi=alfa.instansi, induk=bkd, kode="anak", nama="Anak", jenis="tim"
    )
    assert anak.jalur == f"{alfa.pimpinan.pk}.{lain.pk}.{bkd.pk}.{anak.pk}."
    batch = urungkan_langsung(batch, alfa.admin)
    assert batch.keadaan == Batch.Keadaan.DIURUNGKAN, (batch.pesan, batch.bentrok)
    anak.refresh_from_db()
    assert anak.jalur == f"{alfa.pimpinan.pk}.{bkd.pk}.{anak.pk}."
