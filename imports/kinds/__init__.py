"""Background work on imports: analysis, apply, undo, the marked copy, long exports.

A job names the version of its import: asked for again it is another request, and one that comes
too late finds nothing to do. What reads and writes workbooks is loaded when it is needed.
"""

from typing import Any

from django.db.models import BigIntegerField, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.models import User
from accounts.permissions import Permission
from imports.kinds import ekspor
from imports.kinds.kode import PERIKSA, TANDAI, TERAPKAN, URUNGKAN
from imports.models import Batch
from jobs.models import Job
from jobs.registry import Hasil, Jenis, Objek, Pekerjaan, register


def daftarkan() -> None:
    """Register all kinds of work; called once when the app is ready."""
    for kode, label, handler in (
        (PERIKSA, "Pemeriksaan impor", _periksa),
        (TERAPKAN, "Penerapan impor", _terapkan),
        (URUNGKAN, "Pengurungan impor", _urungkan),
        (TANDAI, "Berkas impor bertanda", _tandai),
    ):
        register(
            Jenis(
                kode=kode,
                label=label,
                permission=Permission.PLAN_READ,  # OBJEK decides: who opens the import
                handler=handler,
                berlayar=True,
                objek=OBJEK,
            )
        )
    register(
        Jenis(
            ekspor.EKSPOR,
            "Isi data",
            Permission.PLAN_READ,  # the kind of table decides, see ekspor.terbaca
            ekspor.kerjakan,
            objek=Objek(terbaca=ekspor.terbaca, milik=ekspor.milik),
            pribadi=True,
        )
    )


def _masih(kerja: Pekerjaan) -> bool:
    """Whether the import still waits for this very request, not for a later one."""
    asked = kerja.parameter
    return Batch.objects.filter(pk=asked["batch"], versi=asked["versi"]).exists()


def _periksa(kerja: Pekerjaan) -> None:
    from imports.analysis.run import periksa_batch

    if _masih(kerja):
        periksa_batch(kerja.parameter["batch"], kerja.kemajuan)


def _terapkan(kerja: Pekerjaan) -> None:
    from imports.actions.terapkan import terapkan_batch

    if _masih(kerja):
        terapkan_batch(kerja.parameter["batch"], kerja.oleh, kerja.kemajuan)


def _urungkan(kerja: Pekerjaan) -> None:
    from imports.actions.urungkan import urungkan_batch

    if _masih(kerja):
        urungkan_batch(kerja.parameter["batch"], kerja.oleh, kerja.kemajuan)


def _tandai(kerja: Pekerjaan) -> Hasil:
    from imports.kinds.tanda import kerjakan

    return kerjakan(kerja)


def _terbaca(user: User, parameter: dict[str, Any]) -> bool:
    return Batch.objects.movable_by(user).filter(pk=parameter["batch"]).exists()


def _milik(user: User) -> Q:
    """Filter for the work on imports that a person moves today."""
    jobs = (
        Job.objects.filter(jenis__startswith="impor_")
        .alias(impor=Cast(KT("parameter__batch"), BigIntegerField()))
        .filter(impor__in=Batch.objects.movable_by(user).order_by().values("pk"))
    )
    return Q(pk__in=jobs.order_by().values("pk"))


OBJEK = Objek(terbaca=_terbaca, milik=_milik)
