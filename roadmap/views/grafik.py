"""Pictures of a Road Map: capaian per sasaran, budget and serapan, the trend of one indikator."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from evidence.lists.saringan import nomor
from evidence.models import Rencana
from roadmap.gambar import (
    BarisBatang,
    BarisTabel,
    BarisUang,
    batang_capaian,
    batang_uang,
    tabel_uang,
    tren_butir,
)
from roadmap.lembar import tahun_rencana
from roadmap.matriks import Matriks, matriks
from roadmap.nilai import RIBU
from roadmap.tabel import Subtotal, tabel
from roadmap.views.matriks import tanpa_rencana
from roadmap.views.saat import Saat, rencana_roadmap, saat
from ukuran.format import persen
from ukuran.pita import pita_untuk

BAGIAN = {
    "sasaran": "Capaian per sasaran",
    "anggaran": "Anggaran dan serapan",
    "tren": "Tren per indikator",
}

_UANG = ("Anggaran rencana", "Pagu berlaku", "Realisasi", "Serapan")


@require_safe
def halaman_grafik(request: Permintaan) -> HttpResponse:
    """Show one kind of picture with its table; `bagian`, `tahun` and `butir` choose."""
    rencana = rencana_roadmap(request)
    if rencana is None:
        return tanpa_rencana(request)
    moment = saat(request, rencana)
    part = request.GET.get("bagian", "")
    part = part if part in BAGIAN else "sasaran"
    years = tahun_rencana(rencana)
    year = nomor(request.GET.get("tahun", "")) or moment.hari_ini.year
    year = min(max(year, years[0]), years[-1])
    context: dict[str, Any] = {
        "rencana": rencana,
        "saat": moment,
        "bagian": part,
        "semua_bagian": BAGIAN.items(),
        "tahun": year,
        "semua_tahun": years,
    }
    if part == "anggaran":
        context |= _anggaran(request, rencana, moment, year)
    else:
        found = matriks(rencana, request.user, at=moment.at, lampau=moment.lampau, tahun=year)
        context["sebagian"] = found.sebagian
        context |= _sasaran(found) if part == "sasaran" else _tren(request, found)
    return render(request, "roadmap/grafik.html", context)


def _sasaran(found: Matriks) -> Mapping[str, Any]:
    n, bands = found.nomor_acuan, found.lembar.pita
    rows, table = [], []
    for group in found.kelompok:
        for aim in group.sasaran:
            mean = aim.rata[n]
            band = pita_untuk(mean.nilai, bands, lengkap=mean.lengkap) if bands else None
            coverage = f"{mean.terisi} dari {mean.jumlah}"
            rows.append(BarisBatang(aim.teks, mean.nilai, band, f"({coverage})"))
            words = (persen(mean.nilai), band.nama if band else "", coverage)
            table.append(BarisTabel(aim.teks, words))
    return {
        "batang": batang_capaian(rows),
        "tabel": table,
        "kepala": ("Sasaran", "Capaian", "Pita", "Terisi"),
    }


def _anggaran(request: Permintaan, rencana: Rencana, moment: Saat, year: int) -> Mapping[str, Any]:
    found = tabel(rencana, request.user, at=moment.at, lampau=moment.lampau)
    n = found.tahun.index(year)
    programs = [_uang(f"{p.huruf}. {p.nama}".rstrip(), p.subtotal[n]) for p in found.program]
    years = [_uang(str(t.tahun), t) for t in found.total]
    return {
        "batang": batang_uang(programs),
        "tabel": tabel_uang(programs),
        "batang_tahun": batang_uang(years),
        "tabel_tahun": tabel_uang(years),
        "kepala": ("Program", *_UANG),
        "kepala_tahun": ("Tahun", *_UANG),
        "sebagian": found.sebagian,
    }


def _uang(label: str, sums: Subtotal) -> BarisUang:
    """Return the money of a subtotal: what was planned, and what was reported as spent."""
    spent = sums.serapan.realisasi if sums.serapan.terisi else None
    plan = Decimal(RIBU * sums.anggaran_ribu)
    return BarisUang(label, plan, spent, sums.serapan.persen, sums.serapan.pagu)


def _tren(request: Permintaan, found: Matriks) -> Mapping[str, Any]:
    rows = found.baris
    wanted = nomor(request.GET.get("butir", ""))
    chosen = next((r for r in rows if r.butir_id == wanted), rows[0] if rows else None)
    return {
        "pilihan": rows,
        "dipilih": chosen,
        "tren": tren_butir(chosen.sel) if chosen else None,
    }
