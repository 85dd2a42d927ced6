"""Small pieces that lists share: the dots of documents, and a day in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evidence.models import Pemenuhan
from evidence.mutakhir import mutakhir, sampai, sebutan
from sheets.values import BULAN


@dataclass(frozen=True)
class Titik:
    """The state of one required document as a mark."""

    tone: str
    ikon: str
    label: str


def titik(
    documents: Iterable[Pemenuhan], *, pola: str = "", hari_ini: date | None = None
) -> list[Titik]:
    """Return one mark for each document, in their order.

    With the pola and a day, documents of a continuous task say how current they are.
    """
    marks = []
    for no, pemenuhan in enumerate(documents, start=1):
        segar = None
        if hari_ini is not None:
            pair = (pemenuhan.status, pemenuhan.berlaku_sampai)
            segar = mutakhir(sampai(pola, [pair], hari_ini), hari_ini)
        words = sebutan(pemenuhan.status, segar)
        label = ", ".join(kata.label for kata in words)
        marks.append(Titik(words[0].tone, words[0].ikon, f"Dokumen {no}: {label}"))
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
