"""The evaluation report of an LKE: the figures of its sheet, in PDF and in the workbook."""

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from evidence.models import BuktiVersi
from reports.datasets.lhe import bangun_lhe, isi_lhe, lke_terbaca
from reports.datasets.lhe_bentuk import LHE, IsiLHE, SyaratLHE
from reports.pdf.lhe import balok, cetak
from reports.xlsx.lhe import (
    BUKTI,
    KOMPONEN,
    PERTANYAAN,
    REKOMENDASI,
    RINGKASAN,
    RIWAYAT,
    SYARAT,
    TPI,
    tulis_lhe,
)
from tests.factories import segar
from tests.factories.lke import NILAI_ISI, LKEUji, berbukti, buat_lke, isi_semua, majukan
from tests.integration.reports.dunia_roadmap import (
    halaman_pdf,
    lembar_kerja,
    tanpa_spasi,
    ukuran_pdf,
)
from ukuran.format import hash_singkat
from zonaintegritas.actions.lke import langkah
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.lke.lembar import lembar
from zonaintegritas.models import LKE, StatusLKE, Tahap

CATATAN_EVALUATOR = "Bukti hanya untuk sebagian unit."
CATATAN_TPI = "Menurut wawancara belum dilaksanakan.\nPerlu bukti baru."


@pytest.fixture
def dunia(db: None, data_folder: object) -> LKEUji:
    """A finished assessment: the evaluator lowered A.II.1, the TPI lowered A.I.1."""
    d = buat_lke()
    file = berbukti(d, "A.I.1")
    BuktiVersi.objects.filter(pk=file.versi_id).update(nomor_dokumen="12/ZI/2026")
    berbukti(d, "H.I.1")
    isi_semua(d, d.operator)
    majukan(d, StatusLKE.EVALUASI)
    isi_semua(d, d.verifikator, ganti={"A.II.1": {"pilihan": "C", "alasan": CATATAN_EVALUATOR}})
    langkah(lke_id=d.lke.pk, aksi=AksiLKE.TERUSKAN, by=d.verifikator, catatan="Lengkap.")
    isi_semua(
        d,
        d.tpi_anggota,
        ganti={
            "A.II.1": {"pilihan": "C"},
            "A.I.1": {"pilihan": "tidak", "alasan": CATATAN_TPI},
        },
    )
    majukan(d, StatusLKE.SELESAI)
    return d


def _lhe(d: LKEUji, user: User, lke: LKE | None = None) -> LHE:
    found = lke_terbaca(segar(user)).get(pk=(lke or d.lke).pk)
    return bangun_lhe(found, segar(user))


def _pdf(lhe: LHE, folder: Path) -> tuple[Path, list[str]]:
    target = folder / "l.pdf"
    cetak(lhe, target, lambda page: None)
    return target, halaman_pdf(target)


def _isi(path: Path, nama: str) -> list[list[object]]:
    return [list(row) for row in lembar_kerja(path, nama).iter_rows(values_only=True)]


def test_figures_are_those_of_the_sheet(dunia: LKEUji) -> None:
    found = _lhe(dunia, dunia.verifikator)
    sheet = lembar(dunia.segar(), segar(dunia.verifikator))
    assert found.tahap == tuple(Tahap)
    assert dict(found.nilai) == dict(sheet.nilai)
    assert [t.nilai for t in found.total] == [NILAI_ISI, Decimal("83.3"), Decimal("78.3")]
    assert [b.kode for b in found.bagian] == [b.komponen.kode for b in sheet.bagian]
    assert [[t.nilai for t in b.tahap] for b in found.bagian] == [
        [b.nilai[t].nilai for t in Tahap] for b in sheet.bagian
    ]
    assert [[(k.jawaban, k.nilai) for k in s.kolom] for s in found.soal] == [
        [(b.sebut(t), b.nilai[t]) for t in Tahap] for b in sheet.baris()
    ]
    assert (found.status, found.final, found.tanda, found.sumber) == (
        "Selesai",
        True,
        "",
        Tahap.TPI,
    )
    assert [(s.nama, len(s.syarat), s.belum) for s in found.syarat] == [
        (s.predikat.kata, len(s.syarat), len(s.belum)) for s in sheet.nilai[Tahap.TPI].syarat
    ]
    assert [(b.nama, b.minimal) for b in found.batang] == [
        ("Manajemen Perubahan", Decimal(12)),
        ("Pelayanan Publik", Decimal(24)),
        ("Indeks persepsi anti korupsi", Decimal(20)),
        ("Capaian kinerja", Decimal("7.5")),
    ]


