"""The process that draws parts of a long report: work on standard input, answers on output.

Started and spoken to by `panjang/pelukis.py`. Each line is JSON: a Tugas comes in; going out,
`{"halaman": n}` for each page laid out, `{}` for other signs of life, and at the end of a part
`{"lukisan": ...}`, `{"memori": true}`, `{"tanpa_pango": reason}` or `{"galat": traceback}`.
"""

import gc
import json
import os
import resource
import sys
import traceback
from dataclasses import asdict
from typing import Any, Final, TextIO

from reports.pdf.lukis import TanpaPango, Tugas, lukis

MEMORI: Final = 1536 * 1024 * 1024
"""Address space of one worker; a part of 250 rows needs a tenth of it as memory."""


def main() -> None:
    """Draw parts until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORI, MEMORI))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not look like an answer
    for line in sys.stdin:
        _say(answers, _kerjakan(json.loads(line), answers))
        gc.collect()  # the boxes of a layout hold each other
        gc.freeze()  # what stays (modules, style sheets) needs no second look


def _kerjakan(fields: dict[str, Any], answers: TextIO) -> dict[str, Any]:
    """Draw one part and return the last answer about it."""

    def lapor(halaman: int | None) -> None:
        _say(answers, {} if halaman is None else {"halaman": halaman})

    try:
        return {"lukisan": asdict(lukis(Tugas.dari(fields), lapor))}
    except TanpaPango as error:
        return {"tanpa_pango": str(error)}
    except MemoryError:
        return {"memori": True}
    except Exception:  # the boundary of the process: the parent raises it again
        return {"galat": traceback.format_exc()}


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
