"""One meeting: planned, moved, held, corrected, cancelled, printed."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Unit
from accounts.pending import take
from accounts.permintaan import Permintaan
from evidence.selection import tetapkan
from roadmap.actions.rapat import (
    Orang,
    batalkan,
    isi_kini,
    jadwalkan,
    laksanakan,
    perbaiki,
    tidak_berubah,
    ubah_jadwal,
)
from roadmap.daftar_masalah import wujud_langkah
from roadmap.daftar_rapat import agenda, wujud
from roadmap.forms_rapat import (
    BARIS_KOSONG,
    AlasanForm,
    HadirFormSet,
    JadwalForm,
    NotulaForm,
    PelaksanaanForm,
    awal_jadwal,
    siapa_rapat,
)
from roadmap.models import LangkahPerbaikan, Masalah, Rapat
from roadmap.views.matriks import tanpa_rencana
from roadmap.views.rapat.jalan import (
    BACA_TULIS,
    BENTROK,
    BUKAN_PENCATAT,
    angka,
    boleh_rapat,
    coba,
    pembaca,
    pencatat_wajib,
    rapat_terlihat,
    rencana_rapat,
)


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_baru(request: Permintaan) -> HttpResponse:
    """Ask for a meeting to come; POST plans it."""
    rencana = rencana_rapat(request)
    if rencana is None:
        return tanpa_rencana(request)
    siapa = siapa_rapat(rencana, request.user)
    if not siapa:
        raise PermissionDenied("Anda tidak dapat menjadwalkan rapat pada Road Map ini.")
    if not rencana.berjalan:
        messages.warning(request, "Road Map ini tidak sedang berjalan, jadi tidak ada rapat baru.")
        return redirect(f"{reverse('rapat')}?rencana={rencana.pk}")
    tetapkan(request, rencana.pk)
    kept = take(request) if request.method != "POST" else None
    awal = awal_jadwal(request.GET, timezone.localdate())
    form, status = JadwalForm(siapa, kept, initial=awal), 200
    if request.method == "POST":
        form, status = JadwalForm(siapa, request.POST), 422
        if form.is_valid():
            made: list[Rapat] = []
            failed = coba(form, lambda: made.append(_jadwalkan(request, rencana.pk, form)))
            if failed is None:
                messages.success(request, "Rapat dijadwalkan.")
                return redirect("rapat_rinci", made[0].pk)
            status = failed
    konteks = {"form": form, "rencana": rencana, "rapat": None}
    return render(request, "roadmap/rapat/jadwal.html", konteks, status=status)


def _jadwalkan(request: Permintaan, rencana_id: int, form: JadwalForm) -> Rapat:
    data = form.cleaned_data
    tingkat, unit_id = form.tingkat_unit()
    return jadwalkan(
        rencana_id=rencana_id,
        tingkat=tingkat,
        unit_id=unit_id,
        maksud=data["maksud"],
        dijadwalkan=data["dijadwalkan"],
        tempat=data["tempat"],
        pimpinan=data["pimpinan"],
        acara=data["acara"],
        by=request.user,
    )


@require_safe
@pembaca
def rapat_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one meeting: agenda, attendance, minutes, findings and steps."""
    return halaman_rapat(request, rapat_terlihat(request, pk), NotulaForm())


def halaman_rapat(
    request: Permintaan, rapat: Rapat, form: NotulaForm, status: int = 200
) -> HttpResponse:
    """Render the page of a meeting; `form` is the upload of minutes, refused ones included."""
    konteks = {**_isi(request, rapat), "form": form, "boleh": boleh_rapat(request, rapat)}
    return render(request, "roadmap/rapat/rinci.html", konteks, status=status)


