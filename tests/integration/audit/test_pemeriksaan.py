"""The nightly checks are recorded by institution, and the admins see what they found."""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Instansi, User
from accounts.permissions import Role
from audit.berkala import PERTAMA, terbaru
from audit.chain import PERIKSA, SISTEM, verify
from audit.models import Kejadian, Pemeriksaan
from audit.recorder import Event, System, audited, record
from audit.triggers import TABLES, create_triggers, drop_triggers
from jobs.models import Job
from jobs.tasks import verify_audit, verify_files
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user

AUDIT_TABLES = tuple(t for t in TABLES if t.table.startswith("audit_"))


@pytest.fixture
def tanpa_pemicu(db: None) -> Iterator[None]:
    """Somebody with the keys to the database."""
    drop_triggers(connection, AUDIT_TABLES)
    yield
    drop_triggers(connection, AUDIT_TABLES)
    create_triggers(connection, AUDIT_TABLES)


def _berkas(instansi: Instansi, oleh: User, jumlah: int) -> list[Path]:
    """Store results of jobs; return where their bytes lie."""
    found = []
    for n in range(jumlah):
        content = f"%PDF-1.7 {instansi.kode} {n}".encode()
        job = Job(instansi=instansi, jenis="uji", judul="Rahasia Budi", oleh=oleh)
        job.status = Job.Status.SELESAI
        job.hasil.save(f"{instansi.kode}-{n}.pdf", ContentFile(content), save=False)
        job.hasil_sha256 = hashlib.sha256(content).hexdigest()
        job.save()
        found.append(Path(settings.MEDIA_ROOT) / str(job.hasil.name))
    return found


@pytest.fixture
def dua(db: None, data_folder: Path) -> SimpleNamespace:
    """Two institutions, each with an admin, two files and two events; one platform person."""
    world = SimpleNamespace(platform=buat_user("platform", Role.PLATFORM, None))
    for kode in ("alfa", "beta"):
        instansi = buat_instansi(kode)
        unit = buat_unit(instansi, "akar")
        admin = buat_user(f"admin.{kode}", Role.ADMIN, unit)
        with audited():
            record(Event(kode, "satu", System(), objek_nama="Budi"))
            record(Event(kode, "dua", System()))
        setattr(world, kode, SimpleNamespace(instansi=instansi, admin=admin, unit=unit))
        getattr(world, kode).berkas = _berkas(instansi, admin, 2)
    return world


def _periksa() -> list[str]:
    """Run both checks as at night; return what they complained about."""
    said = []
    for command in ("verify_audit", "verify_files"):
        try:
            call_command(command, "--catat", stdout=_Nowhere(), stderr=_Nowhere())
        except CommandError as error:
            said.append(str(error))
    return said


class _Nowhere:
    def write(self, text: str) -> None:
        pass


def _beranda(orang: User) -> list[tuple[str, str]]:
    """Tone and words of each sign on a person's first page."""
    client = Client()
    client.force_login(orang)
    text = client.get("/admin/" if orang.username == "platform" else "/").content.decode()
    pattern = (
        r'<li class="(merah|kuning|hijau)">(.*?)</li>\s*(?=<li class|</ul>\s*</div>)'
        if orang.username == "platform"
        else r'<div class="pn-next pn-pesan (merah|kuning|hijau)">(.*?)</div>'
    )
    return [
        (tone, " ".join(re.sub(r"<[^>]+>", " ", words).split()))
        for tone, words in re.findall(pattern, text, re.DOTALL)
    ]


def test_sound_night(dua: SimpleNamespace) -> None:
    assert _periksa() == []
    rows = terbaru()
    assert {kind: row.baik for kind, row in rows.items()} == {"rantai": True, "berkas": True}
    assert rows["berkas"].diperiksa == 4
    assert rows["berkas"].isi == {
        "instansi": {kode: {"diperiksa": 2, "cacat": 0, "pertama": []} for kode in ("alfa", "beta")}
    }
    assert rows["rantai"].isi["instansi"]["alfa"]["diperiksa"] == 2
    checked = Kejadian.objects.filter(instansi=SISTEM, aksi=PERIKSA).values_list("objek_id")
    assert {name for (name,) in checked} >= {"alfa", "beta"}
    assert [tone for tone, _ in _beranda(dua.alfa.admin)] == ["hijau", "hijau"]
    assert "2 berkas, diperiksa" in _beranda(dua.alfa.admin)[1][1]
    assert "4 berkas, diperiksa" in _beranda(dua.platform)[1][1]


