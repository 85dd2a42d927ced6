"""A filled workbook into an instrument: every fault at once, each with sheet, cell and advice.

Values are read by calamine: no formula is run, no macro. Before that the package is measured, so
that neither a bomb nor a cell far outside costs memory.
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
_ALAMAT = re.compile(r"([A-Z]{1,3})?([0-9]{1,7})")


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
            for satu in paket.infolist():
                if satu.filename.lower().endswith(".xml"):
                    parse(io.BytesIO(paket.read(satu)), _Pengukur())
    except (zipfile.BadZipFile, SAXException, DefusedXmlException, RuntimeError, OSError) as error:
        raise ImporDitolak([GalatSel("", "", "", "Berkas rusak atau bukan xlsx.")]) from error


class _Pengukur(ContentHandler):
    """Looks at the addresses of rows and cells, keeping none of them."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Refuse a row or cell outside the bounds. Raises ImporDitolak."""
        if name.rpartition(":")[2] not in ("c", "row") or "r" not in attrs:
            return
        found = _ALAMAT.fullmatch(attrs["r"])
        kolom = 0
        for huruf in (found[1] or "") if found else "":
            kolom = kolom * 26 + ord(huruf) - ord("A") + 1
        if found is None or kolom > KOLOM_TERBANYAK or int(found[2]) > BARIS_TERBANYAK:
            pesan = (
                f"Isi paling jauh baris {BARIS_TERBANYAK} dan kolom {KOLOM_TERBANYAK}. "
                "Hapus isi di luarnya."
            )
            raise ImporDitolak([GalatSel("", tampil(attrs["r"]), "", pesan)])


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
