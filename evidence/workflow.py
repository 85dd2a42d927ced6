"""Allowed transitions, a table per flow. No database here; docs/states.md is made from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.db import models

from accounts.permissions import Permission
from accounts.sebutan import sebut_malas


class Status(models.TextChoices):
    """States of a required document, and of the task it belongs to."""

    BELUM = "belum", "Belum diunggah"
    DRAF = "draf", "Draf"
    MENUNGGU = "menunggu", "Menunggu verifikasi"
    PERBAIKAN = "perbaikan", "Perlu perbaikan"
    DISETUJUI = "disetujui", sebut_malas("Disetujui Inspektorat")
    NIHIL = "nihil", "Nihil"
    TIDAK_BERLAKU = "tak_berlaku", "Tidak berlaku"
    TIDAK_DAPAT = "tak_dapat", "Tidak dapat dipenuhi"


class Owner(StrEnum):
    """Who has to act next."""

    UNIT = "unit"
    INSPEKTORAT = "inspektorat"
    EVALUATOR = "evaluator"
    TPI = "tpi"
    KETUA = "ketua"
    ADMIN = "admin"
    NOBODY = "nobody"


class Aksi(StrEnum):
    """Things that move a document from one state to another."""

    LAMPIRKAN = "lampirkan"
    LEPASKAN = "lepaskan"
    KOSONGKAN = "kosongkan"
    KIRIM = "kirim"
    TARIK = "tarik"
    SETUJUI = "setujui"
    MINTA_PERBAIKAN = "minta_perbaikan"
    BUKA_KEMBALI = "buka_kembali"
    PERBARUI = "perbarui"
    NIHILKAN = "nyatakan_nihil"
    TAK_BERLAKUKAN = "nyatakan_tak_berlaku"
    TAK_DAPATKAN = "nyatakan_tak_dapat"
    BATALKAN_KECUALI = "batal_kecuali"
    TOLAK_KPK = "tolak_kpk"
    ATUR_DOKUMEN = "atur_dokumen"  # the list of required documents changed; no arrow of its own
    PULIHKAN_KPK = "pulihkan_kpk"


KEMBALI: tuple[Aksi, ...] = (Aksi.MINTA_PERBAIKAN, Aksi.TOLAK_KPK)
"""Actions that give a document back to the unit, with a reason and a note."""


class Alasan(models.TextChoices):
    """Reason codes of a return."""

    TIDAK_TERBACA = "tidak_terbaca", "Tidak terbaca"
    BELUM_DITANDATANGANI = "belum_ditandatangani", "Belum ditandatangani"
    BUKAN_PERIODE = "bukan_periode", "Bukan periode ini"
    SALAH_DOKUMEN = "salah_dokumen", "Salah dokumen"
    TIDAK_LENGKAP = "tidak_lengkap", "Tidak lengkap"
    DITOLAK_KPK = "ditolak_kpk", "Ditolak KPK"
    LAINNYA = "lainnya", "Lainnya"


S = TypeVar("S", bound=models.TextChoices)
A = TypeVar("A", bound=str)
W = TypeVar("W", bound=str)


@dataclass(frozen=True)
class Transition(Generic[S, A, W]):
    """One arrow: from, action, to, who may, and what must come with it.

    `permission` is a permission, or an appointment where the flow knows such.
    """

    dari: S
    aksi: A
    ke: S
    permission: W
    catatan_wajib: bool = False
    alasan_wajib: bool = False
    empat_mata: bool = False


@dataclass(frozen=True)
class Sifat:
    """How a state is shown and who has to act in it."""

    owner: Owner
    tone: str
    ikon: str


SIFAT: dict[Status, Sifat] = {
    Status.BELUM: Sifat(Owner.UNIT, "abu", "s-belum"),
    Status.DRAF: Sifat(Owner.UNIT, "abu", "s-draf"),
    Status.MENUNGGU: Sifat(Owner.INSPEKTORAT, "biru", "s-diajukan"),
    Status.PERBAIKAN: Sifat(Owner.UNIT, "jingga", "s-dikembalikan"),
    Status.DISETUJUI: Sifat(Owner.NOBODY, "hijau", "s-disetujui"),
    Status.NIHIL: Sifat(Owner.NOBODY, "hijau", "s-nihil"),
    Status.TIDAK_BERLAKU: Sifat(Owner.NOBODY, "abu", "s-tidak"),
    Status.TIDAK_DAPAT: Sifat(Owner.NOBODY, "ungu", "s-tidak"),
}

DI_UNIT: tuple[Status, ...] = tuple(s for s, sifat in SIFAT.items() if sifat.owner is Owner.UNIT)

KECUALI: dict[Status, Aksi] = {
    Status.NIHIL: Aksi.NIHILKAN,
    Status.TIDAK_BERLAKU: Aksi.TAK_BERLAKUKAN,
    Status.TIDAK_DAPAT: Aksi.TAK_DAPATKAN,
}
"""States that only a decided exception gives, with the action that gives each."""

_SEND, _REVIEW = Permission.EVIDENCE_SEND, Permission.EVIDENCE_REVIEW
_DECIDE, _JAGA = Permission.EXCEPTION_DECIDE, Permission.JAGA_RECORD

Panah = Transition[Status, Aksi, Permission]
"""An arrow of the flow of documents."""

COMMON: tuple[Panah, ...] = (
    Transition(Status.BELUM, Aksi.LAMPIRKAN, Status.DRAF, _SEND),
    Transition(Status.DRAF, Aksi.LAMPIRKAN, Status.DRAF, _SEND),
    Transition(Status.PERBAIKAN, Aksi.LAMPIRKAN, Status.DRAF, _SEND),
    Transition(Status.DRAF, Aksi.LEPASKAN, Status.DRAF, _SEND),
    Transition(Status.DRAF, Aksi.KOSONGKAN, Status.BELUM, _SEND),
    Transition(Status.PERBAIKAN, Aksi.LEPASKAN, Status.PERBAIKAN, _SEND),
    Transition(Status.DRAF, Aksi.KIRIM, Status.MENUNGGU, _SEND),
    Transition(Status.PERBAIKAN, Aksi.KIRIM, Status.MENUNGGU, _SEND),
    Transition(Status.MENUNGGU, Aksi.TARIK, Status.DRAF, _SEND),
    Transition(Status.MENUNGGU, Aksi.SETUJUI, Status.DISETUJUI, _REVIEW, empat_mata=True),
    Transition(
        Status.MENUNGGU,
        Aksi.MINTA_PERBAIKAN,
        Status.PERBAIKAN,
        _REVIEW,
        catatan_wajib=True,
        alasan_wajib=True,
        empat_mata=True,
    ),
    Transition(
        Status.DISETUJUI,
        Aksi.BUKA_KEMBALI,
        Status.MENUNGGU,
        _REVIEW,
        catatan_wajib=True,
        empat_mata=True,
    ),
    Transition(Status.DISETUJUI, Aksi.PERBARUI, Status.DRAF, _SEND),
    Transition(
        Status.DISETUJUI,
        Aksi.TOLAK_KPK,
        Status.PERBAIKAN,
        _JAGA,
        catatan_wajib=True,
    ),
    Transition(  # a rejection that was recorded by mistake, before the unit touched the document
        Status.PERBAIKAN,
        Aksi.PULIHKAN_KPK,
        Status.DISETUJUI,
        _JAGA,
        catatan_wajib=True,
    ),
    *(
        Transition(dari, aksi, ke, _DECIDE, empat_mata=True)
        for ke, aksi in KECUALI.items()
        for dari in DI_UNIT
    ),
    *(
        Transition(dari, Aksi.BATALKAN_KECUALI, Status.BELUM, _DECIDE, catatan_wajib=True)
        for dari in KECUALI
    ),
    Transition(Status.NIHIL, Aksi.PERBARUI, Status.DRAF, _SEND),
)


class NotAllowed(Exception):
    """The table has no such arrow; the message is Indonesian and fit for the screen."""


@dataclass(frozen=True)
class Alur(Generic[S, A, W]):
    """A flow: what moves in it (English, for docs/states.md), its states, its arrows."""

    keterangan: str
    sifat: Mapping[S, Sifat]
    panah: tuple[Transition[S, A, W], ...]

    def find(self, dari: S, aksi: A) -> Transition[S, A, W] | None:
        """Return the transition for an action in a state, or None."""
        return next((t for t in self.panah if t.dari == dari and t.aksi == aksi), None)

    def require(self, dari: S, aksi: A) -> Transition[S, A, W]:
        """Return the transition for an action in a state; raise NotAllowed if there is none."""
        transition = self.find(dari, aksi)
        if transition is None:
            raise NotAllowed(f"Langkah ini tidak tersedia pada status {dari.label}.")
        return transition

    def dari(self, status: S) -> tuple[Transition[S, A, W], ...]:
        """Return the arrows that leave a state (or stay in it), in the order of the table."""
        return tuple(t for t in self.panah if t.dari == status)


UMUM = Alur(
    "A required document (Pemenuhan) moves through these states; the state of its task (Capaian)\n"
    "follows from those of its documents.",
    SIFAT,
    COMMON,
)

FLOWS: dict[str, Alur[Any, Any, Any]] = {"umum": UMUM}
"""All flows by name; apps add theirs with `register`."""


def register(nama: str, alur: Alur[Any, Any, Any]) -> None:
    """Let an app add a flow of its own to the table; called once, at start."""
    FLOWS[nama] = alur


def find(dari: Status, aksi: Aksi) -> Panah | None:
    """Return the transition of a document for an action in a state, or None."""
    return UMUM.find(dari, aksi)


def require(dari: Status, aksi: Aksi) -> Panah:
    """Return the transition of a document; raise NotAllowed if the table has none."""
    return UMUM.require(Status(dari), aksi)


def editable(status: Status) -> bool:
    """Whether files may be attached in a state."""
    return find(status, Aksi.LAMPIRKAN) is not None


def overall(statuses: Iterable[Status]) -> Status:
    """Return the state of a task from the states of its documents.

    What needs work comes first: returned, then waiting, then draft if anything has begun. With
    nothing left to do: approved if any document is, otherwise the gravest exception. A task
    without documents is Belum.
    """
    found = set(statuses)
    if Status.PERBAIKAN in found:
        return Status.PERBAIKAN
    if Status.MENUNGGU in found:
        return Status.MENUNGGU
    if found & {Status.BELUM, Status.DRAF}:
        begun = found & {Status.DRAF, Status.DISETUJUI}
        return Status.DRAF if begun else Status.BELUM
    ended = (Status.DISETUJUI, Status.TIDAK_DAPAT, Status.TIDAK_BERLAKU, Status.NIHIL)
    return next((status for status in ended if status in found), Status.BELUM)
