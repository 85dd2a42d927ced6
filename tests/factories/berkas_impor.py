"""Table files as offices have them, whole and broken: hand-made parts in real containers."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

BERKAS: Final = Path(__file__).resolve().parents[1] / "berkas"
"""The same table saved by LibreOffice as tabel.xlsx, tabel.ods and tabel.xls."""

_UTAMA: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HUBUNGAN: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAKET: Final = "http://schemas.openxmlformats.org/package/2006/"
_KEPALA: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_JENIS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_GAYA: Final = (
    f'<styleSheet xmlns="{_UTAMA}"><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14"/></cellXfs></styleSheet>'
)
Bagian = Mapping[str, str | bytes | None]


def paket(bagian: Bagian) -> bytes:
    """A ZIP with these members; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for nama, isi in bagian.items():
            if isi is not None:
                stored = zipfile.ZIP_STORED if nama == "mimetype" else None
                archive.writestr(nama, isi, compress_type=stored)
    return out.getvalue()


def hubungan(*semua: tuple[str, str, str], luar: bool = False) -> str:
    """A .rels part of (id, last word of the type, target)."""
    mode = ' TargetMode="External"' if luar else ""
    isi = "".join(
        f'<Relationship Id="{kunci}" Type="{_HUBUNGAN}/{jenis}" Target="{target}"{mode}/>'
        for kunci, jenis, target in semua
    )
    return f'{_KEPALA}<Relationships xmlns="{_PAKET}relationships">{isi}</Relationships>'


def bagian_xlsx(
    *baris: str, bersama: Sequence[str] | None = None, lembar: str = "Data", ekor: str = ""
) -> dict[str, str | bytes | None]:
    """The members of an xlsx with one sheet; `baris` is the XML of its rows."""
    buku = (
        f'{_KEPALA}<workbook xmlns="{_UTAMA}" xmlns:r="{_HUBUNGAN}"><sheets>'
        f'<sheet name="{lembar}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    teks = None
    if bersama is not None:
        isi = "".join(f"<si><t>{satu}</t></si>" for satu in bersama)
        teks = f'{_KEPALA}<sst xmlns="{_UTAMA}">{isi}</sst>'
    return {
        "[Content_Types].xml": f'{_KEPALA}<Types xmlns="{_PAKET}content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_JENIS}"/></Types>',
        "_rels/.rels": hubungan(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": buku,
        "xl/_rels/workbook.xml.rels": hubungan(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/styles.xml": _GAYA,
        "xl/sharedStrings.xml": teks,
        "xl/worksheets/sheet1.xml": lembar_xml(*baris, ekor=ekor),
    }


def lembar_xml(*baris: str, ekor: str = "", dimensi: str = "A1:C3") -> str:
    """A sheet part with these rows."""
    return (
        f'{_KEPALA}<worksheet xmlns="{_UTAMA}"><dimension ref="{dimensi}"/>'
        f"<sheetData>{''.join(baris)}</sheetData>{ekor}</worksheet>"
    )


def xlsx(*baris: str, bersama: Sequence[str] | None = None, ekor: str = "") -> bytes:
    """An xlsx of one sheet with these rows."""
    return paket(bagian_xlsx(*baris, bersama=bersama, ekor=ekor))


def xlsx_dengan(tambahan: Bagian, *baris: str) -> bytes:
    """An xlsx of one row in which members are added, replaced or (None) left out."""
    return paket({**bagian_xlsx(*(baris or (teks(1, "Kode"),))), **tambahan})


def teks(nomor: int, *isi: str) -> str:
    """A row of texts from column A on."""
    cells = "".join(
        f'<c r="{chr(65 + kolom)}{nomor}" t="inlineStr"><is><t>{satu}</t></is></c>'
        for kolom, satu in enumerate(isi)
    )
    return f'<row r="{nomor}">{cells}</row>'


_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_NS: Final = " ".join(
    [
        *(f'xmlns:{a}="{_ODF}{a}:1.0"' for a in ("office", "table", "text", "style", "script")),
        f'xmlns:draw="{_ODF}drawing:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)


def isi_ods(*baris: str, nama: str = "Data", muka: str = "") -> str:
    """content.xml with one sheet of these rows; `muka` stands before the sheet."""
    return (
        f'{_KEPALA}<office:document-content {_NS} office:version="1.2"><office:body>'
        f'<office:spreadsheet>{muka}<table:table table:name="{nama}">{"".join(baris)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def ods(*baris: str, muka: str = "", tambahan: Bagian | None = None) -> bytes:
    """An ods of one sheet with these rows, and members added or replaced."""
    return paket(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": isi_ods(*baris, muka=muka),
            "META-INF/manifest.xml": manifes(),
            **(tambahan or {}),
        }
    )


def manifes(*, terenkripsi: bool = False) -> str:
    """The manifest of an ods."""
    tanda = "<manifest:encryption-data/>" if terenkripsi else ""
    return (
        f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="content.xml" manifest:media-type="text/xml">{tanda}'
        "</manifest:file-entry></manifest:manifest>"
    )


def sel_ods(isi: str, atribut: str = "") -> str:
    """A cell of text in an ods."""
    jenis = 'office:value-type="string"'
    return f"<table:table-cell {jenis} {atribut}><text:p>{isi}</text:p></table:table-cell>"


def baris_ods(*sel: str, atribut: str = "") -> str:
    """A row in an ods."""
    return f"<table:table-row {atribut}>{''.join(sel)}</table:table-row>"


def tabel(akhiran: str) -> bytes:
    """The table that LibreOffice saved."""
    return (BERKAS / f"tabel.{akhiran}").read_bytes()


def xls_bernama(lama: str, baru: str) -> bytes:
    """The xls with an entry of its directory renamed."""
    data = bytearray(tabel("xls"))
    at = data.index(lama.encode("utf-16-le") + b"\0\0")
    data[at : at + 64] = baru.encode("utf-16-le").ljust(64, b"\0")
    data[at + 64 : at + 66] = struct.pack("<H", 2 * len(baru) + 2)
    return bytes(data)


def xls_rekaman(lama: int, baru: int | None = None, isi: bytes | None = None) -> bytes:
    """The xls with the first record of a number renumbered or (a part of) its content replaced."""
    data = bytearray(tabel("xls"))
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    while struct.unpack_from("<H", data, at)[0] != lama:
        at += 4 + struct.unpack_from("<H", data, at + 2)[0]
    if baru is not None:
        struct.pack_into("<H", data, at, baru)
    if isi is not None:
        data[at + 4 : at + 4 + len(isi)] = isi
    return bytes(data)
