"""The annexes of a Zona Integritas decree as documents."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from reports.datasets.lampiran_zi_bentuk import LampiranAksi, LampiranTim
from reports.pdf.mesin import render

CSS = ["css/dokumen.css", "css/lampiran_zi.css"]

Lapor = Callable[[int | None], None]


def cetak_tim(lampiran: LampiranTim, target: Path, lapor: Lapor) -> int:
    """Write Lampiran I as PDF, F4 upright, and return its pages.

    Raises jobs.registry.Gagal when PDF is not available on this server.
    """
    return _cetak("reports/pdf/lampiran_zi_tim.html", lampiran, target, lapor)


def cetak_aksi(lampiran: LampiranAksi, target: Path, lapor: Lapor) -> int:
    """Write Lampiran II as PDF, F4 landscape, and return its pages; raises as `cetak_tim`."""
    return _cetak("reports/pdf/lampiran_zi_aksi.html", lampiran, target, lapor)


def _cetak(template: str, lampiran: LampiranTim | LampiranAksi, target: Path, lapor: Lapor) -> int:
    """Times stand in the institution's zone."""
    with timezone.override(ZoneInfo(lampiran.naskah.zona_waktu)):
        html = render_to_string(template, {"l": lampiran, "n": lampiran.naskah})
    return render(html, CSS, target, lapor)
