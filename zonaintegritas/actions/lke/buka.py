"""An assessment begins, or is removed before anybody has answered."""

from datetime import datetime

from accounts.models import Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from evidence.workflow import NotAllowed
from ukuran.lke.periksa import periksa
from zonaintegritas.actions.lke.dasar import catat, kunci
from zonaintegritas.lke.susunan import susunan
from zonaintegritas.models import LKE, InstrumenLKE, Predikat, UnitZI

TAHUN_PERTAMA, TAHUN_TERAKHIR = 2010, 2100
_CACAT_DISEBUT = 3


def buka_lke(
    *,
    unit_id: int,
    tahun: int,
    instrumen_id: int,
    by: User,
    sasaran: str = "",
    at: datetime | None = None,
) -> LKE:
    """Open the assessment of a ZI unit for a year; the instrument is frozen by its first use.

    `sasaran` empty takes that of the unit. Raises Denied (no admin of the unit's institution),
    IsianKurang with the fields: no ZI unit, an instrument with defects or of another institution,
    a year that has its assessment already.
    """
    with audited():
        unit = Unit.objects.select_related("instansi").filter(pk=unit_id).first()
        if unit is None or not by.akses.may(Permission.LKE_MANAGE, unit):
            raise Denied("LKE hanya dibuka oleh admin instansi unit itu.")
        now = clock(unit.instansi, at)
        unit_zi = UnitZI.objects.select_for_update().filter(unit=unit).first()
        galat: dict[str, str] = {}
        if unit_zi is None:
            galat["unit"] = "Unit ini belum ditetapkan sebagai unit Zona Integritas."
        elif unit_zi.berakhir is not None and unit_zi.berakhir.year < tahun:
            galat["unit"] = f"Unit ini tidak lagi Zona Integritas sejak {unit_zi.berakhir.year}."
        if not TAHUN_PERTAMA <= tahun <= TAHUN_TERAKHIR:
            galat["tahun"] = f"Tahun antara {TAHUN_PERTAMA} dan {TAHUN_TERAKHIR}."
        elif LKE.objects.filter(unit=unit, tahun=tahun).exists():
            galat["tahun"] = f"Unit ini sudah mempunyai LKE tahun {tahun}."
        if sasaran and sasaran not in Predikat.values:
            galat["sasaran"] = "Pilih sasaran predikat dari daftar."
        instrumen = _instrumen(instrumen_id, unit, by, galat)
        if galat or instrumen is None or unit_zi is None:
            raise IsianKurang(galat)
        if instrumen.dibekukan is None:
            instrumen.dibekukan = now
            instrumen.save(update_fields=["dibekukan"])
        lke = LKE.objects.create(
            instansi=unit.instansi,
            unit=unit,
            tahun=tahun,
            instrumen=instrumen,
            sasaran=sasaran or unit_zi.sasaran,
            dibuat=now,
            dibuat_oleh=by,
        )
        isi = {"tahun": tahun, "instrumen": str(instrumen), "sasaran": lke.sasaran}
        catat(lke, "buka", by, now, isi)
        return lke


def _instrumen(
    instrumen_id: int, unit: Unit, by: User, galat: dict[str, str]
) -> InstrumenLKE | None:
    """Return the locked instrument, fit for use; otherwise note why not."""
    found = InstrumenLKE.objects.visible_to(by).select_for_update().filter(pk=instrumen_id).first()
    if found is None or found.instansi_id not in (None, unit.instansi_id):
        galat["instrumen"] = "Pilih instrumen dari daftar."
        return None
    cacat = periksa(susunan(found).bentuk, siap=True)
    if cacat:
        sebut = " ".join(str(satu) for satu in cacat[:_CACAT_DISEBUT])
        lain = len(cacat) - _CACAT_DISEBUT
        ekor = f" Dan {lain} hal lain." if lain > 0 else ""
        galat["instrumen"] = f"Instrumen ini belum siap dipakai. {sebut}{ekor}"
    return found


def hapus_lke(*, lke_id: int, by: User, at: datetime | None = None) -> None:
    """Remove an assessment in which nobody has done anything yet; its instrument stays frozen.

    Raises Denied, NotAllowed.
    """
    with audited():
        lke, now = kunci(lke_id, by, at)
        if not by.akses.may(Permission.LKE_MANAGE, lke.unit):
            raise Denied("LKE hanya dihapus oleh admin instansi.")
        used = (lke.jawaban_set, lke.bukti_set, lke.langkah_set)
        if any(rows.exists() for rows in used):
            raise NotAllowed("LKE ini sudah diisi, jadi tidak dapat dihapus.")
        catat(lke, "hapus", by, now, {"tahun": lke.tahun, "instrumen": str(lke.instrumen)})
        lke.delete()
