"""The public check: what a code stands for, and whether a file is the one issued under it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import public
from reports.kemajuan.parameter import kode_terbaca
from reports.periksa.jatah import Jatah, pakai, tunggu
from reports.periksa.keterangan import Keterangan, cari, keterangan, rapikan
from reports.periksa.unggah import BerkasTerbaca, Ditolak, baca_unggahan, badan_tamu

View = Callable[..., HttpResponse]


def halaman_luar(view: View) -> View:
    """Keep a page out of search engines, caches and the addresses that other sites learn."""

    @wraps(view)
    def inner(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(inner)


@public
@halaman_luar
@require_safe
def periksa_awal(request: HttpRequest) -> HttpResponse:
    """Ask for a code; `?kode=` leads to its page."""
    if "kode" not in request.GET:
        return render(request, "reports/periksa_awal.html", {"paling": _paling_mb()})
    kode = rapikan(request.GET["kode"])
    if kode:
        return redirect("periksa", kode_terbaca(kode))
    context = {
        "paling": _paling_mb(),
        "diketik": request.GET["kode"],
        "galat": "Ketik kode yang tercetak pada laporan, 20 huruf dan angka.",
    }
    return render(request, "reports/periksa_awal.html", context, status=422)


# Without a CSRF token: a stranger has no session to ride on, no state is changed, and the answer
# depends on the address and the file alone. A token would need a cookie, and visitors get none.
@public
@csrf_exempt
@badan_tamu(settings.PERIKSA_MAX_BYTES, "reports/periksa_besar.html")
@halaman_luar
@require_http_methods(["GET", "HEAD", "POST"])
def periksa(request: HttpRequest, kode: str) -> HttpResponse:
    """Say what a code stands for; POST compares a file with those issued under it.

    A malformed code and one that nobody was given get the same page, after the same query.
    """
    wait = tunggu(request, Jatah.SALAH) or pakai(request, Jatah.LIHAT)
    if wait:
        return _tunggu(request, wait)
    bersih = rapikan(kode)
    terbitan = cari(bersih)
    if terbitan is None:
        wait = pakai(request, Jatah.SALAH)
        return _tunggu(request, wait) if wait else _tidak_ada(request, bersih)
    ket = keterangan(terbitan)
    if request.method != "POST":
        return _halaman(request, ket)
    wait = pakai(request, Jatah.UNGGAH)
    if wait:
        return _tunggu(request, wait)
    try:
        terbaca = baca_unggahan(request, settings.PERIKSA_MAX_BYTES)
    except Ditolak as error:
        return _halaman(request, ket, galat=str(error), status=error.status)
    return _halaman(request, ket, terbaca=terbaca)


def _halaman(
    request: HttpRequest,
    ket: Keterangan,
    *,
    terbaca: BerkasTerbaca | None = None,
    galat: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "k": ket,
        "terbaca": terbaca,
        "cocok": ket.cocok(terbaca.sha256) if terbaca else None,
        "cocok_potret": terbaca is not None and ket.angka_potret(terbaca.sha256),
        "galat": galat,
        "paling": _paling_mb(),
    }
    return render(request, "reports/periksa.html", context, status=status)


def _tidak_ada(request: HttpRequest, kode: str) -> HttpResponse:
    context = {"diketik": kode_terbaca(kode), "paling": _paling_mb()}
    return render(request, "reports/periksa_tidak_ada.html", context, status=HTTPStatus.NOT_FOUND)


def _tunggu(request: HttpRequest, detik: int) -> HttpResponse:
    context = {"menit": -(-detik // 60)}
    response = render(
        request, "reports/periksa_tunggu.html", context, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    response["Retry-After"] = str(detik)
    return response


def _paling_mb() -> int:
    return int(settings.PERIKSA_MAX_BYTES) // (1024 * 1024)
