"""The matrix: one dataset for screen and reports, its page, and what it costs."""

import gzip
import re
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from evidence.models import Butir, Rencana
from reports.datasets.pandangan import Pandangan
from reports.datasets.roadmap import ringkasan_roadmap
from roadmap.keadaan import Keadaan, Saringan, keadaan_sel, klaim_berbeda, menunggu
from roadmap.matriks import Giliran, matriks
from roadmap.models import (
    CatatanSumber,
    Indikator,
    KelompokSasaran,
    RealisasiHistoris,
    Sasaran,
    TargetTahun,
)
from roadmap.nilai import kolom_target
from tests.factories import buat_user
from tests.factories.roadmap import (
    RoadMapUji,
    buat_roadmap,
    kirim_realisasi,
    verifikasi_realisasi,
)
from tests.integration.evidence.conftest import bangun_dunia
from ukuran.target import baca_target


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with a small Road Map: last year, this year and the next."""
    found = bangun_dunia("alfa")
    found.rm = buat_roadmap(found.instansi, [found.bkd, found.pupr])
    return found


def _terisi(dunia: SimpleNamespace) -> RoadMapUji:
    """B02 verified at 60 of 80%, B03 claimed."""
    rm: RoadMapUji = dunia.rm
    kirim_realisasi(rm.capaian("B02"), dunia.operator, [64])
    verifikasi_realisasi(rm.capaian("B02"), dunia.verifikator, [60], catatan="Menurut dokumen.")
    kirim_realisasi(rm.capaian("B03"), dunia.operator, [12])
    return rm


def test_rows_stand_as_printed(dunia: SimpleNamespace) -> None:
    found = matriks(dunia.rm.rencana, dunia.ketua, at=timezone.now())
    assert [
        (k.kode, [(s.teks, [i.kode for i in s.indikator]) for s in k.sasaran])
        for k in found.kelompok
    ] == [
        (
            "K1",
            [
                ("a. Meningkatnya akuntabilitas", ["B01", "B02"]),
                ("b. Menurunnya pengaduan", ["B03"]),
            ],
        ),
        ("K2", [("Meningkatnya integritas", ["B04", "B05"])]),
    ]
    assert found.tahun == dunia.rm.tahun
    assert found.acuan == dunia.rm.tahun[1]
    assert not found.sebagian
    assert found.semua == 5
    assert [s.target.mentah for s in found.baris[1].sel] == ["70% (rata-rata)", "80%", "90%"]


def test_means_count_verified_figures_over_what_is_due(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    found = matriks(rm.rencana, dunia.ketua, at=timezone.now())
    first = found.kelompok[0].sasaran[0]
    assert [(r.terisi, r.jumlah) for r in first.rata] == [(0, 2), (1, 2), (0, 0)]
    assert [r.nilai for r in first.rata] == [None, Decimal("37.5"), None]
    assert [r.nilai for r in first.rata_klaim] == [None, Decimal(40), None]
    assert [(r.terisi, r.jumlah) for r in found.rata] == [(0, 5), (1, 5), (0, 0)]
    assert [(r.terisi, r.jumlah) for r in found.rata_klaim] == [(0, 5), (2, 5), (0, 0)]
    assert found.rata[1].nilai == Decimal(15)


def test_states_of_cells(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    found = matriks(rm.rencana, dunia.ketua, at=timezone.now())
    states = {i.kode: [keadaan_sel(s, berjalan=True).value for s in i.sel] for i in found.baris}
    none, due, later = "ada", "tanpa_data", "belum_mulai"
    assert states == {
        "B01": [due, due, later],
        "B02": [due, none, later],
        "B03": [due, none, later],
        "B04": [due, due, later],
        "B05": [due, due, later],
    }
    cells = {i.kode: i.sel[1] for i in found.baris}
    assert [k for k, c in cells.items() if menunggu(c)] == ["B03"]
    assert [k for k, c in cells.items() if klaim_berbeda(c)] == ["B02", "B03"]


def test_a_closed_plan_was_not_recorded(dunia: SimpleNamespace) -> None:
    closed = buat_roadmap(dunia.instansi, [dunia.bkd, dunia.pupr], tahun=2018, jalan=False)
    closed.rencana.status = "ditutup"
    closed.rencana.save()
    found = matriks(closed.rencana, dunia.ketua, at=timezone.now(), tugas=True)
    states = {keadaan_sel(s, berjalan=False) for i in found.baris for s in i.sel}
    assert states == {Keadaan.TIDAK_DICATAT}
    assert [r.nilai for r in found.rata] == [None, None, None]
    assert found.giliran == Giliran()
    assert found.acuan == 2020


def test_an_operator_sees_the_plan_and_own_figures(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    kirim_realisasi(rm.capaian("B05"), dunia.operator_pupr, [3])
    found = matriks(rm.rencana, dunia.operator, at=timezone.now(), tugas=True)
    assert found.sebagian
    assert {i.kode: i.terbaca for i in found.baris} == {
        "B01": True,
        "B02": True,
        "B03": True,
        "B04": False,
        "B05": False,
    }
    assert found.baris[4].sel[1].klaim is None
    assert [(r.terisi, r.jumlah) for r in found.rata_klaim] == [(0, 3), (2, 3), (0, 0)]
    assert [i.tugas is not None for i in found.baris] == [True, True, True, False, False]


def test_who_must_act(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    before = matriks(rm.rencana, dunia.ketua, at=timezone.now(), tugas=True).giliran
    assert before is not None
    assert before.inspektorat == 1
    owner = matriks(rm.rencana, dunia.operator, at=timezone.now(), tugas=True).giliran
    assert owner is not None
    assert 0 < owner.unit < before.unit
    assert matriks(rm.rencana, dunia.ketua, at=timezone.now()).giliran is None


@pytest.mark.parametrize(
    ("saringan", "kode"),
    [
        ({"keadaan": Saringan.RENDAH}, ["B02"]),
        ({"keadaan": Saringan.TERCAPAI}, []),
        ({"keadaan": Saringan.MENUNGGU}, ["B03"]),
        ({"keadaan": Saringan.TANPA_DATA}, ["B01", "B04", "B05"]),
        ({"keadaan": "entah"}, []),
        ({"cari": "WBK unit"}, ["B05"]),
        ({"cari": "penguatan pengawasan opini"}, ["B01"]),
        ({"kelompok": "K2"}, ["B04", "B05"]),
        ({"kelompok": "entah"}, []),
    ],
)
def test_filters_hide_rows_and_change_no_figure(
    dunia: SimpleNamespace, saringan: dict[str, str], kode: list[str]
) -> None:
    rm = _terisi(dunia)
    whole = matriks(rm.rencana, dunia.ketua, at=timezone.now())
    found = matriks(rm.rencana, dunia.ketua, at=timezone.now(), **saringan)  # type: ignore[arg-type]
    assert [i.kode for i in found.baris] == kode
    assert found.rata == whole.rata
    assert found.semua == 5


def test_filter_by_unit(dunia: SimpleNamespace) -> None:
    found = matriks(dunia.rm.rencana, dunia.ketua, at=timezone.now(), unit=dunia.pupr.pk)
    assert [i.kode for i in found.baris] == ["B04", "B05"]
    assert [u for u, _ in found.pilihan_unit] == [dunia.bkd.pk, dunia.pupr.pk]


def test_matrix_and_dashboard_say_the_same(dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    kirim_realisasi(rm.capaian("A-001"), dunia.operator, [9, 9], pagu=150_500_000, anggaran=10**7)
    verifikasi_realisasi(rm.capaian("A-001"), dunia.verifikator)
    RealisasiHistoris.objects.create(
        instansi=dunia.instansi,
        butir=rm.butir["B-007"],
        tahun=rm.tahun[0],
        komponen=["50", "44"],
        pagu=10**9,
        anggaran=10**8,
        rujukan="LKjIP",
        oleh=dunia.ketua,
        dibuat=timezone.now(),
    )
    Butir.objects.filter(pk=rm.butir["B04"].pk).update(
        dicabut=timezone.now(), dasar_cabut="Pergub 1/2026"
    )
    now = timezone.now()
    for user in (dunia.ketua, dunia.operator, dunia.operator_pupr):
        found = matriks(rm.rencana, user, at=now)
        assert [i.kode for i in found.baris] == ["B01", "B02", "B03", "B05"]
        for n, tahun in enumerate(rm.tahun):
            said = ringkasan_roadmap(Pandangan(rm.rencana, user, now), tahun)
            assert (said.rata, said.rata_klaim, said.serapan) == (
                found.rata[n],
                found.rata_klaim[n],
                found.serapan[n],
            )
    yesterday = matriks(rm.rencana, dunia.ketua, at=now - timedelta(days=1), lampau=True)
    assert yesterday.semua == 5


def test_the_dataset_costs_one_query_more_than_the_sheet(dunia: SimpleNamespace) -> None:
    assert dunia.rm.rencana.instansi is not None
    for user in (dunia.operator, dunia.ketua):
        user.akses  # noqa: B018  (read once per request)
        with CaptureQueriesContext(connection) as queries:
            matriks(dunia.rm.rencana, user, at=timezone.now(), tugas=True)
        assert len(queries) == 6


# The page


def _baca(client: Client, user: User, **query: str | int) -> str:
    client.force_login(user)
    answer = client.get(reverse("roadmap"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_same_figures(client: Client, dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    page = _baca(client, dunia.ketua)
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert f"Capaian {rm.tahun[1]}: 15% , dengan 1 dari 5 indikator bertarget" in text
    assert "80% 60% 75% Sedang klaim 64% (80%)" in text
    assert "15 kasus klaim 12 kasus (100%)" in text
    assert "70% (rata-rata) tanpa data" in text
    assert "37,5% Sangat rendah 1 dari 2 terisi klaim 40%" in text
    assert text.count("belum mulai") == 6  # five cells and the head of the year


def test_links_lead_to_the_source_of_a_cell(client: Client, dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    page = _baca(client, dunia.ketua)
    url = reverse("roadmap_butir", args=[rm.butir["B02"].pk])
    assert f'href="{url}#t{rm.tahun[1]}"' in page
    assert f'href="{url}"' in page


def test_operators_write_their_own_rows_in_place(client: Client, dunia: SimpleNamespace) -> None:
    page = _baca(client, dunia.operator)
    isi = re.findall(r'href="(/roadmap/capaian/\d+/isi/[^"]*)"', page)
    assert len(isi) == 3
    for address in isi:
        assert f'hx-get="{address}"' in page
    ids = re.findall(r'hx-target="#(isi-\d+)"', page)
    assert [page.count(f'id="{i}"') for i in ids] == [1, 1, 1]
    assert client.get(isi[0].replace("&amp;", "&")).status_code == 200
    assert "/isi/" not in _baca(client, dunia.ketua)


def test_a_restricted_reader_is_told_so(client: Client, dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    kirim_realisasi(rm.capaian("B05"), dunia.operator_pupr, [3])
    page = _baca(client, dunia.operator)
    said = (
        "Angka terverifikasi dan klaim hanya dari baris unit Anda; angka historis dari semua unit."
    )
    assert said in page
    assert "klaim 3 unit" not in page
    assert "klaim 3 unit" in _baca(client, dunia.ketua)
    assert said not in _baca(client, dunia.ketua)


def test_nothing_found_says_what_to_do(client: Client, dunia: SimpleNamespace) -> None:
    page = _baca(client, dunia.ketua, cari="tidak ada yang begini")
    assert "Tidak ada indikator yang cocok" in page
    assert "Tampilkan semua indikator" in page
    assert 'value="tidak ada yang begini"' in page


def test_a_closed_plan_says_that_nothing_was_recorded(
    client: Client, dunia: SimpleNamespace
) -> None:
    rencana = dunia.rm.rencana
    rencana.status = "ditutup"
    rencana.save()
    page = _baca(client, dunia.operator)
    assert "Capaian tidak dicatat di Pantas." in page
    assert "tidak dicatat</span>" in page
    assert "0%</b>" not in page
    assert "lewat batas" not in page
    assert "/isi/" not in page
    assert "terisi" not in page
    assert "<tfoot" not in page


def test_a_closed_plan_with_historis_figures_shows_them_marked(
    client: Client, dunia: SimpleNamespace
) -> None:
    rm: RoadMapUji = dunia.rm
    rm.rencana.status = "ditutup"
    rm.rencana.save()
    RealisasiHistoris.objects.create(
        instansi=dunia.instansi,
        butir=rm.butir["B02"],
        tahun=rm.tahun[0],
        komponen=["63"],
        rujukan="LKjIP",
        oleh=dunia.ketua,
        dibuat=timezone.now(),
    )
    page = _baca(client, dunia.operator_pupr, tahun=rm.tahun[0])
    assert "angka bertanda historis dimasukkan dari dokumen lama" in page
    assert page.count('<span class="rm-tanda">historis</span>') == 1
    assert "<b>90%</b>" in page
    assert page.count("tidak dicatat</span>") == 14


def test_a_past_day_shows_what_was_known_then(client: Client, dunia: SimpleNamespace) -> None:
    rm = _terisi(dunia)
    yesterday = timezone.localdate() - timedelta(days=1)
    page = _baca(client, dunia.ketua, per=yesterday.isoformat())
    assert "klaim" not in re.sub(r"(?s)<form.*?</form>", "", page)
    assert f"?per={yesterday:%Y-%m-%d}" in page
    client.force_login(dunia.ketua)
    for wrong in ("kemarin", "1900-01-01"):
        assert client.get(reverse("roadmap"), {"per": wrong}).status_code == 404
    assert rm.tahun[1] == timezone.localdate().year


def test_source_notes_jump_to_their_text(client: Client, dunia: SimpleNamespace) -> None:
    note = CatatanSumber.objects.create(
        roadmap=dunia.rm.roadmap,
        kode="R-39",
        golongan="E",
        mentah="900%",
        alasan="Lebih dari 100%.",
        usulan="90%",
    )
    note.butir.add(dunia.rm.butir["B02"], dunia.rm.butir["B04"])
    page = _baca(client, dunia.ketua)
    assert page.count('href="#cs-R-39"') == 2
    assert page.count('id="cs-R-39"') == 1
    assert "cs-R-39" not in _baca(client, dunia.ketua, cari="Opini")


def test_who_may_not_read_plans_is_refused(client: Client, dunia: SimpleNamespace) -> None:
    lain = bangun_dunia("beta")
    client.force_login(lain.ketua)
    assert client.get(reverse("roadmap"), {"rencana": dunia.rm.rencana.pk}).status_code == 404
    assert "Belum ada Road Map" in client.get(reverse("roadmap")).content.decode()
    client.force_login(buat_user("plat", "platform"))
    for name in ("roadmap", "roadmap_grafik"):
        assert client.get(reverse(name)).status_code == 403


def test_the_frame_names_the_plan_of_the_page(client: Client, dunia: SimpleNamespace) -> None:
    page = _baca(client, dunia.ketua)
    bar = page[page.index("pn-ctx") : page.index("pn-shell")]
    assert bar.index(dunia.rm.rencana.nama) < bar.index(dunia.rencana.nama)
    assert f'href="{reverse("satgas")}?rencana={dunia.rencana.pk}"' in bar


def _empat_puluh(dunia: SimpleNamespace) -> Rencana:
    """40 indikator over five years, each year with historis figures or a claim."""
    rm: RoadMapUji = dunia.rm
    rencana = rm.rencana
    rencana.selesai = date(rm.tahun[0] + 4, 12, 31)
    rencana.save()
    group = KelompokSasaran.objects.get(roadmap=rm.roadmap, kode="K2")
    for n in range(35):
        aim = Sasaran.objects.create(
            kelompok=group, urut=n + 10, teks=f"{n}. Meningkatnya kualitas urusan ke-{n} di daerah"
        )
        butir = Butir.objects.create(
            instansi=rencana.instansi,
            rencana=rencana,
            kode=f"X{n:02}",
            uraian=f"Persentase perangkat daerah yang menyelesaikan urusan ke-{n}",
            urut=100 + n,
            unit=dunia.bkd if n % 2 else dunia.pupr,
            pola=Butir.Pola.SEMESTER,
            cara_nilai=Butir.CaraNilai.KHUSUS,
        )
        Indikator.objects.create(
            butir=butir, sasaran=aim, kode=butir.kode, urut=1, teks=butir.uraian
        )
        for y in range(5):
            tahun = rm.tahun[0] + y
            TargetTahun.objects.create(
                butir=butir, tahun=tahun, **kolom_target(baca_target(f"{60 + n % 7 * 5 + y}%"))
            )
            RealisasiHistoris.objects.create(
                instansi=rencana.instansi,
                butir=butir,
                tahun=tahun,
                komponen=[str(40 + (n * 7 + y * 3) % 60)],
                rujukan="LKjIP",
                oleh=dunia.ketua,
                dibuat=timezone.now(),
            )
    return rencana


def test_forty_indikator_are_one_light_page_of_twelve_queries(
    client: Client, dunia: SimpleNamespace
) -> None:
    small = _kueri(client, dunia.operator)
    _terisi(dunia)
    _empat_puluh(dunia)
    page = _baca(client, dunia.operator)
    assert page.count('role="rowheader" scope="row"') == 40 + 38 + 1
    assert page.count('class="rm-tanda"') == 175
    assert len(gzip.compress(page.encode())) <= 40_000
    large = _kueri(client, dunia.operator)
    assert (small, large) == (11, 11)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert _kueri(client, dunia.operator, per=yesterday) == 12


def _kueri(client: Client, user: User, **query: str | int) -> int:
    client.force_login(user)
    client.get(reverse("roadmap"), query)  # the first request after a login stamps the session
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("roadmap"), query).status_code == 200
    return len(queries)
