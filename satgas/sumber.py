"""Source notes on a page: where each marker stands, and what the list below it says."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from satgas.models import CatatanSumber, SuratKeputusan
from satgas.official.fixture import decree


@dataclass(frozen=True)
class Penanda:
    """A marker of a note; `urut` is set from the second marker of the same note on."""

    kode: str
    urut: int | None


@dataclass(frozen=True)
class Rujukan:
    """A task or member that a note concerns."""

    kode: str
    anggota_id: int


@dataclass
class Catatan:
    """A note in the list of a page."""

    kode: str
    golongan: str
    teks: str
    butir: list[Rujukan] = field(default_factory=list)
    anggota: list[Rujukan] = field(default_factory=list)


class CatatanHalaman:
    """The notes of one page. Markers are handed out in the order in which they are shown."""

    def __init__(self, sk: SuratKeputusan) -> None:
        """Read all notes of a decree with the rows they concern (one query)."""
        self._all: dict[str, Catatan] = {}
        self._on: defaultdict[tuple[str, int | str], list[str]] = defaultdict(list)
        self._shown: Counter[str] = Counter()
        rows = (
            CatatanSumber.objects.filter(sk=sk)
            .order_by("kode", "butir__urut", "anggota__no")
            .values_list(
                "kode",
                "golongan",
                "teks",
                "butir",
                "butir__kode",
                "butir__rincian_tugas__anggota",
                "anggota",
                "anggota__no",
            )
        )
        for kode, golongan, teks, butir, kode_butir, pemilik, anggota, no in rows:
            label = str(CatatanSumber.Golongan(golongan).label)
            note = self._all.setdefault(kode, Catatan(kode, label, teks))
            self._concern("butir", butir, kode, note.butir, kode_butir, pemilik)
            self._concern("anggota", anggota, kode, note.anggota, str(no), anggota)
            if butir is not None:
                self._add(("anggota dan tugasnya", pemilik), kode)
            if anggota is not None:
                self._add(("anggota dan tugasnya", anggota), kode)
        places = _places(sk)
        for kode, note in self._all.items():
            nowhere = not (note.butir or note.anggota)
            for place in places.get(kode) or (["nomor"] if nowhere else []):
                self._on["letak", place].append(kode)

    def _concern(
        self,
        kind: str,
        pk: int | None,
        kode: str,
        known: list[Rujukan],
        label: str,
        anggota_id: int | None,
    ) -> None:
        if pk is None or anggota_id is None:
            return
        self._add((kind, pk), kode)
        if Rujukan(label, anggota_id) not in known:
            known.append(Rujukan(label, anggota_id))

    def _add(self, key: tuple[str, int | str], kode: str) -> None:
        if kode not in self._on[key]:
            self._on[key].append(kode)

    def pada_letak(self, letak: str) -> list[Penanda]:
        """Markers of a place in the decree's own text, such as "nomor" or "mengingat.3"."""
        return self._markers("letak", letak)

    def pada_butir(self, butir_id: int) -> list[Penanda]:
        """Markers of a task."""
        return self._markers("butir", butir_id)

    def pada_anggota(self, anggota_id: int) -> list[Penanda]:
        """Markers of a member's own row."""
        return self._markers("anggota", anggota_id)

    def pada_anggota_dan_tugas(self, anggota_id: int) -> list[Penanda]:
        """Markers of a member's row where its tasks are not shown."""
        return self._markers("anggota dan tugasnya", anggota_id)

    def _markers(self, kind: str, key: int | str) -> list[Penanda]:
        return [self._next(kode) for kode in self._on.get((kind, key), [])]

    def _next(self, kode: str) -> Penanda:
        self._shown[kode] += 1
        return Penanda(kode, self._shown[kode] if self._shown[kode] > 1 else None)

    def yang_tampil(self) -> list[Catatan]:
        """Notes that have a marker on the page, for the list below."""
        return [note for kode, note in self._all.items() if self._shown[kode]]


def _places(sk: SuratKeputusan) -> dict[str, tuple[str, ...]]:
    """Where notes stand in the text of the decree; known for the official one and its copies."""
    official = decree()
    if sk.sumber != official.kolom["sumber"]:
        return {}
    return {note.kode: note.letak for note in official.catatan}
