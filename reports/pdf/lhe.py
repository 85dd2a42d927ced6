"""The evaluation report of an LKE as a document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from reports.datasets.lhe_bentuk import LHE
from reports.pdf.mesin import render
from ukuran.format import titik
from zonaintegritas.lke.grafik import Batang
from zonaintegritas.models import Tahap

CSS = ["css/dokumen.css", "css/laporan_zi.css"]
SUMBU, LEBAR = 210, 290
"""Where the axis of the bars begins and how long it is, in the units of the picture."""
_TEBAL, _SELA, _ATAS = 10, 9, 4
_HURUF = 40  # letters of a name that fit before the bars
_PENUH = Decimal(100)
_WARNA = {Tahap.MANDIRI: "#ffffff", Tahap.EVALUATOR: "#8a93b5", Tahap.TPI: "#1b2754"}


@dataclass(frozen=True)
class Balok:
    """One bar: its place, its width, its colour and its figure (None: no score, no bar)."""

    y: int
    lebar: str
    warna: str
    tahap: Tahap
    nilai: Decimal | None
    ada: bool

    @property
    def y_teks(self) -> int:
        """Base line of the figure."""
        return self.y + _TEBAL - 2


@dataclass(frozen=True)
class KelompokBalok:
    """A component with a bar for each stage, and the line of its minimum ('' for none)."""

    nama: str
    y_teks: int
    y: int
    tinggi: int
    minimal: str
    balok: tuple[Balok, ...]


def balok(batang: Sequence[Batang]) -> tuple[KelompokBalok, ...]:
    """Return the bars of a picture, in percent of the weight; more than 100 fills the axis."""
    found = []
    top = _ATAS
    for one in batang:
        height = _TEBAL * len(one.tahap)
        found.append(
            KelompokBalok(
                nama=_pendek(one.nama),
                y_teks=top + height // 2 + 4,
                y=top,
                tinggi=height,
                minimal="" if one.minimal_persen is None else _x(one.minimal_persen),
                balok=tuple(
                    Balok(
                        y=top + n * _TEBAL,
                        lebar=titik(_panjang(score.persen or Decimal(0))),
                        warna=_WARNA[score.tahap],
                        tahap=score.tahap,
                        nilai=score.nilai,
                        ada=score.persen is not None,
                    )
                    for n, score in enumerate(one.tahap)
                ),
            )
        )
        top += height + _SELA
    return tuple(found)


def cetak(lhe: LHE, target: Path, lapor: Callable[[int | None], None]) -> int:
    """Write the report as PDF and return its pages; times stand in the institution's zone.

    Raises jobs.registry.Gagal when PDF is not available on this server.
    """
    bars = balok(lhe.batang)
    context = {
        "l": lhe,
        "balok": bars,
        "tinggi": bars[-1].y + bars[-1].tinggi + _SELA if bars else 0,
        "sumbu": SUMBU,
        "lebar": LEBAR,
    }
    with timezone.override(ZoneInfo(lhe.zona_waktu)):
        html = render_to_string("reports/pdf/lhe.html", context)
    return render(html, CSS, target, lapor)


def _panjang(persen: Decimal) -> Decimal:
    kept = min(max(persen, Decimal(0)), _PENUH)
    return (kept * LEBAR / _PENUH).quantize(Decimal("0.1"))


def _x(persen: Decimal) -> str:
    return titik(SUMBU + _panjang(persen))


def _pendek(nama: str) -> str:
    """Return a name that fits one line, cut at a word; the whole one stands in the table."""
    if len(nama) <= _HURUF:
        return nama
    return f"{nama[:_HURUF].rpartition(' ')[0].rstrip(',;:')} ..."
