"""Rows of a Zona Integritas plan brought in: what they change, what they may not, taken back."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from accounts.permissions import Denied, Role
from evidence.actions import mulai_rencana
from evidence.actions.errors import IsianKurang
from evidence.models import Butir, Capaian, DokumenWajib, Rencana
from imports.actions.pengaturan import atur_impor
from imports.actions.terapkan import ajukan, minta_dasar, terapkan, terapkan_batch
from imports.models import Batch
from reports.datasets.lampiran_zi import bangun_lampiran_aksi
from reports.xlsx.lampiran_zi import tulis_aksi
from sheets import registry
from sheets.resource import Konteks
from tests.factories.impor import (
    Diam,
    angka,
    impor,
    isi_sekarang,
    temuan,
    terapkan_langsung,
    urungkan_langsung,
)
from tests.factories.people import buat_instansi, buat_unit, buat_user
from tests.factories.zi import buat_zi
from zonaintegritas.models import AnggotaTim, IndikatorKeberhasilan, KegiatanZI, SubKegiatan

Keadaan = Batch.Keadaan
Isi = dict[str, list[tuple[Any, ...]]]


def isi_rencana() -> Isi:
    """Return every row of the tables that imports of a plan write."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for label in ("evidence", "zonaintegritas")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def _dunia(kode: str) -> SimpleNamespace:
    instansi = buat_instansi(kode)
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    tim = buat_unit(instansi, "tim", induk=akar, jenis="tim")
    keputusan = buat_zi(instansi, tim)
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        unit=tim,
        keputusan=keputusan,
        rencana=keputusan.rencana,
        admin=buat_user(f"admin.{kode}", Role.ADMIN, akar),
        koordinator=buat_user(f"koordinator.{kode}", Role.KOORDINATOR, tim),
    )


@pytest.fixture
def zi(db: None, data_folder: object) -> SimpleNamespace:
    """A plan that is being drawn up: one team, one sub kegiatan with one indikator."""
    dunia = _dunia("alfa")
    Rencana.objects.filter(pk=dunia.rencana.pk).update(status=Rencana.Keadaan.DISUSUN)
    return dunia


def _berubah(d: SimpleNamespace, kode: str, **baru: Any) -> dict[str, Any]:
    """Return the only row of the plan with some columns changed."""
    return {**isi_sekarang(d.instansi, d.admin, kode, d.rencana.pk)[0], **baru}


def _pergi_pulang(d: SimpleNamespace, kode: str, rows: list[dict[str, Any]]) -> Isi:
    """Apply rows, find them unchanged a second time, return what is there; then undo exactly."""
    before = isi_rencana()
    batch = impor(d.instansi, d.admin, kode, rows, d.rencana.pk)
    assert batch.keadaan == Keadaan.SIAP, (batch.keadaan, temuan(batch))
    batch = terapkan_langsung(batch, d.admin, alasan="Rapat tim", dasar="Notula 1")
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
    again = impor(d.instansi, d.admin, kode, rows, d.rencana.pk)
    assert angka(again) == (0, 0, len(rows), 0), (temuan(again), list(again.baris_set.values()))
    after = isi_rencana()
    batch = urungkan_langsung(batch, d.admin)
    assert batch.keadaan == Keadaan.DIURUNGKAN, (batch.pesan, batch.bentrok)
    assert isi_rencana() == before
    return after


