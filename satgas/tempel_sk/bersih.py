"""Text as Word leaves it on the clipboard, made plain; and tables that come as HTML. Pure."""

import re
from html import unescape
from html.parser import HTMLParser

from satgas.instrumen.tabel import tulis_sel

LEMBUT = "\u00ad"  # soft hyphen; at the end of a line the word goes on
_GANTI_BARIS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BUANG = re.compile("[\x00\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPASI = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_TABEL = re.compile(r"<\s*(?:table|tr|td|th)\b", re.IGNORECASE)
_BLOK = re.compile(r"\s*</?(?:p|ul|ol|li|br|div)\b[^>]*>\s*", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|font|a|sup|sub|o:p)\b[^>]*>", re.IGNORECASE)
_BAGIAN = {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4"}


def polos(teks: str) -> str:
    """Return the text with plain line ends and spaces, without marks that nobody sees.

    Soft hyphens stay only at the end of a line, where they say that a word goes on.
    """
    teks = _SPASI.sub(" ", _BUANG.sub("", _GANTI_BARIS.sub("\n", teks)))
    return re.sub(rf"{LEMBUT}+(?![ \t]*\n)", "", teks)


def rapi(teks: str) -> str:
    """Return the text with single spaces and no space at its ends."""
    return " ".join(teks.replace(LEMBUT, "").split())


def sambung(awal: str, lanjut: str) -> tuple[str, bool]:
    """Join a line with the one that continues it; also say whether a hyphen leaves a doubt.

    A soft hyphen goes; a real one stays, without a space, since "langkah-langkah" and
    "e-budgeting" need theirs.
    """
    if not awal:
        return lanjut, False
    if awal.endswith(LEMBUT):
        return awal.rstrip(LEMBUT) + lanjut, False
    if re.search(r"\w-$", awal):
        return awal + lanjut, True
    return f"{awal} {lanjut}", False


def tanpa_html(teks: str) -> str:
    """Return text that holds HTML as the text that it shows; a table as cells with tabs."""
    if _TABEL.search(teks):
        reader = _Tabel()
        reader.feed(teks)
        reader.close()
        return tulis_sel(reader.isi())
    if "<" not in teks:
        return teks
    bare = _TAG.sub("", _BLOK.sub("\n", teks))
    return unescape(bare) if bare != teks else teks


class _Tabel(HTMLParser):
    """Reads rows and cells; a cell over several rows is empty in those below, as Word has it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._span: tuple[int, int] = (1, 1)
        self._below: dict[tuple[int, int], None] = {}
        self._lists: list[list[int | str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "tr":
            self._end_cell()
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._end_cell()
            self._cell = []
            self._span = _jumlah(given.get("rowspan")), _jumlah(given.get("colspan"))
        elif tag in _BAGIAN:
            self._write("\n")
            if tag in ("ol", "ul"):
                self._lists.append([given.get("type") or "1" if tag == "ol" else "", 0])
            elif tag == "li" and self._lists:
                self._write(self._mark())

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
            self._write("\n")
        elif tag in _BAGIAN:
            self._write("\n")

    def handle_data(self, data: str) -> None:
        self._write(re.sub(r"\s+", " ", data))

    def isi(self) -> list[list[str]]:
        """Return the rows that hold something."""
        self._end_cell()
        return [row for row in self._rows if any(row)]

    def _mark(self) -> str:
        now = self._lists[-1]
        now[1] = int(now[1]) + 1
        if now[0] == "":
            return ""  # what a bullet list shows is its text; letters are often typed into it
        if str(now[0]).casefold() == "a":
            return f"{chr(96 + (int(now[1]) - 1) % 26 + 1) * ((int(now[1]) - 1) // 26 + 1)}. "
        return f"{now[1]}. "

    def _write(self, text: str) -> None:
        if self._cell is not None:
            self._cell.append(text)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
        text, row = "\n".join(filter(None, lines)), len(self._rows) - 1
        self._cell = None
        self._empty(row)
        column = len(self._rows[row])
        down, wide = self._span
        for under in range(1, down):
            for beside in range(wide):
                self._below[row + under, column + beside] = None
        self._rows[row] += [text, *[""] * (wide - 1)]
        self._empty(row)

    def _empty(self, row: int) -> None:
        while (row, len(self._rows[row])) in self._below:
            self._rows[row].append("")


def _jumlah(nilai: str | None) -> int:
    return min(max(int(nilai), 1), 200) if nilai and nilai.isdecimal() and len(nilai) < 5 else 1
