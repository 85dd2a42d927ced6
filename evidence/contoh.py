"""Small real PDF files for the samples, made in code and marked CONTOH on the page."""

import io
from textwrap import wrap

import pikepdf

_TITLE, _TEXT, _MARK = 15, 11, 60


def paper(judul: str, baris: list[str]) -> bytes:
    """Return a one-page A4 PDF with a title and lines of text; same input, same bytes."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        fonts = {
            name: pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name("/" + base),
                    Encoding=pikepdf.Name.WinAnsiEncoding,
                )
            )
            for name, base in (("/F1", "Helvetica"), ("/F2", "Helvetica-Bold"))
        }
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
        page.Contents = pdf.make_stream(_content(judul, baris))
        pdf.docinfo["/Title"] = f"CONTOH: {judul}"
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _content(judul: str, baris: list[str]) -> bytes:
    parts = [
        b"0.85 g",
        _show("F2", _MARK, (0.82, 0.57, -0.57, 0.82, 140, 330), "CONTOH"),
        b"0 g",
        _show("F2", _TEXT, (1, 0, 0, 1, 72, 780), "CONTOH, bukan dokumen resmi"),
    ]
    y = 740
    for line in wrap(judul, 55):
        parts.append(_show("F2", _TITLE, (1, 0, 0, 1, 72, y), line))
        y -= 20
    y -= 12
    for text in baris:
        for line in wrap(text, 80):
            parts.append(_show("F1", _TEXT, (1, 0, 0, 1, 72, y), line))
            y -= 16
        y -= 4
    return b"\n".join(parts)


def _show(font: str, size: int, matrix: tuple[float, ...], text: str) -> bytes:
    encoded = text.encode("cp1252", "replace")
    for char in (b"\\", b"(", b")"):
        encoded = encoded.replace(char, b"\\" + char)
    placed = " ".join(f"{value:g}" for value in matrix)
    return f"BT /{font} {size} Tf {placed} Tm (".encode() + encoded + b") Tj ET"
