"""Many rows of one model in few statements; values are prepared a column at a time.

A column that takes texts or numbers as they are is not asked about each one of them.
"""

from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

KEPING = 1000  # rows in one statement at most
_POLOS: "tuple[tuple[type[models.Field[Any, Any]], type], ...]" = (
    (models.CharField, str),
    (models.TextField, str),
    (models.BooleanField, bool),
    (models.IntegerField, int),
)
_SENDIRI = ("pre_save", "get_db_prep_save", "get_db_prep_value", "get_prep_value")


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
        values = [_nilai(f, objects, connection, tambah=True) for f in fields]
        cursor.executemany(
            f"INSERT INTO {quote(table)} ({columns}) VALUES ({marks})",
            list(zip(*values, strict=True)),
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
    assert meta.pk is not None
    for names, objects in groups.items():
        fields = [by_attname[nama] for nama in names]
        sets = ", ".join(f"{quote(f.column or '')} = %s" for f in fields)
        sql = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {quote(meta.pk.column or '')} = %s"
        values = [_nilai(f, objects, connection, tambah=False) for f in fields]
        ids = [objek.pk for objek in objects]
        with connection.cursor() as cursor:
            cursor.executemany(sql, list(zip(*values, ids, strict=True)))


def _nilai(
    kolom: "models.Field[Any, Any]",
    objects: Sequence[models.Model],
    connection: BaseDatabaseWrapper,
    *,
    tambah: bool,
) -> list[Any]:
    """Return what the database gets for one column of some rows.

    With `tambah` the column may set its value first (`pre_save`), as for every new row.
    """
    polos = _polos(kolom)
    if polos is not None:
        return [
            value
            if value is None or type(value) is polos
            else kolom.get_db_prep_save(value, connection)
            for value in map(attrgetter(kolom.attname), objects)
        ]
    found: list[Any] = []
    last, prepared = None, kolom.get_db_prep_save(None, connection)
    for objek in objects:
        value = kolom.pre_save(objek, add=True) if tambah else getattr(objek, kolom.attname)
        if value is not last:  # one moment, one author: the same object in row after row
            last, prepared = value, kolom.get_db_prep_save(value, connection)
        found.append(prepared)
    return found


@cache
def _polos(kolom: "models.Field[Any, Any]") -> type | None:
    """Return the type whose values a column takes as they are; None where it prepares them.

    A link takes what the column takes that it points to. A field of the portal's own that
    prepares its values counts as none of these.
    """
    target = kolom.target_field if isinstance(kolom, models.ForeignKey) else kolom
    for dasar, polos in _POLOS:
        if isinstance(target, dasar):
            django = all(
                getattr(type(one), nama).__module__.startswith("django.db.models.")
                for one in (kolom, target)
                for nama in _SENDIRI
            )
            return polos if django else None
    return None
