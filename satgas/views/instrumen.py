"""The instruments of an institution: list, one of them, its scores, its life."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.layout import tampilkan
from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.actions.errors import IsianKurang
from evidence.models import Rencana
from evidence.selection import rencana_terpilih, tetapkan
from evidence.workflow import NotAllowed
from satgas.actions.instrumen import (
    buat_instrumen,
    hapus_instrumen,
    salin_ke_tahun,
    ubah_instrumen,
    versi_baru,
)
from satgas.actions.pakai import pakai_instrumen
from satgas.forms_instrumen import InstrumenBaruForm, NamaInstrumenForm
from satgas.instrumen.halaman import halaman_instrumen
from satgas.instrumen.halaman_nilai import halaman_nilai
from satgas.instrumen.nilai import nilai_arsip
from satgas.instrumen.siap import pemakaian
from satgas.menurut import Pasangan, pasangan
from satgas.models import Instrumen

PER_PAGE = 50


def baca(request: Permintaan, pk: int) -> Instrumen:
    """Return an instrument that the person may read; Http404 otherwise."""
    instrumen: Instrumen = get_object_or_404(
        Instrumen.objects.visible_to(request.user).select_related(
            "instansi", "rencana__instansi", "asal"
        ),
        pk=pk,
    )
    if instrumen.rencana_id is not None:
        tetapkan(request, instrumen.rencana_id)
    return instrumen


def boleh_ubah(request: Permintaan, instrumen: Instrumen) -> bool:
    """Whether the person edits plans in the institution."""
    return request.user.akses.has(Permission.PLAN_EDIT, instrumen.instansi_id)


def sunting(request: Permintaan, pk: int) -> Instrumen:
    """Return an instrument for its editors; Http404, or PermissionDenied for readers."""
    instrumen = baca(request, pk)
    if not boleh_ubah(request, instrumen):
        raise PermissionDenied
    return instrumen


def tertutup(request: Permintaan, instrumen: Instrumen) -> HttpResponse | None:
    """Lead away from an editor of an instrument in use, and say why; None while drawn up."""
    if instrumen.keadaan == Instrumen.Keadaan.DISUSUN:
        return None
    messages.warning(
        request,
        "Instrumen ini sudah dipakai, jadi isinya tetap. Buat versi baru untuk mengubahnya.",
    )
    return redirect("instrumen_rinci", pk=instrumen.pk)


def menurut_kpk(request: Permintaan, rencana: Rencana | None) -> Pasangan | None:
    """Return the switch for a page of the instrument."""
    _, semua = rencana_terpilih(request)
    found = pasangan(rencana, request.user, semua)
    return replace(found, kini=found.mcp) if found and found.mcp else None


def daftar_instrumen(request: Permintaan) -> QuerySet[Instrumen]:
    """Return the instruments a person may read, each with `sub`; a plan names its office."""
    terpilih, _ = rencana_terpilih(request)
    rows = Instrumen.objects.visible_to(request.user)
    if "rencana" in request.GET and terpilih is not None:
        rows = rows.filter(instansi=terpilih.instansi_id)
    return (
        rows.select_related("instansi", "rencana")
        .annotate(sub=Count("area_set__indikator_set__sub_set"))
        .order_by("-tahun", "-versi", "instansi__nama")
    )


@require_safe
def daftar(request: Permintaan) -> HttpResponse:
    """List the instruments by year and version; a named MCP plan opens the one in use."""
    terpilih, _ = rencana_terpilih(request)
    rows = daftar_instrumen(request)
    if "rencana" in request.GET and terpilih is not None and terpilih.jenis == Rencana.Jenis.MCP:
        used = rows.filter(rencana=terpilih, keadaan=Instrumen.Keadaan.DIPAKAI).first()
        if used is not None:
            return redirect("instrumen_rinci", pk=used.pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    ids = request.user.akses.instansi_ids(Permission.PLAN_EDIT)
    return render(
        request,
        "satgas/instrumen/daftar.html",
        {
            "page_obj": page,
            "boleh": bool(ids),
            "banyak_instansi": len(request.user.akses.instansi) > 1,
            "menurut": menurut_kpk(request, terpilih),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def baru(request: Permintaan) -> HttpResponse:
    """Make an instrument: empty, with the areas of a year, or from another year."""
    ids = request.user.akses.instansi_ids(Permission.PLAN_EDIT)
    if not ids:
        raise PermissionDenied
    lama = Instrumen.objects.filter(instansi__in=ids).exclude(keadaan=Instrumen.Keadaan.DIGANTI)
    form = InstrumenBaruForm(
        request.POST or None,
        instansi=[i for i in request.user.akses.instansi if i.pk in ids],
        lama=lama.order_by("-tahun", "-versi"),
        initial={"tahun": timezone.localdate().year, "dari": "2025"},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asal = form.asal()
        try:
            if asal is not None:
                made = salin_ke_tahun(instrumen_id=asal, tahun=data["tahun"], by=request.user)
            else:
                made = buat_instrumen(
                    instansi_id=data["instansi"].pk,
                    tahun=data["tahun"],
                    kerangka=data["dari"],
                    by=request.user,
                )
        except IsianKurang as error:
            tampilkan(form, error.galat)
        except (Denied, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made} disusun.")
            return redirect("instrumen_rinci", pk=made.pk)
    return render(request, "satgas/instrumen/baru.html", {"form": form})


@require_safe
def rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show the tree of an instrument, one area at a time, with its weights."""
    instrumen = baca(request, pk)
    halaman = halaman_instrumen(instrumen, request.GET.get("area", ""), request.GET.get("page", ""))
    ubah = boleh_ubah(request, instrumen)
    return render(
        request,
        "satgas/instrumen/rinci.html",
        {
            "instrumen": instrumen,
            "halaman": halaman,
            "page_obj": halaman.page,
            "ubah": ubah and instrumen.keadaan == Instrumen.Keadaan.DISUSUN,
            "kelola": ubah,
            "menurut": menurut_kpk(request, instrumen.rencana),
        },
    )


