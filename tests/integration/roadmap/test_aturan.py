"""The rule of a row: versions, the figures that a change brings, who may."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Capaian, Rencana
from evidence.workflow import NotAllowed
from roadmap.actions.aturan import IsiAturan, RevisiAturan, baca_aturan, ubah_aturan
from roadmap.lembar import lembar
from roadmap.models import AturanUkur
from tests.factories import buat_user, segar
from tests.factories.roadmap import buat_roadmap, kirim_realisasi, verifikasi_realisasi
from tests.integration.evidence.conftest import bangun_dunia
from ukuran.models import SkalaPredikat

BIASA = IsiAturan(
    arah="maks",
    rumus="selisih",
    cara_predikat="tercapai",
    sifat="tahunan",
    batas_atas=Decimal(100),
    skala_id=None,
    alasan="Disepakati dengan Inspektorat.",
)


def _dunia(kode: str) -> SimpleNamespace:
    found = bangun_dunia(kode)
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr])
    found.admin = buat_user(f"admin2.{kode}", Role.ADMIN, found.akar)
    return found


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """A running Road Map: last year, this year, the next."""
    return _dunia("alfa")


def _ubah(dunia: SimpleNamespace, kode: str, isi: IsiAturan, **lain: Any) -> RevisiAturan:
    return ubah_aturan(
        butir_id=dunia.rm.butir[kode].pk,
        isi=isi,
        versi=lain.pop("versi", 1),
        by=lain.pop("by", dunia.admin),
        **lain,
    )


def _diverifikasi(dunia: SimpleNamespace, kode: str, *angka: list[int]) -> None:
    """Verify figures in the first and the second year, by the unit that owns the row."""
    operator = dunia.operator if kode in ("B01", "B02", "B03") else dunia.operator_pupr
    for tahun, isi in zip(dunia.rm.tahun, angka, strict=False):
        task = dunia.rm.capaian(kode, tahun)
        kirim_realisasi(task, operator, isi)
        verifikasi_realisasi(task, dunia.verifikator)


def _angka(dunia: SimpleNamespace, kode: str) -> list[Decimal | None]:
    sheet = lembar(dunia.rm.rencana, dunia.ketua, at=timezone.now())
    return [cell.capaian for cell in sheet.baris(dunia.rm.butir[kode].pk)]


CONTOH: dict[str, tuple[str, Any, IsiAturan, tuple[list[Any], list[Any]]]] = {
    # target 20 and 15 kasus, realisasi 10 and 20
    "banding": (
        "B03",
        ([10], [20]),
        replace(BIASA, arah="min", rumus="banding", batas_atas=Decimal(150)),
        ([100, Decimal("66.667")], [150, 75]),
    ),
    # target 2 and 3 units each year, realisasi 2 and 1
    "tahunan": ("B05", ([2], [1]), BIASA, ([100, 60], [100, Decimal("33.333")])),
    # target 70 and 80 percent, realisasi 84 and 60
    "batas": (
        "B02",
        ([84], [60]),
        replace(BIASA, batas_atas=Decimal(120)),
        ([100, 75], [120, 75]),
    ),
    # 20 + 15 kasus, realisasi 10 + 30: (2 x 35 - 40) / 35
    "kumulatif": (
        "B03",
        ([10], [30]),
        replace(BIASA, arah="min", sifat="kumulatif"),
        ([100, 0], [100, Decimal("85.714")]),
    ),
}


@pytest.mark.parametrize("nama", CONTOH)
def test_the_preview_is_what_the_sheet_says_afterwards(dunia: SimpleNamespace, nama: str) -> None:
    kode, angka, isi, (before, after) = CONTOH[nama]
    _diverifikasi(dunia, kode, *angka)
    seen = _rounded(_angka(dunia, kode))
    butir = dunia.rm.butir[kode]
    butir.rencana = dunia.rm.rencana
    shown = baca_aturan(butir, isi, timezone.now())
    assert AturanUkur.objects.filter(butir=butir).count() == 1
    assert seen[:2] == before
    assert seen[2] is None
    assert _rounded([beda.sel.capaian for beda in shown.tahun]) == seen
    assert _rounded([beda.hasil.terbatas for beda in shown.tahun[:2]]) == after
    done = _ubah(dunia, kode, isi)
    sheet = lembar(dunia.rm.rencana, dunia.ketua, at=timezone.now())
    for cell, beda in zip(sheet.baris(butir.pk), done.tahun, strict=True):
        assert (cell.hasil, cell.hasil_klaim, cell.pita) == (
            beda.hasil, beda.hasil_klaim, beda.pita
        )  # fmt: skip


def _rounded(values: list[Decimal | None]) -> list[Decimal | None]:
    return [None if v is None else round(v, 3) for v in values]


def test_versions_stand_beside_each_other(dunia: SimpleNamespace) -> None:
    _ubah(dunia, "B02", replace(BIASA, batas_atas=Decimal(110)))
    rows = AturanUkur.objects.filter(butir=dunia.rm.butir["B02"]).order_by("versi")
    assert list(rows.values_list("versi", "kini", "batas_atas", "asal", "oleh")) == [
        (1, False, Decimal(100), "portal", None),
        (2, True, Decimal(110), "instansi", dunia.admin.pk),
    ]
    event = Kejadian.objects.get(aksi="roadmap.aturan_ubah")
    assert event.isi == {
        "butir": "B02",
        "versi": 2,
        "lama": {
            "arah": "maks", "rumus": "selisih", "cara_predikat": "tercapai",
            "sifat": "tahunan", "batas_atas": "100.0", "skala": "",
        },
        "baru": {
            "arah": "maks", "rumus": "selisih", "cara_predikat": "tercapai",
            "sifat": "tahunan", "batas_atas": "110", "skala": "",
        },
        "alasan": BIASA.alasan,
        "tahun_berubah": [],
        "tugas_dibuat": 0,
        "tugas_dicabut": [],
    }  # fmt: skip


def test_a_target_of_zero_is_asked_for_where_less_is_better(dunia: SimpleNamespace) -> None:
    butir, tahun = dunia.rm.butir["A-005"], dunia.rm.tahun[2]  # "0" in the third year

    def windows() -> int:
        rows = Capaian.objects.filter(butir=butir, selesai__year=tahun, gugur__isnull=True)
        return rows.count()

    assert windows() == 0
    done = _ubah(dunia, "A-005", replace(BIASA, arah="min"))
    assert [(t, len(d.dibuat)) for t, d in done.dampak] == [(tahun, 4)]
    assert windows() == 4
    back = _ubah(dunia, "A-005", BIASA, versi=2)
    assert [(t, len(d.dicabut)) for t, d in back.dampak] == [(tahun, 4)]
    assert windows() == 0


def test_past_days_keep_the_rule_of_that_day(db: None, data_folder: object) -> None:
    zone = timezone.get_current_timezone()
    dunia = bangun_dunia("contoh", contoh=True)
    dunia.rm = buat_roadmap(
        dunia.instansi, [dunia.bkd, dunia.pupr], tahun=2024, at=datetime(2024, 1, 1, tzinfo=zone)
    )
    dunia.admin = buat_user("admin2.contoh", Role.ADMIN, dunia.akar)
    task = dunia.rm.capaian("B02", 2024)
    kirim_realisasi(task, dunia.operator, [84], at=datetime(2024, 5, 1, tzinfo=zone))
    verifikasi_realisasi(task, dunia.verifikator, at=datetime(2024, 5, 2, tzinfo=zone))
    isi = replace(BIASA, batas_atas=Decimal(120))
    _ubah(dunia, "B02", isi, at=datetime(2024, 7, 1, tzinfo=zone))

    def said(month: int) -> Decimal | None:
        at = datetime(2024, month, 20, tzinfo=zone)
        found = lembar(dunia.rm.rencana, dunia.ketua, at=at, lampau=True)
        return found.sel(dunia.rm.butir["B02"].pk, 2024).capaian

    assert [said(6), said(7)] == [100, 120]


def test_a_scale_of_another_institution_can_not_be_named(dunia: SimpleNamespace) -> None:
    lain = _dunia("beta")
    foreign = SkalaPredikat.objects.create(
        instansi=lain.instansi, kode="lain", nama="Lain", tingkat=[]
    )
    for pk in (foreign.pk, 10**9):
        with pytest.raises(IsianKurang) as error:
            _ubah(dunia, "B01", replace(BIASA, skala_id=pk))
        assert error.value.galat == {"skala": "Pilih skala dari daftar."}


def test_targets_that_are_no_grade_of_the_scale_are_named(dunia: SimpleNamespace) -> None:
    sakip = SkalaPredikat.objects.get(instansi=None, kode="sakip")
    done = _ubah(dunia, "B01", replace(BIASA, skala_id=sakip.pk))
    first, second, third = dunia.rm.tahun
    assert done.asing == (
        f"{first}: WDP tidak ada pada skala ini.",
        f"{second}: WTP tidak ada pada skala ini.",
        f"{third}: WTP tidak ada pada skala ini.",
    )


@pytest.mark.parametrize(
    ("isi", "galat"),
    [
        ({"alasan": " "}, {"alasan": "Tulis alasan perubahan."}),
        ({"batas_atas": Decimal("99.9")}, {"batas_atas": "Antara 100 dan 9.999,9."}),
        ({"batas_atas": Decimal("NaN")}, {"batas_atas": "Antara 100 dan 9.999,9."}),
        ({"batas_atas": Decimal(10_000)}, {"batas_atas": "Antara 100 dan 9.999,9."}),
        (
            {"batas_atas": Decimal("100.05")},
            {"batas_atas": "Paling banyak satu angka di belakang koma."},
        ),
        ({"arah": "naik"}, {"arah": "Pilih dari daftar."}),
        ({}, {"": "Belum ada yang berubah: aturan sama dengan yang berlaku."}),
    ],
)
def test_what_is_refused_is_named(
    dunia: SimpleNamespace, isi: dict[str, Any], galat: dict[str, str]
) -> None:
    with pytest.raises(IsianKurang) as error:
        _ubah(dunia, "B02", replace(BIASA, **isi))
    assert error.value.galat == galat


def test_two_changes_of_one_version_and_one_wins(dunia: SimpleNamespace) -> None:
    _ubah(dunia, "B02", replace(BIASA, batas_atas=Decimal(110)))
    with pytest.raises(Bentrok):
        _ubah(dunia, "B02", replace(BIASA, batas_atas=Decimal(120)))
    assert AturanUkur.objects.filter(butir=dunia.rm.butir["B02"]).count() == 2


PERAN = ("operator", "operator_pupr", "verifikator", "ketua", "auditor", "auditor_tugas", "admin")


@pytest.mark.parametrize("keadaan", ["disusun", "berjalan", "ditutup"])
@pytest.mark.parametrize("peran", [*PERAN, "admin_lain"])
def test_who_changes_a_rule(
    client: Client, dunia: SimpleNamespace, peran: str, keadaan: str
) -> None:
    if peran == "admin_lain":
        dunia.admin_lain = _dunia("beta").admin
    Rencana.objects.filter(pk=dunia.rm.rencana.pk).update(status=keadaan)
    user = segar(getattr(dunia, peran))
    client.force_login(user)
    url = reverse("roadmap_aturan", args=[dunia.rm.butir["B02"].pk])
    wanted = {"admin": 200, "admin_lain": 404}.get(peran, 403)
    assert client.get(url).status_code == wanted
    isi = replace(BIASA, batas_atas=Decimal(110))
    if peran == "admin" and keadaan != "ditutup":
        assert _ubah(dunia, "B02", isi, by=user).baru.versi == 2
        return
    with pytest.raises(NotAllowed if peran == "admin" else Denied):
        _ubah(dunia, "B02", isi, by=user)
    assert client.post(url, _data("110")).status_code == wanted
    assert AturanUkur.objects.filter(butir=dunia.rm.butir["B02"]).count() == 1


def _data(batas: str, langkah: str = "simpan", **lain: str) -> dict[str, str]:
    return {"arah": "maks", "rumus": "selisih", "cara_predikat": "tercapai", "sifat": "tahunan",
            "skala": "", "batas_atas": batas, "alasan": "Disepakati.", "versi": "1",
            "langkah": langkah, **lain}  # fmt: skip


def test_the_page_shows_figures_before_it_saves(client: Client, dunia: SimpleNamespace) -> None:
    _diverifikasi(dunia, "B02", [84])
    client.force_login(dunia.admin)
    url = reverse("roadmap_aturan", args=[dunia.rm.butir["B02"].pk])
    text = " ".join(client.post(url, _data("120", "pratinjau")).content.decode().split())
    assert "84 / 70 x 100" in text
    assert "120%" in text
    assert text.count("berubah</span>") == 1
    assert AturanUkur.objects.filter(butir=dunia.rm.butir["B02"]).count() == 1
    back = client.post(url, _data("120", "isi")).content.decode()
    assert 'value="120"' in back
    answer = client.post(url, _data("120"))
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert "Disepakati." in client.get(url).content.decode()
    stale = client.post(url, _data("130"))
    assert stale.status_code == 409
    assert 'name="versi" value="2"' in stale.content.decode()
    wrong = client.post(url, _data("50", versi="2"))
    assert wrong.status_code == 422
    assert 'value="50"' in wrong.content.decode()
