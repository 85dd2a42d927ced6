"""A target of one row in one year: its versions, and a revision with a preview."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms.layout import tampilkan
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.jadwal import Jendela, label
from evidence.keadaan import hari_di
from evidence.lists.rencana import boleh_ubah
from evidence.models import Butir, Rencana
from evidence.selection import tetapkan
from evidence.workflow import NotAllowed
from roadmap.actions.target import (
    Revisi,
    baca_revisi,
    beranggaran,
    tahun_di,
    target_kini,
    ubah_target,
)
from roadmap.forms_target import TargetForm
from roadmap.kata_target import kata_anggaran, kata_jenis_baru, kata_target
from roadmap.lembar import tahun_rencana
from roadmap.models import BarisAksi, TargetTahun
from roadmap.nilai import target as nilai_target

BUKAN_PENGELOLA = "Hanya admin instansi yang mengubah Road Map. Anda tetap dapat membacanya."


def butir_diubah(request: Permintaan, pk: int) -> Butir:
    """Return a Road Map Butir for its editors; Http404, or PermissionDenied for readers."""
    butir: Butir = get_object_or_404(
        Butir.objects.visible_to(request.user).select_related(
            "rencana__instansi", "rencana__roadmap", "unit"
        ),
        pk=pk,
        rencana__jenis=Rencana.Jenis.ROADMAP,
    )
    tetapkan(request, butir.rencana_id)
    if not boleh_ubah(request.user, butir.rencana):
        raise PermissionDenied(BUKAN_PENGELOLA)
    return butir


def tertutup(butir: Butir) -> str:
    """Return why nothing of a Butir can be changed; "" when it can."""
    if butir.rencana.status == Rencana.Keadaan.DITUTUP:
        return "Rencana ini sudah ditutup, jadi isinya tidak dapat diubah."
    if butir.dicabut is not None:
        return f"Baris ini sudah dicabut oleh {butir.dasar_cabut}."
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: Permintaan, pk: int, tahun: int) -> HttpResponse:
    """Show the versions of a target, and revise it.

    The button says which: `pratinjau` shows what was read and what follows, `simpan` records it,
    `isi` goes back to the form.
    """
    butir = butir_diubah(request, pk)
    if not tahun_di(butir.rencana, tahun):
        raise Http404("Tahun ini bukan bagian rencana ini.")
    kini, money = target_kini(butir, tahun), beranggaran(butir)
    form, status, bentrok = TargetForm(kini=kini, beranggaran=money), 200, ""
    if request.method == "POST" and not tertutup(butir):
        step = request.POST.get("langkah", "")
        form = TargetForm(request.POST, kini=kini, beranggaran=money)
        if step == "isi":
            form = TargetForm(kini=kini, beranggaran=money)
            form.initial = {nama: request.POST.get(nama, "") for nama in form.fields}
        else:
            status = 422
            try:
                if form.is_valid() and (done := _langkah(request, butir, tahun, form, step)):
                    return done
            except Bentrok as error:
                data = request.POST.copy()
                data["versi"] = str(kini.versi if kini else 0)
                form = TargetForm(data, kini=kini, beranggaran=money)
                bentrok, status = str(error), 409
    context = {**_kepala(butir, tahun, kini), "form": form, "bentrok": bentrok}
    return render(request, "roadmap/target.html", context, status=status)


def _langkah(
    request: Permintaan, butir: Butir, tahun: int, form: TargetForm, step: str
) -> HttpResponse | None:
    """Take one step of a form of the right shape; None when it has to be shown again."""
    try:
        if step != "simpan":
            hari = hari_di(butir.rencana, timezone.now())
            return _pratinjau(request, butir, form, baca_revisi(butir, tahun, form.isi(), hari))
        revisi = ubah_target(
            butir_id=butir.pk,
            tahun=tahun,
            isi=form.isi(),
            versi=form.cleaned_data["versi"],
            by=request.user,
        )
    except IsianKurang as error:
        tampilkan(form, error.galat)
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, _pesan(revisi))
        return redirect("roadmap_target", butir.pk, tahun)
    return None


def _pratinjau(request: Permintaan, butir: Butir, form: TargetForm, revisi: Revisi) -> HttpResponse:
    return render(
        request,
        "roadmap/target_pratinjau.html",
        {
            **_kepala(butir, revisi.baru.tahun, revisi.lama),
            "form": form,
            "revisi": revisi,
            "terbaca": kata_target(revisi.target),
            "jenis_baru": kata_jenis_baru(
                nilai_target(revisi.lama) if revisi.lama else None, revisi.target
            ),
            "anggaran_terbaca": kata_anggaran(revisi.anggaran) if revisi.anggaran else "",
            "jendela": [label(butir.pola, window) for window in revisi.dampak.dibuat],
            "dicabut": _sebut(butir, revisi.dampak.dicabut),
            "tetap": _sebut(butir, revisi.dampak.tetap),
            "beda": _sebut(butir, revisi.dampak.beda),
        },
    )


def _sebut(butir: Butir, rows: Any) -> list[tuple[int, str]]:
    """Return tasks as links: id and the name of the window."""
    return [(row.pk, label(butir.pola, Jendela(row.mulai, row.selesai))) for row in rows]


def _pesan(revisi: Revisi) -> str:
    dampak = revisi.dampak
    parts = [f"Target {revisi.baru.tahun} tersimpan sebagai versi {revisi.baru.versi}."]
    if dampak.dibuat:
        parts.append(f"{len(dampak.dibuat)} tugas baru dibuat.")
    if dampak.dicabut:
        parts.append(f"{len(dampak.dicabut)} tugas yang belum dikerjakan dicabut.")
    if dampak.tetap:
        parts.append(f"{len(dampak.tetap)} tugas yang sudah berisi tetap ada.")
    if dampak.beda:
        parts.append(f"{len(dampak.beda)} tugas berisi angka menurut target lama; angkanya tetap.")
    return " ".join(parts)


def _kepala(butir: Butir, tahun: int, kini: TargetTahun | None) -> dict[str, Any]:
    """Return what the head and the list of versions show."""
    rows = TargetTahun.objects.filter(butir=butir, tahun=tahun).select_related("oleh")
    shared = BarisAksi.objects.filter(butir=butir).select_related("anggaran_pada").first()
    return {
        "butir": butir,
        "rencana": butir.rencana,
        "tahun": tahun,
        "tahun_lain": tahun_rencana(butir.rencana),
        "kini": kini,
        "berbagi": shared.anggaran_pada if shared else None,
        "tertutup": tertutup(butir),
        "versi": [(row, kata_target(nilai_target(row))) for row in rows.order_by("-versi")],
    }
