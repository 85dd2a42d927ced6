"""Small pieces that lists share: the dots of documents, and a day in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evidence.models import Pemenuhan
from evidence.workflow import SIFAT, Status
from ukuran.format import BULAN


@dataclass(frozen=True)
class Titik:
    """The state of one required document as a mark."""

    tone: str
    ikon: str
    label: str


def titik(documents: Iterable[Pemenuhan]) -> list[Titik]:
    """Return one mark for each document, in their order."""
    marks = []
    for no, pemenuhan in enumerate(documents, start=1):
        status = Status(pemenuhan.status)
        sifat = SIFAT[status]
        marks.append(Titik(sifat.tone, sifat.ikon, f"Dokumen {no}: {status.label}"))
    return marks


def hari_bulan(hari: date, hari_ini: date) -> str:
    """Return "30 September", with the year only when it is another year."""
    teks = f"{hari.day} {BULAN[hari.month - 1]}"
    return teks if hari.year == hari_ini.year else f"{teks} {hari.year}"


def sambung(bagian: Iterable[object]) -> str:
    """Return "1", "1 dan 2", "1, 2, dan 3"."""
    words = [str(b) for b in bagian]
    if len(words) <= 2:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"
