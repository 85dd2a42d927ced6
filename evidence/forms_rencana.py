"""Shape of what an admin types about a plan; the actions decide."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.models import Unit
from accounts.sebutan import sebut_malas
from evidence.actions.batas import TANGGAL as TANGGAL_BATAS
from evidence.actions.batas import IsiBatas
from evidence.actions.butir import IsiButir
from evidence.actions.daftar_dokumen import IsiDokumen
from evidence.models import Batas, Butir, Rencana
from evidence.pelengkap import pelengkap
from evidence.penjadwal import pola_rencana

_FORMAT = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


def isian_hari(label: str, *, required: bool = True, bantuan: str = "") -> forms.DateField:
    """Return a date field that browsers show as a calendar and that reads 24-08-2026 too."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=bantuan,
        input_formats=_FORMAT,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Isi tanggalnya.",
            "invalid": "Tanggal ini tidak ada. Periksa hari, bulan, dan tahunnya.",
        },
    )


def _teks(label: str, batas: int, *, required: bool = True, bantuan: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=batas,
        help_text=bantuan,
        error_messages={
            "required": "Wajib diisi.",
            "max_length": f"Paling panjang {batas} huruf, Anda menulis %(show_value)d.",
        },
    )


class BatasForm(forms.Form):
    """One cut-off with its dates; those of JAGA and KPK only where documents go there."""

    kode = _teks("Kode", 8, bantuan="Misalnya B03.")
    akhir = isian_hari("Akhir periode", bantuan="Hari terakhir yang dipotret.")
    dibuka = isian_hari("Dibuka")
    batas_unit = isian_hari("Batas unit")
    batas_inspektorat = isian_hari(sebut_malas("Batas Inspektorat"))
    batas_jaga = isian_hari("Batas JAGA")
    verifikasi_kpk = isian_hari("Verifikasi KPK")
    ditutup = isian_hari("Ditutup")

    def __init__(self, *args: Any, berjaga: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not berjaga:
            del self.fields["batas_jaga"], self.fields["verifikasi_kpk"]

    @classmethod
    def dari(cls, batas: Batas, *, berjaga: bool = True) -> "BatasForm":
        """Return the form filled with a cut-off."""
        names = ("kode", "akhir", *TANGGAL_BATAS)
        return cls(initial={n: getattr(batas, n) for n in names}, berjaga=berjaga)

    def isi(self) -> IsiBatas:
        """Return what was typed; stages that the plan has not end with the Inspektorat's."""
        inspektorat = self.cleaned_data["batas_inspektorat"]
        tanpa = {"batas_jaga": inspektorat, "verifikasi_kpk": inspektorat}
        return IsiBatas(**{**tanpa, **self.cleaned_data})


class ButirForm(forms.Form):
    """How often, by whom, with whose support."""

    pola = forms.ChoiceField(
        label="Pola",
        choices=Butir.Pola.choices,
        help_text="Pola yang diganti di sini tercatat sebagai klasifikasi portal.",
        error_messages={"required": "Pilih satu.", "invalid_choice": "Pilih pola dari daftar."},
    )
    jatuh_tempo = isian_hari(
        "Jatuh tempo khusus",
        required=False,
        bantuan="Hanya bila naskah menyebut tanggalnya. Kosong: mengikuti batas rencana.",
    )
    masa_mutakhir = forms.IntegerField(
        label="Masa mutakhir (bulan)",
        min_value=1,
        max_value=24,
        help_text="Tugas terus-menerus: berapa bulan persetujuan berlaku. Tidak mengubah "
        "persetujuan yang sudah ada.",
        error_messages={
            "required": "Wajib diisi.",
            "invalid": "Tulis jumlah bulan dengan angka.",
            "min_value": "Antara 1 dan 24 bulan.",
            "max_value": "Antara 1 dan 24 bulan.",
        },
    )
    unit = forms.ModelChoiceField(
        label="Unit pelapor",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Pilih satu.",
            "invalid_choice": "Pilih unit dari daftar.",
        },
    )
    pendukung = forms.ModelMultipleChoiceField(
        label="Unit pendukung",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Pilih unit dari daftar."},
    )

    def __init__(self, *args: Any, butir: Butir, **kwargs: Any) -> None:
        """Offer the units of the institution that have not ended, and those chosen already."""
        chosen = list(butir.pendukung.values_list("pk", flat=True))
        kwargs.setdefault(
            "initial",
            {
                "pola": butir.pola,
                "jatuh_tempo": butir.jatuh_tempo,
                "masa_mutakhir": butir.masa_mutakhir,
                "unit": butir.unit_id,
                "pendukung": chosen,
            },
        )
        super().__init__(*args, **kwargs)
        own = pelengkap(butir)
        pola = self.fields["pola"]
        assert isinstance(pola, forms.ChoiceField)
        pola.choices = [
            p
            for p in Butir.Pola.choices
            if p[0] in pola_rencana(butir.rencana) and (own is None or p[0] in own.pola)
        ]
        units = Unit.objects.filter(instansi=butir.instansi_id).order_by("nama")
        kept = units.filter(aktif_selesai__isnull=True) | units.filter(
            pk__in=[butir.unit_id, *chosen]
        )
        for name in ("unit", "pendukung"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = kept

    def isi(self) -> IsiButir:
        """Return what was typed."""
        data = self.cleaned_data
        return IsiButir(
            pola=data["pola"],
            unit_id=data["unit"].pk,
            pendukung=tuple(unit.pk for unit in data["pendukung"]),
            masa_mutakhir=data["masa_mutakhir"],
            jatuh_tempo=data["jatuh_tempo"],
        )


class DokumenForm(forms.Form):
    """Words of a required document."""

    uraian = _teks("Dokumen", 2000)
    kriteria = _teks("Kriteria", 4000, required=False)

    def isi(self) -> IsiDokumen:
        """Return what was typed."""
        return IsiDokumen(self.cleaned_data["uraian"], self.cleaned_data["kriteria"])


class AlurForm(forms.Form):
    """Where a hand-over comes from or goes to."""

    arah = forms.ChoiceField(
        label="Arah",
        choices=[("dari", "Tugas ini menunggu dari"), ("ke", "Tugas ini menyerahkan kepada")],
        error_messages={"required": "Pilih satu.", "invalid_choice": "Pilih arah dari daftar."},
    )
    lain = forms.TypedChoiceField(
        label="Tugas lain",
        coerce=int,
        error_messages={"required": "Pilih satu.", "invalid_choice": "Pilih tugas dari daftar."},
    )
    uraian = _teks("Yang diserahkan", 300, required=False)

    def __init__(self, *args: Any, pilihan: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """`pilihan` are the other Butir of the plan."""
        super().__init__(*args, **kwargs)
        field = self.fields["lain"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Pilih tugas"), *pilihan]


class MulaiForm(forms.Form):
    """From which day on windows count."""

    dari = isian_hari(
        "Mulai dihitung dari",
        bantuan="Periode yang berakhir sebelum tanggal ini tidak ditagih.",
    )


class AlasanForm(forms.Form):
    """Why a closed plan is opened again."""

    alasan = forms.CharField(
        label="Alasan membuka kembali",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasan membuka kembali rencana ini."},
    )


class SalinForm(forms.Form):
    """The year and name of the copy."""

    tahun = forms.IntegerField(
        label="Tahun rencana baru",
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": "Wajib diisi.",
            "invalid": "Tulis tahun dengan empat angka.",
            "min_value": "Pilih tahun antara 2000 dan 2100.",
            "max_value": "Pilih tahun antara 2000 dan 2100.",
        },
    )
    nama = _teks(
        "Nama rencana",
        200,
        required=False,
        bantuan="Kosong: nama rencana asal dengan tahun yang baru.",
    )

    @classmethod
    def dari(cls, rencana: Rencana, hari_ini: date) -> "SalinForm":
        """Return the form with the next year that makes sense."""
        return cls(initial={"tahun": max(rencana.tahun + 1, hari_ini.year)})
