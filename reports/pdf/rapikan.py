"""What a drawn part gets before it is written, so that parts can be joined without losing tags.

Works on WeasyPrint's and pydyf's own objects, which hold a document of thousands of cells far
more cheaply than the file read back would.
"""

from hashlib import md5
from typing import Any, Final
from urllib.parse import unquote

import pydyf

_PRINT: Final = 4
"""Annotation flag Print, asked for by PDF/A (ISO 19005-2, 6.3.2)."""
_ARTEFAK: Final = {"Type": "/Pagination"}
_POLOS: Final = {"Type", "S", "K", "Pg", "P"}
"""What a structure element has that says nothing but its place."""


def rapikan(document: Any, pdf: Any, nomor: int, skema: str, bertag: bool) -> None:
    """Change a drawn document in place, right before it is written.

    Annotations become printable; links whose address begins with `skema` lead to the name that
    follows it. Headers of tables say their direction (Scope), which needs no IDs that would have
    to be unique over all parts. Texts in the margins of pages become artifacts: WeasyPrint tags
    them without a place in the structure. Bare Spans go. Subset fonts get a tag of their own for
    each `nomor`.
    """
    for number, thing in enumerate(pdf.objects):
        if not isinstance(thing, dict):
            continue
        if thing.get("Type") == "/Annot":
            _anotasi(thing, skema)
        elif thing.get("Type") in ("/Font", "/FontDescriptor"):
            _fon(thing, nomor)
        elif number and thing.get("S") == "/TD":
            thing["A"].pop("Headers", None)
            if len(thing["A"]) == 1:  # the owner alone says nothing
                del thing["A"]
    if bertag:
        for page in document.pages:
            _arah(page._page_box)
        root = pdf.objects[_nomor(pdf.catalog["StructTreeRoot"])]
        marks = pdf.objects[_nomor(root["ParentTree"])]["Nums"][1::2][: len(document.pages)]
        _ringkas(pdf, marks)
        _tepi(pdf, root, marks)


def _anotasi(annotation: Any, skema: str) -> None:
    annotation["F"] = _PRINT
    action = annotation.get("A")
    if action is not None and action["URI"].string.startswith(skema):
        name = unquote(action["URI"].string.removeprefix(skema))
        del annotation["A"]
        annotation["Dest"] = pydyf.String(name)
        annotation["Contents"] = pydyf.String(name)


def _fon(font: Any, nomor: int) -> None:
    """Give a subset a tag of its own (ISO 32000-1, 9.6.4: different subsets, different tags)."""
    for key in ("BaseFont", "FontName"):
        if key in font:
            tag, plus, name = font[key].removeprefix(b"/").partition(b"+")
            if plus:
                digest = md5(tag + b"%d" % nomor, usedforsecurity=False).digest()[:6]
                font[key] = b"/" + bytes(65 + byte % 26 for byte in digest) + plus + name


def _arah(page_box: Any) -> None:
    """Say of each header cell whether it heads a column or a row."""
    for box in page_box.descendants():
        cell = getattr(box, "mark", None)
        if cell is None or cell.get("S") != "/TH":
            continue
        cell.pop("ID", None)
        row = box.element is not None and box.element.get("scope") in ("row", "rowgroup")
        cell["A"]["Scope"] = "/Row" if row else "/Column"


def _ringkas(pdf: Any, marks: list[Any]) -> None:
    """Let an element whose only kid is a bare Span name the text itself.

    WeasyPrint puts each text into a Span of its own, in a table one for each cell: half of all
    objects of a long report, and nothing that a reader would miss.
    """
    for page_marks in marks:
        for mcid, reference in enumerate(page_marks):
            span = pdf.objects[_nomor(reference)]
            if span["S"] != "/Span" or span["K"] != [mcid] or set(span) != _POLOS:
                continue
            parent = pdf.objects[_nomor(span["P"])]
            if parent.get("K") == [reference] and parent.get("Pg") == span["Pg"]:
                parent["K"] = pydyf.Array([mcid])
                page_marks[mcid] = span["P"]
                span.clear()


def _tepi(pdf: Any, root: Any, marks: list[Any]) -> None:
    """Turn marked content whose tag hangs on no branch of the structure into artifacts."""
    reached = _terjangkau(pdf, root["K"])
    for page_number, page_marks in zip(pdf.pages["Kids"][::3], marks, strict=True):
        orphans = {mcid for mcid, ref in enumerate(page_marks) if _nomor(ref) not in reached}
        if not orphans:
            continue
        stream = pdf.objects[_nomor(pdf.objects[page_number]["Contents"])].stream
        for place, item in enumerate(stream):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in orphans:
                stream[place - 1] = b"/Artifact"
                stream[place] = pydyf.Dictionary(_ARTEFAK)
        for mcid in orphans:
            page_marks[mcid] = b"null"


def _terjangkau(pdf: Any, roots: list[bytes]) -> set[int]:
    """Return the numbers of all objects that are kids of kids of the structure's root."""
    reached: set[int] = set()
    waiting = [_nomor(reference) for reference in roots]
    while waiting:
        number = waiting.pop()
        if number in reached:
            continue
        reached.add(number)
        waiting += [
            _nomor(kid) for kid in pdf.objects[number].get("K", ()) if isinstance(kid, bytes)
        ]
    return reached


def _nomor(reference: bytes) -> int:
    """Return the number of the object that a reference ("12 0 R") names."""
    return int(reference.split()[0])
