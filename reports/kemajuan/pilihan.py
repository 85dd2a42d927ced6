"""The Potret of which a progress report may be asked for: plan, period, Potret, last one first."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.models import User
from evidence.models import Rencana
from reports.kemajuan.parameter import Persetujuan
from reports.models import LangkahPeriode, Potret
from reports.potret.periode import berlaku
from ukuran.format import tanggal_waktu


@dataclass(frozen=True)
class PilihanPotret:
    """One Potret (without its figures), whether it is in force, and its approval in force."""

    potret: Potret
    terakhir: bool
    persetujuan: Persetujuan | None

    @property
    def kelompok(self) -> str:
        """Its plan and institution, in words."""
        return f"{self.potret.batas.rencana.nama}, {self.potret.instansi.nama}"

    @property
    def judul(self) -> str:
        """Its period and number."""
        return f"{self.potret.batas.kode} Potret {self.potret.no}"

    @property
    def nama(self) -> str:
        """The Potret with its moment and state, in words."""
        if not self.terakhir:
            state = "digantikan amandemen"
        else:
            state = "disetujui" if self.persetujuan else "belum disetujui"
        return f"{self.judul}, {_saat(self.potret)}, {state}"


def pilihan_potret(user: User, rencana: Sequence[Rencana]) -> list[PilihanPotret]:
    """Return the Potret that a person may report on (two queries).

    In the order of `rencana`, the latest period of each first, its last Potret first. Each comes
    with its institution and the template of its reports.
    """
    place = {plan.pk: n for n, plan in enumerate(rencana)}
    rows = list(
        Potret.objects.visible_to(user)
        .tanpa_isi()
        .filter(batas__rencana__in=place)
        .select_related("batas__rencana", "instansi__templat_laporan")
    )
    rows.sort(key=lambda p: (place[p.batas.rencana_id], -p.batas.akhir.toordinal(), -p.no))
    batas = {p.batas_id for p in rows}
    steps = LangkahPeriode.objects.filter(batas__in=batas).select_related("oleh").order_by("pk")
    last = {step.batas_id: step for step in steps}
    newest: dict[int, int] = {}
    for row in rows:
        newest.setdefault(row.batas_id, row.pk)
    return [
        PilihanPotret(row, newest[row.batas_id] == row.pk, berlaku(last.get(row.batas_id), row.pk))
        for row in rows
    ]


def _saat(potret: Potret) -> str:
    """Return the moment of the data where the institution is."""
    return tanggal_waktu(potret.at, ZoneInfo(potret.instansi.zona_waktu))
