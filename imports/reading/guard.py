"""What the reading libraries raise for broken files, as a refusal."""

from __future__ import annotations

import logging
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, PasswordError

from evidence.filecheck.reasons import Finding

_log = logging.getLogger(__name__)
_RUSAK: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError),
    *(ArithmeticError, LookupError, ExpatError, CalamineError),
)
"""What zipfile, expat and calamine raise for offsets, flags and numbers that make no sense."""


@contextmanager
def terjaga() -> Iterator[None]:
    """Run a reader over strangers' bytes: whatever it raises for them becomes a Finding."""
    try:
        yield
    except Finding:
        raise
    except PasswordError as error:
        raise Finding("terkunci_sandi") from error
    except (MemoryError, RecursionError) as error:
        raise Finding("terlalu_rumit") from error
    except _RUSAK as error:
        _log.info("a file to import was not read: %s", type(error).__name__)
        raise Finding("rusak") from error
    except BaseException as error:
        # A panic in calamine (Rust) is no Exception, and its class is not to be had by a name.
        if type(error).__name__ != "PanicException":
            raise
        _log.warning("calamine panicked over a file to import")
        raise Finding("rusak") from error
