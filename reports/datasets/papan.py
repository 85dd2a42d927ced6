"""What a Ketua needs in four minutes: how far, how fast, who, and what to decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from evidence.ajuan import Ajuan
from evidence.hitungan import Hitungan
from evidence.keadaan import Tugas
from evidence.models import Batas, Disposisi, Rencana
from evidence.workflow import Status
from reports.datasets.kelompok import LINTAS, AreaKelompok
from reports.datasets.nilai import Nilai, rata
from satgas.jaga.status import StatusJaga
from ukuran.skor import laju

DIAM_HARI = 14
PALING_BANYAK = 5
SATU_MACAM = 2  # units of one kind
_PENGECUALIAN_PALING_BANYAK = 3


@dataclass(frozen=True)
class Sasaran:
    """The next cut-off: until when, and how many documents a week that takes."""

    batas: Batas | None
    sampai: date
    sisa_hari: int
    per_minggu: int | None


@dataclass(frozen=True)
class BarisArea:
    """One area with its documents and scores."""

    area: AreaKelompok
    tugas: int
    hitungan: Hitungan
    nilai: Nilai


@dataclass(frozen=True)
class UnitDiam:
    """A unit that owes documents and has sent nothing for a while (None: never)."""

    unit_id: int
    nama: str
    belum: int
    terakhir: datetime | None
    hari: int | None


@dataclass(frozen=True)
class UnitTerlambat:
    """A unit that holds up late tasks."""

    unit_id: int
    nama: str
    tugas: int
    terlama: int


@dataclass(frozen=True)
class Perlu:
    """One thing that needs the Ketua; exactly one of the two sources is set."""

    judul: str
    isi: str
    hari: int | None
    ajuan: Ajuan | None = None
    unit_id: int | None = None
    saran: str = ""
    rincian: str = ""


def batas_aktif(cut_offs: Iterable[Batas], hari: date) -> Batas | None:
    """Return the cut-off that is being worked on: the first whose JAGA deadline is not past."""
    return next((b for b in sorted(cut_offs, key=lambda b: b.akhir) if b.batas_jaga >= hari), None)


def sasaran(
    rencana: Rencana,
    cut_offs: Iterable[Batas],
    total: Hitungan,
    hari: date,
    pilihan: Batas | None = None,
) -> Sasaran:
    """Return how far the next deadline is and the pace it takes (documents a week).

    `pilihan`: the cut-off that `total` was counted for; otherwise the one being worked on.
    """
    active = pilihan or batas_aktif(cut_offs, hari)
    until = active.batas_jaga if active else rencana.selesai
    left = (until - hari).days
    return Sasaran(active, until, left, laju(total.diperlukan, total.diterima, max(left, 0)))


def menurut_area(
    tasks: Iterable[Tugas], area: Mapping[int, AreaKelompok], kpk: Mapping[int, Decimal]
) -> list[BarisArea]:
    """Return tasks by area, in the instrument's order; what has none is Lintas area, last."""
    groups: dict[AreaKelompok, list[Tugas]] = {}
    for t in tasks:
        groups.setdefault(area.get(t.butir_id, LINTAS), []).append(t)
    return [
        BarisArea(
            a,
            len({t.butir_id for t in rows}),
            Hitungan.jumlah(t.hitungan for t in rows),
            rata(rows, kpk, a.nama),
        )
        for a, rows in sorted(groups.items())
    ]


@dataclass(frozen=True)
class DiJaga:
    """Accepted documents on their way through JAGA.ID."""

    siap: int
    proses: int
    diterima: int
    ditolak: int

    @property
    def diunggah(self) -> int:
        """Documents uploaded, whatever KPK answered."""
        return self.proses + self.diterima + self.ditolak


def di_jaga(tasks: Iterable[Tugas], status: Mapping[int, StatusJaga]) -> DiJaga:
    """Count the documents of tasks at JAGA; `siap`: approved and not uploaded as approved."""
    ready = waiting = accepted = rejected = 0
    for document in (d for t in tasks for d in t.dokumen):
        known = status.get(document.pk)
        if document.status is Status.DISETUJUI and (known is None or known.usang):
            ready += 1
        elif known is not None:
            waiting += known.proses
            accepted += known.diterima
            rejected += known.ditolak
    return DiJaga(siap=ready, proses=waiting, diterima=accepted, ditolak=rejected)


