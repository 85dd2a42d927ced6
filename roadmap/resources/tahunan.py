"""Kinds whose rows are Butir with figures for every year: targets, and budgets where they have any.

A kind says its own columns, its key and what a row means. Reading the figures of the years stands
here, what they may say in `tahunan_periksa`, writing them in `tahunan_tulis`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from evidence.models import Butir, ButirPendukung
from roadmap.models import TargetTahun
from roadmap.resources.cetakan import (
    AnggaranTercetak,
    DaftarUnit,
    TargetTercetak,
    anggaran_baku,
    rapi,
)
from roadmap.resources.rencana import RoadmapResource
from sheets.columns import Kolom, Nilai, Pilihan, Tahun
from sheets.resource import Isi, Perubahan, Temuan
from sheets.values import lipat
from sheets.writes import Tulisan

if TYPE_CHECKING:
    from roadmap.resources.tahunan_tulis import PenulisTahunan

TAHUN = 5
"""Years that a table has columns for: the period of a Road Map."""
TARGET = tuple(f"target_{ke}" for ke in range(1, TAHUN + 1))
ANGGARAN = tuple(f"anggaran_{ke}" for ke in range(1, TAHUN + 1))
_KALI = {"per triwulan": "triwulan", "per semester": "semester", "per bulan": "bulanan"}
_POLA = (
    Butir.Pola.SEKALI,
    Butir.Pola.BULANAN,
    Butir.Pola.TRIWULAN,
    Butir.Pola.SEMESTER,
    Butir.Pola.TAHUNAN,
)


class TahunanResource(RoadmapResource):
    """Base of the kinds with a Butir and its years in every row."""

    beranggaran: ClassVar[bool] = False
    """Whether the years have budgets beside their targets."""
    milik: ClassVar[str]
    """What leads from a Butir to the row that owns it."""
    sebutan: ClassVar[str]
    """What such a row is called on screen."""

    dicabut: set[str]
    """Folded codes of the rows that an amendment has revoked."""

    @classmethod
    def perlu_dasar(cls, tujuan: int | None, *, baru: int, berubah: int) -> bool:
        """Changed rows do, whatever the state: no version of a target is without a reason."""
        return berubah > 0

    @classmethod
    def kolom_di(cls, n: int) -> tuple[str, ...]:
        """Return the names of the figures of the n-th year, from 0."""
        return (TARGET[n], ANGGARAN[n]) if cls.beranggaran else (TARGET[n],)

    def ukur_baris(self, isi: Isi) -> tuple[tuple[str, ...], str]:
        """Return the grades that count in a row, and its direction."""
        raise NotImplementedError

    def penulis(self) -> "PenulisTahunan[Any]":
        """Return what writes the rows; asked once, when the first piece is written."""
        raise NotImplementedError

    # --- what is there ------------------------------------------------------------------------
    def sel_tahunan(self) -> dict[int, list[Nilai]]:
        """Return the figures in force by Butir, in the order of `isi_tahunan`; one query."""
        found: dict[int, list[Nilai]] = {}
        own = {f"butir__{self.milik}__isnull": False}
        rows = TargetTahun.objects.filter(butir__rencana=self.rencana, kini=True, **own)
        first, lebar = self.tahun[0], len(self._nama) // TAHUN
        for butir, tahun, target, anggaran in (
            rows.order_by()
            .values_list("butir", "tahun", "target_mentah", "anggaran_mentah")
            .iterator(chunk_size=5000)
        ):
            n = tahun - first
            if not 0 <= n < TAHUN:
                continue
            cells = found.get(butir)
            if cells is None:
                cells = found[butir] = [None] * len(self._nama)
            cells[lebar * n] = rapi(target)
            if self.beranggaran:
                cells[lebar * n + 1] = anggaran_baku(anggaran)
        return found

    def isi_tahunan(self, cells: Sequence[Nilai] | None) -> Isi:
        """Return the columns of all years; all None for a row without any."""
        if cells is None:
            return dict.fromkeys(self._nama)
        return dict(zip(self._nama, cells, strict=True))

    @cached_property
    def _nama(self) -> tuple[str, ...]:
        return tuple(nama for n in range(TAHUN) for nama in self.kolom_di(n))

    def pendukung_ada(self) -> dict[int, tuple[str, ...]]:
        """Return the codes of the supporting units by Butir; one query."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        rows = ButirPendukung.objects.filter(butir__rencana=self.rencana)
        for butir, kode in rows.values_list("butir", "unit__kode"):
            found[butir].append(kode)
        return {butir: tuple(sorted(codes)) for butir, codes in found.items()}

    # --- what a file says ---------------------------------------------------------------------
    def tahun_berubah(self, isi: Isi, lama: Isi | None) -> list[int]:
        """Return the years (from 0) whose figures differ from what is there."""
        return [
            n
            for n in range(TAHUN)
            if lama is None or any(isi[nama] != lama[nama] for nama in self.kolom_di(n))
        ]

    def periksa_awal(self, isi: Isi) -> Iterator[Temuan]:
        """Yield a first year that is another plan's."""
        if isi["tahun_pertama"] != self.tahun[0]:
            yield Temuan(
                f"Rencana ini mulai tahun {self.tahun[0]}, bukan {isi['tahun_pertama']}.",
                "Pilih rencana yang benar, atau betulkan kolom Tahun pertama.",
                kolom="tahun_pertama",
            )

    def periksa_dicabut(self, isi: Isi) -> Iterator[Temuan]:
        """Yield a row that was revoked."""
        (kode,) = self.kunci
        if lipat(str(isi[kode])) in self.dicabut:
            yield Temuan(
                f"{self.sebutan} ini sudah dicabut dari rencana, jadi tidak dapat diubah.",
                "Hapus baris ini dari berkas.",
                kolom=kode,
            )

    def periksa_tetap(
        self, isi: Isi, lama: Isi | None, kolom: Iterable[str], saran: str
    ) -> Iterator[Temuan]:
        """Yield columns that a running plan does not let a file change: tasks follow from them."""
        if lama is None or not self.rencana.berjalan:
            return
        for nama in kolom:
            if isi[nama] != lama[nama]:
                yield Temuan(
                    f"{self.kolom()[nama].judul} rencana yang berjalan tidak diubah lewat impor, "
                    "karena tugas unit ikut berubah.",
                    saran,
                    kolom=nama,
                )

    # --- what is written ----------------------------------------------------------------------
    @cached_property
    def _penulis(self) -> "PenulisTahunan[Any]":
        return self.penulis()

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Write a piece: new rows with what they need and own, and versions of targets."""
        self._penulis.tulis(rows, tulisan)

    def sesudah(self, tulisan: Tulisan) -> None:
        """Make the tasks of new Butir in a running plan, for windows that have not ended."""
        self._penulis.tugas()


# --- columns ----------------------------------------------------------------------------------
def kolom_tahun_pertama() -> Kolom:
    """Return the column that keeps a file out of a plan of other years."""
    return Kolom(
        "Tahun pertama",
        Tahun(),
        sinonim=("Tahun pertama rencana", "Tahun awal"),
        catatan="Tahun pertama rencana, agar target tidak masuk ke tahun yang salah.",
        lebar=10,
    )


def kolom_target(ke: int, contoh: str = "") -> Kolom:
    """Return the column of the target of one year, from 1; `contoh` says what may stand there."""
    return Kolom(
        f"Target tahun ke-{ke}",
        TargetTercetak(),
        sinonim=_sinonim(("Target",), ke),
        catatan=f"Sebagaimana tercetak, untuk tahun ke-{ke} rencana{contoh}.",
        lebar=18,
    )


def kolom_anggaran(ke: int) -> Kolom:
    """Return the column of the budget of one year, from 1."""
    return Kolom(
        f"Anggaran tahun ke-{ke} (Rp.000)",
        AnggaranTercetak(),
        sinonim=_sinonim(("Anggaran", "Anggaran (Rp.000)", "Anggaran Rp.000", "Pagu"), ke),
        catatan="Dalam ribuan rupiah: 150.000 berarti Rp150 juta.",
        lebar=16,
    )


def kolom_pendukung() -> Kolom:
    """Return the column of the supporting units."""
    return Kolom(
        "Unit pendukung",
        DaftarUnit(),
        sinonim=("Pendukung", "OPD pendukung"),
        catatan="Unit lain yang mendukung, satu di tiap baris sel.",
        lebar=24,
    )


def kolom_pola(apa: str, lazim: Butir.Pola) -> Kolom:
    """Return the column that says how often `apa` is reported; blank is `lazim`."""
    return Kolom(
        "Pola",
        Pilihan([(pola.value, pola.label) for pola in _POLA], sinonim=_KALI),
        sinonim=("Pola pelaporan", "Frekuensi", "Periode pelaporan"),
        catatan=f"Seberapa sering {apa} ini dilaporkan; kosong berarti {lazim.label}.",
        lebar=14,
    )


def _sinonim(kata: Iterable[str], ke: int) -> tuple[str, ...]:
    """Return how offices head the column of the `ke`-th year, never by a year of the calendar."""
    roman = ("I", "II", "III", "IV", "V")[ke - 1]
    return tuple(
        heading
        for satu in kata
        for heading in (
            f"{satu} {ke}",
            f"{satu} tahun {ke}",
            f"{satu} tahun {roman}",
            f"{satu} th {ke}",
            f"{satu} ke-{ke}",
        )
    )
