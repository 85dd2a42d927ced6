"""How often a row is to be done, as its own words say it. Proposals only; a person confirms them.

Pure but for `usulan_rencana`. "Berkala", "rutin" and "sehari-hari" name no number of times, so
nothing is proposed from them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from evidence.models import Butir, Rencana
from zonaintegritas.jadwal.masa import akhir_bulan
from zonaintegritas.models import (
    BentukJadwal,
    DokumenIndikator,
    KeputusanZI,
    KeteranganBaris,
)

_ANGKA = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "enam": 6,
    "dua belas": 12,
}
_N = r"(?P<n>\d{1,2}|" + "|".join(sorted(_ANGKA, key=len, reverse=True)) + ")"
_TABEL: tuple[tuple[str, int], ...] = (
    (r"(?:setiap|tiap(?:-tiap)?|per) triwulan|triwulanan", 4),
    (r"(?:setiap|tiap(?:-tiap)?|per) semester|semesteran", 2),
    (r"(?:setiap|tiap(?:-tiap)?|per) bulan|bulanan", 12),
    (r"(?:setiap|tiap(?:-tiap)?|per) tahun|tahunan", 1),
    (r"sepanjang tahun|terus[- ]menerus", 12),
)
"""Words of the source, and how many times a year they ask for."""

_POLA = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), times) for words, times in _TABEL)
_KALI = re.compile(
    rf"\b(?:(?:minimal|paling sedikit|sekurang-kurangnya) )?{_N}(?: \([a-z ]+\))? kali "
    r"(?:dalam |se)?(?:setahun|(?:satu|1) tahun|tahun)\b",
    re.IGNORECASE,
)
_KALI_TAHUN = re.compile(r"\bsekali (?:dalam )?setahun\b", re.IGNORECASE)
_BUKAN = re.compile(r"(?:lima|5|dua|tiga|empat|enam|jangka)\s*(?:\(\w+\)\s*)?$", re.IGNORECASE)
"""Before "tahunan" or "bulanan": another length of time ("lima tahunan")."""


@dataclass(frozen=True)
class Usulan:
    """A proposed month plan with the words it was read from; `bulan` are numbers 1 to 12."""

    bentuk: str
    bulan: tuple[int, ...]
    kutipan: str


def usulan(*teks: str) -> Usulan | None:
    """Return what texts of one row propose; None when they name no number of times.

    Of several frequencies the highest counts: doing it serves the others too. N times a year
    means evidence at the end of each of N equal parts of the year.
    """
    found = [one for text in teks for one in _terbaca(text)]
    if not found:
        return None
    times, words = max(found, key=lambda one: one[0])  # the first of equals
    return Usulan(BentukJadwal.Bentuk.BERULANG, sebaran(times), words[:200])


def sebaran(kali: int) -> tuple[int, ...]:
    """Return the last months of `kali` equal parts of a year: 4 gives 3, 6, 9, 12."""
    count = max(1, min(kali, 12))
    return tuple(-(-12 * part // count) for part in range(1, count + 1))


def _terbaca(text: str) -> list[tuple[int, str]]:
    found = [
        (times, match[0])
        for pattern, times in _POLA
        for match in pattern.finditer(text)
        if not _BUKAN.search(text[: match.start()].rstrip("- "))
    ]
    for match in _KALI.finditer(text):
        number = match["n"].casefold()
        times = int(number) if number.isdecimal() else _ANGKA[number]
        if times:
            found.append((times, match[0]))
    found += [(1, match[0]) for match in _KALI_TAHUN.finditer(text)]
    return found


def teks_baris(rencana: Rencana) -> Mapping[int, list[str]]:
    """Return the words of each Butir besides its own: its indikator and KET. (one query)."""
    indikator = DokumenIndikator.objects.filter(dokumen__butir__rencana=rencana)
    noted = KeteranganBaris.objects.filter(kegiatan__tim__keputusan__rencana=rencana).order_by()
    of_sub = noted.filter(sub__isnull=False)
    of_all = noted.filter(sub__isnull=True)
    rows = indikator.values_list("dokumen__butir", "indikator__teks").union(
        of_sub.values_list("sub__butir", "teks"),
        of_all.filter(kegiatan__bersub=True).values_list("kegiatan__sub_set__butir", "teks"),
        of_all.filter(kegiatan__bersub=False).values_list("kegiatan__butir", "teks"),
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for butir, text in rows:
        if butir is not None:
            found[butir].append(text)
    for texts in found.values():
        texts.sort()
    return found


def usulan_butir(
    rencana: Rencana, butir: Iterable[Butir], teks: Mapping[int, list[str]], sejak: date | None
) -> dict[int, Usulan]:
    """Return the proposals for rows, without months that the plan would never ask for.

    `teks` are the other words of each row, `sejak` is the date of the decree.
    """
    found = {}
    for row in butir:
        proposed = usulan(row.uraian, *teks.get(row.pk, ()))
        if proposed is None:
            continue
        months = tuple(m for m in proposed.bulan if _ditagih(rencana, m, sejak))
        if months:
            found[row.pk] = replace(proposed, bulan=months)
    return found


def _ditagih(rencana: Rencana, month: int, sejak: date | None) -> bool:
    first = date(rencana.tahun, month, 1)
    last = akhir_bulan(first)
    in_plan = first <= rencana.selesai and last >= rencana.mulai
    return in_plan and (sejak is None or last >= sejak)


def usulan_rencana(rencana: Rencana) -> dict[int, Usulan]:
    """Return the proposals for the rows of a plan by id of the Butir (three queries)."""
    sejak = KeputusanZI.objects.filter(rencana=rencana).values_list("tanggal", flat=True).first()
    rows = Butir.objects.berlaku().filter(rencana=rencana, pola=Butir.Pola.JADWAL)
    return usulan_butir(rencana, rows, teks_baris(rencana), sejak)
