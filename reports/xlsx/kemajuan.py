"""The progress report of a period as a workbook: a sheet for each part, from the same Potret.

Figures are as exact as they are in the Potret; the formats round what is seen.
"""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from reports.kemajuan.kalimat import persetujuan
from reports.kemajuan.kata import JUDUL, baris_jabatan, jadwal, nip_tercetak, periode, tanda
from reports.kemajuan.parameter import ParameterKemajuan, kode_terbaca
from reports.potret.bentuk import IsiPotret
from reports.xlsx.buku import buku_baru, simpan
from reports.xlsx.kemajuan_lembar import Buku, Jenis, Kata, Kolom, Pasangan
from reports.xlsx.kemajuan_rekap import (
    baris_anggota,
    baris_area,
    kolom_anggota,
    kolom_rekap,
    ringkasan_buku,
)
from reports.xlsx.kemajuan_rincian import (
    baris_bukti,
    baris_dokumen,
    baris_tugas,
    kolom_bukti,
    kolom_dokumen,
    kolom_tugas,
)
from reports.xlsx.kemajuan_ubah import (
    baris_amandemen,
    baris_kecuali,
    kolom_amandemen,
    kolom_kecuali,
)

RINGKASAN = "Ringkasan"
AREA = "Area"
ANGGOTA = "Anggota"
TUGAS = "Tugas"
DOKUMEN = "Dokumen"
BUKTI = "Bukti"
PENGECUALIAN = "Pengecualian"
AMANDEMEN = "Amandemen"
CATATAN = "Catatan sumber"
KETERANGAN = "Keterangan"


def tulis_kemajuan(
    isi: IsiPotret, sidik: str, parameter: ParameterKemajuan, kode: str, target: Path
) -> None:
    """Write the workbook; the same arguments give the same bytes.

    `sidik`: SHA-256 of the Potret. `kode`: the code of the report.
    """
    title = f"{JUDUL}, {isi.rencana}, periode {isi.batas.kode}"
    workbook = buku_baru(title, isi.instansi, isi.at)
    buku = Buku(workbook, ZoneInfo(isi.zona_waktu), tanda(isi, parameter))
    words = Kata(isi)
    buku.pasangan(RINGKASAN, title, ringkasan_buku(isi, parameter, words))
    buku.tabel(AREA, kolom_rekap(words, "Kode", "Area intervensi"), baris_area(isi))
    buku.tabel(ANGGOTA, kolom_anggota(words), baris_anggota(isi))
    buku.tabel(TUGAS, kolom_tugas(words), baris_tugas(isi, words))
    buku.tabel(DOKUMEN, kolom_dokumen(words), baris_dokumen(isi, words))
    buku.tabel(BUKTI, kolom_bukti(words), baris_bukti(isi))
    buku.tabel(PENGECUALIAN, kolom_kecuali(words), baris_kecuali(isi))
    buku.tabel(AMANDEMEN, kolom_amandemen(words), baris_amandemen(isi, words))
    buku.tabel(
        CATATAN,
        (Kolom("Kode", 9), Kolom("Golongan", 26), Kolom("Catatan", 90), Kolom("Mengenai", 26)),
        (
            (n.kode, n.golongan, n.teks, "seluruh dokumen" if n.umum else "baris tertentu")
            for n in isi.catatan
        ),
    )
    buku.pasangan(KETERANGAN, "Keterangan", _keterangan(isi, sidik, parameter, kode))
    simpan(workbook, target)


def _keterangan(
    isi: IsiPotret, sidik: str, parameter: ParameterKemajuan, kode: str
) -> Iterator[Pasangan]:
    text = Jenis.TEKS
    yield "Institusi", text, isi.instansi
    yield "Rencana", text, isi.rencana
    yield "Tahun", text, str(isi.tahun)
    if isi.dasar is not None:
        yield "Dasar", text, f"{isi.dasar.jenis} Nomor {isi.dasar.nomor}"
        yield "Tanggal dasar", Jenis.TANGGAL, isi.dasar.tanggal
        yield "Tentang", text, isi.dasar.tentang
    yield "Periode", text, periode(isi)
    yield "Jadwal periode", text, jadwal(isi)
    yield "Potret", Jenis.BULAT, isi.no
    yield "SHA-256 potret", text, sidik
    yield "Data per", Jenis.WAKTU, isi.at
    yield "Zona waktu", text, isi.zona_waktu
    yield "Kode periksa", text, kode_terbaca(kode)
    yield "Alamat periksa", text, f"{parameter.alamat}/periksa/{kode}/"
    yield "Tanda", text, tanda(isi, parameter) or "Disetujui"
    yield "Persetujuan", text, persetujuan(isi, parameter)
    yield "Nomor laporan", text, parameter.nomor or "belum dinomori"
    yield "Tanggal laporan", Jenis.TANGGAL, parameter.nomor_tanggal
    for line in parameter.kop:
        yield "Kop", text, line
    sign = parameter.tanda_tangan
    yield "Penanda tangan", text, "\n".join(baris_jabatan(sign))
    yield "Nama", text, sign.nama
    yield "Pangkat", text, sign.pangkat
    yield "NIP", text, nip_tercetak(sign.nip)
    for copy in parameter.tembusan:
        yield "Tembusan", text, copy
    if isi.acuan is not None:
        yield "Potret pembanding", text, f"Potret {isi.acuan.no} periode {isi.acuan.batas}"
        yield "Data pembanding per", Jenis.WAKTU, isi.acuan.at
        yield "SHA-256 pembanding", text, isi.acuan.sha256
