"""Hostile PDFs."""

import struct
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.hostile import sound


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))


def open_action_script() -> bytes:
    """Runs a script when opened; the action hides in a compressed object stream."""
    document = sound.new_pdf()
    document.Root.OpenAction = document.make_indirect(_script())
    return sound.saved(document, packed=True)


def names_script() -> bytes:
    """A document-level script in the name tree."""
    document = sound.new_pdf()
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("mulai"), document.make_indirect(_script())]))
    )
    return sound.saved(document)


def page_script() -> bytes:
    """A page's additional action."""
    document = sound.new_pdf()
    document.pages[0].obj.AA = Dictionary(O=_script())
    return sound.saved(document)


def field_script() -> bytes:
    """A form field that calculates by a script held in a stream."""
    document = sound.new_pdf()
    code = document.make_stream(b"event.value = 1")
    field = document.make_indirect(
        Dictionary(
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("Jumlah"),
            Rect=Array([0, 0, 9, 9]),
            AA=Dictionary(C=Dictionary(S=Name.JavaScript, JS=code)),
        )
    )
    document.pages[0].obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]))
    return sound.saved(document, packed=True)


def escaped_script() -> bytes:
    """The name written with #xx, past a plain text search."""
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /J#61vaScr#69pt /J#53 (alert) >> >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )
    return write(bodies, head=b"%PDF-1.7\n")


def superseded_script() -> bytes:
    """A script in an object that the table no longer names, as after an edited revision."""
    orphan = b"%PDF-1.7\n9 0 obj\n<< /S /Java#53cript /JS (alert) >>\nendobj\n"
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )
    return write(bodies, head=orphan)


