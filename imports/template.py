"""The template of a kind: instructions, headings with notes, drop-downs from real data.

The example row begins with a mark and is never read (imports.analysis.sources).
"""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from imports.analysis.sources import PENANDA_CONTOH
from imports.cells import ABU, ATAS, TEBAL, format_kolom, isi_sel, sel
from imports.marks import LEMBAR_DAFTAR, LEMBAR_ISI, LEMBAR_PETUNJUK
from imports.workbook import siapkan_lembar, tulis_judul, tulis_penanda
from sheets.cetak import siapkan_cetak, tambah_baris
from sheets.columns import Kolom
from sheets.resource import SheetResource
from sheets.values import netralkan, sebut

BARIS_DAFTAR = 5000
"""Down to which row of the sheet the drop-downs reach."""
_PILIHAN_SEBUT = 6
_LEBAR_PETUNJUK = (32, 16, 70, 60)


def tulis_templat(resource: SheetResource, target: Path) -> None:
    """Write the template of a kind; `resource` is prepared (`siapkan`).

    Sheets: Petunjuk, Isi (headings and one example row), Daftar (what the drop-downs offer, when
    there are any) and the mark. Raises Keliru for a text that no cell can hold.
    """
    columns = resource.kolom_impor()
    choices = {
        nama: pilihan for nama, kolom in columns.items() if (pilihan := kolom.pilihan(resource))
    }
    buku = Workbook(write_only=True)
    _petunjuk(buku, resource, columns, choices)
    lembar: Worksheet = buku.create_sheet(LEMBAR_ISI)
    siapkan_lembar(lembar, columns)
    buku.active = 1
    for ke, nama in enumerate(columns, start=1):
        if nama in choices:
            letter = get_column_letter(1 + list(choices).index(nama))
            _pilihan(lembar, get_column_letter(ke), letter, len(choices[nama]))
    tulis_judul(lembar, columns)
    _contoh(resource, lembar, columns)
    if choices:
        _daftar(buku, columns, choices)
    tulis_penanda(buku, resource)
    buku.save(target)


def _contoh(resource: SheetResource, lembar: Worksheet, columns: Mapping[str, Kolom]) -> None:
    isi = resource.contoh()
    cells: list[object] = []
    teks: list[tuple[str, float]] = []
    for nama, kolom in columns.items():
        nilai = resource.sel(nama, isi.get(nama))
        if not cells:
            nilai = f"{PENANDA_CONTOH} {'' if nilai is None else sebut(nilai)}".strip()
        cell = sel(lembar, huruf=ABU)
        isi_sel(cell, netralkan(nilai) if isinstance(nilai, str) else nilai)
        cell.number_format = format_kolom(kolom)
        cell.alignment = ATAS
        cells.append(cell)
        if isinstance(nilai, str):
            teks.append((nilai, kolom.lebar))
    tambah_baris(lembar, 2, cells, teks)


def _pilihan(lembar: Worksheet, kolom: str, asal: str, jumlah: int) -> None:
    """Offer a list of the sheet Daftar in a column; other words are asked about, not refused."""
    rule = DataValidation(
        type="list",
        formula1=f"{quote_sheetname(LEMBAR_DAFTAR)}!${asal}$2:${asal}${jumlah + 1}",
        allow_blank=True,
        errorStyle="warning",
        errorTitle="Tidak ada dalam daftar",
        error="Isi ini tidak ada dalam daftar pilihan. Tetap pakai?",
        showErrorMessage=True,
    )
    rule.add(f"{kolom}2:{kolom}{BARIS_DAFTAR}")
    lembar.data_validations.append(rule)


def _daftar(buku: Workbook, columns: Mapping[str, Kolom], choices: Mapping[str, list[str]]) -> None:
    lembar: Worksheet = buku.create_sheet(LEMBAR_DAFTAR)
    for ke, nama in enumerate(choices, start=1):
        lembar.column_dimensions[get_column_letter(ke)].width = columns[nama].lebar
    lembar.freeze_panes = "A2"
    lembar.append([sel(lembar, columns[nama].judul, huruf=TEBAL) for nama in choices])
    for ke in range(max(len(satu) for satu in choices.values())):
        lembar.append(
            [
                sel(lembar, netralkan(satu[ke]) if ke < len(satu) else None)
                for satu in choices.values()
            ]
        )


def _petunjuk(
    buku: Workbook,
    resource: SheetResource,
    columns: Mapping[str, Kolom],
    choices: Mapping[str, list[str]],
) -> None:
    lembar: Worksheet = buku.create_sheet(LEMBAR_PETUNJUK)
    for letter, lebar in zip("ABCD", _LEBAR_PETUNJUK, strict=True):
        lembar.column_dimensions[letter].width = lebar
    siapkan_cetak(lembar)
    lembar.append([sel(lembar, f"Templat impor: {resource.label}", huruf=TEBAL)])
    lines = (
        f"Isi lembar {LEMBAR_ISI}, satu baris untuk satu data, mulai baris 2.",
        f"Baris yang diawali {PENANDA_CONTOH} adalah contoh dan tidak ikut dibaca.",
        "Judul berwarna merah wajib diisi. Urutan kolom boleh diubah, judulnya jangan.",
        "Sel kosong berarti tanpa data; ketik 0 hanya bila nilainya memang nol.",
        *resource.petunjuk,
    )
    for ke, line in enumerate(lines, start=1):
        lembar.append([sel(lembar, f"{ke}. {line}")])
    lembar.append([])
    lembar.append(
        [sel(lembar, judul, huruf=TEBAL) for judul in ("Kolom", "Wajib", "Cara mengisi", "Pilihan")]
    )
    # The title, the lines, a blank row and the headings stand above.
    for ke, (nama, kolom) in enumerate(columns.items(), start=len(lines) + 4):
        offered = choices.get(nama, [])
        lebih = len(offered) - _PILIHAN_SEBUT
        shown = "; ".join(offered[:_PILIHAN_SEBUT]) + (
            f"; dan {lebih} lagi di lembar {LEMBAR_DAFTAR}" if lebih > 0 else ""
        )
        texts = (kolom.judul, "Wajib" if kolom.wajib else "Boleh kosong", kolom.catatan, shown)
        row = [sel(lembar, netralkan(satu)) for satu in texts]
        for cell in row:
            cell.alignment = ATAS
        tambah_baris(lembar, ke, row, list(zip(texts, _LEBAR_PETUNJUK, strict=True)))
