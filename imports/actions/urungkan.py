"""Undoing an applied import as a whole, while nothing a person made depends on it."""

import logging
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import DataError, IntegrityError
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import System, audited
from evidence.workflow import NotAllowed
from imports.actions.langkah import kunci_batch, pindah
from imports.actions.terapkan import DITOLAK_BASIS_DATA
from imports.actions.unggah import minta_pekerjaan
from imports.alur import AksiImpor
from imports.dependents import Halangan, Objek, Sebab, bergantung
from imports.hak import butuh_kelas
from imports.halangan import simpan
from imports.kinds.kode import URUNGKAN
from imports.models import BarisBatch, Batch, Jejak
from imports.sumber import kalimat_disimpan
from jobs.registry import Kemajuan
from sheets.journal import cair, sidik_baris
from sheets.resource import Konteks, SheetResource
from sheets.rows import tulis_ulang
from sheets.undo import terdaftar
from sheets.values import Keliru
from sheets.writes import Cara
from ukuran.format import angka

logger = logging.getLogger(__name__)


class Terhalang(Exception):
    """Something stands against an undo; `halangan` says what, one line each."""

    def __init__(self, halangan: list[Halangan]) -> None:
        self.halangan = halangan
        super().__init__(f"{len(halangan)} halangan")


def urungkan(*, batch_id: int, versi: int, by: User) -> Batch:
    """Ask for an applied import to be undone. Raises Denied, NotAllowed, Bentrok."""
    with audited():
        batch = kunci_batch(batch_id, by, versi=versi)
        butuh_kelas(batch, by)
        pindah(batch, AksiImpor.URUNGKAN, by, pesan="", bentrok=[])
        minta_pekerjaan(batch, URUNGKAN, by)
    return batch


def urungkan_batch(batch_id: int, by: User, kemajuan: Kemajuan) -> None:
    """Undo an import that waits for it, in one transaction; one that does not is left alone.

    Rows changed since, and work that hangs on them, end in the state of the import as a list,
    with nothing written.
    """
    batch = Batch.objects.select_related("instansi").filter(pk=batch_id).first()
    if batch is None or batch.keadaan != Batch.Keadaan.MENGURUNGKAN:
        return
    kemajuan.langkah("Mengurungkan perubahan")
    try:
        with audited():
            _urungkan(kunci_batch(batch_id), by)
    except Terhalang as error:
        count, shown = simpan(batch, error.halangan)
        _kembali(
            batch_id,
            bentrok=shown,
            pesan=f"Impor ini tidak diurungkan: {angka(count)} hal bergantung padanya.",
        )
    except (Denied, NotAllowed, Keliru) as error:  # Keliru: what it went into is gone
        _kembali(batch_id, pesan=str(error))
    except (IntegrityError, DataError):
        logger.exception("import %s: the database refused its undo", batch_id)
        _kembali(batch_id, pesan=DITOLAK_BASIS_DATA)


def _urungkan(batch: Batch, by: User) -> None:
    if batch.keadaan != Batch.Keadaan.MENGURUNGKAN:
        return
    kelas = butuh_kelas(batch, by)
    now = timezone.now()
    resource = kelas(
        Konteks(
            instansi=batch.instansi,
            oleh=by,
            at=now,
            tujuan=batch.tujuan,
            asal=batch.nama_asli,
            diterapkan=batch.diterapkan,
        )
    )
    resource.kunci_tulis()
    resource.siapkan()
    rows = {row.no: row for row in _baris(batch)}
    found = _berubah(rows, resource, _tertulis(batch)) + _ditolak(rows, resource)
    lanjutan, against = bergantung(_dibuat(batch), rows, _kembali_rujukan(batch))
    if found or against:
        raise Terhalang(found + against)
    for model, ids in lanjutan:
        model._base_manager.filter(pk__in=ids).delete()
    for jejak in batch.jejak_set.order_by("-urut").iterator(chunk_size=20):
        _balik(jejak)
    resource.sesudah_urung()
    pindah(
        batch,
        AksiImpor.TERURUNG,
        by,
        isi={"baru": batch.baru, "berubah": batch.berubah},
        diurungkan=now,
        diurungkan_oleh=by,
    )


def _baris(batch: Batch) -> list[BarisBatch]:
    jenis = (BarisBatch.Jenis.BARU, BarisBatch.Jenis.BERUBAH)
    return list(
        BarisBatch.objects.filter(batch=batch, jenis__in=jenis).only(
            "no", "baris", "kunci", "nilai", "pasca"
        )
    )


def _berubah(
    rows: dict[int, BarisBatch], resource: SheetResource, jejak: "_Tertulis"
) -> list[Halangan]:
    """Return the rows of the import that are not as it left them.

    By the columns of the kind, and by the rows of the database, which find what the columns don't
    show.
    """
    there = {resource.kunci_dari(ada.nilai): ada for ada in resource.ada()}
    found = []
    for no, row in sorted(rows.items()):
        now = there.get(resource.kunci_dari(resource.pulih(row.nilai)))
        objek = jejak.objek(no)
        if now is None:
            cause = "Baris ini sudah tidak ada."
            found.append(Halangan(row.baris, row.kunci, cause, Sebab.HILANG, objek))
        elif no in jejak.tersentuh or resource.sidik(now.nilai) != row.pasca:
            saved = next(filter(None, (kalimat_disimpan(one.model) for one in objek)), "")
            cause = saved or "Baris ini sudah diubah setelah impor diterapkan."
            jenis = Sebab.DISIMPAN if saved else Sebab.DIUBAH
            found.append(Halangan(row.baris, row.kunci, cause, jenis, objek))
    return found


