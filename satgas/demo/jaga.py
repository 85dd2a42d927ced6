"""Uploads to JAGA in the sample, and what KPK is said to have answered: real actions, past days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.models import Butir, Pemenuhan, Rencana
from evidence.workflow import Status
from satgas.actions.jaga import JawabanKPK, catat_jawaban, tandai_diunggah
from satgas.actions.nilai_kpk import catat_nilai_kpk
from satgas.models import KirimanJaga

_JAM = time(14, 5)
_SUMBER = "JAGA.ID, hasil verifikasi (CONTOH)"


@dataclass(frozen=True)
class _Langkah:
    """One step on one day: an upload, or KPK's answer (with its value)."""

    hari: int
    kode: str
    jawaban: str = ""
    catatan: str = ""
    nilai: str = ""


_LANGKAH = (
    _Langkah(-33, "15.p"),
    _Langkah(-32, "15.a"),
    _Langkah(-31, "12.m"),
    _Langkah(-30, "4.b"),
    _Langkah(-27, "8.e"),
    _Langkah(-21, "15.p", "diterima", nilai="80"),
    _Langkah(-21, "15.a", "diterima", nilai="72.5"),
    _Langkah(
        -9,
        "8.e",
        "ditolak",
        "Dokumen belum memuat halaman pengesahan. Unggah lagi setelah dilengkapi.",
        nilai="50",
    ),
)


class LembarContoh:
    """Walks the steps of the sheet in between the other history of the sample."""

    def __init__(self, rencana: Rencana, by: User, today: date) -> None:
        """`by` is a verifikator of the plan's institution."""
        self._rencana, self._by, self._today = rencana, by, today
        self._zone = ZoneInfo(rencana.instansi.zona_waktu)
        self._open = list(_LANGKAH)

    def sebelum(self, hari: int) -> None:
        """Do every step that belongs before a day and is not done yet."""
        while self._open and self._open[0].hari < hari:
            self._do(self._open.pop(0))

    def _do(self, step: _Langkah) -> None:
        at = datetime.combine(self._today + timedelta(days=step.hari), _JAM, self._zone)
        documents = Pemenuhan.objects.filter(
            capaian__butir__rencana=self._rencana,
            capaian__butir__kode=step.kode,
            status=Status.DISETUJUI,
        ).order_by("dokumen__urut")
        if not step.jawaban:
            ids = list(documents.values_list("pk", flat=True))
            tandai_diunggah(pemenuhan_ids=ids, by=self._by, at=at)
            return
        answer = JawabanKPK(step.jawaban, at.date(), step.catatan)
        for kiriman in KirimanJaga.objects.berlaku().filter(pemenuhan__in=list(documents)):
            catat_jawaban(kiriman_id=kiriman.pk, isian=answer, by=self._by, at=at)
        catat_nilai_kpk(
            butir_id=Butir.objects.get(rencana=self._rencana, kode=step.kode).pk,
            nilai=Decimal(step.nilai),
            tanggal=at.date(),
            sumber=_SUMBER,
            by=self._by,
            at=at,
        )
