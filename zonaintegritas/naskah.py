"""The decree as it is read on screen: paragraphs, Lampiran I, and what Lampiran II holds."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F
from django.http import Http404

from accounts.models import User
from zonaintegritas.models import AnggotaTim, BagianKeputusan, KegiatanZI, KeputusanZI, Tim
from zonaintegritas.pohon import KegiatanBaris, pohon
from zonaintegritas.sumber import (
    LETAK_BULAN,
    LETAK_KEPALA,
    LETAK_KEPALA_2,
    LETAK_KEPALA_BULAN,
    LETAK_PENGESAHAN,
    Catatan,
    CatatanHalaman,
    Penanda,
)


@dataclass(frozen=True)
class Alinea:
    """A paragraph with its label as printed and its markers."""

    label: str
    teks: str
    penanda: list[Penanda]


@dataclass(frozen=True)
class BarisAnggota:
    """A member with the markers of the row."""

    anggota: AnggotaTim
    penanda: list[Penanda]


@dataclass(frozen=True)
class BarisTugas:
    """A task with its markers."""

    no: int
    teks: str
    penanda: list[Penanda]


@dataclass
class Kelompok:
    """A group of Lampiran I."""

    tim: Tim
    penanda: list[Penanda]
    anggota: list[BarisAnggota] = field(default_factory=list)
    tugas: list[BarisTugas] = field(default_factory=list)

    @property
    def kerja(self) -> bool:
        """Whether it is a team, with kegiatan and a page of its own."""
        return self.tim.jenis == Tim.Jenis.TIM

    @property
    def judul_id(self) -> str:
        """The id of the heading on a page."""
        return f"h-tim-{self.tim.pk}"


@dataclass(frozen=True)
class KegiatanRingkas:
    """A kegiatan of Lampiran II with the numbers of its rows."""

    huruf: str
    teks: str
    sub: int
    indikator: int
    penanda: list[Penanda]


@dataclass(frozen=True)
class TimRingkas:
    """A team of Lampiran II with its kegiatan."""

    tim: Tim
    kegiatan: list[KegiatanRingkas]


@dataclass(frozen=True)
class Naskah:
    """The whole page."""

    pembuka: list[tuple[str, list[Alinea]]]
    menetapkan: list[Alinea]
    diktum: list[Alinea]
    kelompok: list[Kelompok]
    rencana_aksi: list[TimRingkas]
    catatan: list[Catatan]
    penanda_kepala: list[Penanda]
    penanda_pengesahan: list[Penanda]
    penanda_lampiran_2: list[Penanda]
    penanda_bulan: list[Penanda]

    @property
    def anggota(self) -> int:
        """Number of members."""
        return sum(len(group.anggota) for group in self.kelompok)

    @property
    def tugas(self) -> int:
        """Number of tasks of groups."""
        return sum(len(group.tugas) for group in self.kelompok)

    @property
    def kegiatan(self) -> int:
        """Number of kegiatan."""
        return sum(len(team.kegiatan) for team in self.rencana_aksi)

    @property
    def sub(self) -> int:
        """Number of sub kegiatan."""
        return sum(one.sub for team in self.rencana_aksi for one in team.kegiatan)

    @property
    def indikator(self) -> int:
        """Number of indikator; one that several sub kegiatan share counts once."""
        return sum(one.indikator for team in self.rencana_aksi for one in team.kegiatan)


@dataclass(frozen=True)
class HalamanTim:
    """The page of one team."""

    kelompok: Kelompok
    kegiatan: list[KegiatanBaris]
    catatan: list[Catatan]
    sebelum: Tim | None
    sesudah: Tim | None

    @property
    def sub(self) -> int:
        """Number of sub kegiatan."""
        return sum(one.banyak_sub for one in self.kegiatan)

    @property
    def indikator(self) -> int:
        """Number of indikator."""
        return sum(one.banyak_indikator for one in self.kegiatan)


@dataclass(frozen=True)
class RencanaAksi:
    """Lampiran II as a table per team; the printed month heads of its first page."""

    semua_tim: list[Tim]
    dipilih: Tim | None
    tim: list[tuple[Tim, list[Penanda], list[KegiatanBaris]]]
    bulan: list[str]
    catatan: list[Catatan]
    penanda_bulan: list[Penanda]
    penanda_kepala_bulan: list[Penanda]


def naskah(keputusan: KeputusanZI) -> Naskah:
    """Return the page of a decree that the caller has found visible (five queries)."""
    notes = CatatanHalaman(keputusan.pk)
    parts = list(keputusan.bagian_set.order_by("urut"))

    def section(jenis: BagianKeputusan.Jenis) -> list[Alinea]:
        return [
            Alinea(part.label, part.teks, notes.pada("bagian", part.pk))
            for part in parts
            if part.jenis == jenis
        ]

    # Markers are numbered in the order of the page, so the parts are built in that order.
    jenis = BagianKeputusan.Jenis
    kepala = notes.pada_letak(LETAK_KEPALA)
    opening = [
        (str(one.label), section(one))
        for one in (jenis.MENIMBANG, jenis.MENGINGAT, jenis.MEMPERHATIKAN)
    ]
    menetapkan, diktum = section(jenis.MENETAPKAN), section(jenis.DIKTUM)
    pengesahan = notes.pada_letak(LETAK_PENGESAHAN)
    groups = _kelompok(keputusan.pk, notes)
    lampiran_2 = notes.pada_letak(LETAK_KEPALA_2)
    bulan = [*notes.pada_letak(LETAK_BULAN), *notes.pada_letak(LETAK_KEPALA_BULAN)]
    return Naskah(
        pembuka=[(judul, rows) for judul, rows in opening if rows],
        menetapkan=menetapkan,
        diktum=diktum,
        kelompok=groups,
        rencana_aksi=_ringkas([g.tim for g in groups if g.kerja], notes),
        catatan=notes.yang_tampil(),
        penanda_kepala=kepala,
        penanda_pengesahan=pengesahan,
        penanda_lampiran_2=lampiran_2,
        penanda_bulan=bulan,
    )


def _kelompok(keputusan_id: int, notes: CatatanHalaman, only: Tim | None = None) -> list[Kelompok]:
    """Groups with members and tasks (two queries); of one team when it is given."""
    rows: Any = Tim.objects.filter(keputusan=keputusan_id).annotate(
        z_tugas=F("tugas_set"), z_no=F("tugas_set__no"), z_teks=F("tugas_set__teks")
    )
    members = AnggotaTim.objects.filter(tim__keputusan=keputusan_id)
    if only is not None:
        rows, members = rows.filter(pk=only.pk), members.filter(tim=only)
    below: dict[int, list[AnggotaTim]] = {}
    for member in members.order_by("tim__urut", "no"):
        below.setdefault(member.tim_id, []).append(member)
    found: dict[int, Kelompok] = {}
    for row in rows.order_by("urut", "z_no"):
        group = found.get(row.pk)
        if group is None:
            group = found[row.pk] = Kelompok(row, notes.pada("tim", row.pk))
            group.anggota = [
                BarisAnggota(one, notes.pada("anggota", one.pk)) for one in below.get(row.pk, [])
            ]
        if row.z_tugas is not None:
            group.tugas.append(BarisTugas(row.z_no, row.z_teks, notes.pada("tugas", row.z_tugas)))
    return list(found.values())


def _ringkas(teams: list[Tim], notes: CatatanHalaman) -> list[TimRingkas]:
    rows = (
        KegiatanZI.objects.filter(tim__in=teams)
        .annotate(
            z_sub=Count("sub_set", distinct=True), z_indikator=Count("indikator_set", distinct=True)
        )
        .order_by("tim__urut", "urut")
    )
    below: dict[int, list[KegiatanRingkas]] = {team.pk: [] for team in teams}
    for row in rows:
        marks = notes.pada_kegiatan_dan_isinya(row.pk)
        below[row.tim_id].append(
            KegiatanRingkas(row.huruf, row.teks, row.z_sub, row.z_indikator, marks)
        )
    return [TimRingkas(team, below[team.pk]) for team in teams]


def tim_terlihat(user: User, pk: int) -> tuple[Tim, list[Tim]]:
    """Return a team and all teams of its decree, with decree and plan (one query).

    Raises Http404 when there is no such team in a decree that the person may read, and for the
    groups that own no kegiatan.
    """
    rows = list(
        Tim.objects.visible_to(user)
        .filter(keputusan__tim_set=pk, jenis=Tim.Jenis.TIM)
        .select_related("keputusan__rencana", "unit")
        .order_by("urut")
    )
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404("Tim tidak ada.")
    return found, rows


def halaman_tim(tim: Tim, semua: list[Tim]) -> HalamanTim:
    """Return the page of a team that the caller has found visible (five queries)."""
    notes = CatatanHalaman(tim.keputusan_id)
    (group,) = _kelompok(tim.keputusan_id, notes, tim)
    tree = pohon([tim.pk], notes)[tim.pk]
    place = next(n for n, one in enumerate(semua) if one.pk == tim.pk)
    return HalamanTim(
        kelompok=group,
        kegiatan=tree,
        catatan=notes.yang_tampil(),
        sebelum=semua[place - 1] if place else None,
        sesudah=semua[place + 1] if place + 1 < len(semua) else None,
    )


def rencana_aksi(keputusan: KeputusanZI, no: int | None) -> RencanaAksi:
    """Return Lampiran II, of one team when `no` is the number of one (four queries)."""
    notes = CatatanHalaman(keputusan.pk)
    teams = list(keputusan.tim_set.filter(jenis=Tim.Jenis.TIM).order_by("urut"))
    chosen = next((team for team in teams if team.no_lampiran_2 == no), None)
    bulan = notes.pada_letak(LETAK_BULAN)
    kepala = notes.pada_letak(LETAK_KEPALA_BULAN)
    shown = [chosen] if chosen else teams
    marks = {team.pk: notes.pada("tim", team.pk) for team in shown}
    trees = pohon([team.pk for team in shown], notes)
    pages = keputusan.halaman_lampiran_2
    return RencanaAksi(
        semua_tim=teams,
        dipilih=chosen,
        tim=[(team, marks[team.pk], trees[team.pk]) for team in shown],
        bulan=[str(head) for head in pages[0]["bulan"]] if pages else [],
        catatan=notes.yang_tampil(),
        penanda_bulan=bulan,
        penanda_kepala_bulan=kepala,
    )
