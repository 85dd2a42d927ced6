"""Events of this app: each goes to the chain of the institution it concerns."""

from typing import Any

from accounts.models import Instansi, Membership, Unit, User
from audit.recorder import SISTEM, Actor, Event, record


def trail(
    instansi: Instansi | None,
    aksi: str,
    oleh: Actor,
    objek: User | Membership | Unit | Instansi | None = None,
    isi: dict[str, Any] | None = None,
) -> None:
    """Record an event; without an institution it goes to the portal's own chain.

    Needs an `audited()` block around it.
    """
    record(
        Event(
            instansi=instansi.kode if instansi else SISTEM,
            contoh=bool(instansi and instansi.contoh),
            aksi=aksi,
            oleh=oleh,
            objek_jenis=str(objek._meta.model_name) if objek else "",
            objek_id=str(objek.pk) if objek else "",
            objek_nama=str(objek) if objek else "",
            isi=isi or {},
        )
    )


def home(orang: User) -> Instansi | None:
    """Institution of a person's first membership, also when it has ended or the account is off."""
    row = (
        Membership.objects.filter(user=orang, unit__isnull=False)
        .select_related("unit__instansi")
        .order_by("id")
        .first()
    )
    return row.unit.instansi if row and row.unit else None
