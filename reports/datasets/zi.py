"""The dashboard of a Zona Integritas: how its month plan goes, who has to act, what is decided.

Every figure is one of the grid (`zonaintegritas.jadwal.petak`) and of the board
(`zonaintegritas.papan`); nothing is counted in another way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from accounts.permissions import Permission
from evidence.ajuan import Ajuan
from evidence.jadwal import bulan_kemudian
from evidence.models import Disposisi, Rencana
from evidence.workflow import Status
from reports.datasets.papan import PALING_BANYAK, Perlu
from zonaintegritas.jadwal.isi_petak import Petak, TimPetak, TugasPetak
from zonaintegritas.jadwal.keadaan import Keadaan
from zonaintegritas.kata_jadwal import SIFAT, nama_bulan
from zonaintegritas.papan import DaftarPapan, Papan, TugasPapan, papan

_DIKERJAKAN = (Keadaan.PERBAIKAN, Keadaan.TERLAMBAT, Keadaan.BERJALAN)
_SELESAI = (Keadaan.SELESAI, Keadaan.TIDAK_BERLAKU)
TUGAS_PALING_BANYAK = 5
_TIM_TERSEBUT = 3
"""Late teams that the sentence at the top names."""


@dataclass(frozen=True)
class TimTerlambat:
    """A team with late tasks; `terlama` is how many days the oldest deadline is past."""

    no: int | None
    nama: str
    unit_id: int | None
    tugas: int
    terlama: int


@dataclass(frozen=True)
class BulanDasbor:
    """The tasks that fall due in one month and are not finished, the first of them listed."""

    bulan: date
    daftar: DaftarPapan

    @property
    def nama(self) -> str:
        """Month and year in words."""
        return f"{nama_bulan(self.bulan.month)} {self.bulan.year}"


@dataclass(frozen=True)
class DasborZI:
    """The whole dashboard for one reader; `bulan` are this month and the next of the plan.

    `sebagian`: the tasks of some team are not for this reader, so sums leave them out.
    """

    rencana: Rencana
    hari: date
    papan: Papan
    terlambat: tuple[TimTerlambat, ...]
    bulan: tuple[BulanDasbor, ...]
    perlu: tuple[Perlu, ...]
    sebagian: bool

    @property
    def tersebut(self) -> tuple[TimTerlambat, ...]:
        """Late teams that are named, the most late tasks first."""
        return self.terlambat[:_TIM_TERSEBUT]

    @property
    def tim_lain(self) -> int:
        """Late teams that are not named."""
        return len(self.terlambat) - len(self.tersebut)


@dataclass(frozen=True)
class Pekerjaan:
    """What a person has to do in the month plan of their teams.

    `tugas` to `bulan_ini` count tasks of teams that they send for (`tugas` to be worked on now,
    `perbaikan` returned ones, also late); `tanpa_bulan` rows that they may plan; `menunggu` tasks
    that they may decide. None where it is not their work.
    """

    tugas: int
    perbaikan: int
    terlambat: int
    bulan_ini: int
    tanpa_bulan: int | None
    menunggu: int | None


def dasbor_zi(
    grid: Petak,
    user: User,
    *,
    now: datetime,
    ajuan: Iterable[Ajuan] = (),
    disposisi: Iterable[Disposisi] = (),
    memutus: bool = False,
) -> DasborZI:
    """Return the dashboard of a grid; no query.

    `memutus`: the reader decides, so what needs them is listed: of `ajuan` (exceptions that they
    may decide) those with an opinion, then late teams without an open instruction in `disposisi`.
    """
    late = _terlambat(grid)
    unread = [team for team in grid.tim if team.jumlah.tugas is None]
    return DasborZI(
        rencana=grid.rencana,
        hari=grid.hari,
        papan=papan(grid, user, ()),
        terlambat=late,
        bulan=tuple(_bulan(grid)),
        perlu=tuple(_perlu(late, ajuan, disposisi, now)) if memutus else (),
        sebagian=grid.rencana.berjalan and 0 < len(unread) < len(grid.tim),
    )


def pekerjaan(grid: Petak, user: User) -> Pekerjaan:
    """Return what the month plan asks of a person now; no query."""
    sending = {team.tim.pk for team in grid.tim if _boleh(user, Permission.EVIDENCE_SEND, team)}
    own = [task for task in grid.tugas if task.tim_id in sending]
    plans = any(row.boleh for row in grid.baris)
    decides = user.akses.has(Permission.EVIDENCE_REVIEW, grid.rencana.instansi_id)
    return Pekerjaan(
        tugas=sum(task.keadaan in _DIKERJAKAN for task in own),
        perbaikan=sum(task.status is Status.PERBAIKAN for task in own),
        terlambat=sum(task.keadaan is Keadaan.TERLAMBAT for task in own),
        bulan_ini=len(_jatuh_tempo(own, grid.hari.replace(day=1))),
        tanpa_bulan=(sum(row.boleh and not row.bulan for row in grid.baris) if plans else None),
        menunggu=(sum(task.menunggu > 0 for task in grid.tugas) if decides else None),
    )


def _boleh(user: User, permission: Permission, team: TimPetak) -> bool:
    return team.tim.unit is not None and user.akses.may(permission, team.tim.unit)


def _terlambat(grid: Petak) -> tuple[TimTerlambat, ...]:
    found = []
    for team in grid.tim:
        days = [
            (grid.hari - task.batas).days
            for task in grid.tugas
            if task.tim_id == team.tim.pk and task.keadaan is Keadaan.TERLAMBAT
        ]
        if days:
            found.append(
                TimTerlambat(
                    no=team.tim.no_lampiran_2,
                    nama=team.tim.nama_lampiran_2,
                    unit_id=team.tim.unit_id,
                    tugas=len(days),
                    terlama=max(days),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.tugas, -one.terlama, one.no or 0)))


def _jatuh_tempo(tasks: Iterable[TugasPetak], bulan: date) -> list[TugasPetak]:
    """Tasks that fall due in a month and are not finished, by their deadline."""
    after = bulan_kemudian(bulan, 1)
    found = [t for t in tasks if bulan <= t.batas < after and t.keadaan not in _SELESAI]
    return sorted(found, key=lambda task: (task.batas, task.kode))


def _bulan(grid: Petak) -> Iterable[BulanDasbor]:
    names = {team.tim.pk: f"Tim {team.tim.no_lampiran_2}" for team in grid.tim}
    this = grid.hari.replace(day=1)
    for month in (this, bulan_kemudian(this, 1)):
        if month in grid.bulan:
            due = _jatuh_tempo(grid.tugas, month)
            shown = tuple(
                TugasPapan(one, names[one.tim_id], SIFAT[one.keadaan.value])
                for one in due[:TUGAS_PALING_BANYAK]
            )
            yield BulanDasbor(month, DaftarPapan(shown, len(due)))


def _perlu(
    late: Iterable[TimTerlambat],
    ajuan: Iterable[Ajuan],
    disposisi: Iterable[Disposisi],
    now: datetime,
) -> list[Perlu]:
    told = {one.kepada_id for one in disposisi}
    found = [
        Perlu(
            judul=f"{a.jenis}: {a.kode}, {a.unit}",
            isi=a.alasan,
            hari=(now - a.diajukan).days,
            ajuan=a,
        )
        for a in ajuan
        if a.terbuka and a.pendapat
    ]
    found += [
        Perlu(
            judul=f"Tim {team.no}, {team.nama}: {team.tugas} tugas terlambat",
            isi=f"Yang terlama {team.terlama} hari.",
            hari=team.terlama,
            unit_id=team.unit_id,
            saran=f"Mohon lengkapi {team.tugas} tugas yang terlambat.",
            rincian=f"tim={team.no}&keadaan=terlambat",
        )
        for team in late
        if team.unit_id is not None and team.unit_id not in told
    ]
    return found[:PALING_BANYAK]
