"""Who asks for the evaluation report of an LKE and fetches it: its readers, guests, no others."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Denied
from audit.models import Kejadian
from jobs import engine, runner
from jobs.actions import ulangi
from jobs.models import Job
from reports.actions.permohonan import minta_lhe, unduh
from reports.kinds import Bentuk
from tests.factories import buat_user, segar
from tests.factories.lke import LKEUji, buat_lke, buat_tpi
from zonaintegritas.actions.lke import cabut_tpi
from zonaintegritas.models import AnggotaTPI

PEMBACA = (
    "operator",
    "koordinator",
    "verifikator",
    "ketua",
    "admin",
    "auditor",
    "auditor_tugas",
    "tpi_anggota",
    "tpi_ketua",
    "tpi_pengendali",
)
BUKAN_PEMBACA = ("bawahan", "operator_lain", "orang_luar", "admin_luar")


@pytest.fixture
def dunia(db: None, data_folder: object) -> LKEUji:
    """The LKE under test, and its guests."""
    return buat_lke()


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(response: Any) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _minta(d: LKEUji, nama: str, bentuk: Bentuk = Bentuk.XLSX) -> Job:
    return minta_lhe(lke_id=d.lke.pk, bentuk=bentuk, by=segar(d.orang[nama]))


def _jalankan(job: Job) -> Job:
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    return job


def _cabut(d: LKEUji, nama: str) -> None:
    row = AnggotaTPI.objects.get(lke=d.lke, user=d.orang[nama])
    cabut_tpi(anggota_id=row.pk, alasan="Selesai bertugas.", by=segar(d.admin))


@pytest.mark.parametrize("nama", PEMBACA)
def test_who_reads_the_lke_asks_and_fetches(dunia: LKEUji, nama: str) -> None:
    client = _client(dunia.orang[nama])
    page = _text(client.get("/laporan/", {"jenis": "lhe"}))
    name = f"LKE {dunia.lke.tahun}, {dunia.unit.nama}, {dunia.instansi.nama}"
    assert f"{name}: Penilaian mandiri, 0 dari 8 pertanyaan terjawab" in page
    answer = client.post("/laporan/?jenis=lhe", {"lke": dunia.lke.pk, "bentuk": "xlsx"})
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/laporan/{job.pk}/")
    assert (job.jenis, job.instansi, job.oleh, job.parameter) == (
        "lhe",
        dunia.instansi,
        dunia.orang[nama],
        {"lke": dunia.lke.pk, "bentuk": "xlsx"},
    )
    assert (_jalankan(job).status, job.pesan) == (Job.Status.SELESAI, "")
    response = client.get(f"/laporan/{job.pk}/unduh/")
    assert b"".join(response.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    nama_berkas = f"lhe-alfa-{dunia.unit.kode}-{dunia.lke.tahun}"
    assert re.fullmatch(
        rf'attachment; filename="{nama_berkas}-\d{{8}}-\d{{4}}\.xlsx"',
        response["Content-Disposition"],
    )
    assert Kejadian.objects.filter(aksi="laporan.unduh", objek_id=str(job.pk)).count() == 1


@pytest.mark.parametrize("nama", BUKAN_PEMBACA)
def test_who_does_not_read_it_neither_asks_nor_sees(dunia: LKEUji, nama: str) -> None:
    job = _jalankan(_minta(dunia, "tpi_anggota"))
    with pytest.raises(Denied):
        _minta(dunia, nama)
    client = _client(dunia.orang[nama])
    answer = client.post("/laporan/?jenis=lhe", {"lke": dunia.lke.pk, "bentuk": "xlsx"})
    assert answer.status_code == 422 or "Belum ada LKE" in _text(answer)
    assert "zi-satu" not in _text(client.get("/laporan/", {"jenis": "lhe"}))
    for page in ("", "kemajuan/", "unduh/"):
        assert client.get(f"/laporan/{job.pk}/{page}").status_code == 404
    with pytest.raises(Denied):
        unduh(job_id=job.pk, by=segar(dunia.orang[nama]))
    assert Job.objects.count() == 1


def test_guest_asks_for_no_other_lke_of_the_institution(dunia: LKEUji) -> None:
    with pytest.raises(Denied):
        minta_lhe(lke_id=dunia.lke_lain.pk, bentuk=Bentuk.PDF, by=segar(dunia.tpi_ketua))
    client = _client(dunia.tpi_ketua)
    answer = client.post("/laporan/?jenis=lhe", {"lke": dunia.lke_lain.pk, "bentuk": "xlsx"})
    assert answer.status_code == 422
    assert "LKE ini tidak ada atau bukan untuk Anda." in _text(answer)
    assert '<option value="xlsx" selected' in answer.content.decode()
    assert Job.objects.count() == 0


def test_guest_without_any_role_has_this_one_kind(dunia: LKEUji) -> None:
    guest = buat_user("tamu.tanpa.peran")
    assert _client(guest).get("/laporan/").status_code == 403
    row = buat_tpi(dunia.lke, guest, "anggota", dunia.admin)
    client = _client(guest)
    page = client.get("/laporan/")
    assert page.status_code == 200
    assert "Minta LHE" in _text(page)
    assert "Rekap Satgas" not in _text(page)
    assert "Minta LHE" in _text(client.get("/laporan/", {"jenis": "rekap"}))
    client.post("/laporan/?jenis=lhe", {"lke": dunia.lke.pk, "bentuk": "xlsx"})
    job = _jalankan(Job.objects.get())
    assert client.get(f"/laporan/{job.pk}/unduh/").status_code == 200
    row.selesai = timezone.localdate() - timedelta(days=1)
    row.save(update_fields=["selesai"])
    assert client.get("/laporan/").status_code == 403
    assert client.get(f"/laporan/{job.pk}/unduh/").status_code == 404


def test_revoked_guest_fetches_nothing_any_more(dunia: LKEUji) -> None:
    job = _jalankan(_minta(dunia, "tpi_anggota"))
    client = _client(dunia.tpi_anggota)
    assert f"Nomor {job.pk}," in _text(client.get("/laporan/"))
    before = Kejadian.objects.filter(aksi="laporan.unduh").count()
    _cabut(dunia, "tpi_anggota")
    assert f"Nomor {job.pk}," not in _text(client.get("/laporan/"))
    for page in ("", "kemajuan/", "unduh/"):
        assert client.get(f"/laporan/{job.pk}/{page}").status_code == 404
    for page in ("batal/", "ulang/"):
        assert client.post(f"/laporan/{job.pk}/{page}").status_code == 404
    with pytest.raises(Denied):
        unduh(job_id=job.pk, by=segar(dunia.tpi_anggota))
    assert Kejadian.objects.filter(aksi="laporan.unduh").count() == before
    admin = _client(dunia.admin)  # who reads all reports of the institution still has it
    assert admin.get(f"/laporan/{job.pk}/unduh/").status_code == 200


def test_right_lost_before_the_report_was_made(dunia: LKEUji) -> None:
    job = _minta(dunia, "tpi_ketua")
    _cabut(dunia, "tpi_ketua")
    assert (_jalankan(job).status, job.pesan, bool(job.hasil)) == (
        Job.Status.GAGAL,
        "Peminta tidak lagi berwenang meminta laporan ini.",
        False,
    )
    with pytest.raises(Denied):
        ulangi(job_id=job.pk, by=segar(dunia.tpi_ketua))


def test_role_that_ended_takes_the_report_along(dunia: LKEUji) -> None:
    job = _jalankan(_minta(dunia, "operator"))
    assert list(Job.objects.visible_to(segar(dunia.operator))) == [job]
    Membership.objects.filter(user=dunia.operator).update(unit=dunia.unit_lain)
    assert list(Job.objects.visible_to(segar(dunia.operator))) == []
    assert list(Job.objects.visible_to(segar(dunia.operator2))) == []  # another's report
    assert list(Job.objects.visible_to(segar(dunia.ketua))) == [job]
    assert list(Job.objects.visible_to(segar(dunia.admin_luar))) == []


def test_asking_twice_makes_one_and_pdf_has_its_type(dunia: LKEUji) -> None:
    first = _minta(dunia, "tpi_pengendali", Bentuk.PDF)
    assert _minta(dunia, "tpi_pengendali", Bentuk.PDF) == first
    assert (_jalankan(first).status, first.pesan) == (Job.Status.SELESAI, "")
    assert first.hasil_halaman == 4
    response = _client(dunia.tpi_pengendali).get(f"/laporan/{first.pk}/unduh/")
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")  # type: ignore[attr-defined]
