"""The audit trail on screen: own chains only, filters in the address, one event in full."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import Membership
from accounts.permissions import Role
from audit.models import Kejadian, Rantai
from audit.recorder import Event, System, audited, record_many
from audit.triggers import TABLES, create_triggers, drop_triggers
from tests.factories import buat_instansi, buat_unit, buat_user

READERS = [Role.KETUA, Role.ADMIN, Role.AUDITOR]
OTHERS = [Role.OPERATOR, Role.VERIFIKATOR, Role.AUDITOR_TUGAS]


@pytest.fixture
def dunia(db: None) -> SimpleNamespace:
    """Two institutions; three events of the first and one of the second."""
    d = SimpleNamespace(alfa=buat_instansi("alfa"), beta=buat_instansi("beta"))
    d.unit = buat_unit(d.alfa, "bkd")
    d.budi = buat_user("budi")
    _catat("alfa", ("tugas.kirim", d.budi, "1", "9.a laporan", datetime(2026, 3, 1, 15, 59)))
    _catat("alfa", ("tugas.kirim", System(), "2", "9.b laporan", datetime(2026, 3, 1, 16, 1)))
    _catat("alfa", ("berkas.unduh", d.budi, "7", "bukti 100%.pdf", datetime(2026, 3, 2, 1, 0)))
    _catat("beta", ("tugas.kirim", d.budi, "9", "rahasia beta", datetime(2026, 3, 1, 1, 0)))
    return d


def _catat(instansi: str, *rows: tuple[str, Any, str, str, datetime]) -> None:
    with audited():
        record_many(
            Event(
                instansi,
                aksi,
                oleh,
                objek_jenis="capaian",
                objek_id=pk,
                objek_nama=nama,
                isi={"catatan": "<b>tebal</b>", "nilai": 0},
                at=at.replace(tzinfo=UTC),
            )
            for aksi, oleh, pk, nama, at in rows
        )


def _client(d: SimpleNamespace, role: Role = Role.AUDITOR) -> Client:
    client = Client()
    client.force_login(buat_user(f"orang.{role}", role, d.unit))
    return client


def _numbers(response: Any) -> list[int]:
    """Numbers of the events on the page; the reader's own login is left out."""
    return [event.no for event in response.context["page_obj"] if event.aksi != "akun.masuk"]


def _text(response: Any) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("role", READERS)
def test_readers_see_their_chain_newest_first(dunia: SimpleNamespace, role: Role) -> None:
    response = _client(dunia, role).get("/jejak-audit/")
    assert _numbers(response) == [3, 2, 1]
    assert "beta" not in _text(response)


@pytest.mark.parametrize("role", OTHERS)
def test_others_are_refused(dunia: SimpleNamespace, role: Role) -> None:
    client = _client(dunia, role)
    pk = Kejadian.objects.filter(instansi="alfa")[0].pk
    assert client.get("/jejak-audit/").status_code == 403
    assert client.get(f"/jejak-audit/{pk}/").status_code == 404


def test_platform_is_refused(dunia: SimpleNamespace) -> None:
    client = Client()
    client.force_login(buat_user("platform", Role.PLATFORM))
    assert client.get("/jejak-audit/").status_code == 403


@pytest.mark.parametrize("role", READERS)
def test_chain_and_event_of_the_other_institution_are_404(
    dunia: SimpleNamespace, role: Role
) -> None:
    client = _client(dunia, role)
    other = Kejadian.objects.get(instansi="beta")
    assert client.get("/jejak-audit/", {"rantai": "beta"}).status_code == 404
    assert client.get("/jejak-audit/", {"rantai": "sistem"}).status_code == 404
    assert client.get(f"/jejak-audit/{other.pk}/").status_code == 404


@pytest.mark.parametrize("role", READERS)
def test_fifty_events_of_the_other_institution_change_nothing(
    dunia: SimpleNamespace, role: Role
) -> None:
    client = _client(dunia, role)
    before = _text(client.get("/jejak-audit/"))
    at = datetime(2026, 3, 1)
    _catat("beta", *[("lain.baru", dunia.budi, str(n), f"beta {n}", at) for n in range(50)])
    assert _text(client.get("/jejak-audit/")) == before


def test_reader_of_two_institutions_chooses_the_chain(dunia: SimpleNamespace) -> None:
    user = buat_user("orang", Role.AUDITOR, dunia.unit)
    unit = buat_unit(dunia.beta, "bkd")
    Membership.objects.create(user=user, unit=unit, role=Role.AUDITOR)
    client = Client()
    client.force_login(user)
    assert _numbers(client.get("/jejak-audit/")) == [3, 2, 1]
    assert _numbers(client.get("/jejak-audit/", {"rantai": "beta"})) == [1]


