"""Which LKE wait for a person, and how many of their questions have no answer yet: one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Instansi, User
from accounts.permissions import Permission
from zonaintegritas.lke.alur import DI_UNIT, TAHAP
from zonaintegritas.models import LKE, JawabanLKE, PertanyaanLKE, SkalaLKE, StatusLKE, Tahap

_HAK: Mapping[StatusLKE, Permission] = {
    **dict.fromkeys(DI_UNIT, Permission.LKE_FILL),
    StatusLKE.EVALUASI: Permission.LKE_EVALUATE,
}
_SKALA = "pertanyaan__skala__jenis"
_BERISI = (
    Q((_SKALA, SkalaLKE.Jenis.PILIHAN)) & ~Q(pilihan="")
    | Q((_SKALA, SkalaLKE.Jenis.RASIO), pembilang__isnull=False, penyebut__isnull=False)
    | Q((_SKALA, SkalaLKE.Jenis.INDEKS), angka__isnull=False)
)
"""The rule of `zonaintegritas.lke.isian.terjawab` for rows: a reason alone is no answer."""


@dataclass(frozen=True)
class MenungguLKE:
    """An LKE whose stage the person writes now; `belum` of `jumlah` questions lack an answer."""

    lke: LKE
    tahap: Tahap
    belum: int
    jumlah: int


def menunggu_lke(user: User, instansi: Instansi) -> tuple[MenungguLKE, ...]:
    """Return the assessments of an institution that a role of the person has to fill now.

    Guests of a TPI have their own list. Nobody without such a role costs a query.
    """
    wanted = {s: p for s, p in _HAK.items() if user.akses.has(p, instansi.pk)}
    if not wanted:
        return ()
    stages = {TAHAP[status] for status in wanted}
    rows = (
        LKE.objects.visible_to(user)
        .filter(instansi=instansi, status__in=wanted)
        .select_related("unit")
        .annotate(
            pertanyaan=_banyak(
                PertanyaanLKE.objects.filter(instrumen=OuterRef("instrumen")), "instrumen"
            ),
            **{f"terisi_{tahap}": _banyak(_jawaban(tahap), "lke") for tahap in stages},
        )
        .order_by("-tahun", "unit__jalur")
    )
    found = []
    for row in rows:
        status = StatusLKE(row.status)
        if user.akses.may(wanted[status], row.unit):
            tahap, counts = TAHAP[status], vars(row)
            asked = counts["pertanyaan"]
            found.append(MenungguLKE(row, tahap, asked - counts[f"terisi_{tahap}"], asked))
    return tuple(found)


def _jawaban(tahap: Tahap) -> QuerySet[JawabanLKE]:
    return JawabanLKE.objects.filter(_BERISI, lke=OuterRef("pk"), tahap=tahap)


def _banyak(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many rows belong to one `by`, 0 for none."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