def test_members_new_changed_and_refused(zi: SimpleNamespace) -> None:
    was = isi_sekarang(zi.instansi, zi.admin, "zi_anggota", zi.rencana.pk)
    assert [(row["tim"], row["no"]) for row in was] == [("PENGARAH", 1), ("I", 1)]
    orang = {"nama": "Maria", "jabatan": "Plt. Kepala Subbagian", "kedudukan": "Anggota"}
    bad = [
        *was,
        {**orang, "tim": "Tim alfa", "no": 2},
        {**orang, "tim": "IX", "no": 1},
        {**orang, "tim": "I", "no": 3, "kedudukan": "Bendahara"},
        {**orang, "tim": "I", "no": 2},
    ]
    batch = impor(zi.instansi, zi.admin, "zi_anggota", bad, zi.rencana.pk)
    assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (1, 0, 2, 3))
    new = [{**was[1], "nama": "Yohana"}, {**orang, "tim": "1", "no": 2}]
    _pergi_pulang(zi, "zi_anggota", new)
    batch = impor(zi.instansi, zi.admin, "zi_anggota", new, zi.rencana.pk)
    terapkan_langsung(batch, zi.admin)
    rows = AnggotaTim.objects.filter(tim__kode="I").order_by("no")
    assert list(rows.values_list("nama", "plt", "no_tercetak", "kedudukan")) == [
        ("Yohana", False, "1.", "koordinator"),
        ("Maria", True, "2.", "anggota"),
    ]


def test_rows_reworded_and_added_while_the_plan_is_drawn_up(zi: SimpleNamespace) -> None:
    first = _berubah(
        zi,
        "zi_rencana_aksi",
        kegiatan="Pembentukan tim kerja",
        sub="Rapat tim kerja",
        indikator=("Notulen rapat tim kerja.", "Foto rapat."),
        ket="Setiap triwulan",
    )
    tim = {"tim": "I", "unit": None}
    rows = [
        first,
        {**first, "urut": 2, "no": "2", "sub": "Penetapan", "indikator": ("Foto rapat.", "SK.")},
        {**tim, "huruf": "B", "kegiatan": "Tanpa sub", "indikator": ("Laporan.",)},
        {**tim, "huruf": "C", "urut": 1, "kegiatan": "Tanpa bukti", "sub": "Sosialisasi"},
    ]
    after = _pergi_pulang(zi, "zi_rencana_aksi", rows)
    assert len(after["evidence.Butir"]) == 4
    batch = impor(zi.instansi, zi.admin, "zi_rencana_aksi", rows, zi.rencana.pk)
    assert (angka(batch), [t[2] for t in temuan(batch)]) == (
        (3, 1, 0, 0),
        ["Tanpa indikator, dokumen wajib baris ini hanya “Bukti pelaksanaan kegiatan”."],
    )
    terapkan_langsung(batch, zi.admin, alasan="a", dasar="b")
    assert list(
        Butir.objects.order_by("urut").values_list("kode", "uraian", "jalur", "unit__kode")
    ) == [
        ("1.A.1", "Rapat tim kerja", "", "tim"),
        ("1.A.2", "Penetapan", "1 Tim alfa / A. Pembentukan tim kerja", "tim"),
        ("1.B", "Tanpa sub", "1 Tim alfa", "tim"),
        ("1.C.1", "Sosialisasi", "1 Tim alfa / C. Tanpa bukti", "tim"),
    ]
    assert list(
        IndikatorKeberhasilan.objects.order_by("kegiatan", "urut", "sub__urut").values_list(
            "kegiatan__huruf", "huruf", "teks", "sub__urut"
        )
    ) == [
        ("A", "a", "Notulen rapat tim kerja.", 1),
        ("A", "b", "Foto rapat.", 1),
        ("A", "b", "Foto rapat.", 2),
        ("A", "c", "SK.", 2),
        ("B", "", "Laporan.", None),
    ]
    assert list(
        DokumenWajib.objects.order_by("butir__urut", "urut").values_list(
            "butir__kode", "uraian", "asal", "indikator_zi__indikator__huruf"
        )
    ) == [
        ("1.A.1", "Notulen rapat tim kerja.", "sumber", "a"),
        ("1.A.1", "Foto rapat.", "sumber", "b"),
        ("1.A.2", "Foto rapat.", "sumber", "b"),
        ("1.A.2", "SK.", "sumber", "c"),
        ("1.B", "Laporan.", "sumber", ""),
        ("1.C.1", "Bukti pelaksanaan kegiatan", "portal", None),
    ]
    satu, dua, *_ = isi_sekarang(zi.instansi, zi.admin, "zi_rencana_aksi", zi.rencana.pk)
    for lines in (
        (None, ("SK.",)),
        (("Daftar hadir.", "Foto rapat."), ("Foto rapat.", "Daftar hadir.", "SK.")),
        (("Foto rapat.", "Baru.", "Lain."), ("SK.", "Baru.")),
    ):
        rows = [{**one, "indikator": isi} for one, isi in zip((satu, dua), lines, strict=True)]
        _pergi_pulang(zi, "zi_rencana_aksi", rows)


