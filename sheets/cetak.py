"""How a sheet lies on paper and screen: rows as tall as their texts, headings on every page.

Programs don't measure rows of a file that they only print or convert; without heights wrapped
texts lie over each other. Heights are estimated from letters, never from a font file.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

_GARIS: Final = 15.0  # points of a line in the size 11 that all sheets are written in
_TERTINGGI: Final = 409.0  # Excel's limit for a row
_A4: Final = 9


def tinggi(sel: Iterable[tuple[str, float]]) -> float | None:
    """Return the height in points of a row of wrapped texts, each with its column's width.

    None when each of them takes one line: programs know that height themselves. A row is never
    taller than Excel allows; the end of a longer text is seen in the cell itself.
    """
    banyak = max((_garis(teks, lebar) for teks, lebar in sel), default=1)
    return None if banyak == 1 else min(_GARIS * banyak, _TERTINGGI)


def _garis(teks: str, lebar: float) -> int:
    """Return how many lines a text takes: words that don't fit leave the end of a line blank."""
    muat = max(1, int(lebar * 1.05 - 3))
    if len(teks) <= muat and "\n" not in teks:
        return 1
    return sum(max(1, -(-len(baris) // muat)) for baris in teks.split("\n"))


def tambah_baris(
    lembar: Any, nomor: int, cells: Sequence[Any], sel: Iterable[tuple[str, float]]
) -> None:
    """Append row `nomor` to a sheet that is written row by row, as tall as its texts `sel`.

    The height is written with the row and forgotten: memory doesn't grow with the rows.
    """
    points = tinggi(sel)
    if points is not None:
        lembar.row_dimensions[nomor].height = points
    lembar.append(cells)
    if points is not None:
        del lembar.row_dimensions[nomor]


def siapkan_cetak(lembar: Any, *, baris_judul: int = 0) -> None:
    """Print a sheet on lying A4, one page wide, with page numbers; before its first row.

    The first `baris_judul` rows stand on every page.
    """
    lembar.page_setup.orientation = "landscape"
    lembar.page_setup.paperSize = _A4
    lembar.page_setup.fitToWidth = 1
    lembar.page_setup.fitToHeight = 0
    lembar.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    lembar.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("Halaman &P dari &N")
    )
    if baris_judul:
        lembar.print_title_rows = f"1:{baris_judul}"
