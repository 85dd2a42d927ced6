"""What all kinds of a Road Map share: the plan they go into, its years."""

from typing import TYPE_CHECKING

from evidence.models import Rencana
from evidence.resources.rencana import RencanaResource
from roadmap.lembar import tahun_rencana

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Instansi, User


class RoadmapResource(RencanaResource):
    """A kind whose rows belong to one Road Map."""

    golongan = "Road Map"
    jenis_rencana = Rencana.Jenis.ROADMAP
    sebutan_rencana = "Road Map"

    tahun: tuple[int, ...]

    @classmethod
    def rencana_terbaca(cls, user: "User", instansi: "Instansi") -> "QuerySet[Rencana]":
        """Return the Road Maps that a person reads and that have a document."""
        rows = super().rencana_terbaca(user, instansi)
        return rows.filter(roadmap__isnull=False).select_related("roadmap")

    def siapkan(self) -> None:
        """Read the plan and the units of the institution (two queries). Raises Keliru."""
        super().siapkan()
        self.tahun = tuple(tahun_rencana(self.rencana))
