"""How forms of this app are laid out: crispy layouts over the components of the look."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

FIELD = "components/field.html"


class Isian(forms.Form):
    """A form whose faults are told in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            picked = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = "Pilih satu." if picked else "Wajib diisi."
            if picked:
                field.error_messages["invalid_choice"] = "Pilih dari daftar."


def tata_letak(*rows: Any, field: str = FIELD) -> Any:
    """Return a crispy helper: fields by our component, errors in the page's summary.

    The page writes <form>, the token and the buttons.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = False
    helper.field_template = field
    helper.layout = Layout(*rows)
    return helper


def bagian(judul: str, *fields: Any) -> Any:
    """Return a titled group of fields."""
    return Fieldset(judul, *fields, template="accounts/bagian.html")


def isian_tanggal(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """Return a date field that browsers show as a calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Tanggal tidak ada. Contoh: 24-08-2026."},
    )


def tampilkan(form: forms.Form, galat: Mapping[str, str]) -> None:
    """Show what an action found wrong at the fields of the form that asked for it."""
    for field, pesan in galat.items():
        form.add_error(field if field in form.fields else None, pesan)


def isian_sandi(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    """Return a password field; what was typed is never sent back."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


ATURAN_SANDI = "Sedikitnya 10 huruf atau angka. Bukan sandi yang umum dan tidak mirip nama Anda."
