"""What the address of queue and desk says."""

from django.urls import reverse

from accounts.permintaan import Permintaan
from evidence.lists.saringan import Saringan
from evidence.models import Rencana
from evidence.selection import rencana_terpilih


def rencana_antrean(request: Permintaan) -> Rencana | None:
    """Return the plan named in the address; the queue is over all plans without one."""
    return rencana_terpilih(request)[0] if request.GET.get("rencana") else None


def ke_meja(pk: int, saringan: Saringan) -> str:
    """Return the address of the desk of a task, filters kept."""
    return reverse("meja", args=[pk]) + saringan.alamat


def ke_antrean(saringan: Saringan) -> str:
    """Return the address of the queue with its filters."""
    return reverse("verifikasi") + saringan.alamat


def ids(values: list[str]) -> list[int]:
    """Return the ids among posted values; what is none is left out."""
    return [int(v) for v in values if v.isascii() and v.isdecimal() and len(v) < 12]
