"""Evidence of an LKE as it is read: by all who read the assessment, and by nobody else."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from evidence.models import BuktiTaut, Capaian
from evidence.workflow import Status
from zonaintegritas.models import LKE, BuktiLKE, PetaIndikator


def bukti_aktif(lke: LKE) -> QuerySet[BuktiLKE]:
    """Return the files that back answers of an assessment now, in the order of the questions."""
    return (
        BuktiLKE.objects.filter(lke=lke, dilepas__isnull=True)
        .select_related("versi", "oleh")
        .order_by("pertanyaan__urut", "dibuat", "id")
    )


def bukti_terlihat(user: User, lke_id: int, bukti_id: int) -> BuktiLKE | None:
    """Return one file that backs an answer now, if the person reads that assessment today.

    A file of another assessment, one that was taken back, and any other file of the institution
    are not found.
    """
    return (
        BuktiLKE.objects.filter(
            pk=bukti_id,
            dilepas__isnull=True,
            lke__in=LKE.objects.visible_to(user).filter(pk=lke_id).values("pk"),
        )
        .select_related("versi__instansi", "lke__instansi", "lke__unit", "pertanyaan")
        .first()
    )


def peta_lke(lke: LKE, pertanyaan: Iterable[int] | None = None) -> QuerySet[PetaIndikator]:
    """Return the mapped indikator of plans of the assessed institution, of no other."""
    rows = PetaIndikator.objects.filter(
        pertanyaan__instrumen=lke.instrumen_id,
        indikator__kegiatan__tim__keputusan__rencana__instansi=lke.instansi_id,
    )
    return rows if pertanyaan is None else rows.filter(pertanyaan__in=list(pertanyaan))


def bukti_rencana(lke: LKE, pertanyaan_id: int, user: User) -> Sequence[BuktiTaut]:
    """Return the approved files that mapped indikator of the action plan offer to a question.

    Of required documents that are approved now, in windows that touch the year of the assessment,
    of tasks in force that the person reads, in the institution of the assessment.
    """
    indikator = peta_lke(lke, [pertanyaan_id]).values("indikator")
    tugas = Capaian.objects.visible_to(user).filter(
        _di_tahun(lke.tahun), instansi=lke.instansi_id, gugur__isnull=True
    )
    return list(
        BuktiTaut.objects.active()
        .filter(
            pemenuhan__status=Status.DISETUJUI,
            pemenuhan__dokumen__indikator_zi__indikator__in=indikator,
            pemenuhan__capaian__in=tugas.values("pk"),
            versi__instansi=lke.instansi_id,
        )
        .select_related("versi", "pemenuhan")
        .order_by("pemenuhan__capaian__mulai", "id")
    )


def _di_tahun(tahun: int) -> Q:
    return Q(mulai__lte=date(tahun, 12, 31), selesai__gte=date(tahun, 1, 1))
