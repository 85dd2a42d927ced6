"""Bytes follow their rows: files stored in a unit of work that fails are removed again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.storage import default_storage


@contextmanager
def discard_on_error() -> Iterator[list[str]]:
    """Give a list for the names of new files; delete their bytes if the block raises.

    A name goes into the list before its bytes are written, so a full disk leaves no half file.

    Goes around `audited()`, so that rows are rolled back before their bytes go.
    """
    stored: list[str] = []
    try:
        yield stored
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
