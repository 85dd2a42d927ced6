"""The decree's rows: each is made when it is missing by its natural key, and never changed."""

from collections import Counter

from django.db import models

from accounts.models import Unit
from evidence.models import Rencana
from zonaintegritas.models import (
    AnggotaTim,
    BagianKeputusan,
    CatatanSumber,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    SubKegiatan,
    Tim,
    TugasTim,
)
from zonaintegritas.official.fixture import KeputusanRow, TimRow
from zonaintegritas.official.rencana_aksi import RencanaAksiLoader

_PLT = "Plt."
_LETAK: dict[type[models.Model], str] = {
    BagianKeputusan: "bagian",
    Tim: "tim",
    AnggotaTim: "anggota",
    TugasTim: "tugas",
    KegiatanZI: "kegiatan",
    SubKegiatan: "sub",
    IndikatorKeberhasilan: "indikator",
}
"""Where a source note keeps rows of each kind."""


class KeputusanLoader:
    """Puts one decree into one plan; counts what it had to make in `made`.

    The same loader fills a copy in another institution or year: texts stay as printed.
    """

    def __init__(self, source: KeputusanRow, rencana: Rencana, units: dict[str, Unit]) -> None:
        """`units` are the teams of the plan's institution, by their numeral in Lampiran I."""
        self._source = source
        self._rencana = rencana
        self._units = units
        self._rows: dict[str, models.Model] = {}  # what a source note may name
        self.made: Counter[str] = Counter()
        self._aksi = RencanaAksiLoader(rencana, self.made)

    def run(self) -> KeputusanZI:
        """Make what is missing, from the document down; return the document."""
        document, made = KeputusanZI.objects.get_or_create(
            rencana=self._rencana, defaults=self._source.kolom
        )
        self.made["keputusan"] += made
        self._bagian(document)
        for row in self._source.tim:
            self._tim(document, row)
        self._catatan(document)
        return document

    def _bagian(self, document: KeputusanZI) -> None:
        there = {(b.jenis, b.urut): b for b in document.bagian_set.all()}
        for row in self._source.bagian:
            part = there.get((row.jenis, row.urut))
            if part is None:
                part = BagianKeputusan.objects.create(
                    keputusan=document,
                    jenis=row.jenis,
                    urut=row.urut,
                    label=row.label,
                    teks=row.teks,
                )
                self.made["bagian"] += 1
            self._rows[row.kunci] = part

    def _tim(self, document: KeputusanZI, row: TimRow) -> None:
        tim, made = Tim.objects.get_or_create(
            keputusan=document,
            kode=row.kode,
            defaults={
                "jenis": row.jenis,
                "urut": row.urut,
                "judul_tercetak": row.judul_tercetak,
                "nama": row.nama,
                "no_lampiran_2": row.no_lampiran_2,
                "nama_lampiran_2": row.nama_lampiran_2,
                "unit": self._units[row.kode] if row.kegiatan else None,
                "baris_sumber": row.baris_sumber,
            },
        )
        self.made["tim"] += made
        self._rows[f"tim.{row.kode}"] = tim
        self._anggota(tim, row)
        self._tugas(tim, row)
        self._rows |= self._aksi.isi(tim, row.kegiatan)

    def _anggota(self, tim: Tim, row: TimRow) -> None:
        there = {a.no: a for a in tim.anggota_set.all()}
        for one in row.anggota:
            if one.no not in there:
                there[one.no] = AnggotaTim.objects.create(
                    tim=tim,
                    no=one.no,
                    no_tercetak=one.no_tercetak,
                    nama=one.nama,
                    jabatan=one.jabatan,
                    plt=one.jabatan.startswith(_PLT),
                    kedudukan_tercetak=one.kedudukan_tercetak,
                    kedudukan=one.kedudukan,
                    baris_sumber=one.baris_sumber,
                )
                self.made["anggota"] += 1
            self._rows[f"anggota.{row.kode}.{one.no}"] = there[one.no]

    def _tugas(self, tim: Tim, row: TimRow) -> None:
        there = {t.no: t for t in tim.tugas_set.all()}
        for no, teks in row.tugas:
            if no not in there:
                there[no] = TugasTim.objects.create(tim=tim, no=no, teks=teks)
                self.made["tugas"] += 1
            self._rows[f"tugas.{row.kode}.{no}"] = there[no]

    def _catatan(self, document: KeputusanZI) -> None:
        there = set(document.catatan_set.values_list("kode", flat=True))
        for row in self._source.catatan:
            if row.kode in there:
                continue
            note = CatatanSumber.objects.create(
                keputusan=document,
                kode=row.kode,
                golongan=row.golongan,
                mentah=row.mentah,
                alasan=row.alasan,
                usulan=row.usulan,
                letak=row.letak,
            )
            for kunci in row.baris:
                getattr(note, _LETAK[type(self._rows[kunci])]).add(self._rows[kunci])
            self.made["catatan sumber"] += 1
