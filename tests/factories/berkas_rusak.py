"""Table files with one thing wrong or odd that takes more than a line to make."""

import struct
from xml.sax.saxutils import quoteattr

from tests.factories.berkas_impor import (
    bagian_xlsx,
    hubungan,
    lembar_xml,
    paket,
    tabel,
    teks,
    xlsx,
)


def docx() -> str:
    """The content types of a Word document."""
    jenis = "wordprocessingml.document.main+xml"
    asli = bagian_xlsx()["[Content_Types].xml"]
    return str(asli).replace("spreadsheetml.sheet.main+xml", jenis)


def crc() -> bytes:
    """An xlsx whose directory tells a wrong checksum."""
    data = bytearray(xlsx(teks(1, "Kode")))
    at = data.index(b"PK\x01\x02")
    data[at + 16] ^= 1  # the checksum that the directory has for the first member
    return bytes(data)


def berawalan() -> bytes:
    """An xlsx that writes its elements with a prefix."""
    isi = lembar_xml('<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>')
    for nama in ("worksheet", "sheetData", "dimension"):
        isi = isi.replace(f"<{nama}", f"<x:{nama}").replace(f"</{nama}", f"</x:{nama}")
    return paket({**bagian_xlsx(), "xl/worksheets/sheet1.xml": isi.replace("xmlns=", "xmlns:x=")})


def grafik() -> bytes:
    """An xlsx with a chart sheet before its table."""
    bagian = bagian_xlsx(teks(1, "Kode"))
    buku = str(bagian["xl/workbook.xml"])
    return paket(
        {
            **bagian,
            "xl/workbook.xml": buku.replace(
                "<sheets>", '<sheets><sheet name="Grafik" sheetId="2" r:id="rId2"/>'
            ),
            "xl/_rels/workbook.xml.rels": hubungan(
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "chartsheet", "chartsheets/sheet1.xml"),
            ),
            "xl/chartsheets/sheet1.xml": "<chartsheet/>",
        }
    )


def sejak_1904() -> bytes:
    """An xlsx of an old Mac, which counts days from 1904."""
    bagian = bagian_xlsx('<row r="1"><c r="A1" s="1"><v>44196</v></c></row>')
    buku = str(bagian["xl/workbook.xml"])
    buku = buku.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    return paket({**bagian, "xl/workbook.xml": buku})


def ketat() -> bytes:
    """An xlsx saved as Strict Open XML: other names of elements, days as texts."""
    rows = (
        teks(1, "Kode"),
        '<row r="2"><c r="A2" s="1"><v>45658</v></c>'
        '<c r="B2" t="d" s="1"><v>2025-01-02T00:00:00</v></c></row>',
    )
    awal = "http://schemas.openxmlformats.org/"
    ganti = {
        f"{awal}spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        f"{awal}officeDocument/2006/relationships": (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    hasil: dict[str, str | bytes | None] = {}
    for nama, isi in bagian_xlsx(*rows).items():
        for lama, baru in ganti.items():
            isi = isi.replace(lama, baru) if isinstance(isi, str) else isi
        hasil[nama] = isi
    return paket(hasil)


def berhias() -> bytes:
    """An xlsx whose texts come in runs, with a reading aid that is no part of them."""
    potong = '<r><t xml:space="preserve">Biro </t></r><r><rPr><b/></rPr><t>Umum</t></r>'
    bagian = bagian_xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c>'
        f'<c r="B1" t="inlineStr"><is>{potong}</is></c></row>',
        bersama=["x"],
    )
    isi = (
        '<si><r><t xml:space="preserve">Nama </t></r><r><t>pengguna</t></r>'
        '<rPh sb="0" eb="1"><t>BACAAN</t></rPh><phoneticPr fontId="1"/></si>'
    )
    bersama = str(bagian["xl/sharedStrings.xml"]).replace("<si><t>x</t></si>", isi)
    return paket({**bagian, "xl/sharedStrings.xml": bersama})


def berformat(*format_sel: str) -> bytes:
    """An xlsx with the number 45000 shown in these formats."""
    gaya = "".join(
        f'<numFmt numFmtId="{170 + ke}" formatCode={quoteattr(satu)}/>'
        for ke, satu in enumerate(format_sel)
    )
    xf = "".join(f'<xf numFmtId="{170 + ke}"/>' for ke in range(len(format_sel)))
    cells = "".join(f'<c s="{ke}"><v>45000</v></c>' for ke in range(len(format_sel)))
    bagian = bagian_xlsx(f"<row>{cells}</row>")
    asli = str(bagian["xl/styles.xml"])
    kepala = asli[: asli.index(">") + 1]
    return paket(
        {
            **bagian,
            "xl/styles.xml": f"{kepala}<numFmts>{gaya}</numFmts><cellXfs>{xf}</cellXfs>"
            "</styleSheet>",
        }
    )


def berputar() -> bytes:
    """An xls whose directory leads back to itself."""
    data = bytearray(tabel("xls"))
    fat = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    awal = struct.unpack_from("<I", data, 48)[0]  # of the directory, which now leads to itself
    struct.pack_into("<I", data, fat + 4 * awal, awal)
    return bytes(data)
