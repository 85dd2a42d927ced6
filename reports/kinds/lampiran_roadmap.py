"""The Lampiran of a Road Map, as PDF or as a workbook."""

from evidence.models import Rencana
from jobs.registry import Gagal, Hasil, Pekerjaan
from reports.datasets.lampiran_roadmap import bangun_lampiran
from reports.kinds.bentuk import Bentuk, nama_berkas, pandangan, pelapor, rencana_diminta
from reports.pdf.roadmap_lampiran import cetak
from reports.xlsx.lampiran import tulis_lampiran
from roadmap.lembar import tahun_rencana

_LANGKAH = 3  # read, lay out, write
TAHUN_LAIN = "Tahun ini tidak lagi ada pada Road Map. Minta laporan baru."


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Make the Lampiran of `parameter["rencana"]` with the rights of who asked for it.

    Parameters: `bentuk`, `hari` (ISO, or None for now), `tahun` (whose realisasi stands beside,
    or None), `subtotal`. Raises Gagal as `rencana_diminta`, and when PDF is not available.
    """
    rencana = rencana_diminta(pekerjaan, Rencana.Jenis.ROADMAP)
    asked = pekerjaan.parameter
    bentuk = Bentuk(asked["bentuk"])
    tahun = asked["tahun"]
    years = tahun_rencana(rencana)
    if tahun is not None and tahun not in years:
        raise Gagal(TAHUN_LAIN)
    kemajuan = pekerjaan.kemajuan
    kemajuan.bagian(_LANGKAH)
    kemajuan.langkah("Membaca data")
    view = pandangan(rencana, pekerjaan.oleh, asked["hari"])
    lampiran = bangun_lampiran(view, tahun_nilai=tahun, bersubtotal=asked["subtotal"])
    kemajuan.langkah(f"Menyusun {len(lampiran.baris)} baris", selesai=1)
    target = pekerjaan.folder / f"lampiran.{bentuk}"
    halaman = None
    if bentuk is Bentuk.PDF:
        halaman = cetak(lampiran, target, pelapor(kemajuan, 1))
    else:
        tulis_lampiran(lampiran, target)
    span = f"{years[0]}-{years[-1]}"
    nama = nama_berkas("lampiran-roadmap", rencana, span, lampiran.per_tanggal, bentuk)
    return Hasil(target, nama, halaman)
