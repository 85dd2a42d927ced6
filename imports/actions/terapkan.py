"""Applying an import: asked for by a person, carried out whole or not at all by a job."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from django.db import DataError, IntegrityError
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import Event, System, audited, record_many
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from imports.actions.langkah import kunci_batch, pindah
from imports.actions.unggah import minta_pekerjaan
from imports.alur import AksiImpor
from imports.hak import butuh_kelas, dua_orang
from imports.kinds.kode import TERAPKAN
from imports.models import BarisBatch, Batch, Jejak
from jobs.registry import Kemajuan
from sheets.resource import (
    Ada,
    Isi,
    Konteks,
    Kunci,
    Perubahan,
    SheetResource,
    Temuan,
    Tingkat,
)
from sheets.values import Keliru
from sheets.writes import Catatan, Tulisan

logger = logging.getLogger(__name__)
DITOLAK_BASIS_DATA = (
    "Basis data menolak salah satu baris, jadi tidak ada yang ditulis. Periksa ulang; bila tetap "
    "begini, hubungi pengelola portal dengan menyebut nomor impor ini."
)
KEPING = 1000
DISEBUT = 200
PANJANG_ALASAN, PANJANG_DASAR = 2000, 200
Jenis = BarisBatch.Jenis


class _Baris(NamedTuple):
    """What applying reads of a BarisBatch."""

    no: int
    baris: int
    jenis: str
    kunci: str
    nilai: dict[str, Any]
    beda: dict[str, Any]
    pra: str


class Bergeser(Exception):
    """Rows are not as they were when the file was compared; `baris` names them."""

    def __init__(self, baris: list[dict[str, Any]], jumlah: int) -> None:
        self.baris, self.jumlah = baris, jumlah
        super().__init__(f"{jumlah} baris")


def ajukan(*, batch_id: int, versi: int, by: User, alasan: str = "", dasar: str = "") -> Batch:
    """Hand a checked import to a second person. Raises Denied, NotAllowed, Bentrok, IsianKurang."""
    with audited():
        batch = kunci_batch(batch_id, by, versi=versi)
        kelas = butuh_kelas(batch, by)
        reasons = _alasan(kelas, batch, alasan, dasar)
        if not dua_orang(batch.instansi_id):
            raise NotAllowed("Instansi ini tidak meminta orang kedua. Terapkan langsung.")
        return pindah(batch, AksiImpor.AJUKAN, by, diajukan=timezone.now(), **reasons)


def terapkan(*, batch_id: int, versi: int, by: User, alasan: str = "", dasar: str = "") -> Batch:
    """Ask for a checked import to be applied.

    Where the institution asks for a second person, only someone else than the uploader may, and
    only after it was handed over. Raises Denied, NotAllowed, Bentrok, IsianKurang.
    """
    with audited():
        batch = kunci_batch(batch_id, by, versi=versi)
        kelas = butuh_kelas(batch, by)
        handed = batch.keadaan == Batch.Keadaan.DIAJUKAN
        if dua_orang(batch.instansi_id) and not handed:
            raise NotAllowed("Ajukan dahulu: di instansi ini orang kedua yang menerapkan impor.")
        if handed and batch.oleh_id == by.pk:
            raise Denied("Anda yang mengunggah berkas ini, jadi orang lain yang menerapkannya.")
        if handed:
            alasan, dasar = alasan or batch.alasan, dasar or batch.dasar
        reasons = _alasan(kelas, batch, alasan, dasar)
        pindah(batch, AksiImpor.TERAPKAN, by, pesan="", bentrok=[], **reasons)
        minta_pekerjaan(batch, TERAPKAN, by)
    return batch


def minta_dasar(batch: Batch) -> bool:
    """Whether the next step asks for reason and basis; who handed it over may have given them."""
    given = batch.keadaan == Batch.Keadaan.DIAJUKAN and batch.alasan and batch.dasar
    return batch.kelas is not None and not given and _perlu_dasar(batch.kelas, batch)


def _perlu_dasar(kelas: type[SheetResource], batch: Batch) -> bool:
    return kelas.perlu_dasar(batch.tujuan, baru=batch.baru, berubah=batch.berubah)


def _alasan(kelas: type[SheetResource], batch: Batch, alasan: str, dasar: str) -> dict[str, Any]:
    """Return reason and legal basis; raises IsianKurang where the kind asks for them."""
    galat = {}
    if _perlu_dasar(kelas, batch):
        if not alasan.strip():
            galat["alasan"] = "Tulis alasan perubahan."
        if not dasar.strip():
            galat["dasar"] = "Sebutkan dasar perubahan, misalnya nomor peraturan."
    if len(alasan) > PANJANG_ALASAN:
        galat["alasan"] = f"Alasan paling panjang {PANJANG_ALASAN} huruf."
    if len(dasar) > PANJANG_DASAR:
        galat["dasar"] = f"Dasar perubahan paling panjang {PANJANG_DASAR} huruf."
    if galat:
        raise IsianKurang(galat)
    return {"alasan": alasan.strip(), "dasar": dasar.strip()}


def terapkan_batch(batch_id: int, by: User, kemajuan: Kemajuan) -> None:
    """Apply an import that waits for it, in one transaction; one that does not is left alone.

    Rows that moved since the analysis, and rules of the plan that refuse, end in the state of
    the import with nothing written.
    """
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None or batch.keadaan != Batch.Keadaan.MENERAPKAN:
        return
    kemajuan.langkah("Menerapkan perubahan")
    try:
        with _tanpa_sapuan(), audited():
            _terapkan(kunci_batch(batch_id), by)
    except Bergeser as error:
        _kembali(
            batch_id,
            AksiImpor.GESER,
            bentrok=error.baris,
            pesan=f"{error.jumlah} baris berubah sejak berkas diperiksa, atau tidak lagi boleh "
            "ditulis. Tidak ada yang diterapkan. Periksa ulang untuk melihat perbedaannya yang "
            "sekarang.",
        )
    except (Denied, NotAllowed, IsianKurang, Keliru) as error:  # Keliru: its place is gone
        _kembali(batch_id, AksiImpor.KEMBALI, pesan=str(error))
    except (IntegrityError, DataError):
        logger.exception("import %s: the database refused a row", batch_id)
        _kembali(batch_id, AksiImpor.KEMBALI, pesan=DITOLAK_BASIS_DATA)


@contextmanager
def _tanpa_sapuan() -> Iterator[None]:
    """Keep Python from looking through all objects again and again while everybody waits.

    The rows that are there and those to write live until the end; looking through them is a
    quarter of the work. What dies between two pieces is collected there.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _terapkan(batch: Batch, by: User) -> None:
    if batch.keadaan != Batch.Keadaan.MENERAPKAN:
        return  # another process has done it meanwhile
    kelas = butuh_kelas(batch, by)
    now = timezone.now()
    resource = kelas(
        Konteks(
            instansi=batch.instansi,
            oleh=by,
            at=now,
            tujuan=batch.tujuan,
            alasan=batch.alasan,
            dasar=batch.dasar,
            asal=batch.nama_asli,
        )
    )
    resource.kunci_tulis()
    _alasan(kelas, batch, batch.alasan, batch.dasar)  # the plan may have started meanwhile
    resource.siapkan()
    there = _ada(resource)
    _periksa_geser(batch, resource, there)
    jurnal = _Jurnal(batch)
    tulisan = Tulisan(jurnal)
    for piece in _keping(batch):
        gc.collect(0)  # of the piece before alone: rows that refer to each other
        rows = [
            Perubahan(row.no, isi, there.get(resource.kunci_dari(isi)))
            for row in piece
            for isi in (resource.pulih(row.nilai),)
        ]
        resource.tulis(rows, tulisan)
        tulisan.simpan()
        jurnal.simpan()
        record_many(_kejadian(batch, by, row) for row in piece)
    resource.sesudah(tulisan)
    tulisan.simpan()
    jurnal.simpan()
    pindah(
        batch,
        AksiImpor.SELESAI,
        by,
        isi={"baru": batch.baru, "berubah": batch.berubah},
        diterapkan=now,
        diterapkan_oleh=by,
    )


