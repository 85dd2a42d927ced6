"""Where tables of a report break over pages."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from weasyprint import CSS, HTML

_CSS = Path(settings.BASE_DIR) / "static" / "css" / "dokumen.css"


@pytest.mark.parametrize("sebelum", range(14, 30))
def test_a_heading_row_is_never_the_last_of_a_page(sebelum: int) -> None:
    row = '<tr class="{}"><td>x</td></tr>'
    rows = [row.format("")] * sebelum + [row.format("grup")] + [row.format("")] * 30
    page = CSS(string="@page { size: 100mm 120mm; margin: 10mm } td { height: 4mm; padding: 0 }")
    html = f'<table class="dok-t"><tbody>{"".join(rows)}</tbody></table>'
    document = HTML(string=html).render(stylesheets=[CSS(filename=str(_CSS)), page])
    last = [
        box.element.get("class")
        for sheet in document.pages
        for box in list(_baris(sheet._page_box))[-1:]
    ]
    assert [kelas for kelas in last if kelas == "grup"] == []


def _baris(box: Any) -> list[Any]:
    """Return the table rows in a page."""
    found: list[Any] = []
    for child in getattr(box, "children", ()):
        found += [child] if getattr(child, "element_tag", "") == "tr" else _baris(child)
    return found
