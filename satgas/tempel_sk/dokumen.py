"""Which documents a task asks for: its numbered items, and what the earlier plan had. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.models import DokumenWajib
from satgas.official.decree import SATU_BUKTI
from satgas.tempel_sk.banding import pasangkan_sub


@dataclass(frozen=True)
class DokumenLama:
    """A document: what it is, what it has to show, and who lists it."""

    uraian: str
    kriteria: str
    asal: str


def susun_dokumen(
    sub: Sequence[str], sub_lama: Sequence[str], lama: Sequence[DokumenLama]
) -> list[DokumenLama]:
    """Return the documents of a task in order.

    The same sub-items as before: the earlier documents stay as people left them. Otherwise each
    sub-item is a document by the source and keeps the criteria of the one it was, and documents
    that people added stay behind them. Without any: one proof, listed by the portal.
    """
    if lama and list(sub) == list(sub_lama):
        return list(lama)
    pairs = pasangkan_sub([one.uraian for one in lama], sub)
    found = [
        DokumenLama(
            teks, lama[pairs[n]].kriteria if n in pairs else "", str(DokumenWajib.Asal.SUMBER)
        )
        for n, teks in enumerate(sub)
    ]
    taken = set(pairs.values())
    found += [
        one
        for n, one in enumerate(lama)
        if one.asal == DokumenWajib.Asal.PORTAL and n not in taken and one.uraian != SATU_BUKTI
    ]
    return found or [DokumenLama(SATU_BUKTI, "", str(DokumenWajib.Asal.PORTAL))]
