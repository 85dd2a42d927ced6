"""Where a required document stands between the Inspektorat's approval and KPK's answer.

One rule in SQL, for the rows, the filters, the counts and the menu alike.
"""

from typing import TYPE_CHECKING, TypedDict, cast

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from evidence.models import BuktiTaut, Keputusan, Pemenuhan
from evidence.workflow import KECUALI, Aksi, Status
from satgas.models import KirimanJaga

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Jaga(TypedDict):
        keadaan_jaga: str

    PemenuhanJaga = WithAnnotations[Pemenuhan, _Jaga]


class Keadaan(models.TextChoices):
    """States of a document on the sheet, in the order in which they need a hand."""

    SIAP = "siap", "Siap diunggah"
    DITOLAK = "ditolak", "Ditolak KPK"
    DIBUKA = "dibuka", "Diunggah, lalu dibuka kembali"
    MENUNGGU = "menunggu", "Menunggu KPK"
    BELUM = "belum", "Belum siap"
    DITERIMA = "diterima", "Diterima KPK"
    KECUALI = "kecuali", "Tanpa unggahan"


def berkas_berubah() -> Exists:
    """Condition on an upload: files of its document were attached or released since.

    What lies in JAGA is then not what the Inspektorat approved last.
    """
    return Exists(
        BuktiTaut.objects.filter(pemenuhan=OuterRef("pemenuhan")).filter(
            Q(dibuat__gt=OuterRef("diunggah")) | Q(dilepas__gt=OuterRef("diunggah"))
        )
    )


def usang(kiriman: KirimanJaga) -> bool:
    """Whether the files of an uploaded document changed after the upload."""
    return KirimanJaga.objects.filter(berkas_berubah(), pk=kiriman.pk).exists()


def dengan_keadaan(rows: "QuerySet[Pemenuhan]") -> "QuerySet[PemenuhanJaga]":
    """Annotate documents with `keadaan_jaga`, a value of Keadaan.

    - An exception (Nihil and its like) has nothing to upload.
    - Approved and not in JAGA, or there with older files: ready.
    - In JAGA, but the approval was opened again or is being renewed: reopened.
    - In JAGA: accepted or waiting, as KPK answered.
    - Rejected by KPK, until a new approval makes it ready again.
    """
    berlaku = KirimanJaga.objects.berlaku().filter(pemenuhan=OuterRef("pk"))
    approved_again = Keputusan.objects.filter(
        pemenuhan=OuterRef("pemenuhan"), aksi=Aksi.SETUJUI, at__gt=OuterRef("dijawab")
    )
    ditolak = KirimanJaga.objects.filter(
        ~Exists(approved_again),
        pemenuhan=OuterRef("pk"),
        dibatalkan__isnull=True,
        jawaban=KirimanJaga.Jawaban.DITOLAK,
    )
    disetujui = Q(status=Status.DISETUJUI)
    annotated = rows.annotate(
        keadaan_jaga=Case(
            When(status__in=list(KECUALI), then=Value(Keadaan.KECUALI)),
            When(disetujui & ~Exists(berlaku), then=Value(Keadaan.SIAP)),
            When(disetujui & Exists(berlaku.filter(berkas_berubah())), then=Value(Keadaan.SIAP)),
            When(~disetujui & Exists(berlaku), then=Value(Keadaan.DIBUKA)),
            When(
                Exists(berlaku.filter(jawaban=KirimanJaga.Jawaban.DITERIMA)),
                then=Value(Keadaan.DITERIMA),
            ),
            When(Exists(berlaku), then=Value(Keadaan.MENUNGGU)),
            When(Exists(ditolak), then=Value(Keadaan.DITOLAK)),
            default=Value(Keadaan.BELUM),
            output_field=models.CharField(),
        )
    )
    return cast("QuerySet[PemenuhanJaga]", annotated)
