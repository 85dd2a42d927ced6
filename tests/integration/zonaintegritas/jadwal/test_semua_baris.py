"""All 69 rows of the official action plan in one form."""

from datetime import date

from accounts.permissions import Role
from evidence.actions import mulai_rencana
from evidence.actions.salin import salin_rencana
from evidence.models import Butir, Capaian
from tests.factories import buat_user
from zonaintegritas.actions.jadwal import HasilJadwal, atur_bulan
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.models import KeputusanZI


def test_a_year_is_planned_at_once(resmi: KeputusanZI) -> None:
    root = resmi.rencana.instansi.unit_set.filter(induk=None)[0]
    admin = buat_user("admin.kpu", Role.ADMIN, root)
    plan = salin_rencana(rencana_id=resmi.rencana.pk, tahun=2026, by=admin).rencana
    KeputusanZI.objects.filter(rencana=plan).update(tanggal=date(2026, 6, 5))
    rows = list(Butir.objects.filter(rencana=plan).order_by("urut").values_list("pk", flat=True))
    assert len(rows) == 69
    isi = {pk: range(1, 13) for pk in rows}
    assert atur_bulan(rencana_id=plan.pk, isi=isi, by=admin) == HasilJadwal(
        baris=69, ditambah=69 * 12
    )
    assert mulai_rencana(rencana_id=plan.pk, by=admin) == 69 * 7  # June to December
    assert not Capaian.objects.filter(butir__rencana=plan, selesai__lt=date(2026, 6, 5)).exists()
    plan.refresh_from_db()
    found = petak(plan, admin)
    assert (found.jumlah.baris, found.jumlah.bulan) == (69, 69 * 12)
    assert found.jumlah.tugas is not None
    assert (found.jumlah.tugas.ditagih, found.jumlah.tugas.terlambat) == (69 * 7, 0)
    assert [len(team.baris) for team in found.tim] == [19, 5, 8, 6, 12, 19]
