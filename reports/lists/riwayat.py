"""The life of one report, told by the audit trail, and who fetched its file."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from accounts.permissions import Permission
from audit.models import Kejadian
from jobs.models import Job
from reports.aksi import kata
from ukuran.format import angka

UNDUH = "laporan.unduh"
MAKS = 50  # downloads on the page; the audit trail has all
_SEMUA = 200  # events of most reports: so many are read at once


@dataclass(frozen=True)
class Langkah:
    """One event of a report: when, what, by whom (as recorded), and what was said."""

    at: datetime
    aksi: str
    oleh: str
    jabatan: str
    rincian: str


@dataclass(frozen=True)
class Riwayat:
    """The steps of a report, oldest first, and its downloads, newest first.

    `unduhan` None: not for this person to know. `jumlah_unduhan` counts all, the list is cut at
    MAKS. `jejak`: the person may open the audit trail of the institution.
    """

    langkah: tuple[Langkah, ...]
    unduhan: tuple[Langkah, ...] | None
    jumlah_unduhan: int
    jejak: bool


def riwayat(job: Job, user: User) -> Riwayat:
    """Return the history of a report that the person sees (one query, four for a long one)."""
    events = Kejadian.objects.filter(
        instansi=job.instansi.kode, objek_jenis="job", objek_id=str(job.pk)
    ).order_by("-no")
    rows = list(events[: _SEMUA + 1])
    if len(rows) <= _SEMUA:
        fetched = [e for e in rows if e.aksi == UNDUH]
        steps, count = [e for e in rows if e.aksi != UNDUH], len(fetched)
    else:
        downloads = events.filter(aksi=UNDUH)
        fetched, count = list(downloads[:MAKS]), downloads.count()
        steps = list(events.exclude(aksi=UNDUH))
    told = tuple(_langkah(e) for e in reversed(steps))
    jejak = user.akses.has(Permission.AUDIT_READ, job.instansi_id)
    if not jejak and job.instansi_id not in user.akses.instansi_ids(Permission.REPORT_READ_ALL):
        return Riwayat(told, None, 0, jejak=False)
    return Riwayat(told, tuple(_langkah(e) for e in fetched[:MAKS]), count, jejak=jejak)


def _langkah(event: Kejadian) -> Langkah:
    return Langkah(
        at=event.at,
        aksi=kata(event.aksi),
        oleh=event.aktor_nama,
        jabatan=event.aktor_jabatan,
        rincian=_rincian(event),
    )


def _rincian(event: Kejadian) -> str:
    reason, attempt = event.isi.get("pesan"), event.isi.get("percobaan")
    if reason:
        return str(reason)
    if isinstance(attempt, int):
        return f"percobaan ke-{angka(attempt)}"
    return ""
