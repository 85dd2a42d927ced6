"""Which pola a task of the new decree gets: its words first, then the earlier plan. Pure."""

from dataclasses import dataclass

from evidence.models import Butir
from satgas.pola import pola_tertulis
from satgas.tempel_sk.bersih import rapi


@dataclass(frozen=True)
class Pola:
    """How often a task is due, who says so, and in which words."""

    pola: str
    sumber: str
    kutipan: str = ""


def pola_baru(teks: str, lama: Pola | None, teks_lama: str) -> Pola:
    """Return the pola of a task.

    An unchanged text keeps what it had. A new or changed one is read again; when its words say
    nothing, the earlier pola stays as the portal's classification, and a new task is yearly.
    """
    if lama is not None and rapi(teks) == rapi(teks_lama):
        return lama
    stated = pola_tertulis(teks)
    if stated is not None:
        return Pola(str(stated.pola), str(Butir.SumberPola.TEKS), stated.kutipan)
    kept = lama.pola if lama else str(Butir.Pola.TAHUNAN)
    return Pola(kept, str(Butir.SumberPola.PORTAL))
