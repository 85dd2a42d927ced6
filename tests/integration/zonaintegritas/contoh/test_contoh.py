"""The sample Zona Integritas beside the official decree: no real names, no traces, no leaks."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.demo import akun_contoh
from accounts.models import User
from accounts.permissions import Permission
from audit.chain import chains, verify
from audit.models import Kejadian
from evidence.models import BuktiVersi, Capaian, Rencana
from evidence.workflow import Status
from satgas.demo.password import password_file
from ukuran.format import tanggal
from ukuran.lke.instrumen import Predikat
from ukuran.lke.simulasi import simulasi
from zonaintegritas.demo import make
from zonaintegritas.jadwal.kurva import kurva
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.lke.lembar import LembarLKE, lembar
from zonaintegritas.models import (
    LKE,
    AgenPerubahan,
    AnggotaTim,
    BentukJadwal,
    BuktiLKE,
    BulanJadwal,
    CatatanSumber,
    KeputusanZI,
    LanggananKalender,
    LangkahLKE,
    PengaduanBulanan,
    SurveiZI,
    Tahap,
    UnitZI,
)
from zonaintegritas.official import reconcile
from zonaintegritas.official.fixture import keputusan

Isi = dict[str, list[tuple[Any, ...]]]
Baca = Callable[[], Isi]
KPU, PEMPROV = "kpu-ntt-contoh", "pemprov-ntt-contoh"


@pytest.fixture(scope="module")
def sebelum(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Isi]:
    """The official documents with the samples; gives the rows before there were samples."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_official", stdout=io.StringIO())
        rows = isi_portal()
        call_command("make_demo", stdout=io.StringIO())
        yield rows
        transaction.set_rollback(True)
    password_file().unlink(missing_ok=True)
    shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


@pytest.fixture
def dunia(sebelum: Isi, db: None) -> None:
    """The samples, with a database that each test gets back as it was."""


def isi_portal() -> Isi:
    """Return every row of the tables that samples are made in, but for the log."""
    labels = ("accounts", "ukuran", "evidence", "satgas", "roadmap", "zonaintegritas", "jobs")
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=repr)
        for label in labels
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }


def _rencana() -> Rencana:
    return Rencana.objects.get(instansi__kode=KPU)


def _orang(username: str) -> User:
    return User.objects.get(username=username)


def _lembar(username: str, **lke: Any) -> LembarLKE:
    return lembar(LKE.objects.select_related("instansi", "unit").get(**lke), _orang(username))


# --- the decree ---------------------------------------------------------------------------------


def test_the_sample_has_the_decree_without_its_people(dunia: None) -> None:
    source = keputusan()
    people = {one.nama.casefold() for row in source.tim for one in row.anggota}
    people |= {source.kolom["penandatangan"].casefold(), source.kolom["pengesah"].casefold()}
    assert (
        len(people) == 37
    )  # 36 members; the signatory is one of them, who certifies is named anew
    sample = KeputusanZI.objects.get(rencana=_rencana())
    members = AnggotaTim.objects.filter(tim__keputusan=sample)
    texts = [json.dumps(row, default=str, ensure_ascii=False) for row in _rows_of(sample)]
    assert [name for name in people if any(name in text.casefold() for text in texts)] == []
    assert members.count() == 36
    assert all(row.nama.endswith("(CONTOH)") for row in members)
    year = sample.tanggal.year
    assert (sample.nomor, sample.tanggal_raw) == (
        f"142 Tahun {year} (CONTOH)",
        tanggal(sample.tanggal),
    )
    assert sample.tentang == source.kolom["tentang"].replace("2023", str(year))


def _rows_of(sample: KeputusanZI) -> list[Any]:
    document = KeputusanZI.objects.filter(pk=sample.pk).values().get()
    members = AnggotaTim.objects.filter(tim__keputusan=sample).values_list("nama", "jabatan")
    notes = CatatanSumber.objects.filter(keputusan=sample).values_list("mentah", "alasan", "usulan")
    accounts = User.objects.values_list("nama", "jabatan")
    return [document, list(members), list(notes), list(accounts)]


def test_every_printed_row_of_the_action_plan_is_there(dunia: None) -> None:
    plans = Rencana.objects.filter(jenis="zi").order_by("instansi__kode")
    official, sample = (
        list(plan.butir_set.order_by("urut").values_list("kode", "uraian", "jalur"))
        for plan in plans
    )
    assert (len(sample), sample) == (69, official)


def test_accounts_are_people_of_the_decree(dunia: None) -> None:
    linked = AnggotaTim.objects.filter(pengguna__isnull=False).order_by("tim__urut", "no")
    assert list(linked.values_list("tim__kode", "kedudukan", "nama", "pengguna__username")) == [
        ("PENGARAH", "pengarah", "Ketua KPU (CONTOH)", "ketua.kpu"),
        ("I", "anggota", "Operator KPU (CONTOH)", "operator.kpu"),
        ("V", "koordinator", "Koordinator Tim Pengawasan (CONTOH)", "koordinator.kpu"),
        ("V", "anggota", "Anggota Tim Pengawasan (CONTOH)", "anggota.kpu"),
    ]
    koordinator = _orang("koordinator.kpu").akses
    assert [g.role for g in koordinator.with_permission(Permission.SCHEDULE_PLAN)] == [
        "koordinator"
    ]