def test_fault_is_an_alarm_of_its_institution_until_a_sound_check(dua: SimpleNamespace) -> None:
    changed, missing = dua.beta.berkas
    content = changed.read_bytes()
    changed.write_bytes(content + b" ")
    missing.unlink()
    assert _periksa() == ["2 dari 4 berkas hilang atau berubah"]
    first, second = Job.objects.filter(instansi=dua.beta.instansi).order_by("pk")
    assert terbaru()["berkas"].isi["instansi"]["beta"] == {
        "diperiksa": 2,
        "cacat": 2,
        "pertama": [
            [f"hasil pekerjaan {first.pk}", "isi berubah"],
            [f"hasil pekerjaan {second.pk}", "berkas hilang"],
        ],
    }
    for orang in (dua.beta.admin, dua.platform):
        tone, words = _beranda(orang)[0]
        assert (tone, "Berkas tersimpan hilang atau berubah" in words) == ("merah", True)
        assert f"hasil pekerjaan {first.pk}: isi berubah" in words
        assert "Budi" not in words
        assert ".pdf" not in words
    assert [tone for tone, _ in _beranda(dua.alfa.admin)] == ["hijau", "hijau"]

    changed.write_bytes(content)
    missing.write_bytes(b"%PDF-1.7 beta 1")
    assert _beranda(dua.beta.admin)[0][0] == "merah"  # until it is looked at again
    assert _periksa() == []
    assert [tone for tone, _ in _beranda(dua.beta.admin)] == ["hijau", "hijau"]


def test_broken_chain_is_an_alarm_and_keeps_no_other_from_being_walked(
    dua: SimpleNamespace, tanpa_pemicu: None
) -> None:
    Kejadian.objects.filter(instansi="alfa", no=2).update(aksi="lain")
    assert _periksa() == ["alfa: putus pada kejadian nomor 2: kejadian diubah"]
    row = terbaru()["rantai"]
    assert row.baik is False
    assert row.isi["instansi"]["alfa"]["pertama"] == [["kejadian nomor 2", "kejadian diubah"]]
    assert row.isi["instansi"]["beta"] == {"diperiksa": 2, "cacat": 0, "pertama": []}
    tone, words = _beranda(dua.alfa.admin)[0]
    assert tone == "merah"
    assert "Jejak audit tidak utuh" in words
    assert "kejadian nomor 2: kejadian diubah" in words
    assert [tone for tone, _ in _beranda(dua.beta.admin)] == ["hijau", "hijau"]
    assert list(verify(SISTEM)) == []


def test_only_the_first_faults_are_named_and_all_are_counted(dua: SimpleNamespace) -> None:
    for path in _berkas(dua.alfa.instansi, dua.alfa.admin, PERTAMA + 3):
        path.unlink()
    _periksa()
    row = terbaru()["berkas"].isi["instansi"]["alfa"]
    assert (row["diperiksa"], row["cacat"], len(row["pertama"])) == (25, 23, 20)
    assert "dan 3 lainnya" in _beranda(dua.alfa.admin)[0][1]


def test_check_that_did_not_run_is_a_warning(dua: SimpleNamespace) -> None:
    assert [(tone, "belum pernah berjalan" in words) for tone, words in _beranda(dua.platform)] == [
        ("kuning", True),
        ("kuning", True),
    ]
    _periksa()
    Pemeriksaan.objects.filter(jenis="berkas").update(
        at=timezone.now() - timedelta(days=2, hours=1)
    )
    (kuning, words), (hijau, _) = _beranda(dua.alfa.admin)
    assert (kuning, hijau) == ("kuning", "hijau")
    assert words.startswith("Pemeriksaan berkas tersimpan: yang terakhir lebih dari 2 hari lalu")


def test_failed_jobs_and_little_space_are_warnings(
    dua: SimpleNamespace, settings: Settings
) -> None:
    _periksa()
    job = Job.objects.filter(instansi=dua.alfa.instansi).order_by("pk")[0]
    old = timezone.now() - timedelta(hours=25)
    Job.objects.filter(pk=job.pk).update(status=Job.Status.GAGAL, berakhir=old)
    assert [tone for tone, _ in _beranda(dua.alfa.admin)] == ["hijau", "hijau"]
    Job.objects.filter(pk=job.pk).update(berakhir=timezone.now())
    tone, words = _beranda(dua.alfa.admin)[0]
    assert tone == "kuning"
    assert words.startswith("Ada pekerjaan yang gagal dalam 24 jam terakhir 1 laporan.")
    assert [tone for tone, _ in _beranda(dua.beta.admin)] == ["hijau", "hijau"]
    assert [tone for tone, _ in _beranda(dua.platform)] == ["kuning", "hijau", "hijau"]
    settings.DISK_WARN_BYTES = 1 << 60
    assert _beranda(dua.beta.admin)[0][1].startswith("Ruang simpan server hampir penuh Tersisa")


def test_first_page_costs_the_same_however_many_faults(
    dua: SimpleNamespace,
) -> None:
    buat_butir(buat_rencana(dua.alfa.instansi), dua.alfa.unit, "1.a")
    client = Client()
    client.force_login(dua.alfa.admin)
    client.get(reverse("profil"))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))
        for path in _berkas(dua.alfa.instansi, dua.alfa.admin, 5):
            path.unlink()
        _periksa()
    assert counts == [11, 11]


@pytest.mark.django_db(transaction=True)
def test_tasks_of_the_schedule_run_the_commands(data_folder: Path) -> None:
    instansi = buat_instansi("alfa")
    admin = buat_user("admin", Role.ADMIN, buat_unit(instansi, "akar"))
    _berkas(instansi, admin, 1)[0].unlink()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert names >= {verify_audit.name, verify_files.name}
    verify_audit()
    verify_files()
    assert {kind: row.baik for kind, row in terbaru().items()} == {"rantai": True, "berkas": False}
