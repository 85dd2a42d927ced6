"""The monthly monitoring report of a Zona Integritas as a document."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from reports.datasets.pantauan_zi_bentuk import PantauanZI
from reports.pdf.mesin import render
from zonaintegritas.gambar_kurva import gambar_kurva

CSS = ["css/dokumen.css", "css/laporan_zi.css"]


def cetak(pantauan: PantauanZI, target: Path, lapor: Callable[[int | None], None]) -> int:
    """Write the report as PDF and return its pages; times stand in the institution's zone.

    Raises jobs.registry.Gagal when PDF is not available on this server.
    """
    with timezone.override(ZoneInfo(pantauan.zona_waktu)):
        context = {"l": pantauan, "g": gambar_kurva(pantauan.titik)}
        html = render_to_string("reports/pdf/pantauan_zi.html", context)
    return render(html, CSS, target, lapor)
