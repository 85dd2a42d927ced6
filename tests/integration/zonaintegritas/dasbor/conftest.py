"""The 69 rows of the decree in 2026 with some months; the people who read their dashboard."""

from types import SimpleNamespace

import pytest

from accounts.models import Unit
from accounts.permissions import Role
from tests.factories import buat_user
from tests.integration.zonaintegritas.jadwal_layar.conftest import (
    _hari_ini,
    berjalan,
    masuk,
    zi,
)
from zonaintegritas.actions.jadwal import atur_bulan

__all__ = ["_hari_ini", "berjalan", "masuk", "zi"]


@pytest.fixture
def terisi(berjalan: SimpleNamespace) -> SimpleNamespace:
    """Three rows of team 5 and one of team 1 with months; it is 4 August."""
    akar = Unit.objects.get(instansi__kode="kpu-ntt", induk=None)
    berjalan.verifikator = buat_user("verif.kpu-ntt", Role.VERIFIKATOR, akar)
    berjalan.ketua = buat_user("ketua.kpu-ntt", Role.KETUA, akar)
    berjalan.bertugas = buat_user("tugas.kpu-ntt", Role.AUDITOR_TUGAS, berjalan.tim.unit)
    berjalan.akar = akar
    atur_bulan(
        rencana_id=berjalan.rencana.pk,
        isi={
            berjalan.baris["5.A.1"].pk: [7, 8],
            berjalan.baris["5.A.2"].pk: [9, 12],
            berjalan.baris["5.B.1"].pk: [6],
            berjalan.baris["1.A.1"].pk: [8],
        },
        alasan="Susulan",
        by=berjalan.admin,
    )
    return berjalan
