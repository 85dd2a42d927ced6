"""Where a database stands among the migrations, and its models as they were there."""

from dataclasses import dataclass
from typing import cast

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from config.cadangan import CadanganGagal

Daun = tuple[tuple[str, str], ...]
"""The last applied migrations of every app, as (app, name), sorted."""


@dataclass(frozen=True)
class Keadaan:
    """A state of the schema: its leaves, its models, and whether it is this version's own."""

    daun: Daun
    apps: Apps
    terkini: bool


def keadaan_basis_data() -> Keadaan:
    """Return the state of the database at hand.

    Raises CadanganGagal when it holds no portal, or one of a newer version.
    """
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations or {})
    if not applied:
        raise CadanganGagal("the database holds no portal yet; there is nothing to back up")
    _refuse_unknown(loader, applied, "the database")
    nodes = [key for key in applied if key in loader.graph.nodes]
    leaves = tuple(sorted(key for key in nodes if not _followed(loader, key, applied)))
    return _keadaan(loader, leaves)


def tolak_lebih_baru(daun: Daun) -> None:
    """Raise CadanganGagal when a backup with these leaves is of a newer version."""
    _refuse_unknown(MigrationLoader(None), set(daun), "the backup")


def keadaan_pada(daun: Daun) -> Keadaan:
    """Return the state at leaves that this version knows."""
    return _keadaan(MigrationLoader(None), daun)


def buat_skema(daun: Daun) -> None:
    """Create the tables of a state in an empty database.

    No signal is sent: no triggers, no content types, no permissions.
    """
    MigrationExecutor(connection).migrate(list(daun))


def _keadaan(loader: MigrationLoader, leaves: Daun) -> Keadaan:
    state = loader.project_state(list(leaves))
    return Keadaan(leaves, cast(Apps, state.apps), set(leaves) == set(loader.graph.leaf_nodes()))


def _followed(loader: MigrationLoader, key: tuple[str, str], applied: set[tuple[str, str]]) -> bool:
    children = (child.key for child in loader.graph.node_map[key].children)
    return any(child[0] == key[0] and child in applied for child in children)


def _refuse_unknown(loader: MigrationLoader, names: set[tuple[str, str]], what: str) -> None:
    unknown = sorted(names - set(loader.disk_migrations))
    if unknown:
        app, name = unknown[0]
        raise CadanganGagal(
            f"{what} is from a newer version of Pantas (it knows {app} {name}); "
            "install that version first"
        )
