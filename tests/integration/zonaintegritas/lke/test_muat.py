"""Instruments in the database: read back equal, loaded once, never over a frozen version."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.chain import chains, verify
from audit.models import Kejadian
from tests.factories import buat_instansi
from ukuran.lke.baca import Naskah
from ukuran.lke.instrumen import CaraBulat, JenisSkala, Komponen, Pembulatan, Skala, TingkatBulat
from ukuran.lke.nilai import nilai
from zonaintegritas.lke.muat import (
    CONTOH,
    PERATURAN,
    InstrumenCacat,
    VersiBeku,
    bentuk,
    ganti,
    muat,
    muat_contoh,
    muat_peraturan,
    naskah,
    naskah_dari,
    tulis,
)
from zonaintegritas.models import InstrumenLKE, KomponenLKE, PertanyaanLKE, SkalaLKE

pytestmark = pytest.mark.django_db


def isi() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the four tables."""
    return {
        model.__name__: sorted(model._default_manager.values_list(), key=repr)
        for model in (InstrumenLKE, SkalaLKE, KomponenLKE, PertanyaanLKE)
    }


def segar(row: InstrumenLKE) -> InstrumenLKE:
    """Return the row read anew."""
    return InstrumenLKE.objects.get(pk=row.pk)


@pytest.mark.parametrize("berkas", [*PERATURAN, CONTOH])
def test_what_is_written_is_read_back_equal(berkas: str) -> None:
    satu = naskah(berkas)
    instansi = buat_instansi("satu", contoh=True) if berkas == CONTOH else None
    row, made = muat(satu, instansi=instansi)
    assert made
    assert naskah_dari(segar(row)) == satu


def test_explanations_and_unused_scales_are_kept() -> None:
    satu = naskah(CONTOH).instrumen

    def jelas(komponen: Komponen) -> Komponen:
        return replace(
            komponen,
            anak=tuple(jelas(anak) for anak in komponen.anak),
            pertanyaan=tuple(replace(s, penjelasan=f"Lihat {s.kode}") for s in komponen.pertanyaan),
        )

    lain = Skala("lain", "Belum dipakai", JenisSkala.INDEKS, maks=Decimal("5.5"))
    satu = replace(
        satu,
        komponen=tuple(jelas(komponen) for komponen in satu.komponen),
        pembulatan=Pembulatan(3, CaraBulat.POTONG, TingkatBulat.SUB),
    )
    row = tulis(satu, instansi=None, skala=[lain])
    assert bentuk(segar(row)) == satu
    assert row.skala_set.get(kode="lain").maks == Decimal("5.5")
    assert row.skala_set.count() == 18


def test_order_of_sheet_and_tree() -> None:
    row = tulis(naskah(CONTOH).instrumen, instansi=None)
    komponen = list(row.komponen_set.order_by("urut").values_list("urut", "kode", "induk__kode"))
    assert komponen[:5] == [
        (1, "A", None),
        (2, "A.1", "A"),
        (3, "A.1.1", "A.1"),
        (4, "A.1.1.1", "A.1.1"),
        (5, "A.1.1.2", "A.1.1"),
    ]
    assert len(komponen) == 49
    soal = list(row.pertanyaan_set.order_by("urut").values_list("urut", "kode", "komponen__kode"))
    assert soal[:2] == [(1, "A.1.1.1.a", "A.1.1.1"), (2, "A.1.1.1.b", "A.1.1.1")]
    assert soal[-1] == (100, "B.3.a", "B.3")


def test_the_regulations_are_loaded_once_for_everybody() -> None:
    assert muat_peraturan() == [
        "LKE Zona Integritas menurut Peraturan Menteri PANRB Nomor 52 Tahun 2014 (versi 1): "
        "10 komponen, 0 pertanyaan",
        "LKE Zona Integritas menurut Peraturan Menteri PANRB Nomor 90 Tahun 2021 (versi 1): "
        "19 komponen, 0 pertanyaan",
    ]
    assert list(InstrumenLKE.objects.order_by("kode").values_list("kode", "instansi")) == [
        ("permenpanrb-52-2014", None),
        ("permenpanrb-90-2021", None),
    ]
    before = isi()
    assert muat_peraturan() == []
    assert isi() == before
    events = Kejadian.objects.filter(aksi="zi.instrumen_muat").order_by("no")
    assert [(e.instansi, e.isi) for e in events] == [
        ("sistem", {"dibuat": "10 komponen, 0 pertanyaan"}),
        ("sistem", {"dibuat": "19 komponen, 0 pertanyaan"}),
    ]
    assert {problem for chain in chains() for problem in verify(chain)} == set()


