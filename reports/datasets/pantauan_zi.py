"""The monthly monitoring report of a Zona Integritas: one frozen object for PDF and xlsx.

Months, states and sums are those of the grid on screen (`zonaintegritas.jadwal.petak`). Only what
was verified counts; the claim of the units stands beside it. Obstacles are told where the unit has
sent its task.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from accounts.models import User
from accounts.permissions import Permission
from evidence.hitungan import Hitungan
from evidence.keadaan import Riwayat, sekarang
from evidence.models import BuktiTaut, Capaian, DokumenWajib, Rencana
from evidence.workflow import Status
from reports.datasets.lampiran_roadmap import cakupan
from reports.datasets.lampiran_zi import catatan_lampiran
from reports.datasets.pandangan import Pandangan
from reports.datasets.pantauan_zi_bentuk import (
    BarisPantauan,
    BarisTanpaJadwal,
    GeserPantauan,
    HitungBulan,
    IsiPantauanZI,
    KetuaTim,
    PantauanZI,
    TimPantauan,
)
from zonaintegritas.jadwal.isi_petak import BarisPetak, Petak, Sel, TimPetak, TugasPetak
from zonaintegritas.jadwal.keadaan import Keadaan
from zonaintegritas.jadwal.kurva import kurva
from zonaintegritas.jadwal.masa import akhir_bulan
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.kata_jadwal import SIFAT, SINGKAT
from zonaintegritas.models import AnggotaTim, BulanJadwal, KeputusanZI, Tim
from zonaintegritas.sumber import CatatanHalaman

TIDAK_DICATAT = "Capaian tidak dicatat di Pantas."
BELUM_DIMULAI = "Rencana ini belum dijalankan, jadi belum ada tugas."
TANPA_BULAN = "Sumber tidak memuat rencana bulan, jadi belum ada yang jatuh tempo."
BUKAN_UNTUK_ANDA = "Keadaan tugas hanya tampak bagi yang boleh membaca bukti."
_TERKIRIM = (Status.MENUNGGU, Status.PERBAIKAN, Status.DISETUJUI)
_TERBUKA = (Keadaan.TERLAMBAT, Keadaan.PERBAIKAN, Keadaan.MENUNGGU)


@dataclass(frozen=True)
class _Rinci:
    """What stands beside the tasks of a report, by task; documents by Butir."""

    hitungan: Mapping[int, Hitungan]
    berkas: Mapping[int, int]
    cerita: Mapping[int, tuple[str, str]]
    indikator: Mapping[int, tuple[str, ...]]


def bangun_pantauan(view: Pandangan, bulan: date) -> PantauanZI:
    """Return the report of a month (its first day), in a constant number of queries.

    The plan must be visible to the person. Raises KeputusanZI.DoesNotExist for a plan without a
    document, ValueError for a month that the plan does not have or that has not begun on the day
    of the view.
    """
    rencana, user = view.rencana, view.user
    if bulan not in bulan_rencana(rencana) or view.hari_ini < bulan:
        raise ValueError(f"{bulan} is no month of the plan on {view.hari_ini}")
    document = KeputusanZI.objects.get(rencana=rencana)
    past = view.at != view.now
    grid = petak(rencana, user, at=view.at if past else None)
    last = akhir_bulan(bulan)
    notes = CatatanHalaman(document.pk)
    open_before = [t for t in grid.tugas if t.batas < bulan and t.keadaan in _TERBUKA]
    detail = _rinci(view, grid, bulan, open_before)
    by_pk = {row.butir.pk: (team, row) for team in grid.tim for row in team.baris}
    rows = tuple(
        _baris(user, team, row, row.sel[bulan.month - 1], detail, last, notes)
        for team in grid.tim
        for row in team.baris
        if row.sel[bulan.month - 1].direncanakan
    )
    owed = tuple(_tunggakan(*by_pk[t.butir_id], t, detail, notes) for t in open_before)
    instansi = rencana.instansi
    whole = user.akses.instansi_ids(Permission.EVIDENCE_READ)
    return PantauanZI(
        instansi=instansi.nama,
        tempat=instansi.tempat,
        zona_waktu=instansi.zona_waktu,
        contoh=instansi.contoh,
        kop=tuple(instansi.kop_baris) or (instansi.nama,),
        rencana=rencana.nama,
        keputusan=f"{document.jenis} Nomor {document.nomor}",
        bulan=bulan,
        berakhir=view.hari_ini > last,
        hari=view.hari_ini,
        per_tanggal=view.at,
        peminta=", ".join(filter(None, (user.nama, user.jabatan))),
        cakupan="" if instansi.pk in whole else cakupan(rencana, user),
        keterangan=_keterangan(rencana, grid),
        tim=tuple(
            _tim(team, [t for t in grid.tugas if t.tim_id == team.tim.pk], bulan)
            for team in grid.tim
        ),
        jumlah=_jumlah(grid, bulan),
        baris=rows,
        tunggakan=owed,
        geser=tuple(_geser(view, grid, bulan)),
        tanpa_jadwal=tuple(
            BarisTanpaJadwal(team.tim.no_lampiran_2, row.butir.kode, row.butir.uraian)
            for team in grid.tim
            for row in team.baris
            if not row.bulan
        ),
        titik=kurva(grid),
        catatan=catatan_lampiran(notes),
        ketua=_ketua(document),
    )


def bulan_rencana(rencana: Rencana) -> tuple[date, ...]:
    """Return the first days of the months of a plan's year."""
    return tuple(date(rencana.tahun, month, 1) for month in range(1, 13))


