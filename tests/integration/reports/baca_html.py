"""Reads tables off a rendered page: what a person sees, with the element each word stands in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_TANPA_AKHIR = {"input", "br", "img", "link", "meta", "hr", "use", "path", "rect"}


@dataclass
class SelHtml:
    """One cell: its words, each with the elements around it ("b", "span.rl")."""

    kelas: str = ""
    bagian: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    @property
    def teks(self) -> str:
        """All words."""
        return _rapi(" ".join(kata for _, kata in self.bagian))

    def dalam(self, elemen: str) -> str:
        """Return the words inside one kind of element, '' where there is none."""
        return _rapi(" ".join(kata for jalur, kata in self.bagian if elemen in jalur))


def _rapi(text: str) -> str:
    return " ".join(text.split())


class TabelHtml(HTMLParser):
    """All rows of all tables of a page, in their order."""

    def __init__(self, isi: str) -> None:
        """`isi` is the page."""
        super().__init__()
        self.baris: list[list[SelHtml]] = []
        self._jalur: list[tuple[str, str]] = []
        self._sel: SelHtml | None = None
        self.feed(isi)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row, a cell, or something in it."""
        kelas = dict(attrs).get("class") or ""
        if tag == "tr":
            self.baris.append([])
        elif tag in ("td", "th") and self.baris:
            self._sel = SelHtml(kelas)
            self._jalur = []
            self.baris[-1].append(self._sel)
        elif self._sel is not None and tag not in _TANPA_AKHIR:
            self._jalur.append((tag, ".".join([tag, *kelas.split()])))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over what holds no words."""

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        if tag in ("td", "th"):
            self._sel = None
        elif self._sel is not None and any(tag == nama for nama, _ in self._jalur):
            while self._jalur.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take the words of a cell."""
        if self._sel is not None and data.strip():
            self._sel.bagian.append((tuple({n for both in self._jalur for n in both}), data))

    def berawal(self, teks: str) -> list[SelHtml]:
        """Return the one row whose first words are these."""
        found = [row for row in self.baris if row and _awal(row).startswith(teks)]
        assert len(found) == 1, (teks, [_awal(row) for row in found])
        return found[0]


def _awal(row: list[SelHtml]) -> str:
    return next((sel.teks for sel in row if sel.teks), "")
