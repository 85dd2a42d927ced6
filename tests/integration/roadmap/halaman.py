"""What a page of the Road Map says, read back from its HTML."""

import re
from html import unescape


def sel(html: str) -> str:
    """Return the text of a piece of HTML with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def teks(html: str) -> str:
    """Return the text of a page, without its frame."""
    return sel(html[html.index("<main") : html.index("</main>")])


def baris(html: str, awal: str = "<table", akhir: str = "</table>") -> list[list[str]]:
    """Return the cells of every row of a table, '' for empty ones; covered cells are not there."""
    start = html.index(awal)
    table = html[start : html.index(akhir, start)]
    rows = re.findall(r"<tr\b[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [
        [sel(cell) for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in rows
    ]
