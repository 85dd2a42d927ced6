"""The tree of one instrument as plain values, and what its weights say.

Names and weights of the whole tree are one query; documents, criteria and mapped tasks are three
more, for the sub indikator that a page shows.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet

from evidence.models import Butir, Rencana
from satgas.models import Area, DokumenSub, Instrumen, KriteriaSub, RincianTugas, SubIndikator
from ukuran.format import angka
from ukuran.skor import Daun, SimpanganBobot, Simpul, periksa_bobot


@dataclass(frozen=True)
class DokumenSusun:
    """A required document."""

    pk: int
    uraian: str
    kriteria: str


@dataclass(frozen=True)
class KriteriaSusun:
    """A grade and what it takes."""

    pk: int
    nilai: int
    uraian: str


@dataclass(frozen=True)
class TugasSusun:
    """A task of the decree that a sub indikator is mapped to."""

    pk: int
    butir_id: int
    kode: str
    uraian: str


@dataclass
class SubSusun:
    """A sub indikator; the three lists are empty until `isi` has read them."""

    pk: int
    kode: str
    nama: str
    bobot: Decimal | None
    cara_nilai: str
    unit_id: int | None
    unit: str
    butir_id: int | None
    dokumen: list[DokumenSusun] = field(default_factory=list)
    kriteria: list[KriteriaSusun] = field(default_factory=list)
    tugas: list[TugasSusun] = field(default_factory=list)

    @property
    def cara(self) -> str:
        """How it is graded, in words."""
        return Butir.CaraNilai(self.cara_nilai).label


@dataclass
class IndikatorSusun:
    """An indikator with its sub indikator."""

    pk: int
    kode: str
    nama: str
    bobot: Decimal | None
    sub: list[SubSusun] = field(default_factory=list)

    @property
    def jumlah_bobot(self) -> Decimal | None:
        """Sum of the known weights of its sub indikator, None when none is known."""
        return _jumlah(satu.bobot for satu in self.sub)


@dataclass
class AreaSusun:
    """An area with its indikator."""

    pk: int
    kode: str
    nama: str
    bobot: Decimal | None
    indikator: list[IndikatorSusun] = field(default_factory=list)

    @property
    def jumlah_sub(self) -> int:
        """Number of sub indikator below it."""
        return sum(len(satu.sub) for satu in self.indikator)

    @property
    def jumlah_bobot(self) -> Decimal | None:
        """Sum of the known weights of its indikator, None when none is known."""
        return _jumlah(satu.bobot for satu in self.indikator)


def _jumlah(bobot: Iterable[Decimal | None]) -> Decimal | None:
    known = [satu for satu in bobot if satu is not None]
    return sum(known, Decimal()) if known else None


@dataclass
class Susunan:
    """The whole tree, in the order of the instrument."""

    area: list[AreaSusun] = field(default_factory=list)

    @property
    def indikator(self) -> list[IndikatorSusun]:
        """All indikator."""
        return [satu for area in self.area for satu in area.indikator]

    @property
    def sub(self) -> list[SubSusun]:
        """All sub indikator."""
        return [satu for _, _, satu in self.telusuri()]

    @property
    def jumlah_bobot(self) -> Decimal | None:
        """Sum of the known weights of the areas, None when none is known."""
        return _jumlah(satu.bobot for satu in self.area)

    def telusuri(self) -> Iterator[tuple[AreaSusun, IndikatorSusun, SubSusun]]:
        """Yield every sub indikator with what it hangs on."""
        for area in self.area:
            for indikator in area.indikator:
                for sub in indikator.sub:
                    yield area, indikator, sub


def susun(instrumen: Instrumen | int) -> Susunan:
    """Return the tree of an instrument without documents, criteria and tasks (one query)."""
    return _susun(Area.objects.filter(instrumen=instrumen))


def susun_dipakai(rencana: Rencana) -> Susunan:
    """Return the tree of the version in use for a plan; empty when there is none (one query)."""
    used = Instrumen.objects.filter(rencana=rencana, keadaan=Instrumen.Keadaan.DIPAKAI)
    return _susun(Area.objects.filter(instrumen__in=used.values("pk")))


def _susun(areas_of: QuerySet[Area]) -> Susunan:
    found = Susunan()
    areas: dict[int, AreaSusun] = {}
    indikators: dict[int, IndikatorSusun] = {}
    indikator, sub = "indikator_set", "indikator_set__sub_set"
    rows = areas_of.order_by(
        "urut", "pk", f"{indikator}__urut", f"{indikator}__pk", f"{sub}__urut", f"{sub}__pk"
    )
    for row in rows.values(
        *("pk", "kode", "nama", "bobot"),
        *(f"{indikator}__{name}" for name in ("pk", "kode", "nama", "bobot")),
        *(f"{sub}__{name}" for name in ("pk", "kode", "nama", "bobot", "cara_nilai", "butir")),
        *(f"{sub}__unit", f"{sub}__unit__nama", f"{sub}__unit__nama_pendek"),
    ):
        area = areas.get(row["pk"])
        if area is None:
            area = AreaSusun(row["pk"], row["kode"], row["nama"], row["bobot"])
            areas[area.pk] = area
            found.area.append(area)
        pk = row[f"{indikator}__pk"]
        if pk is None:
            continue
        parent = indikators.get(pk)
        if parent is None:
            parent = IndikatorSusun(
                pk, *(row[f"{indikator}__{name}"] for name in ("kode", "nama", "bobot"))
            )
            indikators[pk] = parent
            area.indikator.append(parent)
        if row[f"{sub}__pk"] is not None:
            parent.sub.append(
                SubSusun(
                    pk=row[f"{sub}__pk"],
                    kode=row[f"{sub}__kode"],
                    nama=row[f"{sub}__nama"],
                    bobot=row[f"{sub}__bobot"],
                    cara_nilai=row[f"{sub}__cara_nilai"],
                    unit_id=row[f"{sub}__unit"],
                    unit=row[f"{sub}__unit__nama_pendek"] or row[f"{sub}__unit__nama"] or "",
                    butir_id=row[f"{sub}__butir"],
                )
            )
    return found


def isi(sub: Collection[SubSusun]) -> None:
    """Read documents, criteria and mapped tasks of these sub indikator (three queries)."""
    by_pk = {satu.pk: satu for satu in sub}
    ids = list(by_pk)
    for pk, sub_id, uraian, kriteria in (
        DokumenSub.objects.filter(sub__in=ids)
        .order_by("urut", "pk")
        .values_list("pk", "sub", "uraian", "kriteria")
    ):
        by_pk[sub_id].dokumen.append(DokumenSusun(pk, uraian, kriteria))
    for pk, sub_id, nilai, uraian in (
        KriteriaSub.objects.filter(sub__in=ids)
        .order_by("-nilai")
        .values_list("pk", "sub", "nilai", "uraian")
    ):
        by_pk[sub_id].kriteria.append(KriteriaSusun(pk, nilai, uraian))
    for sub_id, pk, butir, kode, uraian in (
        SubIndikator.tugas.through.objects.filter(subindikator__in=ids)
        .order_by("rinciantugas__butir__urut")
        .values_list(
            "subindikator",
            "rinciantugas",
            "rinciantugas__butir",
            "rinciantugas__butir__kode",
            "rinciantugas__butir__uraian",
        )
    ):
        by_pk[sub_id].tugas.append(TugasSusun(pk, butir, kode, uraian))


def susun_lengkap(instrumen: Instrumen | int) -> Susunan:
    """Return the whole tree with everything in it (four queries)."""
    found = susun(instrumen)
    isi(found.sub)
    return found


@dataclass(frozen=True)
class PesanBobot:
    """What is odd about the weights of one group; `area` is the kode of the area it lies in."""

    teks: str
    area: str = ""


def periksa_bobot_susunan(susunan: Susunan) -> list[PesanBobot]:
    """Return the groups whose weights do not add up to 100, from the top down."""
    found = _kelompok("area", "", susunan.area, "")
    for area in susunan.area:
        letak = f" pada area {area.kode} {area.nama}"
        found += _kelompok("indikator", letak, area.indikator, area.kode)
        for satu in area.indikator:
            letak = f" pada indikator {satu.kode} {satu.nama}"
            found += _kelompok("sub indikator", letak, satu.sub, area.kode)
    return found


def _kelompok(
    apa: str,
    letak: str,
    anak: Sequence[AreaSusun] | Sequence[IndikatorSusun] | Sequence[SubSusun],
    area: str,
) -> list[PesanBobot]:
    daun = tuple(Daun(satu.kode, satu.nama, bobot=satu.bobot) for satu in anak)
    return [
        PesanBobot(_pesan(apa, letak, satu), area) for satu in periksa_bobot(Simpul("", "", daun))
    ]


def _pesan(apa: str, letak: str, simpangan: SimpanganBobot) -> str:
    teks = (
        f"Bobot {apa}{letak} berjumlah {angka(simpangan.jumlah, 3)}, "
        f"seharusnya {angka(simpangan.seharusnya, 3)}."
    )
    if simpangan.kurang:
        teks += f" Belum berbobot: {', '.join(simpangan.kurang)}."
    return teks


def tanpa_bobot(susunan: Susunan) -> bool:
    """Say whether no weight at all is known yet."""
    levels = (susunan.area, susunan.indikator, susunan.sub)
    return all(satu.bobot is None for level in levels for satu in level)


def tugas_tersedia(instansi_id: int, tahun: int) -> dict[str, RincianTugas]:
    """Return the tasks of the institution's decree of that year by kode (one query)."""
    rows = RincianTugas.objects.filter(
        butir__rencana__instansi=instansi_id,
        butir__rencana__jenis="satgas",
        butir__rencana__tahun=tahun,
        butir__dicabut__isnull=True,
    ).select_related("butir")
    return {row.butir.kode: row for row in rows.order_by("butir__urut")}
