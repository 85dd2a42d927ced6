"""The content check of one file, and the small process it runs in.

qpdf and the image decoders are native code that reads what strangers send. They run in a process
of their own with a ceiling on memory and processor time, without the portal's environment, and
their crash is a refusal, not an outage. `inspect_content` is the check, `inspect_apart` runs it
in such a process.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO, Final

from evidence.filecheck.images import inspect_image
from evidence.filecheck.ooxml import inspect_office
from evidence.filecheck.pdf import inspect_pdf, limit_qpdf
from evidence.filecheck.reasons import Finding

MEMORY_CEILING: Final = 768 * 1024 * 1024
CPU_SECONDS: Final = 20
WALL_SECONDS: Final = 40
AT_ONCE: Final = 2

_log = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(AT_ONCE)
_ROOT: Final = Path(__file__).resolve().parents[2]
_STARTED: Final = "siap"
_START: Final = (
    "import sys; sys.path[:0] = [sys.argv[1]]; "
    "from evidence.filecheck.inspector import main; main(sys.argv[2])"
)


def inspect_content(kind: str, file: BinaryIO) -> int | None:
    """Check `file`, which begins like `kind`; the page count of a PDF, else None.

    Raises Finding when the file may not come in.
    """
    file.seek(0)
    if kind == "pdf":
        return inspect_pdf(file)
    if kind in ("jpg", "png", "webp"):
        inspect_image(kind, file)
    else:
        inspect_office(kind, file)
    return None


def inspect_apart(kind: str, file: BinaryIO) -> int | None:
    """`inspect_content` in a process of its own; `file` must be a real file (have a fileno).

    Raises Finding as `inspect_content` does, and for a file on which the process died or took
    too long; RuntimeError when the process could not start at all (a broken installation).
    """
    file.flush()
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    with _places:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _START, str(_ROOT), kind],
                stdin=file,
                capture_output=True,
                timeout=WALL_SECONDS,
                env=bare_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Finding("terlalu_rumit") from error
    started, _, answer = done.stdout.decode("utf-8", "replace").partition("\n")
    if started != _STARTED:
        raise RuntimeError(f"file check did not start: {last_words(done.stderr)}")
    if done.returncode != 0:
        _log.warning("file check ended with %s: %s", done.returncode, last_words(done.stderr))
        raise Finding("terlalu_rumit" if done.returncode in (-9, -24) else "rusak")
    result = json.loads(answer)
    if "kode" in result:
        raise Finding(str(result["kode"]), str(result["rinci"]))
    pages = result["halaman"]
    return int(pages) if pages is not None else None


def main(kind: str) -> None:
    """Entry of the process: the file on standard input, the answer as JSON on standard output."""
    sys.stdout.write(_STARTED + "\n")
    sys.stdout.flush()
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_CPU, CPU_SECONDS)
    limit(resource.RLIMIT_AS, MEMORY_CEILING)
    limit_qpdf()
    answer: dict[str, str | int | None]
    try:
        answer = {"halaman": inspect_content(kind, sys.stdin.buffer)}
    except Finding as finding:
        answer = {"kode": finding.kode, "rinci": finding.rinci}
    except MemoryError:
        answer = {"kode": "terlalu_rumit", "rinci": ""}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def limit(what: int, amount: int) -> None:
    """Set a ceiling of this process as far as the system allows (see `resource`)."""
    hard = resource.getrlimit(what)[1]
    ceiling = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    try:
        resource.setrlimit(what, (ceiling, ceiling))
    except (ValueError, OSError) as error:
        # macOS knows no ceiling on address space; processor and wall time still hold there.
        sys.stderr.write(f"limit {what} not set: {error}\n")


def bare_environment() -> dict[str, str]:
    """No secret of the portal reaches the process that reads strangers' files."""
    kept = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C.UTF-8"}


def last_words(stderr: bytes) -> str:
    """The last line that a process wrote, for the log."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "no output"
