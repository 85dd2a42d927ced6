"""Two people correct two rows of one unit into the same one: only one of them comes about."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from accounts.permissions import Role
from evidence.actions.errors import IsianKurang
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.zi_register import buat_unit_zi
from zonaintegritas.actions.register import catat, ubah
from zonaintegritas.daftar.isi import IsiPengaduan
from zonaintegritas.models import PengaduanBulanan


@pytest.mark.usefixtures("transactional_db", "data_folder")
def test_two_rows_never_become_equal() -> None:
    unit = buat_unit(buat_instansi("alfa"), "satu")
    unit_zi = buat_unit_zi(unit)
    by = buat_user("operator", Role.OPERATOR, unit)
    isi = IsiPengaduan(bulan=date(2026, 2, 1), saluran="Kotak", diterima=4, selesai=3)
    rows = [
        catat(unit_zi_id=unit_zi.pk, isi=replace(isi, saluran=saluran), by=by)
        for saluran in ("Surat", "Laman")
    ]
    start = Barrier(2)

    def run(no: int) -> str:
        try:
            user = User.objects.get(pk=by.pk)
            start.wait(10)
            # The database tells "KOTAK" and "Kotak" apart; people do not.
            same = replace(isi, saluran=("Kotak", "KOTAK")[no])
            ubah(baris_id=rows[no].pk, versi=1, isi=same, by=user)
        except IsianKurang as error:
            return " ".join(error.galat.values())
        else:
            return "tersimpan"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, (0, 1))) == [
            "Bulan dan saluran yang sama sudah tercatat untuk unit ini. Ubah baris yang ada.",
            "tersimpan",
        ]
    assert PengaduanBulanan.objects.filter(saluran__iexact="kotak").count() == 1
