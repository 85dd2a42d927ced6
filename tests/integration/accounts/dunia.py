"""An institution as the tests of this app see it."""

from dataclasses import dataclass

from accounts.models import Instansi, Unit, User
from accounts.permissions import Role
from tests.factories import buat_instansi, buat_unit, buat_user


@dataclass
class Dunia:
    """One institution as tests see it."""

    instansi: Instansi
    pimpinan: Unit
    unit: Unit
    admin: User
    operator: User


def bangun(kode: str) -> Dunia:
    """Make an institution with a root, an office, an admin and an operator."""
    instansi = buat_instansi(kode)
    pimpinan = buat_unit(instansi, f"pimpinan-{kode}", jenis=Unit.Jenis.PIMPINAN)
    unit = buat_unit(instansi, f"bkd-{kode}", induk=pimpinan)
    return Dunia(
        instansi,
        pimpinan,
        unit,
        buat_user(f"admin.{kode}", Role.ADMIN, pimpinan),
        buat_user(f"operator.{kode}", Role.OPERATOR, unit),
    )
