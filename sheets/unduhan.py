"""Every list that can be fetched as a file, by its code. Apps register theirs in ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheets.tables import Tabel

if TYPE_CHECKING:
    from accounts.models import User
    from accounts.permintaan import Permintaan
    from accounts.permissions import Permission


@dataclass(frozen=True)
class Unduhan:
    """A list: its code in the address, its name, who opens its screen, how it is read.

    `boleh` is the door of the screen. `buat` reads the filters of the address and only rows that
    the screen would show the same person; it raises Http404 for what they do not see and
    PermissionDenied for what is not theirs.
    """

    kode: str
    nama: str
    boleh: Callable[["User"], bool]
    buat: Callable[["Permintaan"], Tabel]


_lists: dict[str, Unduhan] = {}


def register(*daftar: Unduhan) -> None:
    """Add lists. Raises ValueError when a code belongs to another one."""
    for satu in daftar:
        if _lists.setdefault(satu.kode, satu) != satu:
            raise ValueError(f"list {satu.kode!r} is registered twice")


def cari(kode: str) -> Unduhan | None:
    """Return a list by its code, None for an unknown one."""
    return _lists.get(kode)


def semua() -> list[Unduhan]:
    """Return all lists by code."""
    return [_lists[kode] for kode in sorted(_lists)]


def punya(permission: "Permission") -> Callable[["User"], bool]:
    """Return the door of a screen that asks for one permission, wherever it holds."""
    return lambda user: user.akses.has(permission)


def siapa_pun(user: "User") -> bool:
    """Return True: the screen is open, its rows are those that the person sees."""
    return user.is_active
