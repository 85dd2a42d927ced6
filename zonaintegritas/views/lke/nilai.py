"""Scores of one assessment: bars, requirements, derivations, and the simulation."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from ukuran.lke.instrumen import Predikat
from ukuran.lke.jabaran import jabaran_total
from ukuran.lke.simulasi import Simulasi, simulasi
from zonaintegritas.lke.banyak import nilai_banyak, tahap_bernilai
from zonaintegritas.lke.grafik import batang
from zonaintegritas.lke.lembar import lembar
from zonaintegritas.lke.penjelasan import rincian
from zonaintegritas.lke.survei import bersurvei
from zonaintegritas.lke.tampil import NAMA_TAHAP, kalimat, tahap_kini
from zonaintegritas.lke.usulan import UsulanTampil, usulan_tampil
from zonaintegritas.models import Tahap
from zonaintegritas.views.lke.pintu import (
    konteks,
    lke_terlihat,
    orang,
    sasaran_diminta,
    tahap_diminta,
)


@require_safe
def nilai(request: Permintaan, pk: int) -> HttpResponse:
    """Show components against minima, requirements of both predicates, how the total came about."""
    lke = lke_terlihat(request, pk)
    semua = nilai_banyak([lke])[lke.pk]
    tahap = tahap_diminta(request, tahap_bernilai(semua) or tahap_kini(lke))
    hasil = semua[tahap]
    isi = konteks(
        request,
        lke,
        tahap=tahap,
        pilihan_tahap=list(Tahap),
        hasil=hasil,
        batang=batang(semua, lke.sasaran),
        jabaran=jabaran_total(hasil),
        kalimat=kalimat(hasil, tahap, Predikat(lke.sasaran)),
    )
    return render(request, "zonaintegritas/lke/nilai.html", isi)


@require_safe
def penjelasan(request: Permintaan, pk: int, kode: str) -> HttpResponse:
    """Show how one component or question came to its score."""
    lke = lke_terlihat(request, pk)
    semua = nilai_banyak([lke])[lke.pk]
    tahap = tahap_diminta(request, tahap_bernilai(semua) or tahap_kini(lke))
    found = rincian(semua[tahap], kode)
    if found is None:
        raise Http404("Instrumen LKE ini tidak memuat komponen atau pertanyaan itu.")
    isi = konteks(request, lke, tahap=tahap, pilihan_tahap=list(Tahap), rinci=found)
    return render(request, "zonaintegritas/lke/penjelasan.html", isi)


@require_safe
def halaman_simulasi(request: Permintaan, pk: int) -> HttpResponse:
    """Show which answers would reach a predicate; reads, and stores nothing.

    Results of surveys that are filled in are taken as they are, unless `survei` is asked for.
    """
    lke = lke_terlihat(request, pk)
    sheet = lembar(lke, request.user, orang=orang(request, lke))
    kini = tahap_kini(lke)
    baku = kini if sheet.nilai[kini].terjawab else tahap_bernilai(sheet.nilai) or kini
    tahap = tahap_diminta(request, baku)
    sasaran = sasaran_diminta(request, lke.sasaran)
    ikut = request.GET.get("survei") == "1"
    survei = frozenset(
        satu.pertanyaan.kode
        for bagian in sheet.bagian
        for satu in bagian.pertanyaan
        if bersurvei(bagian.komponen.kelompok, satu.pertanyaan.skala) and satu.terjawab(tahap)
    )
    found: Simulasi | None = None
    baris: list[UsulanTampil] = []
    if sheet.instrumen.ambang_untuk(sasaran) is not None:
        found = simulasi(
            sheet.instrumen,
            sheet.jawaban[tahap],
            sasaran,
            {b.pertanyaan.kode: b.dokumen_kurang for b in sheet.baris()},
            tetap=frozenset() if ikut else survei,
        )
        baris = usulan_tampil(found)
    isi = konteks(
        request,
        lke,
        nama_tahap=NAMA_TAHAP[tahap],
        sasaran=sasaran,
        pilihan_sasaran=list(Predikat),
        simulasi=found,
        baris=baris,
        tetap=sorted(survei),
        ikut=ikut,
    )
    return render(request, "zonaintegritas/lke/simulasi.html", isi)
