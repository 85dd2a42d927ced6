"""What stands in the file of a list: the rows of its screen, neutral texts, one event."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership, User
from accounts.permissions import Role
from audit.models import Kejadian
from evidence.models import Butir
from imports.unduh.hak import KODE
from jobs import engine, runner
from jobs.models import Job
from sheets.values import pulihkan
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user, mulai
from tests.factories.impor import impor, isi_sekarang
from tests.integration.imports.dunia_unduh import ambil, baris

TUGAS = 55  # more than a page of the screen
RUMUS = "=cmd|' /C calc'!A0"


@pytest.fixture
def dunia(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with more tasks than a page shows, in two units."""
    instansi = buat_instansi("alfa")
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    bkd = buat_unit(instansi, "bkd", induk=akar)
    pupr = buat_unit(instansi, "pupr", induk=akar)
    rencana = buat_rencana(instansi)
    for n in range(TUGAS):
        buat_butir(rencana, bkd, f"9.{n}", dokumen=2)
    buat_butir(rencana, pupr, "13.a")
    admin = buat_user("admin.alfa", Role.ADMIN, akar)
    mulai(rencana, by=admin)
    return SimpleNamespace(
        instansi=instansi,
        rencana=rencana,
        bkd=bkd,
        pupr=pupr,
        akar=akar,
        admin=admin,
        operator=buat_user("operator.alfa", Role.OPERATOR, bkd),
        verifikator=buat_user("verif.alfa", Role.VERIFIKATOR, itda),
        auditor=buat_user("auditor.alfa", Role.AUDITOR, akar),
    )


def test_rows_and_order_are_those_of_the_screen(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.admin)
    rencana = str(dunia.rencana.pk)
    for kueri, jumlah in (
        ({"rencana": rencana}, TUGAS + 1),
        ({"rencana": rencana, "unit": str(dunia.bkd.pk)}, TUGAS),
        ({"rencana": rencana, "keadaan": "terlambat"}, 0),
    ):
        shown = [
            row.capaian.butir.kode for page in ("1", "2") for row in _tugas(client, kueri, page)
        ]
        rows = baris(ambil(client, "dasbor_tugas", kueri)[1])
        assert [row["Kode"] for row in rows] == shown, kueri
        assert len(rows) == jumlah, kueri
    client.force_login(dunia.operator)
    pages = [client.get(reverse("tugas_saya"), {"page": p}).context["daftar"] for p in ("1", "2")]
    codes = [row.kode for page in pages for group in page.kelompok for row in group.baris]
    assert len(codes) == TUGAS
    assert [row["Kode"] for row in baris(ambil(client, "tugas_saya", {})[1])] == codes
    few = baris(ambil(client, "tugas_saya", {"kata": "9.7", "page": "2"})[1])
    assert [row["Kode"] for row in few] == ["9.7"]


def _tugas(client: Client, kueri: dict[str, str], halaman: str) -> list[SimpleNamespace]:
    context = client.get(reverse("dasbor_tugas"), {**kueri, "page": halaman}).context
    return list(context["baris"]) if context["page_obj"].number == int(halaman) else []


def test_people_under_a_filter_without_nip(client: Client, dunia: SimpleNamespace) -> None:
    User.objects.filter(pk=dunia.operator.pk).update(nip="198001012005011001")
    client.force_login(dunia.admin)
    kueri = {"peran": Role.OPERATOR.value}
    screen = client.get(reverse("pengguna"), kueri).context["page_obj"]
    _, text = ambil(client, "pengguna", kueri)
    assert (
        [row["Nama"] for row in baris(text)]
        == [one.nama for one in screen]
        == [dunia.operator.nama]
    )
    assert "198001012005011001" not in text


def test_formulas_are_neutral_and_come_back(client: Client, dunia: SimpleNamespace) -> None:
    Butir.objects.filter(kode="13.a").update(uraian=RUMUS)
    client.force_login(dunia.admin)
    kueri = {"objek": str(dunia.rencana.pk), "unit": str(dunia.pupr.pk)}
    (row,) = baris(ambil(client, "rencana_butir", kueri)[1])
    assert row["Uraian"] == f"'{RUMUS}"
    answer = client.get(reverse("unduh", args=["rencana_butir"]), kueri)
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    cell = sheet["B2"]
    assert (cell.data_type, cell.value, pulihkan(str(cell.value))) == ("s", f"'{RUMUS}", RUMUS)
    assert sheet["A2"].number_format == "@"


def test_a_file_is_one_event_with_filters_and_rows(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.operator)
    url = reverse("unduh", args=["tugas_saya"])
    kueri = {"kata": "9.7", "page": "2", "bentuk": "xlsx", "giliran": ""}
    events = Kejadian.objects.filter(aksi="daftar.unduh")
    head = client.head(url, kueri)
    assert (head.status_code, head.content, events.count()) == (200, b"", 0)
    answer = client.get(url, kueri)
    assert answer["Content-Disposition"].startswith('attachment; filename="tugas-saya-alfa-')
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "nosniff",
        "private, no-store",
    )
    (event,) = events
    assert (event.instansi, event.aktor, event.objek_jenis, event.objek_id, event.objek_nama) == (
        "alfa",
        str(dunia.operator.pk),
        "daftar",
        "tugas_saya",
        "Tugas saya",
    )
    assert event.isi == {"saringan": "kata=9.7", "bentuk": "xlsx", "baris": 1}
    assert client.get(url, {"bentuk": "pdf"}).status_code == 404
    assert events.count() == 1


