"""One hand-over: read by both sides, given by one, accepted or returned by the other."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import (
    Denied,
    IsianKurang,
    NotAllowed,
    kembalikan,
    serahkan,
    terima,
)
from evidence.forms import SerahForm
from evidence.lists.serah import SatuSerah, satu_serah, serah_terlihat
from evidence.models import Capaian, SerahTerima
from evidence.selection import tetapkan

LANGKAH = {"serahkan": serahkan, "terima": terima, "kembalikan": kembalikan}
SELESAI = {
    "serahkan": "diserahkan kepada {0}.",
    "terima": "diterima dari {1}.",
    "kembalikan": "dikembalikan kepada {1}.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def serah(request: Permintaan, pk: int) -> HttpResponse:
    """Show a hand-over; POST with `aksi` hands over, accepts or gives back."""
    row = get_object_or_404(serah_terlihat(request.user), pk=pk)
    tetapkan(request, row.ke.butir.rencana_id)
    if request.method != "POST":
        return _halaman(request, row, SerahForm(take(request)))
    form = SerahForm(request.POST)
    aksi = request.POST.get("aksi", "")
    if not form.is_valid():
        return _halaman(request, row, form, 422)
    try:
        if aksi not in LANGKAH:
            raise NotAllowed("Pilih Serahkan, Terima, atau Kembalikan.")
        LANGKAH[aksi](serah_id=row.pk, by=request.user, catatan=form.cleaned_data["catatan"])
    except IsianKurang as error:
        for nama, pesan in error.galat.items():
            form.add_error(nama if nama in form.fields else None, pesan)
        return _halaman(request, row, form, 422)
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
        row = serah_terlihat(request.user).get(pk=pk)
        return _halaman(request, row, form, 403 if isinstance(error, Denied) else 409)
    kata = SELESAI[aksi].format(row.ke.unit.nama, row.dari.unit.nama)
    messages.success(request, f"{row.dari.butir.kode} untuk {row.ke.butir.kode} {kata}")
    return redirect("tugas", row.dari_id if aksi == "serahkan" else row.ke_id)


def _halaman(
    request: Permintaan, row: SerahTerima, form: SerahForm, status: int = 200
) -> HttpResponse:
    visible = set(
        Capaian.objects.visible_to(request.user)
        .filter(pk__in=[row.dari_id, row.ke_id])
        .values_list("pk", flat=True)
    )
    sendable = set(
        Capaian.objects.visible_to(request.user, Permission.EVIDENCE_SEND)
        .current()
        .filter(pk__in=[row.dari_id, row.ke_id])
        .values_list("pk", flat=True)
    )
    memberi: SatuSerah = satu_serah(row, row.ke, visible, row.dari_id in sendable)
    menerima: SatuSerah = satu_serah(row, row.dari, visible, row.ke_id in sendable)
    return render(
        request,
        "evidence/serah.html",
        {
            "serah": row,
            "memberi": memberi,
            "menerima": menerima,
            "form": form,
            "halaman": request.path,
        },
        status=status,
    )
