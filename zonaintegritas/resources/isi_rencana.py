"""The action plan of Lampiran II as flat rows: one a Butir, with what stands around it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from evidence.models import Butir, Rencana
from sheets.values import lipat, teks
from zonaintegritas.models import (
    BentukJadwal,
    BulanJadwal,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeteranganBaris,
    SubKegiatan,
)

KunciKegiatan = tuple[str, str]
"""Code of the team and letter of the kegiatan, folded as keys are."""


@dataclass(frozen=True, slots=True)
class Letak:
    """Where a row is found again: ids of its kegiatan, sub kegiatan and Butir."""

    kegiatan: int
    sub: int | None
    butir: int


@dataclass(frozen=True, slots=True)
class BarisRencana:
    """One Butir of the plan in normal form."""

    letak: Letak
    tim: str
    huruf: str
    kegiatan: str
    urut: int | None
    no: str | None
    sub: str | None
    indikator: tuple[str, ...] | None
    ket: str | None
    kode: str
    unit: str
    pola: str
    bentuk: str | None
    bulan: frozenset[int]
    dicabut: bool


@dataclass(frozen=True, slots=True)
class _Butir:
    kode: str
    unit: str
    pola: str
    dicabut: bool


def satu_baris(isi: str) -> str:
    """Return a text on one line in normal form, as an entry of a list stands in a cell."""
    return " ".join((teks(isi) or "").split())


def kunci_kegiatan(tim: object, huruf: object) -> KunciKegiatan:
    """Return the folded key of a kegiatan."""
    return lipat(str(tim)), lipat(str(huruf))


def baca_rencana(rencana: Rencana) -> Iterator[BarisRencana]:
    """Yield the rows of a plan in the order of Lampiran II; eight queries."""
    butir = _butir(rencana)
    subs = _sub(rencana)
    lines = _indikator(rencana)
    notes = _keterangan(rencana)
    bentuk = dict(
        BentukJadwal.objects.filter(butir__rencana=rencana).values_list("butir", "bentuk")
    )
    months = _bulan(rencana)
    kegiatan = KegiatanZI.objects.filter(tim__keputusan__rencana=rencana)
    for pk, tim, huruf, isi, own in kegiatan.order_by("tim__urut", "urut").values_list(
        "pk", "tim__kode", "huruf", "teks", "butir"
    ):
        places: list[tuple[int | None, int | None, str, str, int]] = (
            [(None, None, "", "", own)] if own is not None else [*subs.get(pk, ())]
        )
        for sub, urut, no, judul, of_butir in places:
            one = butir[of_butir]
            yield BarisRencana(
                letak=Letak(pk, sub, of_butir),
                tim=tim,
                huruf=huruf,
                kegiatan=teks(isi) or "",
                urut=urut,
                no=teks(no),
                sub=teks(judul),
                indikator=lines.get((pk, sub)),
                ket=notes.get((pk, sub)),
                kode=one.kode,
                unit=one.unit,
                pola=one.pola,
                bentuk=bentuk.get(of_butir),
                bulan=frozenset(months.get(of_butir, ())),
                dicabut=one.dicabut,
            )


def _butir(rencana: Rencana) -> dict[int, _Butir]:
    rows = Butir.objects.filter(rencana=rencana)
    return {
        pk: _Butir(kode, unit, pola, dicabut is not None)
        for pk, kode, unit, pola, dicabut in rows.values_list(
            "pk", "kode", "unit__kode", "pola", "dicabut"
        )
    }


def _sub(rencana: Rencana) -> dict[int, list[tuple[int, int, str, str, int]]]:
    found: defaultdict[int, list[tuple[int, int, str, str, int]]] = defaultdict(list)
    rows = SubKegiatan.objects.filter(kegiatan__tim__keputusan__rencana=rencana)
    for kegiatan, pk, urut, no, isi, butir in rows.order_by("urut").values_list(
        "kegiatan", "pk", "urut", "no", "teks", "butir"
    ):
        found[kegiatan].append((pk, urut, no, isi, butir))
    return found


def _indikator(rencana: Rencana) -> dict[tuple[int, int | None], tuple[str, ...]]:
    """Return the indikator of each place, a text once, in their order.

    One that belongs to no sub kegiatan is the kegiatan's own.
    """
    rows = IndikatorKeberhasilan.objects.filter(kegiatan__tim__keputusan__rencana=rencana)
    found: defaultdict[tuple[int, int | None], list[str]] = defaultdict(list)
    for kegiatan, sub, isi in rows.order_by("urut").values_list("kegiatan", "sub", "teks"):
        found[kegiatan, sub].append(satu_baris(isi))
    return {place: tuple(dict.fromkeys(lines)) for place, lines in found.items()}


def _keterangan(rencana: Rencana) -> dict[tuple[int, int | None], str | None]:
    rows = KeteranganBaris.objects.filter(kegiatan__tim__keputusan__rencana=rencana)
    return {
        (kegiatan, sub): teks(isi)
        for kegiatan, sub, isi in rows.values_list("kegiatan", "sub", "teks")
    }


def _bulan(rencana: Rencana) -> dict[int, set[int]]:
    """Return the numbers of the planned months in the plan's year."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = BulanJadwal.objects.berlaku().filter(
        butir__rencana=rencana,
        bulan__gte=date(rencana.tahun, 1, 1),
        bulan__lte=date(rencana.tahun, 12, 31),
    )
    for butir, bulan in rows.values_list("butir", "bulan"):
        found[butir].add(bulan.month)
    return found
