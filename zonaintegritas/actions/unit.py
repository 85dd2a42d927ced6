"""ZI units: named by an admin of their institution, corrected, ended by date. None is deleted."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from evidence.workflow import NotAllowed
from zonaintegritas.actions.register import hari
from zonaintegritas.models import Predikat, UnitZI

BUKAN_PENGELOLA = "Unit Zona Integritas ditetapkan oleh admin instansi."
PANJANG_DASAR = 250


@dataclass(frozen=True)
class IsiUnitZI:
    """What is known about a unit on its way to a predicate."""

    sasaran: str
    dasar: str = ""
    ditetapkan: date | None = None

    def galat(self) -> dict[str, str]:
        """Return what is wrong, by field."""
        galat = {}
        if self.sasaran not in Predikat.values:
            galat["sasaran"] = "Pilih WBK atau WBBM."
        if len(self.dasar.strip()) > PANJANG_DASAR:
            galat["dasar"] = f"Dasar penetapan paling panjang {PANJANG_DASAR} huruf."
        return galat


def boleh_kelola(user: User, instansi_id: int) -> bool:
    """Whether a person manages the Zona Integritas of an institution."""
    return user.akses.has(Permission.LKE_MANAGE, instansi_id)


def tetapkan_unit(*, unit_id: int, isi: IsiUnitZI, by: User, at: datetime | None = None) -> UnitZI:
    """Name a unit of the own institution as ZI unit; one that had ended begins again.

    Raises Denied, NotAllowed (it is one already), IsianKurang.
    """
    with audited():
        unit = (
            Unit.objects.select_for_update(of=("self",))
            .select_related("instansi")
            .filter(pk=unit_id)
            .first()
        )
        if unit is None or not boleh_kelola(by, unit.instansi_id):
            raise Denied(BUKAN_PENGELOLA)
        now = clock(unit.instansi, at)
        galat = isi.galat()
        if unit.aktif_selesai is not None and unit.aktif_selesai < hari(unit.instansi, now):
            galat["unit"] = "Unit ini sudah diakhiri. Pilih unit yang masih ada."
        if galat:
            raise IsianKurang(galat)
        lama = UnitZI.objects.filter(unit=unit).first()
        if lama is not None and lama.berakhir is None:
            raise NotAllowed("Unit ini sudah menjadi unit Zona Integritas.")
        row = lama or UnitZI(instansi=unit.instansi, unit=unit)
        sebelum = str(lama.berakhir) if lama is not None else None
        _isi(row, isi)
        row.berakhir = None
        row.save()
        _catat("zi.unit_tetapkan", row, by, now, {**_kata(isi), "berakhir_sebelumnya": sebelum})
        return row


def ubah_unit(*, unit_zi_id: int, isi: IsiUnitZI, by: User, at: datetime | None = None) -> UnitZI:
    """Correct aim, basis or date of a ZI unit. Raises Denied, IsianKurang."""
    with audited():
        row = _kunci(unit_zi_id, by)
        galat = isi.galat()
        if galat:
            raise IsianKurang(galat)
        now = clock(row.instansi, at)
        before = {nama: str(getattr(row, nama) or "") for nama in asdict(isi)}
        _isi(row, isi)
        after = {nama: str(getattr(row, nama) or "") for nama in asdict(isi)}
        changed = {n: [before[n], after[n]] for n in after if before[n] != after[n]}
        if changed:
            row.save(update_fields=list(changed))
            _catat("zi.unit_ubah", row, by, now, changed)
        return row


def akhiri_unit(
    *, unit_zi_id: int, berakhir: date | None, by: User, at: datetime | None = None
) -> UnitZI:
    """End a ZI unit from a day on; what it recorded stays.

    Raises Denied, IsianKurang (no day, before it was named).
    """
    with audited():
        row = _kunci(unit_zi_id, by)
        if berakhir is None:
            raise IsianKurang({"berakhir": "Isi tanggalnya."})
        if row.ditetapkan is not None and berakhir < row.ditetapkan:
            raise IsianKurang({"berakhir": "Tanggal ini lebih awal daripada penetapannya."})
        now = clock(row.instansi, at)
        if row.berakhir != berakhir:
            sebelum, row.berakhir = row.berakhir, berakhir
            row.save(update_fields=["berakhir"])
            isi = {"berakhir": str(berakhir), "sebelum": str(sebelum) if sebelum else None}
            _catat("zi.unit_akhiri", row, by, now, isi)
        return row


def _isi(row: UnitZI, isi: IsiUnitZI) -> None:
    row.sasaran, row.dasar, row.ditetapkan = isi.sasaran, isi.dasar.strip(), isi.ditetapkan


def _kata(isi: IsiUnitZI) -> dict[str, Any]:
    return {n: str(v) if isinstance(v, date) else v for n, v in asdict(isi).items()}


def _kunci(unit_zi_id: int, by: User) -> UnitZI:
    row = (
        UnitZI.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("instansi", "unit__instansi")
        .filter(pk=unit_zi_id)
        .first()
    )
    if row is None or not boleh_kelola(by, row.instansi_id):
        raise Denied(BUKAN_PENGELOLA)
    return row


def _catat(aksi: str, row: UnitZI, by: User, now: datetime, isi: dict[str, Any]) -> None:
    record(
        Event(
            instansi=row.instansi.kode,
            contoh=row.instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis="unitzi",
            objek_id=str(row.pk),
            objek_nama=str(row)[:300],
            isi=isi,
            at=now,
        )
    )
