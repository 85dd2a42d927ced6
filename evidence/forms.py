"""Shape of what people type about evidence; no workflow here, the actions decide."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from evidence.actions import Isian
from evidence.grades import pilihan_nilai
from evidence.models import Bukti, Butir, Capaian, KriteriaNilai
from evidence.workflow import Alasan

_GRADES = pilihan_nilai(())
_ANGKA = re.compile(r"-?[0-9.,]+")
TANGGAL = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


def _panjang(batas: int) -> dict[str, str]:
    return {
        "max_length": f"Terlalu panjang: paling banyak {batas} huruf, Anda menulis %(show_value)d."
    }


def _teks(label: str, rows: int, batas: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=batas,
        help_text=hint,
        error_messages=_panjang(batas),
        # The limit is checked on the server, so that pasted text is not cut off silently.
        widget=_Textarea(attrs={"rows": rows}),
    )


class _Textarea(forms.Textarea):
    """A text area that takes more than the limit, so that the message can say how much."""

    def build_attrs(
        self, base_attrs: dict[str, object], extra_attrs: dict[str, object] | None = None
    ) -> dict[str, object]:
        """Leave `maxlength` out."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        return attrs


class AngkaField(forms.DecimalField):
    """A figure as officials write it: 1.250,5 and 1250.5 are both understood.

    Only 0-9, dots, commas, spaces and a leading minus: "1e3" and digits of other scripts are words.
    """

    def __init__(self, label: str, hint: str) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=Decimal(0),
            max_digits=16,
            decimal_places=2,
            help_text=hint,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "invalid": "Bukan angka. Tulis misalnya 1250 atau 1.250,5.",
                "min_value": "Angka tidak boleh di bawah 0.",
                "max_decimal_places": "Paling banyak dua angka di belakang koma.",
                "max_digits": "Angkanya terlalu panjang.",
                "max_whole_digits": "Angkanya terlalu panjang.",
            },
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # stubs: IntegerField
        """Return the figure, None for nothing typed; ValidationError for words."""
        if isinstance(value, str):
            value = value.strip().replace(" ", "")
            if value and not _ANGKA.fullmatch(value):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            head, comma, tail = value.rpartition(",")
            dots = value.split(".")
            if comma:
                value = f"{head.replace('.', '')}.{tail}"
            elif len(dots) > 1 and all(len(d) == 3 for d in dots[1:]) and dots[0].strip("-0"):
                value = "".join(dots)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored figure with a comma and without needless zeros."""
        if not isinstance(value, Decimal):
            return value
        text = f"{value.normalize():f}"
        return text.replace(".", ",")


class IsianForm(forms.Form):
    """What the unit says about a task: fields for the value follow the way the Butir is graded."""

    narasi = _teks(
        "Narasi capaian",
        4,
        8000,
        "Apa yang sudah dikerjakan dan apa buktinya, dua sampai lima kalimat.",
    )
    kendala = _teks("Kendala", 3, 4000)
    tindak_lanjut = _teks("Tindak lanjut", 3, 4000)
    nilai_mandiri = forms.TypedChoiceField(
        label="Nilai mandiri",
        required=False,
        coerce=int,
        empty_value=None,
        choices=_GRADES,
        help_text="Nilai menurut unit. Angka resmi memakai nilai terverifikasi.",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Pilih salah satu nilai yang tersedia."},
    )
    pembilang = AngkaField("Angka yang tercapai", "Yang sudah dipenuhi.")
    penyebut = AngkaField("Angka seluruhnya", "Yang seharusnya dipenuhi; lebih dari 0.")
    progres = forms.ChoiceField(
        label="Progres",
        required=False,
        choices=Capaian.Progres.choices,
        error_messages={"invalid_choice": "Pilih progres dari daftar."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        cara: str = Butir.CaraNilai.PILIH,
        kriteria: Iterable[KriteriaNilai] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        if cara != Butir.CaraNilai.PILIH:
            del self.fields["nilai_mandiri"]
        if cara != Butir.CaraNilai.RASIO:
            del self.fields["pembilang"], self.fields["penyebut"]
        grades = self.fields.get("nilai_mandiri")
        if isinstance(grades, forms.TypedChoiceField):
            grades.choices = pilihan_nilai(kriteria)

    @classmethod
    def untuk(cls, capaian: Capaian, data: Any = None) -> "IsianForm":
        """Return the form of a task: with what was typed, else filled with what is stored."""
        butir = capaian.butir
        initial = None if data is not None else {n: getattr(capaian, n) for n in cls.base_fields}
        return cls(data, cara=butir.cara_nilai, kriteria=butir.kriteria_set.all(), initial=initial)

    def clean_penyebut(self) -> Decimal | None:
        """Refuse a whole of 0: nothing can be a share of it."""
        figure: Decimal | None = self.cleaned_data["penyebut"]
        if figure is not None and figure == 0:
            raise forms.ValidationError("Angka seluruhnya harus lebih dari 0.")
        return figure

    def isian(self, khusus: forms.BaseForm | None = None) -> Isian:
        """Return the checked text; a progress that was not chosen stays as stored.

        `khusus` is the checked form of the plan's own figures.
        """
        data = self.cleaned_data
        return Isian(
            narasi=data["narasi"],
            kendala=data["kendala"],
            tindak_lanjut=data["tindak_lanjut"],
            nilai_mandiri=data.get("nilai_mandiri"),
            pembilang=data.get("pembilang"),
            penyebut=data.get("penyebut"),
            progres=data["progres"] or None,
            khusus=khusus.cleaned_data if khusus is not None else None,
        )


class RincianForm(forms.Form):
    """Number, date, pages and class of an attached file."""

    nomor = forms.CharField(
        label="Nomor dokumen", required=False, max_length=120, error_messages=_panjang(120)
    )
    tanggal = forms.DateField(
        label="Tanggal dokumen",
        required=False,
        input_formats=TANGGAL,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Tanggal ini tidak ada. Periksa hari, bulan, dan tahunnya."},
    )
    rentang = forms.CharField(
        label="Halaman bukti",
        required=False,
        max_length=60,
        help_text="Halaman yang memuat bukti, misalnya 1–3.",
        error_messages=_panjang(60),
    )
    kelas = forms.ChoiceField(
        label="Klasifikasi",
        choices=Bukti.Kelas.choices,
        error_messages={"invalid_choice": "Pilih klasifikasi dari daftar."},
    )


class VersiBaruForm(forms.Form):
    """One file that takes the place of an attached one."""

    berkas = forms.FileField(
        label="Berkas",
        allow_empty_file=True,  # the content check says why, with the file's name
        max_length=None,
        error_messages={"required": "Pilih berkas dahulu."},
    )


class PutusanForm(forms.Form):
    """What the Inspektorat decides; the note is checked by the action.

    `kriteria` are the grades of the Butir (rows of KriteriaNilai; none: the usual grades), `klaim`
    a computed claim that has to be among the choices.
    """

    nilai = forms.TypedChoiceField(
        label="Nilai terverifikasi",
        required=False,
        coerce=int,
        empty_value=None,
        choices=_GRADES,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Pilih salah satu nilai yang tersedia."},
    )
    catatan = _teks("Catatan untuk unit", 4, 4000)
    alasan = forms.ChoiceField(
        label="Alasan perbaikan",
        required=False,
        choices=[
            ("", "Pilih alasan"),
            *(c for c in Alasan.choices if c[0] != Alasan.DITOLAK_KPK),
        ],
        error_messages={"invalid_choice": "Pilih alasan dari daftar."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kriteria: Iterable[KriteriaNilai] = (),
        klaim: int | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        grades = self.fields["nilai"]
        if isinstance(grades, forms.TypedChoiceField):
            grades.choices = pilihan_nilai(kriteria, juga=klaim)

    @classmethod
    def untuk(
        cls, capaian: Capaian, data: Any = None, *, initial: dict[str, Any] | None = None
    ) -> "PutusanForm":
        """Return the form of a task: the grades that its unit picked from, or was given."""
        butir = capaian.butir
        computed = butir.cara_nilai != Butir.CaraNilai.PILIH
        return cls(
            data,
            kriteria=() if computed else butir.kriteria_set.all(),
            klaim=capaian.nilai_klaim if computed else None,
            initial=initial,
        )


class SerahForm(forms.Form):
    """What is said with a hand-over, or with its answer; the action says when it is needed."""

    catatan = _teks("Catatan", 3, 4000)


class BukaKembaliForm(forms.Form):
    """Why an approval is opened again."""

    catatan = forms.CharField(
        label="Catatan untuk unit",
        max_length=4000,
        error_messages={
            "required": "Tulis alasan membuka kembali persetujuan ini.",
            **_panjang(4000),
        },
        widget=_Textarea(attrs={"rows": 4}),
    )
