"""Columns of a kind of table: how a cell becomes a value, and a value a cell again.

A column is a field of django-import-export with a stricter reading: blank is None, every refusal
is a `Keliru` that says what to do. Values are in normal form (see `Nilai`), so that two rows are
equal exactly when nothing would change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from import_export.fields import Field
from import_export.widgets import Widget

from sheets import values
from sheets.values import Keliru

if TYPE_CHECKING:
    from accounts.permissions import Permission
    from sheets.resource import SheetResource

Nilai: TypeAlias = "str | int | Decimal | date | bool | tuple[str, ...] | None"
"""A value in normal form; blank is None, never ''."""

FORMAT_TEKS = "@"


@dataclass(frozen=True)
class Pengatur:
    """A page on which an institution settles what words of a column mean.

    `alamat` is the name of its address; it takes the words as `teks`, the institution's id as
    `instansi` and the way back as `kembali`.
    """

    label: str
    alamat: str
    permission: "Permission"


class Jenis(Widget):
    """A kind of value: reads a raw cell, writes a cell, and keeps a value as JSON."""

    format_sel: ClassVar[str] = "General"
    pengatur: ClassVar[Pengatur | None] = None
    """Where the words of such cells are settled, for kinds of value that can be taught."""

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        """Return the value of a raw cell, None for a blank one. Raises Keliru."""
        raise NotImplementedError

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        """Return the cell of a value that is not None: a text, a number, a date."""
        return nilai

    def sebut(self, nilai: Nilai, resource: "SheetResource") -> str:
        """Return a value that is not None as a person reads it, a text with all its words."""
        cell = self.tulis(nilai, resource)
        words = cell.split() if isinstance(cell, str) else ()
        return " ".join(words) if words else values.sebut(cell)

    def simpan(self, nilai: Nilai) -> Any:
        """Return a value as JSON; equal values give equal JSON."""
        return nilai

    def pulih(self, isi: Any) -> Nilai:
        """Return the value that `simpan` wrote."""
        nilai: Nilai = isi
        return nilai

    def pilihan(self, resource: "SheetResource") -> list[str] | None:
        """Return what a drop-down offers; None for a free column."""
        return None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Nilai:
        """Read a cell for django-import-export; `resource` comes by keyword."""
        return self.baca(value, kwargs["resource"])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Write a cell for django-import-export; `resource` comes by keyword."""
        return "" if value is None else self.tulis(value, kwargs["resource"])


class Teks(Jenis):
    """Text of at most `panjang` letters."""

    def __init__(self, panjang: int | None = None) -> None:
        super().__init__()
        self.panjang = panjang

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        return values.teks(mentah, panjang=self.panjang)


class Kode(Jenis):
    """A code such as "1.1" or "A-003": text, also where Excel took it for a number."""

    format_sel = FORMAT_TEKS

    def __init__(self, panjang: int | None = None) -> None:
        super().__init__()
        self.panjang = panjang

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        text = values.kode(mentah)
        if text is not None and self.panjang is not None and len(text) > self.panjang:
            raise Keliru(f"Paling panjang {self.panjang} huruf, di sini {len(text)}.")
        return text


class Nip(Jenis):
    """A civil servant's number: 18 digits."""

    format_sel = FORMAT_TEKS

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        return values.nip(mentah)


class Bulat(Jenis):
    """A whole number between two bounds, both included."""

    format_sel = "#,##0"

    def __init__(self, paling_kecil: int | None = 0, paling_besar: int | None = None) -> None:
        super().__init__()
        self.paling_kecil, self.paling_besar = paling_kecil, paling_besar

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        nilai = values.bulat(mentah)
        if nilai is not None:
            _dalam(nilai, self.paling_kecil, self.paling_besar)
        return nilai


class Tahun(Bulat):
    """A year of four digits, written without a separator."""

    format_sel = "0"

    def __init__(self) -> None:
        super().__init__(2000, 2100)


class Desimal(Jenis):
    """A number with at most `angka` decimals between two bounds, both included."""

    format_sel = "#,##0.####"

    def __init__(
        self,
        angka: int = 2,
        paling_kecil: int | Decimal | None = 0,
        paling_besar: int | Decimal | None = None,
    ) -> None:
        super().__init__()
        self.angka = angka
        self.paling_kecil, self.paling_besar = paling_kecil, paling_besar

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        nilai = values.desimal(mentah, angka_desimal=self.angka)
        if nilai is not None:
            _dalam(nilai, self.paling_kecil, self.paling_besar)
        return nilai

    def simpan(self, nilai: Nilai) -> Any:
        return angka_teks(nilai)

    def pulih(self, isi: Any) -> Nilai:
        return None if isi is None else Decimal(isi)


class Uang(Jenis):
    """An amount of money in whole units of the column (Rupiah, or thousands of them)."""

    format_sel = "#,##0"

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        nilai = values.uang(mentah)
        if nilai is None:
            return None
        if nilai != nilai.to_integral_value():
            raise Keliru("Tulis bilangan bulat tanpa pecahan.")
        _dalam(nilai, 0, 10**15)
        return int(nilai)


class Tanggal(Jenis):
    """A day."""

    format_sel = "dd/mm/yyyy"

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        return values.tanggal(mentah)

    def simpan(self, nilai: Nilai) -> Any:
        return nilai.isoformat() if isinstance(nilai, date) else None

    def pulih(self, isi: Any) -> Nilai:
        return None if isi is None else date.fromisoformat(isi)


class Bulan(Tanggal):
    """A month, kept as its first day."""

    format_sel = "mmmm yyyy"

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        return values.bulan(mentah)