def test_the_login_page_lists_guests_by_their_office(dunia: None) -> None:
    rows = {row.username: row.peran for row in akun_contoh()}
    assert list(rows)[-4:] == ["tpi.kpu", "tpi.anggota", "tpi.pengendali", "platform"]
    assert rows["koordinator.kpu"] == "Koordinator tim, Tim Pengawasan"
    assert rows["tpi.kpu"] == "Ketua TPI, tamu dari luar KPU (CONTOH)"
    assert _orang("tpi.kpu").akses.grants == ()


# --- the month plan -----------------------------------------------------------------------------


def test_the_plan_was_made_and_changed_by_people(dunia: None) -> None:
    plan = _rencana()
    months = BulanJadwal.objects.filter(butir__rencana=plan)
    assert months.get(gugur__isnull=False).digeser_ke is not None
    coordinator = months.filter(butir__unit__kode="tim-pengawasan").values_list("oleh__username")
    assert set(coordinator) == {("koordinator.kpu",)}
    read = BentukJadwal.objects.exclude(kutipan="").filter(butir__rencana=plan)
    assert set(read.values_list("butir__kode", flat=True)) == {"3.D", "5.A.2", "6.D.1", "6.E.3"}
    planned = months.filter(gugur=None).values("butir")
    left = plan.butir_set.exclude(pk__in=planned).values_list("kode", flat=True)
    assert set(left) == {"6.B.5", "6.E.2"}


def test_the_curve_runs_behind_the_plan(dunia: None) -> None:
    points = kurva(petak(_rencana(), _orang("admin.kpu")))
    known = [point for point in points if point.selesai is not None]
    assert all((point.selesai or 0) <= point.rencana for point in known)
    assert [p.rencana for p in points] == sorted(p.rencana for p in points)
    tasks = Capaian.objects.filter(butir__rencana=_rencana(), gugur=None)
    assert points[-1].rencana == tasks.count()
    assert known[-1].selesai == tasks.filter(status=Status.DISETUJUI).count()


def test_four_eyes_and_whole_chains(dunia: None) -> None:
    for row in Capaian.objects.filter(butir__rencana=_rencana(), putaran__gt=0):
        decided = row.keputusan_set.filter(aksi__in=("setujui", "minta_perbaikan"))
        assert set(decided.values_list("oleh__username", flat=True)) <= {"verifikator.kpu"}
        assert not row.penulis.filter(username="verifikator.kpu").exists()
    assert [list(verify(chain)) for chain in chains()] == [[]] * len(chains())
    for kode in (KPU, PEMPROV):
        events = Kejadian.objects.filter(instansi=kode).order_by("no")
        times = list(events.values_list("at", flat=True))
        assert times == sorted(times), kode


def test_files_say_contoh(dunia: None) -> None:
    rows = BuktiVersi.objects.filter(instansi__kode=KPU)
    assert rows.count() >= 12 + len(SurveiZI.Jenis)
    for row in rows:
        with row.berkas.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
            assert b"CONTOH" in pdf.pages[0].Contents.read_bytes()


# --- assessments and registers ------------------------------------------------------------------


def test_last_year_ended_below_wbk(dunia: None) -> None:
    sheet = _lembar("admin.kpu", instansi__kode=KPU, status="selesai")
    assert {tahap: hasil.nilai for tahap, hasil in sheet.nilai.items()} == {
        Tahap.MANDIRI: Decimal("77.67"),
        Tahap.EVALUATOR: Decimal("75.16"),
        Tahap.TPI: Decimal("74.12"),
    }
    assert {hasil.terjawab for hasil in sheet.nilai.values()} == {100}
    steps = LangkahLKE.objects.filter(lke=sheet.lke).values_list("aksi", "oleh__username")
    assert list(steps) == [
        ("isi", "operator.kpu"),
        ("ajukan", "operator.kpu"),
        ("isi", "verifikator.kpu"),
        ("minta_perbaikan", "verifikator.kpu"),
        ("ajukan", "operator.kpu"),
        ("teruskan", "verifikator.kpu"),
        ("isi", "tpi.anggota"),
        ("ajukan_ketua", "tpi.anggota"),
        ("ajukan_pengendali", "tpi.kpu"),
        ("tetapkan", "tpi.pengendali"),
    ]


