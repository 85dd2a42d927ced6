"""What is typed about one window: realisasi per component, and the budget. Shape only."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from evidence.forms import AngkaField
from roadmap.nilai import BerAngka, komponen_diminta, sejajar, teks_komponen
from ukuran.format import angka, rupiah
from ukuran.skala import Skala, tulis
from ukuran.target import JenisTarget, Komponen, Target

ADA = (("", "Belum diisi"), ("ya", "Sudah ada"), ("tidak", "Belum ada"))
UANG = ("pagu", "pergeseran", "anggaran")
PREFIKS_PUTUSAN = "v_"

_DI_UNIT = "wajib sebelum dikirim"
_DI_MEJA = "wajib untuk menyetujui"
_RP = re.compile(r"^\s*(-?)\s*rp\.?\s*", re.IGNORECASE)


class RupiahField(AngkaField):
    """An amount in whole Rupiah, also written "Rp1.200.000,00" or "Rp 1.200.000,-".

    `minus` allows a shift downwards.
    """

    def __init__(self, label: str, hint: str, *, minus: bool = False) -> None:
        super().__init__(label, hint)
        self.decimal_places = 0
        self.max_digits = 16
        least = None if minus else Decimal(0)
        bounds = forms.DecimalField(max_digits=16, decimal_places=0, min_value=least)
        self.validators = bounds.validators
        self.error_messages["invalid"] = "Bukan angka. Tulis misalnya 1200000 atau 1.200.000."
        self.error_messages["max_decimal_places"] = "Tulis dalam rupiah penuh, tanpa sen."
        self.widget.attrs["inputmode"] = "text" if minus else "numeric"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # stubs: IntegerField
        """Return the amount; cents of zero fall away. ValidationError for words."""
        if isinstance(value, str):
            value = _RP.sub(r"\1", value).strip().removesuffix(",-")
        amount = super().to_python(value)
        if amount is not None and amount.is_finite() and amount == amount.to_integral_value():
            return amount.to_integral_value()
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Write thousands with dots, as officials do."""
        return angka(value, 0) if isinstance(value, Decimal) else value


