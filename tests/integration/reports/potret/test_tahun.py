"""A year of a plan with moved dates: four cut-offs frozen, one amended, one opened again.

Every Potret is held against the dashboard of its day, against a recomputation from the raw
decisions, and against the report made from it as PDF and as workbook.
"""

import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from evidence.actions import batas as batas_actions
from evidence.actions.batas import IsiBatas, atur_batas
from evidence.models import Batas, Capaian, Rencana
from evidence.workflow import NotAllowed
from jobs import engine, runner
from reports.actions.periode import (
    TANPA_BEDA,
    buat_amandemen,
    buka_periode,
    potret_terjadwal,
    setujui_periode,
)
from reports.actions.terbitan import minta_kemajuan
from reports.bentuk import Bentuk
from reports.datasets.pandangan import Pandangan
from reports.datasets.ringkasan import RingkasanSatgas, ringkasan
from reports.models import BerkasTerbitan, KeadaanPeriode, LangkahPeriode, Potret
from reports.potret.bentuk import IsiPotret, baca, kanonik, sidik
from reports.potret.susun import bangun_potret
from tests.factories import mulai, segar
from tests.integration.reports.dunia_tahun import (
    TAHUN,
    dunia_tahun,
    hitung_ulang,
    langkah,
    saat,
)

ZONA = ZoneInfo("Asia/Makassar")
LANGKAH_HARI = 3
AKHIR_CERITA = date(TAHUN + 1, 2, 20)


def _orang(d: SimpleNamespace) -> None:
    for name in ("verif", "ketua", "admin", "op"):
        setattr(d, name, segar(getattr(d, name)))


def _geser(d: SimpleNamespace) -> None:
    """Move the dates of B06: everything ten days later."""
    row = Batas.objects.get(rencana=d.rencana, kode="B06")
    dates = {
        n: getattr(row, n) + timedelta(days=10) for n in batas_actions.TANGGAL if n != "dibuka"
    }
    atur_batas(
        rencana_id=d.rencana.pk,
        isi=replace(IsiBatas.dari(row), **dates),
        batas_id=row.pk,
        by=d.admin,
    )


