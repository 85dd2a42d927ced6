"""Asking for the annexes of a Zona Integritas decree: who may, what is checked, what is made."""

import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, User
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from jobs import engine, runner
from jobs.actions import TidakBisa
from jobs.models import Job
from reports.actions.permohonan import minta_lampiran_zi
from reports.kinds import Bentuk
from reports.kinds.lampiran_zi import TANPA_KEPUTUSAN
from tests.factories import buat_instansi, buat_unit, buat_user, segar
from tests.factories.zi import buat_zi
from zonaintegritas.models import KeputusanZI

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _dunia(kode: str) -> SimpleNamespace:
    d = SimpleNamespace(instansi=buat_instansi(kode))
    d.akar = buat_unit(d.instansi, "akar", jenis="pimpinan")
    d.tim = buat_unit(d.instansi, "tim", induk=d.akar, jenis="tim")
    d.keputusan = buat_zi(d.instansi, d.tim, tahun=2026)
    d.rencana = d.keputusan.rencana
    d.orang = {
        Role.OPERATOR: buat_user(f"op.{kode}", Role.OPERATOR, d.tim),
        Role.VERIFIKATOR: buat_user(f"verif.{kode}", Role.VERIFIKATOR, d.akar),
        Role.KETUA: buat_user(f"ketua.{kode}", Role.KETUA, d.akar),
        Role.ADMIN: buat_user(f"admin.{kode}", Role.ADMIN, d.akar),
        Role.AUDITOR: buat_user(f"auditor.{kode}", Role.AUDITOR, d.akar),
    }
    return d


@pytest.fixture
def zi(db: None) -> SimpleNamespace:
    """The institution under test."""
    return _dunia("alfa")


@pytest.fixture
def lain(db: None) -> SimpleNamespace:
    """The other institution: rows that could leak."""
    return _dunia("beta")


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(response: Any) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _jalankan(job: Job) -> Job:
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    return job


def _isian(d: SimpleNamespace, **lain: Any) -> dict[str, Any]:
    return {"rencana": d.rencana.pk, "lampiran": "2", "bentuk": "pdf"} | lain


@pytest.mark.parametrize(
    "role", [Role.OPERATOR, Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR]
)
def test_every_role_that_makes_reports_asks(
    zi: SimpleNamespace, lain: SimpleNamespace, role: Role
) -> None:
    client = _client(zi.orang[role])
    page = _text(client.get("/laporan/"))  # the only plan: its kind stands first
    assert f"{zi.rencana.nama}, Instansi alfa: 1 tim, 2 anggota; 1 kegiatan, 1 sub kegiatan" in page
    assert "beta" not in page
    answer = client.post("/laporan/?jenis=lampiran_zi", _isian(zi, bentuk="xlsx"))
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/laporan/{job.pk}/")
    assert (job.jenis, job.instansi, job.oleh, job.judul) == (
        "lampiran_zi_2",
        zi.instansi,
        zi.orang[role],
        f"Lampiran II {zi.rencana.nama} (Excel (xlsx))",
    )
    again = client.post("/laporan/?jenis=lampiran_zi", _isian(zi, bentuk="xlsx"))
    assert (again["Location"], Job.objects.count()) == (f"/laporan/{job.pk}/", 1)
    assert (_jalankan(job).status, job.pesan) == (Job.Status.SELESAI, "")


