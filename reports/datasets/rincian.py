"""The rows behind the figures of `ringkasan`: each figure is the number of rows of one filter."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from evidence.models import Capaian, Pemenuhan, Rencana
from evidence.workflow import Status
from reports.datasets.ringkasan import berlaku


@dataclass(frozen=True)
class Saringan:
    """One filter of a list: its code in the address and its words on screen."""

    kode: str
    label: str


DOKUMEN: dict[Saringan, tuple[Status, ...]] = {
    Saringan("", "Semua yang diperlukan"): tuple(Status),
    Saringan("diunggah", "Sudah dikirim"): (Status.DISETUJUI, Status.MENUNGGU, Status.PERBAIKAN),
    Saringan("belum_ada", "Belum dikirim"): (Status.DRAF, Status.BELUM),
    **{Saringan(s.value, str(s.label)): (s,) for s in Status},
}
TUGAS = (
    Saringan("", "Semua tugas"),
    Saringan("terlambat", "Lewat batas waktu"),
    Saringan("dinilai", "Tugas yang dinilai"),
    Saringan("mandiri", "Nilai mandiri sudah dikirim"),
    Saringan("internal", "Nilai sudah diverifikasi"),
)


def dokumen(
    rencana: Rencana, user: User, *, status: str = "", anggota: int | None = None
) -> QuerySet[Pemenuhan]:
    """Return the required documents behind a figure; raises KeyError for an unknown filter."""
    chosen = {s.kode: found for s, found in DOKUMEN.items()}[status]
    rows = Pemenuhan.objects.filter(
        capaian__in=berlaku(rencana, user).values("pk"), status__in=chosen
    )
    if anggota is not None:
        rows = rows.filter(capaian__butir__rincian_tugas__anggota=anggota)
    return rows.select_related("dokumen", "capaian__butir", "capaian__unit").order_by(
        "capaian__butir__urut", "dokumen__urut", "pk"
    )


def tugas(
    rencana: Rencana, user: User, *, keadaan: str = "", anggota: int | None = None, today: date
) -> QuerySet[Capaian]:
    """Return the tasks behind a figure, `lewat` on each; raises KeyError for an unknown filter."""
    rows = berlaku(rencana, user)
    if keadaan not in {s.kode for s in TUGAS}:
        raise KeyError(keadaan)
    if keadaan == "terlambat":
        rows = rows.late(today)
    elif keadaan:
        rows = rows.filter(butir__dinilai=True)
    if keadaan == "mandiri":
        rows = rows.claimed()
    elif keadaan == "internal":
        rows = rows.verified()
    if anggota is not None:
        rows = rows.filter(butir__rincian_tugas__anggota=anggota)
    late = berlaku(rencana, user).late(today).filter(pk=OuterRef("pk"))
    return (
        rows.annotate(lewat=Exists(late))
        .select_related("butir", "unit")
        .order_by("butir__urut", "pk")
    )
