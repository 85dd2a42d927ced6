"""What the figures of a year may say, and what is doubtful about them; for all kinds with years."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from roadmap.models import TargetTahun
from roadmap.nilai import diminta, kolom_anggaran, kolom_target
from roadmap.resources.cetakan import PANJANG_KETERANGAN, anggaran_teks, ribu, target_teks
from roadmap.resources.tahunan import ANGGARAN, TARGET
from sheets.columns import Nilai
from sheets.resource import Isi, Temuan, Tingkat
from ukuran.format import angka
from ukuran.target import JenisAnggaran, Target

if TYPE_CHECKING:
    from roadmap.resources.tahunan import TahunanResource

_PECAHAN = re.compile(r"0,[0-9]+")
_LONJAKAN = 10


def periksa_tahunan(resource: "TahunanResource", isi: Isi, lama: Isi | None) -> Iterator[Temuan]:
    """Yield findings about the years of a row that are new or changed. No queries."""
    for n in resource.tahun_berubah(isi, lama):
        yield from _tahun(resource, n, isi, lama)


def awas(pesan: str, saran: str, kolom: str) -> Temuan:
    """Return a warning."""
    return Temuan(pesan, saran, kolom=kolom, tingkat=Tingkat.PERINGATAN)


def _tahun(resource: "TahunanResource", n: int, isi: Isi, lama: Isi | None) -> Iterator[Temuan]:
    """Yield findings about one year, from 0."""
    filled = [nama for nama in resource.kolom_di(n) if isi[nama] is not None]
    if n >= len(resource.tahun):
        if filled:
            pesan = f"Rencana ini hanya {len(resource.tahun)} tahun."
            yield Temuan(pesan, "Kosongkan selnya.", kolom=filled[0])
        return
    grades, arah = resource.ukur_baris(isi)
    aim = target_teks(_teks(isi[TARGET[n]]), grades)
    if len(aim.keterangan) > PANJANG_KETERANGAN:
        yield Temuan(
            f"Target berupa kata paling panjang {PANJANG_KETERANGAN} huruf.",
            "Persingkat targetnya.",
            kolom=TARGET[n],
        )
    money = isi.get(ANGGARAN[n])
    if anggaran_teks(_teks(money)).jenis is JenisAnggaran.TAK_TERBACA:
        yield Temuan(
            f"Anggaran “{money}” tidak terbaca.",
            "Tulis dalam ribuan rupiah, misalnya 1.200.287; atau - atau kosong.",
            kolom=ANGGARAN[n],
        )
        return
    if resource.rencana.berjalan and lama is not None:
        before = _meminta(lama, n, grades, arah)
        if before != _meminta(isi, n, grades, arah):
            yield Temuan(
                f"Perubahan ini {'mencabut' if before else 'membuat'} tugas tahun "
                f"{resource.tahun[n]} pada rencana yang berjalan.",
                "Ubah lewat Revisi target pada halaman butirnya, yang menunjukkan tugas mana "
                "yang ikut berubah.",
                kolom=TARGET[n],
            )
    yield from _janggal(n, isi, aim)


def _janggal(n: int, isi: Isi, aim: Target) -> Iterator[Temuan]:
    """Yield warnings about one year."""
    text, money = _teks(isi[TARGET[n]]), ribu(isi.get(ANGGARAN[n]))
    if aim.mencurigakan:
        yield awas(f"Target “{text}”: {aim.mencurigakan}", "Periksa targetnya.", TARGET[n])
    elif text is not None and _PECAHAN.fullmatch(text):
        yield awas(
            f"Target {text} mungkin persentase yang terbaca sebagai pecahan.",
            "Ketik targetnya sebagai teks, misalnya 90%.",
            TARGET[n],
        )
    if money and not aim.ada:
        yield awas(
            f"Ada anggaran {angka(money)} tanpa target.",
            "Isi targetnya, atau periksa letak anggarannya.",
            ANGGARAN[n],
        )
    last = ribu(isi.get(ANGGARAN[n - 1])) if n else None
    if money and last and money >= _LONJAKAN * last:
        yield awas(
            f"Anggaran {angka(money)} sepuluh kali tahun sebelumnya ({angka(last)}) atau lebih.",
            "Periksa apakah angkanya dalam ribuan rupiah.",
            ANGGARAN[n],
        )


def _meminta(isi: Isi, n: int, grades: tuple[str, ...], arah: str) -> bool:
    """Whether the cells of a year ask for anything (`roadmap.nilai.diminta`)."""
    row = TargetTahun(
        **kolom_target(target_teks(_teks(isi[TARGET[n]]), grades)),
        **kolom_anggaran(anggaran_teks(_teks(isi.get(ANGGARAN[n])))),
    )
    return diminta(row, arah)


def _teks(nilai: Nilai) -> str | None:
    return None if nilai is None else str(nilai)
