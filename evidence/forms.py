"""Shape of what people type about evidence; no workflow here, the actions decide."""

from django import forms

from evidence.actions import Isian
from evidence.grades import NILAI
from evidence.models import Bukti, Capaian
from evidence.workflow import Alasan

_GRADES = [(n, str(n)) for n in NILAI]
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


class IsianForm(forms.Form):
    """What the unit says about a task."""

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
    progres = forms.ChoiceField(
        label="Progres",
        required=False,
        choices=Capaian.Progres.choices,
        error_messages={"invalid_choice": "Pilih progres dari daftar."},
    )

    @classmethod
    def dari(cls, capaian: Capaian) -> "IsianForm":
        """Return the form filled with what is stored."""
        names = list(cls.base_fields)
        return cls(initial={name: getattr(capaian, name) for name in names})

    def isian(self, capaian: Capaian) -> Isian:
        """Return the checked text; a progress that was not chosen stays as stored."""
        data = self.cleaned_data
        return Isian(
            narasi=data["narasi"],
            kendala=data["kendala"],
            tindak_lanjut=data["tindak_lanjut"],
            nilai_mandiri=data["nilai_mandiri"],
            progres=data["progres"] or capaian.progres,
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
    """What the Inspektorat decides; the note is checked by the action."""

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
        choices=[("", "Pilih alasan"), *Alasan.choices],
        error_messages={"invalid_choice": "Pilih alasan dari daftar."},
    )


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
