"""Lampiran II as it is read: kegiatan, sub kegiatan, indikator and who shares what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce

from zonaintegritas.models import IndikatorKeberhasilan, KegiatanZI
from zonaintegritas.sumber import CatatanHalaman, Penanda


@dataclass
class IndikatorBaris:
    """An indikator below one sub kegiatan.

    `lain` are the other sub kegiatan it belongs to, as printed. `ulang` says that it has already
    been shown below an earlier one.
    """

    huruf: str
    teks: str
    lain: tuple[str, ...]
    ulang: bool
    penanda: list[Penanda]


@dataclass
class SubBaris:
    """A sub kegiatan, or the place of one where the kegiatan has none (`tercetak` False)."""

    no: str
    teks: str
    tercetak: bool
    ket: str
    penanda: list[Penanda]
    indikator: list[IndikatorBaris] = field(default_factory=list)


@dataclass
class KegiatanBaris:
    """A kegiatan with everything below it."""

    pk: int
    kode: str
    huruf: str
    teks: str
    penanda: list[Penanda]
    sub: list[SubBaris] = field(default_factory=list)
    banyak_indikator: int = 0

    @property
    def banyak_sub(self) -> int:
        """How many sub kegiatan are printed."""
        return sum(1 for one in self.sub if one.tercetak)


@dataclass(frozen=True)
class _Indikator:
    pk: int
    huruf: str
    teks: str
    sub: list[int]


def pohon(tim: Iterable[int], notes: CatatanHalaman) -> dict[int, list[KegiatanBaris]]:
    """Return the kegiatan of these teams by team, in their order (two queries)."""
    teams = list(tim)
    below = _indikator(teams)
    found: dict[int, list[KegiatanBaris]] = {pk: [] for pk in teams}
    printed: dict[int, str] = {}  # sub kegiatan -> how another row names it
    kegiatan: dict[int, KegiatanBaris] = {}
    place: list[tuple[KegiatanBaris, SubBaris, int | None]] = []
    for team, pk, no, huruf, teks, sub, urut, sub_no, sub_teks, ket in _baris(teams):
        row = kegiatan.get(pk)
        if row is None:
            row = KegiatanBaris(pk, f"{no}.{huruf}", huruf, teks, [])
            row.banyak_indikator = len(below[pk])
            kegiatan[pk] = row
            found[team].append(row)
        one = SubBaris(sub_no or "", sub_teks or "", sub is not None, ket or "", [])
        if sub is not None:
            printed[sub] = sub_no or str(urut)
        row.sub.append(one)
        place.append((row, one, sub))
    shown: set[int] = set()
    marked: set[int] = set()
    for row, one, sub in place:  # markers are numbered in the order of the page
        if row.pk not in marked:
            row.penanda = notes.pada("kegiatan", row.pk)
            marked.add(row.pk)
        if sub is not None:
            one.penanda = notes.pada("sub", sub)
        for indikator in below[row.pk]:
            if (sub is None and not indikator.sub) or sub in indikator.sub:
                again = indikator.pk in shown
                shown.add(indikator.pk)
                one.indikator.append(
                    IndikatorBaris(
                        huruf=indikator.huruf,
                        teks=indikator.teks,
                        lain=tuple(printed[o] for o in indikator.sub if o != sub),
                        ulang=again,
                        penanda=[] if again else notes.pada("indikator", indikator.pk),
                    )
                )
    return found


_Baris = tuple[int, int, int, str, str, int | None, int | None, str | None, str | None, str | None]


def _baris(teams: list[int]) -> list[_Baris]:
    """Kegiatan with their sub kegiatan and what stands in KET.; a kegiatan without any has one row.

    A KET. at the kegiatan itself stands in each of its rows.
    """
    rows = (
        KegiatanZI.objects.filter(tim__in=teams)
        .annotate(
            z_sendiri=FilteredRelation(
                "keterangan_set", condition=Q(keterangan_set__sub__isnull=True)
            ),
            z_sub=F("sub_set"),
            z_urut=F("sub_set__urut"),
            z_no=F("sub_set__no"),
            z_teks=F("sub_set__teks"),
            z_ket=Coalesce(F("sub_set__keterangan__teks"), F("z_sendiri__teks")),
        )
        .order_by("tim__urut", "urut", "z_urut")
    )
    names = ("tim", "pk", "tim__no_lampiran_2", "huruf", "teks")
    return list(rows.values_list(*names, "z_sub", "z_urut", "z_no", "z_teks", "z_ket"))


def _indikator(teams: list[int]) -> defaultdict[int, list[_Indikator]]:
    """Indikator by kegiatan, each with its sub kegiatan in their order."""
    rows = (
        IndikatorKeberhasilan.objects.filter(kegiatan__tim__in=teams)
        .annotate(z_sub=F("sub"), z_urut=F("sub__urut"))
        .order_by("kegiatan", "urut", "z_urut")
        .values_list("kegiatan", "pk", "huruf", "teks", "z_sub")
    )
    found: defaultdict[int, list[_Indikator]] = defaultdict(list)
    known: dict[int, _Indikator] = {}
    for kegiatan, pk, huruf, teks, sub in rows:
        if pk not in known:
            known[pk] = _Indikator(pk, huruf, teks, [])
            found[kegiatan].append(known[pk])
        if sub is not None:
            known[pk].sub.append(sub)
    return found
