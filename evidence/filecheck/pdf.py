"""Looks into a PDF for what may not come in: encryption, scripts, launches, attachments, bombs.

Nothing here decodes a page: qpdf reads the cross-reference table and the objects, and every
object the table names is looked at, whether the document uses it or not.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pikepdf
from pikepdf import ObjectType, settings

from evidence.filecheck.reasons import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_OBJECTS: Final = 300_000
MAX_NODES: Final = 4_000_000
MAX_PAGES: Final = 20_000
MAX_DECODED: Final = 64 * 1024 * 1024
MAX_FILTERS: Final = 3
MAX_WARNINGS: Final = 5_000

_CONTAINERS: Final = (ObjectType.dictionary, ObjectType.array, ObjectType.stream)
_PADDING: Final = b"\0\t\n\f\r \x1a"
_MEDIA: Final = frozenset({"/RichMedia", "/Movie", "/Sound", "/3D"})
_MEDIA_ACTIONS: Final = frozenset({"/Rendition", "/Movie", "/Sound", "/RichMediaExecute"})
# What pikepdf raises for bytes that make no sense; qpdf's own are RuntimeErrors.
_UNREADABLE: Final = (
    pikepdf.PdfError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    OverflowError,
)
_MARKUP: Final = (b"<script", b"<html", b"<?php", b"<!doctype html")


def _name_pattern(name: str) -> re.Pattern[bytes]:
    """A pattern for a PDF name in raw bytes, each letter plain or as #xx."""
    letters = "".join(
        f"(?:{letter}|#(?i:{ord(letter):02x}))"  # the escape's digits may be in either case
        for letter in name
    )
    return re.compile(f"/{letters}(?=[\\s/<>()\\[\\]{{}}%]|$)".encode("ascii"))


_RAW: Final = (
    (_name_pattern("JavaScript"), "pdf_javascript"),
    (_name_pattern("Launch"), "pdf_launch"),
)


def limit_qpdf() -> None:
    """Set qpdf's process-wide limits; only for a process that exists to check one file."""
    settings.set_qpdf_limits(
        flate_max_memory=MAX_DECODED,
        run_length_max_memory=MAX_DECODED,
        png_max_memory=MAX_DECODED,
        tiff_max_memory=MAX_DECODED,
        max_stream_filters=MAX_FILTERS,
        doc_max_warnings=MAX_WARNINGS,
    )


def inspect_pdf(file: BinaryIO) -> int:
    """The number of pages of the PDF in `file`; raises Finding when it may not come in."""
    data = file.read()
    _inspect_edges(data)
    with _listening() as heard:
        pages = _read(data, heard)
    # Last, because the walk says more exactly what is wrong: what an older revision or an
    # object outside the table still carries.
    for pattern, kode in _RAW:
        if pattern.search(data):
            raise Finding(kode)
    return pages


class _Heard(logging.Handler):
    """What qpdf said while it read: only there it tells a stream that grew too large."""

    def __init__(self) -> None:
        super().__init__()
        self.swollen = False
        self.limits_before = settings.qpdf_limit_errors()

    def emit(self, record: logging.LogRecord) -> None:
        self.swollen = self.swollen or "memory limit" in record.getMessage()

    def limited(self) -> bool:
        return self.swollen or settings.qpdf_limit_errors() > self.limits_before

    def finding(self) -> Finding:
        if self.swollen:
            return Finding("bom", "aliran objek PDF")
        return Finding("terlalu_rumit" if self.limited() else "rusak")


@contextmanager
def _listening() -> Iterator[_Heard]:
    logger = logging.getLogger("pikepdf._core")
    heard = _Heard()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(heard)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagate


def _read(data: bytes, heard: _Heard) -> int:
    try:
        with pikepdf.open(
            io.BytesIO(data), attempt_recovery=False, suppress_warnings=False
        ) as document:
            if document.is_encrypted:
                raise Finding("terkunci_sandi")
            unread = _inspect_objects(document)
            pages = 0 if unread else _count_pages(document)
    except pikepdf.PasswordError as error:
        raise Finding("terkunci_sandi") from error
    except (MemoryError, RecursionError) as error:
        raise Finding("terlalu_rumit") from error
    except _UNREADABLE as error:
        raise heard.finding() from error
    if unread or heard.limited():
        raise heard.finding()
    return pages


