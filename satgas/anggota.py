"""The page of one member: place in the Satgas, task tree, what became of each task."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from evidence.jadwal import Jendela, label
from evidence.models import Butir, Capaian, DokumenWajib
from evidence.models.capaian import CapaianQuerySet
from evidence.mutakhir import Kata, mutakhir, sampai_sql, sebutan
from satgas.models import Anggota, PerubahanButir, RincianTugas, SubTugas, SuratKeputusan
from satgas.sumber import Catatan, CatatanHalaman, Penanda


@dataclass(frozen=True)
class BarisCapaian:
    """A due window of a task that the reader may see."""

    pk: int
    jendela: str
    kata: list[Kata]
    batas: date
    milik_unit: bool  # the unit has to act, so the deadline matters to it


@dataclass
class BarisTugas:
    """A task with everything below it."""

    tugas: RincianTugas
    penanda: list[Penanda]
    bersama: list[tuple[int, str]]  # number and office of the others who share it
    perubahan: tuple[str, str]  # what the last amendment did and its number, empty without one
    sub: list[SubTugas] = field(default_factory=list)
    dokumen: list[DokumenWajib] = field(default_factory=list)
    capaian: list[BarisCapaian] = field(default_factory=list)

    @property
    def butir(self) -> Butir:
        """The Butir that the task owns."""
        return self.tugas.butir

    @property
    def sub_adalah_dokumen(self) -> bool:
        """Whether the required documents are exactly the numbered sub-items."""
        return bool(self.sub) and [s.teks for s in self.sub] == [d.uraian for d in self.dokumen]


@dataclass(frozen=True)
class HalamanAnggota:
    """The whole page."""

    anggota: Anggota
    sebelum: Anggota | None
    sesudah: Anggota | None
    penanda: list[Penanda]
    tugas: list[BarisTugas]
    catatan: list[Catatan]

    @property
    def status_terlihat(self) -> bool:
        """Whether the reader sees what became of any task."""
        return any(row.capaian for row in self.tugas)

    @property
    def berlaku(self) -> int:
        """Number of tasks that no amendment revoked."""
        return sum(row.butir.dicabut is None for row in self.tugas)

    @property
    def dokumen(self) -> int:
        """Number of documents that standing tasks require."""
        return sum(len(row.dokumen) for row in self.tugas if row.butir.dicabut is None)


@dataclass(frozen=True)
class Susunan:
    """All members of one decree, one of them chosen, and who shares tasks with whom."""

    dipilih: Anggota
    semua: tuple[Anggota, ...]
    bersama: dict[int, tuple[Anggota, ...]]  # task -> members that share it


def susunan(user: User, pk: int) -> Susunan:
    """Return a member among the members of its decree (one query).

    Raises Http404 when there is no such member in a decree that the person may read.
    """
    members: dict[int, Anggota] = {}
    shared: defaultdict[int, list[Anggota]] = defaultdict(list)
    rows: Any = (
        Anggota.objects.filter(
            sk__in=SuratKeputusan.objects.visible_to(user),
            sk__anggota_set=pk,
        )
        .select_related("unit", "sk__rencana")
        .annotate(tugas_bersama_id=F("tugas_bersama"))
        .order_by("no")
    )
    for row in rows:
        member = members.setdefault(row.pk, row)
        if row.tugas_bersama_id is not None:
            shared[row.tugas_bersama_id].append(member)
    if pk not in members:
        raise Http404("Anggota tidak ada.")
    return Susunan(members[pk], tuple(members.values()), {k: tuple(v) for k, v in shared.items()})


def halaman_anggota(user: User, susunan: Susunan) -> HalamanAnggota:
    """Return the page of the chosen member (at most five queries).

    Status and deadline come from the current Capaian that the person may read; a closed plan
    has none.
    """
    member = susunan.dipilih
    notes = CatatanHalaman(member.sk)
    penanda = notes.pada_anggota(member.pk)
    tasks = _tasks(user, susunan, notes)
    place = susunan.semua.index(member)
    return HalamanAnggota(
        anggota=member,
        sebelum=susunan.semua[place - 1] if place else None,
        sesudah=susunan.semua[place + 1] if place + 1 < len(susunan.semua) else None,
        penanda=penanda,
        tugas=tasks,
        catatan=notes.yang_tampil(),
    )


def _tasks(user: User, susunan: Susunan, notes: CatatanHalaman) -> list[BarisTugas]:
    member = susunan.dipilih
    shared = [task for task, others in susunan.bersama.items() if member in others]
    tasks = list(
        RincianTugas.objects.filter(Q(anggota=member) | Q(pk__in=shared))
        .select_related("butir", "anggota")
        .annotate(perubahan_jenis=_amended("jenis"), perubahan_nomor=_amended("perubahan__nomor"))
        .order_by("anggota__no", "urut")
    )
    rows = {
        task.butir_id: BarisTugas(
            task,
            notes.pada_butir(task.butir_id),
            [
                (other.no, other.jabatan)
                for other in (task.anggota, *susunan.bersama.get(task.pk, ()))
                if other.pk != member.pk
            ],
            perubahan=(task.perubahan_jenis or "", task.perubahan_nomor or ""),
        )
        for task in tasks
    }
    by_task = {row.tugas.pk: row for row in rows.values()}
    for sub in SubTugas.objects.filter(tugas__in=by_task).order_by("tugas", "no"):
        by_task[sub.tugas_id].sub.append(sub)
    for document in DokumenWajib.objects.filter(butir__in=rows).order_by("butir", "urut"):
        rows[document.butir_id].dokumen.append(document)
    if member.sk.rencana.berjalan:
        _attach_status(user, rows)
    return list(rows.values())


def _amended(field: str) -> Subquery:
    """What the last amendment of a task says."""
    rows = PerubahanButir.objects.filter(butir=OuterRef("butir"))
    return Subquery(rows.order_by("-perubahan__tanggal", "-pk").values(field)[:1])


def _attach_status(user: User, rows: dict[int, BarisTugas]) -> None:
    """Add the windows that count; of a revoked task those that counted until then, to read."""
    today = timezone.localdate()
    found = (
        Capaian.objects.visible_to(user)
        .filter(Q(gugur__isnull=True) | Q(gugur=F("butir__dicabut")), butir__in=rows)
        .order_by("mulai")
        .annotate(
            di_unit=CapaianQuerySet.owing(today),
            sampai=sampai_sql(today),
            sendiri=Q(pemegang__isnull=True, gugur__isnull=True),
        )
        .values_list(
            "pk", "butir", "mulai", "selesai", "status", "batas", "di_unit", "sampai", "sendiri"
        )
    )
    for pk, butir, mulai, selesai, status, batas, owing, sampai, own in found:
        rows[butir].capaian.append(
            BarisCapaian(
                pk,
                label(rows[butir].butir.pola, Jendela(mulai, selesai)),
                sebutan(status, mutakhir(sampai, today)),
                sampai or batas,
                owing and own,
            )
        )
