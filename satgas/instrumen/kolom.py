"""Columns of a pasted instrument: headings in any order, by their usual names. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kolom(StrEnum):
    """A column; the value is its heading in tables that the portal writes."""

    KODE_AREA = "Kode Area"
    AREA = "Area"
    BOBOT_AREA = "Bobot Area"
    KODE_INDIKATOR = "Kode Indikator"
    INDIKATOR = "Indikator"
    BOBOT_INDIKATOR = "Bobot Indikator"
    KODE_SUB = "Kode Sub"
    SUB = "Sub Indikator"
    BOBOT_SUB = "Bobot Sub"
    CARA = "Cara Menilai"
    UNIT = "Unit Pengampu"
    TUGAS = "Tugas Terkait"
    KRITERIA_NILAI = "Kriteria Nilai"
    DOKUMEN = "Dokumen"
    KRITERIA = "Kriteria"


_SEBUTAN: dict[Kolom, tuple[str, ...]] = {
    Kolom.KODE_AREA: ("kodearea", "noarea"),
    Kolom.AREA: ("area", "areaintervensi", "areaintervensimcp", "areamcp", "areaintervensimcsp"),
    Kolom.BOBOT_AREA: ("bobotarea", "bobotareaintervensi"),
    Kolom.KODE_INDIKATOR: ("kodeindikator", "noindikator"),
    Kolom.INDIKATOR: ("indikator", "indikatormcp", "namaindikator"),
    Kolom.BOBOT_INDIKATOR: ("bobotindikator",),
    Kolom.KODE_SUB: ("kodesub", "kodesubindikator", "nosub", "nosubindikator"),
    Kolom.SUB: ("subindikator", "sub", "subindikatormcp", "namasubindikator"),
    Kolom.BOBOT_SUB: ("bobotsub", "bobotsubindikator"),
    Kolom.CARA: ("caramenilai", "caranilai", "carapenilaian"),
    Kolom.UNIT: ("unitpengampu", "unit", "opd", "pd", "perangkatdaerah", "pengampu", "opdpengampu"),
    Kolom.TUGAS: ("tugasterkait", "tugas", "rinciantugas", "kodetugas"),
    Kolom.KRITERIA_NILAI: ("kriterianilai", "kriteriapenilaian", "skalanilai", "rubrik"),
    Kolom.DOKUMEN: (
        "dokumen",
        "dokumenyangdiperlukan",
        "dokumenyangdibutuhkan",
        "dokumenwajib",
        "dokumenpendukung",
        "datadukung",
        "buktidukung",
        "eviden",
        "evidence",
    ),
    Kolom.KRITERIA: ("kriteria", "kriteriadokumen"),
}
_KENAL = {sebutan: kolom for kolom, semua in _SEBUTAN.items() for sebutan in semua}
_TINGKAT = {
    Kolom.AREA: (Kolom.KODE_AREA, Kolom.BOBOT_AREA),
    Kolom.INDIKATOR: (Kolom.KODE_INDIKATOR, Kolom.BOBOT_INDIKATOR),
    Kolom.SUB: (Kolom.KODE_SUB, Kolom.BOBOT_SUB),
}
_NOMOR = {"no", "nomor", ""}
_CARI_JUDUL = 10  # a title may stand above the headings
_PANJANG_JUDUL = 200  # of a heading is read; a longer text is none
_MAKS_ASING = 50


@dataclass
class Judul:
    """Where the headings stand (`baris`, from 0), which column is where, what was not known."""

    baris: int
    letak: dict[Kolom, int] = field(default_factory=dict)
    asing: list[str] = field(default_factory=list)
    ganda: list[tuple[Kolom, str]] = field(default_factory=list)


def _bersih(sel: str) -> str:
    return re.sub(r"\([^)]*\)|[^a-z0-9]", "", sel[:_PANJANG_JUDUL].casefold())


def cari_judul(baris: Sequence[Sequence[str]]) -> Judul | None:
    """Return the headings: the first row among the top ones that names the area and another column.

    A bare "Bobot" belongs to the level in the column before it, a bare "Kode" to the level in the
    column after it. None when no row qualifies.
    """
    for no, row in enumerate(baris[:_CARI_JUDUL]):
        judul = _judul(no, [_bersih(sel) for sel in row], row)
        if Kolom.AREA in judul.letak and len(judul.letak) > 1:
            return judul
    only = _judul(0, [_bersih(sel) for sel in baris[0]], baris[0]) if baris else None
    return only if only is not None and Kolom.AREA in only.letak else None


def _judul(no: int, kata: list[str], row: Sequence[str]) -> Judul:
    judul = Judul(no)
    level: Kolom | None = None
    for letak, satu in enumerate(kata):
        kolom = _KENAL.get(satu)
        if satu == "bobot" and level is not None:
            kolom = _TINGKAT[level][1]
        elif satu == "kode":
            after = _KENAL.get(kata[letak + 1]) if letak + 1 < len(kata) else None
            kolom = _TINGKAT[after][0] if after in _TINGKAT else None
        if kolom in _TINGKAT:
            level = kolom
        if kolom is None:
            if satu not in _NOMOR and len(judul.asing) < _MAKS_ASING:
                judul.asing.append(row[letak].strip()[:_PANJANG_JUDUL])
        elif kolom in judul.letak:
            judul.ganda.append((kolom, row[letak].strip()))
        else:
            judul.letak[kolom] = letak
    return judul
