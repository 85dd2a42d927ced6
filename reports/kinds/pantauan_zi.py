"""The monthly monitoring report of a Zona Integritas, as PDF or as a workbook."""

from datetime import date

from evidence.models import Rencana
from jobs.registry import Gagal, Hasil, Pekerjaan
from reports.datasets.pantauan_zi import bangun_pantauan, bulan_rencana
from reports.kinds.bentuk import Bentuk, nama_berkas, pandangan, pelapor, rencana_diminta
from reports.kinds.lampiran_zi import TANPA_KEPUTUSAN
from reports.pdf.pantauan_zi import cetak
from reports.xlsx.pantauan_zi import tulis_pantauan
from zonaintegritas.models import KeputusanZI

_LANGKAH = 3  # read, lay out, write
BUKAN_BULAN = "Bulan ini tidak ada pada rencana atau belum mulai. Minta laporan baru."


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Make the report of `parameter["rencana"]` with the rights of who asked for it.

    Parameters: `bentuk`, `bulan` (1 to 12), `hari` (ISO, or None for now). Raises Gagal as
    `rencana_diminta`, for a plan without a decree, for a month that the plan does not have or
    that has not begun, and when PDF is not available.
    """
    rencana = rencana_diminta(pekerjaan, Rencana.Jenis.ZI)
    if not KeputusanZI.objects.filter(rencana=rencana).exists():
        raise Gagal(TANPA_KEPUTUSAN)
    asked = pekerjaan.parameter
    bentuk = Bentuk(asked["bentuk"])
    bulan = date(rencana.tahun, asked["bulan"], 1)
    view = pandangan(rencana, pekerjaan.oleh, asked["hari"])
    if bulan not in bulan_rencana(rencana) or view.hari_ini < bulan:
        raise Gagal(BUKAN_BULAN)
    kemajuan = pekerjaan.kemajuan
    kemajuan.bagian(_LANGKAH)
    kemajuan.langkah("Membaca data")
    pantauan = bangun_pantauan(view, bulan)
    kemajuan.langkah(f"Menyusun {len(pantauan.baris)} baris", selesai=1)
    target = pekerjaan.folder / f"pantauan.{bentuk}"
    halaman = None
    if bentuk is Bentuk.PDF:
        halaman = cetak(pantauan, target, pelapor(kemajuan, 1))
    else:
        tulis_pantauan(pantauan, target)
    span = f"{bulan:%Y-%m}"
    nama = nama_berkas("pantauan-zi", rencana, span, pantauan.per_tanggal, bentuk)
    return Hasil(target, nama, halaman)
