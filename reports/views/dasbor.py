"""The dashboard of the Satgas, and the rows behind each of its figures."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Capaian, Rencana
from evidence.selection import rencana_terpilih
from evidence.workflow import SIFAT, Status
from reports.datasets import rincian
from reports.datasets.ringkasan import Hitungan, hari_ini, ringkasan
from satgas.models import Anggota

PER_HALAMAN = 50


@dataclass(frozen=True)
class Ruas:
    """One part of the documents bar, with the figure that leads to its rows."""

    kode: str
    label: str
    tone: str
    ikon: str
    jumlah: int
    persen_mulai: Decimal
    persen: Decimal


@require_safe
def dasbor(request: Permintaan) -> HttpResponse:
    """Show completeness and scores, claimed beside verified, and who has to act."""
    rencana = _rencana(request)
    if rencana is None:
        boleh = request.user.akses.has(Permission.INSTANSI_SETUP)
        return render(request, "reports/dasbor_kosong.html", {"boleh_menyiapkan": boleh})
    r = ringkasan(rencana, request.user, now=timezone.now())
    if not rencana.berjalan:
        recorded = Capaian.objects.visible_to(request.user).filter(butir__rencana=rencana).exists()
        return render(request, "reports/dasbor_arsip.html", {"r": r, "tercatat": recorded})
    context = {
        "r": r,
        "ruas": _ruas(r.total),
        "verifikator": request.user.akses.has(Permission.EVIDENCE_REVIEW, rencana.instansi_id),
    }
    return render(request, "reports/dasbor.html", context)


@require_safe
def dasbor_dokumen(request: Permintaan) -> HttpResponse:
    """List the required documents behind a figure."""
    rencana = _rencana_wajib(request)
    status, anggota = request.GET.get("status", ""), _anggota(request, rencana)
    try:
        rows = rincian.dokumen(rencana, request.user, status=status, anggota=_pk(anggota))
    except KeyError as error:
        raise Http404("Saringan tidak dikenal.") from error
    context = {
        "nama": "Dokumen wajib",
        "rencana": rencana,
        "page_obj": Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page")),
        "saringan": tuple(rincian.DOKUMEN),
        "pilihan": status,
        "anggota": anggota,
        "semua_anggota": _semua_anggota(rencana),
    }
    return render(request, "reports/dasbor_dokumen.html", context)


@require_safe
def dasbor_tugas(request: Permintaan) -> HttpResponse:
    """List the tasks behind a figure."""
    rencana = _rencana_wajib(request)
    today = hari_ini(rencana, timezone.now())
    keadaan, anggota = request.GET.get("keadaan", ""), _anggota(request, rencana)
    try:
        rows = rincian.tugas(
            rencana, request.user, keadaan=keadaan, anggota=_pk(anggota), today=today
        )
    except KeyError as error:
        raise Http404("Saringan tidak dikenal.") from error
    context = {
        "nama": "Tugas",
        "rencana": rencana,
        "page_obj": Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page")),
        "saringan": rincian.TUGAS,
        "pilihan": keadaan,
        "anggota": anggota,
        "semua_anggota": _semua_anggota(rencana),
        "hari_ini": today,
    }
    return render(request, "reports/dasbor_tugas.html", context)


def _rencana(request: Permintaan) -> Rencana | None:
    """The chosen Satgas plan; a person who may not read its dashboard is refused."""
    rencana, _ = rencana_terpilih(request, Rencana.Jenis.SATGAS)
    _require(request.user, rencana.instansi_id if rencana else None)
    return rencana


def _rencana_wajib(request: Permintaan) -> Rencana:
    rencana = _rencana(request)
    if rencana is None:
        raise Http404("Belum ada rencana Satgas.")
    return rencana


def _require(user: User, instansi_id: int | None) -> None:
    if not user.akses.has(Permission.DASHBOARD_READ, instansi_id):
        raise PermissionDenied("Dasbor tidak termasuk peran Anda.")


def _semua_anggota(rencana: Rencana) -> list[Anggota]:
    return list(Anggota.objects.filter(sk__rencana=rencana).select_related("unit").order_by("no"))


def _anggota(request: Permintaan, rencana: Rencana) -> Anggota | None:
    """The member named in the address; 404 for one of another plan."""
    asked = request.GET.get("anggota", "")
    if not asked:
        return None
    if not asked.isdecimal():
        raise Http404("Anggota tidak ada.")
    found = (
        Anggota.objects.filter(sk__rencana=rencana, pk=int(asked)).select_related("unit").first()
    )
    if found is None:
        raise Http404("Anggota tidak ada.")
    return found


def _pk(anggota: Anggota | None) -> int | None:
    return anggota.pk if anggota else None


def _ruas(hitungan: Hitungan) -> list[Ruas]:
    """Parts of the bar from approved to missing; those without documents keep their figure."""
    counts = (
        (Status.DISETUJUI, hitungan.disetujui),
        (Status.MENUNGGU, hitungan.menunggu),
        (Status.PERBAIKAN, hitungan.perbaikan),
        (Status.DRAF, hitungan.draf),
        (Status.BELUM, hitungan.belum),
    )
    parts, before = [], 0
    for status, count in counts:
        tone = "" if status is Status.BELUM else SIFAT[status].tone
        start, width = _lebar(before, hitungan), _lebar(count, hitungan)
        ikon = SIFAT[status].ikon
        parts.append(Ruas(status.value, str(status.label), tone, ikon, count, start, width))
        before += count
    return parts


def _lebar(count: int, hitungan: Hitungan) -> Decimal:
    if not hitungan.diperlukan:
        return Decimal(0)
    percent = Decimal(100 * count) / hitungan.diperlukan
    return percent.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
