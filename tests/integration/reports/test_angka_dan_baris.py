"""A hand-over that waits moves lateness to its holder: figures and their rows agree on it."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import serah
from evidence.models import Capaian
from tests.factories import buat_serah, segar
from tests.integration.reports.dunia import tambah_50

WHOLE = [Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR]


@pytest.fixture
def menunggu(dunia: SimpleNamespace) -> SimpleNamespace:
    """itda's 4.a waits for bkd's 9.a and is late; nobody has sent anything for a month."""
    dunia.serah = buat_serah(dunia.c["9.a"], dunia.c["4.a"])
    yesterday = timezone.localdate() - timedelta(days=1)
    Capaian.objects.filter(pk__in=[dunia.c["4.a"].pk, dunia.c["9.c"].pk]).update(batas=yesterday)
    Capaian.objects.filter(butir__rencana=dunia.rencana, dikirim__isnull=False).update(
        dikirim=timezone.now() - timedelta(days=30)
    )
    return dunia


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(segar(user))
    return client


def _figures(client: Client) -> dict[str, str]:
    """Links to rows by their words, of the whole page."""
    page = client.get("/dasbor/").content.decode()
    pattern = r'<a[^>]*href="(/dasbor/(?:dokumen|tugas)/\?[^"]*)"[^>]*>(.*?)</a>'
    found = re.findall(pattern, page, re.S)
    return {unescape(u): " ".join(unescape(re.sub(r"<[^>]+>", " ", b)).split()) for u, b in found}


def _rows(client: Client, url: str) -> list[Capaian]:
    found = client.get(url).context["baris"]
    return [getattr(b, "capaian", None) or b.pemenuhan.capaian for b in found]


def _kode(client: Client, url: str) -> list[str]:
    return [c.butir.kode for c in _rows(client, url)]


@pytest.mark.parametrize("role", WHOLE)
def test_every_figure_is_the_number_of_rows_behind_it(
    menunggu: SimpleNamespace, lain: SimpleNamespace, role: Role
) -> None:
    client = _client(menunggu.orang[role])
    figures = _figures(client)
    checked = 0
    for url, words in figures.items():
        count = client.get(url).context["page_obj"].paginator.count
        numbers = [int(n) for n in re.findall(r"\d+", words)]
        # "3/5" is accepted of required, "26,7 (63,3)" a mean: its link lists what is averaged
        if "/" in words:
            assert (url, count) == (url, numbers[1])
        elif "(" in words or "belum pernah" in words or "diam" in words:
            assert (url, count > 0) == (url, True)
        else:
            assert (url, count) == (url, numbers[0])
            checked += 1
    assert checked >= 10


def test_lateness_of_a_member_lists_what_its_unit_holds_up(menunggu: SimpleNamespace) -> None:
    client = _client(menunggu.orang[Role.KETUA])
    unit = f"&unit={menunggu.bkd.pk}&keadaan=terlambat"
    found = {u: w for u, w in _figures(client).items() if u.endswith("keadaan=terlambat")}
    bkd = [u for u in found if u.endswith(unit)]
    assert [found[u] for u in bkd] == ["2 tugas"]
    assert _kode(client, bkd[0]) == ["4.a", "9.c"]
    assert not [u for u in found if f"unit={menunggu.itda.pk}&" in u]
    giver = segar(menunggu.orang[Role.OPERATOR])
    serah.serahkan(serah_id=menunggu.serah.pk, by=giver)
    found = {u: w for u, w in _figures(client).items() if u.endswith("keadaan=terlambat")}
    assert {u: w for u, w in found.items() if u.endswith(unit)} == {bkd[0]: "1 tugas"}
    assert _kode(client, bkd[0]) == ["9.c"]
    (own,) = [u for u in found if f"unit={menunggu.itda.pk}&" in u]
    assert (found[own], _kode(client, own)) == ("1 tugas", ["4.a"])


def test_silence_of_a_unit_lists_what_it_can_send_itself(menunggu: SimpleNamespace) -> None:
    client = _client(menunggu.orang[Role.KETUA])
    silent = {u: w for u, w in _figures(client).items() if "&status=belum_ada" in u}
    by_unit = {
        name: [(w, _kode(client, u)) for u, w in silent.items() if f"&pelapor={unit.pk}&" in u]
        for name, unit in (("bkd", menunggu.bkd), ("itda", menunggu.itda))
    }
    assert by_unit == {"bkd": [("1 dokumen", ["9.c"])], "itda": [("1 dokumen", ["4.b"])]}


def test_filter_by_reporting_unit_stays_in_the_form_and_is_of_the_institution(
    menunggu: SimpleNamespace, lain: SimpleNamespace
) -> None:
    tambah_50(lain)
    client = _client(menunggu.orang[Role.KETUA])
    for path in ("/dasbor/dokumen/", "/dasbor/tugas/"):
        page = client.get(path, {"pelapor": menunggu.itda.pk})
        assert [c.butir.kode for c in _rows(client, f"{path}?pelapor={menunggu.itda.pk}")] == [
            "4.b"
        ]
        text = page.content.decode()
        assert f'<input type="hidden" name="pelapor" value="{menunggu.itda.pk}">' in text
        assert f", {menunggu.itda}" in " ".join(text.split())
        for wrong in (lain.bkd.pk, "x", "9" * 30):
            assert client.get(path, {"pelapor": wrong}).status_code == 404
