"""The Potret of which a progress report may be asked for: plan, period, Potret, last one first."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.models import Rencana
from reports.models import KeadaanPeriode, LangkahPeriode, Potret
from ukuran.format import tanggal_waktu


@dataclass(frozen=True)
class PilihanPotret:
    """One Potret (without its figures): in force, and approved, or not."""

    potret: Potret
    terakhir: bool
    disetujui: bool

    @property
    def kelompok(self) -> str:
        """Plan and period, in words."""
        batas = self.potret.batas
        return f"{batas.rencana.nama}, periode {batas.kode}"

    @property
    def nama(self) -> str:
        """The Potret itself, in words."""
        if not self.terakhir:
            state = "digantikan amandemen"
        else:
            state = "disetujui" if self.disetujui else "belum disetujui"
        return f"Potret {self.potret.no}, {_saat(self.potret)}, {state}"


def pilihan_potret(user: User, rencana: Sequence[Rencana]) -> list[PilihanPotret]:
    """Return the Potret that a person may report on (two queries).

    In the order of `rencana`, the latest period of each first, its last Potret first.
    """
    place = {plan.pk: n for n, plan in enumerate(rencana)}
    rows = list(
        Potret.objects.visible_to(user)
        .tanpa_isi()
        .filter(batas__rencana__in=place)
        .select_related("batas__rencana", "instansi")
    )
    rows.sort(key=lambda p: (place[p.batas.rencana_id], -p.batas.akhir.toordinal(), -p.no))
    steps = LangkahPeriode.objects.filter(batas__in={p.batas_id for p in rows}).order_by("pk")
    last = {step.batas_id: step for step in steps}
    newest: dict[int, int] = {}
    for row in rows:
        newest.setdefault(row.batas_id, row.pk)
    found = []
    for row in rows:
        step = last.get(row.batas_id)
        approved = step is not None and (step.ke, step.potret_id) == (
            KeadaanPeriode.DISETUJUI,
            row.pk,
        )
        found.append(PilihanPotret(row, newest[row.batas_id] == row.pk, approved))
    return found


def _saat(potret: Potret) -> str:
    """Return the moment of the data where the institution is."""
    return tanggal_waktu(potret.at, ZoneInfo(potret.instansi.zona_waktu))
