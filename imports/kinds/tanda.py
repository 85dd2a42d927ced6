"""The file of an import given back with coloured cells and notes, made by a job."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage

from imports.models import BarisBatch, Batch, TemuanBatch
from jobs.registry import Gagal, Hasil, Pekerjaan

Jenis = BarisBatch.Jenis
_SEL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Mark the file of the import `batch` by its last analysis.

    Raises Gagal when the import was checked again meanwhile, or its file can't be read.
    """
    from imports.annotate import tulis_beranotasi
    from imports.reading import Ditolak

    batch = (
        Batch.objects.select_related("instansi", "oleh")
        .filter(pk=pekerjaan.parameter["batch"])
        .first()
    )
    if batch is None or penanda(batch) != pekerjaan.parameter["diperiksa"]:
        raise Gagal("Impor ini sudah diperiksa lagi. Minta berkas bertanda yang baru.")
    pekerjaan.kemajuan.langkah("Menandai sel")
    asal = pekerjaan.folder / f"asal.{batch.bentuk}"
    target = pekerjaan.folder / "bertanda.xlsx"
    try:
        with default_storage.open(str(batch.berkas.name)) as stored, asal.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
        tulis_beranotasi(
            asal, batch.bentuk, batch.lembar, _temuan(batch), _perubahan(batch, asal), target
        )
    except Ditolak as error:
        raise Gagal(str(error)) from error
    except OSError as error:
        raise Gagal("Berkas impor ini tidak dapat dibaca lagi.") from error
    return Hasil(target, f"{PurePosixPath(batch.nama_asli).stem[:150]}-bertanda.xlsx")


def penanda(batch: Batch) -> str:
    """Return what tells one analysis of an import from another; '' before the first."""
    return batch.diperiksa.isoformat() if batch.diperiksa else ""


def _temuan(batch: Batch) -> Iterator[tuple[int | None, int | None, str, str]]:
    """Yield row, column, level and sentence of each finding."""
    rows = TemuanBatch.objects.filter(batch=batch).order_by("no")
    for row in rows.iterator(chunk_size=1000):
        found = _SEL.fullmatch(row.sel)
        kolom = _nomor_kolom(found[1]) if found else None
        baris = int(found[2]) if found else row.baris
        yield baris, kolom, row.tingkat, f"{row.pesan} {row.saran}".strip()


def _perubahan(batch: Batch, asal: Path) -> Iterator[tuple[int, int | None, str | None]]:
    """Yield row, column and old value of what would change; column None: the row is new."""
    letak = _letak_resmi(batch, asal) if batch.tata == Batch.Tata.RESMI else None
    rows = BarisBatch.objects.filter(batch=batch, jenis__in=(Jenis.BARU, Jenis.BERUBAH))
    rows = rows.order_by("no").only("no", "baris", "jenis", "beda")
    for row in rows.iterator(chunk_size=1000):
        if row.jenis == Jenis.BARU:
            yield row.baris, None, None
            continue
        for nama, (lama, _baru) in row.beda.items():
            if letak is not None:
                place = letak.get(row.no, {}).get(nama)
                if place is not None:
                    yield *place, lama
            elif nama in batch.pemetaan:
                yield row.baris, batch.pemetaan[nama], lama


def _letak_resmi(batch: Batch, asal: Path) -> dict[int, dict[str, tuple[int, int]]]:
    """Return where each column of each row stands in an official layout, by number of the row."""
    from imports.reading import buka
    from sheets.resource import Konteks

    kelas = batch.kelas
    if kelas is None or kelas.tata_resmi is None or batch.diperiksa is None:
        return {}
    with asal.open("rb") as file:
        buku = buka(
            batch.nama_asli,
            file,
            batas_byte=settings.IMPORT_MAX_BYTES,
            batas_baris=settings.IMPORT_MAX_ROWS,
        )
    lembar = next((one for one in buku.lembar if one.nama == batch.lembar), None)
    if lembar is None:
        return {}
    resource = kelas(
        Konteks(instansi=batch.instansi, oleh=batch.oleh, at=batch.diperiksa, tujuan=batch.tujuan)
    )
    resource.siapkan()
    rows = kelas.tata_resmi.baris(lembar, resource)
    return {no: dict(row.letak) for no, row in enumerate(rows, start=1)}


def _nomor_kolom(huruf: str) -> int:
    """Return the number of a column from its letters ("AB" is 28)."""
    nomor = 0
    for letter in huruf:
        nomor = nomor * 26 + ord(letter) - ord("A") + 1
    return nomor
