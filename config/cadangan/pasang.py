"""Stored files of an archive put in place, in a way that can be undone."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage

from config.cadangan import CadanganGagal
from config.cadangan.arsip import CHUNK, Arsip, BerkasArsip


@contextmanager
def dipasang(arsip: Arsip, aside: Path) -> Iterator[None]:
    """Put every stored file in its place for the block; if the block raises, undo it.

    A file that is there already with the same content stays. One with other content goes to
    `aside`. Files that the archive does not know stay: the database that is moved aside names
    them.
    """
    root = Path(default_storage.path(""))
    added: list[Path] = []
    moved: list[tuple[Path, Path]] = []
    try:
        try:
            for item in arsip.manifest.berkas:
                _place(arsip, item, root, aside, added, moved)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CadanganGagal(f"the stored files cannot be written: {reason}") from error
        yield
    except BaseException:
        for place in added:
            place.unlink(missing_ok=True)
        for place, kept in moved:
            kept.rename(place)
        _tidy(root, added)
        _tidy(aside.parent, [kept for _, kept in moved])
        raise


def _place(
    arsip: Arsip,
    item: BerkasArsip,
    root: Path,
    aside: Path,
    added: list[Path],
    moved: list[tuple[Path, Path]],
) -> None:
    """Put one file in its place; say in `added` and `moved` what undoes it."""
    place = Path(default_storage.path(item.jalur))
    if place.is_file():
        if _same(place, item):
            return
        kept = aside / "berkas" / place.relative_to(root)
        _folder(kept.parent)
        place.rename(kept)
        moved.append((place, kept))
    _folder(place.parent)
    added.append(place)
    _write(place, arsip.isi(item))


def _same(place: Path, item: BerkasArsip) -> bool:
    if place.stat().st_size != item.ukuran:
        return False
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == item.sha256


def _write(place: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all, for its owner only."""
    part = place.with_name(f".{place.name[:200]}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb", buffering=CHUNK) as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.rename(place)
    finally:
        part.unlink(missing_ok=True)


def _folder(folder: Path) -> None:
    """Make a folder and those above it, each for its owner only."""
    for part in reversed([folder, *folder.parents]):
        if not part.exists():
            part.mkdir(mode=0o700)


def _tidy(root: Path, places: list[Path]) -> None:
    """Remove the folders that undoing left empty."""
    folders = {parent for place in places for parent in place.parents if root in parent.parents}
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
