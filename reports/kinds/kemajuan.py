"""The progress report of a period, made from its Potret and fixed parameters alone."""

from jobs.registry import Gagal, Hasil, Pekerjaan
from reports.actions.terbitan import catat_berkas
from reports.kemajuan.parameter import dari_json
from reports.kinds.bentuk import Bentuk, pelapor
from reports.models import Lambang, Terbitan
from reports.pdf.kemajuan import cetak_kemajuan
from reports.potret.bentuk import baca, sidik
from reports.xlsx.kemajuan import tulis_kemajuan

_LANGKAH = 3  # read, lay out, write
HILANG = "Laporan ini tidak ada lagi atau tidak lagi terbuka bagi peminta."
BERUBAH = "Angka potret ini tidak cocok dengan sidiknya. Laporan tidak dibuat; periksa basis data."


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Make the report of the Terbitan `parameter["terbitan"]`; nothing else is read for it.

    Raises Gagal when who asked may no longer read it, when the Potret does not fit its hash, and
    when PDF is not available.
    """
    terbitan = (
        Terbitan.objects.visible_to(pekerjaan.oleh)
        .select_related("instansi", "potret__batas__rencana")
        .filter(pk=pekerjaan.parameter["terbitan"], instansi=pekerjaan.job.instansi_id)
        .first()
    )
    if terbitan is None:
        raise Gagal(HILANG)
    kemajuan, potret = pekerjaan.kemajuan, terbitan.potret
    kemajuan.bagian(_LANGKAH)
    kemajuan.langkah("Membaca potret")
    if sidik(potret.isi) != potret.sha256:
        raise Gagal(BERUBAH)
    isi, parameter = baca(potret.isi), dari_json(terbitan.parameter)
    kemajuan.langkah(f"Menyusun {len(isi.tugas)} tugas", selesai=1)
    target = pekerjaan.folder / f"laporan-kemajuan.{parameter.bentuk}"
    halaman = None
    if parameter.bentuk is Bentuk.PDF:
        halaman = cetak_kemajuan(
            isi,
            potret.sha256,
            parameter,
            terbitan.kode,
            _lambang(terbitan, parameter.lambang),
            target,
            pelapor(kemajuan, 1),
        )
    else:
        tulis_kemajuan(isi, potret.sha256, parameter, terbitan.kode, target)
    catat_berkas(terbitan, pekerjaan.job, target, halaman)
    nama = (
        f"laporan-kemajuan-{isi.instansi_kode}-{isi.batas.kode}-potret-{isi.no}-"
        f"{terbitan.kode[:5].lower()}.{parameter.bentuk}"
    )
    return Hasil(target, nama, halaman)


def _lambang(terbitan: Terbitan, sha256: str) -> tuple[str, bytes] | None:
    if not sha256:
        return None
    found = Lambang.objects.get(instansi=terbitan.instansi_id, sha256=sha256)
    return f"image/{found.jenis}", bytes(found.isi)
