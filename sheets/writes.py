"""Bulk writes that can be taken back: each is noted with what stood there before.

A kind plans creations, changes and deletions of model rows; `simpan` carries them out: deletions
first, then changes, then creations in the order in which the models were first named. What must
exist before something else is planned asks for a `simpan` in between.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.db import models

from sheets.journal import beku, potret, sidik_banyak
from sheets.rows import sisipkan, tulis_ulang

M = TypeVar("M", bound=models.Model)
KEPING = 1000  # notes in one piece of the journal


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
            rewritten = list(changed.values())
            tulis_ulang(model, [(u.objek, tuple(u.lama)) for u in rewritten])
            self._catat(model, Cara.UBAH, _catatan_ubah(model, rewritten))
        for model, rows in self._baru.items():
            sisipkan(model, [o for _, o in rows])
            self._catat(model, Cara.BUAT, _catatan_buat(model, rows))
        for model, rows in self._sudah.items():
            self._catat(model, Cara.BUAT, _catatan_buat(model, rows))
        self._hapus, self._ubah, self._baru, self._sudah = {}, {}, {}, {}

    def _catat(self, model: type[models.Model], cara: Cara, notes: Iterable[list[Any]]) -> None:
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


def _catatan_buat(model: type[models.Model], rows: list[tuple[int, Any]]) -> list[list[Any]]:
    imprints = sidik_banyak(model, [objek for _, objek in rows])
    return [[no, o.pk, sidik] for (no, o), sidik in zip(rows, imprints, strict=True)]


def _catatan_ubah(model: type[models.Model], rows: list[_Ubahan]) -> list[list[Any]]:
    """Return the notes of changed rows in their order; rows of the same columns are imprinted
    together."""
    groups: dict[tuple[str, ...], list[_Ubahan]] = {}
    for u in rows:
        groups.setdefault(tuple(sorted(u.lama)), []).append(u)
    imprints = {
        u.objek.pk: sidik
        for names, group in groups.items()
        for u, sidik in zip(
            group, sidik_banyak(model, [u.objek for u in group], names), strict=True
        )
    }
    return [[u.no, u.objek.pk, u.lama, imprints[u.objek.pk]] for u in rows]


def _kolom(
    model: type[models.Model], nilai: dict[str, Any]
) -> "list[tuple[str, models.Field[Any, Any]]]":
    """Return the columns that some names mean; `unit` and `unit_id` are the same one."""
    known = {n: f for f in model._meta.concrete_fields for n in (f.name, f.attname)}
    return [(nama, known[nama]) for nama in nilai]


def _mentah(nilai: Any) -> Any:
    """Return what a column holds for a value: of a related row its id."""
    return nilai.pk if isinstance(nilai, models.Model) else nilai