def isi_pantauan(rencana: Sequence[Rencana]) -> dict[int, IsiPantauanZI]:
    """Return by plan what its reports hold whatever the month (two queries for all plans).

    Plans without a document are left out.
    """
    found = (
        KeputusanZI.objects.filter(rencana__in=rencana)
        .order_by()
        .annotate(
            z_tim=Count("tim_set", filter=Q(tim_set__jenis=Tim.Jenis.TIM), distinct=True),
            z_baris=Count(
                "rencana__butir_set",
                filter=Q(rencana__butir_set__dicabut__isnull=True),
                distinct=True,
            ),
        )
        .values_list("rencana", "z_tim", "z_baris")
    )
    planned = {
        pk: (rows, months)
        for pk, rows, months in BulanJadwal.objects.filter(
            butir__rencana__in=rencana, butir__dicabut__isnull=True, gugur__isnull=True
        )
        .order_by()
        .values_list("butir__rencana")
        .annotate(baris=Count("butir", distinct=True), bulan=Count("pk"))
    }
    return {pk: IsiPantauanZI(teams, rows, *planned.get(pk, (0, 0))) for pk, teams, rows in found}


def _rinci(view: Pandangan, grid: Petak, bulan: date, open_before: Sequence[TugasPetak]) -> _Rinci:
    """Read what the rows of the report show besides their state (six queries at most)."""
    cells = [row.sel[bulan.month - 1] for row in grid.baris]
    ids = {cell.capaian_id for cell in cells if cell.capaian_id is not None}
    ids |= {task.pk for task in open_before}
    past = view.at != view.now
    tasks = (
        Riwayat(view.rencana, view.user, ()).pada(view.at)
        if past
        else sekarang(view.rencana, view.user, view.now, ())
    )
    files = (
        BuktiTaut.objects.filter(
            Q(dilepas__isnull=True) | Q(dilepas__gt=view.at),
            dibuat__lte=view.at,
            pemenuhan__capaian__in=ids,
        )
        .order_by()
        .values_list("pemenuhan__capaian")
        .annotate(n=Count("versi", distinct=True))
    )
    told = Capaian.objects.visible_to(view.user).filter(
        ~Q(kendala="") | ~Q(tindak_lanjut=""),
        pk__in=ids,
        status__in=_TERKIRIM,
        dikirim__lte=view.at,
    )
    wanted: dict[int, list[str]] = {}
    for butir, uraian in (
        DokumenWajib.objects.filter(butir__in=[row.butir.pk for row in grid.baris])
        .order_by("butir", "urut")
        .values_list("butir", "uraian")
    ):
        wanted.setdefault(butir, []).append(uraian)
    return _Rinci(
        hitungan={task.pk: task.hitungan for task in tasks},
        berkas=dict(files),
        cerita={
            pk: (kendala, lanjut)
            for pk, kendala, lanjut in told.values_list("pk", "kendala", "tindak_lanjut")
        },
        indikator={butir: tuple(texts) for butir, texts in wanted.items()},
    )


def _baris(
    user: User,
    team: TimPetak,
    row: BarisPetak,
    cell: Sel,
    detail: _Rinci,
    last: date,
    notes: CatatanHalaman,
) -> BarisPantauan:
    """A row that is planned in the month."""
    seen = cell.capaian_id is not None or user.akses.may(Permission.EVIDENCE_READ, row.butir.unit)
    months = [one.no for one in _masa(row, cell)]
    end = akhir_bulan(date(cell.bulan.year, months[-1], 1))
    return _isi(
        team,
        row,
        cell.capaian_id,
        detail,
        notes,
        keadaan=SIFAT[cell.keadaan.value].label if seen else "tidak untuk Anda",
        masa=_kata_masa(months),
        batas=cell.batas or end,
        jatuh_tempo=end == last,
    )


def _tunggakan(
    team: TimPetak, row: BarisPetak, task: TugasPetak, detail: _Rinci, notes: CatatanHalaman
) -> BarisPantauan:
    """A task of a month before that is still open."""
    months = list(range(task.mulai.month, task.batas.month + 1))
    return _isi(
        team,
        row,
        task.pk,
        detail,
        notes,
        keadaan=SIFAT[task.keadaan.value].label,
        masa=_kata_masa(months),
        batas=task.batas,
        jatuh_tempo=False,
    )


