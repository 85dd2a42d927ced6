"""How often a task is due, as far as the decree's own words say so."""

from evidence.models import Butir

_PHRASES: tuple[tuple[str, Butir.Pola], ...] = (
    ("(minimal tiap semester)", Butir.Pola.SEMESTER),
    ("(tahunan)", Butir.Pola.TAHUNAN),
    ("periodik dan tahunan", Butir.Pola.TAHUNAN),
    ("setiap saat", Butir.Pola.TERUS),
    ("sebelum bulan Februari tahun berjalan", Butir.Pola.TAHUNAN),
)


def pola_of(teks: str) -> tuple[Butir.Pola, Butir.SumberPola]:
    """Return the pola that a task text states, marked as text.

    A text that says nothing gets "sekali", marked as a classification of the portal.
    """
    for phrase, pola in _PHRASES:
        if phrase in teks:
            return pola, Butir.SumberPola.TEKS
    return Butir.Pola.SEKALI, Butir.SumberPola.PORTAL
