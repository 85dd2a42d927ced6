"""The annexes of a Zona Integritas decree as workbooks in their printed layout.

Every text is a cell of its own, spans of the source are merged cells, a planned month is a shaded
cell with "x". What a row continues from above and the notes are left blank, as printed.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.datasets.lampiran_zi_bentuk import (
    BarisZI,
    KelompokTim,
    KepalaZI,
    LampiranAksi,
    LampiranTim,
    Lanjutan,
    Penutup,
)
from reports.xlsx.buku import (
    GRUP,
    JUDUL,
    KEPALA,
    KIRI,
    TEBAL,
    TENGAH,
    Isi,
    buku_baru,
    gabung,
    lembar_baru,
    simpan,
    tulis,
)
from ukuran.format import tanggal_waktu

KETERANGAN = "Keterangan"
CATATAN = "Catatan sumber"
TERENCANA = PatternFill("solid", fgColor="B8BCC6")
TANDA = "x"
_LEBAR_1 = [6.0, 30.0, 34.0, 18.0, 70.0, 16.0]
_LEBAR_2 = [6.0, 20.0, 34.0, 44.0, 50.0, *[5.0] * 12, 24.0, 16.0]
_KOLOM_CATATAN = (
    "Kode",
    "Golongan",
    "Tercetak",
    "Mengapa meragukan",
    "Usulan pembacaan",
    "Baris",
    "Letak",
)


def tulis_tim(lampiran: LampiranTim, target: Path) -> None:
    """Write Lampiran I: the table, its explanation, and the source notes."""
    sheet = _Lembar(lampiran.naskah, _LEBAR_1, tegak=True)
    sheet.kepala(())
    for group in lampiran.kelompok:
        _kelompok(sheet, group)
    sheet.selesai("Satu tugas satu baris; tugas berlaku bagi seluruh kelompok.", target)


def tulis_aksi(lampiran: LampiranAksi, target: Path) -> None:
    """Write Lampiran II: the table, its explanation, and the source notes."""
    sheet = _Lembar(lampiran.naskah, _LEBAR_2, tegak=False)
    sheet.kepala(lampiran.bulan)
    first = sheet.baris
    for row in lampiran.baris:
        _aksi(sheet, row)
    _gabungan(sheet, first, lampiran.baris)
    words = "Sel bulan yang berarsir dan bertanda x adalah bulan yang direncanakan di Pantas."
    sheet.selesai(words if lampiran.terencana else "Belum ada bulan yang direncanakan.", target)


class _Lembar:
    """The sheet of an annex being written; `baris` is the next row."""

    def __init__(self, naskah: KepalaZI, lebar: list[float], *, tegak: bool) -> None:
        self.naskah = naskah
        self.buku: Workbook = buku_baru(naskah.nama, naskah.instansi, naskah.per_tanggal)
        self.lembar: Worksheet = lembar_baru(self.buku, f"Lampiran {naskah.nomor}", lebar)
        self.lembar.page_setup.paperSize = None  # F4 has no number of its own
        if tegak:
            self.lembar.page_setup.orientation = "portrait"
        self.kolom = len(lebar) - 1  # the last one names source notes and is not printed
        self.baris = 1

    def sel(self, kolom: int, isi: Isi, **gaya: object) -> None:
        """Write one cell of the row."""
        tulis(self.lembar, self.baris, kolom, isi, **gaya)  # type: ignore[arg-type]  # gaya: keywords

    def kepala(self, bulan: Sequence[str]) -> None:
        """Write heading, title and heads; `bulan` are heads below the one but last."""
        n = self.naskah
        lines = (n.tanda, *n.kepala, *([n.asal] if n.salinan else []))
        for line in filter(None, lines):
            self.sel(1, line, garis=False, rata=KIRI)
            self.baris += 1
        for line in n.judul:
            self.sel(1, line, huruf=JUDUL, garis=False, rata=TENGAH)
            self.lembar.merge_cells(
                start_row=self.baris, start_column=1, end_row=self.baris, end_column=self.kolom
            )
            self.baris += 1
        self.baris += 1
        top, deep = self.baris, 1 if bulan else 0
        kolom = 1
        for place, teks in enumerate(n.kolom):
            over = bool(bulan) and place == len(n.kolom) - 2
            self._judul(kolom, teks, 0 if over else deep, len(bulan) - 1 if over else 0)
            kolom += len(bulan) if over else 1
        self._judul(kolom, "Catatan sumber", deep, 0)
        if bulan:
            self.baris += 1
            for place, teks in enumerate(bulan):
                self._judul(len(n.kolom) - 1 + place, teks, 0, 0)
        self.baris += 1
        for place, nomor in enumerate(n.nomor_kolom, start=1):
            self.sel(place, _angka(nomor), huruf=TEBAL, warna=KEPALA, rata=TENGAH)
        self.sel(self.kolom + 1, "", warna=KEPALA)
        self.baris += 1
        self.lembar.print_title_rows = f"{top}:{self.baris - 1}"
        self.lembar.freeze_panes = f"A{self.baris}"

    def _judul(self, kolom: int, teks: str, tinggi: int, lebar: int) -> None:
        self.sel(kolom, teks, huruf=TEBAL, rata=TENGAH, warna=KEPALA)
        gabung(self.lembar, self.baris, kolom, self.baris + tinggi, kolom + lebar)

    def selesai(self, baca: str, target: Path) -> None:
        """Write the closing lines and the other sheets, and store the workbook."""
        if self.naskah.penutup is not None:
            self._penutup(self.naskah.penutup)
        last = f"{get_column_letter(self.kolom)}{self.baris - 1}"
        self.lembar.print_area = f"A1:{last}"
        _keterangan(self.buku, self.naskah, baca)
        _catatan(self.buku, self.naskah)
        simpan(self.buku, target)

    def _penutup(self, p: Penutup) -> None:
        right = self.kolom - (0 if self.naskah.nomor == "I" else 13)
        for kolom, lines in (
            (right, (*p.tempat_tanggal, "", *p.jabatan, "", p.tanda, "", p.nama)),
            (1, (*p.pengesahan, "", p.pengesah)),
        ):
            for line in ("", *lines):
                self.sel(kolom, line, garis=False, rata=KIRI)
                self.baris += 1


def _kelompok(sheet: _Lembar, group: KelompokTim) -> None:
    """Write a group: its heading over all columns, then a row per member and task."""
    sheet.sel(1, group.judul, huruf=TEBAL, warna=GRUP)
    gabung(sheet.lembar, sheet.baris, 1, sheet.baris, sheet.kolom)
    sheet.sel(sheet.kolom + 1, ", ".join(group.catatan), warna=GRUP)
    sheet.baris += 1
    first, rows = sheet.baris, group.baris_tugas
    for row in rows:
        one = row.orang
        cells = (one.no, one.nama, one.jabatan, one.kedudukan) if one else ("", "", "", "")
        for kolom, isi in enumerate(cells, start=1):
            sheet.sel(kolom, isi)
        sheet.sel(5, "\n".join(str(task.teks) for task in row.tugas))
        codes = [*(one.catatan if one else ()), *(k for task in row.tugas for k in task.catatan)]
        sheet.sel(6, ", ".join(dict.fromkeys(codes)))
        sheet.baris += 1
    _rentang(sheet.lembar, first, 4, [row.kedudukan_terus for row in rows])


def _aksi(sheet: _Lembar, row: BarisZI) -> None:
    cells: tuple[Isi, ...] = (
        "" if row.atas.tim else _angka(row.no),
        "" if row.atas.tim else row.tim,
        "" if row.atas.kegiatan else str(row.kegiatan),
        "\n".join(map(str, row.sub)),
        "\n".join(map(str, row.indikator)),
    )
    for kolom, isi in enumerate(cells, start=1):
        sheet.sel(kolom, isi)
    for kolom, planned in enumerate(row.sel_bulan, start=len(cells) + 1):
        warna = TERENCANA if planned else None
        sheet.sel(kolom, TANDA if planned else "", rata=TENGAH, warna=warna)
    sheet.sel(sheet.kolom, row.ket)
    codes = (*row.catatan_tim, *row.catatan_kegiatan, *row.catatan_sub, *row.catatan_indikator)
    sheet.sel(sheet.kolom + 1, ", ".join(dict.fromkeys(codes)))
    sheet.baris += 1


def _angka(teks: str) -> Isi:
    """Return a printed number as a number, so that no sheet warns of a text."""
    return int(teks) if teks.isdecimal() else teks


def _gabungan(sheet: _Lembar, first: int, rows: Sequence[BarisZI]) -> None:
    """Merge what the source spans over several rows."""
    spans: list[tuple[tuple[int, ...], Callable[[Lanjutan], bool]]] = [
        ((1, 2), lambda cell: cell.tim),
        ((3,), lambda cell: cell.kegiatan),
        ((4,), lambda cell: cell.sub),
        ((5,), lambda cell: cell.indikator),
        (tuple(range(6, sheet.kolom)), lambda cell: cell.bulan),
        ((sheet.kolom,), lambda cell: cell.ket),
    ]
    for columns, goes_on in spans:
        flags = [goes_on(row.bawah) for row in rows]
        for kolom in columns:
            _rentang(sheet.lembar, first, kolom, flags)


def _rentang(lembar: Worksheet, first: int, kolom: int, terus: Sequence[bool]) -> None:
    """Merge the cells of a column; `terus` says for each row whether the next one belongs to it."""
    start = 0
    for n, goes_on in enumerate(terus):
        if not goes_on:
            gabung(lembar, first + start, kolom, first + n, kolom)
            start = n + 1


def _keterangan(buku: Workbook, naskah: KepalaZI, baca: str) -> None:
    """Write what the table is and how to read it."""
    lembar = lembar_baru(buku, KETERANGAN, [20.0, 90.0])
    moment = tanggal_waktu(naskah.per_tanggal, ZoneInfo(naskah.zona_waktu))
    pairs = [
        ("Rencana", naskah.rencana),
        ("Institusi", naskah.instansi + (" (CONTOH)" if naskah.contoh else "")),
        ("Data per", moment),
        ("Diminta oleh", naskah.peminta),
        ("Cara membaca", f"Sel sebagaimana tercetak. {baca}"),
    ]
    if naskah.salinan:
        words = f"{naskah.asal}. Bukan naskah keputusan dan tidak ditandatangani."
        pairs.append(("Asal", words))
    for row, (nama, isi) in enumerate(pairs, start=1):
        tulis(lembar, row, 1, nama, huruf=TEBAL)
        tulis(lembar, row, 2, isi)


def _catatan(buku: Workbook, naskah: KepalaZI) -> None:
    """Write one source note a row."""
    lembar = lembar_baru(buku, CATATAN, [8.0, 24.0, 40.0, 60.0, 30.0, 30.0, 30.0])
    for kolom, teks in enumerate(_KOLOM_CATATAN, start=1):
        tulis(lembar, 1, kolom, teks, huruf=TEBAL, warna=KEPALA)
    for row, note in enumerate(naskah.catatan, start=2):
        cells = (
            note.kode,
            note.golongan,
            note.mentah,
            note.alasan,
            note.usulan,
            ", ".join(note.baris),
            note.letak,
        )
        for kolom, isi in enumerate(cells, start=1):
            tulis(lembar, row, kolom, isi)
    lembar.freeze_panes = "B2"
    lembar.print_title_rows = "1:1"