def test_what_was_lowered_is_recommended(dunia: LKEUji) -> None:
    found = _lhe(dunia, dunia.verifikator)
    assert [
        (r.kode, r.dari_tahap, r.dari, r.tahap, r.menjadi, r.catatan) for r in found.rekomendasi
    ] == [
        ("A.I.1", Tahap.EVALUATOR, Decimal(1), Tahap.TPI, Decimal(0), CATATAN_TPI),
        ("A.II.1", Tahap.MANDIRI, Decimal(1), Tahap.EVALUATOR, Decimal("0.33"), CATATAN_EVALUATOR),
    ]


def test_evidence_history_and_tpi(dunia: LKEUji) -> None:
    found = _lhe(dunia, dunia.operator)
    files = {s.kode: [(f.nama, f.nomor, f.asal) for f in s.bukti] for s in found.soal if s.bukti}
    assert files == {
        "A.I.1": [("bukti A.I.1.pdf", "12/ZI/2026", "Diunggah untuk LKE")],
        "H.I.1": [("bukti H.I.1.pdf", "", "Diunggah untuk LKE")],
    }
    assert found.jumlah_bukti == 2
    steps = [(s.judul, s.menjadi, s.catatan) for s in found.langkah if s.menjadi]
    assert steps == [
        ("Ajukan ke evaluator", "Evaluasi", ""),
        ("Teruskan ke TPI", "Penilaian anggota TPI", "Lengkap."),
        ("Ajukan ke ketua TPI", "Reviu ketua TPI", ""),
        ("Ajukan ke pengendali teknis", "Reviu pengendali teknis TPI", ""),
        ("Tetapkan hasil", "Selesai", ""),
    ]
    assert all(s.jabatan for s in found.langkah)
    assert not any("Nama " in s.jabatan for s in found.langkah)
    assert [(o.peran, o.surat_tugas, o.dicabut) for o in found.tpi] == [
        ("Anggota TPI", "ST-7/TPI/2026", False),
        ("Ketua TPI", "ST-7/TPI/2026", False),
        ("Pengendali teknis TPI", "ST-7/TPI/2026", False),
    ]
    assert found.ketua_tpi is not None
    assert found.ketua_tpi.nama == dunia.tpi_ketua.nama


def test_pdf_and_workbook_say_the_same(dunia: LKEUji, tmp_path: Path) -> None:
    found = _lhe(dunia, dunia.verifikator)
    path, pages = _pdf(found, tmp_path)
    text = "".join(pages)
    for words in (
        "Mandiri9090%8dari8MemenuhisyaratWBBM.",
        "Evaluator83,383,3%8dari8",
        "TPI78,378,3%8dari8",
        "A.I.1ApakahA.I.1sudahdilaksanakan?",
        "Evaluator1menjadiTPI0",
        "Nomor12/ZI/2026,tanpatanggal;DiunggahuntukLKE",
        *map(tanpa_spasi, (CATATAN_EVALUATOR, CATATAN_TPI, *found.kalimat)),
        *(tanpa_spasi(hash_singkat(f.sha256)) for s in found.soal for f in s.bukti),
        *(tanpa_spasi(s.judul) for s in found.langkah),
        tanpa_spasi(dunia.tpi_ketua.nama),
    ):
        assert words in text, words
    assert "DRAF" not in text
    assert ukuran_pdf(path) == {(215, 330), (330, 215)}
    qpdf = shutil.which("qpdf")
    assert qpdf is not None
    assert subprocess.run([qpdf, "--check", str(path)], check=False).returncode == 0
    target = tmp_path / "l.xlsx"
    tulis_lhe(found, target)
    pairs = {row[0]: row[1] for row in _isi(target, RINGKASAN)}
    assert [pairs[f"Nilai {t.label}"] for t in Tahap] == [90, 83.3, 78.3]
    assert pairs["Predikat, Mandiri"] == "Memenuhi syarat WBBM."
    rows = {row[0]: row for row in _isi(target, KOMPONEN)}
    assert rows["A.II"][2:] == [20, 12, 17.5, 2, 2, 10.8, 2, 2, 10.8, 2, 2]
    assert [(row[0], row[3], row[5], row[6]) for row in _isi(target, REKOMENDASI)[1:]] == [
        ("A.I.1", 1, 0, CATATAN_TPI),
        ("A.II.1", 1, 0.33, CATATAN_EVALUATOR),
    ]
    asked = {row[0]: row for row in _isi(target, PERTANYAAN)}
    assert asked["A.II.2"][2:] == [
        *("45 dari 60", 0.75, None, "45 dari 60", 0.75, None, "45 dari 60", 0.75, None),
        0,
    ]
    assert [row[0] for row in _isi(target, BUKTI)[1:]] == ["A.I.1", "H.I.1"]
    assert [row[5] for row in _isi(target, BUKTI)[1:]] == [
        f.sha256 for s in found.soal for f in s.bukti
    ]
    assert len(_isi(target, RIWAYAT)) == len(found.langkah) + 1
    assert [row[0] for row in _isi(target, TPI)[1:]] == [o.peran for o in found.tpi]
    assert len(_isi(target, SYARAT)) == 1 + sum(len(s.syarat) for s in found.syarat)