def _isi(request: Permintaan, rapat: Rapat) -> dict[str, Any]:
    """What is written down of a meeting; seven queries."""
    today = timezone.localdate()
    tone, ikon = wujud(rapat)
    terlihat = Masalah.objects.visible_to(request.user)
    langkah = (
        LangkahPerbaikan.objects.visible_to(request.user)
        .filter(rapat=rapat)
        .select_related("unit", "masalah__butir")
    )
    # Before the meeting its agenda is what is open now; afterwards its findings tell the story.
    acara = agenda(rapat, request.user, today) if not rapat.terlaksana else None
    return {
        "rapat": rapat,
        "rencana": rapat.rencana,
        "tone": tone,
        "ikon": ikon,
        "agenda": acara,
        "hadirin": rapat.kehadiran_set.filter(diganti=None).select_related("unit"),
        "notula": rapat.notula_set.filter(dilepas=None).select_related("versi", "oleh"),
        "temuan": terlihat.filter(rapat=rapat).select_related("butir", "pokja"),
        "dibahas": terlihat.filter(pengangkatan_set__rapat=rapat)
        .exclude(rapat=rapat)
        .select_related("butir")
        .distinct(),
        "langkah": [(row, wujud_langkah(row, today)) for row in langkah],
        "perubahan": rapat.perubahan_set.select_related("oleh"),
    }


@require_safe
@pembaca
def rapat_cetak(request: Permintaan, pk: int) -> HttpResponse:
    """Show a meeting as a draft of its minutes, for paper."""
    rapat = rapat_terlihat(request, pk)
    return render(request, "roadmap/rapat/cetak.html", _isi(request, rapat))


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_ubah(request: Permintaan, pk: int) -> HttpResponse:
    """Ask for another day or place of a planned meeting; POST moves it."""
    rapat = rapat_terlihat(request, pk)
    pencatat_wajib(request, rapat)
    awal = {k: getattr(rapat, k) for k in ("dijadwalkan", "tempat", "pimpinan", "acara")}
    kept = take(request) if request.method != "POST" else None
    form, status = JadwalForm(None, kept, initial=awal), 200
    if request.method == "POST":
        form, status = JadwalForm(None, request.POST), 422
        if form.is_valid():
            failed = coba(
                form,
                lambda: ubah_jadwal(
                    rapat_id=pk,
                    versi=angka(request.POST, "versi") or 0,
                    by=request.user,
                    **form.cleaned_data,
                ),
            )
            if failed is None:
                messages.success(request, "Jadwal rapat tersimpan.")
                return redirect("rapat_rinci", pk)
            status = failed
    kini = rapat_terlihat(request, pk) if status == BENTROK else None
    konteks = {
        "form": form,
        "rapat": rapat,
        "rencana": rapat.rencana,
        "kini": kini,
        "versi": kini.versi if kini else request.POST.get("versi", rapat.versi),
    }
    return render(request, "roadmap/rapat/jadwal.html", konteks, status=status)


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_batal(request: Permintaan, pk: int) -> HttpResponse:
    """Ask why a planned meeting is cancelled; POST cancels it."""
    rapat = rapat_terlihat(request, pk)
    pencatat_wajib(request, rapat)
    form, status = AlasanForm(), 200
    if request.method == "POST":
        form, status = AlasanForm(request.POST), 422
        if form.is_valid():
            failed = coba(
                form,
                lambda: batalkan(
                    rapat_id=pk,
                    versi=angka(request.POST, "versi") or 0,
                    alasan=form.cleaned_data["alasan"],
                    by=request.user,
                ),
            )
            if failed is None:
                messages.success(request, "Rapat dibatalkan.")
                return redirect("rapat_rinci", pk)
            status = failed
    konteks = {
        "form": form,
        "rapat": rapat,
        "rencana": rapat.rencana,
        "judul": "Batalkan rapat",
        "isi": "Rapat tetap tercatat sebagai dibatalkan, dengan alasannya.",
        "aksi": "Batalkan rapat",
    }
    return render(request, "roadmap/rapat/alasan.html", konteks, status=status)


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_catat(request: Permintaan, pk: int) -> HttpResponse:
    """Ask what a meeting said and who was there; of a held one, ask also why it is corrected."""
    rapat = rapat_terlihat(request, pk)
    pencatat_wajib(request, rapat)
    if rapat.keadaan == Rapat.Keadaan.DIBATALKAN:
        raise PermissionDenied(BUKAN_PENCATAT)
    lagi = rapat.terlaksana
    units = list(Unit.objects.filter(instansi=rapat.instansi_id).order_by("nama"))
    choices = {"units": [(u.pk, str(u)) for u in units]}
    kept = take(request) if request.method != "POST" else None
    kini = isi_kini(rapat)
    awal = {
        "dilaksanakan": min(kini.dilaksanakan, timezone.localdate()),
        "tempat": kini.tempat,
        "pimpinan": kini.pimpinan,
        "ringkasan": kini.ringkasan,
    }
    form, status = PelaksanaanForm(kept, initial=awal, perbaikan=lagi), 200
    rows = [{**asdict(o), "unit": o.unit_id} for o in kini.kehadiran] + [{}] * BARIS_KOSONG
    hadir = HadirFormSet(kept, initial=rows, prefix="hadir", form_kwargs=choices)
    if request.method == "POST":
        form = PelaksanaanForm(request.POST, perbaikan=lagi)
        hadir = HadirFormSet(request.POST, prefix="hadir", form_kwargs=choices)
        if "tambah" in request.POST:
            return _tambah_baris(request, rapat, form, choices)
        status = 422
        lengkap, hadir_lengkap = form.is_valid(), hadir.is_valid()
        orang = [o for f in hadir if (o := f.orang()) is not None] if hadir_lengkap else []
        # Sent twice, or nothing changed: no reason is asked for nothing.
        terisi = hadir_lengkap and set(form.errors) <= {"alasan"}
        if terisi and tidak_berubah(rapat, form.isi(orang), request.user):
            messages.info(request, "Tidak ada yang berubah pada catatan rapat ini.")
            return redirect("rapat_rinci", pk)
        if lengkap and hadir_lengkap:
            failed = coba(form, lambda: _simpan(request, rapat, form, orang))
            if failed is None:
                messages.success(request, "Catatan rapat tersimpan.")
                return redirect("rapat_rinci", pk)
            status = failed
    return _halaman_catat(request, rapat, form, hadir, status)


