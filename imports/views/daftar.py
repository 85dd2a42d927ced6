"""The list of imports: who brought what in, when, with what figures, and how it stands."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from imports.actions.pengaturan import boleh_atur
from imports.hak import boleh_impor
from imports.lists.berikut import sifat
from imports.lists.saringan import SaringanImpor
from imports.models import Batch
from imports.views.pintu import tempat_daftar

PER_HALAMAN = 50


@require_safe
def impor(request: Permintaan) -> HttpResponse:
    """List the imports that a person sees, newest first, with the filters of the address."""
    semua = tempat_daftar(request)
    saringan = SaringanImpor(request.GET, auto_id="saring-%s", user=request.user)
    rows = Batch.objects.visible_to(request.user).select_related("oleh", "instansi")
    found = saringan.baris(rows).defer("kenalan", "pemetaan", "bentrok", "catatan")
    page = Paginator(found, PER_HALAMAN).get_page(request.GET.get("page"))
    context = {
        "saringan": saringan,
        "page_obj": page,
        "baris": [(batch, *sifat(batch)) for batch in page],
        "banyak": len(semua) > 1,
        "mengimpor": any(boleh_impor(request.user, i) for i in semua),
        "pengaturan": any(boleh_atur(request.user, i.pk) for i in semua),
    }
    return render(request, "imports/daftar.html", context)
