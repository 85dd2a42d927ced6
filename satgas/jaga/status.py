"""What JAGA and KPK had said by a moment, for dashboards and reports. One query each."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from evidence.models import BuktiTaut, Keputusan, Rencana
from evidence.workflow import Aksi
from satgas.models import KirimanJaga, NilaiKPK


@dataclass(frozen=True)
class StatusJaga:
    """One document: `diunggah` stays true whatever KPK answered; then one of the next three.

    `usang`: the Inspektorat approved the document again since, so it has to be uploaded anew as
    soon as it is (still) approved.
    """

    diunggah: bool = False
    proses: bool = False
    diterima: bool = False
    ditolak: bool = False
    usang: bool = False


BELUM_DIUNGGAH = StatusJaga()
_DIUNGGAH = {
    "": StatusJaga(diunggah=True, proses=True),
    KirimanJaga.Jawaban.DITERIMA.value: StatusJaga(diunggah=True, diterima=True),
    KirimanJaga.Jawaban.DITOLAK.value: StatusJaga(diunggah=True, ditolak=True),
}


def status_jaga(
    asal: Rencana | Collection[int], at: datetime | None = None
) -> dict[int, StatusJaga]:
    """Return Pemenuhan id -> status as recorded by `at` (default: now).

    `asal` is a plan, or ids of Pemenuhan. Documents never uploaded by then are absent: read with
    `.get(pk, BELUM_DIUNGGAH)`. After a rejection the status stays Ditolak until the next upload;
    it is `usang` from the next approval on. Any other upload is `usang` once files that changed
    after it were approved: the rule of the sheet (`satgas.jaga.keadaan`), as of a moment.
    """
    at = at or timezone.now()
    if isinstance(asal, Rencana):
        rows = KirimanJaga.objects.filter(pemenuhan__capaian__butir__rencana=asal)
    else:
        rows = KirimanJaga.objects.filter(pemenuhan__in=set(asal))
    standing = (
        rows.filter(Q(dibatalkan__isnull=True) | Q(dibatalkan__gt=at), diunggah__lte=at)
        # The last upload holds. Of two rows of one upload the later corrects the earlier, so
        # while the earlier still stood it was the one that held: it comes last.
        .order_by("diunggah", "-id")
        .annotate(disetujui=_disetujui(at), berganti=_berganti())
        .values_list("pemenuhan", "jawaban", "dijawab", "disetujui", "berganti")
    )
    found = {}
    for pemenuhan, jawaban, dijawab, disetujui, berganti in standing:
        answered = dijawab is not None and dijawab <= at
        status = _DIUNGGAH[jawaban if answered else ""]
        again = disetujui is not None and disetujui > dijawab if status.ditolak else berganti
        found[pemenuhan] = replace(status, usang=again)
    return found


def _disetujui(at: datetime) -> Subquery:
    """When the document of an upload was approved last, by a moment."""
    approvals = Keputusan.objects.filter(
        pemenuhan=OuterRef("pemenuhan"), aksi=Aksi.SETUJUI, at__lte=at
    )
    return Subquery(approvals.order_by("-at").values("at")[:1])


def _berganti() -> Exists:
    """Whether that approval is about files that were attached or released after the upload."""
    since, until = OuterRef("diunggah"), OuterRef("disetujui")
    return Exists(
        BuktiTaut.objects.filter(pemenuhan=OuterRef("pemenuhan")).filter(
            Q(dibuat__gt=since, dibuat__lte=until) | Q(dilepas__gt=since, dilepas__lte=until)
        )
    )


@dataclass(frozen=True)
class NilaiSaatItu:
    """KPK's value of a Butir with its day and source."""

    nilai: Decimal
    tanggal: date
    sumber: str


def nilai_kpk(rencana: Rencana, at: datetime | None = None) -> dict[int, NilaiSaatItu]:
    """Return Butir id -> the value recorded last by `at` (default: now); none is absent."""
    rows = (
        NilaiKPK.objects.filter(butir__rencana=rencana, dicatat__lte=at or timezone.now())
        .order_by("dicatat", "id")
        .values_list("butir", "nilai", "tanggal", "sumber")
    )
    return {butir: NilaiSaatItu(nilai, hari, sumber) for butir, nilai, hari, sumber in rows}
