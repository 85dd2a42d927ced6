"""Forms of the look of reports and of numbers entered afterwards: shape of the input only."""

from datetime import datetime
from typing import Any

from django import forms

from accounts.forms.layout import Isian, bagian, isian_tanggal, tata_letak
from evidence.forms import TANGGAL
from reports.actions.templat import IsiTemplat, kekurangan
from reports.models import TemplatLaporan


class VersiForm(Isian):
    """Carries when the template that the person saw was last changed."""

    diubah = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    @property
    def versi(self) -> datetime | None:
        """When it was last changed; None where there was none, or where the field was tampered
        with, which then reads as a change by somebody else."""
        try:
            return datetime.fromisoformat(self.cleaned_data["diubah"])
        except ValueError:
            return None


class TemplatForm(VersiForm):
    """How reports look, and who signs them."""

    kertas = forms.ChoiceField(
        label="Kertas", choices=TemplatLaporan.Kertas.choices, initial=TemplatLaporan.Kertas.F4
    )
    huruf = forms.ChoiceField(
        label="Huruf", choices=TemplatLaporan.Huruf.choices, initial=TemplatLaporan.Huruf.SANS
    )
    sebutan = forms.ChoiceField(
        label="Yang menandatangani", required=False, choices=TemplatLaporan.Sebutan.choices
    )
    atas_nama = forms.CharField(
        label="Atas nama",
        max_length=160,
        required=False,
        help_text="Hanya untuk a.n.: pejabat yang diwakili, misalnya Gubernur.",
    )
    jabatan = forms.CharField(
        label="Jabatan penanda tangan",
        max_length=200,
        required=False,
        help_text="Tanpa a.n., Plt., atau Plh.; itu ditambahkan dari pilihan di atas.",
    )
    nama = forms.CharField(
        label="Nama penanda tangan", max_length=160, required=False, help_text="Dengan gelar."
    )
    pangkat = forms.CharField(
        label="Pangkat",
        max_length=100,
        required=False,
        help_text="Misalnya Pembina Utama Madya (IV/d).",
    )
    nip = forms.CharField(
        label="NIP",
        max_length=30,
        required=False,
        help_text="18 angka, boleh berspasi. Dicetak pada laporan, tidak masuk jejak audit.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    tembusan = forms.CharField(
        label="Tembusan",
        max_length=2000,
        required=False,
        help_text="Satu baris per tembusan.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    helper = tata_letak(
        "diubah",
        bagian("Kertas dan huruf", "kertas", "huruf"),
        bagian("Penanda tangan", "sebutan", "atas_nama", "jabatan", "nama", "pangkat", "nip"),
        bagian("Tembusan", "tembusan"),
    )

    def clean_nip(self) -> str:
        """Digits as people group them are joined."""
        return "".join(self.cleaned_data["nip"].split())

    def clean_tembusan(self) -> str:
        """Empty lines are dropped."""
        lines = (line.strip() for line in self.cleaned_data["tembusan"].splitlines())
        return "\n".join(line for line in lines if line)

    def clean(self) -> dict[str, Any]:
        """Ask the rules of the action, so that all faults are told at once."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            for field, pesan in kekurangan(self.isi()).items():
                self.add_error(field, pesan)
        return data

    def isi(self) -> IsiTemplat:
        """The template, as the action wants it."""
        names = IsiTemplat.__dataclass_fields__
        return IsiTemplat(**{name: self.cleaned_data[name] for name in names})


class LambangForm(VersiForm):
    """A picture for the letterhead."""

    lambang = forms.FileField(
        label="Gambar lambang",
        allow_empty_file=True,  # the action says why, as for every other fault of the picture
        max_length=None,
        help_text="PNG atau JPG, paling besar 5 MB. Dikecilkan sampai 600 piksel; warna bening "
        "menjadi putih.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": "Pilih gambar dahulu."},
    )
    helper = tata_letak("diubah", "lambang")


class NomorForm(Isian):
    """Number and date of the letter under which a report went out."""

    nomor = forms.CharField(
        label="Nomor laporan",
        max_length=120,
        help_text="Seperti tertulis pada surat, misalnya 700/12/ITDA/2026.",
    )
    tanggal = isian_tanggal("Tanggal laporan", required=True)
    helper = tata_letak("nomor", "tanggal")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["tanggal"]
        assert isinstance(day, forms.DateField)
        day.input_formats = TANGGAL
