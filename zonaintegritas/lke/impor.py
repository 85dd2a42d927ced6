"""A filled workbook into an instrument: every fault at once, each with sheet, cell and advice.

Values are read by calamine: no formula is run, no macro. It holds a sheet as a full rectangle, up
to the last cell, and a rectangle that does not fit ends the process. Before that the package is
measured as calamine will read it: whatever the parts are called, and with rows and cells that
carry no address counted.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax import ContentHandler, SAXException
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parse
from python_calamine import CalamineError, CalamineWorkbook

from evidence.filecheck import periksa
from zonaintegritas.lke.buku import LEMBAR, PENANDA_CONTOH
from zonaintegritas.lke.impor_susun import Terbaca, susun
from zonaintegritas.lke.sel import Baris, GalatSel, ImporDitolak, Pembaca, tampil

BATAS_BYTE = 5 * 1024 * 1024
BATAS_ISI = 40 * 1024 * 1024
BARIS_TERBANYAK, KOLOM_TERBANYAK = 3000, 100
SEL_TERBANYAK = 50_000
_ALAMAT = re.compile(r"([A-Z]{1,3})?([0-9]{1,7})")
_BUKU = "xl/workbook.xml"
_BUKU_LAIN = frozenset({"xl/workbook.bin", "content.xml", "mimetype"})
"""Parts by which calamine would take the package for a workbook of another kind."""
_HUBUNGAN = re.compile(r"(?:^|/)_rels/workbook[^/]*\.rels$")


def baca_berkas(nama: str, file: BinaryIO) -> Terbaca:
    """Check an uploaded file by its content and read the instrument in it.

    Raises Ditolak (no workbook that may come in), ImporDitolak with every fault.
    """
    berkas = periksa(nama, file, batas_byte=BATAS_BYTE)
    if berkas.jenis != "xlsx":
        raise ImporDitolak([GalatSel("", "", nama, "Unggah berkas xlsx menurut templatnya.")])
    file.seek(0)
    return baca_buku(file.read())


def baca_buku(data: bytes) -> Terbaca:
    """Read an instrument from the bytes of a workbook. Raises ImporDitolak."""
    _ukur(data)
    try:
        buku = CalamineWorkbook.from_filelike(io.BytesIO(data))
        missing = [nama for nama in LEMBAR if nama not in buku.sheet_names]
        if missing:
            raise ImporDitolak(
                [
                    GalatSel(nama, "", "", "Lembar ini tidak ada. Pakai templatnya.")
                    for nama in missing
                ]
            )
        rows = {
            nama: buku.get_sheet_by_name(nama).to_python(skip_empty_area=False) for nama in LEMBAR
        }
    except CalamineError as error:
        raise ImporDitolak(
            [GalatSel("", "", "", "Berkas tidak terbaca sebagai buku kerja.")]
        ) from error
    pembaca = Pembaca()
    lembar = {nama: list(_baris(nama, rows[nama], pembaca)) for nama in LEMBAR}
    if pembaca.galat:
        raise ImporDitolak(pembaca.galat)
    return susun(lembar, pembaca)


def _ukur(data: bytes) -> None:
    """Refuse a package that inflates too much or has cells far outside. Raises ImporDitolak."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as paket:
            if sum(satu.file_size for satu in paket.infolist()) > BATAS_ISI:
                raise ImporDitolak([GalatSel("", "", "", "Isi berkas terlalu besar.")])
            names = {satu.filename.lower() for satu in paket.infolist()}
            if _BUKU not in names or names & _BUKU_LAIN:
                raise ImporDitolak([GalatSel("", "", "", _BUKAN_XLSX)])
            for satu in paket.infolist():
                nama = satu.filename.lower()
                if nama.endswith(".xml"):
                    parse(io.BytesIO(paket.read(satu)), _Pengukur())
                elif _HUBUNGAN.search(nama):
                    parse(io.BytesIO(paket.read(satu)), _Penghubung())
    except (zipfile.BadZipFile, SAXException, DefusedXmlException, RuntimeError, OSError) as error:
        raise ImporDitolak([GalatSel("", "", "", _BUKAN_XLSX)]) from error


_BUKAN_XLSX = "Berkas rusak atau bukan xlsx."


class _Penghubung(ContentHandler):
    """Looks where a workbook finds its sheets: only in parts that are measured."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Refuse a part that is no xml by its name. Raises ImporDitolak."""
        if name.rpartition(":")[2] != "Relationship":
            return
        if not attrs.get("Target", "").lower().endswith(".xml"):
            raise ImporDitolak([GalatSel("", "", tampil(attrs.get("Target")), _BUKAN_XLSX)])


class _Pengukur(ContentHandler):
    """Looks at the places of rows and cells, keeping none of them.

    A row or cell without an address stands after the one before it.
    """

    def __init__(self) -> None:
        """Begin above the first row."""
        super().__init__()
        self._baris = self._kolom = self._banyak = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Refuse a row or cell outside the bounds. Raises ImporDitolak."""
        jenis = name.rpartition(":")[2]
        if jenis not in ("c", "row"):
            return
        self._banyak += jenis == "c"
        alamat = attrs.get("r", "")
        found = _ALAMAT.fullmatch(alamat)
        if alamat and found is None:
            raise _di_luar(alamat)
        if found is not None:
            self._baris = int(found[2])
            self._kolom = 0
            for huruf in found[1] or "":
                self._kolom = self._kolom * 26 + ord(huruf) - ord("A") + 1
        elif jenis == "row":
            self._baris, self._kolom = self._baris + 1, 0
        else:
            self._kolom += 1
        terlalu_jauh = self._kolom > KOLOM_TERBANYAK or self._baris > BARIS_TERBANYAK
        if terlalu_jauh or self._banyak > SEL_TERBANYAK:
            raise _di_luar(alamat)


def _di_luar(alamat: str) -> ImporDitolak:
    pesan = (
        f"Isi paling jauh baris {BARIS_TERBANYAK} dan kolom {KOLOM_TERBANYAK}, paling banyak "
        f"{SEL_TERBANYAK} sel. Hapus isi di luarnya."
    )
    return ImporDitolak([GalatSel("", tampil(alamat), "", pesan)])


def _baris(nama: str, rows: list[list[Any]], pembaca: Pembaca) -> Iterator[Baris]:
    """Yield the filled rows below the head; examples and empty rows are passed over."""
    kolom = [judul for judul, _ in LEMBAR[nama]]
    kepala = [str(satu).strip().lower() for satu in (rows[0] if rows else [])][: len(kolom)]
    for nomor, judul in enumerate(kolom):
        if (kepala[nomor] if nomor < len(kepala) else "") != judul:
            sel = f"{chr(ord('A') + nomor)}1"
            shown = tampil(rows[0][nomor]) if rows and nomor < len(rows[0]) else ""
            pesan = f"Judul kolom ini seharusnya {judul}. Pakai templatnya."
            pembaca.galat.append(GalatSel(nama, sel, shown, pesan))
    for nomor, row in enumerate(rows[1:], start=2):
        isi = dict(zip(kolom, row, strict=False))
        first = str(isi.get(kolom[0]) or "").strip().lower()
        blank = all(value is None or str(value).strip() == "" for value in isi.values())
        if not blank and not first.startswith(PENANDA_CONTOH):
            yield Baris(nama, nomor, isi)
