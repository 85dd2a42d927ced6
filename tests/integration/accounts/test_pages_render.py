"""Every screen of this app renders in our frame, none in allauth's."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.accounts.dunia import Dunia

SCREENS = [
    ("pengguna", "pengguna"),
    ("pengguna_tambah", ""),
    ("unit", ""),
    ("unit_tambah", ""),
    ("siapkan_instansi", ""),
    ("profil", ""),
    ("account_change_password", ""),
    ("mfa_index", ""),
    ("account_logout", ""),
    ("account_reauthenticate", ""),
    ("pengguna_rinci", "operator"),
    ("pengguna_ubah", "operator"),
    ("peran_beri", "operator"),
    ("pengguna_tautan", "operator"),
    ("pengguna_aktif", "operator"),
    ("pengguna_dua_langkah", "operator"),
    ("peran_akhiri", "keanggotaan"),
    ("unit_ubah", "unit"),
]


@pytest.mark.parametrize(("name", "about"), SCREENS)
def test_screen_renders_in_indonesian_and_without_inline_code(
    name: str, about: str, alfa: Dunia, admin: Client
) -> None:
    rows = {
        "operator": alfa.operator.pk,
        "keanggotaan": alfa.operator.membership_set.get().pk,
        "unit": alfa.unit.pk,
    }
    response = admin.get(reverse(name, kwargs={"pk": rows[about]} if about in rows else None))
    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="id"' in page
    assert " style=" not in page
    assert "onclick" not in page
    assert page.count("<h1") == 1
