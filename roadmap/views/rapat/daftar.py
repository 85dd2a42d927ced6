"""Lists: meetings with what is due, the month, problems, steps; and the rhythm of an office."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Unit
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from roadmap.actions.rapat_pengaturan import IsiPengaturan, atur, boleh_atur, tingkat_unit
from roadmap.daftar_masalah import (
    KEADAAN_LANGKAH,
    KEADAAN_MASALAH,
    daftar_langkah,
    daftar_masalah,
)
from roadmap.daftar_masalah import Saringan as SaringanMasalah
from roadmap.daftar_rapat import Saringan, baca_bulan, daftar_rapat, kalender, sebut_bulan
from roadmap.forms_rapat import PengaturanForm
from roadmap.jadwal_rapat import BAKU, Maksud, Tingkat
from roadmap.menunggu import langkah_menunggu, pengingat_terbuka
from roadmap.models import PengaturanRapat, Rapat
from roadmap.tempo_rapat import tempo_rapat, unit_rapat
from roadmap.views.matriks import tanpa_rencana
from roadmap.views.rapat.jalan import BACA_TULIS, angka, coba, pembaca, rencana_rapat

TINGKAT = [(t.value, t.label) for t in Tingkat]


def _catat(request: Permintaan, rencana: Rencana) -> bool:
    akses = request.user.akses
    return rencana.berjalan and akses.has(Permission.MEETING_RECORD, rencana.instansi_id)


@require_safe
@pembaca
def rapat(request: Permintaan) -> HttpResponse:
    """List meetings, with those that are due above them."""
    rencana = rencana_rapat(request)
    if rencana is None:
        return tanpa_rencana(request)
    saringan = Saringan.dari(request.GET)
    tempo = tempo_rapat(rencana, request.user, timezone.localdate())
    daftar = daftar_rapat(rencana, request.user, saringan, request.GET.get("page", ""))
    atas = list(Tingkat)[::-1]
    due = sorted((t for t in tempo if t.jatuh_tempo), key=lambda t: atas.index(t.tingkat))
    hitung = Counter(t.tingkat for t in due)
    return render(
        request,
        "roadmap/rapat/daftar.html",
        {
            "rencana": rencana,
            "saringan": saringan,
            "daftar": daftar,
            "jatuh_tempo": due,
            "jatuh_tempo_tingkat": ", ".join(
                f"{t.label.lower()} {hitung[t]}" for t in atas if hitung[t]
            ),
            "pernah_tempo": bool(tempo),
            "terlewat": [t for t in due if t.tempo.lewat],
            "ingatkan": pengingat_terbuka(request.user)
            .filter(rencana=rencana)
            .select_related("unit"),
            "menunggu": langkah_menunggu(request.user).filter(masalah__rencana=rencana).count(),
            "semua_tingkat": TINGKAT,
            "semua_keadaan": Rapat.Keadaan.choices,
            "bulan": sebut_bulan(saringan.bulan) if saringan.bulan else "",
            "boleh_catat": _catat(request, rencana),
        },
    )


@require_safe
@pembaca
def rapat_kalender(request: Permintaan) -> HttpResponse:
    """Show one month: meetings, ends of windows, days of open steps."""
    rencana = rencana_rapat(request)
    if rencana is None:
        return tanpa_rencana(request)
    today = timezone.localdate()
    month = baca_bulan(request.GET.get("bulan", "")) or today.replace(day=1)
    boleh = _catat(request, rencana)
    tempo = tempo_rapat(rencana, request.user, today) if boleh else []
    alamat = {
        "rapat": reverse("rapat_rinci", args=[0]),
        "langkah": reverse("rapat_langkah_rinci", args=[0]),
        "daftar": reverse("rapat"),
        "baru": reverse("rapat_baru"),
    }
    return render(
        request,
        "roadmap/rapat/kalender.html",
        {
            "rencana": rencana,
            "kalender": kalender(rencana, request.user, month, today, tempo, alamat),
            "boleh_catat": boleh,
        },
    )


@require_safe
@pembaca
def rapat_masalah(request: Permintaan) -> HttpResponse:
    """List problems, the highest level first."""
    rencana = rencana_rapat(request)
    if rencana is None:
        return tanpa_rencana(request)
    saringan = SaringanMasalah.dari(request.GET, KEADAAN_MASALAH)
    daftar = daftar_masalah(rencana, request.user, saringan, request.GET.get("page", ""))
    return render(
        request,
        "roadmap/rapat/masalah.html",
        {
            "rencana": rencana,
            "saringan": saringan,
            "daftar": daftar,
            "semua_tingkat": TINGKAT,
        },
    )


@require_safe
@pembaca
def rapat_langkah(request: Permintaan) -> HttpResponse:
    """List remedial steps, late ones first."""
    rencana = rencana_rapat(request)
    if rencana is None:
        return tanpa_rencana(request)
    saringan = SaringanMasalah.dari(request.GET, KEADAAN_LANGKAH)
    page, today = request.GET.get("page", ""), timezone.localdate()
    akses = request.user.akses
    return render(
        request,
        "roadmap/rapat/langkah.html",
        {
            "rencana": rencana,
            "saringan": saringan,
            "daftar": daftar_langkah(rencana, request.user, saringan, page, today),
            "semua_tingkat": TINGKAT,
            "pantau": akses.has(Permission.FOLLOWUP_WATCH, rencana.instansi_id),
            "milik_unit": akses.has(Permission.EVIDENCE_SEND, rencana.instansi_id),
        },
    )


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_pengaturan(request: Permintaan) -> HttpResponse:
    """Show rhythms and reminders of levels and units; POST sets one of them."""
    rencana = rencana_rapat(request)
    if rencana is None:
        return tanpa_rencana(request)
    units = list(unit_rapat(rencana, request.user).order_by("nama"))
    if request.method == "POST":
        return _atur(request, rencana, units)
    return _halaman_pengaturan(request, rencana, units)


def _atur(request: Permintaan, rencana: Rencana, units: list[Unit]) -> HttpResponse:
    unit_id = angka(request.POST, "unit")
    unit = next((u for u in units if u.pk == unit_id), None)
    asked = request.POST.get("tingkat", "")
    if not boleh_atur(request.user, rencana.instansi_id, unit_id) or (
        unit_id is not None and unit is None
    ):
        raise PermissionDenied("Anda tidak berwenang mengatur rapat di sini.")
    tingkat = tingkat_unit(unit) if unit is not None else asked
    form = PengaturanForm(request.POST, prefix=_prefix(tingkat, unit_id))
    status: int | None = 422
    if form.is_valid():
        status = coba(
            form,
            lambda: atur(
                instansi_id=rencana.instansi_id,
                tingkat=tingkat,
                unit_id=unit_id,
                isi=IsiPengaturan(**form.cleaned_data),
                by=request.user,
            ),
        )
    if status is None:
        messages.success(request, "Irama rapat tersimpan.")
        return redirect(f"{reverse('rapat_pengaturan')}?rencana={rencana.pk}")
    return _halaman_pengaturan(request, rencana, units, form, status)


def _prefix(tingkat: str, unit_id: int | None) -> str:
    return f"u{unit_id}" if unit_id is not None else f"t_{tingkat}"


def _halaman_pengaturan(
    request: Permintaan,
    rencana: Rencana,
    units: list[Unit],
    salah: PengaturanForm | None = None,
    status: int = 200,
) -> HttpResponse:
    stored = {
        (row.tingkat, row.unit_id): row
        for row in PengaturanRapat.objects.filter(instansi=rencana.instansi_id)
    }
    akses = request.user.akses
    umum = rencana.instansi_id in akses.instansi_ids(Permission.PLAN_EDIT)
    baris = []
    subjek: list[tuple[Tingkat, Unit | None]] = [(t, None) for t in Tingkat]
    subjek += [(tingkat_unit(u), u) for u in units]
    for tingkat, unit in subjek:
        row = stored.get((tingkat, unit.pk if unit else None))
        # A unit without a row of its own follows its level.
        dasar = row or stored.get((tingkat, None))
        awal: dict[str, Any] = {
            f"irama_{m}": getattr(dasar, f"irama_{m}") if dasar else BAKU[tingkat, m].value
            for m in Maksud
        }
        awal["pengingat"] = bool(dasar and dasar.pengingat)
        boleh = (
            umum
            if unit is None
            else akses.may(Permission.MEETING_RECORD, unit) or akses.may(Permission.PLAN_EDIT, unit)
        )
        prefix = _prefix(tingkat, unit.pk if unit else None)
        form = PengaturanForm(initial=awal, prefix=prefix)
        if salah is not None and salah.prefix == prefix:
            form = salah
        baris.append(
            {
                "tingkat": tingkat,
                "unit": unit,
                "nama": unit.nama if unit else f"Rapat {tingkat.label.lower()}, umumnya",
                "form": form,
                "boleh": boleh,
                "sendiri": row is not None,
            }
        )
    return render(
        request,
        "roadmap/rapat/pengaturan.html",
        {"rencana": rencana, "baris": baris, "form": salah},
        status=status,
    )
