"""Rows that the portal derives from others: they go along when their origin is undone.

Apps register, for a table, which of some rows nobody has worked on.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model

Saring = Callable[[Sequence[Any]], set[Any]]
_known: dict[type[Model], Saring] = {}


def register(model: type[Model], saring: Saring) -> None:
    """Say which rows of a table (ids in, ids out) the portal made and nobody worked on."""
    _known[model] = saring


def terdaftar(model: type[Model]) -> bool:
    """Whether an app has said how rows of a table are judged."""
    return model in _known


def boleh_ikut(model: type[Model], ids: Sequence[Any]) -> set[Any]:
    """Return those of some rows that may go along; none of a table that nobody registered."""
    saring = _known.get(model)
    return saring(ids) if saring is not None else set()


def dikerjakan(model: type[Model], ids: Sequence[Any]) -> set[Any]:
    """Return those of some rows that somebody has worked on; none of a table nobody registered."""
    if not terdaftar(model):
        return set()
    there = set(model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
    return there - boleh_ikut(model, ids)