def unit_diam(tasks: Iterable[Tugas], now: datetime) -> list[UnitDiam]:
    """Return units that owe documents and sent nothing for more than DIAM_HARI days.

    Those that never sent come first, then the longest silence.
    """
    groups: dict[int, list[Tugas]] = {}
    for t in tasks:
        groups.setdefault(t.unit_id, []).append(t)
    found = []
    for unit, rows in groups.items():
        owed = sum(t.hitungan.belum_ada for t in rows if t.pemegang_id == t.unit_id)
        last = max((t.dikirim for t in rows if t.dikirim), default=None)
        days = None if last is None else (now - last).days
        if owed and (days is None or days > DIAM_HARI):
            found.append(UnitDiam(unit, rows[0].unit, owed, last, days))
    return sorted(found, key=lambda u: (u.hari is not None, -(u.hari or 0), -u.belum))


def unit_terlambat(tasks: Iterable[Tugas], hari: date) -> list[UnitTerlambat]:
    """Return units by the late tasks they hold up, the most first."""
    groups: dict[int, list[Tugas]] = {}
    for t in tasks:
        if t.lewat(hari):
            groups.setdefault(t.pemegang_id, []).append(t)
    found = [
        UnitTerlambat(
            unit,
            rows[0].pemegang,
            len(rows),
            max((hari - (t.lewat_sejak(hari) or hari)).days for t in rows),
        )
        for unit, rows in groups.items()
    ]
    return sorted(found, key=lambda u: (-u.tugas, -u.terlama, u.nama))


def perlu_keputusan(
    rencana: Rencana,
    tasks: list[Tugas],
    ajuan: Iterable[Ajuan],
    disposisi: Iterable[Disposisi],
    *,
    now: datetime,
    hari: date,
) -> list[Perlu]:
    """Return at most five things to decide: exceptions first, then units that need a word.

    Of `ajuan` those that carry the opinion of the Inspektorat, the oldest first. A unit with an
    open instruction is not named again: it has been told.
    """
    found = [
        Perlu(
            judul=f"{a.jenis}: {a.kode}, {a.unit}",
            isi=a.alasan,
            hari=(now - a.diajukan).days,
            ajuan=a,
        )
        for a in [a for a in ajuan if a.terbuka and a.pendapat][:_PENGECUALIAN_PALING_BANYAK]
    ]
    told, named = {d.kepada_id for d in disposisi}, 0
    for late in unit_terlambat(tasks, hari):
        if late.unit_id in told:
            continue
        told.add(late.unit_id)
        found.append(
            Perlu(
                judul=f"{late.nama}: {late.tugas} tugas lewat batas waktu",
                isi=f"Yang terlama {late.terlama} hari.",
                hari=late.terlama,
                unit_id=late.unit_id,
                saran=f"Mohon lengkapi {late.tugas} tugas yang lewat batas waktu.",
                rincian=f"keadaan=terlambat&unit={late.unit_id}",
            )
        )
        named += 1
        if named == SATU_MACAM or len(found) == PALING_BANYAK:
            break
    named = 0
    for quiet in unit_diam(tasks, now):
        if quiet.unit_id in told or named == SATU_MACAM or len(found) == PALING_BANYAK:
            continue
        told.add(quiet.unit_id)
        named += 1
        since = "belum pernah mengirim" if quiet.hari is None else f"diam {quiet.hari} hari"
        found.append(
            Perlu(
                judul=f"{quiet.nama}: {since}",
                isi=f"{quiet.belum} dokumen belum dikirim.",
                hari=quiet.hari,
                unit_id=quiet.unit_id,
                saran=f"Mohon kirim {quiet.belum} dokumen yang belum ada.",
                rincian=f"unit={quiet.unit_id}",
            )
        )
    return found
