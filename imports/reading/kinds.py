"""What a table file is by its first bytes, held against its name."""

from __future__ import annotations

from typing import BinaryIO, Final

from evidence.filecheck.reasons import Finding
from evidence.filecheck.signatures import ENCRYPTED_PACKAGE, HEAD, OLE2, in_words, sniff

_TEKS: Final = ("csv", "tsv", "txt")
_BUKU: Final = ("xlsx", "xls", "ods")
_MAKRO: Final = ("xlsm", "xltm", "xlam")
_CHUNK: Final = 256 * 1024


def isi(file: BinaryIO, batas_byte: int) -> bytes:
    """The bytes of `file`, from its start. Raises Finding when empty or above the limit."""
    file.seek(0)
    parts: list[bytes] = []
    ukuran = 0
    while chunk := file.read(_CHUNK):
        ukuran += len(chunk)
        if ukuran > batas_byte:
            raise Finding("terlalu_besar", _besar(batas_byte))
        parts.append(chunk)
    if not ukuran:
        raise Finding("kosong")
    return b"".join(parts)


def bentuk(akhiran: str, data: bytes) -> str:
    """xlsx, xls, ods or csv, when the name's extension agrees. Raises Finding."""
    if not akhiran:
        raise Finding("tanpa_akhiran")
    if akhiran in _MAKRO:
        raise Finding("makro", akhiran)
    if akhiran not in _TEKS + _BUKU:
        raise Finding("jenis", akhiran[:12])
    found = _dari_isi(data)
    if found == "ole2" and akhiran in ("xlsx", "ods") and ENCRYPTED_PACKAGE in data:
        raise Finding("terkunci_sandi")
    if (found == "csv" and akhiran in _TEKS) or found == akhiran:
        return found
    if found == "ole2" and akhiran == "xls":
        return "xls"
    raise Finding("isi_berbeda", _kata(found))


def _dari_isi(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        # Names of members stand plainly in the directory at the end.
        return "ods" if b"content.xml" in data and b"xl/workbook" not in data else "xlsx"
    if data.startswith(OLE2):
        return "ole2"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    kind = sniff(data[:HEAD])
    if kind == "pdf-bergeser" or kind in ("teks biasa", "data yang tidak dikenal"):
        # Text in cp1252 is unknown to `sniff`; null bytes are named by the reader of text.
        return "csv"
    if kind == "gambar BMP" and b"\0" not in data[:HEAD]:
        return "csv"  # a heading that begins with BM
    if kind in ("program Windows", "skrip", "arsip RAR") and b"\0" not in data[:HEAD]:
        return "csv"  # a heading that begins with MZ, #! or Rar!: plain text, which nothing runs
    return kind


def _kata(found: str) -> str:
    """What was found as it stands in a sentence."""
    return {
        "csv": "teks biasa",
        "xlsx": "dokumen xlsx atau arsip ZIP",
        "ods": "dokumen ods",
        "ole2": "dokumen Office format lama",
    }.get(found) or in_words(found)


def _besar(count: int) -> str:
    if count >= 1024**2:
        return f"{count / 1024**2:.1f}".removesuffix(".0").replace(".", ",") + " MB"
    return f"{count // 1024} KB" if count >= 1024 else f"{count} byte"
