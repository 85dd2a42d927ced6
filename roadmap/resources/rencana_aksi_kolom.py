"""The columns of the rows of the Lampiran."""

from evidence.models import Butir
from roadmap.models import BarisAksi
from roadmap.resources.tahunan import (
    TahunanResource,
    kolom_anggaran,
    kolom_pendukung,
    kolom_pola,
    kolom_tahun_pertama,
    kolom_target,
)
from sheets.columns import Acuan, Kode, Kolom, Pilihan, Teks

Tipe = BarisAksi.Tipe


def _target(ke: int) -> Kolom:
    return kolom_target(ke, ": 100%, 15 tim, - atau kosong")


class KolomAksi(TahunanResource):
    """Base of the kind with one printed row of the Lampiran a row."""

    beranggaran = True

    kode_baris = Kolom(
        "Kode",
        Kode(12),
        wajib=True,
        sinonim=("Kode baris", "Kode rencana aksi", "Kode aksi", "Kode butir"),
        catatan="Kode baris, misalnya A-001; tidak berubah dari tahun ke tahun.",
        lebar=10,
    )
    tahun_pertama = kolom_tahun_pertama()
    program_huruf = Kolom(
        "Huruf program",
        Kode(4),
        wajib=True,
        sinonim=("Kode program", "Program (huruf)"),
        catatan="Huruf program pada Lampiran: A, B, C.",
        lebar=8,
    )
    program = Kolom(
        "Program",
        Teks(200),
        sinonim=("Nama program",),
        catatan="Nama program; wajib untuk program baru.",
        lebar=30,
    )
    kegiatan_no = Kolom(
        "Nomor kegiatan",
        Kode(8),
        wajib=True,
        sinonim=("No kegiatan", "No. kegiatan"),
        catatan="Nomor kegiatan dalam programnya.",
        lebar=10,
    )
    kegiatan = Kolom(
        "Kegiatan",
        Teks(4000),
        sinonim=("Nama kegiatan", "Program/Kegiatan", "Uraian kegiatan"),
        catatan="Nama kegiatan; wajib untuk kegiatan baru.",
        lebar=42,
    )
    tipe = Kolom(
        "Tipe baris",
        Pilihan(Tipe.choices),
        sinonim=("Tipe", "Jenis baris"),
        catatan="Judul kegiatan tidak mempunyai target; kosong berarti Indikator.",
        lebar=18,
    )
    sub_kegiatan = Kolom(
        "Sub kegiatan",
        Teks(4000),
        sinonim=("Subkegiatan", "Rincian kegiatan"),
        catatan="Bagian kegiatan yang tercetak di bawah namanya.",
        lebar=30,
    )
    indikator = Kolom(
        "Indikator",
        Teks(4000),
        sinonim=("Indikator kinerja", "Indikator kegiatan", "Uraian indikator"),
        catatan="Apa yang diukur.",
        lebar=36,
    )
    penanggung_jawab = Kolom(
        "Penanggung jawab tercetak",
        Teks(4000),
        sinonim=("Penanggung jawab", "Penanggung Jawab/PD terkait", "PD terkait", "PIC"),
        catatan="Sebagaimana tercetak; unit yang melapor ada di kolom Unit pelapor.",
        lebar=28,
    )
    unit = Kolom(
        "Unit pelapor",
        Acuan("unit"),
        sinonim=("Unit", "OPD", "Perangkat Daerah", "Unit penanggung jawab"),
        catatan="Unit yang melaporkan baris ini; wajib kecuali untuk judul kegiatan.",
        lebar=24,
    )
    pendukung = kolom_pendukung()
    pola = kolom_pola("baris", Butir.Pola.TRIWULAN)
    anggaran_bersama = Kolom(
        "Anggaran bersama",
        Kode(12),
        sinonim=("Berbagi anggaran dengan", "Anggaran pada baris"),
        catatan="Kode baris yang memuat anggaran bersama; kosong bila anggarannya sendiri.",
        lebar=12,
    )
    target_1, anggaran_1 = _target(1), kolom_anggaran(1)
    target_2, anggaran_2 = _target(2), kolom_anggaran(2)
    target_3, anggaran_3 = _target(3), kolom_anggaran(3)
    target_4, anggaran_4 = _target(4), kolom_anggaran(4)
    target_5, anggaran_5 = _target(5), kolom_anggaran(5)
    keadaan = Kolom(
        "Keadaan baris",
        Teks(),
        hanya_baca=True,
        catatan="Berlaku, atau dicabut oleh perubahan rencana.",
        lebar=12,
    )
