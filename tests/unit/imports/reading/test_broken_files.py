"""Broken and hostile files: each ends in one sentence that says what is wrong and what to do."""

import io
from collections.abc import Callable
from typing import Final

import pytest

from imports.reading import Ditolak, buka
from tests.factories.berkas_impor import (
    hubungan,
    paket,
    tabel,
    teks,
    xls_bernama,
    xlsx,
    xlsx_dengan,
)
from tests.factories.berkas_rusak import crc, docx

BARU: Final = "Buka dengan Excel atau LibreOffice dan simpan sebagai xlsx yang baru"
RUSAK: Final = (
    " rusak atau terpotong sehingga tidak dapat dibaca. "
    "Salin ulang dari sumbernya atau simpan ulang"
)
PUTUS: Final = "Putuskan tautannya (Data, Edit Links, Break Link), simpan"
HAPUS: Final = "Hapus isi di luar tabel (baris dan kolomnya), simpan"

TUMPUKAN: Final = '<mergeCell ref="A2:A99000"/>'

TABEL: Final[list[tuple[str, str, Callable[[], bytes], str]]] = [
    (
        "kosong",
        "kosong.xlsx",
        lambda: b"",
        "kosong.xlsx kosong. Buka berkas di perangkat Anda untuk memastikan isinya",
    ),
    (
        "tanpa akhiran",
        "tabel",
        lambda: tabel("xlsx"),
        "tabel tidak punya akhiran jenis. Simpan sebagai xlsx, xls, ods, atau csv",
    ),
    (
        "program",
        "tabel.exe",
        lambda: b"MZ\x90\0",
        "tabel.exe tidak dapat diimpor karena jenisnya exe. Simpan tabelnya sebagai "
        "xlsx, xls, ods, atau csv",
    ),
    (
        "xlsb",
        "tabel.xlsb",
        lambda: tabel("xlsx"),
        "tabel.xlsb tidak dapat diimpor karena jenisnya xlsb. Simpan tabelnya sebagai "
        "xlsx, xls, ods, atau csv",
    ),
    (
        "nama dengan NUL",
        "tabel\u0000.xlsx",
        lambda: tabel("xlsx"),
        "tabel.xlsx memakai nama dengan karakter terlarang. Ganti nama berkas",
    ),
    (
        "terlalu besar",
        "besar.csv",
        lambda: b"kode;uraian\n" * 90_000,
        "besar.csv lebih besar dari 976 KB. Pecah menjadi beberapa berkas",
    ),
    (
        "csv yang zip",
        "data.csv",
        lambda: tabel("xlsx"),
        "Isi data.csv ternyata dokumen xlsx atau arsip ZIP, tidak sesuai dengan akhiran"
        " namanya. " + BARU,
    ),
    (
        "csv yang PDF",
        "data.csv",
        lambda: b"%PDF-1.7\n1 0 obj\n",
        "Isi data.csv ternyata dokumen PDF, tidak sesuai dengan akhiran namanya. " + BARU,
    ),
    (
        "xlsx yang teks",
        "data.xlsx",
        lambda: b"kode;uraian\n1;a\n",
        "Isi data.xlsx ternyata teks biasa, tidak sesuai dengan akhiran namanya. " + BARU,
    ),
    (
        "xls yang HTML",
        "jaga.xls",
        lambda: b"<html><table><tr><td>1</td></tr></table></html>",
        "Isi jaga.xls ternyata halaman web (HTML), tidak sesuai dengan akhiran namanya. " + BARU,
    ),
    (
        "xls yang XML",
        "jaga.xls",
        lambda: b'<?xml version="1.0"?><Workbook><Worksheet/></Workbook>',
        "Isi jaga.xls ternyata teks XML, tidak sesuai dengan akhiran namanya. " + BARU,
    ),
    (
        "xls yang xlsx",
        "data.xls",
        lambda: tabel("xlsx"),
        "Isi data.xls ternyata dokumen xlsx atau arsip ZIP, tidak sesuai dengan akhiran"
        " namanya. " + BARU,
    ),
    (
        "xlsx yang xls",
        "data.xlsx",
        lambda: tabel("xls"),
        "Isi data.xlsx ternyata dokumen Office format lama, tidak sesuai dengan akhiran"
        " namanya. " + BARU,
    ),
    (
        "xlsx yang ods",
        "data.xlsx",
        lambda: tabel("ods"),
        "Isi data.xlsx ternyata dokumen ods, tidak sesuai dengan akhiran namanya. " + BARU,
    ),
    (
        "zip biasa",
        "arsip.xlsx",
        lambda: paket({"catatan.txt": "isi"}),
        "Isi arsip.xlsx ternyata arsip ZIP biasa, tidak sesuai dengan akhiran namanya. " + BARU,
    ),
    (
        "docx",
        "surat.xlsx",
        lambda: xlsx_dengan({"[Content_Types].xml": docx()}),
        "Isi surat.xlsx ternyata dokumen DOCX, tidak sesuai dengan akhiran namanya. " + BARU,
    ),
    (
        "terpotong",
        "data.xlsx",
        lambda: tabel("xlsx")[:5000],
        "data.xlsx" + RUSAK,
    ),
    (
        "crc",
        "data.xlsx",
        crc,
        "data.xlsx" + RUSAK,
    ),
    (
        "sandi xlsx",
        "data.xlsx",
        lambda: xls_bernama("Workbook", "EncryptedPackage"),
        "data.xlsx terkunci sandi. Simpan salinan tanpa sandi",
    ),
    (
        "makro xlsm",
        "data.xlsm",
        lambda: tabel("xlsx"),
        "data.xlsm memuat makro (xlsm). Simpan ulang sebagai xlsx tanpa makro",
    ),
    (
        "makro vba",
        "data.xlsx",
        lambda: xlsx_dengan({"xl/vbaProject.bin": b"vba"}),
        "data.xlsx memuat makro (xl/vbaproject.bin). Simpan ulang sebagai xlsx tanpa makro",
    ),
    (
        "biner di xlsx",
        "data.xlsx",
        lambda: xlsx_dengan({"xl/workbook.bin": b"\x83\x01\0"}),
        "Isi data.xlsx ternyata buku kerja biner (xlsb), tidak sesuai dengan akhiran "
        "namanya. " + BARU,
    ),
    (
        "tautan luar xlsx",
        "data.xlsx",
        lambda: xlsx_dengan(
            {
                "xl/externalLinks/_rels/externalLink1.xml.rels": hubungan(
                    ("rId1", "externalLinkPath", "file:///tahun-lalu.xlsx"), luar=True
                )
            }
        ),
        "data.xlsx mengambil isi dari berkas atau alamat lain (file:///tahun-lalu.xlsx). " + PUTUS,
    ),
    (
        "bom",
        "bom.xlsx",
        lambda: xlsx_dengan({"xl/media/kosong.bin": bytes(25 * 1024**2)}),
        "bom.xlsx mengembang jauh melebihi ukurannya saat dibuka (25 MB). " + BARU,
    ),
    (
        "entitas",
        "data.xlsx",
        lambda: xlsx_dengan(
            {
                "xl/sharedStrings.xml": '<!DOCTYPE sst [<!ENTITY a "ha">]>'
                "<sst><si><t>&a;</t></si></sst>"
            }
        ),
        "data.xlsx memuat deklarasi XML terlarang (DOCTYPE di xl/sharedStrings.xml). " + BARU,
    ),
    (
        "xml cacat",
        "data.xlsx",
        lambda: xlsx_dengan({"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}),
        "data.xlsx" + RUSAK,
    ),
    (
        "bagian hilang",
        "data.xlsx",
        lambda: xlsx_dengan({"xl/worksheets/sheet1.xml": None}),
        "data.xlsx" + RUSAK,
    ),
    (
        "hubungan hilang",
        "data.xlsx",
        lambda: xlsx_dengan({"xl/_rels/workbook.xml.rels": None}),
        "data.xlsx" + RUSAK,
    ),
    (
        "anggota ganda",
        "data.xlsx",
        lambda: xlsx_dengan({"XL/Workbook.xml": "<workbook/>"}),
        "data.xlsx memuat dua bagian dengan nama sama (XL/Workbook.xml). " + BARU,
    ),
    (
        "anggota keluar",
        "data.xlsx",
        lambda: xlsx_dengan({"../xl/lain.xml": "<a/>"}),
        "data.xlsx memuat bagian dengan nama terlarang (../xl/lain.xml). " + BARU,
    ),
    (
        "ekor zip",
        "data.xlsx",
        lambda: tabel("xlsx") + b"#!/bin/sh\nrm -r /\n",
        "data.xlsx memuat data lain setelah akhir dokumen di samping isinya. " + BARU,
    ),
    (
        "baris mundur",
        "data.xlsx",
        lambda: xlsx(teks(9, "a"), teks(2, "b")),
        "data.xlsx" + RUSAK,
    ),
    (
        "sel jauh",
        "data.xlsx",
        lambda: xlsx(teks(1, "a"), '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "data.xlsx: lembar Data terisi sampai sel XFD1048576, terlalu jauh untuk dibaca. " + HAPUS,
    ),
    (
        "di luar lembar",
        "data.xlsx",
        lambda: xlsx('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        "data.xlsx" + RUSAK,
    ),
    (
        "teks bersama hilang",
        "data.xlsx",
        lambda: xlsx('<row r="1"><c r="A1" t="s"><v>9</v></c></row>', bersama=["a"]),
        "data.xlsx" + RUSAK,
    ),
    (
        "teks bersama berlipat",
        "data.xlsx",
        lambda: xlsx(
            '<row r="1">' + '<c t="s"><v>0</v></c>' * 5000 + "</row>", bersama=["x" * 32_767]
        ),
        "data.xlsx berisi tulisan lebih dari 96 MB. Pecah menjadi beberapa berkas",
    ),
    (
        "gabungan bertumpuk",
        "data.xlsx",
        lambda: xlsx(
            teks(1, "a"), teks(900, "b"), ekor="<mergeCells>" + TUMPUKAN * 500 + "</mergeCells>"
        ),
        "data.xlsx berisi sel gabungan lebih dari 400.000. Pisahkan sel (Unmerge)",
    ),
    (
        "janji banyak teks",
        "data.xlsx",
        lambda: xlsx_dengan({"xl/sharedStrings.xml": '<sst uniqueCount="4294967296"/>'}),
        "data.xlsx" + RUSAK,
    ),
    (
        "nomor teks negatif",
        "data.xlsx",
        lambda: xlsx('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', bersama=["a"]),
        "data.xlsx" + RUSAK,
    ),
    (
        "galat baru",
        "data.xlsx",
        lambda: xlsx('<row r="2"><c r="B2" t="e"><v>#SPILL!</v></c></row>'),
        "data.xlsx: sel B2 (#SPILL!) berisi galat yang tidak dapat dibaca. Perbaiki "
        "rumusnya atau tempel sebagai nilai (Paste Values)",
    ),
    (
        "terlalu banyak baris",
        "data.xlsx",
        lambda: xlsx(*(teks(n, "x") for n in range(1, 1302))),
        "data.xlsx berisi 1.301 baris, batasnya 1.000 baris. Pecah menjadi beberapa berkas",
    ),
]


@pytest.mark.parametrize(
    ("nama", "berkas", "pesan"), [row[1:] for row in TABEL], ids=[row[0] for row in TABEL]
)
def test_refused_with_a_sentence(nama: str, berkas: Callable[[], bytes], pesan: str) -> None:
    file = io.BytesIO(berkas())
    file.read(7)
    with pytest.raises(Ditolak) as refused:
        buka(nama, file, batas_byte=1_000_000, batas_baris=1000)
    assert str(refused.value) == f"{pesan}, lalu unggah lagi."
    assert file.tell() == 0
