"""The account of another person: one-time link, switching off and on, lost second step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import aktifkan, buat_tautan, hapus_dua_langkah, nonaktifkan
from accounts.managed import visible_people
from accounts.models import User
from accounts.permissions import Denied, Permission
from accounts.views.gate import needs, person

_KEY = "tautan_baru"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def tautan(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then make a one-time link; the next page shows it once."""
    by = person(request)
    orang = get_object_or_404(visible_people(by), pk=pk)
    if request.method != "POST":
        return _ask(
            request,
            orang,
            "Buat tautan sekali pakai",
            f"Dengan tautan ini {orang.nama} membuat sandi sendiri. Tautan berlaku tiga hari, "
            "hanya sekali pakai, dan hanya ditampilkan sekali di layar Anda. Serahkan langsung "
            "kepada orangnya: siapa pun yang memegang tautan ini dapat masuk sebagai orang itu.",
            "Buat tautan",
        )
    try:
        path = buat_tautan(orang_id=orang.pk, by=by)
    except Denied as error:
        messages.error(request, str(error))
        return redirect("pengguna_rinci", pk=orang.pk)
    request.session[_KEY] = {"orang": orang.pk, "alamat": request.build_absolute_uri(path)}
    return redirect("pengguna_tautan_baru", pk=orang.pk)


@never_cache
@require_safe
@needs(Permission.USER_MANAGE)
def tautan_baru(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a link just made, once, with a text for WhatsApp."""
    orang = get_object_or_404(visible_people(person(request)), pk=pk)
    made = request.session.get(_KEY)
    if not made or made["orang"] != orang.pk:
        messages.info(request, "Tautan hanya ditampilkan sekali. Buat tautan baru bila perlu.")
        return redirect("pengguna_rinci", pk=orang.pk)
    del request.session[_KEY]
    return render(request, "accounts/tautan_baru.html", {"orang": orang, "alamat": made["alamat"]})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def aktif(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then switch an account off, or on again."""
    by = person(request)
    orang = get_object_or_404(visible_people(by), pk=pk)
    if request.method != "POST":
        if orang.is_active:
            isi = (
                f"{orang.nama} tidak dapat masuk lagi, dan sesi yang sedang berjalan berakhir. "
                "Riwayat pekerjaannya tetap tersimpan."
            )
            return _ask(request, orang, "Nonaktifkan akun", isi, "Nonaktifkan", aktif="tidak")
        isi = f"{orang.nama} dapat masuk lagi dengan sandi yang lama."
        return _ask(request, orang, "Aktifkan akun", isi, "Aktifkan", aktif="ya")
    switch_on = request.POST.get("aktif") == "ya"
    try:
        if switch_on:
            aktifkan(orang_id=orang.pk, by=by)
        else:
            nonaktifkan(orang_id=orang.pk, by=by)
    except Denied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Akun diaktifkan." if switch_on else "Akun dinonaktifkan.")
    return redirect("pengguna_rinci", pk=orang.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.USER_MANAGE)
def dua_langkah(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the second step away from a person who lost it."""
    by = person(request)
    orang = get_object_or_404(visible_people(by), pk=pk)
    if request.method != "POST":
        return _ask(
            request,
            orang,
            "Matikan masuk dua langkah",
            f"Lakukan ini hanya bila {orang.nama} kehilangan ponsel dan kode cadangannya, dan Anda "
            "yakin bahwa permintaan ini datang dari orangnya sendiri.",
            "Matikan",
        )
    try:
        hapus_dua_langkah(orang_id=orang.pk, by=by)
    except Denied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Masuk dua langkah orang ini dimatikan.")
    return redirect("pengguna_rinci", pk=orang.pk)


def _ask(
    request: HttpRequest, orang: User, judul: str, isi: str, aksi: str, aktif: str = ""
) -> HttpResponse:
    return render(
        request,
        "accounts/tanya.html",
        {
            "orang": orang,
            "judul": f"{judul}: {orang.nama}",
            "isi": isi,
            "aksi": aksi,
            "bahaya": aksi in ("Nonaktifkan", "Matikan"),
            "nama": "aktif" if aktif else "",
            "nilai": aktif,
        },
    )