def test_rows_at_the_wrong_place(zi: SimpleNamespace) -> None:
    first = _berubah(zi, "zi_rencana_aksi")
    rows = [
        {**first, "urut": None, "sub": None},
        {**first, "urut": 2, "kegiatan": "Ditulis lain"},
        {**first, "huruf": "B", "urut": 1, "sub": None},
        {**first, "tim": "Tim beta"},
    ]
    batch = impor(zi.instansi, zi.admin, "zi_rencana_aksi", rows, zi.rencana.pk)
    assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (0, 0, 0, 4))
    assert sorted(t[2] for t in temuan(batch)) == [
        "Kegiatan A ditulis berbeda pada baris lain.",
        "Kegiatan A mempunyai sub kegiatan.",
        "Sub kegiatan belum diisi.",
        "Tim “Tim beta” tidak dikenal.",
    ]


def _mulai(d: SimpleNamespace) -> None:
    Rencana.objects.filter(pk=d.rencana.pk).update(status=Rencana.Keadaan.BERJALAN)


def test_a_running_plan_keeps_documents_and_asks_for_new_rows(zi: SimpleNamespace) -> None:
    _mulai(zi)
    changed = _berubah(zi, "zi_rencana_aksi", indikator=("Lain.",))
    batch = impor(zi.instansi, zi.admin, "zi_rencana_aksi", [changed], zi.rencana.pk)
    assert (angka(batch), temuan(batch)[0][2]) == (
        (0, 0, 0, 1),
        "Indikator dan dokumen wajib baris yang sudah berjalan tidak diubah lewat berkas.",
    )
    bulan = {f"b{month:02d}": True for month in (11, 12)}
    first = _berubah(zi, "zi_lampiran", sub="Rapat tim kerja")
    new = {**first, "urut": 2, "no": "2", "sub": "Penetapan", "indikator": ("SK.",), **bulan}
    after = _pergi_pulang(zi, "zi_lampiran", [first, new])
    assert len(after["evidence.Capaian"]) == 2
    assert len(after["evidence.Pemenuhan"]) == 2


def test_closed_plan_is_only_compared(zi: SimpleNamespace) -> None:
    Rencana.objects.filter(pk=zi.rencana.pk).update(status=Rencana.Keadaan.DITUTUP)
    for kode, baru in (
        ("zi_rencana_aksi", {"sub": "Lain"}),
        ("zi_jadwal", {"b05": True}),
        ("zi_anggota", {"nama": "Lain"}),
    ):
        row = _berubah(zi, kode, **baru)
        batch = impor(zi.instansi, zi.admin, kode, [row], zi.rencana.pk)
        assert (batch.keadaan, angka(batch)) == (Keadaan.BERMASALAH, (0, 1, 0, 0)), kode


