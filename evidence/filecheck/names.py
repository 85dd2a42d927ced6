"""Names of uploaded files: what a person may see and download, and the kind a name claims."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 150
WITHOUT_NAME: Final = "berkas"
# Control, format (among them the direction overrides and zero-width signs), surrogate,
# private-use and unassigned code points never help a reader and can disguise an extension.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES: Final = re.compile(r"\s+")
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')


def nama_aman(nama: str) -> str:
    """The name to show and to download under: NFC, no path, no hidden signs, at most 150 long.

    The extension survives shortening. A name that has nothing left becomes "berkas".
    """
    # A name is cut before it is normalised: no work grows with what a client sends.
    bounded = nama if len(nama) <= 4096 else nama[:2048] + nama[-2048:]
    last = unicodedata.normalize("NFC", bounded).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(" " if c in "\t\n\r" else c for c in last if c in "\t\n\r" or not _is_hidden(c))
    shown = _FORBIDDEN.sub("_", _SPACES.sub(" ", shown)).lstrip(" .").rstrip(" .")
    if len(shown) > MAX_LENGTH:
        stem, dot, ending = shown.rpartition(".")
        if dot and len(ending) <= 10:
            shown = stem[: MAX_LENGTH - len(ending) - 1].rstrip(" .") + "." + ending
        else:
            shown = shown[:MAX_LENGTH].rstrip(" .")
    return shown or WITHOUT_NAME


def claimed_extension(nama: str) -> str:
    """The extension of a safe name in lower case without the dot ("jpeg" is "jpg"), or ""."""
    stem, dot, ending = nama.rpartition(".")
    if not dot or not stem:
        return ""
    ending = ending.strip().lower()
    return "jpg" if ending == "jpeg" else ending


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN
