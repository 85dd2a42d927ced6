"""The report centre: what the list filters and counts, the history of a report, who fetched it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from audit.models import Kejadian
from evidence.halaman.minta import GAMBAR_HALAMAN
from jobs import engine
from jobs.models import Job
from reports.actions.permohonan import minta_rekap, unduh
from reports.lists.saringan_laporan import TAHUN_SALAH
from tests.factories import buat_user, segar
from tests.factories.roadmap import buat_roadmap
from tests.factories.zi import buat_zi

SELESAI = {
    "status": Job.Status.SELESAI,
    "hasil": "laporan/x.pdf",
    "hasil_ukuran": 2048,
    "hasil_halaman": 3,
}


@pytest.fixture
def dunia(_dua_terbitan: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The institution under test."""
    return _dua_terbitan[0]


@pytest.fixture
def lain(_dua_terbitan: tuple[SimpleNamespace, ...], db: None) -> SimpleNamespace:
    """The other institution: rows that could leak."""
    return _dua_terbitan[1]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _text(response: Any) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def _terdaftar(response: Any) -> list[int]:
    """Return the reports on a page in their order."""
    found = re.findall(r'href="/laporan/(\d+)/"', response.content.decode())
    return list(dict.fromkeys(int(pk) for pk in found))


def _job(d: SimpleNamespace, oleh: User, **fields: Any) -> Job:
    values = {"jenis": "rekap_satgas", "judul": "Rekap", "parameter": {"semua": True}} | fields
    at = values.pop("dibuat", None)
    job = Job.objects.create(instansi=d.instansi, oleh=oleh, **values)
    if at is not None:
        Job.objects.filter(pk=job.pk).update(dibuat=at)
        job.refresh_from_db()
    return job


@pytest.fixture
def jobs(dunia: SimpleNamespace, lain: SimpleNamespace) -> dict[str, Job]:
    """Six reports that differ in everything that is filtered by, and one elsewhere."""
    plan = {"rencana": dunia.rencana.pk, "semua": True}
    other = {"rencana": dunia.rencana.pk + 1000, "semua": True}
    lalu = datetime(timezone.localdate().year - 1, 6, 1, tzinfo=UTC)
    d = dunia
    return {
        "selesai": _job(d, d.ketua, judul="Rekap pertama", parameter=plan, **SELESAI,
                        hasil_sha256="ab" * 32),
        "gagal": _job(d, d.admin, judul="Rekap kedua", parameter=other, status="gagal",
                      pesan="Ruang simpan penuh. " * 30, dibuat=lalu),
        "antre": _job(d, d.auditor, judul="Lampiran ketiga", jenis="lampiran_roadmap",
                      parameter=plan),
        "berjalan": _job(d, d.verifikator, judul="Rekap keempat", status="berjalan",
                         parameter=other, langkah="Menyusun halaman 7", jumlah_bagian=4,
                         selesai_bagian=1),
        "batal": _job(d, d.ketua, judul="Evaluasi kelima", jenis="evaluasi_roadmap",
                      status="dibatalkan"),
        "lhe": _job(d, d.ketua, judul="Besar", jenis="lhe", **(SELESAI | {"hasil_ukuran": 9999})),
        "beta": _job(lain, lain.ketua, judul="Rekap pertama", **SELESAI),
    }  # fmt: skip


SARINGAN: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["lhe", "batal", "berjalan", "antre", "gagal", "selesai"]),
    ({"macam": "rekap_satgas"}, ["berjalan", "gagal", "selesai"]),
    ({"macam": "lhe"}, ["lhe"]),
    ({"status": "gagal"}, ["gagal"]),
    ({"status": "berjalan"}, ["berjalan"]),
    ({"peminta": "ketua.alfa"}, ["lhe", "batal", "selesai"]),
    ({"kata": "REKAP ke"}, ["berjalan", "gagal"]),
    ({"kata": "abababab"}, ["selesai"]),
    ({"kata": "tidak ada"}, []),
    ({"urut": "terlama"}, ["selesai", "gagal", "antre", "berjalan", "batal", "lhe"]),
    ({"urut": "judul", "status": "selesai"}, ["lhe", "selesai"]),
    ({"macam": "rekap_satgas", "peminta": "admin"}, ["gagal"]),
    ({"macam": "lampiran_zi_1"}, []),
]