def test_a_plan_of_others_is_no_target(zi: SimpleNamespace) -> None:
    lain = _dunia("beta")
    row = _berubah(lain, "zi_rencana_aksi", sub="Diambil alih")
    before = isi_rencana()
    batch = impor(zi.instansi, zi.admin, "zi_rencana_aksi", [row], zi.rencana.pk)
    terapkan_langsung(batch, zi.admin, alasan="a", dasar="b")
    after = isi_rencana()["zonaintegritas.SubKegiatan"]
    moved = [r for r in after if r not in before["zonaintegritas.SubKegiatan"]]
    assert [r[-1] for r in moved] == ["Diambil alih"]
    assert (
        SubKegiatan.objects.filter(
            kegiatan__tim__keputusan=lain.keputusan, teks="Rapat tim"
        ).count()
        == 1
    )
    kelas = registry.cari("zi_rencana_aksi")
    assert kelas is not None
    forged = kelas(
        Konteks(instansi=zi.instansi, oleh=zi.admin, at=timezone.now(), tujuan=lain.rencana.pk)
    )
    for step in (forged.siapkan, forged.kunci_tulis):
        with pytest.raises(Denied):
            step()


def test_months_while_the_plan_is_drawn_up(zi: SimpleNamespace) -> None:
    row = _berubah(zi, "zi_jadwal", b03=True, b04=True, bentuk="Rentang, satu hasil di akhir")
    after = _pergi_pulang(zi, "zi_jadwal", [row])
    assert len(after["zonaintegritas.BulanJadwal"]) == 2
    batch = impor(zi.instansi, zi.koordinator, "zi_jadwal", [row], zi.rencana.pk)
    batch = terapkan_langsung(batch, zi.koordinator)
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
    _pergi_pulang(zi, "zi_jadwal", [{**row, "b03": None, "b06": True}])


def test_a_plan_in_force_alone_asks_for_reason_and_basis(
    client: Client, zi: SimpleNamespace
) -> None:
    """Free while it is drawn up; one that starts while the import waits asks all the same."""
    atur_impor(instansi=zi.instansi, dua_orang=True, by=zi.admin)
    kedua = buat_user("kedua.alfa", Role.ADMIN, zi.akar)
    first = _berubah(zi, "zi_lampiran", b12=True)
    new = {**first, "urut": 2, "no": "2", "sub": "Pelaporan"}
    files = [("zi_jadwal", _berubah(zi, "zi_jadwal", b12=True)), ("zi_lampiran", new)]
    batches = [impor(zi.instansi, zi.admin, kode, [row], zi.rencana.pk) for kode, row in files]
    assert [angka(one) for one in batches] == [(0, 1, 0, 0), (1, 0, 0, 0)]
    assert [minta_dasar(one) for one in batches] == [False, False]
    batch = ajukan(batch_id=batches[0].pk, versi=batches[0].versi, by=zi.admin)
    assert minta_dasar(batch) is False

    mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin)
    assert [minta_dasar(one) for one in (batch, batches[1])] == [True, True]
    client.force_login(kedua)
    page = client.get(reverse("impor_terapkan", args=[batch.pk])).content.decode()
    assert [page.count(f'name="{nama}"') for nama in ("alasan", "dasar")] == [1, 1]
    with pytest.raises(IsianKurang) as error:
        terapkan(batch_id=batch.pk, versi=batch.versi, by=kedua)
    assert set(error.value.galat) == {"alasan", "dasar"}
    batch = terapkan_langsung(batch, kedua, alasan="Rapat", dasar="Notula 1")
    assert (batch.keadaan, batch.alasan, batch.dasar) == (Keadaan.DITERAPKAN, "Rapat", "Notula 1")


def test_a_plan_that_starts_before_the_work_is_done_holds_it(zi: SimpleNamespace) -> None:
    row = _berubah(zi, "zi_jadwal", b12=True)
    batch = impor(zi.instansi, zi.admin, "zi_jadwal", [row], zi.rencana.pk)
    terapkan(batch_id=batch.pk, versi=batch.versi, by=zi.admin)
    mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin)
    before = isi_rencana()
    terapkan_batch(batch.pk, zi.admin, Diam())
    batch.refresh_from_db()
    assert (batch.keadaan, batch.pesan) == (
        Keadaan.SIAP,
        "Tulis alasan perubahan. Sebutkan dasar perubahan, misalnya nomor peraturan.",
    )
    assert isi_rencana() == before