def _isi(
    team: TimPetak,
    row: BarisPetak,
    capaian_id: int | None,
    detail: _Rinci,
    notes: CatatanHalaman,
    *,
    keadaan: str,
    masa: str,
    batas: date,
    jatuh_tempo: bool,
) -> BarisPantauan:
    count = detail.hitungan.get(capaian_id) if capaian_id is not None else None
    told = detail.cerita.get(capaian_id, ("", "")) if capaian_id is not None else ("", "")
    return BarisPantauan(
        tim=team.tim.no_lampiran_2,
        kode=row.butir.kode,
        uraian=row.butir.uraian,
        indikator=detail.indikator.get(row.butir.pk, ()),
        keadaan=keadaan,
        masa=masa,
        batas=batas,
        jatuh_tempo=jatuh_tempo,
        dokumen=count.diperlukan if count else None,
        disetujui=count.diterima if count else None,
        berkas=detail.berkas.get(capaian_id, 0) if capaian_id is not None and count else None,
        kendala=told[0],
        tindak_lanjut=told[1],
        catatan=_kode(row, notes),
    )


def _kode(row: BarisPetak, notes: CatatanHalaman) -> tuple[str, ...]:
    """Codes of the source notes on a row."""
    if hasattr(row.butir, "sub_kegiatan_zi"):
        marks = notes.pada("sub", row.butir.sub_kegiatan_zi.pk)
    else:
        marks = notes.pada("kegiatan", row.butir.kegiatan_zi.pk)
    return tuple(mark.kode for mark in marks)


def _masa(row: BarisPetak, cell: Sel) -> Iterator[Sel]:
    """The months of the window that a planned month belongs to."""
    first = cell.no
    while not row.sel[first - 1].awal:
        first -= 1
    for one in row.sel[first - 1 :]:
        yield one
        if one.akhir:
            return


def _kata_masa(months: Sequence[int]) -> str:
    first, last = SINGKAT[months[0] - 1], SINGKAT[months[-1] - 1]
    return first if first == last else f"{first} sampai {last}"


def _tim(team: TimPetak, tasks: Sequence[TugasPetak], bulan: date) -> TimPantauan:
    seen = team.jumlah.tugas is not None
    return TimPantauan(
        no=team.tim.no_lampiran_2,
        nama=team.tim.nama_lampiran_2,
        baris=team.jumlah.baris,
        tanpa_jadwal=team.jumlah.tanpa_jadwal,
        setahun=team.jumlah.tugas,
        sampai=_sampai(tasks, bulan) if seen else None,
        bulan=_pada(tasks, bulan) if seen else None,
    )


def _jumlah(grid: Petak, bulan: date) -> TimPantauan:
    seen = grid.jumlah.tugas is not None
    part = seen and any(team.jumlah.tugas is None for team in grid.tim if team.kegiatan)
    return TimPantauan(
        no=None,
        nama="Tim yang terbaca" if part else "Semua tim",
        baris=grid.jumlah.baris,
        tanpa_jadwal=grid.jumlah.tanpa_jadwal,
        setahun=grid.jumlah.tugas,
        sampai=_sampai(grid.tugas, bulan) if seen else None,
        bulan=_pada(grid.tugas, bulan) if seen else None,
    )


def _sampai(tasks: Iterable[TugasPetak], bulan: date) -> HitungBulan:
    last = akhir_bulan(bulan)
    return HitungBulan.dari(task for task in tasks if task.batas <= last)


def _pada(tasks: Iterable[TugasPetak], bulan: date) -> HitungBulan:
    last = akhir_bulan(bulan)
    return HitungBulan.dari(task for task in tasks if bulan <= task.batas <= last)


def _geser(view: Pandangan, grid: Petak, bulan: date) -> Iterator[GeserPantauan]:
    """Changes that concern the month, and those that were made in it."""
    zone = ZoneInfo(view.rencana.instansi.zona_waktu)

    def made(moment: datetime) -> date:
        return moment.astimezone(zone).date().replace(day=1)

    for row in grid.baris:
        for cell in row.sel:
            for one in cell.riwayat:
                if bulan in (cell.bulan, one.ke, made(one.pada)):
                    yield GeserPantauan(
                        kode=row.butir.kode,
                        uraian=row.butir.uraian,
                        dari=cell.bulan,
                        ke=one.ke,
                        oleh=one.oleh,
                        pada=one.pada,
                        alasan=one.alasan,
                    )


def _keterangan(rencana: Rencana, grid: Petak) -> str:
    if grid.tugas:
        return ""
    if not grid.jumlah.bulan:
        return TANPA_BULAN
    if rencana.status == Rencana.Keadaan.DISUSUN:
        return BELUM_DIMULAI
    return TIDAK_DICATAT if grid.jumlah.tugas is not None else BUKAN_UNTUK_ANDA


def _ketua(document: KeputusanZI) -> KetuaTim | None:
    """Return the one Ketua of the decree; None where it names none or several."""
    rows = list(
        AnggotaTim.objects.filter(
            tim__keputusan=document, kedudukan=AnggotaTim.Kedudukan.KETUA
        ).order_by("tim__urut", "no")[:2]
    )
    return KetuaTim(rows[0].nama, rows[0].jabatan) if len(rows) == 1 else None
