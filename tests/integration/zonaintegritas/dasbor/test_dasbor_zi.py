"""The dashboard of a Zona Integritas: the figures of the grid, who must act, what it costs."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from evidence.models import Capaian, Rencana
from reports.datasets.zi import dasbor_zi, pekerjaan
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.lke import LKEUji, buat_lke, isi_semua
from tests.factories.states import dikembalikan, terkirim
from tests.factories.zi_register import buat_agen, buat_pengaduan, buat_survei, buat_unit_zi
from zonaintegritas.actions.jadwal import atur_bulan
from zonaintegritas.jadwal.kurva import kurva
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.lke.lembar import lembar
from zonaintegritas.lke.menunggu import menunggu_lke
from zonaintegritas.models import JawabanLKE, Tahap

Masuk = Callable[[User], Client]
PERAN = ("koordinator", "operator", "verifikator", "ketua", "admin", "auditor", "bertugas")
# Session, user, memberships, plans and menu counts are part of each; the grid takes five.
KUERI = {
    "koordinator": 11,
    "operator": 11,
    "verifikator": 11,
    "ketua": 12,
    "admin": 9,
    "auditor": 9,
    "bertugas": 9,
}
KUERI_LKE = {
    "koordinator": 12,
    "operator": 12,
    "verifikator": 12,
    "ketua": 12,
    "admin": 11,
    "auditor": 11,
    "bertugas": 11,
}


def teks(html: str) -> str:
    body = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def buka(client: Client, zi: SimpleNamespace, nama: str = "dasbor") -> str:
    answer = client.get(reverse(nama), {"rencana": zi.rencana.pk})
    assert answer.status_code == 200
    return answer.content.decode()


def banyak_kueri(client: Client, zi: SimpleNamespace, nama: str) -> int:
    url = reverse(nama)
    client.get(
        url, {"rencana": zi.rencana.pk}
    )  # the first request after a login stamps the session
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url, {"rencana": zi.rencana.pk})
    assert answer.status_code == 200
    return len(queries)


def test_it_leads_with_what_is_late_and_whose_it_is(terisi: SimpleNamespace, masuk: Masuk) -> None:
    """Four rows: 5.A.1 July and 5.B.1 June are late, all others are due later."""
    html = buka(masuk(terisi.ketua), terisi)
    shown = teks(html)
    assert "2 tugas terlambat : Tim 5 (2). Selesai 0 dari 6 tugas setahun." in shown
    assert "65 dari 69 baris belum mempunyai bulan." in shown
    link = f'href="{reverse("zi_jadwal")}?rencana={terisi.rencana.pk}&amp;tim=5&amp;keadaan='
    assert re.search(re.escape(f'{link}terlambat"') + ">2</a>", html)
    assert "Bulan ini, Agustus 2026 2 tugas jatuh tempo" in shown
    assert "Bulan depan, September 2026 1 tugas jatuh tempo" in shown


def test_figures_are_those_of_the_grid(terisi: SimpleNamespace) -> None:
    grid = petak(terisi.rencana, terisi.ketua)
    r = dasbor_zi(grid, terisi.ketua, now=timezone.now(), memutus=True)
    assert r.papan.jumlah == grid.jumlah
    assert [team.jumlah for team in r.papan.tim] == [team.jumlah for team in grid.tim]
    assert r.papan.kurva is not None
    assert [(t.rencana, t.selesai) for t in kurva(grid)] == [
        (t.rencana, t.selesai) for t in r.papan.kurva.tabel
    ]
    assert [(t.no, t.tugas, t.terlama) for t in r.terlambat] == [(5, 2, 35)]
    assert [(p.judul.split(",")[0], p.rincian) for p in r.perlu] == [
        ("Tim 5", "tim=5&keadaan=terlambat")
    ]
    assert not r.sebagian


def test_the_ketua_instructs_a_late_team_once(terisi: SimpleNamespace, masuk: Masuk) -> None:
    client = masuk(terisi.ketua)
    html = buka(client, terisi)
    assert "Perlu keputusan Anda 1" in teks(html)
    client.post(
        reverse("disposisi_beri"),
        {
            "rencana": terisi.rencana.pk,
            "kepada": terisi.tim.unit_id,
            "isi": "Mohon lengkapi 2 tugas yang terlambat.",
            "next": reverse("dasbor"),
        },
    )
    assert "Tidak ada yang menunggu keputusan Anda." in teks(buka(client, terisi))


def test_each_role_is_told_what_to_do(terisi: SimpleNamespace, masuk: Masuk) -> None:
    first = Capaian.objects.get(butir=terisi.baris["5.B.1"])
    second = Capaian.objects.filter(butir=terisi.baris["5.A.1"]).earliest("mulai")
    terkirim(first, terisi.operator)
    dikembalikan(second, terisi.operator, terisi.verifikator)
    operator = teks(buka(masuk(terisi.operator), terisi))
    assert "2 tugas tim Anda perlu dikerjakan 1 dikembalikan, 1 terlambat, 1 jatuh" in operator
    assert "baris belum mempunyai bulan Pilih" not in operator
    koordinator = teks(buka(masuk(terisi.koordinator), terisi))
    assert "9 baris belum mempunyai bulan Pilih bulannya" in koordinator
    verifikator = teks(buka(masuk(terisi.verifikator), terisi))
    assert "1 tugas menunggu putusan Anda" in verifikator
    assert "Perlu keputusan Anda" not in verifikator
    for reader in (terisi.auditor, terisi.bertugas):
        shown = teks(buka(masuk(reader), terisi))
        assert "Yang perlu Anda lakukan" not in shown
        assert "Perlu keputusan Anda" not in shown


def test_a_team_sees_its_own_tasks_only(terisi: SimpleNamespace, masuk: Masuk) -> None:
    html = buka(masuk(terisi.operator), terisi)
    shown = teks(html)
    assert "Selesai 0 dari 5 tugas setahun." in shown
    assert "Angka tugas di halaman ini hanya dari tim yang buktinya boleh Anda baca" in shown
    assert shown.count("tidak untuk Anda") == 5
    assert "1.A.1" not in html
    grid = petak(terisi.rencana, terisi.operator)
    assert pekerjaan(grid, terisi.auditor).tanpa_bulan is None


def test_a_plan_that_is_drawn_up_and_one_that_is_closed(zi: SimpleNamespace, masuk: Masuk) -> None:
    shown = teks(buka(masuk(zi.admin), zi))
    assert "Rencana ini masih disusun." in shown
    assert "69 baris belum mempunyai bulan Pilih bulannya" in shown
    Rencana.objects.filter(pk=zi.rencana.pk).update(status=Rencana.Keadaan.DITUTUP)
    shown = teks(buka(masuk(zi.admin), zi))
    assert "Capaian tidak dicatat di Pantas." in shown
    assert "dan 69 baris rencana aksinya dapat dibaca." in shown
    assert "Sumber tidak memuat rencana bulan" in shown
    assert "terlambat" not in shown


def test_a_plan_without_a_decree_says_so(db: None, client: Client) -> None:
    unit = buat_unit(buat_instansi("alfa"), "zi")
    rencana = Rencana.objects.create(
        instansi=unit.instansi,
        jenis=Rencana.Jenis.ZI,
        nama="Zona Integritas",
        tahun=2026,
        mulai="2026-01-01",
        selesai="2026-12-31",
        status=Rencana.Keadaan.BERJALAN,
    )
    client.force_login(buat_user("ketua.alfa", Role.KETUA, unit))
    shown = teks(buka(client, SimpleNamespace(rencana=rencana)))
    assert "Rencana ini belum memuat keputusan" in shown


def test_other_institutions_find_nothing(terisi: SimpleNamespace, masuk: Masuk) -> None:
    lain = buat_user("ketua.lain", Role.KETUA, buat_unit(buat_instansi("lain"), "akar"))
    client = masuk(lain)
    for nama in ("dasbor", "dasbor_zi_lke"):
        assert client.get(reverse(nama), {"rencana": terisi.rencana.pk}).status_code == 404
    assert client.get(reverse("dasbor_zi_lke")).status_code == 404


def dengan_lke(zi: SimpleNamespace, unit_ke: int = 0) -> LKEUji:
    """An LKE of the fifth team's unit and rows in every register."""
    dunia = buat_lke(instansi=zi.rencana.instansi, unit=zi.tim.unit, tahun=2026)
    return dunia


