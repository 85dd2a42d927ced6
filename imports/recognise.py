"""Which kind of table a file holds, on which sheet, under which headings, column by column.

By headings in any order, with synonyms; titles may stand above them and headings may take two
rows. A workbook of the portal carries a mark that says its kind; a mapping that a person settled
before is used again. What is not certain is said, never guessed silently.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from imports.headings import NOMOR_URUT, Kamus, judul_sel, kunci_judul, sidik_judul
from imports.marks import LEMBAR_PORTAL, Penanda, baca_penanda
from sheets.resource import SheetResource
from sheets.values import lipat

if TYPE_CHECKING:
    from imports.reading import Buku, Lembar

BARIS_JUDUL_TERAKHIR = 40
_LEMBAR_MAKS = 50
_KOLOM_MAKS = 200
_NILAI_YAKIN = 0.6
_JARAK_YAKIN = 0.1
_NILAI_CALON = 0.15

Jenis = type[SheetResource]


@dataclass(frozen=True)
class Asing:
    """A heading that the kind doesn't know; `mirip` is the nearest free column or None."""

    kolom: int
    judul: str
    mirip: str | None


@dataclass(frozen=True)
class Ganda:
    """A column of the kind that several headings claim; the first one is used."""

    nama: str
    kolom: tuple[int, ...]


@dataclass(frozen=True)
class Kenalan:
    """What a file was taken for. Columns and rows count from 1.

    `pemetaan` maps a column of the kind to one of the sheet; empty for `resmi`, an official layout
    that is read by its own rules. `calon` are the kinds with their likeness (0 to 1), best first.
    `hilang` are required columns without a heading. `judul` are the headings by column and `sidik`
    the key to remember a mapping under. `jenis` None: nothing was recognised.
    """

    jenis: Jenis | None
    lembar: str
    baris_judul: int
    pemetaan: dict[str, int]
    yakin: bool
    calon: tuple[tuple[Jenis, float], ...] = ()
    hilang: tuple[str, ...] = ()
    asing: tuple[Asing, ...] = ()
    ganda: tuple[Ganda, ...] = ()
    penanda: Penanda | None = None
    judul: tuple[str, ...] = ()
    sidik: str = ""
    resmi: bool = False
    diingat: bool = False


@dataclass(frozen=True)
class _Kepala:
    """A row that may hold the headings; `kunci` are the compared headings of each column."""

    lembar: str
    baris: int
    judul: tuple[str, ...]
    kunci: tuple[tuple[str, ...], ...]

    @property
    def sidik(self) -> str:
        return sidik_judul(self.judul)


@dataclass
class _Cocok:
    """A kind held against a row of headings."""

    jenis: Jenis
    kepala: _Kepala
    nilai: float
    letak: dict[str, list[int]] = field(default_factory=dict)


class _Kenal:
    """A kind with its dictionary and the weight of its columns."""

    def __init__(self, jenis: Jenis) -> None:
        self.jenis = jenis
        self.kolom = jenis.kolom()
        self.impor = jenis.kolom_impor()
        self.kamus = Kamus(self.kolom)
        self.wajib = [
            nama for nama, kolom in self.impor.items() if kolom.wajib or nama in jenis.kunci
        ]
        self._bobot = {nama: 2 if nama in self.wajib else 1 for nama in self.impor}
        self._semua = sum(self._bobot.values())

    def banding(self, kepala: _Kepala) -> _Cocok:
        """Return the likeness: the Dice coefficient of weighted columns, strangers weigh 1."""
        letak: dict[str, list[int]] = {}
        asing = 0
        for ke, calon in enumerate(kepala.kunci, start=1):
            nama = self.kamus.cari(calon)
            if nama is not None:
                letak.setdefault(nama, []).append(ke)
            elif calon and not NOMOR_URUT.intersection(calon):
                asing += 1
        temu = sum(self._bobot.get(nama, 0) for nama in letak)
        return _Cocok(self.jenis, kepala, 2 * temu / (self._semua + temu + asing), letak)