def test_the_menu_stands_at_the_list_with_its_filters(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.admin)
    page = client.get(reverse("pengguna"), {"peran": "operator", "page": "1"}).content.decode()
    for bentuk in ("xlsx", "csv"):
        assert f'href="/unduh/pengguna/?peran=operator&amp;bentuk={bentuk}"' in page


def _banyak(dunia: SimpleNamespace, jumlah: int) -> None:
    """Add people with a role, written in bulk."""
    people = User.objects.bulk_create(
        User(username=f"orang{n:04}", nama=f"Orang {n:04}", jabatan="=1+1", password="!")
        for n in range(jumlah)
    )
    Membership.objects.bulk_create(
        Membership(user=one, unit=dunia.bkd, role=Role.OPERATOR) for one in people
    )


def test_a_long_list_is_a_private_job(client: Client, dunia: SimpleNamespace) -> None:
    _banyak(dunia, 1001)
    client.force_login(dunia.admin)
    kueri = {"q": "Orang", "bentuk": "csv"}
    url = reverse("unduh", args=["pengguna"])
    client.get(url, kueri)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url, kueri)
    assert len(queries) == 7
    assert page["Content-Type"].startswith("text/html")
    assert "1.001 baris" in page.content.decode()
    assert not Kejadian.objects.filter(aksi="daftar.unduh").exists()

    sent = client.post(f"{url}?q=Orang&bentuk=csv")
    job = Job.objects.get(jenis=KODE)
    assert (sent.status_code, sent["Location"]) == (302, reverse("laporan_rinci", args=[job.pk]))
    assert client.post(f"{url}?q=Orang&bentuk=csv").status_code == 302
    assert Job.objects.filter(jenis=KODE).count() == 1  # a double submit
    assert (job.judul, job.instansi, job.oleh) == (
        "Daftar Pengguna, CSV",
        dunia.instansi,
        dunia.admin,
    )
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    assert (job.status, job.pesan) == (Job.Status.SELESAI, "")
    got = client.get(reverse("laporan_unduh", args=[job.pk]))
    text = b"".join(got.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert got["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["Nama"] for row in baris(text)] == [f"Orang {n:04}" for n in range(1001)]
    assert {row["Jabatan"] for row in baris(text)} == {"'=1+1"}
    event = Kejadian.objects.get(aksi="daftar.unduh")
    assert event.isi == {"saringan": "q=Orang", "bentuk": "csv", "baris": 1001}

    # Reading all reports does not open what is for one person.
    detail = reverse("laporan_rinci", args=[job.pk])
    assert client.get(detail).status_code == 200
    client.force_login(dunia.auditor)
    assert client.get(detail).status_code == 404
    # Rights have changed since: the file is closed, and so is asking again.
    Membership.objects.create(user=dunia.admin, unit=dunia.bkd, role=Role.OPERATOR)
    client.force_login(dunia.admin)
    assert client.get(detail).status_code == 404


def test_a_job_asked_with_other_rights_writes_nothing(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.admin)
    client.post(reverse("unduh", args=["pengguna"]))
    job = Job.objects.get(jenis=KODE)
    Membership.objects.filter(user=dunia.admin).update(unit=dunia.pupr)
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    assert (job.status, job.hasil.name) == (Job.Status.GAGAL, "")
    assert job.pesan == "Peminta tidak lagi berwenang meminta laporan ini."
    assert not Kejadian.objects.filter(aksi="daftar.unduh").exists()


def test_an_import_says_old_and_new_in_its_file(client: Client, dunia: SimpleNamespace) -> None:
    rows = isi_sekarang(dunia.instansi, dunia.admin, "unit")
    old = rows[-1]["nama"]
    rows[-1]["nama"] = "=1+1"
    rows.append({**rows[-1], "kode_unit": "baru", "nama": "Unit baru"})
    rows.append({**rows[-1], "kode_unit": "kosong", "nama": None})
    batch = impor(dunia.instansi, dunia.admin, "unit", rows)
    client.force_login(dunia.admin)
    kueri = {"objek": str(batch.pk)}
    found = baris(ambil(client, "impor_perubahan", kueri)[1])
    screen = client.get(reverse("impor_rinci", args=[batch.pk]), {"bagian": "perubahan"})
    assert [(row["Baris"], row["Hasil"]) for row in found] == [
        (str(row.baris), row.label) for row in screen.context["baris"]
    ]
    assert [row["Hasil"] for row in found] == ["Berubah", "Baru", "Ditolak"]
    assert found[0]["Isi lama dan isi baru"].splitlines()[0].endswith(f"{old} → =1+1")
    (fault,) = baris(ambil(client, "impor_temuan", kueri)[1])
    assert found[2]["Temuan"] == f"{fault['Sel']} {fault['Temuan']} {fault['Yang perlu dilakukan']}"
    (one,) = baris(ambil(client, "impor", {})[1])
    assert (one["Nomor"], one["Berubah"], one["Baru"], one["Ditolak"]) == (
        str(batch.pk),
        "1",
        "1",
        "1",
    )