def _inspect_edges(data: bytes) -> None:
    """Refuse what is glued before, behind or into a PDF, and one whose end is missing."""
    if any(mark in data[:1024].lower() for mark in _MARKUP):
        raise Finding("berkas_ganda", "kode halaman web (HTML)")
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Finding("rusak")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Finding("berkas_ganda", "arsip ZIP")
    tail = data[end + 5 :].strip(_PADDING)
    if any(line and not line.startswith(b"%") for line in tail.splitlines()):
        raise Finding("berkas_ganda", "data lain setelah akhir PDF")


def _inspect_objects(document: pikepdf.Pdf) -> bool:
    """Look at every object the table names; whether qpdf could not read one of them."""
    table = document.get_xref_table()
    if len(table) > MAX_OBJECTS:
        raise Finding("terlalu_rumit")
    budget = MAX_NODES
    unread = False
    budget = _walk(document.trailer, budget)
    for number in table:
        found = document.get_object(number)
        if found is None:
            unread = True
        elif isinstance(found, pikepdf.Object):
            budget = _walk(found, budget)
    # An object qpdf could not read may be one that another reader does read.
    return unread and bool(document.get_warnings())


def _walk(root: pikepdf.Object, budget: int) -> int:
    """Look at `root` and what stands directly in it; the node budget that is left."""
    stack: list[pikepdf.Object] = [root]
    while stack:
        node = stack.pop()
        kind = node._type_code
        children: Iterable[Any]
        if kind == ObjectType.array:
            children = _items(node)
        elif kind in (ObjectType.dictionary, ObjectType.stream):
            entries = dict(node.items())
            _inspect_dictionary(entries)
            children = entries.values()
        else:
            continue
        for child in children:
            budget -= 1
            if budget < 0:
                raise Finding("terlalu_rumit")
            if (
                isinstance(child, pikepdf.Object)
                and child._type_code in _CONTAINERS
                and not child.is_indirect
            ):
                stack.append(child)
    return budget


def _items(array: pikepdf.Object) -> Iterator[Any]:
    for index in range(len(array)):
        yield array[index]


def _inspect_dictionary(entries: dict[str, Any]) -> None:
    action = _name(entries.get("/S"))
    subtype = _name(entries.get("/Subtype"))
    if (
        action == "/JavaScript"
        or "/JavaScript" in entries
        or ("/JS" in entries and (action is not None or _is_text(entries["/JS"])))
        or (action == "/URI" and _is_script_address(entries.get("/URI")))
    ):
        raise Finding("pdf_javascript")
    if action == "/Launch":
        raise Finding("pdf_launch")
    if (
        "/EF" in entries
        or _name(entries.get("/Type")) == "/EmbeddedFile"
        or subtype == "/FileAttachment"
        or action == "/GoToE"
    ):
        raise Finding("pdf_lampiran")
    if subtype in _MEDIA or action in _MEDIA_ACTIONS or "/RichMediaContent" in entries:
        raise Finding("pdf_media")
    if "/XFA" in entries:
        raise Finding("pdf_xfa")


def _name(value: Any) -> str | None:
    if isinstance(value, pikepdf.Object) and value._type_code == ObjectType.name_:
        return str(value)
    return None


def _is_text(value: Any) -> bool:
    return isinstance(value, pikepdf.Object) and value._type_code == ObjectType.string


def _is_script_address(value: Any) -> bool:
    if not _is_text(value):
        return False
    return bytes(value).strip().lower().startswith((b"javascript:", b"vbscript:"))


def _count_pages(document: pikepdf.Pdf) -> int:
    """Count the leaves of the page tree; a tree that turns back on itself is broken."""
    tree = _dictionary(_dictionary(document.trailer.get("/Root")).get("/Pages"))
    if _name(tree.get("/Type")) == "/Page":
        raise Finding("rusak")
    stack = [tree]
    seen: set[tuple[int, int]] = set()
    pages = 0
    while stack:
        node = stack.pop()
        kids = node.get("/Kids")
        if kids is None:
            pages += 1
            if pages > MAX_PAGES:
                raise Finding("terlalu_rumit")
            continue
        if node.is_indirect:
            if node.objgen in seen:
                raise Finding("rusak")
            seen.add(node.objgen)
        if kids._type_code != ObjectType.array:
            raise Finding("rusak")
        stack.extend(_dictionary(kid) for kid in _items(kids))
        if len(stack) > MAX_OBJECTS:
            raise Finding("terlalu_rumit")
    if not pages:
        raise Finding("rusak")
    return pages


def _dictionary(value: Any) -> pikepdf.Object:
    if isinstance(value, pikepdf.Object) and value._type_code == ObjectType.dictionary:
        return value
    raise Finding("rusak")
