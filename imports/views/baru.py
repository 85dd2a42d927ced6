"""Bringing a file in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import IsianKurang
from imports.actions.unggah import unggah
from imports.forms import BerkasForm, tempelkan
from imports.hak import boleh_impor
from imports.models import Batch
from imports.reading import Ditolak
from imports.views.pintu import nomor, tempat_terpilih
from jobs.registry import Gagal
from sheets.resource import SheetResource, Tujuan


@require_http_methods(["GET", "HEAD", "POST"])
def impor_baru(request: Permintaan) -> HttpResponse:
    """Ask for a file, keep it and have it checked; nothing of a plan is written."""
    instansi, semua = tempat_terpilih(request)
    kinds = {k.kode: k for i in semua for k in boleh_impor(request.user, i)}
    kelas = kinds.get(request.GET.get("jenis", ""))
    tujuan = _tujuan(request, kelas, instansi)
    first = {
        "instansi": instansi.pk,
        "jenis": kelas.kode if kelas else "",
        "tujuan": nomor(request.GET.get("tujuan", "")),
    }
    form = BerkasForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial=first,
        tempat=semua,
        kinds=list(kinds.values()),
        tujuan=tujuan,
    )
    if request.method == "POST" and form.is_valid():
        batch = _unggah(request, form, semua)
        if batch is not None:
            messages.success(request, "Berkas diterima dan sedang diperiksa.")
            return redirect("impor_rinci", batch.pk)
    context = {"form": form, "kelas": kelas}
    return render(request, "imports/baru.html", context, status=422 if form.errors else 200)


def _tujuan(
    request: Permintaan, kelas: type[SheetResource] | None, instansi: Instansi
) -> list[Tujuan]:
    if kelas is None or not kelas.bertujuan:
        return []
    return kelas.daftar_tujuan(request.user, instansi)


def _unggah(request: Permintaan, form: BerkasForm, semua: list[Instansi]) -> Batch | None:
    """Take the file in; None when it was refused and the form says why."""
    data = form.cleaned_data
    file = data["berkas"]
    try:
        return unggah(
            instansi=next(i for i in semua if i.pk == data["instansi"]),
            nama=file.name,
            file=file,
            by=request.user,
            jenis=data["jenis"],
            tujuan=data.get("tujuan"),
        )
    except Ditolak as error:
        form.add_error("berkas", str(error))
    except Denied as error:
        form.add_error("jenis", str(error))
    except IsianKurang as error:
        tempelkan(form, error.galat)
    except Gagal as error:
        form.add_error(None, str(error))
    return None
