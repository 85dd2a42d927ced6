"""Checks a tagged PDF from the outside: every tag leads to a page and back, PDF/A's own marks.

Validators of PDF/A are content with a joined file whose tags point at other pages, so the way of
each mark is walked here: content stream, parent tree, element, page.
"""

import re
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

_PRINT = 4
_SHOWS = {"Tj", "TJ", "'", '"', "Do", "f", "S", "B", "sh"}


def periksa_tag(path: Path) -> None:
    """Check structure and content of a tagged PDF. Raises AssertionError with the first fault.

    Every marked content has a reachable element of the same page that names it, and every
    element's mark is in the page; nothing is drawn outside marks and artifacts; annotations have
    their element, can be printed, and lead to a page of the file.
    """
    with Pdf.open(path) as pdf:
        root = pdf.Root.StructTreeRoot
        assert bool(pdf.Root.MarkInfo.Marked), "not marked as tagged"
        nums = list(root.ParentTree.Nums)
        keys = [int(key) for key in nums[::2]]
        assert keys == sorted(set(keys)), "keys of the parent tree repeat or are out of order"
        tree = dict(zip(keys, nums[1::2], strict=True))
        reached = _elements(root)
        pages = {page.obj.objgen for page in pdf.pages}
        used: list[int] = []
        for number, page in enumerate(pdf.pages, start=1):
            key = int(page.obj.StructParents)
            used.append(key)
            found = _marks(page, number)
            named = {mcid: thing for mcid, thing in enumerate(tree[key]) if thing is not None}
            assert sorted(found) == sorted(named), f"page {number}: marks and parent tree differ"
            for mcid, element in named.items():
                where = f"page {number}, mark {mcid}"
                assert element.objgen in reached, f"{where}: element hangs on no branch"
                assert mcid in _own_marks(element, page.obj), f"{where}: element doesn't name it"
            for annotation in page.obj.get(Name.Annots, ()):
                used.append(int(annotation.StructParent))
                _annotation(pdf, annotation, tree, reached, pages, f"page {number}")
        assert sorted(used) == keys, "parent tree has keys that nothing uses"
        total = sum(len(kids) for kids in reached.values())
        assert total == sum(thing is not None for key in keys for thing in _many(tree[key]))


def periksa_pdfa(path: Path) -> None:
    """Check what PDF/A-2a asks of a file as a whole. Raises AssertionError with the first fault."""
    with Pdf.open(path) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "id"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        (intent,) = root.OutputIntents
        assert (intent.S, int(intent.DestOutputProfile.N)) == (Name.GTS_PDFA1, 3)
        packet = bytes(root.Metadata.read_bytes()).decode()
        assert re.findall(r"pdfaid:part[>=\"]+(\d)", packet) == ["2"]
        assert re.findall(r"pdfaid:conformance[>=\"]+(\w)", packet) == ["A"]
        assert "/ID" in pdf.trailer
        profiles = fonts = 0
        for thing in pdf.objects:
            if not isinstance(thing, (Dictionary, pikepdf.Stream)):
                continue
            profiles += thing.get(Name.N) == 3 and Name.Length in thing
            if thing.get(Name.Type) == Name.FontDescriptor:
                fonts += 1
                assert any(k in thing for k in (Name.FontFile2, Name.FontFile3)), thing.FontName
        assert profiles == 1, f"{profiles} colour profiles"
        assert fonts, "no font"


def _elements(root: Any) -> dict[tuple[int, int], list[int | tuple[int, int]]]:
    """Return all elements below the root with the marks and annotations they name."""
    found: dict[tuple[int, int], list[int | tuple[int, int]]] = {}
    waiting = [(kid, root) for kid in _many(root.K)]
    while waiting:
        element, parent = waiting.pop()
        assert element.objgen not in found, f"element {element.objgen} hangs on two branches"
        assert element.P.objgen == parent.objgen, f"element {element.objgen} names another parent"
        found[element.objgen] = []
        for kid in _many(element.get(Name.K, Array([]))):
            if isinstance(kid, int):
                found[element.objgen].append(kid)
            elif kid.get(Name.Type) == Name.OBJR:
                found[element.objgen].append(kid.Obj.objgen)
            else:
                waiting.append((kid, element))
    return found


def _own_marks(element: Any, page: Any) -> list[int]:
    """Return the marks that an element names on a page."""
    assert element.Pg.objgen == page.objgen, "element is of another page"
    return [kid for kid in _many(element.K) if isinstance(kid, int)]


def _marks(page: pikepdf.Page, number: int) -> list[int]:
    """Return the marks of a page's content; nothing may be drawn outside marks and artifacts."""
    found: list[int] = []
    depth = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
            if name == "BDC" and Name.MCID in operands[1]:
                found.append(int(operands[1].MCID))
        elif name == "EMC":
            depth -= 1
        elif name in _SHOWS:
            assert depth, f"page {number}: {name} outside marked content"
    assert depth == 0, f"page {number}: marked content is not closed"
    return found


def _annotation(
    pdf: Pdf, annotation: Any, tree: dict[int, Any], reached: Any, pages: Any, where: str
) -> None:
    element = tree[int(annotation.StructParent)]
    assert annotation.objgen in reached[element.objgen], f"{where}: annotation without element"
    assert int(annotation.F) == _PRINT, f"{where}: annotation isn't printed"
    if Name.Dest in annotation:
        assert tujuan(pdf, annotation) in pages, f"{where}: link leads nowhere"


def tujuan(pdf: Pdf, annotation: Any) -> tuple[int, int]:
    """Return the object number of the page that a link leads to. Raises KeyError for none."""
    dest = annotation.Dest
    if isinstance(dest, pikepdf.String):
        names = list(pdf.Root.Names.Dests.Names)
        dest = {str(k): v for k, v in zip(names[::2], names[1::2], strict=True)}[str(dest)]
    number: tuple[int, int] = dest[0].objgen
    return number


def _many(thing: Any) -> list[Any]:
    return list(thing) if isinstance(thing, Array) else [thing]
