"""Figures of earlier years: which years and rows may have them, and why others may not.

"Historis, tidak diverifikasi" never counts where verified figures exist (`lembar.Sel.angka`).
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from evidence.models import Rencana
from evidence.workflow import Status
from roadmap.lembar import tahun_rencana
from roadmap.models import RealisasiTercatat
from roadmap.nilai import tahun_jendela

HALAMAN = ", hlm. "
"""What stands between the name of the document and the pages in `RealisasiHistoris.rujukan`."""

SUDAH_DIVERIFIKASI = (
    "Sudah ada angka terverifikasi di Pantas untuk tahun ini, jadi angka historis ditolak."
)
SUDAH_DIKIRIM = (
    "Unit sudah mengirim realisasi tahun ini lewat tugasnya. Tunggu putusan Inspektorat, jadi "
    "angka historis ditolak."
)


def tahun_historis(rencana: Rencana, hari: date) -> tuple[int, ...]:
    """Return the years of a plan that have ended, the latest first."""
    return tuple(t for t in reversed(tahun_rencana(rencana)) if date(t, 12, 31) < hari)


def terkunci(rencana: Rencana, tahun: int, butir: Iterable[int] | None = None) -> dict[int, str]:
    """Return why rows take no historis figures in a year, by Butir (one query)."""
    rows = RealisasiTercatat.objects.filter(
        capaian__butir__rencana=rencana,
        capaian__mulai__lte=date(tahun, 12, 31),
        capaian__selesai__gte=date(tahun, 1, 1),
        capaian__gugur__isnull=True,
    )
    if butir is not None:
        rows = rows.filter(capaian__butir__in=list(butir))
    klaim: dict[int, tuple[int, bool]] = {}  # by task: its Butir, and whether it waits
    verifikasi: dict[int, tuple[int, bool]] = {}
    for capaian, mulai, selesai, butir_id, status, tahap in (
        rows.order_by("at", "pk")
        .annotate(butir=F("capaian__butir"), keadaan=F("capaian__status"))
        .values_list("capaian", "capaian__mulai", "capaian__selesai", "butir", "keadaan", "tahap")
    ):
        if tahun_jendela(mulai, selesai) != tahun:
            continue
        if tahap in (RealisasiTercatat.Tahap.KLAIM, RealisasiTercatat.Tahap.TARIK):
            sent = tahap == RealisasiTercatat.Tahap.KLAIM
            klaim[capaian] = (butir_id, sent and status == Status.MENUNGGU)
        else:
            stands = tahap == RealisasiTercatat.Tahap.TERVERIFIKASI
            verifikasi[capaian] = (butir_id, stands and status == Status.DISETUJUI)
    found = {pk: SUDAH_DIKIRIM for pk, stands in klaim.values() if stands}
    return found | {pk: SUDAH_DIVERIFIKASI for pk, stands in verifikasi.values() if stands}


def rujukan(dokumen: str, halaman: str) -> str:
    """Return the reference of a row: document and pages."""
    return f"{dokumen.strip()}{HALAMAN}{halaman.strip()}"


def urai_rujukan(teks: str) -> tuple[str, str]:
    """Return document and pages of a reference; no pages where none were named."""
    dokumen, pemisah, halaman = teks.rpartition(HALAMAN)
    return (dokumen, halaman) if pemisah else (teks, "")