def test_sheet_in_the_making_is_a_draft(db: None, data_folder: object, tmp_path: Path) -> None:
    d = buat_lke("gama", contoh=True)
    empty = _lhe(d, d.operator)
    assert (empty.tanda, empty.sumber, empty.tahap) == ("DRAF CONTOH", None, (Tahap.MANDIRI,))
    assert [(t.nilai, t.keputusan) for t in empty.total] == [(None, "Belum ada jawaban.")]
    text = "".join(_pdf(empty, tmp_path)[1])
    for words in (
        "tanpadata",
        "DRAF,penilaianbelumselesai.AngkadalamdokumeniniCONTOH.",
        "belumdijawab",
        "TidakadanilaiyangditurunkanevaluatoratauTPI.",
        "Belumadalangkah.",
    ):
        assert words in text
    pages = halaman_pdf(tmp_path / "l.pdf")
    assert all("DRAFCONTOH" in page for page in pages)


def test_bars_and_words_of_what_is_missing(dunia: LKEUji) -> None:
    bars = balok(_lhe(dunia, dunia.verifikator).batang)
    assert [(b.tahap, b.lebar, b.ada) for b in bars[2].balok] == [
        (Tahap.MANDIRI, "261.0", True),
        (Tahap.EVALUATOR, "261.0", True),
        (Tahap.TPI, "261.0", True),
    ]
    assert bars[2].minimal == "442.0"  # 20 of 25 on an axis of 290 that begins at 210
    near = SyaratLHE("Nilai", Decimal("2.598"), Decimal("2.6"), Decimal("0.002"), terpenuhi=False)
    assert near.kata == "kurang dari 0,01"
    assert SyaratLHE("N", Decimal(2), Decimal(3), Decimal(1), terpenuhi=False).kata == "1"
    assert SyaratLHE("N", Decimal(3), Decimal(3), Decimal(0), terpenuhi=True).kata == "terpenuhi"


def test_counts_before_asking_and_fixed_queries(dunia: LKEUji) -> None:
    rows = list(lke_terbaca(segar(dunia.verifikator)))
    found = isi_lhe(rows)
    assert found[dunia.lke.pk] == IsiLHE(
        soal=8, terjawab=8, bukti=2, langkah=dunia.lke.langkah_set.count(), status="Selesai"
    )
    assert found[dunia.lke_lain.pk] == IsiLHE(8, 0, 0, 0, "Penilaian mandiri")
    with CaptureQueriesContext(connection) as counted:
        isi_lhe(rows)
    assert len(counted) == 4
    user = segar(dunia.verifikator)
    lke = lke_terbaca(user).get(pk=dunia.lke.pk)
    with CaptureQueriesContext(connection) as full:
        bangun_lhe(lke, user)
    other = lke_terbaca(user).get(pk=dunia.lke_lain.pk)
    with CaptureQueriesContext(connection) as empty:
        bangun_lhe(other, user)
    assert len(full) == len(empty) == 9
    assert bangun_lhe(lke, user).per_tanggal <= timezone.now()
