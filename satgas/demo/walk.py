"""The history of the sample plan: real actions, at times in the past."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.actions import (
    Isian,
    kirim,
    pakai,
    putuskan,
    serahkan,
    simpan_draf,
    terima,
    unggah,
    versi_baru,
)
from evidence.contoh import paper
from evidence.models import BuktiTaut, BuktiVersi, Capaian, Pemenuhan, Rencana, SerahTerima
from evidence.workflow import Aksi, Status
from satgas.demo.fixture import LangkahRow, RiwayatRow
from ukuran.format import tanggal

_START = time(8, 15)
_APART = timedelta(minutes=11)


class Walk:
    """Walks the steps of all tasks in the order of their days."""

    def __init__(self, rencana: Rencana, users: dict[str, User], today: date) -> None:
        """`users` by username, with their memberships in force."""
        self._rencana = rencana
        self._users = users
        self._today = today
        self._zone = ZoneInfo(rencana.instansi.zona_waktu)
        self._capaian: dict[str, Capaian] = {}

    def run(self, history: RiwayatRow, sela: Callable[[int], None] = lambda hari: None) -> int:
        """Do every step; return their number.

        A task is worked on in the window in which its history begins. `sela` is told each day on
        which something happens, to do first what belongs before it.
        """
        for kode, own in history.tugas.items():
            self._capaian[kode] = self._window(kode, min(step.hari for step in own))
        steps = sorted(
            ((step, kode) for kode, steps in history.tugas.items() for step in steps),
            key=lambda pair: pair[0].hari,  # stable: steps of one day keep their order
        )
        day, at = 0, self._at(0)
        for step, kode in steps:
            sela(step.hari)
            at = self._at(step.hari) if step.hari != day else at + _APART
            day = step.hari
            self._do(step, kode, at)
        return len(steps)

    def _window(self, kode: str, hari: int) -> Capaian:
        """Return the task in the latest window begun by a day, the first one before that."""
        day = self._today + timedelta(days=hari)
        rows = Capaian.objects.filter(butir__rencana=self._rencana, butir__kode=kode)
        begun = rows.filter(mulai__lte=day).order_by("-mulai").first()
        return begun or rows.earliest("mulai")

    def _at(self, hari: int) -> datetime:
        return datetime.combine(self._today + timedelta(days=hari), _START, self._zone)

    def _do(self, step: LangkahRow, kode: str, at: datetime) -> None:
        capaian = Capaian.objects.select_related("butir", "unit").get(pk=self._capaian[kode].pk)
        by = self._users[step.oleh]
        if step.aksi in ("serahkan", "terima"):
            self._hand_over(step, capaian, by, at)
        elif step.aksi == "unggah":
            self._upload(step, capaian, by, at)
        elif step.aksi == "versi_baru":
            self._new_version(step, capaian, by, at)
        elif step.aksi == "simpan_draf":
            simpan_draf(
                capaian_id=capaian.pk, versi=capaian.versi, isian=self._isian(step), by=by, at=at
            )
        elif step.aksi == "kirim":
            kirim(capaian_id=capaian.pk, versi=capaian.versi, isian=self._isian(step), by=by, at=at)
        else:
            putuskan(
                capaian_id=capaian.pk,
                versi=capaian.versi,
                pemenuhan_ids=[p.pk for p in self._waiting(step, capaian)],
                aksi=Aksi(step.aksi),
                by=by,
                nilai=step.nilai,
                alasan=step.alasan,
                catatan=step.catatan,
                at=at,
            )

    def _hand_over(self, step: LangkahRow, ke: Capaian, by: User, at: datetime) -> None:
        serah = SerahTerima.objects.get(ke=ke, alur__dari__kode=step.dari)
        act = serahkan if step.aksi == "serahkan" else terima
        act(serah_id=serah.pk, by=by, catatan=step.catatan, at=at)

    def _isian(self, step: LangkahRow) -> Isian:
        return Isian(
            narasi=step.narasi,
            kendala=step.kendala,
            tindak_lanjut=step.tindak_lanjut,
            nilai_mandiri=step.nilai,
            progres=step.progres,
        )

    def _documents(self, step: LangkahRow, capaian: Capaian) -> list[Pemenuhan]:
        rows = capaian.pemenuhan_set.select_related("dokumen").order_by("dokumen__urut")
        return [p for p in rows if p.dokumen.urut in step.dokumen]

    def _waiting(self, step: LangkahRow, capaian: Capaian) -> list[Pemenuhan]:
        if step.dokumen:
            return self._documents(step, capaian)
        return list(capaian.pemenuhan_set.filter(status=Status.MENUNGGU))

    def _upload(self, step: LangkahRow, capaian: Capaian, by: User, at: datetime) -> None:
        """Upload one paper for the first document named, and use it again for the others."""
        first, *others = self._documents(step, capaian)
        nomor, hari = self._number(step, capaian), at.date() - timedelta(days=3)
        result = unggah(
            pemenuhan_id=first.pk,
            files=[(f"{step.judul}.pdf", self._paper(step, capaian, nomor, hari))],
            by=by,
            nomor=nomor,
            tanggal=hari,
            rentang="1",
            at=at,
        )
        if result.ditolak:
            raise RuntimeError(f"sample file refused: {result.ditolak}")
        versi: BuktiVersi = result.diterima[0]
        for other in others:
            pakai(pemenuhan_id=other.pk, versi_id=versi.pk, by=by, rentang="1", at=at)

    def _new_version(self, step: LangkahRow, capaian: Capaian, by: User, at: datetime) -> None:
        (document,) = self._documents(step, capaian)
        taut = BuktiTaut.objects.active().get(pemenuhan=document)
        nomor = self._number(step, capaian)
        file = self._paper(step, capaian, nomor, at.date())
        versi_baru(taut_id=taut.pk, nama=f"{step.judul}.pdf", file=file, by=by, at=at)

    def _number(self, step: LangkahRow, capaian: Capaian) -> str:
        return f"CONTOH/{capaian.butir.kode}/{-step.hari:03d}/{self._rencana.tahun}"

    def _paper(self, step: LangkahRow, capaian: Capaian, nomor: str, hari: date) -> io.BytesIO:
        lines = [
            f"Nomor: {nomor}",
            f"Tanggal: {tanggal(hari)}",
            f"Unit: {capaian.unit.nama}",
            f"Tugas {capaian.butir.kode}: {capaian.butir.uraian}",
            "Berkas ini dibuat portal sebagai data contoh. Isinya tidak menggambarkan keadaan "
            "yang sebenarnya.",
        ]
        return io.BytesIO(paper(step.judul, lines))
