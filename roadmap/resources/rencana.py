"""What all kinds of a Road Map share: the plan they go into, its years, the units."""

from typing import TYPE_CHECKING

from accounts.permissions import Denied, Permission
from accounts.resources.acuan_unit import rujukan_unit
from evidence.actions.rencana import lock_rencana
from evidence.models import Rencana
from evidence.workflow import NotAllowed
from roadmap.lembar import tahun_rencana
from sheets.resource import SheetResource, Tujuan
from sheets.values import Keliru

if TYPE_CHECKING:
    from accounts.models import Instansi, User

BUKAN_RENCANA = "Road Map ini bukan milik instansi ini, atau tidak dapat Anda baca."


class RoadmapResource(SheetResource):
    """A kind whose rows belong to one Road Map."""

    golongan = "Road Map"
    permission = Permission.PLAN_EDIT
    bertujuan = True
    arsip_boleh = False
    """Whether a closed plan can be written to."""

    rencana: Rencana
    tahun: tuple[int, ...]

    @classmethod
    def daftar_tujuan(cls, user: "User", instansi: "Instansi") -> list[Tujuan]:
        """Return the Road Maps that a person reads; those that are closed are archives."""
        rows = Rencana.objects.visible_to(user).filter(
            instansi=instansi, jenis=Rencana.Jenis.ROADMAP, roadmap__isnull=False
        )
        may = user.akses.has(cls.permission, instansi.pk)
        return [
            Tujuan(
                row.pk,
                row.nama,
                may and (cls.arsip_boleh or row.status != Rencana.Keadaan.DITUTUP),
            )
            for row in rows.order_by("-tahun", "nama")
        ]

    def siapkan(self) -> None:
        """Read the plan and the units of the institution (two queries). Raises Keliru."""
        self.rencana = self._rencana()
        self.tahun = tuple(tahun_rencana(self.rencana))
        self.acuan["unit"] = rujukan_unit(self.konteks.instansi)

    def _rencana(self) -> Rencana:
        found = (
            Rencana.objects.visible_to(self.konteks.oleh)
            .select_related("instansi", "roadmap")
            .filter(
                pk=self.konteks.tujuan or 0,
                instansi=self.konteks.instansi,
                jenis=Rencana.Jenis.ROADMAP,
                roadmap__isnull=False,
            )
            .first()
        )
        if found is None:
            raise Keliru(BUKAN_RENCANA, "Pilih Road Map lain.")
        return found

    def kunci_tulis(self) -> None:
        """Lock the plan. Raises Denied (not this institution's), NotAllowed (closed)."""
        rencana = lock_rencana(self.konteks.tujuan or 0, self.konteks.oleh)
        if (
            rencana.instansi_id != self.konteks.instansi.pk
            or rencana.jenis != Rencana.Jenis.ROADMAP
        ):
            raise Denied(BUKAN_RENCANA)
        if rencana.status == Rencana.Keadaan.DITUTUP and not self.arsip_boleh:
            raise NotAllowed("Rencana ini sudah ditutup, jadi isinya tidak dapat diubah.")
