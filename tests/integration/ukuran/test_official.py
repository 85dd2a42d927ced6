"""The portal's own scales and bands: loaded once, sound, and never changed by loading again."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from audit.chain import verify
from audit.models import Kejadian
from tests.factories import buat_instansi
from ukuran.models import PitaCapaian, SkalaPredikat
from ukuran.official import isi, load, reconcile
from ukuran.pita import periksa_pita
from ukuran.skala import periksa_skala


def test_loading_twice_changes_nothing(db: None) -> None:
    assert load() == ["Skala dan pita portal: 5 skala, 1 pita"]
    before = list(SkalaPredikat.objects.values()), list(PitaCapaian.objects.values())
    assert load() == []
    assert (list(SkalaPredikat.objects.values()), list(PitaCapaian.objects.values())) == before
    assert reconcile() == []
    events = Kejadian.objects.values_list("instansi", "aksi", "aktor", "isi")
    assert list(events) == [
        ("sistem", "ukuran.muat", "sistem", {"dibuat": {"skala": 5, "pita": 1}})
    ]
    assert list(verify("sistem")) == []


def test_what_is_loaded_can_be_used(db: None) -> None:
    load()
    assert {
        row.kode: ([t.kode for t in row.skala().tingkat], periksa_skala(row.skala()))
        for row in SkalaPredikat.objects.all()
    } == {
        "opini-bpk": (["TMP", "TW", "WDP", "WTP"], ()),
        "sakip": (["D", "C", "CC", "B", "BB", "A", "AA"], ()),
        "skm": (["D", "C", "B", "A"], ()),
        "zona-ombudsman": (["MERAH", "KUNING", "HIJAU"], ()),
        "kepatuhan": (["MERAH", "KUNING", "A"], ()),
    }
    pita = PitaCapaian.objects.get().pita()
    assert (periksa_pita(pita.rentang), [r.nama for r in pita.rentang]) == (
        (),
        ["Sangat rendah", "Rendah", "Sedang", "Tinggi", "Sangat tinggi"],
    )
    rows: list[Any] = [*SkalaPredikat.objects.all(), *PitaCapaian.objects.all()]
    assert {(row.instansi, row.versi, row.kini, row.status_sumber) for row in rows} == {
        (None, 1, True, "S")
    }
    assert all(row.sumber for row in rows)


def test_a_version_of_an_institution_stays(db: None) -> None:
    instansi = buat_instansi("alfa")
    own = SkalaPredikat.objects.create(instansi=instansi, kode="sakip", versi=1, nama="Kami")
    load()
    own.refresh_from_db()
    assert (own.nama, own.kini) == ("Kami", True)
    assert SkalaPredikat.objects.filter(kode="sakip").count() == 2


@pytest.fixture
def berkas(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The files of the portal's measures, copied so that a test may add to them."""
    folder = tmp_path / "fixtures" / "instruments"
    shutil.copytree(settings.BASE_DIR / "fixtures" / "instruments", folder)
    settings.BASE_DIR = tmp_path
    isi.cache_clear()
    yield folder
    isi.cache_clear()


def test_a_later_version_of_the_portal_leaves_the_earlier_one(db: None, berkas: Path) -> None:
    load()
    rows = json.loads((berkas / "pita.json").read_text("utf-8"))["pita"]
    later = {"pita": [*rows, {**rows[0], "versi": 2, "nama": "Pita baru"}]}
    (berkas / "pita.json").write_text(json.dumps(later), "utf-8")
    isi.cache_clear()
    assert load() == ["Skala dan pita portal: 1 pita"]
    found = PitaCapaian.objects.order_by("versi").values_list("versi", "nama", "kini")
    assert list(found) == [(1, "Pita capaian", False), (2, "Pita baru", True)]


def test_one_version_stands_once(db: None) -> None:
    load()
    with pytest.raises(IntegrityError), transaction.atomic():
        SkalaPredikat.objects.create(instansi=None, kode="sakip", versi=1, nama="Ganda")
    with pytest.raises(IntegrityError), transaction.atomic():
        PitaCapaian.objects.create(instansi=None, versi=1, nama="Ganda")
