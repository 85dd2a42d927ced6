"""HTML to PDF/A with WeasyPrint: no network, tags, progress by page, and a clear refusal.

One document is right up to about 60 pages; longer reports must be cut into parts.
"""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from jobs.registry import Gagal

TANPA_PANGO = (
    "PDF belum tersedia di server ini: pustaka Pango tidak terpasang. Mintalah pengelola server "
    "memasang libpangoft2-1.0-0, libharfbuzz-subset0 dan fonts-liberation, lalu tekan Coba lagi."
)
_PDF_A: dict[str, Any] = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}
_LAYOUT = "Creating layout - Page"
_logger = logging.getLogger("weasyprint.progress")


def render(html: str, css: list[str], target: Path, lapor: Callable[[int | None], None]) -> int:
    """Write a document as tagged PDF/A-2a and return its number of pages.

    `css` names files under static/. `lapor` is called with the page being laid out, or None
    for other steps; what it raises ends the work. Raises Gagal when Pango is missing.
    """
    weasyprint = _weasyprint()
    sheets = [weasyprint.CSS(filename=_static(name)) for name in css]
    with _reported(lapor), _without_gc():
        document = weasyprint.HTML(string=html, url_fetcher=_refuse).render(
            stylesheets=sheets, **_PDF_A
        )
        lapor(None)
        document.write_pdf(target, **_PDF_A)
        return len(document.pages)


def _weasyprint() -> Any:
    """Import WeasyPrint, which loads Pango's library at import."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        logging.getLogger(__name__).error("WeasyPrint can't be loaded: %s", error)
        raise Gagal(TANPA_PANGO) from error
    return weasyprint


def _static(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"static file {name}")
    return str(path)


def _refuse(url: str, *_args: Any, **_kwargs: Any) -> Any:
    """Fetch nothing: a document consists of its template and its style sheets."""
    raise ValueError(f"documents load nothing from outside: {url}")


@contextmanager
def _reported(lapor: Callable[[int | None], None]) -> Iterator[None]:
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
def _without_gc() -> Iterator[None]:
    """Spare the collector the millions of small boxes of a layout."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