def test_this_year_needs_answers_on_supervision(dunia: None) -> None:
    """Every answer has its reason, and the simulator finds a way to WBK without the surveys."""
    sheet = _lembar("operator.kpu", instansi__kode=KPU, status="perbaikan")
    own, evaluator = sheet.nilai[Tahap.MANDIRI], sheet.nilai[Tahap.EVALUATOR]
    assert (own.nilai, own.terjawab, evaluator.terjawab) == (Decimal("78.09"), 100, 41)
    answers = sheet.lke.jawaban_set.filter(tahap=Tahap.MANDIRI)
    assert (answers.count(), answers.filter(alasan="").count()) == (100, 0)
    wbk = own.syarat_untuk(Predikat.WBK)
    assert wbk is not None
    assert [row.kode for row in wbk.belum] == ["A.1.5", "A.2.5"]
    given = {satu.kode: satu.jawaban for satu in own.semua_pertanyaan() if satu.jawaban}
    found = simulasi(own.instrumen, given, "wbk", {}, tetap=frozenset({"B.1.a", "B.3.a"}))
    assert found.usulan
    assert all(row.kode.startswith(("A.1.5.", "A.2.5.")) for row in found.usulan)
    taken = BuktiLKE.objects.filter(lke=sheet.lke)
    assert set(taken.values_list("asal", flat=True)) <= {"rencana"}


def test_who_sees_which_assessment(dunia: None) -> None:
    def seen(username: str) -> list[tuple[str, int]]:
        rows = LKE.objects.visible_to(_orang(username)).order_by("unit__kode", "tahun")
        return list(rows.values_list("unit__kode", "tahun"))

    this = LKE.objects.get(instansi__kode=KPU, status="perbaikan").tahun
    kpu = [("kpu", this - 1), ("kpu", this)]
    pemprov = [("dpmptsp", this), ("inspektorat", this)]
    assert {name: seen(name) for name in ("operator.kpu", "verifikator.kpu", "ketua.kpu")} == {
        "operator.kpu": kpu,
        "verifikator.kpu": kpu,
        "ketua.kpu": kpu,
    }
    assert seen("anggota.kpu") == seen("koordinator.kpu") == []
    assert seen("operator.inspektorat") == [("inspektorat", this)]
    assert seen("operator.dpmptsp") == [("dpmptsp", this)]
    assert seen("sekda") == seen("admin") == pemprov
    assert seen("operator.bkd") == seen("platform") == []
    for guest in ("tpi.kpu", "tpi.anggota", "tpi.pengendali"):
        assert seen(guest) == [("kpu", this)]
        assert not Rencana.objects.visible_to(_orang(guest)).exists()
        assert not Capaian.objects.visible_to(_orang(guest)).exists()


def test_the_registers_hold_something_of_every_kind(dunia: None) -> None:
    unit = UnitZI.objects.get(unit__kode="kpu")
    assert UnitZI.objects.count() == 3
    surveys = SurveiZI.objects.filter(unit_zi=unit).order_by("tahun", "jenis")
    this = LKE.objects.get(instansi__kode=KPU, status="perbaikan").tahun
    assert list(surveys.values_list("jenis", "tahun", "nilai")) == [
        ("ipak", this - 1, Decimal("3.41")),
        ("ipkp", this - 1, Decimal("3.52")),
        ("ipak", this, Decimal("3.62")),
        ("ipkp", this, Decimal("3.61")),
    ]
    filed = SurveiZI.bukti.through.objects.filter(surveizi__in=surveys)
    assert filed.count() == 4
    complaints = PengaduanBulanan.objects.filter(unit_zi=unit)
    assert complaints.filter(bulan__year=this - 1).count() in (22, 24)  # until 3 January
    people = AgenPerubahan.objects.filter(unit_zi=unit)
    assert sorted(people.values_list("jenis", flat=True)) == ["agen", "agen", "agen", "panutan"]
    assert people.filter(nama__endswith="(CONTOH)").count() == 4


# --- beside the official plan -------------------------------------------------------------------


def test_the_official_plan_is_untouched(dunia: None, sebelum: Isi) -> None:
    (document,) = reconcile()
    assert document["selaras"]
    assert document["jumlah"]["bulan_direncanakan"] == 0
    now = isi_portal()
    for label, rows in sebelum.items():
        assert [row for row in rows if row not in now[label]] == [], label


def test_twice_changes_nothing(dunia: None, semua_baris: Baca) -> None:
    before, out = semua_baris(), io.StringIO()
    call_command("make_demo", stdout=out)
    assert semua_baris() == before
    assert out.getvalue() == "Institusi CONTOH sudah ada; tidak ada yang diubah.\n"
    assert make() == []


def test_removal_leaves_nothing_and_the_samples_come_back(dunia: None, sebelum: Isi) -> None:
    """A guest's calendar goes too; what real people keep stays."""
    LanggananKalender.objects.create(
        pengguna=_orang("anggota.kpu"), nama="Ponsel", token_sha256="0" * 64, dibuat=_now()
    )
    before = reconcile()
    call_command("remove_demo", stdout=io.StringIO())
    assert isi_portal() == sebelum
    assert reconcile() == before
    assert set(chains()) == {"kpu-ntt", "pemprov-ntt", "sistem"}
    assert [list(verify(chain)) for chain in chains()] == [[]] * 3
    call_command("make_demo", stdout=io.StringIO())
    assert LKE.objects.count() == 4


def _now() -> Any:
    return Kejadian.objects.latest("no").at
