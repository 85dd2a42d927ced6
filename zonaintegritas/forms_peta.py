"""The questions that one indikator answers, as an admin ticks them."""

from typing import Any

from django import forms

from accounts.forms.layout import Isian
from zonaintegritas.lke.susunan import susunan
from zonaintegritas.models import IndikatorKeberhasilan, InstrumenLKE, PetaIndikator


class PetaForm(Isian):
    """Questions of one instrument, grouped by component."""

    pertanyaan = forms.TypedMultipleChoiceField(
        label="Pertanyaan yang dijawab indikator ini",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Dokumen indikator ini dapat diambil untuk setiap pertanyaan yang dicentang.",
    )

    def __init__(
        self,
        *args: Any,
        instrumen: InstrumenLKE,
        indikator: IndikatorKeberhasilan,
        **kwargs: Any,
    ) -> None:
        """Tick what is mapped now (five queries)."""
        chosen = PetaIndikator.objects.filter(indikator=indikator, pertanyaan__instrumen=instrumen)
        initial = {"pertanyaan": list(chosen.values_list("pertanyaan", flat=True))}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["pertanyaan"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                f"{bagian.komponen.kode} {bagian.komponen.nama}",
                [(soal.pk, f"{soal.kode} {soal.teks}") for soal in bagian.pertanyaan],
            )
            for bagian in susunan(instrumen).bagian
            if bagian.pertanyaan
        ]
