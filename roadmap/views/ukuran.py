"""Bands and scales: what is in force, every version, and the next version of each."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.layout import Isian, tampilkan
from accounts.models import Instansi
from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.actions.errors import Bentrok, IsianKurang
from roadmap.actions.ukuran import (
    KODE_PITA,
    IsiPita,
    IsiSkala,
    TabelKeliru,
    buat_skala,
    pakai_pita_portal,
    pita_terpakai,
    skala_terbaru,
    ubah_pita,
    ubah_skala,
)
from roadmap.forms_ukuran import KembaliForm, NamaForm, SkalaForm, TabelForm
from roadmap.models import AturanUkur
from roadmap.tabel_ukuran import Baris, baris
from roadmap.views.saat import rencana_roadmap
from ukuran.models import PitaCapaian, SkalaPredikat

BUKAN_PENGELOLA = "Hanya admin instansi yang mengubah pita dan skala. Anda tetap dapat membacanya."


def _instansi(request: Permintaan) -> Instansi:
    """Return the institution of the chosen Road Map, else the person's own; Http404 without."""
    rencana = rencana_roadmap(request)
    if rencana is not None:
        return rencana.instansi
    ids = {g.instansi_id for g in request.user.akses.with_permission(Permission.PLAN_READ)}
    own = next((i for i in request.user.akses.instansi if i.pk in ids), None)
    if own is None:
        raise Http404("Tidak ada instansi yang dapat Anda baca.")
    return own


def _boleh(request: Permintaan, instansi: Instansi) -> bool:
    return instansi.pk in request.user.akses.instansi_ids(Permission.PLAN_EDIT)


def _sunting(request: Permintaan) -> Instansi:
    instansi = _instansi(request)
    if not _boleh(request, instansi):
        raise PermissionDenied(BUKAN_PENGELOLA)
    return instansi


def _kembali(request: Permintaan) -> str:
    """Return the address of the page, with the plan that was chosen."""
    rencana = rencana_roadmap(request)
    query = f"?{urlencode({'rencana': rencana.pk})}" if rencana else ""
    return reverse("roadmap_ukuran") + query


