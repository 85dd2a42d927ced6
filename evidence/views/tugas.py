"""The page of one task: read by all who may see it, worked on by its unit."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from accounts.sebutan import sebut
from evidence.actions import GALAT, Bentrok, Denied, pakai_setara, perbarui, tarik
from evidence.actions.isian import EDITABLE
from evidence.detail import Rincian, dengan_rincian, rincian
from evidence.forms import IsianForm
from evidence.lists.jendela import jendela_tugas
from evidence.lists.serah import blok_serah
from evidence.lists.setara import BerkasSetara, berkas_setara
from evidence.models import Capaian
from evidence.pelengkap import pelengkap
from evidence.submission import Hasil, Kiriman, terapkan
from evidence.views.access import BUKAN_OPERATOR, capaian_terlihat, taut_terlihat, wajib
from ukuran.format import jam

TERSIMPAN = "draf_tersimpan"


@dataclass
class Keadaan:
    """What the page shows besides the task: the outcome of a submission."""

    form: IsianForm | None = None
    khusus: forms.BaseForm | None = None
    hasil: Hasil | None = None
    bentrok: str = ""
    dipulihkan: bool = False
    status: int = 200


@dataclass(frozen=True)
class Beda:
    """A field whose stored text differs from what the person typed."""

    label: str
    diketik: str
    tersimpan: str


def versi_dari(data: QueryDict) -> int:
    """Return the version a form was made from; 0 (never stored) when it can't be read."""
    text = data.get("versi", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def tugas(request: Permintaan, pk: int) -> HttpResponse:
    """Show a task; POST uploads, saves and sends in one form."""
    if request.method == "POST":
        return _terima(request, pk)
    capaian = capaian_terlihat(request, pk, dengan_rincian(Capaian.objects.all()))
    kept = take(request)
    if kept is None:
        return _halaman(request, capaian, Keadaan())
    keadaan = Keadaan(form=IsianForm.untuk(capaian, kept), dipulihkan=True)
    own = pelengkap(capaian.butir)
    if own is not None:
        keadaan.khusus = own.formulir(capaian, kept)
    if versi_dari(kept) != capaian.versi:
        keadaan.bentrok = "Tugas ini diubah setelah Anda mengisi. Bandingkan sebelum menyimpan."
    return _halaman(request, capaian, keadaan)


def _terima(request: Permintaan, pk: int) -> HttpResponse:
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.EVIDENCE_SEND, BUKAN_OPERATOR)
    form = IsianForm.untuk(capaian, request.POST)
    own = pelengkap(capaian.butir)
    khusus = own.formulir(capaian, request.POST) if own is not None else None
    keadaan = Keadaan(form=form, khusus=khusus, status=422)
    sah = form.is_valid()
    if khusus is not None:
        sah = khusus.is_valid() and sah
    terbuka = isian_terbuka(capaian)
    kiriman = Kiriman(
        capaian_id=pk,
        versi=versi_dari(request.POST),
        berkas=_berkas(request, capaian),
        isian=form.isian(khusus) if sah and terbuka else None,
        kirim=request.POST.get("aksi") == "kirim",
        ulang=[int(i) for i in request.POST.getlist("ulang") if i.isdecimal() and len(i) < 12],
    )
    try:
        hasil = terapkan(kiriman, request.user, isian_sah=sah or not terbuka)
    except Bentrok as error:
        keadaan.bentrok, keadaan.status = str(error), 409
    except Denied as error:
        messages.error(request, str(error))
        return redirect("tugas", pk)
    else:
        if hasil.bersih and (sah or not terbuka):
            return _selesai(request, pk, capaian, hasil)
        keadaan.hasil = hasil
        for nama, pesan in hasil.galat.items():
            if khusus is not None and nama in khusus.fields:
                khusus.add_error(nama, pesan)
            else:
                form.add_error(nama if nama in form.fields else None, pesan)
    fresh = capaian_terlihat(request, pk, dengan_rincian(Capaian.objects.all()))
    return _halaman(request, fresh, keadaan)


def isian_terbuka(capaian: Capaian) -> bool:
    """Whether the text may be changed in this state."""
    return capaian.status in EDITABLE


def _berkas(request: Permintaan, capaian: Capaian) -> dict[int, list[tuple[str, Any]]]:
    """Return the chosen files for each document of this task."""
    chosen = {}
    for pemenuhan_id in capaian.pemenuhan_set.order_by("dokumen__urut").values_list(
        "pk", flat=True
    ):
        files = request.FILES.getlist(f"berkas_{pemenuhan_id}")
        if files:
            chosen[pemenuhan_id] = [(f.name or "", f) for f in files]
    return chosen


def _selesai(request: Permintaan, pk: int, capaian: Capaian, hasil: Hasil) -> HttpResponse:
    parts = []
    if hasil.diterima:
        parts.append(f"{len(hasil.diterima)} berkas diunggah.")
    if hasil.terkirim:
        parts.append(sebut(f"Tugas {capaian.butir.kode} dikirim ke Inspektorat."))
    elif hasil.tersimpan:
        zona = timezone.get_current_timezone()
        parts.append(f"Draf tersimpan pukul {jam(timezone.now(), zona)}.")
    elif not parts:
        parts.append("Belum ada yang berubah: pilih berkas dahulu.")
    messages.success(request, " ".join(parts))
    request.session[TERSIMPAN] = pk
    return redirect("tugas", pk)