@pytest.mark.parametrize(
    ("lampiran", "bentuk", "tipe", "awal"),
    [
        ("1", "pdf", "application/pdf", b"%PDF-1.7"),
        ("2", "pdf", "application/pdf", b"%PDF-1.7"),
        ("1", "xlsx", XLSX, b"PK"),
        ("2", "xlsx", XLSX, b"PK"),
    ],
)
def test_a_delivery_has_the_type_of_its_file(
    zi: SimpleNamespace, lain: SimpleNamespace, lampiran: str, bentuk: str, tipe: str, awal: bytes
) -> None:
    client = _client(zi.orang[Role.OPERATOR])
    client.post("/laporan/?jenis=lampiran_zi", _isian(zi, lampiran=lampiran, bentuk=bentuk))
    job = _jalankan(Job.objects.get())
    assert (job.jenis, job.status, job.pesan) == (
        f"lampiran_zi_{lampiran}",
        Job.Status.SELESAI,
        "",
    )
    response = client.get(f"/laporan/{job.pk}/unduh/")
    assert b"".join(response.streaming_content).startswith(awal)  # type: ignore[attr-defined]
    assert response["Content-Type"] == tipe
    assert re.fullmatch(
        rf'attachment; filename="lampiran-{lampiran}-zi-alfa-2026-\d{{8}}-\d{{4}}\.{bentuk}"',
        response["Content-Disposition"],
    )
    assert Kejadian.objects.filter(aksi="laporan.unduh", objek_id=str(job.pk)).count() == 1
    stranger = _client(lain.orang[Role.ADMIN])
    assert stranger.get(f"/laporan/{job.pk}/unduh/").status_code == 404


def test_mistakes_are_named_and_what_was_chosen_stays(
    zi: SimpleNamespace, lain: SimpleNamespace
) -> None:
    client = _client(zi.orang[Role.KETUA])
    for change, words in (
        ({"rencana": ""}, "Pilih rencana Zona Integritas."),
        ({"rencana": lain.rencana.pk}, "Rencana ini tidak ada atau bukan untuk unit Anda."),
        ({"lampiran": "3"}, "Pilih Lampiran I atau II."),
        ({"lampiran": ""}, "Pilih lampiran."),
        ({"bentuk": "doc"}, "Pilih PDF atau xlsx."),
    ):
        answer = client.post("/laporan/?jenis=lampiran_zi", _isian(zi, **change))
        assert answer.status_code == 422, change
        assert words in _text(answer), change
        if "lampiran" not in change:
            assert '<option value="2" selected>Lampiran II' in answer.content.decode()
    assert Job.objects.count() == 0


def test_other_institutions_and_who_makes_no_reports(
    zi: SimpleNamespace, lain: SimpleNamespace
) -> None:
    platform = buat_user("platform", Role.PLATFORM)
    for by in (platform, buat_user("tanpa.peran"), lain.orang[Role.ADMIN]):
        with pytest.raises(Denied):
            minta_lampiran_zi(rencana_id=zi.rencana.pk, lampiran=1, bentuk=Bentuk.PDF, by=segar(by))
    assert Job.objects.count() == 0


def test_plan_without_decree_and_lost_rights_are_told(zi: SimpleNamespace) -> None:
    ketua = zi.orang[Role.KETUA]

    def minta() -> Job:
        return minta_lampiran_zi(
            rencana_id=zi.rencana.pk, lampiran=1, bentuk=Bentuk.XLSX, by=segar(ketua)
        )

    job = minta()
    Membership.objects.filter(user=ketua).update(role=Role.OPERATOR, unit=zi.tim)
    assert (_jalankan(job).status, job.pesan) == (
        Job.Status.GAGAL,
        "Peran peminta berubah sejak laporan ini diminta. Minta laporan baru.",
    )
    second = minta()
    zi.keputusan.tim_set.get(kode="I").kegiatan_set.all().delete()
    KeputusanZI.objects.filter(pk=zi.keputusan.pk).delete()
    assert (_jalankan(second).status, second.pesan) == (Job.Status.GAGAL, TANPA_KEPUTUSAN)
    with pytest.raises(TidakBisa, match=TANPA_KEPUTUSAN):
        minta()
    page = _text(_client(ketua).get("/laporan/", {"jenis": "lampiran_zi"}))
    assert "Belum ada rencana Zona Integritas yang dapat Anda baca." in page


def test_page_costs_the_same_however_many_plans(zi: SimpleNamespace) -> None:
    client = _client(zi.orang[Role.KETUA])
    client.get("/laporan/", {"jenis": "lampiran_zi"})

    def hitung() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/laporan/", {"jenis": "lampiran_zi"}).status_code == 200
        return len(captured)

    few = hitung()
    for year in (2027, 2028, 2029):
        buat_zi(zi.instansi, zi.tim, tahun=year)
    assert hitung() == few
    assert few <= 12
