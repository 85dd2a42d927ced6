"""Shape of what is recorded from JAGA; the actions check what it means."""

from decimal import Decimal, InvalidOperation

from django import forms

from satgas.actions.jaga import JawabanKPK
from satgas.models import KirimanJaga

TANGGAL = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
_TIDAK_ADA = {"invalid": "Tanggal ini tidak ada. Periksa hari, bulan, dan tahunnya."}
_PILIHAN = {"invalid_choice": "Pilih Diterima KPK atau Ditolak KPK."}


def _tanggal(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,  # the action says what is missing, with what it knows of the upload
        input_formats=TANGGAL,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=_TIDAK_ADA,
    )


def _teks(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=4000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class JawabanForm(forms.Form):
    """KPK's answer to one upload."""

    jawaban = forms.ChoiceField(
        label="Jawaban KPK",
        required=False,
        choices=KirimanJaga.Jawaban.choices,
        widget=forms.RadioSelect,
        error_messages=_PILIHAN,
    )
    tanggal = _tanggal("Tanggal jawaban KPK")
    catatan = _teks("Catatan KPK", "Wajib bila ditolak. Unit membaca catatan ini.")

    def isian(self) -> JawabanKPK:
        """Return the checked answer."""
        data = self.cleaned_data
        return JawabanKPK(data["jawaban"], data["tanggal"], data["catatan"])


class KoreksiForm(JawabanForm):
    """A corrected answer of KPK, and why."""

    jawaban = forms.ChoiceField(
        label="Jawaban KPK yang benar",
        required=False,
        choices=[*KirimanJaga.Jawaban.choices, ("", "Belum ada jawaban")],
        widget=forms.RadioSelect,
        error_messages=_PILIHAN,
    )
    alasan = _teks("Alasan koreksi", "Tercatat dalam jejak audit.")

    @classmethod
    def dari(cls, kiriman: KirimanJaga) -> "KoreksiForm":
        """Return the form filled with the answer as it stands."""
        return cls(
            initial={
                "jawaban": kiriman.jawaban,
                "tanggal": kiriman.tanggal_jawaban,
                "catatan": kiriman.catatan,
            }
        )


class AngkaField(forms.CharField):
    """A figure as officials write it: 68,25 or 68.25; empty is None."""

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        """Return the figure; raises ValidationError for anything else."""
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError("Bukan angka. Tulis misalnya 68,25.") from error

    def validate(self, value: object) -> None:
        """Leave "missing" and the range to the action."""

    def run_validators(self, value: object) -> None:
        """Text validators know no figures."""


class NilaiForm(forms.Form):
    """KPK's value of one sub indikator or task."""

    nilai = AngkaField(
        label="Nilai KPK",
        required=False,
        help_text="0 sampai 100, misalnya 68,25.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "12"}),
    )
    tanggal = _tanggal("Tanggal nilai")
    sumber = forms.CharField(
        label="Sumber",
        required=False,
        help_text="Dari mana nilai ini dibaca, misalnya layar JAGA.ID atau berita acara KPK.",
        widget=forms.TextInput(),
    )
    catatan = _teks("Catatan")
