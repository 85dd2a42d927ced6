"""The annexes of a Zona Integritas decree, as PDF or as a workbook: one kind each."""

from evidence.models import Rencana
from jobs.registry import Gagal, Hasil, Pekerjaan
from reports.datasets.lampiran_zi import bangun_lampiran_aksi, bangun_lampiran_tim
from reports.kinds.bentuk import Bentuk, nama_berkas, pelapor, rencana_diminta
from reports.pdf.lampiran_zi import cetak_aksi, cetak_tim
from reports.xlsx.lampiran_zi import tulis_aksi, tulis_tim
from zonaintegritas.models import KeputusanZI

_LANGKAH = 3  # read, lay out, write
TANPA_KEPUTUSAN = "Rencana ini belum mempunyai keputusan, jadi belum ada lampirannya."


def kerjakan_tim(pekerjaan: Pekerjaan) -> Hasil:
    """Make Lampiran I of `parameter["rencana"]` as `parameter["bentuk"]`.

    Raises Gagal as `rencana_diminta`, for a plan without a decree, and when PDF is not available.
    """
    rencana, bentuk = _mulai(pekerjaan)
    lampiran = bangun_lampiran_tim(rencana, pekerjaan.oleh)
    people = sum(len(group.orang) for group in lampiran.kelompok)
    pekerjaan.kemajuan.langkah(f"Menyusun {people} anggota", selesai=1)
    target = pekerjaan.folder / f"lampiran-1.{bentuk}"
    halaman = None
    if bentuk is Bentuk.PDF:
        halaman = cetak_tim(lampiran, target, pelapor(pekerjaan.kemajuan, 1))
    else:
        tulis_tim(lampiran, target)
    at = lampiran.naskah.per_tanggal
    nama = nama_berkas("lampiran-1-zi", rencana, str(rencana.tahun), at, bentuk)
    return Hasil(target, nama, halaman)


def kerjakan_aksi(pekerjaan: Pekerjaan) -> Hasil:
    """Make Lampiran II of `parameter["rencana"]` as `parameter["bentuk"]`.

    Raises as `kerjakan_tim`.
    """
    rencana, bentuk = _mulai(pekerjaan)
    lampiran = bangun_lampiran_aksi(rencana, pekerjaan.oleh)
    pekerjaan.kemajuan.langkah(f"Menyusun {len(lampiran.baris)} baris", selesai=1)
    target = pekerjaan.folder / f"lampiran-2.{bentuk}"
    halaman = None
    if bentuk is Bentuk.PDF:
        halaman = cetak_aksi(lampiran, target, pelapor(pekerjaan.kemajuan, 1))
    else:
        tulis_aksi(lampiran, target)
    at = lampiran.naskah.per_tanggal
    nama = nama_berkas("lampiran-2-zi", rencana, str(rencana.tahun), at, bentuk)
    return Hasil(target, nama, halaman)


def _mulai(pekerjaan: Pekerjaan) -> tuple[Rencana, Bentuk]:
    rencana = rencana_diminta(pekerjaan, Rencana.Jenis.ZI)
    if not KeputusanZI.objects.filter(rencana=rencana).exists():
        raise Gagal(TANPA_KEPUTUSAN)
    pekerjaan.kemajuan.bagian(_LANGKAH)
    pekerjaan.kemajuan.langkah("Membaca data")
    return rencana, Bentuk(pekerjaan.parameter["bentuk"])
