"""Hypothesis strategies: sound LKE instruments of any shape, and legal answers to them."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ukuran.lke.instrumen import (
    Ambang,
    CaraBulat,
    Instrumen,
    JenisSkala,
    Komponen,
    Paruh,
    Pembulatan,
    Pertanyaan,
    Pilihan,
    Predikat,
    Skala,
    TingkatBulat,
)
from ukuran.lke.jawaban import Jawaban

# A busy machine is no failure of the engine.
SANTAI = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

_SEN = Decimal("0.01")


@st.composite
def skala(draw: st.DrawFn, kode: str) -> Skala:
    """Draw a sound scale of any kind."""
    jenis = draw(st.sampled_from(JenisSkala))
    if jenis is JenisSkala.RASIO:
        return Skala(kode, kode, jenis, label_pembilang="Bagian", label_penyebut="Seluruhnya")
    if jenis is JenisSkala.INDEKS:
        return Skala(kode, kode, jenis, maks=draw(st.sampled_from([Decimal(4), Decimal(100)])))
    tengah = draw(st.lists(st.decimals(0, 1, places=2), max_size=3))
    nilai = draw(st.permutations([Decimal(1), Decimal(0), *tengah]))
    return Skala(
        kode, kode, jenis, tuple(Pilihan(str(n), satu, f"ke-{n}") for n, satu in enumerate(nilai))
    )


@st.composite
def bagi(draw: st.DrawFn, jumlah: Decimal, banyak: int) -> list[Decimal]:
    """Draw weights of two decimals that add up to a sum; 0 occurs."""
    sen = int(jumlah / _SEN)
    potong = sorted(draw(st.lists(st.integers(0, sen), min_size=banyak - 1, max_size=banyak - 1)))
    return [(b - a) * _SEN for a, b in zip([0, *potong], [*potong, sen], strict=True)]


def pembulatan() -> st.SearchStrategy[Pembulatan]:
    """Return every rounding that weights of two decimals allow."""
    return st.builds(
        Pembulatan,
        angka=st.integers(2, 4),
        cara=st.sampled_from(CaraBulat),
        tingkat=st.sampled_from(TingkatBulat),
    )


@st.composite
def daun(draw: st.DrawFn, kode: str, bobot: Decimal, paruh: Paruh) -> Komponen:
    """Draw a component with questions."""
    banyak = draw(st.integers(1, 4))
    return Komponen(
        kode,
        f"Komponen {kode}",
        bobot,
        paruh=paruh,
        pertanyaan=tuple(
            Pertanyaan(f"{kode}.{n}", f"Pertanyaan {n}", draw(skala(f"s{kode}.{n}")))
            for n in range(banyak)
        ),
    )


@st.composite
def wilayah(draw: st.DrawFn, kode: str, kelompok: str, bobot: Decimal, paruh: Paruh) -> Komponen:
    """Draw an area of one half or a component of hasil, with or without sub components."""
    banyak = draw(st.integers(0, 3))
    if banyak:
        berat = draw(bagi(bobot, banyak))
        anak = [draw(daun(f"{kode}.{n}", satu, paruh)) for n, satu in enumerate(berat)]
        satu_wilayah = Komponen(kode, f"Area {kelompok}", bobot, paruh=paruh, anak=tuple(anak))
    else:
        satu_wilayah = draw(daun(kode, bobot, paruh))
    wbk, wbbm = sorted(
        draw(st.tuples(st.decimals(0, bobot, places=2), st.decimals(0, bobot, places=2)))
    )
    ada = draw(st.booleans())
    return replace(
        satu_wilayah,
        kelompok=kelompok,
        min_wbk=wbk if ada else None,
        min_wbbm=wbbm if ada else None,
    )


@st.composite
def instrumen(draw: st.DrawFn) -> Instrumen:
    """Draw a sound instrument: two halves with the same areas, hasil, thresholds, rounding."""
    pengungkit, hasil = draw(bagi(Decimal(100), 2))
    separuh = draw(bagi(pengungkit, 2))
    banyak = draw(st.integers(1, 3))
    paruh = []
    for jenis, bobot in zip((Paruh.PEMENUHAN, Paruh.REFORM), separuh, strict=True):
        berat = draw(bagi(bobot, banyak))
        kode = f"A-{jenis}"
        anak = [draw(wilayah(f"{kode}-{n}", f"w{n}", satu, jenis)) for n, satu in enumerate(berat)]
        paruh.append(Komponen(kode, jenis.kata, bobot, paruh=jenis, anak=tuple(anak)))
    berat = draw(bagi(hasil, draw(st.integers(1, 2))))
    isi = [draw(wilayah(f"B-{n}", f"h{n}", satu, Paruh.HASIL)) for n, satu in enumerate(berat)]
    total = sorted(draw(st.tuples(st.integers(0, 100), st.integers(0, 100))))
    batas = sorted(draw(st.tuples(*[st.decimals(0, pengungkit, places=2)] * 2)))
    return Instrumen(
        kode="acak",
        nama="Acak",
        versi=1,
        komponen=(
            Komponen("A", "Pengungkit", pengungkit, anak=tuple(paruh)),
            Komponen("B", "Hasil", hasil, paruh=Paruh.HASIL, anak=tuple(isi)),
        ),
        ambang=tuple(
            Ambang(predikat, Decimal(angka), atas)
            for predikat, angka, atas in zip(Predikat, total, batas, strict=True)
        ),
        pembulatan=draw(pembulatan()),
    )


def jawaban(satu: Skala) -> st.SearchStrategy[Jawaban]:
    """Return every legal answer to a scale, none included."""
    kosong = st.just(Jawaban())
    if satu.jenis is JenisSkala.PILIHAN:
        return kosong | st.builds(Jawaban, pilihan=st.sampled_from([p.kode for p in satu.pilihan]))
    if satu.jenis is JenisSkala.INDEKS:
        return kosong | st.builds(Jawaban, angka=st.decimals(0, satu.maks, places=2))
    return st.builds(
        Jawaban,
        pembilang=st.none() | st.decimals(-50, 150, places=1),
        penyebut=st.none() | st.decimals(0, 100, places=1),
    )


@st.composite
def lembar(draw: st.DrawFn) -> tuple[Instrumen, dict[str, Jawaban]]:
    """Draw an instrument with legal answers; some questions are not in the mapping at all."""
    satu = draw(instrumen())
    isian = {
        soal.kode: draw(jawaban(soal.skala))
        for soal in satu.semua_pertanyaan()
        if draw(st.integers(0, 4))
    }
    return satu, isian


def terbaik(soal: Pertanyaan) -> Jawaban:
    """Return the best answer to a question."""
    return _ujung(soal, baik=True)


def terburuk(soal: Pertanyaan) -> Jawaban:
    """Return the worst answer to a question."""
    return _ujung(soal, baik=False)


def _ujung(soal: Pertanyaan, *, baik: bool) -> Jawaban:
    angka = Decimal(int(baik))
    if soal.skala.jenis is JenisSkala.PILIHAN:
        return Jawaban(pilihan=next(p.kode for p in soal.skala.pilihan if p.nilai == angka))
    if soal.skala.jenis is JenisSkala.INDEKS:
        return Jawaban(angka=(soal.skala.maks or Decimal()) * angka)
    return Jawaban(pembilang=7 * angka, penyebut=Decimal(7))