def _ada(resource: SheetResource) -> dict[Kunci, Ada]:
    return {resource.kunci_dari(ada.nilai): ada for ada in resource.ada()}


def _periksa_geser(batch: Batch, resource: SheetResource, there: dict[Kunci, Ada]) -> None:
    """Compare every row to write with its stored pre-image, and with the rules as data is now.

    What a row refers to may have moved though the row did not: a unit has ended, a place is taken.
    Raises Bergeser.
    """
    moved: list[dict[str, Any]] = []
    count = 0
    kept = _Aturan(resource)
    for piece in _keping(batch):
        for row in piece:
            isi = resource.pulih(row.nilai)
            now = there.get(resource.kunci_dari(isi))
            if (resource.sidik(now.nilai) if now else "") == row.pra:
                kept.tambah(row, isi, now)
                continue
            count += 1
            if len(moved) < DISEBUT:
                moved.append({"baris": row.baris, "kunci": row.kunci, "sebab": _sebab(row, now)})
    for letak, sebab in kept.ditolak():
        count += 1
        if len(moved) < DISEBUT:
            moved.append({"baris": letak.baris, "kunci": letak.kunci, "sebab": sebab})
    if count:
        raise Bergeser(moved, count)


class _Aturan:
    """Asks a kind about rows again, as their analysis did, with the data of now."""

    def __init__(self, resource: SheetResource) -> None:
        self._resource = resource
        own = type(resource).periksa_semua is not SheetResource.periksa_semua
        together = own and resource.bersama_lagi
        self._semua: list[tuple[int, Isi]] | None = [] if together else None
        self._baris: dict[int, tuple[int, str]] = {}
        self._galat: dict[int, str] = {}

    def tambah(self, row: _Baris, isi: Isi, lama: Ada | None) -> None:
        """Ask about one row that did not move."""
        old = lama.nilai if lama else None
        asked = dict(isi)
        self._resource.lengkapi(asked, old)
        for temuan in self._resource.periksa(asked, old):
            self._catat(row.no, temuan)
        if self._semua is not None or row.no in self._galat:
            self._baris[row.no] = (row.baris, row.kunci)
        if self._semua is not None:
            self._semua.append((row.no, asked))

    def ditolak(self) -> Iterator[tuple["_Letak", str]]:
        """Yield rows that the kind refuses now, with its sentence."""
        if self._semua is not None:
            for no, temuan in self._resource.periksa_semua(self._semua):
                self._catat(no, temuan)
        for no, pesan in sorted(self._galat.items()):
            yield _Letak(*self._baris.get(no, (None, ""))), pesan

    def _catat(self, no: int, temuan: Temuan) -> None:
        if temuan.tingkat is Tingkat.GALAT:
            self._galat.setdefault(no, f"{temuan.pesan} {temuan.saran}".strip())