@dataclass(frozen=True, slots=True)
class Susunan:
    """What a form asks for: the components of a target, and money where the row has a budget.

    `anggaran_wajib`: money has to be filled before sending; `anggaran` is the planned budget in
    Rupiah and `jumlah_unit` what "Semua PD" means, both only to be shown.
    """

    target: Target
    skala: Skala | None
    beranggaran: bool
    anggaran_wajib: bool = True
    anggaran: Decimal | None = None
    jumlah_unit: int | None = None

    @property
    def komponen(self) -> tuple[Komponen, ...]:
        """The counted components; "Semua PD" asks for one count of Perangkat Daerah."""
        return komponen_diminta(self.target, self.jumlah_unit)

    @property
    def berpredikat(self) -> bool:
        """Whether a grade is picked."""
        return self.target.jenis is JenisTarget.PREDIKAT

    @property
    def berdokumen(self) -> bool:
        """Whether the target is a document that exists or not."""
        return self.target.jenis is JenisTarget.DOKUMEN

    @property
    def nama(self) -> tuple[str, ...]:
        """The names of the figures that are asked for."""
        names = [f"fisik_{n}" for n in range(len(self.komponen))]
        names += ["predikat"] * self.berpredikat + ["ada"] * self.berdokumen
        return (*names, *(UANG if self.beranggaran else ()))

    @property
    def sidik(self) -> str:
        """A short print of what is asked: a form made for another target is known by it."""
        parts = (self.target.mentah, self.target.jenis, self.target.komponen, self.beranggaran)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]

    def label(self, nama: str) -> str:
        """Return what a figure is called."""
        if nama in _LABEL:
            return _LABEL[nama]
        n = int(nama.removeprefix("fisik_"))
        units = [k.satuan for k in self.komponen]
        nomor = f" {n + 1}" if units.count(units[n]) > 1 else ""
        return f"Realisasi{nomor} ({units[n]})" if units[n] else f"Realisasi{nomor}"

    def target_dari(self, nama: str) -> str:
        """Return the target of one physical figure in words."""
        if self.target.jenis is JenisTarget.SEMUA:
            pd = f" ({self.jumlah_unit} PD)" if self.jumlah_unit else ""
            return f"{self.target.mentah.strip()}{pd}"
        if not nama.startswith("fisik_"):
            return self.target.predikat or self.target.keterangan or self.target.mentah.strip()
        satu = self.komponen[int(nama.removeprefix("fisik_"))]
        return _dengan_satuan(satu.jumlah, satu.satuan)

    def tulis(self, nama: str, row: BerAngka | None) -> str:
        """Return one stored figure in words; "" where there is none."""
        if row is None:
            return ""
        if nama == "predikat":
            return row.predikat
        if nama == "ada":
            return "" if row.ada is None else ("sudah ada" if row.ada else "belum ada")
        if nama in UANG:
            value = getattr(row, nama)
            return "" if value is None else rupiah(value)
        n = int(nama.removeprefix("fisik_"))
        values = sejajar(row, self.komponen)
        stored = values[n] if n < len(values) else None
        if stored is None:
            return ""
        return _dengan_satuan(Decimal(stored), self.komponen[n].satuan)

    def absen(self, isi: Mapping[str, Any]) -> dict[str, str]:
        """Return the figures that were not handed over at all: not the same as blank."""
        return {
            nama: f"{self.label(nama)} tidak ikut terkirim. Muat ulang halaman, lalu isi lagi."
            for nama in self.nama
            if nama not in isi
        }

    def angka(self, isi: Mapping[str, Any]) -> dict[str, Any]:
        """Return the stored columns of checked input (keys without prefix)."""
        found: dict[str, Any] = {
            "komponen": teks_komponen([isi.get(f"fisik_{n}") for n in range(len(self.komponen))]),
            "satuan": [satu.satuan for satu in self.komponen],
            "predikat": (isi.get("predikat") or "") if self.berpredikat else "",
            "ada": {"ya": True, "tidak": False}.get(isi.get("ada") or "")
            if self.berdokumen
            else None,
        }
        if self.beranggaran:
            found |= {name: isi.get(name) for name in UANG}
        return found

    def kurang(self, row: BerAngka | None) -> dict[str, str]:
        """Return what is not filled, by field: a missing figure is not 0.

        Where the plan names no budget, pagu and spending may both be left out.
        """
        galat = {}
        values = sejajar(row, self.komponen) if row else []
        for n, satu in enumerate(self.komponen):
            if n >= len(values) or values[n] is None:
                unit = f" ({satu.satuan})" if satu.satuan else ""
                galat[f"fisik_{n}"] = f"Isi realisasi{unit}; tulis 0 bila belum ada."
        if self.berpredikat and not (row and row.predikat):
            galat["predikat"] = (
                "Pilih predikat yang diperoleh."
                if self.skala
                else "Skala predikat belum ditetapkan. Minta admin melengkapi aturan ukurnya."
            )
        if self.berdokumen and (row is None or row.ada is None):
            galat["ada"] = "Pilih apakah dokumennya sudah ada."
        if self.beranggaran:
            pagu, spent = (row.pagu, row.anggaran) if row else (None, None)
            asked = self.anggaran_wajib or pagu is not None or spent is not None
            if asked and pagu is None:
                galat["pagu"] = "Isi pagu; tulis 0 bila tidak ada."
            if asked and spent is None:
                galat["anggaran"] = "Isi realisasi anggaran; tulis 0 bila belum ada."
        return galat


def _dengan_satuan(jumlah: Decimal, satuan: str) -> str:
    return f"{tulis(jumlah)}%" if satuan == "%" else f"{tulis(jumlah)} {satuan}".strip()


_LABEL = {
    "predikat": "Predikat yang diperoleh",
    "ada": "Dokumen",
    "pagu": "Pagu (Rp)",
    "pergeseran": "Pergeseran (Rp)",
    "anggaran": "Realisasi anggaran (Rp)",
}


@dataclass(frozen=True, slots=True)
class BarisIsian:
    """One field on the page: when it is needed, and whether it differs from the claim."""

    field: forms.BoundField
    kapan: str
    beda: bool


