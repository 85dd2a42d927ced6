"""What an institution calls those who verify: texts say "Inspektorat", its own word stands in.

Texts are written once, with the default word, and pass `sebut` (`sebut_malas` for labels that are
made before any request). Whose word it is, the request knows: a middleware binds it by `memakai`.
Without one (commands, jobs), and where the word is the default, texts stay as they are written.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import lazy

BAKU = "Inspektorat"
VERIFIKATOR = "verifikator"
"""The word of institutions whose verifier is no Inspektorat."""

_PILIH: ContextVar[Callable[[], str] | None] = ContextVar("sebutan_verifikator", default=None)
_KATA = re.compile(rf"(?:\b([Vv]erifikator|(?:[Dd]i|[Tt]er)?[Vv]erifikasi) )?\b{BAKU}\b")
_AWAL = re.compile(r"(?:^|[.:] )$")


def ganti(teks: str, sebutan: str) -> str:
    """Return a text with the default word replaced; capital at the beginning of a sentence.

    "Menunggu verifikasi Inspektorat" loses the word where it would only repeat itself
    ("verifikasi verifikator").
    """
    if not sebutan or sebutan == BAKU:
        return teks

    def word(match: re.Match[str]) -> str:
        before = match[1]
        if before and sebutan.casefold() == VERIFIKATOR:
            return before
        if before:
            return f"{before} {sebutan}"
        begins = _AWAL.search(teks[: match.start()])
        return f"{sebutan[0].upper()}{sebutan[1:]}" if begins else sebutan

    return _KATA.sub(word, teks)


def sebut(teks: str) -> str:
    """Return a text in the words of the institution that the present request is about."""
    choose = _PILIH.get()
    return teks if choose is None or BAKU not in teks else ganti(teks, choose())


sebut_malas = lazy(sebut, str)
"""`sebut` at the moment the text is shown: for labels of choices, fields, and tables of words."""


@contextmanager
def memakai(pilih: Callable[[], str]) -> Iterator[None]:
    """Let texts use the word that `pilih` returns; it is asked only when a text needs it."""
    token = _PILIH.set(pilih)
    try:
        yield
    finally:
        _PILIH.reset(token)
