"""Draws the pages of one file: the file on standard input, pictures on standard output.

PDFium and the image decoders are native code that reads what strangers send, so this runs in a
process of its own with ceilings, as the file check does (`evidence/filecheck/inspector.py`).
`evidence/halaman/proses.py` starts it and reads what it says; the order of the pages is
ascending, so the reader knows which page was being drawn when the process died.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from typing import Any, Final

import pikepdf
import pypdfium2
from PIL import Image, ImageOps
from pypdfium2 import raw

from evidence.filecheck.inspector import limit
from evidence.filecheck.pdf import limit_qpdf

STARTED: Final = "siap"
WIDTH: Final = 1100
MAX_HEIGHT: Final = 12_000
MAX_BYTES: Final = 150 * 1024
MEMORY_CEILING: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 1500
# A page keeps the first of these that fits MAX_BYTES; a scan full of noise gets the last.
_QUALITY: Final = (70, 45, 25, 12)
_FORMATS: Final = {"jpg": ("JPEG",), "png": ("PNG",), "webp": ("WEBP",)}
_METHOD: Final = 2  # WebP's fourth (default) needs twice the time for a tenth of the bytes
_BROKEN: Final = (
    pypdfium2.PdfiumError,
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    ValueError,
    TypeError,
    LookupError,
    OverflowError,
)


class Unreadable(Exception):
    """The whole file can't be drawn: "sandi" (locked) or "rusak" (broken)."""


def main(kind: str, most: int, skip: frozenset[int]) -> None:
    """Entry of the process: announce the number of pages, then send each page not in `skip`.

    At most the first `most` pages are drawn. Each answer is a line of JSON; a picture's line
    names its size in bytes, and the bytes follow.
    """
    _say(STARTED.encode() + b"\n")
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_CPU, CPU_SECONDS)
    limit(resource.RLIMIT_AS, MEMORY_CEILING)
    data = sys.stdin.buffer.read()
    try:
        if kind == "pdf":
            _draw_pdf(data, most, skip)
        else:
            _answer({"halaman": 1})
            if 1 not in skip:
                _send(1, _photo(kind, data))
    except Unreadable as error:
        _answer({"kode": str(error)})


def _draw_pdf(data: bytes, most: int, skip: frozenset[int]) -> None:
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
        document.init_forms()  # what stands in form and signature fields is part of the page
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == raw.FPDF_ERR_PASSWORD
        raise Unreadable("sandi" if locked else "rusak") from error
    if not count:
        raise Unreadable("rusak")
    _answer({"halaman": count})
    for no in range(1, min(count, most) + 1):
        if no in skip:
            continue
        try:
            picture = _page(document, data, no)
        except _BROKEN:
            _answer({"no": no, "kode": "rusak"})
        else:
            _send(no, picture)


def _page(document: Any, data: bytes, no: int) -> Image.Image:
    """Draw one page; raises one of _BROKEN when it is damaged."""
    page = document[no - 1]
    try:
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            raise ValueError("a page without a size")
        scale = min(WIDTH / width, MAX_HEIGHT / height)
        picture: Image.Image = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        if _uniform(picture):
            _require_empty(page, data, no)
        return picture
    finally:
        page.close()


def _uniform(picture: Image.Image) -> bool:
    return all(band.getextrema()[0] == band.getextrema()[1] for band in picture.split())


def _require_empty(page: Any, data: bytes, no: int) -> None:
    """Raise one of _BROKEN when a page came out empty because its content can't be read.

    PDFium leaves out what it can't decode without a word, and an empty sheet on the desk would
    be a false statement about the document. A page that is really empty passes.
    """
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        thing.get_bitmap()  # raises for bytes that don't decode
    limit_qpdf()
    with pikepdf.open(io.BytesIO(data)) as document:
        contents = document.pages[no - 1].get("/Contents", pikepdf.Array())
        for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
            stream.read_bytes()


def _photo(kind: str, data: bytes) -> Image.Image:
    """Open an uploaded picture upright on white; raises Unreadable.

    Pillow publishes no closed list of what it raises for hostile bytes.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the file check has set its own limit of pixels
        try:
            picture: Image.Image = Image.open(io.BytesIO(data), formats=_FORMATS[kind])
            picture.draft("RGB", (WIDTH, WIDTH))
            picture = ImageOps.exif_transpose(picture)
            if "A" in picture.getbands() or "transparency" in picture.info:
                picture = picture.convert("RGBA")
                sheet = Image.new("RGBA", picture.size, "white")
                picture = Image.alpha_composite(sheet, picture)
            picture = picture.convert("RGB")
            picture.thumbnail((WIDTH, MAX_HEIGHT))
        except Exception as error:
            raise Unreadable("rusak") from error
        return picture


def _send(no: int, picture: Image.Image) -> None:
    content = b""
    for quality in _QUALITY:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=_METHOD)
        content = out.getvalue()
        if len(content) <= MAX_BYTES:
            break
    width, height = picture.size
    _answer({"no": no, "lebar": width, "tinggi": height, "byte": len(content)}, content)


def _answer(words: dict[str, int | str], content: bytes = b"") -> None:
    _say(json.dumps(words).encode("ascii") + b"\n" + content)


def _say(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
