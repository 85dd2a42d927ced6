"""The desk: one task beside its queue, and the decision on it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import (
    Bentrok,
    Denied,
    IsianKurang,
    NotAllowed,
    boleh_memutus,
    buka_kembali,
    putuskan,
)
from evidence.detail import dengan_rincian, rincian
from evidence.forms import BukaKembaliForm, PutusanForm
from evidence.lists.marks import sambung
from evidence.lists.meja import dokumen_meja
from evidence.lists.pemeriksa import terlibat
from evidence.lists.queue import berikutnya, sekitar, urutan_mulai
from evidence.lists.saringan import Saringan
from evidence.models import Butir, Capaian
from evidence.pelengkap import pelengkap
from evidence.views.access import (
    BUKAN_VERIFIKATOR,
    capaian_terlihat,
    pemenuhan_terlihat,
    wajib,
)
from evidence.views.tugas import versi_dari
from evidence.views.verifikasi.alamat import ids, ke_antrean, ke_meja, rencana_antrean
from evidence.views.verifikasi.pintasan import pintasan_hidup
from evidence.workflow import Aksi, Status


@dataclass
class Keadaan:
    """What the desk shows besides the task: a decision that was not taken."""

    form: PutusanForm | None = None
    khusus: forms.BaseForm | None = None
    dokumen: list[int] | None = None
    bentrok: str = ""
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
def meja(request: Permintaan, pk: int) -> HttpResponse:
    """Show one task beside its queue; POST decides the ticked documents."""
    if request.method == "POST":
        return _putus(request, pk)
    capaian = _capaian(request, pk)
    keadaan = Keadaan()
    kept = take(request)
    if kept is not None:
        keadaan = Keadaan(
            form=PutusanForm.untuk(capaian, kept), dokumen=ids(kept.getlist("dokumen"))
        )
        own = pelengkap(capaian.butir)
        if own is not None:
            keadaan.khusus = own.formulir_putusan(capaian, kept)
        if versi_dari(kept) != capaian.versi:
            keadaan.bentrok = "Tugas ini diubah setelah Anda mengisi. Periksa lagi."
    return _halaman(request, capaian, keadaan)


def _capaian(request: Permintaan, pk: int) -> Capaian:
    rows = Capaian.objects.select_related("pemeriksa").annotate(terlibat=terlibat(request.user.pk))
    capaian = capaian_terlihat(request, pk, dengan_rincian(rows))
    wajib(request, capaian, Permission.EVIDENCE_REVIEW, BUKAN_VERIFIKATOR)
    return capaian


def _putus(request: Permintaan, pk: int) -> HttpResponse:
    capaian = _capaian(request, pk)
    saringan, rencana = Saringan.dari(request.GET), rencana_antrean(request)
    form = PutusanForm.untuk(capaian, request.POST)
    dokumen = ids(request.POST.getlist("dokumen"))
    own = pelengkap(capaian.butir)
    khusus = own.formulir_putusan(capaian, request.POST) if own is not None else None
    keadaan = Keadaan(form=form, khusus=khusus, dokumen=dokumen, status=422)
    urutan = urutan_mulai(request.user, saringan, rencana, pk)
    asked = request.POST.get("aksi", "")
    sah = form.is_valid()
    if khusus is not None and asked == Aksi.SETUJUI:
        sah = khusus.is_valid() and sah
    elif khusus is not None:
        khusus.errors.clear()  # a return asks for no figures; what was typed stays
    if not sah:
        return _halaman(request, capaian, keadaan)
    try:
        aksi = Aksi(asked) if asked in list(Aksi) else None
        if aksi is None:
            raise NotAllowed("Pilih Setujui atau Minta perbaikan.")
        putuskan(
            capaian_id=pk,
            versi=versi_dari(request.POST),
            pemenuhan_ids=dokumen,
            aksi=aksi,
            by=request.user,
            khusus=khusus.cleaned_data if khusus is not None and asked == Aksi.SETUJUI else None,
            **form.cleaned_data,
        )
    except Bentrok as error:
        keadaan.bentrok, keadaan.status = str(error), 409
        return _halaman(request, _capaian(request, pk), keadaan)
    except IsianKurang as error:
        for nama, pesan in error.galat.items():
            if khusus is not None and nama in khusus.fields:
                khusus.add_error(nama, pesan)
            else:
                form.add_error(nama if nama in form.fields else None, pesan)
        return _halaman(request, capaian, keadaan)
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
        return _halaman(request, _capaian(request, pk), keadaan)
    nilai = form.cleaned_data["nilai"] if own is None else None
    messages.success(request, _terputus(capaian, aksi, dokumen, nilai))
    lanjut = berikutnya(request.user, saringan, rencana, urutan)
    return redirect(ke_antrean(saringan) if lanjut is None else ke_meja(lanjut, saringan))


def _terputus(capaian: Capaian, aksi: Aksi, dokumen: list[int], nilai: int | None) -> str:
    nomor = sambung(p.dokumen.urut for p in capaian.pemenuhan_set.all() if p.pk in dokumen)
    nama = f"{capaian.butir.kode}, dokumen {nomor}"
    if aksi is Aksi.SETUJUI:
        return f"{nama} disetujui" + (f" dengan nilai {nilai}." if nilai is not None else ".")
    return f"{nama} dikembalikan kepada unit untuk diperbaiki."


def _larangan(request: Permintaan, capaian: Capaian) -> str | None:
    """Say why the person may not decide on a task loaded by `_capaian`; None when they may."""
    may = request.user.akses.may(Permission.EVIDENCE_REVIEW, capaian.unit)
    free = may and not capaian.terlibat  # type: ignore[attr-defined]  # annotated
    return None if free else boleh_memutus(request.user, capaian)


def _halaman(request: Permintaan, capaian: Capaian, keadaan: Keadaan) -> HttpResponse:
    saringan = Saringan.dari(request.GET)
    hari_ini = timezone.localdate()
    detail = rincian(capaian, request.user, hari_ini)
    waiting = {d.pemenuhan.pk for d in detail.menunggu}
    ticked = waiting if keadaan.dokumen is None else waiting & set(keadaan.dokumen)
    form = keadaan.form or PutusanForm.untuk(capaian, initial={"nilai": capaian.nilai_internal})
    own = pelengkap(capaian.butir)
    return render(
        request,
        "evidence/meja.html",
        {
            "rincian": detail,
            "capaian": capaian,
            "butir": capaian.butir,
            "sekitar": sekitar(request.user, saringan, rencana_antrean(request), capaian.pk),
            "saringan": saringan,
            "form": form,
            "pelengkap": own,
            "khusus": own.muat(capaian, hari_ini) if own else None,
            "khusus_form": keadaan.khusus or (own.formulir_putusan(capaian) if own else None),
            "keadaan": keadaan,
            "dicentang": ticked,
            "larangan": _larangan(request, capaian),
            "dokumen_meja": dokumen_meja(
                detail, request.user, request.GET.get("versi", ""), hari_ini
            ),
            "putusan_lain": capaian.keputusan_set.all()[:1] if keadaan.bentrok else [],
            "boleh_bagi": request.user.akses.may(Permission.REVIEW_ASSIGN, capaian.unit),
            "pintasan": pintasan_hidup(request),
            "pakai_kriteria": detail.kriteria and capaian.butir.cara_nilai == Butir.CaraNilai.PILIH,
            "halaman": request.get_full_path(),
            "menunggu": Status.MENUNGGU,
        },
        status=keadaan.status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meja_buka(request: Permintaan, pk: int, pemenuhan_pk: int) -> HttpResponse:
    """Ask for a note, then put an approved document back into the queue."""
    pemenuhan = pemenuhan_terlihat(
        request, pk, pemenuhan_pk, Permission.EVIDENCE_REVIEW, BUKAN_VERIFIKATOR
    )
    capaian, saringan = pemenuhan.capaian, Saringan.dari(request.GET)
    back = ke_meja(pk, saringan)
    form, status = BukaKembaliForm(take(request)), 200
    if request.method == "POST":
        form, status = BukaKembaliForm(request.POST), 422
        if form.is_valid():
            try:
                buka_kembali(
                    capaian_id=pk,
                    versi=versi_dari(request.POST),
                    pemenuhan_id=pemenuhan.pk,
                    catatan=form.cleaned_data["catatan"],
                    by=request.user,
                )
            except Bentrok as error:
                form.add_error(None, str(error))
                capaian.refresh_from_db(fields=["versi"])
                status = 409
            except (Denied, NotAllowed, IsianKurang) as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request,
                    f"{capaian.butir.kode}, dokumen {pemenuhan.dokumen.urut} kembali ke antrean.",
                )
                return redirect(back)
    return render(
        request,
        "evidence/buka_kembali.html",
        {
            "pemenuhan": pemenuhan,
            "capaian": capaian,
            "form": form,
            "kembali": back,
            "larangan": boleh_memutus(request.user, capaian),
            "halaman": request.get_full_path(),
        },
        status=status,
    )
