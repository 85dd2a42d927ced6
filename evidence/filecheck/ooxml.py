"""Looks into a DOCX, XLSX or PPTX: the ZIP container first, then its parts and relationships."""

from __future__ import annotations

import io
import itertools
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

from evidence.filecheck.reasons import Finding
from evidence.filecheck.signatures import OLE2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MAX_MEMBERS: Final = 5_000
MAX_INFLATED: Final = 300 * 1024 * 1024
MAX_RATIO: Final = 200
RATIO_FROM: Final = 20 * 1024 * 1024
MAX_CONTROL_PART: Final = 4 * 1024 * 1024
MAX_EMBEDDED: Final = 25 * 1024 * 1024
MAX_DEPTH: Final = 2
_CHUNK: Final = 64 * 1024
_EOCD_SIZE: Final = 22

_CONTENT_TYPES: Final = "[content_types].xml"
_MAIN_TYPES: Final[dict[str, str]] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
_MACRO_TYPES: Final = ("macroenabled", "vbaproject", "vbadata", "macrosheet")
_MACRO_PARTS: Final = re.compile(r"(?:^|/)(?:vbaproject|vbadata)[^/]*$|/macrosheets/")
_EMBEDDABLE: Final = frozenset({"docx", "xlsx", "pptx"})
_PROGRAMS: Final = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|jar|lnk|cpl|sct"
    r"|html?|xhtml|mht(?:ml)?|rtf|svgz|swf|py|sh|docm|xlsm|pptm|dotm|xltm|potm|xlam|ppam)$"
)
_FORBIDDEN_XML: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_XML_OVERLAP: Final = 64
_BEFORE_XML: Final = b"\xef\xbb\xbf\xff\xfe \r\n\t"  # byte order marks and space
_SCRIPT_SCHEME: Final = re.compile(r"^(?:javascript|vbscript|data|ms-[a-z-]+|search-ms|search):")


@dataclass
class _Budget:
    """Bytes that may still be inflated, over a package and what is embedded in it."""

    left: int = MAX_INFLATED

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Finding("bom", f"lebih dari {MAX_INFLATED // 1024**2} MB")


@dataclass
class _Package:
    """What one pass over the members keeps: the small control parts, nothing else."""

    names: set[str] = field(default_factory=set)
    controls: dict[str, bytes] = field(default_factory=dict)


def inspect_office(
    kind: str, file: BinaryIO, *, depth: int = 0, budget: _Budget | None = None
) -> None:
    """Check the package in `file` as `kind` (docx, xlsx, pptx).

    Raises Finding when it may not come in. Embedded Office documents (the tables behind charts)
    are checked alike, to a depth of two.
    """
    budget = budget or _Budget()
    _inspect_container(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _inspect_members(archive)
            package = _read(archive, depth, budget)
    except (MemoryError, RecursionError) as error:
        raise Finding("terlalu_rumit") from error
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError) as error:
        raise Finding("rusak") from error
    except (OSError, ValueError, RuntimeError, OverflowError, LookupError) as error:
        # What zipfile raises for offsets, dates, names and flags that make no sense.
        raise Finding("rusak") from error
    _inspect_types(kind, package)
    for name in sorted(package.controls):
        if name.endswith(".rels"):
            _inspect_relations(name, package.controls[name])


def inspect_archive(file: BinaryIO) -> list[str]:
    """Check the directory of any ZIP based document in `file`; nothing is inflated.

    Returns the names of its members. Raises Finding: broken, encrypted, inflating too much, with
    forbidden, double or overlapping members, or with other data around it.
    """
    _inspect_container(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _inspect_members(archive)
            return archive.namelist()
    except (MemoryError, RecursionError) as error:
        raise Finding("terlalu_rumit") from error
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, LookupError) as error:
        raise Finding("rusak") from error
    except (struct.error, OverflowError, EOFError) as error:
        raise Finding("rusak") from error


