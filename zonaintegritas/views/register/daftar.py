"""The registers as lists, and the files of their rows."""

import logging
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from evidence.views.access import butuh
from evidence.views.berkas import sebagai_unduhan
from zonaintegritas.actions.register import berkas_baris, boleh_tulis, buka_berkas
from zonaintegritas.daftar.tampil import (
    Daftar,
    Saringan,
    daftar_agen,
    daftar_pengaduan,
    daftar_survei,
)
from zonaintegritas.forms_register import AGEN, PENGADUAN, REGISTER, SURVEI, Register
from zonaintegritas.models import AgenPerubahan, SurveiZI, UnitZI

log = logging.getLogger(__name__)
pembaca = butuh(Permission.EVIDENCE_READ, "Daftar Zona Integritas tidak untuk peran Anda.")


def konteks_daftar(request: Permintaan, register: Register) -> dict[str, Any]:
    """Return what the head and the tabs of these pages need."""
    rencana, pilihan = rencana_terpilih(request, Rencana.Jenis.ZI)
    return {
        "rencana": rencana,
        "pilihan": pilihan,
        "register": register,
        "semua_register": REGISTER,
    }


@require_safe
@pembaca
def agen(request: Permintaan) -> HttpResponse:
    """List agents of change and role models."""
    saringan = Saringan.dari(request.GET, AgenPerubahan.Jenis.values)
    hari = timezone.localdate()
    daftar = daftar_agen(request.user, saringan, hari, request.GET.get("page", ""))
    isi = {"hari_ini": hari, "semua_jenis": AgenPerubahan.Jenis.choices}
    return _render(request, AGEN, daftar, saringan, isi)


@require_safe
@pembaca
def pengaduan(request: Permintaan) -> HttpResponse:
    """List complaints by month and channel with their sums."""
    saringan = Saringan.dari(request.GET)
    found = daftar_pengaduan(request.user, saringan, request.GET.get("page", ""))
    isi = {"jumlah": found.jumlah, "semua_saluran": found.saluran}
    return _render(request, PENGADUAN, found.daftar, saringan, isi)


@require_safe
@pembaca
def survei(request: Permintaan) -> HttpResponse:
    """List survey results and show how each index moved through the years."""
    saringan = Saringan.dari(request.GET, SurveiZI.Jenis.values)
    found = daftar_survei(request.user, saringan, request.GET.get("page", ""))
    isi = {"tren": found.tren, "semua_jenis": SurveiZI.Jenis.choices}
    return _render(request, SURVEI, found.daftar, saringan, isi)


def _render(
    request: Permintaan,
    register: Register,
    daftar: Daftar,
    saringan: Saringan,
    isi: dict[str, Any],
) -> HttpResponse:
    tulis = {satu.pk for satu in daftar.unit if boleh_tulis(request.user, satu)}
    konteks = {
        **konteks_daftar(request, register),
        **isi,
        "page_obj": daftar.page_obj,
        "unit": daftar.unit,
        "saringan": saringan,
        "boleh": tulis,
        "boleh_tambah": any(satu.pk in tulis for satu in daftar.unit if _berlaku(satu)),
        "boleh_unit": request.user.akses.has(Permission.LKE_MANAGE),
    }
    return render(request, f"zonaintegritas/register/{register.kode}.html", konteks)


def _berlaku(unit: UnitZI) -> bool:
    return unit.berakhir is None or unit.berakhir > timezone.localdate()


@require_safe
@pembaca
def berkas(request: Permintaan, kode: str, pk: int, versi: int) -> HttpResponseBase:
    """Deliver a file of a row as attachment and record it; HEAD answers without recording."""
    register = next(satu for satu in REGISTER if satu.kode == kode)
    found = berkas_baris(register.model, pk, versi, request.user)
    if found is None:
        raise Http404("Berkas tidak ada atau bukan untuk unit Anda.")
    try:
        stored = found.berkas.open("rb")
    except FileNotFoundError:
        log.error("stored file of BuktiVersi %s is missing", found.pk)
        return render(request, "evidence/berkas_hilang.html", {"versi": found}, status=404)
    if request.method != "HEAD":
        try:
            buka_berkas(model=register.model, baris_id=pk, versi_id=versi, by=request.user)
        except BaseException as error:
            stored.close()
            if isinstance(error, Denied):  # lost the right between the two lines
                raise Http404(str(error)) from error
            raise
    return sebagai_unduhan(found, stored)
