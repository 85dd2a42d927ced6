"""Bands and scales as they are typed: a few fields and a table whose rows come and go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.forms.layout import Isian
from evidence.forms import AngkaField
from roadmap.forms_target import isian_alasan, panjang
from roadmap.tabel_ukuran import (
    BARIS_PALING_BANYAK,
    PANJANG_KODE,
    PANJANG_NAMA,
    Baris,
    Keluhan,
)
from ukuran.pita import NADA

TONE = {
    "hijau": "Hijau",
    "hijau_muda": "Hijau muda",
    "kuning": "Kuning",
    "jingga": "Jingga",
    "merah": "Merah",
}
_SEL = ("kode", "nama", "bawah", "atas", "tone")


class NamaForm(Isian):
    """The name of bands, and why they change."""

    nama = forms.CharField(label="Nama", max_length=120, error_messages=panjang(120))
    alasan = isian_alasan()
    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)


class SkalaForm(Isian):
    """The name of a scale, and where it comes from."""

    nama = forms.CharField(label="Nama skala", max_length=120, error_messages=panjang(120))
    sumber = forms.CharField(
        label="Sumber",
        max_length=2000,
        error_messages=panjang(2000),
        help_text="Peraturan atau pedoman yang memuat tingkat dan batasnya.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": None}),
    )
    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)


class KembaliForm(Isian):
    """Why the portal's bands are used again."""

    alasan = isian_alasan()
    versi = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)


class BarisForm(forms.Form):
    """One band (`pita`) or one level of a scale."""

    def __init__(self, data: Any = None, *, pita: bool, no: int, initial: Any = None) -> None:
        super().__init__(data, prefix=f"b{no}", initial=initial)
        self.no = no
        self.keluhan: list[str] = []
        ke = f"baris {no + 1}"
        if not pita:
            self.fields["kode"] = _teks(f"Kode {ke}", PANJANG_KODE)
        self.fields["nama"] = _teks(f"Nama {ke}", PANJANG_NAMA)
        self.fields["bawah"] = AngkaField(f"Mulai dari, {ke}", "")
        self.fields["atas"] = AngkaField(f"Sampai sebelum, {ke}", "")
        if pita:
            self.fields["tone"] = forms.ChoiceField(
                label=f"Warna {ke}",
                choices=[(nada, TONE[nada]) for nada in NADA],
                error_messages={"invalid_choice": "Pilih dari daftar.", "required": "Pilih satu."},
            )

    @property
    def sel(self) -> list[forms.BoundField]:
        """The fields in the order of the columns."""
        return [self[nama] for nama in _SEL if nama in self.fields]

    def baris(self) -> Baris:
        """Return the row, once it is valid."""
        data = self.cleaned_data
        return Baris(
            nama=data["nama"],
            bawah=data["bawah"],
            atas=data["atas"],
            tone=data.get("tone", ""),
            kode=data.get("kode", ""),
        )


@dataclass
class TabelForm:
    """The rows of a table; `pita` says which kind."""

    baris: list[BarisForm]
    pita: bool
    keluhan: tuple[str, ...] = ()

    @classmethod
    def dari(cls, rows: Sequence[Baris], *, pita: bool) -> "TabelForm":
        """Return the table over stored rows."""
        return cls(
            [
                BarisForm(pita=pita, no=no, initial={n: getattr(row, n) for n in _SEL})
                for no, row in enumerate(rows)
            ],
            pita,
        )

    @classmethod
    def terkirim(cls, data: QueryDict, *, pita: bool) -> "TabelForm":
        """Return the table as it was sent."""
        return cls([BarisForm(data, pita=pita, no=no) for no in range(_jumlah(data))], pita)

    @classmethod
    def disusun(cls, data: QueryDict, langkah: str, *, pita: bool) -> "TabelForm":
        """Return the table as it was sent with a row added or taken out; nothing is checked.

        `langkah`: "tambah", "sisip-2" (a row before the third), "hapus-2" (without the third).
        """
        rows = [{n: data.get(f"b{no}-{n}", "") for n in _SEL} for no in range(_jumlah(data))]
        step, _, asked = langkah.partition("-")
        place = int(asked) if asked.isdecimal() and len(asked) < 3 else len(rows)
        if step in ("tambah", "sisip") and len(rows) < BARIS_PALING_BANYAK:
            rows.insert(min(place, len(rows)), dict.fromkeys(_SEL, ""))
        elif step == "hapus" and place < len(rows):
            del rows[place]
        return cls([BarisForm(pita=pita, no=no, initial=row) for no, row in enumerate(rows)], pita)

    @property
    def jumlah(self) -> int:
        """How many rows there are."""
        return len(self.baris)

    @property
    def penuh(self) -> bool:
        """Whether no row can be added."""
        return self.jumlah >= BARIS_PALING_BANYAK

    @property
    def galat(self) -> list[tuple[str, str]]:
        """Everything that is wrong: the id to jump to, and the words."""
        found = [("tabel-baris", kata) for kata in self.keluhan]
        for row in self.baris:
            first = row.sel[0].auto_id
            found += [(first, f"Baris {row.no + 1}: {kata}") for kata in row.keluhan]
            for field in row.sel:
                found += [(str(field.auto_id), f"{field.label}: {k}") for k in field.errors]
        return found

    def sah(self) -> bool:
        """Check the shape of every cell."""
        checked = [row.is_valid() for row in self.baris]  # each one, so that all errors show
        return all(checked)

    def isi(self) -> list[Baris]:
        """Return the rows, once they are valid."""
        return [row.baris() for row in self.baris]

    def tunjukkan(self, keluhan: Keluhan) -> None:
        """Show what an action found wrong at the rows."""
        self.keluhan = tuple(keluhan.get(None, ()))
        for row in self.baris:
            row.keluhan = list(keluhan.get(row.no, ()))


def _teks(label: str, batas: int) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=batas, error_messages=panjang(batas)
    )


def _jumlah(data: Mapping[str, Any]) -> int:
    asked = str(data.get("jumlah", ""))
    count = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    return min(count, BARIS_PALING_BANYAK)
