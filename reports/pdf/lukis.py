"""One HTML document to one PDF with WeasyPrint, and what the joining of parts needs to know of it.

This module knows nothing of Django, because the workers of `panjang` import it and should stay
small: a worker is WeasyPrint and nothing else.
"""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from reports.pdf.rapikan import rapikan

POINT: Final = 0.75
"""Points of PDF in one CSS pixel: 72 to the inch against 96."""
SKEMA: Final = "pantas-bagian:"
"""Begins the address of a link to an id that the part itself does not have."""
_LAYOUT: Final = "Creating layout - Page"
_logger = logging.getLogger("weasyprint.progress")


Kertas = tuple[float, float, float, float, float, float]
"""Width, height and margins (top, right, bottom, left) of a page in points."""
Penanda = tuple[int, str, int, float, float]
"""Level, text, page and place of a bookmark."""


class TanpaPango(Exception):
    """WeasyPrint can't be loaded, usually because Pango's libraries are missing."""


@dataclass(frozen=True)
class Tugas:
    """One document to draw: its HTML in a file, its style sheets, where the PDF goes.

    `judul` and `baris` (rows) name it in messages; `nomor` sets the fonts' subset tags apart
    between parts; `bertag` asks for structure tags.
    """

    judul: str
    baris: int
    html: str
    css: tuple[str, ...]
    css_teks: str
    target: str
    nomor: int
    bertag: bool

    @classmethod
    def dari(cls, fields: dict[str, Any]) -> "Tugas":
        """Return the work that was written as JSON."""
        return cls(**{**fields, "css": tuple(fields["css"])})


@dataclass(frozen=True)
class Lukisan:
    """What was drawn. Lengths are points, from the lower left corner; pages count from 0.

    `kertas`: the paper of each page. `jangkar`: each id with its page and place. `penanda`: the
    bookmarks in order.
    """

    judul: str
    target: str
    kertas: list[Kertas]
    jangkar: dict[str, tuple[int, float, float]]
    penanda: list[Penanda]

    @classmethod
    def dari(cls, fields: dict[str, Any]) -> "Lukisan":
        """Return what was written as JSON, which knows no tuples."""
        return cls(
            fields["judul"],
            fields["target"],
            [(*satu,) for satu in fields["kertas"]],
            {nama: (*tempat,) for nama, tempat in fields["jangkar"].items()},
            [(*satu,) for satu in fields["penanda"]],
        )


def lukis(tugas: Tugas, lapor: Callable[[int | None], None]) -> Lukisan:
    """Draw one document; `lapor` is called with each page laid out, or None for other steps.

    Links to ids that are not in the document are kept and lead to a name of that id. Raises
    TanpaPango, and whatever `lapor` raises, which ends the work.
    """
    weasyprint = muat()
    html = weasyprint.HTML(string=Path(tugas.html).read_text("utf-8"), url_fetcher=tolak)
    _luar(html.etree_element)
    with dilaporkan(lapor), tanpa_gc():
        document = html.render(stylesheets=_sheets(tugas.css, tugas.css_teks))
        lapor(None)
        document.write_pdf(
            tugas.target,
            finisher=lambda drawn, pdf: rapikan(drawn, pdf, tugas.nomor, SKEMA, tugas.bertag),
            pdf_tags=tugas.bertag,
            pdf_version="1.7",
            pdf_identifier=False,
        )
        return _ukur(tugas, document.pages)


def muat() -> Any:
    """Import WeasyPrint, which loads Pango's library at import. Raises TanpaPango."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise TanpaPango(str(error)) from error
    return weasyprint


def tolak(url: str, *_args: Any, **_kwargs: Any) -> Any:
    """Fetch nothing: a document consists of its template and its style sheets.

    An address that holds its own content (data:, a crest) is read, not fetched. Raises ValueError
    for every other.
    """
    if url.startswith("data:"):
        return muat().URLFetcher(allowed_protocols=("data",)).fetch(url)
    raise ValueError(f"documents load nothing from outside: {url}")


@contextmanager
def dilaporkan(lapor: Callable[[int | None], None]) -> Iterator[None]:
    """Follow WeasyPrint's own progress messages; raising in a filter ends the render."""

    def follow(record: logging.LogRecord) -> bool:
        text = record.getMessage()
        page = text.rpartition(" ")[2] if _LAYOUT in text else ""
        lapor(int(page) if page.isdigit() else None)
        return False

    level = _logger.level
    _logger.addFilter(follow)
    _logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        _logger.removeFilter(follow)
        _logger.setLevel(level)


@contextmanager
def tanpa_gc() -> Iterator[None]:
    """Spare the collector the millions of small boxes of a layout."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@lru_cache(maxsize=4)
def _sheets(css: tuple[str, ...], teks: str) -> list[Any]:
    """Read style sheets once for all parts of a document."""
    weasyprint = muat()
    sheets = [weasyprint.CSS(filename=name) for name in css]
    return [*sheets, weasyprint.CSS(string=teks, url_fetcher=tolak)] if teks else sheets


def _luar(root: Any) -> None:
    """Give links to ids of other parts an address that WeasyPrint keeps (see rapikan)."""
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    for link in root.iter("a"):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] and href[1:] not in ids:
            link.set("href", SKEMA + quote(href[1:], safe=""))


def _ukur(tugas: Tugas, pages: list[Any]) -> Lukisan:
    """Return the measures of laid-out pages in points."""
    kertas: list[Kertas] = []
    jangkar: dict[str, tuple[int, float, float]] = {}
    penanda: list[Penanda] = []
    for nomor, page in enumerate(pages):
        box, tinggi = page._page_box, page.height
        kertas.append(
            (
                _pt(page.width),
                _pt(tinggi),
                _pt(box.margin_top),
                _pt(box.margin_right),
                _pt(box.margin_bottom),
                _pt(box.margin_left),
            )
        )
        for nama, (x, y, *_lain) in page.anchors.items():
            jangkar.setdefault(nama, (nomor, _pt(x), _pt(tinggi - y)))
        for level, label, (x, y), _state in page.bookmarks:
            penanda.append((level, label, nomor, _pt(x), _pt(tinggi - y)))
    return Lukisan(tugas.judul, tugas.target, kertas, jangkar, penanda)


def _pt(pixels: float) -> float:
    return round(float(pixels) * POINT, 3)
