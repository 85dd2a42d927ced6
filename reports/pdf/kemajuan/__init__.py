"""The progress report of a period as a document, from frozen figures and parameters alone."""

from reports.pdf.kemajuan.cetak import cetak_kemajuan

__all__ = ["cetak_kemajuan"]
