"""An instrument read from its rows in two or three queries, beside its shape for the engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from ukuran.lke.baca import baca_ambang, baca_pembulatan
from ukuran.lke.instrumen import Instrumen, Komponen, Paruh, Pertanyaan, Skala
from zonaintegritas.lke.isian import skala_dari
from zonaintegritas.models import InstrumenLKE, KomponenLKE, PertanyaanLKE


@dataclass(frozen=True)
class BagianSusunan:
    """A component in the order of the sheet, with its depth and the questions it holds itself."""

    komponen: KomponenLKE
    kedalaman: int
    pertanyaan: tuple[PertanyaanLKE, ...]


@dataclass(frozen=True)
class Susunan:
    """An instrument as rows from the top down, and the same in the shape of the engine."""

    instrumen: InstrumenLKE
    bentuk: Instrumen
    bagian: tuple[BagianSusunan, ...]
    skala: Mapping[int, Skala]

    def semua_pertanyaan(self) -> Iterator[PertanyaanLKE]:
        """Yield the questions in the order of the sheet."""
        for bagian in self.bagian:
            yield from bagian.pertanyaan


def baca_terpakai(rows: Sequence[InstrumenLKE]) -> None:
    """Read components and questions with their scales, of many instruments in two queries."""
    soal = PertanyaanLKE.objects.select_related("skala")
    prefetch_related_objects(rows, "komponen_set", Prefetch("pertanyaan_set", queryset=soal))


def susunan(instrumen: InstrumenLKE, *, terpakai: bool = False) -> Susunan:
    """Read an instrument: scales, components, questions.

    `terpakai` leaves out scales that no question uses and keeps what was read on `instrumen`: two
    queries instead of three, none after `baca_terpakai`; for instruments that nobody changes.
    Raises ValueError for rows that the engine's shapes refuse, and SalahBaca for thresholds or
    rounding it can't read.
    """
    if terpakai:
        baca_terpakai([instrumen])
        scales = {p.skala_id: p.skala for p in instrumen.pertanyaan_set.all()}
        rows, questions = instrumen.komponen_set.all(), instrumen.pertanyaan_set.all()
    else:
        scales = {row.pk: row for row in instrumen.skala_set.all()}
        rows = instrumen.komponen_set.order_by("urut", "id")
        questions = instrumen.pertanyaan_set.order_by("urut", "id")
    skala = {pk: skala_dari(row) for pk, row in scales.items()}
    anak: dict[int | None, list[KomponenLKE]] = {}
    for komponen in rows:
        anak.setdefault(komponen.induk_id, []).append(komponen)
    soal: dict[int, list[PertanyaanLKE]] = {}
    for pertanyaan in questions:
        pertanyaan.skala = scales[pertanyaan.skala_id]
        soal.setdefault(pertanyaan.komponen_id, []).append(pertanyaan)
    bagian = tuple(_telusuri(None, 0, anak, soal))
    return Susunan(
        instrumen=instrumen,
        bentuk=Instrumen(
            kode=instrumen.kode,
            nama=instrumen.nama,
            versi=instrumen.versi,
            komponen=tuple(_bentuk(row, anak, soal, skala) for row in anak.get(None, [])),
            ambang=baca_ambang(instrumen.ambang),
            pembulatan=baca_pembulatan(instrumen.pembulatan),
        ),
        bagian=bagian,
        skala=skala,
    )


def _telusuri(
    induk: int | None,
    kedalaman: int,
    anak: Mapping[int | None, list[KomponenLKE]],
    soal: Mapping[int, list[PertanyaanLKE]],
) -> Iterator[BagianSusunan]:
    for row in anak.get(induk, []):
        yield BagianSusunan(row, kedalaman, tuple(soal.get(row.pk, ())))
        yield from _telusuri(row.pk, kedalaman + 1, anak, soal)


def _bentuk(
    row: KomponenLKE,
    anak: Mapping[int | None, list[KomponenLKE]],
    soal: Mapping[int, list[PertanyaanLKE]],
    skala: Mapping[int, Skala],
) -> Komponen:
    return Komponen(
        kode=row.kode,
        nama=row.nama,
        bobot=row.bobot,
        kelompok=row.kelompok,
        paruh=Paruh(row.paruh),
        min_wbk=row.min_wbk,
        min_wbbm=row.min_wbbm,
        anak=tuple(_bentuk(satu, anak, soal, skala) for satu in anak.get(row.pk, [])),
        pertanyaan=tuple(
            Pertanyaan(p.kode, p.teks, skala[p.skala_id], tuple(p.dokumen), p.penjelasan)
            for p in soal.get(row.pk, [])
        ),
        status_sumber=row.status_sumber,
    )
