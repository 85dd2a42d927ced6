"""Instruments and answers of the LKE brought in: rules of the whole, rights, taken back."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Denied
from evidence.workflow import NotAllowed
from imports.models import Batch
from sheets import registry
from sheets.resource import Konteks
from tests.factories.impor import (
    angka,
    impor,
    isi_sekarang,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.factories.lke import LKEUji, buat_instrumen_lke, buat_lke, isi_semua, majukan
from tests.integration.zonaintegritas.test_impor_rencana import isi_rencana
from ukuran.format import tanggal_waktu
from zonaintegritas.actions.lke import langkah, simpan_jawaban
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.lke.riwayat import riwayat
from zonaintegritas.models import InstrumenLKE, JawabanLKE, StatusLKE, Tahap

Keadaan = Batch.Keadaan
BAGIAN = ("lke_komponen", "lke_skala", "lke_pertanyaan")


@pytest.fixture
def uji(db: None, data_folder: object) -> SimpleNamespace:
    """An assessment with everybody around it, and a draft instrument of its institution."""
    dunia = buat_lke()
    draf = buat_instrumen_lke(dunia.instansi, kode="lke-draf")
    return SimpleNamespace(dunia=dunia, draf=draf, admin=dunia.orang["admin"])


def _baris(dunia: LKEUji, by: User, kode: str, tujuan: int) -> dict[str, dict[str, Any]]:
    """Return the rows of a kind by their key."""
    rows = isi_sekarang(dunia.instansi, by, kode, tujuan)
    return {str(next(iter(row.values()))): dict(row) for row in rows}


def _terapkan(batch: Batch, by: User) -> Batch:
    assert batch.keadaan == Keadaan.SIAP, (batch.keadaan, temuan(batch))
    return terapkan_langsung(batch, by)


def test_parts_of_a_draft_change_and_come_back(uji: SimpleNamespace) -> None:
    dunia, draf = uji.dunia, uji.draf
    before = isi_rencana()
    komponen = _baris(dunia, uji.admin, "lke_komponen", draf.pk)
    tujuan = {"tujuan": draf.pk}
    rows = [
        {**komponen["H.I"], "bobot": Decimal("20"), "min_wbk": 15, "min_wbbm": 18},
        {**komponen["H.II"], "bobot": Decimal("15.5")},
        {**komponen["H.II"], "kode_komponen": "H.III", "nama": "Survei", "bobot": Decimal("4.5")},
    ]
    rows[-1] |= {"kelompok": "survei", "min_wbk": None, "min_wbbm": None}
    skala = {
        "kode_skala": "b",
        "nama": "Baru",
        "jenis": "pilihan",
        "pilihan": ("Y | 1 | Ya", "T | 0 | Tidak"),
    }
    soal = {
        "kode_pertanyaan": "H.III.1",
        "komponen": "H.III",
        "teks": "Apakah survei dilakukan?",
        "skala": "Baru",
        "dokumen": ("Laporan survei",),
    }
    done = []
    for kode, isi in (("lke_komponen", rows), ("lke_skala", [skala]), ("lke_pertanyaan", [soal])):
        batch = _terapkan(impor(dunia.instansi, uji.admin, kode, isi, **tujuan), uji.admin)
        assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
        again = impor(dunia.instansi, uji.admin, kode, isi, **tujuan)
        assert (angka(again), temuan(again)) == ((0, 0, len(isi), 0), [])
        done.append(batch)
    assert list(
        draf.pertanyaan_set.filter(kode="H.III.1").values_list(
            "komponen__kode", "komponen__induk__kode", "skala__pilihan", "urut", "dokumen"
        )
    ) == [
        (
            "H.III",
            "H",
            [
                {"kode": "Y", "nilai": "1", "label": "Ya"},
                {"kode": "T", "nilai": "0", "label": "Tidak"},
            ],
            9,
            ["Laporan survei"],
        )
    ]
    stuck = urungkan_langsung(done[0], uji.admin)
    assert (stuck.keadaan, len(stuck.bentrok)) == (Keadaan.DITERAPKAN, 1)
    done[0].refresh_from_db()
    for batch in reversed(done):
        batch.refresh_from_db()
        assert urungkan_langsung(batch, uji.admin).keadaan == Keadaan.DIURUNGKAN
    assert isi_rencana() == before


def test_rules_of_the_whole_hold(uji: SimpleNamespace) -> None:
    dunia, draf = uji.dunia, uji.draf
    before = isi_rencana()
    komponen = _baris(dunia, uji.admin, "lke_komponen", draf.pk)
    batch = impor(
        dunia.instansi, uji.admin, "lke_komponen", [{**komponen["H.I"], "bobot": 24}], draf.pk
    )
    assert (batch.keadaan, [t[1:] for t in temuan(batch)]) == (
        Keadaan.BERMASALAH,
        [
            (
                "",
                "Instrumen menjadi tidak sah. Instrumen uji lke-draf > Hasil: "
                "Jumlah bobot di bawahnya 39, seharusnya 40.",
            )
        ],
    )
    rows = [
        {**komponen["H.I"], "induk": "X"},
        {**komponen["H.II"], "induk": "A.I"},
        {**komponen["H"], "induk": "H"},
        {**komponen["A"], "bobot": -1},
    ]
    batch = impor(dunia.instansi, uji.admin, "lke_komponen", rows, draf.pk)
    assert (batch.keadaan, angka(batch), [t[2] for t in temuan(batch)]) == (
        Keadaan.BERMASALAH,
        (0, 0, 0, 4),
        [
            "Paling kecil 0, di sini -1.",
            "Tidak ada komponen dengan kode X.",
            "Komponen A.I memuat pertanyaan, jadi tidak memuat komponen lain.",
            "Komponen ini berada di bawah dirinya sendiri.",
        ],
    )
    for isi, pesan in (
        ({"pilihan": ("A | 1 | Semua", "B | 0,5 | Sebagian")}, "Pilihan terbaik bernilai 1 dan"),
        ({"pilihan": ("A = 1",)}, "Pilihan “A = 1” belum lengkap."),
        ({"jenis": "rasio"}, "Hanya skala pilihan yang mempunyai pilihan."),
    ):
        row = {**_baris(dunia, uji.admin, "lke_skala", draf.pk)["a_c"], **isi}
        batch = impor(dunia.instansi, uji.admin, "lke_skala", [row], draf.pk)
        assert angka(batch) == (0, 0, 0, 1)
        assert temuan(batch)[0][2].startswith(pesan)
    assert isi_rencana() == before


def test_regulations_and_versions_in_use_are_only_compared(uji: SimpleNamespace) -> None:
    dunia = uji.dunia
    InstrumenLKE.objects.filter(pk=uji.draf.pk).update(dibekukan=timezone.now())
    for instrumen in (dunia.instrumen, uji.draf):
        for kode in BAGIAN:
            row = next(iter(_baris(dunia, uji.admin, kode, instrumen.pk).values()))
            nama = "teks" if kode == "lke_pertanyaan" else "nama"
            batch = impor(dunia.instansi, uji.admin, kode, [{**row, nama: "Lain"}], instrumen.pk)
            assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (0, 1, 0, 0))
            kelas = registry.cari(kode)
            assert kelas is not None
            resource = kelas(
                Konteks(dunia.instansi, uji.admin, timezone.now(), tujuan=instrumen.pk)
            )
            with pytest.raises(NotAllowed):
                resource.kunci_tulis()


def test_answers_of_the_unit(uji: SimpleNamespace) -> None:
    dunia = uji.dunia
    by = dunia.orang["operator"]
    before = isi_rencana()
    rows = [
        {"pertanyaan": "A.I.1", "pilihan": "Ya"},
        {"pertanyaan": "A.I.2", "pilihan": "sebagian", "alasan": "Baru sebagian."},
        {"pertanyaan": "A.II.2", "pembilang": 45, "penyebut": 60},
        {"pertanyaan": "H.I.1", "angka": Decimal("3.6")},
    ]
    batch = _terapkan(impor(dunia.instansi, by, "lke_jawaban", rows, dunia.lke.pk), by)
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
    assert angka(impor(dunia.instansi, by, "lke_jawaban", rows, dunia.lke.pk)) == (0, 0, 4, 0)
    assert list(
        JawabanLKE.objects.order_by("pertanyaan__urut").values_list(
            "pertanyaan__kode", "tahap", "pilihan", "pembilang", "penyebut", "angka", "alasan"
        )
    ) == [
        ("A.I.1", "mandiri", "ya", None, None, None, ""),
        ("A.I.2", "mandiri", "B", None, None, None, "Baru sebagian."),
        ("A.II.2", "mandiri", "", Decimal(45), Decimal(60), None, ""),
        ("H.I.1", "mandiri", "", None, None, Decimal("3.6"), ""),
    ]
    assert dunia.segar().versi == 2
    other = dunia.orang["operator2"]
    simpan_jawaban(  # another question: it does not stand in the way
        lke_id=dunia.lke.pk,
        pertanyaan_id=dunia.pertanyaan["B.I.1"].pk,
        isi={"alasan": "Sedang disiapkan."},
        lama="",
        by=other,
    )
    before["zonaintegritas.JawabanLKE"] = list(
        JawabanLKE.objects.filter(pertanyaan__kode="B.I.1").values_list()
    )
    batch.refresh_from_db()
    batch = urungkan_langsung(batch, by)
    assert batch.keadaan == Keadaan.DIURUNGKAN, (batch.pesan, batch.bentrok)
    after = isi_rencana()
    for changed in ("LangkahLKE", "LKE"):
        before.pop(f"zonaintegritas.{changed}")
        after.pop(f"zonaintegritas.{changed}")
    assert after == before
    lke = dunia.segar()
    assert (lke.versi, lke.diubah) == (3, batch.diurungkan)
    told = [(s.judul, s.isi, s.catatan, s.oleh, s.saat) for s in reversed(riwayat(lke))]
    steps = list(lke.langkah_set.order_by("at", "id"))
    assert told == [
        (
            "Jawaban diimpor",
            "",
            "4 jawaban dari isi.xlsx.",
            f"{by.nama}, {steps[0].jabatan}",
            batch.diterapkan,
        ),
        ("Mulai mengisi", "", "", f"{other.nama}, {steps[1].jabatan}", steps[1].at),
        (
            "Impor jawaban diurungkan",
            "",
            "Jawaban dari isi.xlsx kembali seperti sebelum diimpor.",
            f"{by.nama}, {steps[2].jabatan}",
            batch.diurungkan,
        ),
    ]


def test_answers_that_others_have_taken_up_stay(uji: SimpleNamespace) -> None:
    dunia = uji.dunia
    by, evaluator = dunia.orang["operator"], dunia.orang["verifikator"]
    isi_semua(dunia, by)
    rows = [{"pertanyaan": "A.I.1", "pilihan": "Tidak"}]
    batch = terapkan_langsung(impor(dunia.instansi, by, "lke_jawaban", rows, dunia.lke.pk), by)
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
    step = langkah(lke_id=dunia.lke.pk, aksi=AksiLKE.AJUKAN, by=by)
    sent = tanggal_waktu(step.diubah, ZoneInfo(dunia.instansi.zona_waktu))
    batch = urungkan_langsung(batch, by)
    assert (batch.keadaan, batch.pesan) == (
        Keadaan.DITERAPKAN,
        f"LKE ini sedang pada Evaluasi ({by.nama}, {sent}). Unit menariknya kembali dahulu di "
        "halaman LKE, selama evaluator belum menilai; sesudah itu minta perbaikan kepada "
        "evaluator.",
    )
    step = langkah(
        lke_id=dunia.lke.pk, aksi=AksiLKE.MINTA_PERBAIKAN, by=evaluator, catatan="Lengkapi."
    )
    asked = tanggal_waktu(step.diubah, ZoneInfo(dunia.instansi.zona_waktu))
    batch = urungkan_langsung(batch, by)
    assert (batch.keadaan, batch.pesan) == (
        Keadaan.DITERAPKAN,
        f"Evaluator sudah bekerja pada LKE ini setelah impor diterapkan ({evaluator.nama}, "
        f"{asked}). Impor ini tidak dapat diurungkan lagi; perbaiki jawabannya di halaman LKE.",
    )


def test_a_sheet_that_was_taken_back_gives_its_import_back(uji: SimpleNamespace) -> None:
    dunia = uji.dunia
    by = dunia.orang["operator"]
    isi_semua(dunia, by)
    before = list(JawabanLKE.objects.order_by("pk").values())
    rows = [{"pertanyaan": "A.I.1", "pilihan": "Tidak"}]
    batch = terapkan_langsung(impor(dunia.instansi, by, "lke_jawaban", rows, dunia.lke.pk), by)
    assert list(JawabanLKE.objects.order_by("pk").values()) != before
    for aksi in (AksiLKE.AJUKAN, AksiLKE.TARIK):
        langkah(lke_id=dunia.lke.pk, aksi=aksi, by=by)
    assert urungkan_langsung(batch, by).keadaan == Keadaan.DIURUNGKAN
    assert list(JawabanLKE.objects.order_by("pk").values()) == before


def test_answers_that_do_not_fit(uji: SimpleNamespace) -> None:
    dunia = uji.dunia
    by = dunia.orang["operator"]
    rows = [
        {"pertanyaan": "A.I.1", "pilihan": "Z"},
        {"pertanyaan": "A.I.2", "angka": 3},
        {"pertanyaan": "A.II.2", "pembilang": 1, "penyebut": -1},
        {"pertanyaan": "H.I.1", "angka": 5},
        {"pertanyaan": "Z.1", "pilihan": "A"},
    ]
    batch = impor(dunia.instansi, by, "lke_jawaban", rows, dunia.lke.pk)
    assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (0, 0, 0, 5))
    assert [t[1:] for t in temuan(batch)] == [
        ("B2", "Pertanyaan A.I.1: Pilihan Z tidak ada pada skala Skala ya_tidak."),
        ("B3", "Pertanyaan A.I.2: Jawaban tidak sesuai dengan skala Skala a_c."),
        ("D4", "Pertanyaan A.II.2: Seluruh pegawai tidak boleh kurang dari 0."),
        ("E5", "Pertanyaan H.I.1: Nilai harus antara 0 dan 4."),
        ("A6", "Pertanyaan “Z.1” tidak dikenal."),
    ]


def test_stages_and_four_eyes(uji: SimpleNamespace) -> None:
    dunia = uji.dunia
    operator, evaluator = dunia.orang["operator"], dunia.orang["verifikator"]
    tulis = {
        kode: [
            (t.id, t.tulis)
            for t in registry.cari(kode).daftar_tujuan(by, dunia.instansi)  # type: ignore[union-attr]
        ]
        for kode, by in (("lke_jawaban", operator), ("lke_evaluasi", evaluator))
    }
    assert tulis == {
        "lke_jawaban": [(dunia.lke.pk, True)],
        "lke_evaluasi": [(dunia.lke.pk, False), (dunia.lke_lain.pk, False)],
    }
    majukan(dunia, StatusLKE.EVALUASI)
    row = {"pertanyaan": "A.I.1", "pilihan": "tidak"}
    batch = impor(dunia.instansi, operator, "lke_jawaban", [row], dunia.lke.pk)
    assert batch.keadaan == Keadaan.BERMASALAH
    batch = impor(dunia.instansi, evaluator, "lke_evaluasi", [row], dunia.lke.pk)
    assert _terapkan(batch, evaluator).keadaan == Keadaan.DITERAPKAN
    assert list(
        JawabanLKE.objects.filter(pertanyaan__kode="A.I.1").values_list("tahap", "pilihan")
    ) == [(Tahap.MANDIRI, "ya"), (Tahap.EVALUATOR, "tidak")]
    kelas = registry.cari("lke_evaluasi")
    assert kelas is not None
    for by, tujuan, galat in (
        (operator, dunia.lke.pk, Denied),
        (evaluator, dunia.lke_luar.pk, Denied),
        (evaluator, dunia.lke_lain.pk, NotAllowed),
    ):
        with pytest.raises(galat):
            kelas(Konteks(dunia.instansi, by, timezone.now(), tujuan=tujuan)).kunci_tulis()
