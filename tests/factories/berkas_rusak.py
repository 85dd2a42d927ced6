"""Table files with one thing wrong or odd that takes more than a line to make."""

import struct

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


def berputar() -> bytes:
    """An xls whose directory leads back to itself."""
    data = bytearray(tabel("xls"))
    fat = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    awal = struct.unpack_from("<I", data, 48)[0]  # of the directory, which now leads to itself
    struct.pack_into("<I", data, fat + 4 * awal, awal)
    return bytes(data)
