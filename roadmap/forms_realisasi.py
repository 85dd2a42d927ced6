"""What is typed about one window: realisasi per component, and the budget. Shape only."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from evidence.forms import AngkaField
from roadmap.nilai import BerAngka, teks_komponen
from ukuran.format import angka
from ukuran.skala import Skala
from ukuran.target import JenisTarget, Komponen, Target

_ADA = (("", "Belum diisi"), ("ya", "Sudah ada"), ("tidak", "Belum ada"))
_UANG = ("pagu", "pergeseran", "anggaran")


class RupiahField(AngkaField):
    """An amount in whole Rupiah; `minus` allows a shift downwards."""

    def __init__(self, label: str, hint: str, *, minus: bool = False) -> None:
        super().__init__(label, hint)
        self.decimal_places = 0
        self.max_digits = 16
        least = None if minus else Decimal(0)
        bounds = forms.DecimalField(max_digits=16, decimal_places=0, min_value=least)
        self.validators = bounds.validators
        self.error_messages["max_decimal_places"] = "Tulis dalam rupiah penuh, tanpa sen."
        self.widget.attrs["inputmode"] = "text" if minus else "numeric"

    def prepare_value(self, value: Any) -> Any:
        """Write thousands with dots, as officials do."""
        return angka(value, 0) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Susunan:
    """What a form asks for: the components of a target, and money where the row has a budget."""

    target: Target
    skala: Skala | None
    beranggaran: bool

    @property
    def komponen(self) -> tuple[Komponen, ...]:
        """The counted components; "Semua PD" asks for one count of Perangkat Daerah."""
        if self.target.jenis is JenisTarget.SEMUA:
            return (Komponen(Decimal(0), "PD"),)
        if self.target.jenis is JenisTarget.NOL:
            return (Komponen(Decimal(0), ""),)
        return self.target.komponen

    @property
    def berpredikat(self) -> bool:
        """Whether a grade is picked."""
        return self.target.jenis is JenisTarget.PREDIKAT

    @property
    def berdokumen(self) -> bool:
        """Whether the target is a document that exists or not."""
        return self.target.jenis is JenisTarget.DOKUMEN

    def angka(self, isi: dict[str, Any] | Any) -> dict[str, Any]:
        """Return the stored columns of checked input (keys without prefix)."""
        found: dict[str, Any] = {
            "komponen": teks_komponen([isi.get(f"fisik_{n}") for n in range(len(self.komponen))]),
            "predikat": isi.get("predikat") or "",
            "ada": {"ya": True, "tidak": False}.get(isi.get("ada") or ""),
        }
        if self.beranggaran:
            found |= {name: isi.get(name) for name in _UANG}
        return found

    def kurang(self, row: BerAngka | None) -> dict[str, str]:
        """Return what is not filled, by field: a missing figure is not 0."""
        galat = {}
        values = list(row.komponen) if row else []
        for n, satu in enumerate(self.komponen):
            if n >= len(values) or values[n] is None:
                unit = f" ({satu.satuan})" if satu.satuan else ""
                galat[f"fisik_{n}"] = f"Isi realisasi{unit}; tulis 0 bila belum ada."
        if self.berpredikat and not (row and row.predikat):
            galat["predikat"] = "Pilih predikat yang diperoleh."
        if self.berdokumen and (row is None or row.ada is None):
            galat["ada"] = "Pilih apakah dokumennya sudah ada."
        if self.beranggaran:
            if row is None or row.pagu is None:
                galat["pagu"] = "Isi pagu; tulis 0 bila tidak ada."
            if row is None or row.anggaran is None:
                galat["anggaran"] = "Isi realisasi anggaran; tulis 0 bila belum ada."
        return galat


class RealisasiForm(forms.Form):
    """Figures of one window. `cleaned_data` has the keys that `Susunan.angka` reads."""

    susunan: Susunan

    def __init__(
        self,
        susunan: Susunan,
        data: Any = None,
        initial: dict[str, Any] | None = None,
        prefiks: str = "",
    ) -> None:
        super().__init__(data, initial=initial)
        self.susunan = susunan
        self._prefiks = prefiks
        for n, satu in enumerate(susunan.komponen):
            self.fields[f"fisik_{n}"] = AngkaField(_label(satu, susunan.target), "")
        if susunan.berpredikat:
            self.fields["predikat"] = _predikat(susunan)
        if susunan.berdokumen:
            self.fields["ada"] = forms.ChoiceField(
                label="Dokumen",
                required=False,
                choices=_ADA,
                error_messages={"invalid_choice": "Pilih dari daftar."},
            )
        if susunan.beranggaran:
            self.fields["pagu"] = RupiahField("Pagu (Rp)", "Pagu murni tahun ini.")
            self.fields["pergeseran"] = RupiahField(
                "Pergeseran (Rp)", "Tambah atau kurang (-) terhadap pagu murni.", minus=True
            )
            self.fields["anggaran"] = RupiahField(
                "Realisasi anggaran (Rp)", "Sejak 1 Januari sampai akhir jendela ini."
            )

    def add_prefix(self, field_name: str) -> str:
        """Keep the names of two such forms on one page apart."""
        return f"{self._prefiks}{field_name}"

    @classmethod
    def untuk(
        cls, susunan: Susunan, row: BerAngka | None, data: Any = None, prefiks: str = ""
    ) -> "RealisasiForm":
        """Return the form: with what was typed, else with stored figures."""
        return cls(susunan, data, None if data is not None else _awal(row), prefiks)

    def clean(self) -> dict[str, Any]:
        """Refuse a pergeseran without pagu, and one that takes more than the pagu."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        pagu, shift = data.get("pagu"), data.get("pergeseran")
        if shift is not None and "pagu" in self.fields and "pagu" not in self.errors:
            if pagu is None:
                self.add_error("pagu", "Isi pagu sebelum pergeserannya.")
            elif pagu + shift < 0:
                self.add_error("pergeseran", "Pergeseran mengurangi lebih dari pagunya.")
        return data

    @property
    def fisik(self) -> list[forms.BoundField]:
        """The physical fields."""
        return [self[name] for name in self.fields if name not in _UANG]

    @property
    def uang(self) -> list[forms.BoundField]:
        """The money fields; none where the row has no budget of its own."""
        return [self[name] for name in self.fields if name in _UANG]


def _label(satu: Komponen, target: Target) -> str:
    if target.jenis is JenisTarget.SEMUA:
        return "Realisasi (PD)"
    return f"Realisasi ({satu.satuan})" if satu.satuan else "Realisasi"


def _predikat(susunan: Susunan) -> forms.ChoiceField:
    levels = susunan.skala.tingkat if susunan.skala else ()
    choices = [("", "Belum diisi")]
    choices += [
        (t.kode, f"{t.kode} ({t.nama})" if t.nama and t.nama != t.kode else t.kode)
        for t in reversed(levels)
    ]
    return forms.ChoiceField(
        label="Predikat yang diperoleh",
        required=False,
        choices=choices,
        error_messages={"invalid_choice": "Pilih predikat dari daftar."},
    )


def _awal(row: BerAngka | None) -> dict[str, Any]:
    if row is None:
        return {}
    found: dict[str, Any] = {
        f"fisik_{n}": None if k is None else Decimal(k) for n, k in enumerate(row.komponen)
    }
    found["predikat"] = row.predikat
    found["ada"] = "" if row.ada is None else ("ya" if row.ada else "tidak")
    return found | {name: getattr(row, name) for name in _UANG}