class RealisasiForm(forms.Form):
    """Figures of one window. `cleaned_data` has the keys that `Susunan.angka` reads.

    Every field has to be in what was sent, and the target the one that the page showed: a field
    that is not there is refused, never read as blank.
    """

    def __init__(
        self,
        susunan: Susunan,
        data: Any = None,
        initial: dict[str, Any] | None = None,
        prefiks: str = "",
        klaim: BerAngka | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.susunan = susunan
        self.klaim = klaim
        self._prefiks = prefiks
        for nama in susunan.nama:
            self.fields[nama] = _field(nama, susunan)
            if klaim is not None:
                said = susunan.tulis(nama, klaim) or "kosong"
                field = self.fields[nama]
                field.help_text = f"{field.help_text} Klaim unit: {said}.".strip()

    def add_prefix(self, field_name: str) -> str:
        """Keep the names of two such forms on one page apart."""
        return f"{self._prefiks}{field_name}"

    @classmethod
    def untuk(
        cls,
        susunan: Susunan,
        row: BerAngka | None,
        data: Any = None,
        prefiks: str = "",
        klaim: BerAngka | None = None,
    ) -> "RealisasiForm":
        """Return the form: with what was typed, else with stored figures."""
        return cls(susunan, data, None if data is not None else _awal(row, susunan), prefiks, klaim)

    def clean(self) -> dict[str, Any]:
        """Refuse what was not sent, a form for another target, and a pergeseran below the pagu."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        sent = {nama for nama in self.fields if self.add_prefix(nama) in self.data}
        for nama, pesan in self.susunan.absen(dict.fromkeys(sent)).items():
            self.add_error(nama, pesan)
        print_ = self.data.get(self.nama_sidik)
        if print_ and print_ != self.susunan.sidik:
            self.add_error(
                None,
                "Target baris ini diubah setelah halaman dibuka. Periksa angka Anda pada target "
                "yang baru, lalu simpan lagi.",
            )
        pagu, shift = data.get("pagu"), data.get("pergeseran")
        if shift is not None and "pagu" in self.fields and "pagu" not in self.errors:
            if pagu is None:
                self.add_error("pagu", "Isi pagu sebelum pergeserannya.")
            elif pagu + shift < 0:
                self.add_error("pergeseran", "Pergeseran mengurangi lebih dari pagunya.")
        return data

    @property
    def nama_sidik(self) -> str:
        """The name of the hidden field with the print of the target."""
        return self.add_prefix("sidik")

    @property
    def fisik(self) -> list[BarisIsian]:
        """The physical fields."""
        return [self._baris(nama) for nama in self.fields if nama not in UANG]

    @property
    def uang(self) -> list[BarisIsian]:
        """The money fields; none where the row has no budget of its own."""
        return [self._baris(nama) for nama in self.fields if nama in UANG]

    def _baris(self, nama: str) -> BarisIsian:
        free = nama == "pergeseran" or (nama in UANG and not self.susunan.anggaran_wajib)
        needed = _DI_MEJA if self._prefiks else _DI_UNIT
        return BarisIsian(self[nama], "boleh kosong" if free else needed, self._beda(nama))

    def _beda(self, nama: str) -> bool:
        """Whether a sound figure on the page is another one than the claimed."""
        if self.klaim is None or nama in self.errors:
            return False
        here = (self.cleaned_data if self.is_bound else self.initial).get(nama)
        claimed = _awal(self.klaim, self.susunan).get(nama)
        if nama in ("predikat", "ada"):
            return (here or "") != (claimed or "")
        return here != claimed  # 0 and "nothing" are two things


def _field(nama: str, susunan: Susunan) -> forms.Field:
    label = susunan.label(nama)
    if nama == "pagu":
        plan = (
            ""
            if susunan.anggaran is None
            else f" Rencana dalam Road Map {rupiah(susunan.anggaran)}."
        )
        return RupiahField(label, f"Pagu murni tahun ini.{plan}")
    if nama == "pergeseran":
        return RupiahField(label, "Tambah atau kurang (-) terhadap pagu murni.", minus=True)
    if nama == "anggaran":
        return RupiahField(label, "Sejak 1 Januari sampai akhir jendela ini.")
    hint = f"Target {susunan.target_dari(nama)}."
    if nama == "predikat":
        return _pilihan(label, hint, _tingkat(susunan.skala), "Pilih predikat dari daftar.")
    if nama == "ada":
        return _pilihan(label, hint, list(ADA), "Pilih dari daftar.")
    return AngkaField(label, hint)


def _pilihan(label: str, hint: str, choices: list[tuple[str, str]], asing: str) -> forms.Field:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=choices,
        error_messages={"invalid_choice": asing},
    )


def _tingkat(skala: Skala | None) -> list[tuple[str, str]]:
    """Return the grades of a scale, best first."""
    choices = [("", "Belum diisi")]
    choices += [
        (t.kode, f"{t.kode} ({t.nama})" if t.nama and t.nama != t.kode else t.kode)
        for t in reversed(skala.tingkat if skala else ())
    ]
    return choices


def _awal(row: BerAngka | None, susunan: Susunan) -> dict[str, Any]:
    if row is None:
        return {}
    found: dict[str, Any] = {
        f"fisik_{n}": None if k is None else Decimal(k)
        for n, k in enumerate(sejajar(row, susunan.komponen))
    }
    found["predikat"] = row.predikat
    found["ada"] = "" if row.ada is None else ("ya" if row.ada else "tidak")
    return found | {name: getattr(row, name) for name in UANG}
