"""Bulk writes that can be taken back: each is noted with what stood there before.

A kind plans creations, changes and deletions of model rows; `simpan` carries them out: deletions
first, then changes, then creations in the order in which the models were first named. What must
exist before something else is planned asks for a `simpan` in between.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.db import connections, models, router

from sheets.journal import beku, potret, sidik_baris

M = TypeVar("M", bound=models.Model)
KEPING = 1000  # notes in one piece of the journal, rows in one statement at most


class Cara(StrEnum):
    """What was done to a row of the database."""

    BUAT = "buat"
    UBAH = "ubah"
    HAPUS = "hapus"


@dataclass(frozen=True)
class Catatan:
    """A piece of the journal: rows of one model, treated alike.

    `isi` holds, a row each: [number in the batch, id, imprint] for creations, [number, id, values
    before, imprint of the same columns after] for changes, [number, id, values before] for
    deletions. Values are by attname.
    """

    model: str
    cara: Cara
    isi: list[list[Any]]


class Tulisan:
    """Collects writes and carries them out; `jurnal` gets every piece of the journal."""

    def __init__(self, jurnal: Callable[[Catatan], None]) -> None:
        self._jurnal = jurnal
        self._baru: dict[type[models.Model], list[tuple[int, Any]]] = {}
        self._ubah: dict[type[models.Model], dict[Any, _Ubahan]] = {}
        self._hapus: dict[type[models.Model], list[tuple[int, Any]]] = {}
        self._sudah: dict[type[models.Model], list[tuple[int, Any]]] = {}

    def buat(self, no: int, objek: M) -> M:
        """Plan a new row; its id is known after `simpan`. Returns it."""
        self._baru.setdefault(type(objek), []).append((no, objek))
        return objek

    def ubah(self, no: int, objek: models.Model, /, **nilai: Any) -> None:
        """Plan a change of some attributes of a row that was read; equal ones are left out.

        Its own object must be passed each time: what was planned first is remembered with it.
        """
        changed = [
            (nama, kolom)
            for nama, kolom in _kolom(type(objek), nilai)
            if getattr(objek, kolom.attname) != _mentah(nilai[nama])
        ]
        if not changed:
            return
        rows = self._ubah.setdefault(type(objek), {})
        ubahan = rows.setdefault(objek.pk, _Ubahan(no, objek, {}))
        for nama, kolom in changed:
            ubahan.lama.setdefault(kolom.attname, beku(kolom, getattr(objek, kolom.attname)))
            setattr(objek, nama, nilai[nama])

    def sudah_dibuat(self, no: int, objek: models.Model) -> None:
        """Note a row that was stored already as made by the import, so that undo takes it away."""
        self._sudah.setdefault(type(objek), []).append((no, objek))

    def hapus(self, no: int, objek: models.Model) -> None:
        """Plan the deletion of a row that nothing else refers to."""
        self._hapus.setdefault(type(objek), []).append((no, objek))

    def simpan(self) -> None:
        """Carry out what was planned since the last time."""
        for model, rows in self._hapus.items():
            self._catat(model, Cara.HAPUS, ([no, o.pk, potret(o)] for no, o in rows))
            model._base_manager.filter(pk__in=[o.pk for _, o in rows]).delete()
        for model, changed in self._ubah.items():
            tulis_ulang(model, [(u.objek, tuple(u.lama)) for u in changed.values()])
            notes = (
                [u.no, pk, u.lama, sidik_baris(u.objek, tuple(u.lama))] for pk, u in changed.items()
            )
            self._catat(model, Cara.UBAH, notes)
        for model, rows in self._baru.items():
            sisipkan(model, [o for _, o in rows])
            self._catat(model, Cara.BUAT, ([no, o.pk, sidik_baris(o)] for no, o in rows))
        for model, rows in self._sudah.items():
            self._catat(model, Cara.BUAT, ([no, o.pk, sidik_baris(o)] for no, o in rows))
        self._hapus, self._ubah, self._baru, self._sudah = {}, {}, {}, {}

    def _catat(self, model: type[models.Model], cara: Cara, notes: Iterator[list[Any]]) -> None:
        label, piece = model._meta.label_lower, []
        for note in notes:
            piece.append(note)
            if len(piece) == KEPING:
                self._jurnal(Catatan(label, cara, piece))
                piece = []
        if piece:
            self._jurnal(Catatan(label, cara, piece))


@dataclass
class _Ubahan:
    no: int
    objek: models.Model
    lama: dict[str, Any]


def sisipkan(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    """Insert rows and give them their ids.

    What `bulk_create` does; on SQLite, where that builds a statement anew for every 999 values,
    by one statement that is prepared once. There a transaction has the only writer, so the next
    ids are its own.
    """
    connection = connections[router.db_for_write(model)]
    own = isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
    if connection.vendor != "sqlite" or not connection.in_atomic_block or not own:
        model._base_manager.bulk_create(objects, batch_size=KEPING)
        return
    fields = model._meta.local_concrete_fields
    links = [f for f in fields if isinstance(f, models.ForeignKey)]
    quote = connection.ops.quote_name
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        for pk, objek in enumerate(objects, start=(last[0] if last else 0) + 1):
            objek.pk = pk
            for link in links:  # a parent that got its id since it was set
                if getattr(objek, link.attname) is None and link.is_cached(objek):
                    setattr(objek, link.name, link.get_cached_value(objek))
        columns = ", ".join(quote(f.column or "") for f in fields)
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(
            f"INSERT INTO {quote(table)} ({columns}) VALUES ({marks})",
            [
                [f.get_db_prep_save(f.pre_save(o, add=True), connection) for f in fields]
                for o in objects
            ],
        )
    for objek in objects:
        objek._state.adding, objek._state.db = False, connection.alias


def tulis_ulang(
    model: type[models.Model], rows: Sequence[tuple[models.Model, tuple[str, ...]]]
) -> None:
    """Write some columns (by attname) of rows that exist: one statement a set of columns.

    Faster than `bulk_update`, whose CASE grows with the rows; values are prepared by the fields.
    """
    meta = model._meta
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    groups: dict[tuple[str, ...], list[models.Model]] = {}
    for objek, names in rows:
        groups.setdefault(tuple(sorted(names)), []).append(objek)
    by_attname = {f.attname: f for f in meta.concrete_fields}
    for names, objects in groups.items():
        fields = [by_attname[nama] for nama in names]
        sets = ", ".join(f"{quote(f.column or '')} = %s" for f in fields)
        assert meta.pk is not None
        sql = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {quote(meta.pk.column or '')} = %s"
        values = [
            [f.get_db_prep_save(getattr(o, f.attname), connection) for f in fields] + [o.pk]
            for o in objects
        ]
        with connection.cursor() as cursor:
            cursor.executemany(sql, values)


def _kolom(
    model: type[models.Model], nilai: dict[str, Any]
) -> "list[tuple[str, models.Field[Any, Any]]]":
    """Return the columns that some names mean; `unit` and `unit_id` are the same one."""
    known = {n: f for f in model._meta.concrete_fields for n in (f.name, f.attname)}
    return [(nama, known[nama]) for nama in nilai]


def _mentah(nilai: Any) -> Any:
    """Return what a column holds for a value: of a related row its id."""
    return nilai.pk if isinstance(nilai, models.Model) else nilai