@pytest.mark.parametrize(("saringan", "wanted"), SARINGAN, ids=lambda v: str(v)[:40])
def test_filters_find_exactly_what_they_say(
    dunia: SimpleNamespace, jobs: dict[str, Job], saringan: dict[str, str], wanted: list[str]
) -> None:
    page = _client(dunia.auditor).get("/laporan/", saringan)
    found = _terdaftar(page)
    expected = [jobs[name].pk for name in wanted]
    # what is being made stands above the list
    assert sorted(found) == sorted(expected)
    ended = {jobs[n].pk for n in wanted if n not in ("antre", "berjalan")}
    assert [pk for pk in found if pk in ended] == [pk for pk in expected if pk in ended]
    noun = "cocok dengan saringan" if set(saringan) - {"urut"} else "dapat Anda buka"
    assert f"{len(wanted)} laporan {noun}" in _text(page)


def test_filters_by_number_plan_and_year(dunia: SimpleNamespace, jobs: dict[str, Job]) -> None:
    client, year = _client(dunia.auditor), timezone.localdate().year

    def found(**query: str) -> list[str]:
        ids = {job.pk: name for name, job in jobs.items()}
        return sorted(ids[pk] for pk in _terdaftar(client.get("/laporan/", query)))

    assert found(kata=str(jobs["batal"].pk)) == ["batal"]
    assert found(tentang=f"r{dunia.rencana.pk}") == ["antre", "selesai"]
    assert found(tahun=str(year - 1)) == ["gagal"]
    assert found(tahun=str(year)) == ["antre", "batal", "berjalan", "lhe", "selesai"]


def test_biggest_files_come_first_and_reports_without_one_last(
    dunia: SimpleNamespace, jobs: dict[str, Job]
) -> None:
    page = _client(dunia.auditor).get("/laporan/", {"urut": "ukuran", "macam": ""})
    ended = [jobs[n].pk for n in ("lhe", "selesai", "batal", "gagal")]
    assert [pk for pk in _terdaftar(page) if pk in ended] == ended


def test_unreadable_filters_say_so_and_plans_of_others_are_no_choice(
    dunia: SimpleNamespace, lain: SimpleNamespace, jobs: dict[str, Job]
) -> None:
    client = _client(dunia.auditor)
    choice = "Pilih salah satu dari daftar."
    for name, value, words in (
        ("status", "xyz", choice),
        ("tentang", f"r{lain.rencana.pk}", choice),
        ("tahun", "1900", TAHUN_SALAH),
    ):
        page = client.get("/laporan/", {name: value})
        assert page.status_code == 200
        text = _text(page)
        assert words in text
        assert "Perbaiki saringan di atas untuk melihat laporan." in text
        assert _terdaftar(page) == []


def test_filters_stay_in_the_address_of_pages_tabs_and_form(dunia: SimpleNamespace) -> None:
    Job.objects.bulk_create(
        Job(instansi=dunia.instansi, jenis="rekap_satgas", judul=f"Rekap {n}", oleh=dunia.ketua,
            parameter={"semua": True}, **SELESAI)
        for n in range(60)
    )  # fmt: skip
    page = _client(dunia.auditor).get(
        "/laporan/", {"kata": "Rekap", "status": "selesai", "jenis": "rekap"}
    )
    assert len(_terdaftar(page)) == 50
    html = unescape(page.content.decode())
    assert 'rel="next" href="?kata=Rekap&status=selesai&jenis=rekap&page=2"' in html
    assert 'href="/laporan/?kata=Rekap&status=selesai&jenis=lampiran#h-minta"' in html
    assert 'action="/laporan/?kata=Rekap&status=selesai&jenis=rekap#h-minta"' in html
    assert '<input type="hidden" name="jenis" value="rekap">' in html
    second = _client(dunia.auditor).get(
        "/laporan/", {"kata": "Rekap", "status": "selesai", "page": "2"}
    )
    assert len(_terdaftar(second)) == 10


def test_an_operator_filters_own_reports_only(dunia: SimpleNamespace, jobs: dict[str, Job]) -> None:
    mine = minta_rekap(rencana_id=dunia.rencana.pk, by=segar(dunia.operator))
    client = _client(dunia.operator)
    page = client.get("/laporan/")
    assert _terdaftar(page) == [mine.pk]
    assert 'name="peminta"' not in page.content.decode()
    assert _terdaftar(client.get("/laporan/", {"peminta": "ketua"})) == [mine.pk]
    assert _terdaftar(client.get("/laporan/", {"kata": "pertama"})) == []


def test_empty_lists_tell_no_reports_from_no_match(dunia: SimpleNamespace) -> None:
    client = _client(dunia.auditor)
    text = _text(client.get("/laporan/"))
    assert "Belum ada laporan yang selesai" in text
    assert "Tidak ada laporan yang cocok" not in text
    _job(dunia, dunia.ketua, **SELESAI)
    text = _text(client.get("/laporan/", {"kata": "zzz"}))
    assert "0 laporan cocok dengan saringan." in text
    assert "Tidak ada laporan yang cocok" in text
    assert "Lihat semua laporan" in text


