"""The Lampiran as a workbook in its printed layout: budgets are numbers, targets are texts.

A blank cell is empty, "-" is a text, 0 is the number 0. Spans of the source are merged cells. Two
columns at the end name the row and its source notes.
"""

from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.datasets.isi_sel import RIBU, IsiSel
from reports.datasets.lampiran_bentuk import (
    BarisLampiran,
    Gabungan,
    JumlahLampiran,
    LampiranRoadmap,
    SelLampiran,
)
from reports.xlsx.buku import (
    GRUP,
    JUDUL,
    KANAN,
    KEPALA,
    KIRI,
    PERSEN,
    TEBAL,
    TENGAH,
    Isi,
    buku_baru,
    gabung,
    lembar_baru,
    simpan,
    tulis,
)
from reports.xlsx.catatan import lembar_catatan
from ukuran.format import tanggal_waktu
from ukuran.target import JenisAnggaran

LEMBAR = "Lampiran"
KETERANGAN = "Keterangan"
CATATAN = "Catatan sumber"
_NILAI = ("Realisasi", "Capaian (%)", "Realisasi anggaran (Rp.000)", "Serapan (%)")


def tulis_lampiran(lampiran: LampiranRoadmap, target: Path) -> None:
    """Write the workbook: the table, its explanation, and the source notes."""
    buku = buku_baru(f"Lampiran {lampiran.rencana}", lampiran.instansi, lampiran.per_tanggal)
    _Tabel(buku, lampiran).tulis()
    _keterangan(buku, lampiran)
    lembar_catatan(buku, CATATAN, lampiran.catatan)
    simpan(buku, target)


