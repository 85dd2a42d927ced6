"""The official decree in the database, and every row of it to compare."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from accounts.permissions import Role
from satgas.official.fixture import KPU, PEMPROV, institution
from satgas.official.institutions import load_institution
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.zi_register import buat_unit_zi
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


@pytest.fixture
def zi(db: None, data_folder: object) -> SimpleNamespace:
    """The ZI units `satu` and `dua` with their people, readers of all, and a stranger."""
    instansi = buat_instansi("alfa", contoh=True)
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    satu, dua = (buat_unit(instansi, kode, induk=akar) for kode in ("satu", "dua"))
    luar = buat_instansi("luar")
    jauh = buat_unit(luar, "jauh")
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        satu=buat_unit_zi(satu),
        dua=buat_unit_zi(dua),
        jauh=buat_unit_zi(jauh),
        operator=buat_user("operator", Role.OPERATOR, satu),
        operator_dua=buat_user("operator.dua", Role.OPERATOR, dua),
        koordinator=buat_user("koordinator", Role.KOORDINATOR, satu),
        verifikator=buat_user("verifikator", Role.VERIFIKATOR, akar),
        ketua=buat_user("ketua", Role.KETUA, akar),
        admin=buat_user("admin", Role.ADMIN, akar),
        auditor=buat_user("auditor", Role.AUDITOR, akar),
        auditor_tugas=buat_user("auditor.tugas", Role.AUDITOR_TUGAS, satu),
        orang_luar=buat_user("luar", Role.OPERATOR, jauh),
        admin_luar=buat_user("admin.luar", Role.ADMIN, jauh),
    )
