"""One-time password links: opening never uses them up, only a new password does."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import IsianKeliru, TautanBasi, pakai_tautan
from accounts.forms.akun import SandiBaruForm
from accounts.forms.layout import tampilkan
from accounts.links import password_token_holds, user_of

_KEY = "tautan_sandi"
_OPENED = "atur-sandi"  # stands in the address instead of the token


@never_cache
@sensitive_post_parameters("sandi", "ulang")
@require_http_methods(["GET", "HEAD", "POST"])
def tautan_sandi(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Take the token out of the address (it would leak), then ask for a password and set it."""
    orang = user_of(uidb64)
    if token != _OPENED:
        if orang is None or not password_token_holds(orang, token):
            return _spent(request)
        request.session[_KEY] = token
        return redirect("tautan_sandi", uidb64=uidb64, token=_OPENED)
    token = request.session.get(_KEY, "")
    if orang is None or not password_token_holds(orang, token):
        return _spent(request)
    form = SandiBaruForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pakai_tautan(orang_id=orang.pk, token=token, sandi=form.cleaned_data["sandi"])
        except TautanBasi:
            return _spent(request)
        except IsianKeliru as error:
            tampilkan(form, error.galat)
        else:
            get_adapter().clear_lock(request, orang.username)
            logout(request)
            messages.success(request, "Sandi tersimpan. Silakan masuk.")
            return redirect("account_login")
    return render(request, "accounts/tautan.html", {"form": form, "orang": orang})


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/tautan_basi.html", {"pesan": str(TautanBasi())}, status=410)
