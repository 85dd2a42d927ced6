"""Figures of earlier years as they are typed: the document, then a table of rows."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.layout import Isian
from accounts.models import Unit
from evidence.forms_rencana import isian_hari
from roadmap.actions.historis import PANJANG_ALASAN, PANJANG_RUJUKAN, IsiHistoris, kosong
from roadmap.forms_realisasi import UANG, RealisasiForm, Susunan
from roadmap.forms_target import isian_alasan, panjang
from roadmap.historis import urai_rujukan
from roadmap.models import RealisasiHistoris

PANJANG_SEBUTAN = 120


class DokumenForm(Isian):
    """A source document: the year of its figures, whose it is, what it is called, the file."""

    tahun = forms.TypedChoiceField(
        label="Tahun angka",
        coerce=int,
        empty_value=None,
        help_text="Tahun yang dilaporkan dokumen ini. Tabel isian tahun itu dibuka sesudahnya.",
    )

    unit = forms.ModelChoiceField(
        label="Unit pemilik dokumen", queryset=Unit.objects.none(), empty_label=None
    )
    sebutan = forms.CharField(
        label="Nama dokumen",
        max_length=PANJANG_SEBUTAN,
        error_messages=panjang(PANJANG_SEBUTAN),
        help_text="Misalnya LKjIP Sekretariat Daerah 2021.",
    )
    tanggal = isian_hari("Tanggal dokumen", required=False)
    berkas = forms.FileField(
        label="Berkas",
        allow_empty_file=True,  # the content check says why, with the file's name
        max_length=None,
        help_text="Satu berkas untuk banyak baris. Disimpan sekali sebagai bukti.",
    )

    def __init__(
        self, *args: Any, unit: Iterable[Unit], tahun: Iterable[int], **kwargs: Any
    ) -> None:
        """`unit`: those of the institution, the proposed one first; `tahun`: those to pick from."""
        super().__init__(*args, **kwargs)
        year = self.fields["tahun"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [("", "Pilih tahun"), *((satu, str(satu)) for satu in tahun)]
        year.error_messages["required"] = "Pilih tahun yang dilaporkan dokumen ini."
        rows = list(unit)
        chooser = self.fields["unit"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = Unit.objects.filter(pk__in=[row.pk for row in rows]).order_by("nama")
        if rows:
            chooser.initial = rows[0].pk
        self.fields["berkas"].error_messages["required"] = "Pilih berkas dahulu."


class BarisHistorisForm(RealisasiForm):
    """Figures of one row and the pages that they come from; empty is allowed."""

    butir_id: int
    tertutup: str = ""
    lama: RealisasiHistoris | None = None

    @classmethod
    def baris(
        cls, butir_id: int, susunan: Susunan, row: RealisasiHistoris | None, data: Any = None
    ) -> "BarisHistorisForm":
        """Return the form of a row: with what was typed, else with what stands."""
        form = cls.untuk(susunan, row, data, prefiks=f"r{butir_id}_")
        assert isinstance(form, BarisHistorisForm)
        form.butir_id, form.lama = butir_id, row
        form.fields["halaman"] = forms.CharField(
            label="Halaman",
            required=False,
            max_length=PANJANG_RUJUKAN,
            error_messages=panjang(PANJANG_RUJUKAN),
            initial=urai_rujukan(row.rujukan)[1] if row else "",
        )
        form.fields["dasar"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=row.pk if row else None
        )
        for field in form.fields.values():
            field.help_text = ""
        return form

    @property
    def sel_fisik(self) -> list[forms.BoundField]:
        """The physical fields."""
        return [self[nama] for nama in self.susunan.nama if nama not in UANG]

    @property
    def sel_uang(self) -> list[forms.BoundField]:
        """The money fields; none where the row has no budget of its own."""
        return [self[nama] for nama in self.susunan.nama if nama in UANG]

    @property
    def terkirim(self) -> bool:
        """Whether the row stood on the page that was sent."""
        return self.add_prefix("halaman") in self.data

    @property
    def kosong(self) -> bool:
        """Whether a valid row says nothing."""
        figures = self.susunan.angka(self.cleaned_data)
        return kosong(figures) and not self.cleaned_data["halaman"].strip()

    def isi(self) -> IsiHistoris:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        return IsiHistoris(self.butir_id, data, data["halaman"], data["dasar"])


class SumberForm(Isian):
    """Which document the rows come from, and what it is called in their reference."""

    sumber = forms.TypedChoiceField(label="Dokumen sumber", coerce=int, empty_value=None)
    dokumen = forms.CharField(
        label="Sebutan pada rujukan",
        max_length=PANJANG_SEBUTAN,
        error_messages=panjang(PANJANG_SEBUTAN),
        help_text="Tampil di samping angka, bersama halamannya.",
    )

    def __init__(self, *args: Any, pilihan: list[tuple[int, str]], **kwargs: Any) -> None:
        """`pilihan`: ids and names of the documents."""
        super().__init__(*args, **kwargs)
        chooser = self.fields["sumber"]
        assert isinstance(chooser, forms.TypedChoiceField)
        chooser.choices = pilihan


class HapusForm(Isian):
    """Why a figure is taken out."""

    alasan = isian_alasan(PANJANG_ALASAN)


def sebutan_awal(tahun: int) -> str:
    """Return what the document of a year is usually called."""
    return f"LKjIP {tahun}"
