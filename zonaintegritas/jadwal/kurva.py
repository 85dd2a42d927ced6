"""The S-curve: what was to be done by each month, and what was done by then. Pure."""

from dataclasses import dataclass
from datetime import date

from zonaintegritas.jadwal.isi_petak import Petak
from zonaintegritas.jadwal.masa import akhir_bulan


@dataclass(frozen=True)
class Titik:
    """A month of the curve, both figures counted from the beginning of the plan.

    `rencana`: tasks due by the end of the month. `selesai`: tasks whose last decision fell by
    then; None for months that have not begun.
    """

    bulan: date
    rencana: int
    selesai: int | None


def kurva(petak: Petak, tim: int | None = None) -> tuple[Titik, ...]:
    """Return the curve of a grid, of one team (id) when asked; empty without visible tasks.

    Both lines count Capaian that are asked for, so they can meet. A task decided not to be
    applicable stays in the plan, as in every figure, and is never done.
    """
    tasks = [task for task in petak.tugas if tim is None or task.tim_id == tim]
    if not tasks:
        return ()
    found = []
    for month in petak.bulan:
        last = akhir_bulan(month)
        done = sum(task.selesai_pada is not None and task.selesai_pada <= last for task in tasks)
        found.append(
            Titik(
                bulan=month,
                rencana=sum(task.batas <= last for task in tasks),
                selesai=done if month <= petak.hari else None,
            )
        )
    return tuple(found)
