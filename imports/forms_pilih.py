"""The form that settles what a file is and which of its columns are which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from imports.forms import nama_tujuan
from imports.headings import Kamus, kunci_judul
from imports.models import Batch
from imports.reading.model import huruf_kolom
from sheets.resource import SheetResource, Tujuan

_CONTOH = 3
_USANG = "Buka lagi halaman ini dari impornya."
_AWALAN = "kolom-"


@dataclass(frozen=True)
class Puncak:
    """The top of a sheet as it was kept: rows by number."""

    nama: str
    baris: tuple[tuple[int, tuple[str, ...]], ...]

    def judul(self, nomor: int) -> tuple[str, ...]:
        """Return the cells of a row; nothing for one that was not kept."""
        return next((cells for n, cells in self.baris if n == nomor), ())

    def contoh(self, nomor: int, kolom: int) -> tuple[str, ...]:
        """Return the first values below the headings in a column (from 1)."""
        cells = (row[kolom - 1] for n, row in self.baris if n > nomor and len(row) >= kolom)
        return tuple(cell for cell in cells if cell)[:_CONTOH]


def puncak(batch: Batch) -> list[Puncak]:
    """Return the tops of the sheets of an import, as recognition kept them."""
    return [
        Puncak(one["nama"], tuple((int(n), tuple(cells)) for n, cells in one["baris"]))
        for one in batch.kenalan.get("lembar", [])
    ]


def tebak(
    batch: Batch, kelas: type[SheetResource], lembar: str, baris_judul: int, judul: Sequence[str]
) -> Mapping[str, int]:
    """Return the guess: what was settled or recognised before, else by the headings."""
    settled = (batch.jenis, batch.lembar, batch.baris_judul)
    if batch.pemetaan and settled == (kelas.kode, lembar, baris_judul):
        return dict(batch.pemetaan)
    kenalan = batch.kenalan
    known = (kenalan.get("jenis"), kenalan.get("lembar_terpilih"), kenalan.get("baris_judul"))
    if known == (kelas.kode, lembar, baris_judul):
        return dict(kenalan.get("pemetaan", {}))
    kamus = Kamus(kelas.kolom_impor())
    found: dict[str, int] = {}
    for ke, teks in enumerate(judul, start=1):
        nama = kamus.cari((kunci_judul(teks),))
        if nama is not None:
            found.setdefault(nama, ke)
    return found


class PilihForm(forms.Form):
    """One select for each column of the kind, and the place of the rows."""

    versi = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _USANG),
    )

    def __init__(
        self,
        *args: Any,
        kelas: type[SheetResource],
        tujuan: Sequence[Tujuan],
        sheet: Puncak | None,
        baris_judul: int,
        **kwargs: Any,
    ) -> None:
        """`sheet` None: an official layout, without columns to choose."""
        super().__init__(*args, **kwargs)
        if kelas.bertujuan:
            self.fields["tujuan"] = forms.TypedChoiceField(
                label="Tujuan",
                coerce=int,
                choices=[("", "Pilih tujuan"), *((t.id, nama_tujuan(t)) for t in tujuan)],
                error_messages={
                    "required": "Pilih tujuan datanya.",
                    "invalid_choice": "Pilih tujuan dari daftar.",
                },
            )
        if sheet is None:
            return
        judul = sheet.judul(baris_judul)
        choices = [
            ("", "Tidak ada di berkas"),
            *(
                (ke, f"{huruf_kolom(ke)}: {teks or '(tanpa judul)'}")
                for ke, teks in enumerate(judul, start=1)
                if teks or sheet.contoh(baris_judul, ke)
            ),
        ]
        for nama, kolom in kelas.kolom_impor().items():
            field = forms.TypedChoiceField(
                label=kolom.judul,
                coerce=int,
                empty_value=None,
                required=False,
                choices=choices,
                help_text=kolom.catatan,
                error_messages={"invalid_choice": "Pilih kolom dari daftar."},
            )
            self.fields[f"{_AWALAN}{nama}"] = field
        self._wajib = {
            f"{_AWALAN}{nama}"
            for nama, kolom in kelas.kolom_impor().items()
            if kolom.wajib or nama in kelas.kunci
        }
        self._sheet, self._baris_judul = sheet, baris_judul

    @property
    def kolom(self) -> list[dict[str, Any]]:
        """Return the selects with whether the column is needed and the values it would read."""
        rows = []
        for nama in self.fields:
            if nama.startswith(_AWALAN):
                field = self[nama]
                chosen = str(field.value() or "")
                fits = chosen.isascii() and chosen.isdecimal() and len(chosen) < 6
                values = self._sheet.contoh(self._baris_judul, int(chosen)) if fits else ()
                rows.append({"field": field, "wajib": nama in self._wajib, "contoh": values})
        return rows

    @property
    def pemetaan(self) -> dict[str, int]:
        """Return what was chosen: column of the kind to column of the sheet."""
        return {
            nama.removeprefix(_AWALAN): int(no)
            for nama, no in self.cleaned_data.items()
            if nama.startswith(_AWALAN) and no
        }

    def tempelkan(self, galat: Mapping[str, str]) -> None:
        """Show the faults that an action found at their fields, others above the form."""
        for nama, pesan in galat.items():
            own = nama if nama in self.fields else f"{_AWALAN}{nama}"
            self.add_error(own if own in self.fields else None, pesan)


def awal(pemetaan: Mapping[str, int]) -> dict[str, int]:
    """Return a mapping as the initial values of the form."""
    return {f"{_AWALAN}{nama}": no for nama, no in pemetaan.items()}
