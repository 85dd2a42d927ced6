"""Sample meetings: a problem that a unit can't solve, raised to the pleno, with a late step."""

import io
from collections.abc import Mapping
from datetime import date, timedelta

from accounts.models import Unit, User
from evidence.contoh import paper
from evidence.models import Butir, Rencana
from roadmap.actions.langkah import rumuskan
from roadmap.actions.masalah import angkat, temukan
from roadmap.actions.rapat import IsiRapat, Orang, jadwalkan, laksanakan
from roadmap.actions.rapat_notula import unggah_notula
from roadmap.demo.fixture import RapatRow
from roadmap.demo.walk import Walk
from roadmap.models import Masalah, Rapat
from ukuran.format import tanggal


class RapatContoh:
    """Holds the meetings of the fixture in their order, by the real actions."""

    def __init__(
        self,
        rencana: Rencana,
        units: Mapping[str, Unit],
        users: Mapping[str, User],
        walk: Walk,
        today: date,
    ) -> None:
        """`units` by kode, `users` by username."""
        self._rencana = rencana
        self._units = units
        self._users = users
        self._walk = walk
        self._today = today
        self._masalah: dict[str, Masalah] = {}

    def run(self, rows: tuple[RapatRow, ...]) -> int:
        """Hold or plan each meeting; return how many there are."""
        for row in rows:
            self._rapat(row)
        return len(rows)

    def _rapat(self, row: RapatRow) -> None:
        by, unit = self._users[row.oleh], self._units.get(row.unit)
        day = self._today + timedelta(days=row.hari)
        at = self._walk.at(min(row.hari, 0))
        rapat = jadwalkan(
            rencana_id=self._rencana.pk,
            tingkat=row.tingkat,
            maksud=row.maksud,
            dijadwalkan=day,
            unit_id=unit.pk if unit else None,
            tempat=row.tempat,
            pimpinan=row.pimpinan,
            acara=row.acara,
            by=by,
            at=self._walk.at(min(row.hari, 0) - 3),
        )
        if row.hari > 0:
            return
        isi = IsiRapat(
            dilaksanakan=day,
            tempat=row.tempat,
            pimpinan=row.pimpinan,
            ringkasan=row.ringkasan,
            kehadiran=[Orang(nama, hadir=hadir) for nama, hadir in row.hadir],
        )
        rapat = laksanakan(rapat_id=rapat.pk, versi=rapat.versi, isi=isi, by=by, at=at)
        self._notula(row, rapat, by, day)
        for kode, uraian in row.temuan:
            butir = Butir.objects.get(rencana=self._rencana, kode=kode)
            self._masalah[kode] = temukan(
                rapat_id=rapat.pk, butir_id=butir.pk, uraian=uraian, by=by, at=at
            )
        for kode, ke, pokja, alasan in row.angkat:
            angkat(
                masalah_id=self._masalah[kode].pk,
                ke=ke,
                alasan=alasan,
                pokja_id=self._units[pokja].pk if pokja else None,
                rapat_id=rapat.pk,
                by=by,
                at=at,
            )
        for kode, uraian, owner, hari in row.langkah:
            rumuskan(
                masalah_id=self._masalah[kode].pk,
                uraian=uraian,
                unit_id=self._units[owner].pk,
                tenggat=self._today + timedelta(days=hari),
                rapat_id=rapat.pk,
                by=by,
                at=at,
            )

    def _notula(self, row: RapatRow, rapat: Rapat, by: User, day: date) -> None:
        lines = [
            f"Tanggal: {tanggal(day)}",
            f"Tempat: {row.tempat}",
            f"Pimpinan: {row.pimpinan}",
            row.ringkasan,
            "Berkas ini dibuat portal sebagai data contoh.",
        ]
        file = io.BytesIO(paper(f"Notula {rapat}", lines))
        unggah_notula(
            rapat_id=rapat.pk,
            files=[("notula.pdf", file)],
            by=by,
            at=self._walk.at(min(row.hari, 0)) + timedelta(hours=3),
        )
