"""Login in two steps (authenticator app and recovery codes): allauth.mfa in our words."""

from typing import Any

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http import HttpResponse

from accounts.forms.akun import AktifkanForm, KodeForm, KonfirmasiKodeForm


class Ringkasan(base.IndexView):
    """What is switched on."""


class Kode(base.AuthenticateView):
    """The second step of a login."""

    form_class = KodeForm


class KonfirmasiKode(base.ReauthenticateView):
    """Ask for a code again before something sensitive."""

    form_class = KonfirmasiKodeForm


class Aktifkan(totp.ActivateTOTPView):
    """Connect an authenticator app."""

    form_class = AktifkanForm


class Matikan(totp.DeactivateTOTPView):
    """Switch the second step off."""


class KodeCadangan(recovery.ViewRecoveryCodesView):
    """The recovery codes that are left."""


class BuatKodeCadangan(recovery.GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones die."""


class UnduhKodeCadangan(recovery.DownloadRecoveryCodesView):
    """The recovery codes as a text file."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Give the file an Indonesian name."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="kode-cadangan-pantas.txt"'
        return response
