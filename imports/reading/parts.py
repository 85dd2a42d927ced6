"""XML parts of a ZIP based workbook as a stream; nothing of a part is kept here."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Final, NoReturn
from xml.parsers import expat

from evidence.filecheck.reasons import Finding

_CHUNK: Final = 256 * 1024

Awal = Callable[[str, dict[str, str]], None]
Akhir = Callable[[str], None]
Huruf = Callable[[str], None]


def alirkan(
    archive: zipfile.ZipFile,
    member: str,
    awal: Awal,
    akhir: Akhir,
    huruf: Huruf,
    *,
    ruang_nama: bool = False,
) -> None:
    """Send the elements and texts of a part to three functions.

    With `ruang_nama` names come as "namespace local", else as they are written. Raises Finding
    for a DOCTYPE, ExpatError or what zipfile raises for a broken part.
    """
    parser = expat.ParserCreate(namespace_separator=" " if ruang_nama else None)
    parser.buffer_text = True
    parser.StartElementHandler = awal
    parser.EndElementHandler = akhir
    parser.CharacterDataHandler = huruf
    parser.StartDoctypeDeclHandler = _doctype
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _doctype(*_: object) -> NoReturn:
    raise Finding("xml_entitas", "DOCTYPE")