@pytest.mark.parametrize("beku", [True, False])
def test_a_version_that_says_something_else_is_left_alone(beku: bool) -> None:
    muat_peraturan()
    rows = InstrumenLKE.objects.filter(kode="permenpanrb-90-2021")
    rows.update(dibekukan=timezone.now() if beku else None)
    KomponenLKE.objects.filter(instrumen__in=rows, kode="A.1.1").update(min_wbk=Decimal("2.5"))
    before = isi()
    assert muat_peraturan() == [
        "LKE Zona Integritas menurut Peraturan Menteri PANRB Nomor 90 Tahun 2021 (versi 1) sudah "
        "ada dan isinya berbeda; tidak diubah. Muat perubahan itu sebagai versi baru."
    ]
    assert isi() == before
    with pytest.raises(VersiBeku):
        muat(naskah("lke_permenpanrb_90_2021.json"), instansi=None)


def test_a_new_version_stands_beside_the_old_one() -> None:
    muat_peraturan()
    satu = naskah("lke_permenpanrb_90_2021.json")
    baru = Naskah(replace(satu.instrumen, versi=2, nama="Baru"), satu.dasar)
    row, made = muat(baru, instansi=None)
    assert (made, row.versi) == (True, 2)
    assert muat_peraturan() == []
    assert InstrumenLKE.objects.filter(kode="permenpanrb-90-2021").count() == 2


def test_contoh_belongs_to_a_contoh_institution_alone() -> None:
    with pytest.raises(ValueError, match="is no CONTOH institution"):
        muat_contoh(buat_instansi("asli"))
    assert not InstrumenLKE.objects.exists()
    satu, dua = (buat_instansi(kode, contoh=True) for kode in ("satu", "dua"))
    row = muat_contoh(satu)
    assert muat_contoh(satu) == row
    lain = muat_contoh(dua)
    assert (row.instansi, lain.instansi) == (satu, dua)
    assert InstrumenLKE.objects.count() == 2
    event = Kejadian.objects.get(instansi="satu", aksi="zi.instrumen_muat")
    assert event.isi == {"dibuat": "49 komponen, 100 pertanyaan"}
    assert bentuk(row) == bentuk(lain)


def test_an_instrument_with_defects_is_refused_whole() -> None:
    satu = naskah(CONTOH).instrumen
    atas = replace(satu.komponen[1], bobot=Decimal(41))
    with pytest.raises(InstrumenCacat) as galat:
        tulis(replace(satu, komponen=(satu.komponen[0], atas)), instansi=None)
    assert [str(cacat) for cacat in galat.value.cacat] == [
        f"{satu.nama}: Jumlah bobot teratas 101, seharusnya 100.",
        f"{satu.nama} > Hasil: Jumlah bobot di bawahnya 40, seharusnya 41.",
    ]
    panjang = replace(satu.komponen[1], nama="x" * 201)
    with pytest.raises(ValidationError, match="200"):
        tulis(replace(satu, komponen=(satu.komponen[0], panjang)), instansi=None)
    assert not any(isi().values())


def test_the_same_version_twice_is_refused() -> None:
    tulis(naskah(CONTOH).instrumen, instansi=None)
    before = isi()
    with pytest.raises(IntegrityError), transaction.atomic():
        tulis(naskah(CONTOH).instrumen, instansi=None)
    assert isi() == before


def test_the_content_of_a_draft_is_replaced_that_of_a_frozen_version_is_not() -> None:
    instansi = buat_instansi("satu")
    row = tulis(naskah("lke_permenpanrb_90_2021.json").instrumen, instansi=instansi)
    baru = naskah(CONTOH).instrumen
    ganti(row, baru)
    assert bentuk(segar(row)) == replace(baru, kode="permenpanrb-90-2021")
    assert (row.komponen_set.count(), row.pertanyaan_set.count()) == (49, 100)
    InstrumenLKE.objects.filter(pk=row.pk).update(dibekukan=timezone.now())
    before = isi()
    with pytest.raises(VersiBeku, match="sudah dipakai"):
        ganti(row, baru)
    cacat = replace(baru, komponen=baru.komponen[:1])
    with pytest.raises(InstrumenCacat):
        ganti(row, cacat)
    assert isi() == before


def test_the_stored_instrument_computes_as_the_one_of_the_file() -> None:
    row = tulis(naskah(CONTOH).instrumen, instansi=None)
    hasil = nilai(bentuk(segar(row)), {})
    assert (hasil.jumlah, hasil.nilai, len(hasil.area)) == (100, None, 6)
