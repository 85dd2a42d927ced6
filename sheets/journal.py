"""What a row of the database held, as JSON, and whether it still holds it."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from django.db import models

_PANJANG = 12  # bytes of an imprint: it tells a changed row from an unchanged one, no more


def potret(objek: models.Model) -> dict[str, Any]:
    """Return all columns of a row as JSON, by attname, without its id."""
    return {
        f.attname: beku(f, getattr(objek, f.attname))
        for f in type(objek)._meta.concrete_fields
        if not f.primary_key
    }


def beku(kolom: "models.Field[Any, Any]", nilai: Any) -> Any:
    """Return a value of a column as JSON; `cair` is the inverse."""
    if isinstance(nilai, datetime):
        return nilai.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(nilai, date):
        return nilai.isoformat()
    if isinstance(nilai, Decimal):
        return format(nilai, "f")
    if isinstance(kolom, models.FileField):
        return str(nilai)
    return nilai


def cair(kolom: "models.Field[Any, Any]", isi: Any) -> Any:
    """Return the value that `beku` wrote."""
    return None if isi is None else kolom.to_python(isi)


def sidik_baris(objek: models.Model, kolom: tuple[str, ...] = ()) -> str:
    """Return the imprint of a row, or of some of its columns (attnames).

    It is the same for a row that was just written and for the same row read back.
    """
    return sidik_banyak(type(objek), [objek], kolom)[0]


def sidik_banyak(
    model: type[models.Model], objects: Sequence[models.Model], kolom: tuple[str, ...] = ()
) -> list[str]:
    """Return the imprints of rows of one model, in their order; see `sidik_baris`."""
    readers = _pembaca(model)
    names = sorted(kolom) or list(readers)  # a database may keep the names in an order of its own
    columns = []
    for nama in names:
        read = readers[nama]
        values = map(attrgetter(nama), objects)
        columns.append([None if value is None else read(value) for value in values])
    return [
        blake2b(repr(list(row)).encode("utf-8", "surrogatepass"), digest_size=_PANJANG).hexdigest()
        for row in zip(*columns, strict=True)
    ]


@cache
def _pembaca(model: type[models.Model]) -> dict[str, Callable[[Any], Any]]:
    """Return how each column's value is brought to one form, but for the id."""
    return {f.attname: _bentuk(f) for f in model._meta.concrete_fields if not f.primary_key}


def _bentuk(kolom: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    target = kolom.target_field if isinstance(kolom, models.ForeignKey) else kolom
    if isinstance(target, models.BooleanField):
        return bool
    if isinstance(target, models.IntegerField):
        return int
    if isinstance(target, models.DecimalField):
        return lambda nilai: str(Decimal(str(nilai)).normalize())
    if isinstance(target, models.DateTimeField):
        return lambda nilai: nilai.timestamp()
    if isinstance(target, models.JSONField):
        return lambda nilai: json.dumps(nilai, sort_keys=True)
    return str
