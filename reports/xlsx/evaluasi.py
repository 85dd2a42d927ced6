"""The semester evaluation of a Road Map as a workbook: a sheet for each part of the report.

Capaian and serapan are numbers in percent, money is whole Rupiah; a figure that is missing is an
empty cell with its reason beside it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from reports.datasets.evaluasi_bentuk import BarisEvaluasi, EvaluasiRoadmap, JumlahEvaluasi
from reports.xlsx.buku import (
    GRUP,
    KEPALA,
    PERSEN,
    TEBAL,
    Isi,
    buku_baru,
    lembar_baru,
    simpan,
    tulis,
)
from reports.xlsx.catatan import lembar_catatan
from ukuran.capaian import RataCapaian
from ukuran.format import tanggal, tanggal_waktu

RINGKASAN = "Ringkasan"
SASARAN = "Sasaran"
KEGIATAN = "Kegiatan"
BELUM = "Belum terisi"
KENDALA = "Kendala"
MASALAH = "Masalah dan langkah"
CARA = "Cara menghitung"
CATATAN = "Catatan sumber"

KOLOM_SASARAN = (
    "Kode",
    "Sasaran atau indikator",
    "Unit",
    "Target",
    "Realisasi dihitung",
    "Capaian (%)",
    "Pita",
    "Klaim unit bila berbeda",
    "Capaian klaim (%)",
    "Terisi",
    "Bertarget",
    "Keterangan",
    "Catatan sumber",
)
KOLOM_KEGIATAN = (
    "Kode",
    "Kegiatan atau indikator",
    "Unit",
    "Target",
    "Realisasi dihitung",
    "Capaian (%)",
    "Pita",
    "Pagu (Rp)",
    "Realisasi anggaran (Rp)",
    "Serapan (%)",
    "Klaim unit bila berbeda",
    "Capaian klaim (%)",
    "Keterangan",
    "Catatan sumber",
)
_HISTORIS = "historis, tidak diverifikasi"

Baris = tuple[Sequence[Isi], bool]  # cells, and whether it heads or sums up others


def tulis_evaluasi(evaluasi: EvaluasiRoadmap, target: Path) -> None:
    """Write the workbook from the same dataset as the PDF."""
    judul = f"Evaluasi {evaluasi.semester.nama}, {evaluasi.rencana}"
    buku = buku_baru(judul, evaluasi.instansi, evaluasi.per_tanggal)
    _ringkasan(buku, evaluasi, judul)
    widths = [9.0, 50.0, 24.0, 22.0, 26.0, 11.0, 15.0]
    _tabel(
        buku,
        SASARAN,
        KOLOM_SASARAN,
        _sasaran(evaluasi),
        [*widths, 24.0, 11.0, 8.0, 10.0, 30.0, 16.0],
    )
    _tabel(
        buku,
        KEGIATAN,
        KOLOM_KEGIATAN,
        _kegiatan(evaluasi),
        [*widths, 18.0, 18.0, 11.0, 24.0, 11.0, 30.0, 16.0],
        rupiah=(8, 9),
    )
    belum = (evaluasi.keterangan and ()) or evaluasi.belum
    _tabel(
        buku,
        BELUM,
        ("Kode", "Indikator atau baris kegiatan", "Unit", "Keadaan"),
        (((b.kode, b.teks, b.unit, b.isi.keadaan), False) for b in belum),
        [9.0, 70.0, 40.0, 26.0],
    )
    _tabel(
        buku,
        KENDALA,
        ("Kode", "Uraian", "Unit", "Dari", "Sampai", "Kendala", "Tindak lanjut"),
        (
            (
                (
                    k.kode,
                    k.uraian,
                    k.unit,
                    tanggal(k.mulai),
                    tanggal(k.selesai),
                    k.kendala,
                    k.tindak_lanjut,
                ),
                False,
            )
            for k in evaluasi.kendala
        ),
        [9.0, 40.0, 30.0, 18.0, 18.0, 50.0, 50.0],
    )
    _tabel(
        buku,
        MASALAH,
        ("Jenis", "Kode", "Uraian", "Unit", "Sejak atau tenggat", "Hari lewat", "Keadaan"),
        _masalah(evaluasi),
        [24.0, 9.0, 60.0, 30.0, 20.0, 11.0, 30.0],
    )
    _cara(buku, evaluasi)
    lembar_catatan(buku, CATATAN, evaluasi.catatan)
    simpan(buku, target)


def _ringkasan(buku: Workbook, e: EvaluasiRoadmap, judul: str) -> None:
    lembar = lembar_baru(buku, RINGKASAN, [44.0, 60.0])
    zone = ZoneInfo(e.zona_waktu)
    money = e.jumlah.serapan
    rows: list[tuple[str, Isi, str]] = [
        (judul, "DRAF CONTOH" if e.contoh else "DRAF", PERSEN),
        ("Institusi", e.instansi, PERSEN),
        ("Masa", f"{tanggal(e.semester.mulai)} sampai {tanggal(e.semester.selesai)}", PERSEN),
        ("Data per", tanggal_waktu(e.per_tanggal, zone), PERSEN),
        ("Cakupan", f"Hanya {e.cakupan}" if e.cakupan else "Seluruh institusi", PERSEN),
        ("Diminta oleh", e.peminta, PERSEN),
        ("Keterangan", e.keterangan, PERSEN),
        ("Capaian indikator terverifikasi (%)", e.rata.nilai, PERSEN),
        ("Indikator terisi", e.rata.terisi, "0"),
        ("Indikator bertarget", e.rata.jumlah, "0"),
        ("Capaian indikator menurut klaim (%)", e.rata_klaim.nilai, PERSEN),
        ("Indikator terisi menurut klaim", e.rata_klaim.terisi, "0"),
        ("Capaian fisik kegiatan (%)", e.jumlah.rata.nilai, PERSEN),
        ("Baris kegiatan terisi", e.jumlah.rata.terisi, "0"),
        ("Baris kegiatan bertarget", e.jumlah.rata.jumlah, "0"),
        ("Pagu (Rp)", e.pagu, "#,##0"),
        ("Realisasi anggaran (Rp)", money.realisasi if money.terisi else None, "#,##0"),
        ("Serapan (%)", money.persen, PERSEN),
        ("Baris beranggaran melapor", money.terisi, "0"),
        ("Baris beranggaran", money.jumlah, "0"),
        ("Belum mempunyai angka yang dihitung", len(e.belum), "0"),
        ("Memakai angka historis", len(e.historis), "0"),
    ]
    for nomor, (nama, isi, angka) in enumerate(rows, start=1):
        tulis(lembar, nomor, 1, nama, huruf=TEBAL)
        tulis(lembar, nomor, 2, isi, angka=angka)


def _sasaran(e: EvaluasiRoadmap) -> Iterable[Baris]:
    for group in e.kelompok:
        yield (group.kode, " / ".join(group.jalur)), True
        for aim in group.sasaran:
            rata, klaim = aim.rata, aim.rata_klaim
            counts = _cakupan(rata, e)
            yield (
                ("", aim.teks, "", "", "", rata.nilai, "", "", klaim.nilai, *counts),
                True,
            )
            for row in aim.indikator:
                yield (*_awal(row), *_klaim(row), None, None, *_akhir(row)), False
    if e.kelompok:
        counts = _cakupan(e.rata, e)
        cells = ("", "Semua indikator", "", "", "", e.rata.nilai, "", "", e.rata_klaim.nilai)
        yield (*cells, *counts), True


def _kegiatan(e: EvaluasiRoadmap) -> Iterable[Baris]:
    for program in e.program:
        yield (program.huruf, program.judul), True
        for row in program.baris:
            if row.di_atas:
                yield ("", row.di_atas), True
            money = (row.isi.pagu, row.isi.anggaran, row.isi.serapan)
            yield (*_awal(row), *money, *_klaim(row), *_akhir(row)), False
        yield _jumlah(program.judul_jumlah, program.jumlah, e), True
    if e.program:
        yield _jumlah("Jumlah seluruh program", e.jumlah, e), True


def _awal(row: BarisEvaluasi) -> tuple[Isi, ...]:
    isi = row.isi
    return (
        row.kode,
        row.teks,
        row.unit,
        isi.target,
        isi.realisasi or isi.keadaan,
        isi.capaian,
        isi.pita,
    )


def _klaim(row: BarisEvaluasi) -> tuple[Isi, ...]:
    return (row.isi.klaim, row.isi.capaian_klaim)


def _akhir(row: BarisEvaluasi) -> tuple[Isi, ...]:
    note = f"{_HISTORIS}: {row.isi.rujukan}" if row.isi.historis else ""
    return (note, ", ".join(row.catatan))


def _cakupan(rata: RataCapaian, e: EvaluasiRoadmap) -> tuple[Isi, ...]:
    return (None, None) if e.keterangan else (rata.terisi, rata.jumlah)


def _jumlah(judul: str, jumlah: JumlahEvaluasi, e: EvaluasiRoadmap) -> tuple[Isi, ...]:
    rata, money = jumlah.rata, jumlah.serapan
    known = "" if e.keterangan else f"{rata.terisi} dari {rata.jumlah} terisi"
    return (
        "",
        judul,
        "",
        "",
        known,
        rata.nilai,
        "",
        money.pagu if money.jumlah else None,
        money.realisasi if money.terisi else None,
        money.persen,
    )


def _masalah(e: EvaluasiRoadmap) -> Iterable[Baris]:
    zone = ZoneInfo(e.zona_waktu)
    for m in e.masalah:
        since = tanggal(m.sejak, zone)
        yield ("Masalah pada pleno", m.butir, m.uraian, "", since, None, "terbuka"), False
    for s in e.langkah:
        state = "dinyatakan selesai, belum dikonfirmasi" if s.dilaporkan else "lewat tenggat"
        day = tanggal(s.tenggat)
        yield ("Langkah perbaikan", s.butir, s.uraian, s.unit, day, s.hari_lewat, state), False


def _cara(buku: Workbook, e: EvaluasiRoadmap) -> None:
    rows: list[Baris] = [
        ((" ".join(a.kalimat), f"{a.asal}, versi {a.versi}", ", ".join(a.baris)), False)
        for a in e.aturan
    ]
    if e.pita:
        rows.append(((f"{e.pita.nama} versi {e.pita.versi}", e.pita.sumber), True))
        rows += [((nama, batas), False) for nama, batas in e.pita.rentang]
    _tabel(buku, CARA, ("Aturan atau pita", "Asal atau batas", "Dipakai pada"), rows, [70, 40, 70])


def _tabel(
    buku: Workbook,
    nama: str,
    kolom: Sequence[str],
    rows: Iterable[Baris],
    lebar: Sequence[float],
    rupiah: Sequence[int] = (),
) -> None:
    """Add a sheet with heads that stay in sight and are repeated in print."""
    lembar = lembar_baru(buku, nama, list(lebar))
    for nomor, teks in enumerate(kolom, start=1):
        tulis(lembar, 1, nomor, teks, huruf=TEBAL, warna=KEPALA)
    for baris, (cells, heads) in enumerate(rows, start=2):
        fill: PatternFill | None = GRUP if heads else None
        for nomor in range(1, len(kolom) + 1):
            isi = cells[nomor - 1] if nomor <= len(cells) else None
            whole = isinstance(isi, int) or nomor in rupiah
            angka = "#,##0" if whole else PERSEN
            if heads:
                tulis(lembar, baris, nomor, isi, huruf=TEBAL, warna=fill, angka=angka)
            else:
                tulis(lembar, baris, nomor, isi, angka=angka)
    lembar.freeze_panes = "C2" if len(kolom) > len(("Kode", "Uraian", "Unit")) else "A2"
    lembar.print_title_rows = "1:1"
