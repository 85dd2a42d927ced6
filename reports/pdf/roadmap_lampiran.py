"""The Lampiran of a Road Map as a document."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from reports.datasets.lampiran_bentuk import LampiranRoadmap
from reports.pdf.mesin import render

CSS = ["css/dokumen.css", "css/lampiran.css"]


def cetak(lampiran: LampiranRoadmap, target: Path, lapor: Callable[[int | None], None]) -> int:
    """Write the Lampiran as PDF and return its pages; times stand in the institution's zone.

    Raises jobs.registry.Gagal when PDF is not available on this server.
    """
    with timezone.override(ZoneInfo(lampiran.zona_waktu)):
        html = render_to_string("reports/pdf/lampiran.html", {"l": lampiran})
    return render(html, CSS, target, lapor)
