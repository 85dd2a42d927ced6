"""The page of an indikator or a row: it explains its own number."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from evidence.models import BuktiTaut, Butir
from roadmap.models import AturanUkur, RealisasiHistoris, TargetTahun
from roadmap.nilai import aturan, kolom_target
from roadmap.rincian import Perhitungan, boleh_baca, kata_aturan, rincian
from tests.factories.roadmap import buat_roadmap, kirim_realisasi, verifikasi_realisasi
from tests.integration.evidence.conftest import bangun_dunia
from ukuran.capaian import Arah, Aturan, CaraPredikat, Rumus
from ukuran.target import JenisTarget, baca_target


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with a small Road Map: last year, this year and the next."""
    found = bangun_dunia("alfa")
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr])
    return found


def _terisi(dunia: SimpleNamespace) -> None:
    """A-001 claimed at 18 and 9 of 18, verified at 9 and 9, with money."""
    task = dunia.rm.capaian("A-001")
    kirim_realisasi(
        task, dunia.operator, [18, 9], pagu=150_500_000, pergeseran=-500_000, anggaran=90_000_000
    )
    verifikasi_realisasi(task, dunia.verifikator, [9, 9], catatan="Sembilan kasus saja.")


def _url(dunia: SimpleNamespace, kode: str) -> str:
    return reverse("roadmap_butir", args=[dunia.rm.butir[kode].pk])


def _teks(client: Client, dunia: SimpleNamespace, kode: str, user: User, **query: str | int) -> str:
    client.force_login(user)
    answer = client.get(_url(dunia, kode), query)
    assert answer.status_code == 200
    page = answer.content.decode()
    page = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_formula_figures_and_people(client: Client, dunia: SimpleNamespace) -> None:
    _terisi(dunia)
    text = _teks(client, dunia, "A-001", dunia.ketua)
    for words in (
        "18 kasus/18 laporan , dibaca 18 kasus; 18 laporan",
        "Makin besar makin baik: realisasi / target x 100.",
        "kasus: 9 / 18 x 100 = 50%",
        "Rata-rata 2 komponen = 50%",
        "kasus: 18 / 18 x 100 = 100%",
        "Rata-rata 2 komponen = 75%",
        "Dikirim unit: 18 kasus; 9 laporan",
        "Diverifikasi Inspektorat: 9 kasus; 9 laporan",
        "Catatan: Sembilan kasus saja.",
        dunia.operator.nama,
        dunia.verifikator.nama,
        "150,500 , Rp 150.500.000",
        "Pagu Rp 150.500.000, pergeseran -Rp 500.000, menjadi Rp 150.000.000",
        "realisasi Rp 90.000.000; serapan 60%",
        "Anggaran baris ini juga untuk A-002",
    ):
        assert words in text


def test_evidence_is_linked_for_those_who_may_read_it(
    client: Client, dunia: SimpleNamespace
) -> None:
    _terisi(dunia)
    versi = BuktiTaut.objects.get(pemenuhan__capaian=dunia.rm.capaian("A-001")).versi
    link = reverse("berkas", args=[versi.pk])
    for user in (dunia.operator, dunia.ketua, dunia.auditor, dunia.verifikator):
        client.force_login(user)
        assert link in client.get(_url(dunia, "A-001")).content.decode()
        assert client.get(link).status_code == 200
    text = _teks(client, dunia, "A-001", dunia.operator_pupr)
    assert "Realisasi unit lain" in text
    assert "kasus; 9 laporan" not in text
    assert "Sembilan kasus saja" not in text
    client.force_login(dunia.operator_pupr)
    assert link not in client.get(_url(dunia, "A-001")).content.decode()


def test_windows_lead_to_their_tasks(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.operator)
    page = client.get(_url(dunia, "B02")).content.decode()
    for tahun in dunia.rm.tahun:
        for ke in (1, 2):
            task = dunia.rm.capaian("B02", tahun, ke)
            assert f'href="{reverse("tugas", args=[task.pk])}"' in page


def test_a_cumulative_year_shows_the_sums(client: Client, dunia: SimpleNamespace) -> None:
    rm = dunia.rm
    for tahun in rm.tahun[:2]:
        kirim_realisasi(rm.capaian("B05", tahun), dunia.operator_pupr, [2])
        verifikasi_realisasi(rm.capaian("B05", tahun), dunia.verifikator)
    text = _teks(client, dunia, "B05", dunia.ketua)
    assert "unit: 2 / 2 x 100 = 100%" in text
    assert "unit: 4 / 5 x 100 = 80%" in text
    assert "Kumulatif: target dan realisasi dijumlahkan" in text


