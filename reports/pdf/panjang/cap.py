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
    """Return the rules of the document of stamps, for the paper and margins of its pages."""
    rules = [
        "html { background: none !important; } body { margin: 0; }",
        ".cap + .cap { break-before: page; }",
        f".cap-kepala {{ position: running(capkepala); margin: 0; {_HURUF}; }}",
        f".cap-kaki {{ position: running(capkaki); margin: 0; {_HURUF}; }}",
        "@page {"
        f" @top-left {{ content: element(capkepala) !important; width: 70%; {_TENGAH}; }}"
        f" @top-right {{ {_KOSONG}; }}"
        f" @bottom-left {{ content: element(capkaki) !important; width: 75%; {_TENGAH}; }}"
        f' @bottom-right {{ content: "Halaman " counter(page) " dari {len(kertas)}" !important;'
        f" width: 25%; text-align: right; {_TENGAH}; {_HURUF}; }} }}",
    ]
    for nomor, (lebar, tinggi, atas, kanan, bawah, kiri) in enumerate(dict.fromkeys(kertas)):
        rules.append(
            f".k{nomor} {{ page: k{nomor}; }} @page k{nomor} {{ size: {lebar}pt {tinggi}pt;"
            f" margin: {atas}pt {kanan}pt {bawah}pt {kiri}pt; }}"
        )
    if dokumen.tanpa_kepala_di_sampul:
        boxes = ("top-left", "bottom-left", "bottom-right")
        rules.append("@page :first { " + " ".join(f"@{b} {{ {_KOSONG}; }}" for b in boxes) + " }")
    return "\n".join(rules)
