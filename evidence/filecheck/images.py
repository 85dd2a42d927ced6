"""Looks into a JPG, PNG or WEBP: size in pixels, whether it decodes, and what is glued to it."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import BinaryIO, Final

from PIL import Image

from evidence.filecheck.reasons import Finding

MAX_MEGAPIXELS: Final[dict[str, int]] = {"jpg": 60, "png": 60, "webp": 24}
"""A WEBP decodes into several full copies of the picture, so it gets less."""

# A JPG whose Multi-Picture index names more pictures (phones: depth, gain map) opens as MPO.
_FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "jpg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "webp": ("WEBP",),
}
_PADDING: Final = b"\0\xff\t\n\r "
_MARKUP: Final = (b"<script", b"<html>", b"<html ", b"<!doctype html", b"<?php ", b"<?php\n")
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "arsip ZIP"),
    (b"PK\x05\x06", "arsip ZIP"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7Z"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "skrip"),
    (b"GIF8", "gambar GIF"),
    (b"\xd0\xcf\x11\xe0", "dokumen Office format lama"),
    (b"MSCF", "arsip CAB"),
    (b"<", "teks XML atau HTML"),
)


def inspect_image(kind: str, file: BinaryIO) -> None:
    """Decode the image in `file` as `kind`; raises Finding when it may not come in."""
    data = file.read()
    tail = {"jpg": _after_jpg, "png": _after_png, "webp": _after_webp}[kind](data)
    _inspect_glue(kind, data, tail)
    _decode(kind, data)


def _inspect_glue(kind: str, data: bytes, tail: bytes) -> None:
    lowered = data.lower()
    if any(mark in lowered for mark in _MARKUP):
        raise Finding("berkas_ganda", "kode halaman web (HTML)")
    if b"%PDF-" in data:
        raise Finding("berkas_ganda", "dokumen PDF")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Finding("berkas_ganda", "arsip ZIP")
    rest = tail.lstrip(_PADDING)
    for signature, words in _FOREIGN:
        if rest.startswith(signature):
            raise Finding("berkas_ganda", words)
    # Phones hang second pictures, depth maps and short films behind a JPG; nothing does so
    # behind a PNG or WEBP.
    if rest and kind != "jpg":
        raise Finding("berkas_ganda", "data lain setelah akhir gambar")


def _decode(kind: str, data: bytes) -> None:
    """Open, verify and decode the first frame.

    Pillow publishes no closed list of what it raises for hostile bytes, so whatever it raises
    here means: not readable as this kind.
    """
    limit = MAX_MEGAPIXELS[kind]
    with warnings.catch_warnings():
        # Pillow's own pixel limit only warns below twice its value; ours is checked here.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS[kind]) as image:
                width, height = image.size
                moving = kind != "jpg" and getattr(image, "n_frames", 1) > 1
                if width * height > limit * 1_000_000:
                    size = f"{width} x {height} piksel, batasnya {limit} megapiksel"
                    raise Finding("gambar_besar", size)
                if moving:
                    raise Finding("gambar_bergerak")
                image.verify()
            with Image.open(io.BytesIO(data), formats=_FORMATS[kind]) as image:
                if kind == "jpg":
                    # Reads the whole entropy-coded stream, keeps an eighth of each side.
                    image.draft(image.mode, (max(1, width // 8), max(1, height // 8)))
                image.load()
        except Finding:
            raise
        except (Image.DecompressionBombError, MemoryError) as error:
            raise Finding("gambar_besar", f"batasnya {limit} megapiksel") from error
        except Exception as error:
            raise Finding("rusak") from error


def _after_jpg(data: bytes) -> bytes:
    """What follows the End Of Image of the first picture; raises Finding when there is none."""
    at = 2
    size = len(data)
    while at + 4 <= size + 2:
        if data[at : at + 1] != b"\xff":
            raise Finding("rusak")
        while data[at : at + 1] == b"\xff":
            at += 1
        marker = data[at] if at < size else -1
        at += 1
        if marker == 0xD9:
            return data[at:]
        if marker == -1:
            break
        if 0xD0 <= marker <= 0xD8 or marker == 0x01:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2:
            raise Finding("rusak")
        at += length
        if marker == 0xDA:
            at = _after_scan(data, at)
    raise Finding("rusak")


def _after_scan(data: bytes, at: int) -> int:
    """The position of the marker that ends the entropy-coded data beginning at `at`."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Finding("rusak")
        following = data[at + 1]
        if following == 0x00 or 0xD0 <= following <= 0xD7:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at


def _after_png(data: bytes) -> bytes:
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return data[at:]
    raise Finding("rusak")


def _after_webp(data: bytes) -> bytes:
    length = int.from_bytes(data[4:8], "little")
    end = 8 + length + (length & 1)
    if 8 + length > len(data):
        raise Finding("rusak")
    return data[end:]
