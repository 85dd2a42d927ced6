"""Forms of the steps of a period: which Potret was looked at, and the reason."""

from typing import Any

from django import forms

from reports.actions.periode import ALASAN_MAKS


class PotretForm(forms.Form):
    """The Potret that the person looked at; a newer one must be looked at first."""

    potret = forms.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Buka lagi halaman ini dari periodenya.",
        ),
    )


class AlasanPotretForm(PotretForm):
    """A step that says why."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=ALASAN_MAKS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Tulis alasannya.",
            "max_length": f"Paling panjang {ALASAN_MAKS} huruf.",
        },
    )

    def __init__(self, *args: Any, bantuan: str, **kwargs: Any) -> None:
        """`bantuan`: what the reason is for, and who reads it."""
        super().__init__(*args, **kwargs)
        self.fields["alasan"].help_text = bantuan