def _halaman(request: Permintaan, capaian: Capaian, keadaan: Keadaan) -> HttpResponse:
    hari_ini = timezone.localdate()
    detail = rincian(capaian, request.user, hari_ini)
    form = keadaan.form or IsianForm.untuk(capaian)
    own = pelengkap(capaian.butir)
    tersimpan = request.session.get(TERSIMPAN) == capaian.pk and keadaan.form is None
    if tersimpan:
        del request.session[TERSIMPAN]
    return render(
        request,
        "evidence/tugas.html",
        {
            "rincian": detail,
            "capaian": capaian,
            "butir": capaian.butir,
            "form": form,
            "pelengkap": own,
            "khusus": own.muat(capaian, hari_ini) if own else None,
            "khusus_form": keadaan.khusus or (own.formulir(capaian) if own else None),
            "keadaan": keadaan,
            "beda": _beda(form, capaian) + _beda_khusus(keadaan.khusus, capaian)
            if keadaan.bentrok
            else [],
            "draf_tersimpan": tersimpan,
            "halaman": request.get_full_path(),
            "progres": Capaian.Progres.choices,
            "jendela_lain": jendela_tugas(request.user, capaian, hari_ini),
            "serah": blok_serah(request.user, capaian, boleh_kirim=detail.boleh_kirim),
            "setara": _setara(request, detail),
            "hari_ini": hari_ini,
            "maks": settings.EVIDENCE_MAX_BYTES,
            "maks_mb": settings.EVIDENCE_MAX_BYTES // (1024 * 1024),
            "boleh_periksa": _boleh_periksa(request, detail),
        },
        status=keadaan.status,
    )


def _setara(request: Permintaan, detail: Rincian) -> list[BerkasSetara]:
    """Return where else the attached files may be used, for a person who may send."""
    files = [taut for d in detail.dokumen for taut in d.berkas]
    if not (files and detail.boleh_kirim):
        return []
    return berkas_setara(request.user, detail.capaian, files)


def _boleh_periksa(request: Permintaan, detail: Rincian) -> bool:
    return request.user.akses.may(Permission.EVIDENCE_REVIEW, detail.capaian.unit)


def _beda(form: IsianForm, capaian: Capaian) -> list[Beda]:
    """Return the fields in which typed and stored text differ (line ends don't count)."""
    rows = []
    for name, field in form.fields.items():
        bound = form[name].value()
        typed = "" if bound is None else str(bound)
        value = field.prepare_value(getattr(capaian, name))
        stored = "" if value is None else str(value)
        if name == "progres" and not typed:
            continue
        if typed.replace("\r\n", "\n").strip() != stored.replace("\r\n", "\n").strip():
            rows.append(Beda(str(field.label), typed, stored))
    return rows


def _beda_khusus(typed: forms.BaseForm | None, capaian: Capaian) -> list[Beda]:
    """Return the figures of the plan's own form in which typed and stored ones differ."""
    own = pelengkap(capaian.butir)
    if typed is None or own is None:
        return []
    stored = own.formulir(capaian)
    rows = []
    for name in typed.fields.keys() & stored.fields.keys():
        here, there = _tertulis(typed[name]), _tertulis(stored[name])
        if here != there:
            rows.append(Beda(str(typed.fields[name].label), here, there))
    order = [str(field.label) for field in typed.fields.values()]
    return sorted(rows, key=lambda row: order.index(row.label))


def _tertulis(field: forms.BoundField) -> str:
    """Return what stands in a field: the words of a choice, else the text."""
    value = field.value()
    shown = "" if value is None else str(field.field.prepare_value(value)).strip()
    choices = dict(getattr(field.field, "choices", ()))
    return str(choices.get(shown, shown)) if shown else ""


@require_POST
def tugas_tarik(request: Permintaan, pk: int) -> HttpResponse:
    """Take back what waits for the Inspektorat."""
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.EVIDENCE_SEND, BUKAN_OPERATOR)
    try:
        tarik(capaian_id=pk, versi=versi_dari(request.POST), by=request.user)
    except GALAT as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Tugas {capaian.butir.kode} ditarik kembali dan dapat diubah.")
    return redirect("tugas", pk)


@require_POST
def tugas_perbarui(request: Permintaan, pk: int) -> HttpResponse:
    """Open approved documents of a continuous task for newer files."""
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.EVIDENCE_SEND, BUKAN_OPERATOR)
    asked = request.POST.getlist("dokumen")
    try:
        perbarui(
            capaian_id=pk,
            versi=versi_dari(request.POST),
            pemenuhan_ids=[int(i) for i in asked if i.isdecimal() and len(i) < 12],
            by=request.user,
        )
    except GALAT as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            "Silakan unggah bukti terbaru. Persetujuan terdahulu tetap berlaku sampai tanggalnya.",
        )
    return redirect("tugas", pk)


@require_POST
def tugas_setara(request: Permintaan, pk: int, taut_pk: int, pemenuhan_pk: int) -> HttpResponse:
    """Use an attached file also for an equal document of another plan."""
    taut = taut_terlihat(request, pk, taut_pk)
    try:
        use = pakai_setara(taut_id=taut.pk, pemenuhan_id=pemenuhan_pk, by=request.user)
    except GALAT as error:
        messages.error(request, str(error))
    else:
        there = use.pemenuhan.capaian
        messages.success(
            request,
            f"{taut.versi.nama_asli} dipakai juga untuk {there.butir.kode}, "
            f"{there.butir.rencana.nama}. Kirim dari tugas itu; putusannya sendiri.",
        )
    return redirect(f"{reverse('tugas', args=[pk])}#h-setara")
