"""The board, the print and the subscriptions as pages; what each of them costs."""

import re
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from zonaintegritas.actions.jadwal import atur_bulan
from zonaintegritas.models import AnggotaTim, LanggananKalender

Masuk = Callable[[User], Client]
# Session, user and memberships, plans, and one menu count are part of each; the grid takes six.
KUERI = {"zi_jadwal": 11, "zi_jadwal tim": 11, "zi_jadwal_cetak": 11, "zi_papan": 11}


def teks(html: str) -> str:
    body = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def alamat(nama: str, zi: SimpleNamespace, **query: object) -> str:
    more = "".join(f"&{n}={nilai}" for n, nilai in query.items())
    return f"{reverse(nama)}?rencana={zi.rencana.pk}{more}"


@pytest.fixture
def terisi(berjalan: SimpleNamespace) -> SimpleNamespace:
    """Three rows of team 5 and one of team 1 with months; July is over."""
    zi = berjalan
    atur_bulan(
        rencana_id=zi.rencana.pk,
        isi={
            zi.baris["5.A.1"].pk: [7, 8],
            zi.baris["5.A.2"].pk: [9, 12],
            zi.baris["5.B.1"].pk: [6],
            zi.baris["1.A.1"].pk: [8],
        },
        alasan="Susulan",
        by=zi.admin,
    )
    return zi


def test_the_board_leads_with_what_is_late(terisi: SimpleNamespace, masuk: Masuk) -> None:
    html = masuk(terisi.koordinator).get(alamat("zi_papan", terisi)).content.decode()
    shown = teks(html)
    assert "2 tugas terlambat, 0 perlu perbaikan, 1 jatuh tempo bulan ini." in shown
    first = html.index('id="h-tim"')
    teams = re.findall(r"&amp;tim=(\d)\">", html[first : html.index('id="h-kurva"')])
    assert teams == ["5", "1", "2", "3", "4", "6"]
    assert "3 perlu dikerjakan" in shown
    link = f'href="{reverse("zi_jadwal")}?rencana={terisi.rencana.pk}&amp;tim=5&amp;keadaan='
    for keadaan, angka in (("terlambat", 2), ("belum", 9), ("bulan_ini", 1)):
        assert re.search(re.escape(f'{link}{keadaan}"') + rf">{angka}</a>", html), keadaan


def test_the_board_of_a_reader_has_no_tasks_of_its_own(
    terisi: SimpleNamespace, masuk: Masuk
) -> None:
    shown = teks(masuk(terisi.auditor).get(alamat("zi_papan", terisi)).content.decode())
    assert "2 tugas terlambat" in shown
    assert "Tugas tim saya" not in shown
    assert "Tim saya" not in shown


def test_members_stand_with_their_koordinator_first(terisi: SimpleNamespace, masuk: Masuk) -> None:
    html = masuk(terisi.auditor).get(alamat("zi_papan", terisi)).content.decode()
    part = html[html.index(f'id="h-anggota-{terisi.tim.pk}"') :]
    names = re.findall(r"<b>([^<]+)</b>", part[: part.index("</section>")])
    rows = AnggotaTim.objects.filter(tim=terisi.tim)
    leads = [m.nama for m in rows.filter(kedudukan="koordinator").order_by("no")]
    rest = [m.nama for m in rows.filter(kedudukan="anggota").order_by("no")]
    assert [unescape(name) for name in names] == [*leads, *rest]


def test_a_member_named_in_the_decree_finds_the_own_team_first(
    terisi: SimpleNamespace, masuk: Masuk
) -> None:
    AnggotaTim.objects.filter(tim=terisi.tim, no=1).update(pengguna=terisi.auditor)
    html = masuk(terisi.auditor).get(alamat("zi_papan", terisi)).content.decode()
    part = html[html.index('id="h-tim"') : html.index('id="h-kurva"')]
    assert re.findall(r"&amp;tim=(\d)\">", part) == ["5", "1", "2", "3", "4", "6"]
    assert part.count("Tim saya") == 1


