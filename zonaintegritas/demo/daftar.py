"""The registers of the sample: complaints by month, surveys, agents of change."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from accounts.models import User
from evidence.contoh import paper
from zonaintegritas.actions.register import Berkas, catat
from zonaintegritas.daftar.isi import IsiAgen, IsiBaris, IsiPengaduan, IsiSurvei
from zonaintegritas.demo.antrean import Antrean, Kalender
from zonaintegritas.demo.fixture_lke import SurveiRow, contoh_lke
from zonaintegritas.models import SurveiZI, UnitZI

_MAKS = Decimal(4)


class DaftarContoh:
    """Puts the rows of all registers of one unit into a queue, each on its day."""

    def __init__(self, unit_zi: UnitZI, by: User, kalender: Kalender, antrean: Antrean) -> None:
        """`by` works for the unit."""
        self._unit_zi = unit_zi
        self._by = by
        self._kalender = kalender
        self._antrean = antrean
        self._isi = contoh_lke().daftar

    def isi(self, agen_sejak: date) -> None:
        """Add everything; agents are appointed from a day on."""
        year = self._kalender.today.year
        self._pengaduan(year - 1, self._isi.pengaduan_lalu)
        self._pengaduan(year, self._isi.pengaduan_ini)
        for row in self._isi.survei:
            self._survei(row)
        for one in self._isi.agen:
            isi = IsiAgen(
                jenis=one["jenis"],
                nama=one["nama"],
                jabatan=one["jabatan"],
                mulai=agen_sejak,
                dasar="Keputusan penetapan agen perubahan (CONTOH)",
                perubahan=one["perubahan"],
            )
            self._tambah(isi, agen_sejak + timedelta(days=1))

    def _pengaduan(self, year: int, months: Sequence[Sequence[tuple[int, int]]]) -> None:
        """Complaints of a month are written down on the third day after it."""
        for number, channels in enumerate(months, start=1):
            first = date(year, number, 1)
            after = date(year + number // 12, number % 12 + 1, 3)
            if after >= self._kalender.today:
                return
            for saluran, (diterima, selesai) in zip(self._isi.saluran, channels, strict=True):
                self._tambah(IsiPengaduan(first, saluran, diterima, selesai), after)

    def _survei(self, row: SurveiRow) -> None:
        """Last year's survey was done in November, this year's about three months ago."""
        today = self._kalender.today
        day = (
            date(today.year - 1, 11, 14)
            if row.lalu
            else max(date(today.year, 1, 1), self._kalender.lalu(-95))
        )
        isi = IsiSurvei(
            jenis=row.jenis,
            tahun=day.year,
            nilai_indeks=row.nilai,
            maks=_MAKS,
            responden=row.responden,
            metode=self._isi.metode,
            tanggal=day,
            penyelenggara=self._isi.penyelenggara,
        )
        judul = f"Laporan Survei {SurveiZI.Jenis(row.jenis).name} {day.year}"
        lines = [
            f"Unit: {self._unit_zi.unit.nama}",
            f"Nilai: {row.nilai} dari {_MAKS}; responden: {row.responden}",
            f"Metode: {self._isi.metode}",
            "Berkas ini dibuat portal sebagai data contoh.",
        ]
        self._tambah(isi, day, [(f"{judul}.pdf", io.BytesIO(paper(judul, lines)))])

    def _tambah(self, isi: IsiBaris, hari: date, files: Berkas = ()) -> None:
        self._antrean.tambah(
            self._kalender.at(hari, time(11, 15)), partial(self._catat, isi, files)
        )

    def _catat(self, isi: IsiBaris, files: Berkas, at: datetime) -> None:
        catat(unit_zi_id=self._unit_zi.pk, isi=isi, by=self._by, files=files, at=at)
