"""Scores of an instrument, completeness of documents, and the pace that is still needed.

Pure functions over frozen dataclasses: no database, no formatting, no rounding. "No data" is None
and never 0; 0 is a value. How each figure came about is told by `ukuran.cara_hitung`.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ukuran.cara_hitung import (
    SERATUS,
    Anggota,
    BobotKelompok,
    CaraHitung,
    Keadaan,
    LabelBobot,
    desimal,
    pilih_bobot,
    rata_tertimbang,
)

Bilangan = int | Decimal

_HARI_SEMINGGU = 7


class Sudut(StrEnum):
    """Whose value: claimed by the unit, verified by the Inspektorat, given by KPK."""

    MANDIRI = "mandiri"
    INSPEKTORAT = "inspektorat"
    KPK = "kpk"


def _periksa_bilangan(kode: str, nama: str, nilai: Bilangan | None) -> None:
    """Refuse what is no exact number of at least 0; the message names kode and field."""
    if nilai is None:
        return
    if isinstance(nilai, bool) or not isinstance(nilai, int | Decimal):
        raise TypeError(f"{kode}: {nama} must be int or Decimal, not {nilai!r}")
    if not Decimal(nilai).is_finite():
        raise ValueError(f"{kode}: {nama} is not a finite number: {nilai}")
    if nilai < 0:
        raise ValueError(f"{kode}: {nama} is negative: {nilai}")


def _bobot(bobot: Bilangan | None) -> Decimal | None:
    return None if bobot is None else Decimal(bobot)


@dataclass(frozen=True, slots=True)
class Daun:
    """A leaf of the instrument: a sub indikator, or a task in a flat list.

    Each of the three values is 0 to 100 or None (no data). They count while `keadaan` is dinilai;
    a leaf that KPK has graded after all is dinilai again. Raises, naming the kode, ValueError for
    a negative bobot, a value outside 0 to 100, NaN or infinity, and TypeError for a float.
    """

    kode: str
    nama: str
    bobot: Bilangan | None = None
    mandiri: Bilangan | None = None
    inspektorat: Bilangan | None = None
    kpk: Bilangan | None = None
    keadaan: Keadaan = Keadaan.DINILAI

    def __post_init__(self) -> None:
        """Check the figures and the state."""
        _periksa_bilangan(self.kode, "bobot", self.bobot)
        for sudut in Sudut:
            nilai = self.nilai(sudut)
            _periksa_bilangan(self.kode, f"nilai {sudut}", nilai)
            if nilai is not None and nilai > SERATUS:
                raise ValueError(f"{self.kode}: nilai {sudut} is over {SERATUS}: {nilai}")
        object.__setattr__(self, "keadaan", Keadaan(self.keadaan))

    def nilai(self, sudut: Sudut) -> Bilangan | None:
        """Return the value as recorded from one point of view."""
        if sudut is Sudut.MANDIRI:
            return self.mandiri
        return self.inspektorat if sudut is Sudut.INSPEKTORAT else self.kpk

    def nilai_dihitung(self, sudut: Sudut) -> Fraction | None:
        """Return what counts: the value when dinilai, 0 for a leaf that stays as 0, else None."""
        if self.keadaan is Keadaan.DINILAI:
            nilai = self.nilai(sudut)
            return None if nilai is None else Fraction(nilai)
        return Fraction() if self.keadaan.dalam_penyebut else None


@dataclass(frozen=True, slots=True)
class Simpul:
    """An inner node: the instrument, an area, an indikator, or the head of a flat list.

    Any depth works: instrument > area > indikator > sub indikator, and one level for a plain
    mean. Raises ValueError for a negative bobot, TypeError for a float, naming the kode.
    """

    kode: str
    nama: str
    anak: "tuple[Simpul | Daun, ...]"
    bobot: Bilangan | None = None

    def __post_init__(self) -> None:
        """Check the bobot."""
        _periksa_bilangan(self.kode, "bobot", self.bobot)


@dataclass(frozen=True, slots=True)
class Cakupan:
    """How many leaves stand behind a score, by what is known of them.

    Leaves count by their state, whatever their weight. bernilai + tanpa_data + tidak_dapat +
    tidak_berlaku = penyebut; nihil and dikeluarkan are outside.
    """

    bernilai: int = 0
    tanpa_data: int = 0
    tidak_dapat: int = 0
    tidak_berlaku: int = 0
    nihil: int = 0
    dikeluarkan: int = 0

    @property
    def penyebut(self) -> int:
        """Return the number of leaves in the denominator."""
        return self.bernilai + self.tanpa_data + self.tidak_dapat + self.tidak_berlaku

    @property
    def lengkap(self) -> bool:
        """Say whether every leaf in the denominator has a value, and there is one."""
        return 0 < self.bernilai == self.penyebut

    @property
    def persen(self) -> Decimal | None:
        """Return bernilai / penyebut x 100, None when nothing is in the denominator."""
        return _persen(self.bernilai, self.penyebut)

    def __add__(self, lain: "Cakupan") -> "Cakupan":
        """Return the two together."""
        return Cakupan(
            bernilai=self.bernilai + lain.bernilai,
            tanpa_data=self.tanpa_data + lain.tanpa_data,
            tidak_dapat=self.tidak_dapat + lain.tidak_dapat,
            tidak_berlaku=self.tidak_berlaku + lain.tidak_berlaku,
            nihil=self.nihil + lain.nihil,
            dikeluarkan=self.dikeluarkan + lain.dikeluarkan,
        )


@dataclass(frozen=True, slots=True)
class Skor:
    """The score of one node from one point of view; `cara_hitung` is None for a leaf."""

    nilai_eksak: Fraction | None
    cakupan: Cakupan
    cara_hitung: CaraHitung | None = None

    @property
    def nilai(self) -> Decimal | None:
        """Return the score on the scale 0 to 100, None when there is none."""
        return None if self.nilai_eksak is None else desimal(self.nilai_eksak)


@dataclass(frozen=True, slots=True)
class Hasil:
    """One node with its three scores and those of its children, in the order given.

    `bobot` is that of the instrument, `bobot_dipakai` the one used among its siblings (None: the
    root, or outside the denominator). `label_bobot` and `bobot_kurang` tell of the weights of its
    children; a leaf has label None. `keadaan` is that of a leaf, None for an inner node.
    """

    kode: str
    nama: str
    bobot: Decimal | None
    dalam_penyebut: bool
    mandiri: Skor
    inspektorat: Skor
    kpk: Skor
    bobot_dipakai: Decimal | None = None
    keadaan: Keadaan | None = None
    label_bobot: LabelBobot | None = None
    bobot_kurang: tuple[str, ...] = ()
    anak: "tuple[Hasil, ...]" = ()

    def skor(self, sudut: Sudut) -> Skor:
        """Return the score from one point of view."""
        if sudut is Sudut.MANDIRI:
            return self.mandiri
        return self.inspektorat if sudut is Sudut.INSPEKTORAT else self.kpk

    def telusuri(self, tingkat: int = 0) -> "Iterator[tuple[int, Hasil]]":
        """Yield (level, node) from this node down, in the order of the instrument."""
        yield tingkat, self
        for satu in self.anak:
            yield from satu.telusuri(tingkat + 1)


def hitung(akar: Simpul) -> Hasil:
    """Return the scores of a whole tree, each node with coverage and explanation.

    Score of a node = sum(bobot x nilai) / sum(bobot) over its children in the denominator
    (`rata_tertimbang`). A node under which nothing counts (no leaf in the denominator, or only
    weights of 0) has None and leaves the denominator of its parent. A plain mean is a node with
    leaves without bobot.
    """
    hasil = [hitung(satu) if isinstance(satu, Simpul) else _hasil_daun(satu) for satu in akar.anak]
    anggota = [
        Anggota(satu.kode, satu.nama, satu.bobot, satu.dalam_penyebut, satu.keadaan)
        for satu in hasil
    ]
    bobot = pilih_bobot(anggota)
    mandiri, inspektorat, kpk = (_skor_simpul(hasil, anggota, bobot, sudut) for sudut in Sudut)
    return Hasil(
        kode=akar.kode,
        nama=akar.nama,
        bobot=_bobot(akar.bobot),
        dalam_penyebut=any(bobot.dipakai),
        mandiri=mandiri,
        inspektorat=inspektorat,
        kpk=kpk,
        label_bobot=bobot.label,
        bobot_kurang=bobot.kurang,
        anak=tuple(
            replace(satu, bobot_dipakai=dipakai)
            for satu, dipakai in zip(hasil, bobot.dipakai, strict=True)
        ),
    )


def _skor_simpul(
    anak: list[Hasil], anggota: list[Anggota], bobot: BobotKelompok, sudut: Sudut
) -> Skor:
    """Return the score of a node over its computed children."""
    skor = [satu.skor(sudut) for satu in anak]
    cara = rata_tertimbang(anggota, bobot, [satu.nilai_eksak for satu in skor])
    return Skor(cara.nilai_eksak, sum((satu.cakupan for satu in skor), Cakupan()), cara)


def _hasil_daun(daun: Daun) -> Hasil:
    mandiri, inspektorat, kpk = (
        Skor(daun.nilai_dihitung(sudut), _cakupan_daun(daun, sudut)) for sudut in Sudut
    )
    return Hasil(
        kode=daun.kode,
        nama=daun.nama,
        bobot=_bobot(daun.bobot),
        dalam_penyebut=daun.keadaan.dalam_penyebut,
        mandiri=mandiri,
        inspektorat=inspektorat,
        kpk=kpk,
        keadaan=daun.keadaan,
    )


def _cakupan_daun(daun: Daun, sudut: Sudut) -> Cakupan:
    if daun.keadaan is Keadaan.DINILAI:
        ada = daun.nilai(sudut) is not None
        return Cakupan(bernilai=int(ada), tanpa_data=int(not ada))
    return Cakupan(**{daun.keadaan.value: 1})


@dataclass(frozen=True, slots=True)
class SimpanganBobot:
    """A group whose weights do not add up to 100, under the kode of its parent.

    `kurang` names the children without bobot when others have one.
    """

    kode: str
    nama: str
    jumlah: Decimal
    kurang: tuple[str, ...] = ()
    seharusnya: Decimal = Decimal(SERATUS)


def periksa_bobot(akar: Simpul) -> tuple[SimpanganBobot, ...]:
    """Return the groups whose weights do not add up to 100, from the top down.

    All children count, whatever their state: the weights belong to the instrument. A group in
    which nobody has a bobot yet is none (it is computed with equal weights and says so); one in
    which some have not always is, with their codes.
    """
    ada = [Fraction(satu.bobot) for satu in akar.anak if satu.bobot is not None]
    kurang = tuple(satu.kode for satu in akar.anak if satu.bobot is None)
    jumlah = sum(ada, Fraction())
    simpangan = []
    if ada and (kurang or jumlah != SERATUS):
        simpangan.append(SimpanganBobot(akar.kode, akar.nama, desimal(jumlah), kurang))
    for satu in akar.anak:
        if isinstance(satu, Simpul):
            simpangan.extend(periksa_bobot(satu))
    return tuple(simpangan)


def _persen(pembilang: int, penyebut: int) -> Decimal | None:
    return desimal(Fraction(pembilang * SERATUS, penyebut)) if penyebut else None


@dataclass(frozen=True, slots=True)
class BarisDokumen:
    """Documents of one kind, and what they add to the two numerators and the denominator."""

    uraian: str
    jumlah: int
    diterima: int
    dikirim: int
    penyebut: int


@dataclass(frozen=True, slots=True)
class Kelengkapan:
    """Documents accepted, beside documents sent, over the documents required.

    Every one of the `wajib` documents is sent (`dikirim`, of which `diterima` are accepted), or
    nihil, tidak_dapat, tidak_berlaku, dikeluarkan, or not sent yet. Nihil counts as accepted;
    tidak dapat and tidak berlaku stay in the denominator alone; dikeluarkan (KPK accepts the
    exception) leaves it. Raises ValueError for counts that are negative or contradict each other.
    """

    wajib: int
    diterima: int
    dikirim: int
    nihil: int = 0
    tidak_dapat: int = 0
    tidak_berlaku: int = 0
    dikeluarkan: int = 0

    def __post_init__(self) -> None:
        """Check the counts against each other."""
        if min(*astuple(self), self.belum_dikirim) < 0:
            raise ValueError(f"negative, or more documents than required: {self}")
        if self.diterima > self.dikirim:
            raise ValueError(f"more documents accepted than sent: {self}")

    @property
    def belum_dikirim(self) -> int:
        """Return the documents of which nothing has been said or sent."""
        pengecualian = self.nihil + self.tidak_dapat + self.tidak_berlaku + self.dikeluarkan
        return self.wajib - self.dikirim - pengecualian

    @property
    def diperlukan(self) -> int:
        """Return the denominator: documents required that KPK has not taken out."""
        return self.wajib - self.dikeluarkan

    @property
    def terpenuhi(self) -> int:
        """Return the numerator of the verified figure: accepted, or nihil."""
        return self.diterima + self.nihil

    @property
    def diklaim(self) -> int:
        """Return the numerator of the claimed figure: sent, or nihil."""
        return self.dikirim + self.nihil

    @property
    def persen_terpenuhi(self) -> Decimal | None:
        """Return terpenuhi / diperlukan x 100, None when nothing is required."""
        return _persen(self.terpenuhi, self.diperlukan)

    @property
    def persen_diklaim(self) -> Decimal | None:
        """Return diklaim / diperlukan x 100, None when nothing is required."""
        return _persen(self.diklaim, self.diperlukan)

    @property
    def cara_hitung(self) -> tuple[BarisDokumen, ...]:
        """Return all documents by kind; the columns add up to the numerators and denominator."""
        menunggu = self.dikirim - self.diterima
        return (
            BarisDokumen("Diterima", self.diterima, self.diterima, self.diterima, self.diterima),
            BarisDokumen("Dikirim, belum diterima", menunggu, 0, menunggu, menunggu),
            BarisDokumen(Keadaan.NIHIL.kata, self.nihil, self.nihil, self.nihil, self.nihil),
            BarisDokumen(Keadaan.TIDAK_DAPAT.kata, self.tidak_dapat, 0, 0, self.tidak_dapat),
            BarisDokumen(Keadaan.TIDAK_BERLAKU.kata, self.tidak_berlaku, 0, 0, self.tidak_berlaku),
            BarisDokumen("Belum dikirim", self.belum_dikirim, 0, 0, self.belum_dikirim),
            BarisDokumen(Keadaan.DIKELUARKAN.kata, self.dikeluarkan, 0, 0, 0),
        )


def laju(diperlukan: int, diterima: int, hari_sisa: int) -> int | None:
    """Return the documents per week that are needed: ceil((diperlukan - diterima) x 7 / hari_sisa).

    None when nothing is missing or no day is left. It is a pace: with less than a week left it is
    more than what is missing. Raises ValueError for a negative count of documents.
    """
    if diperlukan < 0 or diterima < 0:
        raise ValueError(f"negative count of documents: {diterima} of {diperlukan}")
    kurang = diperlukan - diterima
    if kurang <= 0 or hari_sisa <= 0:
        return None
    return -(-kurang * _HARI_SEMINGGU // hari_sisa)