def _ditolak(rows: dict[int, BarisBatch], resource: SheetResource) -> list[Halangan]:
    """Return the rows that the kind does not let this person take back."""
    isi = ((no, resource.pulih(row.nilai)) for no, row in rows.items())
    return [
        Halangan(
            rows[no].baris, rows[no].kunci, f"{temuan.pesan} {temuan.saran}".strip(), Sebab.DITOLAK
        )
        for no, temuan in resource.periksa_urung(isi)
    ]


@dataclass
class _Tertulis:
    """What an import wrote, by number of the row, and what of it is no longer as it left it."""

    semua: dict[int, dict[tuple[str, Any], None]] = field(default_factory=dict)
    tersentuh: dict[int, list[Objek]] = field(default_factory=dict)

    def objek(self, no: int) -> tuple[Objek, ...]:
        """Return the rows of the database that tell what happened to a row of the file.

        Where none of its columns was touched, others of the same rows were; of several it isn't
        known which.
        """
        if no in self.tersentuh:
            return tuple(self.tersentuh[no])
        rows = self.semua.get(no, {})
        return tuple(Objek(model, pk, (), len(rows) == 1) for model, pk in rows)


def _tertulis(batch: Batch) -> _Tertulis:
    """Hold the journal of an import against the rows of the database.

    What the portal derives is judged by its app (sheets.undo); the last word on a column is that
    of its last change.
    """
    found = _Tertulis()
    seen: set[tuple[str, Any, str]] = set()
    for jejak in batch.jejak_set.order_by("-urut").iterator(chunk_size=20):
        model = apps.get_model(jejak.model)
        made = jejak.cara == Cara.BUAT
        if jejak.cara == Cara.HAPUS or (made and terdaftar(model)):
            continue
        there = model._base_manager.in_bulk([note[1] for note in jejak.isi])
        for note in jejak.isi:
            no, pk = note[:2]
            if not model._meta.auto_created:
                found.semua.setdefault(no, {})[jejak.model, pk] = None
            names = () if made else tuple(note[2])
            cells = {(jejak.model, pk, nama) for nama in names or ("",)}
            if cells & seen:
                continue  # a later piece of the journal has been held against the row
            seen |= cells | {(jejak.model, pk, "")}
            now = there.get(pk)
            if now is None or sidik_baris(now, names) != note[-1]:
                found.tersentuh.setdefault(no, []).append(Objek(jejak.model, pk, names))
    return found


def _dibuat(batch: Batch) -> dict[str, dict[Any, int]]:
    """Return what the import made: table to id to number of the row."""
    made: dict[str, dict[Any, int]] = {}
    for jejak in batch.jejak_set.filter(cara=Cara.BUAT).iterator(chunk_size=20):
        made.setdefault(jejak.model, {}).update({pk: no for no, pk, _ in jejak.isi})
    return made


def _kembali_rujukan(batch: Batch) -> dict[str, set[tuple[Any, str]]]:
    """Return the references (id, column) by table that the journal will set back."""
    found: dict[str, set[tuple[Any, str]]] = {}
    for jejak in batch.jejak_set.filter(cara=Cara.UBAH).iterator(chunk_size=20):
        fields = apps.get_model(jejak.model)._meta.concrete_fields
        links = {field.attname for field in fields if field.is_relation}
        pairs = {(pk, nama) for _, pk, lama, _ in jejak.isi for nama in lama if nama in links}
        found.setdefault(jejak.model, set()).update(pairs)
    return found


def _balik(jejak: Jejak) -> None:
    """Take one piece of the journal back."""
    model = apps.get_model(jejak.model)
    if jejak.cara == Cara.BUAT:
        model._base_manager.filter(pk__in=[pk for _, pk, _ in jejak.isi]).delete()
        return
    columns = {f.attname: f for f in model._meta.concrete_fields}
    if jejak.cara == Cara.HAPUS:
        model._base_manager.bulk_create(
            model(pk=pk, **{n: cair(columns[n], v) for n, v in lama.items()})
            for _, pk, lama in jejak.isi
        )
        return
    rows = model._base_manager.in_bulk([pk for _, pk, _, _ in jejak.isi])
    changed = []
    for _, pk, lama, _ in jejak.isi:
        for nama, isi in lama.items():
            setattr(rows[pk], nama, cair(columns[nama], isi))
        changed.append((rows[pk], tuple(lama)))
    tulis_ulang(model, changed)


def _kembali(batch_id: int, **nilai: Any) -> None:
    with audited():
        batch = kunci_batch(batch_id)
        if batch.keadaan == Batch.Keadaan.MENGURUNGKAN:
            pindah(
                batch, AksiImpor.TERHALANG, System(), isi={"pesan": nilai.get("pesan", "")}, **nilai
            )
