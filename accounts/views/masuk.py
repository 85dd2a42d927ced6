"""Login, logout, password change, confirming oneself: allauth's views in our words."""

from typing import Any

from allauth.account import views as allauth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.demo import akun_contoh
from accounts.forms.akun import GantiSandiForm, KonfirmasiSandiForm, MasukForm
from accounts.models import User


class Masuk(allauth.LoginView):
    """The login page; on a fresh portal it says how to get the first link."""

    form_class = MasukForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the CONTOH accounts, and whether anybody can log in at all."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["akun_contoh"] = akun_contoh()
        context["belum_ada_pengguna"] = not User.objects.exists()
        return context


class Keluar(allauth.LogoutView):
    """Logout by POST; a GET asks first. Also cancels a login before its second step."""


class Nonaktif(allauth.AccountInactiveView):
    """What a person with the right password sees whose account is switched off."""


class GantiSandi(allauth.PasswordChangeView):
    """Change one's own password."""

    form_class = GantiSandiForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody without a password has nothing to change: an admin hands over a link."""
        if isinstance(request.user, User) and not request.user.has_usable_password():
            return redirect("profil")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class KonfirmasiSandi(allauth.ReauthenticateView):
    """Ask for the password again before something sensitive."""

    form_class = KonfirmasiSandiForm
