"""Words and sentences of the progress report."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evidence.hitungan import Golongan, Hitungan
from reports.kemajuan import kalimat, kata
from reports.kemajuan.parameter import TandaTangan
from reports.potret.bentuk import SkorPotret, Ubahan
from tests.factories.potret import isi_potret, parameter_kemajuan, persetujuan

KOSONG = SkorPotret(None, Decimal(0), Decimal(3), 0, 3)
NOL = SkorPotret(Decimal(0), Decimal(0), Decimal(3), 1, 3)


@pytest.mark.parametrize(
    ("mulai", "selesai", "expected"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), "1 Januari s.d. 31 Maret 2026"),
        (date(2025, 12, 1), date(2026, 1, 31), "1 Desember 2025 s.d. 31 Januari 2026"),
        (date(2026, 6, 2), date(2026, 6, 2), "2 Juni 2026"),
    ],
)
def test_window_says_its_year_once(mulai: date, selesai: date, expected: str) -> None:
    assert kata.masa(mulai, selesai) == expected


def test_no_data_and_zero_are_two_things() -> None:
    assert kata.cara_nilai(KOSONG) == kata.nilai(None) == "tanpa data"
    assert kata.cara_nilai(NOL) == "0 / 3 = 0"
    assert kata.cakupan(NOL, "tugas") == "1 dari 3 tugas dinilai"
    assert kata.cara_kelengkapan(Hitungan()) == "tanpa data"
    assert kata.cara_kelengkapan(Hitungan(belum=4)) == "0 / 4 x 100 = 0%"
    assert kata.cara_kelengkapan(Hitungan(disetujui=131, belum=38)) == "131 / 169 x 100 = 77,51%"


def test_score_shows_its_sum_and_divisor() -> None:
    skor = SkorPotret(Decimal("4619") / 125, Decimal(4619), Decimal(125), 91, 125)
    assert kata.cara_nilai(skor) == "4.619 / 125 = 36,95"


@pytest.mark.parametrize(
    ("tanda", "expected"),
    [
        (
            TandaTangan("a.n.", "Gubernur Nusa Tenggara Timur", "Sekretaris Daerah"),
            ("a.n. GUBERNUR NUSA TENGGARA TIMUR", "SEKRETARIS DAERAH,"),
        ),
        (TandaTangan("Plt.", "", "Sekretaris Daerah"), ("Plt. SEKRETARIS DAERAH,",)),
        (TandaTangan("Plh.", "", "Sekretaris Daerah"), ("Plh. SEKRETARIS DAERAH,",)),
        (TandaTangan("", "", "Gubernur"), ("GUBERNUR,",)),
        (TandaTangan(), (f"{kata.ISIAN},",)),
        (TandaTangan("a.n."), (f"a.n. {kata.ISIAN}", f"{kata.ISIAN},")),
    ],
)
def test_lines_above_a_signature(tanda: TandaTangan, expected: tuple[str, ...]) -> None:
    assert kata.baris_jabatan(tanda) == expected


def test_nip_is_printed_in_its_groups() -> None:
    assert kata.nip_tercetak("196205241989031014") == "19620524 198903 1 014"
    assert kata.nip_tercetak("12345") == "12345"


def test_changes_as_phrases() -> None:
    assert kata.ubahan(Ubahan("Status", "Draf", "Nihil")) == "Status: Draf menjadi Nihil"
    assert kata.ubahan(Ubahan("Status", "", "Nihil")) == "Status: Nihil (semula tidak ada)"
    assert kata.ubahan(Ubahan("Status", "Draf", "")) == "Status: Draf menjadi tidak ada"


def test_summary_says_every_figure() -> None:
    isi = replace(
        isi_potret(tugas=4, berkas=0, area=2),
        jumlah_tugas=1234,
        tugas_ditagih=1200,
        capaian=1300,
        terlambat=7,
        hitungan=Hitungan(100, 10, 20, 30, 4, 5, 6, 7, 8, 9),
        kpk_per=date(2026, 6, 20),
    )
    documents, due, scores = kalimat.ringkasan(isi)
    assert documents == (
        "Dari 190 dokumen yang diperlukan, 160 sudah diunggah: 110 diterima (10 di antaranya "
        "nihil), 20 menunggu verifikasi Inspektorat, dan 30 dikembalikan untuk diperbaiki. "
        "30 dokumen belum diunggah: 5 tanpa berkas, 4 masih draf, 6 perlu pemutakhiran, 8 tidak "
        "dapat dipenuhi, dan 7 tidak berlaku. Kelengkapan, dokumen diterima terhadap yang "
        "diperlukan: 110 / 190 x 100 = 57,89%. 9 dokumen dikeluarkan dari penyebut atas jawaban "
        "KPK."
    )
    assert due == (
        "Rencana ini memuat 1.234 tugas; 1.200 di antaranya ditagih sampai dengan 30 Juni 2026, "
        "dalam 1.300 jadwal. 7 tugas lewat batas waktu."
    )
    assert scores.startswith("Nilai mandiri ")
    assert scores.endswith("Angka resmi memakai nilai terverifikasi Inspektorat.")
    assert "dari 4 tugas dinilai, keadaan 20 Juni 2026)" in scores


def test_summary_of_nothing_due() -> None:
    isi = replace(
        isi_potret(tugas=2, berkas=0, sebutan="verifikator", jenis="mcp", anggota=0),
        hitungan=Hitungan(),
        terlambat=0,
    )
    documents, due, scores = kalimat.ringkasan(isi)
    assert documents == (
        "Tidak ada dokumen yang diperlukan pada periode ini; kelengkapan tanpa data."
    )
    assert due.endswith("Tidak ada sub indikator yang lewat batas waktu.")
    assert "Inspektorat" not in scores


def test_approval_and_draft() -> None:
    isi = isi_potret(tugas=1, berkas=0, no=3)
    assert kalimat.persetujuan(isi, parameter_kemajuan()) == (
        "DRAF. Periode B06 belum disetujui Ketua. Laporan ini belum dapat dipakai sebagai laporan "
        "resmi."
    )
    assert kalimat.persetujuan(isi, parameter_kemajuan(persetujuan=persetujuan())) == (
        "Periode B06 disetujui oleh Benediktus Contoh, Sekretaris Daerah Provinsi Nusa Tenggara "
        "Timur, pada 4 Juli 2026, 23.59 WITA. Persetujuan berlaku untuk Potret 3 dengan sidik "
        "SHA-256 yang tercetak pada sampul."
    )


@pytest.mark.parametrize(
    ("sah", "contoh", "expected"),
    [
        (False, True, "DRAF CONTOH"),
        (False, False, "DRAF"),
        (True, True, "CONTOH"),
        (True, False, ""),
    ],
)
def test_marks(sah: bool, contoh: bool, expected: str) -> None:
    isi = isi_potret(tugas=1, berkas=0, contoh=contoh)
    parameter = parameter_kemajuan(persetujuan=persetujuan() if sah else None)
    assert kata.tanda(isi, parameter) == expected


def test_states_are_in_the_words_of_the_institution() -> None:
    assert kata.keadaan(Golongan.DISETUJUI, "Inspektorat") == "Disetujui Inspektorat"
    assert kata.keadaan(Golongan.DISETUJUI, "TPI") == "Disetujui TPI"


def test_readiness_is_said_of_what_a_unit_owes() -> None:
    windows = [c for t in isi_potret(tugas=14, berkas=0).tugas for c in t.capaian]
    owed = {Golongan.BELUM, Golongan.DRAF, Golongan.PERBAIKAN, Golongan.KEDALUWARSA}
    assert {c.status in owed for c in windows} == {True, False}
    for window in windows:
        assert kata.kesiapan(window) == (window.progres if window.status in owed else "")
