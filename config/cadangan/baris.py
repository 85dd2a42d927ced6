"""Rows as lines of JSON that read the same on every database."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db.models import Field, FileField, Model
from django.utils.duration import duration_iso_string

from config.cadangan import CadanganGagal

LEWATI = frozenset({"sessions.session"})
"""Not in a backup: people log in again after a restore."""

_CHUNK = 20  # a row with frozen figures weighs megabytes
Kolom: TypeAlias = "Field[Any, Any]"


def tabel(apps: Apps) -> list[type[Model]]:
    """Return the models with a table of their own, link tables included, in order of label."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    chosen = [model for model in models if model._meta.label_lower not in LEWATI]
    return sorted(chosen, key=lambda model: model._meta.label_lower)


def kolom(model: type[Model]) -> list[Kolom]:
    """Return the fields that have a column in the model's own table."""
    return list(model._meta.local_concrete_fields)


def baris(model: type[Model], berkas: set[str] | None = None) -> Iterator[bytes]:
    """Yield the rows of a table in order of their key, each as one line with its end.

    With `berkas` the names of stored files that the rows hold are put into it.
    """
    fields = kolom(model)
    names = [field.attname for field in fields]
    files = [index for index, field in enumerate(fields) if isinstance(field, FileField)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_CHUNK):
        if berkas is not None:
            berkas.update(str(row[index]) for index in files if row[index])
        values = dict(zip(names, map(_tulis, row), strict=True))
        text = json.dumps(
            values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        yield text.encode("utf-8", "surrogatepass") + b"\n"


def sama(line: bytes, other: bytes) -> bool:
    """Whether two lines say the same.

    PostgreSQL keeps 1e20 in a JSON value as 100000000000000000000 and -0.0 as 0.0.
    """
    return line == other or json.loads(line) == json.loads(other)


def urai(model: type[Model], line: bytes) -> list[Any]:
    """Return the values of a line in the order of `kolom`; the inverse of `baris`.

    Raises CadanganGagal when the line does not fit the table.
    """
    fields = kolom(model)
    try:
        values = json.loads(line.decode("utf-8", "surrogatepass"))
        if not isinstance(values, dict) or set(values) != {field.attname for field in fields}:
            raise ValueError("its columns are others")
        return [_baca(field, values[field.attname]) for field in fields]
    except (ValueError, TypeError, ArithmeticError, ValidationError) as error:
        raise CadanganGagal(f"a row of {model._meta.label} cannot be read: {error}") from error


def _tulis(value: Any) -> Any:
    """A value of the database as JSON: decimals as their exact text, moments in UTC."""
    if value is None or isinstance(value, (str, bool, int, float, dict, list)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise CadanganGagal(f"a value of type {type(value).__name__} has no place in a backup")


def _baca(field: Kolom, value: Any) -> Any:
    """A value of a line as its field holds it; `to_python` reads what `_tulis` writes."""
    return None if value is None else field.to_python(value)
