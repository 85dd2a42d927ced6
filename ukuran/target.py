"""Targets and budgets of the Road Map, read from the text that the plan prints.

Pure functions. What is read stands beside the raw text and never replaces it; what cannot be true
is read as it stands and named (`Target.mencurigakan`), never repaired. Blank, "-" and 0 are three
different things.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

PERSEN = "%"

_SERATUS = 100
_DIGIT_MAKS = 18  # a longer row of digits is no figure of a plan

_TANPA_LEBAR = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_STRIP = re.compile(r"[-\u2010-\u2015\u2212][-\u2010-\u2015\u2212 ]*")
_KURUNG = re.compile(r"\([^()]*\)")
_ANGKA = re.compile(
    r"""(?: [1-9][0-9]{0,2} (?:\.[0-9]{3})+ (?:,[0-9]+)?  # 1.200 and 1.200,5
          | [1-9][0-9]{0,2} (?:,[0-9]{3}){2,}             # 1,200,287: no decimal comma comes twice
          | [0-9]+ (?:[.,][0-9]+)?                        # 12 and 12,5 and 12.5
        ) (?! [0-9] | [.,][0-9] )""",
    re.VERBOSE,
)
_RIBUAN_TITIK = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_RIBUAN_KOMA = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")
_PEMISAH = re.compile(  # only before a number, and never between two
    r"""(?: (?<![0-9])(?<![0-9]\ ) \ ?/\ ? | (?<![0-9]),\ ? | ,\ | \ ?[;&+]\ ? | \ (?:dan|serta)\  )
        (?=[0-9])""",
    re.IGNORECASE | re.VERBOSE,
)
_AWALAN = re.compile(
    r"""(?: (?: [<>≤≥=±~] | minimal | maksimal | minimum | maksimum | min\b\.? | maks\b\.?
          | paling\ (?:sedikit|kurang|banyak|lama) | sekurang-kurangnya | lebih\ dari
          | kurang\ dari | sebanyak | rata-rata | sekitar | rp\b\.? )\ ? )+ (?=[0-9])""",
    re.IGNORECASE | re.VERBOSE,
)
_PERSEN = re.compile(r" ?(?:%|persen\b)", re.IGNORECASE)
_BUKAN_SATUAN = re.compile(r"[^\w%]+[0-9]")
_SEMUA = re.compile(
    r"(?:semua|seluruh) (?:pd|opd|skpd|perangkat daerah|unit)\b[^0-9]*", re.IGNORECASE
)
_ANGGARAN = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})*|[1-9][0-9]*")


class JenisTarget(StrEnum):
    """What kind of thing a target is."""

    KOSONG = "kosong"
    STRIP = "strip"
    NOL = "nol"
    PERSEN = "persen"
    CACAH = "cacah"
    MAJEMUK = "majemuk"
    PREDIKAT = "predikat"
    DOKUMEN = "dokumen"
    SEMUA = "semua"


@dataclass(frozen=True, slots=True)
class Komponen:
    """One number of a target with its unit: "%" for percentages, "" for none.

    Raises TypeError unless `jumlah` is a Decimal, ValueError when it is negative or not finite.
    """

    jumlah: Decimal
    satuan: str

    def __post_init__(self) -> None:
        """Check the number."""
        if not isinstance(self.jumlah, Decimal):
            raise TypeError(f"jumlah must be Decimal, not {self.jumlah!r}")
        if not self.jumlah.is_finite() or self.jumlah < 0:
            raise ValueError(f"jumlah is negative or no number: {self.jumlah}")

    @property
    def kunci(self) -> str:
        """Return the unit as it is compared: case, spaces and dots play no part."""
        return re.sub(r"[\s.]+", "", self.satuan).casefold()


@dataclass(frozen=True, slots=True)
class Target:
    """A target as printed (`mentah`) and as read.

    NOL has one component of 0, SEMUA none (how many units there are is not in the text).
    `keterangan` holds what qualifies the numbers, such as "(rata-rata)", and for DOKUMEN the
    words themselves.
    """

    mentah: str
    jenis: JenisTarget
    komponen: tuple[Komponen, ...] = ()
    predikat: str = ""
    keterangan: str = ""

    @property
    def ada(self) -> bool:
        """Say whether something is aimed at; a target of 0 is a target."""
        return self.jenis not in (JenisTarget.KOSONG, JenisTarget.STRIP)

    @property
    def mencurigakan(self) -> str:
        """Return why the text is doubtful, in Indonesian; "" when it is not."""
        for satu in self.komponen:
            if satu.satuan == PERSEN and satu.jumlah > _SERATUS:
                return "Persentase lebih dari 100%."
        teks = _rapikan(self.mentah)
        if self.jenis is JenisTarget.DOKUMEN:
            if not any(huruf.isalpha() for huruf in teks):
                return "Bukan angka dan bukan kata yang dapat dibaca."
            if next(huruf for huruf in teks if huruf.isalnum()).isnumeric():
                return "Diawali angka yang tidak dapat dibaca sebagai target."
        if any(re.search(r"[0-9]", satu.satuan) for satu in self.komponen):
            return "Ada angka lain di dalam satuan; hanya angka pertama yang dibaca."
        if len(self.komponen) > 1 and not all(satu.satuan for satu in self.komponen):
            return "Ada komponen tanpa satuan."
        if self.komponen and re.search(r"(?<![0-9.,])[0-9]{1,3},[0-9]{3}(?![0-9,])", teks):
            return "Koma diikuti tiga angka dibaca sebagai desimal, mungkin maksudnya ribuan."
        return ""


def _rapikan(mentah: str) -> str:
    """Return the text with single spaces and without characters of no width."""
    return " ".join(mentah.translate(_TANPA_LEBAR).split())


def kunci_predikat(kode: str) -> str:
    """Return a grade as it is compared: case and spaces play no part."""
    return "".join(_rapikan(kode).split()).casefold()


def baca_target(mentah: str, predikat: Collection[str] = ()) -> Target:
    """Return a target read from its printed text; never raises for a text.

    `predikat` are the codes that count as grades in this row, whatever their case and spaces; the
    target carries the code as it stands there. A count is a number followed by words: "4 PD/Unit
    Yanlik Provinsi" is one, "18 kasus/18 laporan" are two, as a new component begins only where a
    separator is followed by a number. A comma between digits is decimal; dots between groups of
    three are thousands. Words, or numbers that cannot be read, are DOKUMEN.
    """
    teks = _rapikan(mentah)
    if not teks:
        return Target(mentah, JenisTarget.KOSONG)
    if _STRIP.fullmatch(teks):
        return Target(mentah, JenisTarget.STRIP)
    kurung = " ".join(_KURUNG.findall(teks))
    inti = _rapikan(_KURUNG.sub(" ", teks))
    if not inti:
        inti, kurung = _rapikan(teks.strip("()")), ""
    kode = {kunci_predikat(satu): satu for satu in predikat}
    for calon, keterangan in ((teks, ""), (inti, kurung)):
        if kunci_predikat(calon) in kode:
            nama = kode[kunci_predikat(calon)]
            return Target(mentah, JenisTarget.PREDIKAT, predikat=nama, keterangan=keterangan)
    if _SEMUA.fullmatch(inti):
        return Target(mentah, JenisTarget.SEMUA, keterangan=kurung)
    awalan = _AWALAN.match(inti)
    bagian = [_komponen(satu) for satu in _PEMISAH.split(inti[awalan.end() if awalan else 0 :])]
    terbaca = [satu for satu in bagian if satu is not None]
    if len(terbaca) < len(bagian):
        return Target(mentah, JenisTarget.DOKUMEN, keterangan=teks)
    komponen = tuple(satu for satu, _kata in terbaca)
    kata = [awalan.group().strip() if awalan else "", *(kata for _satu, kata in terbaca), kurung]
    return Target(
        mentah,
        _jenis_angka(komponen),
        komponen,
        keterangan=" ".join(satu for satu in kata if satu),
    )


def _komponen(bagian: str) -> tuple[Komponen, str] | None:
    """Return one component and the words after a percentage; None when no number begins it."""
    cocok = _ANGKA.match(bagian)
    if cocok is None or sum(huruf.isdigit() for huruf in cocok.group()) > _DIGIT_MAKS:
        return None
    jumlah, sisa = _jumlah(cocok.group()), bagian[cocok.end() :]
    persen = _PERSEN.match(sisa)
    if persen:
        return Komponen(jumlah, PERSEN), _satuan(sisa[persen.end() :])
    if _BUKAN_SATUAN.match(sisa) or sisa[:1].isnumeric():  # "70-80%", "5/10", "10½"
        return None
    return Komponen(jumlah, _satuan(sisa)), ""


def _jumlah(angka: str) -> Decimal:
    if _RIBUAN_TITIK.fullmatch(angka):
        return Decimal(angka.replace(".", "").replace(",", "."))
    if _RIBUAN_KOMA.fullmatch(angka):
        return Decimal(angka.replace(",", ""))
    return Decimal(angka.replace(",", "."))


def _satuan(teks: str) -> str:
    return _rapikan(teks.lstrip(" .").rstrip(" .,;"))


def _jenis_angka(komponen: tuple[Komponen, ...]) -> JenisTarget:
    if len(komponen) > 1:
        return JenisTarget.MAJEMUK
    (satu,) = komponen
    if satu.satuan == PERSEN:
        return JenisTarget.PERSEN
    return JenisTarget.CACAH if satu.jumlah or satu.satuan else JenisTarget.NOL


class JenisAnggaran(StrEnum):
    """What a budget cell holds."""

    KOSONG = "kosong"
    STRIP = "strip"
    NOL = "nol"
    JUMLAH = "jumlah"
    TAK_TERBACA = "tak_terbaca"


@dataclass(frozen=True, slots=True)
class Anggaran:
    """A budget as printed and as read, in thousands of rupiah (Rp.000).

    `ribu` is 0 for NOL and None for KOSONG, STRIP and TAK_TERBACA.
    """

    mentah: str
    jenis: JenisAnggaran
    ribu: int | None


def baca_anggaran(mentah: str) -> Anggaran:
    """Return a budget read from its printed text ("1,200,287"); never raises for a text.

    Only what the Lampiran prints is read: digits, with commas between groups of three or without.
    Anything else is TAK_TERBACA.
    """
    teks = _rapikan(mentah)
    if not teks:
        return Anggaran(mentah, JenisAnggaran.KOSONG, None)
    if _STRIP.fullmatch(teks):
        return Anggaran(mentah, JenisAnggaran.STRIP, None)
    if teks == "0":
        return Anggaran(mentah, JenisAnggaran.NOL, 0)
    angka = teks.replace(",", "")
    if _ANGGARAN.fullmatch(teks) and len(angka) <= _DIGIT_MAKS:
        return Anggaran(mentah, JenisAnggaran.JUMLAH, int(angka))
    return Anggaran(mentah, JenisAnggaran.TAK_TERBACA, None)
