"""Sheets of typed columns: real numbers, dates and percentages; words where there is no data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from accounts.sebutan import ganti
from reports.kemajuan.kata import satuan
from reports.potret.bentuk import IsiPotret
from reports.xlsx.buku import ATAS, JUDUL, KEPALA, KIRI, TEBAL, lembar_baru, tulis
from ukuran.format import TANPA_DATA, TANPA_TANGGAL

Nilai = str | int | Decimal | date | datetime | None

_SERATUS = Decimal(100)
_KIRI_TERLIPAT = Alignment(vertical="top", horizontal="left", wrap_text=True)
_MENETAP = 4  # a table of more columns keeps its first in sight


class Jenis(StrEnum):
    """What a column holds; the value is the number format of its cells."""

    TEKS = "@"
    BULAT = "#,##0"
    ANGKA = "#,##0.00"
    PERSEN = "0.00%"
    TANGGAL = "dd/mm/yyyy"
    WAKTU = "dd/mm/yyyy hh:mm"


Pasangan = tuple[str, Jenis, Nilai]


@dataclass(frozen=True)
class Kolom:
    """One column: head, width in characters, kind."""

    judul: str
    lebar: float
    jenis: Jenis = Jenis.TEKS


@dataclass(frozen=True)
class Buku:
    """A workbook with what all its sheets share: the zone of moments, the mark in print."""

    buku: Workbook
    zona: ZoneInfo
    tanda: str

    def tabel(self, nama: str, kolom: Sequence[Kolom], rows: Iterable[Sequence[Nilai]]) -> None:
        """Add a table whose heads stay in sight and are repeated in print.

        None is written as "tanpa data" ("tanpa tanggal" for a day); without rows stands
        "Tidak ada".
        """
        sheet = self._lembar(nama, [one.lebar for one in kolom])
        for number, one in enumerate(kolom, start=1):
            tulis(sheet, 1, number, one.judul, huruf=TEBAL, warna=KEPALA)
        line = 1
        for line, cells in enumerate(rows, start=2):
            for number, (one, value) in enumerate(zip(kolom, cells, strict=True), start=1):
                self._tulis(sheet, line, number, one.jenis, value)
        if line == 1:
            tulis(sheet, 2, 1, "Tidak ada")
        else:
            sheet.auto_filter.ref = sheet.dimensions
        sheet.freeze_panes = "B2" if len(kolom) > _MENETAP else "A2"
        sheet.print_title_rows = "1:1"

    def pasangan(self, nama: str, judul: str, rows: Iterable[Pasangan]) -> None:
        """Add a sheet with a title, then labels and values."""
        sheet = self._lembar(nama, [42.0, 90.0])
        sheet.page_setup.orientation = "portrait"
        tulis(sheet, 1, 1, judul, huruf=JUDUL, rata=KIRI, garis=False)
        for line, (label, kind, value) in enumerate(rows, start=2):
            tulis(sheet, line, 1, label, huruf=TEBAL)
            self._tulis(sheet, line, 2, kind, value, _KIRI_TERLIPAT)
        sheet.freeze_panes = "A2"

    def _lembar(self, nama: str, lebar: list[float]) -> Worksheet:
        sheet = lembar_baru(self.buku, nama, lebar)
        if self.tanda:
            sheet.HeaderFooter.oddHeader = HeaderFooterItem(right=_HeaderFooterPart(self.tanda))
        return sheet

    def _tulis(
        self,
        sheet: Worksheet,
        line: int,
        column: int,
        kind: Jenis,
        value: Nilai,
        rata: Alignment = ATAS,
    ) -> None:
        if value is None and kind is not Jenis.TEKS:
            words = TANPA_TANGGAL if kind is Jenis.TANGGAL else TANPA_DATA
            tulis(sheet, line, column, words, rata=rata)
        elif isinstance(value, date):
            cell = tulis(sheet, line, column, None, rata=rata)
            cell.value = self._setempat(value)
            cell.number_format = kind.value
        elif kind is Jenis.PERSEN and isinstance(value, int | Decimal):
            tulis(sheet, line, column, Decimal(value) / _SERATUS, rata=rata, angka=kind.value)
        else:
            tulis(sheet, line, column, value, rata=rata, angka=kind.value)

    def _setempat(self, value: date | datetime) -> date | datetime:
        """A workbook knows no zones: moments are those of the institution's clock."""
        if isinstance(value, datetime):
            return value.astimezone(self.zona).replace(tzinfo=None, microsecond=0)
        return value


class Kata:
    """Words that depend on the institution and the kind of plan."""

    def __init__(self, isi: IsiPotret) -> None:
        """`isi` says both."""
        self._sebutan, self.satuan = isi.sebutan_verifikator, satuan(isi).capitalize()
        self.zona = isi.at.astimezone(ZoneInfo(isi.zona_waktu)).tzname() or isi.zona_waktu

    def __call__(self, teks: str) -> str:
        """Return a text in the institution's words for who verifies."""
        return ganti(teks, self._sebutan)

    def saat(self, teks: str) -> str:
        """Return the head of a column of moments, with their zone."""
        return f"{teks} ({self.zona})"


def nomor(nomor: Sequence[int]) -> str:
    """Return numbers as a list in one cell."""
    return ", ".join(map(str, nomor))
