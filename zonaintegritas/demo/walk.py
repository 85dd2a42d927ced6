"""The history of the month plan: real actions, at times in the past."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.models import User
from evidence.actions import Isian, kirim, pakai, putuskan, unggah, versi_baru
from evidence.actions.pengecualian import ajukan, beri_pendapat
from evidence.actions.putusan_kecuali import putuskan_banyak
from evidence.contoh import paper
from evidence.jadwal import Jendela, label
from evidence.models import BuktiTaut, Butir, Capaian, Pengecualian, Rencana
from evidence.workflow import Aksi, Status
from ukuran.format import tanggal
from zonaintegritas.demo.antrean import Antrean, Kalender
from zonaintegritas.demo.fixture import BarisRow, RiwayatRow

_PAGI = time(8, 40)
_SIANG = time(13, 30)


@dataclass(frozen=True)
class Petugas:
    """Who acts: one operator by unit, one for all other units, the verifikator and the Ketua."""

    unit: Mapping[int, User]
    operator: User
    verifikator: User
    ketua: User


class Walk:
    """Puts the steps of all rows into a queue. A step that would lie after yesterday is left out.

    Days differ from row to row, so that not everything happens at once: `_sela` days apart.
    """

    def __init__(
        self,
        rencana: Rencana,
        riwayat: RiwayatRow,
        petugas: Petugas,
        kalender: Kalender,
        mulai: date,
    ) -> None:
        """`mulai` is the day on which the plan was started."""
        self._rencana = rencana
        self._riwayat = riwayat
        self._petugas = petugas
        self._kalender = kalender
        self._mulai = mulai

    def isi(self, antrean: Antrean) -> None:
        """Add the steps of every window begun by today to a queue."""
        begun: dict[str, list[Capaian]] = {}
        rows = Capaian.objects.filter(
            butir__rencana=self._rencana, gugur__isnull=True, mulai__lte=self._kalender.today
        ).select_related("butir", "unit")
        for capaian in rows.order_by("butir__urut", "-mulai"):
            begun.setdefault(capaian.butir.kode, []).append(capaian)
        for row in self._riwayat.baris:
            for n, capaian in enumerate(begun.get(row.kode, ())):
                hasil = row.hasil[min(n, len(row.hasil) - 1)] if row.hasil else "belum"
                self._tugas(antrean, row, capaian, hasil)

    def _tugas(self, antrean: Antrean, row: BarisRow, capaian: Capaian, hasil: str) -> None:
        sela = capaian.butir.urut % 5
        end = min(capaian.selesai, self._kalender.lalu(-2))
        sent = max(end - timedelta(days=1 + sela), capaian.mulai, self._mulai + timedelta(days=2))
        if hasil == "susul":
            sent = capaian.selesai + timedelta(days=6 + sela)
        days = (sent, *(sent + timedelta(days=n + sela) for n in (3, 5, 7)))
        times = [self._kalender.at(day, _SIANG if n % 2 else _PAGI) for n, day in enumerate(days)]
        steps = self._steps(row, capaian, hasil)
        for day, at, step in zip(days, times, steps, strict=False):
            if day >= self._kalender.today:
                return
            antrean.tambah(at, step)

    def _steps(
        self, row: BarisRow, capaian: Capaian, hasil: str
    ) -> Sequence[Callable[[datetime], None]]:
        """Return what is done, one step for each of the days of a task."""
        pk = capaian.pk

        def bring(at: datetime) -> None:
            self._unggah(row, pk, at)

        def send(at: datetime) -> None:
            self._unggah(row, pk, at)
            self._kirim(row, pk, at + timedelta(minutes=7))

        def approve(at: datetime) -> None:
            self._putuskan(pk, Aksi.SETUJUI, at)

        def send_back(at: datetime) -> None:
            self._putuskan(pk, Aksi.MINTA_PERBAIKAN, at, *self._riwayat.minta_perbaikan[hasil])

        def repair(at: datetime) -> None:
            self._perbaiki(row, pk, at)
            self._kirim(row, pk, at + timedelta(minutes=7))

        ways: dict[str, Sequence[Callable[[datetime], None]]] = {
            "belum": (),
            "draf": (bring,),
            "menunggu": (send,),
            "setuju": (send, approve),
            "susul": (send, approve),
            "perbaikan": (send, send_back),
            "diperbaiki": (send, send_back, repair, approve),
            "tidak_berlaku": self._kecuali(pk),
        }
        return ways[hasil]

    def _now(self, pk: int) -> Capaian:
        return Capaian.objects.select_related("butir", "unit").get(pk=pk)

    def _oleh(self, capaian: Capaian) -> User:
        return self._petugas.unit.get(capaian.unit_id, self._petugas.operator)

    def _unggah(self, row: BarisRow, pk: int, at: datetime) -> None:
        """Upload one paper for the first document, and use it again for the others."""
        capaian = self._now(pk)
        by = self._oleh(capaian)
        first, *others = capaian.pemenuhan_set.order_by("dokumen__urut")
        name, file = self._berkas(row, capaian, at)
        result = unggah(
            pemenuhan_id=first.pk,
            files=[(name, file)],
            by=by,
            nomor=self._nomor(capaian, at),
            tanggal=at.date(),
            rentang="1",
            at=at,
        )
        if result.ditolak:
            raise RuntimeError(f"sample file refused: {result.ditolak}")
        for other in others:
            pakai(pemenuhan_id=other.pk, versi_id=result.diterima[0].pk, by=by, rentang="1", at=at)

    def _perbaiki(self, row: BarisRow, pk: int, at: datetime) -> None:
        capaian = self._now(pk)
        name, file = self._berkas(row, capaian, at)
        taut = BuktiTaut.objects.active().filter(pemenuhan__capaian=capaian)
        versi_baru(
            taut_id=taut.earliest("pemenuhan__dokumen__urut").pk,
            nama=name,
            file=file,
            by=self._oleh(capaian),
            at=at,
        )

    def _kirim(self, row: BarisRow, pk: int, at: datetime) -> None:
        capaian = self._now(pk)
        kirim(
            capaian_id=pk,
            versi=capaian.versi,
            isian=Isian(narasi=row.narasi),
            by=self._oleh(capaian),
            at=min(at, self._kalender.now),
        )

    def _putuskan(
        self, pk: int, aksi: Aksi, at: datetime, alasan: str = "", catatan: str = ""
    ) -> None:
        """Decide on all that waits; what comes back repaired was sent back for one document."""
        capaian = self._now(pk)
        waiting = capaian.pemenuhan_set.filter(status=Status.MENUNGGU).order_by("dokumen__urut")
        ids = list(waiting.values_list("pk", flat=True))
        putuskan(
            capaian_id=pk,
            versi=capaian.versi,
            pemenuhan_ids=ids if aksi is Aksi.SETUJUI else ids[:1],
            aksi=aksi,
            by=self._petugas.verifikator,
            nilai=capaian.nilai_klaim if aksi is Aksi.SETUJUI else None,
            alasan=alasan,
            catatan=catatan,
            at=at,
        )

    def _kecuali(self, pk: int) -> Sequence[Callable[[datetime], None]]:
        """Ask that the row be taken as not applicable; the opinion and the decision follow."""
        told = self._riwayat.tidak_berlaku

        def ask(at: datetime) -> None:
            capaian = self._now(pk)
            ajukan(
                capaian_id=pk,
                versi=capaian.versi,
                jenis=Pengecualian.Jenis.TIDAK_BERLAKU,
                pemenuhan_ids=list(capaian.pemenuhan_set.values_list("pk", flat=True)),
                alasan=told["alasan"],
                by=self._oleh(capaian),
                at=at,
            )

        def advise(at: datetime) -> None:
            beri_pendapat(
                ajuan_id=Pengecualian.objects.get(capaian=pk).pk,
                pendapat=Pengecualian.Pendapat.MENDUKUNG,
                catatan=told["pendapat"],
                by=self._petugas.verifikator,
                at=at,
            )

        def decide(at: datetime) -> None:
            putuskan_banyak(
                ids=[Pengecualian.objects.get(capaian=pk).pk],
                putusan=Pengecualian.Putusan.DIKABULKAN,
                by=self._petugas.ketua,
                catatan=told["putusan"],
                at=at,
            )

        return ask, advise, decide

    def _nomor(self, capaian: Capaian, at: datetime) -> str:
        return f"CONTOH/ZI/{capaian.butir.kode}/{at:%m}/{self._rencana.tahun}"

    def _berkas(self, row: BarisRow, capaian: Capaian, at: datetime) -> tuple[str, io.BytesIO]:
        waktu = label(Butir.Pola.JADWAL, Jendela(capaian.mulai, capaian.selesai))
        judul = f"{row.judul} {waktu}"
        lines = [
            f"Nomor: {self._nomor(capaian, at)}",
            f"Tanggal: {tanggal(at.date())}",
            f"Unit: {capaian.unit.nama}",
            f"{capaian.butir.kode}: {capaian.butir.uraian}",
            row.narasi,
            "Berkas ini dibuat portal sebagai data contoh. Isinya tidak menggambarkan keadaan "
            "yang sebenarnya.",
        ]
        return f"{judul}.pdf", io.BytesIO(paper(judul, lines))
