"""The team board: what is late, returned and due, who works on it, and how it goes.

Everything is read from the grid; nothing is counted twice in another way.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Permission
from zonaintegritas.gambar_kurva import GambarKurva, gambar_kurva
from zonaintegritas.jadwal.isi_petak import Jumlah, Petak, TimPetak, TugasPetak
from zonaintegritas.jadwal.keadaan import Keadaan
from zonaintegritas.jadwal.kurva import kurva
from zonaintegritas.kata_jadwal import SIFAT, Sifat
from zonaintegritas.models import AnggotaTim

BANYAK = 8
"""Tasks that a list of the board shows; the grid has the others."""

_MENDESAK = (Keadaan.TERLAMBAT, Keadaan.PERBAIKAN)
_URUT_DIKERJAKAN = (Keadaan.PERBAIKAN, Keadaan.TERLAMBAT, Keadaan.BERJALAN)
_URUT_KEDUDUKAN = {
    AnggotaTim.Kedudukan.KOORDINATOR: 0,
    AnggotaTim.Kedudukan.KETUA: 1,
    AnggotaTim.Kedudukan.PENGARAH: 2,
    AnggotaTim.Kedudukan.ANGGOTA: 3,
}


@dataclass(frozen=True)
class TugasPapan:
    """One task with how its state looks."""

    tugas: TugasPetak
    tim: str
    sifat: Sifat


@dataclass(frozen=True)
class DaftarPapan:
    """The first tasks of a list and how many there are in all."""

    tugas: tuple[TugasPapan, ...]
    banyak: int

    @property
    def lebih(self) -> int:
        """How many are not shown."""
        return self.banyak - len(self.tugas)


@dataclass(frozen=True)
class Beban:
    """Rows planned in one month; `tingkat` 0 to 4 shades it by the busiest month of all."""

    bulan: int
    banyak: int
    tingkat: int
    kini: bool


@dataclass(frozen=True)
class TimPapan:
    """One team: sums, workload, members (koordinator first), whether it is the reader's."""

    pk: int
    no: int | None
    nama: str
    jumlah: Jumlah
    beban: tuple[Beban, ...]
    anggota: tuple[AnggotaTim, ...]
    milik: bool
    dapat_disusun: bool


@dataclass(frozen=True)
class Papan:
    """The whole board."""

    jumlah: Jumlah
    tim: tuple[TimPapan, ...]
    tugas_saya: DaftarPapan | None
    mendesak: DaftarPapan
    kurva: GambarKurva | None

    @property
    def terbaca(self) -> bool:
        """Whether the reader sees what became of any month."""
        return self.jumlah.tugas is not None

    @property
    def sebagian(self) -> bool:
        """Whether the figures of tasks leave out teams whose evidence the reader may not see."""
        return self.terbaca and any(one.jumlah.tugas is None for one in self.tim)


def papan(petak: Petak, user: User, anggota: Iterable[AnggotaTim]) -> Papan:
    """Return the board of a grid for a person, own teams first; no query.

    `anggota` are the members of its teams. `tugas_saya` is None for those who send nothing.
    """
    members: dict[int, list[AnggotaTim]] = {}
    for one in anggota:
        members.setdefault(one.tim_id, []).append(one)
    busiest = max((n for team in petak.tim for n in _beban(team)), default=0)
    teams = [_tim(team, petak, user, members.get(team.tim.pk, []), busiest) for team in petak.tim]
    names = {team.pk: f"Tim {team.no}" for team in teams}
    sending = {
        team.tim.pk
        for team in petak.tim
        if team.tim.unit is not None and user.akses.may(Permission.EVIDENCE_SEND, team.tim.unit)
    }
    own = [t for t in petak.tugas if t.tim_id in sending and t.keadaan in _URUT_DIKERJAKAN]
    own.sort(key=lambda t: (_URUT_DIKERJAKAN.index(t.keadaan), t.batas))
    urgent = sorted((t for t in petak.tugas if t.keadaan in _MENDESAK), key=lambda t: t.batas)
    return Papan(
        jumlah=petak.jumlah,
        tim=tuple(sorted(teams, key=lambda team: not team.milik)),
        tugas_saya=_daftar(own, names) if sending else None,
        mendesak=_daftar(urgent, names),
        kurva=gambar_kurva(kurva(petak)),
    )


def _tim(
    team: TimPetak, petak: Petak, user: User, members: list[AnggotaTim], busiest: int
) -> TimPapan:
    this_month = petak.hari.replace(day=1)
    return TimPapan(
        pk=team.tim.pk,
        no=team.tim.no_lampiran_2,
        nama=team.tim.nama_lampiran_2,
        jumlah=team.jumlah,
        beban=tuple(
            Beban(n, count, -(-4 * count // busiest) if busiest else 0, head == this_month)
            for n, (head, count) in enumerate(zip(petak.bulan, _beban(team), strict=True), 1)
        ),
        anggota=tuple(
            sorted(
                members,
                key=lambda one: (_URUT_KEDUDUKAN[AnggotaTim.Kedudukan(one.kedudukan)], one.no),
            )
        ),
        milik=_milik(team, user, members),
        dapat_disusun=team.boleh,
    )


def _milik(team: TimPetak, user: User, members: Iterable[AnggotaTim]) -> bool:
    """A member named in the decree, or somebody whose role is at this unit."""
    if any(one.pengguna_id == user.pk for one in members):
        return True
    unit = team.tim.unit
    return unit is not None and any(
        not grant.whole and grant.covers(unit.instansi_id, unit.jalur)
        for grant in user.akses.grants
    )


def _beban(team: TimPetak) -> list[int]:
    """Rows planned in each month."""
    return [sum(row.sel[n].direncanakan for row in team.baris) for n in range(12)]


def _daftar(tasks: list[TugasPetak], names: dict[int, str]) -> DaftarPapan:
    shown = tuple(
        TugasPapan(one, names[one.tim_id], SIFAT[one.keadaan.value]) for one in tasks[:BANYAK]
    )
    return DaftarPapan(shown, len(tasks))