def test_versions_of_a_target_keep_their_reason(client: Client, dunia: SimpleNamespace) -> None:
    butir, tahun = dunia.rm.butir["B02"], dunia.rm.tahun[1]
    TargetTahun.objects.filter(butir=butir, tahun=tahun).update(kini=False)
    TargetTahun.objects.create(
        butir=butir,
        tahun=tahun,
        versi=2,
        alasan="Sasaran diturunkan.",
        dasar_hukum="Pergub 5/2026",
        oleh=dunia.ketua,
        **kolom_target(baca_target("75%")),
    )
    text = _teks(client, dunia, "B02", dunia.ketua)
    assert "75% , dibaca 75%" in text
    assert "Versi 1: 80% . Seperti tercetak." in text
    assert "Alasan: Sasaran diturunkan. Dasar: Pergub 5/2026" in text
    before = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "75%" not in _teks(client, dunia, "B02", dunia.ketua, per=before)


def test_blank_dash_and_zero_are_three_things(client: Client, dunia: SimpleNamespace) -> None:
    text = _teks(client, dunia, "A-005", dunia.ketua)
    assert "Target tercetak - , dibaca tanda -: tanpa target" in text
    assert "- , tanpa anggaran" in text
    assert "0 , Rp 0" in text
    assert "Target tercetak kosong: tanpa target" in _teks(client, dunia, "A-006", dunia.ketua)


def test_source_notes_are_told_in_full(client: Client, dunia: SimpleNamespace) -> None:
    text = _teks(client, dunia, "B-007", dunia.ketua)
    assert (
        "Tercetak: 1,000,000. Jauh di atas baris lain. Usulan pembacaan: 100,000 "
        "Termasuk dalam TOTAL tercetak."
    ) in text


def test_ocr_cells_of_a_moved_row_are_shown(client: Client, dunia: SimpleNamespace) -> None:
    assert "Letak sel menurut OCR" not in _teks(client, dunia, "A-004", dunia.ketua)
    TargetTahun.objects.filter(butir=dunia.rm.butir["A-004"], tahun=dunia.rm.tahun[0]).update(
        posisi_ocr={"target": "100", "anggaran": "75,000"}
    )
    text = _teks(client, dunia, "A-004", dunia.ketua)
    assert "Letak sel menurut OCR" in text
    assert f"{dunia.rm.tahun[0]} 100 75,000 100% 0" in text


def test_shared_budget_points_to_its_row(client: Client, dunia: SimpleNamespace) -> None:
    text = _teks(client, dunia, "A-002", dunia.ketua)
    assert "Anggaran baris ini tercetak pada A-001 dan dipakai bersama" in text
    client.force_login(dunia.ketua)
    assert _url(dunia, "A-001") in client.get(_url(dunia, "A-002")).content.decode()


def test_neighbours(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.ketua)
    page = client.get(_url(dunia, "B05")).content.decode()
    assert re.findall(r'rel="(prev|next)"\s+href="([^"]+)"', page) == [
        ("prev", _url(dunia, "B04")),
        ("next", _url(dunia, "A-001")),
    ]
    first = client.get(_url(dunia, "B01")).content.decode()
    assert re.findall(r'rel="(prev|next)"', first) == ["next"]


def test_editors_find_revision_and_rule(client: Client, dunia: SimpleNamespace) -> None:
    from accounts.permissions import Role
    from tests.factories import buat_user

    admin = buat_user("admin2.alfa", Role.ADMIN, dunia.akar)
    links = [
        reverse("roadmap_target", args=[dunia.rm.butir["B02"].pk, dunia.rm.tahun[1]]),
        reverse("roadmap_aturan", args=[dunia.rm.butir["B02"].pk]),
    ]
    for user, found in ((admin, True), (dunia.ketua, False), (dunia.operator, False)):
        client.force_login(user)
        page = client.get(_url(dunia, "B02")).content.decode()
        assert [link in page for link in links] == [found, found]
    dunia.rm.rencana.status = "ditutup"
    dunia.rm.rencana.save()
    client.force_login(admin)
    page = client.get(_url(dunia, "B02")).content.decode()
    assert [link in page for link in links] == [False, False]
    assert "Capaian tidak dicatat di Pantas" in page


