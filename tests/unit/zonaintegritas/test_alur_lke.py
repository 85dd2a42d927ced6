"""The flow of an LKE, arrow by arrow."""

from collections import Counter

import pytest

from accounts.permissions import Permission
from evidence.workflow import FLOWS, NotAllowed, Owner
from zonaintegritas.lke.alur import (
    ALUR_LKE,
    DI_TPI,
    KERJA,
    PERAN_MEJA,
    SIFAT_LKE,
    TAHAP,
    AksiLKE,
    tahap_pelaku,
)
from zonaintegritas.models import PeranTPI, StatusLKE, Tahap

U, E, K = Permission.LKE_FILL, Permission.LKE_EVALUATE, Permission.LKE_MANAGE

LANGKAH = {
    ("mandiri", "ajukan", "evaluasi", U, False),
    ("perbaikan", "ajukan", "evaluasi", U, False),
    ("evaluasi", "teruskan", "tpi_anggota", E, False),
    ("evaluasi", "minta_perbaikan", "perbaikan", E, True),
    ("evaluasi", "tarik", "mandiri", U, False),
    ("tpi_anggota", "ajukan_ketua", "tpi_ketua", PeranTPI.ANGGOTA, False),
    ("tpi_anggota", "kembalikan", "evaluasi", PeranTPI.ANGGOTA, True),
    ("tpi_ketua", "ajukan_pengendali", "tpi_pengendali", PeranTPI.KETUA, False),
    ("tpi_ketua", "kembalikan", "evaluasi", PeranTPI.KETUA, True),
    ("tpi_pengendali", "tetapkan", "selesai", PeranTPI.PENGENDALI, False),
    ("tpi_pengendali", "kembalikan", "evaluasi", PeranTPI.PENGENDALI, True),
    ("selesai", "buka_kembali", "tpi_pengendali", K, True),
}
KERJA_DI = {
    *((dari, aksi, U) for dari in ("mandiri", "perbaikan") for aksi in ("impor", "urung_impor")),
    *(("evaluasi", aksi, E) for aksi in ("impor", "urung_impor")),
    ("mandiri", "isi", U),
    ("mandiri", "lampirkan", U),
    ("mandiri", "lepaskan", U),
    ("perbaikan", "isi", U),
    ("perbaikan", "lampirkan", U),
    ("perbaikan", "lepaskan", U),
    ("evaluasi", "isi", E),
    ("tpi_anggota", "isi", PeranTPI.ANGGOTA),
    ("tpi_ketua", "isi", PeranTPI.KETUA),
    ("tpi_pengendali", "isi", PeranTPI.PENGENDALI),
}


def test_the_steps_are_these_and_no_others() -> None:
    steps = [p for p in ALUR_LKE.panah if p.aksi not in KERJA]
    found = {(p.dari.value, p.aksi.value, p.ke.value, p.permission, p.catatan_wajib) for p in steps}
    assert found == LANGKAH
    assert len(steps) == len(LANGKAH)


def test_work_within_a_state_stays_there() -> None:
    work = [p for p in ALUR_LKE.panah if p.aksi in KERJA]
    assert {(p.dari.value, p.aksi.value, p.permission) for p in work} == KERJA_DI
    assert all(p.dari is p.ke for p in work)


def test_each_action_has_one_arrow_in_a_state_and_words() -> None:
    pairs = Counter((p.dari, p.aksi) for p in ALUR_LKE.panah)
    assert set(pairs.values()) == {1}
    assert len({aksi.label for aksi in AksiLKE}) == len(AksiLKE)
    assert max(len(aksi.value) for aksi in AksiLKE) <= 20


def test_everything_but_reopening_needs_four_eyes() -> None:
    without = {p.aksi for p in ALUR_LKE.panah if not p.empat_mata}
    assert without == {AksiLKE.BUKA_KEMBALI}


def test_every_state_is_described_and_can_be_reached_and_left() -> None:
    assert set(SIFAT_LKE) == set(StatusLKE)
    moves = [p for p in ALUR_LKE.panah if p.dari is not p.ke]
    assert {p.ke for p in moves} == set(StatusLKE)
    assert {p.dari for p in moves} == set(StatusLKE)
    assert set(TAHAP) == set(StatusLKE) - {StatusLKE.SELESAI}
    assert SIFAT_LKE[StatusLKE.SELESAI].owner is Owner.NOBODY


def test_two_points_of_return() -> None:
    back = {(p.dari, p.ke) for p in ALUR_LKE.panah if p.catatan_wajib and p.permission is not K}
    assert back == {
        (StatusLKE.EVALUASI, StatusLKE.PERBAIKAN),
        *((status, StatusLKE.EVALUASI) for status in DI_TPI),
    }


def test_who_takes_back_acts_for_the_unit() -> None:
    assert tahap_pelaku(AksiLKE.TARIK, StatusLKE.EVALUASI) is Tahap.MANDIRI
    assert tahap_pelaku(AksiLKE.TERUSKAN, StatusLKE.EVALUASI) is Tahap.EVALUATOR
    assert tahap_pelaku(AksiLKE.KEMBALIKAN, StatusLKE.TPI_KETUA) is Tahap.TPI
    assert tahap_pelaku(AksiLKE.BUKA_KEMBALI, StatusLKE.SELESAI) is None


def test_each_desk_of_the_tpi_has_its_role() -> None:
    assert dict(PERAN_MEJA) == {
        StatusLKE.TPI_ANGGOTA: PeranTPI.ANGGOTA,
        StatusLKE.TPI_KETUA: PeranTPI.KETUA,
        StatusLKE.TPI_PENGENDALI: PeranTPI.PENGENDALI,
    }


def test_the_flow_is_registered_and_refuses_what_it_lacks() -> None:
    assert FLOWS["lke"] is ALUR_LKE
    with pytest.raises(NotAllowed, match="tidak tersedia pada status Selesai"):
        ALUR_LKE.require(StatusLKE.SELESAI, AksiLKE.ISI)
