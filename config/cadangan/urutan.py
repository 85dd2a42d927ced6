"""The last number each table gave out, so that a number is never given out twice."""

from django.db import connection
from django.db.models import AutoField, BigAutoField, Model


def terakhir(model: type[Model]) -> int | None:
    """Return the last number given out; None for a table that counts nothing or gave none."""
    pk = model._meta.pk
    if not isinstance(pk, (AutoField, BigAutoField)):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [_table(model)])
            row = cursor.fetchone()
            return None if row is None else int(row[0])
        cursor.execute(f"SELECT last_value FROM {_sequence(model)} WHERE is_called")
        row = cursor.fetchone()
        return None if row is None else int(row[0])


def lanjutkan(model: type[Model], last: int | None) -> None:
    """Have a loaded table go on counting after `last` and after every number it holds."""
    pk = model._meta.pk
    if not isinstance(pk, (AutoField, BigAutoField)):
        return
    highest = model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    number = max(last or 0, highest)
    if number == 0:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [_table(model)])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [_table(model), number]
            )
        else:
            cursor.execute("SELECT setval(%s, %s)", [_sequence(model), number])


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _sequence(model: type[Model]) -> str:
    quoted = connection.ops.quote_name(_table(model))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, model._meta.pk.column])
        return str(cursor.fetchone()[0])
