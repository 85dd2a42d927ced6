"""The official decree in the database, and every row of it to compare."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from satgas.official.fixture import KPU, PEMPROV, institution
from satgas.official.institutions import load_institution
from zonaintegritas.models import KeputusanZI
from zonaintegritas.official import load

Isi = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def resmi(db: None) -> KeputusanZI:
    """The official decree, loaded into its institution beside the Pemprov."""
    load_institution(institution(PEMPROV))
    load_institution(institution(KPU))
    load()
    return KeputusanZI.objects.select_related("rencana").get(rencana__instansi__kode="kpu-ntt")


@pytest.fixture
def semua_baris(db: None) -> Callable[[], Isi]:
    """Return every row of every table of the portal, primary keys included."""
    labels = ("audit", "accounts", "ukuran", "evidence", "satgas", "roadmap", "zonaintegritas")

    def read() -> Isi:
        return {
            model._meta.label: sorted(model._default_manager.values_list(), key=repr)
            for label in labels
            for model in apps.get_app_config(label).get_models(include_auto_created=True)
        }

    return read