def _simpan(request: Permintaan, rapat: Rapat, form: PelaksanaanForm, orang: list[Orang]) -> Rapat:
    versi = angka(request.POST, "versi") or 0
    isi = form.isi(orang)
    if rapat.terlaksana:
        alasan = form.cleaned_data["alasan"]
        return perbaiki(rapat_id=rapat.pk, versi=versi, isi=isi, alasan=alasan, by=request.user)
    return laksanakan(rapat_id=rapat.pk, versi=versi, isi=isi, by=request.user)


def _tambah_baris(
    request: Permintaan, rapat: Rapat, form: PelaksanaanForm, choices: dict[str, Any]
) -> HttpResponse:
    """Show the form again with more empty lines; nothing is saved."""
    data = request.POST.copy()
    total = min((angka(data, "hadir-TOTAL_FORMS") or 0) + BARIS_KOSONG, 200)
    for n in range(angka(data, "hadir-TOTAL_FORMS") or 0, total):
        data[f"hadir-{n}-hadir"] = "on"
    data["hadir-TOTAL_FORMS"] = str(total)
    hadir = HadirFormSet(data, prefix="hadir", form_kwargs=choices)
    polos = PelaksanaanForm(initial=data.dict(), perbaikan=rapat.terlaksana)
    return _halaman_catat(request, rapat, polos, hadir, 200)


def _halaman_catat(
    request: Permintaan, rapat: Rapat, form: PelaksanaanForm, hadir: Any, status: int
) -> HttpResponse:
    lama = request.method == "POST" and angka(request.POST, "versi") != rapat.versi
    bentrok = status == BENTROK or (status == 422 and lama)
    if bentrok:
        rapat = rapat_terlihat(request, rapat.pk)
    konteks = {
        "form": form,
        "hadir": hadir,
        "rapat": rapat,
        "rencana": rapat.rencana,
        # After a Bentrok the next save is over what stands now, and that is shown.
        "versi": rapat.versi if bentrok else request.POST.get("versi", rapat.versi),
        "kini": isi_kini(rapat) if bentrok else None,
    }
    return render(request, "roadmap/rapat/catat.html", konteks, status=status)
