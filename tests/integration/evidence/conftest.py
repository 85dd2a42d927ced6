"""One small world for the tests of evidence."""

from types import SimpleNamespace

import pytest

from accounts.permissions import Role
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user, mulai


def bangun_dunia(kode: str, *, contoh: bool = False) -> SimpleNamespace:
    """An institution with an Inspektorat, two offices, every role, and a running plan."""
    instansi = buat_instansi(kode, contoh=contoh)
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    bkd = buat_unit(instansi, "bkd", induk=akar)
    bidang = buat_unit(instansi, "bidang", induk=bkd)
    pupr = buat_unit(instansi, "pupr", induk=akar)
    rencana = buat_rencana(instansi)
    buat_butir(rencana, bkd, "9.a", dokumen=2)
    buat_butir(rencana, pupr, "13.a", pendukung=(bkd,))
    buat_butir(rencana, itda, "4.a")
    buat_butir(rencana, pupr, "13.b")
    capaian = mulai(rencana, by=buat_user(f"admin.{kode}", Role.ADMIN, akar))
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        itda=itda,
        bkd=bkd,
        pupr=pupr,
        rencana=rencana,
        c_bkd=capaian[0],
        c_dukung=capaian[1],
        c_itda=capaian[2],
        c_pupr=capaian[3],
        operator=buat_user(f"operator.{kode}", Role.OPERATOR, bkd),
        bawahan=buat_user(f"bawahan.{kode}", Role.OPERATOR, bidang),
        operator_pupr=buat_user(f"pupr.{kode}", Role.OPERATOR, pupr),
        operator_itda=buat_user(f"itda.{kode}", Role.OPERATOR, itda),
        verifikator=buat_user(f"verif.{kode}", Role.VERIFIKATOR, itda),
        verifikator2=buat_user(f"verif2.{kode}", Role.VERIFIKATOR, itda),
        ketua=buat_user(f"ketua.{kode}", Role.KETUA, akar),
        auditor=buat_user(f"auditor.{kode}", Role.AUDITOR, akar),
        auditor_tugas=buat_user(f"st.{kode}", Role.AUDITOR_TUGAS, bkd),
    )


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """The institution under test."""
    return bangun_dunia("alfa")


@pytest.fixture
def lain(dunia: SimpleNamespace) -> SimpleNamespace:
    """Another institution with the same shape: rows that could leak."""
    return bangun_dunia("beta")
