"""Recording of events: collected in a unit of work, written as its last step."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from audit.chain import SISTEM as SISTEM
from audit.chain import digest, event_hash
from audit.masking import mask_nip
from audit.models import Kejadian, Rantai
from sheets.rows import sisipkan

_SEDIKIT = 5
"""So many events are one statement as they are; more are written as rows of an import."""


class Actor(Protocol):
    """Whoever acts: a user, or the portal itself."""

    @property
    def audit_id(self) -> str: ...
    @property
    def audit_nama(self) -> str: ...
    @property
    def audit_jabatan(self) -> str: ...


@dataclass(frozen=True)
class System:
    """The portal as actor, for scheduled work and loaders."""

    audit_id: str = SISTEM
    audit_nama: str = "Pantas"
    audit_jabatan: str = ""


@dataclass(frozen=True)
class Event:
    """One event to record. `instansi` is the chain; `contoh` marks a chain that may be deleted."""

    instansi: str
    aksi: str
    oleh: Actor
    objek_jenis: str = ""
    objek_id: str = ""
    objek_nama: str = ""
    isi: dict[str, Any] = field(default_factory=dict)
    contoh: bool = False
    at: datetime | None = None


_pending: ContextVar[list[Event] | None] = ContextVar("audit_pending", default=None)


@contextmanager
def audited() -> Iterator[None]:
    """Run a block in a transaction; write its events as the last step of the outermost block.

    The chain heads are locked last and in one order, so two units of work can't block each
    other. If the block raises, neither its changes nor its events remain.
    """
    events = _pending.get()
    if events is not None:
        mark = len(events)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del events[mark:]
            raise
        return
    events = []
    token = _pending.set(events)
    with transaction.atomic():
        try:
            yield
            _write(events)
        finally:
            _pending.reset(token)  # before the commit: what runs on it is a unit of its own


def record(event: Event) -> None:
    """Add an event to the current unit of work.

    Raises RuntimeError outside of `audited()`: an event without its change, or a change
    without its event, must not be possible.
    """
    record_many([event])


def record_many(events: Iterable[Event]) -> None:
    """Add several events to the current unit of work; see `record`."""
    pending = _pending.get()
    if pending is None:
        raise RuntimeError("audit.record() needs an audited() block around it")
    pending.extend(events)


def _write(events: list[Event]) -> None:
    by_chain: dict[str, list[Event]] = {}
    for event in events:
        by_chain.setdefault(event.instansi, []).append(event)
    now = timezone.now()
    for instansi in sorted(by_chain):
        # A sample tells its past in several strands; its chain tells it in the order of days.
        _append(instansi, sorted(by_chain[instansi], key=lambda event: event.at or now))


def _append(instansi: str, events: list[Event]) -> None:
    head, _ = Rantai.objects.get_or_create(instansi=instansi, defaults={"contoh": events[0].contoh})
    head = Rantai.objects.select_for_update().get(pk=head.pk)
    rows = []
    for event in events:
        isi = mask_nip(event.isi)
        row = Kejadian(
            instansi=instansi,
            no=head.no + 1,
            at=event.at or timezone.now(),
            aktor=event.oleh.audit_id,
            aktor_nama=mask_nip(event.oleh.audit_nama)[:200],
            aktor_jabatan=mask_nip(event.oleh.audit_jabatan)[:200],
            aksi=event.aksi,
            objek_jenis=event.objek_jenis,
            objek_id=event.objek_id,
            objek_nama=mask_nip(event.objek_nama)[:300],
            isi=isi,
            isi_digest=digest(isi),
            hash_sebelum=head.hash,
        )
        row.hash = event_hash(row)
        head.no, head.hash = row.no, row.hash
        rows.append(row)
    if len(rows) <= _SEDIKIT:
        Kejadian.objects.bulk_create(rows)
    else:
        sisipkan(Kejadian, rows)
    head.save(update_fields=["no", "hash"])
