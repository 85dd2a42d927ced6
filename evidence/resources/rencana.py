"""A kind whose rows belong to one plan: which plans there are, its units, its lock."""

from typing import TYPE_CHECKING, ClassVar

from accounts.permissions import Denied, Permission
from accounts.resources.acuan_unit import rujukan_unit
from evidence.actions.rencana import lock_rencana
from evidence.models import Rencana
from evidence.workflow import NotAllowed
from sheets.resource import SheetResource, Tujuan
from sheets.values import Keliru

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Instansi, User


class RencanaResource(SheetResource):
    """Base of the kinds whose rows belong to one plan of `jenis_rencana`."""

    permission = Permission.PLAN_EDIT
    bertujuan = True
    jenis_rencana: ClassVar[Rencana.Jenis]
    sebutan_rencana: ClassVar[str] = "rencana"
    """What such a plan is called in a sentence."""
    arsip_boleh: ClassVar[bool] = False
    """Whether a closed plan can be written to."""

    rencana: Rencana

    @classmethod
    def rencana_terbaca(cls, user: "User", instansi: "Instansi") -> "QuerySet[Rencana]":
        """Return the plans that a person reads."""
        return Rencana.objects.visible_to(user).filter(instansi=instansi, jenis=cls.jenis_rencana)

    @classmethod
    def daftar_tujuan(cls, user: "User", instansi: "Instansi") -> list[Tujuan]:
        """Return the plans that a person reads; those that may not be written are archives."""
        may = user.akses.has(cls.permission, instansi.pk)
        rows = cls.rencana_terbaca(user, instansi).order_by("-tahun", "nama")
        return [Tujuan(row.pk, row.nama, may and cls.terbuka(row)) for row in rows]

    @classmethod
    def terbuka(cls, rencana: Rencana) -> bool:
        """Whether rows of a plan may be written."""
        return cls.arsip_boleh or rencana.status != Rencana.Keadaan.DITUTUP

    @classmethod
    def bukan_rencana(cls) -> str:
        """Return what is said of a plan that is not there for this person."""
        nama = cls.sebutan_rencana
        return (
            f"{nama[:1].upper()}{nama[1:]} ini bukan milik instansi ini, atau tidak dapat Anda "
            "baca."
        )

    def siapkan(self) -> None:
        """Read the plan and the units (two queries). Raises Keliru."""
        rows = self.rencana_terbaca(self.konteks.oleh, self.konteks.instansi)
        found = rows.select_related("instansi").filter(pk=self.konteks.tujuan or 0).first()
        if found is None:
            raise Keliru(self.bukan_rencana(), f"Pilih {self.sebutan_rencana} lain.")
        self.rencana = found
        self.acuan["unit"] = rujukan_unit(self.konteks.instansi)

    def kunci_tulis(self) -> None:
        """Lock the plan. Raises Denied (not this institution's), NotAllowed (closed)."""
        rencana = lock_rencana(self.konteks.tujuan or 0, self.konteks.oleh)
        if rencana.instansi_id != self.konteks.instansi.pk or rencana.jenis != self.jenis_rencana:
            raise Denied(self.bukan_rencana())
        if rencana.status == Rencana.Keadaan.DITUTUP and not self.arsip_boleh:
            raise NotAllowed("Rencana ini sudah ditutup, jadi isinya tidak dapat diubah.")
