"""The score engine against an instrument computed by hand (hitung_tangan.md, beside this file)."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from ukuran.cara_hitung import Baris, Keadaan
from ukuran.skor import Daun, Hasil, Simpul, Sudut, hitung, periksa_bobot

BERKAS = Path(__file__).parent / "hitung_tangan.md"
SEMUA = "semua"
Tabel = list[dict[str, str]]


def tabel(judul: str) -> Tabel:
    """Return the rows of the table under one heading."""
    bagian = BERKAS.read_text(encoding="utf-8").split(f"\n## {judul}\n")[1].split("\n## ")[0]
    baris = [
        [sel.strip() for sel in satu.strip("|").split("|")]
        for satu in bagian.splitlines()
        if satu.startswith("|")
    ]
    kepala, _garis, *isi = baris
    return [dict(zip(kepala, satu, strict=True)) for satu in isi]


DAUN = tabel("Sub indikator")
SIMPUL = tabel("Expected scores and coverage")
HITUNGAN = tabel("Level by level")


def bilangan(tulisan: str) -> Decimal | None:
    """Return a figure of the tables; "-" is None."""
    return None if tulisan == "-" else Decimal(tulisan)


def induk(kode: str) -> str:
    """Return the kode one level up; the instrument itself is "semua"."""
    return kode.rpartition(".")[0] or SEMUA


def bangun(satu: dict[str, str]) -> Simpul:
    """Return an inner node of the tables with everything below it."""
    kode = satu["kode"]
    daun = tuple(
        Daun(
            kode=baris["kode"],
            nama=baris["sub indikator"],
            bobot=bilangan(baris["bobot"]),
            mandiri=bilangan(baris["mandiri"]),
            inspektorat=bilangan(baris["inspektorat"]),
            kpk=bilangan(baris["kpk"]),
            keadaan=Keadaan(baris["keadaan"]),
        )
        for baris in DAUN
        if induk(baris["kode"]) == kode
    )
    anak = tuple(
        bangun(baris) for baris in SIMPUL if baris["kode"] != SEMUA and induk(baris["kode"]) == kode
    )
    return Simpul(kode, satu["simpul"], anak + daun, bilangan(satu["bobot"]))


@cache
def hasil() -> Hasil:
    """Return the computed instrument."""
    return hitung(bangun(SIMPUL[0]))


def simpul(kode: str) -> Hasil:
    """Return one computed node by its kode."""
    (ada,) = [satu for _, satu in hasil().telusuri() if satu.kode == kode]
    return ada


def test_the_instrument_is_what_it_says() -> None:
    """At least 30 leaves, three areas, every state, None and 0, and weights of 100 a level."""
    assert len(DAUN) == 32
    assert [satu.kode for satu in hasil().anak] == ["1", "2", "3", "4"]
    assert {satu["keadaan"] for satu in DAUN} == set(Keadaan)
    assert periksa_bobot(bangun(SIMPUL[0])) == ()
    urutan = [(tingkat, satu.kode) for tingkat, satu in hasil().telusuri()]
    assert urutan[:5] == [(0, SEMUA), (1, "1"), (2, "1.1"), (3, "1.1.1"), (3, "1.1.2")]
    assert len(urutan) == len(DAUN) + len(SIMPUL)


def harapan() -> Iterator[tuple[str, Sudut, str, str]]:
    """Yield (kode, point of view, score, coverage) of every inner node."""
    for satu in SIMPUL:
        for sudut in Sudut:
            yield satu["kode"], sudut, satu[sudut], satu[f"cakupan {sudut}"]


@pytest.mark.parametrize(("kode", "sudut", "nilai", "cakupan"), list(harapan()))
def test_every_node_from_every_point_of_view(
    kode: str, sudut: Sudut, nilai: str, cakupan: str
) -> None:
    skor = simpul(kode).skor(sudut)
    assert skor.nilai_eksak == (None if nilai == "-" else Fraction(nilai))
    assert f"{skor.cakupan.bernilai}/{skor.cakupan.penyebut}" == cakupan


def kali(baris: Baris) -> str:
    """Return one product as the tables write it: a leaf in decimals, a node as a fraction."""
    nilai = baris.nilai_eksak or Fraction()
    angka = str(nilai) if baris.keadaan is None else f"{baris.nilai or 0}"
    return f"{baris.bobot_dipakai}×{angka}"


@pytest.mark.parametrize("satu", HITUNGAN, ids=lambda satu: f"{satu['kode']}-{satu['sudut']}")
def test_cara_hitung_reads_like_the_computation_on_paper(satu: dict[str, str]) -> None:
    skor = simpul(satu["kode"]).skor(Sudut(satu["sudut"]))
    cara = skor.cara_hitung
    assert cara is not None
    jumlah = " + ".join(kali(baris) for baris in cara.baris if baris.dalam_penyebut)
    assert f"{f'({jumlah})' if jumlah else '0'} / {cara.pembagi}" == satu["hitungan"]
    empat = (
        None
        if skor.nilai is None
        else skor.nilai.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    )
    assert empat == bilangan(satu["desimal"])


@pytest.mark.parametrize("sudut", list(Sudut))
def test_the_instrument_equals_the_flat_sum_of_global_weights(sudut: Sudut) -> None:
    """A second way on paper: bobot global x nilai over all leaves."""
    jumlah = sum(
        (
            Fraction(satu["bobot global"]) * Fraction(satu[sudut])
            for satu in DAUN
            if satu["keadaan"] == Keadaan.DINILAI and satu[sudut] != "-"
        ),
        Fraction(),
    )
    assert hasil().skor(sudut).nilai_eksak == jumlah


def test_no_data_zero_and_exceptions_are_told_apart() -> None:
    """Leaves of KPK that all add nothing, and none of them looks like another."""
    tampak = {
        kode: (
            simpul(kode).keadaan,
            simpul(kode).kpk.nilai,
            simpul(kode).dalam_penyebut,
            simpul(kode).bobot_dipakai,
            simpul(kode).kpk.cakupan.bernilai,
        )
        for kode in ("1.2.1", "1.2.2", "1.2.3", "1.3.2", "2.3.2", "2.2.2")
    }
    assert tampak == {
        "1.2.1": (Keadaan.DINILAI, None, True, Decimal(50), 0),
        "1.2.2": (Keadaan.DINILAI, Decimal(0), True, Decimal(30), 1),
        "1.2.3": (Keadaan.NIHIL, None, False, None, 0),
        "1.3.2": (Keadaan.TIDAK_DAPAT, Decimal(0), True, Decimal(20), 0),
        "2.3.2": (Keadaan.TIDAK_BERLAKU, Decimal(0), True, Decimal(20), 0),
        "2.2.2": (Keadaan.DIKELUARKAN, None, False, None, 0),
    }
    cakupan = hasil().kpk.cakupan
    assert (cakupan.bernilai, cakupan.tanpa_data, cakupan.tidak_dapat) == (15, 9, 2)
    assert (cakupan.tidak_berlaku, cakupan.nihil, cakupan.dikeluarkan) == (1, 3, 2)


def test_a_node_where_nothing_counts_leaves_its_parent() -> None:
    kosong = simpul("3.3")
    assert (kosong.dalam_penyebut, kosong.bobot_dipakai, kosong.bobot) == (False, None, Decimal(25))
    cara = simpul("3").kpk.cara_hitung
    assert cara is not None
    assert cara.pembagi == Decimal(75)
    terakhir = cara.baris[-1]
    assert (terakhir.kode, terakhir.nilai, terakhir.hasil_kali) == ("3.3", None, None)
