"""The rows of a kind as a file that can be brought in again: at once, or by a job."""

import tempfile
from enum import StrEnum
from pathlib import Path

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Instansi, User
from audit.recorder import Event, audited, record
from imports.workbook import JENIS_CSV, JENIS_XLSX, tulis_csv, tulis_xlsx
from sheets.resource import Ada, SheetResource

LANGSUNG = 1000
"""So many rows are answered at once; more are written by a job."""


class BentukData(StrEnum):
    """The kinds of file that the rows of a kind are given as."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return "Excel (xlsx)" if self is BentukData.XLSX else "CSV"

    @property
    def jenis_berkas(self) -> str:
        """The media type under which it is delivered."""
        return JENIS_XLSX if self is BentukData.XLSX else JENIS_CSV


def tulis_data(resource: SheetResource, rows: list[Ada], bentuk: BentukData, target: Path) -> int:
    """Write rows of a prepared kind into a file and return how many.

    Raises sheets.values.Keliru for a text that no cell can hold.
    """
    isi = (ada.nilai for ada in rows)
    if bentuk is BentukData.CSV:
        return tulis_csv(resource, isi, target)
    konteks = resource.konteks
    contoh = " CONTOH" if konteks.instansi.contoh else ""
    moment = f"Data per {timezone.localtime(konteks.at):%d-%m-%Y %H:%M %Z}"
    return tulis_xlsx(
        resource, isi, target, keterangan=(f"{konteks.instansi.nama}{contoh}", moment)
    )


def nama_data(resource: SheetResource, tujuan: str, bentuk: BentukData) -> str:
    """Return the name a person gets the file under: what, where, the moment of the rows."""
    konteks = resource.konteks
    parts = (resource.kode.replace("_", "-"), konteks.instansi.kode, slugify(tujuan)[:60])
    moment = f"{timezone.localtime(konteks.at):%Y%m%d-%H%M}"
    return f"{'-'.join(filter(None, (*parts, moment)))}.{bentuk}"


def isi_data(resource: SheetResource, rows: list[Ada], bentuk: BentukData) -> bytes:
    """Return the file of rows that are few enough to be answered at once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"isi.{bentuk}"
        tulis_data(resource, rows, bentuk, path)
        return path.read_bytes()


def catat_ekspor(
    *,
    kelas: type[SheetResource],
    instansi: Instansi,
    tujuan: str,
    bentuk: BentukData,
    baris: int,
    by: User,
) -> None:
    """Record that the rows of a kind were taken out."""
    with audited():
        record(
            Event(
                instansi=instansi.kode,
                contoh=instansi.contoh,
                aksi="impor.ekspor",
                oleh=by,
                objek_jenis="jenis_data",
                objek_id=kelas.kode,
                objek_nama=f"{kelas.label} {tujuan}".strip(),
                isi={"tujuan": tujuan, "bentuk": str(bentuk), "baris": baris},
            )
        )


def jawaban(isi: bytes, nama: str, jenis: str) -> HttpResponse:
    """Return a file as the answer: an attachment that no program opens in the portal's name."""
    return HttpResponse(
        isi,
        content_type=jenis,
        headers={
            "Content-Disposition": f'attachment; filename="{nama}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
