"""What the unit writes about a task, saved as a draft."""

from dataclasses import asdict, dataclass
from datetime import datetime

from accounts.models import User
from accounts.permissions import Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import Langkah, clock, finish, lock
from evidence.models import Capaian
from evidence.workflow import Aksi, NotAllowed, Status

EDITABLE = (Status.BELUM, Status.DRAF, Status.PERBAIKAN)


@dataclass(frozen=True)
class Isian:
    """Text and claimed value of a task."""

    narasi: str = ""
    kendala: str = ""
    tindak_lanjut: str = ""
    nilai_mandiri: int | None = None
    progres: str = Capaian.Progres.BELUM


def apply_isian(capaian: Capaian, isian: Isian) -> dict[str, object]:
    """Put the text into a locked task; return what changed. Raises IsianKurang, NotAllowed."""
    if Status(capaian.status) not in EDITABLE:
        raise NotAllowed(
            f"Isian tidak dapat diubah pada status {Status(capaian.status).label}. "
            "Tarik kembali dahulu bila perlu."
        )
    galat = {}
    if isian.nilai_mandiri is not None and not 0 <= isian.nilai_mandiri <= 100:
        galat["nilai_mandiri"] = "Nilai mandiri harus antara 0 dan 100."
    if isian.progres not in Capaian.Progres.values:
        galat["progres"] = "Pilih progres dari daftar."
    if galat:
        raise IsianKurang(galat)
    changed = {}
    for field, value in asdict(isian).items():
        if getattr(capaian, field) != value:
            changed[field] = value
            setattr(capaian, field, value)
    return changed


def simpan_draf(
    *, capaian_id: int, versi: int, isian: Isian, by: User, at: datetime | None = None
) -> Capaian:
    """Save the text of a task without sending it.

    Raises Denied, NotAllowed (waiting or approved), Bentrok, IsianKurang. Unchanged text writes
    nothing.
    """
    with audited():
        capaian = lock(capaian_id, by, Permission.EVIDENCE_SEND, versi=versi)
        now = clock(capaian.instansi, at)
        changed = apply_isian(capaian, isian)
        if not changed:
            return capaian
        step = Langkah(Aksi.LAMPIRKAN, by, now)
        finish(capaian, step, {"berubah": changed}, nama="simpan_draf")
        return capaian