def inspect_outside(kind: str, file: BinaryIO) -> None:
    """The cheap part of `inspect_office`: directory, names, types and relations, no content.

    Raises Finding when the package may not come in as `kind`. What lies in the parts themselves
    (forbidden XML, embedded documents) is left to `inspect_office`.
    """
    package = _Package()
    for name in inspect_archive(file):
        if not name.endswith("/"):
            _inspect_part_name(name.casefold())
            package.names.add(name.casefold())
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                name = member.filename.casefold()
                if name == _CONTENT_TYPES or name.endswith(".rels"):
                    kept = _inflate(archive, member, MAX_CONTROL_PART, _Budget())
                    package.controls[name] = kept
    except MemoryError as error:
        raise Finding("terlalu_rumit") from error
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError) as error:
        raise Finding("rusak") from error
    except (OSError, ValueError, RuntimeError, OverflowError, LookupError) as error:
        raise Finding("rusak") from error
    _inspect_types(kind, package)
    for name in sorted(package.controls):
        if name.endswith(".rels"):
            _inspect_relations(name, package.controls[name])


def _inspect_container(file: BinaryIO) -> None:
    """Bound the directory before zipfile reads it whole, and refuse data behind the archive."""
    file.seek(0)
    data = file.read()
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise Finding("bom", f"lebih dari {MAX_MEMBERS} bagian")
    at = data.rfind(b"PK\x05\x06")
    if at < 0:
        raise Finding("rusak")
    if at + _EOCD_SIZE != len(data):
        raise Finding("berkas_ganda", "data lain setelah akhir dokumen")
    file.seek(0)


def _inspect_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise Finding("bom", f"lebih dari {MAX_MEMBERS} bagian")
    seen: set[str] = set()
    total = 0
    for member in members:
        name = member.filename
        if _is_forbidden_name(member):
            raise Finding("nama_anggota", _short(name))
        if name.casefold() in seen:
            raise Finding("anggota_ganda", _short(name))
        seen.add(name.casefold())
        if member.flag_bits & 0x1:
            raise Finding("terkunci_sandi")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Finding("rusak")
        total += member.file_size
        ratio = member.file_size / max(1, member.compress_size)
        if total > MAX_INFLATED or (member.file_size > RATIO_FROM and ratio > MAX_RATIO):
            raise Finding("bom", f"{max(total, member.file_size) // 1024**2} MB")
    ordered = sorted(members, key=lambda member: member.header_offset)
    if ordered and ordered[0].header_offset != 0:
        raise Finding("berkas_ganda", "data lain di depan dokumen")
    for earlier, later in itertools.pairwise(ordered):
        if earlier.header_offset + 30 + earlier.compress_size > later.header_offset:
            raise Finding("bom", "bagian yang bertumpuk")


