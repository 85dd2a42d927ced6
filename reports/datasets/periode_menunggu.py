"""Periods whose Potret waits for the Ketua."""

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Batas
from reports.models import KeadaanPeriode, LangkahPeriode

_MENUNGGU = (KeadaanPeriode.DIPOTRET, KeadaanPeriode.DIBUKA)


def berkeadaan(rows: QuerySet[Batas]) -> QuerySet[Batas]:
    """Add `keadaan` to cut-offs: the state that their last step left, None without a step."""
    return rows.annotate(keadaan=_terakhir())


def periode_menunggu(user: User) -> QuerySet[Batas]:
    """Return the cut-offs whose last step left them to the person, as Ketua, oldest first.

    Also of a plan that was closed: its last Potret is approved afterwards.
    """
    own = Batas.objects.filter(
        rencana__instansi__in=user.akses.instansi_ids(Permission.PERIOD_CLOSE)
    )
    found = own.annotate(keadaan=_terakhir()).filter(keadaan__in=_MENUNGGU)
    return found.order_by("akhir", "pk")


def yang_menunggu(rows: Iterable[Batas]) -> list[Batas]:
    """Return those of some cut-offs, read with `berkeadaan`, that wait for the Ketua."""
    return [row for row in rows if getattr(row, "keadaan", None) in _MENUNGGU]


def _terakhir() -> Subquery:
    steps = LangkahPeriode.objects.filter(batas=OuterRef("pk"))
    return Subquery(steps.order_by("-pk").values("ke")[:1])
