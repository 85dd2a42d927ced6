"""Periods whose Potret waits for the Ketua."""

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Batas
from reports.models import KeadaanPeriode, LangkahPeriode


def periode_menunggu(user: User) -> QuerySet[Batas]:
    """Return the cut-offs whose last step left them to the person, as Ketua, oldest first.

    Also of a plan that was closed: its last Potret is approved afterwards. `keadaan` on each row:
    where it stands.
    """
    last = LangkahPeriode.objects.filter(batas=OuterRef("pk")).order_by("-pk").values("ke")[:1]
    return (
        Batas.objects.filter(
            rencana__instansi__in=user.akses.instansi_ids(Permission.PERIOD_CLOSE),
        )
        .annotate(keadaan=Subquery(last))
        .filter(keadaan__in=(KeadaanPeriode.DIPOTRET, KeadaanPeriode.DIBUKA))
        .order_by("akhir", "pk")
    )
