"""Where no samples are: nothing to remove, and nothing made over a real account."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from satgas.demo.password import password_file
from satgas.official import load
from tests.factories import buat_instansi, buat_user

Baca = Callable[[], dict[str, Any]]


def test_a_real_account_in_the_way_stops_everything(db: None, semua_baris: Baca) -> None:
    load()
    buat_user("operator.bkd")
    before = semua_baris()
    with pytest.raises(CommandError, match=r"operator\.bkd"):
        call_command("make_demo", stdout=io.StringIO())
    assert semua_baris() == before
    assert not password_file().exists()


def test_a_real_institution_in_the_way_stops_everything(db: None, semua_baris: Baca) -> None:
    buat_instansi("pemprov-ntt-contoh")
    before = semua_baris()
    with pytest.raises(CommandError, match="bukan CONTOH"):
        call_command("make_demo", stdout=io.StringIO())
    assert semua_baris() == before


def test_removal_without_samples_changes_nothing(db: None, semua_baris: Baca) -> None:
    load()
    before = semua_baris()
    out = io.StringIO()
    call_command("remove_demo", stdout=out)
    assert (out.getvalue(), semua_baris() == before) == ("Tidak ada institusi CONTOH.\n", True)
