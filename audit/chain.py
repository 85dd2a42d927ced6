"""The hash chain: canonical form of an event, and the walk that verifies it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from audit.models import Kejadian, Rantai

SISTEM = "sistem"
PERIKSA = "rantai.periksa"  # recorded by `verify_audit --catat`


def digest(value: Any) -> str:
    """Return the SHA-256 (hex) of a JSON value in canonical form (sorted keys, no spaces)."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def event_hash(event: Kejadian) -> str:
    """Return the hash of an event; it covers every column, the payload through its digest."""
    return digest(
        [
            event.instansi,
            event.no,
            _utc(event.at),
            event.aktor,
            event.aktor_nama,
            event.aktor_jabatan,
            event.aksi,
            event.objek_jenis,
            event.objek_id,
            event.objek_nama,
            event.isi_digest,
            event.hash_sebelum,
        ]
    )


@dataclass(frozen=True)
class Putus:
    """A broken link: which chain, which event number, why."""

    instansi: str
    no: int
    sebab: str


def verify(instansi: str) -> Iterator[Putus]:
    """Walk one chain from its first event; yield each broken link in order.

    The head is read first and the walk ends there, so that an event recorded meanwhile is not
    taken for a broken link. At the end the chain is held against its last recorded check: a
    chain cut at its end, head rewound, is sound in itself.
    """
    checked = _last_check(instansi)
    previous, expected = "", 1
    head = Rantai.objects.filter(instansi=instansi).first()
    events = Kejadian.objects.filter(instansi=instansi).order_by("no")
    if head is not None:
        events = events.filter(no__lte=head.no)
    for event in events.iterator(chunk_size=2000):
        if event.no != expected:
            yield Putus(instansi, expected, f"nomor {expected} hilang")
            expected = event.no
        if event.isi_digest != digest(event.isi):
            yield Putus(instansi, event.no, "isi tidak cocok dengan sidiknya")
        if event.hash_sebelum != previous:
            yield Putus(instansi, event.no, "tidak menyambung ke kejadian sebelumnya")
        if event.hash != event_hash(event):
            yield Putus(instansi, event.no, "kejadian diubah")
        previous, expected = event.hash, event.no + 1
    if head is None:
        if expected > 1:
            yield Putus(instansi, expected - 1, "kepala rantai hilang")
    elif (head.no, head.hash) != (expected - 1, previous) or _beyond_head(instansi):
        yield Putus(instansi, head.no, "kepala rantai tidak cocok dengan kejadian terakhir")
    if checked is None or (head is not None and head.contoh):
        return  # the chain of a CONTOH institution may be deleted and begin again
    number, tip = checked["no"], checked["hash"]
    if head is None or head.no < number:
        yield Putus(instansi, number, "tercatat pada pemeriksaan terakhir, sekarang hilang")
    elif not Kejadian.objects.filter(instansi=instansi, no=number, hash=tip).exists():
        yield Putus(instansi, number, "berbeda dari yang tercatat pada pemeriksaan terakhir")


def _last_check(instansi: str) -> dict[str, Any] | None:
    """Head of a chain as its last sound check recorded it; None without one."""
    rows = Kejadian.objects.filter(
        instansi=SISTEM, aksi=PERIKSA, objek_id=instansi, isi__sebab="", isi__no__gt=0
    )
    return rows.order_by("-no").values_list("isi", flat=True).first()


def _beyond_head(instansi: str) -> bool:
    """Whether events stand after the head as it is now."""
    now = Rantai.objects.filter(instansi=instansi).values("no")
    return Kejadian.objects.filter(instansi=instansi, no__gt=now).exists()


def chains() -> list[str]:
    """Return the names of all chains, those without a head included, sorted."""
    names = set(Rantai.objects.values_list("instansi", flat=True))
    names |= set(Kejadian.objects.order_by().values_list("instansi", flat=True).distinct())
    return sorted(names)
