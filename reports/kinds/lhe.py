"""The evaluation report of one LKE, as PDF or as a workbook.

It goes with the assessment: whoever reads the LKE today may ask for it and fetch it, also a guest
of its TPI from outside the institution, and nobody any more whose right to it ended.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.models import User
from jobs.models import Job
from jobs.registry import Gagal, Hasil, Objek, Pekerjaan
from reports.datasets.lhe import bangun_lhe, lke_terbaca
from reports.kinds.bentuk import Bentuk, pelapor
from reports.pdf.lhe import cetak
from reports.xlsx.lhe import tulis_lhe
from zonaintegritas.models import LKE

KODE = "lhe"
_LANGKAH = 3  # read, lay out, write
TIDAK_TERBACA = "LKE ini tidak ada lagi atau tidak lagi terbuka bagi peminta."


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Make the report of the LKE `parameter["lke"]` as `parameter["bentuk"]`.

    Raises Gagal when who asked no longer reads the LKE, and when PDF is not available.
    """
    bentuk = Bentuk(pekerjaan.parameter["bentuk"])
    lke = (
        lke_terbaca(pekerjaan.oleh)
        .filter(pk=pekerjaan.parameter["lke"], instansi=pekerjaan.job.instansi_id)
        .first()
    )
    if lke is None:
        raise Gagal(TIDAK_TERBACA)
    kemajuan = pekerjaan.kemajuan
    kemajuan.bagian(_LANGKAH)
    kemajuan.langkah("Membaca data")
    lhe = bangun_lhe(lke, pekerjaan.oleh)
    kemajuan.langkah(f"Menyusun {len(lhe.soal)} pertanyaan", selesai=1)
    target = pekerjaan.folder / f"lhe.{bentuk}"
    halaman = None
    if bentuk is Bentuk.PDF:
        halaman = cetak(lhe, target, pelapor(kemajuan, 1))
    else:
        tulis_lhe(lhe, target)
    local = lhe.per_tanggal.astimezone(ZoneInfo(lhe.zona_waktu))
    span = f"{lke.instansi.kode}-{lke.unit.kode}-{lke.tahun}"
    return Hasil(target, f"lhe-{span}-{local:%Y%m%d-%H%M}.{bentuk}", halaman)


def _terbaca(user: User, parameter: dict[str, Any]) -> bool:
    return LKE.objects.visible_to(user).filter(pk=parameter["lke"]).exists()


def _milik(user: User) -> Q:
    """Filter for the reports about assessments that a person reads today."""
    jobs = (
        Job.objects.filter(jenis=KODE)
        .alias(lke=Cast(KT("parameter__lke"), BigIntegerField()))
        .filter(lke__in=LKE.objects.visible_to(user).values("pk"))
    )
    return Q(pk__in=jobs.order_by().values("pk"))


OBJEK = Objek(terbaca=_terbaca, milik=_milik)
