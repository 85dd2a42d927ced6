"""Names of sheets: any length in the file, kept short and apart."""

import io

from imports.reading import buka
from tests.factories.berkas_impor import baris_ods, isi_ods, ods, sel_ods


def test_long_and_equal_names_are_cut_and_told_apart() -> None:
    content = isi_ods(baris_ods(sel_ods("Kode")))
    start = content.index("<table:table ")
    end = content.index("</table:table>") + len("</table:table>")
    sheet = content[start:end].replace('table:name="Data"', f'table:name="{"L" * 150}"')
    data = ods(tambahan={"content.xml": content[:start] + sheet * 2 + content[end:]})
    buku = buka("data.ods", io.BytesIO(data), batas_byte=100_000, batas_baris=100)
    assert [one.nama for one in buku.lembar] == ["L" * 120, f"{'L' * 112} (2)"]
