"""The screens of an import: what each state says, who opens what, and what is kept."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.permissions import Role
from audit.models import Kejadian
from evidence.actions.errors import IsianKurang
from imports.actions.pengaturan import atur_impor
from imports.actions.tujuan import pilih_tujuan
from imports.models import Batch, Pemetaan, TemuanBatch
from jobs.models import Job
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.impor import buku, impor, terapkan_langsung
from tests.factories.impor_batch import buat_batch

Keadaan = Batch.Keadaan
ISI = [
    {"kode_unit": "akar", "nama": "Sekretariat", "jenis": "Pimpinan"},
    {"kode_unit": "bkd", "nama": "Badan Kepegawaian Daerah", "jenis": "OPD", "induk": "akar"},
]


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with two admins and an operator."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "akar", jenis="pimpinan")
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        admin=buat_user("admin.satu", Role.ADMIN, akar),
        kedua=buat_user("admin.dua", Role.ADMIN, akar),
        operator=buat_user("operator.satu", Role.OPERATOR, akar),
    )


def _berkas(isi: bytes, nama: str = "unit.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(nama, isi)


@pytest.mark.parametrize("keadaan", list(Keadaan))
def test_every_state_says_what_to_do(
    client: Client, dunia: SimpleNamespace, keadaan: Keadaan
) -> None:
    batch = buat_batch(dunia.instansi, dunia.admin, keadaan, baris=2, temuan=1)
    client.force_login(dunia.admin)
    for bagian in ("", "perubahan", "temuan", "berkas"):
        page = client.get(reverse("impor_rinci", args=[batch.pk]), {"bagian": bagian})
        assert page.status_code == 200
        assert batch.get_keadaan_display() in page.content.decode()
    assert client.get(reverse("impor")).status_code == 200


def test_a_stopped_job_offers_to_go_on(client: Client, dunia: SimpleNamespace) -> None:
    batch = buat_batch(dunia.instansi, dunia.admin, Keadaan.MENERAPKAN)
    client.force_login(dunia.admin)
    page = client.get(reverse("impor_rinci", args=[batch.pk])).content.decode()
    assert "Pekerjaan terhenti" in page
    answer = client.post(reverse("impor_lanjut", args=[batch.pk]), {"versi": batch.versi})
    assert answer.status_code == 302
    job = Job.objects.get(jenis="impor_terapkan")
    page = client.get(reverse("impor_rinci", args=[batch.pk])).content.decode()
    assert "Menunggu giliran" in page
    progress = client.get(reverse("impor_kemajuan", args=[batch.pk]))
    assert "HX-Refresh" not in progress
    Job.objects.filter(pk=job.pk).update(status=Job.Status.SELESAI)
    assert client.get(reverse("impor_kemajuan", args=[batch.pk]))["HX-Refresh"] == "true"


def test_upload_check_apply_undo_by_the_screens(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    head = ["Kode", "Nama", "Jenis", "Unit induk"]
    data = buku(head, [["akar", "akar", "Pimpinan", None], ["bkd", "BKD", "OPD", "akar"]])
    answer = client.post(
        reverse("impor_baru"),
        {"instansi": dunia.instansi.pk, "jenis": "", "berkas": _berkas(data)},
    )
    batch = Batch.objects.get()
    assert answer["Location"] == reverse("impor_rinci", args=[batch.pk])
    assert batch.keadaan == Keadaan.DIPERIKSA
    assert Job.objects.get().jenis == "impor_periksa"


def test_a_refused_file_says_why_at_its_field(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    for isi, nama, kata in (
        (b"", "unit.xlsx", "unit.xlsx kosong"),
        (b"%PDF-1.7 x", "unit.pdf", "tidak dapat diimpor karena jenisnya pdf"),
    ):
        answer = client.post(
            reverse("impor_baru"),
            {"instansi": dunia.instansi.pk, "jenis": "unit", "berkas": _berkas(isi, nama)},
        )
        assert answer.status_code == 422
        page = answer.content.decode()
        assert kata in page
        assert '<option value="unit" selected' in page
    assert Batch.objects.count() == 0


def test_old_and_new_words_stand_beside_each_other(client: Client, dunia: SimpleNamespace) -> None:
    batch = impor(
        dunia.instansi,
        dunia.admin,
        "unit",
        [{"kode_unit": "akar", "nama": "Nama baru", "jenis": "Pimpinan"}, ISI[1]],
    )
    assert (batch.keadaan, batch.baru, batch.berubah) == (Keadaan.SIAP, 1, 1)
    client.force_login(dunia.admin)
    page = client.get(reverse("impor_rinci", args=[batch.pk])).content.decode()
    assert f"<del>{dunia.akar.nama}</del>" in page
    assert "<ins>Nama baru</ins>" in page
    assert "<ins>Badan Kepegawaian Daerah</ins>" in page
    only = client.get(reverse("impor_rinci", args=[batch.pk]), {"hasil": "baru", "cari": "bkd"})
    assert "<ins>Badan Kepegawaian Daerah</ins>" in only.content.decode()
    assert "Nama baru" not in only.content.decode()


def test_a_second_person_applies_where_the_institution_asks(
    client: Client, dunia: SimpleNamespace
) -> None:
    atur_impor(instansi=dunia.instansi, dua_orang=True, by=dunia.admin)
    batch = impor(dunia.instansi, dunia.admin, "unit", ISI)
    client.force_login(dunia.admin)
    page = client.get(reverse("impor_rinci", args=[batch.pk])).content.decode()
    assert "Ajukan ke orang kedua" in page
    ajukan = reverse("impor_ajukan", args=[batch.pk])
    terapkan = reverse("impor_terapkan", args=[batch.pk])
    assert client.get(terapkan)["Location"] == ajukan
    client.post(ajukan, {"versi": batch.versi})
    batch.refresh_from_db()
    assert batch.keadaan == Keadaan.DIAJUKAN
    assert client.get(terapkan).status_code == 302
    client.post(terapkan, {"versi": batch.versi})
    batch.refresh_from_db()
    assert batch.keadaan == Keadaan.DIAJUKAN
    client.force_login(dunia.kedua)
    assert client.get(terapkan).status_code == 200
    client.post(terapkan, {"versi": batch.versi})
    batch.refresh_from_db()
    assert batch.keadaan == Keadaan.MENERAPKAN


def test_an_old_page_moves_nothing(client: Client, dunia: SimpleNamespace) -> None:
    batch = impor(dunia.instansi, dunia.admin, "unit", ISI)
    client.force_login(dunia.admin)
    answer = client.post(
        reverse("impor_terapkan", args=[batch.pk]), {"versi": batch.versi - 1}, follow=True
    )
    assert "baru saja berubah" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.keadaan == Keadaan.SIAP


@pytest.mark.parametrize(
    "nama", ["terapkan", "ajukan", "urungkan", "batal", "ulang", "lanjut", "pilih"]
)
def test_reading_a_step_changes_nothing(client: Client, dunia: SimpleNamespace, nama: str) -> None:
    batch = buat_batch(dunia.instansi, dunia.admin, Keadaan.SIAP, baris=1)
    client.force_login(dunia.admin)
    before = Kejadian.objects.count()
    client.get(reverse(f"impor_{nama}", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.keadaan, batch.versi, Kejadian.objects.count()) == (Keadaan.SIAP, 1, before)


def test_columns_are_settled_and_remembered(client: Client, dunia: SimpleNamespace) -> None:
    data = buku(["Daftar", "", ""], [["Sandi", "Sebutan", "Rupa"], ["akar", "Baru", "Pimpinan"]])
    batch = impor(dunia.instansi, dunia.admin, "unit", data)
    assert batch.keadaan == Keadaan.DIUNGGAH
    client.force_login(dunia.admin)
    url = reverse("impor_pilih", args=[batch.pk])
    assert client.get(url).status_code == 200
    chosen = f"{url}?jenis=unit&lembar=Isi&judul=2"
    page = client.get(chosen).content.decode()
    assert "A: Sandi" in page
    wrong = client.post(chosen, {"versi": batch.versi, "kolom-kode_unit": 1, "kolom-nama": 1})
    assert wrong.status_code == 422
    assert "menunjuk kolom berkas yang sama" in wrong.content.decode()
    assert '<option value="1" selected' in wrong.content.decode()
    answer = client.post(
        chosen,
        {"versi": batch.versi, "kolom-kode_unit": 1, "kolom-nama": 2, "kolom-jenis": 3},
    )
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert (batch.keadaan, batch.lembar, batch.baris_judul) == (Keadaan.DIPERIKSA, "Isi", 2)
    assert batch.pemetaan == {"kode_unit": 1, "nama": 2, "jenis": 3}
    assert Pemetaan.objects.get().pemetaan == batch.pemetaan


def test_the_file_comes_back_and_is_recorded(client: Client, dunia: SimpleNamespace) -> None:
    data = buku(["Kode", "Nama", "Jenis"], [["akar", "Baru", "Pimpinan"]])
    batch = impor(dunia.instansi, dunia.admin, "unit", data)
    client.force_login(dunia.admin)
    answer = client.get(reverse("impor_berkas", args=[batch.pk]))
    assert b"".join(answer.streaming_content) == data  # type: ignore[attr-defined]
    assert Kejadian.objects.filter(aksi="impor.unduh_berkas").count() == 1


def test_the_question_before_applying_names_the_warnings(
    client: Client, dunia: SimpleNamespace
) -> None:
    batch = buat_batch(dunia.instansi, dunia.admin, baris=1, temuan=12, peringatan=12)
    TemuanBatch.objects.filter(batch=batch).update(tingkat="peringatan")
    client.force_login(dunia.admin)
    page = client.get(reverse("impor_terapkan", args=[batch.pk])).content.decode()
    assert "12 peringatan tidak menahan impor ini" in page
    assert [n for n in range(1, 13) if f"Salah {n}." in page] == list(range(1, 11))
    assert f"{reverse('impor_rinci', args=[batch.pk])}?bagian=temuan&amp;tingkat=peringatan" in page
    Batch.objects.filter(pk=batch.pk).update(peringatan=0)
    page = client.get(reverse("impor_terapkan", args=[batch.pk])).content.decode()
    assert "Salah 1." not in page


def test_settings_are_for_admins_and_recorded_once(client: Client, dunia: SimpleNamespace) -> None:
    url = reverse("impor_pengaturan")
    client.force_login(dunia.operator)
    assert client.get(url).status_code == 403
    client.force_login(dunia.admin)
    for _ in range(2):
        assert client.post(url, {"dua_orang": "on"}).status_code == 302
    assert "checked" in client.get(url).content.decode()
    assert Kejadian.objects.filter(aksi="impor.pengaturan").count() == 1


def test_nobody_else_opens_imports(client: Client, dunia: SimpleNamespace) -> None:
    batch = buat_batch(dunia.instansi, dunia.admin)
    lain = buat_instansi("beta")
    asing = buat_user("admin.beta", Role.ADMIN, buat_unit(lain, "akar", jenis="pimpinan"))
    bertugas = buat_user("auditor.bertugas", Role.AUDITOR_TUGAS, dunia.akar)
    # A unit brings in its own LKE answers, so its operator has the list.
    for who, page in ((dunia.operator, 200), (bertugas, 403), (asing, 200)):
        client.force_login(who)
        assert client.get(reverse("impor")).status_code == page
        assert client.get(reverse("impor_rinci", args=[batch.pk])).status_code == 404
        assert client.post(reverse("impor_terapkan", args=[batch.pk])).status_code == 404
        assert client.get(reverse("impor_berkas", args=[batch.pk])).status_code == 404
    client.force_login(asing)
    for name in ("impor_jenis", "impor_baru"):
        answer = client.get(reverse(name), {"instansi": dunia.instansi.pk})
        assert answer.status_code == 404
    answer = client.get(reverse("impor_ekspor", args=["unit"]), {"instansi": dunia.instansi.pk})
    assert answer.status_code == 404


LANGKAH = ("pilih", "ajukan", "terapkan", "urungkan", "batal", "ulang", "lanjut")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.KETUA])
def test_who_reads_the_trail_reads_imports_and_moves_none(
    client: Client, dunia: SimpleNamespace, role: Role
) -> None:
    pembaca = buat_user("pembaca", role, dunia.akar)
    for who, uploads in ((dunia.admin, 1), (pembaca, 0)):
        client.force_login(who)
        kosong = client.get(reverse("impor")).content.decode()
        assert kosong.count("Belum ada") == 1
        assert kosong.count(reverse("impor_baru")) == uploads
    batch = buat_batch(dunia.instansi, dunia.admin, baris=1, temuan=1)
    daftar = client.get(reverse("impor")).content.decode()
    assert batch.sha256 in daftar
    for nama in ("impor_baru", "impor_jenis", "impor_pengaturan"):
        assert reverse(nama) not in daftar
        assert client.get(reverse(nama)).status_code == 403
    rinci = reverse("impor_rinci", args=[batch.pk])
    page = client.get(rinci).content.decode()
    assert "Menunggu diterapkan" in page
    assert "Langkah berikut" not in page
    assert "<ins>Unit 1 baru</ins>" in page
    assert "Salah 1." in client.get(rinci, {"bagian": "temuan"}).content.decode()
    for nama in LANGKAH:
        url = reverse(f"impor_{nama}", args=[batch.pk])
        assert url not in page
        assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
    berkas = client.get(rinci, {"bagian": "berkas"}).content.decode()
    for nama in ("impor_berkas", "impor_tanda"):  # a NIP may stand beside the columns
        assert reverse(nama, args=[batch.pk]) not in berkas
        assert client.get(reverse(nama, args=[batch.pk])).status_code == 403
    batch.refresh_from_db()
    assert (batch.keadaan, batch.versi) == (Keadaan.SIAP, 1)


@pytest.mark.parametrize("jenis", ["pengguna", ""])
def test_personal_data_is_figures_and_state_for_who_only_reads(
    client: Client, dunia: SimpleNamespace, jenis: str
) -> None:
    auditor = buat_user("auditor.satu", Role.AUDITOR, dunia.akar)
    batch = buat_batch(
        dunia.instansi,
        dunia.admin,
        Keadaan.BERGESER,
        jenis=jenis,
        baris=3,
        temuan=1,
        pesan="Pesan rahasia.",
        catatan=["Catatan rahasia."],
        bentrok=[{"baris": 2, "kunci": "unit-1", "sebab": "Baris ini sudah diubah."}],
    )
    client.force_login(auditor)
    for bagian in ("", "perubahan", "temuan", "berkas"):
        answer = client.get(reverse("impor_rinci", args=[batch.pk]), {"bagian": bagian})
        page = answer.content.decode()
        assert "Data berubah sejak diperiksa" in page
        assert batch.sha256 in page
        assert "<dt>Berubah</dt>" in page
        for kata in ("unit-1", "Unit 1 baru", "Salah 1.", "rahasia", "?bagian=", "Unduh berkas"):
            assert kata not in page, (bagian, kata)
    for nama in ("impor_berkas", "impor_tanda"):
        url = reverse(nama, args=[batch.pk])
        assert client.get(url).status_code == 403
    assert client.post(reverse("impor_tanda", args=[batch.pk])).status_code == 403
    for kode in ("impor_perubahan", "impor_temuan"):
        answer = client.get(reverse("unduh", args=[kode]), {"objek": batch.pk})
        assert answer.status_code == 403
    assert Job.objects.count() == 0


def test_template_and_rows_come_back_unchanged(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    for name in ("impor_jenis",):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("impor_jenis_rinci", args=["unit"])).status_code == 200
    assert client.get(reverse("impor_jenis_rinci", args=["tidak-ada"])).status_code == 404
    template = client.get(reverse("impor_templat", args=["unit"]))
    assert "Isi" in load_workbook(io.BytesIO(template.content)).sheetnames
    for bentuk in ("xlsx", "csv"):
        rows = client.get(reverse("impor_ekspor", args=["unit"]), {"bentuk": bentuk})
        again = impor(dunia.instansi, dunia.admin, "unit", rows.content, nama=f"unit.{bentuk}")
        assert (again.keadaan, again.sama) == (Keadaan.SAMA, 1)
    assert Kejadian.objects.filter(aksi="impor.ekspor").count() == 2


def test_an_applied_import_lists_what_stands_against_its_undo(
    client: Client, dunia: SimpleNamespace
) -> None:
    batch = impor(dunia.instansi, dunia.admin, "unit", ISI)
    batch = terapkan_langsung(batch, dunia.admin)
    assert batch.keadaan == Keadaan.DITERAPKAN
    against = [{"baris": 3, "kunci": "bkd", "sebab": "Sudah dipakai pada peran."}]
    Batch.objects.filter(pk=batch.pk).update(bentrok=against)
    client.force_login(dunia.admin)
    page = client.get(reverse("impor_rinci", args=[batch.pk])).content.decode()
    assert "Sudah dipakai pada peran." in page
    assert "Yang menghalangi pengurungan" in page


def test_a_file_is_recognised_again_once_its_kind_is_settled(dunia: SimpleNamespace) -> None:
    batch = buat_batch(dunia.instansi, dunia.admin, Keadaan.DIUNGGAH, jenis="")
    common: dict[str, Any] = {
        "batch_id": batch.pk,
        "versi": batch.versi,
        "tujuan": None,
        "by": dunia.admin,
    }
    with pytest.raises(IsianKurang):
        pilih_tujuan(jenis="tidak-ada", **common)
    moved = pilih_tujuan(jenis="unit", **common)
    assert (moved.keadaan, moved.jenis) == (Keadaan.DIPERIKSA, "unit")
    assert (moved.lembar, moved.baris_judul, moved.pemetaan) == ("", None, {})
