"""Rows of the registers as they are typed; the actions decide."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse

from accounts.forms.layout import Isian
from evidence.forms_rencana import isian_hari
from zonaintegritas.daftar.isi import (
    PANJANG_TEKS,
    Baris,
    IsiAgen,
    IsiBaris,
    IsiPengaduan,
    IsiSurvei,
    ModelBaris,
)
from zonaintegritas.models import AgenPerubahan, PengaduanBulanan, SurveiZI, UnitZI

_BULAN = re.compile(
    r"(?P<tahun>[0-9]{4})-(?P<bulan>[0-9]{1,2})|(?P<b2>[0-9]{1,2})[-/](?P<t2>[0-9]{4})"
)
_DESIMAL = re.compile(r"[0-9]{1,4}([.,][0-9]{1,4})?")
_UTUH = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,10}")


class BulanField(forms.CharField):
    """A month, as browsers send it (2026-11) or as people type it (11-2026)."""

    def clean(self, value: Any) -> date:
        """Return the first day of the month. Raises ValidationError."""
        text = super().clean(value)
        found = _BULAN.fullmatch(text)
        if found:
            tahun = int(found["tahun"] or found["t2"])
            bulan = int(found["bulan"] or found["b2"])
            if tahun and 1 <= bulan <= 12:
                return date(tahun, bulan, 1)
        raise forms.ValidationError("Bulan ini tidak ada. Contoh: 11-2026.")

    def prepare_value(self, value: Any) -> Any:
        """Write a stored month as browsers want it."""
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class DesimalField(forms.CharField):
    """A figure as officials write it: 3,62 (or 3.62)."""

    def clean(self, value: Any) -> Decimal | None:
        """Return the figure, None for an empty field that may be. Raises ValidationError."""
        text = super().clean(value)
        if not text and not self.required:
            return None
        if not _DESIMAL.fullmatch(text):
            raise forms.ValidationError("Tulis bilangan seperti 3,62, paling banyak 4 desimal.")
        return Decimal(text.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """Write a stored figure with a comma and without trailing zeros."""
        if isinstance(value, Decimal):
            text = f"{value:f}"
            return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
        return value


class UtuhField(forms.CharField):
    """A count: 1250 or 1.250."""

    def clean(self, value: Any) -> int:
        """Return the count. Raises ValidationError."""
        text = super().clean(value)
        if not _UTUH.fullmatch(text):
            raise forms.ValidationError("Tulis bilangan bulat dari 0, misalnya 1.250.")
        return int(text.replace(".", ""))


def teks(label: str, batas: int, *, wajib: bool = True, bantuan: str = "") -> forms.CharField:
    """Return a text of one line with its limit."""
    return forms.CharField(
        label=label,
        required=wajib,
        max_length=batas,
        help_text=bantuan,
        error_messages={
            "max_length": f"Paling panjang {batas} huruf, Anda menulis %(show_value)d."
        },
    )


def uraian(label: str, *, bantuan: str = "", wajib: bool = False) -> forms.CharField:
    """Return a text of several lines."""
    field = teks(label, PANJANG_TEKS, wajib=wajib, bantuan=bantuan)
    field.widget = forms.Textarea(attrs={"rows": 3})
    return field


class BanyakBerkas(forms.FileInput):
    """A chooser of several files."""

    allow_multiple_selected = True


class BarisForm(Isian):
    """What the forms of all registers share: whose row it is, and its files."""

    MODEL: ModelBaris

    unit_zi = forms.TypedChoiceField(label="Unit Zona Integritas", coerce=int, empty_value=None)
    berkas = forms.Field(
        label="Bukti",
        required=False,
        widget=BanyakBerkas(attrs={"multiple": True}),
        help_text="Boleh beberapa berkas: pdf, docx, xlsx, pptx, jpg, png, atau webp.",
    )
    lepas = forms.TypedMultipleChoiceField(
        label="Lepas bukti yang dicentang",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Berkasnya tetap tersimpan sebagai bukti unit.",
    )
    versi = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, *args: Any, units: Iterable[UnitZI] = (), baris: Baris | None = None, **kwargs: Any
    ) -> None:
        """`units`: those to choose from, for a new row; `baris`: the row to correct."""
        if baris is not None:
            kwargs["initial"] = self.awal(baris)
        super().__init__(*args, **kwargs)
        self.order_fields([*(n for n in self.fields if n != "berkas"), "berkas"])
        if baris is not None:
            del self.fields["unit_zi"]
            files = [(versi.pk, versi.nama_asli) for versi in baris.bukti.all()]
            lepas = self.fields["lepas"]
            assert isinstance(lepas, forms.TypedMultipleChoiceField)
            lepas.choices = files
            if not files:
                del self.fields["lepas"]
            return
        del self.fields["lepas"], self.fields["versi"]
        unit = self.fields["unit_zi"]
        assert isinstance(unit, forms.ChoiceField)
        rows = [(str(satu.pk), str(satu.unit.nama)) for satu in units]
        unit.choices = rows if len(rows) == 1 else [("", "Pilih unit"), *rows]

    @classmethod
    def awal(cls, baris: Baris) -> dict[str, Any]:
        """Return what stands in a row."""
        return {
            nama: getattr(baris, nama)
            for nama in cls.base_fields
            if nama not in ("unit_zi", "berkas", "lepas")
        }

    def isi(self) -> IsiBaris:
        """Return what was typed, once it is valid."""
        raise NotImplementedError


class AgenForm(BarisForm):
    """An agent of change or a role model."""

    MODEL = AgenPerubahan

    jenis = forms.ChoiceField(label="Jenis", choices=AgenPerubahan.Jenis.choices)
    nama = teks("Nama", 200)
    jabatan = teks("Jabatan", 250)
    dasar = teks("Dasar penetapan", 200, wajib=False, bantuan="Nomor dan tanggal keputusan.")
    mulai = isian_hari("Sejak")
    selesai = isian_hari("Sampai", required=False, bantuan="Kosong bila masih bertugas.")
    perubahan = uraian("Perubahan yang dibawa")

    def isi(self) -> IsiAgen:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        names = ("jenis", "nama", "jabatan", "dasar", "mulai", "selesai", "perubahan")
        return IsiAgen(**{nama: data[nama] for nama in names})


class PengaduanForm(BarisForm):
    """Complaints of one month by one channel."""

    MODEL = PengaduanBulanan

    bulan = BulanField(label="Bulan", widget=forms.TextInput(attrs={"type": "month"}))
    saluran = teks("Saluran", 120, bantuan="Misalnya kotak pengaduan, SP4N-LAPOR, atau WhatsApp.")
    diterima = UtuhField(
        label="Diterima",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Pengaduan yang masuk pada bulan ini.",
    )
    selesai = UtuhField(
        label="Diselesaikan",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Dari yang diterima pada bulan ini, berapa yang sudah diselesaikan.",
    )
    keterangan = uraian("Keterangan")

    def isi(self) -> IsiPengaduan:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        names = ("bulan", "saluran", "diterima", "selesai", "keterangan")
        return IsiPengaduan(**{nama: data[nama] for nama in names})


class SurveiForm(BarisForm):
    """The result of an IPAK or IPKP survey."""

    MODEL = SurveiZI

    jenis = forms.ChoiceField(label="Indeks", choices=SurveiZI.Jenis.choices)
    tahun = UtuhField(label="Tahun", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    periode = teks("Periode", 80, wajib=False, bantuan="Misalnya Semester I atau Triwulan II.")
    nilai = DesimalField(label="Nilai indeks", help_text="Seperti tertulis pada hasil survei.")
    maks = DesimalField(label="Nilai tertinggi skala", help_text="Misalnya 4 atau 100.")
    responden = UtuhField(
        label="Jumlah responden", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    metode = teks("Metode", 200, bantuan="Cara survei dan pengambilan sampel.")
    penyelenggara = teks("Penyelenggara", 200, wajib=False)
    tanggal = isian_hari("Tanggal hasil")

    def isi(self) -> IsiSurvei:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        names = (
            "jenis", "tahun", "periode", "maks", "responden", "metode", "penyelenggara", "tanggal",
        )  # fmt: skip
        return IsiSurvei(nilai_indeks=data["nilai"], **{nama: data[nama] for nama in names})


class HapusForm(Isian):
    """Why a row is taken out of its register."""

    alasan = uraian("Alasan penghapusan", wajib=True)
    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@dataclass(frozen=True)
class Register:
    """One register: its words, its address names, its form."""

    kode: str
    nama: str
    satuan: str
    tambah: str
    form: type[BarisForm]

    @property
    def model(self) -> ModelBaris:
        """The table of the register."""
        return self.form.MODEL

    @property
    def url(self) -> str:
        """Where the register is listed."""
        return reverse(f"zi_{self.kode}")

    @property
    def url_baru(self) -> str:
        """Where a row is written down."""
        return reverse(f"zi_{self.kode}_baru")


AGEN = Register("agen", "Agen perubahan dan role model", "orang", "Tambah orang", AgenForm)
PENGADUAN = Register("pengaduan", "Pengaduan bulanan", "baris", "Catat pengaduan", PengaduanForm)
SURVEI = Register("survei", "Hasil survei IPAK dan IPKP", "hasil", "Catat hasil survei", SurveiForm)
REGISTER = (AGEN, PENGADUAN, SURVEI)
