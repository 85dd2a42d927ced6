"""What hangs on rows that an import made: the portal's own, and what a person made of them."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Model
from django.db.models.fields.reverse_related import ManyToManyRel, ManyToOneRel

from sheets.undo import boleh_ikut, dikerjakan

KEPING = 500


@dataclass(frozen=True)
class Halangan:
    """One thing that stands against an undo; `baris` is the row of the file it concerns."""

    baris: int | None
    kunci: str
    sebab: str


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
            for pk, no in found.items():
                if pk not in along:
                    row = baris.get(no)
                    against.append(
                        Halangan(
                            row.baris if row else None,
                            row.kunci if row else "",
                            f"Sudah dipakai pada {other._meta.verbose_name}.",
                        )
                    )
            if along:
                taken = {pk: found[pk] for pk in along}
                gone.setdefault(other._meta.label_lower, {}).update(taken)
                extra.append((other, list(along)))
                waiting.append((other._meta.label_lower, taken))
    return extra[::-1], against


def _dikerjakan(
    model: type[Model], ids: Mapping[Any, int], baris: Mapping[int, BarisImpor]
) -> list[Halangan]:
    """Return the rows that the import made and somebody has worked on since."""
    keys, found = list(ids), []
    for start in range(0, len(keys), KEPING):
        for pk in sorted(dikerjakan(model, keys[start : start + KEPING])):
            row = baris.get(ids[pk])
            found.append(
                Halangan(
                    row.baris if row else None,
                    row.kunci if row else "",
                    f"{str(model._meta.verbose_name).capitalize()} sudah dikerjakan.",
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