@require_safe
def ukuran(request: Permintaan) -> HttpResponse:
    """Show bands and scales: in force first, earlier versions below, with source and use."""
    instansi = _instansi(request)
    mine = Q(instansi=None) | Q(instansi=instansi)
    bands = sorted(
        PitaCapaian.objects.filter(mine, kode=KODE_PITA).select_related("oleh"),
        key=lambda p: (p.instansi_id is not None, p.versi),
        reverse=True,
    )
    scales: dict[str, list[SkalaPredikat]] = {}
    for row in SkalaPredikat.objects.filter(mine).select_related("oleh"):
        scales.setdefault(row.kode, []).append(row)
    for rows in scales.values():
        rows.sort(key=lambda s: (s.instansi_id is not None, s.versi), reverse=True)
    used = dict(
        AturanUkur.objects.filter(
            kini=True, skala__isnull=False, butir__instansi=instansi, butir__dicabut__isnull=True
        )
        .order_by()
        .values_list("skala")
        .annotate(n=Count("pk"))
    )
    portal = next((p for p in bands if p.instansi_id is None), None)
    return render(
        request,
        "roadmap/ukuran.html",
        {
            "rencana": rencana_roadmap(request),
            "instansi": instansi,
            "boleh": _boleh(request, instansi),
            "pita": bands[0] if bands else None,
            "pita_lama": bands[1:],
            "dapat_kembali": bool(bands and portal and bands[0].rentang != portal.rentang),
            "skala": [
                {
                    "kini": (rows[0], used.get(rows[0].pk, 0)),
                    "lain": [(row, used.get(row.pk, 0)) for row in rows[1:]],
                }
                for rows in sorted(scales.values(), key=lambda rows: rows[0].nama)
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pita(request: Permintaan) -> HttpResponse:
    """Make the next version of the bands: rows are added and taken out by buttons."""
    instansi = _sunting(request)
    kini = pita_terpakai(instansi.pk)
    awal = {"nama": kini.nama if kini else "Pita capaian", "versi": kini.versi if kini else 0}

    def simpan(form: Isian, rows: list[Baris]) -> str:
        data = form.cleaned_data
        made = ubah_pita(
            instansi_id=instansi.pk,
            isi=IsiPita(data["nama"], rows, data["alasan"]),
            versi=data["versi"],
            by=request.user,
        )
        return f"Pita versi {made.versi} berlaku sejak sekarang."

    return _tabel(
        request,
        form=NamaForm(request.POST or None, initial=awal),
        tabel=TabelForm.dari(baris(kini.rentang if kini else []), pita=True),
        simpan=simpan,
        versi=awal["versi"],
        context={"judul": "Ubah pita capaian", "instansi": instansi, "kini": kini},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pita_portal(request: Permintaan) -> HttpResponse:
    """Ask for a reason, then use the portal's bands again."""
    instansi = _sunting(request)
    kini = pita_terpakai(instansi.pk)
    portal = PitaCapaian.objects.filter(instansi=None, kode=KODE_PITA).order_by("versi").last()
    form = KembaliForm(request.POST or None, initial={"versi": kini.versi if kini else 0})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = pakai_pita_portal(
                    instansi_id=instansi.pk, by=request.user, **form.cleaned_data
                )
            except IsianKurang as error:
                tampilkan(form, error.galat)
            except (Denied, Bentrok) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Pita portal berlaku lagi, sebagai versi {made.versi}.")
                return redirect(_kembali(request))
    context = {
        "form": form,
        "kini": kini,
        "portal": portal,
        "instansi": instansi,
        "kembali": _kembali(request),
        "rencana": rencana_roadmap(request),
    }
    return render(request, "roadmap/ukuran_portal.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def skala(request: Permintaan, pk: int) -> HttpResponse:
    """Make the next version of a scale for the institution."""
    instansi = _sunting(request)
    asal = get_object_or_404(
        SkalaPredikat.objects.filter(Q(instansi=None) | Q(instansi=instansi)), pk=pk
    )
    terbaru = skala_terbaru(instansi.pk, asal.kode) or asal

    def simpan(form: Isian, rows: list[Baris]) -> str:
        data = form.cleaned_data
        made = ubah_skala(
            skala_id=asal.pk,
            instansi_id=instansi.pk,
            isi=IsiSkala(data["nama"], rows, data["sumber"]),
            versi=data["versi"],
            by=request.user,
        )
        return (
            f"{made} tersimpan. Baris yang memakai versi lama tetap memakainya sampai aturannya "
            "diubah."
        )

    return _tabel(
        request,
        form=SkalaForm(
            request.POST or None,
            initial={"nama": terbaru.nama, "sumber": terbaru.sumber, "versi": terbaru.versi},
        ),
        tabel=TabelForm.dari(baris(terbaru.tingkat), pita=False),
        simpan=simpan,
        versi=terbaru.versi,
        context={"judul": f"Versi baru: {terbaru.nama}", "instansi": instansi, "kini": terbaru},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def skala_baru(request: Permintaan) -> HttpResponse:
    """Make a scale of the institution's own."""
    instansi = _sunting(request)

    def simpan(form: Isian, rows: list[Baris]) -> str:
        data = form.cleaned_data
        isi = IsiSkala(data["nama"], rows, data["sumber"])
        return f"{buat_skala(instansi_id=instansi.pk, isi=isi, by=request.user)} tersimpan."

    return _tabel(
        request,
        form=SkalaForm(request.POST or None, initial={"versi": 0}),
        tabel=TabelForm.dari([Baris(""), Baris("")], pita=False),
        simpan=simpan,
        versi=0,
        context={"judul": "Skala baru", "instansi": instansi, "kini": None},
    )


def _tabel(
    request: Permintaan,
    *,
    form: Isian,
    tabel: TabelForm,
    simpan: Any,
    versi: Any,
    context: dict[str, Any],
) -> HttpResponse:
    """Show a form with a table; `langkah` says whether a row moves or all is saved.

    `simpan` takes the valid form and rows and returns what to say. A version that moved meanwhile
    is answered by 409 with everything kept; saving again is then about the version of now.
    """
    status = 200
    step = request.POST.get("langkah", "simpan")
    if request.method == "POST" and step != "simpan":
        tabel = TabelForm.disusun(request.POST, step, pita=tabel.pita)
        form = type(form)(initial={nama: request.POST.get(nama, "") for nama in form.fields})
    elif request.method == "POST":
        tabel, status = TabelForm.terkirim(request.POST, pita=tabel.pita), 422
        right, shaped = form.is_valid(), tabel.sah()
        if right and shaped:
            try:
                pesan = simpan(form, tabel.isi())
            except IsianKurang as error:
                tampilkan(form, error.galat)
            except TabelKeliru as error:
                tabel.tunjukkan(error.keluhan)
            except Denied as error:
                form.add_error(None, str(error))
            except Bentrok as error:
                data = request.POST.copy()
                data["versi"] = str(versi)
                form, status = type(form)(data), 409
                form.add_error(None, str(error))
            else:
                messages.success(request, pesan)
                return redirect(_kembali(request))
    return render(
        request,
        "roadmap/ukuran_tabel.html",
        {
            **context,
            "form": form,
            "tabel": tabel,
            "kembali": _kembali(request),
            "rencana": rencana_roadmap(request),
        },
        status=status,
    )
