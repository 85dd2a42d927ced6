"""Loading the rows of an archive into the empty tables of their state."""

from itertools import zip_longest
from typing import Any, cast

from django.db import Error, IntegrityError, connection, transaction
from django.db.models import JSONField, Model

from config.cadangan import CadanganGagal
from config.cadangan.arsip import Arsip, TabelArsip
from config.cadangan.baris import Kolom, baris, kolom, sama, tabel, urai
from config.cadangan.migrasi import Keadaan
from config.cadangan.urutan import lanjutkan

_ROWS = 500
_BYTES = 4 * 1024 * 1024


def muat(arsip: Arsip, state: Keadaan) -> None:
    """Load every row, in one transaction, constraints checked at its end.

    The tables must be those of `state`, without triggers; rows that migrations made are removed
    first. Each table is read back and held against the manifest. Raises CadanganGagal.
    """
    models = {model._meta.label_lower: model for model in tabel(state.apps)}
    named = {item.nama for item in arsip.manifest.tabel}
    if named != set(models):
        odd = sorted(named ^ set(models))[0]
        raise CadanganGagal(f"the tables of the backup are not those of its migrations: {odd}")
    with connection.constraint_checks_disabled(), transaction.atomic():
        if connection.vendor == "postgresql":
            _sql("SET CONSTRAINTS ALL DEFERRED")
        for model in models.values():
            _sql(f"DELETE FROM {_quoted(model._meta.db_table)}")
        for item in arsip.manifest.tabel:
            _fill(arsip, item, models[item.nama])
        _check_constraints()
        for item in arsip.manifest.tabel:
            _compare(arsip, item, models[item.nama])
            lanjutkan(models[item.nama], item.urutan)


def _fill(arsip: Arsip, item: TabelArsip, model: type[Model]) -> None:
    fields = kolom(model)
    limit = min(_ROWS, max(1, connection.ops.bulk_batch_size(fields, [model()] * _ROWS)))
    rows: list[list[Any]] = []
    size = 0
    for line in arsip.baris(item):
        rows.append(urai(model, line))
        size += len(line)
        if len(rows) == limit or size > _BYTES:
            _insert(model, fields, rows)
            rows, size = [], 0
    if rows:
        _insert(model, fields, rows)


def _insert(model: type[Model], fields: list[Kolom], rows: list[list[Any]]) -> None:
    """Insert rows with the values they have: no default, no date of today, no signal."""
    columns = ", ".join(_quoted(cast(str, field.column)) for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    sql = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) "
        f"VALUES {', '.join([one] * len(rows))}"
    )
    values = [
        _prepared(field, value) for row in rows for field, value in zip(fields, row, strict=True)
    ]
    try:
        _sql(sql, values)
    except (Error, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())
        raise CadanganGagal(f"rows of {model._meta.label} cannot be loaded: {reason}") from error


def _prepared(field: Kolom, value: Any) -> Any:
    if value is None and isinstance(field, JSONField) and not field.null:
        return connection.ops.adapt_json_value(None, None)  # the null of JSON, not of SQL
    return field.get_db_prep_save(value, connection)


def _check_constraints() -> None:
    try:
        if connection.vendor == "postgresql":
            # From here on no check waits: a table with waiting checks can't be altered.
            _sql("SET CONSTRAINTS ALL IMMEDIATE")
        else:
            connection.check_constraints()
    except IntegrityError as error:
        reason = " ".join(str(error).split())
        raise CadanganGagal(f"rows of the backup do not fit each other: {reason}") from error


def _compare(arsip: Arsip, item: TabelArsip, model: type[Model]) -> None:
    """Read a table back and hold every row against the archive."""
    lines = zip_longest(arsip.baris(item), baris(model), fillvalue=b"null")
    for number, (kept, found) in enumerate(lines, start=1):
        if not sama(kept, found):
            raise CadanganGagal(f"row {number} of {model._meta.label} reads back differently")


def _sql(sql: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