def test_months_of_a_running_plan(zi: SimpleNamespace) -> None:
    row = _berubah(zi, "zi_jadwal", b10=True, b12=True)
    batch = impor(zi.instansi, zi.admin, "zi_jadwal", [row], zi.rencana.pk)
    terapkan_langsung(batch, zi.admin, alasan="a", dasar="b")
    mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin)
    assert Capaian.objects.count() == 2
    moved = {**row, "b12": None, "b11": True}
    after = _pergi_pulang(zi, "zi_jadwal", [moved])
    assert len(after["evidence.Capaian"]) == 3
    assert len([r for r in after["zonaintegritas.BulanJadwal"] if r[5] is not None]) == 1
    Capaian.objects.filter(mulai__month=12).update(narasi="Sudah dikerjakan.")
    batch = impor(zi.instansi, zi.admin, "zi_jadwal", [moved], zi.rencana.pk)
    assert (angka(batch), [t[2] for t in temuan(batch)]) == (
        (0, 0, 0, 1),
        [
            f"Sudah ada pekerjaan pada Desember {zi.rencana.tahun}, "
            "jadi bulan ini tidak dapat dicabut."
        ],
    )


def test_work_on_a_new_task_stands_against_undo(zi: SimpleNamespace) -> None:
    mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin)
    row = _berubah(zi, "zi_jadwal", b12=True)
    batch = impor(zi.instansi, zi.admin, "zi_jadwal", [row], zi.rencana.pk)
    batch = terapkan_langsung(batch, zi.admin, alasan="a", dasar="b")
    Capaian.objects.update(narasi="Sudah dikerjakan.")
    batch = urungkan_langsung(batch, zi.admin)
    assert (batch.keadaan, len(batch.bentrok)) == (Keadaan.DITERAPKAN, 1)
    assert Capaian.objects.count() == 1


def test_a_coordinator_plans_the_own_team_only(zi: SimpleNamespace) -> None:
    lain = buat_unit(zi.instansi, "lain", induk=zi.akar, jenis="tim")
    by = buat_user("koordinator.lain", Role.KOORDINATOR, lain)
    row = _berubah(zi, "zi_jadwal", b03=True)
    batch = impor(zi.instansi, by, "zi_jadwal", [row, {**row, "urut": 9}], zi.rencana.pk)
    assert (angka(batch), [t[2] for t in temuan(batch)]) == (
        (0, 0, 0, 2),
        [
            "Anda hanya dapat menyusun jadwal tim Anda sendiri.",
            "Rencana tidak mempunyai baris ini.",
        ],
    )


def _tercetak(d: SimpleNamespace, folder: Path, ubah: Callable[[Worksheet], None]) -> Path:
    """Print Lampiran II as the report does, change its sheet, return the file."""
    path = folder / "lampiran.xlsx"
    tulis_aksi(bangun_lampiran_aksi(d.rencana, d.admin), path)
    book = load_workbook(path)
    ubah(book["Lampiran II"])
    book.save(path)
    return path


