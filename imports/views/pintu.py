"""Doors of the pages: who opens them, and what an address names."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from imports.hak import boleh_impor, boleh_lihat, membuka, menggerakkan
from imports.models import Batch
from sheets.resource import Konteks, SheetResource, Tujuan
from sheets.values import Keliru

TERTUTUP = "Impor hanya untuk peran yang mengelola data."
TERTUTUP_DAFTAR = "Daftar impor hanya untuk peran yang mengelola atau memeriksa data."
HANYA_BACA = "Impor ini hanya dapat Anda baca."
TANPA_ISI = "Isi impor ini tidak dibuka untuk peran Anda. Angka dan keadaannya ada di halamannya."
_ANGKA_TERPANJANG = 18


def nomor(teks: str) -> int | None:
    """Return a number of an address, None for anything that is none."""
    fits = teks.isascii() and teks.isdecimal() and len(teks) <= _ANGKA_TERPANJANG
    return int(teks) if fits else None


def tempat(request: Permintaan) -> list[Instansi]:
    """Return the institutions for which a person may bring something in, home first.

    Raises PermissionDenied for who has none.
    """
    found = [i for i in request.user.akses.instansi if boleh_impor(request.user, i)]
    if not found:
        raise PermissionDenied(TERTUTUP)
    return found


def tempat_daftar(request: Permintaan) -> list[Instansi]:
    """Return the institutions whose imports a person may see, home first.

    Raises PermissionDenied for who has none.
    """
    found = [i for i in request.user.akses.instansi if boleh_lihat(request.user, i)]
    if not found:
        raise PermissionDenied(TERTUTUP_DAFTAR)
    return found


def tempat_terpilih(request: Permintaan) -> tuple[Instansi, list[Instansi]]:
    """Return the institution that the address names (the first one without) and all of them.

    Raises PermissionDenied as `tempat`, Http404 for an institution of others.
    """
    semua = tempat(request)
    asked = request.GET.get("instansi", "")
    if not asked:
        return semua[0], semua
    chosen = next((i for i in semua if i.pk == nomor(asked)), None)
    if chosen is None:
        raise Http404("Instansi tidak ada.")
    return chosen, semua


def jenis_terpilih(
    request: Permintaan, kode: str
) -> tuple[type[SheetResource], Instansi, list[Instansi]]:
    """Return a kind of table that the person may bring in, and where.

    Raises PermissionDenied as `tempat`, Http404 for a kind that is unknown or not theirs.
    """
    instansi, semua = tempat_terpilih(request)
    open_in = [i for i in semua if _punya(request, kode, i)]
    if not request.GET.get("instansi") and open_in:
        instansi = open_in[0]
    kelas = next((k for k in boleh_impor(request.user, instansi) if k.kode == kode), None)
    if kelas is None:
        raise Http404("Jenis data tidak ada.")
    return kelas, instansi, open_in


def _punya(request: Permintaan, kode: str, instansi: Instansi) -> bool:
    return any(k.kode == kode for k in boleh_impor(request.user, instansi))


def tujuan_terpilih(
    request: Permintaan, kelas: type[SheetResource], instansi: Instansi
) -> Tujuan | None:
    """Return what the address names as the place of the rows; None for kinds without one.

    Raises Http404 for a place that is missing or not the person's.
    """
    if not kelas.bertujuan:
        return None
    asked = nomor(request.GET.get("tujuan", ""))
    daftar = kelas.daftar_tujuan(request.user, instansi)
    found = next((t for t in daftar if t.id == asked), None)
    if found is None:
        raise Http404("Tujuan tidak ada.")
    return found


def siapkan(
    request: Permintaan, kelas: type[SheetResource], instansi: Instansi, tujuan: int | None
) -> SheetResource:
    """Return a kind bound to its place, prepared to read and to write cells."""
    resource = kelas(
        Konteks(instansi=instansi, oleh=request.user, at=timezone.now(), tujuan=tujuan)
    )
    resource.siapkan()
    return resource


def katakan_keliru(
    view: Callable[[Permintaan, str], HttpResponse],
) -> Callable[[Permintaan, str], HttpResponse]:
    """Say what a kind can't do with its place, or no cell can hold, on the page of the kind."""

    @wraps(view)
    def asked(request: Permintaan, kode: str) -> HttpResponse:
        try:
            return view(request, kode)
        except Keliru as error:
            messages.error(request, f"{error} {error.saran}".strip())
            place = {k: request.GET[k] for k in ("instansi",) if k in request.GET}
            return redirect(f"{reverse('impor_jenis_rinci', args=[kode])}?{urlencode(place)}")

    return asked


def batch_terlihat(request: Permintaan, pk: int) -> Batch:
    """Return an import that the person sees. Raises Http404."""
    rows = Batch.objects.visible_to(request.user).select_related(
        "instansi", "oleh", "job", "job_tanda", "diterapkan_oleh", "diurungkan_oleh"
    )
    return get_object_or_404(rows, pk=pk)


def batch_terbuka(request: Permintaan, pk: int) -> Batch:
    """Return an import whose content the person opens.

    Raises Http404 for one that they don't see, PermissionDenied for one whose figures they see.
    """
    batch = batch_terlihat(request, pk)
    if not membuka(request.user, batch):
        raise PermissionDenied(TANPA_ISI)
    return batch


def batch_digerakkan(request: Permintaan, pk: int) -> Batch:
    """Return an import that the person moves.

    Raises Http404 for one that they don't see, PermissionDenied for one that they only read.
    """
    batch = batch_terlihat(request, pk)
    if not menggerakkan(request.user, batch):
        raise PermissionDenied(HANYA_BACA)
    return batch
