"""The calendar feed: read back by two parsers, alive as long as token, person and rights are."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import icalendar
import pytest
import time_machine
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, User
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions import mulai_rencana, tutup_rencana
from evidence.actions.errors import IsianKurang
from evidence.models import Capaian
from evidence.workflow import NotAllowed
from tests.factories import buat_user, draf
from tests.integration.zonaintegritas.jadwal.conftest import HARI_INI, bangun_zi
from tests.integration.zonaintegritas.jadwal.test_atur import atur
from zonaintegritas.kalender.langganan import (
    BATAS_LANGGANAN,
    buat_langganan,
    cabut_langganan,
)
from zonaintegritas.models import LanggananKalender


@pytest.fixture
def kerja(zi: SimpleNamespace) -> SimpleNamespace:
    """A running plan: 1.A.1 in April and August, 1.B in June, 2.A.1 in December."""
    atur(zi, 0, 4, 8)
    atur(zi, 2, 6)
    atur(zi, 3, 12)
    mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin)
    zi.rencana.refresh_from_db()
    return zi


def ambil(token: str, **headers: str) -> Any:
    """The answer to a calendar without a session."""
    return Client().get(reverse("zi_kalender_umpan", args=[token]), headers=headers)


def acara(token: str) -> list[tuple[str, date]]:
    """Kode and day of every event."""
    calendar = icalendar.Calendar.from_ical(ambil(token).content)
    return [
        (str(event["summary"]).split()[0], event.decoded("dtstart"))
        for event in calendar.walk("VEVENT")
    ]


SEMUA = [
    ("1.A.1", date(2026, 4, 30)),
    ("1.B", date(2026, 6, 30)),
    ("1.A.1", date(2026, 8, 31)),
]
TIM_2 = [("2.A.1", date(2026, 12, 31))]


def test_an_independent_parser_accepts_the_feed(kerja: SimpleNamespace) -> None:
    _, token = buat_langganan(nama="Ponsel", by=kerja.operator)
    answer = ambil(token)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.content.decode())
    assert calendar.validate(raiseException=True)
    events = calendar.contents["vevent"]
    late = Capaian.objects.get(mulai=date(2026, 4, 1))
    first = events[0]
    assert {
        "uid": first.uid.value,
        "summary": first.summary.value,
        "mulai": first.dtstart.value,
        "selesai": first.dtend.value,
        "url": first.url.value,
        "sequence": first.sequence.value,
        "dtstamp": first.dtstamp.value.replace(tzinfo=UTC),
        "transp": first.transp.value,
    } == {
        "uid": f"capaian-{late.pk}.alfa@pantas",
        "summary": "1.A.1 Rapat tim (terlambat, belum diunggah)",
        "mulai": date(2026, 4, 30),
        "selesai": date(2026, 5, 1),
        "url": f"http://testserver/tugas/{late.pk}/",
        "sequence": "1",
        "dtstamp": late.dibuat.replace(microsecond=0),
        "transp": "TRANSPARENT",
    }
    assert "Batas waktu: 30 April 2026" in first.description.value
    assert [event.dtstart.value for event in events] == [day for _, day in SEMUA]


def test_the_library_reads_the_same(kerja: SimpleNamespace) -> None:
    _, token = buat_langganan(nama="Ponsel", by=kerja.operator)
    calendar = icalendar.Calendar.from_ical(ambil(token).content)
    assert calendar.errors == []
    assert all(event.errors == [] for event in calendar.walk("VEVENT"))
    assert str(calendar["version"]) == "2.0"
    assert acara(token) == SEMUA


def test_lines_are_folded_and_names_of_persons_are_not_told(kerja: SimpleNamespace) -> None:
    kerja.tim[0].anggota_set.update(pengguna=kerja.operator)
    _, token = buat_langganan(nama="Ponsel Rahasia", by=kerja.operator)
    text = ambil(token).content
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    for name in (b"Nama ", b"Orang ", b"Rahasia", kerja.operator.username.encode()):
        assert name not in text.replace(b"\r\n ", b"")


def test_whose_tasks(kerja: SimpleNamespace) -> None:
    def own(user: User) -> list[tuple[str, date]]:
        return acara(buat_langganan(nama="x", by=user)[1])

    assert own(kerja.operator) == own(kerja.koordinator) == SEMUA
    assert own(kerja.koordinator2) == TIM_2
    assert own(kerja.verifikator) == own(kerja.auditor) == []  # they read, they do not answer
    kerja.tim[1].anggota_set.filter(no=2).update(pengguna=kerja.verifikator)
    assert own(kerja.verifikator) == TIM_2


def test_of_one_team(kerja: SimpleNamespace) -> None:
    _, token = buat_langganan(nama="Tim 2", tim_id=kerja.tim[1].pk, by=kerja.ketua)
    assert acara(token) == TIM_2
    assert b"X-WR-CALNAME:Zona Integritas: Tim 2\r\n" in ambil(token).content
    with pytest.raises(Denied):
        buat_langganan(nama="x", tim_id=kerja.tim[1].pk, by=kerja.operator)
    with pytest.raises(Denied):
        buat_langganan(nama="x", tim_id=kerja.tim[1].pk, by=bangun_zi("beta").admin)


def test_states_and_versions_follow_and_uids_stay(kerja: SimpleNamespace) -> None:
    _, token = buat_langganan(nama="x", by=kerja.operator)

    def read() -> dict[str, tuple[str, int]]:
        calendar = icalendar.Calendar.from_ical(ambil(token).content)
        return {
            str(e["uid"]): (str(e["summary"]), int(e["sequence"])) for e in calendar.walk("VEVENT")
        }

    before = read()
    row = Capaian.objects.get(mulai=date(2026, 6, 1))
    row = draf(row, kerja.operator)
    after = read()
    assert before.keys() == after.keys()
    uid = f"capaian-{row.pk}.alfa@pantas"
    assert (before[uid], after[uid]) == (
        ("1.B Kegiatan 1.B (belum diunggah)", 1),
        ("1.B Kegiatan 1.B (draf)", row.versi),
    )
    # A month taken out disappears.
    atur(kerja, 0, 4, alasan="Batal.")
    assert [day for _, day in acara(token)] == [date(2026, 4, 30), date(2026, 6, 30)]


def test_a_revoked_token_is_dead_at_once(kerja: SimpleNamespace) -> None:
    row, token = buat_langganan(nama="x", by=kerja.operator)
    other = buat_langganan(nama="y", by=kerja.operator)[1]
    assert ambil(token).status_code == 200
    with pytest.raises(Denied):
        cabut_langganan(langganan_id=row.pk, by=kerja.admin)
    cabut_langganan(langganan_id=row.pk, by=kerja.operator)
    assert ambil(token).status_code == 404
    assert ambil(other).status_code == 200
    cabut_langganan(langganan_id=row.pk, by=kerja.operator)
    assert Kejadian.objects.filter(aksi="kalender.cabut").count() == 1


def test_only_the_digest_is_kept(kerja: SimpleNamespace) -> None:
    row, token = buat_langganan(nama="x", by=kerja.operator)
    assert len(token) == 43
    assert row.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    stored = repr(list(LanggananKalender.objects.values())) + repr(
        list(Kejadian.objects.values_list("isi", "objek_nama"))
    )
    assert token not in stored
    assert ambil(row.token_sha256).status_code == 404
    assert ambil("contoh").status_code == 404
    assert ambil(token[:-1]).status_code == 404


def test_rights_are_those_of_the_moment(kerja: SimpleNamespace) -> None:
    _, token = buat_langganan(nama="x", by=kerja.operator)
    _, team = buat_langganan(nama="x", tim_id=kerja.tim[0].pk, by=kerja.operator)
    Membership.objects.filter(user=kerja.operator).update(selesai=date(2026, 6, 14))
    assert acara(token) == acara(team) == []
    Membership.objects.filter(user=kerja.operator).update(selesai=None)
    assert acara(token) == acara(team) == SEMUA
    User.objects.filter(pk=kerja.operator.pk).update(is_active=False)
    assert ambil(token).status_code == ambil(team).status_code == 404


def test_a_person_without_a_role_left_still_revokes(kerja: SimpleNamespace) -> None:
    row, token = buat_langganan(nama="x", by=kerja.operator)
    Membership.objects.filter(user=kerja.operator).update(selesai=date(2026, 6, 14))
    cabut_langganan(langganan_id=row.pk, by=User.objects.get(pk=kerja.operator.pk))
    assert ambil(token).status_code == 404


def test_only_plans_that_run(kerja: SimpleNamespace) -> None:
    _, token = buat_langganan(nama="x", by=kerja.operator)
    tutup_rencana(rencana_id=kerja.rencana.pk, by=kerja.admin)
    assert acara(token) == []


def test_unchanged_is_not_sent_again(kerja: SimpleNamespace) -> None:
    _, token = buat_langganan(nama="x", by=kerja.operator)
    first = ambil(token)
    assert set(first["Cache-Control"].split(", ")) == {"private", "no-cache"}
    again = ambil(token, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert ambil(token).content == first.content
    with time_machine.travel(datetime(2026, 7, 2, tzinfo=UTC)):  # 1.B is late now
        assert ambil(token, if_none_match=first["ETag"]).status_code == 200


def test_reading_only_and_no_session(kerja: SimpleNamespace) -> None:
    _, token = buat_langganan(nama="x", by=kerja.operator)
    address = reverse("zi_kalender_umpan", args=[token])
    client = Client()
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(address).status_code == 405
    assert client.head(address).status_code == 200
    assert client.cookies == {}


def test_the_last_reading_is_stamped_once_a_day(kerja: SimpleNamespace) -> None:
    row, token = buat_langganan(nama="x", by=kerja.operator)
    stamps = []
    for hours in (0, 5, 30):
        with time_machine.travel(HARI_INI + timedelta(hours=hours), tick=False):
            ambil(token)
        row.refresh_from_db()
        stamps.append(row.terakhir_dibaca)
    assert stamps == [HARI_INI, HARI_INI, HARI_INI + timedelta(hours=30)]


def test_the_cost_does_not_grow(kerja: SimpleNamespace) -> None:
    _, one = buat_langganan(nama="x", by=kerja.koordinator2)
    _, three = buat_langganan(nama="x", by=kerja.operator)
    counts = []
    for token in (one, three):
        ambil(token)
        with CaptureQueriesContext(connection) as asked:
            ambil(token)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5


def test_who_may_subscribe_and_how_often(kerja: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        buat_langganan(nama="x", by=kerja.platform)
    with pytest.raises(Denied):
        buat_langganan(nama="x", by=buat_user("tanpa.peran"))
    for nama in ("", "  ", "x" * 81):
        with pytest.raises(IsianKurang) as caught:
            buat_langganan(nama=nama, by=kerja.operator)
        assert list(caught.value.galat) == ["nama"]
    rows = [buat_langganan(nama=f"x{n}", by=kerja.operator)[0] for n in range(BATAS_LANGGANAN)]
    with pytest.raises(NotAllowed):
        buat_langganan(nama="y", by=kerja.operator)
    cabut_langganan(langganan_id=rows[0].pk, by=kerja.operator)
    buat_langganan(nama="y", by=kerja.operator)


def test_a_second_role_elsewhere_brings_its_tasks(kerja: SimpleNamespace) -> None:
    lain = bangun_zi("beta")
    atur(lain, 0, 9)
    mulai_rencana(rencana_id=lain.rencana.pk, by=lain.admin)
    _, token = buat_langganan(nama="x", by=kerja.operator)
    assert acara(token) == SEMUA
    Membership.objects.create(user=kerja.operator, unit=lain.unit[0], role=Role.OPERATOR)
    assert acara(token) == [*SEMUA, ("1.A.1", date(2026, 9, 30))]
