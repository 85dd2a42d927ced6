"""Which plan a page is about: named in the address, otherwise the first that is running."""

from django.http import Http404

from accounts.permintaan import Permintaan
from evidence.models import Rencana

_JENIS = list(Rencana.Jenis.values)
_CACHE = "_rencana_terpilih"
_TETAP = "_rencana_halaman"


def tetapkan(request: Permintaan, rencana_id: int) -> None:
    """Say that this page is about one plan, whatever the address asks (a task, for example)."""
    setattr(request, _TETAP, rencana_id)


def rencana_tetap(request: Permintaan) -> int | None:
    """Return the id of the plan this page is about, None when the person chooses it."""
    tetap: int | None = getattr(request, _TETAP, None)
    return tetap


def rencana_terpilih(
    request: Permintaan, jenis: str | None = None
) -> tuple[Rencana | None, list[Rencana]]:
    """Return the chosen plan and all visible ones (home institution first, running first).

    `?rencana=<id>` chooses; a plan that is not visible, or not a number, is a 404. One query a
    request, however often it is asked.
    """
    if not hasattr(request, _CACHE):
        home = {i.pk: n for n, i in enumerate(request.user.akses.instansi)}
        rows = list(Rencana.objects.visible_to(request.user).select_related("instansi"))
        rows.sort(
            key=lambda r: (
                home.get(r.instansi_id, 99),
                not r.berjalan,
                -r.tahun,
                _JENIS.index(r.jenis),
            )
        )
        setattr(request, _CACHE, rows)
    rows = [r for r in getattr(request, _CACHE) if jenis in (None, r.jenis)]
    asked = request.GET.get("rencana", "")
    if asked:
        if not asked.isdecimal():
            raise Http404("Rencana tidak ada.")
        chosen = next((r for r in rows if r.pk == int(asked)), None)
        if chosen is None:
            raise Http404("Rencana tidak ada.")
        return chosen, rows
    return (rows[0] if rows else None), rows
