"""Hostile files, made in code: every way in that the file check must close.

`KASUS` is the one table; the tests of the check, of the upload view and of the browser use it.
`tests.hostile.sound` makes the files that must be accepted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile import images, office, pdfs, sound


@dataclass(frozen=True)
class Kasus:
    """One hostile file: the name it is sent under, its bytes, the code and words expected."""

    id: str
    nama: str
    build: Callable[[], bytes]
    kode: str
    potongan: str


BATAS = 25 * 1024 * 1024
"""The size limit the table is written for."""


def _empty() -> bytes:
    return b""


def _too_large() -> bytes:
    return b"%PDF-1.7\n" + bytes(BATAS)


def _program() -> bytes:
    return b"MZ" + bytes(200)


def _page() -> bytes:
    return b"<!doctype html><script>alert(1)</script>"


def _drawing() -> bytes:
    return b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def _photo() -> bytes:
    return b"\0\0\0\x18ftypheic" + bytes(100)


_NAMES: tuple[Kasus, ...] = (
    Kasus("kosong", "laporan.pdf", _empty, "kosong", "laporan.pdf kosong"),
    Kasus("terlalu-besar", "laporan.pdf", _too_large, "terlalu_besar", "lebih besar dari 25 MB"),
    Kasus(
        *("akhiran-ganda", "laporan.pdf.exe", _program),
        *("jenis", "jenis EXE adalah program atau skrip"),
    ),
    Kasus(
        *("arah-dibalik", "laporan\u202efdp.exe", _program),
        *("jenis", "laporanfdp.exe, jenis EXE adalah program"),
    ),
    Kasus("byte-nol", "laporan.exe\0.pdf", sound.pdf, "nama_tidak_sah", "karakter terlarang"),
    Kasus("tanpa-akhiran", "laporan", sound.pdf, "tanpa_akhiran", "tidak punya akhiran jenis"),
    Kasus(
        *("heic", "Foto-rapat.heic", _photo, "jenis"),
        "jenis HEIC belum dapat dibaca. Simpan sebagai JPG, lalu pilih lagi.",
    ),
    Kasus("heic-bernama-jpg", "foto.jpg", _photo, "isi_berbeda", "isinya gambar HEIC"),
    Kasus("doc", "notula.doc", office.old_doc, "jenis", "Simpan ulang sebagai .docx"),
    Kasus("xls", "rekap.xls", office.old_doc, "jenis", "Simpan ulang sebagai .xlsx"),
    Kasus("docm", "notula.docm", office.renamed_docm, "jenis", "sebagai .docx tanpa makro"),
    Kasus("svg", "denah.svg", _drawing, "jenis", "jenis SVG tidak diterima"),
    Kasus("html", "laporan.html", _page, "jenis", "Cetak halaman ke PDF"),
    Kasus("html-bernama-pdf", "laporan.pdf", _page, "isi_berbeda", "halaman web (HTML)"),
    Kasus("svg-bernama-png", "denah.png", _drawing, "isi_berbeda", "isinya gambar SVG"),
    Kasus("exe-bernama-pdf", "laporan.pdf", _program, "isi_berbeda", "program Windows"),
    Kasus("zip", "berkas.zip", office.plain_zip, "jenis", "Ekstrak arsip"),
)

KASUS: list[Kasus] = [
    *_NAMES,
    *(Kasus(f"pdf-{id_}", "laporan.pdf", build, *rest) for id_, build, *rest in pdfs.CASES),
    *(
        Kasus(f"{nama.rpartition('.')[2]}-{id_}", nama, build, *rest)
        for id_, nama, build, *rest in (*images.CASES, *office.CASES)
    ),
]
