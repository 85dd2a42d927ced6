"""Rhythm and reminders of meetings: of a level of the institution, or of one unit."""

from dataclasses import asdict, dataclass
from datetime import datetime

from accounts.models import Instansi, Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from roadmap.actions.rapat_hak import catat
from roadmap.jadwal_rapat import Irama, Tingkat
from roadmap.models import PengaturanRapat


@dataclass(frozen=True)
class IsiPengaturan:
    """What an office wants."""

    irama_monitoring: str
    irama_evaluasi: str
    pengingat: bool = False


def atur(
    *,
    instansi_id: int,
    tingkat: str,
    isi: IsiPengaturan,
    by: User,
    unit_id: int | None = None,
    at: datetime | None = None,
) -> PengaturanRapat:
    """Set the rhythm of a level (who edits plans) or of one unit (who records for it).

    Raises Denied, IsianKurang.
    """
    with audited():
        instansi = Instansi.objects.filter(pk=instansi_id).first()
        if instansi is None or not boleh_atur(by, instansi_id, unit_id):
            raise Denied("Anda tidak berwenang mengatur rapat di sini.")
        unit = Unit.objects.get(pk=unit_id) if unit_id is not None else None
        galat = {}
        if tingkat not in list(Tingkat) or (unit is not None and tingkat != tingkat_unit(unit)):
            galat["tingkat"] = "Pilih tingkat rapat dari daftar."
        for nama in ("irama_monitoring", "irama_evaluasi"):
            if getattr(isi, nama) not in list(Irama):
                galat[nama] = "Pilih dari daftar."
        if galat:
            raise IsianKurang(galat)
        now = clock(instansi, at)
        row, _ = PengaturanRapat.objects.update_or_create(
            instansi=instansi, tingkat=tingkat, unit=unit, defaults={**asdict(isi), "diubah": now}
        )
        nama = unit.nama if unit is not None else f"Rapat {Tingkat(tingkat).label.lower()}"
        catat("rapat.atur", instansi, by, now, row, nama, asdict(isi))
        return row


def tingkat_unit(unit: Unit) -> Tingkat:
    """Return the level on which a unit meets."""
    return Tingkat.POKJA if unit.jenis == Unit.Jenis.POKJA else Tingkat.UNIT


def boleh_atur(user: User, instansi_id: int, unit_id: int | None) -> bool:
    """Whether a person may set the rhythm of an institution's level, or of one unit."""
    if unit_id is None:
        return instansi_id in user.akses.instansi_ids(Permission.PLAN_EDIT)
    unit = Unit.objects.filter(instansi=instansi_id, pk=unit_id).first()
    if unit is None:
        return False
    return user.akses.may(Permission.MEETING_RECORD, unit) or user.akses.may(
        Permission.PLAN_EDIT, unit
    )
