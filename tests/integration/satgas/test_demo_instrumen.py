"""The instrument of the sample: labelled, whole, in use, and worked on by the real actions."""

import io
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import User
from evidence.models import Batas, ButirSetara, Capaian, Rencana
from evidence.workflow import Status
from satgas.demo.password import password_file
from satgas.instrumen.nilai import nilai_instrumen
from satgas.instrumen.susunan import periksa_bobot_susunan, susun_lengkap
from satgas.models import Instrumen
from ukuran.skor import Sudut

PEMPROV = "pemprov-ntt-contoh"


@pytest.fixture(scope="module")
def contoh(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The samples, made once for the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("make_demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)
    password_file().unlink(missing_ok=True)


@pytest.fixture
def instrumen(contoh: None, db: None) -> Instrumen:
    return Instrumen.objects.select_related("rencana__instansi").get(instansi__kode=PEMPROV)


def test_it_says_what_it_is(instrumen: Instrumen) -> None:
    tree = susun_lengkap(instrumen)
    assert (instrumen.keadaan, instrumen.tahun) == ("dipakai", timezone.localdate().year)
    assert instrumen.nama.endswith("(CONTOH)")
    assert "bukan instrumen resmi KPK" in instrumen.sumber
    assert (len(tree.area), len(tree.sub)) == (8, 24)
    assert all(sub.nama.endswith("(CONTOH)") for sub in tree.sub)
    assert periksa_bobot_susunan(tree) == []
    assert all(sub.tugas and sub.dokumen and sub.unit_id for sub in tree.sub)


def test_its_plan_runs_with_the_cut_offs_of_the_other(instrumen: Instrumen) -> None:
    rencana = instrumen.rencana
    assert rencana is not None
    assert (rencana.jenis, rencana.status) == ("mcp", "berjalan")
    satgas = Rencana.objects.get(instansi=rencana.instansi, jenis="satgas")
    names = ("kode", "akhir", "dibuka", "batas_unit", "batas_jaga", "ditutup")
    first, second = (
        list(Batas.objects.filter(rencana=plan).order_by("akhir").values_list(*names))
        for plan in (satgas, rencana)
    )
    assert first == second
    rows = Capaian.objects.filter(butir__rencana=rencana)
    assert Counter(rows.values_list("status", flat=True)) == {
        Status.BELUM: 18,
        Status.DISETUJUI: 3,
        Status.MENUNGGU: 2,
        Status.PERBAIKAN: 1,
    }
    assert ButirSetara.objects.filter(ke__rencana=rencana, dari__rencana=satgas).count() == 30


def test_its_scores(instrumen: Instrumen) -> None:
    """Areas 10, 12.5, 15 ...; below: 100 x .6, 75 x .6 and so on (fixtures/demo)."""
    rencana = instrumen.rencana
    assert rencana is not None
    sekda = User.objects.get(username="sekda")
    hasil = nilai_instrumen(instrumen, rencana, sekda, timezone.now()).hasil
    # claimed: 10x60 + 12.5x(60x50+40x27.5)/100 + 15x(45x40)/100 + 15x22.5 + 15x30 = 2170
    # verified: 10x45 + 12.5x30 + 15x13.5 = 1027.5; KPK: 10x37.5 + 12.5x22.5 = 656.25
    assert [hasil.skor(sudut).nilai for sudut in Sudut] == [
        Decimal("21.7"),
        Decimal("10.275"),
        Decimal("6.5625"),
    ]
