"""Files that must be accepted: one builder for each kind, and the honest oddities of offices."""

import io
import random
import struct
import zipfile
from collections.abc import Mapping

import openpyxl
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

OPENXML = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_MAIN = OPENXML + "wordprocessingml.document.main+xml"
SHEET_MAIN = OPENXML + "spreadsheetml.sheet.main+xml"
SLIDES_MAIN = OPENXML + "presentationml.presentation.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def new_pdf(pages: int = 1) -> pikepdf.Pdf:
    """A document with empty A4 pages, still open for a builder to add to."""
    document = pikepdf.Pdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    return document


def saved(document: pikepdf.Pdf, *, packed: bool = False, **options: object) -> bytes:
    """The bytes of `document`; `packed` puts its objects into compressed object streams."""
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    target = io.BytesIO()
    document.save(target, object_stream_mode=mode, **options)  # type: ignore[arg-type]
    return target.getvalue()


def pdf(pages: int = 3) -> bytes:
    """A plain document."""
    return saved(new_pdf(pages))


def signed_pdf() -> bytes:
    """A form without scripts and a signature field with a signature dictionary (BSrE)."""
    document = new_pdf(2)
    signature = document.make_indirect(
        Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            SubFilter=Name("/ETSI.CAdES.detached"),
            ByteRange=Array([0, 100, 200, 300]),
            Contents=String("0" * 512),
            Reason=String("Saya menyetujui dokumen ini"),
        )
    )
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("Tanda tangan"),
            V=signature,
            Rect=Array([0, 0, 10, 10]),
            F=132,
        )
    )
    text = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("Nomor"),
            V=String("92/KEP/HK/2021"),
            Rect=Array([0, 20, 100, 40]),
        )
    )
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI=String("https://jdih.example.go.id/")),
    )
    document.pages[0].obj.Annots = Array([field, text, link])
    document.Root.AcroForm = Dictionary(Fields=Array([field, text]), SigFlags=3)
    return saved(document, packed=True)


def scanned_pdf(pages: int = 40, side: int = 700) -> bytes:
    """A scan: one noisy JPG a page, several megabytes in all."""
    document = new_pdf(pages)
    for number, page in enumerate(document.pages):
        picture = document.make_stream(
            jpg(side, side, seed=number),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=side,
            Height=side,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))
        page.obj.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    return saved(document)


def picture(width: int = 64, height: int = 48, seed: int = 7) -> Image.Image:
    """Noise that no encoder can make small."""
    pixels = random.Random(seed).randbytes(width * height * 3)
    return Image.frombytes("RGB", (width, height), pixels)


def jpg(width: int = 64, height: int = 48, *, seed: int = 7, progressive: bool = False) -> bytes:
    """A JPG with EXIF, as a phone writes it."""
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Telepon"
    exif[0x0112] = 6
    picture(width, height, seed).save(
        target, "JPEG", quality=85, exif=exif, progressive=progressive
    )
    return target.getvalue()


def padded_jpg() -> bytes:
    """A JPG with the padding some cameras write behind the end."""
    return jpg() + bytes(4096)


def multi_picture_jpg() -> bytes:
    """A phone's Multi-Picture file: a second JPG behind the first, named in an MPF index."""
    target = io.BytesIO()
    picture().save(
        target, "MPO", save_all=True, append_images=[picture(32, 24, seed=8)], quality=85
    )
    return target.getvalue()


def motion_jpg() -> bytes:
    """A phone's motion photo: a short film and the maker's trailer behind the picture."""
    film = struct.pack(">I4s4sI", 20, b"ftyp", b"mp42", 0) + b"isom" + bytes(500)
    return jpg() + film + b"SEFH\x6b\0\0\0\1\0\0\0" + b"\x18\0\0\0SEFT"


def png(width: int = 64, height: int = 48) -> bytes:
    """A screenshot."""
    target = io.BytesIO()
    picture(width, height).save(target, "PNG")
    return target.getvalue()


def webp(width: int = 64, height: int = 48) -> bytes:
    """A picture saved from a messenger."""
    target = io.BytesIO()
    picture(width, height).save(target, "WEBP", quality=80)
    return target.getvalue()


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A deflated ZIP with `members` in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def content_types(overrides: Mapping[str, str], defaults: Mapping[str, str] | None = None) -> str:
    """The [Content_Types].xml of a package."""
    every = {"rels": "application/vnd.openxmlformats-package.relationships+xml"}
    every |= {"xml": "application/xml", **(defaults or {})}
    rows = [f'<Default Extension="{key}" ContentType="{value}"/>' for key, value in every.items()]
    rows += [
        f'<Override PartName="{part}" ContentType="{value}"/>' for part, value in overrides.items()
    ]
    return f'{_HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(rows)}</Types>'


def relations(*rows: tuple[str, str, bool]) -> str:
    """A .rels part of (type, target, external) rows."""
    text = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if external else "/>")
        for number, (kind, target, external) in enumerate(rows, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">{text}</Relationships>'


def docx_members() -> dict[str, bytes | str]:
    """The parts of a letter with two links to the web, for a builder to add to."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "<w:p><w:r><w:t>Laporan pelaksanaan &lt;!DOCTYPE html&gt;</w:t></w:r></w:p>"
    return {
        "[Content_Types].xml": content_types({"/word/document.xml": WORD_MAIN}),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", False)),
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{word}"><w:body>{body}</w:body>'
        "</w:document>",
        "word/_rels/document.xml.rels": relations(
            ("hyperlink", "https://jaga.id/", True),
            ("hyperlink", "mailto:inspektorat@example.go.id", True),
        ),
    }


def docx(**more: bytes | str) -> bytes:
    """A letter, with `more` parts."""
    return zipped(docx_members() | more)


def xlsx(rows: int = 20) -> bytes:
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(rows):
        sheet.append([number, f"Kegiatan {number}", number * 793_119, "Kupang"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def pptx_members() -> dict[str, bytes | str]:
    """The parts of a presentation without slides."""
    slides = "http://schemas.openxmlformats.org/presentationml/2006/main"
    return {
        "[Content_Types].xml": content_types(
            {"/ppt/presentation.xml": SLIDES_MAIN},
            {"xlsx": OPENXML + "spreadsheetml.sheet"},
        ),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml", False)),
        "ppt/presentation.xml": f'{_HEAD}<p:presentation xmlns:p="{slides}"/>',
    }


def pptx() -> bytes:
    """A presentation."""
    return zipped(pptx_members())


def pptx_with_chart() -> bytes:
    """A presentation whose chart carries its figures as an embedded workbook."""
    return zipped(pptx_members() | {"ppt/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx()})
