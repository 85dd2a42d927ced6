"""Files attached to a task: use one again, replace, describe, take back."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import (
    GALAT,
    Denied,
    IsianKurang,
    NotAllowed,
    lengkapi,
    lepaskan,
    pakai,
    versi_baru,
)
from evidence.forms import RincianForm, VersiBaruForm
from evidence.lists.files import pilihan_berkas
from evidence.models import BuktiTaut
from evidence.views.access import (
    BUKAN_OPERATOR,
    pemenuhan_terlihat,
    taut_terlihat,
)

BACA_TULIS = ["GET", "HEAD", "POST"]


def _galat(form: Form, error: IsianKurang) -> None:
    for nama, pesan in error.galat.items():
        form.add_error(nama if nama in form.fields else None, pesan)


@require_http_methods(BACA_TULIS)
def pakai_dokumen(request: Permintaan, pk: int, pemenuhan_pk: int) -> HttpResponse:
    """Search the own unit's files and attach one of them."""
    pemenuhan = pemenuhan_terlihat(
        request, pk, pemenuhan_pk, Permission.EVIDENCE_SEND, BUKAN_OPERATOR
    )
    if request.method == "POST":
        asked = request.POST.get("versi_berkas", "")
        versi_id = int(asked) if asked.isdecimal() and len(asked) < 12 else 0
        try:
            taut = pakai(pemenuhan_id=pemenuhan.pk, versi_id=versi_id, by=request.user)
        except GALAT as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())
        messages.success(request, f"{taut.versi.nama_asli} dipakai untuk dokumen ini.")
        return redirect("tugas", pk)
    kata = request.GET.get("kata", "").strip()[:100]
    pilihan, page = pilihan_berkas(
        request.user, pemenuhan, kata=kata, halaman=request.GET.get("page", "")
    )
    return render(
        request,
        "evidence/pakai.html",
        {
            "pemenuhan": pemenuhan,
            "capaian": pemenuhan.capaian,
            "pilihan": pilihan,
            "page_obj": page,
            "kata": kata,
        },
    )


def _form_taut(
    request: Permintaan, taut: BuktiTaut, template: str, form: Form, status: int = 200
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "taut": taut,
            "versi": taut.versi,
            "pemenuhan": taut.pemenuhan,
            "capaian": taut.pemenuhan.capaian,
            "form": form,
            "halaman": request.path,
        },
        status=status,
    )


@require_http_methods(BACA_TULIS)
def berkas_versi_baru(request: Permintaan, pk: int, taut_pk: int) -> HttpResponse:
    """Replace an attached file by a new version of it."""
    taut = taut_terlihat(request, pk, taut_pk)
    template = "evidence/versi_baru.html"
    if request.method != "POST":
        return _form_taut(request, taut, template, VersiBaruForm())
    form = VersiBaruForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_taut(request, taut, template, form, 422)
    file = form.cleaned_data["berkas"]
    try:
        versi = versi_baru(taut_id=taut.pk, nama=file.name or "", file=file, by=request.user)
    except IsianKurang as error:
        _galat(form, error)
        return _form_taut(request, taut, template, form, 422)
    except (Denied, NotAllowed) as error:
        messages.error(request, str(error))
        return redirect("tugas", pk)
    messages.success(request, f"{versi.nama_asli} terunggah sebagai versi {versi.no}.")
    return redirect("tugas", pk)


@require_http_methods(BACA_TULIS)
def berkas_rincian(request: Permintaan, pk: int, taut_pk: int) -> HttpResponse:
    """Edit number, date, pages and class of an attached file."""
    taut = taut_terlihat(request, pk, taut_pk)
    template = "evidence/rincian.html"
    if request.method != "POST":
        kept = take(request)
        stored = {
            "nomor": taut.versi.nomor_dokumen,
            "tanggal": taut.versi.tanggal_dokumen,
            "rentang": taut.rentang_halaman,
            "kelas": taut.versi.bukti.kelas,
        }
        form = RincianForm(initial=stored) if kept is None else RincianForm(kept)
        return _form_taut(request, taut, template, form)
    form = RincianForm(request.POST)
    if not form.is_valid():
        return _form_taut(request, taut, template, form, 422)
    try:
        lengkapi(taut_id=taut.pk, by=request.user, **form.cleaned_data)
    except IsianKurang as error:
        _galat(form, error)
        return _form_taut(request, taut, template, form, 422)
    except (Denied, NotAllowed) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Keterangan {taut.versi.nama_asli} tersimpan.")
    return redirect("tugas", pk)


@require_http_methods(BACA_TULIS)
def berkas_lepas(request: Permintaan, pk: int, taut_pk: int) -> HttpResponse:
    """Ask, then take a file back from a document; the file itself stays."""
    taut = taut_terlihat(request, pk, taut_pk)
    if request.method != "POST":
        return _form_taut(request, taut, "evidence/lepas.html", Form())
    try:
        lepaskan(taut_id=taut.pk, by=request.user)
    except GALAT as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{taut.versi.nama_asli} dilepas dari dokumen ini.")
    return redirect("tugas", pk)
