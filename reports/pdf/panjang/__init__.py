"""Long reports as PDF: drawn in parts, joined with their tags (docs/adr/0016).

One part or many take the same path, so that a short report looks like a long one.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice
from pathlib import Path

from reports.pdf.lukis import Lukisan
from reports.pdf.mesin import berkas_css, tanpa_pango
from reports.pdf.panjang.dokumen import Bagian, Dokumen
from reports.pdf.panjang.gabung import gabungkan
from reports.pdf.panjang.meja import Meja
from reports.pdf.panjang.pelukis import Pelukis, siapkan

__all__ = ["Bagian", "Dokumen", "Sampul", "cetak_bagian"]

Sampul = Callable[[Mapping[str, int], int], Bagian]
"""Makes the part that names pages: from {id: page} of all other parts, and the total."""

_ULANG = 5


def cetak_bagian(
    bagian: Iterable[Bagian],
    css: list[str],
    target: Path,
    dokumen: Dokumen,
    lapor: Callable[[int | None], None],
    *,
    css_teks: str = "",
    isi_di: int | None = None,
    proses: int = 2,
    sampul: Sampul | None = None,
) -> int:
    """Write a document of parts as tagged PDF/A-2a and return its pages.

    `css` names files under static/, `css_teks` holds further rules. `sampul` makes a part that
    needs page numbers (cover, contents): it is drawn last and stands before the part with the
    index `isi_di`, or first. `lapor` is called with the pages laid out so far, and with None
    before the first and after the last; what it raises ends the work and leaves neither file nor
    process. More than one part is drawn in `proses` workers; bytes do not depend on them.

    Links (`<a href="#id">`) lead to the id in their own part, else to the first part that has
    it. Raises Gagal without Pango, and when a process dies or runs out of memory; ValueError
    without any part.
    """
    with (
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".bagian-") as folder,
        tanpa_pango(),
    ):
        meja = Meja(Path(folder), berkas_css(css), css_teks, dokumen)
        semua = iter(bagian)
        awal = list(islice(semua, 2))
        banyak = len(awal) + (sampul is not None) > 1
        with siapkan(max(proses, 1) if banyak else 0) as tukang:
            lukisan = tukang.lukis(map(meja.bagian, chain(awal, semua)), _naik(lapor))
            if sampul is not None:
                di = isi_di or 0
                lukisan.insert(di, _sampul(sampul, di, lukisan, meja, tukang, lapor))
            if not lukisan:
                raise ValueError("a document needs at least one part")
            (cap,) = tukang.lukis([meja.cap(lukisan)], lambda _: lapor(None))
        hasil = Path(folder, "gabungan.pdf")
        halaman = gabungkan(lukisan, cap, dokumen, hasil, lapor)
        hasil.replace(target)
        return halaman


def _naik(lapor: Callable[[int | None], None]) -> Callable[[int | None], None]:
    """Count pages upwards only: parts that begin or are written don't look like the end."""
    most = 0

    def naik(halaman: int | None) -> None:
        nonlocal most
        most = max(most, halaman or 0)
        lapor(most or None)

    return naik


def _sampul(
    sampul: Sampul,
    di: int,
    lukisan: list[Lukisan],
    meja: Meja,
    tukang: Pelukis,
    lapor: Callable[[int | None], None],
) -> Lukisan:
    """Draw the part that names pages until it has as many pages as its numbers assume."""
    assumed = 1
    for _ in range(_ULANG):
        pages = sum(len(satu.kertas) for satu in lukisan) + assumed
        part = sampul(_halaman_id(lukisan, di, assumed), pages)
        (drawn,) = tukang.lukis([meja.bagian(part)], lambda _: lapor(None))
        if len(drawn.kertas) == assumed:
            return drawn
        assumed = len(drawn.kertas)
    raise ValueError(f"the part {part.judul!r} changes its pages with the numbers it prints")


def _halaman_id(lukisan: list[Lukisan], di: int, sisip: int) -> dict[str, int]:
    """Return the page (from 1) of each id, with `sisip` pages before the part `di`."""
    found: dict[str, int] = {}
    before = 0
    for nomor, satu in enumerate(lukisan):
        if nomor == di:
            before += sisip
        for nama, (halaman, _x, _y) in satu.jangkar.items():
            found.setdefault(nama, before + halaman + 1)
        before += len(satu.kertas)
    return found
