"""Exceptions: asking for one at a task, the list, and one request in full."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from accounts.sebutan import sebut
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.pengecualian import (
    ajukan,
    perbarui_kejadian,
)
from evidence.actions.putusan_kecuali import (
    Penolakan,
    Putusan,
    TidakTerputus,
    putuskan_banyak,
)
from evidence.forms_pengecualian import (
    AjuanForm,
    PutusanKecualiForm,
    dokumen_di_unit,
)
from evidence.lists.marks import sambung
from evidence.lists.pengecualian import (
    Saringan,
    baris,
    daftar,
    dengan_isi,
    peristiwa,
)
from evidence.models import Capaian, Keputusan, Pengecualian
from evidence.selection import rencana_terpilih
from evidence.views.access import BUKAN_OPERATOR, butuh, capaian_terlihat, wajib
from evidence.views.kembali import alamat_aman
from evidence.views.tugas import versi_dari
from evidence.workflow import NotAllowed

BACA_TULIS = ["GET", "HEAD", "POST"]
MAKS_CENTANG = 200
BUKAN_PEMBACA = "Pengecualian tidak untuk peran Anda."


def galat(form: Form, error: IsianKurang) -> None:
    """Show what an action found wrong at the fields of the form that asked for it."""
    for nama, pesan in error.galat.items():
        form.add_error(nama if nama in form.fields else None, pesan)


# --- at the task ---------------------------------------------------------------------------------


@require_http_methods(BACA_TULIS)
def tugas_pengecualian(request: Permintaan, pk: int) -> HttpResponse:
    """Show the requests of a task; POST asks for a new one."""
    capaian = capaian_terlihat(request, pk)
    if request.method == "POST":
        wajib(request, capaian, Permission.EVIDENCE_SEND, BUKAN_OPERATOR)
        return _ajukan(request, capaian)
    kept = take(request)
    asked = request.GET.getlist("dokumen")
    form = AjuanForm(capaian, kept, initial={"dokumen": asked})
    return _halaman_tugas(request, capaian, form)


def _ajukan(request: Permintaan, capaian: Capaian) -> HttpResponse:
    form, status = AjuanForm(capaian, request.POST, request.FILES), 422
    if form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["berkas"]
        try:
            ajukan(
                capaian_id=capaian.pk,
                versi=versi_dari(request.POST),
                jenis=data["jenis"],
                pemenuhan_ids=data["dokumen"],
                alasan=data["alasan"],
                berkas=(file.name or "", file) if file else None,
                by=request.user,
            )
        except IsianKurang as error:
            galat(form, error)
        except Bentrok as error:
            form.add_error(None, str(error))
            status = 409
        except (Denied, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                sebut("Pengecualian diajukan. Inspektorat memberi pendapat, lalu ")
                + f"{capaian.instansi.get_pemutus_pengecualian_display()} memutus.",
            )
            return redirect("tugas_pengecualian", capaian.pk)
    capaian.refresh_from_db(fields=["versi"])
    return _halaman_tugas(request, capaian, form, status)


def _halaman_tugas(
    request: Permintaan, capaian: Capaian, form: AjuanForm, status: int = 200
) -> HttpResponse:
    rows = dengan_isi(Pengecualian.objects.filter(capaian=capaian), request.user)
    ajuan = [baris(a, request.user, timezone.localdate()) for a in rows.order_by("-pk")]
    keputusan = keputusan_tugas(capaian)
    terbuka = capaian.butir.rencana.berjalan and capaian.gugur is None
    boleh = terbuka and boleh_kirim(request, capaian)
    menunggu = any(not a.ajuan.putusan and a.ajuan.ditarik is None for a in ajuan)
    return render(
        request,
        "evidence/pengecualian/ajukan.html",
        {
            "capaian": capaian,
            "butir": capaian.butir,
            "form": form,
            "ajuan": [(a, peristiwa(a.ajuan, keputusan)) for a in ajuan],
            "menunggu": menunggu,
            "boleh": boleh,
            "bisa_ajukan": boleh and not menunggu and bool(dokumen_di_unit(capaian)),
            "halaman": request.path,
        },
        status=status,
    )


def boleh_kirim(request: Permintaan, capaian: Capaian) -> bool:
    """Whether the person may send evidence of a task, also for a supporting unit."""
    reach = Capaian.objects.visible_to(request.user, Permission.EVIDENCE_SEND)
    return reach.filter(pk=capaian.pk).exists()


def keputusan_tugas(capaian: Capaian) -> list[Keputusan]:
    """The decisions of a task, in their order, with who took them."""
    return list(capaian.keputusan_set.select_related("oleh").order_by("at", "pk"))


@require_POST
def tugas_ada_kejadian(request: Permintaan, pk: int) -> HttpResponse:
    """Say that an event has happened: Nihil documents are to be sent after all."""
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.EVIDENCE_SEND, BUKAN_OPERATOR)
    try:
        perbarui_kejadian(capaian_id=pk, versi=versi_dari(request.POST), by=request.user)
    except (Denied, NotAllowed, Bentrok) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Dokumen yang Nihil dibuka lagi. Unggah bukti kejadiannya.")
    return redirect("tugas", pk)


# --- the list ------------------------------------------------------------------------------------


@dataclass
class KeadaanDaftar:
    """What the list shows besides its rows: a decision that was not taken."""

    form: PutusanKecualiForm = field(default_factory=PutusanKecualiForm)
    dicentang: set[int] = field(default_factory=set)
    penolakan: list[Penolakan] = field(default_factory=list)
    status: int = 200


@require_http_methods(BACA_TULIS)
@butuh(Permission.EVIDENCE_READ, BUKAN_PEMBACA)
def pengecualian(request: Permintaan) -> HttpResponse:
    """List requests; POST decides the ticked ones in one batch."""
    if request.method == "POST":
        return _putuskan(request)
    kept = take(request)
    if kept is None:
        return _halaman_daftar(request, KeadaanDaftar())
    keadaan = KeadaanDaftar(PutusanKecualiForm(kept), _centang(kept))
    return _halaman_daftar(request, keadaan)


def _centang(data: QueryDict) -> set[int]:
    ticked = data.getlist("ajuan")[:MAKS_CENTANG]
    return {int(v) for v in ticked if v.isdecimal() and len(v) < 12}


def _putuskan(request: Permintaan) -> HttpResponse:
    form = PutusanKecualiForm(request.POST)
    keadaan = KeadaanDaftar(form, _centang(request.POST), status=422)
    if not form.is_valid():
        return _halaman_daftar(request, keadaan)
    putusan = request.POST.get("putusan", "")
    try:
        rows = putuskan_banyak(
            ids=keadaan.dicentang,
            putusan=putusan,
            catatan=form.cleaned_data["catatan"],
            by=request.user,
        )
    except IsianKurang as error:
        galat(form, error)
    except TidakTerputus as error:
        keadaan.penolakan, keadaan.status = error.baris, 409
    else:
        kata = "dikabulkan" if putusan == Putusan.DIKABULKAN else "ditolak"
        kode = sambung(a.capaian.butir.kode for a in rows)
        messages.success(request, f"{len(rows)} ajuan {kata}: {kode}.")
        lanjut = alamat_aman(request, request.POST.get("next", ""))
        return redirect(lanjut or request.get_full_path())
    return _halaman_daftar(request, keadaan)


def _halaman_daftar(request: Permintaan, keadaan: KeadaanDaftar) -> HttpResponse:
    saringan = Saringan.dari(request.GET, request.user)
    rencana = rencana_terpilih(request)[0] if request.GET.get("rencana") else None
    return render(
        request,
        "evidence/pengecualian/daftar.html",
        {
            "saringan": saringan,
            "daftar": daftar(request.user, saringan, rencana, request.GET.get("page", "")),
            "semua_jenis": Pengecualian.Jenis.choices,
            "keadaan": keadaan,
            "form": keadaan.form,
            "halaman": request.get_full_path(),
        },
        status=keadaan.status,
    )
