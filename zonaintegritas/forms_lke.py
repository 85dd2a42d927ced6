"""Shape of what is typed about an LKE; the actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.layout import Isian
from accounts.models import Unit
from evidence.forms_rencana import isian_hari
from zonaintegritas.models import InstrumenLKE, PeranTPI, Predikat


class LangkahForm(Isian):
    """The note of one step of the flow."""

    catatan = forms.CharField(
        label="Catatan",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, wajib: bool, **kwargs: Any) -> None:
        """`wajib`: the step is refused without a note."""
        super().__init__(*args, **kwargs)
        self.fields["catatan"].required = wajib
        self.fields["catatan"].widget.is_required = False  # our words, not the browser's


class TpiForm(Isian):
    """A person in the TPI of one assessment between two dates."""

    username = forms.CharField(
        label="Nama pengguna",
        max_length=150,
        help_text="Tepat seperti nama untuk masuk, juga akun dari luar instansi.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    peran = forms.ChoiceField(
        label="Peran", choices=PeranTPI.choices, widget=forms.RadioSelect, initial=PeranTPI.ANGGOTA
    )
    mulai = isian_hari("Bertugas sejak")
    selesai = isian_hari("Sampai", bantuan="Paling lama 12 bulan.")
    surat_tugas = forms.CharField(label="Nomor surat tugas", max_length=160)


class BukaForm(Isian):
    """Which unit is assessed, in which year, by which instrument."""

    unit = forms.ModelChoiceField(
        label="Unit Zona Integritas", queryset=Unit.objects.none(), empty_label=None
    )
    tahun = forms.IntegerField(
        label="Tahun",
        min_value=2010,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Tulis tahun dengan empat angka, misalnya 2026.",
            "min_value": "Tahun antara 2010 dan 2100.",
            "max_value": "Tahun antara 2010 dan 2100.",
        },
    )
    sasaran = forms.ChoiceField(
        label="Sasaran predikat", choices=Predikat.choices, widget=forms.RadioSelect
    )
    instrumen = forms.ModelChoiceField(
        label="Instrumen", queryset=InstrumenLKE.objects.none(), empty_label=None
    )

    def __init__(
        self, *args: Any, unit: Iterable[int], instrumen: Iterable[int], **kwargs: Any
    ) -> None:
        """`unit`, `instrumen`: ids to choose from."""
        super().__init__(*args, **kwargs)
        pilih_unit, pilih = self.fields["unit"], self.fields["instrumen"]
        assert isinstance(pilih_unit, forms.ModelChoiceField)
        assert isinstance(pilih, forms.ModelChoiceField)
        pilih_unit.queryset = Unit.objects.filter(pk__in=list(unit)).order_by("nama")
        pilih.queryset = InstrumenLKE.objects.filter(pk__in=list(instrumen))
