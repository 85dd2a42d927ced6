"""Instructions of the Ketua: the list, giving one, and the unit's answer."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.actions.disposisi import beri_disposisi, selesaikan_disposisi, unit_penerima
from evidence.actions.errors import IsianKurang
from evidence.forms_pengecualian import DisposisiForm, TanggapanForm
from evidence.lists.disposisi import ARAH, Saringan, baris, daftar, dengan_isi
from evidence.models import Capaian, Disposisi, Rencana
from evidence.selection import rencana_terpilih, tetapkan
from evidence.views.access import butuh
from evidence.views.kembali import alamat_aman
from evidence.workflow import NotAllowed

BACA_TULIS = ["GET", "HEAD", "POST"]
BUKAN_PEMBACA = "Disposisi tidak untuk peran Anda."
BUKAN_PEMBERI = "Hanya Ketua yang memberi disposisi."


@require_safe
@butuh(Permission.EVIDENCE_READ, BUKAN_PEMBACA)
def disposisi(request: Permintaan) -> HttpResponse:
    """List instructions, those with the next deadline first."""
    saringan = Saringan.dari(request.GET)
    rencana = rencana_terpilih(request)[0] if request.GET.get("rencana") else None
    page = request.GET.get("page", "")
    akses = request.user.akses
    return render(
        request,
        "evidence/disposisi/daftar.html",
        {
            "saringan": saringan,
            "daftar": daftar(request.user, saringan, rencana, page, timezone.localdate()),
            "arah": ARAH.items(),
            "boleh_beri": akses.has(Permission.DISPOSITION_GIVE),
            "pilih_arah": akses.has(Permission.EVIDENCE_SEND)
            or akses.has(Permission.DISPOSITION_GIVE),
        },
    )


@require_http_methods(BACA_TULIS)
@butuh(Permission.DISPOSITION_GIVE, BUKAN_PEMBERI)
def disposisi_beri(request: Permintaan) -> HttpResponse:
    """Ask for an instruction, or take it: `capaian` names a task, `rencana` a plan.

    Small forms elsewhere post here with a `next`; what was refused is shown on this page with
    everything that was typed.
    """
    data: QueryDict = request.POST if request.method == "POST" else request.GET
    kept = take(request) if request.method != "POST" else None
    if kept is not None:
        data = kept
    capaian = _capaian(request, data.get("capaian", ""))
    rencana = _rencana(request, data.get("rencana", ""), capaian)
    if not request.user.akses.has(Permission.DISPOSITION_GIVE, rencana.instansi_id):
        raise PermissionDenied(BUKAN_PEMBERI)
    units = unit_penerima(request.user, rencana, capaian, timezone.localdate())
    lanjut = alamat_aman(request, data.get("next", ""))
    form, status = DisposisiForm(units, kept, initial={"kepada": data.get("kepada", "")}), 200
    if request.method == "POST":
        form, status = DisposisiForm(units, request.POST), 422
        if form.is_valid():
            try:
                given = beri_disposisi(
                    rencana_id=rencana.pk,
                    capaian_id=capaian.pk if capaian else None,
                    kepada_id=form.cleaned_data["kepada"],
                    isi=form.cleaned_data["isi"],
                    tenggat=form.cleaned_data["tenggat"],
                    by=request.user,
                )
            except IsianKurang as error:
                for nama, pesan in error.galat.items():
                    form.add_error(nama, pesan)
            except (Denied, NotAllowed) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Disposisi kepada {given.kepada.nama} tersimpan.")
                return redirect(lanjut or reverse("disposisi"))
    pairs = {"rencana": rencana.pk, "capaian": capaian.pk if capaian else "", "next": lanjut}
    return render(
        request,
        "evidence/disposisi/beri.html",
        {
            "form": form,
            "rencana": rencana,
            "capaian": capaian,
            "lanjut": lanjut,
            "halaman": f"{request.path}?{urlencode({k: v for k, v in pairs.items() if v})}",
        },
        status=status,
    )


def _angka(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _capaian(request: Permintaan, text: str) -> Capaian | None:
    if not text:
        return None
    rows = Capaian.objects.visible_to(request.user).select_related("butir__rencana", "unit")
    return get_object_or_404(rows, pk=_angka(text) or 0)


def _rencana(request: Permintaan, text: str, capaian: Capaian | None) -> Rencana:
    """The plan of the task, the plan that is named, or the plan of the frame."""
    if capaian is not None:
        chosen: Rencana | None = capaian.butir.rencana
    elif text:
        chosen = Rencana.objects.visible_to(request.user).filter(pk=_angka(text) or 0).first()
    else:
        chosen = rencana_terpilih(request)[0]
    if chosen is None:
        raise Http404("Rencana tidak ada.")
    tetapkan(request, chosen.pk)
    return chosen


@require_http_methods(BACA_TULIS)
@butuh(Permission.EVIDENCE_READ, BUKAN_PEMBACA)
def disposisi_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one instruction; POST reports it as done, with the unit's answer."""
    rows = dengan_isi(Disposisi.objects.visible_to(request.user), request.user)
    row = get_object_or_404(rows, pk=pk)
    tetapkan(request, row.rencana_id)
    form, status = TanggapanForm(take(request)), 200
    if request.method == "POST":
        form, status = TanggapanForm(request.POST), 422
        if form.is_valid():
            try:
                selesaikan_disposisi(
                    disposisi_id=pk, tanggapan=form.cleaned_data["tanggapan"], by=request.user
                )
            except IsianKurang as error:
                form.add_error("tanggapan", str(error))
            except (Denied, NotAllowed) as error:
                form.add_error(None, str(error))
                row, status = get_object_or_404(rows, pk=pk), 409
            else:
                messages.success(request, "Disposisi ditandai selesai.")
                return redirect("disposisi_rinci", pk)
    return render(
        request,
        "evidence/disposisi/rinci.html",
        {
            "baris": baris(row, request.user, timezone.localdate()),
            "disposisi": row,
            "form": form,
            "halaman": request.path,
        },
        status=status,
    )
