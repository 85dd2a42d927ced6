"""Butir of the Road Map with all that hangs on a new one: document, targets, rule, supporters."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.models import Unit
from evidence.jalur import jalur_muat
from evidence.models import Butir, ButirPendukung, DokumenWajib, Rencana
from roadmap.models import AturanUkur, TargetTahun
from roadmap.nilai import kolom_anggaran, kolom_target
from roadmap.official.fixture import SelRow
from roadmap.official.penanggung import AturanRow, Penanggung
from ukuran.models import SkalaPredikat
from ukuran.target import baca_anggaran, baca_target


@dataclass(frozen=True)
class IsiButirRow:
    """One thing to do with its cells and the portal's classification."""

    kode: str
    uraian: str
    jalur: str
    urut: int
    pola: Butir.Pola
    penanggung: Penanggung
    aturan: AturanRow
    dokumen: str
    sel: tuple[SelRow, ...]


class ButirLoader:
    """Makes Butir of one plan; `made` counts. `geser` moves the years of a copy."""

    def __init__(
        self, rencana: Rencana, units: dict[str, Unit], geser: int, made: Counter[str]
    ) -> None:
        """`units` are those of the plan's institution, by kode."""
        self._rencana = rencana
        self._units = units
        self._geser = geser
        self._made = made

    def buat(self, rows: list[IsiButirRow]) -> list[Butir]:
        """Make new Butir with their supporters, required document and rule, in the order given."""
        butir = Butir.objects.bulk_create(self._butir(row) for row in rows)
        pairs = list(zip(rows, butir, strict=True))
        ButirPendukung.objects.bulk_create(
            ButirPendukung(butir=one, unit=self._units[kode])
            for row, one in pairs
            for kode in row.penanggung.pendukung
        )
        DokumenWajib.objects.bulk_create(
            DokumenWajib(butir=one, urut=1, uraian=row.dokumen, asal=DokumenWajib.Asal.PORTAL)
            for row, one in pairs
        )
        AturanUkur.objects.bulk_create(self._aturan(row.aturan, one) for row, one in pairs)
        self._made["butir"] += len(rows)
        self._made["dokumen wajib"] += len(rows)
        return butir

    def target(self, rows: Iterable[tuple[IsiButirRow, Butir]]) -> None:
        """Make the printed version of every cell that is missing; a later version stays."""
        rows = list(rows)
        there = TargetTahun.objects.filter(butir__in=[butir for _, butir in rows])
        printed, any_version = set(), set()
        for pk, tahun, versi in there.values_list("butir", "tahun", "versi"):
            any_version.add((pk, tahun))
            if versi == 1:
                printed.add((pk, tahun))
        missing = [
            TargetTahun(
                butir=butir,
                tahun=sel.tahun + self._geser,
                kini=(butir.pk, sel.tahun + self._geser) not in any_version,
                **self._kolom(sel, row.aturan),
            )
            for row, butir in rows
            for sel in row.sel
            if (butir.pk, sel.tahun + self._geser) not in printed
        ]
        TargetTahun.objects.bulk_create(missing)
        self._made["target tahunan"] += len(missing)

    def _butir(self, row: IsiButirRow) -> Butir:
        return Butir(
            instansi_id=self._rencana.instansi_id,
            rencana=self._rencana,
            kode=row.kode,
            uraian=row.uraian,
            jalur=jalur_muat(row.jalur),
            urut=row.urut,
            unit=self._units[row.penanggung.pelapor],
            pola=row.pola,
            sumber_pola=Butir.SumberPola.PORTAL,
            cara_nilai=Butir.CaraNilai.KHUSUS,
        )

    def _aturan(self, row: AturanRow, butir: Butir) -> AturanUkur:
        return AturanUkur(
            butir=butir,
            arah=row.arah.value,
            sifat=row.sifat.value,
            skala=self._skala[row.skala] if row.skala else None,
            alasan=row.alasan,
        )

    def _kolom(self, sel: SelRow, aturan: AturanRow) -> dict[str, Any]:
        """Read the cells of one year: raw beside parsed."""
        grades = self._tingkat(aturan.skala) if aturan.skala else ()
        columns = kolom_target(baca_target(sel.target, grades))
        if sel.anggaran is not None:
            columns |= kolom_anggaran(baca_anggaran(sel.anggaran))
        if sel.posisi_ocr is not None:
            target, anggaran = sel.posisi_ocr
            columns["posisi_ocr"] = {"target": target, "anggaran": anggaran}
        return columns

    @cached_property
    def _skala(self) -> dict[str, SkalaPredikat]:
        """The portal's own scales in force, by kode."""
        return {s.kode: s for s in SkalaPredikat.objects.filter(instansi=None, kini=True)}

    def _tingkat(self, kode: str) -> tuple[str, ...]:
        return tuple(satu.kode for satu in self._skala[kode].skala().tingkat)
