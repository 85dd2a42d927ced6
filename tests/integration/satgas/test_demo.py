"""`make_demo` and `remove_demo`: the samples come, stay as they are, and go without a trace."""

import io
import json
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, DjangoDbBlocker

from accounts.demo import akun_contoh
from accounts.models import Instansi, Membership, User
from accounts.permissions import Permission, Role
from audit.chain import chains, verify
from audit.models import Kejadian
from evidence.models import BuktiTaut, BuktiVersi, Butir, Capaian, Keputusan, Pemenuhan, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.workflow import Status
from imports.models import Batch
from satgas.demo.fixture import history
from satgas.demo.password import password_file
from satgas.models import RincianTugas, SuratKeputusan
from satgas.official import load, reconcile
from sheets import registry
from tests.factories import buat_user
from tests.factories.impor import angka, isi_sekarang, temuan
from tests.integration.satgas.putaran import putar

Baca = Callable[[], dict[str, Any]]
PEMPROV, KPU = "pemprov-ntt-contoh", "kpu-ntt-contoh"


@pytest.fixture(scope="module")
def contoh(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The official decree and the samples, made once for the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        call_command("make_demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)
    password_file().unlink(missing_ok=True)


@pytest.fixture
def dunia(contoh: None, db: None) -> None:
    """The samples, with a database that each test gets back as it was."""


def tugas() -> CapaianQuerySet:
    """The tasks of the sample's Satgas plan."""
    return Capaian.objects.filter(
        butir__rencana__instansi__kode=PEMPROV, butir__rencana__jenis="satgas"
    )


def capaian(kode: str) -> Capaian:
    """The task in the window in which it was worked on."""
    return tugas().filter(butir__kode=kode).order_by("-versi", "mulai")[0]


def test_institutions_say_contoh(dunia: None) -> None:
    rows = Instansi.objects.filter(contoh=True).order_by("kode")
    assert [(i.kode, i.nama) for i in rows] == [
        (KPU, "KPU Provinsi NTT CONTOH"),
        (PEMPROV, "Pemprov NTT CONTOH"),
    ]
    assert all(i.kop_baris[-1] == "CONTOH, bukan dokumen resmi" for i in rows)


def test_the_plan_is_the_decree_of_this_year(dunia: None) -> None:
    year = timezone.localdate().year
    (plan,) = Rencana.objects.filter(instansi__contoh=True, jenis="satgas")
    assert (plan.nama, plan.tahun, plan.status) == (
        f"Satgas Pencegahan Korupsi {year} (CONTOH)",
        year,
        "berjalan",
    )
    sk = SuratKeputusan.objects.get(rencana=plan)
    official = SuratKeputusan.objects.get(rencana__instansi__kode="pemprov-ntt")
    assert (sk.nomor, sk.nomor_raw) == ("92/KEP/HK/2021 (CONTOH)", official.nomor_raw)
    texts = [
        list(
            RincianTugas.objects.filter(anggota__sk=decree)
            .order_by("butir__urut")
            .values_list("butir__kode", "teks")
        )
        for decree in (sk, official)
    ]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 132


def test_states_and_values_of_the_history(dunia: None) -> None:
    rows = tugas()
    assert Counter(rows.exclude(status=Status.BELUM).values_list("status", flat=True)) == {
        Status.DISETUJUI: 10,
        Status.PERBAIKAN: 5,
        Status.MENUNGGU: 4,
        Status.DRAF: 2,
    }
    lowered = {
        c.butir.kode: (c.nilai_mandiri, c.nilai_internal)
        for c in rows.select_related("butir")
        if c.nilai_internal is not None and c.nilai_internal < (c.nilai_mandiri or 0)
    }
    assert lowered == {
        "4.a": (100, 90),
        "8.a": (100, 75),
        "9.a": (80, 50),
        "9.h": (90, 75),
        "12.a": (100, 80),
    }
    assert capaian("8.e").putaran == 2


def test_the_history_was_walked_by_the_right_people(dunia: None) -> None:
    """Four eyes hold, times lie in the past and in order, decisions carry the office."""
    now = timezone.now()
    for c in Capaian.objects.filter(instansi__kode=PEMPROV, putaran__gt=0):
        steps = list(c.keputusan_set.order_by("id").select_related("oleh"))
        assert [s.at for s in steps] == sorted(s.at for s in steps)
        assert steps[-1].at < now
        decided = {s.oleh for s in steps if s.aksi in ("setujui", "minta_perbaikan")}
        assert decided.isdisjoint(set(c.penulis.all()))
    assert set(Keputusan.objects.values_list("jabatan", flat=True)) <= set(
        User.objects.values_list("jabatan", flat=True)
    )


def test_deadlines_are_relative_to_today(dunia: None) -> None:
    today = timezone.localdate()
    plan = Rencana.objects.get(instansi__kode=PEMPROV, jenis="satgas")
    due = {kode: today + timedelta(days=days) for kode, days in history().jatuh_tempo.items()}
    found = dict(tugas().values_list("butir__kode", "butir__jatuh_tempo"))
    inside = {kode: day for kode, day in due.items() if day <= plan.selesai}
    assert {kode: found[kode] for kode in inside} == inside
    assert (capaian("4.c").batas, capaian("5.a").batas) == (due["4.c"], due["5.a"])
    assert tugas().filter(batas__lt=today).exists()


def test_files_are_real_pdfs_that_say_contoh(dunia: None) -> None:
    versions = BuktiVersi.objects.filter(taut_set__pemenuhan__capaian__in=tugas()).distinct()
    assert versions.count() == 23
    for version in versions:
        with version.berkas.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
            assert len(pdf.pages) == 1
            assert b"CONTOH" in pdf.pages[0].Contents.read_bytes()
    twice = BuktiTaut.objects.filter(pemenuhan__capaian=capaian("9.a"), versi__no=1)
    assert Counter(twice.values_list("versi", flat=True)).most_common(1)[0][1] == 2


@pytest.mark.parametrize(
    ("username", "kode", "role", "unit"),
    [
        ("operator.inspektorat", PEMPROV, Role.OPERATOR, "inspektorat"),
        ("operator.bkd", PEMPROV, Role.OPERATOR, "badan-kepegawaian"),
        ("verifikator", PEMPROV, Role.VERIFIKATOR, "inspektorat"),
        ("verifikator.dua", PEMPROV, Role.VERIFIKATOR, "inspektorat"),
        ("sekda", PEMPROV, Role.KETUA, "setda"),
        ("admin", PEMPROV, Role.ADMIN, "gubernur"),
        ("auditor", PEMPROV, Role.AUDITOR, "gubernur"),
        ("operator.kpu", KPU, Role.OPERATOR, "kpu"),
        ("verifikator.kpu", KPU, Role.VERIFIKATOR, "kpu"),
        ("ketua.kpu", KPU, Role.KETUA, "kpu"),
        ("admin.kpu", KPU, Role.ADMIN, "kpu"),
        ("auditor.kpu", KPU, Role.AUDITOR, "kpu"),
    ],
)
def test_accounts(dunia: None, username: str, kode: str, role: Role, unit: str) -> None:
    user = User.objects.get(username=username)
    first = user.membership_set.select_related("unit__instansi").order_by("id")[0]
    assert first.unit is not None
    assert (first.unit.instansi.kode, first.role, first.unit.kode) == (kode, role, unit)
    assert (user.email, user.nip, user.is_staff) == ("", "", False)
    assert user.jabatan.endswith("(CONTOH)")
    assert user.check_password(password_file().read_text().strip())


def test_only_admin_and_auditor_read_the_official_plan(dunia: None) -> None:
    official = Rencana.objects.get(instansi__kode="pemprov-ntt")
    readers = {
        user.username
        for user in User.objects.filter(membership_set__unit__instansi__contoh=True)
        if Rencana.objects.visible_to(user).filter(pk=official.pk).exists()
    }
    assert readers == {"admin", "auditor"}
    admin = User.objects.get(username="admin")
    assert [i.kode for i in admin.akses.instansi] == [PEMPROV, "pemprov-ntt"]
    assert not admin.akses.has(Permission.PLAN_EDIT, official.instansi_id)


def test_the_platform_account_reads_no_plan(dunia: None) -> None:
    platform = User.objects.get(username="platform")
    assert (platform.is_staff, platform.akses.roles) == (True, frozenset({Role.PLATFORM}))
    assert not Rencana.objects.visible_to(platform).exists()


def test_chains_are_whole(dunia: None) -> None:
    assert [list(verify(chain)) for chain in chains()] == [[]] * len(chains())
    samples = Kejadian.objects.filter(instansi=PEMPROV).order_by("no")
    assert [e.at for e in samples] == sorted(e.at for e in samples)


def test_twice_changes_nothing(dunia: None, semua_baris: Baca) -> None:
    before = semua_baris()
    out = io.StringIO()
    call_command("make_demo", stdout=out)
    assert semua_baris() == before
    assert out.getvalue() == "Institusi CONTOH sudah ada; tidak ada yang diubah.\n"


def test_reconcile_ignores_the_samples(dunia: None) -> None:
    (document,) = reconcile()
    assert (document["selaras"], document["jumlah"]["butir"]) == (True, 132)


def test_the_list_of_accounts_keeps_the_password_to_itself(dunia: None) -> None:
    plain, full = io.StringIO(), io.StringIO()
    call_command("demo_accounts", stdout=plain)
    call_command("demo_accounts", sandi=True, stdout=full)
    names = [line.split()[0] for line in plain.getvalue().splitlines()]
    assert len(names) == 22
    assert {row.username for row in akun_contoh()} <= set(names)
    password = password_file().read_text().strip()
    assert password not in plain.getvalue()
    assert full.getvalue().splitlines()[-1].split() == ["kata", "sandi", password]
    assert stat.S_IMODE(os.stat(password_file()).st_mode) == 0o600


def test_a_chosen_password_reaches_every_account(
    dunia: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = password_file().read_text()
    monkeypatch.setenv("PORTAL_DEMO_PASSWORD", "ganti-sandi-contoh-9")
    call_command("make_demo", stdout=io.StringIO())
    accounts = User.objects.filter(membership_set__unit__instansi__contoh=True)
    assert all(user.check_password("ganti-sandi-contoh-9") for user in accounts)
    password_file().write_text(before)


def test_a_weak_password_is_refused_by_name(dunia: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DEMO_PASSWORD", "pendek")
    with pytest.raises(ImproperlyConfigured, match=r"^PORTAL_DEMO_PASSWORD: "):
        call_command("make_demo", stdout=io.StringIO())


def test_removal_leaves_nothing_of_the_samples(
    dunia: None,
    semua_baris: Baca,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """Only what was there before stays, with a real person who had looked in."""
    ids = list(Instansi.objects.filter(contoh=True).values_list("pk", flat=True))
    official = Instansi.objects.get(kode="pemprov-ntt")
    root = official.unit_set.get(induk=None)
    guest = buat_user("tamu.nyata", Role.AUDITOR, root)
    Membership.objects.create(
        user=guest, role=Role.AUDITOR, unit=Instansi.objects.get(kode=PEMPROV).unit_set.first()
    )
    buat_user(
        "petugas.contoh", Role.OPERATOR, Instansi.objects.get(kode=KPU).unit_set.get(induk=None)
    )
    files = [str(v.berkas.name) for v in BuktiVersi.objects.filter(instansi__in=ids)]
    kept = password_file().read_text()
    work = semua_baris()
    with django_capture_on_commit_callbacks() as callbacks:
        call_command("remove_demo", stdout=io.StringIO())
    assert all(default_storage.exists(name) for name in files)  # until it is final
    left = semua_baris()
    assert not Instansi.objects.filter(contoh=True).exists()
    assert list(User.objects.values_list("username", flat=True)) == ["tamu.nyata"]
    assert [m.unit for m in guest.membership_set.all()] == [root]
    assert set(chains()) == {"kpu-ntt", "pemprov-ntt", "sistem"}
    assert [list(verify(chain)) for chain in chains()] == [[], [], []]
    for label in ("evidence.Capaian", "evidence.Keputusan", "evidence.BuktiVersi"):
        assert left[label] == []
    official_rows = Butir.objects.filter(instansi=official).count()
    assert (official_rows, Butir.objects.count()) == (132, 132)
    assert all(row in work["satgas.RincianTugas"] for row in left["satgas.RincianTugas"])
    assert reconcile()[0]["selaras"]

    folder = Path(settings.MEDIA_ROOT)
    copies = {name: (folder / name).read_bytes() for name in files}
    for callback in callbacks:
        callback()
    assert not any(default_storage.exists(name) for name in files)
    assert not any(default_storage.exists(str(pk)) for pk in ids)
    assert not password_file().exists()
    password_file().write_text(kept)  # the other tests of this file still have the samples
    for name, content in copies.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def test_events_hold_no_password(dunia: None) -> None:
    text = json.dumps(list(Kejadian.objects.values_list("isi", flat=True)))
    assert password_file().read_text().strip() not in text
    waiting = Pemenuhan.objects.filter(status=Status.MENUNGGU, capaian__in=tugas())
    assert waiting.count() == 4


@pytest.mark.parametrize("kode_instansi", [PEMPROV, KPU])
def test_every_kind_of_table_comes_back_as_it_went_out(
    dunia: None, tmp_path: Path, kode_instansi: str
) -> None:
    instansi = Instansi.objects.get(kode=kode_instansi)
    people = User.objects.filter(membership_set__unit__instansi=instansi).distinct()
    admin = people.filter(membership_set__role="admin").order_by("pk")[0]
    checker = people.filter(membership_set__role="verifikator").order_by("pk")[0]
    own = ("unit", "pengguna")
    plans = ("satgas_keputusan", "satgas_anggota", "satgas_tugas", "mcp_instrumen")
    seen = set()
    for kode in (*own, *plans, "jaga_nilai", "mcsp_matriks"):
        kelas = registry.cari(kode)
        assert kelas is not None
        by = checker if kode == "jaga_nilai" else admin
        places: list[int | None] = [t.id for t in kelas.daftar_tujuan(by, instansi)]
        for tujuan in places if kelas.bertujuan else [None]:
            jumlah = len(isi_sekarang(instansi, by, kode, tujuan))
            if jumlah:
                batch = putar(instansi, by, kode, tmp_path, tujuan)
                assert (kode, batch.pesan, temuan(batch)) == (kode, "", [])
                assert (batch.keadaan, angka(batch)) == (Batch.Keadaan.SAMA, (0, 0, jumlah, 0))
                seen.add(kode)
    more = (*plans, "jaga_nilai", "mcsp_matriks") if kode_instansi == PEMPROV else ()
    assert seen == {*own, *more}
