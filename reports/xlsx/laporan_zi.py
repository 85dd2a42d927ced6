"""What the workbooks of both Zona Integritas reports share: pairs, and tables with heads."""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from reports.xlsx.buku import GRUP, KEPALA, TEBAL, Isi, lembar_baru, tulis

DESIMAL = "0.00"
_MENETAP = 4  # a table of more columns keeps its first two in sight

Baris = tuple[Sequence[Isi], bool]  # cells, and whether it heads or sums up others


def pasangan(buku: Workbook, nama: str, rows: Iterable[tuple[str, Isi]]) -> None:
    """Add a sheet of labels and values."""
    lembar = lembar_baru(buku, nama, [44.0, 90.0])
    for nomor, (label, isi) in enumerate(rows, start=1):
        tulis(lembar, nomor, 1, label, huruf=TEBAL)
        tulis(lembar, nomor, 2, isi, angka="0" if isinstance(isi, int) else DESIMAL)


def tabel(
    buku: Workbook,
    nama: str,
    kolom: Sequence[str],
    rows: Iterable[Baris],
    lebar: Sequence[float],
) -> None:
    """Add a sheet with heads that stay in sight and are repeated in print."""
    lembar = lembar_baru(buku, nama, list(lebar))
    for nomor, teks in enumerate(kolom, start=1):
        tulis(lembar, 1, nomor, teks, huruf=TEBAL, warna=KEPALA)
    for baris, (cells, heads) in enumerate(rows, start=2):
        for nomor, isi in enumerate(cells, start=1):
            angka = "#,##0" if isinstance(isi, int) else DESIMAL
            if heads:
                tulis(lembar, baris, nomor, isi, huruf=TEBAL, warna=GRUP, angka=angka)
            else:
                tulis(lembar, baris, nomor, isi, angka=angka)
    lembar.freeze_panes = "C2" if len(kolom) > _MENETAP else "A2"
    lembar.print_title_rows = "1:1"
