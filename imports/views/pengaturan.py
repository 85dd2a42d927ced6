"""What an institution asks of imports: whether a second person applies them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from imports.actions.pengaturan import atur_impor, boleh_atur
from imports.forms import PengaturanForm
from imports.hak import dua_orang
from imports.views.pintu import nomor


@require_http_methods(["GET", "HEAD", "POST"])
def impor_pengaturan(request: Permintaan) -> HttpResponse:
    """Show and change whether the person who uploads may also apply."""
    semua = [i for i in request.user.akses.instansi if boleh_atur(request.user, i.pk)]
    if not semua:
        raise PermissionDenied("Pengaturan impor hanya untuk admin.")
    asked = request.GET.get("instansi", "")
    instansi = next((i for i in semua if not asked or i.pk == nomor(asked)), None)
    if instansi is None:
        raise Http404("Instansi tidak ada.")
    if request.method == "POST":
        form = PengaturanForm(request.POST)
        form.full_clean()
        atur_impor(
            instansi=instansi, dua_orang=bool(form.cleaned_data["dua_orang"]), by=request.user
        )
        messages.success(request, "Pengaturan impor disimpan.")
        return redirect(f"{reverse('impor_pengaturan')}?instansi={instansi.pk}")
    form = PengaturanForm(initial={"dua_orang": dua_orang(instansi.pk)})
    context = {
        "form": form,
        "instansi": instansi,
        "banyak": semua if len(semua) > 1 else [],
    }
    return render(request, "imports/pengaturan.html", context)
