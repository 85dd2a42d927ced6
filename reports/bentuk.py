"""The kinds of file that reports are made as."""

from enum import StrEnum

from reports.xlsx.buku import JENIS_BERKAS


class Bentuk(StrEnum):
    """The kind of file a report is made as."""

    PDF = "pdf"
    XLSX = "xlsx"

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
        return cls.XLSX if nama.endswith(f".{cls.XLSX}") else cls.PDF


_LABEL = {Bentuk.PDF: "PDF", Bentuk.XLSX: "Excel (xlsx)"}
_JENIS_BERKAS = {Bentuk.PDF: "application/pdf", Bentuk.XLSX: JENIS_BERKAS}
