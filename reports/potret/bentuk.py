"""What a Potret holds: frozen dataclasses of plain values, and their canonical JSON.

Everything a report of the period says stands here; renderers and comparisons read nothing else.
A value that is None is "no data", 0 is a value. Figures are exact and not rounded: Decimal travels
as text. Moments are UTC. No NIP, no file paths.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import msgspec

from evidence.hitungan import Golongan, Hitungan

SKEMA = 1
"""Raised when the shape changes; a Potret of an older shape is still read."""


@dataclass(frozen=True)
class SkorPotret:
    """One score: nilai = jumlah / pembagi. `terisi` leaves have a value, of `penyebut`."""

    nilai: Decimal | None
    jumlah: Decimal
    pembagi: Decimal
    terisi: int
    penyebut: int


@dataclass(frozen=True)
class NilaiPotret:
    """The score claimed by units, verified by the Inspektorat, given by KPK."""

    mandiri: SkorPotret
    internal: SkorPotret
    kpk: SkorPotret
    bobot: str  # which weights were used, in words; empty where the engine names none


@dataclass(frozen=True)
class AreaPotret:
    """One area intervensi (or Lintas area) with its documents and scores."""

    kode: str
    nama: str
    tugas: int
    hitungan: Hitungan
    nilai: NilaiPotret


@dataclass(frozen=True)
class AnggotaPotret:
    """One member of the Satgas; `dihitung_pada`: members that carry its shared tasks."""

    no: int
    jabatan: str
    kedudukan: str
    unit: str
    tugas: int
    hitungan: Hitungan
    nilai: NilaiPotret
    terlambat: int
    terakhir: datetime | None
    dihitung_pada: tuple[int, ...]
    catatan: tuple[str, ...]  # codes of source notes


@dataclass(frozen=True)
class BuktiPotret:
    """One file in use for a document that was sent."""

    nama: str
    nomor: str
    tanggal: date | None
    sha256: str
    halaman: int | None
    rentang: str
    dikecualikan: bool


@dataclass(frozen=True)
class JagaPotret:
    """The last upload of a document to JAGA that stood, and KPK's answer to it."""

    diunggah: datetime
    jawaban: str  # "" while KPK verifies, else diterima / ditolak
    catatan: str
    tanggal: date | None
    usang: bool  # approved anew since: what lies in JAGA is older


@dataclass(frozen=True)
class DokumenPotret:
    """One required document of a task in a window."""

    id: int
    urut: int
    uraian: str
    susunan_portal: bool
    golongan: Golongan
    bukti: tuple[BuktiPotret, ...]
    jaga: JagaPotret | None


@dataclass(frozen=True)
class CatatanPotret:
    """A step on a task with what was said: who, as what, when."""

    aksi: str
    putusan: str
    alasan: str
    catatan: str
    oleh: str
    jabatan: str
    at: datetime


@dataclass(frozen=True)
class CapaianPotret:
    """A task in one due window. `lewat_hari`: days since the last punctual day, 0 when punctual."""

    id: int
    mulai: date
    selesai: date
    batas: date
    unit: str
    pemegang: str
    status: Golongan
    lewat_hari: int
    nilai_mandiri: int | None
    nilai_internal: int | None
    dikirim: datetime | None
    narasi: str
    kendala: str
    tindak_lanjut: str
    progres: str
    dokumen: tuple[DokumenPotret, ...]
    catatan: CatatanPotret | None  # the last decision of a verifikator that says something
    langkah: CatatanPotret | None  # the last step of all


@dataclass(frozen=True)
class NilaiKPKPotret:
    """KPK's value of a task with its day and source."""

    nilai: Decimal
    tanggal: date
    sumber: str


@dataclass(frozen=True)
class TugasPotret:
    """One task (Butir) of the plan, in its order."""

    id: int
    kode: str
    teks: str
    jalur: str
    sub: tuple[tuple[int, str], ...]
    anggota: int | None  # number of the member that carries it
    bersama: tuple[int, ...]
    area: str  # code of its area; empty where the plan has none
    unit: str
    pola: str
    dinilai: bool
    catatan: tuple[str, ...]
    kpk: NilaiKPKPotret | None
    capaian: tuple[CapaianPotret, ...]


