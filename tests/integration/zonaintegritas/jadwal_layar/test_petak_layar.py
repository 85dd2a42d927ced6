"""The grid as a page: who sees which months, who gets a form, and what a Save does."""

import gzip
import re
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from evidence.models import Capaian, Rencana
from tests.integration.zonaintegritas.jadwal_layar.conftest import isian
from zonaintegritas.actions.jadwal import atur_bulan
from zonaintegritas.models import BentukJadwal, BulanJadwal

Masuk = Callable[[User], Client]


def alamat(zi: SimpleNamespace, **query: object) -> str:
    more = "".join(f"&{nama}={nilai}" for nama, nilai in query.items())
    return f"{reverse('zi_jadwal')}?rencana={zi.rencana.pk}{more}"


def main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def teks(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main(html))).split())


def bulan(zi: SimpleNamespace, kode: str) -> list[int]:
    rows = BulanJadwal.objects.berlaku().filter(butir=zi.baris[kode])
    return sorted(found.month for found in rows.values_list("bulan", flat=True))


def rows_of(html: str) -> list[str]:
    return re.findall(r'id="baris-(\d+)"', html)


def ticked(html: str, zi: SimpleNamespace, kode: str) -> list[str]:
    name = f"bulan-{zi.baris[kode].pk}"
    return re.findall(rf'name="{name}" type="checkbox" value="(\d+)" checked', html)


def test_a_reader_gets_a_plain_table_of_every_row(zi: SimpleNamespace, masuk: Masuk) -> None:
    for query in ({}, {"tim": 5}):
        html = masuk(zi.auditor).get(alamat(zi, **query)).content.decode()
        page = main(html)
        assert len(rows_of(page)) == (69 if not query else 12)
        assert 'type="checkbox"' not in page
        assert '<form method="post"' not in page
        assert "jadwal.js" not in html
        assert page.count('role="cell" class="zi-m') == 12 * len(rows_of(page))


def test_the_official_plan_says_that_its_source_plans_nothing(
    zi: SimpleNamespace, masuk: Masuk
) -> None:
    Rencana.objects.filter(pk=zi.rencana.pk).update(status=Rencana.Keadaan.DITUTUP)
    html = masuk(zi.admin).get(alamat(zi, tim=5)).content.decode()
    assert "Sumber tidak memuat rencana bulan." in teks(html)
    assert 'type="checkbox"' not in main(html)
    assert "Susun bulan" not in teks(html)


def test_the_months_of_a_team_are_a_form_for_those_who_plan_it(
    zi: SimpleNamespace, masuk: Masuk
) -> None:
    for who, tim, planned in (
        (zi.koordinator, 5, True),
        (zi.koordinator, 1, False),
        (zi.operator, 5, False),
        (zi.admin, 1, True),
    ):
        html = masuk(who).get(alamat(zi, tim=tim)).content.decode()
        assert ("data-jadwal\n" in html) is planned, (who, tim)
    everything = masuk(zi.koordinator).get(alamat(zi)).content.decode()
    assert re.findall(r"Susun bulan tim (\d)", everything) == ["5"]


def test_a_save_writes_the_months_and_says_so(zi: SimpleNamespace, masuk: Masuk) -> None:
    client = masuk(zi.koordinator)
    answer = client.post(alamat(zi, tim=5), isian(zi, b5_a_1=">6,12", b5_a_2=">"), follow=True)
    assert answer.redirect_chain == [(alamat(zi, tim=5), 302)]
    assert bulan(zi, "5.A.1") == [6, 12]
    assert bulan(zi, "5.A.2") == []
    html = answer.content.decode()
    assert "Jadwal tersimpan: 1 baris, 2 bulan ditambah." in teks(html)
    assert "data-draf-tersimpan" in html
    assert ticked(html, zi, "5.A.1") == ["6", "12"]
    assert "data-draf-tersimpan" not in client.get(alamat(zi, tim=5)).content.decode()


def test_rows_left_alone_keep_what_others_did(zi: SimpleNamespace, masuk: Masuk) -> None:
    atur_bulan(rencana_id=zi.rencana.pk, isi={zi.baris["5.A.2"].pk: [9]}, by=zi.admin)
    masuk(zi.koordinator).post(alamat(zi, tim=5), isian(zi, b5_a_1=">6", b5_a_2=">"))
    assert bulan(zi, "5.A.1") == [6]
    assert bulan(zi, "5.A.2") == [9]


