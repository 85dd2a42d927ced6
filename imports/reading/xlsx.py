"""xlsx: the package is checked as evidence is, measured, and its values read by calamine."""

from __future__ import annotations

import io
import posixpath
import zipfile
from array import array
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from evidence.filecheck.ooxml import inspect_office, inspect_outside
from evidence.filecheck.reasons import Finding
from imports.reading.budget import LEMBAR_TERBANYAK, Anggaran, Ukuran
from imports.reading.formats import PindaiGaya
from imports.reading.model import Buku, Lembar
from imports.reading.parts import alirkan
from imports.reading.sheets import lembar_calamine
from imports.reading.xlsx_scan import PindaiLembar, PindaiTeks

_BUKU: Final = "xl/workbook.xml"
_HUBUNGAN: Final = "xl/_rels/workbook.xml.rels"
_TEKS: Final = "xl/sharedstrings.xml"
_BUKU_LAIN: Final = frozenset({"xl/workbook.bin", "content.xml", "mimetype"})
"""Parts by which calamine would take the package for a workbook of another kind."""
_GAYA: Final = "xl/styles.xml"
_KECIL: Final[dict[str, int]] = {_BUKU: 8 * 1024**2, _GAYA: 32 * 1024**2}
"""Parts that calamine holds whole, and how large they may be."""


def periksa_xlsx(data: bytes) -> None:
    """The cheap check of a package: no part with cells is opened. Raises Finding."""
    names = _nama(data)
    if "xl/workbook.bin" in names:
        raise Finding("isi_berbeda", "buku kerja biner (xlsb)")
    inspect_outside("xlsx", io.BytesIO(data))
    if _BUKU not in names or names.keys() & _BUKU_LAIN:
        raise Finding("rusak")


def baca_xlsx(data: bytes, anggaran: Anggaran) -> Buku:
    """Read all sheets of a package that `periksa_xlsx` let pass.

    Raises Finding, and what zipfile, expat and calamine raise for broken parts.
    """
    inspect_office("xlsx", io.BytesIO(data))
    names = _nama(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for kecil, batas in _KECIL.items():
            if kecil in names and archive.getinfo(names[kecil]).file_size > batas:
                raise Finding("terlalu_rumit")
        lembar = _lembar(archive, names)
        panjang = array("I")
        if _TEKS in names:
            teks = PindaiTeks()
            alirkan(archive, names[_TEKS], teks.awal, teks.akhir, teks.huruf)
            teks.periksa()
            panjang = teks.panjang
        persen = frozenset[int]()
        if _GAYA in names:
            gaya = PindaiGaya()
            alirkan(archive, names[_GAYA], gaya.awal, gaya.akhir, gaya.huruf)
            persen = gaya.gaya.persen()
        ukuran: list[Ukuran | None] = []
        for nama, bagian in lembar:
            pindai = PindaiLembar(anggaran, panjang, persen) if bagian else None
            ukuran.append(_pindai(archive, nama, bagian, pindai, anggaran))
    anggaran.tutup()
    return _baca(data, [nama for nama, _ in lembar], ukuran, anggaran)


def _nama(data: bytes) -> dict[str, str]:
    """The members of the package: in lower case, and as they are written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.casefold(): name for name in archive.namelist()}


def _lembar(archive: zipfile.ZipFile, names: dict[str, str]) -> list[tuple[str, str]]:
    """Names of the sheets and of their parts, "" for a chart, in the order of the workbook."""
    tujuan: dict[str, str] = {}
    if _HUBUNGAN not in names:
        raise Finding("rusak")
    for element in _pohon(archive.read(names[_HUBUNGAN])).iter():
        if _local(element.tag) == "Relationship":
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith(("/xl/", "xl/")) else f"xl/{target}"
            tujuan[element.get("Id", "")] = posixpath.normpath(path).casefold()
    found: list[tuple[str, str]] = []
    for element in _pohon(archive.read(names[_BUKU])).iter():
        if _local(element.tag) != "sheet":
            continue
        kunci = next((v for k, v in element.attrib.items() if _local(k) == "id"), "")
        bagian = tujuan.get(kunci, "")
        if bagian not in names:
            raise Finding("rusak")
        chart = not bagian.startswith("xl/worksheets/")
        found.append((element.get("name", ""), "" if chart else names[bagian]))
    if not found or len(found) > LEMBAR_TERBANYAK:
        raise Finding("rusak" if not found else "banyak_lembar", f"{len(found)} lembar")
    return found


def _pindai(
    archive: zipfile.ZipFile,
    nama: str,
    bagian: str,
    pindai: PindaiLembar | None,
    anggaran: Anggaran,
) -> Ukuran | None:
    if pindai is None:
        return None
    alirkan(archive, bagian, pindai.awal, pindai.akhir, pindai.huruf)
    anggaran.tambah_lembar(nama, pindai.ukuran)
    return pindai.ukuran


def _baca(data: bytes, names: list[str], semua: list[Ukuran | None], anggaran: Anggaran) -> Buku:
    """Let calamine read what was measured. Raises Finding when the two see different sheets."""
    hasil: list[Lembar] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as buku:
        if buku.sheet_names != names:
            raise Finding("rusak")
        for nomor, (meta, ukuran) in enumerate(zip(buku.sheets_metadata, semua, strict=True)):
            if (meta.typ == SheetTypeEnum.WorkSheet) != (ukuran is not None):
                raise Finding("rusak")
            if ukuran is not None:
                sheet = buku.get_sheet_by_index(nomor)
                sembunyi = meta.visible != SheetVisibleEnum.Visible
                hasil.append(
                    lembar_calamine(meta.name, sheet, ukuran, anggaran, tersembunyi=sembunyi)
                )
    return Buku("xlsx", tuple(hasil))


def _pohon(content: bytes) -> Element:
    try:
        return SafeTree.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Finding("xml_entitas", "DOCTYPE atau ENTITY") from error
    except ParseError as error:
        raise Finding("rusak") from error


def _local(name: str) -> str:
    return name.rpartition("}")[2]
