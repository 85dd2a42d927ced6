"""Hostile pictures."""

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image

from tests.hostile import sound


def gif() -> bytes:
    """A GIF under another name."""
    target = io.BytesIO()
    sound.picture().save(target, "GIF")
    return target.getvalue()


def _png(width: int, height: int, packed: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        crc = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@cache
def pixel_bomb(side: int = 12_000) -> bytes:
    """A few hundred kilobytes that unfold to 144 megapixels."""
    packer = zlib.compressobj(9)
    row = bytes(side + 1)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return _png(side, side, packed)


def pixel_claim() -> bytes:
    """A header that claims two thousand million pixels and has none."""
    return _png(50_000, 50_000, zlib.compress(b""))


def truncated_jpg() -> bytes:
    """Half a photograph."""
    whole = sound.jpg(400, 300)
    return whole[: len(whole) // 2]


def truncated_jpg_with_end() -> bytes:
    """Half a photograph with an end mark put behind it by hand, as repair tools do."""
    whole = sound.png(400, 300)
    return whole[: len(whole) // 2] + whole[-12:]


def truncated_webp() -> bytes:
    """A message that did not arrive whole."""
    return sound.webp(400, 300)[:-200]


def jpg_with_zip() -> bytes:
    """A photograph that is also a ZIP archive."""
    return sound.jpg() + sound.zipped({"muatan.exe": b"MZ"})


def jpg_with_html() -> bytes:
    """A photograph with a web page behind it."""
    return sound.jpg() + b"\n<html><script>fetch('/')</script></html>"


def jpg_with_php() -> bytes:
    """A photograph with a server script in its comment."""
    code = b"<?php system($_GET['c']); ?>"
    return sound.jpg()[:2] + b"\xff\xfe" + struct.pack(">H", len(code) + 2) + code + sound.jpg()[2:]


def jpg_with_program() -> bytes:
    """A photograph with a program behind it."""
    return sound.jpg() + b"MZ\x90\0" + bytes(200)


def jpg_with_pdf() -> bytes:
    """A photograph that is also a PDF."""
    return sound.jpg() + sound.pdf()


def png_with_tail() -> bytes:
    """A picture with other data behind its end."""
    return sound.png() + b"rahasia" * 20


def _moving(kind: str) -> bytes:
    target = io.BytesIO()
    frames: list[Image.Image] = [sound.picture(seed=number) for number in range(3)]
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


def webp_bomb() -> bytes:
    """Some kilobytes that unfold to 59 megapixels, several times over."""
    target = io.BytesIO()
    Image.new("RGB", (9_000, 6_600)).save(target, "WEBP", quality=10, method=0)
    return target.getvalue()


def moving_png() -> bytes:
    """An animated PNG."""
    return _moving("PNG")


def moving_webp() -> bytes:
    """An animated WEBP."""
    return _moving("WEBP")


CASES: tuple[tuple[str, str, Callable[[], bytes], str, str], ...] = (
    ("gif", "foto.jpg", gif, "isi_berbeda", "isinya gambar GIF"),
    ("png", "foto.jpg", sound.png, "isi_berbeda", "isinya gambar PNG"),
    ("bom-piksel", "denah.png", pixel_bomb, "gambar_besar", "12000 x 12000 piksel"),
    ("bom-piksel", "foto.webp", webp_bomb, "gambar_besar", "batasnya 24 megapiksel"),
    ("klaim-piksel", "denah.png", pixel_claim, "gambar_besar", "batasnya 60 megapiksel"),
    ("terpotong", "foto.jpeg", truncated_jpg, "rusak", "tidak dapat dibuka sebagai JPG"),
    ("terpotong", "foto.png", truncated_jpg_with_end, "rusak", "dibuka sebagai PNG"),
    ("terpotong", "foto.webp", truncated_webp, "rusak", "dibuka sebagai WEBP"),
    ("zip-menempel", "foto.jpg", jpg_with_zip, "berkas_ganda", "arsip ZIP"),
    ("html-menempel", "foto.jpg", jpg_with_html, "berkas_ganda", "halaman web (HTML)"),
    ("php-di-komentar", "foto.jpg", jpg_with_php, "berkas_ganda", "halaman web (HTML)"),
    ("program-menempel", "foto.jpg", jpg_with_program, "berkas_ganda", "memuat program"),
    ("pdf-menempel", "foto.jpg", jpg_with_pdf, "berkas_ganda", "dokumen PDF"),
    ("ekor", "foto.png", png_with_tail, "berkas_ganda", "setelah akhir gambar"),
    ("bergerak", "foto.png", moving_png, "gambar_bergerak", "gambar bergerak"),
    ("bergerak", "foto.webp", moving_webp, "gambar_bergerak", "gambar bergerak"),
)