def kenali(
    buku: "Buku",
    kinds: Sequence[Jenis],
    ingatan: Mapping[str, Mapping[str, Any]] | None = None,
) -> Kenalan:
    """Return what a workbook is taken for among `kinds`, the kinds that a person may bring in.

    `ingatan` maps a fingerprint of headings (`sidik_judul`) to {"jenis": kode, "pemetaan": {...}}.
    A remembered mapping goes first, then an official layout, then the headings; the mark of a
    template or an export settles the kind. Nothing is certain while two headings claim a column, a
    column of the key has none, or an unknown heading is near to a column without one.
    """
    penanda = baca_penanda(buku)
    bertanda = [jenis for jenis in kinds if penanda and jenis.kode == penanda.kode]
    sheets = [
        lembar
        for lembar in buku.lembar[:_LEMBAR_MAKS]
        if len(buku.lembar) == 1 or lipat(lembar.nama) not in LEMBAR_PORTAL
    ]
    kepala = [satu for lembar in sheets for satu in _kepala(lembar)]
    for satu in kepala:
        lama = _ingat(satu, kinds, ingatan or {}, penanda)
        if lama is not None:
            return lama
    resmi = _resmi(sheets, bertanda or kinds, penanda)
    if resmi is not None:
        return resmi
    terbaik: list[_Cocok] = []
    for kenal in [_Kenal(jenis) for jenis in kinds]:
        cocok = max(
            (kenal.banding(satu) for satu in kepala), key=lambda satu: satu.nilai, default=None
        )
        if cocok is not None and cocok.nilai > 0:
            terbaik.append(cocok)
    terbaik.sort(key=lambda satu: (satu.jenis not in bertanda, -satu.nilai))
    calon = tuple(
        (satu.jenis, round(satu.nilai, 3))
        for satu in terbaik
        if satu.nilai >= _NILAI_CALON or satu.jenis in bertanda
    )
    if not calon:
        return Kenalan(None, "", 0, {}, yakin=False, penanda=penanda)
    return _hasil(terbaik, calon, penanda, pasti=bool(bertanda) or len(kinds) == 1)


def _hasil(
    terbaik: Sequence[_Cocok],
    calon: tuple[tuple[Jenis, float], ...],
    penanda: Penanda | None,
    *,
    pasti: bool,
) -> Kenalan:
    """Return the best kind; `pasti`: its kind is known, by a mark or because a person said so."""
    utama = terbaik[0]
    kenal, kepala = _Kenal(utama.jenis), utama.kepala
    pemetaan = {nama: letak[0] for nama, letak in utama.letak.items() if nama in kenal.impor}
    hilang = tuple(nama for nama in kenal.wajib if nama not in pemetaan)
    ganda = tuple(
        Ganda(nama, tuple(letak))
        for nama, letak in utama.letak.items()
        if len(letak) > 1 and nama in kenal.impor
    )
    asing = _asing(kenal, kepala, pemetaan)
    ragu = ganda or any(satu.mirip for satu in asing) or set(hilang) & set(utama.jenis.kunci)
    jauh = len(terbaik) == 1 or utama.nilai - terbaik[1].nilai >= _JARAK_YAKIN
    menurut_judul = utama.nilai >= _NILAI_YAKIN and jauh and not hilang
    return Kenalan(
        utama.jenis,
        kepala.lembar,
        kepala.baris,
        pemetaan,
        yakin=(pasti or menurut_judul) and not ragu,
        calon=calon,
        hilang=hilang,
        asing=asing,
        ganda=ganda,
        penanda=penanda,
        judul=kepala.judul,
        sidik=kepala.sidik,
    )


def _asing(kenal: _Kenal, kepala: _Kepala, pemetaan: Mapping[str, int]) -> tuple[Asing, ...]:
    """Return the headings that mean no column, each with the nearest column still free."""
    bebas = frozenset(kenal.impor) - frozenset(pemetaan)
    terpakai = set(pemetaan.values())
    return tuple(
        Asing(ke, kepala.judul[ke - 1], kenal.kamus.mirip(calon[0], bebas))
        for ke, calon in enumerate(kepala.kunci, start=1)
        if calon
        and ke not in terpakai
        and kenal.kamus.cari(calon) is None
        and not NOMOR_URUT.intersection(calon)
    )


