"""Whether an instrument can be used, and what using it does to the plan of its year. Reading only.

The page that asks for confirmation and the action that follows it read the same answer.
"""

from dataclasses import dataclass
from datetime import date

from accounts.models import Unit
from evidence.models import Butir, Rencana
from satgas.instrumen.susunan import SubSusun, Susunan, susun_lengkap
from satgas.models import Instrumen


@dataclass(frozen=True)
class Kekurangan:
    """What stands in the way, with the codes of the sub indikator concerned."""

    pesan: str
    sub: tuple[SubSusun, ...] = ()


@dataclass(frozen=True)
class Pemakaian:
    """What using an instrument means."""

    susunan: Susunan
    rencana: Rencana | None
    lama: Instrumen | None
    kekurangan: tuple[Kekurangan, ...]
    baru: tuple[SubSusun, ...]
    tetap: tuple[SubSusun, ...]
    dicabut: tuple[Butir, ...]

    @property
    def dokumen(self) -> int:
        """Number of required documents."""
        return sum(len(sub.dokumen) for sub in self.susunan.sub)

    @property
    def kriteria(self) -> int:
        """Number of graded criteria."""
        return sum(len(sub.kriteria) for sub in self.susunan.sub)

    @property
    def terpetakan(self) -> int:
        """Number of sub indikator that serve a task of the decree too."""
        return sum(bool(sub.tugas) for sub in self.susunan.sub)

    @property
    def boleh(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.kekurangan


def pemakaian(instrumen: Instrumen, hari: date) -> Pemakaian:
    """Return what using a drawn up instrument does, as of a day."""
    susunan = susun_lengkap(instrumen)
    rencana = Rencana.objects.filter(
        instansi=instrumen.instansi_id, jenis=Rencana.Jenis.MCP, tahun=instrumen.tahun
    ).first()
    lama = Instrumen.objects.filter(
        instansi=instrumen.instansi_id,
        tahun=instrumen.tahun,
        keadaan=Instrumen.Keadaan.DIPAKAI,
    ).first()
    butir = {b.kode: b for b in Butir.objects.berlaku().filter(rencana=rencana)} if rencana else {}
    codes = {sub.kode for sub in susunan.sub}
    ended = set(
        Unit.objects.filter(instansi=instrumen.instansi_id, aktif_selesai__lt=hari).values_list(
            "pk", flat=True
        )
    )
    return Pemakaian(
        susunan=susunan,
        rencana=rencana,
        lama=lama,
        kekurangan=tuple(_kekurangan(susunan, rencana, ended)),
        baru=tuple(sub for sub in susunan.sub if sub.kode not in butir),
        tetap=tuple(sub for sub in susunan.sub if sub.kode in butir),
        dicabut=tuple(b for kode, b in butir.items() if kode not in codes),
    )


def _kekurangan(susunan: Susunan, rencana: Rencana | None, ended: set[int]) -> list[Kekurangan]:
    subs = susunan.sub
    found = []
    if rencana is not None and rencana.status == Rencana.Keadaan.DITUTUP:
        found.append(Kekurangan(f"{rencana.nama} sudah ditutup."))
    if not subs:
        found.append(Kekurangan("Instrumen ini belum mempunyai sub indikator."))
    codes = [sub.kode for sub in subs]
    for pesan, wrong in (
        ("Belum mempunyai unit pengampu", [s for s in subs if s.unit_id is None]),
        ("Unit pengampunya sudah berakhir", [s for s in subs if s.unit_id in ended]),
        ("Belum mempunyai dokumen", [s for s in subs if not s.dokumen]),
        ("Kodenya dipakai dua kali", [s for s in subs if codes.count(s.kode) > 1]),
    ):
        if wrong:
            found.append(Kekurangan(pesan, tuple(wrong)))
    return found
