"""Imports walked through their real actions and work, without waiting for a worker."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from accounts.models import Instansi, User
from imports.actions.terapkan import terapkan, terapkan_batch
from imports.actions.unggah import unggah
from imports.actions.urungkan import urungkan, urungkan_batch
from imports.analysis.run import periksa_batch
from imports.models import Batch
from sheets import registry
from sheets.resource import Isi, Konteks, SheetResource
from sheets.values import netralkan, tulis_daftar

Baris = Mapping[str, Any]


class Diam:
    """Progress that nobody looks at."""

    def bagian(self, jumlah: int) -> None:
        """Nothing."""

    def langkah(self, teks: str, selesai: int | None = None) -> None:
        """Nothing."""

    def denyut(self) -> None:
        """Nothing."""


def jenis_data(instansi: Instansi, by: User, kode: str, tujuan: int | None = None) -> SheetResource:
    """Return a kind bound to an institution and prepared."""
    kelas = registry.cari(kode)
    assert kelas is not None, kode
    resource = kelas(Konteks(instansi=instansi, oleh=by, at=timezone.now(), tujuan=tujuan))
    resource.siapkan()
    return resource


def isi_sekarang(instansi: Instansi, by: User, kode: str, tujuan: int | None = None) -> list[Isi]:
    """Return the values of all rows that are there."""
    return [dict(ada.nilai) for ada in jenis_data(instansi, by, kode, tujuan).ada()]


def buku(kepala: Sequence[str], baris: Sequence[Sequence[Any]], lembar: str = "Isi") -> bytes:
    """Return a plain workbook: one row of headings and rows of cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = lembar
    sheet.append(list(kepala))
    for row in baris:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def buku_dari(kode: str, baris: Sequence[Baris]) -> bytes:
    """Return a workbook of a kind from rows by column name; only named columns are there."""
    kelas = registry.cari(kode)
    assert kelas is not None, kode
    names = [nama for nama in kelas.kolom() if any(nama in row for row in baris)]
    head = [kelas.kolom()[nama].judul for nama in names]
    return buku(head, [[_sel(row.get(nama)) for nama in names] for row in baris])


def _sel(value: Any) -> Any:
    if isinstance(value, tuple):
        value = tulis_daftar(value)
    return netralkan(value) if isinstance(value, str) else value


def impor(
    instansi: Instansi,
    by: User,
    kode: str,
    sumber: bytes | Path | Sequence[Baris],
    tujuan: int | None = None,
    *,
    nama: str = "isi.xlsx",
) -> Batch:
    """Bring a file in and analyse it."""
    if isinstance(sumber, Path):
        nama, data = sumber.name, sumber.read_bytes()
    elif isinstance(sumber, bytes):
        data = sumber
    else:
        data = buku_dari(kode, sumber)
    batch = unggah(
        instansi=instansi, nama=nama, file=io.BytesIO(data), by=by, jenis=kode, tujuan=tujuan
    )
    periksa_batch(batch.pk, Diam())
    batch.refresh_from_db()
    return batch


def terapkan_langsung(batch: Batch, by: User, *, alasan: str = "", dasar: str = "") -> Batch:
    """Apply an analysed import."""
    terapkan(batch_id=batch.pk, versi=batch.versi, by=by, alasan=alasan, dasar=dasar)
    terapkan_batch(batch.pk, by, Diam())
    batch.refresh_from_db()
    return batch


def urungkan_langsung(batch: Batch, by: User) -> Batch:
    """Undo an applied import."""
    urungkan(batch_id=batch.pk, versi=batch.versi, by=by)
    urungkan_batch(batch.pk, by, Diam())
    batch.refresh_from_db()
    return batch


def angka(batch: Batch) -> tuple[int, int, int, int]:
    """Return the four counts: new, changed, unchanged, refused."""
    return batch.baru, batch.berubah, batch.sama, batch.ditolak


def temuan(batch: Batch) -> list[tuple[str, str, str]]:
    """Return level, cell and message of every finding."""
    return list(batch.temuan_set.values_list("tingkat", "sel", "pesan"))
