"""A revision of a target as it is typed; the action reads and decides."""

from typing import Any

from django import forms

from accounts.forms.layout import Isian
from roadmap.actions.target import (
    PANJANG_ALASAN,
    PANJANG_DASAR,
    PANJANG_TARGET,
    IsiTarget,
)
from roadmap.models import TargetTahun


def panjang(batas: int) -> dict[str, str]:
    """Return the message for a text over a limit; it says how long it is."""
    return {"max_length": f"Paling panjang {batas} huruf, Anda menulis %(show_value)d."}


def isian_alasan(batas: int = PANJANG_ALASAN) -> forms.CharField:
    """Return the field for the reason of a change."""
    return forms.CharField(
        label="Alasan perubahan",
        max_length=batas,
        error_messages=panjang(batas),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": None}),
    )


class TargetForm(Isian):
    """Target and budget of one row in one year, with reason and legal basis."""

    target = forms.CharField(
        label="Target baru",
        required=False,
        max_length=PANJANG_TARGET,
        error_messages=panjang(PANJANG_TARGET),
        help_text="Misalnya 15 tim, 10 PD. Kosong atau - berarti tanpa target.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": None}),
    )
    anggaran = forms.CharField(
        label="Anggaran baru (Rp.000)",
        required=False,
        max_length=40,
        error_messages=panjang(40),
        help_text="Dalam ribuan rupiah: 1.200.287 berarti Rp1.200.287.000.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    alasan = isian_alasan()
    dasar_hukum = forms.CharField(
        label="Dasar perubahan",
        max_length=PANJANG_DASAR,
        error_messages=panjang(PANJANG_DASAR),
        help_text="Nomor dan tanggal peraturan, keputusan, atau berita acara.",
    )
    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)

    def __init__(self, data: Any = None, *, kini: TargetTahun | None, beranggaran: bool) -> None:
        """`kini`: the version in force, which the form starts from."""
        super().__init__(data, initial=_awal(kini))
        if not beranggaran:
            del self.fields["anggaran"]

    def isi(self) -> IsiTarget:
        """Return what was typed."""
        data = self.cleaned_data
        return IsiTarget(
            target=data["target"],
            anggaran=data.get("anggaran"),
            alasan=data["alasan"],
            dasar_hukum=data["dasar_hukum"],
        )


def _awal(kini: TargetTahun | None) -> dict[str, object]:
    if kini is None:
        return {"versi": 0}
    return {
        "versi": kini.versi,
        "target": kini.target_mentah,
        "anggaran": kini.anggaran_mentah.replace(",", "."),
    }
