"""The list of LKE, and opening a new one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from zonaintegritas.actions.lke import buka_lke
from zonaintegritas.forms_lke import BukaForm
from zonaintegritas.lke.banyak import daftar as baris_daftar
from zonaintegritas.lke.saringan import SaringanDaftar
from zonaintegritas.models import LKE, InstrumenLKE, StatusLKE, UnitZI
from zonaintegritas.views.jalan import BACA_TULIS, SALAH, coba
from zonaintegritas.views.lke.pintu import konteks_umum

HALAMAN = 50


@require_safe
def daftar(request: Permintaan) -> HttpResponse:
    """List the assessments that the person reads, with their scores of three stages."""
    saringan = SaringanDaftar.dari(request.GET)
    terlihat = LKE.objects.visible_to(request.user)
    rows = terlihat.filter(saringan.cocok).select_related("unit", "instansi", "instrumen")
    page = Paginator(rows, HALAMAN).get_page(request.GET.get("page"))
    baris = baris_daftar(list(page.object_list))
    akses = request.user.akses
    isi = konteks_umum(
        request,
        page_obj=page,
        baris=baris,
        saringan=saringan,
        pilihan_tahun=list(terlihat.order_by("-tahun").values_list("tahun", flat=True).distinct()),
        pilihan_status=StatusLKE.choices,
        boleh_buka=akses.has(Permission.LKE_MANAGE),
        boleh_banding=akses.has(Permission.EVIDENCE_READ),
        banyak_instansi=len({satu.lke.instansi_id for satu in baris}) > 1,
        kalimat=_kalimat(page.paginator.count, saringan),
    )
    return render(request, "zonaintegritas/lke/daftar.html", isi)


def _kalimat(banyak: int, saringan: SaringanDaftar) -> str:
    if not banyak:
        return "Tidak ada LKE." if saringan.ada else "Belum ada LKE."
    return f"{banyak} LKE pada saringan ini." if saringan.ada else f"{banyak} LKE dapat Anda baca."


@require_http_methods(BACA_TULIS)
def buka(request: Permintaan) -> HttpResponse:
    """Ask for unit, year and instrument of a new assessment; POST opens it."""
    ids = request.user.akses.instansi_ids(Permission.LKE_MANAGE)
    if not ids:
        raise PermissionDenied("LKE hanya dibuka oleh admin instansi.")
    units = list(
        UnitZI.objects.visible_to(request.user)
        .filter(instansi__in=ids)
        .values_list("unit", flat=True)
    )
    tools = [
        row.pk
        for row in InstrumenLKE.objects.visible_to(request.user)
        .filter(pertanyaan_set__isnull=False)
        .distinct()
        if row.instansi_id in (None, *ids)
    ]
    kept = take(request) if request.method != "POST" else request.POST
    awal = {"tahun": timezone.localdate().year, "sasaran": "wbk"}
    form = BukaForm(kept, unit=units, instrumen=tools, initial=awal)
    status = 200
    if request.method == "POST":
        status = SALAH
        made: list[LKE] = []
        if form.is_valid():
            failed = coba(form, lambda: made.append(_buka(request, form)))
            if failed is None:
                messages.success(request, "LKE dibuka. Unit sekarang dapat mengisinya.")
                return redirect("zi_lke", made[0].pk)
            status = failed
    isi = konteks_umum(request, form=form, ada_unit=bool(units), ada_instrumen=bool(tools))
    return render(request, "zonaintegritas/lke/buka.html", isi, status=status)


def _buka(request: Permintaan, form: BukaForm) -> LKE:
    data = form.cleaned_data
    return buka_lke(
        unit_id=data["unit"].pk,
        tahun=data["tahun"],
        instrumen_id=data["instrumen"].pk,
        sasaran=data["sasaran"],
        by=request.user,
    )
