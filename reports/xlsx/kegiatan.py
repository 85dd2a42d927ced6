"""The table of program and kegiatan as it stands on screen, one row a line, for a spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reports.datasets.isi_sel import IsiSel, isi_sel
from reports.xlsx.buku import (
    GRUP,
    JUDUL,
    KEPALA,
    PERSEN,
    TEBAL,
    Isi,
    buku_baru,
    isi_buku,
    lembar_baru,
    tulis,
)
from roadmap.sel import Sel
from roadmap.tabel import BarisTabel, GrupKegiatan, Subtotal, Tabel
from ukuran.format import tanggal_waktu
from ukuran.target import JenisAnggaran

LEMBAR = "Program dan kegiatan"
AWAL = (
    "Kode",
    "Program",
    "No",
    "Kegiatan",
    "Sub kegiatan",
    "Indikator",
    "Penanggung jawab tercetak",
    "Unit pelapor",
)
TAHUNAN = (
    "Target {tahun}",
    "Anggaran {tahun} (Rp.000)",
    "Realisasi {tahun}",
    "Capaian {tahun} (%)",
    "Realisasi anggaran {tahun} (Rp)",
    "Serapan {tahun} (%)",
    "Klaim {tahun} bila berbeda",
)
AKHIR = ("Berbagi anggaran dengan", "Catatan sumber")
KEPALA_BARIS = 4  # title, moment, what it holds, heads


@dataclass(frozen=True)
class Keterangan:
    """What stands above the table."""

    rencana: str
    instansi: str
    contoh: bool
    zona_waktu: str
    per_tanggal: datetime


def tulis_kegiatan(tabel: Tabel) -> bytes:
    """Return the workbook of a table with the filters it was read with; it asks nothing more."""
    plan = tabel.rencana
    about = Keterangan(
        plan.nama,
        plan.instansi.nama,
        plan.instansi.contoh,
        plan.instansi.zona_waktu,
        tabel.lembar.at,
    )
    buku = buku_baru(f"Program dan kegiatan, {about.rencana}", about.instansi, about.per_tanggal)
    widths = [9.0, 26.0, 5.0, 40.0, 30.0, 40.0, 28.0, 24.0]
    widths += [18.0, 16.0, 22.0, 11.0, 18.0, 11.0, 20.0] * len(tabel.tahun) + [12.0, 20.0]
    lembar = lembar_baru(buku, LEMBAR, widths)
    moment = tanggal_waktu(about.per_tanggal, ZoneInfo(about.zona_waktu))
    mark = " CONTOH" if about.contoh else ""
    tulis(lembar, 1, 1, f"{about.rencana}, {about.instansi}{mark}", huruf=JUDUL, garis=False)
    tulis(lembar, 2, 1, f"Data per {moment}", garis=False)
    tulis(lembar, 3, 1, _isi(tabel), garis=False)
    for row in (1, 2, 3):
        lembar.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(AWAL))
    heads = [*AWAL, *(teks.format(tahun=y) for y in tabel.tahun for teks in TAHUNAN), *AKHIR]
    for kolom, teks in enumerate(heads, start=1):
        tulis(lembar, KEPALA_BARIS, kolom, teks, huruf=TEBAL, warna=KEPALA)
    for baris, (cells, total) in enumerate(baris_kegiatan(tabel), start=KEPALA_BARIS + 1):
        for kolom, isi in enumerate(cells, start=1):
            angka = _angka(kolom)
            if total:
                tulis(lembar, baris, kolom, isi, huruf=TEBAL, warna=GRUP, angka=angka)
            else:
                tulis(lembar, baris, kolom, isi, angka=angka)
    lembar.freeze_panes = f"C{KEPALA_BARIS + 1}"
    lembar.print_title_rows = f"{KEPALA_BARIS}:{KEPALA_BARIS}"
    return isi_buku(buku)


def _isi(tabel: Tabel) -> str:
    words = [f"{len(tabel.baris)} baris"]
    if tabel.disaring:
        words.append("menurut saringan di layar; jumlah hanya dari baris ini")
    if tabel.sebagian:
        words.append(
            "angka terverifikasi dan klaim unit lain tidak dimuat; angka historis dari semua unit"
        )
    if not tabel.rencana.berjalan:
        words.append("rencana tidak berjalan di Pantas: capaian tidak dicatat")
    return "; ".join(words)


def _angka(kolom: int) -> str:
    place = (kolom - len(AWAL) - 1) % len(TAHUNAN)
    return PERSEN if kolom > len(AWAL) and place in (3, 5) else "#,##0"


def baris_kegiatan(tabel: Tabel) -> Iterator[tuple[list[Isi], bool]]:
    """Yield the lines: rows, the sum of each program, the sum of all."""
    running = tabel.rencana.berjalan
    for program in tabel.program:
        name = program.nama or program.judul_tercetak
        for kegiatan in program.kegiatan:
            for row in kegiatan.baris:
                yield _satu(name, kegiatan, row, len(tabel.tahun), running), False
        title = f"Jumlah {program.huruf} menurut Pantas, tidak tercetak"
        yield _jumlah(title, program.subtotal), True
    yield _jumlah("Jumlah menurut Pantas", tabel.total), True
    if any(ribu is not None for ribu in tabel.total_tercetak.values()) and not tabel.disaring:
        cells: list[Isi] = [""] * len(AWAL)
        cells[3] = "TOTAL tercetak"
        for tahun in tabel.tahun:
            cells += ["", tabel.total_tercetak.get(tahun), "", None, None, None, ""]
        yield cells, True


def _satu(
    program: str, kegiatan: GrupKegiatan, row: BarisTabel, tahun: int, running: bool
) -> list[Isi]:
    cells: list[Isi] = [
        row.kode,
        program,
        kegiatan.no,
        kegiatan.nama,
        row.sub_kegiatan,
        row.indikator,
        row.penanggung_jawab,
        row.unit,
    ]
    for cell in row.sel:
        cells += _sel(cell, isi_sel(cell, berjalan=running, terbaca=row.terbaca))
    if row.judul:
        cells += [""] * (len(TAHUNAN) * tahun)
    notes = dict.fromkeys((*row.catatan, *kegiatan.catatan))
    return [*cells, row.berbagi, ", ".join(notes)]


def _sel(cell: Sel, isi: IsiSel) -> list[Isi]:
    words = isi.realisasi or isi.keadaan
    if isi.historis:
        words = f"{words} (historis, tidak diverifikasi)"
    return [
        isi.target,
        _anggaran(cell),
        words,
        isi.capaian,
        isi.anggaran,
        isi.serapan,
        isi.klaim,
    ]


def _anggaran(cell: Sel) -> Isi:
    """Return an amount or 0 as a number, all else as it is printed."""
    if cell.baris is None:
        return None
    if cell.baris.anggaran_jenis in (JenisAnggaran.JUMLAH, JenisAnggaran.NOL):
        return cell.baris.anggaran_ribu
    return cell.baris.anggaran_mentah


def _jumlah(judul: str, years: tuple[Subtotal, ...]) -> list[Isi]:
    cells: list[Isi] = [""] * len(AWAL)
    cells[3] = judul
    for year in years:
        money, rata = year.serapan, year.rata
        known = f"{rata.terisi} dari {rata.jumlah} terisi" if rata.terisi else ""
        spent = money.realisasi if money.terisi else None
        cells += ["", year.anggaran_ribu, known, rata.nilai, spent, money.persen, ""]
    return cells
