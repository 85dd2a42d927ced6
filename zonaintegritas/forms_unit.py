"""A ZI unit as an admin types it; the actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.layout import Isian
from evidence.forms_rencana import isian_hari
from zonaintegritas.actions.unit import PANJANG_DASAR, IsiUnitZI
from zonaintegritas.models import Predikat, UnitZI


class UnitZIForm(Isian):
    """Aim, basis and date of a ZI unit; which unit, where it is new."""

    unit = forms.TypedChoiceField(
        label="Unit",
        coerce=int,
        empty_value=None,
        help_text="Setiap unit dalam instansi dapat ditetapkan.",
    )
    sasaran = forms.ChoiceField(label="Sasaran predikat", choices=Predikat.choices)
    dasar = forms.CharField(
        label="Dasar penetapan",
        required=False,
        max_length=PANJANG_DASAR,
        help_text="Nomor dan tanggal keputusan yang menetapkan unit ini.",
        error_messages={
            "max_length": f"Paling panjang {PANJANG_DASAR} huruf, Anda menulis %(show_value)d."
        },
    )
    ditetapkan = isian_hari("Ditetapkan", required=False)

    def __init__(
        self,
        *args: Any,
        pilihan: Iterable[tuple[int, str]] = (),
        unit_zi: UnitZI | None = None,
        **kwargs: Any,
    ) -> None:
        """`pilihan`: units to choose from, for a new one; `unit_zi`: the one to correct."""
        if unit_zi is not None:
            names = ("sasaran", "dasar", "ditetapkan")
            kwargs["initial"] = {nama: getattr(unit_zi, nama) for nama in names}
        super().__init__(*args, **kwargs)
        if unit_zi is not None:
            del self.fields["unit"]
            return
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [("", "Pilih unit"), *pilihan]

    def isi(self) -> IsiUnitZI:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        return IsiUnitZI(data["sasaran"], data["dasar"], data["ditetapkan"])


class AkhiriForm(Isian):
    """The day from which a unit is no ZI unit any more."""

    berakhir = isian_hari("Tidak lagi sejak", bantuan="Hari pertama tanpa Zona Integritas.")
