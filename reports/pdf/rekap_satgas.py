"""The Satgas recap as a document."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from reports.datasets.rekap_satgas import RekapSatgas
from reports.pdf.mesin import render

CSS = ["css/dokumen.css", "css/rekap.css"]


def cetak(rekap: RekapSatgas, target: Path, lapor: Callable[[int | None], None]) -> int:
    """Write the recap as PDF and return its pages; times stand in the institution's zone.

    Raises jobs.registry.Gagal when PDF is not available on this server.
    """
    with timezone.override(ZoneInfo(rekap.zona_waktu)):
        html = render_to_string("reports/pdf/rekap_satgas.html", {"r": rekap})
    return render(html, CSS, target, lapor)
