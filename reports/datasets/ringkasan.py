"""The Satgas in figures: documents and scores by member, who is late, what waits for whom.

Two numerators stand beside one denominator: claimed (sent) and verified (approved), both over
what the plan REQUIRES. None is "no data", 0 is a value. Figures are not rounded here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from accounts.permissions import Permission
from evidence.hitungan import Hitungan
from evidence.keadaan import Tugas, hari_di
from evidence.models import Capaian, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.workflow import Status
from reports.datasets.kelompok import AnggotaBertugas, anggota
from reports.datasets.nilai import Nilai, rata_kelompok
from reports.datasets.pandangan import Pandangan


@dataclass(frozen=True)
class BarisAnggota:
    """One member of the Satgas; `dihitung_pada` names the members that carry its shared tasks.

    `terlambat` counts what its unit holds up: own tasks, and tasks of others that wait for it.
    """

    anggota_id: int
    no: int
    jabatan: str
    kedudukan: str
    unit_id: int
    unit_nama: str
    tugas: int
    hitungan: Hitungan
    nilai: Nilai
    terakhir: datetime | None
    terlambat: int
    dihitung_pada: tuple[int, ...] = ()


@dataclass(frozen=True)
class Menunggu:
    """Documents that wait for a member, for a unit, or (neither) for the verifikator."""

    pihak: str
    jumlah: int
    terlama: datetime | None
    anggota_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class RingkasanSatgas:
    """Everything the dashboard and the recap say about one plan, for one reader.

    `sebagian`: the reader sees only own units, so the figures are theirs and not the plan's.
    """

    rencana: Rencana
    per_tanggal: datetime
    hari_ini: date
    sebagian: bool
    tugas: int
    anggota: tuple[BarisAnggota, ...]
    total: Hitungan
    nilai: Nilai
    belum_mengirim: tuple[BarisAnggota, ...]
    menunggu: tuple[Menunggu, ...]
    batas_terdekat: date | None
    terlambat: int


def ringkasan(
    rencana: Rencana,
    user: User,
    *,
    now: datetime,
    pandangan: Pandangan | None = None,
    rows: Iterable[Tugas] | None = None,
    kpk: Mapping[int, Decimal] | None = None,
    nilai: Nilai | None = None,
) -> RingkasanSatgas:
    """Return the figures of a plan that a person may read (four queries).

    Only Capaian visible to the person count, and of these only the current ones: a superseded
    Capaian and a plan that is not running give nothing. A task shared by several members is
    counted once, under the first of them. `pandangan` chooses another day or a cut-off; `rows`
    are its tasks where the caller has them, `kpk` KPK's values by Butir. `nilai` is the score of
    a plan that has weights of its own (KPK's instrument); such a plan has no members.
    """
    view = pandangan or Pandangan(rencana, user, now)
    today, kpk = view.hari_ini, kpk or {}
    tasks = list(rows) if rows is not None else view.tugas()
    whole = rencana.instansi_id in user.akses.instansi_ids(Permission.EVIDENCE_READ)
    partly = rencana.berjalan and not whole
    members = anggota(rencana, user) if nilai is None else []
    late = _terlambat(members, tasks, today)
    own = _tugas_anggota(members, tasks)
    rest = own.pop(None, [])
    groups = [(str(m.no), own.get(m.pk, [])) for m in members]
    mean, scores = rata_kelompok([*groups, ("", rest)] if rest else groups, kpk)
    found = [
        _baris(m, own.get(m.pk, []), late.get(m.pk, 0), partly, score)
        for m, score in zip(members, scores, strict=False)
    ]
    return RingkasanSatgas(
        rencana=rencana,
        per_tanggal=view.at,
        hari_ini=today,
        sebagian=not whole,
        tugas=sum(row.tugas for row in found),
        anggota=tuple(found),
        total=Hitungan.jumlah(t.hitungan for t in tasks),
        nilai=mean if nilai is None else nilai,
        belum_mengirim=tuple(r for r in found if r.hitungan.diperlukan and r.terakhir is None),
        menunggu=tuple(_menunggu(members, own, rest, tasks)),
        batas_terdekat=min(
            (t.batas for t in tasks if t.batas >= today and not t.selesai_diputus), default=None
        ),
        terlambat=sum(t.lewat(today) for t in tasks),
    )


def _baris(
    member: AnggotaBertugas,
    tasks: list[Tugas],
    late: int,
    partly: bool,
    nilai: Nilai,
) -> BarisAnggota:
    return BarisAnggota(
        anggota_id=member.pk,
        no=member.no,
        jabatan=member.jabatan,
        kedudukan=member.kedudukan,
        unit_id=member.unit_id,
        unit_nama=member.unit_nama,
        tugas=len({t.butir_id for t in tasks}) if partly else len(member.berlaku),
        hitungan=Hitungan.jumlah(t.hitungan for t in tasks),
        nilai=nilai,
        terakhir=max((t.dikirim for t in tasks if t.dikirim), default=None),
        terlambat=late,
        dihitung_pada=tuple(sorted(member.bersama)),
    )


def _terlambat(members: list[AnggotaBertugas], tasks: list[Tugas], today: date) -> dict[int, int]:
    """Count late tasks by the member whose unit holds them up: lateness follows the hand-over.

    Of members that share a unit the first has the count.
    """
    of_unit = {m.unit_id: m.pk for m in reversed(members)}
    found: dict[int, int] = {}
    for task in tasks:
        holder = of_unit.get(task.pemegang_id)
        if holder is not None and task.lewat(today):
            found[holder] = found.get(holder, 0) + 1
    return found


def _tugas_anggota(
    members: list[AnggotaBertugas], tasks: list[Tugas]
) -> dict[int | None, list[Tugas]]:
    """Return tasks by the member that carries them; None: by nobody in the list."""
    carrier = {butir: m.pk for m in reversed(members) for butir in m.butir}
    found: dict[int | None, list[Tugas]] = {}
    for task in tasks:
        found.setdefault(carrier.get(task.butir_id), []).append(task)
    return found


def _menunggu(
    members: list[AnggotaBertugas],
    carried: dict[int | None, list[Tugas]],
    rest: list[Tugas],
    tasks: list[Tugas],
) -> Iterable[Menunggu]:
    """Who has documents to act on: the verifikator first, then units with returned ones."""
    queue = sum(t.berstatus(Status.MENUNGGU) for t in tasks)
    if queue:
        yield Menunggu("Verifikator Inspektorat", queue, _terlama(tasks, Status.MENUNGGU))
    for member in members:
        own = carried.get(member.pk, [])
        returned = sum(t.berstatus(Status.PERBAIKAN) for t in own)
        if returned:
            since = _terlama(own, Status.PERBAIKAN)
            yield Menunggu(member.unit_nama, returned, since, member.pk)
    by_unit: dict[int, list[Tugas]] = {}
    for task in rest:
        by_unit.setdefault(task.unit_id, []).append(task)
    for unit, rows in by_unit.items():
        returned = sum(t.berstatus(Status.PERBAIKAN) for t in rows)
        if returned:
            since = _terlama(rows, Status.PERBAIKAN)
            yield Menunggu(rows[0].unit, returned, since, unit_id=unit)


def _terlama(tasks: Iterable[Tugas], status: Status) -> datetime | None:
    return min((at for t in tasks if (at := t.sejak(status))), default=None)


def berlaku(rencana: Rencana, user: User) -> CapaianQuerySet:
    """Return the Capaian behind every figure of now: visible, of this plan, current."""
    return Capaian.objects.visible_to(user).current().filter(butir__rencana=rencana)


def hari_ini(rencana: Rencana, now: datetime) -> date:
    """Return the day on which something is late, in the zone of the plan's institution."""
    return hari_di(rencana, now)