def test_the_lke_part_shows_the_scores_of_the_engine(terisi: SimpleNamespace, masuk: Masuk) -> None:
    dunia = dengan_lke(terisi)
    isi_semua(dunia, terisi.operator)
    html = buka(masuk(terisi.ketua), terisi, "dasbor_zi_lke")
    shown = teks(html)
    assert "LKE 2026" in shown
    assert "Nilai Mandiri 90" in shown
    assert "Nilai TPI tanpa data" in shown
    assert f'href="{reverse("zi_lke", args=[dunia.lke.pk])}"' in html
    sheet = lembar(dunia.segar(), terisi.ketua)
    assert sheet.nilai[Tahap.MANDIRI].nilai == Decimal(90)
    assert html.count("minimal 6") >= 2  # both halves of Manajemen Perubahan
    part = masuk(terisi.ketua).get(
        reverse("dasbor_zi_lke"), {"rencana": terisi.rencana.pk}, headers={"HX-Request": "true"}
    )
    assert "<main" not in part.content.decode()


def test_registers_show_the_latest_and_never_a_zero_for_nothing(
    terisi: SimpleNamespace, masuk: Masuk
) -> None:
    client = masuk(terisi.ketua)
    shown = teks(buka(client, terisi, "dasbor_zi_lke"))
    assert "Agen perubahan tanpa data Pengaduan 2026 tanpa data" in shown
    assert "Survei IPAK dan IPKP tanpa data" in shown
    assert "Belum ada LKE yang dapat Anda baca." in shown
    unit_zi = buat_unit_zi(terisi.tim.unit)
    buat_agen(unit_zi, terisi.operator)
    buat_agen(unit_zi, terisi.operator, nama="Lama", selesai="2026-08-03")
    buat_agen(unit_zi, terisi.operator, nama="Role", jenis="panutan")
    buat_pengaduan(unit_zi, terisi.operator)
    buat_pengaduan(unit_zi, terisi.operator, bulan="2026-02-01", diterima=4, selesai=1)
    buat_pengaduan(unit_zi, terisi.operator, bulan="2025-12-01")
    buat_survei(unit_zi, terisi.operator, tahun=2024)
    buat_survei(unit_zi, terisi.operator, nilai=Decimal("3.7"))
    shown = teks(buka(client, terisi, "dasbor_zi_lke"))
    assert "Agen perubahan 1 dan 1 role model bertugas hari ini" in shown
    assert "Pengaduan 2026 9 dari 14 diselesaikan, sampai Februari 2026" in shown
    assert "IPAK 2025 3,7 dari 4" in shown
    assert "2024" not in shown


