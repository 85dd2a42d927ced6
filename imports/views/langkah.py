"""The steps of an import, each asked for on a page of its own that says what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.workflow import NotAllowed
from imports.actions.terapkan import ajukan, minta_dasar, terapkan
from imports.actions.unggah import batalkan, lanjutkan, periksa_ulang
from imports.actions.urungkan import urungkan
from imports.alur import AksiImpor
from imports.forms import DasarForm, LangkahForm, tempelkan
from imports.hak import dua_orang
from imports.kinds.kode import PEKERJAAN
from imports.lists.berikut import boleh
from imports.lists.isi import saring_temuan
from imports.models import Batch
from imports.views.pintu import batch_digerakkan
from jobs.registry import Gagal
from sheets.resource import Tingkat
from ukuran.format import angka

_GALAT = (Denied, NotAllowed, Bentrok, Gagal)


@dataclass(frozen=True)
class Langkah:
    """What the page of a step says, and what it says once the step is taken."""

    judul: str
    isi: tuple[str, ...]
    tombol: str
    selesai: str
    bahaya: bool = False


_DISEBUT = 10
"""Warnings that the question names; the page of findings has all."""


@require_http_methods(["GET", "HEAD", "POST"])
def impor_terapkan(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then have an import applied as a whole."""
    batch = batch_digerakkan(request, pk)
    if dua_orang(batch.instansi_id) and batch.keadaan == Batch.Keadaan.SIAP:
        return redirect("impor_ajukan", pk)
    if batch.keadaan == Batch.Keadaan.DIAJUKAN and batch.oleh_id == request.user.pk:
        messages.error(
            request, "Anda yang mengunggah berkas ini, jadi orang lain yang menerapkannya."
        )
        return redirect("impor_rinci", pk)
    kata = Langkah(
        "Terapkan impor ini",
        (
            _angka(batch),
            "Diterapkan seluruhnya atau tidak sama sekali, dan dicatat per baris dalam jejak "
            "audit. Bila ada baris yang berubah sejak diperiksa, tidak ada yang ditulis.",
            "Impor dapat diurungkan selama belum ada pekerjaan orang yang bergantung padanya.",
        ),
        "Terapkan",
        "Impor sedang diterapkan.",
    )
    return _langkah(
        request, batch, AksiImpor.TERAPKAN, kata, terapkan, beralasan=minta_dasar(batch)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def impor_ajukan(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then hand an import to a second person."""
    batch = batch_digerakkan(request, pk)
    if not dua_orang(batch.instansi_id) and batch.keadaan == Batch.Keadaan.SIAP:
        return redirect("impor_terapkan", pk)
    kata = Langkah(
        "Ajukan impor ini ke orang kedua",
        (
            _angka(batch),
            "Belum ada yang ditulis. Orang lain yang berwenang atas data ini meninjau lalu "
            "menerapkannya; Anda tidak dapat menerapkannya sendiri.",
        ),
        "Ajukan",
        "Impor diajukan ke orang kedua.",
    )
    return _langkah(request, batch, AksiImpor.AJUKAN, kata, ajukan, beralasan=minta_dasar(batch))


@require_http_methods(["GET", "HEAD", "POST"])
def impor_urungkan(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then have an applied import undone as a whole."""
    batch = batch_digerakkan(request, pk)
    kata = Langkah(
        "Urungkan impor ini",
        (
            _kembali(batch),
            "Yang sudah dipakai atau diubah orang sesudahnya menghalangi; dalam hal itu tidak "
            "ada yang diurungkan, dan halaman impor menyebut semuanya.",
        ),
        "Urungkan",
        "Impor sedang diurungkan.",
        bahaya=True,
    )
    return _langkah(request, batch, AksiImpor.URUNGKAN, kata, urungkan)


@require_http_methods(["GET", "HEAD", "POST"])
def impor_batal(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then give an import up."""
    batch = batch_digerakkan(request, pk)
    kata = Langkah(
        "Batalkan impor ini",
        (
            "Tidak ada yang ditulis. Berkas dan hasil pemeriksaannya tetap dapat dilihat, tetapi "
            "impor ini tidak dapat dilanjutkan.",
        ),
        "Batalkan impor",
        "Impor dibatalkan.",
        bahaya=True,
    )
    return _langkah(request, batch, AksiImpor.BATALKAN, kata, batalkan)


@require_http_methods(["GET", "HEAD", "POST"])
def impor_ulang(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then compare the file with what is there now."""
    batch = batch_digerakkan(request, pk)
    kata = Langkah(
        "Periksa ulang berkas ini",
        ("Berkas yang sama dibandingkan lagi dengan data sekarang. Tidak ada yang ditulis.",),
        "Periksa ulang",
        "Berkas sedang diperiksa ulang.",
    )
    return _langkah(request, batch, AksiImpor.PERIKSA_ULANG, kata, periksa_ulang)


@require_http_methods(["GET", "HEAD", "POST"])
def impor_lanjut(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then have work done that ended without a word."""
    batch = batch_digerakkan(request, pk)
    kata = Langkah(
        "Lanjutkan pekerjaan ini",
        ("Pekerjaan yang terhenti dicoba lagi dari awal. Tidak ada yang tertulis dua kali.",),
        "Lanjutkan",
        "Pekerjaan dilanjutkan.",
    )
    return _langkah(request, batch, None, kata, lanjutkan)


def _langkah(
    request: Permintaan,
    batch: Batch,
    aksi: AksiImpor | None,
    kata: Langkah,
    kerjakan: Callable[..., object],
    *,
    beralasan: bool = False,
) -> HttpResponse:
    """Show the page of a step, or take it. `aksi` None: going on with work that stopped."""
    open_now = batch.keadaan in PEKERJAAN if aksi is None else boleh(batch, request.user, aksi)
    if not open_now and request.method != "POST":
        messages.error(request, f"Impor ini {batch.get_keadaan_display().lower()}.")
        return redirect("impor_rinci", batch.pk)
    kelas = DasarForm if beralasan else LangkahForm
    form = kelas(
        request.POST if request.method == "POST" else None,
        initial={"versi": batch.versi, "alasan": batch.alasan, "dasar": batch.dasar},
    )
    if request.method == "POST" and form.is_valid():
        try:
            kerjakan(batch_id=batch.pk, by=request.user, **form.cleaned_data)
        except IsianKurang as error:
            tempelkan(form, error.galat)
        except _GALAT as error:
            messages.error(request, str(error))
            return redirect("impor_rinci", batch.pk)
        else:
            messages.success(request, kata.selesai)
            return redirect("impor_rinci", batch.pk)
    warned = aksi in (AksiImpor.TERAPKAN, AksiImpor.AJUKAN) and batch.peringatan
    context = {
        "batch": batch,
        "kata": kata,
        "form": form,
        "peringatan": saring_temuan(batch, Tingkat.PERINGATAN, "")[:_DISEBUT] if warned else (),
    }
    return render(request, "imports/langkah.html", context, status=422 if form.errors else 200)


def _kembali(batch: Batch) -> str:
    """Return what an undo would do, without what it would not."""
    parts = []
    if batch.baru:
        parts.append(f"{angka(batch.baru)} baris baru dihapus")
    if batch.berubah:
        parts.append(f"{angka(batch.berubah)} baris kembali seperti sebelum impor diterapkan")
    text = " dan ".join(parts)
    return f"{text[:1].upper()}{text[1:]}. Riwayatnya tetap tercatat."


def _angka(batch: Batch) -> str:
    return (
        f"{angka(batch.baru)} baris baru dan {angka(batch.berubah)} baris berubah; "
        f"{angka(batch.sama)} baris tetap sama."
    )