def test_printed_lampiran_edited_by_hand(zi: SimpleNamespace, tmp_path: Path) -> None:
    """Two kegiatan, one printed row of two sub kegiatan; then marks, words and rows change."""
    first = _berubah(zi, "zi_lampiran", ket="Dua kali")
    bersama = ("Notulen rapat.", "SK tim.")
    rows = [
        {**first, "indikator": bersama},
        {**first, "urut": 2, "no": "2", "sub": "Penetapan", "indikator": bersama, "ket": None},
        {"tim": "I", "huruf": "B", "kegiatan": "Tanpa sub", "indikator": ("Laporan.",)},
    ]
    batch = impor(zi.instansi, zi.admin, "zi_lampiran", rows, zi.rencana.pk)
    terapkan_langsung(batch, zi.admin, alasan="a", dasar="b")
    kegiatan = KegiatanZI.objects.get(huruf="A")
    kegiatan.baris = [{"baris_sumber": 1, "sub": [1, 2], "indikator": [1, 2]}]
    kegiatan.save()

    def biarkan(sheet: Worksheet) -> None:
        assert [cell.value for cell in sheet["D"] if cell.value][-1] == "1 Rapat tim\n2 Penetapan"

    path = _tercetak(zi, tmp_path, biarkan)
    batch = impor(zi.instansi, zi.admin, "", path, zi.rencana.pk)
    assert (batch.jenis, batch.tata, temuan(batch)) == ("zi_lampiran", Batch.Tata.RESMI, [])
    assert angka(batch) == (0, 0, 3, 0)

    def ubah(sheet: Worksheet) -> None:
        row = next(cell.row for cell in sheet["D"] if "Penetapan" in str(cell.value))
        sheet.cell(row, 4).value = "1 Rapat tim kerja\n2 Penetapan\n3 Pelaporan"
        sheet.cell(row, 5).value = "a. Notulen rapat.\nb. SK tim.\nc. Laporan akhir."
        sheet.cell(row, 8).value = "x"  # March
        sheet.cell(row + 1, 17).value = "v"  # December
        sheet.cell(row + 1, 3).value = "B. Tanpa sub kegiatan"
        sheet.cell(row + 2, 3).value = "C. Baru"
        sheet.cell(row + 2, 4).value = "Sosialisasi"
        sheet.cell(row + 5, 5).value = "Kupang, 2 Januari"

    path = _tercetak(zi, tmp_path, ubah)
    before = isi_rencana()
    batch = impor(zi.instansi, zi.admin, "", path, zi.rencana.pk)
    assert (angka(batch), [t[0] for t in temuan(batch)]) == ((2, 3, 0, 0), ["peringatan"])
    batch = terapkan_langsung(batch, zi.admin, alasan="a", dasar="b")
    assert batch.keadaan == Keadaan.DITERAPKAN, batch.pesan
    assert angka(impor(zi.instansi, zi.admin, "", path, zi.rencana.pk)) == (0, 0, 5, 0)
    assert [
        (
            row["huruf"],
            row["urut"],
            row["no"],
            row["sub"] or row["kegiatan"],
            row["indikator"],
            [n for n in row if n[1:].isdigit() and row[n]],
        )
        for row in isi_sekarang(zi.instansi, zi.admin, "zi_lampiran", zi.rencana.pk)
    ] == [
        ("A", 1, "1", "Rapat tim kerja", (*bersama, "Laporan akhir."), ["b03"]),
        ("A", 2, "2", "Penetapan", (*bersama, "Laporan akhir."), ["b03"]),
        ("A", 3, "3", "Pelaporan", ("Laporan akhir.",), ["b03"]),
        ("B", None, None, "Tanpa sub kegiatan", ("Laporan.",), ["b12"]),
        ("C", 1, None, "Sosialisasi", None, []),
    ]
    batch = urungkan_langsung(batch, zi.admin)
    assert batch.keadaan == Keadaan.DIURUNGKAN, batch.bentrok
    assert isi_rencana() == before


def test_printed_lampiran_that_can_not_be_followed(zi: SimpleNamespace, tmp_path: Path) -> None:
    def ubah(sheet: Worksheet) -> None:
        row = next(cell.row for cell in sheet["D"] if "Rapat" in str(cell.value))
        sheet.cell(row, 3).value = "Pembentukan tim"

    path = _tercetak(zi, tmp_path, ubah)
    batch = impor(zi.instansi, zi.admin, "", path, zi.rencana.pk)
    assert batch.keadaan == Keadaan.GAGAL
    assert batch.pesan.endswith("Tulis hurufnya di depan kegiatan, misalnya A.")
