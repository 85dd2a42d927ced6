"""What is wrong or suspicious about a row of the Lampiran, before anything is written."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from roadmap.models import BarisAksi, TargetTahun, TotalTercetak
from roadmap.nilai import diminta, kolom_anggaran, kolom_target
from roadmap.resources.cetakan import (
    PANJANG_KETERANGAN,
    anggaran_teks,
    ribu,
    target_teks,
)
from roadmap.resources.rencana import TAHUN, kolom_tahun
from sheets.columns import Nilai
from sheets.resource import Isi, Temuan, Tingkat
from sheets.values import lipat
from ukuran.target import JenisAnggaran, Target

if TYPE_CHECKING:
    from roadmap.resources.rencana_aksi import AksiResource

TARGET, ANGGARAN = kolom_tahun("target"), kolom_tahun("anggaran")
TETAP = ("program_huruf", "program", "kegiatan_no", "kegiatan", "tipe")
PENUGASAN = ("pola", "unit", "pendukung")
_PECAHAN = re.compile(r"0,[0-9]+")
_LONJAKAN = 10

Tipe = BarisAksi.Tipe


class PemeriksaAksi:
    """Looks at one new or changed row."""

    def __init__(self, resource: "AksiResource", isi: Isi, lama: Isi | None) -> None:
        """`resource` is prepared; `lama` is the row that is there."""
        self._r, self._isi, self._lama = resource, isi, lama

    def periksa(self) -> Iterator[Temuan]:
        """Yield what the plan's rules refuse, and what looks wrong in targets and budgets."""
        isi, lama = self._isi, self._lama
        if isi["tahun_pertama"] != self._r.tahun[0]:
            yield Temuan(
                f"Rencana ini mulai tahun {self._r.tahun[0]}, bukan {isi['tahun_pertama']}.",
                "Pilih rencana yang benar, atau betulkan kolom Tahun pertama.",
                kolom="tahun_pertama",
            )
        yield from self._letak()
        yield from self._penugasan()
        yield from self._anggaran_bersama()
        changed = [
            n
            for n in range(TAHUN)
            if lama is None
            or isi[TARGET[n]] != lama[TARGET[n]]
            or isi[ANGGARAN[n]] != lama[ANGGARAN[n]]
        ]
        if isi["tipe"] == Tipe.JUDUL:
            for nama in (TARGET[n] for n in changed if isi[TARGET[n]] or isi[ANGGARAN[n]]):
                yield Temuan(
                    "Judul kegiatan tidak mempunyai target atau anggaran.",
                    "Kosongkan selnya, atau ubah tipe barisnya.",
                    kolom=nama,
                )
            return
        for n in changed:
            yield from self._tahun(n)

    def _letak(self) -> Iterator[Temuan]:
        isi, lama = self._isi, self._lama
        key = lipat(str(isi["kode_baris"]))
        if lama is not None:
            if key in self._r.dicabut:
                yield Temuan(
                    "Baris ini sudah dicabut dari rencana, jadi tidak dapat diubah.",
                    "Hapus baris ini dari berkas.",
                    kolom="kode_baris",
                )
            for nama in TETAP:
                if isi[nama] != lama[nama]:
                    yield Temuan(
                        f"{self._r.kolom()[nama].judul} baris {isi['kode_baris']} di Pantas adalah "
                        f"“{self._r.kolom()[nama].sebut(lama[nama], self._r)[:120]}”.",
                        "Kembalikan isinya; baris dengan letak lain memerlukan kode baru.",
                        kolom=nama,
                    )
            return
        if key in self._r.kode_lain:
            yield Temuan(
                f"Kode {isi['kode_baris']} sudah dipakai indikator Bab III.B rencana ini.",
                "Pakai kode lain.",
                kolom="kode_baris",
            )
        huruf, no = lipat(str(isi["program_huruf"])), lipat(str(isi["kegiatan_no"]))
        known = (
            ("program", self._r.nama_program[huruf][1]),
            ("kegiatan", self._r.nama_kegiatan[huruf, no][1]),
        )
        for nama, name in known:
            if isi[nama] != name:
                yield Temuan(
                    f"{self._r.kolom()[nama].judul} ini bernama “{str(name)[:120]}”.",
                    "Samakan namanya, atau beri huruf atau nomor lain.",
                    kolom=nama,
                )
        if isi["kegiatan"] is None:
            yield Temuan("Kegiatan baru memerlukan nama.", "Isi kolom Kegiatan.", kolom="kegiatan")

    def _penugasan(self) -> Iterator[Temuan]:
        isi, lama = self._isi, self._lama
        judul = isi["tipe"] == Tipe.JUDUL
        if judul:
            for nama in PENUGASAN:
                if isi[nama] is not None:
                    yield Temuan(
                        "Judul kegiatan tidak mempunyai unit atau pola.",
                        "Kosongkan selnya.",
                        kolom=nama,
                    )
        elif isi["unit"] is None:
            yield Temuan(
                "Unit pelapor belum diisi.", "Pilih unit yang melaporkan baris ini.", kolom="unit"
            )
        if lama is None or not self._r.rencana.berjalan:
            return
        for nama in PENUGASAN:
            if isi[nama] != lama[nama]:
                yield Temuan(
                    f"{self._r.kolom()[nama].judul} rencana yang berjalan tidak diubah lewat "
                    "impor, karena tugas unit ikut berubah.",
                    "Ubah di halaman rencana, pada butirnya.",
                    kolom=nama,
                )

    def _anggaran_bersama(self) -> Iterator[Temuan]:
        isi, lama = self._isi, self._lama
        pada = isi["anggaran_bersama"]
        if pada is None or (
            lama is not None and not _beda(isi, lama, "anggaran_bersama", *ANGGARAN)
        ):
            return
        key = lipat(str(pada))
        shared = self._r.bagi.get(key)
        if shared is None and key in self._r.baris_ada:
            shared = self._r.baris_ada[key][1]
        if shared is None:
            yield Temuan(
                f"Baris {pada} yang memuat anggaran bersama belum ada.",
                "Sebut kode baris yang ada, atau letakkan baris itu di atas baris ini.",
                kolom="anggaran_bersama",
            )
        elif shared or key == lipat(str(isi["kode_baris"])):
            yield Temuan(
                f"Baris {pada} sendiri tidak memuat anggaran.",
                "Sebut kode baris yang memuat anggarannya.",
                kolom="anggaran_bersama",
            )
        for nama in ANGGARAN:
            if isi[nama] is not None:
                yield Temuan(
                    "Baris yang berbagi anggaran tidak mempunyai anggaran sendiri.",
                    f"Kosongkan selnya; anggarannya ada pada baris {pada}.",
                    kolom=nama,
                )

    def _tahun(self, n: int) -> Iterator[Temuan]:
        """Yield findings about the cells of one year."""
        isi, lama = self._isi, self._lama
        aim_text, money_text = isi[TARGET[n]], isi[ANGGARAN[n]]
        if n >= len(self._r.tahun):
            if aim_text is not None or money_text is not None:
                yield Temuan(
                    f"Rencana ini hanya {len(self._r.tahun)} tahun.",
                    "Kosongkan selnya.",
                    kolom=TARGET[n] if aim_text is not None else ANGGARAN[n],
                )
            return
        grades, arah = self._r.ukur_baris(isi)
        aim = target_teks(_teks(aim_text), grades)
        money = anggaran_teks(_teks(money_text))
        if len(aim.keterangan) > PANJANG_KETERANGAN:
            yield Temuan(
                f"Target berupa kata paling panjang {PANJANG_KETERANGAN} huruf.",
                "Persingkat targetnya.",
                kolom=TARGET[n],
            )
        if money.jenis is JenisAnggaran.TAK_TERBACA:
            yield Temuan(
                f"Anggaran “{money_text}” tidak terbaca.",
                "Tulis dalam ribuan rupiah, misalnya 1.200.287; atau - atau kosong.",
                kolom=ANGGARAN[n],
            )
            return
        if self._r.rencana.berjalan and lama is not None:
            before = meminta(lama[TARGET[n]], lama[ANGGARAN[n]], grades, arah)
            if before != meminta(aim_text, money_text, grades, arah):
                yield Temuan(
                    f"Perubahan ini {'mencabut' if before else 'membuat'} tugas tahun "
                    f"{self._r.tahun[n]} pada rencana yang berjalan.",
                    "Ubah lewat Revisi target pada halaman butirnya, yang menunjukkan "
                    "tugas mana yang ikut berubah.",
                    kolom=TARGET[n],
                )
        yield from self._janggal(n)

    def _janggal(self, n: int) -> Iterator[Temuan]:
        """Yield warnings about the cells of one year."""
        isi = self._isi
        text, money = _teks(isi[TARGET[n]]), ribu(isi[ANGGARAN[n]])
        aim = target_teks(text, self._r.ukur_baris(isi)[0])
        yield from target_janggal(text, aim, TARGET[n])
        if money and not aim.ada:
            yield awas(
                f"Ada anggaran {_angka(money)} tanpa target.",
                "Isi targetnya, atau periksa letak anggarannya.",
                ANGGARAN[n],
            )
        last = ribu(isi[ANGGARAN[n - 1]]) if n else None
        if money and last and money >= _LONJAKAN * last:
            yield awas(
                f"Anggaran {_angka(money)} sepuluh kali tahun sebelumnya ({_angka(last)}) "
                "atau lebih.",
                "Periksa apakah angkanya dalam ribuan rupiah.",
                ANGGARAN[n],
            )


