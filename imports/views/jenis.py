"""All kinds of table, each with its template and what is there now."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.models import Instansi
from accounts.permintaan import Permintaan
from imports.ekspor import jawaban
from imports.forms import nama_tujuan
from imports.hak import boleh_impor
from imports.template import tulis_templat
from imports.views.pintu import (
    jenis_terpilih,
    katakan_keliru,
    siapkan,
    tempat_terpilih,
    tujuan_terpilih,
)
from imports.workbook import JENIS_XLSX
from sheets.resource import SheetResource


@dataclass(frozen=True)
class KolomTampil:
    """A column of a kind as its page tells it."""

    judul: str
    wajib: bool
    kunci: bool
    hanya_baca: bool
    catatan: str


@dataclass(frozen=True)
class TempatTampil:
    """A place of the rows with its address parameters; one without a name is the institution."""

    nama: str
    parameter: str


@require_safe
def impor_jenis(request: Permintaan) -> HttpResponse:
    """List the kinds that a person may bring in, by their groups."""
    instansi, semua = tempat_terpilih(request)
    groups: dict[str, list[type[SheetResource]]] = {}
    for kelas in boleh_impor(request.user, instansi):
        groups.setdefault(kelas.golongan, []).append(kelas)
    context = {
        "instansi": instansi,
        "banyak": semua if len(semua) > 1 else [],
        "golongan": [
            (nama, [(k, _tempat(request, k, instansi) if not k.bertujuan else []) for k in kinds])
            for nama, kinds in groups.items()
        ],
    }
    return render(request, "imports/jenis.html", context)


@require_safe
def impor_jenis_rinci(request: Permintaan, kode: str) -> HttpResponse:
    """Show one kind: its columns, its template and its rows for each place."""
    kelas, instansi, open_in = jenis_terpilih(request, kode)
    context = {
        "kelas": kelas,
        "instansi": instansi,
        "banyak": open_in if len(open_in) > 1 else [],
        "tempat": _tempat(request, kelas, instansi),
        "kolom": _kolom(kelas),
        "pengatur": {kolom.jenis.pengatur for kolom in kelas.kolom_impor().values()} - {None},
    }
    return render(request, "imports/jenis_rinci.html", context)


@require_safe
@katakan_keliru
def impor_templat(request: Permintaan, kode: str) -> HttpResponse:
    """Deliver the template of a kind, with choices from the data of today."""
    kelas, instansi, _ = jenis_terpilih(request, kode)
    tujuan = tujuan_terpilih(request, kelas, instansi)
    resource = siapkan(request, kelas, instansi, tujuan.id if tujuan else None)
    nama = "-".join(filter(None, ("templat", kode, slugify(tujuan.nama)[:60] if tujuan else "")))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "templat.xlsx"
        tulis_templat(resource, path)
        return jawaban(path.read_bytes(), f"{nama.replace('_', '-')}.xlsx", JENIS_XLSX)


def _tempat(
    request: Permintaan, kelas: type[SheetResource], instansi: Instansi
) -> list[TempatTampil]:
    if not kelas.bertujuan:
        return [TempatTampil("", f"instansi={instansi.pk}")]
    return [
        TempatTampil(nama_tujuan(t), f"instansi={instansi.pk}&tujuan={t.id}")
        for t in kelas.daftar_tujuan(request.user, instansi)
    ]


def _kolom(kelas: type[SheetResource]) -> list[KolomTampil]:
    taken = kelas.kolom_impor()
    return [
        KolomTampil(
            kolom.judul,
            wajib=kolom.wajib,
            kunci=nama in kelas.kunci,
            hanya_baca=nama not in taken,
            catatan=kolom.catatan,
        )
        for nama, kolom in kelas.kolom().items()
    ]
