"""`/`: the home of the role."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Role
from evidence.models import Rencana

_RUMAH = (
    (Role.OPERATOR, "tugas_saya"),
    (Role.VERIFIKATOR, "verifikasi"),
    (Role.KETUA, "dasbor"),
    (Role.ADMIN, "dasbor"),
    (Role.AUDITOR, "laporan"),
    (Role.AUDITOR_TUGAS, "laporan"),
    (Role.PLATFORM, "admin:index"),
)


@require_safe
def beranda(request: Permintaan) -> HttpResponse:
    """Lead to the first work of the person; say what to do to somebody without a role."""
    roles = request.user.akses.roles
    target = next((name for role, name in _RUMAH if role in roles), None)
    if target is None:
        return render(request, "reports/beranda.html")
    first = next(role for role, _ in _RUMAH if role in roles)
    if first is Role.ADMIN and not Rencana.objects.visible_to(request.user).exists():
        target = "pengguna"
    return redirect(target)
