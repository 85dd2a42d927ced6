"""Forms of the instrument: input shapes only, the actions decide."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.forms.layout import Isian, tata_letak
from accounts.managed import as_tree
from accounts.models import Instansi, Unit
from evidence.models import Butir
from satgas.instrumen.baku import KERANGKA
from satgas.instrumen.isi_sel import baca_bobot
from satgas.models import Area, IndikatorMCP, Instrumen, SubIndikator
from satgas.models.instrumen import CARA_NILAI
from ukuran.format import angka

SALIN = "salin:"


class BobotField(forms.CharField):
    """A weight from 0 to 100 with a decimal comma; empty is "not known"."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self) -> None:
        super().__init__(
            label="Bobot",
            required=False,
            max_length=12,
            help_text="Dari 0 sampai 100, misalnya 12,5. Kosongkan bila belum diketahui.",
        )

    def clean(self, value: Any) -> Decimal | None:
        """Return the weight, None when there is none."""
        try:
            return baca_bobot(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        """Write a stored weight with a decimal comma."""
        return angka(value, 3) if isinstance(value, Decimal) else value


def _kode(panjang: int) -> forms.CharField:
    return forms.CharField(
        label="Kode",
        required=False,
        max_length=panjang,
        help_text="Kosongkan untuk nomor berikutnya.",
    )


def _teks(label: str, rows: int, *, required: bool = True, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class InstrumenBaruForm(Isian):
    """A new instrument: its year and what it starts from."""

    instansi = forms.ModelChoiceField(label="Instansi", queryset=Instansi.objects.none())
    tahun = forms.IntegerField(label="Tahun", min_value=2018, max_value=2100)
    dari = forms.ChoiceField(
        label="Susunan awal",
        required=False,
        widget=forms.RadioSelect,
        help_text="Nama area diisi dari keterangan terbuka; bobot kosong sampai diberikan.",
    )
    helper = tata_letak("instansi", "tahun", "dari")

    def __init__(
        self, *args: Any, instansi: Iterable[Instansi], lama: Iterable[Instrumen], **kwargs: Any
    ) -> None:
        """`instansi` in which the person edits plans; `lama` can be copied from."""
        super().__init__(*args, **kwargs)
        rows = list(instansi)
        chooser = self.fields["instansi"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = Instansi.objects.filter(pk__in=[row.pk for row in rows])
        if len(rows) == 1:
            self.fields["instansi"].widget = forms.HiddenInput()
            self.fields["instansi"].initial = rows[0].pk
        source = self.fields["dari"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [
            *((kode, satu.judul) for kode, satu in KERANGKA.items()),
            *((f"{SALIN}{satu.pk}", f"Salin {satu}") for satu in lama),
            ("", "Kosong"),
        ]

    def asal(self) -> int | None:
        """The instrument to copy, None for areas or an empty one."""
        dari: str = self.cleaned_data["dari"]
        return int(dari.removeprefix(SALIN)) if dari.startswith(SALIN) else None


class NamaInstrumenForm(Isian):
    """Name and source of an instrument."""

    nama = forms.CharField(label="Nama instrumen", max_length=200)
    sumber = _teks("Sumber", 4, required=False, hint="Dari mana susunan dan bobotnya berasal.")
    helper = tata_letak("nama", "sumber")


class BagianForm(Isian):
    """A row of the tree on one level."""

    helper: Any = None


class AreaForm(BagianForm):
    """An area."""

    kode = _kode(12)
    nama = forms.CharField(label="Area intervensi", max_length=200)
    bobot = BobotField()
    helper = tata_letak("kode", "nama", "bobot")


class IndikatorForm(BagianForm):
    """An indikator."""

    induk = forms.ModelChoiceField(label="Area", queryset=Area.objects.none(), empty_label=None)
    kode = _kode(16)
    nama = forms.CharField(label="Indikator", max_length=400)
    bobot = BobotField()
    helper = tata_letak("induk", "kode", "nama", "bobot")


class SubForm(BagianForm):
    """A sub indikator."""

    induk = forms.ModelChoiceField(
        label="Indikator", queryset=IndikatorMCP.objects.none(), empty_label=None
    )
    kode = _kode(20)
    nama = _teks("Sub indikator", 3)
    bobot = BobotField()
    cara_nilai = forms.ChoiceField(
        label="Cara menilai",
        choices=CARA_NILAI,
        initial=Butir.CaraNilai.PILIH,
        help_text="Bagaimana unit mengisi nilai mandiri.",
    )
    unit = forms.ModelChoiceField(
        label="Unit pengampu",
        required=False,
        queryset=Unit.objects.none(),
        empty_label="Belum ditentukan",
    )
    helper = tata_letak("induk", "kode", "nama", "bobot", "cara_nilai", "unit")


class DokumenForm(BagianForm):
    """A required document."""

    uraian = _teks("Dokumen", 2)
    kriteria = _teks(
        "Kriteria", 4, required=False, hint="Syarat KPK untuk dokumen ini, satu per baris."
    )
    helper = tata_letak("uraian", "kriteria")


class KriteriaForm(BagianForm):
    """A grade and what it takes."""

    nilai = forms.IntegerField(label="Nilai", min_value=0, max_value=100)
    uraian = _teks("Kriteria", 3, hint="Keadaan yang diberi nilai ini.")
    helper = tata_letak("nilai", "uraian")


FORM: Mapping[str, type[BagianForm]] = {
    "area": AreaForm,
    "indikator": IndikatorForm,
    "sub": SubForm,
    "dokumen": DokumenForm,
    "kriteria": KriteriaForm,
}


def siapkan(form: BagianForm, tingkat: str, instrumen: Instrumen, *, baru: bool) -> BagianForm:
    """Offer the parents and units of the instrument; a new row has its parent already."""
    induk = form.fields.get("induk")
    if induk is not None and baru:
        del form.fields["induk"]
        form.helper = tata_letak(*form.fields)
    elif isinstance(induk, forms.ModelChoiceField):
        induk.queryset = (
            Area.objects.filter(instrumen=instrumen)
            if tingkat == "indikator"
            else IndikatorMCP.objects.filter(area__instrumen=instrumen).order_by(
                "area__urut", "urut"
            )
        )
    unit = form.fields.get("unit")
    if isinstance(unit, forms.ModelChoiceField):
        today = timezone.localdate()
        units = Unit.objects.filter(instansi=instrumen.instansi_id).filter(
            Q(aktif_selesai__isnull=True) | Q(aktif_selesai__gte=today)
        )
        unit.queryset = units
        unit.choices = [
            ("", unit.empty_label),
            *((row.pk, f"{'– ' * depth}{row}") for depth, row in as_tree(units)),
        ]
    return form


def awal(tingkat: str, baris: Any) -> dict[str, Any]:
    """Return what stands in a row, for its form."""
    names = FORM[tingkat].base_fields
    found = {name: getattr(baris, name) for name in names if name not in ("induk", "unit")}
    if tingkat == "indikator":
        found["induk"] = baris.area_id
    if isinstance(baris, SubIndikator):
        found |= {"induk": baris.indikator_id, "unit": baris.unit_id}
    return found
