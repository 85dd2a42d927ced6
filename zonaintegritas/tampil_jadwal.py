"""The month plan as pages show it: the grid with words and shapes, filtered, as it was typed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.safestring import SafeString

from evidence.jadwal import bulan_kemudian
from evidence.models import Butir
from sheets.values import BULAN
from ukuran.format import tanggal_waktu
from zonaintegritas.forms_jadwal import IsianBaris, IsianTim
from zonaintegritas.jadwal.isi_petak import BarisPetak, Jumlah, Petak, Sel, TimPetak
from zonaintegritas.jadwal.keadaan import Keadaan
from zonaintegritas.jadwal.usulan import Usulan
from zonaintegritas.kata_jadwal import (
    DIGESER,
    SIFAT,
    SINGKAT,
    Sifat,
    daftar_bulan,
)
from zonaintegritas.models import BentukJadwal

SEMUA = ""
BENTUK_BELUM = ("", "Berulang, belum dikonfirmasi")
PILIHAN_KEADAAN = (
    (SEMUA, "Semua baris"),
    ("terlambat", "Terlambat"),
    ("perbaikan", "Perlu perbaikan"),
    ("bulan_ini", "Direncanakan bulan ini"),
    ("menunggu", "Menunggu verifikasi"),
    ("belum", "Belum mempunyai bulan"),
    ("usulan", "Mempunyai usulan"),
    ("diubah", "Pernah diubah atau digeser"),
)
_PADA_SEL = {
    "terlambat": Keadaan.TERLAMBAT,
    "perbaikan": Keadaan.PERBAIKAN,
    "menunggu": Keadaan.MENUNGGU,
}

_DAPAT_DIGESER = (Keadaan.RENCANA, Keadaan.SEBELUM, Keadaan.BERJALAN, Keadaan.TERLAMBAT)
"""States in which nothing may have been done yet; the action looks at the work itself."""


@dataclass(frozen=True)
class KepalaBulan:
    """The head of one month column; its first letter stands alone on a narrow screen."""

    nama: str
    huruf: str
    sisa: str
    kini: bool


@dataclass(frozen=True)
class TampilSel:
    """One month of one row. `tugas` is the task to open, `kotak` the attributes of its checkbox."""

    bulan: int
    sifat: Sifat | None
    tugas: int | None
    kotak: SafeString
    kini: bool
    pra: bool

    @property
    def kata(self) -> str:
        """Month and state in words."""
        return _kata(self.bulan, self.sifat)

    @property
    def direncanakan(self) -> bool:
        """Whether it is only planned so far: the tick says so, no second shape is needed."""
        return self.sifat == SIFAT["rencana"]

    @property
    def kelas(self) -> str:
        """Classes of the cell besides its own."""
        return f"{' kini' if self.kini else ''}{' pra' if self.pra else ''}"


@dataclass(frozen=True)
class TampilBaris:
    """One row. `awal` are the planned months, `bentuk` and the ticks may be as typed."""

    pk: int
    kode: str
    no: str
    teks: str
    bentuk: str
    bentuk_awal: str
    bentuk_kata: str
    usulan: Usulan | None
    usulan_dipakai: bool
    sel: tuple[TampilSel, ...]
    awal: str
    riwayat: tuple[str, ...]
    dapat_digeser: bool
    galat: str

    @property
    def usulan_kata(self) -> str:
        """The proposed months as short names."""
        return daftar_bulan(self.usulan.bulan) if self.usulan else ""

    @property
    def usulan_bulan(self) -> str:
        """The proposed months as numbers for the script."""
        return ",".join(map(str, self.usulan.bulan)) if self.usulan else ""


@dataclass(frozen=True)
class TampilKegiatan:
    """A kegiatan with the rows that are shown."""

    huruf: str
    teks: str
    baris: tuple[TampilBaris, ...]


@dataclass(frozen=True)
class TampilTim:
    """A team with the rows that are shown; `jumlah` counts all of them."""

    pk: int
    no: int | None
    nama: str
    kegiatan: tuple[TampilKegiatan, ...]
    jumlah: Jumlah
    dapat_disusun: bool
    menyusun: bool

    @property
    def semua_baris(self) -> Iterator[TampilBaris]:
        """All rows that are shown, in their order."""
        for one in self.kegiatan:
            yield from one.baris

    @property
    def banyak_usulan(self) -> int:
        """How many rows have a proposal of the source."""
        return sum(1 for row in self.semua_baris if row.usulan)


@dataclass(frozen=True)
class Ketikan:
    """What was typed and refused: the rows as sent, and faults by id of the Butir."""

    isian: IsianTim | None = None
    galat: Mapping[int, str] = field(default_factory=dict)

    def memuat(self, pk: int) -> bool:
        """Whether a row (id of the Butir) was sent: it is shown again, whatever the filter."""
        return self.isian is not None and pk in self.isian.baris


def kepala_bulan(petak: Petak) -> tuple[KepalaBulan, ...]:
    """Return the heads of the month columns."""
    return tuple(
        KepalaBulan(BULAN[n], SINGKAT[n][0], SINGKAT[n][1:], _kini(petak, month))
        for n, month in enumerate(petak.bulan)
    )


def legenda(petak: Petak) -> list[Sifat]:
    """Return the states that stand in the grid, in the order of the legend; all where none do."""
    cells = [sel for row in petak.baris for sel in row.sel]
    used = {sel.keadaan.value for sel in cells if sel.direncanakan}
    found = [one for code, one in SIFAT.items() if not used or code in used]
    if not used or any(_digeser(sel) for sel in cells):
        found.append(DIGESER)
    return found


def tampil_tim(
    petak: Petak, *, sejak: date, keadaan: str, menyusun: bool, ketikan: Ketikan
) -> tuple[TampilTim, ...]:
    """Return the teams with the rows of one state (a code of PILIHAN_KEADAAN).

    `menyusun`: teams that the reader may plan are shown as forms. Teams without such a row are
    left out.
    """
    found = []
    for team in petak.tim:
        own = _tim(team, petak, sejak, _saringan(keadaan, petak), menyusun, ketikan)
        if own.kegiatan:
            found.append(own)
    return tuple(found)


def _tim(
    team: TimPetak,
    petak: Petak,
    sejak: date,
    wanted: Callable[[BarisPetak], bool],
    menyusun: bool,
    ketikan: Ketikan,
) -> TampilTim:
    kegiatan = (
        TampilKegiatan(
            one.huruf,
            one.teks,
            tuple(
                _baris(row, petak, sejak, ketikan)
                for row in one.baris
                if wanted(row) or ketikan.memuat(row.butir.pk)
            ),
        )
        for one in team.kegiatan
    )
    return TampilTim(
        pk=team.tim.pk,
        no=team.tim.no_lampiran_2,
        nama=team.tim.nama_lampiran_2,
        kegiatan=tuple(one for one in kegiatan if one.baris),
        jumlah=team.jumlah,
        dapat_disusun=team.boleh,
        menyusun=menyusun and team.boleh,
    )


def _saringan(keadaan: str, petak: Petak) -> Callable[[BarisPetak], bool]:
    """Return the test of a row for one code of the filter."""
    if keadaan in _PADA_SEL:
        state = _PADA_SEL[keadaan]
        return lambda row: any(sel.keadaan == state for sel in row.sel)
    tests: dict[str, Callable[[BarisPetak], bool]] = {
        "bulan_ini": lambda row: any(s.direncanakan and _kini(petak, s.bulan) for s in row.sel),
        "belum": lambda row: not row.bulan,
        "usulan": lambda row: row.usulan is not None and not row.bulan,
        "diubah": lambda row: any(sel.riwayat for sel in row.sel),
    }
    return tests.get(keadaan, lambda row: True)


def _baris(row: BarisPetak, petak: Petak, sejak: date, ketikan: Ketikan) -> TampilBaris:
    pk = row.butir.pk
    typed = ketikan.isian.baris.get(pk) if ketikan.isian else None
    shape = row.bentuk if row.dikonfirmasi else ""
    return TampilBaris(
        pk=pk,
        kode=row.butir.kode,
        no=row.no,
        teks=row.butir.uraian,
        bentuk=typed.bentuk if typed else shape,
        bentuk_awal=shape,
        bentuk_kata=BentukJadwal.Bentuk(row.bentuk).label if row.bulan else "",
        usulan=row.usulan if row.boleh and not row.bulan else None,
        usulan_dipakai=typed.usulan if typed else False,
        sel=tuple(
            _sel(sel, row, petak, sejak, typed, galat=pk in ketikan.galat) for sel in row.sel
        ),
        awal=",".join(map(str, row.bulan)),
        riwayat=tuple(kata_riwayat(row)),
        dapat_digeser=any(sel.keadaan in _DAPAT_DIGESER for sel in row.sel),
        galat=ketikan.galat.get(pk, ""),
    )


def _sel(
    sel: Sel, row: BarisPetak, petak: Petak, sejak: date, typed: IsianBaris | None, *, galat: bool
) -> TampilSel:
    look = SIFAT.get(sel.keadaan.value)
    if look is None and _digeser(sel):
        look = DIGESER
    ticked = sel.no in typed.bulan if typed else sel.direncanakan
    return TampilSel(
        bulan=sel.no,
        sifat=look,
        tugas=sel.capaian_id,
        kotak=_kotak(row.butir, sel.no, look, ticked=ticked, galat=galat),
        kini=_kini(petak, sel.bulan),
        pra=bulan_kemudian(sel.bulan, 1) <= sejak,
    )


def _kotak(
    butir: Butir, bulan: int, look: Sifat | None, *, ticked: bool, galat: bool
) -> SafeString:
    """Return the attributes of the checkbox of one month."""
    attrs: dict[str, str | bool | int] = {
        "type": "checkbox",
        "name": f"bulan-{butir.pk}",
        "value": bulan,
        "aria-label": f"{butir.kode} {_kata(bulan, look)}",
        "checked": ticked,
    }
    if galat:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"galat-{butir.pk}"}
    return flatatt(attrs)


def _kata(bulan: int, look: Sifat | None) -> str:
    nama = BULAN[bulan - 1]
    return f"{nama}: {look.label}" if look else nama


def kata_riwayat(row: BarisPetak) -> Iterator[str]:
    """Say what was taken out of a row or shifted: which month, where to, by whom, when and why."""
    for sel in row.sel:
        for one in sel.riwayat:
            what = f"digeser ke {BULAN[one.ke.month - 1]}" if one.ke else "dicabut"
            when = tanggal_waktu(one.pada, timezone.get_current_timezone())
            yield f"{BULAN[sel.no - 1]} {what} oleh {one.oleh}, {when}: {one.alasan}"


def _digeser(sel: Sel) -> bool:
    return not sel.direncanakan and any(one.ke for one in sel.riwayat)


def _kini(petak: Petak, bulan: date) -> bool:
    return bulan == petak.hari.replace(day=1)
