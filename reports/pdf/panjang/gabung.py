"""Joins drawn parts into one PDF/A-2a with all tags, links, bookmarks and page numbers.

A plain concatenation loses the structure tree or leaves it pointing at other pages. Here each
part's tree comes along under one Document element, the keys of its parent tree move behind those
of the parts before, and names lead to the joined pages.
"""

import logging
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from reports.pdf.lukis import Lukisan, TanpaPango
from reports.pdf.panjang.dokumen import Dokumen
from reports.pdf.panjang.keterangan import informasi, xmp
from reports.pdf.panjang.penanda import kumpulkan, tulis_penanda

_PROFIL: Final = "sRGB2014.icc"
_BUBUH: Final = b"\nQ\n/Artifact <</Type /Pagination>> BDC\n/%s Do\nEMC"
_logger = logging.getLogger(__name__)


def gabungkan(
    lukisan: Sequence[Lukisan],
    cap: Lukisan,
    dokumen: Dokumen,
    target: Path,
    lapor: Callable[[int | None], None],
) -> int:
    """Write the joined document and return its pages.

    `cap` has one page for each page of the parts, in order. A link to an id that no part has is
    dropped and logged. Raises what `lapor` raises.
    """
    with Pdf.new() as pdf:
        gabungan = _Gabungan(pdf, lukisan)
        for nomor in range(len(lukisan)):
            gabungan.tambah(nomor)
            lapor(None)
        gabungan.selesai()
        _bubuhi(pdf, cap, dokumen)
        tulis_penanda(pdf, kumpulkan(lukisan))
        _katalog(pdf, dokumen)
        lapor(None)
        pdf.save(
            target,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return len(pdf.pages)


class _Gabungan:
    """The structure of the joined document while parts are added."""

    def __init__(self, pdf: Pdf, lukisan: Sequence[Lukisan]) -> None:
        self._pdf, self._lukisan = pdf, lukisan
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._body = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root)
        )
        self._kids: list[Any] = []
        self._marks: dict[int, Any] = {}  # key of the parent tree: its value
        self._links: list[tuple[int, Any, Any]] = []  # number of the part, page, annotation
        self._first: list[int] = []  # of each part, its first page
        self._keys = 0

    def tambah(self, nomor: int) -> None:
        """Add a part; its file is closed afterwards, so only one is open at a time."""
        with Pdf.open(self._lukisan[nomor].target) as source:
            self._first.append(len(self._pdf.pages))
            for page in source.pages:  # first, so that the tags find these pages
                self._pdf.pages.append(page)
            root = self._pdf.copy_foreign(source.Root.StructTreeRoot)
            copied: set[tuple[int, int]] = set()
            for page in list(self._pdf.pages)[self._first[nomor] :]:
                self._page(nomor, page.obj)
                _hold(page.obj, copied)
        nums = list(root.ParentTree.Nums)
        for key, value in zip(nums[::2], nums[1::2], strict=True):
            self._marks[int(key) + self._keys] = value
        self._keys += len(nums) // 2
        for kid in root.K[0].K:
            kid.P = self._body
            self._kids.append(kid)

    def _page(self, nomor: int, page: Any) -> None:
        """Move the keys of a page and its annotations behind those of the parts before."""
        page.StructParents = int(page.StructParents) + self._keys
        for annotation in page.get(Name.Annots, ()):
            annotation.StructParent = int(annotation.StructParent) + self._keys
            if Name.Dest in annotation:
                self._links.append((nomor, page, annotation))

    def selesai(self) -> None:
        """Write the names, where each link leads, and the tree."""
        owners: dict[str, int] = {}  # the first part that has an id
        for nomor, satu in enumerate(self._lukisan):
            for name in satu.jangkar:
                owners.setdefault(name, nomor)
        self._lead(owners)
        self._names(owners)
        nums = [thing for key in sorted(self._marks) for thing in (key, self._marks[key])]
        self._body.K = Array(self._kids)
        self._root.K = Array([self._body])
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(nums)))
        self._root.ParentTreeNextKey = self._keys
        self._pdf.Root.StructTreeRoot = self._root

    def _lead(self, owners: dict[str, int]) -> None:
        """Have each link lead to the id of its own part, else to the first part that has it."""
        for nomor, page, annotation in self._links:
            name = str(annotation.Dest)
            if name in self._lukisan[nomor].jangkar:
                if owners[name] != nomor:  # the name belongs to another part
                    annotation.Dest = self._place(nomor, name)
            elif name not in owners:
                _logger.error("No part has #%s for an internal link", name)
                self._drop(page, annotation)

    def _drop(self, page: Any, annotation: Any) -> None:
        """Take a link away that leads nowhere; its text stays."""
        element = self._marks.pop(int(annotation.StructParent))
        element.K = Array([kid for kid in element.K if not _is_reference(kid, annotation)])
        element.S = Name.Span
        page.Annots = Array([one for one in page.Annots if one.objgen != annotation.objgen])

    def _names(self, owners: dict[str, int]) -> None:
        if not owners:
            return
        pairs = sorted((bytes(String(name)), name) for name in owners)
        names = [
            thing for _, name in pairs for thing in (String(name), self._place(owners[name], name))
        ]
        self._pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(names)))

    def _place(self, nomor: int, name: str) -> Array:
        page, x, y = self._lukisan[nomor].jangkar[name]
        return Array([self._pdf.pages[self._first[nomor] + page].obj, Name.XYZ, x, y, 0])


