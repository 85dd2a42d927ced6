"""Why a file is refused: the codes, and the sentence an official reads for each."""

from __future__ import annotations

from typing import Final


class Ditolak(Exception):
    """A file that may not come in: `kode` for code and tests, `pesan` for the person."""

    def __init__(self, kode: str, pesan: str) -> None:
        super().__init__(kode, pesan)
        self.kode = kode
        self.pesan = pesan

    def __str__(self) -> str:
        return self.pesan


class Finding(Exception):
    """What a content check found, before the file's name is known to it.

    `kode` is a key of the sentences below; `rinci` names the detail (a member, a size) that the
    sentence shows, as plain text.
    """

    def __init__(self, kode: str, rinci: str = "") -> None:
        super().__init__(kode, rinci)
        self.kode = kode
        self.rinci = rinci


DITERIMA: Final = "PDF, JPG, PNG, WEBP, DOCX, XLSX, atau PPTX"

_PDF_ULANG: Final = "Buka berkas, cetak ke PDF (Print to PDF), lalu pilih hasilnya."
_LAGI: Final = ", lalu pilih lagi."

# {nama}: the file as the person knows it; {jenis}: its kind in capitals; {rinci}: see Finding.
PESAN: Final[dict[str, str]] = {
    "nama_tidak_sah": "{nama} memakai nama dengan karakter terlarang. Ganti nama berkas" + _LAGI,
    "tanpa_akhiran": "{nama} tidak punya akhiran jenis. Simpan sebagai " + DITERIMA + _LAGI,
    "jenis": "{nama}, jenis {jenis} {rinci}",
    "kosong": "{nama} kosong (0 byte). Buka berkas di perangkat Anda untuk memastikan isinya"
    + _LAGI,
    "terlalu_besar": "{nama} lebih besar dari {rinci}. Perkecil atau pecah menjadi beberapa berkas"
    + _LAGI,
    "isi_berbeda": "{nama} bernama {jenis}, tetapi isinya {rinci}. "
    "Buka dengan aplikasi asalnya dan simpan sebagai {jenis}" + _LAGI,
    "format_lama": "{nama} bernama {jenis}, tetapi isinya format Office lama. "
    "Simpan ulang sebagai .{akhiran}" + _LAGI,
    "terkunci_sandi": "{nama} terkunci sandi atau dibatasi izinnya. "
    "Simpan salinan tanpa sandi dan tanpa pembatasan" + _LAGI,
    "berkas_ganda": "{nama} memuat {rinci} di samping isi {jenis}. "
    "Buka berkas dan simpan sebagai {jenis} yang baru" + _LAGI,
    "rusak": "{nama} rusak atau terpotong, sehingga tidak dapat dibuka sebagai {jenis}. "
    "Salin ulang dari sumbernya atau simpan ulang" + _LAGI,
    "terlalu_rumit": "{nama} terlalu rumit untuk diperiksa. "
    "Pecah menjadi beberapa berkas atau simpan ulang dengan lebih sederhana" + _LAGI,
    "bom": "{nama} mengembang jauh melebihi ukurannya saat dibuka ({rinci}). "
    "Buat ulang berkas dari aplikasi asalnya" + _LAGI,
    "pdf_javascript": "{nama} memuat skrip (JavaScript). " + _PDF_ULANG,
    "pdf_launch": "{nama} memuat perintah untuk menjalankan program. " + _PDF_ULANG,
    "pdf_lampiran": "{nama} memuat berkas lampiran di dalam PDF. "
    "Unggah lampiran itu tersendiri. " + _PDF_ULANG,
    "pdf_media": "{nama} memuat media interaktif (video, suara, atau 3D). " + _PDF_ULANG,
    "pdf_xfa": "{nama} memuat formulir dinamis XFA. " + _PDF_ULANG,
    "gambar_besar": "{nama} terlalu besar untuk dibuka ({rinci}). Perkecil ukuran gambar" + _LAGI,
    "gambar_bergerak": "{nama} adalah gambar bergerak. Simpan satu bingkai sebagai gambar diam"
    + _LAGI,
    "makro": "{nama} memuat makro ({rinci}). Simpan ulang sebagai .{akhiran} tanpa makro" + _LAGI,
    "objek_tanam": "{nama} memuat objek tertanam ({rinci}). "
    "Hapus objek itu atau simpan dokumen sebagai PDF" + _LAGI,
    "activex": "{nama} memuat kontrol ActiveX ({rinci}). "
    "Hapus kontrol itu atau simpan dokumen sebagai PDF" + _LAGI,
    "tautan_luar": "{nama} mengambil isi dari luar dokumen ({rinci}). "
    "Putuskan tautannya (Edit Links, Break Link) atau simpan sebagai PDF" + _LAGI,
    "templat_luar": "{nama} memakai templat dari luar dokumen ({rinci}). "
    "Lepaskan templatnya (Opsi, Add-in, Templat) atau simpan sebagai PDF" + _LAGI,
    "xml_entitas": "{nama} memuat deklarasi XML terlarang ({rinci}). "
    "Simpan ulang dengan aplikasi Office" + _LAGI,
    "nama_anggota": "{nama} memuat bagian dengan nama terlarang ({rinci}). "
    "Simpan ulang dengan aplikasi Office" + _LAGI,
    "anggota_ganda": "{nama} memuat dua bagian dengan nama sama ({rinci}). "
    "Simpan ulang dengan aplikasi Office" + _LAGI,
}

