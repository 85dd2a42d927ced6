"""Bytes follow their rows: files stored in a unit of work that fails are removed again."""

from collections.abc import Iterator
from contextlib import contextmanager

from evidence.models import BuktiVersi


@contextmanager
def discard_on_error() -> Iterator[list[BuktiVersi]]:
    """Give a list for newly stored versions; delete their bytes if the block raises.

    Goes around `audited()`, so that rows are rolled back before their bytes go.
    """
    stored: list[BuktiVersi] = []
    try:
        yield stored
    except BaseException:
        for versi in stored:
            versi.berkas.storage.delete(str(versi.berkas.name))
        raise
