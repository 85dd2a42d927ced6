"""The Road Map as the document that it is: tables and lists as printed, and every source note.

Raw cells of the first versions, never parsed and never repaired; the same for every reader.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from roadmap.lembar import tahun_rencana
from roadmap.models import (
    BarisAksi,
    CatatanSumber,
    Indikator,
    IsiSenarai,
    KelompokSasaran,
    RoadMap,
    Senarai,
    TargetTahun,
)

_BAB_IV = "Bab IV"
_IRAMA = re.compile(r"\b(?:sekali|kali dalam|setiap \w+ bulan|terus[- ]menerus)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BarisCetak:
    """One printed row of Bab III.B. `rentang`: rows its sasaran cell covers, 0 when covered."""

    butir_id: int
    kode: str
    sasaran: str
    rentang: int
    indikator: str
    target: tuple[str, ...]
    catatan: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TabelCetak:
    """One printed table of Bab III.B, its year heads as printed even where they are wrong."""

    kode: str
    jalur: tuple[str, ...]
    teks: str
    kepala: tuple[str, ...]
    tahun: tuple[int, ...]
    baris: tuple[BarisCetak, ...]

    @property
    def kepala_berbeda(self) -> bool:
        """Whether the printed year heads are not the years of the plan."""
        return bool(self.kepala) and self.kepala != tuple(str(y) for y in self.tahun)

    @property
    def judul(self) -> str:
        """The nearest heading."""
        return self.jalur[-1] if self.jalur else self.kode


@dataclass(frozen=True, slots=True)
class IsiCetak:
    """One line of a list: below a heading of its own (`anak`), or such a heading (`judul`)."""

    label: str
    teks: str
    anak: bool
    judul: bool


@dataclass(frozen=True, slots=True)
class SenaraiCetak:
    """One list; `jalur` are the headings above its own."""

    pk: int
    bagian: str
    jalur: tuple[str, ...]
    judul: str
    pengantar: str
    isi: tuple[IsiCetak, ...]


@dataclass(frozen=True, slots=True)
class LetakCatatan:
    """A row, a kegiatan or a program that a note concerns; no Butir for the last two."""

    kata: str
    butir_id: int | None = None


@dataclass(frozen=True, slots=True)
class CatatanCetak:
    """A source note with what it concerns."""

    kode: str
    golongan: str
    kata_golongan: str
    mentah: str
    alasan: str
    usulan: str
    dalam_total: bool | None
    letak: str
    pada: tuple[LetakCatatan, ...]


@dataclass(frozen=True, slots=True)
class Temuan:
    """One place in which the words of a search stand."""

    bagian: str
    judul: str
    teks: str
    jangkar: str
    butir_id: int | None = None


def tabel_sasaran(roadmap: RoadMap) -> tuple[TabelCetak, ...]:
    """Return the tables of Bab III.B (four queries)."""
    years = tahun_rencana(roadmap.rencana)
    raw: dict[int, dict[int, str]] = defaultdict(dict)
    printed = TargetTahun.objects.filter(
        butir__indikator_roadmap__sasaran__kelompok__roadmap=roadmap, versi=1
    )
    for butir, tahun, text in printed.values_list("butir", "tahun", "target_mentah"):
        raw[butir][tahun] = text
    notes = kode_catatan(roadmap)
    rows: dict[int, list[Indikator]] = defaultdict(list)
    for row in (
        Indikator.objects.filter(sasaran__kelompok__roadmap=roadmap)
        .select_related("sasaran")
        .order_by("sasaran__kelompok__urut", "sasaran__urut", "urut")
    ):
        rows[row.sasaran.kelompok_id].append(row)
    return tuple(
        TabelCetak(
            kode=group.kode,
            jalur=tuple(group.jalur),
            teks=group.teks,
            kepala=tuple(str(head) for head in group.kepala_tahun),
            tahun=years,
            baris=tuple(_baris(rows[group.pk], years, raw, notes)),
        )
        for group in KelompokSasaran.objects.filter(roadmap=roadmap).order_by("urut")
    )


def _baris(
    rows: Sequence[Indikator],
    years: Sequence[int],
    raw: dict[int, dict[int, str]],
    notes: dict[int, tuple[str, ...]],
) -> Iterator[BarisCetak]:
    for n, row in enumerate(rows):
        first = n == 0 or rows[n - 1].sasaran_id != row.sasaran_id
        same = sum(other.sasaran_id == row.sasaran_id for other in rows)
        yield BarisCetak(
            butir_id=row.butir_id,
            kode=row.kode,
            sasaran=row.sasaran_tercetak or row.sasaran.teks,
            rentang=same if first else 0,
            indikator=row.teks,
            target=tuple(raw[row.butir_id].get(year, "") for year in years),
            catatan=notes.get(row.butir_id, ()),
        )


def kode_catatan(roadmap: RoadMap) -> dict[int, tuple[str, ...]]:
    """Return the codes of the source notes on each Butir (one query)."""
    pairs = CatatanSumber.butir.through.objects.filter(catatansumber__roadmap=roadmap)
    found: dict[int, list[str]] = defaultdict(list)
    for butir, kode in pairs.order_by("catatansumber__kode").values_list(
        "butir", "catatansumber__kode"
    ):
        found[butir].append(kode)
    return {butir: tuple(codes) for butir, codes in found.items()}


def senarai(roadmap: RoadMap, bagian: str) -> tuple[SenaraiCetak, ...]:
    """Return the lists of one part of the document: see `_syarat` (two queries)."""
    rows = Senarai.objects.filter(_syarat(bagian), roadmap=roadmap).order_by("urut")
    return tuple(_senarai(row) for row in rows.prefetch_related("isi_set"))


def _syarat(bagian: str) -> Q:
    """Return which lists belong to a part: those of Bab IV stand apart from the other lists."""
    other = Q(kelompok=Senarai.Kelompok.DAFTAR)
    fourth = Q(bagian__startswith=_BAB_IV)
    return {
        "kegiatan": Q(kelompok=Senarai.Kelompok.KEGIATAN),
        "program": Q(kelompok=Senarai.Kelompok.PROGRAM),
        "monev": other & fourth,
        "daftar": other & ~fourth,
    }[bagian]


def _senarai(row: Senarai) -> SenaraiCetak:
    path = [str(one) for one in row.sumber.get("jalur", [])]
    if path and path[-1] == row.judul:
        path.pop()
    return SenaraiCetak(
        pk=row.pk,
        bagian=row.bagian,
        jalur=tuple(path),
        judul=row.judul,
        pengantar=row.pengantar,
        isi=tuple(_isi(one) for one in row.isi_set.all()),
    )


def _isi(row: IsiSenarai) -> IsiCetak:
    return IsiCetak(row.label, row.teks, "induk" in row.sumber, bool(row.sumber.get("judul")))


def irama(lists: Iterable[SenaraiCetak]) -> tuple[tuple[str, str], ...]:
    """Return the lines of Bab IV that name a rhythm, each with the list it stands in, as quotes."""
    return tuple(
        (one.judul, row.teks) for one in lists for row in one.isi if _IRAMA.search(row.teks)
    )


def catatan(roadmap: RoadMap) -> tuple[CatatanCetak, ...]:
    """Return all source notes with what they concern (five queries)."""
    rows = CatatanSumber.objects.filter(roadmap=roadmap)
    rows = rows.prefetch_related("butir", "kegiatan__program", "program").order_by("kode")
    return tuple(_catatan(row) for row in rows)


def _catatan(row: CatatanSumber) -> CatatanCetak:
    places = [LetakCatatan(b.kode, b.pk) for b in sorted(row.butir.all(), key=lambda b: b.urut)]
    places += [LetakCatatan(f"kegiatan {k.program.huruf}.{k.no}") for k in row.kegiatan.all()]
    places += [LetakCatatan(f"program {p.huruf}") for p in row.program.all()]
    return CatatanCetak(
        kode=row.kode,
        golongan=row.golongan,
        kata_golongan=CatatanSumber.Golongan(row.golongan).label,
        mentah=row.mentah,
        alasan=row.alasan,
        usulan=row.usulan,
        dalam_total=row.dalam_total,
        letak=row.letak,
        pada=tuple(places),
    )


def cari(roadmap: RoadMap, kata: str) -> tuple[Temuan, ...]:
    """Return where all words stand: Bab III.B, the lists, the Lampiran, the notes (six queries).

    Words are compared without regard to case.
    """
    words = kata.casefold().split()
    if not words:
        return ()

    def fits(*texts: str) -> bool:
        whole = " ".join(texts).casefold()
        return all(word in whole for word in words)

    found = [
        Temuan("sasaran", f"{i.kode}, {i.sasaran.kelompok.judul}", i.teks, "", i.butir_id)
        for i in Indikator.objects.filter(sasaran__kelompok__roadmap=roadmap)
        .select_related("sasaran__kelompok")
        .order_by("butir__urut")
        if fits(
            i.kode, i.teks, i.sasaran.teks, *map(str, i.sub), *map(str, i.sasaran.kelompok.jalur)
        )
    ]
    for row in IsiSenarai.objects.filter(senarai__roadmap=roadmap).select_related("senarai"):
        if fits(row.teks, row.senarai.judul):
            place = row.senarai
            found.append(
                Temuan(
                    _bagian(place),
                    f"{place.bagian}, {place.judul}",
                    f"{row.label} {row.teks}".strip(),
                    f"sn-{place.pk}",
                )
            )
    found += _cari_lampiran(roadmap, fits)
    found += [
        Temuan("catatan", note.kode, note.alasan, f"cs-{note.kode}")
        for note in CatatanSumber.objects.filter(roadmap=roadmap).order_by("kode")
        if fits(note.kode, note.mentah, note.alasan, note.usulan, note.letak)
    ]
    return tuple(found)


def _cari_lampiran(roadmap: RoadMap, fits: Callable[..., bool]) -> Iterator[Temuan]:
    rows = BarisAksi.objects.filter(kegiatan__program__roadmap=roadmap)
    for row in rows.select_related("kegiatan__program").order_by(
        "kegiatan__program__urut", "kegiatan__urut", "urut"
    ):
        kegiatan = row.kegiatan
        own = (row.kode, row.indikator, row.sub_kegiatan, row.penanggung_jawab)
        if fits(kegiatan.nama, kegiatan.program.judul_tercetak, *own):
            place = f"{row.kode}, kegiatan {kegiatan.program.huruf}.{kegiatan.no} {kegiatan.nama}"
            yield Temuan("lampiran", place, row.indikator or row.sub_kegiatan, "", row.butir_id)


def _bagian(row: Senarai) -> str:
    """Return the part of the document in which a list stands."""
    if row.kelompok == Senarai.Kelompok.DAFTAR:
        return "monev" if row.bagian.startswith(_BAB_IV) else "daftar"
    return "kegiatan" if row.kelompok == Senarai.Kelompok.KEGIATAN else "program"