def test_place_in_the_queue_counts_earlier_reports_of_the_institution(
    dunia: SimpleNamespace, lain: SimpleNamespace
) -> None:
    for n in range(3):
        _job(lain, lain.ketua, judul=f"Di tempat lain {n}")
    _job(dunia, dunia.ketua, jenis=GAMBAR_HALAMAN, judul="pekerjaan latar")
    first = _job(dunia, dunia.ketua)
    second = _job(dunia, dunia.verifikator)
    third = _job(dunia, dunia.operator, parameter={"semua": False, "unit": [dunia.bkd.pk]})

    def said(user: User, job: Job) -> str:
        found = re.search(
            r"Menunggu giliran, ([^.]+)\.", _text(_client(user).get(f"/laporan/{job.pk}/"))
        )
        assert found is not None
        return found[1]

    assert said(dunia.auditor, first) == "yang berikutnya"
    assert said(dunia.auditor, second) == "1 laporan di depan"
    assert said(dunia.operator, third) == "2 laporan di depan"
    assert engine.claim(first.pk, "w1") is True
    assert said(dunia.operator, third) == "1 laporan di depan"
    later = _job(dunia, dunia.ketua)
    Job.objects.filter(pk__in=[second.pk, third.pk]).update(status=Job.Status.DIBATALKAN)
    assert said(dunia.ketua, later) == "setelah laporan Anda yang sedang dibuat"
    assert said(dunia.auditor, later) == "setelah laporan peminta ini yang sedang dibuat"


def test_progress_and_the_whole_reason_of_a_failure(
    dunia: SimpleNamespace, jobs: dict[str, Job]
) -> None:
    client = _client(dunia.auditor)
    page = client.get("/laporan/")
    assert "Menyusun halaman 7" in _text(page)
    assert '<progress max="100" value="25"' in page.content.decode()
    long = jobs["gagal"].pesan.strip()
    assert long not in _text(page)
    assert long in _text(client.get(f"/laporan/{jobs['gagal'].pk}/"))


def test_history_tells_every_attempt(dunia: SimpleNamespace) -> None:
    job = minta_rekap(rencana_id=dunia.rencana.pk, by=segar(dunia.ketua))
    engine.claim(job.pk, "w1")
    engine.release(Job.objects.get(pk=job.pk))
    engine.claim(job.pk, "w2")
    engine.fail(Job.objects.get(pk=job.pk), "w2", "Ruang simpan penuh.")
    text = _text(_client(dunia.auditor).get(f"/laporan/{job.pk}/"))
    steps = text[text.index("Riwayat") : text.index("Yang mengunduh")]
    wanted = [
        "Pekerjaan diminta",
        "Pekerjaan dimulai : percobaan ke-1",
        "Pekerjaan diantrekan lagi : percobaan ke-1",
        "Pekerjaan dimulai : percobaan ke-2",
        "Pekerjaan gagal : Ruang simpan penuh.",
    ]
    places = [steps.index(words) for words in wanted]
    assert places == sorted(places)
    assert f"{dunia.ketua.nama}, {dunia.ketua.jabatan}" in steps
    assert "Belum ada yang mengunduh laporan ini." in text


@pytest.mark.parametrize(
    ("role", "jejak"),
    [("verifikator", False), ("ketua", True), ("admin", True), ("auditor", True)],
)
def test_who_fetched_a_report_and_when(dunia: SimpleNamespace, role: str, jejak: bool) -> None:
    job = _job(dunia, dunia.operator, parameter={"semua": False, "unit": [dunia.bkd.pk]}, **SELESAI)
    for person in (dunia.operator, dunia.ketua, dunia.operator):
        unduh(job_id=job.pk, by=segar(person))
    User.objects.filter(pk=dunia.ketua.pk).update(nama="Nama yang baru")
    text = _text(_client(getattr(dunia, role)).get(f"/laporan/{job.pk}/"))
    fetched = text[text.index("Yang mengunduh") :]
    assert "3 pengunduhan" in fetched
    assert re.findall(r"Nama \w+\.alfa", fetched) == [
        "Nama operator.alfa",
        "Nama ketua.alfa",  # as it was recorded
        "Nama operator.alfa",
    ]
    assert ("Lihat pada jejak audit" in fetched) is jejak


def test_an_operator_is_not_told_who_fetched(dunia: SimpleNamespace) -> None:
    job = _job(dunia, dunia.operator, parameter={"semua": False, "unit": [dunia.bkd.pk]}, **SELESAI)
    unduh(job_id=job.pk, by=segar(dunia.ketua))
    text = _text(_client(dunia.operator).get(f"/laporan/{job.pk}/"))
    assert "Riwayat" in text
    assert "Yang mengunduh" not in text
    assert dunia.ketua.nama not in text


