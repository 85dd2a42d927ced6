"""Figures of earlier years: what was entered, the document, the table to type in, removing."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms.layout import tampilkan
from accounts.models import Unit
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.keadaan import hari_di
from evidence.lists.rencana import boleh_ubah
from evidence.models import BuktiVersi, Rencana
from evidence.selection import tetapkan
from evidence.workflow import NotAllowed
from roadmap.actions.historis import catat_historis, hapus_historis, simpan_dokumen
from roadmap.forms_historis import DokumenForm, HapusForm, SumberForm, sebutan_awal
from roadmap.historis import tahun_historis
from roadmap.models import RealisasiHistoris
from roadmap.tabel_historis import (
    Saringan,
    TabelHistoris,
    daftar_historis,
    tabel_historis,
    tampilkan_daftar,
)
from roadmap.views.saat import rencana_roadmap
from roadmap.views.target import BUKAN_PENGELOLA

PER_PAGE = 50
BIRO_ORGANISASI = "biro-organisasi"


def _rencana(request: Permintaan) -> Rencana:
    rencana = rencana_roadmap(request)
    if rencana is None:
        raise Http404("Belum ada Road Map yang dapat Anda baca.")
    return rencana


def _sunting(request: Permintaan) -> Rencana:
    rencana = _rencana(request)
    if not boleh_ubah(request.user, rencana):
        raise PermissionDenied(BUKAN_PENGELOLA)
    return rencana


def _alamat(nama: str, rencana: Rencana, **query: Any) -> str:
    return f"{reverse(nama)}?{urlencode({'rencana': rencana.pk, **query})}"


@require_http_methods(["GET", "HEAD", "POST"])
def historis(request: Permintaan) -> HttpResponse:
    """List the figures of earlier years; POST stores a source document and opens the table."""
    rencana = rencana_roadmap(request)
    if rencana is None:
        return render(request, "roadmap/historis.html", {"rencana": None})
    boleh = boleh_ubah(request.user, rencana)
    years = tahun_historis(rencana, hari_di(rencana, timezone.now()))
    form, status = None, 200
    if boleh and years:
        form = DokumenForm(
            request.POST or None,
            request.FILES or None,
            unit=_units(rencana),
            tahun=years,
        )
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(BUKAN_PENGELOLA)
        status = 422
        if form.is_valid() and (done := _simpan_dokumen(request, rencana, form)):
            return done
    rows = daftar_historis(rencana, request.GET.get("tahun", ""))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roadmap/historis.html",
        {
            "rencana": rencana,
            "boleh": boleh,
            "tahun": years,
            "form": form,
            "page_obj": page,
            "baris": tampilkan_daftar(list(page.object_list)),
            "jumlah": page.paginator.count,
            "dipilih": request.GET.get("tahun", ""),
        },
        status=status,
    )


def _simpan_dokumen(
    request: Permintaan, rencana: Rencana, form: DokumenForm
) -> HttpResponse | None:
    data = form.cleaned_data
    file = data["berkas"]
    try:
        versi = simpan_dokumen(
            rencana_id=rencana.pk,
            unit_id=data["unit"].pk,
            nama=file.name or "",
            file=file,
            sebutan=data["sebutan"],
            tanggal=data["tanggal"],
            by=request.user,
        )
    except IsianKurang as error:
        tampilkan(form, error.galat)
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, f"{versi.nama_asli} tersimpan. Isi angkanya di bawah.")
        query = {"tahun": data["tahun"], "sumber": versi.pk}
        return redirect(_alamat("roadmap_historis_isi", rencana, **query))
    return None


def _units(rencana: Rencana) -> list[Unit]:
    """Return the units of the institution, Biro Organisasi first where there is one."""
    rows = list(Unit.objects.filter(instansi=rencana.instansi_id).order_by("nama"))
    return sorted(rows, key=lambda unit: unit.kode != BIRO_ORGANISASI)


@require_http_methods(["GET", "HEAD", "POST"])
def historis_isi(request: Permintaan) -> HttpResponse:
    """Type the figures of many rows in one year from one document; saved together."""
    rencana = _sunting(request)
    years = tahun_historis(rencana, hari_di(rencana, timezone.now()))
    asked = request.GET.get("tahun", "")
    tahun = next((t for t in years if str(t) == asked), None)
    if tahun is None:
        raise Http404("Tahun ini belum berakhir atau bukan bagian rencana ini.")
    pilihan = Saringan.dari(request.GET)
    sent = request.POST if request.method == "POST" else None
    tabel = tabel_historis(rencana, tahun, pilihan, data=sent)
    choices = _dokumen(request, rencana)
    if not choices:
        messages.warning(request, "Simpan dahulu dokumen sumbernya.")
        return redirect(_alamat("roadmap_historis", rencana))
    form = SumberForm(sent, pilihan=choices, initial=_sumber_awal(request, choices, tahun))
    status, bentrok = 200, ""
    if sent is not None:
        status = 422
        right, shaped = form.is_valid(), tabel.sah()
        if right and shaped:
            try:
                if done := _simpan(request, rencana, tahun, form, tabel):
                    return done
            except Bentrok as error:
                bentrok, status = str(error), 409
    context = {
        "rencana": rencana,
        "tahun": tahun,
        "tahun_lain": years,
        "form": form,
        "tabel": tabel,
        "saringan": pilihan,
        "bentrok": bentrok,
    }
    return render(request, "roadmap/historis_isi.html", context, status=status)


def _dokumen(request: Permintaan, rencana: Rencana) -> list[tuple[int, str]]:
    """Return the documents to choose from: the one of the address, those that rows name, and
    those that the person stored and nobody has used yet.
    """
    asked = request.GET.get("sumber", "")
    named = RealisasiHistoris.objects.filter(butir__rencana=rencana).values("sumber")
    wanted = Q(pk__in=named) | Q(oleh=request.user, taut_set__isnull=True)
    if asked.isdecimal() and len(asked) < 12:
        wanted |= Q(pk=int(asked))
    found = BuktiVersi.objects.visible_to(request.user).filter(wanted, instansi=rencana.instansi_id)
    return [
        (row.pk, f"{row.nomor_dokumen or row.nama_asli} ({row.nama_asli})")
        for row in found.distinct().order_by("-pk")[:PER_PAGE]
    ]


def _sumber_awal(request: Permintaan, choices: list[tuple[int, str]], tahun: int) -> dict[str, Any]:
    asked = request.GET.get("sumber", "")
    chosen = next((pk for pk, _ in choices if str(pk) == asked), choices[0][0])
    label = dict(choices)[chosen].rpartition(" (")[0]
    return {"sumber": chosen, "dokumen": label or sebutan_awal(tahun)}


def _simpan(
    request: Permintaan, rencana: Rencana, tahun: int, form: SumberForm, tabel: TabelHistoris
) -> HttpResponse | None:
    try:
        hasil = catat_historis(
            rencana_id=rencana.pk,
            tahun=tahun,
            sumber_id=form.cleaned_data["sumber"],
            dokumen=form.cleaned_data["dokumen"],
            baris=tabel.isi(),
            by=request.user,
        )
    except IsianKurang as error:
        tabel.tunjukkan(error.galat)
        tampilkan(form, {k: v for k, v in error.galat.items() if not tabel.memuat(k)})
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
    else:
        messages.success(
            request,
            f"Historis {tahun}: {hasil.baru} baris baru, {hasil.koreksi} koreksi, "
            f"{hasil.tetap} tetap.",
        )
        return redirect(request.get_full_path())
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def historis_hapus(request: Permintaan, pk: int) -> HttpResponse:
    """Ask for a reason, then take a historis row out of the figures; the row stays."""
    row = get_object_or_404(
        RealisasiHistoris.objects.select_related("butir__rencana__instansi", "sumber"),
        pk=pk,
        butir__rencana__in=Rencana.objects.visible_to(request.user),
    )
    rencana = row.butir.rencana
    tetapkan(request, rencana.pk)
    if not boleh_ubah(request.user, rencana):
        raise PermissionDenied(BUKAN_PENGELOLA)
    back = _alamat("roadmap_historis", rencana, tahun=row.tahun)
    if row.diganti is not None:
        messages.warning(request, "Angka historis ini sudah dikoreksi atau dihapus.")
        return redirect(back)
    form, status = HapusForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                hapus_historis(
                    historis_id=row.pk, alasan=form.cleaned_data["alasan"], by=request.user
                )
            except IsianKurang as error:
                tampilkan(form, error.galat)
            except (Denied, NotAllowed) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Angka historis {row.butir.kode} {row.tahun} dihapus.")
                return redirect(back)
    context = {
        "rencana": rencana,
        "satu": tampilkan_daftar([row])[0],
        "form": form,
        "kembali": back,
    }
    return render(request, "roadmap/historis_hapus.html", context, status=status)
