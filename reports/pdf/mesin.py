"""HTML to PDF/A with WeasyPrint: no network, tags, progress by page, and a clear refusal.

One document is right up to about 60 pages; longer reports are cut into parts (`panjang`).
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from jobs.registry import Gagal
from reports.pdf.lukis import TanpaPango, dilaporkan, muat, tanpa_gc, tolak

TANPA_PANGO = (
    "PDF belum tersedia di server ini: pustaka Pango tidak terpasang. Mintalah pengelola server "
    "memasang libpangoft2-1.0-0, libharfbuzz-subset0 dan fonts-liberation, lalu tekan Coba lagi."
)
_PDF_A: dict[str, Any] = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}


def render(html: str, css: list[str], target: Path, lapor: Callable[[int | None], None]) -> int:
    """Write a document as tagged PDF/A-2a and return its number of pages.

    `css` names files under static/. `lapor` is called with the page being laid out, or None
    for other steps; what it raises ends the work. Raises Gagal when Pango is missing.
    """
    with tanpa_pango():
        weasyprint = muat()
    sheets = [weasyprint.CSS(filename=name) for name in berkas_css(css)]
    with dilaporkan(lapor), tanpa_gc():
        document = weasyprint.HTML(string=html, url_fetcher=tolak).render(
            stylesheets=sheets, **_PDF_A
        )
        lapor(None)
        document.write_pdf(target, **_PDF_A)
        return len(document.pages)


@contextmanager
def tanpa_pango() -> Iterator[None]:
    """Say to people what is missing when WeasyPrint can't be loaded. Raises Gagal."""
    try:
        yield
    except TanpaPango as error:
        logging.getLogger(__name__).error("WeasyPrint can't be loaded: %s", error)
        raise Gagal(TANPA_PANGO) from error


def berkas_css(css: list[str]) -> list[str]:
    """Return the paths of style sheets named as under static/. Raises FileNotFoundError."""
    return [_static(name) for name in css]


def _static(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"static file {name}")
    return str(path)
