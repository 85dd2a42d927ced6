"""Writes the HTML of what is to be drawn into the working folder."""

from collections.abc import Sequence
from pathlib import Path

from reports.pdf.lukis import Lukisan, Tugas
from reports.pdf.panjang.cap import css_bagian, css_cap, html_cap
from reports.pdf.panjang.dokumen import Bagian, Dokumen


class Meja:
    """Makes work out of parts, one file after the other, so that memory holds one at a time."""

    def __init__(self, folder: Path, css: Sequence[str], css_teks: str, dokumen: Dokumen) -> None:
        self._folder, self._css, self._teks, self._dokumen = folder, (*css,), css_teks, dokumen
        self._count = 0

    def bagian(self, bagian: Bagian) -> Tugas:
        """Return the work of one part."""
        return self._tugas(bagian, css_bagian(self._dokumen), bertag=True)

    def cap(self, lukisan: Sequence[Lukisan]) -> Tugas:
        """Return the work of the stamps for the pages of all parts."""
        kertas = [satu for part in lukisan for satu in part.kertas]
        html, css = html_cap(self._dokumen, kertas), css_cap(self._dokumen, kertas)
        return self._tugas(Bagian(html, "Kepala dan kaki halaman"), css, bertag=False)

    def _tugas(self, bagian: Bagian, css: str, *, bertag: bool) -> Tugas:
        self._count += 1
        path = self._folder / f"{self._count}.html"
        path.write_text(bagian.html, "utf-8")
        pdf = str(path.with_suffix(".pdf"))
        teks = f"{self._teks}\n{css}"
        judul, baris = bagian.judul, bagian.baris
        return Tugas(judul, baris, str(path), self._css, teks, pdf, self._count, bertag)