def test_the_curve_says_the_same_in_words_and_as_a_table(
    terisi: SimpleNamespace, masuk: Masuk
) -> None:
    html = masuk(terisi.auditor).get(alamat("zi_papan", terisi)).content.decode()
    words = "Sampai Agustus direncanakan 4, selesai 0. Sampai Desember direncanakan 6 tugas."
    assert f'aria-label="{words}"' in html
    table = html[html.index("Lihat sebagai tabel") :]
    table = table[: table.index("</table>")]
    rows = [
        [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in re.split("</t[hd]>", row)[:3]]
        for row in table.split("<tr>")[2:]
    ]
    assert [[row[0][-8:], row[1], row[2]] for row in rows[5:10]] == [
        ["Juni", "1", "0"],
        ["Juli", "2", "0"],
        ["Agustus", "4", "0"],
        ["eptember", "5", "belum mulai"],
        ["Oktober", "5", "belum mulai"],
    ]


def test_the_print_marks_each_month_with_a_letter(terisi: SimpleNamespace, masuk: Masuk) -> None:
    html = masuk(terisi.auditor).get(alamat("zi_jadwal_cetak", terisi, tim=5)).content.decode()
    part = html[html.index("5.A.1</td>") :]
    part = part[: part.index("</tr>")]
    letters = [
        (re.search(r'aria-hidden="true">(.)<', cell) or [None, ""])[1]
        for cell in part.split("<td")[1:]
    ]
    assert letters == ["", "", "", "", "", "", "T", "B", "", "", "", ""]
    assert html.count("<thead>") == 1
    assert ">1.A.1</td>" not in html


def test_a_subscription_shows_its_address_once_and_dies(
    terisi: SimpleNamespace, masuk: Masuk
) -> None:
    client = masuk(terisi.koordinator)
    page = alamat("zi_kalender", terisi)
    assert "Anda belum mempunyai langganan" in teks(client.get(page).content.decode())
    refused = client.post(page, {"nama": "", "tim": terisi.tim.pk})
    assert refused.status_code == 422
    assert f'<option value="{terisi.tim.pk}" selected>' in refused.content.decode()
    answer = client.post(page, {"nama": "Ponsel", "tim": terisi.tim.pk}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    found = re.search(r'value="(http://testserver[^"]+\.ics)"', answer.content.decode())
    assert found is not None
    assert found[1] not in client.get(page).content.decode()
    feed = found[1].removeprefix("http://testserver")
    assert Client().get(feed).status_code == 200
    row = LanggananKalender.objects.get(pengguna=terisi.koordinator)
    assert (row.nama, row.tim) == ("Ponsel", terisi.tim)

    revoke = reverse("zi_kalender_cabut", args=[row.pk])
    assert masuk(terisi.operator).get(revoke).status_code == 404
    assert masuk(terisi.operator).post(revoke).status_code == 404
    assert "Cabut langganan Ponsel?" in teks(client.get(revoke).content.decode())
    assert Client().get(feed).status_code == 200
    assert client.post(revoke).status_code == 302
    assert Client().get(feed).status_code == 404
    assert client.get(revoke).status_code == 404


def test_a_subscription_is_offered_for_teams_that_may_be_read(
    terisi: SimpleNamespace, masuk: Masuk
) -> None:
    page = alamat("zi_kalender", terisi)
    html = masuk(terisi.operator).get(page).content.decode()
    assert re.findall(r'<option value="(\d+)"', html) == [str(terisi.tim.pk)]
    html = masuk(terisi.auditor).get(page).content.decode()
    assert len(re.findall(r'<option value="(\d+)"', html)) == 6
    sent = {"nama": "Lain", "tim": terisi.lain.pk}
    assert masuk(terisi.operator).post(page, sent).status_code == 422
    assert not LanggananKalender.objects.exists()


@pytest.mark.parametrize("baris", [1, 69])
def test_pages_cost_a_literal_number_of_queries(
    berjalan: SimpleNamespace, masuk: Masuk, baris: int
) -> None:
    zi = berjalan
    zi.rencana.butir_set.exclude(
        pk__in=[b.pk for b in list(zi.baris.values())[:69]][-baris:]
    ).delete()
    kept = list(zi.rencana.butir_set.all())
    assert len(kept) == baris
    atur_bulan(
        rencana_id=zi.rencana.pk,
        isi={butir.pk: [7, 8, 9] for butir in kept},
        alasan="Susulan",
        by=zi.admin,
    )
    client = masuk(zi.admin)
    team = kept[-1].kode[0]

    def count(nama: str, **query: object) -> int:
        page = alamat(nama, zi, **query)
        client.get(page)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    assert {
        "zi_jadwal": count("zi_jadwal"),
        "zi_jadwal tim": count("zi_jadwal", tim=team),
        "zi_jadwal_cetak": count("zi_jadwal_cetak"),
        "zi_papan": count("zi_papan"),
    } == KUERI
