"""Salin ke tahun baru."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from evidence.actions import Denied, IsianKurang
from evidence.actions.salin import salin_rencana
from evidence.forms_rencana import SalinForm
from evidence.models import Rencana
from evidence.views.rencana.pintu import rencana_diubah, tunjukkan


@require_http_methods(["GET", "HEAD", "POST"])
def salin(request: Permintaan, pk: int) -> HttpResponse:
    """Ask for the year, then copy the plan and open the copy."""
    rencana = rencana_diubah(request, pk)
    form, status = SalinForm.dari(rencana, timezone.localdate()), 200
    if request.method == "POST":
        form, status = SalinForm(request.POST), 422
        if form.is_valid():
            try:
                hasil = salin_rencana(
                    rencana_id=rencana.pk,
                    tahun=form.cleaned_data["tahun"],
                    nama=form.cleaned_data["nama"],
                    by=request.user,
                )
            except IsianKurang as error:
                tunjukkan(form, error.galat)
            except Denied as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, f"{hasil.rencana.nama} dibuat. Periksa isinya, lalu mulai."
                )
                for line in hasil.perlu:
                    messages.warning(request, line)
                return redirect("rencana_rinci", hasil.rencana.pk)
    return render(
        request,
        "evidence/rencana/salin.html",
        {
            "rencana": rencana,
            "form": form,
            "lain": Rencana.objects.filter(instansi=rencana.instansi_id, jenis=rencana.jenis)
            .exclude(pk=rencana.pk)
            .order_by("tahun"),
        },
        status=status,
    )
