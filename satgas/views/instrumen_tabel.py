"""An instrument as a table: out for a spreadsheet, and in from one with a preview."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Unit
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.workflow import NotAllowed
from satgas.actions.tempel import pratinjau, terapkan_tabel
from satgas.instrumen.ekspor import tabel as tulis
from satgas.instrumen.susunan import susun_lengkap
from satgas.models import Instrumen
from satgas.views.instrumen import baca, boleh_ubah, sunting, tertutup

MAKS_TAMPIL = 200  # lines of a preview; the numbers above it count all


@require_safe
def tabel(request: Permintaan, pk: int) -> HttpResponse:
    """Show the whole tree as a table to copy into a spreadsheet."""
    instrumen = baca(request, pk)
    units = Unit.objects.filter(instansi=instrumen.instansi_id)
    names = {unit.pk: (unit.nama, unit.kode) for unit in units}
    return render(
        request,
        "satgas/instrumen/tabel.html",
        {
            "instrumen": instrumen,
            "teks": tulis(susun_lengkap(instrumen), names),
            "ubah": boleh_ubah(request, instrumen)
            and instrumen.keadaan == Instrumen.Keadaan.DISUSUN,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def tempel(request: Permintaan, pk: int) -> HttpResponse:
    """Take a pasted table: look at what it would do, then apply it."""
    instrumen = sunting(request, pk)
    teks = request.POST.get("teks", "")
    shown = None
    tutup = instrumen.keadaan != Instrumen.Keadaan.DISUSUN
    if tutup and not teks and (closed := tertutup(request, instrumen)):
        return closed
    if tutup:
        messages.error(
            request,
            "Instrumen ini sudah dipakai, jadi isinya tetap. Tabel Anda masih ada di bawah: "
            "buat versi baru dari instrumennya, lalu tempel di sana.",
        )
    elif request.method == "POST":
        if request.POST.get("aksi") == "terapkan":
            try:
                hasil = terapkan_tabel(
                    instrumen_id=pk,
                    teks=teks,
                    sidik=request.POST.get("sidik", ""),
                    by=request.user,
                )
            except (Denied, NotAllowed, Bentrok, IsianKurang) as error:
                messages.error(request, str(error))
            else:
                messages.success(
                    request, f"Tabel diterapkan: {hasil.baru} baru, {hasil.berubah} berubah."
                )
                return redirect("instrumen_rinci", pk=pk)
        shown = pratinjau(instrumen, teks)
    return render(
        request,
        "satgas/instrumen/tempel.html",
        {
            "instrumen": instrumen,
            "teks": teks,
            "tutup": tutup,
            "pratinjau": shown,
            "tampil": shown.perubahan[:MAKS_TAMPIL] if shown else [],
            "lebih": max(0, len(shown.perubahan) - MAKS_TAMPIL) if shown else 0,
        },
    )
