"""Writing Butir with their years in bulk: what a new one owns, and versions of targets."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.db.models import Max

from accounts.models import Unit
from evidence.actions.kewajiban import buat_capaian
from evidence.jalur import jalur_muat
from evidence.keadaan import hari_di
from evidence.models import Butir, ButirPendukung, DokumenWajib
from roadmap.models import AturanUkur, TargetTahun
from roadmap.nilai import kolom_anggaran, kolom_target
from roadmap.resources.cetakan import anggaran_teks, target_teks
from roadmap.resources.tahunan import ANGGARAN, TAHUN, TARGET
from sheets.resource import Perubahan
from sheets.writes import Tulisan

if TYPE_CHECKING:
    from roadmap.resources.tahunan import TahunanResource

R = TypeVar("R", bound="TahunanResource")
_ANGGARAN = ("anggaran_mentah", "anggaran_jenis", "anggaran_ribu")
_TARGET = ("target_mentah", "target_jenis", "komponen", "predikat", "keterangan")
TUGAS = ("unit", "pola", "pendukung")
"""Columns that say who reports how often."""


class PenulisTahunan(Generic[R]):
    """Plans the writes of one import; made when the first piece is written."""

    bukti: ClassVar[str]
    """The document that a new row asks for."""

    def __init__(self, resource: R) -> None:
        """`resource` is prepared and its plan locked (two queries)."""
        self._r = resource
        self._rencana = resource.rencana
        self._units = dict(
            Unit.objects.filter(instansi=resource.konteks.instansi).values_list("kode", "pk")
        )
        butir = Butir.objects.filter(rencana=self._rencana)
        self._butir_urut = butir.aggregate(n=Max("urut"))["n"] or 0
        self._baru: list[Butir] = []

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Write a piece; parents get their ids before their children are planned."""
        new = [row for row in rows if row.lama is None]
        if new:
            self.buat(new, tulisan)
        changed = [row for row in rows if row.lama is not None]
        if changed:
            self.ubah(changed, tulisan)

    def buat(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan new rows with what stands above them."""
        raise NotImplementedError

    def ubah(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan changed rows."""
        raise NotImplementedError

    def tugas(self) -> None:
        """Make the tasks of the new Butir of a running plan, from today's window on."""
        if self._baru:
            now = self._r.konteks.at
            buat_capaian(self._rencana, self._baru, at=now, dari=hari_di(self._rencana, now))

    # --- new rows -----------------------------------------------------------------------------
    def buat_butir(self, row: Perubahan, uraian: str, jalur: str, tulisan: Tulisan) -> Butir:
        """Plan the Butir of a new row."""
        self._butir_urut += 1
        (kode,) = self._r.kunci
        butir = Butir(
            instansi_id=self._rencana.instansi_id,
            rencana=self._rencana,
            kode=str(row.nilai[kode]),
            uraian=uraian,
            jalur=jalur_muat(jalur),
            urut=self._butir_urut,
            unit_id=self._units[str(row.nilai["unit"])],
            pola=str(row.nilai["pola"]),
            sumber_pola=Butir.SumberPola.PORTAL,
            cara_nilai=Butir.CaraNilai.KHUSUS,
        )
        if self._rencana.berjalan:
            self._baru.append(butir)
        return tulisan.buat(row.no, butir)

    def buat_milik(self, row: Perubahan, butir: Butir, tulisan: Tulisan, **aturan: Any) -> None:
        """Plan what hangs on a stored Butir: supporters, document, rule, first versions."""
        konteks = self._r.konteks
        self._dukung(row, butir, tulisan)
        tulisan.buat(
            row.no,
            DokumenWajib(
                butir_id=butir.pk, urut=1, uraian=self.bukti, asal=DokumenWajib.Asal.PORTAL
            ),
        )
        # By ids: seven objects for each new row, and a relation costs more than all else of one.
        rule = AturanUkur(butir_id=butir.pk, dibuat=konteks.at, oleh_id=konteks.oleh.pk, **aturan)
        tulisan.buat(row.no, rule)
        for n, tahun in enumerate(self._r.tahun[:TAHUN]):
            first = self._versi(row, n, butir.pk, tahun)
            first.dibuat, first.oleh_id = konteks.at, konteks.oleh.pk
            tulisan.buat(row.no, first)

    # --- changed rows -------------------------------------------------------------------------
    def dukungan(self, butir: Iterable[int]) -> dict[int, list[ButirPendukung]]:
        """Return the supporters of some Butir; one query."""
        found: dict[int, list[ButirPendukung]] = {}
        for one in ButirPendukung.objects.filter(butir__in=list(butir)):
            found.setdefault(one.butir_id, []).append(one)
        return found

    def tugaskan(
        self, row: Perubahan, butir: Butir, support: Sequence[ButirPendukung], tulisan: Tulisan
    ) -> None:
        """Plan a changed unit, pola or supporters; `periksa` lets them pass before a plan runs."""
        if row.berubah("unit"):
            tulisan.ubah(row.no, butir, unit_id=self._units[str(row.nilai["unit"])])
        if row.berubah("pola"):
            tulisan.ubah(
                row.no,
                butir,
                pola=str(row.nilai["pola"]),
                sumber_pola=Butir.SumberPola.PORTAL,
                kutipan_pola="",
            )
        if row.berubah("pendukung"):
            for one in support:
                tulisan.hapus(row.no, one)
            self._dukung(row, butir, tulisan)

    def ubah_tahunan(self, rows: Sequence[tuple[Perubahan, int]], tulisan: Tulisan) -> None:
        """Plan the next version of every changed year; rows with the id of their Butir.

        One query, none where no year has changed. What a row leaves as it is stays as stored.
        """
        moved = [(row, butir, self._tahun_berubah(row)) for row, butir in rows]
        ids = [butir for _, butir, years in moved if years]
        if not ids:
            return
        found = TargetTahun.objects.filter(butir__in=ids, kini=True).order_by()
        there = {(t.butir_id, t.tahun): t for t in found}
        for row, butir, years in moved:
            for n in years:
                tahun = self._r.tahun[n]
                new = self._versi(row, n, butir, tahun)
                self._ganti(row, n, there.get((butir, tahun)), new, tulisan)

    def _tahun_berubah(self, row: Perubahan) -> list[int]:
        years = self._r.tahun_berubah(row.nilai, row.lama.nilai if row.lama else None)
        return [n for n in years if n < len(self._r.tahun)]

    def _ganti(
        self, row: Perubahan, n: int, old: TargetTahun | None, new: TargetTahun, tulisan: Tulisan
    ) -> None:
        """Plan a version in place of another one, as roadmap.actions.target records it."""
        konteks = self._r.konteks
        if old is not None:
            tulisan.ubah(row.no, old, kini=False)
            money = self._r.beranggaran and row.berubah(ANGGARAN[n])
            for nama in (
                *(() if row.berubah(TARGET[n]) else _TARGET),
                *(() if money else _ANGGARAN),
            ):
                setattr(new, nama, getattr(old, nama))
        new.versi = (old.versi if old else 1) + 1
        new.alasan, new.dasar_hukum = konteks.alasan, konteks.dasar
        new.dibuat, new.oleh = konteks.at, konteks.oleh
        tulisan.buat(row.no, new)

    def _versi(self, row: Perubahan, n: int, butir: int, tahun: int) -> TargetTahun:
        """Return a version as the cells of its year are read, unsaved."""
        text = row.nilai[TARGET[n]]
        grades = self._r.ukur_baris(row.nilai)[0]
        columns = kolom_target(target_teks(None if text is None else str(text), grades))
        if self._r.beranggaran:
            money = row.nilai[ANGGARAN[n]]
            columns |= kolom_anggaran(anggaran_teks(None if money is None else str(money)))
        return TargetTahun(butir_id=butir, tahun=tahun, **columns)

    def _dukung(self, row: Perubahan, butir: Butir, tulisan: Tulisan) -> None:
        names = row.nilai["pendukung"]
        for kode in names if isinstance(names, tuple) else ():
            tulisan.buat(row.no, ButirPendukung(butir=butir, unit_id=self._units[kode]))