def deep_page_tree(depth: int = 60_000) -> bytes:
    """A page tree with one child a level: recursive readers run out of stack."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    bodies += [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (at + 3) for at in range(depth)]
    bodies.append(b"<< /Type /Page /MediaBox [0 0 9 9] >>")
    return write(tuple(bodies), head=b"%PDF-1.7\n")


def write(bodies: tuple[bytes, ...], *, head: bytes) -> bytes:
    """A document written by hand: numbered objects, table and trailer."""
    text = bytearray(head)
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(text)
    text += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    text += b"".join(b"%010d 00000 n \n" % place for place in places)
    text += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(bodies) + 1)
    return bytes(text) + b"startxref\n%d\n%%%%EOF\n" % table


def script_address() -> bytes:
    """A link whose address is a script."""
    document = sound.new_pdf()
    document.pages[0].obj.Annots = Array(
        [
            Dictionary(
                Subtype=Name.Link,
                Rect=Array([0, 0, 9, 9]),
                A=Dictionary(S=Name.URI, URI=String("JavaScript:alert(1)")),
            )
        ]
    )
    return sound.saved(document)


def launch() -> bytes:
    """Starts a program."""
    document = sound.new_pdf()
    document.Root.OpenAction = Dictionary(
        S=Name.Launch, F=Dictionary(Type=Name.Filespec, F=String("cmd.exe"))
    )
    return sound.saved(document, packed=True)


def attachment() -> bytes:
    """Carries another file."""
    document = sound.new_pdf()
    document.attachments["pemutakhiran.exe"] = b"MZ" + bytes(64)
    return sound.saved(document, packed=True)


def rich_media() -> bytes:
    """A Flash annotation."""
    document = sound.new_pdf()
    document.pages[0].obj.Annots = Array(
        [Dictionary(Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))]
    )
    return sound.saved(document)


def xfa() -> bytes:
    """A dynamic form."""
    document = sound.new_pdf()
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp:xdp/>"))
    return sound.saved(document)


def locked() -> bytes:
    """Needs a password."""
    return sound.saved(
        sound.new_pdf(), encryption=pikepdf.Encryption(user="rahasia", owner="rahasia")
    )


def restricted() -> bytes:
    """Opens without a password but forbids printing."""
    allow = pikepdf.Permissions(print_highres=False, extract=False)
    return sound.saved(
        sound.new_pdf(), encryption=pikepdf.Encryption(user="", owner="o", allow=allow)
    )


def truncated() -> bytes:
    """The line broke half-way."""
    whole = sound.scanned_pdf(2, 200)
    return whole[: len(whole) // 2]


def without_pages() -> bytes:
    """A document of nothing."""
    return sound.saved(pikepdf.Pdf.new())


def page_tree_loop() -> bytes:
    """A page tree that contains itself."""
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>",
    )
    return write(bodies, head=b"%PDF-1.7\n")


@cache
def object_stream_bomb(size: int = 300 * 1024 * 1024) -> bytes:
    """An object stream that inflates to `size` bytes: the catalogue sits in it."""
    header = b"1 0 2 40 3 90 "
    objects = b"<< /Type /Catalog /Pages 2 0 R >>".ljust(40)
    objects += b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".ljust(50)
    objects += b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> "
    packer = zlib.compressobj(9)
    packed = bytearray(packer.compress(header + objects))
    block = b" " * (1024 * 1024)
    for _ in range(size // len(block)):
        packed += packer.compress(block)
    packed += packer.flush()
    text = b"%PDF-1.7\n"
    stream_at = len(text)
    text += b"4 0 obj\n<< /Type /ObjStm /N 3 /First %d /Filter /FlateDecode /Length %d >>\n" % (
        len(header),
        len(packed),
    )
    text += b"stream\n" + bytes(packed) + b"\nendstream\nendobj\n"
    table_at = len(text)
    rows = [(0, 0, 65535), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, stream_at, 0), (1, table_at, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    text += b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 4 2] /Root 1 0 R /Length %d >>\n" % len(table)
    text += b"stream\n" + table + b"\nendstream\nendobj\n"
    return text + b"startxref\n%d\n%%%%EOF\n" % table_at


def shifted() -> bytes:
    """The header stands behind other data."""
    return b"GARBAGE; data lain di depan\n" * 4 + sound.pdf()


def html_inside() -> bytes:
    """A web page in a comment right behind the header."""
    return sound.pdf().replace(b"\n", b"\n%<html><script>alert(1)</script></html>\n", 1)


def with_zip() -> bytes:
    """Also a ZIP archive."""
    return sound.pdf() + sound.zipped({"muatan.exe": b"MZ"}) + b"\n%%EOF\n"


def deep_arrays() -> bytes:
    """Arrays in arrays, far past any real document."""
    deep = b"[" * 200_000 + b"]" * 200_000
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R /X 4 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        deep,
    )
    return write(bodies, head=b"%PDF-1.7\n")


CASES: tuple[tuple[str, Callable[[], bytes], str, str], ...] = (
    ("skrip-saat-dibuka", open_action_script, "pdf_javascript", "skrip (JavaScript)"),
    ("skrip-dokumen", names_script, "pdf_javascript", "skrip (JavaScript)"),
    ("skrip-halaman", page_script, "pdf_javascript", "skrip (JavaScript)"),
    ("skrip-isian", field_script, "pdf_javascript", "skrip (JavaScript)"),
    ("skrip-tersamar", escaped_script, "pdf_javascript", "skrip (JavaScript)"),
    ("skrip-revisi-lama", superseded_script, "pdf_javascript", "skrip (JavaScript)"),
    ("skrip-tautan", script_address, "pdf_javascript", "skrip (JavaScript)"),
    ("jalankan-program", launch, "pdf_launch", "menjalankan program"),
    ("lampiran", attachment, "pdf_lampiran", "berkas lampiran di dalam PDF"),
    ("media", rich_media, "pdf_media", "media interaktif"),
    ("xfa", xfa, "pdf_xfa", "formulir dinamis XFA"),
    ("bersandi", locked, "terkunci_sandi", "terkunci sandi"),
    ("dibatasi", restricted, "terkunci_sandi", "dibatasi izinnya"),
    ("terpotong", truncated, "rusak", "rusak atau terpotong"),
    ("tanpa-halaman", without_pages, "rusak", "tidak dapat dibuka sebagai PDF"),
    ("halaman-melingkar", page_tree_loop, "rusak", "rusak atau terpotong"),
    ("pohon-dalam", deep_page_tree, "rusak", "rusak atau terpotong"),
    ("bersarang-dalam", deep_arrays, "terlalu_rumit", "terlalu rumit"),
    ("bom", object_stream_bomb, "bom", "mengembang jauh melebihi ukurannya"),
    ("bergeser", shifted, "berkas_ganda", "data lain di depan PDF"),
    ("html-di-dalam", html_inside, "berkas_ganda", "kode halaman web (HTML)"),
    ("zip-menempel", with_zip, "berkas_ganda", "arsip ZIP"),
)
