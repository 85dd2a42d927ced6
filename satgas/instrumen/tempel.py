"""Reading a pasted instrument: rows copied from a spreadsheet become a tree, or errors. Pure.

An empty cell continues the one above it (merged cells); a repeated name is the same row of the
instrument; several documents stand in one cell on lines of their own, or in rows of their own.
Every error is told at once, with its row as the spreadsheet counts them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NoReturn

from satgas.instrumen.isi_sel import (
    TANDA_BUTIR,
    baca_bobot,
    kriteria_per_dokumen,
    pendek,
    pisah_kode,
    rapi,
)
from satgas.instrumen.kolom import Judul, Kolom, cari_judul
from satgas.instrumen.saudara import Saudara
from satgas.instrumen.tabel import TerlaluBanyak, baca_sel

MAKS_BARIS = 5000
MAKS_SEL = 200_000
MAKS_SIMPUL = 3000  # areas, indikator and sub indikator together
MAKS_DOKUMEN_SUB = 200
MAKS_DOKUMEN = 5000
MAKS_GALAT = 200
MAKS_DAFTAR = 101  # criteria of grades 0 to 100, or tasks, in one cell
MAKS_TEKS = 4000  # of a document or its criteria
_SERATUS = 100
_KRITERIA = re.compile(r"^\s*(\d{1,3})\s*(?:[:=–]|-|\s)\s*(\S.*)$", re.DOTALL)
_JUMLAH = {"jumlah", "total"}
_KOSONG = ("", "-", "–")
_PANJANG_KODE = {Kolom.AREA: 12, Kolom.INDIKATOR: 16, Kolom.SUB: 20}
_PANJANG_NAMA = {Kolom.AREA: 200, Kolom.INDIKATOR: 400, Kolom.SUB: 4000}


@dataclass(frozen=True)
class Galat:
    """One thing to correct: where it stands, what stands there, what to do."""

    baris: int
    kolom: str
    nilai: str
    pesan: str


@dataclass
class DokumenBaca:
    """A document as pasted."""

    baris: int
    uraian: str
    kriteria: str


@dataclass
class SimpulBaca:
    """An area, indikator or sub indikator as pasted; '' and None: the table says nothing."""

    baris: int
    kode: str
    nama: str
    bobot: Decimal | None = None
    anak: "list[SimpulBaca]" = field(default_factory=list)
    cara: str = ""
    unit: str = ""
    tugas: tuple[str, ...] = ()
    kriteria: dict[int, str] = field(default_factory=dict)
    dokumen: list[DokumenBaca] = field(default_factory=list)
    letak: dict[Kolom, int] = field(default_factory=dict)  # row in which a value was given


@dataclass
class Tempelan:
    """What was read: areas, errors, headings nobody knows, number of rows with something."""

    area: list[SimpulBaca] = field(default_factory=list)
    galat: list[Galat] = field(default_factory=list)
    asing: list[str] = field(default_factory=list)
    baris: int = 0


def baca(teks: str) -> Tempelan:
    """Read a copied table."""
    try:
        rows = baca_sel(teks.replace("\x00", ""), MAKS_SEL) if teks.strip() else []
    except TerlaluBanyak:
        pesan = (
            f"Terlalu banyak sel: paling banyak {MAKS_SEL}. Salin hanya baris dan kolom yang "
            "berisi, atau tempel per area."
        )
        return Tempelan(galat=[Galat(1, "Tabel", "", pesan)])
    if not rows:
        return Tempelan(galat=[Galat(1, "Tabel", "", "Tempel tabelnya dahulu.")])
    judul = cari_judul(rows)
    if judul is None:
        pesan = (
            "Judul kolom tidak dikenali. Salin tabel bersama baris judulnya: Area, Bobot Area, "
            "Indikator, Bobot Indikator, Sub Indikator, Bobot Sub, Dokumen, Kriteria."
        )
        return Tempelan(galat=[Galat(1, "Judul", rapi(" ".join(rows[0]))[:80], pesan)])
    if len(rows) > MAKS_BARIS:
        pesan = f"Terlalu banyak baris: paling banyak {MAKS_BARIS}. Tempel per area."
        return Tempelan(galat=[Galat(MAKS_BARIS + 1, "Tabel", str(len(rows)), pesan)])
    return _Pembaca(judul).jalan(rows)


class _Penuh(Exception):
    """The table goes over a limit, which is told already: the rest isn't read."""


