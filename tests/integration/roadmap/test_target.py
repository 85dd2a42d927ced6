"""Revision of targets: versions, tasks that follow, who may, what is shown before it is saved."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Capaian, Rencana
from evidence.workflow import NotAllowed
from roadmap.actions.target import IsiTarget, Revisi, ubah_target
from roadmap.lembar import lembar
from roadmap.models import Realisasi, TargetTahun
from tests.factories import buat_user, segar
from tests.factories.roadmap import buat_roadmap, isi_realisasi
from tests.integration.evidence.conftest import bangun_dunia

ALASAN, DASAR = "Anggaran dikurangi.", "Perubahan RPJMD 2027"


def _dunia(kode: str) -> SimpleNamespace:
    found = bangun_dunia(kode)
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr])
    found.admin = buat_user(f"admin2.{kode}", Role.ADMIN, found.akar)
    return found


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """A running Road Map: last year, this year, the next."""
    return _dunia("alfa")


@pytest.fixture
def lampau(db: None, data_folder: object) -> SimpleNamespace:
    """A CONTOH institution whose Road Map of 2024 to 2026 was started on its first day."""
    found = bangun_dunia("contoh", contoh=True)
    found.mulai = datetime(2024, 1, 1, 8, tzinfo=timezone.get_current_timezone())
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr], tahun=2024, at=found.mulai)
    found.admin = buat_user("admin2.contoh", Role.ADMIN, found.akar)
    return found


def _isi(target: str, anggaran: str | None = None, **lain: str) -> IsiTarget:
    return IsiTarget(target, anggaran, lain.get("alasan", ALASAN), lain.get("dasar", DASAR))


def _revisi(dunia: SimpleNamespace, kode: str, tahun: int, isi: IsiTarget, **lain: Any) -> Revisi:
    return ubah_target(
        butir_id=dunia.rm.butir[kode].pk,
        tahun=tahun,
        isi=isi,
        versi=lain.pop("versi", 1),
        by=lain.pop("by", dunia.admin),
        **lain,
    )


def _rows(dunia: SimpleNamespace, kode: str, tahun: int) -> list[tuple[Any, ...]]:
    rows = TargetTahun.objects.filter(butir=dunia.rm.butir[kode], tahun=tahun).order_by("versi")
    return list(rows.values_list("versi", "kini", "target_mentah", "anggaran_mentah"))


def _tugas(dunia: SimpleNamespace, kode: str, tahun: int) -> list[tuple[Any, ...]]:
    """Windows of a row in a year that still count: first and last month, and their documents."""
    rows = Capaian.objects.filter(
        butir=dunia.rm.butir[kode], selesai__year=tahun, gugur__isnull=True
    )
    return [
        (row.mulai.month, row.selesai.month, row.pemenuhan_set.count())
        for row in rows.order_by("mulai")
    ]


def test_a_new_version_stands_beside_what_is_printed(dunia: SimpleNamespace) -> None:
    tahun = dunia.rm.tahun[1]
    _revisi(dunia, "A-001", tahun, _isi("12 tim, 9 PD", "1.200.287"))
    assert _rows(dunia, "A-001", tahun) == [
        (1, False, "18 kasus/18 laporan", "150,500"),
        (2, True, "12 tim, 9 PD", "1,200,287"),
    ]
    row = TargetTahun.objects.get(butir=dunia.rm.butir["A-001"], tahun=tahun, kini=True)
    assert (row.target_jenis, row.komponen, row.anggaran_jenis, row.anggaran_ribu) == (
        "majemuk",
        [{"jumlah": "12", "satuan": "tim"}, {"jumlah": "9", "satuan": "PD"}],
        "jumlah",
        1_200_287,
    )
    assert (row.oleh, row.alasan, row.dasar_hukum) == (dunia.admin, ALASAN, DASAR)
    event = Kejadian.objects.get(aksi="roadmap.target_ubah")
    assert (event.instansi, event.aktor_nama) == ("alfa", "Nama admin2.alfa")
    assert event.isi == {
        "butir": "A-001",
        "tahun": tahun,
        "versi": 2,
        "target": ["18 kasus/18 laporan", "12 tim, 9 PD"],
        "anggaran_ribu": ["150,500", "1,200,287"],
        "alasan": ALASAN,
        "dasar": DASAR,
        "tugas_dibuat": 0,
        "tugas_dicabut": [],
        "tugas_tetap": [],
        "beda_susunan": [],
    }


def test_a_grade_is_read_by_the_scale_of_the_row(dunia: SimpleNamespace) -> None:
    tahun = dunia.rm.tahun[2]
    _revisi(dunia, "B01", tahun, _isi(" wdp "))
    row = TargetTahun.objects.get(butir=dunia.rm.butir["B01"], tahun=tahun, kini=True)
    assert (row.target_mentah, row.target_jenis, row.predikat) == ("wdp", "predikat", "WDP")
    assert row.anggaran_jenis == ""  # Bab III.B has no budget column


def test_a_row_that_shares_a_budget_keeps_its_blank_cell(dunia: SimpleNamespace) -> None:
    tahun = dunia.rm.tahun[1]
    _revisi(dunia, "A-002", tahun, _isi("21 PD, 20 UPT"))
    assert _rows(dunia, "A-002", tahun)[1] == (2, True, "21 PD, 20 UPT", "")


def test_a_year_that_is_asked_again_gets_its_windows(dunia: SimpleNamespace) -> None:
    tahun = dunia.rm.tahun[2]
    assert _tugas(dunia, "A-006", tahun) == []
    done = _revisi(dunia, "A-006", tahun, _isi("3x", ""))
    assert _tugas(dunia, "A-006", tahun) == [(1, 3, 1), (4, 6, 1), (7, 9, 1), (10, 12, 1)]
    assert len(done.dampak.dibuat) == 4


def test_only_windows_from_today_on_are_made(lampau: SimpleNamespace) -> None:
    now = datetime(2024, 7, 1, 9, tzinfo=timezone.get_current_timezone())
    _revisi(lampau, "A-006", 2024, _isi("3x", ""), at=now)
    assert _tugas(lampau, "A-006", 2024) == [(7, 9, 1), (10, 12, 1)]
    later = datetime(2024, 9, 30, 9, tzinfo=timezone.get_current_timezone())
    _revisi(lampau, "A-005", 2024, _isi("1 kegiatan", "-"), at=later)
    assert _tugas(lampau, "A-005", 2024) == [(7, 9, 1), (10, 12, 1)]


def test_a_budget_alone_asks_too(dunia: SimpleNamespace) -> None:
    tahun = dunia.rm.tahun[2]
    _revisi(dunia, "A-006", tahun, _isi("", "10.000"))
    assert len(_tugas(dunia, "A-006", tahun)) == 4


def test_a_year_that_is_asked_no_more_loses_its_untouched_tasks(dunia: SimpleNamespace) -> None:
    tahun = dunia.rm.tahun[2]
    worked = dunia.rm.capaian("A-001", tahun, ke=2)
    isi_realisasi(worked, dunia.operator, [1, 2, 3])
    done = _revisi(dunia, "A-001", tahun, _isi("-", "-"))
    assert _tugas(dunia, "A-001", tahun) == [(4, 6, 1)]
    assert [row.pk for row in done.dampak.tetap] == [worked.pk]
    gone = Capaian.objects.filter(butir=dunia.rm.butir["A-001"], gugur__isnull=False)
    assert sorted(gone.values_list("mulai__month", "digantikan_oleh")) == [
        (1, None), (7, None), (10, None)
    ]  # fmt: skip
    assert len(_tugas(dunia, "A-001", dunia.rm.tahun[1])) == 4  # other years stay
    _revisi(dunia, "A-001", tahun, _isi("5 tim", "-"), versi=2)
    assert _tugas(dunia, "A-001", tahun) == [(1, 3, 1), (4, 6, 1), (7, 9, 1), (10, 12, 1)]


def test_figures_of_other_components_are_kept(dunia: SimpleNamespace) -> None:
    tahun = dunia.rm.tahun[1]
    worked = dunia.rm.capaian("A-001", tahun)
    isi_realisasi(worked, dunia.operator, [7, 9], pagu=100, anggaran=50)
    done = _revisi(dunia, "A-001", tahun, _isi("15 tim, 10 PD, 8 kab/kota", "150,500"))
    assert [row.pk for row in done.dampak.beda] == [worked.pk]
    draft = Realisasi.objects.get(capaian=worked)
    assert draft.komponen == ["7", "9"]
    assert [draft.pagu, draft.anggaran] == [100, 50]
    same = _revisi(dunia, "A-001", tahun, _isi("16 tim, 11 PD, 8 kab/kota", "150,500"), versi=2)
    assert same.dampak.beda == ()


def test_past_days_keep_the_target_of_that_day(lampau: SimpleNamespace) -> None:
    when = datetime(2024, 7, 1, 9, tzinfo=timezone.get_current_timezone())
    _revisi(lampau, "B02", 2024, _isi("75%"), at=when)
    pk = lampau.rm.butir["B02"].pk

    def said(month: int) -> str:
        at = datetime(2024, month, 20, tzinfo=timezone.get_current_timezone())
        found = lembar(lampau.rm.rencana, lampau.ketua, at=at, lampau=True)
        return found.sel(pk, 2024).target.mentah

    assert [said(6), said(7)] == ["70% (rata-rata)", "75%"]
    kini = lembar(lampau.rm.rencana, lampau.ketua, at=timezone.now())
    assert kini.sel(pk, 2024).target.mentah == "75%"


def test_a_year_without_printed_target_begins_at_version_two(lampau: SimpleNamespace) -> None:
    TargetTahun.objects.filter(butir=lampau.rm.butir["B02"], tahun=2025).delete()
    when = datetime(2024, 7, 1, 9, tzinfo=timezone.get_current_timezone())
    _revisi(lampau, "B02", 2025, _isi("75%"), versi=0, at=when)
    assert _rows(lampau, "B02", 2025) == [(2, True, "75%", "")]
    before = lembar(lampau.rm.rencana, lampau.ketua, at=lampau.mulai, lampau=True)
    assert before.sel(lampau.rm.butir["B02"].pk, 2025).target.ada is False


def test_two_revisions_of_one_version_and_one_wins(dunia: SimpleNamespace) -> None:
    tahun = dunia.rm.tahun[1]
    _revisi(dunia, "B02", tahun, _isi("85%"))
    other = buat_user("admin3.alfa", Role.ADMIN, dunia.akar)
    with pytest.raises(Bentrok, match="diubah oleh Nama admin2"):
        _revisi(dunia, "B02", tahun, _isi("95%"), by=other)
    assert [row[2] for row in _rows(dunia, "B02", tahun)] == ["80%", "85%"]
    assert Kejadian.objects.filter(aksi="roadmap.target_ubah").count() == 1


@pytest.mark.parametrize(
    ("isi", "galat"),
    [
        (_isi("85%", alasan=" "), {"alasan": "Tulis alasan perubahan."}),
        (
            _isi("85%", dasar=""),
            {"dasar_hukum": "Sebutkan dasar perubahan, misalnya nomor peraturan."},
        ),
        (_isi("x" * 201), {"target": "Target paling panjang 200 huruf."}),
        (_isi("kata " * 30), {"target": "Target berupa kata paling panjang 120 huruf."}),
        (
            _isi("80%"),
            {"target": "Belum ada yang berubah: target dan anggaran sama dengan yang berlaku."},
        ),
        (_isi("80%", "1,000"), {"anggaran": "Baris ini tidak mempunyai anggaran sendiri."}),
    ],
)
def test_what_is_refused_is_named(
    dunia: SimpleNamespace, isi: IsiTarget, galat: dict[str, str]
) -> None:
    with pytest.raises(IsianKurang) as error:
        _revisi(dunia, "B02", dunia.rm.tahun[1], isi)
    assert galat.items() <= error.value.galat.items()
    assert len(_rows(dunia, "B02", dunia.rm.tahun[1])) == 1


@pytest.mark.parametrize("anggaran", ["satu juta", "1,5", "-5", "1.000,00", "9" * 41])
def test_a_budget_that_cannot_be_read_is_refused(dunia: SimpleNamespace, anggaran: str) -> None:
    with pytest.raises(IsianKurang) as error:
        _revisi(dunia, "A-001", dunia.rm.tahun[1], _isi("5 tim", anggaran))
    assert error.value.galat == {
        "anggaran": "Tulis dalam ribuan rupiah, misalnya 1.200.287; atau '-' atau kosong."
    }


def test_a_year_outside_the_plan_is_refused(dunia: SimpleNamespace) -> None:
    with pytest.raises(IsianKurang):
        _revisi(dunia, "B02", dunia.rm.tahun[2] + 1, _isi("85%"), versi=0)


PERAN = {
    "operator": False,
    "operator_pupr": False,
    "verifikator": False,
    "ketua": False,
    "auditor": False,
    "auditor_tugas": False,
    "admin": True,
}


@pytest.mark.parametrize("keadaan", ["disusun", "berjalan", "ditutup"])
@pytest.mark.parametrize("peran", [*PERAN, "admin_lain"])
def test_who_revises_in_which_state(
    client: Client, dunia: SimpleNamespace, peran: str, keadaan: str
) -> None:
    if peran == "admin_lain":
        dunia.admin_lain = _dunia("beta").admin
    Rencana.objects.filter(pk=dunia.rm.rencana.pk).update(status=keadaan)
    tahun, user = dunia.rm.tahun[1], segar(getattr(dunia, peran))
    may = PERAN.get(peran, False)
    client.force_login(user)
    url = reverse("roadmap_target", args=[dunia.rm.butir["B02"].pk, tahun])
    wanted = 404 if peran == "admin_lain" else 200 if may else 403
    assert client.get(url).status_code == wanted
    before = _rows(dunia, "B02", tahun)
    if may and keadaan != "ditutup":
        _revisi(dunia, "B02", tahun, _isi("85%"), by=user)
        assert len(_rows(dunia, "B02", tahun)) == 2
        return
    with pytest.raises(NotAllowed if may else Denied):
        _revisi(dunia, "B02", tahun, _isi("85%"), by=user)
    answer = client.post(url, _data("85%"))
    assert answer.status_code == (200 if may else wanted)  # closed: the page says why
    assert _rows(dunia, "B02", tahun) == before


def _data(target: str, langkah: str = "simpan", **lain: str) -> dict[str, str]:
    return {"target": target, "alasan": ALASAN, "dasar_hukum": DASAR, "versi": "1",
            "langkah": langkah, **lain}  # fmt: skip


def test_the_page_shows_what_it_read_before_it_saves(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.admin)
    tahun = dunia.rm.tahun[2]
    isi_realisasi(dunia.rm.capaian("A-001", tahun), dunia.operator, [1, 2, 3])
    url = reverse("roadmap_target", args=[dunia.rm.butir["A-001"].pk, tahun])
    answer = client.post(url, _data("15 tim; 10 PD", "pratinjau", anggaran="1.500"))
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 200
    assert "dibaca sebagai: <b>15 tim; 10 PD</b>" in text
    assert "dibaca sebagai: <b>Rp 1.500.000</b>" in text
    assert "Berisi angka menurut susunan target lama" in text
    assert len(_rows(dunia, "A-001", tahun)) == 1
    back = client.post(url, _data("15 tim; 10 PD", "isi", anggaran="1.500"))
    assert 'value="15 tim; 10 PD"' in back.content.decode()
    answer = client.post(url, _data("15 tim; 10 PD", anggaran="1.500"))
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert _rows(dunia, "A-001", tahun)[1] == (2, True, "15 tim; 10 PD", "1,500")
    text = client.get(url).content.decode()
    assert DASAR in text
    assert "Seperti tercetak." in text


def test_the_preview_says_what_becomes_of_the_tasks(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    tahun = dunia.rm.tahun[2]
    url = reverse("roadmap_target", args=[dunia.rm.butir["A-004"].pk, tahun])
    gone = " ".join(client.post(url, _data("", "pratinjau")).content.decode().split())
    assert f"Triwulan I {tahun}, Triwulan II {tahun}, Triwulan III {tahun}, Triwulan IV" in gone
    assert "belum dikerjakan" in gone
    url = reverse("roadmap_target", args=[dunia.rm.butir["A-006"].pk, tahun])
    made = client.post(url, _data("900%", "pratinjau")).content.decode()
    assert "Persentase lebih dari 100%." in made
    assert f"Tugas baru dibuat untuk Triwulan I {tahun}" in made


def test_a_form_that_is_refused_keeps_what_was_typed(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.admin)
    tahun = dunia.rm.tahun[1]
    url = reverse("roadmap_target", args=[dunia.rm.butir["B02"].pk, tahun])
    answer = client.post(url, _data("85%", alasan=""))
    assert answer.status_code == 422
    assert 'value="85%"' in answer.content.decode()
    _revisi(dunia, "B02", tahun, _isi("90%"))
    answer = client.post(url, _data("85%"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Perubahan Anda belum tersimpan" in text
    assert 'name="versi" value="2"' in text
    assert 'value="85%"' in text


def test_unknown_rows_and_years_are_404(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    pk, tahun = dunia.rm.butir["B02"].pk, dunia.rm.tahun[1]
    satgas = dunia.c_bkd.butir_id
    for args in ([pk, 1999], [satgas, tahun], [10**9, tahun]):
        assert client.get(reverse("roadmap_target", args=args)).status_code == 404


def test_the_page_costs_the_same_with_many_versions(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    tahun = dunia.rm.tahun[1]
    url = reverse("roadmap_target", args=[dunia.rm.butir["A-001"].pk, tahun])
    client.get(url)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    one = cost()
    for n in range(2, 12):
        _revisi(dunia, "A-001", tahun, _isi(f"{n} tim", "150,500"), versi=n - 1)
    assert (one, cost()) == (9, 9)