def _is_forbidden_name(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    return (
        not name
        or member.orig_filename != name  # zipfile cuts a name at a null byte
        or "\\" in name
        or name.startswith("/")
        or ":" in name
        or any(part == ".." for part in name.split("/"))
        or any(ord(character) < 32 for character in name)
        or len(name) > 512
        or stat.S_ISLNK(member.external_attr >> 16)
    )


def _read(archive: zipfile.ZipFile, depth: int, budget: _Budget) -> _Package:
    """Inflate every member once, bounded: CRC, forbidden XML, programs, embedded documents."""
    package = _Package()
    for member in archive.infolist():
        name = member.filename.casefold()
        if member.is_dir():
            continue
        package.names.add(name)
        _inspect_part_name(name)
        embedded = "/embeddings/" in f"/{name}"
        control = name == _CONTENT_TYPES or name.endswith(".rels")
        limit = MAX_CONTROL_PART if control else MAX_EMBEDDED if embedded else 0
        kept = _inflate(archive, member, limit, budget)
        if control:
            package.controls[name] = kept
        elif embedded:
            _inspect_embedded(name, kept, depth, budget)
    return package


def _inspect_part_name(name: str) -> None:
    if _MACRO_PARTS.search(name):
        raise Finding("makro", _short(name))
    if "/activex/" in f"/{name}":
        raise Finding("activex", _short(name))
    if _PROGRAMS.search(name):
        raise Finding("objek_tanam", _short(name))


def _inflate(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int, budget: _Budget
) -> bytes:
    """Read a member to its end, which checks its CRC; its bytes when `limit` is above 0."""
    kept = bytearray()
    xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    rest = b""
    for number, chunk in enumerate(_chunks(archive, member)):
        budget.take(len(chunk))
        if number == 0:
            _inspect_start(member.filename, chunk)
            plain = chunk.replace(b"\0", b"").lstrip(_BEFORE_XML)
            xml = xml or plain.startswith(b"<")
        if xml:
            # Without null bytes UTF-16 reads like ASCII.
            window = rest + chunk.replace(b"\0", b"")
            found = _FORBIDDEN_XML.search(window)
            if found:
                words = found.group(1).decode("ascii").upper()
                raise Finding("xml_entitas", f"{words} di {_short(member.filename)}")
            if b"ddeLink" in window and "externallink" in member.filename.lower():
                raise Finding("tautan_luar", "DDE")
            rest = window[-_XML_OVERLAP:]
        if limit:
            kept += chunk
            if len(kept) > limit:
                raise Finding("bom", _short(member.filename))
    return bytes(kept)


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _inspect_start(name: str, chunk: bytes) -> None:
    if chunk.startswith((OLE2, b"\x7fELF")) or _is_windows_program(chunk):
        raise Finding("objek_tanam", _short(name))


def _is_windows_program(chunk: bytes) -> bool:
    if not chunk.startswith(b"MZ") or len(chunk) < 64:
        return False
    at = int.from_bytes(chunk[60:64], "little")
    return chunk[at : at + 2] in (b"PE", b"NE", b"LE") or b"cannot be run in DOS" in chunk


def _inspect_embedded(name: str, content: bytes, depth: int, budget: _Budget) -> None:
    ending = name.rpartition(".")[2]
    if ending not in _EMBEDDABLE or depth + 1 >= MAX_DEPTH or content[:4] != b"PK\x03\x04":
        raise Finding("objek_tanam", _short(name))
    inspect_office(ending, io.BytesIO(content), depth=depth + 1, budget=budget)


def _inspect_types(kind: str, package: _Package) -> None:
    """The main part must exist and be of the claimed kind; no part may be of a forbidden type."""
    if _CONTENT_TYPES not in package.controls:
        raise Finding("isi_berbeda", "arsip ZIP biasa")
    overrides: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for element in _parse(package.controls[_CONTENT_TYPES]).iter():
        content_type = element.get("ContentType", "").strip().lower()
        part = element.get("PartName", "").lstrip("/").casefold()
        if part:
            overrides[part] = content_type
        elif element.get("Extension"):
            defaults[element.get("Extension", "").lower()] = content_type
        if any(word in content_type for word in _MACRO_TYPES):
            raise Finding("makro", _short(part or content_type))
        if "activex" in content_type:
            raise Finding("activex", _short(part or content_type))
    main = _main_part(package)
    content_type = overrides.get(main) or defaults.get(main.rpartition(".")[2], "")
    found = _MAIN_TYPES.get(content_type)
    if main not in package.names or found is None:
        raise Finding("isi_berbeda", "bukan dokumen Office yang utuh")
    if found != kind:
        raise Finding("isi_berbeda", f"dokumen {found.upper()}")


def _main_part(package: _Package) -> str:
    relations = package.controls.get("_rels/.rels")
    if relations is None:
        raise Finding("isi_berbeda", "bukan dokumen Office yang utuh")
    for element in _parse(relations).iter():
        if element.get("Type", "").endswith("/officeDocument"):
            target = element.get("Target", "").lstrip("/")
            return posixpath.normpath(target).casefold()
    raise Finding("isi_berbeda", "bukan dokumen Office yang utuh")


def _inspect_relations(name: str, content: bytes) -> None:
    for element in _parse(content).iter():
        relation = element.get("Type", "").rpartition("/")[2].lower()
        target = element.get("Target", "")
        if relation in ("vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet"):
            raise Finding("makro", _short(target))
        if relation == "control" or relation.startswith("activex"):
            raise Finding("activex", _short(target))
        external = element.get("TargetMode", "").strip().lower() == "external"
        if relation == "hyperlink":
            if external and _SCRIPT_SCHEME.match(target.strip().lower()):
                raise Finding("tautan_luar", _short(target))
            continue
        if relation == "attachedtemplate" and external:
            raise Finding("templat_luar", _short(target))
        if external:
            raise Finding("tautan_luar", _short(target))
        if relation in ("oleobject", "afchunk"):
            raise Finding("objek_tanam", _short(target) or name)


def _parse(content: bytes) -> Element:
    try:
        return SafeTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Finding("xml_entitas", "DOCTYPE atau ENTITY") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Finding("rusak") from error


def _short(text: str) -> str:
    """A member's name or a target as it may stand in a sentence."""
    shown = "".join(character if character.isprintable() else "_" for character in text)
    return shown if len(shown) <= 80 else "..." + shown[-77:]
