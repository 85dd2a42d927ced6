"""The month plan as it is read: team, kegiatan, row, twelve months, and their sums.

A fixed number of queries whatever the number of rows. Months of the whole plan are shown to
whoever reads plans; what became of a month only where evidence may be read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from evidence.jadwal import bulan_kemudian
from evidence.keadaan import Riwayat, Tugas, hari_di, sekarang
from evidence.models import Butir, Rencana
from evidence.workflow import Status
from zonaintegritas.jadwal.isi_petak import (
    BarisPetak,
    HitungTugas,
    Jumlah,
    KegiatanPetak,
    Perubahan,
    Petak,
    Sel,
    TimPetak,
    TugasPetak,
)
from zonaintegritas.jadwal.keadaan import Keadaan, keadaan_tugas, selesai_pada, status_tugas
from zonaintegritas.jadwal.masa import Masa, masa
from zonaintegritas.jadwal.usulan import Usulan, teks_baris, usulan_butir
from zonaintegritas.models import BentukJadwal, BulanJadwal, KegiatanZI, Tim

__all__ = [
    "BarisPetak",
    "HitungTugas",
    "Jumlah",
    "Keadaan",
    "KegiatanPetak",
    "Perubahan",
    "Petak",
    "Sel",
    "TimPetak",
    "TugasPetak",
    "petak",
]


@dataclass
class _Bulan:
    """Months of one row: in force (with the id of their row), taken out, shifted (old to new)."""

    berlaku: dict[date, int] = field(default_factory=dict)
    riwayat: defaultdict[date, list[Perubahan]] = field(default_factory=lambda: defaultdict(list))
    dari: dict[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class _Halaman:
    """What every row of one reading has in common."""

    rencana: Rencana
    user: User
    hari: date
    at: datetime | None
    sejak: date | None
    bulan: tuple[date, ...]


def petak(
    rencana: Rencana, user: User, *, at: datetime | None = None, tim: int | None = None
) -> Petak:
    """Return the month plan of a plan as a person may see it, five queries.

    `at`: as it was at a past moment (six). `tim`: the id of one team, then the sums are its own.
    How a row is read (bentuk) and its proposal are always those of today.
    """
    rows = _rows(rencana, user, tim)
    places = {row.pk: _place(row) for row in rows}
    sejak = next((team.keputusan.tanggal for team, _, _ in places.values()), None)
    page = _Halaman(
        rencana=rencana,
        user=user,
        hari=hari_di(rencana, at or timezone.now()),
        at=at,
        sejak=sejak,
        bulan=tuple(date(rencana.tahun, month, 1) for month in range(1, 13)),
    )
    proposed = usulan_butir(rencana, rows, teks_baris(rencana), sejak)
    tasks = _tasks(page)
    months = _months(page)
    groups: dict[int, tuple[Tim, dict[int, tuple[KegiatanZI, list[BarisPetak]]]]] = {}
    listed: list[TugasPetak] = []
    for row in rows:
        team, kegiatan, no = places[row.pk]
        own = tasks.get(row.pk, [])
        line = _line(page, row, no, months[row.pk], own, proposed.get(row.pk))
        inside = groups.setdefault(team.pk, (team, {}))[1]
        inside.setdefault(kegiatan.pk, (kegiatan, []))[1].append(line)
        listed += [_task(page, task, row, team.pk) for task in own]
    teams = tuple(
        _team(page, team, inside.values(), listed)
        for team, inside in sorted(groups.values(), key=lambda one: one[0].urut)
    )
    seen = any(team.jumlah.tugas is not None for team in teams)
    total = _jumlah(page, [row for team in teams for row in team.baris], listed if seen else None)
    return Petak(rencana, page.hari, page.bulan, teams, total, tuple(listed))


def _rows(rencana: Rencana, user: User, tim: int | None) -> list[Butir]:
    rows = (
        Butir.objects.visible_to(user)
        .berlaku()
        .filter(Q(sub_kegiatan_zi__isnull=False) | Q(kegiatan_zi__isnull=False), rencana=rencana)
        .select_related(
            "unit",
            "bentuk_jadwal",
            "sub_kegiatan_zi__kegiatan__tim__keputusan",
            "sub_kegiatan_zi__kegiatan__tim__unit",
            "kegiatan_zi__tim__keputusan",
            "kegiatan_zi__tim__unit",
        )
        .order_by("urut")
    )
    if tim is not None:
        rows = rows.filter(Q(sub_kegiatan_zi__kegiatan__tim=tim) | Q(kegiatan_zi__tim=tim))
    return list(rows)


def _place(row: Butir) -> tuple[Tim, KegiatanZI, str]:
    """Team, kegiatan and printed number of a row."""
    if hasattr(row, "sub_kegiatan_zi"):
        return (
            row.sub_kegiatan_zi.kegiatan.tim,
            row.sub_kegiatan_zi.kegiatan,
            row.sub_kegiatan_zi.no,
        )
    return row.kegiatan_zi.tim, row.kegiatan_zi, ""


def _tasks(page: _Halaman) -> Mapping[int, list[Tugas]]:
    """Tasks by Butir. Exceptions are no question here: KPK takes nothing out of these plans."""
    if page.at is None:
        tasks = sekarang(page.rencana, page.user, timezone.now(), ())
    else:
        tasks = Riwayat(page.rencana, page.user, ()).pada(page.at)
    found: defaultdict[int, list[Tugas]] = defaultdict(list)
    for task in tasks:
        found[task.butir_id].append(task)
    return found


def _months(page: _Halaman) -> defaultdict[int, _Bulan]:
    rows = BulanJadwal.objects.filter(butir__rencana=page.rencana).order_by("pk")
    if page.at is not None:
        rows = rows.filter(dibuat__lte=page.at)
    found: defaultdict[int, _Bulan] = defaultdict(_Bulan)
    for pk, butir, bulan, gugur, oleh, alasan, ke_id, ke in rows.values_list(
        "pk",
        "butir",
        "bulan",
        "gugur",
        "gugur_oleh__nama",
        "alasan",
        "digeser_ke",
        "digeser_ke__bulan",
    ):
        own = found[butir]
        if gugur is None or (page.at is not None and gugur > page.at):
            own.berlaku[bulan] = pk
            continue
        own.riwayat[bulan].append(Perubahan(ke, oleh or "", gugur, alasan))
        if ke_id is not None:
            own.dari[ke_id] = bulan
    return found


def _line(
    page: _Halaman,
    row: Butir,
    no: str,
    months: _Bulan,
    tasks: Sequence[Tugas],
    proposed: Usulan | None,
) -> BarisPetak:
    shape = getattr(row, "bentuk_jadwal", None)
    rentang = shape is not None and shape.bentuk == BentukJadwal.Bentuk.RENTANG
    windows = {
        month: one
        for one in masa(months.berlaku, rentang=rentang, sejak=page.sejak)
        for month in one.bulan
    }
    # A task that the reader would see, and that is not there, was never asked for.
    known = page.rencana.berjalan and page.at is None and _reads(page, row)
    cells = []
    for head in page.bulan:
        task = next((one for one in tasks if one.mulai <= head <= one.selesai), None)
        cells.append(_cell(page, head, windows.get(head), months, task, known))
    return BarisPetak(
        butir=row,
        no=no,
        bentuk=BentukJadwal.Bentuk.RENTANG if rentang else BentukJadwal.Bentuk.BERULANG,
        dikonfirmasi=shape is not None,
        usulan=proposed,
        boleh=_plans(page, row),
        sel=tuple(cells),
    )


def _reads(page: _Halaman, row: Butir) -> bool:
    return page.user.akses.may(Permission.EVIDENCE_READ, row.unit)


def _plans(page: _Halaman, row: Butir) -> bool:
    closed = page.rencana.status == Rencana.Keadaan.DITUTUP
    return not closed and page.user.akses.may(Permission.SCHEDULE_PLAN, row.unit)


def _cell(
    page: _Halaman,
    head: date,
    window: Masa | None,
    months: _Bulan,
    task: Tugas | None,
    known: bool,
) -> Sel:
    history = tuple(months.riwayat.get(head, ()))
    if window is None:
        return Sel(head, Keadaan.KOSONG, False, riwayat=history)
    if task is not None:
        state = keadaan_tugas(task, page.hari)
    elif not window.ditagih or (known and window.jendela.selesai < page.hari):
        state = Keadaan.SEBELUM
    else:
        state = Keadaan.RENCANA
    return Sel(
        bulan=head,
        keadaan=state,
        direncanakan=True,
        capaian_id=task.pk if task is not None else None,
        status=status_tugas(task) if task is not None else None,
        batas=task.batas if task is not None else None,
        awal=window.bulan[0] == head,
        akhir=window.bulan[-1] == head,
        digeser_dari=months.dari.get(months.berlaku[head]),
        riwayat=history,
    )


def _task(page: _Halaman, task: Tugas, row: Butir, team: int) -> TugasPetak:
    finished = selesai_pada(task)
    return TugasPetak(
        pk=task.pk,
        butir_id=row.pk,
        kode=row.kode,
        uraian=row.uraian,
        tim_id=team,
        mulai=task.mulai,
        batas=task.batas,
        keadaan=keadaan_tugas(task, page.hari),
        status=status_tugas(task),
        selesai_pada=hari_di(page.rencana, finished) if finished is not None else None,
        menunggu=task.berstatus(Status.MENUNGGU),
    )


def _team(
    page: _Halaman,
    team: Tim,
    inside: Iterable[tuple[KegiatanZI, list[BarisPetak]]],
    listed: Sequence[TugasPetak],
) -> TimPetak:
    kegiatan = tuple(
        KegiatanPetak(
            pk=one.pk,
            kode=f"{team.no_lampiran_2}.{one.huruf}",
            huruf=one.huruf,
            teks=one.teks,
            baris=tuple(rows),
        )
        for one, rows in inside
    )
    rows = [row for one in kegiatan for row in one.baris]
    own = [task for task in listed if task.tim_id == team.pk]
    seen = page.rencana.berjalan and (bool(own) or any(_reads(page, row.butir) for row in rows))
    return TimPetak(
        tim=team,
        kegiatan=kegiatan,
        jumlah=_jumlah(page, rows, own if seen else None),
        boleh=any(row.boleh for row in rows),
    )


def _jumlah(
    page: _Halaman, rows: Sequence[BarisPetak], tasks: Sequence[TugasPetak] | None
) -> Jumlah:
    """Add rows up. What is due is counted in Capaian that are asked for, never in months."""
    return Jumlah(
        baris=len(rows),
        tanpa_jadwal=sum(not row.bulan for row in rows),
        bulan=sum(len(row.bulan) for row in rows),
        tugas=None if tasks is None else _hitung(tasks, page.hari),
    )


def _hitung(tasks: Sequence[TugasPetak], day: date) -> HitungTugas:
    def count(state: Keadaan) -> int:
        return sum(task.keadaan is state for task in tasks)

    first = day.replace(day=1)
    after = bulan_kemudian(first, 1)
    ended = (Keadaan.SELESAI, Keadaan.TIDAK_BERLAKU)
    return HitungTugas(
        ditagih=len(tasks),
        selesai=count(Keadaan.SELESAI),
        terlambat=count(Keadaan.TERLAMBAT),
        menunggu=count(Keadaan.MENUNGGU),
        perbaikan=count(Keadaan.PERBAIKAN),
        berjalan=count(Keadaan.BERJALAN),
        tidak_berlaku=count(Keadaan.TIDAK_BERLAKU),
        akan_datang=count(Keadaan.RENCANA),
        bulan_ini=sum(first <= t.batas < after and t.keadaan not in ended for t in tasks),
    )