class _Letak(NamedTuple):
    baris: int | None
    kunci: str


def _sebab(row: _Baris, now: Ada | None) -> str:
    if now is None:
        return "Baris ini sudah tidak ada."
    return "Baris ini sudah diubah." if row.pra else "Baris ini sudah dibuat orang lain."


def _keping(batch: Batch) -> Iterator[list[_Baris]]:
    rows = (
        BarisBatch.objects.filter(batch=batch, jenis__in=(Jenis.BARU, Jenis.BERUBAH))
        .order_by("no")
        .values_list(*_Baris._fields)
        .iterator(chunk_size=KEPING)
    )
    while piece := [_Baris(*row) for row in islice(rows, KEPING)]:
        yield piece


class _Jurnal:
    """Keeps the pieces of the journal as rows of the import."""

    def __init__(self, batch: Batch) -> None:
        self._batch, self._urut = batch, 0
        self._rows: list[Jejak] = []

    def __call__(self, catatan: Catatan) -> None:
        self._urut += 1
        self._rows.append(
            Jejak(
                batch=self._batch,
                urut=self._urut,
                model=catatan.model,
                cara=catatan.cara,
                isi=catatan.isi,
            )
        )

    def simpan(self) -> None:
        Jejak.objects.bulk_create(self._rows)
        self._rows = []


def _kejadian(batch: Batch, by: User, row: _Baris) -> Event:
    return Event(
        instansi=batch.instansi.kode,
        contoh=batch.instansi.contoh,
        aksi="impor.baris",
        oleh=by,
        objek_jenis=batch.jenis,
        objek_id=str(batch.pk),
        objek_nama=row.kunci,
        isi={"batch": batch.pk, "baris": row.baris, "hasil": row.jenis, "beda": row.beda},
    )


def _kembali(batch_id: int, aksi: AksiImpor, **nilai: Any) -> None:
    with audited():
        batch = kunci_batch(batch_id)
        if batch.keadaan == Batch.Keadaan.MENERAPKAN:
            pindah(batch, aksi, System(), isi={"pesan": nilai.get("pesan", "")}, **nilai)
