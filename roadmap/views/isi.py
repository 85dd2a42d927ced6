"""Figures of one task in place: below its row by htmx, a small page of its own without."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.actions import Bentrok, Denied, Isian, IsianKurang, NotAllowed, simpan_draf
from evidence.actions.isian import EDITABLE
from evidence.jadwal import Jendela, label
from evidence.models import Butir, Capaian, Rencana
from evidence.views.access import BUKAN_OPERATOR, capaian_terlihat, wajib
from evidence.views.kembali import alamat_aman
from evidence.views.tugas import versi_dari
from evidence.workflow import Status
from roadmap.forms_realisasi import RealisasiForm
from roadmap.models import Realisasi
from roadmap.tolok import tolok
from roadmap.tugas import khusus_tugas
from ukuran.format import jam


@dataclass
class Keadaan:
    """What is shown besides the figures: the outcome of a submission."""

    form: RealisasiForm | None = None
    bentrok: str = ""
    tersimpan: str = ""
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
def roadmap_isi(request: Permintaan, pk: int) -> HttpResponse:
    """Show and save the figures of one task as a draft; documents and text stay as they are.

    A POST that is kept leads back to `kembali` (an address of the portal), or answers htmx with
    the part itself. A refused one keeps what was typed: 422, or 409 when the task moved on; htmx
    gets 200, because it shows nothing else.
    """
    capaian = capaian_terlihat(request, pk)
    butir = capaian.butir
    if butir.rencana.jenis != Rencana.Jenis.ROADMAP or butir.cara_nilai != Butir.CaraNilai.KHUSUS:
        raise Http404("Tugas ini tidak mempunyai realisasi Road Map.")
    wajib(request, capaian, Permission.EVIDENCE_SEND, BUKAN_OPERATOR)
    if request.method == "POST":
        return _simpan(request, capaian)
    kept = take(request)
    if kept is None:
        return _tampil(request, capaian, Keadaan())
    keadaan = Keadaan(form=_form(capaian, kept))
    if versi_dari(kept) != capaian.versi:
        keadaan.bentrok = "Tugas ini diubah setelah Anda mengisi. Bandingkan sebelum menyimpan."
    return _tampil(request, capaian, keadaan)


def _form(capaian: Capaian, data: object = None) -> RealisasiForm:
    draft = Realisasi.objects.filter(capaian=capaian).first()
    return _bernama(capaian, RealisasiForm.untuk(tolok(capaian).susunan, draft, data))


def _bernama(capaian: Capaian, form: RealisasiForm) -> RealisasiForm:
    form.auto_id = f"id_{capaian.pk}_%s"  # several may stand on one page
    return form


def tertutup(capaian: Capaian) -> str:
    """Say why the figures can't be changed now; empty when they can."""
    if not capaian.butir.rencana.berjalan:
        return "Rencana ini tidak sedang berjalan, jadi realisasinya tidak dapat diubah."
    if capaian.gugur is not None:
        return "Tugas ini tidak berlaku lagi, jadi realisasinya tidak dapat diubah."
    if capaian.status not in EDITABLE:
        return (
            f"Realisasi tidak dapat diubah pada status {Status(capaian.status).label}. "
            "Buka halaman tugas untuk melihat langkah yang tersedia."
        )
    return ""


def _simpan(request: Permintaan, capaian: Capaian) -> HttpResponse:
    if tertutup(capaian):
        return _tampil(request, capaian, Keadaan(status=409))
    form = _form(capaian, request.POST)
    keadaan = Keadaan(form=form, status=422)
    if not form.is_valid():
        return _tampil(request, capaian, keadaan)
    before = capaian.versi
    try:
        saved = simpan_draf(
            capaian_id=capaian.pk,
            versi=versi_dari(request.POST),
            isian=Isian(
                narasi=capaian.narasi,
                kendala=capaian.kendala,
                tindak_lanjut=capaian.tindak_lanjut,
                khusus=form.cleaned_data,
            ),
            by=request.user,
        )
    except Bentrok as error:
        keadaan.bentrok, keadaan.status = str(error), 409
        return _tampil(request, capaian_terlihat(request, capaian.pk), keadaan)
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
        return _tampil(request, capaian_terlihat(request, capaian.pk), keadaan)
    except IsianKurang as error:
        for nama, pesan in error.galat.items():
            form.add_error(nama if nama in form.fields else None, pesan)
        return _tampil(request, capaian, keadaan)
    return _selesai(request, saved, berubah=saved.versi != before)


def _selesai(request: Permintaan, capaian: Capaian, *, berubah: bool) -> HttpResponse:
    pukul = jam(timezone.now(), timezone.get_current_timezone())
    said = f"Draf tersimpan pukul {pukul}." if berubah else "Belum ada angka yang berubah."
    if _htmx(request):
        return _tampil(request, capaian, Keadaan(tersimpan=said))
    messages.success(request, f"{capaian.butir.kode}: {said}")
    return redirect(_kembali(request, capaian))


def _htmx(request: Permintaan) -> bool:
    return request.headers.get("HX-Request") == "true"


def _kembali(request: Permintaan, capaian: Capaian) -> str:
    """Return the page to go back to; the task itself where none of the portal is named."""
    asked = request.POST.get("kembali") or request.GET.get("kembali", "")
    return alamat_aman(request, asked) or reverse("tugas", args=[capaian.pk])


def _tampil(request: Permintaan, capaian: Capaian, keadaan: Keadaan) -> HttpResponse:
    htmx = _htmx(request)
    khusus = khusus_tugas(capaian)
    back = _kembali(request, capaian)
    stored = _bernama(capaian, RealisasiForm.untuk(khusus.tolok.susunan, khusus.draf))
    pola = capaian.butir.pola
    context = {
        "capaian": capaian,
        "butir": capaian.butir,
        "jendela": label(pola, Jendela(capaian.mulai, capaian.selesai)),
        "khusus": khusus,
        "khusus_form": keadaan.form or stored,
        "tersimpan_kini": _tersimpan(stored) if keadaan.bentrok else [],
        "keadaan": keadaan,
        "tertutup": tertutup(capaian),
        "kembali": back,
        "halaman": f"{request.path}?{urlencode({'kembali': back})}",
        "htmx": htmx,
        "rencana": capaian.butir.rencana,
    }
    template = "roadmap/isi_tempat.html" if htmx else "roadmap/isi.html"
    # htmx shows no answer but 2xx: the part itself says what was refused.
    return render(request, template, context, status=200 if htmx else keadaan.status)


def _tersimpan(stored: RealisasiForm) -> list[tuple[str, str]]:
    """Return what is stored of each figure, to compare with what was typed."""
    rows = []
    for field in stored:
        value = field.value()
        choices = dict(getattr(field.field, "choices", ()))
        shown = "kosong" if value in (None, "") else str(choices.get(value, value))
        rows.append((str(field.label), shown))
    return rows
