"""The page of scores: the whole, each area, and one area down to its sub indikator."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from evidence.models import Rencana
from satgas.instrumen.nilai import nilai_instrumen
from satgas.jaga.status import NilaiSaatItu
from satgas.models import Instrumen
from ukuran.cara_hitung import Baris, Keadaan, LabelBobot
from ukuran.skor import Cakupan, Hasil, Skor, Sudut

NAMA_SUDUT = {
    Sudut.MANDIRI: "Mandiri",
    Sudut.INSPEKTORAT: "Inspektorat",
    Sudut.KPK: "KPK",
}
_LABEL = {
    LabelBobot.INSTRUMEN: "bobot instrumen",
    LabelBobot.SAMA: "bobot belum diketahui, dihitung sama",
    LabelBobot.BELUM_LENGKAP: "bobot belum lengkap, dihitung sama",
    LabelBobot.TANPA_PENYEBUT: "tidak ada yang dinilai",
}


@dataclass(frozen=True)
class BarisHitung:
    """One child in the explanation, with its rows for the three points of view."""

    kode: str
    nama: str
    keterangan: str  # a state that is no plain value
    dasar: Baris
    sudut: tuple[tuple[Baris, Skor], ...]


@dataclass(frozen=True)
class Simpul:
    """The root, an area or an indikator with its three scores and their explanation."""

    hasil: Hasil
    label_bobot: str

    @property
    def baris(self) -> list[BarisHitung]:
        """The children as the explanation lists them."""
        caras = [self.hasil.skor(sudut).cara_hitung for sudut in Sudut]
        rows = [cara.baris for cara in caras if cara is not None]
        return [
            BarisHitung(
                kode=together[0].kode,
                nama=together[0].nama,
                keterangan=_keterangan(together[0].keadaan),
                dasar=together[0],
                sudut=tuple(
                    (row, anak.skor(sudut)) for sudut, row in zip(Sudut, together, strict=True)
                ),
            )
            for anak, together in zip(self.hasil.anak, zip(*rows, strict=True), strict=True)
        ]

    @property
    def skor(self) -> list[Skor]:
        """The three scores, in the order of the points of view."""
        return [self.hasil.skor(sudut) for sudut in Sudut]

    @property
    def cakupan(self) -> list[tuple[str, Cakupan]]:
        """Coverage of the three points of view."""
        return [(NAMA_SUDUT[sudut], self.hasil.skor(sudut).cakupan) for sudut in Sudut]


@dataclass(frozen=True)
class BarisSub:
    """A sub indikator with its values as recorded."""

    hasil: Hasil
    keterangan: str
    kpk: NilaiSaatItu | None
    capaian: int | None


@dataclass(frozen=True)
class BagianNilai:
    """An indikator with its sub indikator."""

    simpul: Simpul
    sub: list[BarisSub]


@dataclass(frozen=True)
class HalamanNilai:
    """Everything the page shows."""

    akar: Simpul
    area: list[Simpul]
    dipilih: Simpul | None
    bagian: list[BagianNilai]
    terbatas: bool


def halaman_nilai(
    instrumen: Instrumen, rencana: Rencana, user: User, *, now: datetime, area: str
) -> HalamanNilai:
    """Return the page for one area of the instrument in use (at most six queries)."""
    found = nilai_instrumen(instrumen, rencana, user, now)
    areas = [_simpul(satu) for satu in found.hasil.anak]
    chosen = next((a for a in areas if a.hasil.kode == area), areas[0] if areas else None)
    bagian = [
        BagianNilai(
            _simpul(indikator),
            [
                BarisSub(
                    sub,
                    _keterangan(sub.keadaan),
                    found.kpk.get(sub.kode),
                    found.capaian.get(sub.kode),
                )
                for sub in indikator.anak
            ],
        )
        for indikator in (chosen.hasil.anak if chosen else ())
    ]
    return HalamanNilai(_simpul(found.hasil), areas, chosen, bagian, found.terbatas)


def _simpul(hasil: Hasil) -> Simpul:
    label = hasil.label_bobot or LabelBobot.TANPA_PENYEBUT
    return Simpul(hasil, _LABEL[label])


def _keterangan(keadaan: Keadaan | None) -> str:
    return "" if keadaan in (None, Keadaan.DINILAI) else keadaan.kata