@pytest.fixture(scope="module")
def _tahun(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield _mainkan()
        transaction.set_rollback(True)
    shutil.rmtree(Path(settings.DATA_DIR) / "berkas", ignore_errors=True)


@pytest.fixture
def tahun(_tahun: SimpleNamespace, db: None) -> Iterator[SimpleNamespace]:
    """The year, looked back on from the day after its story ends."""
    with time_machine.travel(saat(AKHIR_CERITA) + timedelta(days=1), tick=False):
        yield _tahun


def _mainkan() -> SimpleNamespace:
    """Play the year once; the schedule runs each evening, the Ketua decides on the way."""
    d = dunia_tahun()
    dice = random.Random(20261122)  # a dice for a test, not a secret
    with time_machine.travel(saat(date(TAHUN, 1, 2)), tick=False):
        mulai(d.rencana, by=d.admin)
        d.rencana = Rencana.objects.select_related("instansi").get(pk=d.rencana.pk)
        _orang(d)
        _geser(d)
    day, d.dicatat, d.ubah = date(TAHUN, 1, 3), {}, {}
    while day <= AKHIR_CERITA:
        with time_machine.travel(saat(day), tick=False) as clock:
            _orang(d)
            begun = list(
                Capaian.objects.filter(butir__rencana=d.rencana, mulai__lte=day, gugur=None)
                .select_related("butir", "unit", "instansi")
                .order_by("pk")
            )
            for _ in range(2):
                clock.shift(timedelta(minutes=7))
                row = dice.choice(begun)
                row.refresh_from_db()
                langkah(d, row, dice)
            clock.move_to(saat(day) + timedelta(hours=12, minutes=5))  # after midnight in Kupang
            for made in potret_terjadwal():
                d.dicatat[made.batas.kode, made.no] = made.pk
                _putuskan(d, made)
        day += timedelta(days=LANGKAH_HARI)
    return d


def _putuskan(d: SimpleNamespace, made: Potret) -> None:
    """B03 is approved; B06 approved, opened again and amended; B09 amended while it waits."""
    kode, batas = made.batas.kode, made.batas_id
    if kode in ("B03", "B06"):
        setujui_periode(batas_id=batas, potret_id=made.pk, by=d.ketua)
    if kode == "B09":
        b06 = Potret.objects.get(batas__rencana=d.rencana, batas__kode="B06", no=1)
        with pytest.raises(NotAllowed):  # approved: opened first
            buat_amandemen(batas_id=b06.batas_id, potret_id=b06.pk, alasan="x", by=d.ketua)
        buka_periode(batas_id=b06.batas_id, potret_id=b06.pk, alasan="Salah unggah.", by=d.ketua)
        after = buat_amandemen(
            batas_id=b06.batas_id, potret_id=b06.pk, alasan="Bukti diganti unit.", by=d.ketua
        )
        d.dicatat["B06", 2] = after.pk
        setujui_periode(batas_id=after.batas_id, potret_id=after.pk, by=d.ketua)
    if kode == "B12":
        b09 = Potret.objects.get(batas__rencana=d.rencana, batas__kode="B09", no=1)
        after = buat_amandemen(
            batas_id=b09.batas_id, potret_id=b09.pk, alasan="Nilai diperiksa ulang.", by=d.ketua
        )
        d.dicatat["B09", 2] = after.pk


def _isi(d: SimpleNamespace, kode: str, no: int = 1) -> IsiPotret:
    return baca(Potret.objects.get(pk=d.dicatat[kode, no]).isi)


def _dasbor(d: SimpleNamespace, batas: Batas, per: date) -> RingkasanSatgas:
    now = saat(AKHIR_CERITA) + timedelta(days=1)
    view = Pandangan(d.rencana, segar(d.ketua), now, per, batas)
    return ringkasan(d.rencana, segar(d.ketua), now=now, pandangan=view)


def test_each_cut_off_was_frozen_once_and_where_it_stands(tahun: SimpleNamespace) -> None:
    assert sorted(tahun.dicatat) == [
        ("B03", 1), ("B06", 1), ("B06", 2), ("B09", 1), ("B09", 2), ("B12", 1)
    ]  # fmt: skip
    steps = [
        (s.batas.kode, s.potret.no, s.aksi, s.ke)
        for s in LangkahPeriode.objects.select_related("batas", "potret").order_by("pk")
    ]
    assert steps == [
        ("B03", 1, "potret", "dipotret"),
        ("B03", 1, "setujui", "disetujui"),
        ("B06", 1, "potret", "dipotret"),
        ("B06", 1, "setujui", "disetujui"),
        ("B09", 1, "potret", "dipotret"),
        ("B06", 1, "buka", "dibuka"),
        ("B06", 2, "amandemen", "dipotret"),
        ("B06", 2, "setujui", KeadaanPeriode.DISETUJUI),
        ("B12", 1, "potret", "dipotret"),
        ("B09", 2, "amandemen", "dipotret"),
    ]


def test_the_moved_dates_moved_the_freezing(tahun: SimpleNamespace) -> None:
    for kode in ("B03", "B06", "B09", "B12"):
        isi = _isi(tahun, kode)
        batas = Batas.objects.get(rencana=tahun.rencana, kode=kode)
        moved = 10 if kode == "B06" else 0
        assert isi.batas.ditutup == batas.akhir + timedelta(days=35 + moved)
        assert isi.at == datetime.combine(isi.batas.ditutup, time.max, ZONA).astimezone(UTC)
        assert isi.per == isi.batas.ditutup


def test_every_potret_equals_the_dashboard_of_its_day(tahun: SimpleNamespace) -> None:
    for kode in ("B03", "B06", "B09", "B12"):
        isi = _isi(tahun, kode)
        r = _dasbor(tahun, Batas.objects.get(rencana=tahun.rencana, kode=kode), isi.per)
        assert (isi.hitungan, isi.terlambat) == (r.total, r.terlambat)
        assert (isi.nilai.mandiri.nilai, isi.nilai.internal.nilai, isi.nilai.kpk.nilai) == (
            r.nilai.mandiri, r.nilai.internal, r.nilai.kpk
        )  # fmt: skip
        assert [
            (a.no, a.hitungan, a.nilai.internal.nilai, a.terlambat, a.terakhir) for a in isi.anggota
        ] == [(a.no, a.hitungan, a.nilai.internal, a.terlambat, a.terakhir) for a in r.anggota]


def test_every_potret_equals_a_recomputation(tahun: SimpleNamespace) -> None:
    for kode in ("B03", "B06", "B09", "B12"):
        isi = _isi(tahun, kode)
        diperlukan, diterima, diunggah, nilai = hitung_ulang(tahun, isi.per, isi.batas.akhir)
        h = isi.hitungan
        assert (h.diperlukan, h.diterima, h.diunggah) == (diperlukan, diterima, diunggah), kode
        found = isi.nilai.internal
        assert found.pembagi
        assert abs(found.jumlah / found.pembagi - Decimal(nilai.numerator) / nilai.denominator) < (
            Decimal("1e-20")
        ) if nilai is not None else found.nilai is None  # fmt: skip


def test_rows_add_up_to_the_totals(tahun: SimpleNamespace) -> None:
    for kode, no in tahun.dicatat:
        isi = _isi(tahun, kode, no)
        documents = [d for t in isi.tugas for c in t.capaian for d in c.dokumen]
        assert len(documents) == isi.hitungan.diperlukan + isi.hitungan.dikeluarkan
        accepted = [d for d in documents if d.golongan.value in ("disetujui", "nihil")]
        assert len(accepted) == isi.hitungan.diterima
        windows = [c for t in isi.tugas for c in t.capaian]
        assert len(windows) == isi.capaian
        assert sum(c.lewat_hari > 0 for c in windows) == isi.terlambat
        assert all(c.mulai <= isi.batas.akhir for c in windows)


def test_a_potret_is_the_same_whenever_it_is_read_again(tahun: SimpleNamespace) -> None:
    """Built anew months later for the same moment, everything with a history is equal."""
    for kode in ("B03", "B06", "B09", "B12"):
        potret = Potret.objects.select_related("batas__rencana__instansi").get(
            pk=tahun.dicatat[kode, 1]
        )
        assert sidik(potret.isi) == potret.sha256
        assert kanonik(baca(potret.isi)) == potret.isi
        again = bangun_potret(potret.batas, potret.at)
        assert _bersejarah(again) == _bersejarah(baca(potret.isi)), kode


def _bersejarah(isi: IsiPotret) -> IsiPotret:
    """Leave out texts without a history, and what was amended since."""
    tugas = tuple(
        replace(
            t,
            capaian=tuple(
                replace(c, narasi="", kendala="", tindak_lanjut="", progres="") for c in t.capaian
            ),
        )
        for t in isi.tugas
    )
    return replace(isi, tugas=tugas, acuan=None, perubahan=(), amandemen=())


def test_amendments_are_told_with_reason_and_in_the_next_report(tahun: SimpleNamespace) -> None:
    assert _isi(tahun, "B06").amandemen == ()
    own = _isi(tahun, "B06", 2).amandemen
    assert [(a.batas, a.no, a.alasan, a.oleh) for a in own] == [
        ("B06", 2, "Bukti diganti unit.", tahun.ketua.nama)
    ]
    assert own[0].perubahan
    for change in own[0].perubahan:
        assert change.ubahan
        assert change.sebab
    assert [(a.batas, a.no) for a in _isi(tahun, "B12").amandemen] == [("B06", 2)]
    assert [(a.batas, a.no) for a in _isi(tahun, "B09", 2).amandemen] == [("B06", 2), ("B09", 2)]


def test_what_changed_since_the_cut_off_before(tahun: SimpleNamespace) -> None:
    assert (_isi(tahun, "B03").acuan, _isi(tahun, "B03").perubahan) == (None, ())
    for kode, lama, no in (("B06", "B03", 1), ("B09", "B06", 1), ("B12", "B09", 1)):
        isi, before = _isi(tahun, kode), _isi(tahun, lama, no)
        assert isi.acuan is not None
        assert (isi.acuan.batas, isi.acuan.no) == (lama, no)
        was = {c.id: c for t in before.tugas for c in t.capaian}
        now = {c.id: c for t in isi.tugas for c in t.capaian if c.mulai <= before.batas.akhir}
        differing = {pk for pk in was.keys() | now.keys() if _hal(was.get(pk)) != _hal(now.get(pk))}
        assert differing <= {p.capaian for p in isi.perubahan}
        assert differing


def _hal(c: Any) -> Any:
    return c and (c.status, c.nilai_internal, [(d.id, d.golongan) for d in c.dokumen])


def test_without_a_difference_there_is_nothing_to_amend(tahun: SimpleNamespace) -> None:
    b09 = Potret.objects.get(pk=tahun.dicatat["B09", 2])
    # The schedule has run and nothing was done since that would count.
    with (
        time_machine.travel(b09.at + timedelta(minutes=1), tick=False),
        pytest.raises(NotAllowed, match=TANPA_BEDA),
    ):
        buat_amandemen(batas_id=b09.batas_id, potret_id=b09.pk, alasan="x", by=segar(tahun.ketua))


def test_pdf_and_workbook_say_what_the_potret_says(tahun: SimpleNamespace) -> None:
    """One PDF and one workbook by the real job for a cut-off amended, both against the Potret."""
    isi = _isi(tahun, "B06", 2)
    potret = Potret.objects.get(pk=tahun.dicatat["B06", 2])
    pdf, xlsx = (_laporan(tahun, potret, bentuk) for bentuk in (Bentuk.PDF, Bentuk.XLSX))
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(pdf).pages).split())
    h = isi.hitungan
    assert f"Dari {h.diperlukan} dokumen yang diperlukan, {h.diunggah} sudah diunggah" in text
    assert f"{h.diterima} / {h.diperlukan} x 100 = " in text
    assert "DRAF" not in text  # this Potret is approved
    assert "Bukti diganti unit." in text
    book = load_workbook(xlsx)
    rows = {r[0]: r[1] for r in book["Ringkasan"].iter_rows(max_col=2, values_only=True)}
    assert (
        rows["Dokumen diperlukan"],
        rows["Dokumen diunggah"],
        rows["Dokumen diterima"],
        rows["Lewat batas waktu"],
    ) == (h.diperlukan, h.diunggah, h.diterima, isi.terlambat)
    members = list(book["Anggota"].iter_rows(min_row=2, max_col=8, values_only=True))
    assert [(m[0], m[5], m[6], m[7]) for m in members if isinstance(m[0], int)] == [
        (a.no, a.hitungan.diperlukan, a.hitungan.diunggah, a.hitungan.diterima) for a in isi.anggota
    ]
    for a in isi.anggota:
        assert a.jabatan in text
    assert len(list(book["Dokumen"].iter_rows(min_row=2))) == h.diperlukan + h.dikeluarkan
    assert BerkasTerbitan.objects.filter(terbitan__potret=potret).count() == 2


def _laporan(d: SimpleNamespace, potret: Potret, bentuk: Bentuk) -> BytesIO:
    """Ask for a report as the Ketua and run its job to the end."""
    job = minta_kemajuan(
        potret_id=potret.pk, bentuk=bentuk, alamat="https://pantas.uji", by=segar(d.ketua)
    )
    assert engine.claim(job.pk, "w1")
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    assert job.status == job.Status.SELESAI, job.pesan
    with default_storage.open(str(job.hasil.name)) as file:
        content = file.read()
    assert hashlib.sha256(content).hexdigest() == job.hasil_sha256
    assert BerkasTerbitan.objects.filter(job=job, sha256=job.hasil_sha256).exists()
    return BytesIO(content)
