"""The form that asks for a progress report: which Potret, and the kind of file."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms

from reports.bentuk import BENTUK_LAPORAN, Bentuk
from reports.kemajuan.pilihan import PilihanPotret


class KemajuanForm(forms.Form):
    """One Potret out of the plans and periods of a person, and PDF or xlsx."""

    potret = forms.TypedChoiceField(
        label="Periode dan Potret",
        coerce=int,
        help_text="Potret terakhir setiap periode ada di urutan teratas.",
        error_messages={
            "required": "Pilih Potret yang dilaporkan.",
            "invalid_choice": "Potret ini tidak ada atau bukan dari instansi Anda.",
        },
    )
    bentuk = forms.ChoiceField(
        label="Bentuk berkas",
        choices=[(b.value, b.label) for b in BENTUK_LAPORAN],
        initial=Bentuk.PDF.value,
        error_messages={
            "required": "Pilih bentuk berkas.",
            "invalid_choice": "Pilih PDF atau xlsx.",
        },
    )

    def __init__(self, *args: Any, pilihan: Sequence[PilihanPotret], **kwargs: Any) -> None:
        """`pilihan`: the Potret to choose from, those of one period side by side."""
        super().__init__(*args, **kwargs)
        self._pilihan = {one.potret.pk: one for one in pilihan}
        field = self.fields["potret"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            (name, [(one.potret.pk, one.nama) for one in rows])
            for name, rows in groupby(pilihan, key=lambda one: one.kelompok)
        ]

    @property
    def terpilih(self) -> PilihanPotret | None:
        """The chosen Potret: of a form that was read, else the one it begins with."""
        pk = self.cleaned_data.get("potret") if self.is_bound else self.get_initial("potret")
        return self._pilihan.get(pk) if isinstance(pk, int) else None

    def get_initial(self, nama: str) -> object:
        """Return what a field begins with."""
        return self.get_initial_for_field(self.fields[nama], nama)