_BELUM: Final = "belum dapat dibaca. "
_TERLARANG: Final = "tidak diterima. "
_JPG: Final = _BELUM + "Simpan sebagai JPG" + _LAGI
_DOCX: Final = _BELUM + "Simpan ulang sebagai .docx" + _LAGI
_XLSX: Final = _BELUM + "Simpan ulang sebagai .xlsx" + _LAGI
_PPTX: Final = _BELUM + "Simpan ulang sebagai .pptx" + _LAGI
_MAKRO: Final = " tanpa makro" + _LAGI
_ARSIP: Final = _TERLARANG + "Ekstrak arsip, lalu pilih berkas di dalamnya satu per satu."
_PROGRAM: Final = (
    "adalah program atau skrip dan " + _TERLARANG + "Pilih dokumennya: " + DITERIMA + "."
)
_HALAMAN: Final = _TERLARANG + "Cetak halaman ke PDF (Print to PDF), lalu pilih hasilnya."
_VIDEO: Final = _TERLARANG + "Unggah foto (JPG) atau notula (PDF) sebagai gantinya."

_SARAN: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("heic", "heif", "avif", "gif", "bmp", "tif", "tiff", "jfif", "jp2", "dng", "ico"), _JPG
    ),
    "svg": _TERLARANG + "Simpan sebagai PNG" + _LAGI,
    **dict.fromkeys(("doc", "dot", "dotx", "rtf", "odt", "wps", "txt"), _DOCX),
    **dict.fromkeys(("xls", "xlt", "xltx", "xlsb", "ods", "csv"), _XLSX),
    **dict.fromkeys(("ppt", "pps", "ppsx", "pot", "potx", "odp"), _PPTX),
    **dict.fromkeys(("docm", "dotm"), _TERLARANG + "Simpan ulang sebagai .docx" + _MAKRO),
    **dict.fromkeys(("xlsm", "xltm", "xlam"), _TERLARANG + "Simpan ulang sebagai .xlsx" + _MAKRO),
    **dict.fromkeys(("pptm", "ppsm", "potm"), _TERLARANG + "Simpan ulang sebagai .pptx" + _MAKRO),
    **dict.fromkeys(("html", "htm", "xhtml", "mht", "mhtml", "xml"), _HALAMAN),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "iso", "cab"), _ARSIP),
    **dict.fromkeys(("mp4", "mov", "avi", "mkv", "3gp", "mp3", "wav", "m4a", "webm"), _VIDEO),
    **dict.fromkeys(
        (
            *("exe", "com", "scr", "bat", "cmd", "ps1", "vbs", "js", "jse", "wsf", "hta", "msi"),
            *("dll", "jar", "apk", "lnk", "sh", "py", "php", "asp", "aspx", "jsp", "reg", "cpl"),
        ),
        _PROGRAM,
    ),
}
_LAIN: Final = _BELUM + "Simpan sebagai " + DITERIMA + _LAGI


def refuse(kode: str, *, nama: str, akhiran: str = "", rinci: str = "") -> Ditolak:
    """The refusal to raise: `nama` must already be safe to show, `akhiran` is the extension."""
    jenis = akhiran.upper()[:12]
    if kode == "jenis":
        rinci = _SARAN.get(akhiran, _LAIN)
    kalimat = PESAN[kode].format(nama=nama, jenis=jenis, akhiran=akhiran, rinci=rinci)
    return Ditolak(kode, f"Ditolak: {kalimat}")
