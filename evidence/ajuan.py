"""Exceptions of a plan, as figures and decisions need them: one query for both."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from evidence.models import Capaian, Pengecualian, Rencana
from evidence.models.capaian import CapaianQuerySet


@dataclass(frozen=True, slots=True)
class Ajuan:
    """An exception of the plan that waits for a decision, or that KPK has accepted."""

    pk: int
    jenis: str
    capaian_id: int
    kode: str
    uraian: str
    unit: str
    alasan: str
    pendapat: str
    pendapat_catatan: str
    orang: frozenset[int]  # who asked and who gave the opinion: neither decides
    diajukan: datetime
    terbuka: bool
    diterima_kpk: datetime | None
    dokumen: frozenset[int]


def capaian_rencana(rencana: Rencana, user: User) -> CapaianQuerySet:
    """Return all Capaian of a plan that a person may read, none unless the plan is running."""
    if not rencana.berjalan:
        return Capaian.objects.none()
    return Capaian.objects.visible_to(user).filter(butir__rencana=rencana)


def daftar_ajuan(rencana: Rencana, user: User) -> list[Ajuan]:
    """Return the exceptions of a plan that wait or that KPK accepted (one query)."""
    accepted = Q(
        putusan=Pengecualian.Putusan.DIKABULKAN,
        jawaban_kpk=Pengecualian.JawabanKPK.DITERIMA,
    )
    waiting = Q(putusan="", ditarik__isnull=True, capaian__gugur__isnull=True)
    rows = (
        Pengecualian.objects.filter(
            accepted | waiting, capaian__in=capaian_rencana(rencana, user).order_by().values("pk")
        )
        .order_by("diajukan", "pk")
        .values(
            "pk",
            "jenis",
            "capaian",
            "capaian__butir__kode",
            "capaian__butir__uraian",
            "capaian__unit__nama_pendek",
            "capaian__unit__nama",
            "alasan",
            "pendapat",
            "pendapat_catatan",
            "diajukan",
            "diajukan_oleh",
            "pendapat_oleh",
            "putusan",
            "jawaban_at",
            "dokumen",
        )
    )
    found: dict[int, Ajuan] = {}
    for row in rows:
        pk, document, opinion = row["pk"], row["dokumen"], row["pendapat"]
        known = found[pk].dokumen if pk in found else frozenset()
        found[pk] = Ajuan(
            pk=pk,
            jenis=str(Pengecualian.Jenis(row["jenis"]).label),
            capaian_id=row["capaian"],
            kode=row["capaian__butir__kode"],
            uraian=row["capaian__butir__uraian"],
            unit=row["capaian__unit__nama_pendek"] or row["capaian__unit__nama"],
            alasan=row["alasan"],
            pendapat=str(Pengecualian.Pendapat(opinion).label) if opinion else "",
            pendapat_catatan=row["pendapat_catatan"],
            orang=frozenset(
                pk for pk in (row["diajukan_oleh"], row["pendapat_oleh"]) if pk is not None
            ),
            diajukan=row["diajukan"],
            terbuka=not row["putusan"],
            diterima_kpk=row["jawaban_at"],
            dokumen=known | ({document} if document is not None else set()),
        )
    return list(found.values())
