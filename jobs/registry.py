"""Kinds of work. Apps register theirs in AppConfig.ready; the engine knows none by name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q

from accounts.permissions import Permission

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job


class Gagal(Exception):
    """The work can't be done; the message is Indonesian and stands on the screen."""


class Dibatalkan(Exception):
    """Somebody asked for this work to stop."""


class Kemajuan(Protocol):
    """How a handler says how far it is; every call may raise Dibatalkan."""

    def bagian(self, jumlah: int) -> None:
        """Say how many parts there are."""

    def langkah(self, teks: str, selesai: int | None = None) -> None:
        """Say in Indonesian what is done now, and how many parts are finished."""

    def denyut(self) -> None:
        """Say only that the work goes on."""


@dataclass(frozen=True)
class Hasil:
    """What a handler made: a file in its folder, the name a person gets it under, its pages."""

    berkas: Path
    nama: str
    halaman: int | None = None


@dataclass(frozen=True)
class Pekerjaan:
    """What a handler gets; `folder` is empty and goes away afterwards."""

    job: "Job"
    oleh: "User"
    parameter: dict[str, Any]
    folder: Path
    kemajuan: Kemajuan


@dataclass(frozen=True)
class Objek:
    """The one object that reports of a kind are about, where it decides who has them.

    `terbaca` says whether a person reads the object that a parameter names; `milik` filters for
    the jobs of the kind whose object a person reads. Both ask for today's rights, so a guest of
    one object, from outside the institution too, has its reports as long as the object.
    """

    terbaca: Callable[["User", dict[str, Any]], bool]
    milik: Callable[["User"], Q]


@dataclass(frozen=True)
class Jenis:
    """A kind of work: its code, its name on screen, who may ask for it, what does it.

    `latar`: work that the portal does for itself. It makes no file, stands on no list of
    reports, and waits in a lane of its own behind all reports (see engine.waiting). `objek`: its
    reports go with one object, whatever `permission` the person has in the institution.
    `pribadi`: its files are for who asked alone, also where a role reads all reports.
    """

    kode: str
    label: str
    permission: Permission
    handler: Callable[[Pekerjaan], Hasil | None]
    latar: bool = False
    berlayar: bool = False
    objek: Objek | None = None
    pribadi: bool = False

    def boleh(self, user: "User", instansi_id: int, parameter: dict[str, Any]) -> bool:
        """Whether a person may ask for such a piece of work today."""
        if self.objek is not None:
            return self.objek.terbaca(user, parameter)
        return user.akses.has(self.permission, instansi_id)


_kinds: dict[str, Jenis] = {}


def register(jenis: Jenis) -> None:
    """Add a kind of work. Raises ValueError when its code belongs to another one."""
    if _kinds.setdefault(jenis.kode, jenis) != jenis:
        raise ValueError(f"job kind {jenis.kode!r} is registered twice")


def unregister(kode: str) -> None:
    """Take a kind of work away again; unknown codes are fine."""
    _kinds.pop(kode, None)


def latar() -> list[str]:
    """Return the codes of the kinds that the portal does for itself."""
    return sorted(jenis.kode for jenis in _kinds.values() if jenis.latar)


def pribadi() -> list[str]:
    """Return the codes of the kinds whose files are for who asked alone."""
    return sorted(jenis.kode for jenis in _kinds.values() if jenis.pribadi)


def tak_terdaftar() -> list[str]:
    """Return the codes of the kinds that stand on no list of reports."""
    return sorted(jenis.kode for jenis in _kinds.values() if jenis.latar or jenis.berlayar)


def laporan_terdaftar(user: "User") -> list[tuple[str, str]]:
    """Return code and name of the kinds of report that a person may have, by name."""
    kinds = (
        (jenis.kode, jenis.label)
        for jenis in _kinds.values()
        if not jenis.latar
        and not jenis.berlayar
        and (jenis.objek is not None or user.akses.has(jenis.permission))
    )
    return sorted(kinds, key=lambda kind: kind[1])


def berobjek() -> list[Objek]:
    """Return the objects of the kinds whose reports go with one."""
    return [jenis.objek for jenis in _kinds.values() if jenis.objek is not None]


def find(kode: str) -> Jenis:
    """Return a kind of work; raises Gagal for one that this version does not know."""
    try:
        return _kinds[kode]
    except KeyError:
        raise Gagal("Jenis pekerjaan ini tidak dikenal oleh versi Pantas yang berjalan.") from None
