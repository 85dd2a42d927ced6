"""The S-curve as a picture: positions at natural size, figures in words. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheets.values import BULAN
from zonaintegritas.jadwal.kurva import Titik
from zonaintegritas.kata_jadwal import SINGKAT

_LEBAR, _TINGGI = 320, 170
_KIRI, _KANAN, _ATAS, _DASAR = 42.0, 296.0, 15.0, 143.0
_LANGKAH_SUMBU = 2
_JARAK_TEKS = 22  # below the rising end of the solid line, clear of it


@dataclass(frozen=True)
class Sumbu:
    """One horizontal line with its figure."""

    y: str
    y_teks: str
    teks: str


@dataclass(frozen=True)
class BarisKurva:
    """One month of the table below the picture; `selesai` None for a month not begun."""

    bulan: str
    rencana: int
    selesai: int | None


@dataclass(frozen=True)
class Ujung:
    """The figure at the end of a line."""

    x: str
    y: str
    teks: str


@dataclass(frozen=True)
class GambarKurva:
    """Two lines: planned (dashed) and done (solid), with a sentence that says the same."""

    uraian: str
    sumbu: tuple[Sumbu, ...]
    bulan: tuple[tuple[str, str], ...]
    rencana: str
    selesai: str
    ujung_rencana: Ujung
    ujung_selesai: Ujung | None
    tabel: tuple[BarisKurva, ...]

    lebar = _LEBAR
    tinggi = _TINGGI


def gambar_kurva(titik: Sequence[Titik]) -> GambarKurva | None:
    """Return the picture of a curve; None when there is nothing to draw."""
    if not titik:
        return None
    top = max(2, *(max(t.rencana, t.selesai or 0) for t in titik))
    top += top % _LANGKAH_SUMBU
    done = [t for t in titik if t.selesai is not None]
    table = tuple(BarisKurva(BULAN[t.bulan.month - 1], t.rencana, t.selesai) for t in titik)
    last = titik[-1]
    end = Ujung(_teks(_KANAN), _teks(_y(last.rencana, top) - 6), f"rencana {last.rencana}")
    return GambarKurva(
        uraian=_uraian(titik, done),
        sumbu=tuple(
            Sumbu(_teks(_y(v, top)), _teks(_y(v, top) + 4), str(v)) for v in (0, top // 2, top)
        ),
        bulan=tuple((_teks(_x(n)), SINGKAT[n]) for n in (0, 3, 6, 9, 11)),
        rencana=_garis([(n, t.rencana) for n, t in enumerate(titik)], top),
        selesai=_garis([(n, t.selesai or 0) for n, t in enumerate(done)], top),
        ujung_rencana=end,
        ujung_selesai=_ujung(titik, done, top),
        tabel=table,
    )


def _ujung(titik: Sequence[Titik], done: Sequence[Titik], top: int) -> Ujung | None:
    """The figure of the solid line: below it, or above where the planned one is below."""
    if not done:
        return None
    n, value = len(done) - 1, done[-1].selesai or 0
    y, planned = _y(value, top), _y(titik[n].rencana, top)
    below = planned <= y and y + _JARAK_TEKS < _DASAR
    return Ujung(_teks(_x(n)), _teks(y + _JARAK_TEKS if below else y - 6), f"selesai {value}")


def _uraian(titik: Sequence[Titik], done: Sequence[Titik]) -> str:
    end = titik[-1]
    whole = f"Sampai {BULAN[end.bulan.month - 1]} direncanakan {end.rencana} tugas."
    if not done:
        return f"{whole} Belum ada bulan yang dimulai."
    now = done[-1]
    month = BULAN[now.bulan.month - 1]
    return f"Sampai {month} direncanakan {now.rencana}, selesai {now.selesai}. {whole}"


def _garis(points: Sequence[tuple[int, int]], top: int) -> str:
    if not points:
        return ""
    return "M" + " L".join(f"{_teks(_x(n))} {_teks(_y(value, top))}" for n, value in points)


def _x(n: int) -> float:
    return _KIRI + (_KANAN - _KIRI) * n / 11


def _y(value: int, top: int) -> float:
    return _DASAR - (_DASAR - _ATAS) * value / top


def _teks(value: float) -> str:
    return f"{value:.1f}"
