"""Asking for the two reports of a Road Map: who may, what is checked, what the engine delivers."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Denied, Role
from audit.models import Kejadian
from jobs import engine, runner
from jobs.actions import TidakBisa
from jobs.models import Job
from reports.actions.permohonan import minta_evaluasi, minta_lampiran
from reports.datasets.evaluasi_bentuk import Semester
from reports.kinds import Bentuk
from tests.factories import buat_user, segar

ROLES = [
    Role.OPERATOR,
    Role.VERIFIKATOR,
    Role.KETUA,
    Role.ADMIN,
    Role.AUDITOR,
    Role.AUDITOR_TUGAS,
]
SEES_ALL = {Role.VERIFIKATOR, Role.KETUA, Role.ADMIN, Role.AUDITOR}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    data = {"rencana": d.rencana.pk, "tahun": d.tahun, "semester": 1, "bentuk": "pdf", "hari": ""}
    return data | lain


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("jenis", ["lampiran", "evaluasi"])
def test_every_role_that_makes_reports_asks_with_the_rights_of_now(
    peta: SimpleNamespace, peta_lain: SimpleNamespace, role: Role, jenis: str
) -> None:
    client = _client(peta.orang[role])
    page = _text(client.get("/laporan/", {"jenis": jenis}))
    assert peta.rencana.nama in page
    assert "beta" not in page
    answer = client.post(f"/laporan/?jenis={jenis}", _isian(peta, bentuk="xlsx"))
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/laporan/{job.pk}/")
    kept = {k: job.parameter.get(k) for k in ("semua", "unit")}
    if role in SEES_ALL:
        assert kept == {"semua": True, "unit": None}
        assert "hanya" not in page.partition("Isi laporan")[2].partition("Isinya")[0].lower()
    else:
        assert kept == {"semua": False, "unit": [peta.satu.pk]}
        assert "unit Anda" in page
    assert (job.jenis, job.instansi, job.oleh) == (
        f"{jenis}_roadmap",
        peta.instansi,
        peta.orang[role],
    )
    again = client.post(f"/laporan/?jenis={jenis}", _isian(peta, bentuk="xlsx"))
    assert (again["Location"], Job.objects.count()) == (f"/laporan/{job.pk}/", 1)
    job = _jalankan(job)
    assert (job.status, job.pesan) == (Job.Status.SELESAI, "")


def test_who_makes_no_reports_and_other_institutions(
    peta: SimpleNamespace, peta_lain: SimpleNamespace
) -> None:
    platform = buat_user("platform", Role.PLATFORM)
    assert _client(platform).post("/laporan/?jenis=lampiran", {}).status_code == 403
    nobody = buat_user("tanpa.peran")
    for by in (platform, nobody, peta_lain.orang[Role.ADMIN]):
        with pytest.raises(Denied):
            minta_lampiran(rencana_id=peta.rencana.pk, bentuk=Bentuk.PDF, by=segar(by))
        with pytest.raises(Denied):
            minta_evaluasi(
                rencana_id=peta.rencana.pk,
                semester=Semester(peta.tahun, 1),
                bentuk=Bentuk.PDF,
                by=segar(by),
            )
    client = _client(peta.orang[Role.AUDITOR])
    for value in (peta_lain.rencana.pk, 999999, "x"):
        for jenis in ("lampiran", "evaluasi"):
            answer = client.post(f"/laporan/?jenis={jenis}", _isian(peta, rencana=value))
            assert answer.status_code == 422
            assert "Rencana ini tidak ada atau bukan untuk unit Anda." in _text(answer)
    assert Job.objects.count() == 0


def test_mistakes_are_named_at_their_field_and_nothing_typed_is_lost(
    peta: SimpleNamespace,
) -> None:
    client = _client(peta.orang[Role.KETUA])
    tomorrow = timezone.localdate() + timedelta(days=3)
    early = peta.rencana.mulai - timedelta(days=1)
    plan = peta.rencana.nama
    cases = [
        ("lampiran", {"rencana": ""}, "Pilih Road Map."),
        ("lampiran", {"tahun": 1999}, "Pilih salah satu tahun Road Map."),
        ("lampiran", {"bentuk": "doc"}, "Pilih PDF atau xlsx."),
        ("lampiran", {"hari": "31-02-2026"}, "Tulis tanggal sebagai hari-bulan-tahun"),
        ("lampiran", {"hari": tomorrow.isoformat()}, "Tanggal ini belum tiba."),
        ("lampiran", {"hari": early.isoformat()}, f"{plan} belum dimulai pada tanggal ini."),
        ("evaluasi", {"tahun": ""}, "Pilih tahun."),
        ("evaluasi", {"semester": "3"}, "Pilih semester I atau II."),
        (
            "evaluasi",
            {"tahun": peta.r.tahun[2], "semester": "2"},
            f"Semester II Tahun {peta.r.tahun[2]} belum mulai pada tanggal yang dipilih.",
        ),
    ]
    for jenis, change, words in cases:
        answer = client.post(f"/laporan/?jenis={jenis}", _isian(peta, **change))
        assert answer.status_code == 422, change
        assert words in _text(answer), change
        page = answer.content.decode()
        if jenis == "evaluasi" and "semester" not in change:
            assert '<option value="1" selected>Semester I' in page
    assert Job.objects.count() == 0
    with pytest.raises(TidakBisa):
        minta_lampiran(
            rencana_id=peta.rencana.pk,
            bentuk=Bentuk.PDF,
            tahun=1999,
            by=segar(peta.orang[Role.KETUA]),
        )
    with pytest.raises(TidakBisa):
        minta_evaluasi(
            rencana_id=peta.rencana.pk,
            semester=Semester(peta.r.tahun[2], 2),
            bentuk=Bentuk.PDF,
            by=segar(peta.orang[Role.KETUA]),
        )


def test_preview_says_what_would_be_in_it_and_asks_for_nothing(peta: SimpleNamespace) -> None:
    client = _client(peta.orang[Role.KETUA])
    before = Kejadian.objects.count()
    answer = client.post("/laporan/?jenis=evaluasi", _isian(peta, lihat="ya"))
    assert answer.status_code == 200
    assert (
        f"Semester I Tahun {peta.tahun}: 5 indikator dan 7 baris kegiatan; 3 dari 12 yang "
        "bertarget atau beranggaran mempunyai angka yang dihitung."
    ) in _text(answer)
    page = _text(client.get("/laporan/", {"jenis": "lampiran"}))
    assert "2 program, 3 kegiatan, 8 baris" in page
    assert (Job.objects.count(), Kejadian.objects.count()) == (0, before)
    for query in ({}, {"rencana": peta.rencana.pk}, {"jenis": "tidak-ada"}):
        assert "Minta Lampiran" in _text(client.get("/laporan/", query))  # there is no other plan


@pytest.mark.parametrize(
    ("jenis", "bentuk", "nama", "tipe", "awal"),
    [
        ("lampiran", "pdf", r"lampiran-roadmap-alfa-\d{4}-\d{4}", "application/pdf", b"%PDF-1.7"),
        ("lampiran", "xlsx", r"lampiran-roadmap-alfa-\d{4}-\d{4}", XLSX, b"PK"),
        ("evaluasi", "pdf", r"evaluasi-roadmap-alfa-\d{4}-s1", "application/pdf", b"%PDF-1.7"),
        ("evaluasi", "xlsx", r"evaluasi-roadmap-alfa-\d{4}-s1", XLSX, b"PK"),
    ],
)
def test_a_delivery_has_the_type_of_its_file(
    peta: SimpleNamespace, jenis: str, bentuk: str, nama: str, tipe: str, awal: bytes
) -> None:
    client = _client(peta.orang[Role.OPERATOR])
    client.post(f"/laporan/?jenis={jenis}", _isian(peta, bentuk=bentuk))
    job = _jalankan(Job.objects.get())
    assert (job.status, job.pesan) == (Job.Status.SELESAI, "")
    response = client.get(f"/laporan/{job.pk}/unduh/")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(awal)
    assert response["Content-Type"] == tipe
    assert response["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(
        rf'attachment; filename="{nama}-\d{{8}}-\d{{4}}\.{bentuk}"',
        response["Content-Disposition"],
    )
    assert Kejadian.objects.filter(aksi="laporan.unduh", objek_id=str(job.pk)).count() == 1
    detail = _text(client.get(f"/laporan/{job.pk}/"))
    assert f"Unduh {Bentuk(bentuk).label}" in detail
    assert ("halaman" in detail) == (bentuk == "pdf")
    assert _client(peta.lain).get(f"/laporan/{job.pk}/unduh/").status_code == 404


def test_other_rights_at_the_time_of_work_end_it(peta: SimpleNamespace) -> None:
    user = peta.orang[Role.KETUA]
    jobs = [
        minta_lampiran(rencana_id=peta.rencana.pk, bentuk=Bentuk.XLSX, by=segar(user)),
        minta_evaluasi(
            rencana_id=peta.rencana.pk,
            semester=Semester(peta.tahun, 1),
            bentuk=Bentuk.XLSX,
            by=segar(user),
        ),
    ]
    Membership.objects.filter(user=user).update(role=Role.OPERATOR, unit=peta.satu)
    for job in jobs:
        done = _jalankan(job)
        assert (done.status, done.hasil.name) == (Job.Status.GAGAL, "")
        assert done.pesan == (
            "Peran peminta berubah sejak laporan ini diminta. Minta laporan baru."
        )


@pytest.mark.parametrize("jenis", ["rekap", "lampiran", "evaluasi"])
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_page_costs_the_same_with_many_reports(
    peta: SimpleNamespace, jenis: str, role: Role
) -> None:
    client = _client(peta.orang[role])
    client.get("/laporan/")

    def hitung() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/laporan/", {"jenis": jenis}).status_code == 200
        return len(captured)

    asked = minta_lampiran(
        rencana_id=peta.rencana.pk, bentuk=Bentuk.PDF, by=segar(peta.orang[role])
    )
    few = hitung()
    Job.objects.bulk_create(
        Job(
            instansi=peta.instansi,
            jenis=asked.jenis,
            judul=f"Lampiran {n}",
            parameter=asked.parameter,
            oleh=peta.orang[role],
            status=Job.Status.SELESAI,
            hasil=f"laporan/x{n}.xlsx",
            hasil_sha256="0" * 64,
            hasil_ukuran=n,
        )
        for n in range(60)
    )
    assert hitung() == few
    assert few <= 12
