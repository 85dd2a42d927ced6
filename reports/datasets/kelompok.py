"""How the tasks of a plan are grouped: by member of the Satgas, by area of the instrument."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from evidence.ajuan import capaian_rencana
from evidence.models import Rencana
from satgas.models import Anggota, RincianTugas, SubIndikator


@dataclass
class AnggotaBertugas:
    """A member with the Butir it carries; `bersama`: members that carry its shared tasks."""

    pk: int
    no: int
    jabatan: str
    kedudukan: str
    unit_id: int
    unit_nama: str
    butir: set[int] = field(default_factory=set)
    berlaku: set[int] = field(default_factory=set)  # of these, not revoked
    bersama: set[int] = field(default_factory=set)


def anggota(rencana: Rencana, user: User) -> list[AnggotaBertugas]:
    """Return the members in the order of the decree (one query).

    A reader of everything gets all, otherwise those of own units and of readable tasks.
    """
    own = user.akses.rows(Permission.EVIDENCE_READ, instansi="sk__rencana__instansi")
    worked = RincianTugas.objects.filter(
        butir__in=capaian_rencana(rencana, user).order_by().values("butir")
    ).values("anggota")
    rows = (
        Anggota.objects.filter(own | Q(pk__in=worked), sk__rencana=rencana)
        .order_by("no", "pk")
        .values_list(
            "pk",
            "no",
            "jabatan",
            "kedudukan",
            "unit",
            "unit__nama",
            "unit__nama_pendek",
            "tugas_set__butir",
            "tugas_set__butir__dicabut",
            "tugas_bersama__anggota__no",
        )
    )
    found: dict[int, AnggotaBertugas] = {}
    for pk, no, jabatan, kedudukan, unit, nama, pendek, butir, dicabut, bersama in rows:
        row = found.setdefault(
            pk, AnggotaBertugas(pk, no, jabatan, kedudukan, unit, pendek or nama)
        )
        if butir is not None:
            row.butir.add(butir)
            if dicabut is None:
                row.berlaku.add(butir)
        if bersama is not None:
            row.bersama.add(bersama)
    return list(found.values())


@dataclass(frozen=True, order=True)
class AreaKelompok:
    """An area intervensi as a group of tasks."""

    urut: int
    kode: str
    nama: str


LINTAS = AreaKelompok(9999, "lintas", "Lintas area")


@dataclass(frozen=True)
class Selain:
    """Every Butir that has no area."""

    berarea: Container[int]

    def __contains__(self, butir: object) -> bool:
        """Whether a Butir has none."""
        return butir not in self.berarea


def area(rencana: Rencana) -> Mapping[int, AreaKelompok]:
    """Return the area of each Butir of a plan (one query); a Butir without one is Lintas area.

    In a plan of the MCP instrument the Butir is a sub indikator of the area; a task of the
    decree has the area of the sub indikator it is mapped to (the first in the instrument's order).
    """
    mcp = rencana.jenis == Rencana.Jenis.MCP
    lookup = "butir" if mcp else "tugas__butir"
    condition = (
        Q(butir__rencana=rencana)
        if mcp
        else Q(
            tugas__butir__rencana=rencana,
            indikator__area__instrumen__tahun=rencana.tahun,
            indikator__area__instrumen__keadaan="dipakai",
        )
    )
    rows = (
        SubIndikator.objects.filter(condition)
        .order_by("indikator__area__urut", "indikator__urut", "urut")
        .values_list(
            lookup, "indikator__area__urut", "indikator__area__kode", "indikator__area__nama"
        )
    )
    found: dict[int, AreaKelompok] = {}
    for butir, urut, kode, nama in rows:
        found.setdefault(butir, AreaKelompok(urut, kode, nama))
    return found
