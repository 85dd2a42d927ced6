"""Periods of a plan in each state, reached by the real steps."""

from accounts.models import User
from evidence.models import Batas
from reports.actions.periode import buka_periode, potret_sekarang, setujui_periode
from reports.models import KeadaanPeriode, Potret


def bawa(batas: Batas, keadaan: KeadaanPeriode, ketua: User) -> Batas:
    """Bring a cut-off that was never frozen into a state; return it with plan and institution."""
    if keadaan is not KeadaanPeriode.TERBUKA:
        potret = potret_sekarang(batas_id=batas.pk, by=ketua)
        if keadaan is not KeadaanPeriode.DIPOTRET:
            setujui_periode(batas_id=batas.pk, potret_id=potret.pk, by=ketua)
        if keadaan is KeadaanPeriode.DIBUKA:
            buka_periode(batas_id=batas.pk, potret_id=potret.pk, alasan="Ada yang salah.", by=ketua)
    return Batas.objects.select_related("rencana__instansi").get(pk=batas.pk)


def buat_potret(batas: Batas, ketua: User) -> Potret:
    """Return the last Potret of a cut-off; frozen now when there is none."""
    last = Potret.objects.filter(batas=batas).order_by("-no").first()
    return last or potret_sekarang(batas_id=batas.pk, by=ketua)
