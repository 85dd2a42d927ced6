"""Crests for letterheads: an uploaded picture is decoded and drawn anew, small and plain.

What comes out holds pixels alone: no camera data, no colour profile, no hidden text, no second
file glued to it, no transparency (paper is white, and PDF/A is simpler without).
"""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from reports.models import Lambang

BERKAS_MAKS: Final = 5 * 1024 * 1024
SISI_MAKS: Final = 600
UKURAN_MAKS: Final = 200 * 1024
PIKSEL_MAKS: Final = 16_000_000
"""More is a bomb or a poster; this much decodes into 64 MB."""

# A JPG of a phone names further pictures and then opens as MPO.
_JENIS: Final = {"PNG": Lambang.Jenis.PNG, "JPEG": Lambang.Jenis.JPEG, "MPO": Lambang.Jenis.JPEG}
_DIBUKA: Final = ("PNG", "JPEG")
_SISI_TERKECIL: Final = 48
_MUTU: Final = (92, 85, 75)
_SATU: Final = threading.Lock()


class LambangDitolak(Exception):
    """The file can't be a crest; the message is Indonesian and fit for the screen."""


@dataclass(frozen=True)
class LambangBersih:
    """A crest that was drawn anew."""

    jenis: Lambang.Jenis
    isi: bytes
    lebar: int
    tinggi: int


def bersihkan(data: bytes) -> LambangBersih:
    """Return the picture in `data` (PNG or JPEG by its content), at most 600 px and 200 KB.

    The same bytes give the same crest with one version of Pillow. Raises LambangDitolak.
    """
    if not data:
        raise LambangDitolak("Berkas ini kosong. Pilih gambar PNG atau JPG.")
    if len(data) > BERKAS_MAKS:
        raise LambangDitolak("Gambar lebih besar dari 5 MB. Kecilkan dahulu, lalu pilih lagi.")
    jenis, image = _buka(data)
    if min(image.size) < _SISI_TERKECIL:
        raise LambangDitolak(
            f"Gambar hanya {image.width} x {image.height} piksel. Pakai yang sisinya sedikitnya "
            f"{_SISI_TERKECIL} piksel agar tidak pecah saat dicetak."
        )
    image.thumbnail((SISI_MAKS, SISI_MAKS), Image.Resampling.LANCZOS)
    while True:
        for isi in _tulis(image, jenis):
            if len(isi) <= UKURAN_MAKS:
                return LambangBersih(jenis, isi, *image.size)
        small = (image.width * 4 // 5, image.height * 4 // 5)
        image = image.resize(small, Image.Resampling.LANCZOS)


def _buka(data: bytes) -> tuple[Lambang.Jenis, Image.Image]:
    """Decode a picture onto white.

    Pillow publishes no closed list of what it raises for hostile bytes, so whatever it raises
    here means: not readable.
    """
    with _utuh(), warnings.catch_warnings():
        # Pillow's own limit only warns below twice its value; ours is lower and asked first.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_DIBUKA) as image:
                jenis = _JENIS[image.format or ""]
                if image.width * image.height > PIKSEL_MAKS:
                    raise LambangDitolak(
                        f"Gambar terlalu besar ({image.width} x {image.height} piksel, batasnya "
                        "16 megapiksel). Kecilkan dahulu, lalu pilih lagi."
                    )
                if getattr(image, "is_animated", False) and image.format == "PNG":
                    raise LambangDitolak("Gambar bergerak tidak dapat menjadi lambang.")
                return jenis, _rata(ImageOps.exif_transpose(image))
        except LambangDitolak:
            raise
        except UnidentifiedImageError as error:
            raise LambangDitolak("Berkas ini bukan gambar PNG atau JPG.") from error
        except Exception as error:
            raise LambangDitolak("Gambar ini rusak atau tidak dapat dibaca.") from error


@contextmanager
def _utuh() -> Iterator[None]:
    """Take no picture whose end is missing: WeasyPrint, where it is loaded, tells Pillow to."""
    with _SATU:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _rata(image: Image.Image) -> Image.Image:
    """Return the picture as RGB on white, as it lies on paper."""
    paint = image.convert("RGBA")
    paper = Image.new("RGB", paint.size, "white")
    paper.paste(paint, mask=paint.getchannel("A"))
    return paper


def _tulis(image: Image.Image, jenis: Lambang.Jenis) -> list[bytes]:
    """Return the picture as written, the best first."""
    if jenis is Lambang.Jenis.JPEG:
        return [_simpan(image, "JPEG", quality=q, optimize=True) for q in _MUTU]
    few = image.quantize(256, method=Image.Quantize.MEDIANCUT)
    return [_simpan(image, "PNG", optimize=True), _simpan(few, "PNG", optimize=True)]


def _simpan(image: Image.Image, bentuk: str, **pilihan: int | bool) -> bytes:
    out = io.BytesIO()
    image.save(out, bentuk, **pilihan)
    return out.getvalue()
