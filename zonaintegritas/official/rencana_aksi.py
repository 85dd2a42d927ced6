"""Lampiran II: kegiatan down to indikator, with the Butir and the documents of new rows."""

from collections import Counter
from collections.abc import Sequence

from django.db import models

from evidence.jalur import jalur_muat
from evidence.models import Butir, DokumenWajib, Rencana
from zonaintegritas.models import (
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeteranganBaris,
    SubKegiatan,
    Tim,
)
from zonaintegritas.official.fixture import KegiatanRow

BUKTI = "Bukti pelaksanaan kegiatan"
"""The document of a Butir for which the source names no indikator."""


class RencanaAksiLoader:
    """Makes what is missing of the action plan of one plan's teams; `made` counts."""

    def __init__(self, rencana: Rencana, made: Counter[str]) -> None:
        """Teams are given in the order of Lampiran II: Butir are numbered as they come."""
        self._rencana = rencana
        self._made = made
        self._urut = 0
        self._baru: set[int] = set()  # Butir made by this run: only they get documents

    def isi(self, tim: Tim, rows: Sequence[KegiatanRow]) -> dict[str, models.Model]:
        """Fill one team; return its rows under the names that source notes use."""
        there = {k.huruf: k for k in tim.kegiatan_set.select_related("butir")}
        found: dict[str, models.Model] = {}
        for urut, row in enumerate(rows, start=1):
            kode = f"{tim.no_lampiran_2}.{row.huruf}"
            kegiatan = self._kegiatan(tim, row, urut, there.get(row.huruf))
            sub = self._sub(tim, kegiatan, row, kode)
            indikator = self._indikator(kegiatan, row, sub)
            self._dokumen(kegiatan, sub, indikator, row)
            self._keterangan(kegiatan, row, sub)
            found[f"kegiatan.{kode}"] = kegiatan
            found |= {f"sub.{kode}.{one.urut}": one for one in sub}
            found |= {f"indikator.{kode}.{one.urut}": one for one in indikator}
        return found

    def _kegiatan(
        self, tim: Tim, row: KegiatanRow, urut: int, found: KegiatanZI | None
    ) -> KegiatanZI:
        if not row.sub:
            self._urut += 1
        if found is not None:
            return found
        self._made["kegiatan"] += 1
        kode = f"{tim.no_lampiran_2}.{row.huruf}"
        jalur = f"{tim.no_lampiran_2} {tim.nama_lampiran_2}"
        return KegiatanZI.objects.create(
            tim=tim,
            huruf=row.huruf,
            urut=urut,
            teks=row.teks,
            bersub=bool(row.sub),
            butir=None if row.sub else self._butir(tim, kode, row.teks, jalur),
            baris=[
                {
                    "baris_sumber": one.baris_sumber,
                    "sub": list(one.sub),
                    "indikator": list(one.indikator),
                }
                for one in row.baris
            ],
            baris_sumber=row.baris_sumber,
        )

    def _sub(
        self, tim: Tim, kegiatan: KegiatanZI, row: KegiatanRow, kode: str
    ) -> list[SubKegiatan]:
        """Sub kegiatan in their order; one without a number has the kode of its kegiatan."""
        there = {s.urut: s for s in kegiatan.sub_set.select_related("butir")}
        jalur = f"{tim.no_lampiran_2} {tim.nama_lampiran_2} / {row.huruf}. {row.teks}"
        for urut, one in enumerate(row.sub, start=1):
            self._urut += 1
            if urut not in there:
                of_butir = f"{kode}.{one.no}" if one.no else kode
                there[urut] = SubKegiatan.objects.create(
                    butir=self._butir(tim, of_butir, one.teks, jalur),
                    kegiatan=kegiatan,
                    urut=urut,
                    no=one.no,
                    teks=one.teks,
                )
                self._made["sub kegiatan"] += 1
        return [there[urut] for urut in sorted(there)]

    def _butir(self, tim: Tim, kode: str, uraian: str, jalur: str) -> Butir:
        if tim.unit is None:
            raise ValueError(f"{tim} mempunyai kegiatan tetapi bukan unit.")
        butir = Butir.objects.create(
            instansi_id=self._rencana.instansi_id,
            rencana=self._rencana,
            kode=kode,
            uraian=uraian,
            jalur=jalur_muat(jalur),
            urut=self._urut,
            unit=tim.unit,
            pola=Butir.Pola.JADWAL,
            cara_nilai=Butir.CaraNilai.DOKUMEN,
        )
        self._baru.add(butir.pk)
        self._made["butir"] += 1
        return butir

    def _indikator(
        self, kegiatan: KegiatanZI, row: KegiatanRow, sub: Sequence[SubKegiatan]
    ) -> list[IndikatorKeberhasilan]:
        there = {i.urut: i for i in kegiatan.indikator_set.all()}
        of_place = {one.urut: one for one in sub}
        for urut, one in enumerate(row.indikator, start=1):
            if urut not in there:
                there[urut] = IndikatorKeberhasilan.objects.create(
                    kegiatan=kegiatan, urut=urut, huruf=one.huruf, teks=one.teks
                )
                there[urut].sub.set(of_place[place] for place in one.sub)
                self._made["indikator"] += 1
            else:  # a pair that a person removed stays away; one of a new sub kegiatan comes back
                new = [of_place[p] for p in one.sub if of_place[p].butir_id in self._baru]
                there[urut].sub.add(*new)
        return [there[urut] for urut in sorted(there)]

    def _dokumen(
        self,
        kegiatan: KegiatanZI,
        sub: Sequence[SubKegiatan],
        indikator: Sequence[IndikatorKeberhasilan],
        row: KegiatanRow,
    ) -> None:
        """Give each new Butir a document per indikator, or the portal's one where none is named."""
        wanted: list[tuple[Butir, list[IndikatorKeberhasilan]]] = []
        places = {urut: one.sub for urut, one in enumerate(row.indikator, start=1)}
        if kegiatan.butir is not None:
            wanted.append((kegiatan.butir, [one for one in indikator if not places[one.urut]]))
        wanted += [(one.butir, [i for i in indikator if one.urut in places[i.urut]]) for one in sub]
        for butir, rows in wanted:
            if butir.pk not in self._baru:
                continue
            for urut, one in enumerate(rows, start=1):
                dokumen = DokumenWajib.objects.create(
                    butir=butir, urut=urut, uraian=one.teks, asal=DokumenWajib.Asal.SUMBER
                )
                DokumenIndikator.objects.create(dokumen=dokumen, indikator=one)
            if not rows:
                DokumenWajib.objects.create(
                    butir=butir, urut=1, uraian=BUKTI, asal=DokumenWajib.Asal.PORTAL
                )
            self._made["dokumen wajib"] += len(rows) or 1

    def _keterangan(
        self, kegiatan: KegiatanZI, row: KegiatanRow, sub: Sequence[SubKegiatan]
    ) -> None:
        there = set(kegiatan.keterangan_set.values_list("baris_sumber", flat=True))
        of_place = {one.urut: one for one in sub}
        for one in row.baris:
            if one.ket and one.baris_sumber not in there:
                KeteranganBaris.objects.create(
                    kegiatan=kegiatan,
                    sub=of_place[one.sub[0]] if one.sub else None,
                    teks=one.ket,
                    baris_sumber=one.baris_sumber,
                )
                self._made["keterangan"] += 1
