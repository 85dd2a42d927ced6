"""The windows that a month plan asks for, as the spine reads them (evidence/penjadwal.py)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from evidence.jadwal import Jendela
from evidence.models import Rencana
from zonaintegritas.jadwal.masa import masa
from zonaintegritas.models import BentukJadwal, BulanJadwal, KeputusanZI


def jendela_terencana(rencana: Rencana, butir: Collection[int]) -> Mapping[int, Sequence[Jendela]]:
    """Return the planned windows of Butir (ids) that are asked for; three queries."""
    sejak = KeputusanZI.objects.filter(rencana=rencana).values_list("tanggal", flat=True).first()
    rentang = set(
        BentukJadwal.objects.filter(
            butir__in=butir, bentuk=BentukJadwal.Bentuk.RENTANG
        ).values_list("butir", flat=True)
    )
    months: defaultdict[int, list[date]] = defaultdict(list)
    rows = BulanJadwal.objects.berlaku().filter(butir__in=butir)
    for pk, bulan in rows.values_list("butir", "bulan"):
        months[pk].append(bulan)
    return {
        pk: [m.jendela for m in masa(found, rentang=pk in rentang, sejak=sejak) if m.ditagih]
        for pk, found in months.items()
    }
