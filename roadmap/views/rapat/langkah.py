"""One remedial step: what was done, and what the Inspektorat says."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.pending import take
from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from roadmap.actions.langkah import (
    batalkan_langkah,
    boleh_batalkan,
    boleh_kerjakan,
    boleh_konfirmasi,
    catat_kemajuan,
    kembalikan,
    konfirmasi,
    ubah_tenggat,
)
from roadmap.daftar_masalah import wujud_langkah
from roadmap.forms_rapat import BatalLangkahForm, KemajuanForm, PutusanLangkahForm, TenggatForm
from roadmap.models import LangkahPerbaikan
from roadmap.views.rapat.jalan import (
    BACA_TULIS,
    BENTROK,
    angka,
    berkas_dari,
    coba,
    langkah_terlihat,
    pembaca,
)

Keadaan = LangkahPerbaikan.Keadaan


@require_http_methods(BACA_TULIS)
@pembaca
def rapat_langkah_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show a step; POST reports on it, confirms, returns, moves or cancels it."""
    langkah = langkah_terlihat(request, pk)
    if request.method == "POST":
        return _lakukan(request, langkah)
    return _halaman(request, langkah, _forms(request, langkah, take(request)))


def _forms(request: Permintaan, langkah: LangkahPerbaikan, data: Any = None) -> dict[str, Form]:
    """The forms that this person may use on the step as it is now."""
    if not langkah.masalah.rencana.berjalan:
        return {}
    files = request.FILES if request.method == "POST" else None
    asked = data.get("aksi", "") if data else ""
    found: dict[str, Form] = {}

    def satu(aksi: str, prefix: str, make: Callable[..., Form]) -> None:
        mine = asked in aksi.split("|")
        found[aksi] = make(data if mine else None, files if mine else None, prefix=prefix)

    if langkah.keadaan == Keadaan.BERJALAN and boleh_kerjakan(request.user, langkah):
        satu("kemajuan|lapor", "k", KemajuanForm)
    if langkah.keadaan == Keadaan.DILAPORKAN and boleh_konfirmasi(request.user, langkah) is None:
        satu("konfirmasi|kembali", "p", PutusanLangkahForm)
    if langkah.ditutup is None and boleh_batalkan(request.user, langkah):
        satu("tenggat", "t", TenggatForm)
        satu("batal", "b", BatalLangkahForm)
    return found


def _lakukan(request: Permintaan, langkah: LangkahPerbaikan) -> HttpResponse:
    aksi = request.POST.get("aksi", "")
    forms = _forms(request, langkah, request.POST)
    form = next((f for names, f in forms.items() if aksi in names.split("|")), None)
    if form is None:
        raise PermissionDenied("Langkah ini tidak terbuka untuk Anda.")
    status: int | None = 422
    if form.is_valid():
        status = coba(form, lambda: _jalankan(request, langkah.pk, aksi, form))
        if status is None:
            messages.success(request, _PESAN[aksi])
            return redirect("rapat_langkah_rinci", langkah.pk)
    return _halaman(request, langkah, forms, form, status or 422)


_PESAN = {
    "kemajuan": "Kemajuan tersimpan.",
    "lapor": "Langkah dinyatakan selesai dan menunggu konfirmasi Inspektorat.",
    "konfirmasi": "Langkah dikonfirmasi selesai.",
    "kembali": "Langkah dikembalikan kepada unit.",
    "tenggat": "Tenggat baru tersimpan.",
    "batal": "Langkah dibatalkan.",
}


def _jalankan(request: Permintaan, pk: int, aksi: str, form: Form) -> LangkahPerbaikan:
    data, versi, by = form.cleaned_data, angka(request.POST, "versi") or 0, request.user
    catatan = data["catatan"]
    if aksi in ("kemajuan", "lapor"):
        return catat_kemajuan(
            langkah_id=pk,
            catatan=catatan,
            selesai=aksi == "lapor",
            files=berkas_dari(request.FILES, "k-berkas"),
            versi=versi,
            by=by,
        )
    if aksi == "tenggat":
        tenggat = data["tenggat"]
        return ubah_tenggat(langkah_id=pk, tenggat=tenggat, catatan=catatan, versi=versi, by=by)
    if aksi == "konfirmasi":
        return konfirmasi(langkah_id=pk, catatan=catatan, versi=versi, by=by)
    jalan = kembalikan if aksi == "kembali" else batalkan_langkah
    return jalan(langkah_id=pk, catatan=catatan, versi=versi, by=by)


def _halaman(
    request: Permintaan,
    langkah: LangkahPerbaikan,
    forms: dict[str, Form],
    salah: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    larangan = ""
    watches = request.user.akses.may(Permission.FOLLOWUP_WATCH, langkah.unit)
    if langkah.keadaan == Keadaan.DILAPORKAN and watches:
        larangan = boleh_konfirmasi(request.user, langkah) or ""
    konteks = {
        "langkah": langkah,
        "masalah": langkah.masalah,
        "rencana": langkah.masalah.rencana,
        "wujud": wujud_langkah(langkah, timezone.localdate()),
        "kerja": forms.get("kemajuan|lapor"),
        "putusan": forms.get("konfirmasi|kembali"),
        "tenggat": forms.get("tenggat"),
        "batal": forms.get("batal"),
        "larangan": larangan,
        "form": salah,
        "versi": langkah.versi if status == BENTROK else request.POST.get("versi", langkah.versi),
        "catatan": langkah.catatan_set.select_related("oleh").prefetch_related("bukti"),
    }
    return render(request, "roadmap/rapat/langkah_rinci.html", konteks, status=status)
