"""Two ZI units of one institution, people of both, and a stranger."""

from types import SimpleNamespace

import pytest

from accounts.permissions import Role
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.zi_register import buat_unit_zi


@pytest.fixture
def zi(db: None, data_folder: object) -> SimpleNamespace:
    """The units `satu` and `dua` with their operators, and readers of the whole institution."""
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
