"""Cut-offs for the institutions of `dunia.py`, and a change that a Potret can show."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import putuskan
from evidence.models import Batas, Capaian, Pemenuhan
from evidence.workflow import Aksi, Status
from reports.actions.periode import potret_sekarang
from reports.models import KeadaanPeriode, Potret
from tests.factories import segar
from tests.factories.periode import bawa

_HARI = {
    "B03": (-40, -30, 5),  # opened, last day counted, closed (days from today)
    "B06": (-20, 1, 40),
    "B09": (20, 30, 70),
}


def berbatas(d: SimpleNamespace) -> SimpleNamespace:
    """Give the plan three cut-offs: one nearly over, one running, one not opened yet."""
    today = timezone.localdate()
    d.batas = {
        kode: Batas.objects.create(
            rencana=d.rencana,
            kode=kode,
            akhir=today + timedelta(days=akhir),
            dibuka=today + timedelta(days=dibuka),
            ditutup=today + timedelta(days=ditutup),
            **dict.fromkeys(
                ("batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk"),
                today + timedelta(days=ditutup - 1),
            ),
        )
        for kode, (dibuka, akhir, ditutup) in _HARI.items()
    }
    d.ketua = segar(d.orang[Role.KETUA])
    return d


def dipotret(d: SimpleNamespace, kode: str = "B06") -> Potret:
    """Freeze a cut-off by the Ketua."""
    return potret_sekarang(batas_id=d.batas[kode].pk, by=d.ketua)


def berkeadaan(d: SimpleNamespace, keadaan: KeadaanPeriode, kode: str = "B06") -> Batas:
    """Bring a cut-off into a state by the real steps."""
    return bawa(d.batas[kode], keadaan, d.ketua)


def setujui_satu(d: SimpleNamespace, kode: str = "9.b", nilai: int = 90) -> None:
    """Let the verifikator approve what waits on a task."""
    task = Capaian.objects.get(pk=d.c[kode].pk)
    waiting = Pemenuhan.objects.filter(capaian=task, status=Status.MENUNGGU)
    putuskan(
        capaian_id=task.pk,
        versi=task.versi,
        pemenuhan_ids=[p.pk for p in waiting],
        aksi=Aksi.SETUJUI,
        nilai=nilai,
        catatan="Sesuai.",
        by=segar(d.orang[Role.VERIFIKATOR]),
    )