class _Pembaca:
    """Goes down the rows and keeps where it is in the tree."""

    def __init__(self, judul: Judul) -> None:
        self._judul = judul
        self._hasil = Tempelan(asing=judul.asing)
        self._kini: dict[Kolom, SimpulBaca | None] = {
            Kolom.AREA: None,
            Kolom.INDIKATOR: None,
            Kolom.SUB: None,
        }
        self._baris = 0
        self._sel: dict[Kolom, str] = {}
        self._saudara: dict[int, Saudara[SimpulBaca]] = {}  # by identity of the list they are in
        self._uraian: dict[int, dict[str, DokumenBaca]] = {}  # by identity of the sub indikator
        self._simpul_dibaca = 0
        self._dokumen_dibaca = 0

    def jalan(self, rows: Sequence[Sequence[str]]) -> Tempelan:
        self._baris = self._judul.baris + 1
        try:
            self._periksa_judul()
            if not self._hasil.galat:
                self._baca_semua(rows)
        except _Penuh:
            return self._hasil
        if not self._hasil.baris and not self._hasil.galat:
            self._galat("Tabel", "", "Tidak ada baris di bawah judul kolom.")
        return self._hasil

    def _periksa_judul(self) -> None:
        for kolom, nilai in self._judul.ganda:
            self._galat(kolom, nilai, "Kolom ini ada dua kali. Hapus atau ganti salah satu judul.")
        if Kolom.SUB in self._judul.letak and Kolom.INDIKATOR not in self._judul.letak:
            self._galat(Kolom.INDIKATOR, "", "Kolom Indikator tidak ada. Tambahkan kolomnya.")

    def _baca_semua(self, rows: Sequence[Sequence[str]]) -> None:
        for no, row in enumerate(rows[self._judul.baris + 1 :], start=self._judul.baris + 2):
            self._sel = {
                kolom: row[letak].strip()
                for kolom, letak in self._judul.letak.items()
                if letak < len(row) and row[letak].strip() not in _KOSONG
            }
            self._baris = no
            if self._sel and not self._baris_jumlah():
                self._hasil.baris += 1
                self._baca_baris()

    def _baris_jumlah(self) -> bool:
        """Say whether the row only sums up weights."""
        bobot = {Kolom.BOBOT_AREA, Kolom.BOBOT_INDIKATOR, Kolom.BOBOT_SUB}
        names = [sel for kolom, sel in self._sel.items() if kolom not in bobot]
        return len(names) == 1 and names[0].casefold() in _JUMLAH

    def _galat(self, kolom: str, nilai: str, pesan: str) -> None:
        if len(self._hasil.galat) >= MAKS_GALAT:
            self._penuh("", f"Sudah ada {MAKS_GALAT} hal yang perlu diperbaiki.")
        self._hasil.galat.append(Galat(self._baris, str(kolom), nilai[:120], pesan))

    def _penuh(self, nilai: str, pesan: str) -> NoReturn:
        akhir = "Tabel dibaca hanya sampai di sini. Perbaiki dahulu, atau tempel per area."
        self._hasil.galat.append(Galat(self._baris, "Tabel", nilai, f"{pesan} {akhir}"))
        raise _Penuh

    def _baca_baris(self) -> None:
        area = self._simpul(Kolom.AREA, Kolom.KODE_AREA, self._hasil.area)
        if area is None:
            self._galat(Kolom.AREA, "", "Area kosong dan tidak ada area di atasnya. Isi nama area.")
            return
        self._bobot(Kolom.BOBOT_AREA, area)
        indikator = self._simpul(Kolom.INDIKATOR, Kolom.KODE_INDIKATOR, area.anak)
        sub_needed = [k for k in self._sel if k in _MILIK_SUB]
        if indikator is None:
            for kolom in (Kolom.SUB, Kolom.BOBOT_INDIKATOR):
                if kolom in self._sel:
                    self._galat(
                        kolom,
                        self._sel[kolom],
                        f"Isi Indikator dahulu di bawah area {pendek(area.nama)}.",
                    )
            if Kolom.SUB not in self._sel:
                self._tanpa_sub(sub_needed)
            return
        self._bobot(Kolom.BOBOT_INDIKATOR, indikator)
        sub = self._simpul(Kolom.SUB, Kolom.KODE_SUB, indikator.anak)
        if sub is None:
            self._tanpa_sub(sub_needed)
            return
        self._bobot(Kolom.BOBOT_SUB, sub)
        self._rincian(sub)
        self._dokumen(sub)

    def _tanpa_sub(self, kolom: list[Kolom]) -> None:
        for satu in kolom:
            self._galat(satu, self._sel[satu], "Isi Sub Indikator dahulu pada baris ini.")

    def _simpul(
        self, kolom: Kolom, kolom_kode: Kolom, saudara: list[SimpulBaca]
    ) -> SimpulBaca | None:
        """Return the node that the row names on a level, or the one above it continues."""
        nama = rapi(self._sel.get(kolom, ""))
        kode = rapi(self._sel.get(kolom_kode, ""))
        if not nama and not kode:
            return self._kini[kolom]
        if not kode and kolom_kode not in self._judul.letak:
            kode, nama = pisah_kode(kolom, nama)
        if len(kode) > _PANJANG_KODE[kolom]:
            batas = _PANJANG_KODE[kolom]
            self._galat(kolom_kode, kode, f"Kode terlalu panjang: paling banyak {batas} huruf.")
            kode = kode[:batas]
        if len(nama) > _PANJANG_NAMA[kolom]:
            batas = _PANJANG_NAMA[kolom]
            self._galat(kolom, nama, f"Nama terlalu panjang: paling banyak {batas} huruf.")
            nama = nama[:batas]
        dikenal = self._saudara.setdefault(id(saudara), Saudara())
        found = dikenal.cari(kode, nama)
        if found is None:
            if not nama:
                self._galat(kolom, kode, f"Isi kolom {kolom}: kode ini belum ada di atasnya.")
            self._simpul_dibaca += 1
            if self._simpul_dibaca > MAKS_SIMPUL:
                self._penuh(
                    pendek(nama),
                    f"Paling banyak {MAKS_SIMPUL} area, indikator, dan sub indikator.",
                )
            found = SimpulBaca(self._baris, kode, nama)
            saudara.append(found)
            dikenal.tambah(found)
        elif nama and found.nama.casefold() != nama.casefold():
            self._galat(
                kolom,
                nama,
                f"Kode {kode} sudah dipakai “{pendek(found.nama)}” di baris {found.baris}. "
                "Beri kode lain atau samakan namanya.",
            )
        if found is not self._kini[kolom]:
            self._kini[kolom] = found
            for lower in _DI_BAWAH[kolom]:
                self._kini[lower] = None
        return found

    def _bobot(self, kolom: Kolom, simpul: SimpulBaca) -> None:
        nilai = self._sel.get(kolom, "")
        if not nilai:
            return
        try:
            bobot = baca_bobot(nilai)
        except ValueError as error:
            self._galat(kolom, nilai, str(error))
            return
        if bobot is None:
            return
        if simpul.bobot is not None and simpul.bobot != bobot:
            self._galat(
                kolom,
                nilai,
                f"Berbeda dari bobot “{pendek(simpul.nama)}” di baris {simpul.letak[kolom]}. "
                "Samakan, atau kosongkan salah satu.",
            )
            return
        simpul.bobot = bobot
        simpul.letak.setdefault(kolom, self._baris)

    def _rincian(self, sub: SimpulBaca) -> None:
        cara, unit = rapi(self._sel.get(Kolom.CARA, "")), rapi(self._sel.get(Kolom.UNIT, ""))
        for kolom, nilai, lama in ((Kolom.CARA, cara, sub.cara), (Kolom.UNIT, unit, sub.unit)):
            if nilai and lama and nilai.casefold() != lama.casefold():
                self._galat(
                    kolom,
                    nilai,
                    f"Berbeda dari “{pendek(lama)}” di baris {sub.letak[kolom]}. Samakan.",
                )
            elif nilai:
                sub.letak.setdefault(kolom, self._baris)
        sub.cara, sub.unit = sub.cara or cara, sub.unit or unit
        tugas = [rapi(satu) for satu in re.split(r"[,;\n]", self._sel.get(Kolom.TUGAS, ""))]
        if any(tugas):
            sub.letak.setdefault(Kolom.TUGAS, self._baris)
            semua = tuple(dict.fromkeys([*sub.tugas, *filter(None, tugas)]))
            if len(semua) > MAKS_DAFTAR:
                pesan = f"Paling banyak {MAKS_DAFTAR} tugas terkait per sub indikator."
                self._galat(Kolom.TUGAS, str(len(semua)), pesan)
            sub.tugas = semua[:MAKS_DAFTAR]
        lines = self._sel.get(Kolom.KRITERIA_NILAI, "").splitlines()
        for line in filter(None, map(rapi, lines)):
            self._kriteria_nilai(sub, line)

    def _kriteria_nilai(self, sub: SimpulBaca, line: str) -> None:
        kolom = Kolom.KRITERIA_NILAI
        found = _KRITERIA.match(line)
        if found is None or int(found[1]) > _SERATUS:
            self._galat(kolom, line, "Tulis satu kriteria per baris, misalnya “100: lengkap”.")
            return
        nilai, uraian = int(found[1]), found[2]
        if len(uraian) > MAKS_TEKS:
            pesan = f"Kriteria terlalu panjang: paling banyak {MAKS_TEKS} huruf."
            self._galat(kolom, line, pesan)
        elif sub.kriteria.setdefault(nilai, uraian) != uraian:
            self._galat(kolom, line, f"Nilai {nilai} sudah mempunyai kriteria lain.")

    def _dokumen(self, sub: SimpulBaca) -> None:
        isi = self._sel.get(Kolom.DOKUMEN, "")
        kriteria = self._sel.get(Kolom.KRITERIA, "")
        if not isi:
            if kriteria:
                self._galat(
                    Kolom.KRITERIA, kriteria, "Isi juga Dokumen yang mempunyai kriteria ini."
                )
            return
        names = self._nama_dokumen(isi)
        syarat = kriteria_per_dokumen(kriteria, len(names))
        if syarat is None:
            self._galat(
                Kolom.KRITERIA,
                kriteria,
                f"{len(names)} dokumen, tetapi jumlah kriterianya berbeda. Tulis satu baris "
                "kriteria per dokumen, atau satu kriteria untuk semuanya.",
            )
            return
        if any(len(satu) > MAKS_TEKS for satu in syarat):
            pesan = f"Kriteria terlalu panjang: paling banyak {MAKS_TEKS} huruf per dokumen."
            self._galat(Kolom.KRITERIA, kriteria, pesan)
            return
        for nama, satu in zip(names, syarat, strict=True):
            self._satu_dokumen(sub, nama, satu)

    def _nama_dokumen(self, isi: str) -> list[str]:
        """Return the documents that stand in a cell, one to a line."""
        lines = [satu for satu in isi.splitlines() if satu.strip()]
        if len(lines) > MAKS_DOKUMEN_SUB:
            self._penuh(
                str(len(lines)),
                f"Paling banyak {MAKS_DOKUMEN_SUB} dokumen per sub indikator; "
                f"sel Dokumen ini berisi {len(lines)} baris.",
            )
        if len(lines) > 1:
            lines = [TANDA_BUTIR.sub("", satu) for satu in lines]
        return [rapi(satu) for satu in lines]

    def _satu_dokumen(self, sub: SimpulBaca, nama: str, kriteria: str) -> None:
        if len(nama) > MAKS_TEKS:
            pesan = f"Nama dokumen terlalu panjang: paling banyak {MAKS_TEKS} huruf."
            self._galat(Kolom.DOKUMEN, nama, pesan)
            return
        dikenal = self._uraian.setdefault(id(sub), {})
        there = dikenal.get(nama.casefold())
        if there is not None:
            if there.kriteria != kriteria:
                self._galat(
                    Kolom.DOKUMEN,
                    nama,
                    f"Dokumen ini sudah ada di baris {there.baris} dengan kriteria lain.",
                )
            return
        self._dokumen_dibaca += 1
        if self._dokumen_dibaca > MAKS_DOKUMEN:
            self._penuh(pendek(nama), f"Paling banyak {MAKS_DOKUMEN} dokumen dalam satu tabel.")
        if len(dikenal) == MAKS_DOKUMEN_SUB:
            self._penuh(
                pendek(nama), f"Paling banyak {MAKS_DOKUMEN_SUB} dokumen per sub indikator."
            )
        dikenal[nama.casefold()] = DokumenBaca(self._baris, nama, kriteria)
        sub.dokumen.append(dikenal[nama.casefold()])


_DI_BAWAH = {
    Kolom.AREA: (Kolom.INDIKATOR, Kolom.SUB),
    Kolom.INDIKATOR: (Kolom.SUB,),
    Kolom.SUB: (),
}
_MILIK_SUB = (
    Kolom.BOBOT_SUB,
    Kolom.CARA,
    Kolom.UNIT,
    Kolom.TUGAS,
    Kolom.KRITERIA_NILAI,
    Kolom.DOKUMEN,
    Kolom.KRITERIA,
)
