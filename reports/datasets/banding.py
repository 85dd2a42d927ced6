"""Two Potret of a plan side by side: totals, areas, members, and the tasks that read otherwise.

Everything comes from the two Potret; nothing here asks the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from reports.datasets.kelompok import LINTAS
from reports.potret.bentuk import (
    AnggotaPotret,
    AreaPotret,
    IsiPotret,
    PerubahanPotret,
    TugasPotret,
)
from reports.potret.perubahan import bandingkan

Angka = int | Decimal
_Kelompok = AreaPotret | AnggotaPotret
K = TypeVar("K", AreaPotret, AnggotaPotret)


@dataclass(frozen=True)
class Beda:
    """One figure in both Potret; None where a Potret has no data for it."""

    lama: Angka | None
    baru: Angka | None

    @property
    def selisih(self) -> Angka | None:
        """The second minus the first; None when one of them has no data."""
        return None if self.lama is None or self.baru is None else self.baru - self.lama

    @property
    def arah(self) -> str:
        """naik, turun, tetap; "" when there is no difference to speak of."""
        if self.selisih is None:
            return ""
        return "naik" if self.selisih > 0 else "turun" if self.selisih < 0 else "tetap"


@dataclass(frozen=True)
class BarisTotal:
    """One total of the plan; `satuan`: "%" or ""."""

    nama: str
    beda: Beda
    satuan: str = ""


@dataclass(frozen=True)
class BarisKelompok:
    """An area or a member in both Potret; `hanya`: the Potret that has it alone ("a", "b")."""

    kode: str
    nama: str
    diterima: Beda
    diperlukan: Beda
    kelengkapan: Beda
    nilai: Beda
    hanya: str = ""


@dataclass(frozen=True)
class Kelompok:
    """A group to filter by: its code in the address, its words, the tasks (Butir codes) in it."""

    kode: str
    nama: str
    butir: frozenset[str]


@dataclass(frozen=True)
class Macam:
    """A kind of change to filter by; `awal`: how names of such changes begin."""

    kode: str
    nama: str
    awal: str


MACAM: tuple[Macam, ...] = (
    Macam("tugas", "Tugas muncul atau hilang", "Tugas"),
    Macam("status", "Status tugas", "Status"),
    Macam("batas", "Batas waktu", "Batas waktu"),
    Macam("pengampu", "Pengampu", "Pengampu"),
    Macam("mandiri", "Nilai mandiri", "Nilai mandiri"),
    Macam("terverifikasi", "Nilai terverifikasi", "Nilai terverifikasi"),
    Macam("kpk", "Nilai KPK", "Nilai KPK"),
    Macam("dokumen", "Dokumen wajib", "Dokumen "),
    Macam("jaga", "JAGA dan jawaban KPK", "JAGA"),
)


@dataclass(frozen=True)
class Banding:
    """What differs; `jendela_baru`: windows that the second counts because its cut-off is later."""

    total: tuple[BarisTotal, ...]
    area: tuple[BarisKelompok, ...]
    anggota: tuple[BarisKelompok, ...]
    perubahan: tuple[PerubahanPotret, ...]
    jendela_baru: int
    pilihan_anggota: tuple[Kelompok, ...]
    pilihan_area: tuple[Kelompok, ...]

    @property
    def kosong(self) -> bool:
        """Whether nothing at all differs."""
        rows = (*self.area, *self.anggota)
        figures = [t.beda for t in self.total]
        figures += [b for r in rows for b in (r.diterima, r.diperlukan, r.kelengkapan, r.nilai)]
        return not self.perubahan and all(b.lama == b.baru for b in figures)


def banding(a: IsiPotret, b: IsiPotret) -> Banding:
    """Hold `b` against `a`, two Potret of one plan.

    With different cut-offs only windows that both count are compared; the others are new by
    themselves and are counted.
    """
    until = min(a.batas.akhir, b.batas.akhir)
    return Banding(
        total=tuple(_total(a, b)),
        area=tuple(_pasang(a.area, b.area, lambda r: r.kode, lambda r: _nama_area(r.kode, r.nama))),
        anggota=tuple(
            _pasang(a.anggota, b.anggota, lambda r: str(r.no), lambda r: f"{r.no}. {r.jabatan}")
        ),
        perubahan=bandingkan(a, b, sampai=until if a.batas.kode != b.batas.kode else None),
        jendela_baru=sum(c.mulai > until for t in b.tugas for c in t.capaian),
        pilihan_anggota=kelompok_anggota(a, b),
        pilihan_area=kelompok_area(a, b),
    )


def saring(
    rows: Iterable[PerubahanPotret],
    *,
    anggota: Kelompok | None = None,
    area: Kelompok | None = None,
    macam: Macam | None = None,
) -> list[PerubahanPotret]:
    """Return the changes of one member, area and kind; None: of all."""
    return [
        row
        for row in rows
        if (anggota is None or row.kode in anggota.butir)
        and (area is None or row.kode in area.butir)
        and (macam is None or any(u.hal.startswith(macam.awal) for u in row.ubahan))
    ]


def kelompok_anggota(*isi: IsiPotret) -> tuple[Kelompok, ...]:
    """Return the members with the tasks that they carry or share, in the order of the decree."""
    names = {m.no: m for one in isi for m in one.anggota}
    tasks = [t for one in isi for t in one.tugas]
    return tuple(
        Kelompok(str(no), f"{no}. {m.unit}", frozenset(t.kode for t in tasks if _milik(t, no)))
        for no, m in sorted(names.items())
    )


def kelompok_area(*isi: IsiPotret) -> tuple[Kelompok, ...]:
    """Return the areas with their tasks, in the order of the last Potret."""
    names = {a.kode: a for one in reversed(isi) for a in one.area}
    tasks = [t for one in isi for t in one.tugas]
    return tuple(
        Kelompok(kode, _nama_area(kode, a.nama), frozenset(t.kode for t in tasks if t.area == kode))
        for kode, a in names.items()
    )


def _nama_area(kode: str, nama: str) -> str:
    """Return an area with its number; what belongs to no area has none."""
    return nama if kode == LINTAS.kode else f"{kode} {nama}".strip()


def _milik(task: TugasPotret, no: int) -> bool:
    return task.anggota == no or no in task.bersama


def _total(a: IsiPotret, b: IsiPotret) -> Iterable[BarisTotal]:
    x, y = a.hitungan, b.hitungan
    yield BarisTotal("Tugas yang ditagih", Beda(a.tugas_ditagih, b.tugas_ditagih))
    yield BarisTotal("Dokumen diperlukan", Beda(x.diperlukan, y.diperlukan))
    yield BarisTotal("Dokumen dikirim", Beda(x.diunggah, y.diunggah))
    yield BarisTotal("Dokumen diterima", Beda(x.diterima, y.diterima))
    yield BarisTotal("Menunggu verifikasi", Beda(x.menunggu, y.menunggu))
    yield BarisTotal("Perlu perbaikan", Beda(x.perbaikan, y.perbaikan))
    yield BarisTotal("Belum dikirim", Beda(x.belum_ada, y.belum_ada))
    yield BarisTotal("Kelengkapan terverifikasi", Beda(x.kelengkapan, y.kelengkapan), "%")
    yield BarisTotal(
        "Kelengkapan menurut klaim", Beda(x.kelengkapan_klaim, y.kelengkapan_klaim), "%"
    )
    m, n = a.nilai, b.nilai
    yield BarisTotal("Nilai mandiri", Beda(m.mandiri.nilai, n.mandiri.nilai))
    yield BarisTotal("Nilai terverifikasi", Beda(m.internal.nilai, n.internal.nilai))
    yield BarisTotal("Nilai KPK", Beda(m.kpk.nilai, n.kpk.nilai))
    yield BarisTotal("Tugas lewat batas waktu", Beda(a.terlambat, b.terlambat))


def _pasang(
    a: Iterable[K], b: Iterable[K], kunci: Callable[[K], str], nama: Callable[[K], str]
) -> Iterable[BarisKelompok]:
    """Pair rows by key: those of the second in its order, then those that only the first has."""
    before: dict[str, K] = {kunci(row): row for row in a}
    after: dict[str, K] = {kunci(row): row for row in b}
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key), after.get(key)
        row = new or old
        assert row is not None  # one of the two is there
        yield BarisKelompok(
            kode=key,
            nama=nama(row).strip(),
            diterima=_beda(old, new, lambda r: r.hitungan.diterima),
            diperlukan=_beda(old, new, lambda r: r.hitungan.diperlukan),
            kelengkapan=_beda(old, new, lambda r: r.hitungan.kelengkapan),
            nilai=_beda(old, new, lambda r: r.nilai.internal.nilai),
            hanya="" if old and new else "b" if new else "a",
        )


def _beda(
    old: _Kelompok | None, new: _Kelompok | None, ambil: Callable[[_Kelompok], Angka | None]
) -> Beda:
    return Beda(ambil(old) if old else None, ambil(new) if new else None)
