"""The sheet of source notes that every workbook of a Road Map carries."""

from collections.abc import Iterable

from openpyxl import Workbook

from reports.datasets.catatan_roadmap import CatatanLaporan
from reports.xlsx.buku import KEPALA, TEBAL, lembar_baru, tulis

KOLOM = (
    "Kode",
    "Golongan",
    "Tercetak",
    "Mengapa meragukan",
    "Usulan pembacaan",
    "Dalam TOTAL tercetak",
    "Baris",
    "Letak",
)


def lembar_catatan(buku: Workbook, nama: str, catatan: Iterable[CatatanLaporan]) -> None:
    """Add a sheet with one source note a row."""
    lembar = lembar_baru(buku, nama, [8.0, 24.0, 40.0, 60.0, 30.0, 16.0, 24.0, 30.0])
    for kolom, teks in enumerate(KOLOM, start=1):
        tulis(lembar, 1, kolom, teks, huruf=TEBAL, warna=KEPALA)
    for nomor, note in enumerate(catatan, start=2):
        cells = (
            note.kode,
            note.golongan,
            note.mentah,
            note.alasan,
            note.usulan,
            note.termasuk,
            ", ".join(note.baris),
            note.letak,
        )
        for kolom, isi in enumerate(cells, start=1):
            tulis(lembar, nomor, kolom, isi)
    lembar.freeze_panes = "B2"
    lembar.print_title_rows = "1:1"