class Ya(Jenis):
    """Yes or no."""

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        return values.ya(mentah)

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        return "Ya" if nilai else "Tidak"

    def pilihan(self, resource: "SheetResource") -> list[str] | None:
        return ["Ya", "Tidak"]


class Pilihan(Jenis):
    """One of some words; the value is the code, the cell shows its label.

    `sinonim` maps other words that people use to a code.
    """

    def __init__(
        self, pilihan: Sequence[tuple[str, Any]], sinonim: dict[str, str] | None = None
    ) -> None:
        super().__init__()
        self._label = {kode: str(label) for kode, label in pilihan}
        self._kode = {values.lipat(kode): kode for kode in self._label}
        self._kode |= {values.lipat(label): kode for kode, label in self._label.items()}
        self._kode |= {values.lipat(kata): kode for kata, kode in (sinonim or {}).items()}

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        text = values.teks(mentah)
        if text is None:
            return None
        kode = self._kode.get(values.lipat(text))
        if kode is None:
            raise Keliru(
                f"“{text[:60]}” bukan pilihan kolom ini.",
                f"Pilih salah satu: {', '.join(self._label.values())}.",
            )
        return kode

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        return self._label[str(nilai)]

    def pilihan(self, resource: "SheetResource") -> list[str] | None:
        return list(self._label.values())


class Acuan(Jenis):
    """Something that must exist already, by name or code: a unit, a scale, a member.

    The value is its code. The resource says by `acuan[nama]` what there is.
    """

    def __init__(self, nama: str) -> None:
        super().__init__()
        self.nama = nama

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        text = values.teks(mentah)
        return None if text is None else resource.acuan[self.nama].cari(text)

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        return resource.acuan[self.nama].sebut(str(nilai))

    def pilihan(self, resource: "SheetResource") -> list[str] | None:
        return resource.acuan[self.nama].pilihan()


class Daftar(Jenis):
    """Several texts in one cell, one a line."""

    def __init__(self, panjang: int | None = None, acuan: str = "") -> None:
        """`panjang` bounds each line; `acuan` names what each line must refer to."""
        super().__init__()
        self.panjang, self.acuan = panjang, acuan

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        lines = values.daftar(mentah)
        if not lines:
            return None
        if self.acuan:
            return tuple(dict.fromkeys(resource.acuan[self.acuan].cari(line) for line in lines))
        for line in lines:
            if self.panjang is not None and len(line) > self.panjang:
                raise Keliru(f"Tiap baris paling panjang {self.panjang} huruf.")
        return lines

    def tulis(self, nilai: Nilai, resource: "SheetResource") -> Any:
        lines = nilai if isinstance(nilai, tuple) else ()
        if self.acuan:
            lines = tuple(resource.acuan[self.acuan].sebut(kode) for kode in lines)
        return values.tulis_daftar(lines)

    def sebut(self, nilai: Nilai, resource: "SheetResource") -> str:
        return "; ".join(nilai) if isinstance(nilai, tuple) else ""

    def simpan(self, nilai: Nilai) -> Any:
        return list(nilai) if isinstance(nilai, tuple) else None

    def pulih(self, isi: Any) -> Nilai:
        return tuple(isi) if isi else None


class Kolom(Field):
    """One column: heading, kind of value, and what a person needs to know to fill it.

    `rahasia`: never shown in lists, differences or the audit trail (NIP). `hanya_baca`: exported
    for the reader, ignored on import. `wajib`: a blank cell is refused.
    """

    def __init__(
        self,
        judul: str,
        jenis: Jenis,
        *,
        sinonim: Sequence[str] = (),
        wajib: bool = False,
        catatan: str = "",
        rahasia: bool = False,
        hanya_baca: bool = False,
        lebar: int = 20,
    ) -> None:
        super().__init__(column_name=judul, widget=jenis, readonly=hanya_baca)
        self.judul, self.jenis = judul, jenis
        self.sinonim, self.catatan = tuple(sinonim), catatan
        self.wajib, self.rahasia, self.lebar = wajib, rahasia, lebar

    @property
    def format_sel(self) -> str:
        """Return the number format of the column's cells."""
        return self.jenis.format_sel

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        """Return the value of a raw cell. Raises Keliru, also for a blank that must be filled."""
        nilai = self.jenis.baca(mentah, resource)
        if nilai is None and self.wajib:
            raise Keliru(
                f"{self.judul} belum diisi.", "Isi sel ini. Bila baris ini jumlah, hapus barisnya."
            )
        return nilai

    def tampil(self, nilai: Nilai, resource: "SheetResource") -> Any:
        """Return the cell of a value; None for a blank one."""
        return None if nilai is None else self.jenis.tulis(nilai, resource)

    def sebut(self, nilai: Nilai, resource: "SheetResource") -> str:
        """Return a value as a person reads it, '' for a blank one, a mark for a secret one."""
        if nilai is None:
            return ""
        return "(disembunyikan)" if self.rahasia else self.jenis.sebut(nilai, resource)

    def pilihan(self, resource: "SheetResource") -> list[str] | None:
        """Return what a drop-down offers; None for a free column."""
        return self.jenis.pilihan(resource)


def angka_teks(nilai: object) -> str | None:
    """Return a decimal as text, equal for equal numbers ("1.5", never "1.50")."""
    if nilai is None:
        return None
    text = format(Decimal(str(nilai)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _dalam(nilai: int | Decimal, kecil: int | Decimal | None, besar: int | Decimal | None) -> None:
    if kecil is not None and nilai < kecil:
        raise Keliru(f"Paling kecil {kecil}, di sini {angka_teks(nilai)}.")
    if besar is not None and nilai > besar:
        raise Keliru(f"Paling besar {besar}, di sini {angka_teks(nilai)}.")
