"""The rule by which a row is measured: its versions, and a change with a preview of figures."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms.layout import tampilkan
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Butir
from evidence.workflow import NotAllowed
from roadmap.actions.aturan import aturan_kini, baca_aturan, skala_tersedia, ubah_aturan
from roadmap.forms_aturan import AturanForm
from roadmap.models import AturanUkur
from roadmap.views.target import butir_diubah, tertutup


@require_http_methods(["GET", "HEAD", "POST"])
def aturan(request: Permintaan, pk: int) -> HttpResponse:
    """Show the rule and its versions, and change it.

    The button says which: `pratinjau` shows the figures before and after, `simpan` records it,
    `isi` goes back to the form.
    """
    butir = butir_diubah(request, pk)
    kini, scales = aturan_kini(butir), skala_tersedia(butir)
    form, status, bentrok = AturanForm(kini=kini, skala=scales), 200, ""
    if request.method == "POST" and not tertutup(butir):
        step = request.POST.get("langkah", "")
        form = AturanForm(request.POST, kini=kini, skala=scales)
        if step == "isi":
            form = AturanForm(kini=kini, skala=scales)
            form.initial = {nama: request.POST.get(nama, "") for nama in form.fields}
        else:
            status = 422
            try:
                if form.is_valid() and (done := _langkah(request, butir, form, step)):
                    return done
            except Bentrok as error:
                data = request.POST.copy()
                data["versi"] = str(kini.versi if kini else 0)
                form = AturanForm(data, kini=kini, skala=scales)
                bentrok, status = str(error), 409
    context = {**_kepala(butir, kini), "form": form, "bentrok": bentrok}
    return render(request, "roadmap/aturan.html", context, status=status)


def _langkah(request: Permintaan, butir: Butir, form: AturanForm, step: str) -> HttpResponse | None:
    """Take one step of a form of the right shape; None when it has to be shown again."""
    try:
        if step != "simpan":
            revisi = baca_aturan(butir, form.isi(), timezone.now())
            return render(
                request,
                "roadmap/aturan_pratinjau.html",
                {**_kepala(butir, revisi.lama), "form": form, "revisi": revisi},
            )
        revisi = ubah_aturan(
            butir_id=butir.pk,
            isi=form.isi(),
            versi=form.cleaned_data["versi"],
            by=request.user,
        )
    except IsianKurang as error:
        tampilkan(form, error.galat)
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
    else:
        changed = [str(beda.sel.tahun) for beda in revisi.tahun if beda.berubah]
        messages.success(
            request,
            f"Aturan tersimpan sebagai versi {revisi.baru.versi}. "
            + (f"Capaian berubah: {', '.join(changed)}." if changed else "Capaian tidak berubah."),
        )
        return redirect("roadmap_aturan", butir.pk)
    return None


def _kepala(butir: Butir, kini: AturanUkur | None) -> dict[str, Any]:
    rows = AturanUkur.objects.filter(butir=butir).select_related("skala", "oleh")
    return {
        "butir": butir,
        "rencana": butir.rencana,
        "kini": kini,
        "tertutup": tertutup(butir),
        "versi": rows.order_by("-versi"),
    }
