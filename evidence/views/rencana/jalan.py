"""Starting, closing and reopening a plan; each asks first and says what will happen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from evidence.actions import (
    Denied,
    IsianKurang,
    NotAllowed,
    buka_rencana,
    mulai_rencana,
    tutup_rencana,
)
from evidence.forms_rencana import AlasanForm, MulaiForm
from evidence.lists.rencana import perkiraan
from evidence.models import Capaian, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.views.rencana.pintu import rencana_diubah, tunjukkan


@require_http_methods(["GET", "HEAD", "POST"])
def mulai(request: Permintaan, pk: int) -> HttpResponse:
    """Show what a start makes and what speaks against it; POST starts the plan.

    `?dari=` counts again for another first day; it changes nothing.
    """
    rencana = rencana_diubah(request, pk)
    today = timezone.localdate()
    dari = min(max(rencana.mulai, today), rencana.selesai)
    asked = request.POST if request.method == "POST" else request.GET
    form, status = MulaiForm(initial={"dari": dari}), 200
    if "dari" in asked:
        form = MulaiForm(asked)
        if form.is_valid():
            dari = form.cleaned_data["dari"]
        else:
            status = 422
    found = perkiraan(rencana, dari, today)
    if request.method == "POST" and form.is_valid():
        if found.kosong:
            form.add_error("dari", "Tidak ada yang ditagih mulai tanggal ini.")
            status = 422
        else:
            try:
                jumlah = mulai_rencana(rencana_id=rencana.pk, by=request.user, dari=dari)
            except (Denied, NotAllowed) as error:
                messages.error(request, str(error))
            else:
                messages.success(request, f"{rencana.nama} berjalan. {jumlah} tugas ditagih.")
            return redirect("rencana_rinci", pk)
    return render(
        request,
        "evidence/rencana/mulai.html",
        {"rencana": rencana, "form": form, "perkiraan": found, "dari": dari},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def tutup(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then close a running plan."""
    rencana = rencana_diubah(request, pk)
    if request.method == "POST":
        try:
            tutup_rencana(rencana_id=rencana.pk, by=request.user)
        except (Denied, NotAllowed) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{rencana.nama} ditutup. Isinya tetap dapat dibaca.")
        return redirect("rencana_rinci", pk)
    standing = Capaian.objects.filter(butir__rencana=rencana, gugur__isnull=True)
    owing = standing.filter(CapaianQuerySet.owing(timezone.localdate())).count()
    return render(request, "evidence/rencana/tutup.html", {"rencana": rencana, "berutang": owing})


@require_http_methods(["GET", "HEAD", "POST"])
def buka(request: Permintaan, pk: int) -> HttpResponse:
    """Ask for the reason, then open a closed plan again."""
    rencana = rencana_diubah(request, pk)
    form, status = AlasanForm(), 200
    if request.method == "POST":
        form, status = AlasanForm(request.POST), 422
        if form.is_valid():
            try:
                buka_rencana(
                    rencana_id=rencana.pk, alasan=form.cleaned_data["alasan"], by=request.user
                )
            except IsianKurang as error:
                tunjukkan(form, error.galat)
            except (Denied, NotAllowed) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{rencana.nama} berjalan lagi.")
                return redirect("rencana_rinci", pk)
    context = {
        "rencana": rencana,
        "form": form,
        "ditutup": rencana.status == Rencana.Keadaan.DITUTUP,
    }
    return render(request, "evidence/rencana/buka.html", context, status=status)
