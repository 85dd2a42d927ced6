"""A guest of one LKE reads this LKE and its files, and nothing else of the institution."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from tests.factories import buat_user
from tests.factories.lke import buat_tpi
from tests.integration.batas.test_objects_of_others import ALAMAT, _lke, sasaran
from tests.integration.batas.test_rows_of_others import DAFTAR
from zonaintegritas.models import AnggotaTPI

__all__ = ["sasaran"]  # a fixture

TERBUKA = "zi_lke"
"""Addresses of assessments begin so."""
TAMU = ("verifikator", "admin", "tanpa_peran")


def _tamu(dunia: SimpleNamespace, sasaran: SimpleNamespace, siapa: str) -> User:
    """Return a person of the other institution (or of none) who is in the TPI of this one's LKE."""
    user = buat_user("tamu.lke") if siapa == "tanpa_peran" else getattr(dunia, siapa)
    lke = _lke(sasaran)
    buat_tpi(lke.lke, user, "anggota", lke.orang["admin"])
    return User.objects.get(pk=user.pk)


def _jawaban(user: User, sasaran: SimpleNamespace) -> dict[str, int]:
    client = Client()
    client.force_login(user)
    return {
        name: client.get(reverse(name, args=arguments(sasaran))).status_code
        for name, arguments in ALAMAT.items()
    }


@pytest.mark.parametrize("siapa", TAMU)
def test_every_address_but_those_of_the_lke_is_closed(
    dunia: SimpleNamespace, sasaran: SimpleNamespace, siapa: str
) -> None:
    guest = _tamu(dunia, sasaran, siapa)
    found = _jawaban(guest, sasaran)
    closed = {n: status for n, status in found.items() if not n.startswith(TERBUKA)}
    assert {n: s for n, s in closed.items() if s not in (403, 404, 405)} == {}
    opened = {n for n, status in found.items() if status == 200}
    assert "zi_lke_berkas" in opened
    assert {n for n in opened if not n.startswith(TERBUKA)} == set()


@pytest.mark.parametrize("siapa", TAMU)
def test_after_the_last_day_nothing_is_left(
    dunia: SimpleNamespace, sasaran: SimpleNamespace, siapa: str
) -> None:
    guest = _tamu(dunia, sasaran, siapa)
    yesterday = timezone.localdate() - timedelta(days=1)
    AnggotaTPI.objects.filter(user=guest).update(selesai=yesterday)
    before = Kejadian.objects.filter(instansi="beta").count()
    found = _jawaban(guest, sasaran)
    assert {n: s for n, s in found.items() if s not in (403, 404, 405)} == {}
    assert {s for n, s in found.items() if n == "zi_lke_berkas"} == {404}
    assert Kejadian.objects.filter(instansi="beta").count() == before


@pytest.mark.parametrize("siapa", TAMU)
def test_no_list_counter_or_search_names_the_institution(
    dunia: SimpleNamespace, sasaran: SimpleNamespace, siapa: str
) -> None:
    guest = _tamu(dunia, sasaran, siapa)
    client = Client()
    client.force_login(guest)
    client.get("/")
    lke = _lke(sasaran)
    own = f"LKE {lke.lke.tahun}, {lke.unit.nama}, {lke.instansi.nama}"  # its report may be asked
    names = {
        name
        for name, query in DAFTAR.items()
        if not name.startswith(TERBUKA)
        and "beta" in client.get(reverse(name), query).content.decode().replace(own, "")
    }
    assert names == set()
    for name in ("dasbor", "tugas_saya", "verifikasi", "zona_integritas", "zi_rencana_aksi"):
        answer = client.get(reverse(name), {"rencana": sasaran.rencana.pk})
        assert answer.status_code in (403, 404) or b" beta" not in answer.content