def test_historis_figures_are_marked(client: Client, dunia: SimpleNamespace) -> None:
    RealisasiHistoris.objects.create(
        instansi=dunia.instansi,
        butir=dunia.rm.butir["B02"],
        tahun=dunia.rm.tahun[0],
        komponen=["63"],
        rujukan="LKjIP, halaman 41",
        oleh=dunia.ketua,
        dibuat=timezone.now(),
    )
    text = _teks(client, dunia, "B02", dunia.operator_pupr)
    assert "historis, tidak diverifikasi" in text
    assert "Sumber: LKjIP, halaman 41" in text
    assert "63 / 70 x 100 = 90%" in text


def test_butir_of_other_plans_and_institutions_are_404(
    client: Client, dunia: SimpleNamespace
) -> None:
    lain = bangun_dunia("beta")
    client.force_login(lain.ketua)
    assert client.get(_url(dunia, "B02")).status_code == 404
    client.force_login(dunia.ketua)
    other = Butir.objects.filter(rencana=dunia.rencana)[0]
    assert client.get(reverse("roadmap_butir", args=[other.pk])).status_code == 404


def test_queries_do_not_grow_with_the_work(client: Client, dunia: SimpleNamespace) -> None:
    def count(kode: str) -> int:
        client.force_login(dunia.operator)
        client.get(_url(dunia, kode))
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(_url(dunia, kode))
        return len(queries)

    before = count("A-001")
    _terisi(dunia)
    for ke in (2, 3):
        kirim_realisasi(
            dunia.rm.capaian("A-001", ke=ke), dunia.operator, [1, 1], pagu=10, anggaran=1
        )
    assert (before, count("A-001")) == (19, 19)


def test_a_supporting_unit_reads_the_figures(dunia: SimpleNamespace) -> None:
    butir = dunia.rm.butir["B02"]
    assert not boleh_baca(butir, dunia.operator_pupr)
    butir.pendukung.add(dunia.pupr)
    assert boleh_baca(butir, dunia.operator_pupr)
    found = rincian(butir, dunia.operator_pupr, at=timezone.now(), terbaca=True)
    assert [len(t.jendela) for t in found.tahun] == [2, 2, 2]


@pytest.mark.parametrize(
    ("rule", "jenis", "kata"),
    [
        (Aturan(), JenisTarget.PERSEN, "Makin besar makin baik: realisasi / target x 100."),
        (
            Aturan(arah=Arah.MINIMUM),
            JenisTarget.CACAH,
            "Makin kecil makin baik: (2 x target - realisasi) / target x 100.",
        ),
        (
            Aturan(arah=Arah.MINIMUM, rumus=Rumus.BANDING),
            JenisTarget.CACAH,
            "Makin kecil makin baik: target / realisasi x 100.",
        ),
        (
            Aturan(),
            JenisTarget.PREDIKAT,
            "Predikat: skalanya belum dipilih, sehingga capaian belum dapat dihitung.",
        ),
        (
            Aturan(),
            JenisTarget.DOKUMEN,
            "Target berupa dokumen: 100% bila dokumennya ada, 0% bila belum.",
        ),
    ],
)
def test_rules_in_words(rule: Aturan, jenis: JenisTarget, kata: str) -> None:
    assert kata_aturan(rule, {jenis}, 40) == [
        kata,
        "Per tahun: tiap tahun dihitung sendiri.",
        "Capaian paling rendah 0% dan paling tinggi 100%.",
    ]


def test_predicates_name_their_scale(dunia: SimpleNamespace) -> None:
    row = AturanUkur.objects.get(butir=dunia.rm.butir["B01"])
    rule = aturan(row)
    assert rule.skala is not None
    levels = " < ".join(t.kode for t in rule.skala.tingkat)
    assert kata_aturan(rule, {JenisTarget.PREDIKAT}, 40)[0] == (
        f"Predikat pada skala {rule.skala.nama} versi 1 ({levels}): "
        "100% bila target tercapai atau terlampaui, selain itu 0%."
    )
    row.cara_predikat = CaraPredikat.URUTAN.value
    ordered = kata_aturan(aturan(row), {JenisTarget.PREDIKAT}, 40)[0]
    assert ordered.endswith("urutan realisasi / urutan target x 100.")


def test_a_capped_step_says_so(dunia: SimpleNamespace) -> None:
    kirim_realisasi(dunia.rm.capaian("B02"), dunia.operator, [100])
    found = rincian(dunia.rm.butir["B02"], dunia.ketua, at=timezone.now(), terbaca=True)
    how = Perhitungan.dari(found.tahun[1].sel.hasil_klaim)
    assert [(s.rumus, s.mentah, s.terbatas) for s in how.langkah] == [
        ("100 / 80 x 100", "125%", "100%")
    ]
