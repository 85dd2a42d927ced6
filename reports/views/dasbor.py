"""The dashboard: how far a plan is, who has to act, and what the Ketua decides."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.hitungan import Hitungan
from evidence.keadaan import Tugas
from evidence.models import Capaian, Disposisi, Rencana
from evidence.selection import rencana_terpilih
from reports import grafik
from reports.datasets import instrumen, kelompok, papan, periode
from reports.datasets.nilai import Nilai
from reports.datasets.pandangan import Pandangan, dalam
from reports.datasets.periode_menunggu import yang_menunggu
from reports.datasets.ringkasan import ringkasan
from reports.views.dasbor_roadmap import dasbor_roadmap
from reports.views.dasbor_zi import halaman_dasbor_zi
from reports.views.pandangan import (
    BERANGGOTA,
    SEMUA,
    Pilihan,
    pilihan,
    rencana_dasbor,
    rencana_wajib,
)
from reports.views.ruas import ruas
from satgas.instrumen.susunan import Susunan, susun_dipakai
from satgas.jaga.status import NilaiSaatItu, nilai_kpk, status_jaga
from satgas.menurut import pasangan


@require_safe
def dasbor(request: Permintaan) -> HttpResponse:
    """Show completeness and scores, claimed beside verified, and who has to act."""
    rencana = rencana_dasbor(request, SEMUA)
    if rencana is None:
        boleh = request.user.akses.has(Permission.INSTANSI_SETUP)
        return render(request, "reports/dasbor_kosong.html", {"boleh_menyiapkan": boleh})
    if rencana.jenis == Rencana.Jenis.ROADMAP:
        return dasbor_roadmap(request, rencana)
    if rencana.jenis == Rencana.Jenis.ZI:
        return halaman_dasbor_zi(request, rencana)
    if not rencana.berjalan:
        return _arsip(request, rencana)
    return render(request, "reports/dasbor.html", isi_dasbor(request, pilihan(request, rencana)))


@require_safe
def dasbor_cetak(request: Permintaan) -> HttpResponse:
    """Show the same figures on one printed page."""
    rencana = rencana_wajib(request, *BERANGGOTA)
    if not rencana.berjalan:
        return _arsip(request, rencana)
    return render(
        request, "reports/dasbor_cetak.html", isi_dasbor(request, pilihan(request, rencana))
    )


@require_safe
def dasbor_periode(request: Permintaan) -> HttpResponse:
    """Show the trend, members by cut-off, and areas; a page of its own or a part of the other."""
    rencana = rencana_wajib(request, *BERANGGOTA)
    chosen = pilihan(request, rencana)
    view, now = chosen.pandangan, chosen.pandangan.at
    members = kelompok.anggota(rencana, request.user)
    rows = dalam(view.riwayat.pada(now), view.akhir)
    total = Hitungan.jumlah(t.hitungan for t in rows)
    tren = periode.tren(rencana, view.riwayat, now, view.batas)
    context = {
        "rencana": rencana,
        "view": view,
        "tren": tren,
        "grafik": grafik.tren(tren.titik),
        "perlu": papan.sasaran(
            rencana, chosen.cut_offs, total, view.hari_ini, view.batas
        ).per_minggu,
        "peta": periode.peta(rencana, view.riwayat, members, chosen.cut_offs, now),
        "cut_offs": chosen.cut_offs,
    }
    return _bagian(request, "dasbor_periode", context)


@require_safe
def dasbor_area(request: Permintaan) -> HttpResponse:
    """Show areas, and how far the documents are at KPK; a page of its own or a part."""
    rencana = rencana_wajib(request, *BERANGGOTA)
    view = pilihan(request, rencana, semua=False).pandangan
    rows, kpk = view.tugas(), nilai_kpk(rencana, view.at)
    context = {
        "rencana": rencana,
        "view": view,
        "area": baris_area(view, rows, kpk),
        "jaga": papan.di_jaga(rows, status_jaga(rencana, view.at)),
        "pencatat": request.user.akses.has(Permission.JAGA_RECORD, rencana.instansi_id),
    }
    return _bagian(request, "dasbor_area", context)


def baris_area(
    view: Pandangan, rows: list[Tugas], kpk: dict[int, NilaiSaatItu]
) -> list[papan.BarisArea]:
    """Return the areas of a view with their documents and scores; none where there is no map."""
    if view.rencana.jenis == Rencana.Jenis.MCP:
        susunan = susun_dipakai(view.rencana)
        return instrumen.menurut_area(susunan, rows, _nilai_mcp(view, susunan, rows, kpk))
    areas = kelompok.area(view.rencana)
    values = {butir: satu.nilai for butir, satu in kpk.items()}
    return papan.menurut_area(rows, areas, values) if areas else []


def _nilai_mcp(
    view: Pandangan, susunan: Susunan, rows: list[Tugas], kpk: dict[int, NilaiSaatItu]
) -> Nilai:
    whole = view.user.akses.instansi_ids(Permission.EVIDENCE_READ)
    sebagian = view.rencana.instansi_id not in whole
    return instrumen.nilai(susunan, rows, kpk, view.hari_ini, sebagian=sebagian)


def _bagian(request: Permintaan, nama: str, context: dict[str, Any]) -> HttpResponse:
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"reports/{nama}_isi.html" if part else f"reports/{nama}.html", context)


def _arsip(request: Permintaan, rencana: Rencana) -> HttpResponse:
    r = ringkasan(rencana, request.user, now=timezone.now())
    recorded = Capaian.objects.visible_to(request.user).filter(butir__rencana=rencana).exists()
    return render(request, "reports/dasbor_arsip.html", {"r": r, "tercatat": recorded})


def isi_dasbor(request: Permintaan, chosen: Pilihan) -> dict[str, Any]:
    """Return what the dashboard of a running plan of the Satgas shows; `r`: its figures."""
    view, akses = chosen.pandangan, request.user.akses
    rencana = view.rencana
    rows, known = view.tugas(), nilai_kpk(rencana, view.at)
    kpk = {butir: satu.nilai for butir, satu in known.items()}
    mcp = rencana.jenis == Rencana.Jenis.MCP
    weighted = _nilai_mcp(view, susun_dipakai(rencana), rows, known) if mcp else None
    r = ringkasan(
        rencana, request.user, now=view.now, pandangan=view, rows=rows, kpk=kpk, nilai=weighted
    )
    counted = {t.butir_id for t in rows}
    memutus = akses.has(Permission.DISPOSITION_GIVE, rencana.instansi_id) and view.per is None
    needed = _perlu(chosen, rows) if memutus else []
    waiting = yang_menunggu(chosen.cut_offs) if memutus else []
    return {
        "r": r,
        "view": view,
        "menurut": pasangan(rencana, request.user, rencana_terpilih(request)[1]),
        "roadmap": _roadmap(request, rencana) if view.per is None else None,
        "cut_offs": chosen.cut_offs,
        "kpk_per": max((n.tanggal for b, n in known.items() if b in counted), default=None),
        "ruas": ruas(r.total),
        "sasaran": papan.sasaran(rencana, chosen.cut_offs, r.total, view.hari_ini, view.batas),
        "diam": papan.unit_diam(rows, view.at),
        "diam_hari": papan.DIAM_HARI,
        "memutus": memutus,
        "perlu": needed,
        "periode": waiting,
        "jumlah_putusan": len(needed) + len(waiting),
        "verifikator": akses.has(Permission.EVIDENCE_REVIEW, rencana.instansi_id),
    }


def _roadmap(request: Permintaan, rencana: Rencana) -> Rencana | None:
    """Return the running Road Map of the same institution (no query of its own)."""
    return next(
        (
            r
            for r in rencana_terpilih(request)[1]
            if r.jenis == Rencana.Jenis.ROADMAP
            and r.berjalan
            and r.instansi_id == rencana.instansi_id
        ),
        None,
    )


def _perlu(chosen: Pilihan, rows: list[Tugas]) -> list[papan.Perlu]:
    view = chosen.pandangan
    told = Disposisi.objects.terbuka().filter(rencana=view.rencana)
    ketua = view.rencana.instansi.pemutus_pengecualian == Instansi.Pemutus.KETUA
    mine = [a for a in view.ajuan if ketua and view.user.pk not in a.orang]
    return papan.perlu_keputusan(view.rencana, rows, mine, told, now=view.now, hari=view.hari_ini)
