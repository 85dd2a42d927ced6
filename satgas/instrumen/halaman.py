"""The page of one instrument: its areas with their weights, and one area in full."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from satgas.instrumen.susunan import (
    AreaSusun,
    IndikatorSusun,
    PesanBobot,
    SubSusun,
    Susunan,
    isi,
    periksa_bobot_susunan,
    susun,
    tanpa_bobot,
)
from satgas.models import Instrumen

PER_PAGE = 50


@dataclass(frozen=True)
class BagianIndikator:
    """An indikator with the sub indikator of this page; `lanjutan`: it began on an earlier one."""

    indikator: IndikatorSusun
    sub: list[SubSusun]
    lanjutan: bool


@dataclass(frozen=True)
class HalamanInstrumen:
    """Everything the page shows."""

    susunan: Susunan
    pesan_bobot: list[PesanBobot]
    tanpa_bobot: bool
    dipilih: AreaSusun | None
    bagian: list[BagianIndikator]
    page: "Page[tuple[IndikatorSusun, SubSusun | None]] | None"


def pilih_area(susunan: Susunan, kode: str) -> AreaSusun | None:
    """Return the area named in the address, otherwise the first."""
    areas = susunan.area
    return next((a for a in areas if a.kode == kode), areas[0] if areas else None)


def halaman_instrumen(instrumen: Instrumen, area: str, halaman: str) -> HalamanInstrumen:
    """Return the page for one area (four queries, however large the instrument is)."""
    susunan = susun(instrumen)
    dipilih = pilih_area(susunan, area)
    page, bagian = None, []
    if dipilih is not None:
        page = Paginator(_baris(dipilih), PER_PAGE).get_page(halaman)
        isi([sub for _, sub in page if sub is not None])
        bagian = _bagian(list(page))
    return HalamanInstrumen(
        susunan=susunan,
        pesan_bobot=periksa_bobot_susunan(susunan),
        tanpa_bobot=tanpa_bobot(susunan),
        dipilih=dipilih,
        bagian=bagian,
        page=page,
    )


def _baris(area: AreaSusun) -> list[tuple[IndikatorSusun, SubSusun | None]]:
    """One line for each sub indikator, and for each indikator without any."""
    rows: list[tuple[IndikatorSusun, SubSusun | None]] = []
    for indikator in area.indikator:
        rows += [(indikator, sub) for sub in indikator.sub] or [(indikator, None)]
    return rows


def _bagian(rows: list[tuple[IndikatorSusun, SubSusun | None]]) -> list[BagianIndikator]:
    found: list[BagianIndikator] = []
    for indikator, sub in rows:
        if not found or found[-1].indikator is not indikator:
            began_earlier = sub is not None and sub is not indikator.sub[0]
            found.append(BagianIndikator(indikator, [], began_earlier))
        if sub is not None:
            found[-1].sub.append(sub)
    return found
