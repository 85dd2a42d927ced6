"""The month plan of the sample, by the actions that officials use."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import partial

from accounts.models import User
from evidence.models import Butir, Rencana
from zonaintegritas.actions.jadwal import atur_bentuk, atur_bulan, geser_bulan, terima_usulan
from zonaintegritas.demo.antrean import Antrean, Kalender
from zonaintegritas.demo.fixture import BarisRow, GeserRow

_JAM = time(10, 5)


class BulanContoh:
    """Plans the rows of the fixture: each coordinator the own team's, the admin the others'."""

    def __init__(
        self,
        rencana: Rencana,
        rows: tuple[BarisRow, ...],
        koordinator: Mapping[int, User],
        admin: User,
        bulan: int,
    ) -> None:
        """`koordinator` by unit; `bulan` is the month from which shifts are counted."""
        self._rencana = rencana
        self._rows = {row.kode: row for row in rows}
        self._koordinator = koordinator
        self._admin = admin
        self._bulan = bulan
        self._butir = {b.kode: b for b in Butir.objects.filter(rencana=rencana).order_by("urut")}
        if self._butir.keys() != self._rows.keys():
            raise ValueError(f"other rows: {self._butir.keys() ^ self._rows.keys()}")

    def susun(self, at: datetime) -> None:
        """Confirm the bentuk of rows, accept proposals, and plan the months of the others."""
        planned: defaultdict[User, dict[int, tuple[int, ...]]] = defaultdict(dict)
        proposed: defaultdict[User, list[int]] = defaultdict(list)
        for kode, row in self._rows.items():
            butir, by = self._butir[kode], self._oleh(kode)
            if row.bentuk:
                atur_bentuk(butir_id=butir.pk, bentuk=row.bentuk, by=by, at=at)
            if row.usul:
                proposed[by].append(butir.pk)
            elif months := self._months(row):
                planned[by][butir.pk] = months
        for by, ids in proposed.items():
            terima_usulan(rencana_id=self._rencana.pk, butir=ids, by=by, at=at)
        for by, isi in planned.items():
            atur_bulan(rencana_id=self._rencana.pk, isi=isi, by=by, at=at)

    def geser(self, antrean: Antrean, kalender: Kalender, dari: date) -> None:
        """Put the shifts into a queue, none before `dari`; none where a month would stay put."""
        for kode, row in self._rows.items():
            if row.geser and self._month(row.geser.dari) != self._month(row.geser.ke):
                day = max(kalender.lalu(row.geser.hari), dari)
                antrean.tambah(kalender.at(day, _JAM), partial(self._geser, kode, row.geser))

    def _geser(self, kode: str, geser: GeserRow, at: datetime) -> None:
        geser_bulan(
            butir_id=self._butir[kode].pk,
            dari=self._month(geser.dari),
            ke=self._month(geser.ke),
            alasan=geser.alasan,
            by=self._oleh(kode),
            at=at,
        )

    def _oleh(self, kode: str) -> User:
        return self._koordinator.get(self._butir[kode].unit_id, self._admin)

    def _months(self, row: BarisRow) -> tuple[int, ...]:
        return (self._month(row.geser.dari),) if row.geser else row.bulan

    def _month(self, away: int) -> int:
        return max(1, min(12, self._bulan + away))
