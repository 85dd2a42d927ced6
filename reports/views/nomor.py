"""Number and date of the letter under which a report went out, entered afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms.layout import tampilkan
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import IsianKurang
from jobs.actions import TidakBisa
from jobs.registry import Gagal
from reports.actions.terbitan import boleh_menomori, catat_nomor, minta_kemajuan
from reports.forms_templat import NomorForm
from reports.kemajuan.alamat import alamat_portal
from reports.kemajuan.parameter import dari_json
from reports.models import Terbitan
from reports.periksa.keterangan import keterangan


@require_http_methods(["GET", "HEAD", "POST"])
def terbitan_nomor(request: Permintaan, pk: int) -> HttpResponse:
    """Enter or correct the number; `langkah=ulang` asks for the report with it printed."""
    rows = Terbitan.objects.visible_to(request.user).defer("potret__isi")
    terbitan = get_object_or_404(
        rows.select_related("instansi", "potret__batas__rencana", "nomor_oleh"), pk=pk
    )
    if not boleh_menomori(request.user, terbitan.instansi):
        raise PermissionDenied("Nomor laporan dicatat oleh admin, verifikator, atau Ketua.")
    form = NomorForm(initial={"nomor": terbitan.nomor, "tanggal": terbitan.nomor_tanggal})
    if request.method == "POST" and request.POST.get("langkah") == "ulang":
        return _ulang(request, terbitan)
    if request.method == "POST":
        form = NomorForm(request.POST)
        if form.is_valid() and _catat(request, terbitan, form):
            return redirect("terbitan_nomor", pk)
    parameter = dari_json(terbitan.parameter)
    context = {
        "form": form,
        "terbitan": terbitan,
        "k": keterangan(terbitan),
        "bentuk": parameter.bentuk,
        "tercetak": bool(terbitan.nomor)
        and (parameter.nomor, parameter.nomor_tanggal) == (terbitan.nomor, terbitan.nomor_tanggal),
    }
    status = 422 if form.errors else 200
    return render(request, "reports/terbitan_nomor.html", context, status=status)


def _catat(request: Permintaan, terbitan: Terbitan, form: NomorForm) -> bool:
    try:
        catat_nomor(terbitan_id=terbitan.pk, by=request.user, **form.cleaned_data)
    except IsianKurang as error:
        tampilkan(form, error.galat)
    except Denied as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, "Nomor laporan tercatat.")
        return True
    return False


def _ulang(request: Permintaan, terbitan: Terbitan) -> HttpResponse:
    """Ask for the same report with its number printed; it gets a code of its own."""
    try:
        job = minta_kemajuan(
            potret_id=terbitan.potret_id,
            bentuk=dari_json(terbitan.parameter).bentuk,
            alamat=alamat_portal(request),
            by=request.user,
            bernomor=True,
        )
    except (Denied, IsianKurang, TidakBisa, Gagal) as error:
        messages.error(request, str(error))
        return redirect("terbitan_nomor", terbitan.pk)
    return redirect("laporan_rinci", job.pk)
