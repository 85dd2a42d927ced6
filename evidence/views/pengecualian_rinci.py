"""One request for an exception: its history, and each step that can be taken."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from accounts.sebutan import sebut
from evidence.actions.errors import IsianKurang
from evidence.actions.pengecualian import beri_pendapat, tarik_ajuan
from evidence.actions.putusan_kecuali import (
    Putusan,
    TidakTerputus,
    batalkan,
    berwenang_memutus,
    boleh_memutus_ajuan,
    catat_jawaban_kpk,
    putuskan_banyak,
)
from evidence.forms_pengecualian import BatalForm, JawabanForm, PendapatForm, PutusanKecualiForm
from evidence.lists.pengecualian import Baris, baris, dengan_isi, peristiwa
from evidence.models import Pengecualian
from evidence.selection import tetapkan
from evidence.views.access import butuh
from evidence.views.pengecualian import BUKAN_PEMBACA, boleh_kirim, galat, keputusan_tugas
from evidence.workflow import NotAllowed, Status


@require_http_methods(["GET", "HEAD", "POST"])
@butuh(Permission.EVIDENCE_READ, BUKAN_PEMBACA)
def pengecualian_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one request with its history; POST takes the step named by its button."""
    visible = Pengecualian.objects.visible_to(request.user)
    row = get_object_or_404(visible.select_related("capaian__butir"), pk=pk)
    tetapkan(request, row.capaian.butir.rencana_id)
    if request.method == "POST":
        return _langkah(request, pk)
    kept = take(request)
    forms = _forms()
    if kept is not None:
        step = kept.get("langkah", "")
        if step in forms:
            forms[step] = FORM[step](kept, auto_id=f"{step}_%s")
    return _halaman_rinci(request, pk, forms)


FORM: dict[str, type[Form]] = {
    "pendapat": PendapatForm,
    "putusan": PutusanKecualiForm,
    "batalkan": BatalForm,
    "jawaban": JawabanForm,
}


def _forms() -> dict[str, Form]:
    return {nama: kelas(auto_id=f"{nama}_%s") for nama, kelas in FORM.items()}


def _langkah(request: Permintaan, pk: int) -> HttpResponse:
    step = request.POST.get("langkah", "")
    forms = _forms()
    if step in FORM:
        forms[step] = form = FORM[step](request.POST, auto_id=f"{step}_%s")
        if not form.is_valid():
            return _halaman_rinci(request, pk, forms, 422)
        data = form.cleaned_data
    try:
        pesan = _lakukan(request, pk, step, data if step in FORM else {})
    except IsianKurang as error:
        galat(forms[step], error)
        return _halaman_rinci(request, pk, forms, 422)
    except TidakTerputus as error:
        forms[step].add_error(None, " ".join(b.alasan for b in error.baris))
        return _halaman_rinci(request, pk, forms, 409)
    except (Denied, NotAllowed) as error:
        if step not in FORM:
            messages.error(request, str(error))
            return redirect("pengecualian_rinci", pk)
        forms[step].add_error(None, str(error))
        return _halaman_rinci(request, pk, forms, 409)
    messages.success(request, pesan)
    return redirect("pengecualian_rinci", pk)


def _lakukan(request: Permintaan, pk: int, step: str, data: dict[str, Any]) -> str:
    """Take a step; return what to say about it. Raises as the actions do."""
    by = request.user
    if step == "pendapat":
        beri_pendapat(ajuan_id=pk, by=by, **data)
        return sebut("Pendapat Inspektorat tersimpan.")
    if step == "putusan":
        putusan = request.POST.get("putusan", "")
        putuskan_banyak(ids=[pk], putusan=putusan, by=by, **data)
        return f"Ajuan {'dikabulkan' if putusan == Putusan.DIKABULKAN else 'ditolak'}."
    if step == "batalkan":
        batalkan(ajuan_id=pk, by=by, **data)
        return "Pengecualian dibatalkan. Dokumennya kembali pada unit."
    if step == "jawaban":
        catat_jawaban_kpk(ajuan_id=pk, by=by, **data)
        return "Jawaban KPK tersimpan."
    if step == "tarik":
        tarik_ajuan(ajuan_id=pk, by=by)
        return "Ajuan ditarik. Dokumennya dapat dikirim atau diajukan lagi."
    raise NotAllowed("Langkah tidak dikenal.")


def _halaman_rinci(
    request: Permintaan, pk: int, forms: dict[str, Form], status: int = 200
) -> HttpResponse:
    rows = dengan_isi(Pengecualian.objects.filter(pk=pk), request.user)
    satu = baris(rows.get(), request.user, timezone.localdate())
    ajuan, capaian = satu.ajuan, satu.ajuan.capaian
    salah = next((f for f in forms.values() if f.errors), None)
    return render(
        request,
        "evidence/pengecualian/rinci.html",
        {
            "satu": satu,
            "ajuan": ajuan,
            "capaian": capaian,
            "butir": capaian.butir,
            "riwayat": peristiwa(ajuan, keputusan_tugas(capaian)),
            "berkas_terlihat": _berkas_terlihat(request, ajuan),
            "forms": forms,
            "form": salah,
            "boleh": _boleh(request, satu),
            "larangan": _larangan(request, satu),
            "halaman": request.path,
        },
        status=status,
    )


def _berkas_terlihat(request: Permintaan, ajuan: Pengecualian) -> bool:
    """Whether the statement's file may be opened: a supporting unit's file is its own."""
    if ajuan.pernyataan is None:
        return False
    visible = type(ajuan.pernyataan).objects.visible_to(request.user)
    return visible.filter(pk=ajuan.pernyataan.pk).exists()


def _boleh(request: Permintaan, satu: Baris) -> dict[str, bool]:
    """Which steps the person may take now; each action checks again."""
    ajuan, capaian = satu.ajuan, satu.ajuan.capaian
    hidup = capaian.gugur is None and capaian.butir.rencana.berjalan
    terbuka = hidup and not ajuan.putusan and ajuan.ditarik is None
    berlaku = (
        hidup
        and ajuan.putusan == Putusan.DIKABULKAN
        and all(Status(p.status) == ajuan.jenis for p in satu.dokumen)
    )
    catat = request.user.akses.may(Permission.JAGA_RECORD, capaian.unit)
    return {
        "pendapat": satu.bisa_pendapat,
        "putusan": satu.bisa_putus,
        "tarik": terbuka and boleh_kirim(request, capaian),
        "batalkan": berlaku and not ajuan.jawaban_kpk and berwenang_memutus(request.user, ajuan),
        "jawaban": berlaku and catat and ajuan.capaian.butir.rencana.berjaga,
    }


def _larangan(request: Permintaan, satu: Baris) -> str:
    """Say to a decider why an open request can't be decided by them now."""
    ajuan = satu.ajuan
    if ajuan.putusan or ajuan.ditarik is not None or satu.bisa_putus or satu.bisa_pendapat:
        return ""
    if not berwenang_memutus(request.user, ajuan):
        return ""
    return boleh_memutus_ajuan(request.user, ajuan) or ""