class _Tabel:
    """The sheet with the table; columns are counted from the years of the plan."""

    def __init__(self, buku: Workbook, lampiran: LampiranRoadmap) -> None:
        self._l = lampiran
        self._tahun = 4  # first column of the years
        self._pj = self._tahun + lampiran.lebar_tahun
        self._nilai = self._pj + 1
        self._kode = self._nilai + (len(_NILAI) if lampiran.tahun_nilai else 0)
        widths = [5.0, 42.0, 36.0, *[16.0, 14.0] * len(lampiran.tahun), 26.0]
        widths += [22.0, 11.0, 16.0, 11.0] if lampiran.tahun_nilai else []
        self._lembar: Worksheet = lembar_baru(buku, LEMBAR, [*widths, 10.0, 20.0])
        self._baris = 1

    def tulis(self) -> None:
        """Write all rows."""
        self._kepala()
        for program in self._l.program:
            notes = ", ".join(program.catatan)
            self._sel(1, program.judul, huruf=TEBAL, warna=GRUP)
            gabung(self._lembar, self._baris, 1, self._baris, self._kode - 1)
            self._sel(self._kode, program.huruf, warna=GRUP)
            self._sel(self._kode + 1, notes, warna=GRUP)
            self._baris += 1
            first = self._baris
            for row in program.baris:
                self._isi(row)
            self._gabungan(first, program.baris)
            if self._l.bersubtotal:
                self._jumlah(
                    f"Jumlah {program.huruf} menurut Pantas, tidak tercetak",
                    list(program.subtotal.ribu),
                    program.subtotal,
                )
        self._akhir()
        top = f"{get_column_letter(self._tahun)}{self._atas + 4}"
        self._lembar.freeze_panes = top
        self._lembar.print_title_rows = f"{self._atas}:{self._atas + 3}"
        self._lembar.page_setup.paperSize = None  # F4 has no number of its own
        self._lembar.print_area = f"A1:{get_column_letter(self._kode + 1)}{self._baris - 1}"

    def _sel(self, kolom: int, isi: Isi, **gaya: object) -> None:
        tulis(self._lembar, self._baris, kolom, isi, **gaya)  # type: ignore[arg-type]  # gaya: keywords

    def _kepala(self) -> None:
        mark = "SALINAN CONTOH" if self._l.contoh else "SALINAN"
        for line in (mark, *self._l.kepala):
            self._sel(1, line, garis=False, rata=KIRI)
            self._baris += 1
        self._sel(1, self._l.judul, huruf=JUDUL, garis=False, rata=TENGAH)
        self._lembar.merge_cells(
            start_row=self._baris, start_column=1, end_row=self._baris, end_column=self._pj
        )
        self._lembar.row_dimensions[self._baris].height = 32
        self._baris += 2
        self._atas = self._baris
        heads = [(1, self._l.kolom[0]), (2, self._l.kolom[1]), (3, self._l.kolom[2])]
        heads += [(self._pj, self._l.kolom[3])]
        heads += [(self._kode, "Kode"), (self._kode + 1, "Catatan sumber")]
        for kolom, teks in heads:
            self._judul(0, kolom, teks, 2, 0)
        self._judul(0, self._tahun, "Waktu Pelaksanaan", 0, self._l.lebar_tahun - 1)
        for n, year in enumerate(self._l.tahun):
            kolom = self._tahun + 2 * n
            self._judul(1, kolom, f"Tahun {year}", 0, 1)
            self._judul(2, kolom, "Target", 0, 0)
            self._judul(2, kolom + 1, "Anggaran (Rp.000)", 0, 0)
        if self._l.tahun_nilai:
            teks = f"Dicatat di Pantas, tahun {self._l.tahun_nilai}"
            self._judul(0, self._nilai, teks, 1, len(_NILAI) - 1)
            for n, teks in enumerate(_NILAI):
                self._judul(2, self._nilai + n, teks, 0, 0)
        self._baris += 3
        for nomor in self._l.nomor_kolom:
            self._sel(nomor, nomor, huruf=TEBAL, warna=KEPALA, rata=TENGAH)
        for kolom in (self._kode, self._kode + 1):
            self._sel(kolom, "", warna=KEPALA)
        self._baris += 1

    def _judul(self, turun: int, kolom: int, teks: str, tinggi: int, lebar: int) -> None:
        """Write a head over `tinggi` more rows and `lebar` more columns."""
        row = self._atas + turun
        tulis(self._lembar, row, kolom, teks, huruf=TEBAL, rata=TENGAH, warna=KEPALA)
        gabung(self._lembar, row, kolom, row + tinggi, kolom + lebar)

    def _isi(self, row: BarisLampiran) -> None:
        self._sel(1, row.no, rata=TENGAH)
        self._sel(2, row.kegiatan)
        self._sel(3, row.indikator)
        for n, cell in enumerate(row.sel):
            self._sel(self._tahun + 2 * n, cell.target)
            self._sel(self._tahun + 2 * n + 1, _anggaran(cell), rata=KANAN)
        self._sel(self._pj, row.penanggung_jawab)
        if self._l.tahun_nilai:
            for n, isi in enumerate(_nilai(row.nilai)):
                self._sel(self._nilai + n, isi, angka=PERSEN if n in (1, 3) else "#,##0")
        self._sel(self._kode, row.kode)
        self._sel(self._kode + 1, ", ".join(row.catatan))
        self._baris += 1

    def _gabungan(self, first: int, rows: tuple[BarisLampiran, ...]) -> None:
        """Merge what the source spans over several rows."""
        money = [self._tahun + 2 * n + 1 for n in range(len(self._l.tahun))]
        spans = {
            "kegiatan": [1, 2],
            "indikator": [3],
            "anggaran": money,
            "penanggung_jawab": [self._pj],
        }
        for nama, columns in spans.items():
            start = 0
            for n in range(1, len(rows) + 1):
                if n < len(rows) and _terus(rows[n].atas, nama):
                    continue
                for kolom in columns:
                    gabung(self._lembar, first + start, kolom, first + n - 1, kolom)
                start = n

    def _jumlah(self, teks: str, ribu: list[Isi], nilai: JumlahLampiran | None = None) -> None:
        self._sel(1, "", huruf=TEBAL)
        self._sel(2, teks, huruf=TEBAL)
        gabung(self._lembar, self._baris, 2, self._baris, 3)
        for n, isi in enumerate(ribu):
            self._sel(self._tahun + 2 * n, "")
            self._sel(self._tahun + 2 * n + 1, isi, huruf=TEBAL, rata=KANAN)
        self._sel(self._pj, "")
        if self._l.tahun_nilai:
            cells: tuple[Isi, ...] = ("", "", "", "")
            if nilai is not None:
                known = f"{nilai.terisi} dari {nilai.jumlah} terisi" if nilai.jumlah else ""
                money = None if nilai.realisasi is None else nilai.realisasi / RIBU
                cells = (known, nilai.capaian, money, nilai.serapan)
            for n, isi in enumerate(cells):
                gaya = PERSEN if n in (1, 3) else "#,##0"
                self._sel(self._nilai + n, isi, huruf=TEBAL, angka=gaya)
        self._baris += 1

    def _akhir(self) -> None:
        total = self._l.total
        own = "Jumlah seluruh baris menurut Pantas"
        if not self._l.bertotal:
            self._jumlah(f"{own}, tidak tercetak", [t.jumlah for t in total], self._l.jumlah)
            return
        printed: list[Isi] = [
            t.tercetak if t.tercetak_ribu is None else t.tercetak_ribu for t in total
        ]
        self._jumlah("TOTAL", printed)
        self._jumlah(own, [t.jumlah for t in total], self._l.jumlah)
        if self._l.jumlah_direvisi:
            self._jumlah("Jumlah seluruh baris sebelum revisi", [t.jumlah_awal for t in total])
        self._jumlah("Selisih jumlah terhadap TOTAL tercetak", [t.selisih for t in total])


