"""Menurut SK | Menurut instrumen KPK: the two plans of one institution and year."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from evidence.models import Rencana


@dataclass(frozen=True)
class Pasangan:
    """The Satgas plan and the MCP plan of one institution and year; `kini` is one of them."""

    kini: Rencana
    satgas: Rencana | None
    mcp: Rencana | None

    @property
    def lengkap(self) -> bool:
        """Whether there is something to switch between."""
        return self.satgas is not None and self.mcp is not None


def pasangan(
    rencana: Rencana | None, user: User, pilihan: Iterable[Rencana] | None = None
) -> Pasangan | None:
    """Return the two plans that belong together, None for a plan of another kind.

    One query; none when `pilihan` gives the plans that the person may read (`rencana_terpilih`
    has them).
    """
    kinds = (Rencana.Jenis.SATGAS, Rencana.Jenis.MCP)
    if rencana is None or rencana.jenis not in kinds:
        return None
    if pilihan is None:
        pilihan = Rencana.objects.visible_to(user).filter(
            instansi=rencana.instansi_id, tahun=rencana.tahun, jenis__in=kinds
        )
    found = {
        satu.jenis: satu
        for satu in pilihan
        if satu.instansi_id == rencana.instansi_id and satu.tahun == rencana.tahun
    }
    return Pasangan(rencana, found.get(Rencana.Jenis.SATGAS), found.get(Rencana.Jenis.MCP))
