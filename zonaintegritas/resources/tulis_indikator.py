"""Indikator keberhasilan of kegiatan, the sub kegiatan they belong to, and their documents.

Rows say by sub kegiatan which texts it has; an indikator is shared where several say the same. A
text that took the place of another for the same sub kegiatan rewords it. Documents follow: one
for each pair, the portal's own where there is none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from evidence.models import Butir, DokumenWajib
from sheets.columns import Nilai
from sheets.writes import Tulisan
from zonaintegritas.models import (
    CatatanSumber,
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    SubKegiatan,
)
from zonaintegritas.official.rencana_aksi import BUKTI
from zonaintegritas.resources.isi_rencana import satu_baris

Tempat = int | None
"""Order of a sub kegiatan in its kegiatan; None for a kegiatan without any."""
_PASANGAN = IndikatorKeberhasilan.sub.through
_CATATAN = CatatanSumber.indikator.through


@dataclass
class Sasaran:
    """What rows of one kegiatan want: number of the row, lines and old lines, by place."""

    baris: dict[Tempat, tuple[int, tuple[str, ...], Nilai]] = field(default_factory=dict)
    sub_baru: dict[int, SubKegiatan] = field(default_factory=dict)


@dataclass
class _Satu:
    """An indikator that is there: where it stands, and where it is to stand."""

    row: IndikatorKeberhasilan
    isi: str
    tempat: set[Tempat]
    tetap: set[Tempat] = field(default_factory=set)


def tulis_indikator(kegiatan: Sequence[tuple[KegiatanZI, Sasaran]], tulisan: Tulisan) -> None:
    """Plan the writes of all; the kegiatan and sub kegiatan are stored. Eight queries."""
    if not kegiatan:
        return
    ids = [one.pk for one, _ in kegiatan]
    ada = _Ada(ids)
    writers = [_Kegiatan(one, sasaran, ada, tulisan) for one, sasaran in kegiatan]
    for writer in writers:
        writer.susun()
    for writer in writers:
        writer.pasang()


class _Ada:
    """What stands in some kegiatan."""

    def __init__(self, ids: list[int]) -> None:
        self.sub: defaultdict[int, dict[int, SubKegiatan]] = defaultdict(dict)
        for sub in SubKegiatan.objects.filter(kegiatan__in=ids).select_related("butir"):
            self.sub[sub.kegiatan_id][sub.urut] = sub
        of_sub = {sub.pk: sub for subs in self.sub.values() for sub in subs.values()}
        self.indikator: defaultdict[int, list[IndikatorKeberhasilan]] = defaultdict(list)
        rows = IndikatorKeberhasilan.objects.filter(kegiatan__in=ids)
        for row in rows.order_by("urut"):
            self.indikator[row.kegiatan_id].append(row)
        self.pasangan: defaultdict[int, dict[int, Any]] = defaultdict(dict)
        pairs = _PASANGAN._base_manager.filter(indikatorkeberhasilan__kegiatan__in=ids)
        for pair in pairs:
            urut = of_sub[pair.subkegiatan_id].urut
            self.pasangan[pair.indikatorkeberhasilan_id][urut] = pair
        butir = [sub.butir_id for sub in of_sub.values()]
        butir += [
            pk
            for pk in KegiatanZI.objects.filter(pk__in=ids).values_list("butir", flat=True)
            if pk is not None
        ]
        self.dokumen: defaultdict[int, list[DokumenWajib]] = defaultdict(list)
        for doc in DokumenWajib.objects.filter(butir__in=butir).order_by("urut"):
            self.dokumen[doc.butir_id].append(doc)
        self.taut: dict[tuple[int, int], DokumenIndikator] = {}
        links = DokumenIndikator.objects.filter(dokumen__butir__in=butir)
        for link in links.select_related("dokumen"):
            self.taut[link.indikator_id, link.dokumen.butir_id] = link
        self.catatan = list(_CATATAN._base_manager.filter(indikatorkeberhasilan__kegiatan__in=ids))


class _Kegiatan:
    """Writes the indikator of one kegiatan."""

    def __init__(self, kegiatan: KegiatanZI, sasaran: Sasaran, ada: _Ada, tulisan: Tulisan) -> None:
        self._kegiatan, self._mau = kegiatan, sasaran.baris
        self._ada, self._tulisan = ada, tulisan
        self._sub = ada.sub[kegiatan.pk]
        self._dokumen = {
            butir.pk: list(ada.dokumen[butir.pk]) for butir in self._semua_butir(kegiatan)
        }
        self._ada_satu = [
            _Satu(row, satu_baris(row.teks), self._tempat(row))
            for row in ada.indikator[kegiatan.pk]
        ]
        self._urut = max((one.row.urut for one in self._ada_satu), default=0)
        self._terpakai: set[str] = set()
        self._baru: list[tuple[IndikatorKeberhasilan, set[Tempat]]] = []

    def _semua_butir(self, kegiatan: KegiatanZI) -> Iterable[Butir]:
        return (
            [kegiatan.butir]
            if kegiatan.butir is not None
            else [sub.butir for sub in self._sub.values()]
        )

    def _tempat(self, row: IndikatorKeberhasilan) -> set[Tempat]:
        if self._kegiatan.butir_id is not None:
            return {None}
        return set(self._ada.pasangan[row.pk])

    def _no(self, tempat: Iterable[Tempat]) -> int:
        return next(self._mau[one][0] for one in tempat if one in self._mau)

    def susun(self) -> None:
        """Plan what is reworded, taken away and new; places of new ones follow in `pasang`."""
        baru = self._banding()
        self._ganti(baru)
        for one in self._ada_satu:
            gone = one.tempat - one.tetap
            if gone and not one.tetap:
                self._hapus(one, self._no(gone))
            elif gone:
                for place in gone:
                    self._lepas(one, place, self._no([place]))
        lettered = any(one.row.huruf for one in self._ada_satu) or len(baru) > 1
        stays = [one for one in self._ada_satu if one.tetap or not one.tempat]
        self._terpakai = {one.row.huruf for one in stays}
        self._baru = [
            (self._buat(isi, self._no(places), lettered=lettered), places)
            for isi, places in baru.items()
        ]

    def pasang(self) -> None:
        """Plan the places of indikator with their documents; all indikator are planned by now."""
        for one in self._ada_satu:
            for place in sorted(one.tetap - one.tempat, key=_urutan):
                self._pasang(one.row, place, self._no([place]))
        for row, places in self._baru:
            for place in sorted(places, key=_urutan):
                self._pasang(row, place, self._no([place]))
        self._bukti()

    def _banding(self) -> dict[str, set[Tempat]]:
        """Settle where each indikator stays; return the texts that are nowhere, with places."""
        for one in self._ada_satu:
            one.tetap = {p for p in one.tempat if p not in self._mau or one.isi in self._mau[p][1]}
        baru: dict[str, set[Tempat]] = {}
        for place, (_, lines, _) in self._mau.items():
            for line in lines:
                alike = [one for one in self._ada_satu if one.isi == line and one.tempat]
                if any(place in one.tetap for one in alike):
                    continue
                if alike:
                    alike[0].tetap.add(place)
                else:
                    baru.setdefault(line, set()).add(place)
        return baru

    def _ganti(self, baru: dict[str, set[Tempat]]) -> None:
        """Reword indikator where a row says another text in their stead; takes it from `baru`."""
        there = {one.isi: one for one in self._ada_satu if one.tempat}
        own = {isi for isi, one in there.items() if len(one.tempat) == 1}
        known = set(there)
        for place, (no, lines, was) in sorted(self._mau.items(), key=lambda item: item[1][0]):
            pairs = diganti(lines, was, known, own)
            known.update(lines)
            for lama, isi in pairs.items():
                if isi not in baru:
                    continue
                old = there[lama]
                link = self._ada.taut.get((old.row.pk, self._butir(place).pk))
                doc = self._cari(place, link)
                if doc is not None and satu_baris(doc.uraian) == lama:
                    self._tulisan.ubah(no, doc, uraian=isi)
                self._tulisan.ubah(no, old.row, teks=isi)
                old.isi, old.tetap = isi, baru.pop(isi)

    def _butir(self, place: Tempat) -> Butir:
        if place is None:
            assert self._kegiatan.butir is not None
            return self._kegiatan.butir
        return self._sub[place].butir

    def _cari(self, place: Tempat, link: DokumenIndikator | None) -> DokumenWajib | None:
        rows = self._dokumen[self._butir(place).pk]
        return next((doc for doc in rows if link and doc.pk == link.dokumen_id), None)

    def _hapus(self, one: _Satu, no: int) -> None:
        for place in one.tempat:
            self._lepas(one, place, no)
        for note in self._ada.catatan:
            if note.indikatorkeberhasilan_id == one.row.pk:
                self._tulisan.hapus(no, note)
        self._tulisan.hapus(no, one.row)

    def _lepas(self, one: _Satu, place: Tempat, no: int) -> None:
        """Take an indikator off a place, with its document there."""
        if place is not None:
            self._tulisan.hapus(no, self._ada.pasangan[one.row.pk][place])
        link = self._ada.taut.get((one.row.pk, self._butir(place).pk))
        doc = self._cari(place, link)
        if link is not None and doc is not None:
            self._tulisan.hapus(no, link)
            self._buang(place, doc, no)

    def _buang(self, place: Tempat, doc: DokumenWajib, no: int) -> None:
        self._tulisan.hapus(no, doc)
        self._dokumen[self._butir(place).pk].remove(doc)

    def _buat(self, isi: str, no: int, *, lettered: bool) -> IndikatorKeberhasilan:
        """Plan a new indikator below the others, with the first letter that is free."""
        self._urut += 1
        huruf = next(one for one in map(_huruf, count(1)) if one not in self._terpakai)
        self._terpakai.add(huruf)
        return self._tulisan.buat(
            no,
            IndikatorKeberhasilan(
                kegiatan=self._kegiatan,
                urut=self._urut,
                huruf=huruf if lettered else "",
                teks=isi,
            ),
        )

    def _pasang(self, row: IndikatorKeberhasilan, place: Tempat, no: int) -> None:
        """Put an indikator at a place, with a document; the portal's own one makes room."""
        butir = self._butir(place)
        rows = self._dokumen[butir.pk]
        for doc in list(rows):
            if doc.pk and doc.asal == DokumenWajib.Asal.PORTAL and doc.uraian == BUKTI:
                self._buang(place, doc, no)
        last = max((doc.urut for doc in self._ada.dokumen[butir.pk]), default=0)
        last = max((last, *(doc.urut for doc in rows)))
        rows.append(
            self._tulisan.buat(
                no,
                DokumenWajib(
                    butir=butir, urut=last + 1, uraian=row.teks, asal=DokumenWajib.Asal.SUMBER
                ),
            )
        )
        if place is not None:
            pair = _PASANGAN(indikatorkeberhasilan=row, subkegiatan=self._sub[place])
            self._tulisan.buat(no, pair)
        self._tulisan.buat(no, DokumenIndikator(dokumen=rows[-1], indikator=row))

    def _bukti(self) -> None:
        """Give a Butir without any document the portal's own one."""
        for place, (no, _, _) in self._mau.items():
            butir = self._butir(place)
            if not self._dokumen[butir.pk]:
                last = max((doc.urut for doc in self._ada.dokumen[butir.pk]), default=0)
                self._tulisan.buat(
                    no,
                    DokumenWajib(
                        butir=butir,
                        urut=last + 1,
                        uraian=BUKTI,
                        asal=DokumenWajib.Asal.PORTAL,
                    ),
                )


def diganti(
    lines: tuple[str, ...], was: Nilai, known: Collection[str], own: Collection[str]
) -> dict[str, str]:
    """Return old and new texts of a list whose entries were only reworded where they stood.

    `known` are the texts of the kegiatan, `own` those of one place alone; {} for other changes.
    """
    if not isinstance(was, tuple) or len(was) != len(lines):
        return {}
    found = {old: new for old, new in zip(was, lines, strict=True) if old != new}
    fine = all(new not in known and old in own and old not in lines for old, new in found.items())
    return found if fine else {}


def _huruf(ke: int) -> str:
    """Return the letter of an indikator: a to z, then aa, bb."""
    return chr(ord("a") + (ke - 1) % 26) * ((ke - 1) // 26 + 1)


def _urutan(place: Tempat) -> int:
    return place or 0
