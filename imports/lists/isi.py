"""The rows and the findings of an import, as its page shows them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.resources.acuan_unit import rujukan_unit
from audit.masking import mask_nip
from imports.lists.kata import Potongan, banding_kata
from imports.models import BarisBatch, Batch, TemuanBatch
from sheets.resource import Konteks, SheetResource, Tingkat

Jenis = BarisBatch.Jenis
SIFAT_BARIS = {
    Jenis.BARU: ("hijau", "s-rencana"),
    Jenis.BERUBAH: ("biru", "s-draf"),
    Jenis.SAMA: ("abu", "s-selesai"),
    Jenis.DITOLAK: ("merah", "s-ditolak"),
}


@dataclass(frozen=True)
class Ubahan:
    """One column of a row: its heading and the runs of words, old and new."""

    kolom: str
    potongan: tuple[Potongan, ...]


@dataclass(frozen=True)
class TemuanTampil:
    """A finding, and the page on which its words can be settled ("" without one)."""

    isi: TemuanBatch
    label: str = ""
    alamat: str = ""


@dataclass(frozen=True)
class BarisTampil:
    """One row of the file on the screen."""

    baris: int
    kunci: str
    label: str
    tone: str
    ikon: str
    ubahan: tuple[Ubahan, ...]
    temuan: tuple[TemuanBatch, ...]


def saring_baris(batch: Batch, hasil: str, cari: str) -> QuerySet[BarisBatch]:
    """Return the rows of an import with one result ("" for all that differ), by words of the key.

    Without a result rows that stay as they are, are left out.
    """
    rows = BarisBatch.objects.filter(batch=batch).order_by("no")
    if hasil in Jenis.values:
        rows = rows.filter(jenis=hasil)
    elif hasil != "semua":
        rows = rows.exclude(jenis=Jenis.SAMA)
    return rows.filter(kunci__icontains=cari) if cari else rows


def saring_temuan(batch: Batch, tingkat: str, cari: str) -> QuerySet[TemuanBatch]:
    """Return the findings of an import of one level ("" for both), by words or a cell."""
    rows = TemuanBatch.objects.filter(batch=batch).order_by("no")
    if tingkat in set(Tingkat):
        rows = rows.filter(tingkat=tingkat)
    if cari:
        rows = rows.filter(
            Q(pesan__icontains=cari)
            | Q(nilai__icontains=cari)
            | Q(kolom__icontains=cari)
            | Q(sel__iexact=cari)
        )
    return rows


def dengan_pengatur(
    batch: Batch, rows: Iterable[TemuanBatch], kembali: str, user: User
) -> tuple[TemuanTampil, ...]:
    """Return findings with where their words are settled; `kembali` is the way back from there.

    Only words that a column did not know, as a whole, and only for who may settle them.
    """
    columns = batch.kelas.kolom_impor().values() if batch.kelas else ()
    taught = {kolom.judul: kolom.jenis.pengatur for kolom in columns}
    shown = []
    for row in rows:
        page = taught.get(row.kolom)
        known = page is None or row.tingkat != Tingkat.GALAT or row.nilai.endswith("…")
        if page is None or known or not user.akses.has(page.permission, batch.instansi_id):
            shown.append(TemuanTampil(row))
            continue
        asked = {"instansi": batch.instansi_id, "teks": row.nilai, "kembali": kembali}
        url = f"{reverse(page.alamat)}?{urlencode(asked)}"
        shown.append(TemuanTampil(row, page.label, url))
    return tuple(shown)


def tampilkan(batch: Batch, rows: Sequence[BarisBatch], user: User) -> tuple[BarisTampil, ...]:
    """Return a page of rows (two queries, for new rows and for findings)."""
    kelas = batch.kelas
    columns = kelas.kolom() if kelas else {}
    fresh = None
    if kelas is not None and any(r.jenis == Jenis.BARU for r in rows):
        fresh = _penyebut(kelas, batch, user)
    findings = _temuan(batch, [row.baris for row in rows])
    shown = []
    for row in rows:
        tone, ikon = SIFAT_BARIS[Jenis(row.jenis)]
        if row.jenis == Jenis.BARU and fresh is not None:
            changes = tuple(_baru(fresh, row))
        else:
            changes = tuple(
                Ubahan(columns[nama].judul, banding_kata(str(lama), str(baru)))
                for nama, (lama, baru) in row.beda.items()
                if nama in columns
            )
        shown.append(
            BarisTampil(
                baris=row.baris,
                kunci=row.kunci,
                label=str(Jenis(row.jenis).label),
                tone=tone,
                ikon=ikon,
                ubahan=changes,
                temuan=tuple(findings.get(row.baris, ())),
            )
        )
    return tuple(shown)


def _penyebut(kelas: type[SheetResource], batch: Batch, user: User) -> SheetResource:
    """Return a kind that can say its values: units by name, all else by code.

    It isn't prepared (`siapkan`), which would read the whole plan for one page.
    """
    resource = kelas(
        Konteks(instansi=batch.instansi, oleh=user, at=timezone.now(), tujuan=batch.tujuan)
    )
    units = rujukan_unit(batch.instansi)
    resource.acuan = defaultdict(lambda: units)
    return resource


def _baru(resource: SheetResource, row: BarisBatch) -> Iterable[Ubahan]:
    isi: dict[str, Any] = dict(resource.pulih(row.nilai))
    for nama, kolom in resource.kolom_impor().items():
        teks = mask_nip(kolom.sebut(isi[nama], resource))
        if teks and nama not in resource.kunci:
            yield Ubahan(kolom.judul, (Potongan("baru", teks),))


def _temuan(batch: Batch, baris: Sequence[int]) -> dict[int, list[TemuanBatch]]:
    found: dict[int, list[TemuanBatch]] = {}
    if not baris:
        return found
    rows = TemuanBatch.objects.filter(batch=batch, baris__in=baris)
    for row in rows.order_by("no"):
        if row.baris is not None:
            found.setdefault(row.baris, []).append(row)
    return found
