"""Hypothesis strategies: targets, realisasi and rules of every kind."""

from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.unit.ukuran.kasus_target import data_skala, skala
from ukuran.capaian import Arah, Aturan, CaraPredikat, Realisasi, Rumus
from ukuran.target import JenisTarget, Komponen, Target, baca_target

# A busy machine takes its time; that is no failure of a formula.
SANTAI = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

KODE = tuple(baris["kode"] for satu in data_skala() for baris in satu["tingkat"])
ANGKA = st.decimals(0, 10**6, places=2) | st.integers(0, 200).map(Decimal)
POSITIF = ANGKA.filter(bool)
SATUAN = st.sampled_from(["tim", "PD", "kab/kota", "%", ""])
ATURAN = st.builds(
    Aturan,
    arah=st.sampled_from(Arah),
    rumus=st.sampled_from(Rumus),
    predikat=st.sampled_from(CaraPredikat),
    batas_atas=st.sampled_from([Decimal(100), Decimal(120), Decimal("133.3")]),
    skala=st.none() | st.sampled_from([skala(satu["kode"]) for satu in data_skala()]),
    jumlah_unit=st.none() | st.integers(0, 60),
)
MAJEMUK = st.lists(st.builds(Komponen, ANGKA, SATUAN), min_size=1, max_size=5).map(
    lambda isi: Target("", JenisTarget.MAJEMUK if isi[1:] else JenisTarget.CACAH, tuple(isi))
)
TARGET = (
    MAJEMUK
    | st.sampled_from(["", "-", "0", "Semua PD", "Keputusan Gubernur", *KODE]).map(
        lambda teks: baca_target(teks, KODE)
    )
    | st.text().map(lambda teks: baca_target(teks, KODE))
)
REALISASI = st.builds(
    Realisasi,
    komponen=st.lists(st.none() | ANGKA, max_size=6).map(tuple),
    predikat=st.sampled_from(["", *KODE]) | st.text(),
    ada=st.none() | st.booleans(),
)
