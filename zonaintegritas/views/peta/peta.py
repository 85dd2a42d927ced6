"""Which indikator of the action plan answers which question: read both ways, set by an admin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih, tetapkan
from evidence.views.access import butuh
from zonaintegritas.actions.lke.peta import atur_peta
from zonaintegritas.forms_peta import PetaForm
from zonaintegritas.models import (
    IndikatorKeberhasilan,
    InstrumenLKE,
    KeputusanZI,
    PertanyaanLKE,
    PetaIndikator,
)
from zonaintegritas.views.jalan import BACA_TULIS, SALAH, bilangan, coba

PER_HALAMAN = 50
BUKAN_PENGELOLA = "Peta indikator diatur oleh admin instansi."
pembaca = butuh(Permission.EVIDENCE_READ, "Peta indikator tidak untuk peran Anda.")


def _pilihan_instrumen(request: Permintaan, instansi_id: int) -> list[InstrumenLKE]:
    """Return the instruments with questions that an institution uses or may use, newest first."""
    soal = PertanyaanLKE.objects.filter(instrumen=OuterRef("pk"))
    rows = InstrumenLKE.objects.visible_to(request.user).filter(Exists(soal))
    own = [row for row in rows if row.instansi_id in (None, instansi_id)]
    return sorted(own, key=lambda row: (row.instansi_id is None, -row.pk))


def _indikator(keputusan: KeputusanZI, instrumen: InstrumenLKE) -> Any:
    peta = PetaIndikator.objects.filter(pertanyaan__instrumen=instrumen)
    chosen = peta.select_related("pertanyaan").order_by("pertanyaan__urut")
    return (
        IndikatorKeberhasilan.objects.filter(kegiatan__tim__keputusan=keputusan)
        .select_related("kegiatan__tim")
        .annotate(dipetakan=Exists(peta.filter(indikator=OuterRef("pk"))))
        .prefetch_related(Prefetch("peta_set", chosen, to_attr="peta_instrumen"))
        .order_by("kegiatan__tim__urut", "kegiatan__urut", "urut")
    )


def _pertanyaan(keputusan: KeputusanZI, instrumen: InstrumenLKE) -> Any:
    peta = PetaIndikator.objects.filter(indikator__kegiatan__tim__keputusan=keputusan)
    chosen = peta.select_related("indikator__kegiatan__tim").order_by(
        "indikator__kegiatan__tim__urut", "indikator__kegiatan__urut", "indikator__urut"
    )
    return (
        PertanyaanLKE.objects.filter(instrumen=instrumen)
        .select_related("komponen")
        .annotate(dipetakan=Exists(peta.filter(pertanyaan=OuterRef("pk"))))
        .prefetch_related(Prefetch("peta_set", chosen, to_attr="peta_keputusan"))
        .order_by("urut", "pk")
    )


@require_safe
@pembaca
def peta(request: Permintaan) -> HttpResponse:
    """Show the mapping from indikator to questions, or from questions to indikator."""
    rencana, pilihan = rencana_terpilih(request, Rencana.Jenis.ZI)
    konteks: dict[str, Any] = {"rencana": rencana, "pilihan": pilihan}
    keputusan = (
        KeputusanZI.objects.visible_to(request.user).filter(rencana=rencana).first()
        if rencana
        else None
    )
    instrumen = _pilihan_instrumen(request, rencana.instansi_id) if rencana else []
    asked = bilangan(request.GET, "instrumen")
    terpilih = next((row for row in instrumen if row.pk == asked), None) or next(
        iter(instrumen), None
    )
    konteks |= {"keputusan": keputusan, "instrumen": terpilih, "semua_instrumen": instrumen}
    if keputusan is None or terpilih is None or rencana is None:
        return render(request, "zonaintegritas/peta/peta.html", konteks)
    dari = "pertanyaan" if request.GET.get("dari") == "pertanyaan" else "indikator"
    semua = (_pertanyaan if dari == "pertanyaan" else _indikator)(keputusan, terpilih)
    belum = request.GET.get("belum") == "1"
    konteks |= {
        "dari": dari,
        "belum": belum,
        "banyak": semua.count(),
        "tersisa": semua.filter(dipetakan=False).count(),
        "page_obj": Paginator(
            semua.filter(dipetakan=False) if belum else semua, PER_HALAMAN
        ).get_page(request.GET.get("page")),
        "boleh": request.user.akses.has(Permission.LKE_MANAGE, rencana.instansi_id),
    }
    return render(request, "zonaintegritas/peta/peta.html", konteks)


@require_http_methods(BACA_TULIS)
@pembaca
def atur(request: Permintaan, pk: int) -> HttpResponse:
    """Show the questions of an instrument for one indikator; POST sets those it answers."""
    indikator = get_object_or_404(
        IndikatorKeberhasilan.objects.select_related("kegiatan__tim__keputusan__rencana__instansi"),
        pk=pk,
        kegiatan__tim__keputusan__in=KeputusanZI.objects.visible_to(request.user),
    )
    rencana = indikator.kegiatan.tim.keputusan.rencana
    tetapkan(request, rencana.pk)
    if not request.user.akses.has(Permission.LKE_MANAGE, rencana.instansi_id):
        raise PermissionDenied(BUKAN_PENGELOLA)
    semua = _pilihan_instrumen(request, rencana.instansi_id)
    asked = bilangan(request.GET, "instrumen")
    instrumen = next((row for row in semua if row.pk == asked), None) or next(iter(semua), None)
    kembali = f"{reverse('zi_peta')}?{urlencode({'rencana': rencana.pk})}"
    if instrumen is None:
        messages.warning(request, "Belum ada instrumen dengan pertanyaan.")
        return redirect(kembali)
    kembali += f"&instrumen={instrumen.pk}"
    posted = request.method == "POST"
    form = PetaForm(request.POST if posted else None, instrumen=instrumen, indikator=indikator)
    status: int | None = 200
    if posted:
        status = SALAH
        if form.is_valid():
            status = coba(
                form,
                lambda: atur_peta(
                    indikator_id=pk,
                    instrumen_id=instrumen.pk,
                    pertanyaan=form.cleaned_data["pertanyaan"],
                    by=request.user,
                ),
            )
        if status is None:
            messages.success(request, "Peta indikator tersimpan.")
            return redirect(f"{kembali}#i-{pk}")
    konteks = {
        "rencana": rencana,
        "indikator": indikator,
        "instrumen": instrumen,
        "form": form,
        "kembali": kembali,
    }
    return render(request, "zonaintegritas/peta/atur.html", konteks, status=status)
