"""Units: adding, correcting, ending by date. None is ever deleted."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Q
from django.utils.text import slugify

from accounts.actions.errors import IsianKeliru, require_valid
from accounts.actions.trail import trail
from accounts.managed import managed_units
from accounts.models import Instansi, Unit, User
from accounts.permissions import Denied
from audit.recorder import audited


@dataclass(frozen=True)
class DataUnit:
    """What is known about a unit."""

    nama: str
    nama_pendek: str
    jenis: str
    inspektorat: bool = False
    aktif_mulai: date | None = None
    aktif_selesai: date | None = None


def tambah_unit(*, induk_id: int, data: DataUnit, by: User) -> Unit:
    """Add a unit below another one of one's own institution. Raises Denied, IsianKeliru."""
    with audited():
        induk = managed_units(by).filter(pk=induk_id).first()
        if induk is None:
            raise Denied("Unit induk bukan unit instansi Anda.")
        _lock(induk.instansi)
        unit = Unit(
            instansi=induk.instansi,
            induk=induk,
            kode=free_code(induk.instansi, data.nama_pendek or data.nama),
            **asdict(data),
        )
        require_valid(unit)
        unit.save()
        trail(
            induk.instansi,
            "unit.tambah",
            by,
            unit,
            {"nama": unit.nama, "induk": induk.nama, "jenis": unit.jenis},
        )
        return unit


def ubah_unit(*, unit_id: int, data: DataUnit, penerus_id: int | None, by: User) -> None:
    """Rename a unit, set its dates, its kind and its successor. Raises Denied, IsianKeliru."""
    with audited():
        unit = managed_units(by).filter(pk=unit_id).first()
        if unit is None:
            raise Denied("Unit ini bukan unit instansi Anda.")
        _lock(unit.instansi)
        values = {**asdict(data), "penerus": _penerus(unit, penerus_id)}
        changed = {}
        for field, value in values.items():
            before = getattr(unit, field)
            if before != value:
                changed[field] = [_text(before), _text(value)]
                setattr(unit, field, value)
        if not changed:
            return
        _require_children_ended(unit)
        require_valid(unit, exclude=("instansi", "induk", "kode"))
        unit.save(update_fields=list(changed))
        trail(unit.instansi, "unit.ubah", by, unit, changed)


def free_code(instansi: Instansi, nama: str) -> str:
    """Return a code made of a name that no unit of the institution has yet."""
    stem = slugify(nama)[:56] or "unit"
    taken = set(instansi.unit_set.filter(kode__startswith=stem).values_list("kode", flat=True))
    number = 2
    code = stem
    while code in taken:
        code = f"{stem}-{number}"
        number += 1
    return code


def _lock(instansi: Instansi) -> None:
    """One change of a tree at a time: two changes together could close a circle."""
    Instansi.objects.select_for_update().get(pk=instansi.pk)


def _penerus(unit: Unit, penerus_id: int | None) -> Unit | None:
    if penerus_id is None:
        return None
    penerus = Unit.objects.filter(pk=penerus_id, instansi=unit.instansi_id).first()
    if penerus is None:
        raise IsianKeliru({"penerus": "Unit penerus harus unit instansi yang sama."})
    step: Unit | None = penerus
    while step is not None:
        if step.pk == unit.pk:
            raise IsianKeliru(
                {"penerus": f"{penerus} diteruskan kembali ke unit ini. Pilih unit lain."}
            )
        step = step.penerus
    return penerus


def _require_children_ended(unit: Unit) -> None:
    if unit.aktif_selesai is None:
        return
    living = (
        unit.anak.filter(Q(aktif_selesai__isnull=True) | Q(aktif_selesai__gt=unit.aktif_selesai))
        .order_by("jalur")
        .first()
    )
    if living:
        raise IsianKeliru({"aktif_selesai": f"Akhiri dahulu unit di bawahnya: {living}."})


def _text(value: object) -> str:
    return "" if value is None else str(value)
