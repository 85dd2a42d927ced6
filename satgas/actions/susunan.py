"""Editing the tree of an instrument that is being drawn up: add, change, move, delete, map."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import User
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.workflow import NotAllowed
from satgas.actions.instrumen import catat, kunci
from satgas.instrumen.isi_sel import rapi
from satgas.models import (
    Area,
    DokumenSub,
    IndikatorMCP,
    Instrumen,
    KriteriaSub,
    RincianTugas,
    SubIndikator,
)


@dataclass(frozen=True)
class Tingkat:
    """One level of the tree: its table, its parent, the way to the instrument, what it holds."""

    model: type[models.Model]
    induk: str
    instrumen: str
    isian: tuple[str, ...]
    sebutan: str
    induk_model: type[models.Model] = Instrumen

    def baris(self, instrumen: Instrumen) -> "models.QuerySet[Any]":
        """Return all rows of this level in an instrument."""
        return self.model._default_manager.filter(**{self.instrumen: instrumen})


_SUB = "sub__indikator__area__instrumen"
TINGKAT: dict[str, Tingkat] = {
    "area": Tingkat(Area, "instrumen", "instrumen", ("kode", "nama", "bobot"), "Area"),
    "indikator": Tingkat(
        IndikatorMCP, "area", "area__instrumen", ("kode", "nama", "bobot"), "Indikator", Area
    ),
    "sub": Tingkat(
        SubIndikator,
        "indikator",
        "indikator__area__instrumen",
        ("kode", "nama", "bobot", "cara_nilai", "unit"),
        "Sub indikator",
        IndikatorMCP,
    ),
    "dokumen": Tingkat(DokumenSub, "sub", _SUB, ("uraian", "kriteria"), "Dokumen", SubIndikator),
    "kriteria": Tingkat(
        KriteriaSub, "sub", _SUB, ("nilai", "uraian"), "Kriteria nilai", SubIndikator
    ),
}
_SATU_BARIS = {"kode", "nama"}


def rapi_kriteria(teks: str) -> str:
    """Return criteria without blank lines and edges; "-" is nothing."""
    lines = [line.strip() for line in teks.splitlines() if line.strip()]
    return "" if lines in (["-"], ["–"]) else "\n".join(lines)


def _bersih(tingkat: str, isian: Mapping[str, Any]) -> dict[str, Any]:
    data = dict(isian)
    for name, value in data.items():
        if name in _SATU_BARIS or (name == "uraian" and isinstance(value, str)):
            data[name] = rapi(value)
    if tingkat == "dokumen":
        data["kriteria"] = rapi_kriteria(data.get("kriteria", ""))
    return data


def tambah(
    *, instrumen_id: int, tingkat: str, induk_id: int, isian: Mapping[str, Any], by: User
) -> models.Model:
    """Add a row below a parent, as the last one; an empty kode gets the next free one.

    Raises Denied, NotAllowed (frozen, no such parent), IsianKurang.
    """
    with audited():
        instrumen = kunci(instrumen_id, by)
        level = TINGKAT[tingkat]
        induk = _induk(instrumen, level, tingkat, induk_id)
        data = _bersih(tingkat, isian)
        if "kode" in level.isian and not data.get("kode"):
            data["kode"] = _kode_bebas(instrumen, level, tingkat, induk)
        siblings = level.model._default_manager.filter(**{level.induk: induk})
        last = siblings.aggregate(n=models.Max("urut"))["n"] or 0
        row = level.model(**{level.induk: induk, "urut": last + 1, **data})
        _sah(instrumen, level, tingkat, row)
        row.save()
        catat(
            instrumen,
            "tambah",
            by,
            {"tingkat": level.sebutan, "di": str(induk)[:200], "isi": _teks(data)},
        )
        return row


def ubah(
    *,
    instrumen_id: int,
    tingkat: str,
    baris_id: int,
    isian: Mapping[str, Any],
    by: User,
    induk_id: int | None = None,
) -> None:
    """Change a row, and move it below another parent when one is named.

    Raises Denied, NotAllowed, IsianKurang.
    """
    with audited():
        instrumen = kunci(instrumen_id, by)
        level = TINGKAT[tingkat]
        row = _baris(instrumen, level, baris_id)
        data = _bersih(tingkat, isian)
        if "kode" in level.isian and not data.get("kode"):
            data["kode"] = row.kode
        if induk_id is not None and induk_id != getattr(row, f"{level.induk}_id"):
            data[level.induk] = _induk(instrumen, level, tingkat, induk_id)
            siblings = level.model._default_manager.filter(**{level.induk: data[level.induk]})
            data["urut"] = (siblings.aggregate(n=models.Max("urut"))["n"] or 0) + 1
        ubahan = {
            name: [_kata(getattr(row, name)), _kata(value)]
            for name, value in data.items()
            if getattr(row, name) != value
        }
        if not ubahan:
            return
        for name, value in data.items():
            setattr(row, name, value)
        _sah(instrumen, level, tingkat, row)
        row.save()
        catat(
            instrumen,
            "ubah_bagian",
            by,
            {"tingkat": level.sebutan, "bagian": str(row)[:200], "ubah": ubahan},
        )


def pindah(*, instrumen_id: int, tingkat: str, baris_id: int, naik: bool, by: User) -> bool:
    """Move a row one place up or down among its siblings; False at the end of the list.

    Raises Denied, NotAllowed.
    """
    with audited():
        instrumen = kunci(instrumen_id, by)
        level = TINGKAT[tingkat]
        row = _baris(instrumen, level, baris_id)
        rows = level.model._default_manager
        order = list(rows.filter(**{level.induk: getattr(row, level.induk)}).order_by("urut", "pk"))
        place = order.index(row)
        other = place - 1 if naik else place + 1
        if not 0 <= other < len(order):
            return False
        order[place], order[other] = order[other], order[place]
        _urutkan(level, order)
        catat(
            instrumen,
            "pindah",
            by,
            {"tingkat": level.sebutan, "bagian": str(row)[:200], "naik": naik},
        )
        return True


def _urutkan(level: Tingkat, order: list[Any]) -> None:
    """Number siblings anew; first out of the way, because a place may be unique."""
    rows = level.model._default_manager
    changed = [(urut, row) for urut, row in enumerate(order, start=1) if row.urut != urut]
    away = max((row.urut for row in order), default=0) + len(order) + 1
    for urut, row in changed:
        rows.filter(pk=row.pk).update(urut=away + urut)
    for urut, row in changed:
        rows.filter(pk=row.pk).update(urut=urut)


def ikut_terhapus(tingkat: str, baris: Any) -> dict[str, int]:
    """Return what goes with a row when it is deleted, in words and numbers."""
    jalan = {
        "area": ("indikator__area", "sub__indikator__area"),
        "indikator": ("indikator", "sub__indikator"),
        "sub": ("pk", "sub"),
    }.get(tingkat)
    if jalan is None:
        return {}
    sub, isi = jalan
    found = {
        "sub indikator": SubIndikator.objects.filter(**{sub: baris.pk}).count(),
        "dokumen": DokumenSub.objects.filter(**{isi: baris.pk}).count(),
        "kriteria nilai": KriteriaSub.objects.filter(**{isi: baris.pk}).count(),
    }
    if tingkat == "area":
        found = {"indikator": baris.indikator_set.count(), **found}
    if tingkat == "sub":
        del found["sub indikator"]
    return {apa: jumlah for apa, jumlah in found.items() if jumlah}


def hapus(*, instrumen_id: int, tingkat: str, baris_id: int, by: User) -> str:
    """Delete a row with everything below it; return its name. Raises Denied, NotAllowed."""
    with audited():
        instrumen = kunci(instrumen_id, by)
        level = TINGKAT[tingkat]
        row = _baris(instrumen, level, baris_id)
        nama = str(row)
        catat(
            instrumen,
            "hapus_bagian",
            by,
            {"tingkat": level.sebutan, "bagian": nama[:200], "ikut": ikut_terhapus(tingkat, row)},
        )
        row.delete()
        return nama


def petakan(*, instrumen_id: int, sub_id: int, tugas_ids: Collection[int], by: User) -> None:
    """Map a sub indikator to exactly these tasks of the decree of its institution and year.

    One document then serves both. Raises Denied, NotAllowed.
    """
    with audited():
        instrumen = kunci(instrumen_id, by)
        sub: SubIndikator = _baris(instrumen, TINGKAT["sub"], sub_id)
        wanted = set(tugas_ids)
        rows = RincianTugas.objects.filter(
            pk__in=wanted,
            butir__rencana__instansi=instrumen.instansi_id,
            butir__rencana__jenis="satgas",
            butir__rencana__tahun=instrumen.tahun,
        )
        found = {row.pk: row for row in rows.select_related("butir")}
        if set(found) != wanted:
            raise NotAllowed("Ada tugas yang bukan bagian dari keputusan Satgas tahun ini.")
        before = set(sub.tugas.values_list("pk", flat=True))
        if before == wanted:
            return
        sub.tugas.set(found.values())
        codes = [row.butir.kode for row in found.values()]
        catat(instrumen, "petakan", by, {"sub_indikator": str(sub)[:200], "tugas": codes})


def _induk(instrumen: Instrumen, level: Tingkat, tingkat: str, pk: int) -> Any:
    if tingkat == "area":
        return instrumen
    parent = next(x for x in TINGKAT.values() if x.model is level.induk_model)
    found = parent.baris(instrumen).filter(pk=pk).first()
    if found is None:
        raise NotAllowed("Tempat yang dipilih sudah tidak ada pada instrumen ini.")
    return found


def _baris(instrumen: Instrumen, level: Tingkat, pk: int) -> Any:
    row = level.baris(instrumen).filter(pk=pk).first()
    if row is None:
        raise NotAllowed(f"{level.sebutan} ini sudah dihapus.")
    return row


def _kode_bebas(instrumen: Instrumen, level: Tingkat, tingkat: str, induk: Any) -> str:
    taken = set(level.baris(instrumen).values_list("kode", flat=True))
    depan = "" if tingkat == "area" else f"{induk.kode}."
    no = level.model._default_manager.filter(**{level.induk: induk}).count() + 1
    while f"{depan}{no}" in taken:
        no += 1
    return f"{depan}{no}"


def _sah(instrumen: Instrumen, level: Tingkat, tingkat: str, row: Any) -> None:
    """Check a row by its model and against the others. Raises IsianKurang."""
    galat: dict[str, str] = {}
    try:
        row.full_clean(exclude=[level.induk, "butir", "urut"], validate_constraints=False)
    except ValidationError as error:
        galat = {
            "" if field == "__all__" else field: " ".join(messages)
            for field, messages in error.message_dict.items()
        }
    others = level.baris(instrumen).exclude(pk=row.pk)
    siblings = others.filter(**{level.induk: getattr(row, level.induk)})
    # The Butir bears the kode of its sub indikator: that one stands alone in the instrument.
    same = others if tingkat == "sub" else siblings
    if "kode" in level.isian and same.filter(kode__iexact=row.kode).exists():
        galat["kode"] = f"Kode {row.kode} sudah dipakai. Pilih kode lain."
    if tingkat == "kriteria" and siblings.filter(nilai=row.nilai).exists():
        galat["nilai"] = f"Nilai {row.nilai} sudah mempunyai kriteria."
    if tingkat == "dokumen" and siblings.filter(uraian__iexact=row.uraian).exists():
        galat["uraian"] = "Dokumen ini sudah ada pada sub indikator ini."
    if tingkat == "sub" and row.unit is not None and row.unit.instansi_id != instrumen.instansi_id:
        galat["unit"] = "Pilih unit instansi ini."
    if getattr(row, "bobot", None) is not None and not 0 <= row.bobot <= 100:
        galat["bobot"] = "Bobot harus antara 0 dan 100."
    if galat:
        raise IsianKurang(galat)


def _kata(value: object) -> str:
    return "" if value is None else str(value)


def _teks(data: Mapping[str, Any]) -> dict[str, str]:
    return {name: _kata(value) for name, value in data.items()}
