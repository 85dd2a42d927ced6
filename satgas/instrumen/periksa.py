"""A pasted table against the instrument that is there: what is new, changed, the same, wrong.

Pure: the preview page shows the result, and the action that applies it makes the same one anew.
Nothing is ever removed by pasting; an empty cell says nothing about what is there.
"""

from collections.abc import Sequence

from evidence.models import Butir
from satgas.instrumen.isi_sel import pendek
from satgas.instrumen.kolom import Kolom
from satgas.instrumen.pratinjau import (
    BarisPratinjau,
    DokumenBanding,
    Jenis,
    Konteks,
    KriteriaBanding,
    Pratinjau,
    SimpulBanding,
)
from satgas.instrumen.saudara import Saudara
from satgas.instrumen.susunan import AreaSusun, DokumenSusun, IndikatorSusun, SubSusun, Susunan
from satgas.instrumen.tempel import (
    MAKS_DOKUMEN,
    MAKS_DOKUMEN_SUB,
    MAKS_GALAT,
    MAKS_SIMPUL,
    DokumenBaca,
    Galat,
    SimpulBaca,
    Tempelan,
)
from ukuran.format import angka

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
        self._batas()
        self._hasil.galat.sort(key=lambda satu: satu.baris)
        del self._hasil.galat[MAKS_GALAT + 1 :]
        return self._hasil

    def _batas(self) -> None:
        """Refuse what would make the instrument, with what is in it, larger than a table may be."""
        lama = self._susunan
        simpul = len(lama.area) + len(lama.indikator) + len(lama.sub)
        dokumen = sum(len(satu.dokumen) for satu in lama.sub)
        for satu in self._hasil.baris:
            if satu.jenis is not Jenis.BARU or satu.tingkat == "kriteria nilai":
                continue
            if satu.tingkat == "dokumen":
                dokumen += 1
                if dokumen == MAKS_DOKUMEN + 1:
                    pesan = f"Instrumen menjadi lebih dari {MAKS_DOKUMEN} dokumen. Kurangi tabel."
                    self._galat(satu.baris, Kolom.DOKUMEN, satu.nama, pesan)
            else:
                simpul += 1
                if simpul == MAKS_SIMPUL + 1:
                    pesan = (
                        f"Instrumen menjadi lebih dari {MAKS_SIMPUL} area, indikator, dan "
                        "sub indikator. Kurangi tabelnya."
                    )
                    self._galat(satu.baris, Kolom.SUB, satu.nama, pesan)

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
        dikenal: Saudara[Lama] = Saudara()
        for row in lama:
            dikenal.tambah(row)
        met: dict[int, int] = {}
        kode_bebas = _KodeBebas(awalan, len(lama))
        taken = {satu.kode for satu in lama} | {satu.kode for satu in baca if satu.kode}
        if tingkat == "sub indikator":
            taken |= set(self._kode_sub) | set(self._baru_sub)
        found = []
        for satu in baca:
            old = self._cari(satu, dikenal, kolom)
            if old is not None and met.setdefault(old.pk, satu.baris) != satu.baris:
                self._dua_kali(satu, old, kolom, met[old.pk])
            kode = old.kode if old else satu.kode or kode_bebas.ambil(taken)
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

    def _cari(self, satu: SimpulBaca, lama: Saudara[Lama], kolom: Kolom) -> Lama | None:
        named = lama.bernama(satu.nama)
        if not satu.kode:
            return named
        found = lama.berkode(satu.kode)
        if found is None and named is not None:
            pesan = f"Nama ini sudah ada dengan kode {named.kode}. Samakan kodenya."
            self._galat(satu.baris, kolom, f"{satu.kode} {satu.nama}", pesan)
        return found

    def _dua_kali(self, satu: SimpulBaca, old: Lama, kolom: Kolom, baris: int) -> None:
        """Two pasted rows may not mean one row of the instrument: one by its code, one by name."""
        self._galat(
            satu.baris,
            kolom,
            f"{satu.kode} {satu.nama}".strip(),
            f"Baris ini dan baris {baris} sama-sama berarti {old.kode} {pendek(old.nama)} pada "
            "instrumen. Samakan keduanya, atau ganti kode atau nama salah satunya.",
        )

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
        self._isi_dokumen(satu, old, simpul)

    def _isi_dokumen(self, satu: SimpulBaca, old: SubSusun | None, simpul: SimpulBanding) -> None:
        there: dict[str, DokumenSusun] = {}
        for doc in old.dokumen if old else ():
            there.setdefault(doc.uraian.casefold(), doc)
        simpul.dokumen = [_dokumen(row, there.get(row.uraian.casefold())) for row in satu.dokumen]
        new = [doc for doc in simpul.dokumen if doc.pk is None]
        jumlah = len(new) + (len(old.dokumen) if old else 0)
        if new and jumlah > MAKS_DOKUMEN_SUB:
            self._galat(
                new[0].baris,
                Kolom.DOKUMEN,
                new[0].uraian,
                f"Sub indikator {simpul.kode} menjadi {jumlah} dokumen: paling banyak "
                f"{MAKS_DOKUMEN_SUB}, termasuk yang sudah ada.",
            )

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


class _KodeBebas:
    """Gives the free codes below a parent one after the other: "3", "3.1", "3.1.2"."""

    def __init__(self, awalan: str, ada: int) -> None:
        self._depan = f"{awalan}." if awalan else ""
        self._no = ada

    def ambil(self, taken: set[str]) -> str:
        self._no += 1
        while f"{self._depan}{self._no}" in taken:
            self._no += 1
        return f"{self._depan}{self._no}"


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


def _dokumen(row: DokumenBaca, there: DokumenSusun | None) -> DokumenBanding:
    if there is None:
        return DokumenBanding(row.baris, None, row.uraian, row.kriteria, Jenis.BARU)
    kriteria = row.kriteria or there.kriteria
    same = (there.uraian, there.kriteria) == (row.uraian, kriteria)
    jenis = Jenis.SAMA if same else Jenis.BERUBAH
    return DokumenBanding(row.baris, there.pk, row.uraian, kriteria, jenis)
