"""A Road Map copied into other years."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from accounts.models import Unit
from evidence.actions import mulai_rencana
from evidence.actions.salin import salin_rencana
from evidence.models import Butir, Capaian, Rencana
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.lembar import lembar
from roadmap.models import (
    AturanUkur,
    BarisAksi,
    CatatanSumber,
    Indikator,
    Kegiatan,
    KelompokSasaran,
    Program,
    RealisasiTercatat,
    RoadMap,
    Sasaran,
    Senarai,
    TargetTahun,
    TotalTercetak,
)
from roadmap.salin import geser_teks
from tests.factories.roadmap import BARIS, INDIKATOR, bangun_roadmap, kirim_realisasi

JARAK = 3


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """A running Road Map with a claim, and one revised target."""
    d = bangun_roadmap("alfa")
    kirim_realisasi(d.rm.capaian("A-006"), d.op2, [3])
    ubah_target(
        butir_id=d.rm.butir["B05"].pk,
        tahun=d.rm.tahun[2],
        isi=IsiTarget(target="7 unit", anggaran=None, alasan="Naik.", dasar_hukum="Pergub 1"),
        versi=1,
        by=d.admin,
    )
    return d


def salin(d: SimpleNamespace) -> Rencana:
    """The copy, three years later."""
    return salin_rencana(
        rencana_id=d.rm.rencana.pk, tahun=d.rm.rencana.tahun + JARAK, by=d.admin
    ).rencana


def isi(model: type[Model], where: str, rencana: Rencana, *names: str) -> list[tuple[Any, ...]]:
    """Columns of the rows of a plan, sorted."""
    rows = model._default_manager.filter(**{where: rencana})
    return sorted(rows.values_list(*names), key=repr)


@pytest.mark.parametrize(
    ("model", "where", "names", "jumlah"),
    [
        (KelompokSasaran, "roadmap__rencana", ("kode", "urut", "jalur", "teks"), 2),
        (Sasaran, "kelompok__roadmap__rencana", ("kelompok__kode", "urut", "teks"), 3),
        (
            Indikator,
            "butir__rencana",
            ("butir__kode", "sasaran__teks", "kode", "urut", "teks", "sub", "sasaran_tercetak"),
            5,
        ),
        (Program, "roadmap__rencana", ("huruf", "nama", "judul_tercetak", "urut"), 2),
        (Kegiatan, "program__roadmap__rencana", ("program__huruf", "no", "nama", "urut"), 3),
        (
            BarisAksi,
            "kegiatan__program__roadmap__rencana",
            (
                "kegiatan__nama",
                "butir__kode",
                "kode",
                "urut",
                "tipe",
                "no_tercetak",
                "kegiatan_tercetak",
                "sub_induk",
                "sub_kegiatan",
                "indikator_tercetak",
                "indikator",
                "penanggung_jawab",
                "anggaran_pada__kode",
            ),
            8,
        ),
        (
            AturanUkur,
            "butir__rencana",
            ("butir__kode", "versi", "kini", "arah", "rumus", "sifat", "batas_atas", "skala"),
            12,
        ),
    ],
)
def test_the_copy_has_every_row_of_the_source(
    d: SimpleNamespace, model: type[Model], where: str, names: tuple[str, ...], jumlah: int
) -> None:
    baru = salin(d)
    found = isi(model, where, baru, *names)
    assert found == isi(model, where, d.rm.rencana, *names)
    assert len(found) == jumlah


def test_targets_in_force_move_with_the_years_as_the_first_version(d: SimpleNamespace) -> None:
    baru = salin(d)
    cells = {
        (row.butir.kode, row.tahun): (row.target_mentah, row.anggaran_mentah)
        for row in TargetTahun.objects.filter(butir__rencana=baru).select_related("butir")
    }
    years = [tahun + JARAK for tahun in d.rm.tahun]
    expected = {
        (kode, tahun): (raw, "")
        for kode, (_, targets) in INDIKATOR.items()
        for tahun, raw in zip(years, targets, strict=True)
    } | {
        (kode, tahun): cell
        for kode, row in BARIS.items()
        for tahun, cell in zip(years, row, strict=True)
    }
    expected["B05", years[2]] = ("7 unit", "")
    assert cells == expected
    rows = TargetTahun.objects.filter(butir__rencana=baru)
    assert set(rows.values_list("versi", "kini", "alasan", "oleh")) == {(1, True, "", d.admin.pk)}
    sheet = lembar(baru, d.ketua, at=timezone.now())
    copy = Butir.objects.get(rencana=baru, kode="B05")
    assert [s.target.mentah for s in sheet.baris(copy.pk)] == ["2 unit", "3 unit", "7 unit"]


def test_what_only_the_source_can_say_stays_behind(d: SimpleNamespace) -> None:
    baru = salin(d)
    document = RoadMap.objects.get(rencana=baru)
    first = d.rm.tahun[0] + JARAK
    assert document.judul == f"ROAD MAP UJI {first}-{first + 2}"
    assert (document.nomor_raw, document.tanggal_raw, document.penandatangan) == ("", "", "")
    assert (document.instrumen, document.sumber, document.judul_lampiran) == ("", "", [])
    assert [list(g.kepala_tahun) for g in document.kelompok_set.all()] == [
        [str(first), str(first + 1), str(first + 2)]
    ] * 2
    for model in (TotalTercetak, CatatanSumber, Senarai):
        assert not model.objects.filter(roadmap=document).exists()
    assert not RealisasiTercatat.objects.filter(capaian__butir__rencana=baru).exists()
    assert RealisasiTercatat.objects.filter(capaian__butir__rencana=d.rm.rencana).count() == 1


def test_the_copy_can_be_started(d: SimpleNamespace) -> None:
    baru = salin(d)
    made = mulai_rencana(rencana_id=baru.pk, by=d.admin)
    assert made == 90
    tasks = Capaian.objects.filter(butir__rencana=baru)
    assert {c.selesai.year for c in tasks} == {tahun + JARAK for tahun in d.rm.tahun}


def test_ended_units_are_replaced_and_revoked_rows_left_out(d: SimpleNamespace) -> None:
    Unit.objects.filter(pk=d.dinkes.pk).update(
        aktif_selesai=timezone.localdate() - timedelta(days=1), penerus=d.pupr
    )
    Butir.objects.filter(pk=d.rm.butir["A-001"].pk).update(
        dicabut=timezone.now(), dasar_cabut="Pergub 2"
    )
    hasil = salin_rencana(rencana_id=d.rm.rencana.pk, tahun=d.rm.rencana.tahun + JARAK, by=d.admin)
    rows = BarisAksi.objects.filter(kegiatan__program__roadmap__rencana=hasil.rencana)
    assert sorted(rows.values_list("kode", flat=True)) == [
        "A-002",
        "A-003",
        "A-004",
        "A-005",
        "A-006",
        "B-007",
        "B-008",
    ]
    assert set(Butir.objects.filter(rencana=hasil.rencana).values_list("unit", flat=True)) == {
        d.pupr.pk
    }
    assert rows.get(kode="A-002").anggaran_pada is None
    first = d.rm.tahun[0] + JARAK
    assert list(hasil.perlu) == [
        "Baris A-002 berbagi anggaran dengan baris yang sudah dicabut. Isi anggarannya sendiri.",
        f"Periksa target dan anggaran {first} sampai {first + 2}: disalin dari "
        f"{d.rm.rencana.nama} dan belum ditetapkan untuk tahun-tahun itu.",
    ]


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("ROAD MAP 2018-2022", "ROAD MAP 2023-2027"),
        ("Target 2018 dan 2019", "Target 2023 dan 2024"),
        ("UUD 1945, nomor 20180", "UUD 1945, nomor 20180"),
        ("", ""),
    ],
)
def test_only_years_of_the_plan_move(teks: str, hasil: str) -> None:
    plan = Rencana(mulai=date(2018, 1, 1), selesai=date(2022, 12, 31))
    assert geser_teks(teks, plan, 5) == hasil
