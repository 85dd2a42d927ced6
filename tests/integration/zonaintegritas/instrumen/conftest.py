"""An institution with a draft, a regulation, an instrument in use, and people."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.permissions import Role
from tests.factories.lke import buat_instrumen_lke
from tests.factories.people import buat_instansi, buat_unit, buat_user
from zonaintegritas.models import InstrumenLKE


@pytest.fixture
def zi(db: None, data_folder: object) -> SimpleNamespace:
    """`draf` (own, editable), `beku` (own, in use), `umum` (regulation), `asing` (elsewhere)."""
    instansi, luar = buat_instansi("alfa"), buat_instansi("luar")
    akar, jauh = buat_unit(instansi, "akar"), buat_unit(luar, "jauh")
    beku = buat_instrumen_lke(instansi, kode="dipakai")
    InstrumenLKE.objects.filter(pk=beku.pk).update(dibekukan=timezone.now())
    beku.refresh_from_db()
    return SimpleNamespace(
        instansi=instansi,
        luar=luar,
        akar=akar,
        draf=buat_instrumen_lke(instansi, kode="draf"),
        beku=beku,
        umum=buat_instrumen_lke(kode="umum"),
        asing=buat_instrumen_lke(luar, kode="asing"),
        operator=buat_user("operator", Role.OPERATOR, akar),
        koordinator=buat_user("koordinator", Role.KOORDINATOR, akar),
        verifikator=buat_user("verifikator", Role.VERIFIKATOR, akar),
        ketua=buat_user("ketua", Role.KETUA, akar),
        auditor=buat_user("auditor", Role.AUDITOR, akar),
        admin=buat_user("admin", Role.ADMIN, akar),
        admin_luar=buat_user("admin.luar", Role.ADMIN, jauh),
    )
