"""The registers of a Zona Integritas as files: agents, complaints, surveys."""

from collections.abc import Iterator

from django.utils import timezone

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from sheets.tables import Isi, Tabel, dari_halaman, kolom, saringan
from sheets.unduhan import Unduhan, punya, register
from sheets.values import BULAN
from zonaintegritas.daftar.tampil import (
    Daftar,
    Saringan,
    daftar_agen,
    daftar_pengaduan,
    daftar_survei,
)
from zonaintegritas.models import AgenPerubahan, SurveiZI

Rows = Iterator[tuple[Isi, ...]]

_AGEN = kolom(
    ("Nama", "teks", 34),
    ("Jabatan", "teks", 40),
    ("Unit", "teks", 34),
    ("Jenis", "teks", 18),
    ("Sejak", "tanggal"),
    ("Sampai", "tanggal"),
    ("Dasar penetapan", "teks", 34),
    ("Perubahan yang dibawa", "teks", 60),
    ("Bukti", "angka"),
)
_PENGADUAN = kolom(
    ("Bulan", "teks", 18),
    ("Unit", "teks", 34),
    ("Saluran", "teks", 30),
    ("Diterima", "angka"),
    ("Diselesaikan", "angka"),
    ("Keterangan", "teks", 60),
    ("Bukti", "angka"),
)
_SURVEI = kolom(
    ("Indeks", "teks", 44),
    ("Unit", "teks", 34),
    ("Tahun", "kode", 8),
    ("Periode", "teks", 20),
    ("Nilai", "angka"),
    ("Nilai tertinggi skala", "angka"),
    ("Responden", "angka"),
    ("Metode", "teks", 40),
    ("Penyelenggara", "teks", 30),
    ("Tanggal hasil", "tanggal"),
    ("Bukti", "angka"),
)


def daftarkan() -> None:
    """Register these lists; called once when the app is ready."""
    baca = punya(Permission.EVIDENCE_READ)
    register(
        Unduhan("zi_agen", "Agen perubahan", baca, agen),
        Unduhan("zi_pengaduan", "Pengaduan", baca, pengaduan),
        Unduhan("zi_survei", "Survei", baca, survei),
    )


def _saringan(asked: Saringan) -> tuple[str, ...]:
    return saringan(
        Jenis=asked.jenis,
        Tahun=str(asked.tahun) if asked.tahun else None,
        Keadaan=asked.keadaan,
        Saluran=asked.saluran,
    )


def agen(request: Permintaan) -> Tabel:
    """Return agents of change and role models."""
    asked, today = Saringan.dari(request.GET, AgenPerubahan.Jenis.values), timezone.localdate()
    return dari_halaman(
        "zi_agen",
        "Agen perubahan",
        _AGEN,
        baca=lambda page: daftar_agen(request.user, asked, today, page),
        halaman=lambda d: d.page_obj,
        baris=_agen,
        keterangan=_saringan(asked),
    )


def _agen(found: Daftar) -> Rows:
    for row in found.page_obj:
        yield (
            row.nama,
            row.jabatan,
            str(row.unit_zi.unit),
            row.get_jenis_display(),
            row.mulai,
            row.selesai,
            row.dasar,
            row.perubahan,
            len(row.bukti.all()),
        )


def pengaduan(request: Permintaan) -> Tabel:
    """Return complaints by month and channel."""
    asked = Saringan.dari(request.GET)
    return dari_halaman(
        "zi_pengaduan",
        "Pengaduan",
        _PENGADUAN,
        baca=lambda page: daftar_pengaduan(request.user, asked, page).daftar,
        halaman=lambda d: d.page_obj,
        baris=_pengaduan,
        keterangan=_saringan(asked),
    )


def _pengaduan(found: Daftar) -> Rows:
    for row in found.page_obj:
        yield (
            f"{BULAN[row.bulan.month - 1]} {row.bulan.year}",
            str(row.unit_zi.unit),
            row.saluran,
            row.diterima,
            row.selesai,
            row.keterangan,
            len(row.bukti.all()),
        )


def survei(request: Permintaan) -> Tabel:
    """Return survey results."""
    asked = Saringan.dari(request.GET, SurveiZI.Jenis.values)
    return dari_halaman(
        "zi_survei",
        "Survei",
        _SURVEI,
        baca=lambda page: daftar_survei(request.user, asked, page).daftar,
        halaman=lambda d: d.page_obj,
        baris=_survei,
        keterangan=_saringan(asked),
    )


def _survei(found: Daftar) -> Rows:
    for row in found.page_obj:
        yield (
            row.get_jenis_display(),
            str(row.unit_zi.unit),
            str(row.tahun),
            row.periode,
            row.nilai,
            row.maks,
            row.responden,
            row.metode,
            row.penyelenggara,
            row.tanggal,
            len(row.bukti.all()),
        )
