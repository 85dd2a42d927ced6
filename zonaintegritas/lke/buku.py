"""An instrument as a workbook: which sheets and columns it has, and how it is written.

`tulis_buku` and `zonaintegritas.lke.impor.baca_buku` are each other's reverse.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ukuran.lke.baca import Naskah
from ukuran.lke.instrumen import CaraBulat, Komponen, Predikat, Skala, TingkatBulat

JENIS_BERKAS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PENANDA_CONTOH = "(contoh)"
"""A row whose first cell begins with this is an example: it is never read."""

INSTRUMEN, SKALA, KOMPONEN, PERTANYAAN = "Instrumen", "Skala", "Komponen", "Pertanyaan"
LEMBAR: dict[str, tuple[tuple[str, float], ...]] = {
    INSTRUMEN: (("isian", 26), ("nilai", 70), ("keterangan", 60)),
    SKALA: (
        ("kode", 16),
        ("nama", 30),
        ("jenis", 10),
        ("pilihan_kode", 13),
        ("pilihan_nilai", 13),
        ("pilihan_label", 36),
        ("maks", 8),
        ("label_pembilang", 36),
        ("label_penyebut", 36),
    ),
    KOMPONEN: (
        ("kode", 14),
        ("induk", 14),
        ("nama", 44),
        ("kelompok", 12),
        ("paruh", 12),
        ("bobot", 9),
        ("min_wbk", 9),
        ("min_wbbm", 9),
        ("status_sumber", 26),
    ),
    PERTANYAAN: (
        ("kode", 14),
        ("komponen", 14),
        ("teks", 70),
        ("penjelasan", 50),
        ("skala", 16),
        ("dokumen", 50),
    ),
}
"""Sheets with their columns and widths, in the order of the workbook."""

KETERANGAN: dict[str, str] = {
    "kode": "Huruf kecil, angka, dan tanda hubung. Kode yang sama menjadi versi berikutnya.",
    "nama": "Nama instrumen.",
    "dasar": "Peraturan atau keputusan yang menjadi dasarnya; boleh kosong.",
    "status_sumber": "Dari mana angkanya diambil; boleh kosong.",
    "catatan": "Boleh kosong.",
    "pembulatan_angka": "Banyaknya desimal, 0 sampai 4.",
    "pembulatan_cara": ", ".join(CaraBulat),
    "pembulatan_tingkat": ", ".join(TingkatBulat),
    "pembulatan_status": "Boleh kosong.",
    **{
        f"ambang_{predikat}_{isian}": teks
        for predikat in Predikat
        for isian, teks in (
            ("total", f"Nilai total untuk {predikat.kata}; kosong bila tidak diketahui."),
            ("pengungkit", f"Nilai pengungkit untuk {predikat.kata}; boleh kosong."),
            ("status", "Boleh kosong."),
        )
    },
}
"""What the sheet Instrumen asks for, line by line."""

_CONTOH: dict[str, list[list["str | Decimal | None"]]] = {
    SKALA: [
        [f"{PENANDA_CONTOH} a-c", "Tiga jenjang", "pilihan", "A", Decimal(1), "Sepenuhnya"],
        [f"{PENANDA_CONTOH} a-c", "", "", "B", Decimal("0.5"), "Sebagian"],
        [f"{PENANDA_CONTOH} a-c", "", "", "C", Decimal(0), "Belum"],
    ],
    KOMPONEN: [
        [
            f"{PENANDA_CONTOH} A.1", "A", "Manajemen Perubahan", "mp", "pemenuhan",
            Decimal(4), Decimal("2.4"), Decimal(3), "bobot [S], minimal [U]",
        ],
    ],
    PERTANYAAN: [
        [
            f"{PENANDA_CONTOH} A.1.a", "A.1", "Apakah tim kerja sudah ditetapkan?", "", "a-c",
            "Keputusan tim kerja\nUndangan rapat pembentukan",
        ],
    ],
}  # fmt: skip
_TEBAL = Font(name="Arial", size=10, bold=True)
_BIASA = Font(name="Arial", size=10)
_ATAS = Alignment(vertical="top", wrap_text=True)
_TEKS = "@"  # Excel keeps what is typed here as text: 1.10 stays 1.10
Isi = str | Decimal | None


def templat() -> bytes:
    """Return an empty workbook to fill in, with example rows that are never read."""
    usual = {
        "pembulatan_angka": "2",
        "pembulatan_cara": CaraBulat.SETENGAH_NAIK.value,
        "pembulatan_tingkat": TingkatBulat.AKHIR.value,
    }
    isi: dict[str, list[list[Isi]]] = {
        INSTRUMEN: [[nama, usual.get(nama, ""), teks] for nama, teks in KETERANGAN.items()],
        **_CONTOH,
    }
    return _buku(isi)


def tulis_buku(naskah: Naskah, skala: Iterable[Skala]) -> bytes:
    """Return an instrument as a workbook; `skala` are all its scales, used or not."""
    instrumen = naskah.instrumen
    bulat = instrumen.pembulatan
    kepala = {
        "kode": instrumen.kode,
        "nama": instrumen.nama,
        "dasar": naskah.dasar,
        "status_sumber": naskah.status_sumber,
        "catatan": naskah.catatan,
        "pembulatan_angka": str(bulat.angka),
        "pembulatan_cara": bulat.cara.value,
        "pembulatan_tingkat": bulat.tingkat.value,
        "pembulatan_status": bulat.status_sumber,
    }
    for ambang in instrumen.ambang:
        awal = f"ambang_{ambang.predikat}_"
        kepala[f"{awal}total"] = f"{ambang.total:f}"
        kepala[f"{awal}pengungkit"] = "" if ambang.pengungkit is None else f"{ambang.pengungkit:f}"
        kepala[f"{awal}status"] = ambang.status_sumber
    komponen: list[list[Isi]] = []
    soal: list[list[Isi]] = []
    for satu in instrumen.komponen:
        _turun(satu, "", komponen, soal)
    isi: dict[str, list[list[Isi]]] = {
        INSTRUMEN: [[nama, kepala.get(nama, ""), teks] for nama, teks in KETERANGAN.items()],
        SKALA: [row for satu in skala for row in _skala(satu)],
        KOMPONEN: komponen,
        PERTANYAAN: soal,
    }
    return _buku(isi)


def _skala(skala: Skala) -> list[list[Isi]]:
    rest: list[Isi] = [skala.maks, skala.label_pembilang, skala.label_penyebut]
    kepala: list[Isi] = [skala.kode, skala.nama, skala.jenis.value]
    if not skala.pilihan:
        return [[*kepala, "", None, "", *rest]]
    rows: list[list[Isi]] = []
    for satu in skala.pilihan:
        first = not rows
        rows.append(
            [
                *(kepala if first else [skala.kode, "", ""]),
                satu.kode,
                satu.nilai,
                satu.label,
                *(rest if first else [None, "", ""]),
            ]
        )
    return rows


def _turun(komponen: Komponen, induk: str, baris: list[list[Isi]], soal: list[list[Isi]]) -> None:
    baris.append(
        [
            komponen.kode,
            induk,
            komponen.nama,
            komponen.kelompok,
            komponen.paruh.value,
            komponen.bobot,
            komponen.min_wbk,
            komponen.min_wbbm,
            komponen.status_sumber,
        ]
    )
    for satu in komponen.pertanyaan:
        dokumen = "\n".join(satu.dokumen)
        soal.append(
            [satu.kode, komponen.kode, satu.teks, satu.penjelasan, satu.skala.kode, dokumen]
        )
    for anak in komponen.anak:
        _turun(anak, komponen.kode, baris, soal)


def _buku(isi: dict[str, list[list[Isi]]]) -> bytes:
    buku = Workbook()
    buku.remove(buku.worksheets[0])
    for nama, kolom in LEMBAR.items():
        lembar: Worksheet = buku.create_sheet(nama)
        for nomor, (judul, lebar) in enumerate(kolom, start=1):
            lembar.column_dimensions[get_column_letter(nomor)].width = lebar
            _sel(lembar, 1, nomor, judul, _TEBAL)
        for baris, row in enumerate(isi[nama], start=2):
            for nomor, satu in enumerate(row, start=1):
                _sel(lembar, baris, nomor, satu, _BIASA)
        lembar.freeze_panes = "A2"
        _sel_kosong(lembar, len(isi[nama]) + 2, kolom)
    raw = BytesIO()
    buku.save(raw)
    return raw.getvalue()


def _sel(lembar: Worksheet, baris: int, kolom: int, isi: Isi, huruf: Font) -> None:
    cell = lembar.cell(row=baris, column=kolom)
    assert isinstance(cell, Cell)
    cell.font, cell.alignment = huruf, _ATAS
    if isinstance(isi, str):
        cell.number_format = _TEKS
        teks = ILLEGAL_CHARACTERS_RE.sub("", isi.replace("\r\n", "\n").replace("\r", "\n"))
        if teks:
            cell.value = teks
            cell.data_type = "s"  # openpyxl takes a leading "=" for a formula
            cell.quotePrefix = teks[0] in "=+-@"
    elif isi is not None:
        cell.value = isi


def _sel_kosong(lembar: Worksheet, mulai: int, kolom: Sequence[tuple[str, float]]) -> None:
    """Make the empty rows below take codes as text."""
    for nomor, (judul, _) in enumerate(kolom, start=1):
        if judul in ("kode", "induk", "komponen", "skala", "pilihan_kode"):
            for baris in range(mulai, mulai + 200):
                lembar.cell(row=baris, column=nomor).number_format = _TEKS