@require_safe
def nilai(request: Permintaan, pk: int) -> HttpResponse:
    """Show the scores of an instrument in use, each with the way it was computed."""
    instrumen = baca(request, pk)
    context: dict[str, Any] = {
        "instrumen": instrumen,
        "menurut": menurut_kpk(request, instrumen.rencana),
    }
    rencana = instrumen.rencana
    dipakai = instrumen.keadaan == Instrumen.Keadaan.DIPAKAI
    if dipakai and rencana is not None and rencana.status == Rencana.Keadaan.DITUTUP:
        rows = nilai_arsip(instrumen, rencana, request.user)
        context["arsip"] = True
        context["page_obj"] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    elif dipakai and rencana is not None:
        context["halaman"] = halaman_nilai(
            instrumen,
            rencana,
            request.user,
            now=timezone.now(),
            area=request.GET.get("area", ""),
        )
    return render(request, "satgas/instrumen/nilai.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pakai(request: Permintaan, pk: int) -> HttpResponse:
    """Ask before an instrument is used, with what it means for the plan; then use it."""
    instrumen = sunting(request, pk)
    if closed := tertutup(request, instrumen):
        return closed
    if request.method == "POST":
        try:
            rencana, hasil = pakai_instrumen(instrumen_id=pk, by=request.user)
        except (Denied, NotAllowed, IsianKurang) as error:
            messages.error(request, str(error))
            return redirect("instrumen_pakai", pk=pk)
        pesan = f"{instrumen} dipakai: {hasil.baru} sub indikator baru, {hasil.tetap} tetap"
        pesan += f", {hasil.dicabut} dicabut." if hasil.dicabut else "."
        if hasil.dokumen_tersisa:
            pesan += (
                f" {hasil.dokumen_tersisa} dokumen yang tidak diminta lagi tetap ada, "
                "karena sudah berisi data dukung."
            )
        if rencana.status == Rencana.Keadaan.DISUSUN:
            pesan += f" Jalankan {rencana.nama} bila batas waktunya sudah ditetapkan."
        messages.success(request, pesan)
        return redirect("instrumen_rinci", pk=pk)
    isi = pemakaian(instrumen, timezone.localdate())
    return render(
        request, "satgas/instrumen/pakai.html", {"instrumen": instrumen, "pemakaian": isi}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def versi(request: Permintaan, pk: int) -> HttpResponse:
    """Ask before a new version is made of the instrument in use; then make it."""
    instrumen = sunting(request, pk)
    if request.method == "POST":
        try:
            made = versi_baru(instrumen_id=pk, by=request.user)
        except (Denied, NotAllowed) as error:
            messages.error(request, str(error))
            return redirect("instrumen_rinci", pk=pk)
        messages.success(request, f"{made} dapat diubah. {instrumen} tetap dipakai.")
        return redirect("instrumen_rinci", pk=made.pk)
    return _tanya(
        request,
        instrumen,
        judul=f"Buat versi baru dari {instrumen}?",
        isi=(
            "Seluruh isinya disalin ke versi yang dapat diubah. Versi yang sekarang tetap dipakai "
            "sampai versi baru Anda pakai."
        ),
        aksi="Buat versi baru",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hapus(request: Permintaan, pk: int) -> HttpResponse:
    """Ask before an instrument that was never used is deleted; then delete it."""
    instrumen = sunting(request, pk)
    if closed := tertutup(request, instrumen):
        return closed
    if request.method == "POST":
        try:
            hapus_instrumen(instrumen_id=pk, by=request.user)
        except (Denied, NotAllowed) as error:
            messages.error(request, str(error))
            return redirect("instrumen_rinci", pk=pk)
        messages.success(request, f"{instrumen} dihapus.")
        return redirect("instrumen")
    return _tanya(
        request,
        instrumen,
        judul=f"Hapus {instrumen}?",
        isi="Seluruh area, indikator, sub indikator, dan dokumennya ikut terhapus.",
        aksi="Hapus instrumen",
        bahaya=True,
    )


def _tanya(request: Permintaan, instrumen: Instrumen, **isi: Any) -> HttpResponse:
    batal = reverse("instrumen_rinci", args=[instrumen.pk])
    return render(
        request,
        "satgas/instrumen/tanya.html",
        {"instrumen": instrumen, "batal_url": batal, **isi},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def nama(request: Permintaan, pk: int) -> HttpResponse:
    """Change name and source of an instrument that is being drawn up."""
    instrumen = sunting(request, pk)
    if closed := tertutup(request, instrumen):
        return closed
    form = NamaInstrumenForm(
        request.POST or None, initial={"nama": instrumen.nama, "sumber": instrumen.sumber}
    )
    if request.method == "POST" and form.is_valid():
        try:
            ubah_instrumen(
                instrumen_id=pk,
                nama=form.cleaned_data["nama"],
                sumber=form.cleaned_data["sumber"],
                by=request.user,
            )
        except IsianKurang as error:
            tampilkan(form, error.galat)
        except (Denied, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Nama dan sumber tersimpan.")
            return redirect("instrumen_rinci", pk=pk)
    return render(
        request,
        "satgas/instrumen/isian.html",
        {"instrumen": instrumen, "form": form, "judul": "Nama dan sumber"},
    )
