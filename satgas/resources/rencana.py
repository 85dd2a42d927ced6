"""What kinds of one plan share: which plans there are, the lock, the units."""

from typing import TYPE_CHECKING, ClassVar

from accounts.permissions import Denied, Permission
from accounts.resources.acuan_unit import rujukan_unit
from evidence.actions.rencana import lock_rencana
from evidence.models import Rencana
from evidence.workflow import NotAllowed
from satgas.models import SuratKeputusan
from sheets.resource import SheetResource, Tujuan
from sheets.values import Keliru, teks

if TYPE_CHECKING:
    from accounts.models import Instansi, User

BUKAN_RENCANA = "Rencana ini bukan milik instansi ini, atau tidak dapat Anda baca."
DITUTUP = "Rencana ini sudah ditutup, jadi isinya tidak dapat diubah."
PERUBAHAN = "Catat melalui Keputusan perubahan."


def sebaris(isi: str) -> str | None:
    """Return a text on one line in normal form; None for a blank one."""
    return " ".join((teks(isi) or "").split()) or None


class RencanaResource(SheetResource):
    """A kind whose rows belong to one plan of `jenis_rencana`."""

    permission = Permission.PLAN_EDIT
    bertujuan = True
    jenis_rencana: ClassVar[Rencana.Jenis] = Rencana.Jenis.SATGAS

    rencana: Rencana

    @classmethod
    def daftar_tujuan(cls, user: "User", instansi: "Instansi") -> list[Tujuan]:
        """Return the plans that a person reads; those that are closed are archives."""
        rows = Rencana.objects.visible_to(user).filter(instansi=instansi, jenis=cls.jenis_rencana)
        may = user.akses.has(cls.permission, instansi.pk)
        return [
            Tujuan(row.pk, row.nama, may and cls.terbuka(row))
            for row in rows.order_by("-tahun", "nama")
        ]

    @classmethod
    def terbuka(cls, rencana: Rencana) -> bool:
        """Whether rows of a plan may be written."""
        return rencana.status != Rencana.Keadaan.DITUTUP

    def siapkan(self) -> None:
        """Read the plan and the units (two queries). Raises Keliru."""
        found = (
            Rencana.objects.visible_to(self.konteks.oleh)
            .select_related("instansi")
            .filter(
                pk=self.konteks.tujuan or 0,
                instansi=self.konteks.instansi,
                jenis=self.jenis_rencana,
            )
            .first()
        )
        if found is None:
            raise Keliru(BUKAN_RENCANA, "Pilih rencana lain.")
        self.rencana = found
        self.acuan["unit"] = rujukan_unit(self.konteks.instansi)

    def kunci_tulis(self) -> None:
        """Lock the plan. Raises Denied (not this institution's), NotAllowed (closed)."""
        rencana = lock_rencana(self.konteks.tujuan or 0, self.konteks.oleh)
        if rencana.instansi_id != self.konteks.instansi.pk or rencana.jenis != self.jenis_rencana:
            raise Denied(BUKAN_RENCANA)
        if rencana.status == Rencana.Keadaan.DITUTUP:
            raise NotAllowed(DITUTUP)


class SatgasResource(RencanaResource):
    """A kind whose rows belong to the decree of a Satgas plan."""

    golongan = "Satgas"
    sk: SuratKeputusan

    def siapkan(self) -> None:
        """Read plan, units and decree (three queries). Raises Keliru."""
        super().siapkan()
        found = SuratKeputusan.objects.filter(rencana=self.rencana).first()
        if found is None:
            raise Keliru(
                "Rencana ini belum mempunyai keputusan.",
                "Isi dahulu pokok keputusannya dengan jenis data Keputusan Satgas.",
            )
        self.sk = found