def _terus(atas: Gabungan, nama: str) -> bool:
    return bool(getattr(atas, nama))


def _anggaran(cell: SelLampiran) -> Isi:
    """Return an amount or 0 as a number, all else as it is printed."""
    if cell.jenis in (JenisAnggaran.JUMLAH, JenisAnggaran.NOL):
        return cell.ribu
    return cell.anggaran


def _nilai(nilai: IsiSel | None) -> tuple[Isi, ...]:
    if nilai is None:
        return ("", None, None, None)
    words = [nilai.realisasi or nilai.keadaan]
    words += ["historis"] if nilai.historis else []
    words += [f"klaim {nilai.klaim}"] if nilai.klaim else []
    money = None if nilai.anggaran is None else nilai.anggaran / RIBU
    return ("; ".join(words), nilai.capaian, money, nilai.serapan)


def _keterangan(buku: Workbook, lampiran: LampiranRoadmap) -> None:
    """Write what the table is, how to read it, and what was revised."""
    lembar = lembar_baru(buku, KETERANGAN, [26.0, 10.0, 44.0, 44.0, 50.0])
    zone = ZoneInfo(lampiran.zona_waktu)
    pairs = [
        ("Rencana", lampiran.rencana),
        ("Institusi", lampiran.instansi + (" (CONTOH)" if lampiran.contoh else "")),
        ("Data per", tanggal_waktu(lampiran.per_tanggal, zone)),
        ("Diminta oleh", lampiran.peminta),
        ("Cara membaca", 'Sel sebagaimana tercetak: kosong, "-" dan 0 berbeda. Anggaran Rp.000.'),
        ("Subtotal", "Dihitung Pantas, tidak tercetak pada sumber."),
        ("Penanda tangan", f"{lampiran.penandatangan_jabatan} {lampiran.penandatangan}".strip()),
    ]
    if lampiran.cakupan:
        words = (
            f"{lampiran.cakupan}; angka terverifikasi dan klaim unit lain tidak dimuat; "
            "angka historis dari semua unit."
        )
        pairs.append(("Cakupan", words))
    for year in lampiran.total:
        if year.selisih:
            why = ", ".join(year.penjelasan) or "belum ada catatan sumber"
            text = f"TOTAL tercetak {year.tercetak}, selisih {year.selisih:,} ({why})"
            pairs.append((f"Selisih {year.tahun}", text))
        if year.direvisi:
            text = f"Jumlah sesudah revisi {year.jumlah:,}, {year.direvisi} baris direvisi"
            pairs.append((f"Revisi {year.tahun}", f"{text}; sebelumnya {year.jumlah_awal:,}"))
    row = 1
    for nama, isi in pairs:
        tulis(lembar, row, 1, nama, huruf=TEBAL)
        tulis(lembar, row, 2, isi)
        gabung(lembar, row, 2, row, 5)
        row += 1
    if not lampiran.revisi:
        return
    row += 1
    for kolom, teks in enumerate(("Direvisi", "Tahun", "Tercetak", "Berlaku", "Alasan"), start=1):
        tulis(lembar, row, kolom, teks, huruf=TEBAL, warna=KEPALA)
    for r in lampiran.revisi:
        row += 1
        why = f"{r.alasan} ({r.dasar_hukum})"
        cells: tuple[Isi, ...] = (r.kode, r.tahun, r.tercetak, f"{r.berlaku} (v{r.versi})", why)
        for kolom, cell in enumerate(cells, start=1):
            tulis(lembar, row, kolom, cell, angka="0")