@dataclass(frozen=True)
class PengecualianPotret:
    """A request for an exception as it stood."""

    id: int
    kode: str
    unit: str
    mulai: date
    jenis: str
    alasan: str
    dokumen: tuple[int, ...]
    diajukan: datetime
    pendapat: str
    pendapat_catatan: str
    putusan: str
    putusan_catatan: str
    putusan_oleh: str
    jawaban_kpk: str
    jawaban_catatan: str


@dataclass(frozen=True)
class SumberPotret:
    """A note on a contradiction in the source; `umum`: about the decree as a whole."""

    kode: str
    golongan: str
    teks: str
    umum: bool


@dataclass(frozen=True)
class Ubahan:
    """One figure that changed: its name, and the two values in words ("" : was not there)."""

    hal: str
    lama: str
    baru: str


@dataclass(frozen=True)
class PerubahanPotret:
    """A task in a window that reads otherwise than in an earlier Potret, and why."""

    kode: str
    teks: str
    unit: str
    capaian: int
    mulai: date
    selesai: date
    ubahan: tuple[Ubahan, ...]
    sebab: str
    oleh: str
    at: datetime | None


@dataclass(frozen=True)
class AcuanPotret:
    """An earlier Potret that this one is held against."""

    batas: str
    no: int
    at: datetime
    sha256: str


@dataclass(frozen=True)
class AmandemenPotret:
    """A Potret that replaced an earlier one of its cut-off, with the reason given."""

    batas: str
    no: int
    at: datetime
    alasan: str
    oleh: str
    jabatan: str
    perubahan: tuple[PerubahanPotret, ...]


@dataclass(frozen=True)
class BatasPotret:
    """The cut-off with its dates."""

    kode: str
    akhir: date
    dibuka: date
    batas_unit: date
    batas_inspektorat: date
    batas_jaga: date
    verifikasi_kpk: date
    ditutup: date


@dataclass(frozen=True)
class DasarPotret:
    """The decree behind the plan, as cited; None of it for KPK's instrument."""

    jenis: str
    nomor: str
    tanggal: date
    tentang: str


@dataclass(frozen=True)
class IsiPotret:
    """All figures of a cut-off at a moment (`at`; `per`: its day in the institution's zone).

    `perubahan`: what reads otherwise than in `acuan`, the last Potret of the cut-off before;
    `amandemen`: every amendment of the plan so far, this one's included.
    """

    skema: int
    instansi: str
    instansi_kode: str
    tempat: str
    zona_waktu: str
    contoh: bool
    sebutan_verifikator: str
    rencana: str
    jenis: str
    tahun: int
    dasar: DasarPotret | None
    batas: BatasPotret
    no: int
    at: datetime
    per: date
    jumlah_tugas: int  # tasks of the plan that stand
    tugas_ditagih: int  # of these, with a window in this cut-off
    capaian: int
    terlambat: int
    hitungan: Hitungan
    nilai: NilaiPotret
    kpk_per: date | None
    area: tuple[AreaPotret, ...]
    anggota: tuple[AnggotaPotret, ...]
    tugas: tuple[TugasPotret, ...]
    pengecualian: tuple[PengecualianPotret, ...]
    catatan: tuple[SumberPotret, ...]
    acuan: AcuanPotret | None
    perubahan: tuple[PerubahanPotret, ...]
    amandemen: tuple[AmandemenPotret, ...]


def kanonik(isi: IsiPotret) -> str:
    """Return the canonical JSON: keys sorted, no spaces, UTF-8 as it is."""
    return msgspec.json.encode(isi, order="sorted").decode()


def sidik(teks: str) -> str:
    """Return the SHA-256 (hex) of canonical JSON."""
    return hashlib.sha256(teks.encode()).hexdigest()


def baca(teks: str) -> IsiPotret:
    """Return the figures of canonical JSON; raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(teks, type=IsiPotret)
