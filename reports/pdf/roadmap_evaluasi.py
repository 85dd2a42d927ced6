"""The semester evaluation of a Road Map as a document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from reports.datasets.evaluasi_bentuk import EvaluasiRoadmap, KelompokEvaluasi
from reports.pdf.mesin import render

CSS = ["css/dokumen.css", "css/evaluasi.css"]
TINGGI_BATANG = 18
_HURUF = 48  # letters of a name that fit before the bar
_PENUH = Decimal(100)


@dataclass(frozen=True)
class Batang:
    """One group in the chart: its name on one line, its place, widths in percent of the axis.

    None is "no data": there is no bar then.
    """

    nama: str
    y: int
    sah: Decimal | None
    klaim: Decimal | None
    lebar_sah: Decimal | None
    lebar_klaim: Decimal | None

    @property
    def y_teks(self) -> int:
        """Base line of its texts."""
        return self.y + 12

    @property
    def y_batang(self) -> int:
        """Top of its bar."""
        return self.y + 2


def batang(kelompok: Sequence[KelompokEvaluasi]) -> tuple[Batang, ...]:
    """Return the bars of a chart of group means; a capaian over 100 fills the axis."""
    return tuple(
        Batang(
            nama=_pendek(f"{group.kode} {group.judul}"),
            y=n * TINGGI_BATANG,
            sah=group.rata.nilai,
            klaim=group.rata_klaim.nilai,
            lebar_sah=_lebar(group.rata.nilai),
            lebar_klaim=_lebar(group.rata_klaim.nilai),
        )
        for n, group in enumerate(kelompok)
    )


def cetak(evaluasi: EvaluasiRoadmap, target: Path, lapor: Callable[[int | None], None]) -> int:
    """Write the evaluation as PDF and return its pages; times stand in the institution's zone.

    Raises jobs.registry.Gagal when PDF is not available on this server.
    """
    bars = batang(evaluasi.kelompok)
    with timezone.override(ZoneInfo(evaluasi.zona_waktu)):
        context = {"e": evaluasi, "batang": bars, "tinggi": TINGGI_BATANG * len(bars)}
        html = render_to_string("reports/pdf/evaluasi.html", context)
    return render(html, CSS, target, lapor)


def _lebar(nilai: Decimal | None) -> Decimal | None:
    return None if nilai is None else min(max(nilai, Decimal(0)), _PENUH)


def _pendek(nama: str) -> str:
    """Return a name that fits one line, cut at a word; the whole one stands in the table."""
    if len(nama) <= _HURUF:
        return nama
    return f"{nama[:_HURUF].rpartition(' ')[0].rstrip(',;:')} ..."