def test_the_count_of_open_questions_is_that_of_the_sheet(terisi: SimpleNamespace) -> None:
    dunia = dengan_lke(terisi)

    def found(user: User) -> list[tuple[str, int, int]]:
        rows = menunggu_lke(user, terisi.rencana.instansi)
        return [(str(one.tahap), one.belum, one.jumlah) for one in rows if one.lke == dunia.lke]

    assert found(terisi.operator) == [("mandiri", 8, 8)]
    isi_semua(dunia, terisi.operator)
    row = JawabanLKE.objects.get(lke=dunia.lke, pertanyaan=dunia.pertanyaan["A.II.2"])
    JawabanLKE.objects.filter(pk=row.pk).update(penyebut=None)
    JawabanLKE.objects.filter(lke=dunia.lke, pertanyaan=dunia.pertanyaan["A.I.1"]).update(
        pilihan="", alasan="Belum tahu"
    )
    sheet = lembar(dunia.segar(), terisi.operator)
    assert sheet.belum_dijawab(Tahap.MANDIRI) == ("A.I.1", "A.II.2")
    assert found(terisi.operator) == [("mandiri", 2, 8)]
    for other in (terisi.verifikator, terisi.ketua, terisi.auditor):
        assert found(other) == []


def test_the_unit_is_led_to_its_open_questions(terisi: SimpleNamespace, masuk: Masuk) -> None:
    dunia = dengan_lke(terisi)
    html = buka(masuk(terisi.koordinator), terisi)
    assert "8 dari 8 pertanyaan belum dijawab." in teks(html)
    assert f'href="{reverse("zi_lke", args=[dunia.lke.pk])}?saring=belum"' in html


@pytest.mark.parametrize("peran", PERAN)
def test_it_costs_the_same_with_one_row_and_with_sixty_nine(
    terisi: SimpleNamespace, masuk: Masuk, peran: str
) -> None:
    client = masuk(getattr(terisi, peran))
    dengan_lke(terisi)
    unit_zi = buat_unit_zi(terisi.tim.unit)
    buat_survei(unit_zi, terisi.operator)
    few = {n: banyak_kueri(client, terisi, n) for n in ("dasbor", "dasbor_zi_lke")}
    atur_bulan(
        rencana_id=terisi.rencana.pk,
        isi={row.pk: [3, 6, 8, 9, 12] for row in terisi.baris.values()},
        alasan="Semua baris",
        by=terisi.admin,
    )
    for tahun in range(2015, 2025):
        buat_survei(unit_zi, terisi.operator, tahun=tahun)
        buat_pengaduan(unit_zi, terisi.operator, bulan=f"{tahun}-03-01")
    many = {n: banyak_kueri(client, terisi, n) for n in ("dasbor", "dasbor_zi_lke")}
    assert few == many == {"dasbor": KUERI[peran], "dasbor_zi_lke": KUERI_LKE[peran]}
    assert max(many.values()) <= 12