def test_a_row_that_somebody_else_changed_is_not_overwritten(
    zi: SimpleNamespace, masuk: Masuk
) -> None:
    atur_bulan(rencana_id=zi.rencana.pk, isi={zi.baris["5.A.2"].pk: [9]}, by=zi.admin)
    client = masuk(zi.koordinator)
    answer = client.post(alamat(zi, tim=5), isian(zi, b5_a_1=">6", b5_a_2=">3"))
    assert answer.status_code == 409
    assert bulan(zi, "5.A.1") == []
    assert bulan(zi, "5.A.2") == [9]
    html = answer.content.decode()
    assert "jadwal 5.A.2 baru saja diubah orang lain" in teks(html)
    pk = zi.baris["5.A.2"].pk
    assert f'name="awal-{pk}" value="9"' in html
    assert ticked(html, zi, "5.A.2") == ["3"]


def test_a_missing_reason_keeps_everything_typed(berjalan: SimpleNamespace, masuk: Masuk) -> None:
    zi = berjalan
    client = masuk(zi.koordinator)
    sent = isian(zi, b5_a_1=">7,9")
    answer = client.post(alamat(zi, tim=5), sent)
    assert answer.status_code == 422
    assert bulan(zi, "5.A.1") == []
    html = answer.content.decode()
    assert f'href="#alasan-{zi.tim.pk}"' in html
    assert 'aria-invalid="true"' in html[html.index("<textarea") : html.index("</textarea>")]
    assert ticked(html, zi, "5.A.1") == ["7", "9"]
    assert client.post(alamat(zi, tim=5), {**sent, "alasan": "Susulan"}).status_code == 302
    assert bulan(zi, "5.A.1") == [7, 9]
    made = Capaian.objects.filter(butir=zi.baris["5.A.1"], gugur__isnull=True)
    assert sorted(c.mulai.month for c in made) == [7, 9]


