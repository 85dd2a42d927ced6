"""Forms around one's own account: login, password, second step, profile."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateMfaForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from accounts.forms.layout import ATURAN_SANDI, Isian, isian_sandi, tata_letak
from accounts.models import User


def _tulis(form: forms.Form, **labels: str) -> None:
    """Give fields of allauth our words; a placeholder is no label."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""
        form.fields[name].widget.attrs.pop("placeholder", None)


class MasukForm(LoginForm):
    """Name and password."""

    helper = tata_letak("login", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self, login="Nama pengguna", password="Sandi")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class KonfirmasiSandiForm(ReauthenticateForm):
    """The password once more, before something sensitive."""

    helper = tata_letak("password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self, password="Sandi")


class GantiSandiForm(ChangePasswordForm):
    """The old password and a new one, twice."""

    helper = tata_letak("oldpassword", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(
            self,
            oldpassword="Sandi sekarang",
            password1="Sandi baru",
            password2="Sandi baru, sekali lagi",
        )
        self.fields["password1"].help_text = ATURAN_SANDI

    def clean(self) -> dict[str, Any]:
        """Compare the two, in our words."""
        data: dict[str, Any] = super().clean()
        if "password2" in self.errors and data.get("password1"):
            self.errors["password2"] = self.error_class(["Dua isian sandi baru tidak sama."])
        return data


class _Kode:
    """A code: our words around allauth's check.

    A mixin before one of allauth's untyped forms, so the form's own members are unknown here.
    """

    helper = tata_letak("code")
    petunjuk = "Enam angka dari aplikasi autentikator, atau satu kode cadangan."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self, code="Kode")  # type: ignore[arg-type]
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.help_text = self.petunjuk
        field.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}

    def clean_code(self) -> str:
        """Check the code; a wrong one is told in our words."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise forms.ValidationError(
                "Kode tidak cocok. Pakai kode terbaru dari aplikasi Anda.", code=error.code
            ) from error
        return code


class KodeForm(_Kode, AuthenticateForm):
    """The second step of a login."""


class KonfirmasiKodeForm(_Kode, ReauthenticateMfaForm):
    """A code once more, before something sensitive."""


class AktifkanForm(_Kode, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    petunjuk = "Enam angka yang sekarang tampil di aplikasi."


class SandiBaruForm(Isian):
    """A new password, twice."""

    sandi = isian_sandi("Sandi baru", "new-password", ATURAN_SANDI)
    ulang = isian_sandi("Sandi baru, sekali lagi", "new-password")
    helper = tata_letak("sandi", "ulang")

    def clean_ulang(self) -> str:
        """Compare the two."""
        ulang: str = self.cleaned_data["ulang"]
        if self.cleaned_data.get("sandi") not in (None, ulang):
            raise forms.ValidationError("Dua isian sandi baru tidak sama.")
        return ulang


class TemaForm(Isian):
    """The look of the screens."""

    tema = forms.ChoiceField(label="Tema", choices=User.Tema.choices, widget=forms.RadioSelect)
    helper = tata_letak("tema")
