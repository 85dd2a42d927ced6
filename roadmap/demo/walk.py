"""The history of the sample Road Map: real actions, at times in the past."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.actions import Isian, kirim, putuskan, simpan_draf, unggah
from evidence.contoh import paper
from evidence.models import Capaian, Rencana
from evidence.workflow import Aksi, Status
from roadmap.demo.fixture import LangkahRow, RiwayatRow
from ukuran.format import tanggal

_START = time(9, 5)
_APART = timedelta(minutes=9)


class Walk:
    """Walks the steps of all tasks in the order of their days."""

    def __init__(self, rencana: Rencana, users: dict[str, User], today: date) -> None:
        """`users` by username, with their memberships in force."""
        self._rencana = rencana
        self._users = users
        self._today = today
        self._zone = ZoneInfo(rencana.instansi.zona_waktu)
        self._sent: dict[str, dict[str, Any]] = {}

    def run(self, history: RiwayatRow) -> int:
        """Do every step; return their number. A task is the window that today lies in."""
        steps = sorted(
            ((step, kode) for kode, steps in history.tugas.items() for step in steps),
            key=lambda pair: pair[0].hari,  # stable: steps of one day keep their order
        )
        day, at = 0, self.at(0)
        for step, kode in steps:
            at = self.at(step.hari) if step.hari != day else at + _APART
            day = step.hari
            self._do(step, kode, at)
        return len(steps)

    def at(self, hari: int) -> datetime:
        """Return the start of work on a day, counted from today."""
        return datetime.combine(self._today + timedelta(days=hari), _START, self._zone)

    def _do(self, step: LangkahRow, kode: str, at: datetime) -> None:
        capaian = (
            Capaian.objects.select_related("butir", "unit")
            .filter(butir__rencana=self._rencana, butir__kode=kode, mulai__lte=self._today)
            .latest("mulai")
        )
        by = self._users[step.oleh]
        if step.aksi == "unggah":
            self._upload(step, capaian, by, at)
        elif step.aksi == "simpan_draf":
            simpan_draf(
                capaian_id=capaian.pk, versi=capaian.versi, isian=_isian(step), by=by, at=at
            )
        elif step.aksi == "kirim":
            self._sent[kode] = step.isi or {}
            kirim(capaian_id=capaian.pk, versi=capaian.versi, isian=_isian(step), by=by, at=at)
        else:
            sent = self._sent.get(kode, {})
            waiting = capaian.pemenuhan_set.filter(status=Status.MENUNGGU)
            putuskan(
                capaian_id=capaian.pk,
                versi=capaian.versi,
                pemenuhan_ids=[p.pk for p in waiting],
                aksi=Aksi(step.aksi),
                by=by,
                alasan=step.alasan,
                catatan=step.catatan,
                khusus=_lengkap(step.isi or sent),
                at=at,
            )

    def _upload(self, step: LangkahRow, capaian: Capaian, by: User, at: datetime) -> None:
        document = capaian.pemenuhan_set.earliest("dokumen__urut")
        nomor = f"CONTOH/RB/{capaian.butir.kode}/{capaian.selesai.year}"
        hari = at.date() - timedelta(days=2)
        lines = [
            f"Nomor: {nomor}",
            f"Tanggal: {tanggal(hari)}",
            f"Unit: {capaian.unit.nama}",
            f"{capaian.butir.kode}: {capaian.butir.uraian}",
            "Berkas ini dibuat portal sebagai data contoh. Isinya tidak menggambarkan keadaan "
            "yang sebenarnya.",
        ]
        result = unggah(
            pemenuhan_id=document.pk,
            files=[(f"{step.judul}.pdf", io.BytesIO(paper(step.judul, lines)))],
            by=by,
            nomor=nomor,
            tanggal=hari,
            rentang="1",
            at=at,
        )
        if result.ditolak:
            raise RuntimeError(f"sample file refused: {result.ditolak}")


def _isian(step: LangkahRow) -> Isian:
    return Isian(
        narasi=step.narasi,
        kendala=step.kendala,
        tindak_lanjut=step.tindak_lanjut,
        khusus=_lengkap(step.isi or {}),
    )


def _lengkap(isi: dict[str, Any]) -> dict[str, Any]:
    """Return figures with every key that the form of the desk would send."""
    blank: dict[str, Any] = {"predikat": "", "ada": ""}
    return blank | dict.fromkeys(("pagu", "pergeseran", "anggaran")) | isi
