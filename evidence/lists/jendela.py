"""The other due windows of a task, each with where it stands."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from accounts.models import User
from evidence.jadwal import Jendela, label
from evidence.models import Capaian
from evidence.mutakhir import Kata, mutakhir, sampai_sql, sebutan

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    class _Sampai(TypedDict):
        sampai: date | None

    CapaianSampai = WithAnnotations[Capaian, _Sampai]


@dataclass(frozen=True)
class JendelaTugas:
    """One window of the same Butir."""

    pk: int
    nama: str
    kata: list[Kata]
    kini: bool
    batas: date


def jendela_tugas(user: User, capaian: Capaian, hari_ini: date) -> list[JendelaTugas]:
    """Return all windows of the task's Butir that count and the person may read (one query).

    A task with one window only gives an empty list: there is nothing to choose.
    """
    rows = cast(
        "list[CapaianSampai]",
        list(
            Capaian.objects.visible_to(user)
            .filter(butir=capaian.butir_id, gugur__isnull=True)
            .annotate(sampai=sampai_sql(hari_ini))
            .order_by("mulai")
        ),
    )
    if {c.pk for c in rows} <= {capaian.pk}:
        return []
    pola = capaian.butir.pola
    return [
        JendelaTugas(
            pk=c.pk,
            nama=label(pola, Jendela(c.mulai, c.selesai)),
            kata=sebutan(c.status, mutakhir(c.sampai, hari_ini)),
            kini=c.pk == capaian.pk,
            batas=c.batas,
        )
        for c in rows
    ]
