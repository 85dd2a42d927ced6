"""The rows of Lampiran II in their printed order, with the planned months of each.

A printed row holds one sub kegiatan, several, or none; where none, it continues the one above.
A row of several is printed as one while their months are alike, else as one row each.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from evidence.models import Rencana
from reports.datasets.lampiran_zi_bentuk import BarisZI, Lanjutan, Teks
from zonaintegritas.models import (
    BulanJadwal,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    KeteranganBaris,
    SubKegiatan,
    Tim,
)
from zonaintegritas.sumber import CatatanHalaman

TANPA_BULAN: frozenset[int] = frozenset()


def bulan_terencana(rencana: Rencana) -> Mapping[int, frozenset[int]]:
    """Return the planned months of the year of a plan by Butir; one without any is left out."""
    rows = BulanJadwal.objects.berlaku().filter(butir__rencana=rencana, bulan__year=rencana.tahun)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for butir, first in rows.values_list("butir", "bulan"):
        found[butir].add(first.month)
    return {butir: frozenset(months) for butir, months in found.items()}


@dataclass
class _Tercetak:
    """A printed row: what stands in it, before it is given months."""

    baris_sumber: int | None
    sub: list[SubKegiatan] = field(default_factory=list)
    indikator: list[IndikatorKeberhasilan] = field(default_factory=list)
    ket: str = ""


def baris_aksi(
    document: KeputusanZI, notes: CatatanHalaman, bulan: Mapping[int, frozenset[int]]
) -> tuple[BarisZI, ...]:
    """Return the rows of a decree in order; `bulan` by Butir (four queries)."""
    found: list[BarisZI] = []
    below = _isi(document)
    for kegiatan in _kegiatan(document):
        new = _baris(kegiatan, below[kegiatan.pk], notes, bulan)
        if found and found[-1].no == new[0].no:
            new = [_lanjut(row, tim=True) for row in new]
        else:
            new[0] = replace(new[0], catatan_tim=_kode(notes, "tim", kegiatan.tim_id))
            new = [new[0], *(_lanjut(row, tim=True) for row in new[1:])]
        found += new
    ends = [row.atas for row in found[1:]] + [Lanjutan()]
    return tuple(replace(row, bawah=end) for row, end in zip(found, ends, strict=True))


def _kegiatan(document: KeputusanZI) -> list[KegiatanZI]:
    return list(
        KegiatanZI.objects.filter(tim__keputusan=document, tim__jenis=Tim.Jenis.TIM)
        .select_related("tim")
        .order_by("tim__urut", "urut")
    )


@dataclass
class _Isi:
    """What stands below a kegiatan; `sub_dari` by indikator."""

    sub: dict[int, SubKegiatan] = field(default_factory=dict)
    indikator: dict[int, IndikatorKeberhasilan] = field(default_factory=dict)
    sub_dari: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    ket: list[KeteranganBaris] = field(default_factory=list)


def _isi(document: KeputusanZI) -> defaultdict[int, _Isi]:
    """Everything below the kegiatan of a decree, by kegiatan (four queries)."""
    found: defaultdict[int, _Isi] = defaultdict(_Isi)
    for sub in SubKegiatan.objects.filter(kegiatan__tim__keputusan=document).order_by("urut"):
        found[sub.kegiatan_id].sub[sub.urut] = sub
    rows = IndikatorKeberhasilan.objects.filter(kegiatan__tim__keputusan=document)
    for indikator in rows.order_by("urut"):
        found[indikator.kegiatan_id].indikator[indikator.urut] = indikator
    pairs = rows.filter(sub__isnull=False).order_by("urut", "sub__urut")
    for kegiatan, pk, sub_id in pairs.values_list("kegiatan", "pk", "sub"):
        found[kegiatan].sub_dari[pk].append(sub_id)
    notes = KeteranganBaris.objects.filter(kegiatan__tim__keputusan=document)
    for note in notes.order_by("baris_sumber"):
        found[note.kegiatan_id].ket.append(note)
    return found


def _tercetak(kegiatan: KegiatanZI, isi: _Isi) -> list[_Tercetak]:
    """Return the printed rows; what a person added since follows them, what is gone is left out."""
    rows = [
        _Tercetak(
            row.get("baris_sumber"),
            [isi.sub[n] for n in row.get("sub", ()) if n in isi.sub],
            [isi.indikator[n] for n in row.get("indikator", ()) if n in isi.indikator],
        )
        for row in kegiatan.baris
    ]
    shown_sub = {sub.pk for row in rows for sub in row.sub}
    shown = {one.pk for row in rows for one in row.indikator}
    for sub in isi.sub.values():
        if sub.pk not in shown_sub:
            own = [
                one
                for one in isi.indikator.values()
                if one.pk not in shown and isi.sub_dari[one.pk][:1] == [sub.pk]
            ]
            shown |= {one.pk for one in own}
            rows.append(_Tercetak(None, [sub], own))
    for one in isi.indikator.values():
        if one.pk in shown:
            continue
        owners = set(isi.sub_dari[one.pk])
        place = next(
            (row for row in reversed(rows) if owners & {sub.pk for sub in row.sub}),
            rows[-1] if rows and not owners else None,
        )
        if place is None:
            rows.append(_Tercetak(None, [], [one]))
        else:
            place.indikator.append(one)
    return _berketerangan([row for row in rows if row.sub or row.indikator], isi)


def _berketerangan(rows: list[_Tercetak], isi: _Isi) -> list[_Tercetak]:
    """Put every KET. into its row: that of its sub kegiatan, else of its line, else the first."""
    rows = rows or [_Tercetak(None)]
    for note in isi.ket:
        by_sub = (row for row in rows if note.sub_id in {sub.pk for sub in row.sub})
        by_line = (row for row in rows if row.baris_sumber == note.baris_sumber)
        row = next(by_sub, None) or next(by_line, None) or rows[0]
        row.ket = "\n".join(filter(None, (row.ket, note.teks)))
    return rows


def _baris(
    kegiatan: KegiatanZI,
    isi: _Isi,
    notes: CatatanHalaman,
    bulan: Mapping[int, frozenset[int]],
) -> list[BarisZI]:
    """Return the rows of one kegiatan; the first one carries its name."""
    found: list[BarisZI] = []
    tim = kegiatan.tim
    marks = _kode(notes, "kegiatan", kegiatan.pk)
    months = bulan.get(kegiatan.butir_id or 0, TANPA_BULAN)
    for row in _tercetak(kegiatan, isi):
        split = len({bulan.get(sub.butir_id, TANPA_BULAN) for sub in row.sub}) > 1
        groups = [[sub] for sub in row.sub] if split else [row.sub]
        for place, subs in enumerate(groups):
            first = place == 0
            if subs:
                months = bulan.get(subs[0].butir_id, TANPA_BULAN)
            one = BarisZI(
                kode=f"{tim.no_lampiran_2}.{kegiatan.huruf}",
                no=str(tim.no_lampiran_2),
                tim=tim.nama_lampiran_2,
                kegiatan=Teks(f"{kegiatan.huruf}.", kegiatan.teks),
                sub=tuple(Teks(sub.no, sub.teks) for sub in subs),
                indikator=tuple(_indikator(one) for one in row.indikator) if first else (),
                bulan=months,
                ket=row.ket if first else "",
                catatan_tim=(),
                catatan_kegiatan=() if found else marks,
                catatan_sub=_semua(notes, "sub", [sub.pk for sub in subs]),
                catatan_indikator=_semua(notes, "indikator", [i.pk for i in row.indikator])
                if first
                else (),
                atas=Lanjutan(
                    kegiatan=bool(found),
                    sub=bool(found) and not subs,
                    indikator=not first,
                    bulan=bool(found) and not subs,
                    ket=bool(found) and not (first and (subs or row.ket)),
                ),
                bawah=Lanjutan(),
            )
            found.append(one)
    return found


def _indikator(one: IndikatorKeberhasilan) -> Teks:
    return Teks(f"{one.huruf}." if one.huruf else "", one.teks)


def _lanjut(row: BarisZI, *, tim: bool) -> BarisZI:
    return replace(row, atas=replace(row.atas, tim=tim))


def _kode(notes: CatatanHalaman, jenis: str, pk: int) -> tuple[str, ...]:
    return tuple(mark.kode for mark in notes.pada(jenis, pk))


def _semua(notes: CatatanHalaman, jenis: str, pks: list[int]) -> tuple[str, ...]:
    """Return the notes on some rows, each once."""
    return tuple(dict.fromkeys(kode for pk in pks for kode in _kode(notes, jenis, pk)))
