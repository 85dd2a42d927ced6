"""Files of people and their roles as offices send them, whole, odd and broken."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories.berkas_impor import teks, xlsx, xlsx_dengan

KEPALA: Final = (
    "Nama pengguna",
    "Nama",
    "NIP",
    "Jabatan",
    "Unit",
    "Peran",
    "Berlaku sejak",
)
NIP: Final = "198001012006041001"
Baris = Sequence[Any]


def baris(no: int = 1, **ganti: Any) -> list[Any]:
    """Return a right row; `ganti` replaces cells by the heading in small letters, "_" for " "."""
    isi = {
        "nama_pengguna": f"orang.{no}",
        "nama": f"Orang {no}",
        "nip": NIP,
        "jabatan": "Analis",
        "unit": "u000-alfa",
        "peran": "Operator unit",
        "berlaku_sejak": date(2026, 1, 2),
    }
    return list((isi | ganti).values())


def buku(
    *rows: Baris,
    kepala: Baris = KEPALA,
    lembar: str = "Data",
    ubah: Callable[[Worksheet], None] | None = None,
    di_atas: Sequence[Baris] = (),
) -> bytes:
    """Return a workbook as Excel writes it; `ubah` may change the sheet, `di_atas` are titles."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = lembar
    for row in (*di_atas, kepala, *rows):
        sheet.append(list(row))
    if ubah is not None:
        ubah(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def tambah_lembar(data: bytes, nama: str, rows: Sequence[Baris], *, di_depan: bool = True) -> bytes:
    """Return a workbook with one more sheet."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.create_sheet(nama, 0 if di_depan else None)
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def teks_csv(
    *rows: Baris, pemisah: str = ";", kode: str = "utf-8", kepala: Baris = KEPALA
) -> bytes:
    """Return a file of separated values; dates as Excel shows them here."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=pemisah, lineterminator="\r\n")
    for row in (kepala, *rows):
        writer.writerow([f"{c:%d/%m/%Y}" if isinstance(c, date | datetime) else c for c in row])
    return out.getvalue().encode(kode)


def bom_zip() -> bytes:
    """Return a workbook whose sheet unpacks to hundreds of megabytes."""
    return xlsx_dengan({"xl/worksheets/sheet1.xml": b" " * (350 * 1024 * 1024)})


def ekor_sejuta(*rows: Baris) -> bytes:
    """Return a workbook with a million formatted, empty rows below its table."""
    source = zipfile.ZipFile(io.BytesIO(buku(*rows)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                tail = b"".join(
                    b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n)
                    for n in range(len(rows) + 2, 1_000_000)
                )
                data = data.replace(b"</sheetData>", tail + b"</sheetData>")
            archive.writestr(info.filename, data)
    return out.getvalue()


def rumus_terhitung() -> bytes:
    """Return a workbook whose key is a formula with its stored value, as Excel saves it."""
    cells = ("Orang 1", "u000-alfa", "Operator unit")
    rest = "".join(
        f'<c r="{kolom}2" t="inlineStr"><is><t>{isi}</t></is></c>'
        for kolom, isi in zip("BCD", cells, strict=True)
    )
    formula = '<c r="A2" t="str"><f>"orang."&amp;1</f><v>orang.1</v></c>'
    head = ("Nama pengguna", "Nama", "Unit", "Peran", "Mulai")
    return xlsx(teks(1, *head), f'<row r="2">{formula}{rest}</row>')
