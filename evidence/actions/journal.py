"""New files stand in a journal until their unit of work has ended, so that a kill leaves none.

`discard_on_error` removes the bytes of a unit of work that fails. A process that is killed
between storing bytes and committing their rows can't; its journal, in its folder of
jobs/holders.py, tells whoever finds it dead which names to look at.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField

from jobs import holders

logger = logging.getLogger(__name__)
_PREFIX = "simpanan-"


class Names(list[str]):
    """Names of stored files; each stands on disk before its bytes do."""

    def __init__(self) -> None:
        """Begin without a journal: most units of work store nothing."""
        super().__init__()
        self.path: Path | None = None
        self._file: IO[str] | None = None

    def append(self, name: str) -> None:
        """Note a name. Raises OSError when that is not possible, so nothing is stored then."""
        if self._file is None:
            self.path = holders.folder() / f"{_PREFIX}{uuid.uuid4().hex}"
            self._file = self.path.open("x", encoding="utf-8")
        self._file.write(f"{name}\n")
        self._file.flush()
        super().append(name)

    def end(self) -> None:
        """The unit of work has ended: rows and bytes agree."""
        if self._file is not None and self.path is not None:
            self._file.close()
            self.path.unlink(missing_ok=True)


@contextmanager
def noted() -> Iterator[Names]:
    """Give a list for names of new files that is journalled while the block runs."""
    names = Names()
    try:
        yield names
    finally:
        names.end()


def remove_unknown(folder: Path) -> None:
    """Remove what a dead process has stored and no row knows, by the journals in its folder."""
    for journal in sorted(folder.glob(f"{_PREFIX}*")):
        for name in journal.read_text(encoding="utf-8").splitlines():
            if default_storage.exists(name) and not _known(name):
                default_storage.delete(name)
                logger.warning("a killed process left a file without a row; it is removed")


def _known(name: str) -> bool:
    """Whether any row names a stored file."""
    return any(
        model._default_manager.filter(**{field.name: name}).exists()
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
    )
