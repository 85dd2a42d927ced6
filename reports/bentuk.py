"""The kinds of file that reports are made as."""

from enum import StrEnum

from reports.xlsx.buku import JENIS_BERKAS


class Bentuk(StrEnum):
    """The kind of file a report is made as."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"  # lists only, no report is made as one

    @property
    def label(self) -> str:
        """Its name on screen."""
        return _LABEL[self]

    @property
    def jenis_berkas(self) -> str:
        """The media type under which it is delivered."""
        return _JENIS_BERKAS[self]

    @classmethod
    def dari_nama(cls, nama: str) -> "Bentuk":
        """Return the kind of a stored file by the ending of its name; PDF for any other."""
        return next((b for b in (cls.XLSX, cls.CSV) if nama.endswith(f".{b}")), cls.PDF)


BENTUK_LAPORAN = (Bentuk.PDF, Bentuk.XLSX)
"""What a report may be asked for as."""

_LABEL = {Bentuk.PDF: "PDF", Bentuk.XLSX: "Excel (xlsx)", Bentuk.CSV: "CSV"}
_JENIS_BERKAS = {
    Bentuk.PDF: "application/pdf",
    Bentuk.XLSX: JENIS_BERKAS,
    Bentuk.CSV: "text/csv; charset=utf-8",
}
