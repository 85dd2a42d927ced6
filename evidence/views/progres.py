"""Progress by one tap: an answer for htmx, or back to the page it was pressed on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import GALAT, atur_progres
from evidence.models import Capaian
from evidence.views.access import BUKAN_OPERATOR, capaian_terlihat, wajib


@require_POST
def tugas_progres(request: Permintaan, pk: int) -> HttpResponse:
    """Say how far a task is; without JavaScript this leads back to the row or the task."""
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.EVIDENCE_SEND, BUKAN_OPERATOR)
    daftar = request.POST.get("di") == "daftar"
    galat = ""
    try:
        capaian = atur_progres(
            capaian_id=pk, progres=request.POST.get("progres", ""), by=request.user
        )
    except GALAT as error:
        galat = str(error)
    if request.headers.get("HX-Request") == "true":
        template = "progres_baris" if daftar else "progres_tugas"
        return render(
            request,
            f"evidence/parts/{template}.html",
            {
                "pk": capaian.pk,
                "kode": capaian.butir.kode,
                "kini": capaian.progres,
                "kini_label": Capaian.Progres(capaian.progres).label,
                "progres": Capaian.Progres.choices,
                "bisa": True,
                "galat": galat,
                "baru": True,
                "terbuka": request.POST.get("terbuka") == "1",
                "kembali": request.POST.get("kembali", ""),
            },
        )
    if galat:
        messages.error(request, galat)
    else:
        label = Capaian.Progres(capaian.progres).label
        messages.success(request, f"Progres {capaian.butir.kode}: {label}.")
    return redirect(_kembali(request, pk) if daftar else reverse("tugas", args=[pk]))


def _kembali(request: Permintaan, pk: int) -> str:
    """Return the list as it was, at the row; only addresses of this portal count."""
    asked = request.POST.get("kembali", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return f"{asked if safe else reverse('tugas_saya')}#t-{pk}"
