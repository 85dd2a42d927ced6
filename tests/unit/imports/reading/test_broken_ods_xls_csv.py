"""Broken ods, xls and text files: each ends in one sentence to act on."""

import io
import struct
from collections.abc import Callable
from typing import Final

import pytest

from imports.reading import Ditolak, buka
from tests.factories.berkas_impor import (
    baris_ods,
    manifes,
    ods,
    sel_ods,
    tabel,
    xls_bernama,
    xls_rekaman,
)
from tests.factories.berkas_rusak import berputar

BARU: Final = "Buka dengan Excel atau LibreOffice dan simpan sebagai xlsx yang baru"
RUSAK: Final = (
    " rusak atau terpotong sehingga tidak dapat dibaca. "
    "Salin ulang dari sumbernya atau simpan ulang"
)
PUTUS: Final = "Putuskan tautannya (Data, Edit Links, Break Link), simpan"
HAPUS: Final = "Hapus isi di luar tabel (baris dan kolomnya), simpan"

TABEL: Final[list[tuple[str, str, Callable[[], bytes], str]]] = [
    (
        "ods sandi",
        "data.ods",
        lambda: ods(tambahan={"META-INF/manifest.xml": manifes(terenkripsi=True)}),
        "data.ods terkunci sandi. Simpan salinan tanpa sandi",
    ),
    (
        "ods makro",
        "data.ods",
        lambda: ods(tambahan={"Basic/Standard/Module1.xml": "<a/>"}),
        "data.ods memuat makro (Basic/Standard/Module1.xml). Simpan ulang sebagai xlsx tanpa makro",
    ),
    (
        "ods peristiwa",
        "data.ods",
        lambda: ods(
            muka="<office:event-listeners><script:event-listener/></office:event-listeners>"
        ),
        "data.ods memuat makro (event-listener). Simpan ulang sebagai xlsx tanpa makro",
    ),
    (
        "ods tautan",
        "data.ods",
        lambda: ods('<table:table-source xlink:href="../lain.ods"/>'),
        "data.ods mengambil isi dari berkas atau alamat lain (table-source). " + PUTUS,
    ),
    (
        "ods rumus luar",
        "data.ods",
        lambda: ods(baris_ods(sel_ods("1", """table:formula="of:='file:///lain.ods'#$A.A1" """))),
        "data.ods mengambil isi dari berkas atau alamat lain "
        "(of:='file:///lain.ods'#$A.A1). " + PUTUS,
    ),
    (
        "ods gambar luar",
        "data.ods",
        lambda: ods(
            baris_ods(
                '<table:table-cell><draw:image xlink:href="http://contoh.id/a.png"/></table:table-cell>'
            )
        ),
        "data.ods mengambil isi dari berkas atau alamat lain (http://contoh.id/a.png). " + PUTUS,
    ),
    (
        "ods entitas",
        "data.ods",
        lambda: ods(tambahan={"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "data.ods memuat deklarasi XML terlarang (DOCTYPE). " + BARU,
    ),
    (
        "ods ulang kolom",
        "data.ods",
        lambda: ods(baris_ods(sel_ods("x", 'table:number-columns-repeated="2000000000"'))),
        "data.ods: lembar Data terisi sampai kolom 2000000000, terlalu jauh untuk dibaca. " + HAPUS,
    ),
    (
        "ods ulang baris",
        "data.ods",
        lambda: ods(baris_ods(sel_ods("x"), atribut='table:number-rows-repeated="1000000"')),
        "data.ods berisi 1.000.000 baris, batasnya 1.000 baris. Pecah menjadi beberapa berkas",
    ),
    (
        "ods ulang spasi",
        "data.ods",
        lambda: ods(baris_ods(sel_ods('<text:s text:c="2000000000"/>'))),
        "data.ods berisi tulisan lebih dari 96 MB. Pecah menjadi beberapa berkas",
    ),
    (
        "odt bernama ods",
        "data.ods",
        lambda: ods(tambahan={"mimetype": "application/vnd.oasis.opendocument.text"}),
        "Isi data.ods ternyata bukan tabel OpenDocument, tidak sesuai dengan akhiran "
        "namanya. " + BARU,
    ),
    (
        "ods tanpa isi",
        "data.ods",
        lambda: ods(tambahan={"content.xml": None}),
        "Isi data.ods ternyata dokumen xlsx atau arsip ZIP, tidak sesuai dengan akhiran"
        " namanya. " + BARU,
    ),
    (
        "ods terpotong",
        "data.ods",
        lambda: tabel("ods")[:9000],
        "data.ods" + RUSAK,
    ),
    (
        "xls sandi",
        "data.xls",
        lambda: xls_rekaman(0x00E1, baru=0x002F),
        "data.xls terkunci sandi. Simpan salinan tanpa sandi",
    ),
    (
        "xls paket sandi",
        "data.xls",
        lambda: xls_bernama("Workbook", "EncryptedPackage"),
        "data.xls terkunci sandi. Simpan salinan tanpa sandi",
    ),
    (
        "xls makro",
        "data.xls",
        lambda: xls_bernama("\x05SummaryInformation", "_VBA_PROJECT_CUR"),
        "data.xls memuat makro (VBA). Simpan ulang sebagai xlsx tanpa makro",
    ),
    (
        "xls lembar makro",
        "data.xls",
        lambda: xls_rekaman(0x0085, isi=struct.pack("<IBB", 3185, 0, 1)),
        "data.xls memuat makro (lembar makro Excel 4). Simpan ulang sebagai xlsx tanpa makro",
    ),
    (
        "xls tautan",
        "data.xls",
        lambda: xls_rekaman(0x01C1, baru=0x01AE, isi=struct.pack("<HHB", 1, 3, 0) + b"abc"),
        "data.xls mengambil isi dari berkas atau alamat lain (abc). " + PUTUS,
    ),
    (
        "xls tertanam",
        "data.xls",
        lambda: xls_bernama("\x05SummaryInformation", "MBD0012ABCD"),
        "data.xls memuat objek tertanam (MBD0012ABCD). Hapus objek itu",
    ),
    (
        "doc bernama xls",
        "data.xls",
        lambda: xls_bernama("Workbook", "WordDocument"),
        "Isi data.xls ternyata dokumen Word, tidak sesuai dengan akhiran namanya. " + BARU,
    ),
    (
        "xls terpotong",
        "data.xls",
        lambda: tabel("xls")[:4000],
        "data.xls" + RUSAK,
    ),
    (
        "xls berputar",
        "data.xls",
        berputar,
        "data.xls" + RUSAK,
    ),
    (
        "UTF-16 ganjil",
        "data.csv",
        lambda: "Kode".encode("utf-16") + b"\n",
        "data.csv memakai kode karakter yang tidak dikenal. Simpan ulang sebagai CSV UTF-8",
    ),
    (
        "bukan cp1252",
        "data.csv",
        lambda: b"Kode;Uraian\n1;\x81\xff\n",
        "data.csv memakai kode karakter yang tidak dikenal. Simpan ulang sebagai CSV UTF-8",
    ),
    (
        "NUL",
        "data.csv",
        lambda: b"Kode;Uraian\n1;a\0b\n",
        "data.csv berisi byte kosong (NUL) sehingga bukan teks biasa. Simpan ulang "
        "sebagai CSV UTF-8",
    ),
    (
        "kutip salah",
        "data.csv",
        lambda: b'Kode;Uraian\n1;a\n2;"b" c\n',
        "data.csv, baris 3: tanda kutip tidak berpasangan. Kutip di dalam isi ditulis "
        "dua kali; perbaiki baris itu atau simpan ulang sebagai xlsx",
    ),
    (
        "kutip terbuka",
        "data.csv",
        lambda: b'Kode;Uraian\n1;"a\n2;b\n3;c\n',
        "data.csv, baris 2: tanda kutip tidak berpasangan. Kutip di dalam isi ditulis "
        "dua kali; perbaiki baris itu atau simpan ulang sebagai xlsx",
    ),
    (
        "kutip terbuka panjang",
        "data.csv",
        lambda: b'Kode;Uraian\n1;"a\n' + b"2;b\n" * 40_000,
        "data.csv, baris 2: isi satu sel terlalu panjang, mungkin karena tanda kutip "
        "tidak ditutup. Perbaiki baris itu",
    ),
    (
        "csv terlalu banyak",
        "data.csv",
        lambda: b"a\n" * 1001,
        "data.csv berisi 1.001 baris, batasnya 1.000 baris. Pecah menjadi beberapa berkas",
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
