"""The table of odd and broken files: each ends in a right reading or in a clear message.

`imports.reading` has a table of its own for what can't be opened; here a file goes the whole way
of an import, and nothing of the institution changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Membership, Unit, User
from imports.models import Batch
from imports.reading import Ditolak
from tests.factories.berkas_impor import hubungan, tabel, xls_rekaman, xlsx_dengan
from tests.factories.impor import angka, impor
from tests.integration.imports.berkas_aneh import (
    KEPALA,
    NIP,
    baris,
    bom_zip,
    buku,
    ekor_sejuta,
    rumus_terhitung,
    tambah_lembar,
    teks_csv,
)
from tests.integration.imports.dunia import dunia_unit

K = Batch.Keadaan
Hitungan = tuple[int, int, int, int]


@dataclass(frozen=True)
class Kasus:
    """A file and where it ends: state, (new, changed, same, refused), (cell, message) found."""

    buat: Callable[[], bytes]
    keadaan: str
    hitungan: Hitungan = (0, 0, 0, 0)
    temuan: tuple[tuple[str, str], ...] = ()
    pesan: str = ""
    nama: str = "isi.xlsx"
    jenis: str = "pengguna"
    di_pintu: bool = False  # refused at the upload, no import is made


def _sel(alamat: str, isi: Any, format_sel: str = "General") -> Callable[[Worksheet], None]:
    def ubah(sheet: Worksheet) -> None:
        sheet[alamat] = isi
        sheet[alamat].number_format = format_sel

    return ubah


def _gabung(rentang: str) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.merge_cells(rentang)


def _sembunyi(no: int) -> Callable[[Worksheet], None]:
    def ubah(sheet: Worksheet) -> None:
        sheet.row_dimensions[no].hidden = True

    return ubah


KASUS: dict[str, Kasus] = {
    "benar": Kasus(lambda: buku(baris(1), baris(2)), K.SIAP, (2, 0, 0, 0)),
    "kolom bergeser dan urutan lain": Kasus(
        lambda: buku([None, *reversed(baris(1))], kepala=[None, *reversed(KEPALA)]),
        K.SIAP,
        (1, 0, 0, 0),
    ),
    "judul di bawah kop": Kasus(
        lambda: buku(baris(1), di_atas=[["PEMERINTAH PROVINSI"], ["DAFTAR PENGGUNA"], []]),
        K.SIAP,
        (1, 0, 0, 0),
    ),
    "judul sinonim": Kasus(
        lambda: buku(
            baris(1),
            kepala=[
                "Username",
                "Nama Lengkap",
                "Nomor Induk Pegawai",
                "Nama Jabatan",
                "OPD",
                "Role",
                "Mulai",
            ],
        ),
        K.SIAP,
        (1, 0, 0, 0),
    ),
    "lembar lain di depan": Kasus(
        lambda: tambah_lembar(buku(baris(1)), "Catatan", [["Catatan rapat"], ["Tidak ada tabel"]]),
        K.SIAP,
        (1, 0, 0, 0),
    ),
    "lembar salah": Kasus(
        lambda: buku(["Meja", 4], ["Kursi", 12], kepala=["Barang", "Jumlah"]),
        K.DIUNGGAH,
        pesan=("Jenis data berkas ini belum dikenali. Pilih jenisnya dan padankan kolomnya."),
    ),
    "tanpa judul": Kasus(
        lambda: buku(baris(2), kepala=baris(1)),
        K.DIUNGGAH,
        pesan=("Jenis data berkas ini belum dikenali. Pilih jenisnya dan padankan kolomnya."),
    ),
    "kolom wajib hilang": Kasus(
        lambda: buku(["orang.1", "Orang 1"], kepala=["Nama pengguna", "Nama"]),
        K.DIUNGGAH,
        pesan=(
            "Berkas ini mirip Pengguna dan perannya, tetapi kolom Unit, Peran, "
            "Berlaku sejak belum ditemukan."
        ),
    ),
    "judul saja": Kasus(
        lambda: buku(),
        K.GAGAL,
        pesan=("Lembar Data tidak berisi baris di bawah judulnya. Isi barisnya, lalu unggah lagi."),
    ),
    "lembar kosong": Kasus(
        lambda: buku(kepala=[]),
        K.DIUNGGAH,
        pesan=("Jenis data berkas ini belum dikenali. Pilih jenisnya dan padankan kolomnya."),
    ),
    "unit digabung": Kasus(
        lambda: buku(baris(1), baris(2), ubah=_gabung("E2:E3")), K.SIAP, (2, 0, 0, 0)
    ),
    "rumus dengan nilai": Kasus(rumus_terhitung, K.SIAP, (1, 0, 0, 0)),
    "rumus belum dihitung": Kasus(
        lambda: buku(baris(1), ubah=_sel("B2", '=A2&" X"')),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("B2", "Sel ini berisi rumus yang belum dihitung."),),
    ),
    "sel galat": Kasus(
        lambda: buku(baris(1), ubah=_sel("D2", "#REF!")),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("D2", "Sel ini berisi galat #REF!."),),
    ),
    "sel galat pada kunci": Kasus(
        lambda: buku(baris(1), ubah=_sel("A2", "#N/A")),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("A2", "Sel ini berisi galat #N/A."),),
    ),
    "tanggal teks Indonesia": Kasus(
        lambda: buku(baris(1, berlaku_sejak="2 Januari 2026")), K.SIAP, (1, 0, 0, 0)
    ),
    "tanggal teks singkat": Kasus(
        lambda: buku(baris(1, berlaku_sejak="02-01-2026")), K.SIAP, (1, 0, 0, 0)
    ),
    "tanggal bulan dahulu": Kasus(
        lambda: buku(baris(1, berlaku_sejak="01/31/2026")),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("G2", "“01/31/2026” tampaknya ditulis bulan dahulu (31 Januari 2026)."),),
    ),
    "tanggal tahun dua angka": Kasus(
        lambda: buku(baris(1, berlaku_sejak="02/01/26")),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("G2", "Tahun pada “02/01/26” hanya dua angka."),),
    ),
    "tanggal angka seri": Kasus(
        lambda: buku(baris(1, berlaku_sejak=46024)),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(
            (
                "G2",
                (
                    "Angka 46024 bukan tanggal, mungkin tanggal Excel 02-01-2026 yang "
                    "kehilangan formatnya."
                ),
            ),
        ),
    ),
    "tanggal dengan jam": Kasus(
        lambda: buku(baris(1, berlaku_sejak=datetime(2026, 1, 2, 8, 30))), K.SIAP, (1, 0, 0, 0)
    ),
    "NIP rusak angka": Kasus(
        lambda: buku(baris(1, nip=1.98001012006041e17)),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("C2", "NIP rusak: Excel membulatkan angka panjang."),),
    ),
    "NIP rusak teks": Kasus(
        lambda: buku(baris(1, nip="1,98001E+17")),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("C2", "NIP rusak: Excel membulatkan angka panjang."),),
    ),
    "NIP kurang angka": Kasus(
        lambda: buku(baris(1, nip="19800101200604")),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("C2", "NIP harus 18 angka, terbaca 14."),),
    ),
    "NIP berspasi": Kasus(
        lambda: buku(baris(1, nip="19800101 200604 1 001")), K.SIAP, (1, 0, 0, 0)
    ),
    "NIP beraposter": Kasus(lambda: buku(baris(1, nip="'" + NIP)), K.SIAP, (1, 0, 0, 0)),
    "kembar": Kasus(
        lambda: buku(baris(1), baris(2), baris(1, nama="Lain")),
        K.BERMASALAH,
        (2, 0, 0, 1),
        temuan=(
            (
                "",
                (
                    "Baris ini kembar dengan baris 2: orang.1 / u000-alfa alfa / Operator"
                    " unit / 02-01-2026."
                ),
            ),
        ),
    ),
    "kembar beda huruf": Kasus(
        lambda: buku(baris(1), baris(1, unit="U000-ALFA")),
        K.BERMASALAH,
        (1, 0, 0, 1),
        temuan=(
            (
                "",
                (
                    "Baris ini kembar dengan baris 2: orang.1 / u000-alfa alfa / Operator"
                    " unit / 02-01-2026."
                ),
            ),
        ),
    ),
    "baris tersembunyi": Kasus(
        lambda: buku(baris(1), baris(2), ubah=_sembunyi(3)),
        K.SIAP,
        (2, 0, 0, 0),
        temuan=(("", "Baris ini tersembunyi di lembar, tetapi ikut dibaca."),),
    ),
    "baris kosong di antara": Kasus(lambda: buku(baris(1), [], [], baris(2)), K.SIAP, (2, 0, 0, 0)),
    "baris contoh templat": Kasus(
        lambda: buku(["CONTOH: orang.0", *baris(0)[1:]], baris(1)), K.SIAP, (1, 0, 0, 0)
    ),
    "ekor sejuta baris": Kasus(lambda: ekor_sejuta(baris(1), baris(2)), K.SIAP, (2, 0, 0, 0)),
    "unit salah ketik": Kasus(
        lambda: buku(baris(1, unit="u00-alfa")),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("E2", "Unit “u00-alfa” tidak dikenal."),),
    ),
    "peran tidak ada": Kasus(
        lambda: buku(baris(1, peran="Bendahara")),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("F2", "“Bendahara” bukan pilihan kolom ini."),),
    ),
    "wajib kosong": Kasus(
        lambda: buku(baris(1, nama=None)),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("B2", "Nama belum diisi."),),
    ),
    "spasi dan huruf tak tampak": Kasus(
        lambda: buku(baris(1, nama="  Orang\u00a01\u200b ", unit=" U000-Alfa ")),
        K.SIAP,
        (1, 0, 0, 0),
    ),
    "terlalu panjang": Kasus(
        lambda: buku(baris(1, jabatan="x" * 201)),
        K.BERMASALAH,
        (0, 0, 0, 1),
        temuan=(("D2", "Teks terlalu panjang: 201 huruf, paling banyak 200."),),
    ),
    "seperti rumus": Kasus(lambda: buku(baris(1, jabatan="'=HYPERLINK(1)")), K.SIAP, (1, 0, 0, 0)),
    "csv titik koma": Kasus(lambda: teks_csv(baris(1)), K.SIAP, (1, 0, 0, 0), nama="isi.csv"),
    "csv koma": Kasus(
        lambda: teks_csv(baris(1, jabatan="Analis, madya"), pemisah=","),
        K.SIAP,
        (1, 0, 0, 0),
        nama="isi.csv",
    ),
    "csv tab": Kasus(
        lambda: teks_csv(baris(1), pemisah="\t"), K.SIAP, (1, 0, 0, 0), nama="isi.tsv"
    ),
    "csv BOM": Kasus(
        lambda: teks_csv(baris(1), kode="utf-8-sig"), K.SIAP, (1, 0, 0, 0), nama="isi.csv"
    ),
    "csv cp1252": Kasus(
        lambda: teks_csv(baris(1, nama="René – Orang"), kode="cp1252"),
        K.SIAP,
        (1, 0, 0, 0),
        nama="isi.csv",
    ),
    "csv utf-16": Kasus(
        lambda: teks_csv(baris(1), kode="utf-16"), K.SIAP, (1, 0, 0, 0), nama="isi.csv"
    ),
    "csv kutip tak ditutup": Kasus(
        lambda: teks_csv(baris(1)) + b'orang.2;"Orang 2;;;u000-alfa;Operator unit;\r\n',
        K.GAGAL,
        pesan=(
            "isi.csv, baris 3: tanda kutip tidak berpasangan. Kutip di dalam isi "
            "ditulis dua kali; perbaiki baris itu atau simpan ulang sebagai xlsx,"
            " lalu unggah lagi."
        ),
        nama="isi.csv",
    ),
    "csv byte nol": Kasus(
        lambda: teks_csv(baris(1)) + b"\x00\x00",
        "",
        pesan=(
            "isi.csv berisi byte kosong (NUL) sehingga bukan teks biasa. Simpan "
            "ulang sebagai CSV UTF-8, lalu unggah lagi."
        ),
        nama="isi.csv",
        di_pintu=True,
    ),
    "csv sebenarnya zip": Kasus(
        lambda: buku(baris(1)),
        "",
        pesan=(
            "Isi isi.csv ternyata dokumen xlsx atau arsip ZIP, tidak sesuai "
            "dengan akhiran namanya. Buka dengan Excel atau LibreOffice dan "
            "simpan sebagai xlsx yang baru, lalu unggah lagi."
        ),
        nama="isi.csv",
        di_pintu=True,
    ),
    "xls LibreOffice jenis lain": Kasus(
        lambda: tabel("xls"),
        K.DIUNGGAH,
        pesan=("Jenis data berkas ini belum dikenali. Pilih jenisnya dan padankan kolomnya."),
        nama="tabel.xls",
    ),
    "ods LibreOffice jenis lain": Kasus(
        lambda: tabel("ods"),
        K.DIUNGGAH,
        pesan=("Jenis data berkas ini belum dikenali. Pilih jenisnya dan padankan kolomnya."),
        nama="tabel.ods",
    ),
    "sandi": Kasus(
        lambda: xls_rekaman(0x00E1, baru=0x002F),
        "",
        pesan="isi.xls terkunci sandi. Simpan salinan tanpa sandi, lalu unggah lagi.",
        nama="isi.xls",
        di_pintu=True,
    ),
    "makro": Kasus(
        lambda: xlsx_dengan({"xl/vbaProject.bin": b"x"}),
        "",
        pesan=(
            "isi.xlsx memuat makro (xl/vbaproject.bin). Simpan ulang sebagai xlsx"
            " tanpa makro, lalu unggah lagi."
        ),
        di_pintu=True,
    ),
    "bernama xlsm": Kasus(
        lambda: buku(baris(1)),
        "",
        pesan=(
            "isi.xlsm memuat makro (xlsm). Simpan ulang sebagai xlsx tanpa makro, lalu unggah lagi."
        ),
        nama="isi.xlsm",
        di_pintu=True,
    ),
    "tautan luar": Kasus(
        lambda: xlsx_dengan(
            {
                "xl/externalLinks/_rels/externalLink1.xml.rels": hubungan(
                    ("rId1", "externalLinkPath", "file:///tahun-lalu.xlsx"), luar=True
                )
            }
        ),
        "",
        pesan=(
            "isi.xlsx mengambil isi dari berkas atau alamat lain (file:///tahun-"
            "lalu.xlsx). Putuskan tautannya (Data, Edit Links, Break Link), "
            "simpan, lalu unggah lagi."
        ),
        di_pintu=True,
    ),
    "bom zip": Kasus(
        lambda: bom_zip(),
        "",
        pesan=(
            "isi.xlsx mengembang jauh melebihi ukurannya saat dibuka (350 MB). "
            "Buka dengan Excel atau LibreOffice dan simpan sebagai xlsx yang "
            "baru, lalu unggah lagi."
        ),
        di_pintu=True,
    ),
    "entitas xml": Kasus(
        lambda: xlsx_dengan(
            {"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}
        ),
        K.GAGAL,
        pesan=(
            "isi.xlsx memuat deklarasi XML terlarang (DOCTYPE di "
            "xl/worksheets/sheet1.xml). Buka dengan Excel atau LibreOffice dan "
            "simpan sebagai xlsx yang baru, lalu unggah lagi."
        ),
    ),
    "zip terpotong": Kasus(
        lambda: buku(baris(1))[:2000],
        "",
        pesan=(
            "isi.xlsx rusak atau terpotong sehingga tidak dapat dibaca. Salin "
            "ulang dari sumbernya atau simpan ulang, lalu unggah lagi."
        ),
        di_pintu=True,
    ),
    "bukan tabel": Kasus(
        lambda: b"%PDF-1.7 bukan tabel",
        "",
        pesan=(
            "Isi isi.xlsx ternyata dokumen PDF, tidak sesuai dengan akhiran "
            "namanya. Buka dengan Excel atau LibreOffice dan simpan sebagai xlsx "
            "yang baru, lalu unggah lagi."
        ),
        di_pintu=True,
    ),
    "kosong": Kasus(
        lambda: b"",
        "",
        pesan=(
            "isi.xlsx kosong. Buka berkas di perangkat Anda untuk memastikan "
            "isinya, lalu unggah lagi."
        ),
        di_pintu=True,
    ),
}


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with units and two admins."""
    return dunia_unit()


def _isi() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (User, Membership, Unit)]


@pytest.mark.parametrize("nama", KASUS)
def test_every_file_ends_in_a_right_reading_or_a_clear_message(
    dunia: SimpleNamespace, nama: str
) -> None:
    kasus = KASUS[nama]
    before = _isi()
    if kasus.di_pintu:
        with pytest.raises(Ditolak) as refused:
            impor(dunia.instansi, dunia.admin, kasus.jenis, kasus.buat(), nama=kasus.nama)
        assert str(refused.value) == kasus.pesan
        assert not Batch.objects.exists()
    else:
        batch = impor(dunia.instansi, dunia.admin, kasus.jenis, kasus.buat(), nama=kasus.nama)
        found = tuple(batch.temuan_set.values_list("sel", "pesan"))
        assert (batch.keadaan, angka(batch), found, batch.pesan) == (
            kasus.keadaan,
            kasus.hitungan,
            kasus.temuan,
            kasus.pesan,
        )
    assert _isi() == before


def test_there_are_at_least_forty() -> None:
    assert len(KASUS) >= 40
