"""What the annexes of a Zona Integritas decree hold, as frozen rows: see `lampiran_zi`."""

from dataclasses import dataclass
from datetime import datetime

BULAN = 12
TUGAS_SEHALAMAN = 2500
"""Characters of tasks that surely fit beside the members on one page."""


@dataclass(frozen=True)
class CatatanZI:
    """A source note that an annex refers to; `baris`: the rows it concerns, in words."""

    kode: str
    golongan: str
    mentah: str
    alasan: str
    usulan: str
    letak: str
    baris: tuple[str, ...]


@dataclass(frozen=True)
class Penutup:
    """The closing lines of an annex and the certification of the copy, as printed."""

    tempat_tanggal: tuple[str, ...]
    jabatan: tuple[str, ...]
    tanda: str
    nama: str
    pengesahan: tuple[str, ...]
    pengesah: str


@dataclass(frozen=True)
class KepalaZI:
    """What both annexes have around their table.

    `salinan`: the plan only took over the teams and rows of a decree, for another year or as a
    sample, and is itself no decree; then there is no `penutup`. `tanda` stands on every page.
    """

    nomor: str
    instansi: str
    zona_waktu: str
    contoh: bool
    rencana: str
    salinan: bool
    asal: str
    tanda: str
    kepala: tuple[str, ...]
    judul: tuple[str, ...]
    kolom: tuple[str, ...]
    nomor_kolom: tuple[str, ...]
    penutup: Penutup | None
    catatan: tuple[CatatanZI, ...]
    per_tanggal: datetime
    peminta: str

    @property
    def nama(self) -> str:
        """The name of the document."""
        return f"Lampiran {self.nomor} {self.rencana}"


@dataclass(frozen=True)
class OrangTim:
    """A row of Lampiran I; `lanjut`: the place in the team is printed once for the rows above."""

    no: str
    nama: str
    jabatan: str
    kedudukan: str
    lanjut: bool
    catatan: tuple[str, ...]


@dataclass(frozen=True)
class Teks:
    """A text with its number or letter as printed, '' where there is none."""

    penanda: str
    isi: str

    def __str__(self) -> str:
        """Return both as one line."""
        return f"{self.penanda} {self.isi}".strip()


@dataclass(frozen=True)
class TugasTercetak:
    """A task of a group with its number."""

    teks: Teks
    catatan: tuple[str, ...]


@dataclass(frozen=True)
class BarisTim:
    """A row of a group: a person, or None below the last one, and the tasks that begin here.

    The tasks stand beside `rentang` rows; 0: none begin here. `terus`: what the cells of place and
    tasks hold goes on in the next row.
    """

    orang: OrangTim | None
    tugas: tuple[TugasTercetak, ...]
    rentang: int
    kedudukan_terus: bool
    tugas_terus: bool


@dataclass(frozen=True)
class KelompokTim:
    """A group of Lampiran I: its heading, its members, and the tasks beside all of them."""

    judul: str
    orang: tuple[OrangTim, ...]
    tugas: tuple[TugasTercetak, ...]
    catatan: tuple[str, ...]

    @property
    def baris(self) -> tuple[BarisTim, ...]:
        """Rows with all tasks beside all members, as printed; a row per task where they are long.

        A cell over several rows must fit a page.
        """
        if not self.orang or sum(len(task.teks.isi) for task in self.tugas) > TUGAS_SEHALAMAN:
            return self.baris_tugas
        last = len(self.orang) - 1
        return tuple(
            BarisTim(
                orang=one,
                tugas=() if n else self.tugas,
                rentang=0 if n else len(self.orang),
                kedudukan_terus=n < last and self.orang[n + 1].lanjut,
                tugas_terus=False,
            )
            for n, one in enumerate(self.orang)
        )

    @property
    def baris_tugas(self) -> tuple[BarisTim, ...]:
        """Rows with one task each; they go on below the last member where tasks are more."""
        rows = max(len(self.orang), len(self.tugas))
        people = (*self.orang, *[None] * (rows - len(self.orang)))
        below = (*people[1:], None)
        return tuple(
            BarisTim(
                orang=one,
                tugas=self.tugas[n : n + 1],
                rentang=1,
                kedudukan_terus=next_one is not None and next_one.lanjut,
                tugas_terus=n < rows - 1,
            )
            for n, (one, next_one) in enumerate(zip(people, below, strict=False))
        )


@dataclass(frozen=True)
class LampiranTim:
    """Lampiran I."""

    naskah: KepalaZI
    kelompok: tuple[KelompokTim, ...]


@dataclass(frozen=True)
class Lanjutan:
    """Which cells of a row belong to the cell above."""

    tim: bool = False
    kegiatan: bool = False
    sub: bool = False
    indikator: bool = False
    bulan: bool = False
    ket: bool = False


@dataclass(frozen=True)
class BarisZI:
    """A row of Lampiran II.

    `bulan` are the planned months (1 to 12) of the Butir of the row. `atas`: cells that continue
    from the row above, `bawah`: into the next one. `kode` names the kegiatan.
    """

    kode: str
    no: str
    tim: str
    kegiatan: Teks
    sub: tuple[Teks, ...]
    indikator: tuple[Teks, ...]
    bulan: frozenset[int]
    ket: str
    catatan_tim: tuple[str, ...]
    catatan_kegiatan: tuple[str, ...]
    catatan_sub: tuple[str, ...]
    catatan_indikator: tuple[str, ...]
    atas: Lanjutan
    bawah: Lanjutan

    @property
    def sel_bulan(self) -> tuple[bool, ...]:
        """For each month whether it is planned."""
        return tuple(month in self.bulan for month in range(1, BULAN + 1))


@dataclass(frozen=True)
class LampiranAksi:
    """Lampiran II; `bulan` are the printed heads of its month columns."""

    naskah: KepalaZI
    bulan: tuple[str, ...]
    baris: tuple[BarisZI, ...]

    @property
    def terencana(self) -> bool:
        """Whether any month is planned."""
        return any(row.bulan for row in self.baris)


@dataclass(frozen=True)
class IsiLampiranZI:
    """What the annexes of a plan would hold, before they are asked for."""

    tim: int
    anggota: int
    kegiatan: int
    sub: int
    indikator: int