def test_an_operator_elsewhere_does_not_read_that_chain(dunia: SimpleNamespace) -> None:
    user = buat_user("orang", Role.AUDITOR, dunia.unit)
    unit = buat_unit(dunia.beta, "bkd")
    Membership.objects.create(user=user, unit=unit, role=Role.OPERATOR)
    client = Client()
    client.force_login(user)
    assert client.get("/jejak-audit/", {"rantai": "beta"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"aktor": "BUDI"}, [3, 1]),
        ({"aksi": "tugas.kirim"}, [2, 1]),
        ({"objek": "laporan"}, [2, 1]),
        ({"objek": "7"}, [3]),
        ({"objek": "100%"}, [3]),
        # 1 March 15.59 UTC is still 1 March in Kupang, 16.01 UTC is 2 March
        ({"sampai": "2026-03-01"}, [1]),
        ({"dari": "2026-03-02"}, [3, 2]),
        ({"dari": "2026-03-02", "sampai": "2026-03-02"}, [3, 2]),
        ({"aktor": "budi", "aksi": "tugas.kirim", "dari": "2026-03-01"}, [1]),
        ({"aktor": "tidak ada"}, []),
    ],
)
def test_filters(dunia: SimpleNamespace, query: dict[str, str], numbers: list[int]) -> None:
    response = _client(dunia).get("/jejak-audit/", query)
    assert _numbers(response) == numbers
    for name, value in query.items():  # what was asked for stays in the form
        assert response.context["form"][name].value() == value


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"dari": "1 Maret"}, "Tulis tanggal seperti 2026-09-18."),
        (
            {"dari": "2026-03-02", "sampai": "2026-03-01"},
            "Tanggal akhir lebih awal daripada tanggal awal.",
        ),
        ({"aksi": "lain"}, "Aksi ini tidak ada dalam rantai."),
    ],
)
def test_bad_filter_names_the_field_and_shows_no_rows(
    dunia: SimpleNamespace, query: dict[str, str], message: str
) -> None:
    response = _client(dunia).get("/jejak-audit/", query)
    assert response.status_code == 200
    assert message in _text(response)
    assert _numbers(response) == []


def test_fifty_a_page_and_filters_stay(dunia: SimpleNamespace) -> None:
    at = datetime(2026, 4, 1)
    _catat("alfa", *[("lain.baru", dunia.budi, str(n), f"baris {n}", at) for n in range(120)])
    client = _client(dunia)
    pages = [client.get("/jejak-audit/", {"aksi": "lain.baru", "page": n}) for n in (1, 2, 3)]
    assert [len(_numbers(page)) for page in pages] == [50, 50, 20]
    assert "?aksi=lain.baru&amp;page=3" in pages[1].content.decode()


def test_queries_are_the_same_with_4_and_1000_events(
    dunia: SimpleNamespace, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = _client(dunia)
    client.get("/jejak-audit/")
    with django_assert_num_queries(9):
        client.get("/jejak-audit/")
    at = datetime(2026, 4, 1)
    _catat("alfa", *[("lain.baru", dunia.budi, str(n), f"baris {n}", at) for n in range(1000)])
    with django_assert_num_queries(9):
        client.get("/jejak-audit/")


def test_one_event_in_full(dunia: SimpleNamespace) -> None:
    first, second, _ = Kejadian.objects.filter(instansi="alfa").order_by("no")
    response = _client(dunia).get(f"/jejak-audit/{second.pk}/")
    text = _text(response)
    assert '{ "catatan": "<b>tebal</b>", "nilai": 0 }' in text
    assert second.hash in text
    assert first.hash in text
    assert "Kejadian ini utuh" in text
    assert "<b>tebal</b>" not in response.content.decode()


@pytest.mark.parametrize(
    ("no", "change", "words"),
    [
        (2, {"aksi": "lain"}, "Kejadian ini berubah setelah dicatat"),
        (1, {"hash": "0" * 64}, "Rantai putus sebelum kejadian ini"),
    ],
)
def test_a_tampered_event_says_so(
    dunia: SimpleNamespace, no: int, change: dict[str, str], words: str
) -> None:
    tables = tuple(t for t in TABLES if t.table == "audit_kejadian")
    drop_triggers(connection, tables)
    Kejadian.objects.filter(instansi="alfa", no=no).update(**change)
    create_triggers(connection, tables)
    event = Kejadian.objects.get(instansi="alfa", no=2)
    assert words in _text(_client(dunia).get(f"/jejak-audit/{event.pk}/"))


def test_head_and_last_check_are_shown(dunia: SimpleNamespace) -> None:
    client = _client(dunia)
    head = Rantai.objects.get(instansi="alfa")
    before = _text(client.get("/jejak-audit/"))
    assert f"nomor {head.no} Hash kepala {head.hash}" in before
    assert "Belum ada pemeriksaan yang dicatat." in before
    call_command("verify_audit", "--catat", stdout=StringIO())
    assert f"utuh sampai nomor {head.no}" in _text(client.get("/jejak-audit/"))


def test_empty_chain(dunia: SimpleNamespace) -> None:
    user = buat_user("orang", Role.AUDITOR, dunia.unit)
    unit = buat_unit(buat_instansi("baru"), "setda")
    Membership.objects.create(user=user, unit=unit, role=Role.AUDITOR)
    client = Client()
    client.force_login(user)
    text = _text(client.get("/jejak-audit/", {"rantai": "baru"}))
    assert "Belum ada kejadian tercatat untuk instansi ini." in text
    assert "Setiap perubahan dan setiap unduhan bukti akan tercatat di sini." in text
