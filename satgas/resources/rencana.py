"""What kinds of a Satgas plan share: its decree."""

from evidence.models import Rencana
from evidence.resources.rencana import RencanaResource
from satgas.models import SuratKeputusan
from sheets.values import Keliru, teks

PERUBAHAN = "Catat melalui Keputusan perubahan."


def sebaris(isi: str) -> str | None:
    """Return a text on one line in normal form; None for a blank one."""
    return " ".join((teks(isi) or "").split()) or None


class SatgasResource(RencanaResource):
    """A kind whose rows belong to the decree of a Satgas plan."""

    golongan = "Satgas"
    jenis_rencana = Rencana.Jenis.SATGAS
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
