"""What hangs on rows that an import made: the portal's own, and what a person made of them."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.db.models.fields.reverse_related import ManyToManyRel, ManyToOneRel

from sheets.undo import boleh_ikut, dikerjakan

KEPING = 500


class Sebab(StrEnum):
    """Why a row stands against an undo."""

    DIUBAH = "diubah"
    DISIMPAN = "disimpan"  # of a row that remembers who saved it: setting values back is no help
    HILANG = "hilang"
    DIPAKAI = "dipakai"
    DIKERJAKAN = "dikerjakan"
    DITOLAK = "ditolak"  # the kind does not let this person take the row back


class Objek(NamedTuple):
    """A row of the database that can tell more; `kolom` are the attnames that matter, () for all.

    Without `bersaksi` it only tells where to look: who wrote it need not have done this.
    """

    model: str
    pk: Any
    kolom: tuple[str, ...] = ()
    bersaksi: bool = True


@dataclass(frozen=True)
class Halangan:
    """One thing that stands against an undo; `baris` is the row of the file it concerns.

    `objek` are the rows of the database of which it was found.
    """

    baris: int | None
    kunci: str
    sebab: str
    jenis: Sebab
    objek: tuple[Objek, ...] = ()


class BarisImpor(Protocol):
    """The row of an import that a made row belongs to."""

    baris: int
    kunci: str


def bergantung(
    dibuat: Mapping[str, Mapping[Any, int]],
    baris: Mapping[int, BarisImpor],
    kembali: Mapping[str, Set[tuple[Any, str]]] | None = None,
) -> tuple[list[tuple[type[Model], list[Any]]], list[Halangan]]:
    """Return what must go with the made rows, deepest first, and what stands against it.

    `dibuat` maps a table to the ids that were made and the numbers of their rows. A row of
    another table that refers to one of them and was not made with it goes along when its app
    says that the portal made it and nobody worked on it (sheets.undo); otherwise it stands
    against. `kembali` names (id, column) of rows that the undo itself sets back: a reference in
    such a column goes with it.
    """
    gone = {label: dict(ids) for label, ids in dibuat.items()}
    extra: list[tuple[type[Model], list[Any]]] = []
    against: list[Halangan] = []
    waiting = [(label, dict(ids)) for label, ids in dibuat.items()]
    for label, ids in waiting:
        against += _dikerjakan(apps.get_model(label), ids, baris)
    while waiting:
        label, ids = waiting.pop(0)
        model = apps.get_model(label)
        for other, column in _penunjuk(model):
            found = _merujuk(other, column, ids, gone.get(other._meta.label_lower, {}))
            back = (kembali or {}).get(other._meta.label_lower, frozenset())
            found = {pk: no for pk, no in found.items() if (pk, column) not in back}
            if not found:
                continue
            along = boleh_ikut(other, list(found))
            left = {pk: no for pk, no in found.items() if pk not in along}
            against += _dipakai(other, column, left, baris)
            if along:
                taken = {pk: found[pk] for pk in along}
                gone.setdefault(other._meta.label_lower, {}).update(taken)
                extra.append((other, list(along)))
                waiting.append((other._meta.label_lower, taken))
    return extra[::-1], against


def _dipakai(
    other: type[Model], column: str, found: Mapping[Any, int], baris: Mapping[int, BarisImpor]
) -> list[Halangan]:
    """Return the rows that refer to a made one; of a link table the row that owns the link."""
    owner = _pemilik(other, column)
    owners: dict[Any, Any] = {}
    if owner is not None:
        owners = _nilai(other, owner.attname, list(found))
    named = owner.related_model if owner is not None else other
    assert isinstance(named, type)
    return [
        Halangan(
            *_letak(no, baris),
            f"Sudah dipakai pada {named._meta.verbose_name}.",
            Sebab.DIPAKAI,
            (
                Objek(other._meta.label_lower, pk, (column,)),
                *([Objek(named._meta.label_lower, owners[pk], (), False)] if owner else []),
            ),
        )
        for pk, no in found.items()
    ]


def _pemilik(other: type[Model], column: str) -> "ForeignKey[Any, Any] | None":
    """Return the other end of a link table that Django made; None for a table of its own."""
    if not other._meta.auto_created:
        return None
    return next(
        field
        for field in other._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.attname != column
    )


def _nilai(model: type[Model], attname: str, keys: list[Any]) -> dict[Any, Any]:
    """Return one column of some rows by id."""
    found: dict[Any, Any] = {}
    for start in range(0, len(keys), KEPING):
        rows = model._base_manager.filter(pk__in=keys[start : start + KEPING])
        found.update(rows.values_list("pk", attname))
    return found


def _letak(no: int, baris: Mapping[int, BarisImpor]) -> tuple[int | None, str]:
    row = baris.get(no)
    return (row.baris, row.kunci) if row else (None, "")


def _dikerjakan(
    model: type[Model], ids: Mapping[Any, int], baris: Mapping[int, BarisImpor]
) -> list[Halangan]:
    """Return the rows that the import made and somebody has worked on since."""
    keys, found = list(ids), []
    for start in range(0, len(keys), KEPING):
        for pk in sorted(dikerjakan(model, keys[start : start + KEPING])):
            found.append(
                Halangan(
                    *_letak(ids[pk], baris),
                    f"{str(model._meta.verbose_name).capitalize()} sudah dikerjakan.",
                    Sebab.DIKERJAKAN,
                    (Objek(model._meta.label_lower, pk),),
                )
            )
    return found


def _penunjuk(model: type[Model]) -> list[tuple[type[Model], str]]:
    """Return the tables that refer to a model, link tables included, with their columns."""
    return [
        (relation.related_model, relation.field.attname)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and not isinstance(relation, ManyToManyRel)
    ]


def _merujuk(
    other: type[Model], attname: str, ids: Mapping[Any, int], gone: Mapping[Any, int]
) -> dict[Any, int]:
    """Return ids of rows that refer to some others, with the number of the import's row."""
    found: dict[Any, int] = {}
    keys = list(ids)
    for start in range(0, len(keys), KEPING):
        rows = other._base_manager.filter(**{f"{attname}__in": keys[start : start + KEPING]})
        for pk, target in rows.values_list("pk", attname):
            if pk not in gone:
                found[pk] = ids[target]
    return found
