"""Putting a pasted table into an instrument: what the preview showed, all of it or nothing."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from accounts.models import Unit, User
from audit.recorder import audited
from evidence.actions.errors import Bentrok
from evidence.workflow import NotAllowed
from satgas.actions.instrumen import catat, kunci
from satgas.instrumen.periksa import bandingkan
from satgas.instrumen.pratinjau import Jenis, Konteks, Pratinjau, SimpulBanding
from satgas.instrumen.susunan import susun_lengkap, tugas_tersedia
from satgas.instrumen.tempel import MAKS_BARIS, baca
from satgas.models import (
    Area,
    DokumenSub,
    IndikatorMCP,
    Instrumen,
    KriteriaSub,
    SubIndikator,
)


def konteks(instrumen: Instrumen) -> Konteks:
    """Return what names of units and codes of tasks mean in an instrument (two queries)."""
    units: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for unit in Unit.objects.filter(instansi=instrumen.instansi_id):
        for name in (unit.nama, unit.nama_pendek, unit.kode):
            if name:
                units[name.casefold()][unit.pk] = str(unit)
    tugas = tugas_tersedia(instrumen.instansi_id, instrumen.tahun)
    return Konteks(
        {name: list(found.items()) for name, found in units.items()},
        {kode: row.pk for kode, row in tugas.items()},
    )


def pratinjau(instrumen: Instrumen, teks: str) -> Pratinjau:
    """Return what pasting a table would do to an instrument; nothing is written."""
    return bandingkan(baca(teks), susun_lengkap(instrumen), konteks(instrumen))


def terapkan_tabel(
    *,
    instrumen_id: int,
    teks: str,
    by: User,
    sidik: str | None = None,
    at: datetime | None = None,
) -> Pratinjau:
    """Apply a pasted table, all of it or nothing, and return what it did.

    Raises Denied, NotAllowed (frozen, errors in the table, nothing to do), and Bentrok when
    `sidik` is given and the result is no longer the one that was shown.
    """
    with audited():
        instrumen = kunci(instrumen_id, by)
        hasil = pratinjau(instrumen, teks)
        if hasil.galat:
            raise NotAllowed("Perbaiki dahulu tabelnya. Tidak ada yang diterapkan.")
        if sidik is not None and sidik != hasil.sidik:
            raise Bentrok(
                "Tabel atau instrumennya berubah sejak diperiksa. Lihat dahulu hasil yang baru."
            )
        if not hasil.perubahan:
            raise NotAllowed("Tabel ini sama dengan isi instrumen. Tidak ada yang diterapkan.")
        _areas(instrumen, hasil.area)
        catat(
            instrumen,
            "tempel",
            by,
            {
                "baru": hasil.baru,
                "berubah": hasil.berubah,
                "sama": hasil.sama,
                "ubah": [
                    [satu.tingkat, satu.kode, *satu.rincian]
                    for satu in hasil.perubahan
                    if satu.jenis is Jenis.BERUBAH
                ][:200],
            },
            at,
        )
        return hasil


_URUT_PENUH = 32_767 - MAKS_BARIS  # the column ends at 32.767, a table adds a row at most a line
_DASAR = ("nama", "bobot")
_SUB = (*_DASAR, "cara_nilai", "unit_id")


def _nilai(satu: SimpulBanding, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(satu, name) for name in names}


def _simpan(
    model: Any,
    induk: str,
    pasangan: list[tuple[int, SimpulBanding]],
    names: tuple[str, ...] = _DASAR,
) -> dict[int, int]:
    """Write one level below its parents; return the id of each node by its identity."""
    last = _terakhir(model, induk, {parent for parent, _ in pasangan})
    for _, satu in pasangan:
        if satu.pk is not None and satu.jenis is Jenis.BERUBAH:
            model.objects.filter(pk=satu.pk).update(**_nilai(satu, names))
    new = [(parent, satu) for parent, satu in pasangan if satu.pk is None]
    rows = []
    for parent, satu in new:
        last[parent] = last.get(parent, 0) + 1
        rows.append(
            model(
                **{f"{induk}_id": parent},
                kode=satu.kode,
                urut=last[parent],
                **_nilai(satu, names),
            )
        )
    made = model.objects.bulk_create(rows)
    found = {id(satu): satu.pk for _, satu in pasangan if satu.pk is not None}
    return found | {id(satu): row.pk for (_, satu), row in zip(new, made, strict=True)}


def _areas(instrumen: Instrumen, areas: list[SimpulBanding]) -> None:
    area_ids = _simpan(Area, "instrumen", [(instrumen.pk, area) for area in areas])
    indikators = [(area_ids[id(area)], satu) for area in areas for satu in area.anak]
    indikator_ids = _simpan(IndikatorMCP, "area", indikators)
    subs = [(indikator_ids[id(satu)], sub) for _, satu in indikators for sub in satu.anak]
    sub_ids = _simpan(SubIndikator, "indikator", subs, _SUB)
    rows = [(sub_ids[id(sub)], sub) for _, sub in subs]
    _dokumen(rows)
    _kriteria(rows)
    through = SubIndikator.tugas.through
    through.objects.bulk_create(
        through(subindikator_id=pk, rinciantugas_id=tugas)
        for pk, sub in rows
        for tugas in sub.tugas
    )


def _dokumen(rows: list[tuple[int, SimpulBanding]]) -> None:
    last = _terakhir(DokumenSub, "sub", {pk for pk, _ in rows})
    new = []
    for pk, sub in rows:
        for satu in sub.dokumen:
            if satu.pk is None:
                last[pk] = last.get(pk, 0) + 1
                new.append(
                    DokumenSub(sub_id=pk, urut=last[pk], uraian=satu.uraian, kriteria=satu.kriteria)
                )
            elif satu.jenis is Jenis.BERUBAH:
                DokumenSub.objects.filter(pk=satu.pk).update(
                    uraian=satu.uraian, kriteria=satu.kriteria
                )
    DokumenSub.objects.bulk_create(new)


def _kriteria(rows: list[tuple[int, SimpulBanding]]) -> None:
    last = _terakhir(KriteriaSub, "sub", {pk for pk, _ in rows})
    new = []
    for pk, sub in rows:
        for satu in sub.kriteria:
            if satu.pk is None:
                last[pk] = last.get(pk, 0) + 1
                new.append(
                    KriteriaSub(sub_id=pk, urut=last[pk], nilai=satu.nilai, uraian=satu.uraian)
                )
            elif satu.jenis is Jenis.BERUBAH:
                KriteriaSub.objects.filter(pk=satu.pk).update(uraian=satu.uraian)
    KriteriaSub.objects.bulk_create(new)


def _terakhir(model: Any, induk: str, ids: set[int]) -> dict[int, int]:
    """Return the last place taken below each parent; places that run out are numbered anew."""
    last: dict[int, int] = {}
    rows = model.objects.filter(**{f"{induk}__in": ids}).values_list(f"{induk}_id", "urut")
    for parent, urut in rows:
        last[parent] = max(last.get(parent, 0), urut)
    for parent in [parent for parent, urut in last.items() if urut > _URUT_PENUH]:
        below = model.objects.filter(**{induk: parent}).order_by("urut", "pk")
        last[parent] = 0
        for pk in list(below.values_list("pk", flat=True)):
            last[parent] += 1  # never over the place a later row has: upwards none is met
            model.objects.filter(pk=pk).update(urut=last[parent])
    return last
