"""What holds for the scores of every instrument, whatever its shape, weights and values."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ukuran.cara_hitung import Keadaan
from ukuran.skor import Cakupan, Daun, Hasil, Simpul, Sudut, hitung

Anak = Simpul | Daun

# Trees take their time on a busy machine; that is no failure of the engine.
SANTAI = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

NILAI = st.none() | st.integers(0, 100) | st.decimals(0, 100, places=2)
BOBOT = st.decimals(0, 100, places=2) | st.just(0)
MENETAP = [Keadaan.DINILAI, Keadaan.TIDAK_DAPAT, Keadaan.TIDAK_BERLAKU]


def daun(keadaan: st.SearchStrategy[Keadaan]) -> st.SearchStrategy[Daun]:
    """Return leaves, without kode, in one of the given states."""
    return st.builds(
        Daun,
        kode=st.just(""),
        nama=st.just(""),
        mandiri=NILAI,
        inspektorat=NILAI,
        kpk=NILAI,
        keadaan=keadaan,
    )


@st.composite
def kelompok(draw: st.DrawFn, anak: st.SearchStrategy[Anak]) -> Simpul:
    """Draw a node whose children all have a bobot, none has, or some have."""
    isi = draw(st.lists(anak, min_size=1, max_size=5))
    bobot = draw(st.sampled_from([BOBOT, BOBOT, st.none(), st.none() | BOBOT]))
    return Simpul("", "", tuple(replace(satu, bobot=draw(bobot)) for satu in isi))


def bernomor(simpul: Simpul, kode: str = "r") -> Simpul:
    """Return the tree with a kode of its own on every node."""
    return replace(
        simpul,
        kode=kode,
        anak=tuple(
            bernomor(satu, f"{kode}.{urut}")
            if isinstance(satu, Simpul)
            else replace(satu, kode=f"{kode}.{urut}")
            for urut, satu in enumerate(simpul.anak)
        ),
    )


SEMUA_DAUN = daun(st.sampled_from([Keadaan.DINILAI, Keadaan.DINILAI, *Keadaan]))
POHON = kelompok(st.recursive(SEMUA_DAUN, kelompok, max_leaves=12)).map(bernomor)


def semua_daun(simpul: Simpul) -> Iterator[Daun]:
    """Yield the leaves."""
    for satu in simpul.anak:
        if isinstance(satu, Simpul):
            yield from semua_daun(satu)
        else:
            yield satu


def ubah(simpul: Simpul, perubahan: Callable[[Daun], Daun | None]) -> Simpul:
    """Return the tree with every leaf changed; None takes it out."""
    anak = (
        ubah(satu, perubahan) if isinstance(satu, Simpul) else perubahan(satu)
        for satu in simpul.anak
    )
    return replace(simpul, anak=tuple(satu for satu in anak if satu is not None))


def skor(hasil: Hasil) -> dict[tuple[str, Sudut], Fraction | None]:
    """Return the score of every node from every point of view."""
    return {
        (satu.kode, sudut): satu.skor(sudut).nilai_eksak
        for _, satu in hasil.telusuri()
        for sudut in Sudut
    }


def cakupan(hasil: Hasil) -> dict[tuple[str, Sudut], Cakupan]:
    """Return the coverage of every node from every point of view."""
    return {
        (satu.kode, sudut): satu.skor(sudut).cakupan
        for _, satu in hasil.telusuri()
        for sudut in Sudut
    }


@SANTAI
@given(POHON)
def test_a_score_lies_between_the_least_and_the_most_of_its_leaves(pohon: Simpul) -> None:
    for _, satu in hitung(pohon).telusuri():
        for sudut in Sudut:
            daun = [
                ujung.skor(sudut).nilai_eksak or Fraction()
                for _, ujung in satu.telusuri()
                if ujung.keadaan is not None and ujung.dalam_penyebut
            ]
            nilai = satu.skor(sudut).nilai_eksak
            if nilai is not None:
                assert min(daun) <= nilai <= max(daun)
            elif not satu.keadaan:
                assert not satu.dalam_penyebut


@SANTAI
@given(POHON)
def test_only_nothing_to_score_has_no_score(pohon: Simpul) -> None:
    """With weights over 0 a node has a score exactly when a leaf below is in the denominator."""
    tanpa_bobot = hitung(_tanpa_bobot(pohon))
    for _, satu in tanpa_bobot.telusuri():
        for sudut in Sudut:
            if satu.keadaan is None:
                ada = satu.skor(sudut).cakupan.penyebut > 0
                assert (satu.skor(sudut).nilai_eksak is not None) == ada


def _tanpa_bobot(simpul: Simpul) -> Simpul:
    return replace(
        simpul,
        bobot=None,
        anak=tuple(
            _tanpa_bobot(satu) if isinstance(satu, Simpul) else replace(satu, bobot=None)
            for satu in simpul.anak
        ),
    )


@SANTAI
@given(POHON, st.data())
def test_raising_a_leaf_lowers_nothing(pohon: Simpul, data: st.DataObject) -> None:
    naik = data.draw(st.sampled_from(list(semua_daun(pohon))))
    sudut = data.draw(st.sampled_from(list(Sudut)))
    lama = naik.nilai(sudut) or 0
    baru = data.draw(st.integers(0, 100)) if lama == 0 else Decimal(lama + 100) / 2
    perubahan: dict[str, Any] = {sudut.value: baru}
    sesudah = skor(
        hitung(ubah(pohon, lambda satu: replace(satu, **perubahan) if satu is naik else satu))
    )
    for kunci, sebelum in skor(hitung(pohon)).items():
        sekarang = sesudah[kunci]
        if sebelum is None:
            assert sekarang is None or kunci == (naik.kode, sudut)
        else:
            assert sekarang is not None
            assert sekarang >= sebelum


@SANTAI
@given(POHON, st.randoms(use_true_random=False))
def test_the_order_of_children_does_not_matter(pohon: Simpul, acak: random.Random) -> None:
    def kocok(simpul: Simpul) -> Simpul:
        anak = [kocok(satu) if isinstance(satu, Simpul) else satu for satu in simpul.anak]
        acak.shuffle(anak)
        return replace(simpul, anak=tuple(anak))

    lurus, teracak = hitung(pohon), hitung(kocok(pohon))
    assert skor(teracak) == skor(lurus)
    assert cakupan(teracak) == cakupan(lurus)


@SANTAI
@given(POHON, st.lists(st.decimals("0.01", 50, places=2), min_size=1, max_size=6))
def test_scaling_the_weights_of_a_group_changes_nothing(
    pohon: Simpul, pengali: list[Decimal]
) -> None:
    def kali(simpul: Simpul, urut: int = 0) -> Simpul:
        faktor = pengali[urut % len(pengali)]
        return replace(
            simpul,
            anak=tuple(
                replace(
                    kali(satu, urut + nomor + 1) if isinstance(satu, Simpul) else satu,
                    bobot=None if satu.bobot is None else satu.bobot * faktor,
                )
                for nomor, satu in enumerate(simpul.anak)
            ),
        )

    assert skor(hitung(kali(pohon))) == skor(hitung(pohon))


def _nol(satu: Daun) -> Daun:
    return replace(
        satu,
        mandiri=satu.mandiri or 0,
        inspektorat=satu.inspektorat or 0,
        kpk=satu.kpk or 0,
    )


@SANTAI
@given(POHON)
@example(Simpul("r", "", (Daun("r.0", "", mandiri=50), Daun("r.1", ""))))
def test_no_data_scores_like_zero_but_is_not_covered(pohon: Simpul) -> None:
    asli, nol = hitung(pohon), hitung(ubah(pohon, _nol))
    simpul = {satu.kode for _, satu in asli.telusuri() if satu.keadaan is None}
    angka, angka_nol = skor(asli), skor(nol)
    for kunci, satu in cakupan(asli).items():
        if kunci[0] in simpul:
            assert angka_nol[kunci] == angka[kunci]
        lain = cakupan(nol)[kunci]
        assert lain == replace(satu, bernilai=satu.bernilai + satu.tanpa_data, tanpa_data=0)
        assert (lain == satu) == (satu.tanpa_data == 0)


@SANTAI
@given(POHON, st.data())
def test_a_leaf_taken_out_by_kpk_is_as_if_it_were_not_there(
    pohon: Simpul, data: st.DataObject
) -> None:
    keluar = data.draw(st.sampled_from(list(semua_daun(pohon))))
    dikeluarkan = hitung(
        ubah(
            pohon,
            lambda satu: replace(satu, keadaan=Keadaan.DIKELUARKAN) if satu is keluar else satu,
        )
    )
    tanpa = hitung(ubah(pohon, lambda satu: None if satu is keluar else satu))
    angka, lingkup = skor(dikeluarkan), cakupan(dikeluarkan)
    assert skor(tanpa) == {kunci: angka[kunci] for kunci in angka if kunci[0] != keluar.kode}
    for kunci, satu in cakupan(tanpa).items():
        di_atas = keluar.kode.startswith(f"{kunci[0]}.")
        assert lingkup[kunci] == replace(satu, dikeluarkan=satu.dikeluarkan + int(di_atas))


@st.composite
def genap(draw: st.DrawFn, tingkat: int = 3, kode: str = "r") -> Simpul:
    """Draw a tree of equal depth in which the weights of every group add up to 100."""
    batas = sorted(draw(st.lists(st.integers(0, 10_000), max_size=3)))
    bobot = [
        Decimal(akhir - awal) / 100
        for awal, akhir in zip([0, *batas], [*batas, 10_000], strict=True)
    ]
    anak = tuple(
        replace(
            draw(genap(tingkat - 1, f"{kode}.{urut}"))
            if tingkat > 1
            else replace(draw(daun(st.sampled_from(MENETAP))), kode=f"{kode}.{urut}"),
            bobot=satu,
        )
        for urut, satu in enumerate(bobot)
    )
    return Simpul(kode, "", anak)


def _rata_global(simpul: Simpul, sudut: Sudut, bobot_global: Fraction) -> Fraction:
    """Return the sum of value x (bobot/100 of every level) over the leaves."""
    jumlah = Fraction()
    for satu in simpul.anak:
        bobot = bobot_global * Fraction(satu.bobot or 0) / 100
        if isinstance(satu, Simpul):
            jumlah += _rata_global(satu, sudut, bobot)
        elif satu.keadaan is Keadaan.DINILAI:
            jumlah += bobot * Fraction(satu.nilai(sudut) or 0)
    return jumlah


@SANTAI
@given(genap())
def test_weights_of_100_give_the_flat_sum_of_global_weights(pohon: Simpul) -> None:
    hasil = hitung(pohon)
    for sudut in Sudut:
        assert hasil.skor(sudut).nilai_eksak == _rata_global(pohon, sudut, Fraction(1))


@SANTAI
@given(POHON)
def test_the_rows_of_cara_hitung_recompute_the_score(pohon: Simpul) -> None:
    """From the fractions exactly, from the decimals shown to far more places than a page has."""
    for _, satu in hitung(pohon).telusuri():
        if satu.keadaan is not None:
            assert satu.kpk.cara_hitung is None
            continue
        for sudut in Sudut:
            hasil = satu.skor(sudut)
            cara = hasil.cara_hitung
            assert cara is not None
            assert cara.label_bobot is satu.label_bobot
            dihitung = [baris for baris in cara.baris if baris.dalam_penyebut]
            jumlah = sum(
                Fraction(baris.bobot_dipakai or 0) * (baris.nilai_eksak or 0) for baris in dihitung
            )
            pembagi = sum(Fraction(baris.bobot_dipakai or 0) for baris in dihitung)
            assert (cara.jumlah_eksak, cara.pembagi_eksak) == (jumlah, pembagi)
            assert hasil.nilai_eksak == (jumlah / pembagi if pembagi else None)
            assert [
                (baris.kode, baris.bobot, baris.bobot_dipakai, baris.nilai) for baris in cara.baris
            ] == [
                (anak.kode, anak.bobot, anak.bobot_dipakai, anak.skor(sudut).nilai)
                for anak in satu.anak
            ]
            if hasil.nilai is not None:
                tampak = sum(Fraction(baris.hasil_kali or 0) for baris in dihitung)
                selisih = tampak / Fraction(cara.pembagi) - Fraction(hasil.nilai)
                assert abs(selisih) < Fraction(1, 10**20)


@SANTAI
@given(genap(), daun(st.sampled_from(MENETAP)))
def test_a_child_of_weight_zero_counts_nothing(pohon: Simpul, tambahan: Daun) -> None:
    """All other weights being given, for the node and everything above it."""
    beserta = replace(pohon, anak=(*pohon.anak, replace(tambahan, kode="r.nol", bobot=0)))
    angka = skor(hitung(beserta))
    assert {kunci: angka[kunci] for kunci in angka if kunci[0] != "r.nol"} == skor(hitung(pohon))
