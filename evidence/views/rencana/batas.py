"""Cut-offs of a plan: the proposal, the dates, adding and removing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from evidence.actions import Denied, IsianKurang, NotAllowed
from evidence.actions.batas import atur_batas, dapat_dihapus, hapus_batas, usulkan_batas
from evidence.forms_rencana import BatasForm
from evidence.lists.rencana import usulan_batas
from evidence.models import Batas
from evidence.views.rencana.pintu import rencana_diubah, tunjukkan


@require_http_methods(["GET", "HEAD", "POST"])
def batas(request: Permintaan, pk: int) -> HttpResponse:
    """Show the cut-offs for editing; POST saves the portal's proposal."""
    rencana = rencana_diubah(request, pk)
    if request.method == "POST":
        try:
            jumlah = usulkan_batas(rencana_id=rencana.pk, by=request.user)
        except (Denied, NotAllowed) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{jumlah} batas disimpan. Tanggalnya dapat diubah.")
        return redirect("rencana_batas", pk)
    today = timezone.localdate()
    rows = [(row, dapat_dihapus(rencana, row, today)) for row in rencana.batas_set.all()]
    return render(
        request,
        "evidence/rencana/batas.html",
        {
            "rencana": rencana,
            "baris": rows,
            "usulan": [] if rows else usulan_batas(rencana),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def batas_isi(request: Permintaan, pk: int, batas_pk: int | None = None) -> HttpResponse:
    """Add a cut-off or edit the dates of one."""
    rencana = rencana_diubah(request, pk)
    row = None if batas_pk is None else get_object_or_404(Batas, pk=batas_pk, rencana=rencana)
    jaga = rencana.berjaga
    form, status = (BatasForm.dari(row, berjaga=jaga) if row else BatasForm(berjaga=jaga)), 200
    if request.method == "POST":
        form, status = BatasForm(request.POST, berjaga=jaga), 422
        if form.is_valid():
            try:
                jumlah = atur_batas(
                    rencana_id=rencana.pk, isi=form.isi(), by=request.user, batas_id=batas_pk
                )
            except IsianKurang as error:
                tunjukkan(form, error.galat)
            except (Denied, NotAllowed) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{form.cleaned_data['kode']} disimpan. {_moved(jumlah)}")
                return redirect("rencana_batas", pk)
    context = {"rencana": rencana, "batas": row, "form": form}
    return render(request, "evidence/rencana/batas_isi.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def batas_hapus(request: Permintaan, pk: int, batas_pk: int) -> HttpResponse:
    """Ask, then remove a cut-off."""
    rencana = rencana_diubah(request, pk)
    row = get_object_or_404(Batas, pk=batas_pk, rencana=rencana)
    if request.method == "POST":
        try:
            jumlah = hapus_batas(rencana_id=rencana.pk, batas_id=row.pk, by=request.user)
        except (Denied, NotAllowed) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{row.kode} dihapus. {_moved(jumlah)}")
        return redirect("rencana_batas", pk)
    return render(request, "evidence/rencana/batas_hapus.html", {"rencana": rencana, "batas": row})


def _moved(jumlah: int) -> str:
    if not jumlah:
        return "Batas waktu tugas tidak berubah."
    return f"Batas waktu {jumlah} tugas yang belum selesai ikut berubah."
