"""Database triggers that make tables append-only, for SQLite and PostgreSQL.

Rows of CONTOH institutions may be deleted (`remove_demo`), never updated. The condition is
an SQL expression over OLD that says whether the row belongs to sample data.
"""

from dataclasses import dataclass

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class AppendOnly:
    """One protected table.

    `columns` empty: no UPDATE at all; otherwise only these columns are frozen.
    `contoh`: SQL expression over OLD, true when the row may be deleted.
    """

    table: str
    contoh: str
    columns: tuple[str, ...] = ()
    delete: bool = True


_CONTOH_ROW = "EXISTS (SELECT 1 FROM accounts_instansi i WHERE i.id = OLD.instansi_id AND i.contoh)"
TABLES: tuple[AppendOnly, ...] = (
    AppendOnly(
        "audit_kejadian",
        "EXISTS (SELECT 1 FROM audit_rantai r WHERE r.instansi = OLD.instansi AND r.contoh)",
    ),
    AppendOnly("audit_rantai", "OLD.contoh", columns=("instansi", "contoh")),
    AppendOnly("accounts_instansi", "OLD.contoh", columns=("contoh",), delete=False),
    AppendOnly("evidence_keputusan", _CONTOH_ROW),
    AppendOnly("roadmap_realisasitercatat", _CONTOH_ROW),
    AppendOnly("roadmap_perubahanrapat", _CONTOH_ROW),
    AppendOnly("roadmap_pengangkatanmasalah", _CONTOH_ROW),
    AppendOnly("roadmap_catatanlangkah", _CONTOH_ROW),
    AppendOnly("zonaintegritas_langkahlke", _CONTOH_ROW),
    AppendOnly("reports_potret", _CONTOH_ROW),
    AppendOnly("reports_langkahperiode", _CONTOH_ROW),
    AppendOnly("reports_berkasterbitan", _CONTOH_ROW),
    AppendOnly("reports_lambang", _CONTOH_ROW),
    AppendOnly(
        "evidence_buktiversi",
        _CONTOH_ROW,
        columns=("bukti_id", "no", "berkas", "sha256", "ukuran", "jenis", "nama_asli"),
    ),
)


def _statements(vendor: str, item: AppendOnly) -> list[str]:
    name = f"append_only_{item.table}"
    message = f"{item.table} is append-only"
    of = f" OF {', '.join(item.columns)}" if item.columns else ""
    if vendor == "sqlite":
        made = [
            f"CREATE TRIGGER {name}_u BEFORE UPDATE{of} ON {item.table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ]
        if item.delete:
            made.append(
                f"CREATE TRIGGER {name}_d BEFORE DELETE ON {item.table} "
                f"WHEN NOT ({item.contoh}) BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return made
    made = [
        f"CREATE OR REPLACE FUNCTION {name}_u() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{message}'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {name}_u BEFORE UPDATE{of} ON {item.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_u()",
    ]
    if item.delete:
        made += [
            f"CREATE OR REPLACE FUNCTION {name}_d() RETURNS trigger AS $$ BEGIN "
            f"IF NOT ({item.contoh}) THEN RAISE EXCEPTION '{message}'; END IF; "
            f"RETURN OLD; END $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {name}_d BEFORE DELETE ON {item.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_d()",
        ]
    return made


def create_triggers(
    connection: BaseDatabaseWrapper, tables: tuple[AppendOnly, ...] = TABLES
) -> None:
    """Create the triggers of the given tables."""
    with connection.cursor() as cursor:
        for item in tables:
            for statement in _statements(connection.vendor, item):
                cursor.execute(statement)


def drop_triggers(connection: BaseDatabaseWrapper, tables: tuple[AppendOnly, ...] = TABLES) -> None:
    """Drop the triggers of the given tables; missing ones are ignored."""
    with connection.cursor() as cursor:
        for item in tables:
            for suffix in ("u", "d"):
                name = f"append_only_{item.table}_{suffix}"
                on = f" ON {item.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def lift_triggers(using: str, **kwargs: object) -> None:
    """Receiver of pre_migrate: drop the triggers of every protected table that exists.

    SQLite rebuilds a table that a migration alters and then stops at a trigger of any other table
    that names it; and a migration may have to fill a column of a protected table. post_migrate
    makes them again, for every app, whichever app is migrated. Nothing planned, nothing dropped.
    """
    if not kwargs.get("plan", True):
        return
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    drop_triggers(connection, tuple(item for item in TABLES if item.table in existing))


def ensure_triggers(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Receiver of post_migrate: (re)create the triggers of one app's tables.

    After every migration, because SQLite rebuilds an altered table and loses its triggers.
    """
    connection = connections[using]
    chosen = tuple(item for item in TABLES if item.table.startswith(f"{sender.label}_"))
    existing = set(connection.introspection.table_names()) if chosen else set()
    chosen = tuple(item for item in chosen if item.table in existing)
    drop_triggers(connection, chosen)
    create_triggers(connection, chosen)
