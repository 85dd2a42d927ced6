"""Editing the tree of an instrument in plain forms, one row at a time."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.layout import Isian, tampilkan
from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from satgas.actions.susunan import (
    TINGKAT,
    Tingkat,
    hapus,
    ikut_terhapus,
    petakan,
    pindah,
    tambah,
    ubah,
)
from satgas.forms_instrumen import FORM, awal, siapkan
from satgas.instrumen.susunan import tugas_tersedia
from satgas.models import Instrumen, SubIndikator
from satgas.views.instrumen import sunting, tertutup

_TOLAK = (Denied, NotAllowed)


def _tingkat(nama: str) -> Tingkat:
    if nama not in TINGKAT:
        raise Http404("Bagian instrumen tidak dikenal.")
    return TINGKAT[nama]


def _baris(instrumen: Instrumen, tingkat: str, pk: int) -> Any:
    return get_object_or_404(_tingkat(tingkat).baris(instrumen), pk=pk)


def alamat(instrumen: Instrumen, tingkat: str, baris: Any) -> str:
    """Return where a row is read: its area in the tree, or the page of its sub indikator."""
    if tingkat in ("dokumen", "kriteria"):
        return reverse("instrumen_ubah", args=[instrumen.pk, "sub", baris.sub_id])
    area = baris
    if tingkat == "indikator":
        area = baris.area
    elif tingkat == "sub":
        area = baris.indikator.area
    url = reverse("instrumen_rinci", args=[instrumen.pk])
    return f"{url}?{urlencode({'area': area.kode})}#{tingkat}-{baris.pk}"


def _simpan(form: Isian, lakukan: Any) -> Any:
    """Do it and return what came of it; None when it was refused, told in the form."""
    try:
        return lakukan() or True
    except IsianKurang as error:
        tampilkan(form, error.galat)
    except _TOLAK as error:
        form.add_error(None, str(error))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def tambah_bagian(request: Permintaan, pk: int, tingkat: str) -> HttpResponse:
    """Add a row below the parent that the address names."""
    instrumen = sunting(request, pk)
    level = _tingkat(tingkat)
    asked = request.GET.get("induk", "")
    induk: Any = instrumen
    if tingkat != "area":
        parent = next(name for name, satu in TINGKAT.items() if satu.model is level.induk_model)
        if not (asked.isascii() and asked.isdecimal() and len(asked) <= 18):
            raise Http404("Tempatnya tidak disebut.")
        induk = _baris(instrumen, parent, int(asked))
    if closed := tertutup(request, instrumen):
        return closed
    form = siapkan(FORM[tingkat](request.POST or None), tingkat, instrumen, baru=True)
    if request.method == "POST" and form.is_valid():
        row = _simpan(
            form,
            lambda: tambah(
                instrumen_id=pk,
                tingkat=tingkat,
                induk_id=induk.pk,
                isian=form.cleaned_data,
                by=request.user,
            ),
        )
        if row is not None:
            messages.success(request, f"{level.sebutan} ditambahkan: {row}")
            if tingkat == "sub":
                return redirect("instrumen_ubah", pk=pk, tingkat="sub", baris=row.pk)
            return redirect(alamat(instrumen, tingkat, row))
    return render(
        request,
        "satgas/instrumen/isian.html",
        {
            "instrumen": instrumen,
            "form": form,
            "judul": f"Tambah {level.sebutan[0].lower()}{level.sebutan[1:]}",
            "di_bawah": None if tingkat == "area" else induk,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ubah_bagian(request: Permintaan, pk: int, tingkat: str, baris: int) -> HttpResponse:
    """Change a row; a sub indikator shows its documents, criteria and tasks below."""
    instrumen = sunting(request, pk)
    row = _baris(instrumen, tingkat, baris)
    if closed := tertutup(request, instrumen):
        return closed
    form = siapkan(
        FORM[tingkat](request.POST or None, initial=awal(tingkat, row)),
        tingkat,
        instrumen,
        baru=False,
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        induk = data.pop("induk", None)
        done = _simpan(
            form,
            lambda: ubah(
                instrumen_id=pk,
                tingkat=tingkat,
                baris_id=baris,
                isian=data,
                induk_id=induk.pk if induk else None,
                by=request.user,
            ),
        )
        if done is not None:
            messages.success(request, "Perubahan tersimpan.")
            return redirect(alamat(instrumen, tingkat, _baris(instrumen, tingkat, baris)))
    context: dict[str, Any] = {
        "instrumen": instrumen,
        "form": form,
        "tingkat": tingkat,
        "baris": row,
        "judul": _tingkat(tingkat).sebutan,
        "kembali": alamat(instrumen, tingkat, row),
    }
    if isinstance(row, SubIndikator):
        context |= {
            "dokumen": row.dokumen_set.order_by("urut"),
            "kriteria": row.kriteria_set.order_by("-nilai"),
            "tugas": row.tugas.select_related("butir").order_by("butir__urut"),
        }
    return render(request, "satgas/instrumen/ubah.html", context)


@require_POST
def pindah_bagian(request: Permintaan, pk: int, tingkat: str, baris: int) -> HttpResponse:
    """Move a row one place up or down."""
    instrumen = sunting(request, pk)
    row = _baris(instrumen, tingkat, baris)
    naik = request.POST.get("arah") == "naik"
    try:
        moved = pindah(instrumen_id=pk, tingkat=tingkat, baris_id=baris, naik=naik, by=request.user)
    except _TOLAK as error:
        messages.error(request, str(error))
    else:
        if not moved:
            messages.info(request, f"Sudah yang {'pertama' if naik else 'terakhir'}.")
    return redirect(alamat(instrumen, tingkat, row))


@require_http_methods(["GET", "HEAD", "POST"])
def hapus_bagian(request: Permintaan, pk: int, tingkat: str, baris: int) -> HttpResponse:
    """Ask before a row goes, naming what goes with it; then delete it."""
    instrumen = sunting(request, pk)
    row = _baris(instrumen, tingkat, baris)
    if closed := tertutup(request, instrumen):
        return closed
    if request.method == "POST":
        after = _sesudah_hapus(instrumen, tingkat, row)
        try:
            nama = hapus(instrumen_id=pk, tingkat=tingkat, baris_id=baris, by=request.user)
        except _TOLAK as error:
            messages.error(request, str(error))
            return redirect(alamat(instrumen, tingkat, row))
        messages.success(request, f"{_tingkat(tingkat).sebutan} dihapus: {nama[:120]}")
        return redirect(after)
    ikut = ikut_terhapus(tingkat, row)
    daftar = ", ".join(f"{jumlah} {apa}" for apa, jumlah in ikut.items())
    return render(
        request,
        "satgas/instrumen/tanya.html",
        {
            "instrumen": instrumen,
            "judul": f"Hapus {str(row)[:160]}?",
            "isi": f"Ikut terhapus: {daftar}." if ikut else "Tidak ada bagian lain yang terhapus.",
            "aksi": "Hapus",
            "bahaya": True,
            "batal_url": reverse("instrumen_ubah", args=[pk, tingkat, baris]),
        },
    )


def _sesudah_hapus(instrumen: Instrumen, tingkat: str, row: Any) -> str:
    if tingkat == "area":
        return reverse("instrumen_rinci", args=[instrumen.pk])
    return alamat(instrumen, tingkat, row).partition("#")[0]


@require_http_methods(["GET", "HEAD", "POST"])
def tugas(request: Permintaan, pk: int, baris: int) -> HttpResponse:
    """Map a sub indikator to tasks of the decree, found by kode or words."""
    instrumen = sunting(request, pk)
    row = _baris(instrumen, "sub", baris)
    if closed := tertutup(request, instrumen):
        return closed
    tersedia = tugas_tersedia(instrumen.instansi_id, instrumen.tahun)
    kini = set(row.tugas.values_list("pk", flat=True))
    if request.method == "POST":
        asked = [int(pk_) for pk_ in request.POST.getlist("tugas") if pk_.isascii()
                 and pk_.isdecimal() and len(pk_) <= 18]  # fmt: skip
        try:
            petakan(instrumen_id=pk, sub_id=baris, tugas_ids=asked, by=request.user)
        except _TOLAK as error:
            messages.error(request, str(error))
            return redirect("instrumen_tugas", pk=pk, baris=baris)
        messages.success(request, f"{len(set(asked))} tugas terkait tersimpan.")
        return redirect("instrumen_ubah", pk=pk, tingkat="sub", baris=baris)
    kata = request.GET.get("kata", "").strip()
    words = kata.casefold().split()
    shown = [
        satu
        for kode, satu in tersedia.items()
        if satu.pk in kini
        or kode == kata
        or (words and all(word in f"{kode} {satu.teks}".casefold() for word in words))
        or not kata
    ]
    shown.sort(key=lambda satu: satu.pk not in kini)
    return render(
        request,
        "satgas/instrumen/tugas.html",
        {
            "instrumen": instrumen,
            "baris": row,
            "pilihan": shown,
            "kini": kini,
            "kata": kata,
            "ada": bool(tersedia),
        },
    )
