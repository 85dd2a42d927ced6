"""The semester evaluation of a Road Map, as PDF or as a workbook."""

from evidence.models import Rencana
from jobs.registry import Gagal, Hasil, Pekerjaan
from reports.datasets.evaluasi_bentuk import Semester
from reports.datasets.evaluasi_roadmap import bangun_evaluasi, semester_rencana
from reports.kinds.bentuk import Bentuk, nama_berkas, pandangan, pelapor, rencana_diminta
from reports.pdf.roadmap_evaluasi import cetak
from reports.xlsx.evaluasi import tulis_evaluasi

_LANGKAH = 3  # read, lay out, write
BUKAN_SEMESTER = "Semester ini tidak ada pada Road Map atau belum mulai. Minta laporan baru."


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Make the evaluation of `parameter["rencana"]` with the rights of who asked for it.

    Parameters: `bentuk`, `hari` (ISO, or None for now), `tahun`, `semester` (1 or 2). Raises Gagal
    as `rencana_diminta`, for a semester that the plan does not have, and when PDF is not
    available.
    """
    rencana = rencana_diminta(pekerjaan, Rencana.Jenis.ROADMAP)
    asked = pekerjaan.parameter
    bentuk = Bentuk(asked["bentuk"])
    semester = Semester(asked["tahun"], asked["semester"])
    view = pandangan(rencana, pekerjaan.oleh, asked["hari"])
    if semester not in semester_rencana(rencana) or view.hari_ini < semester.mulai:
        raise Gagal(BUKAN_SEMESTER)
    kemajuan = pekerjaan.kemajuan
    kemajuan.bagian(_LANGKAH)
    kemajuan.langkah("Membaca data")
    evaluasi = bangun_evaluasi(view, semester)
    rows = len(evaluasi.indikator) + len(evaluasi.baris)
    kemajuan.langkah(f"Menyusun {rows} baris", selesai=1)
    target = pekerjaan.folder / f"evaluasi.{bentuk}"
    halaman = None
    if bentuk is Bentuk.PDF:
        halaman = cetak(evaluasi, target, pelapor(kemajuan, 1))
    else:
        tulis_evaluasi(evaluasi, target)
    span = f"{semester.tahun}-s{semester.nomor}"
    nama = nama_berkas("evaluasi-roadmap", rencana, span, evaluasi.per_tanggal, bentuk)
    return Hasil(target, nama, halaman)