def periksa_total(resource: "AksiResource") -> Iterator[Temuan]:
    """Yield the years whose sum a file would move away from the printed TOTAL (one query)."""
    if not any(resource.geser.values()):
        return
    printed = dict(
        TotalTercetak.objects.filter(roadmap__rencana=resource.rencana).values_list("tahun", "ribu")
    )
    for n, tahun in enumerate(resource.tahun[:TAHUN]):
        total, after = printed.get(tahun), resource.jumlah[n] + resource.geser[n]
        if resource.geser[n] and total is not None and total != after:
            yield awas(
                f"Jumlah anggaran {tahun} menjadi {_angka(after)}, sedangkan TOTAL tercetak "
                f"{_angka(total)} (Rp.000).",
                "Periksa anggaran tahun itu.",
                "",
            )


def target_janggal(text: str | None, aim: Target, kolom: str) -> Iterator[Temuan]:
    """Yield what is doubtful about a target."""
    if aim.mencurigakan:
        yield awas(f"Target “{text}”: {aim.mencurigakan}", "Periksa targetnya.", kolom)
    elif text is not None and _PECAHAN.fullmatch(text):
        yield awas(
            f"Target {text} mungkin persentase yang terbaca sebagai pecahan.",
            "Ketik targetnya sebagai teks, misalnya 90%.",
            kolom,
        )


def meminta(target: Nilai, anggaran: Nilai, grades: tuple[str, ...], arah: str) -> bool:
    """Whether the cells of a year ask for anything (`roadmap.nilai.diminta`)."""
    row = TargetTahun(
        **kolom_target(target_teks(_teks(target), grades)),
        **kolom_anggaran(anggaran_teks(_teks(anggaran))),
    )
    return diminta(row, arah)


def _teks(nilai: Nilai) -> str | None:
    return None if nilai is None else str(nilai)


def _angka(nilai: int) -> str:
    return f"{nilai:,}".replace(",", ".")


def _beda(isi: Isi, lama: Isi, *names: str) -> bool:
    return any(isi[nama] != lama[nama] for nama in names)


def awas(pesan: str, saran: str, kolom: str) -> Temuan:
    """Return a warning."""
    return Temuan(pesan, saran, kolom=kolom, tingkat=Tingkat.PERINGATAN)
