"""The totals of a Potret alone, read from its JSON without building the rest: for lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from evidence.hitungan import Hitungan
from reports.models import Potret
from reports.potret.bentuk import NilaiPotret


@dataclass(frozen=True)
class RingkasPotret:
    """The totals of IsiPotret under the same names; the decoder passes over everything else."""

    per: date
    jumlah_tugas: int
    tugas_ditagih: int
    capaian: int
    terlambat: int
    hitungan: Hitungan
    nilai: NilaiPotret
    kpk_per: date | None


def baca_ringkas(teks: str) -> RingkasPotret:
    """Return the totals of canonical JSON; raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(teks, type=RingkasPotret)


def ringkas(potret_ids: Iterable[int]) -> dict[int, RingkasPotret]:
    """Return the totals of a few Potret by their id, in one query.

    The JSON of a Potret weighs megabytes: ask for those of one page, a handful.
    """
    rows = Potret.objects.filter(pk__in=list(potret_ids)).values_list("pk", "isi")
    return {pk: baca_ringkas(isi) for pk, isi in rows.iterator(chunk_size=1)}
