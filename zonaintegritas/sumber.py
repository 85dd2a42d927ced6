"""Source notes on a page: where each marker stands, and what the list below it says."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from zonaintegritas.models import CatatanSumber

LETAK_KEPALA = "Kepala keputusan"
LETAK_PENGESAHAN = "Pengesahan salinan"
LETAK_KEPALA_2 = "Kepala Lampiran II"
LETAK_BULAN = "Lampiran II, kolom PELAKSANAAN (BULAN)"
LETAK_KEPALA_BULAN = "Lampiran II, kepala kolom bulan"
LETAK = (LETAK_KEPALA, LETAK_PENGESAHAN, LETAK_KEPALA_2, LETAK_BULAN, LETAK_KEPALA_BULAN)
"""Places of the document that are no rows, as notes name them."""

_KOLOM = ("kode", "golongan", "mentah", "alasan", "usulan", "letak")
# kind of row -> its kegiatan, its team, and the three parts of its name
_BARIS: dict[str, tuple[str, str, tuple[str, str, str]]] = {
    "bagian": ("", "", ("jenis", "label", "")),
    "tim": ("", "pk", ("kode", "", "")),
    "anggota": ("", "tim", ("tim__kode", "no", "")),
    "tugas": ("", "tim", ("tim__kode", "no", "")),
    "kegiatan": ("pk", "tim", ("tim__no_lampiran_2", "huruf", "")),
    "sub": ("kegiatan", "kegiatan__tim", ("kegiatan__tim__no_lampiran_2", "kegiatan__huruf", "no")),
    "indikator": (
        "kegiatan",
        "kegiatan__tim",
        ("kegiatan__tim__no_lampiran_2", "kegiatan__huruf", "huruf|urut"),
    ),
}
_KATA = {
    "anggota": "anggota ",
    "tugas": "tugas ",
    "kegiatan": "kegiatan ",
    "sub": "sub kegiatan ",
    "indikator": "indikator ",
}


@dataclass(frozen=True)
class Penanda:
    """A marker of a note; `urut` is set from the second marker of the same note on."""

    kode: str
    urut: int | None


@dataclass(frozen=True)
class Rujukan:
    """A row that a note concerns: its team, 0 for none, and whether it stands in Lampiran II."""

    kata: str
    tim_id: int
    aksi: bool


@dataclass
class Catatan:
    """A note in the list of a page."""

    kode: str
    golongan: str
    mentah: str
    alasan: str
    usulan: str
    letak: str
    pada: list[Rujukan] = field(default_factory=list)


class CatatanHalaman:
    """The notes of one page. Markers are handed out in the order in which they are shown."""

    def __init__(self, keputusan_id: int) -> None:
        """Read all notes of a decree with the rows they concern (one query)."""
        self._all: dict[str, Catatan] = {}
        self._on: defaultdict[tuple[str, int | str], list[str]] = defaultdict(list)
        self._shown: Counter[str] = Counter()
        for columns, jenis, baris, kegiatan, tim, kata in sorted(_rows(keputusan_id)):
            kode, golongan, mentah, alasan, usulan, letak = columns
            label = str(CatatanSumber.Golongan(golongan).label)
            new = Catatan(kode, label, mentah, alasan, usulan, letak)
            note = self._all.setdefault(kode, new)
            if not jenis:
                self._add(("letak", note.letak), kode)
                continue
            note.pada.append(Rujukan(kata, tim, kegiatan != 0))
            self._add((jenis, baris), kode)
            if kegiatan:
                self._add(("kegiatan dan isinya", kegiatan), kode)

    def _add(self, key: tuple[str, int | str], kode: str) -> None:
        if kode not in self._on[key]:
            self._on[key].append(kode)

    def pada(self, jenis: str, baris: int) -> list[Penanda]:
        """Markers of a row; `jenis` is the name of the kind in CatatanSumber."""
        return self._markers((jenis, baris))

    def pada_kegiatan_dan_isinya(self, kegiatan_id: int) -> list[Penanda]:
        """Markers of a kegiatan where its rows are not shown."""
        return self._markers(("kegiatan dan isinya", kegiatan_id))

    def pada_letak(self, letak: str) -> list[Penanda]:
        """Markers of a place that is no row, one of LETAK."""
        return self._markers(("letak", letak))

    def _markers(self, key: tuple[str, int | str]) -> list[Penanda]:
        return [self._next(kode) for kode in self._on.get(key, [])]

    def _next(self, kode: str) -> Penanda:
        self._shown[kode] += 1
        return Penanda(kode, self._shown[kode] if self._shown[kode] > 1 else None)

    def yang_tampil(self) -> list[Catatan]:
        """Notes that have a marker on the page, for the list below."""
        return [note for note in self._all.values() if self._shown[note.kode]]


def _text(name: str) -> Any:
    """One part of a row's name as text; "a|b" is b where a is blank."""
    if not name:
        return Value("", CharField())
    first, _, second = name.partition("|")
    if second:
        return Coalesce(NullIf(Cast(first, CharField()), Value("")), Cast(second, CharField()))
    return Cast(first, CharField())


def _number(name: str) -> Any:
    return Cast(name, BigIntegerField()) if name else Value(0, BigIntegerField())


def _rows(
    keputusan_id: int,
) -> Iterator[tuple[tuple[str, ...], str, int, int, int, str]]:
    """Each note, and each pair of a note and a row: columns, kind, row, kegiatan, team, name."""
    notes = CatatanSumber.objects.filter(keputusan=keputusan_id).order_by()
    extra = ("z_jenis", "z_baris", "z_kegiatan", "z_tim", "z_a", "z_b", "z_c")
    parts = [
        notes.annotate(
            z_jenis=Value("", CharField()),
            z_baris=_number(""),
            z_kegiatan=_number(""),
            z_tim=_number(""),
            z_a=_text(""),
            z_b=_text(""),
            z_c=_text(""),
        ).values_list(*_KOLOM, *extra)
    ]
    for jenis, (kegiatan, tim, names) in _BARIS.items():
        a, b, c = (
            "|".join(f"{jenis}__{one}" for one in name.split("|")) if name else "" for name in names
        )
        parts.append(
            notes.filter(**{f"{jenis}__isnull": False})
            .annotate(
                z_jenis=Value(jenis, CharField()),
                z_baris=F(jenis),
                z_kegiatan=_number(f"{jenis}__{kegiatan}" if kegiatan else ""),
                z_tim=_number(f"{jenis}__{tim}" if tim else ""),
                z_a=_text(a),
                z_b=_text(b),
                z_c=_text(c),
            )
            .values_list(*_KOLOM, *extra)
        )
    first, *rest = parts
    for row in first.union(*rest, all=True):
        columns, (jenis, baris, kegiatan_id, tim_id, *names_found) = row[:6], row[6:]
        yield columns, jenis, baris, kegiatan_id, tim_id, _kata(jenis, names_found)


def _kata(jenis: str, names: list[str]) -> str:
    found = [name for name in names if name]
    if jenis in ("bagian", "tim"):
        return " ".join([*(["tim"] if jenis == "tim" else []), *found])
    return _KATA.get(jenis, "") + ".".join(found)
