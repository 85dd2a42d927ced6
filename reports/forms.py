"""Forms of the report screens: shape of the input, nothing else."""

from collections.abc import Sequence
from typing import Any

from django import forms


class RekapForm(forms.Form):
    """Which Satgas plan the recap is about."""

    rencana = forms.TypedChoiceField(
        label="Rencana",
        coerce=int,
        error_messages={
            "required": "Pilih rencana yang akan direkap.",
            "invalid_choice": "Rencana ini tidak ada atau bukan untuk unit Anda.",
        },
    )

    def __init__(self, *args: Any, pilihan: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """`pilihan`: id and description of each plan the person may choose."""
        super().__init__(*args, **kwargs)
        field = self.fields["rencana"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(pilihan)
