"""What a file says it is by its first bytes, in words an official understands."""

from __future__ import annotations

from typing import Final

HEAD: Final = 4096
"""How many first bytes `sniff` wants to see."""

OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")

_OFFICE: Final = ("docx", "xlsx", "pptx")
_LEADING_SPACE: Final = b"\xef\xbb\xbf\r\n\t \0"
_MAX_LEADING: Final = 16

_PREFIXES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"PK\x03\x04", "zip"),
    (OLE2, "ole2"),
    (b"GIF8", "gambar GIF"),
    (b"BM", "gambar BMP"),
    (b"II*\0", "gambar TIFF"),
    (b"MM\0*", "gambar TIFF"),
    (b"MZ", "program Windows"),
    (b"\x7fELF", "program Linux"),
    (b"\xca\xfe\xba\xbe", "program Java"),
    (b"#!", "skrip"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf\x27\x1c", "arsip 7Z"),
    (b"\x1f\x8b", "arsip GZ"),
    (b"PK\x05\x06", "arsip ZIP kosong"),
    (b"{\\rtf", "dokumen RTF"),
    (b"MSCF", "arsip CAB"),
)
_HTML: Final = (b"<html", b"<!doctype html", b"<script", b"<body", b"<head")


def sniff(head: bytes) -> str:
    """The kind of `head`: "pdf", "jpg", "png", "webp", "zip", "ole2", or words for another kind.

    "pdf-bergeser" is a PDF header behind something else.
    """
    body = head.lstrip(_LEADING_SPACE)
    if body.startswith(b"%PDF-") and len(head) - len(body) <= _MAX_LEADING:
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    for prefix, kind in _PREFIXES:
        if head.startswith(prefix):
            return kind
    if head[4:8] == b"ftyp":
        heif = head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
        return "gambar HEIC" if heif else "gambar AVIF" if head[8:12] == b"avif" else "video"
    if b"%PDF-" in head[:1024]:
        return "pdf-bergeser"
    lowered = body[:1024].lower()
    if lowered.startswith(b"<") and b"<svg" in lowered:
        return "gambar SVG"
    if any(mark in lowered for mark in _HTML):
        return "halaman web (HTML)"
    if lowered.startswith(b"<"):
        return "teks XML"
    return "teks biasa" if _is_text(head) else "data yang tidak dikenal"


def agrees(extension: str, kind: str) -> bool:
    """Whether a file named `extension` may begin like `kind`."""
    return kind == extension or (kind == "zip" and extension in _OFFICE)


def in_words(kind: str) -> str:
    """`kind` as it stands in a sentence."""
    return {
        "pdf": "dokumen PDF",
        "jpg": "gambar JPG",
        "png": "gambar PNG",
        "webp": "gambar WEBP",
        "zip": "arsip ZIP atau dokumen Office",
        "ole2": "dokumen Office format lama",
        "pdf-bergeser": "data lain di depan PDF",
    }.get(kind, kind)


def _is_text(head: bytes) -> bool:
    try:
        text = head[: HEAD - 4].decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        return False
    return "\0" not in text
