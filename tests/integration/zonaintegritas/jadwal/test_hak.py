"""Who may plan: every action x role x institution x state of the plan."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from accounts.models import User
from accounts.permissions import Denied
from evidence.actions import tutup_rencana
from evidence.workflow import NotAllowed
from tests.integration.zonaintegritas.jadwal.conftest import bangun_zi
from zonaintegritas.actions.jadwal import (
    HasilJadwal,
    atur_bentuk,
    atur_bulan,
    geser_bulan,
    salin_pola,
    terima_usulan,
)
from zonaintegritas.models import BulanJadwal

Aksi = Callable[[SimpleNamespace, User], HasilJadwal]

AKSI: dict[str, Aksi] = {
    "atur_bulan": lambda d, by: atur_bulan(
        rencana_id=d.rencana.pk, isi={d.butir[0].pk: [7, 10]}, by=by
    ),
    "geser_bulan": lambda d, by: geser_bulan(
        butir_id=d.butir[0].pk, dari=7, ke=9, alasan="Mundur.", by=by
    ),
    "atur_bentuk": lambda d, by: atur_bentuk(
        butir_id=d.butir[0].pk, bentuk="rentang", alasan="Satu hasil.", by=by
    ),
    "terima_usulan": lambda d, by: terima_usulan(
        rencana_id=d.rencana.pk, butir=[d.butir[1].pk], alasan="Menurut teks.", by=by
    ),
    "salin_pola": lambda d, by: salin_pola(
        dari_butir=d.butir[0].pk, ke=[d.butir[2].pk], alasan="Sama.", by=by
    ),
}
BOLEH = ("admin", "koordinator")
TIDAK = (
    "koordinator2",
    "operator",
    "verifikator",
    "ketua",
    "auditor",
    "auditor_tugas",
    "platform",
)


def _siap(kode: str, keadaan: str) -> SimpleNamespace:
    dunia = bangun_zi(kode, jalan=keadaan != "disusun")
    atur_bulan(rencana_id=dunia.rencana.pk, isi={dunia.butir[0].pk: [7]}, by=dunia.admin)
    if keadaan == "ditutup":
        tutup_rencana(rencana_id=dunia.rencana.pk, by=dunia.admin)
    return dunia


def _isi() -> list[tuple[object, ...]]:
    return list(BulanJadwal.objects.order_by("pk").values_list("butir", "bulan", "gugur"))


@pytest.mark.django_db
@pytest.mark.parametrize("keadaan", ["disusun", "berjalan", "ditutup"])
@pytest.mark.parametrize("aksi", AKSI)
def test_own_institution(aksi: str, keadaan: str, data_folder: object) -> None:
    dunia = _siap("alfa", keadaan)
    before = _isi()
    closed = keadaan == "ditutup"
    for peran in TIDAK:
        plans_elsewhere = peran == "koordinator2"
        with pytest.raises(NotAllowed if closed and plans_elsewhere else Denied):
            AKSI[aksi](dunia, getattr(dunia, peran))
    if closed:
        for peran in BOLEH:
            with pytest.raises(NotAllowed):
                AKSI[aksi](dunia, getattr(dunia, peran))
    assert _isi() == before
    if not closed:
        assert AKSI[aksi](dunia, dunia.koordinator).baris == 1


@pytest.mark.django_db
@pytest.mark.parametrize("keadaan", ["disusun", "berjalan"])
@pytest.mark.parametrize("aksi", AKSI)
def test_the_admin_plans_every_team(aksi: str, keadaan: str, data_folder: object) -> None:
    dunia = _siap("alfa", keadaan)
    assert AKSI[aksi](dunia, dunia.admin).baris == 1


@pytest.mark.django_db
@pytest.mark.parametrize("aksi", AKSI)
def test_nobody_of_another_institution(aksi: str, data_folder: object) -> None:
    dunia, lain = _siap("alfa", "berjalan"), bangun_zi("beta", jalan=True)
    before = _isi()
    for peran in (*BOLEH, *TIDAK):
        with pytest.raises(Denied):
            AKSI[aksi](dunia, getattr(lain, peran))
    assert _isi() == before


def test_one_foreign_row_refuses_all(zi: SimpleNamespace) -> None:
    lain = bangun_zi("beta")
    for foreign in (zi.butir[3].pk, lain.butir[0].pk, 999_999):
        with pytest.raises(Denied):
            atur_bulan(
                rencana_id=zi.rencana.pk,
                isi={zi.butir[0].pk: [4], foreign: [4]},
                by=zi.koordinator,
            )
    assert _isi() == []


def test_a_row_that_does_not_exist(zi: SimpleNamespace) -> None:
    for act in (
        lambda: geser_bulan(butir_id=999_999, dari=1, ke=2, alasan="x", by=zi.admin),
        lambda: atur_bentuk(butir_id=999_999, bentuk="rentang", by=zi.admin),
        lambda: salin_pola(dari_butir=999_999, ke=[zi.butir[0].pk], by=zi.admin),
        lambda: atur_bulan(rencana_id=999_999, isi={}, by=zi.admin),
    ):
        with pytest.raises(Denied):
            act()
