"""Running head, foot and "Halaman x dari y" of a joined document, drawn as pages of their own.

A part knows neither its first page nor the total. So parts leave these margins empty, and one
light document with as many pages as the whole, of the same paper and margins, carries them; the
joining lays each of its pages over the page it belongs to.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

from reports.pdf.lukis import Kertas
from reports.pdf.panjang.dokumen import Dokumen

_KOSONG: Final = "content: none !important"
_HURUF: Final = "font-size: 8.5pt; font-weight: 400; line-height: 1.3"
_TENGAH: Final = "vertical-align: middle"
_TEPI: Final = (
    *("top-left-corner", "top-left", "top-center", "top-right", "top-right-corner"),
    *("right-top", "right-middle", "right-bottom", "left-top", "left-middle", "left-bottom"),
    *("bottom-left-corner", "bottom-left", "bottom-center", "bottom-right"),
    "bottom-right-corner",
)
"""The margin boxes of a page (CSS Paged Media 3)."""


def css_bagian(dokumen: Dokumen) -> str:
    """Return the rules by which parts leave the stamped margins empty."""
    boxes = ["bottom-right"]
    if dokumen.kaki:
        boxes.append("bottom-left")
    if dokumen.kepala:
        boxes.append("top-left")
    return "@page { " + " ".join(f"@{box} {{ {_KOSONG}; }}" for box in boxes) + " }"


def html_cap(dokumen: Dokumen, kertas: Sequence[Kertas]) -> str:
    """Return the document of stamps: one empty block for each page, heads and feet in margins."""
    jenis = {satu: nomor for nomor, satu in enumerate(dict.fromkeys(kertas))}
    blok = "".join(f'<div class="cap k{jenis[satu]}"></div>' for satu in kertas)
    return (
        '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>-</title></head><body>'
        f'<p class="cap-kepala">{escape(dokumen.kepala)}</p>'
        f'<p class="cap-kaki">{escape(dokumen.kaki)}</p>{blok}</body></html>'
    )


def css_cap(dokumen: Dokumen, kertas: Sequence[Kertas]) -> str:
    """Return the rules of the document of stamps, for the paper and margins of its pages.

    Whatever else the report's own rules put on a page (a mark behind the text, other margins)
    stays with the parts: it must not be drawn again over the text.
    """
    nomor = f'"Halaman " counter(page) " dari {len(kertas)}"'  # the total is known here
    isi = {
        "top-left": f"content: element(capkepala) !important; width: 70%; {_TENGAH}",
        "bottom-left": f"content: element(capkaki) !important; width: 75%; {_TENGAH}",
        "bottom-right": f"content: {nomor} !important; width: 25%; text-align: right; "
        f"{_TENGAH}; {_HURUF}",
    }
    boxes = " ".join(f"@{box} {{ {isi.get(box, _KOSONG)}; }}" for box in _TEPI)
    rules = [
        "html { background: none !important; } body { margin: 0; }",
        ".cap + .cap { break-before: page; }",
        f".cap-kepala {{ position: running(capkepala); margin: 0; {_HURUF}; }}",
        f".cap-kaki {{ position: running(capkaki); margin: 0; {_HURUF}; }}",
        f"@page {{ background: none !important; {boxes} }}",
    ]
    for jenis, (lebar, tinggi, atas, kanan, bawah, kiri) in enumerate(dict.fromkeys(kertas)):
        rules.append(
            f".k{jenis} {{ page: pantascap{jenis}; }} @page pantascap{jenis} {{"
            f" size: {lebar}pt {tinggi}pt; margin: {atas}pt {kanan}pt {bawah}pt {kiri}pt; }}"
        )
    if dokumen.tanpa_kepala_di_sampul:
        rules.append("@page :first { " + " ".join(f"@{b} {{ {_KOSONG}; }}" for b in isi) + " }")
    return "\n".join(rules)
