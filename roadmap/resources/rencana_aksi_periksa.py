"""What is wrong or suspicious about a row of the Lampiran, before anything is written."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from roadmap.models import BarisAksi, TotalTercetak
from roadmap.resources.tahunan import ANGGARAN, TAHUN, TARGET
from roadmap.resources.tahunan_periksa import awas, periksa_tahunan
from sheets.resource import Isi, Temuan
from sheets.values import lipat
from ukuran.format import angka

if TYPE_CHECKING:
    from roadmap.resources.rencana_aksi import AksiResource

TETAP = ("program_huruf", "program", "kegiatan_no", "kegiatan", "tipe")
PENUGASAN = ("pola", "unit", "pendukung")
Tipe = BarisAksi.Tipe


class PemeriksaAksi:
    """Looks at one new or changed row."""

    def __init__(self, resource: "AksiResource", isi: Isi, lama: Isi | None) -> None:
        """`resource` is prepared; `lama` is the row that is there."""
        self._r, self._isi, self._lama = resource, isi, lama

    def periksa(self) -> Iterator[Temuan]:
        """Yield what the plan's rules refuse, and what looks wrong in targets and budgets."""
        isi, lama = self._isi, self._lama
        yield from self._r.periksa_awal(isi)
        yield from self._letak()
        yield from self._penugasan()
        yield from self._anggaran_bersama()
        if isi["tipe"] == Tipe.JUDUL:
            for n in self._r.tahun_berubah(isi, lama):
                if isi[TARGET[n]] or isi[ANGGARAN[n]]:
                    yield Temuan(
                        "Judul kegiatan tidak mempunyai target atau anggaran.",
                        "Kosongkan selnya, atau ubah tipe barisnya.",
                        kolom=TARGET[n],
                    )
            return
        yield from periksa_tahunan(self._r, isi, lama)

    def _letak(self) -> Iterator[Temuan]:
        isi, lama = self._isi, self._lama
        key = lipat(str(isi["kode_baris"]))
        if lama is not None:
            yield from self._r.periksa_dicabut(isi)
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
        yield from self._r.periksa_tetap(
            isi, lama, PENUGASAN, "Ubah di halaman rencana, pada butirnya."
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
                f"Jumlah anggaran {tahun} menjadi {angka(after)}, sedangkan TOTAL tercetak "
                f"{angka(total)} (Rp.000).",
                "Periksa anggaran tahun itu.",
                "",
            )


def _beda(isi: Isi, lama: Isi, *names: str) -> bool:
    return any(isi[nama] != lama[nama] for nama in names)
