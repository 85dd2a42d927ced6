"""Bytes follow their rows: files stored in a unit of work that fails are removed again."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.storage import default_storage

from evidence.actions.journal import noted

logger = logging.getLogger(__name__)
PENUH = (
    "Ruang simpan server penuh, jadi berkas ini belum tersimpan. Isian Anda tidak hilang. "
    "Hubungi pengelola portal, lalu unggah lagi."
)


def is_full(error: BaseException | None) -> bool:
    """Whether an exception of the system says that a disk or a quota is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def discard_on_error() -> Iterator[list[str]]:
    """Give a list for the names of new files; delete their bytes if the block raises.

    A name goes into the list before its bytes are written, so a full disk leaves no half file.

    Goes around `audited()`, so that rows are rolled back before their bytes go. What a killed
    process can't delete any more is deleted by its journal.
    """
    with noted() as stored:
        try:
            yield stored
        except BaseException:
            for name in stored:
                try:
                    default_storage.delete(name)
                except OSError:  # the others are removed all the same, the first fault is told
                    logger.exception("bytes of a failed unit of work remain")
            raise
