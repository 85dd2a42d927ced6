"""What all kinds of a Zona Integritas plan share: its Tujuan, its teams, its lock."""

from typing import ClassVar

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from accounts.resources.acuan_unit import rujukan_unit
from evidence.actions.rencana import lock_rencana
from evidence.models import Rencana
from evidence.workflow import NotAllowed
from sheets.references import Rujukan
from sheets.resource import SheetResource, Tujuan
from zonaintegritas.models import Tim

BUKAN_RENCANA = "Rencana Zona Integritas itu tidak ada di instansi ini."


class RencanaZI(SheetResource):
    """Base of the kinds whose rows lie in a Zona Integritas plan."""

    golongan = "Zona Integritas"
    permission = Permission.PLAN_EDIT
    bertujuan = True
    hanya_tim: ClassVar[bool] = True
    """Whether rows belong to the teams that own kegiatan, not to Pengarah and Pelaksana."""

    rencana: Rencana
    daftar_tim: dict[str, Tim]

    @classmethod
    def daftar_tujuan(cls, user: User, instansi: Instansi) -> list[Tujuan]:
        """Return the plans of an institution that have a decree, the newest first."""
        plans = Rencana.objects.visible_to(user).filter(
            instansi=instansi, jenis=Rencana.Jenis.ZI, keputusan_zi__isnull=False
        )
        return [
            Tujuan(plan.pk, plan.nama, plan.status != Rencana.Keadaan.DITUTUP)
            for plan in plans.order_by("-tahun")
        ]

    def siapkan(self) -> None:
        """Read the plan, its teams and the units; raises Denied for a plan of others."""
        found = (
            Rencana.objects.select_related("instansi")
            .filter(
                pk=self.konteks.tujuan or 0,
                instansi=self.konteks.instansi,
                jenis=Rencana.Jenis.ZI,
                keputusan_zi__isnull=False,
            )
            .first()
        )
        if found is None:
            raise Denied(BUKAN_RENCANA)
        self.rencana = found
        teams = Tim.objects.filter(keputusan__rencana=found).select_related("unit")
        if self.hanya_tim:
            teams = teams.filter(jenis=Tim.Jenis.TIM)
        self.daftar_tim = {tim.kode: tim for tim in teams.order_by("urut")}
        self.acuan["tim"] = Rujukan(
            "Tim", ((t.kode, t.kode, _sebutan(t)) for t in self.daftar_tim.values())
        )
        self.acuan["unit"] = rujukan_unit(self.konteks.instansi)

    def kunci_tulis(self) -> None:
        """Lock the plan. Raises Denied, and NotAllowed for a closed one."""
        rencana = lock_rencana(self.konteks.tujuan or 0, self.konteks.oleh)
        self.harus_terbuka(rencana)

    def harus_terbuka(self, rencana: Rencana) -> None:
        """Raise Denied for a plan of another institution or kind, NotAllowed for a closed one."""
        own = rencana.instansi_id == self.konteks.instansi.pk
        if not own or rencana.jenis != Rencana.Jenis.ZI:
            raise Denied(BUKAN_RENCANA)
        if rencana.status == Rencana.Keadaan.DITUTUP:
            raise NotAllowed("Rencana ini sudah ditutup, jadi isinya tidak dapat diubah.")


def _sebutan(tim: Tim) -> list[str]:
    """Return other words for a team: its number and its names in both annexes."""
    number = [str(tim.no_lampiran_2)] if tim.no_lampiran_2 is not None else []
    return [*number, tim.judul_tercetak, tim.nama, tim.nama_lampiran_2]
