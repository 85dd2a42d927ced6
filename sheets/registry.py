"""All kinds of table by code. Apps register theirs in AppConfig.ready."""

from typing import TYPE_CHECKING

from sheets.resource import SheetResource

if TYPE_CHECKING:
    from accounts.models import Instansi, User

_kinds: dict[str, type[SheetResource]] = {}


def register(jenis: type[SheetResource]) -> type[SheetResource]:
    """Add a kind. Raises ValueError when its code belongs to another one."""
    if _kinds.setdefault(jenis.kode, jenis) is not jenis:
        raise ValueError(f"sheet kind {jenis.kode!r} is registered twice")
    return jenis


def semua() -> list[type[SheetResource]]:
    """Return all kinds in the order in which they were registered."""
    return list(_kinds.values())


def cari(kode: str) -> type[SheetResource] | None:
    """Return a kind by its code."""
    return _kinds.get(kode)


def untuk(user: "User", instansi: "Instansi") -> list[type[SheetResource]]:
    """Return the kinds that a person may bring in for an institution."""
    return [jenis for jenis in _kinds.values() if user.akses.has(jenis.permission, instansi.pk)]