def _is_reference(kid: Any, annotation: Any) -> bool:
    return (
        isinstance(kid, Dictionary)
        and kid.get(Name.Type) == Name.OBJR
        and bool(kid.Obj.objgen == annotation.objgen)
    )


def _hold(thing: Any, done: set[tuple[int, int]]) -> None:
    """Copy the bytes of all streams below a page, which otherwise stay in the part's file."""
    if isinstance(thing, Array):
        for one in thing:
            _hold(one, done)
        return
    if not isinstance(thing, (Dictionary, pikepdf.Stream)):
        return
    if thing.is_indirect:
        if thing.objgen in done:
            return
        done.add(thing.objgen)
    for key, value in thing.items():
        if key not in ("/Parent", "/Dest"):
            _hold(value, done)
    if isinstance(thing, pikepdf.Stream):
        raw: Any = thing
        raw.write(
            raw.read_raw_bytes(),
            filter=raw.get(Name.Filter),
            decode_parms=raw.get(Name.DecodeParms),
        )


def _bubuhi(pdf: Pdf, cap: Lukisan, dokumen: Dokumen) -> None:
    """Lay heads, feet and page numbers over the pages, as artifacts."""
    begin = pdf.make_stream(b"q\n")
    with Pdf.open(cap.target) as source:
        stamps = list(source.pages)
        resources = pdf.copy_foreign(stamps[0].obj.Resources)
        _hold(resources, set())
        for nomor, (page, stamp) in enumerate(zip(pdf.pages, stamps, strict=True)):
            if nomor == 0 and dokumen.tanpa_kepala_di_sampul:
                continue
            name = f"PantasCap{nomor + 1}"
            form = pdf.make_stream(
                stamp.obj.Contents.read_bytes(),
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([float(side) for side in stamp.obj.MediaBox]),
                Resources=resources,
            )
            page.obj.Resources.XObject[f"/{name}"] = form
            end = pdf.make_stream(_BUBUH % name.encode())
            page.obj.Contents = Array([begin, page.obj.Contents, end])


def _katalog(pdf: Pdf, dokumen: Dokumen) -> None:
    """Write what makes the file a tagged PDF/A-2a: language, profile, metadata."""
    root = pdf.Root
    root.Lang = String("id")
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    profile = pdf.make_stream(_profil(), N=3)
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String(_PROFIL),
                Info=String(_PROFIL),
                DestOutputProfile=profile,
            )
        ]
    )
    root.Metadata = pdf.make_stream(xmp(dokumen), Type=Name.Metadata, Subtype=Name.XML)
    for key, value in informasi(dokumen).items():
        pdf.docinfo[key] = String(value)


def _profil() -> bytes:
    """Return WeasyPrint's own colour profile, without loading WeasyPrint and Pango."""
    spec = find_spec("weasyprint")
    if spec is None or spec.origin is None:
        raise TanpaPango("WeasyPrint is not installed")
    return (Path(spec.origin).parent / "pdf" / _PROFIL).read_bytes()
