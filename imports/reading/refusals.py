"""Why a file is not read: the codes, and the sentence an official reads for each."""

from __future__ import annotations

from typing import Final

from evidence.filecheck.reasons import Finding


class Ditolak(Exception):
    """A file that cannot be imported: `kode` for code and tests, the sentence for the person."""

    def __init__(self, kode: str, pesan: str) -> None:
        """`pesan` says what is wrong and what to do."""
        super().__init__(kode, pesan)
        self.kode = kode
        self.pesan = pesan

    def __str__(self) -> str:
        """The sentence for the person."""
        return self.pesan


_LAGI: Final = ", lalu unggah lagi."
_SIMPAN_BARU: Final = "Buka dengan Excel atau LibreOffice dan simpan sebagai xlsx yang baru" + _LAGI

# {nama}: the file as the person knows it; {rinci}: the detail of the finding.
PESAN: Final[dict[str, str]] = {
    "nama_tidak_sah": "{nama} memakai nama dengan karakter terlarang. Ganti nama berkas" + _LAGI,
    "tanpa_akhiran": "{nama} tidak punya akhiran jenis. Simpan sebagai xlsx, xls, ods, atau csv"
    + _LAGI,
    "jenis": "{nama} tidak dapat diimpor karena jenisnya {rinci}. "
    "Simpan tabelnya sebagai xlsx, xls, ods, atau csv" + _LAGI,
    "kosong": "{nama} kosong. Buka berkas di perangkat Anda untuk memastikan isinya" + _LAGI,
    "terlalu_besar": "{nama} lebih besar dari {rinci}. Pecah menjadi beberapa berkas" + _LAGI,
    "isi_berbeda": "Isi {nama} ternyata {rinci}, tidak sesuai dengan akhiran namanya. "
    + _SIMPAN_BARU,
    "terkunci_sandi": "{nama} terkunci sandi. Simpan salinan tanpa sandi" + _LAGI,
    "makro": "{nama} memuat makro ({rinci}). Simpan ulang sebagai xlsx tanpa makro" + _LAGI,
    "activex": "{nama} memuat kontrol ActiveX ({rinci}). Hapus kontrol itu" + _LAGI,
    "objek_tanam": "{nama} memuat objek tertanam ({rinci}). Hapus objek itu" + _LAGI,
    "tautan_luar": "{nama} mengambil isi dari berkas atau alamat lain ({rinci}). "
    "Putuskan tautannya (Data, Edit Links, Break Link), simpan" + _LAGI,
    "templat_luar": "{nama} memakai templat dari luar berkas ({rinci}). " + _SIMPAN_BARU,
    "bom": "{nama} mengembang jauh melebihi ukurannya saat dibuka ({rinci}). " + _SIMPAN_BARU,
    "berkas_ganda": "{nama} memuat {rinci} di samping isinya. " + _SIMPAN_BARU,
    "xml_entitas": "{nama} memuat deklarasi XML terlarang ({rinci}). " + _SIMPAN_BARU,
    "nama_anggota": "{nama} memuat bagian dengan nama terlarang ({rinci}). " + _SIMPAN_BARU,
    "anggota_ganda": "{nama} memuat dua bagian dengan nama sama ({rinci}). " + _SIMPAN_BARU,
    "rusak": "{nama} rusak atau terpotong sehingga tidak dapat dibaca. "
    "Salin ulang dari sumbernya atau simpan ulang" + _LAGI,
    "terlalu_rumit": "{nama} terlalu rumit untuk dibaca. "
    "Pecah menjadi beberapa berkas atau simpan ulang tanpa hiasan" + _LAGI,
    "banyak_baris": "{nama} berisi {rinci}. Pecah menjadi beberapa berkas" + _LAGI,
    "terlalu_luas": "{nama}: {rinci}, terlalu jauh untuk dibaca. "
    "Hapus isi di luar tabel (baris dan kolomnya), simpan" + _LAGI,
    "banyak_teks": "{nama} berisi tulisan lebih dari {rinci}. Pecah menjadi beberapa berkas"
    + _LAGI,
    "banyak_rumus": "{nama} berisi rumus lebih dari {rinci} sel. "
    "Salin tabelnya dan tempel sebagai nilai (Paste Values)" + _LAGI,
    "banyak_galat": "{nama} berisi galat seperti #REF! di lebih dari {rinci} sel. "
    "Perbaiki rumusnya" + _LAGI,
    "galat_baru": "{nama}: {rinci} berisi galat yang tidak dapat dibaca. "
    "Perbaiki rumusnya atau tempel sebagai nilai (Paste Values)" + _LAGI,
    "banyak_gabungan": "{nama} berisi sel gabungan lebih dari {rinci}. Pisahkan sel (Unmerge)"
    + _LAGI,
    "banyak_lembar": "{nama} berisi {rinci}. Hapus lembar yang tidak diimpor" + _LAGI,
    "kutip": "{nama}, baris {rinci}: tanda kutip tidak berpasangan. "
    "Kutip di dalam isi ditulis dua kali; perbaiki baris itu atau simpan ulang sebagai xlsx"
    + _LAGI,
    "sel_panjang": "{nama}, baris {rinci}: isi satu sel terlalu panjang, mungkin karena tanda "
    "kutip tidak ditutup. Perbaiki baris itu" + _LAGI,
    "nul": "{nama} berisi byte kosong (NUL) sehingga bukan teks biasa. "
    "Simpan ulang sebagai CSV UTF-8" + _LAGI,
    "kode_karakter": "{nama} memakai kode karakter yang tidak dikenal. "
    "Simpan ulang sebagai CSV UTF-8" + _LAGI,
}


def refuse(finding: Finding, nama: str) -> Ditolak:
    """The refusal to raise for `finding`; `nama` must already be safe to show."""
    return Ditolak(finding.kode, PESAN[finding.kode].format(nama=nama, rinci=finding.rinci))


def ribuan(angka: int) -> str:
    """A whole number as officials write it: 1.048.576."""
    return f"{angka:,}".replace(",", ".")
