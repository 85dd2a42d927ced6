"""Setting up an institution: its data and what is still missing; the first start of a portal."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import IsianKeliru, TautanBasi, siapkan_awal, ubah_instansi
from accounts.forms.instansi import InstansiForm, SiapkanAwalForm
from accounts.forms.layout import tampilkan
from accounts.links import setup_token_holds
from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from accounts.readiness import checks
from accounts.views.gate import needs, person


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.INSTANSI_SETUP)
def siapkan(request: HttpRequest) -> HttpResponse:
    """Show and correct one's own institution; `?instansi=` chooses among several."""
    by = person(request)
    own = _own(by)
    instansi = next((i for i in own if str(i.pk) == request.GET.get("instansi")), own[0])
    initial = {name: getattr(instansi, name) for name in InstansiForm.base_fields}
    form = InstansiForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            ubah_instansi(instansi_id=instansi.pk, data=form.instansi(), by=by)
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        except Denied as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Data instansi tersimpan.")
            return redirect(request.get_full_path())
    return render(
        request,
        "accounts/siapkan.html",
        {"form": form, "instansi": instansi, "lain": own, "periksa": checks(instansi)},
    )


def _own(by: User) -> list[Instansi]:
    ids = set(by.akses.instansi_ids(Permission.INSTANSI_SETUP))
    return [instansi for instansi in by.akses.instansi if instansi.pk in ids]


@never_cache
@sensitive_post_parameters("sandi", "ulang")
@require_http_methods(["GET", "HEAD", "POST"])
def awal(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first institution and its admin; opening the page does nothing."""
    if not setup_token_holds(token):
        return _spent(request)
    form = SiapkanAwalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            admin = siapkan_awal(
                token=token,
                data=form.instansi_baru(),
                instansi_id=form.instansi_id(),
                orang=form.orang(),
                sandi=form.cleaned_data["sandi"],
            )
        except TautanBasi:
            return _spent(request)
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        else:
            get_adapter().login(request, admin)
            messages.success(request, "Instansi dan admin pertama tersimpan. Lengkapi di sini.")
            return redirect("siapkan_instansi")
    return render(request, "accounts/siapkan_awal.html", {"form": form})


def _spent(request: HttpRequest) -> HttpResponse:
    pesan = (
        "Tautan penyiapan ini sudah dipakai atau kedaluwarsa. Bila portal belum disiapkan, "
        "jalankan ./portal manage setup_link di server untuk tautan baru."
    )
    return render(request, "accounts/tautan_basi.html", {"pesan": pesan}, status=410)
