"""What a planned month is on a day: the one rule behind grid, board, curve and calendar."""

from datetime import date, datetime

from django.db import models

from evidence.keadaan import Tugas
from evidence.workflow import Status, overall


class Keadaan(models.TextChoices):
    """States of a month of a row; the label is the word on screen."""

    KOSONG = "kosong", "Tidak direncanakan"
    RENCANA = "rencana", "Direncanakan"
    SEBELUM = "sebelum", "Direncanakan, tidak ditagih"
    BERJALAN = "berjalan", "Sedang berjalan"
    MENUNGGU = "menunggu", "Menunggu verifikasi"
    PERBAIKAN = "perbaikan", "Perlu perbaikan"
    SELESAI = "selesai", "Selesai"
    TERLAMBAT = "terlambat", "Terlambat"
    TIDAK_BERLAKU = "tidak_berlaku", "Tidak berlaku"


_AKHIR = {
    Status.DISETUJUI: Keadaan.SELESAI,
    Status.NIHIL: Keadaan.SELESAI,
    Status.TIDAK_BERLAKU: Keadaan.TIDAK_BERLAKU,
    Status.TIDAK_DAPAT: Keadaan.TIDAK_BERLAKU,
}
_ANTARA = {Status.MENUNGGU: Keadaan.MENUNGGU, Status.PERBAIKAN: Keadaan.PERBAIKAN}


def keadaan_tugas(tugas: Tugas, hari: date) -> Keadaan:
    """Return what a task is on a day.

    Finished comes first, then late (a document is owed after the deadline, also a returned one),
    then waiting and returned; the rest is running from its first day on.
    """
    status = status_tugas(tugas)
    if status in _AKHIR:
        return _AKHIR[status]
    if tugas.lewat(hari):
        return Keadaan.TERLAMBAT
    if status in _ANTARA:
        return _ANTARA[status]
    return Keadaan.BERJALAN if tugas.mulai <= hari else Keadaan.RENCANA


def status_tugas(tugas: Tugas) -> Status:
    """Return the status of a task at its moment, from its documents."""
    return overall(dokumen.status for dokumen in tugas.dokumen)


def selesai_pada(tugas: Tugas) -> datetime | None:
    """Return the moment of the decision that finished a task; None while it is not finished."""
    if _AKHIR.get(status_tugas(tugas)) is not Keadaan.SELESAI:
        return None
    return max((one.sejak for one in tugas.dokumen if one.sejak is not None), default=None)
