"""Pages of meetings cost the same with one row and with many, for a restricted user."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from roadmap.models import LangkahPerbaikan, Masalah, Rapat
from tests.factories.rapat import buat_langkah, buat_masalah, buat_notula, rapat_terlaksana

BATAS = 12
KUERI = {
    "operator rapat": 12,
    "operator rapat_kalender": 9,
    "operator rapat_masalah": 8,
    "operator rapat_langkah": 8,
    "operator rapat_pengaturan": 7,
    "operator rapat_rinci": 12,
    "operator rapat_masalah_rinci": 9,
    "operator rapat_langkah_rinci": 7,
    "verifikator rapat": 12,
    "verifikator rapat_kalender": 9,
    "verifikator rapat_masalah": 8,
    "verifikator rapat_langkah": 8,
    "verifikator rapat_pengaturan": 7,
    "verifikator rapat_rinci": 12,
    "verifikator rapat_masalah_rinci": 11,
    "verifikator rapat_langkah_rinci": 7,
}


def _rows(dunia: SimpleNamespace, count: int) -> tuple[Rapat, Masalah, LangkahPerbaikan]:
    """Meetings of the bkd with minutes; a pleno that found `count` problems, each with a step."""
    today = timezone.localdate()
    for n in range(count):
        held = rapat_terlaksana(
            dunia.rencana, dunia.operator, dunia.bkd, hari=today - timedelta(days=n % 20)
        )
        buat_notula(held, dunia.operator)
        buat_masalah(held, dunia.operator, dunia.butir["A-001"].pk)
    pleno = rapat_terlaksana(dunia.rencana, dunia.ketua, None)
    for n in range(count):
        masalah = buat_masalah(pleno, dunia.ketua, dunia.butir["A-001"].pk)
        langkah = buat_langkah(masalah, dunia.ketua, dunia.bkd, today + timedelta(days=n % 9))
    return pleno, masalah, langkah


def _count(client: Client, user: User, url: str) -> int:
    client.force_login(user)
    client.get(url)  # the first request after a login stamps the session
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(queries)


def _hitung(client: Client, dunia: SimpleNamespace, count: int) -> dict[str, int]:
    pleno, masalah, langkah = _rows(dunia, count)
    pages: dict[str, list[int]] = {
        "rapat": [],
        "rapat_kalender": [],
        "rapat_masalah": [],
        "rapat_langkah": [],
        "rapat_pengaturan": [],
        "rapat_rinci": [pleno.pk],
        "rapat_masalah_rinci": [masalah.pk],
        "rapat_langkah_rinci": [langkah.pk],
    }
    return {
        f"{who} {name}": _count(client, getattr(dunia, who), reverse(name, args=args))
        for who in ("operator", "verifikator")
        for name, args in pages.items()
    }


def test_pages_cost_a_literal_number_of_queries(client: Client, dunia: SimpleNamespace) -> None:
    one = _hitung(client, dunia, 1)
    assert one == KUERI
    assert max(one.values()) <= BATAS
    assert _hitung(client, dunia, 20) == one
    assert Rapat.objects.count() == 23
