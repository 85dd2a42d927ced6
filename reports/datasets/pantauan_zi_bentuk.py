"""What the monthly monitoring report holds, as frozen rows: see `reports.datasets.pantauan_zi`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from evidence.workflow import Status
from reports.datasets.lampiran_zi_bentuk import CatatanZI
from ukuran.format import angka
from zonaintegritas.jadwal.isi_petak import HitungTugas, TugasPetak
from zonaintegritas.jadwal.keadaan import Keadaan
from zonaintegritas.jadwal.kurva import Titik
from zonaintegritas.kata_jadwal import nama_bulan

_DIKLAIM = (Status.DISETUJUI, Status.NIHIL, Status.MENUNGGU)


@dataclass(frozen=True)
class HitungBulan:
    """Tasks that fall due in a time, by state; `tugas` is the denominator of all of them.

    A task that is not applicable stays in the denominator and is never done, as on screen.
    `klaim`: finished ones and those the unit has sent in full. `dikembalikan`: those that were
    returned to the unit, also the late ones among them, which `terlambat` counts.
    """

    tugas: int
    selesai: int
    terlambat: int
    perbaikan: int
    menunggu: int
    berjalan: int
    tidak_berlaku: int
    klaim: int
    dikembalikan: int

    @classmethod
    def dari(cls, tugas: Iterable[TugasPetak]) -> "HitungBulan":
        """Count tasks."""
        rows = tuple(tugas)

        def count(state: Keadaan) -> int:
            return sum(row.keadaan is state for row in rows)

        return cls(
            tugas=len(rows),
            selesai=count(Keadaan.SELESAI),
            terlambat=count(Keadaan.TERLAMBAT),
            perbaikan=count(Keadaan.PERBAIKAN),
            menunggu=count(Keadaan.MENUNGGU),
            berjalan=count(Keadaan.BERJALAN),
            tidak_berlaku=count(Keadaan.TIDAK_BERLAKU),
            klaim=sum(row.status in _DIKLAIM for row in rows),
            dikembalikan=sum(row.status is Status.PERBAIKAN for row in rows),
        )

    @property
    def persen(self) -> Decimal | None:
        """Verified and finished tasks in percent of all; None where nothing fell due."""
        return self._dari_tugas(self.selesai)

    @property
    def persen_klaim(self) -> Decimal | None:
        """The same by the claim of the units."""
        return self._dari_tugas(self.klaim)

    def _dari_tugas(self, part: int) -> Decimal | None:
        return Decimal(part * 100) / self.tugas if self.tugas else None


@dataclass(frozen=True)
class TimPantauan:
    """A team: its rows, its tasks of the year (as on the board), to the month's end, of the month.

    The three counts are None where the reader sees no evidence of the team.
    """

    no: int | None
    nama: str
    baris: int
    tanpa_jadwal: int
    setahun: HitungTugas | None
    sampai: HitungBulan | None
    bulan: HitungBulan | None


@dataclass(frozen=True)
class BarisPantauan:
    """A row that is planned in the month, or a task still open from a month before.

    `jatuh_tempo`: its window ends in the month. `dokumen`: required, accepted; `berkas`: files in
    use. They are None where there is no task or the reader may not see it.
    """

    tim: int | None
    kode: str
    uraian: str
    indikator: tuple[str, ...]
    keadaan: str
    masa: str
    batas: date | None
    jatuh_tempo: bool
    dokumen: int | None
    disetujui: int | None
    berkas: int | None
    kendala: str
    tindak_lanjut: str
    catatan: tuple[str, ...]


@dataclass(frozen=True)
class GeserPantauan:
    """A month that was taken out or shifted (`ke`), with who, when and why."""

    kode: str
    uraian: str
    dari: date
    ke: date | None
    oleh: str
    pada: datetime
    alasan: str

    @property
    def perubahan(self) -> str:
        """What happened to the month, in words."""
        month = nama_bulan(self.dari.month)
        return f"{month} digeser ke {nama_bulan(self.ke.month)}" if self.ke else f"{month} dicabut"


@dataclass(frozen=True)
class BarisTanpaJadwal:
    """A row without any planned month."""

    tim: int | None
    kode: str
    uraian: str


@dataclass(frozen=True)
class KetuaTim:
    """The Ketua of the decree, for the signature."""

    nama: str
    jabatan: str


@dataclass(frozen=True)
class PantauanZI:
    """The whole report for one reader at one moment.

    `bulan` is the first day of the month, `berakhir` says that it is over on the day of the
    figures. `cakupan`: the units whose tasks are counted, '' for all. `keterangan`: why there is
    no task.
    """

    instansi: str
    tempat: str
    zona_waktu: str
    contoh: bool
    kop: tuple[str, ...]
    rencana: str
    keputusan: str
    bulan: date
    berakhir: bool
    hari: date
    per_tanggal: datetime
    peminta: str
    cakupan: str
    keterangan: str
    tim: tuple[TimPantauan, ...]
    jumlah: TimPantauan
    baris: tuple[BarisPantauan, ...]
    tunggakan: tuple[BarisPantauan, ...]
    geser: tuple[GeserPantauan, ...]
    tanpa_jadwal: tuple[BarisTanpaJadwal, ...]
    titik: tuple[Titik, ...]
    catatan: tuple[CatatanZI, ...]
    ketua: KetuaTim | None

    @property
    def nama_bulan(self) -> str:
        """Month and year in words."""
        return f"{nama_bulan(self.bulan.month)} {self.bulan.year}"

    @property
    def judul(self) -> str:
        """The name of the document."""
        return f"Laporan pemantauan {self.nama_bulan}, {self.rencana}"

    @property
    def tanda(self) -> str:
        """The mark of every page."""
        return "DRAF CONTOH" if self.contoh else "DRAF"

    @property
    def berkendala(self) -> tuple[BarisPantauan, ...]:
        """Rows whose unit told an obstacle or what it does about it."""
        rows = (*self.tunggakan, *self.baris)
        return tuple(row for row in rows if row.kendala or row.tindak_lanjut)

    @property
    def ringkasan(self) -> tuple[str, ...]:
        """The report in sentences; only verified figures count, the claim stands beside them."""
        whole, month = self.jumlah.sampai, self.jumlah.bulan
        if whole is None or month is None:
            return (self.keterangan, self._terencana()) if self.keterangan else (self._terencana(),)
        if not whole.tugas:
            first = self.keterangan or (
                f"Sampai akhir {self.nama_bulan} tidak ada tugas yang direncanakan."
            )
            return first, self._terencana()
        return (
            f"Sampai akhir {self.nama_bulan} direncanakan {angka(whole.tugas)} tugas. Selesai dan "
            f"terverifikasi {angka(whole.selesai)} ({angka(whole.persen)}%); terlambat "
            f"{angka(whole.terlambat)}, perlu perbaikan {angka(whole.perbaikan)}, menunggu "
            f"verifikasi {angka(whole.menunggu)}, berjalan {angka(whole.berjalan)}, tidak berlaku "
            f"{angka(whole.tidak_berlaku)}.",
            f"Menurut klaim unit {angka(whole.klaim)} dari {angka(whole.tugas)} tugas sudah "
            f"dikerjakan ({angka(whole.persen_klaim)}%).",
            self._bulan(month),
            self._terencana(),
        )

    def _bulan(self, month: HitungBulan) -> str:
        if not month.tugas:
            return f"Tidak ada tugas yang jatuh tempo pada {self.nama_bulan}."
        return (
            f"Pada {self.nama_bulan} jatuh tempo {angka(month.tugas)} tugas: "
            f"{angka(month.selesai)} selesai, {angka(month.terlambat)} terlambat, "
            f"{angka(month.perbaikan)} perlu perbaikan, {angka(month.menunggu)} menunggu "
            f"verifikasi, {angka(month.berjalan)} berjalan, {angka(month.tidak_berlaku)} tidak "
            "berlaku."
        )

    def _terencana(self) -> str:
        shifts = f" {angka(len(self.geser))} perubahan jadwal dicatat." if self.geser else ""
        return (
            f"{angka(self.jumlah.tanpa_jadwal)} dari {angka(self.jumlah.baris)} baris rencana aksi "
            f"belum mempunyai bulan.{shifts}"
        )


@dataclass(frozen=True)
class IsiPantauanZI:
    """What a report would hold, before it is asked for."""

    tim: int
    baris: int
    terencana: int
    bulan: int