def _ingat(
    kepala: _Kepala,
    kinds: Sequence[Jenis],
    ingatan: Mapping[str, Mapping[str, Any]],
    penanda: Penanda | None,
) -> Kenalan | None:
    lama = ingatan.get(kepala.sidik) if ingatan else None
    if lama is None:
        return None
    jenis = next((satu for satu in kinds if satu.kode == lama.get("jenis")), None)
    if jenis is None:
        return None
    kenal = _Kenal(jenis)
    pemetaan = {
        nama: kolom
        for nama, kolom in lama.get("pemetaan", {}).items()
        if nama in kenal.impor and isinstance(kolom, int) and 1 <= kolom <= len(kepala.judul)
    }
    hilang = tuple(nama for nama in kenal.wajib if nama not in pemetaan)
    return Kenalan(
        jenis,
        kepala.lembar,
        kepala.baris,
        pemetaan,
        yakin=not set(hilang) & set(jenis.kunci),
        calon=((jenis, 1.0),),
        hilang=hilang,
        asing=_asing(kenal, kepala, pemetaan),
        penanda=penanda,
        judul=kepala.judul,
        sidik=kepala.sidik,
        diingat=True,
    )


def _resmi(
    sheets: Sequence["Lembar"], kinds: Sequence[Jenis], penanda: Penanda | None
) -> Kenalan | None:
    """Return the official layout that a sheet follows; not certain when two kinds claim it."""
    found = [
        (jenis, lembar.nama)
        for lembar in sheets
        for jenis in kinds
        if jenis.tata_resmi is not None and jenis.tata_resmi.cocok(lembar)
    ]
    if not found:
        return None
    jenis, nama = found[0]
    kelas = tuple(dict.fromkeys(satu for satu, _nama in found))
    return Kenalan(
        jenis,
        nama,
        0,
        {},
        yakin=len(found) == 1,
        calon=tuple((satu, 1.0) for satu in kelas),
        penanda=penanda,
        resmi=True,
    )


def _kepala(lembar: "Lembar") -> Iterator[_Kepala]:
    """Yield the rows of a sheet that may hold the headings, alone and with the row above."""
    rows = [
        (nomor, [judul_sel(cell) for cell in cells[:_KOLOM_MAKS]])
        for nomor, cells in takewhile(
            lambda baris: baris[0] <= BARIS_JUDUL_TERAKHIR, lembar.baris()
        )
    ]
    for ke, (nomor, judul) in enumerate(rows):
        if any(judul):
            kunci = tuple((kunci_judul(satu),) if satu else () for satu in judul)
            yield _Kepala(lembar.nama, nomor, tuple(judul), kunci)
        if ke and nomor == rows[ke - 1][0] + 1 and _bergrup(lembar, nomor, rows[ke - 1][1], judul):
            yield _dua_baris(lembar, nomor, rows[ke - 1][1], judul)


def _bergrup(lembar: "Lembar", nomor: int, atas: Sequence[str], bawah: Sequence[str]) -> bool:
    """Say whether two rows can be one of headings: merged, or groups over several columns.

    A full row of headings above a row of values is none.
    """
    if any(
        (r.atas == nomor - 1 and r.kiri < r.kanan) or r.atas < nomor <= r.bawah
        for r in lembar.gabungan
    ):
        return True
    lebih = len(bawah) > len(atas) and any(bawah[len(atas) :])
    return lebih or any(dua and not satu for satu, dua in zip(atas, bawah, strict=False))


def _dua_baris(lembar: "Lembar", nomor: int, atas: Sequence[str], bawah: Sequence[str]) -> _Kepala:
    """Return two rows as one of headings: groups above spread over the headings below them."""
    lebar = max(len(atas), len(bawah))
    atas = [*atas, *[""] * (lebar - len(atas))]
    bawah = [*bawah, *[""] * (lebar - len(bawah))]
    judul: list[str] = []
    kunci: list[tuple[str, ...]] = []
    grup, sampai = "", 0
    for ke, (satu, dua) in enumerate(zip(atas, bawah, strict=True), start=1):
        if satu:
            grup = satu
            sampai = next(
                (r.kanan for r in lembar.gabungan if (r.atas, r.kiri) == (nomor - 1, ke)), ke
            )
        induk = satu or (grup if dua and (ke <= sampai or sampai == ke - 1) else "")
        if induk and not satu:
            sampai = max(sampai, ke)
        judul.append(" ".join(kata for kata in (induk, dua) if kata))
        calon = (
            kunci_judul(f"{induk} {dua}"),
            kunci_judul(dua),
            kunci_judul(induk if satu else ""),
        )
        kunci.append(tuple(kata for kata in dict.fromkeys(calon) if kata))
    return _Kepala(lembar.nama, nomor, tuple(judul), tuple(kunci))
