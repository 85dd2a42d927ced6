"""How current a continuous task is: one rule and one wording for every page.

A continuous task (pola terus) is never finished. Each approval is valid until a date; the task is
current until the earliest of them, and after that day its unit owes a renewal. While a renewal is
being prepared or waits for the Inspektorat, the earlier approval counts on until its date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Case, DateField, Exists, Min, OuterRef, Q, Subquery, When

from evidence.models import Butir, Pemenuhan
from evidence.workflow import KECUALI, SIFAT, Status
from ukuran.format import tanggal

SEGERA_HARI = 14
"""How many days before its end an approval is announced as ending soon."""

Dokumen = tuple[str, date | None]
"""State of a document and the day until which its last approval is valid."""


class Tahap(StrEnum):
    """How near the end of the validity is."""

    SEGAR = "segar"
    SEGERA = "segera"
    LEWAT = "lewat"


@dataclass(frozen=True)
class Kata:
    """A state as it is shown: tone, shape and word (see components/status.html)."""

    tone: str
    ikon: str
    label: str


@dataclass(frozen=True)
class Mutakhir:
    """Until when a continuous task is current, seen from one day."""

    sampai: date
    tahap: Tahap

    @property
    def kata(self) -> Kata:
        """The words: "Mutakhir s.d. 22 Februari 2027", or "Perlu pemutakhiran"."""
        if self.tahap is Tahap.LEWAT:
            return Kata("merah", "s-telat", "Perlu pemutakhiran")
        words = f"Mutakhir s.d. {tanggal(self.sampai)}"
        if self.tahap is Tahap.SEGERA:
            return Kata("kuning", "s-telat", f"{words}, segera perbarui")
        return Kata("hijau", "s-disetujui", words)


def mutakhir(sampai: date | None, hari_ini: date) -> Mutakhir | None:
    """Return how current a task is whose approvals are valid until a day; None has none."""
    if sampai is None:
        return None
    if sampai < hari_ini:
        return Mutakhir(sampai, Tahap.LEWAT)
    soon = sampai <= hari_ini + timedelta(days=SEGERA_HARI)
    return Mutakhir(sampai, Tahap.SEGERA if soon else Tahap.SEGAR)


def sampai(pola: str, dokumen: Iterable[Dokumen], hari_ini: date) -> date | None:
    """Return until when documents of a task are current together, None where that means nothing.

    Excepted documents are left out; with a document that was never approved the task is not
    current yet. A renewal that waits for the Inspektorat is no debt of the unit, so its ended
    approval does not count. `sampai_sql` says the same in SQL.
    """
    if pola != Butir.Pola.TERUS:
        return None
    asked = [(status, day) for status, day in dokumen if status not in KECUALI]
    if any(day is None for _, day in asked):
        return None
    days = [
        day
        for status, day in asked
        if day is not None and not (status == Status.MENUNGGU and day < hari_ini)
    ]
    return min(days, default=None)


def sampai_sql(hari_ini: date) -> Case:
    """Return the annotation of Capaian rows with the date that `sampai` gives."""
    asked = Pemenuhan.objects.filter(capaian=OuterRef("pk")).exclude(status__in=list(KECUALI))
    earliest = (
        asked.exclude(status=Status.MENUNGGU, berlaku_sampai__lt=hari_ini)
        .order_by()
        .values("capaian")
        .annotate(awal=Min("berlaku_sampai"))
        .values("awal")
    )
    return Case(
        When(
            Q(butir__pola=Butir.Pola.TERUS)
            & ~Exists(asked.filter(berlaku_sampai__isnull=True).order_by()),
            then=Subquery(earliest),
        ),
        default=None,
        output_field=DateField(),
    )


def sebutan(status: str, segar: Mutakhir | None) -> list[Kata]:
    """Return the words for a task or document: how current it is, then where its renewal stands.

    Raises ValueError for a value that is no state.
    """
    state = Status(status)
    sifat = SIFAT[state]
    words = Kata(sifat.tone, sifat.ikon, str(state.label))
    if segar is None:
        return [words]
    return [segar.kata] if state is Status.DISETUJUI else [segar.kata, words]


def diterima(pola: str, status: str, berlaku_sampai: date | None, hari_ini: date) -> bool:
    """Whether a document counts as accepted for Kelengkapan on a day.

    Nihil counts; a document of a continuous task counts while its approval is valid, whatever
    its renewal does.
    """
    if status == Status.NIHIL:
        return True
    if pola == Butir.Pola.TERUS and berlaku_sampai is not None:
        return berlaku_sampai >= hari_ini
    return status == Status.DISETUJUI