def test_worked_months_stay_and_the_fault_stands_at_the_row(
    berjalan: SimpleNamespace, masuk: Masuk
) -> None:
    zi = berjalan
    butir = zi.baris["5.A.1"]
    atur_bulan(rencana_id=zi.rencana.pk, isi={butir.pk: [8]}, by=zi.koordinator)
    task = Capaian.objects.get(butir=butir, gugur__isnull=True)
    Capaian.objects.filter(pk=task.pk).update(narasi="Sudah dikerjakan", versi=2)
    client = masuk(zi.koordinator)
    answer = client.post(
        alamat(zi, tim=5), {**isian(zi, b5_a_1="8>9"), "alasan": "Diundur sebulan"}
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'id="galat-{butir.pk}"' in html
    assert f'href="#baris-{butir.pk}"' in html
    assert bulan(zi, "5.A.1") == [8]


def test_other_people_and_other_teams_change_nothing(zi: SimpleNamespace, masuk: Masuk) -> None:
    for who, tim, kode in (
        (zi.operator, 5, "b5_a_1"),
        (zi.auditor, 5, "b5_a_1"),
        (zi.koordinator, 1, "b1_a_1"),
        (zi.koordinator, 5, "b1_a_1"),
    ):
        answer = masuk(who).post(alamat(zi, tim=tim), isian(zi, **{kode: ">3"}))
        assert answer.status_code == 403, (who, tim)
    assert masuk(zi.koordinator).post(alamat(zi), isian(zi, b5_a_1=">3")).status_code == 404
    assert not BulanJadwal.objects.exists()


@pytest.mark.parametrize("bulan_dikirim", ["0", "13", "x", "-1", "٣"])
def test_months_that_are_none_are_refused(
    zi: SimpleNamespace, masuk: Masuk, bulan_dikirim: str
) -> None:
    answer = masuk(zi.koordinator).post(alamat(zi, tim=5), isian(zi, b5_a_1=f">{bulan_dikirim}"))
    assert answer.status_code == 422
    assert not BulanJadwal.objects.exists()


def test_the_reading_of_months_is_chosen_per_row(zi: SimpleNamespace, masuk: Masuk) -> None:
    pk = zi.baris["5.A.1"].pk
    sent = {**isian(zi, b5_a_1=">6,7"), f"bentuk-{pk}": "rentang", f"bentukawal-{pk}": ""}
    assert masuk(zi.koordinator).post(alamat(zi, tim=5), sent).status_code == 302
    assert BentukJadwal.objects.get(butir=pk).bentuk == "rentang"
    assert bulan(zi, "5.A.1") == [6, 7]


def test_a_pattern_is_copied_without_script_and_not_saved(
    zi: SimpleNamespace, masuk: Masuk
) -> None:
    sent = isian(zi, b5_a_1=">3,6", b5_a_2=">") | {
        "langkah": "salin",
        "salin_dari": zi.baris["5.A.1"].pk,
        "salin_ke": zi.baris["5.A.2"].pk,
    }
    answer = masuk(zi.koordinator).post(alamat(zi, tim=5), sent)
    assert answer.status_code == 200
    html = answer.content.decode()
    for kode in ("5.A.1", "5.A.2"):
        assert ticked(html, zi, kode) == ["3", "6"], kode
    assert not BulanJadwal.objects.exists()
    again = masuk(zi.koordinator).post(alamat(zi, tim=5), {**sent, "salin_ke": ""})
    assert again.status_code == 422
    assert "Pilih baris asal dan baris tujuan yang berbeda." in teks(again.content.decode())


def test_the_filter_keeps_rows_of_one_state(berjalan: SimpleNamespace, masuk: Masuk) -> None:
    zi = berjalan
    atur_bulan(
        rencana_id=zi.rencana.pk,
        isi={zi.baris["5.A.1"].pk: [8], zi.baris["5.B.1"].pk: [7]},
        alasan="Susulan",
        by=zi.koordinator,
    )
    client = masuk(zi.auditor)

    def shown(keadaan: str) -> list[str]:
        return rows_of(client.get(alamat(zi, tim=5, keadaan=keadaan)).content.decode())

    assert shown("bulan_ini") == [str(zi.baris["5.A.1"].pk)]
    assert shown("terlambat") == [str(zi.baris["5.B.1"].pk)]
    assert len(shown("belum")) == 10
    assert shown("menunggu") == []
    empty = client.get(alamat(zi, keadaan="menunggu")).content.decode()
    assert "Tidak ada baris dengan keadaan ini" in teks(empty)
    assert len(shown("ngawur")) == 12


def test_months_open_their_task_and_are_told_in_words(
    berjalan: SimpleNamespace, masuk: Masuk
) -> None:
    zi = berjalan
    atur_bulan(
        rencana_id=zi.rencana.pk,
        isi={zi.baris["5.A.1"].pk: [5, 7, 8, 9]},
        alasan="Susulan",
        by=zi.koordinator,
    )
    html = masuk(zi.auditor).get(alamat(zi, tim=5)).content.decode()
    row = html[html.index(f'id="baris-{zi.baris["5.A.1"].pk}"') :]
    row = row[: row.index("</tr>")]
    words = re.findall(r'visually-hidden">([^<]+)<', row)
    assert words == [
        "Mei: direncanakan, berakhir sebelum keputusan",
        "Juli: terlambat",
        "Agustus: berjalan",
        "September: direncanakan",
    ]
    tasks = Capaian.objects.filter(butir=zi.baris["5.A.1"]).order_by("mulai")
    links = re.findall(r'href="([^"#]+)"', row[row.index("<td") :])
    assert [x for x in links if "ikon" not in x] == [reverse("tugas", args=[t.pk]) for t in tasks]


def test_the_pages_are_light(berjalan: SimpleNamespace, masuk: Masuk) -> None:
    zi = berjalan
    atur_bulan(
        rencana_id=zi.rencana.pk,
        isi={butir.pk: range(1, 13) for butir in zi.baris.values()},
        alasan="Susulan",
        by=zi.admin,
    )
    for who, query in ((zi.auditor, {}), (zi.admin, {"tim": 6})):
        body = masuk(who).get(alamat(zi, **query)).content
        assert len(gzip.compress(body, 6)) < 40 * 1024
