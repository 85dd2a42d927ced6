"""One problem: found, raised, given steps, solved."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from roadmap.actions.langkah import rumuskan
from roadmap.actions.masalah import angkat, selesaikan, temukan
from roadmap.actions.rapat_hak import boleh_catat
from roadmap.daftar_masalah import wujud_langkah
from roadmap.forms_rapat import AngkatForm, LangkahForm, MasalahForm, SelesaiForm
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import LangkahPerbaikan, Masalah, Rapat
from roadmap.views.rapat.jalan import (
    BACA_TULIS,
    BUKAN_PENCATAT,
    coba,
    masalah_terlihat,
    pembaca,
    pencatat_wajib,
    rapat_terlihat,
)


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_masalah_baru(request: Permintaan, pk: int) -> HttpResponse:
    """Ask for a problem that a held meeting found; POST writes it down."""
    rapat = rapat_terlihat(request, pk)
    pencatat_wajib(request, rapat)
    kept = take(request) if request.method != "POST" else None
    form, status = MasalahForm(rapat, kept), 200
    if request.method == "POST":
        form, status = MasalahForm(rapat, request.POST), 422
        if form.is_valid():
            made: list[Masalah] = []
            failed = coba(form, lambda: made.append(_temukan(request, rapat, form)))
            if failed is None:
                messages.success(request, "Masalah tercatat.")
                return redirect("rapat_masalah_rinci", made[0].pk)
            status = failed
    konteks = {"form": form, "rapat": rapat, "rencana": rapat.rencana}
    return render(request, "roadmap/rapat/masalah_baru.html", konteks, status=status)


def _temukan(request: Permintaan, rapat: Rapat, form: MasalahForm) -> Masalah:
    data = form.cleaned_data
    return temukan(
        rapat_id=rapat.pk, butir_id=int(data["butir"]), uraian=data["uraian"], by=request.user
    )


def _id(data: dict[str, Any], nama: str) -> int | None:
    return int(data[nama]) if data.get(nama) else None


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_masalah_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show a problem, its way and its steps; POST raises it, adds a step, or closes it."""
    masalah = masalah_terlihat(request, pk)
    boleh = boleh_catat(request.user, masalah.instansi_id, masalah.tingkat, masalah.unit)
    if request.method == "POST":
        if not boleh:
            raise PermissionDenied(BUKAN_PENCATAT)
        return _lakukan(request, masalah)
    forms: dict[str, Form] = {}
    if boleh and masalah.selesai is None and masalah.rencana.berjalan:
        forms = _forms(request, masalah, take(request))
    return _halaman(request, masalah, forms)


def _forms(request: Permintaan, masalah: Masalah, data: Any = None) -> dict[str, Form]:
    asked = data.get("aksi", "") if data else ""
    made: dict[str, Callable[[Any], Form]] = {
        "langkah": lambda d: LangkahForm(masalah, request.user, d, prefix="l"),
        "selesai": lambda d: SelesaiForm(d, prefix="s"),
    }
    if masalah.tingkat != Tingkat.PLENO:
        made["angkat"] = lambda d: AngkatForm(masalah, request.user, d, prefix="a")
    return {aksi: make(data if aksi == asked else None) for aksi, make in made.items()}


def _lakukan(request: Permintaan, masalah: Masalah) -> HttpResponse:
    forms = _forms(request, masalah, request.POST)
    aksi = request.POST.get("aksi", "")
    form = forms.get(aksi)
    if form is None:
        raise PermissionDenied("Langkah ini tidak ada untuk masalah tersebut.")
    status: int | None = 422
    if form.is_valid():
        data = form.cleaned_data
        jalan: dict[str, tuple[Callable[[], object], str]] = {
            "angkat": (
                lambda: angkat(
                    masalah_id=masalah.pk,
                    ke=data["ke"],
                    pokja_id=_id(data, "pokja"),
                    alasan=data["alasan"],
                    rapat_id=_id(data, "rapat"),
                    by=request.user,
                ),
                "Masalah diangkat.",
            ),
            "langkah": (
                lambda: rumuskan(
                    masalah_id=masalah.pk,
                    uraian=data["uraian"],
                    unit_id=int(data["unit"]),
                    tenggat=data["tenggat"],
                    rapat_id=_id(data, "rapat"),
                    by=request.user,
                ),
                "Langkah perbaikan ditetapkan.",
            ),
            "selesai": (
                lambda: selesaikan(
                    masalah_id=masalah.pk, penyelesaian=data["penyelesaian"], by=request.user
                ),
                "Masalah ditutup sebagai selesai.",
            ),
        }
        langkah, pesan = jalan[aksi]
        status = coba(form, langkah)
        if status is None:
            messages.success(request, pesan)
            return redirect("rapat_masalah_rinci", masalah.pk)
    return _halaman(request, masalah_terlihat(request, masalah.pk), forms, form, status or 422)


def _halaman(
    request: Permintaan,
    masalah: Masalah,
    forms: dict[str, Form],
    salah: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    steps = (
        LangkahPerbaikan.objects.visible_to(request.user)
        .filter(masalah=masalah)
        .select_related("unit")
        .order_by("tenggat", "pk")
    )
    konteks = {
        "masalah": masalah,
        "rencana": masalah.rencana,
        "forms": forms,
        "form": salah,
        "jalan": masalah.pengangkatan_set.select_related("oleh", "pokja", "rapat__unit"),
        "langkah": [(row, wujud_langkah(row, today)) for row in steps],
        "rapat_terlihat": Rapat.objects.visible_to(request.user)
        .filter(pk=masalah.rapat_id)
        .exists(),
    }
    return render(request, "roadmap/rapat/masalah_rinci.html", konteks, status=status)
