"""What holds after any sequence of changes of a running plan."""

from datetime import date
from random import Random
from types import SimpleNamespace

import pytest

from audit.chain import verify
from evidence.actions.errors import IsianKurang
from evidence.actions.progres import atur_progres
from evidence.jadwal import Jendela
from evidence.models import Butir, Capaian
from tests.integration.zonaintegritas.jadwal.conftest import DITETAPKAN
from zonaintegritas.actions.jadwal import atur_bentuk, atur_bulan, geser_bulan, salin_pola
from zonaintegritas.jadwal.masa import masa
from zonaintegritas.models import BentukJadwal, BulanJadwal


def _langkah(dunia: SimpleNamespace, acak: Random) -> None:
    """One random change by the admin; what the rules refuse stays undone."""
    butir = acak.choice(dunia.butir[:3])
    months = acak.sample(range(1, 13), acak.randint(0, 5))
    kind = acak.choice(("atur", "atur", "geser", "rentang", "bentuk", "salin", "kerja"))
    more = {"alasan": "Uji.", "by": dunia.admin}
    try:
        if kind == "atur":
            atur_bulan(rencana_id=dunia.rencana.pk, isi={butir.pk: months}, **more)
        elif kind in ("geser", "rentang"):
            dari, ke = acak.randint(1, 12), acak.randint(1, 12)
            geser_bulan(butir_id=butir.pk, dari=dari, ke=ke, serentang=kind == "rentang", **more)
        elif kind == "bentuk":
            atur_bentuk(butir_id=butir.pk, bentuk=acak.choice(BentukJadwal.Bentuk.values), **more)
        elif kind == "salin":
            salin_pola(dari_butir=butir.pk, ke=[b.pk for b in dunia.butir[:3]], **more)
        else:
            rows = list(Capaian.objects.filter(butir=butir, gugur__isnull=True).order_by("mulai"))
            if rows and acak.random() < 0.3:
                atur_progres(
                    capaian_id=acak.choice(rows).pk, progres="disiapkan", by=dunia.operator
                )
    except IsianKurang:
        pass


def _periksa(butir: Butir) -> None:
    months = BulanJadwal.objects.berlaku().filter(butir=butir).values_list("bulan", flat=True)
    shape = BentukJadwal.objects.filter(butir=butir).first()
    rentang = shape is not None and shape.bentuk == BentukJadwal.Bentuk.RENTANG
    wanted = [m.jendela for m in masa(months, rentang=rentang, sejak=DITETAPKAN) if m.ditagih]
    rows = Capaian.objects.filter(butir=butir, gugur__isnull=True).order_by("mulai")
    assert [Jendela(row.mulai, row.selesai) for row in rows] == wanted
    assert all(row.batas == row.selesai >= DITETAPKAN for row in rows)
    for row in Capaian.objects.filter(butir=butir, gugur__isnull=False):
        assert row.diubah is None  # no work was ever dropped
        assert row.digantikan_oleh is None or row.digantikan_oleh.butir_id == butir.pk


@pytest.mark.parametrize("benih", [1, 2, 3, 4])
def test_capaian_always_follow_the_months(jalan: SimpleNamespace, benih: int) -> None:
    acak = Random(benih)
    for _ in range(40):
        _langkah(jalan, acak)
        for butir in jalan.butir[:3]:
            _periksa(butir)
    assert BulanJadwal.objects.filter(gugur__isnull=False).exists()
    assert Capaian.objects.filter(gugur__isnull=False).exists()
    assert list(verify(jalan.instansi.kode)) == []
    assert not Capaian.objects.filter(selesai__lt=date(2026, 3, 5)).exists()