def test_many_downloads_are_cut_and_counted(dunia: SimpleNamespace) -> None:
    job = _job(dunia, dunia.ketua, **SELESAI)
    client, auditor = _client(dunia.auditor), segar(dunia.auditor)
    for total in (52, 202):  # more than are read at once
        while Kejadian.objects.filter(aksi="laporan.unduh").count() < total:
            unduh(job_id=job.pk, by=auditor)
        text = _text(client.get(f"/laporan/{job.pk}/"))
        assert f"{total} pengunduhan" in text
        assert text[text.index("Yang mengunduh") :].count("Nama auditor.alfa") == 50
    trail = client.get(
        "/jejak-audit/", {"rantai": "alfa", "aksi": "laporan.unduh", "objek": str(job.pk)}
    )
    assert "202 baris cocok dengan saringan" in _text(trail)


@pytest.mark.parametrize("role", ["operator", "verifikator", "ketua", "admin", "auditor"])
def test_only_admins_read_how_much_is_kept(
    dunia: SimpleNamespace, jobs: dict[str, Job], role: str
) -> None:
    text = _text(_client(getattr(dunia, role)).get("/laporan/"))
    said = "2 berkas, 12 KB; Pantas tidak menghapus laporan"  # 2,048 and 9,999 byte
    assert (said in text) is (role == "admin")
    assert ("tidak menghapus laporan" in text) is (role == "admin")


def test_a_preview_says_what_a_recap_would_hold(dunia: SimpleNamespace) -> None:
    answer = _client(dunia.auditor).post(
        "/laporan/?jenis=rekap", {"rencana": dunia.rencana.pk, "lihat": "ya"}
    )
    assert answer.status_code == 200
    name = f"{dunia.rencana.nama}, {dunia.instansi.nama}"
    assert _text(answer).count(f"{name}: 2 tugas, 3 dokumen wajib") == 2
    assert Job.objects.count() == 0


def test_every_kind_about_a_plan_says_what_it_would_hold(dunia: SimpleNamespace) -> None:
    zi = buat_zi(dunia.instansi, dunia.bkd).rencana
    peta = buat_roadmap(dunia.instansi, [dunia.bkd, dunia.itda]).rencana
    client = _client(dunia.auditor)

    def said(jenis: str, rencana: int, **data: str) -> str:
        answer = client.post(
            f"/laporan/?jenis={jenis}", {"rencana": rencana, "bentuk": "pdf", "lihat": "ya", **data}
        )
        found = re.search(r'<p class="pn-next nila" role="status">([^<]+)', answer.content.decode())
        assert found is not None, answer.content.decode()
        return " ".join(found[1].split())

    first = said("lampiran_zi", zi.pk, lampiran="1")
    assert re.fullmatch(r"Lampiran I: \d+ tim, \d+ anggota\.", first)
    second = said("lampiran_zi", zi.pk, lampiran="2")
    assert re.fullmatch(r"Lampiran II: \d+ kegiatan, \d+ sub kegiatan, \d+ indikator\.", second)
    plain = said("lampiran", peta.pk)
    assert plain.startswith(f"{peta.nama}, {dunia.instansi.nama}: ")
    assert plain.endswith("; tanpa realisasi, tanpa jumlah per program.")
    year = str(peta.mulai.year)
    filled = said("lampiran", peta.pk, tahun=year, subtotal="on")
    assert filled.endswith(f"; realisasi {year}, dengan jumlah per program.")
    assert Job.objects.count() == 0


QUERIES = {"operator": 9, "auditor": 8}


@pytest.mark.parametrize("role", list(QUERIES))
def test_the_list_costs_a_literal_number_of_queries(dunia: SimpleNamespace, role: str) -> None:
    user = getattr(dunia, role)

    def count(**query: str) -> int:
        client = _client(user)
        client.get("/laporan/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/laporan/", query).status_code == 200
        return len(captured)

    minta_rekap(rencana_id=dunia.rencana.pk, by=segar(user))
    few = count()
    reach = Job.objects.get().parameter
    people = [user] * 60 if role == "operator" else [
        buat_user(f"orang{n}", Role.AUDITOR, dunia.akar) for n in range(60)
    ]  # fmt: skip
    Job.objects.bulk_create(
        Job(instansi=dunia.instansi, jenis="rekap_satgas", judul=f"Rekap {n}", oleh=person,
            parameter=reach, status=list(Job.Status)[n % 5], pesan="uji",
            **{k: v for k, v in SELESAI.items() if k != "status"})
        for n, person in enumerate(people)
    )  # fmt: skip
    Job.objects.update(dibuat=timezone.now() - timedelta(days=400))
    many = count()
    narrowed = count(kata="Rekap", status="antre", macam="rekap_satgas", urut="judul")
    assert {few, many, narrowed} == {QUERIES[role]}
