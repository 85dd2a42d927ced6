"""Words about progress and what they mean: the list, adding, changing, taking away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.actions.errors import IsianKurang
from evidence.lists.rencana import PER_HALAMAN
from evidence.views.access import butuh
from evidence.views.kembali import alamat_aman
from satgas.actions.padanan import hapus_padanan, tambah_padanan, ubah_padanan
from satgas.forms_padanan import PadananForm
from satgas.models import PadananProgres
from satgas.padanan import BAWAAN

BUKAN_PENGELOLA = "Hanya admin instansi yang mengatur padanan progres."


def _galat(form: PadananForm, error: IsianKurang | Denied) -> None:
    if isinstance(error, Denied):
        form.add_error(None, str(error))
        return
    for name, pesan in error.galat.items():
        form.add_error(name if name in form.fields else None, pesan)


def _tersimpan(row: PadananProgres, kembali: str) -> str:
    saved = f"Padanan “{row}” tersimpan."
    return f"{saved} Periksa ulang impornya bila semua kata sudah diatur." if kembali else saved


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.PLAN_EDIT, BUKAN_PENGELOLA)
def padanan(request: Permintaan) -> HttpResponse:
    """List the institution's own words and the portal's; add one.

    `teks` and `instansi` of the address are filled in, `kembali` leads back to where the words
    were met.
    """
    kembali = alamat_aman(request, request.GET.get("kembali", ""))
    typed = {nama: request.GET[nama] for nama in ("teks", "instansi") if nama in request.GET}
    form = PadananForm(request.POST or None, user=request.user, initial=typed)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = tambah_padanan(
                    instansi_id=form.instansi_id,
                    teks=form.cleaned_data["teks"],
                    keadaan=form.cleaned_data["keadaan"],
                    by=request.user,
                )
            except (IsianKurang, Denied) as error:
                _galat(form, error)
            else:
                messages.success(request, _tersimpan(row, kembali))
                return redirect(kembali or "padanan_progres")
    rows = PadananProgres.objects.visible_to(request.user).select_related("instansi")
    label = dict(PadananProgres.Keadaan.choices)
    context = {
        "form": form,
        "kembali": kembali,
        "page_obj": Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page", "")),
        "banyak_instansi": len(request.user.akses.instansi) > 1,
        "bawaan": [
            (label[keadaan], [kata for kata, k in BAWAAN.items() if k == keadaan])
            for keadaan in PadananProgres.Keadaan.values
        ],
    }
    return render(request, "satgas/padanan/daftar.html", context, status=status)


def _satu(request: Permintaan, pk: int) -> PadananProgres:
    return get_object_or_404(PadananProgres.objects.visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.PLAN_EDIT, BUKAN_PENGELOLA)
def ubah(request: Permintaan, pk: int) -> HttpResponse:
    """Change words or their meaning."""
    row = _satu(request, pk)
    form = PadananForm(request.POST or None, user=request.user, padanan=row)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                ubah_padanan(
                    padanan_id=pk,
                    teks=form.cleaned_data["teks"],
                    keadaan=form.cleaned_data["keadaan"],
                    by=request.user,
                )
            except (IsianKurang, Denied) as error:
                _galat(form, error)
            else:
                messages.success(request, "Padanan progres tersimpan.")
                return redirect("padanan_progres")
    context = {"form": form, "padanan": row}
    return render(request, "satgas/padanan/ubah.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.PLAN_EDIT, BUKAN_PENGELOLA)
def hapus(request: Permintaan, pk: int) -> HttpResponse:
    """Ask before words are taken away; then do it."""
    row = _satu(request, pk)
    if request.method == "POST":
        try:
            teks = hapus_padanan(padanan_id=pk, by=request.user)
        except Denied as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Padanan “{teks}” dihapus.")
        return redirect("padanan_progres")
    return render(
        request,
        "satgas/padanan/hapus.html",
        {
            "judul": f"Hapus padanan “{row}”?",
            "isi": "Impor berikutnya memakai arti bawaan Pantas, bila ada. Tugas tidak berubah.",
            "aksi": "Hapus padanan",
            "bahaya": True,
            "batal_url": reverse("padanan_progres"),
        },
    )
