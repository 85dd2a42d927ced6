"""The kinds of report as the screen offers them: names, what they hold, what to do without."""

from dataclasses import dataclass

from accounts.permissions import Permission
from evidence.models import Rencana

REKAP, LAMPIRAN, EVALUASI, LAMPIRAN_ZI = "rekap", "lampiran", "evaluasi", "lampiran_zi"
PANTAUAN_ZI, LHE, KEMAJUAN = "pantauan_zi", "lhe", "kemajuan"


@dataclass(frozen=True)
class Jenis:
    """One kind of report on the screen.

    `plan` is the kind of plan that it is about, None for an LKE and for a Potret. `izin`: what a
    person needs somewhere to be offered it, None where its object decides.
    """

    kode: str
    judul: str
    tombol: str
    keterangan: str
    kosong: str
    plan: Rencana.Jenis | None
    izin: Permission | None = Permission.REPORT_CREATE


JENIS = (
    Jenis(
        KEMAJUAN,
        "Laporan kemajuan",
        "Minta laporan kemajuan",
        "Laporan satu periode untuk Gubernur dan KPK, dibuat hanya dari Potret: ringkasan, rekap "
        "per area dan per anggota, setiap tugas dengan bukti dan catatannya, pengecualian, "
        "amandemen, dan kode periksa. Bertanda DRAF sampai Ketua menyetujui periodenya.",
        "Belum ada Potret yang dapat Anda laporkan. Laporan kemajuan dapat diminta setelah satu "
        "periode dipotret.",
        None,
        izin=Permission.REPORT_READ_ALL,
    ),
    Jenis(
        REKAP,
        "Rekap Satgas",
        "Minta rekap",
        "PDF ukuran F4 bertanda DRAF: ringkasan, tugas per anggota, status, bukti dengan nomor, "
        "tanggal dan sidik SHA-256, serta catatan sumber. Isinya sebatas yang boleh Anda baca.",
        "Belum ada rencana Satgas yang dapat Anda baca. Rekap dapat diminta setelah rencananya "
        "ada.",
        Rencana.Jenis.SATGAS,
    ),
    Jenis(
        LAMPIRAN,
        "Lampiran Road Map",
        "Minta Lampiran",
        "Tabel rencana aksi sebagaimana tercetak pada peraturannya, F4 mendatar, dengan TOTAL "
        "tercetak, jumlah menurut Pantas, dan catatan sumber. Realisasi satu tahun dapat "
        "ditambahkan; realisasi dimuat sebatas yang boleh Anda baca.",
        "Belum ada Road Map yang dapat Anda baca. Lampiran dapat diminta setelah Road Map ada.",
        Rencana.Jenis.ROADMAP,
    ),
    Jenis(
        EVALUASI,
        "Evaluasi semester Road Map",
        "Minta evaluasi",
        "Laporan evaluasi enam bulanan bertanda DRAF: capaian per sasaran dan indikator, fisik dan "
        "serapan per program, yang belum terisi, kendala, masalah dan langkah lewat tenggat. "
        "Isinya sebatas yang boleh Anda baca.",
        "Belum ada Road Map yang dapat Anda baca. Evaluasi dapat diminta setelah Road Map ada.",
        Rencana.Jenis.ROADMAP,
    ),
    Jenis(
        LAMPIRAN_ZI,
        "Lampiran Zona Integritas",
        "Minta lampiran",
        "Lampiran I (susunan tim, F4 tegak) atau Lampiran II (rencana aksi dengan kolom bulan, F4 "
        "mendatar) sebagaimana tercetak pada keputusannya, dengan catatan sumber. Bulan diarsir "
        "menurut jadwal bulanan; keputusan resmi tidak memuat bulan.",
        "Belum ada rencana Zona Integritas yang dapat Anda baca. Lampiran dapat diminta setelah "
        "rencananya ada.",
        Rencana.Jenis.ZI,
    ),
    Jenis(
        PANTAUAN_ZI,
        "Pemantauan Zona Integritas",
        "Minta laporan pemantauan",
        "Laporan satu bulan bertanda DRAF: keadaan per tim, baris yang direncanakan, tunggakan, "
        "kendala, perubahan jadwal dengan alasannya, dan kurva rencana dan selesai. Yang dihitung "
        "resmi hanya yang terverifikasi. Isinya sebatas yang boleh Anda baca.",
        "Belum ada rencana Zona Integritas yang dapat Anda baca. Laporan dapat diminta setelah "
        "rencananya ada.",
        Rencana.Jenis.ZI,
    ),
    Jenis(
        LHE,
        "Laporan Hasil Evaluasi",
        "Minta LHE",
        "Hasil satu LKE: tiga nilai berdampingan dengan minimalnya, syarat predikat, jawaban, "
        "alasan dan bukti per pertanyaan, rekomendasi, dan riwayat. Bertanda DRAF sampai LKE "
        "selesai.",
        "Belum ada LKE yang dapat Anda baca. LHE dapat diminta setelah LKE dibuka.",
        None,
        izin=None,
    ),
)
