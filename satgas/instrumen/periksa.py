"""A pasted table against the instrument that is there: what is new, changed, the same, wrong.

Pure: the preview page shows the result, and the action that applies it makes the same one anew.
Nothing is ever removed by pasting; an empty cell says nothing about what is there.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from evidence.models import Butir
from satgas.instrumen.kolom import Kolom
from satgas.instrumen.susunan import AreaSusun, IndikatorSusun, SubSusun, Susunan
from satgas.instrumen.tempel import DokumenBaca, Galat, SimpulBaca, Tempelan
from ukuran.format import angka


class Jenis(StrEnum):
    """What pasting does with a row of the instrument."""

    BARU = "baru"
    BERUBAH = "berubah"
    SAMA = "sama"


@dataclass(frozen=True)
class Konteks:
    """What names in the table may mean: ids of units by name in lower case, of tasks by kode."""

    unit: Mapping[str, Sequence[tuple[int, str]]]
    tugas: Mapping[str, int]


@dataclass
class DokumenBanding:
    """A document: `pk` None when it is new."""

    baris: int
    pk: int | None
    uraian: str
    kriteria: str
    jenis: Jenis


@dataclass
class KriteriaBanding:
    """A grade of a sub indikator: `pk` None when it is new."""

    pk: int | None
    nilai: int
    uraian: str
    jenis: Jenis


@dataclass
class SimpulBanding:
    """An area, indikator or sub indikator as it will be; `pk` None when it is new."""

    baris: int
    tingkat: str
    pk: int | None
    kode: str
    nama: str
    bobot: Decimal | None
    jenis: Jenis
    rincian: list[str] = field(default_factory=list)
    anak: "list[SimpulBanding]" = field(default_factory=list)
    cara_nilai: str = Butir.CaraNilai.PILIH
    unit_id: int | None = None
    tugas: list[int] = field(default_factory=list)  # tasks to add
    kriteria: list[KriteriaBanding] = field(default_factory=list)
    dokumen: list[DokumenBanding] = field(default_factory=list)


@dataclass(frozen=True)
class BarisPratinjau:
    """One line of the preview."""

    baris: int
    tingkat: str
    kode: str
    nama: str
    jenis: Jenis
    rincian: Sequence[str]


@dataclass
class Pratinjau:
    """Everything that pasting would do, and everything that has to be corrected first."""

    area: list[SimpulBanding] = field(default_factory=list)
    galat: list[Galat] = field(default_factory=list)
    asing: list[str] = field(default_factory=list)
    baris: list[BarisPratinjau] = field(default_factory=list)

    def jumlah(self, jenis: Jenis) -> int:
        """Return how many rows of the instrument are of a kind."""
        return sum(satu.jenis is jenis for satu in self.baris)

    @property
    def baru(self) -> int:
        """Rows that will be added."""
        return self.jumlah(Jenis.BARU)

    @property
    def berubah(self) -> int:
        """Rows that will be changed."""
        return self.jumlah(Jenis.BERUBAH)

    @property
    def sama(self) -> int:
        """Rows that stay as they are."""
        return self.jumlah(Jenis.SAMA)

    @property
    def perubahan(self) -> list[BarisPratinjau]:
        """The lines in which something happens."""
        return [satu for satu in self.baris if satu.jenis is not Jenis.SAMA]

    @property
    def dapat_diterapkan(self) -> bool:
        """Say whether there is something to apply and nothing to correct."""
        return bool(self.perubahan) and not self.galat

    @property
    def sidik(self) -> str:
        """Return a fingerprint: what is applied must be what was shown."""
        return hashlib.sha256(repr(self.baris).encode()).hexdigest()[:32]


Lama = AreaSusun | IndikatorSusun | SubSusun


def bandingkan(tempelan: Tempelan, susunan: Susunan, konteks: Konteks) -> Pratinjau:
    """Return what pasting does to an instrument whose tree is read whole."""
    return _Banding(tempelan, susunan, konteks).jalan()


class _Banding:
    def __init__(self, tempelan: Tempelan, susunan: Susunan, konteks: Konteks) -> None:
        self._tempelan = tempelan
        self._susunan = susunan
        self._konteks = konteks
        self._hasil = Pratinjau(galat=list(tempelan.galat), asing=tempelan.asing)
        self._kode_sub = {satu.kode: satu.pk for satu in susunan.sub}
        self._baru_sub: dict[str, int] = {}

    def jalan(self) -> Pratinjau:
        self._hasil.area = self._tingkat("area", Kolom.AREA, self._tempelan.area, "", self._susunan)
        self._hasil.galat.sort(key=lambda satu: satu.baris)
        return self._hasil

    def _galat(self, baris: int, kolom: Kolom, nilai: str, pesan: str) -> None:
        self._hasil.galat.append(Galat(baris, kolom, nilai[:120], pesan))

    def _tingkat(
        self,
        tingkat: str,
        kolom: Kolom,
        baca: Sequence[SimpulBaca],
        awalan: str,
        induk: Susunan | Lama | None,
    ) -> list[SimpulBanding]:
        """Compare siblings, then what is below each."""
        lama = _anak(induk)
        taken = {satu.kode for satu in lama} | {satu.kode for satu in baca if satu.kode}
        if tingkat == "sub indikator":
            taken |= set(self._kode_sub) | set(self._baru_sub)
        found = []
        for satu in baca:
            old = self._cari(satu, lama, kolom)
            kode = old.kode if old else satu.kode or _kode_bebas(awalan, len(lama), taken)
            taken.add(kode)
            simpul = self._simpul(tingkat, satu, old, kode)
            found.append(simpul)
            if tingkat == "sub indikator":
                self._sub(satu, old if isinstance(old, SubSusun) else None, simpul)
            self._tulis(simpul)
            if tingkat == "area":
                simpul.anak = self._tingkat("indikator", Kolom.INDIKATOR, satu.anak, kode, old)
            elif tingkat == "indikator":
                simpul.anak = self._tingkat("sub indikator", Kolom.SUB, satu.anak, kode, old)
            else:
                self._tulis_isi(simpul)
        return found

    def _cari(self, satu: SimpulBaca, lama: Sequence[Lama], kolom: Kolom) -> Lama | None:
        names = [row for row in lama if row.nama.casefold() == satu.nama.casefold()]
        if not satu.kode:
            return names[0] if names else None
        found = next((row for row in lama if row.kode.casefold() == satu.kode.casefold()), None)
        if found is None and names:
            pesan = f"Nama ini sudah ada dengan kode {names[0].kode}. Samakan kodenya."
            self._galat(satu.baris, kolom, f"{satu.kode} {satu.nama}", pesan)
        return found

    def _simpul(self, tingkat: str, satu: SimpulBaca, old: Lama | None, kode: str) -> SimpulBanding:
        nama = satu.nama or (old.nama if old else "")
        bobot = satu.bobot if satu.bobot is not None or old is None else old.bobot
        simpul = SimpulBanding(
            satu.baris, tingkat, old.pk if old else None, kode, nama, bobot, Jenis.SAMA
        )
        if old is None:
            simpul.jenis = Jenis.BARU
            if bobot is not None:
                simpul.rincian.append(f"Bobot {angka(bobot, 3)}")
            return simpul
        if old.nama != nama:
            simpul.rincian.append(f"Nama: “{old.nama}” menjadi “{nama}”")
        if old.bobot != bobot and bobot is not None:
            before = "belum diketahui" if old.bobot is None else angka(old.bobot, 3)
            simpul.rincian.append(f"Bobot: {before} menjadi {angka(bobot, 3)}")
        if simpul.rincian:
            simpul.jenis = Jenis.BERUBAH
        return simpul

    def _sub(self, satu: SimpulBaca, old: SubSusun | None, simpul: SimpulBanding) -> None:
        self._kode_unik(satu, simpul)
        simpul.cara_nilai = self._cara(satu) or (old.cara_nilai if old else Butir.CaraNilai.PILIH)
        unit = self._unit(satu)
        simpul.unit_id = unit[0] if unit else (old.unit_id if old else None)
        there = {t.pk for t in old.tugas} if old else set()
        for kode in satu.tugas:
            pk = self._konteks.tugas.get(kode)
            if pk is None:
                self._galat(
                    satu.letak[Kolom.TUGAS],
                    Kolom.TUGAS,
                    kode,
                    "Kode tugas ini tidak ada pada keputusan Satgas tahun instrumen ini.",
                )
            elif pk not in there:
                simpul.tugas.append(pk)
                simpul.rincian.append(f"Tugas terkait {kode}")
        if old is not None and old.cara_nilai != simpul.cara_nilai:
            simpul.rincian.append(f"Cara menilai: {Butir.CaraNilai(simpul.cara_nilai).label}")
        if unit and (old is None or old.unit_id != unit[0]):
            simpul.rincian.append(f"Unit pengampu: {unit[1]}")
        if old is not None and simpul.rincian:
            simpul.jenis = Jenis.BERUBAH
        simpul.kriteria = _kriteria(satu, old)
        simpul.dokumen = [_dokumen(row, old) for row in satu.dokumen]

    def _kode_unik(self, satu: SimpulBaca, simpul: SimpulBanding) -> None:
        """The kode of a sub indikator stands alone in the instrument: its Butir bears it."""
        elsewhere = self._kode_sub.get(simpul.kode, simpul.pk) != simpul.pk
        if elsewhere or simpul.kode in self._baru_sub:
            self._galat(
                satu.baris,
                Kolom.KODE_SUB,
                simpul.kode,
                "Kode sub indikator ini sudah dipakai pada indikator lain. Beri kode lain.",
            )
        self._baru_sub[simpul.kode] = satu.baris

    def _cara(self, satu: SimpulBaca) -> str:
        if not satu.cara:
            return ""
        for cara in Butir.CaraNilai:
            if satu.cara.casefold() in (cara.value, cara.label.casefold()):
                return cara.value
        pilihan = ", ".join(f"“{cara.label}”" for cara in Butir.CaraNilai)
        self._galat(satu.letak[Kolom.CARA], Kolom.CARA, satu.cara, f"Pilih salah satu: {pilihan}.")
        return ""

    def _unit(self, satu: SimpulBaca) -> tuple[int, str] | None:
        if not satu.unit:
            return None
        found = self._konteks.unit.get(satu.unit.casefold(), ())
        if len(found) == 1:
            return found[0]
        pesan = (
            "Ada beberapa unit dengan nama ini. Tulis kode unitnya."
            if found
            else "Unit ini tidak dikenal. Tulis namanya seperti pada halaman Unit."
        )
        self._galat(satu.letak[Kolom.UNIT], Kolom.UNIT, satu.unit, pesan)
        return None

    def _tulis(self, simpul: SimpulBanding) -> None:
        self._hasil.baris.append(
            BarisPratinjau(
                simpul.baris,
                simpul.tingkat,
                simpul.kode,
                simpul.nama,
                simpul.jenis,
                tuple(simpul.rincian),
            )
        )

    def _tulis_isi(self, simpul: SimpulBanding) -> None:
        for row in simpul.kriteria:
            self._hasil.baris.append(
                BarisPratinjau(
                    simpul.baris, "kriteria nilai", simpul.kode, row.uraian, row.jenis,
                    (f"Nilai {row.nilai}",),
                )
            )  # fmt: skip
        for doc in simpul.dokumen:
            detail = (f"Kriteria: {doc.kriteria}",) if doc.kriteria else ()
            self._hasil.baris.append(
                BarisPratinjau(doc.baris, "dokumen", simpul.kode, doc.uraian, doc.jenis, detail)
            )


def _anak(induk: Susunan | Lama | None) -> Sequence[Lama]:
    if isinstance(induk, Susunan):
        return induk.area
    if isinstance(induk, AreaSusun):
        return induk.indikator
    return induk.sub if isinstance(induk, IndikatorSusun) else ()


def _kode_bebas(awalan: str, ada: int, taken: set[str]) -> str:
    """Return the next free kode below a parent: "3", "3.1", "3.1.2"."""
    no = ada + 1
    depan = f"{awalan}." if awalan else ""
    while f"{depan}{no}" in taken:
        no += 1
    return f"{depan}{no}"


def _kriteria(satu: SimpulBaca, old: SubSusun | None) -> list[KriteriaBanding]:
    there = {row.nilai: row for row in old.kriteria} if old else {}
    found = []
    for nilai, uraian in sorted(satu.kriteria.items(), reverse=True):
        row = there.get(nilai)
        if row is None:
            found.append(KriteriaBanding(None, nilai, uraian, Jenis.BARU))
        else:
            jenis = Jenis.SAMA if row.uraian == uraian else Jenis.BERUBAH
            found.append(KriteriaBanding(row.pk, nilai, uraian, jenis))
    return found


def _dokumen(row: DokumenBaca, old: SubSusun | None) -> DokumenBanding:
    there = next(
        (d for d in old.dokumen if d.uraian.casefold() == row.uraian.casefold())
        if old
        else iter(()),
        None,
    )
    if there is None:
        return DokumenBanding(row.baris, None, row.uraian, row.kriteria, Jenis.BARU)
    kriteria = row.kriteria or there.kriteria
    same = (there.uraian, there.kriteria) == (row.uraian, kriteria)
    jenis = Jenis.SAMA if same else Jenis.BERUBAH
    return DokumenBanding(row.baris, there.pk, row.uraian, kriteria, jenis)
