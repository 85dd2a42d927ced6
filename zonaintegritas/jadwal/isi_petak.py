"""What the month plan consists of when it is read: plain values, no database."""

from dataclasses import dataclass
from datetime import date, datetime

from evidence.models import Butir, Rencana
from evidence.workflow import Status
from zonaintegritas.jadwal.keadaan import Keadaan
from zonaintegritas.jadwal.usulan import Usulan
from zonaintegritas.models import BentukJadwal, Tim


@dataclass(frozen=True)
class Perubahan:
    """A month that was taken out, or shifted to `ke`; who did it, when and why."""

    ke: date | None
    oleh: str
    pada: datetime
    alasan: str


@dataclass(frozen=True)
class Sel:
    """One month of one row.

    `keadaan` is one of Keadaan. `capaian_id` and `status` are None where no task belongs to the
    month or the reader may not see it. `riwayat` tells what was taken out of this month,
    `digeser_dari` from which month it came. `awal`, `akhir`: first, last month of its window.
    """

    bulan: date
    keadaan: Keadaan
    direncanakan: bool
    capaian_id: int | None = None
    status: Status | None = None
    batas: date | None = None
    awal: bool = True
    akhir: bool = True
    digeser_dari: date | None = None
    riwayat: tuple[Perubahan, ...] = ()

    @property
    def no(self) -> int:
        """Number of the month, 1 to 12."""
        return self.bulan.month


@dataclass(frozen=True)
class BarisPetak:
    """One row: a Butir with its twelve months. `boleh`: the reader may plan it."""

    butir: Butir
    no: str
    bentuk: str
    dikonfirmasi: bool
    usulan: Usulan | None
    boleh: bool
    sel: tuple[Sel, ...]

    @property
    def bulan(self) -> tuple[int, ...]:
        """Numbers of the planned months."""
        return tuple(sel.no for sel in self.sel if sel.direncanakan)

    @property
    def rentang(self) -> bool:
        """Whether consecutive months make one window."""
        return self.bentuk == BentukJadwal.Bentuk.RENTANG


@dataclass(frozen=True)
class KegiatanPetak:
    """A kegiatan with its rows."""

    pk: int
    kode: str
    huruf: str
    teks: str
    baris: tuple[BarisPetak, ...]


@dataclass(frozen=True)
class TugasPetak:
    """One task that the plan asks for and the reader may see.

    `menunggu`: how many of its documents wait for a decision, whatever its own state.
    """

    pk: int
    butir_id: int
    kode: str
    uraian: str
    tim_id: int
    mulai: date
    batas: date
    keadaan: Keadaan
    status: Status
    selesai_pada: date | None
    menunggu: int = 0


@dataclass(frozen=True)
class HitungTugas:
    """Tasks that are asked for, by state; `ditagih` is the denominator."""

    ditagih: int
    selesai: int
    terlambat: int
    menunggu: int
    perbaikan: int
    berjalan: int
    tidak_berlaku: int
    akan_datang: int
    bulan_ini: int  # due this month and not finished


@dataclass(frozen=True)
class Jumlah:
    """Sums of a team or of all.

    `tugas` is None where the reader sees no evidence, and in a plan that does not run.
    """

    baris: int
    tanpa_jadwal: int
    bulan: int
    tugas: HitungTugas | None


@dataclass(frozen=True)
class TimPetak:
    """A team with its kegiatan. `boleh`: the reader may plan its rows."""

    tim: Tim
    kegiatan: tuple[KegiatanPetak, ...]
    jumlah: Jumlah
    boleh: bool

    @property
    def baris(self) -> tuple[BarisPetak, ...]:
        """All rows in their order."""
        return tuple(row for kegiatan in self.kegiatan for row in kegiatan.baris)


@dataclass(frozen=True)
class Petak:
    """The grid of a plan on a day; `bulan` are the first days of its months."""

    rencana: Rencana
    hari: date
    bulan: tuple[date, ...]
    tim: tuple[TimPetak, ...]
    jumlah: Jumlah
    tugas: tuple[TugasPetak, ...]

    @property
    def baris(self) -> tuple[BarisPetak, ...]:
        """All rows in their order."""
        return tuple(row for team in self.tim for row in team.baris)
