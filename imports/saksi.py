"""Who stands behind what keeps an import from being undone: when, by which import, and where.

Only what is written down: columns of the rows, events, and the journals of later imports. The
number of queries follows the number of tables, not of rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.urls import reverse

from audit.models import Kejadian
from imports.dependents import KEPING, Halangan, Objek, Sebab
from imports.models import Batch, Jejak
from imports.sumber import SUMBER, Pasangan, Peristiwa, Sumber
from sheets.writes import Cara

Kunci = tuple[str, Any]
_TERTULIS = (Batch.Keadaan.DITERAPKAN, Batch.Keadaan.MENGURUNGKAN)


@dataclass(frozen=True)
class Kesaksian:
    """Who wrote a row last and when, the later import that did ("" and None: not known).

    `tempat` is the address of the page on which the row is found.
    """

    oleh: str = ""
    pada: datetime | None = None
    impor: int | None = None
    berkas: str = ""
    tempat: str = ""


@dataclass(frozen=True)
class _Tulis:
    """What a later import did to a row; `kolom` are the attnames that it changed."""

    batch: Batch
    cara: Cara
    kolom: frozenset[str]


@dataclass(frozen=True)
class _Baris:
    """What a row itself tells."""

    tempat: str = ""
    ubah: Kesaksian | None = None
    buat: Kesaksian | None = None
    id: str = ""
    isi: str = ""


def bersaksi(batch: Batch, halangan: Sequence[Halangan]) -> list[Kesaksian]:
    """Return for each thing that stands against an undo what is known of it, in its order."""
    asked: dict[str, set[Any]] = defaultdict(set)
    for satu in halangan:
        for objek in satu.objek:
            asked[objek.model].add(objek.pk)
    written = _impor_lain(batch, asked)
    rows = {
        (model, pk): row
        for model, ids in asked.items()
        if model in SUMBER
        for pk, row in _baris(batch, model, SUMBER[model], sorted(ids))
    }
    events = {
        (model, kode): found
        for model, ids in asked.items()
        if model in SUMBER and SUMBER[model].peristiwa is not None
        for kode, found in _peristiwa(batch, model, sorted(ids), rows).items()
    }
    return [_terakhir(satu, written, rows, events) for satu in halangan]


def _terakhir(
    satu: Halangan,
    written: Mapping[Kunci, Sequence[_Tulis]],
    rows: Mapping[Kunci, _Baris],
    events: Mapping[tuple[str, tuple[Any, Sebab]], Kesaksian],
) -> Kesaksian:
    """Return the last of all that is known of the rows of one finding."""
    found: list[Kesaksian] = []
    place = ""
    for objek in satu.objek:
        row = rows.get((objek.model, objek.pk), _Baris())
        place = place or row.tempat
        if not objek.bersaksi:
            continue
        told = [
            Kesaksian(
                w.batch.diterapkan_oleh.nama if w.batch.diterapkan_oleh else "",
                w.batch.diterapkan,
                w.batch.pk,
                w.batch.nama_asli,
            )
            for w in written.get((objek.model, objek.pk), ())
            if _mengenai(w, satu.jenis, objek)
        ]
        told += filter(None, (_kolom(row, satu.jenis), _dari(events, satu.jenis, objek)))
        found += [replace(one, tempat=row.tempat) for one in told]
    if not found:
        return Kesaksian(tempat=place)
    last = max(found, key=lambda one: (one.pada, one.impor is not None))
    return replace(last, tempat=last.tempat or place)


def _mengenai(tulis: _Tulis, jenis: Sebab, objek: Objek) -> bool:
    """Whether what a later import did to a row is what stands against the undo."""
    if jenis is Sebab.HILANG:
        return tulis.cara is Cara.HAPUS
    if jenis is Sebab.DIPAKAI and tulis.cara is Cara.BUAT:
        return True
    return tulis.cara is Cara.UBAH and (not objek.kolom or bool(tulis.kolom & set(objek.kolom)))


def _kolom(row: _Baris, jenis: Sebab) -> Kesaksian | None:
    if jenis is Sebab.DIPAKAI:
        return row.buat
    return None if jenis is Sebab.HILANG else row.ubah


def _dari(
    events: Mapping[tuple[str, tuple[Any, Sebab]], Kesaksian], jenis: Sebab, objek: Objek
) -> Kesaksian | None:
    kind = jenis if jenis in (Sebab.DIPAKAI, Sebab.HILANG) else Sebab.DIUBAH
    return events.get((objek.model, (objek.pk, kind)))


def _impor_lain(batch: Batch, asked: Mapping[str, set[Any]]) -> dict[Kunci, list[_Tulis]]:
    """Return what later imports that still stand did to some rows (two queries)."""
    later = Batch.objects.filter(
        instansi=batch.instansi_id, keadaan__in=_TERTULIS, diterapkan__gt=batch.diterapkan
    ).select_related("diterapkan_oleh")
    by_pk = {one.pk: one for one in later.defer("kenalan", "pemetaan", "bentrok", "catatan")}
    found: dict[Kunci, list[_Tulis]] = defaultdict(list)
    if not by_pk:
        return found
    pieces = Jejak.objects.filter(batch__in=by_pk, model__in=asked).order_by("batch", "urut")
    for jejak in pieces.iterator(chunk_size=20):
        cara = Cara(jejak.cara)
        for note in jejak.isi:
            if note[1] in asked[jejak.model]:
                columns = frozenset(note[2]) if cara is Cara.UBAH else frozenset()
                found[jejak.model, note[1]].append(_Tulis(by_pk[jejak.batch_id], cara, columns))
    return found


def _baris(
    batch: Batch, model: str, sumber: Sumber, ids: Sequence[Any]
) -> Iterator[tuple[Any, _Baris]]:
    """Yield what rows of one table tell (a query for each piece)."""
    event = sumber.peristiwa
    extra = [event.id, event.isi[1] if event.isi else "pk"] if event else ["pk", "pk"]
    pairs = [*(sumber.ubah or ("pk", "pk")), *(sumber.buat or ("pk", "pk"))]
    names = ["pk", *sumber.di, *pairs, *extra]
    unique = list(dict.fromkeys(names))
    manager = apps.get_model(model)._base_manager
    for piece in _keping(ids):
        for row in manager.filter(pk__in=piece).values(*unique):
            args = [row[nama] for nama in sumber.di]
            placed = sumber.tempat and None not in args
            yield (
                row["pk"],
                _Baris(
                    reverse(sumber.tempat, args=args) if placed else "",
                    _pasangan(batch, sumber.ubah, row),
                    _pasangan(batch, sumber.buat, row),
                    str(row[extra[0]]),
                    str(row[extra[1]]),
                ),
            )


def _pasangan(batch: Batch, kolom: Pasangan | None, row: Mapping[str, Any]) -> Kesaksian | None:
    """Return who and when as two columns say it; None for what was there before the import."""
    if kolom is None:
        return None
    oleh, pada = row[kolom[0]], row[kolom[1]]
    if not oleh or pada is None or batch.diterapkan is None or pada <= batch.diterapkan:
        return None
    return Kesaksian(oleh, pada)


def _peristiwa(
    batch: Batch, model: str, ids: Sequence[Any], rows: Mapping[Kunci, _Baris]
) -> dict[tuple[Any, Sebab], Kesaksian]:
    """Return the last events about some rows since the import, by what they did."""
    event = SUMBER[model].peristiwa
    assert event is not None
    about: dict[str, list[Any]] = defaultdict(list)
    for pk in ids:
        row = rows.get((model, pk))
        if row is not None or event.id == "pk":
            about[row.id if row else str(pk)].append(pk)
    kind = {
        **dict.fromkeys(event.ubah, Sebab.DIUBAH),
        **dict.fromkeys(event.buat, Sebab.DIPAKAI),
        **dict.fromkeys(event.hapus, Sebab.HILANG),
    }
    found: dict[tuple[Any, Sebab], Kesaksian] = {}
    for piece in _keping(list(about)):
        events = Kejadian.objects.filter(
            instansi=batch.instansi.kode,
            objek_jenis=event.jenis,
            objek_id__in=piece,
            aksi__in=kind,
            at__gt=batch.diterapkan,
        ).order_by("no")
        for one in events.only("objek_id", "aksi", "aktor_nama", "at", "isi"):
            for pk in about[one.objek_id]:
                if _cocok(event, one, rows.get((model, pk))):
                    found[pk, kind[one.aksi]] = Kesaksian(one.aktor_nama, one.at)
    return found


def _cocok(event: Peristiwa, satu: Kejadian, row: _Baris | None) -> bool:
    """Whether an event about something larger is about this row of it."""
    return event.isi is None or (row is not None and satu.isi.get(event.isi[0]) == row.isi)


def _keping(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (ids[start : start + KEPING] for start in range(0, len(ids), KEPING))
