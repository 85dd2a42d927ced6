"""A year is played through; each day's figures can be read again later, and recomputed."""

import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import Isian, buka_kembali, kirim, putuskan, tarik, unggah
from evidence.actions.pengecualian import ajukan, beri_pendapat
from evidence.actions.perbarui import perbarui
from evidence.actions.putusan_kecuali import batalkan, catat_jawaban_kpk, putuskan_banyak
from evidence.actions.tolak_kpk import tolak_kpk
from evidence.jadwal import batas_baku
from evidence.keadaan import Riwayat, sekarang
from evidence.models import Butir, Capaian, Keputusan, Pemenuhan, Pengecualian, Rencana
from evidence.workflow import KECUALI, Aksi, Status
from reports.datasets.pandangan import Pandangan
from reports.datasets.ringkasan import RingkasanSatgas, ringkasan
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    mulai,
    pdf_kecil,
    segar,
)

TAHUN = 2026
SEPULUH = [
    date(TAHUN, *day)
    for day in (
        (1, 20), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (8, 15), (9, 30), (11, 2), (12, 30)
    )
]  # fmt: skip
_KECUALI = ("nihil", "tak_berlaku", "tak_dapat")
POLA = ("sekali", "semester", "triwulan", "terus", "kejadian", "tahunan")


def _moment(day: date) -> datetime:
    """Noon in Kupang (WITA)."""
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def _dunia() -> SimpleNamespace:
    d = SimpleNamespace(instansi=buat_instansi("alfa"))
    d.akar = buat_unit(d.instansi, "setda", jenis="pimpinan")
    d.itda = buat_unit(d.instansi, "itda", induk=d.akar, inspektorat=True)
    d.units = [buat_unit(d.instansi, f"u{n}", induk=d.akar) for n in range(3)]
    d.verif = buat_user("verif", Role.VERIFIKATOR, d.itda)
    d.ketua = buat_user("ketua", Role.KETUA, d.akar)
    d.admin = buat_user("admin", Role.ADMIN, d.akar)
    d.op = buat_user("op", Role.OPERATOR, d.akar)
    d.rencana = buat_rencana(d.instansi, tahun=TAHUN)
    for n in range(18):
        butir = buat_butir(d.rencana, d.units[n % 3], f"{4 + n % 3}.{n}", dokumen=1 + n % 3)
        butir.pola = POLA[n % 6]
        butir.masa_mutakhir = 1
        butir.save()
    for row in batas_baku(d.rencana.mulai, d.rencana.selesai):
        row.rencana = d.rencana
        row.save()
    return d


def _step(d: SimpleNamespace, capaian: Capaian, dice: random.Random) -> None:
    """Do one thing that is possible with a task now, by the real action."""
    documents = list(capaian.pemenuhan_set.order_by("dokumen__urut"))
    chosen = dice.choice(documents)
    status = Status(chosen.status)
    pk, versi = capaian.pk, capaian.versi
    waiting = [p.pk for p in documents if p.status == Status.MENUNGGU]
    if waiting and dice.random() < 0.7:
        if dice.random() < 0.65:
            putuskan(capaian_id=pk, versi=versi, pemenuhan_ids=waiting, aksi=Aksi.SETUJUI,
                     by=d.verif, nilai=dice.choice((0, 50, 90)), catatan="Sesuai.")  # fmt: skip
        else:
            putuskan(capaian_id=pk, versi=versi, pemenuhan_ids=waiting[:1],
                     aksi=Aksi.MINTA_PERBAIKAN, by=d.verif, alasan="tidak_lengkap",
                     catatan="Kurang lampiran.")  # fmt: skip
    elif waiting and dice.random() < 0.3:
        tarik(capaian_id=pk, versi=versi, by=d.op)
    elif status is Status.DISETUJUI:
        if capaian.butir.pola == Butir.Pola.TERUS:
            if dice.random() < 0.3:
                perbarui(capaian_id=pk, versi=versi, pemenuhan_ids=[chosen.pk], by=d.op)
        elif dice.random() < 0.3:
            tolak_kpk(capaian_id=pk, pemenuhan_id=chosen.pk, catatan="Bukan tahun ini.", by=d.verif)
        elif dice.random() < 0.3:
            buka_kembali(capaian_id=pk, versi=versi, pemenuhan_id=chosen.pk, catatan="Periksa lagi",
                         by=d.verif)  # fmt: skip
    elif status in KECUALI and dice.random() < 0.3:
        _cancel(d, chosen)
    elif status in (Status.BELUM, Status.DRAF, Status.PERBAIKAN):
        if dice.random() < (0.6 if capaian.butir.pola == Butir.Pola.KEJADIAN else 0.12):
            _except(d, capaian, chosen, dice)
            return
        nama = f"b{dice.randrange(10**9)}.pdf"
        unggah(pemenuhan_id=chosen.pk, files=[(nama, io.BytesIO(pdf_kecil(nama)))], by=d.op)
        capaian.refresh_from_db()
        if dice.random() < 0.8:
            kirim(capaian_id=pk, versi=capaian.versi, by=d.op,
                  isian=Isian(narasi="Sudah.", nilai_mandiri=dice.choice((0, 100))))  # fmt: skip


def _cancel(d: SimpleNamespace, chosen: Pemenuhan) -> None:
    ajuan = Pengecualian.objects.filter(dokumen=chosen, putusan="dikabulkan", jawaban_kpk="")
    for row in ajuan:
        batalkan(ajuan_id=row.pk, catatan="Ternyata dapat dipenuhi.", by=d.ketua)


def _except(d: SimpleNamespace, capaian: Capaian, chosen: Pemenuhan, dice: random.Random) -> None:
    kinds = ["tak_dapat", "tak_berlaku"]
    if capaian.butir.pola == Butir.Pola.KEJADIAN:
        kinds = ["nihil"]
    if Pengecualian.objects.terbuka().filter(capaian=capaian).exists():
        return
    ajuan = ajukan(
        capaian_id=capaian.pk,
        versi=capaian.versi,
        jenis=dice.choice(kinds),
        pemenuhan_ids=[chosen.pk],
        alasan="Pernyataan kepala unit untuk tahun berjalan.",
        by=d.op,
    )
    beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=d.verif)
    putuskan_banyak(ids=[ajuan.pk], putusan="dikabulkan", by=d.ketua)
    if dice.random() < 0.5 and ajuan.jenis != "nihil":
        catat_jawaban_kpk(
            ajuan_id=ajuan.pk, jawaban="diterima", tanggal=timezone.localdate(), by=d.verif
        )


def _baca(d: SimpleNamespace, now: datetime, per: date | None = None) -> RingkasanSatgas:
    view = Pandangan(d.rencana, d.ketua, now, per)
    return ringkasan(d.rencana, d.ketua, now=now, pandangan=view)


def _angka(r: RingkasanSatgas) -> dict[str, Any]:
    """All figures of a dashboard, without its clock."""
    return {
        "total": r.total,
        "nilai": (
            r.nilai.hasil.mandiri.nilai_eksak,
            r.nilai.hasil.inspektorat.nilai_eksak,
            r.nilai.jumlah,
            r.nilai.terisi_mandiri,
            r.nilai.terisi_internal,
        ),
        "anggota": [
            (row.no, row.hitungan, row.nilai.mandiri, row.nilai.internal, row.terakhir,
             row.terlambat)
            for row in r.anggota
        ],
        "menunggu": r.menunggu,
        "batas": r.batas_terdekat,
        "terlambat": r.terlambat,
    }  # fmt: skip


@pytest.fixture
def tahun(db: None, data_folder: object) -> Iterator[SimpleNamespace]:
    """Play a year with a seeded dice; note each of the ten evenings while it is played."""
    d = _dunia()
    dice = random.Random(20261122)  # a dice for a test, not a secret
    d.dicatat = {}
    with time_machine.travel(_moment(date(TAHUN, 1, 2)), tick=False):
        mulai(d.rencana, by=d.admin)
        d.rencana = Rencana.objects.select_related("instansi").get(pk=d.rencana.pk)
    day = date(TAHUN, 1, 3)
    while day.year == TAHUN:
        with time_machine.travel(_moment(day), tick=False) as clock:
            for name in ("verif", "ketua", "admin", "op"):
                setattr(d, name, segar(getattr(d, name)))
            begun = list(
                Capaian.objects.filter(butir__rencana=d.rencana, mulai__lte=day)
                .select_related("butir", "unit", "instansi")
                .order_by("pk")
            )
            for _ in range(2):
                clock.shift(timedelta(minutes=7))
                row = dice.choice(begun)
                row.refresh_from_db()
                _step(d, row, dice)
            if day in SEPULUH:
                clock.move_to(_moment(day) + timedelta(hours=11))
                now = _moment(day) + timedelta(hours=11)
                d.dicatat[day] = _angka(_baca(d, now))
        day += timedelta(
            days=3 if not {day + timedelta(days=n) for n in (1, 2)} & set(SEPULUH) else 1
        )
    d.akhir = _moment(date(TAHUN, 12, 31))
    with time_machine.travel(d.akhir, tick=False):
        yield d


def test_a_year_read_later(tahun: SimpleNamespace) -> None:
    """One year, four claims: playing it takes most of the time."""
    _worth_counting(tahun)
    _as_seen_then(tahun)
    _as_recomputed(tahun)
    now = tahun.akhir
    history = Riwayat(tahun.rencana, tahun.ketua).pada(now)
    assert sekarang(tahun.rencana, tahun.ketua, now) == history


def _as_seen_then(tahun: SimpleNamespace) -> None:
    """Each of the ten days reads later as it was seen on the day."""
    assert sorted(tahun.dicatat) == SEPULUH
    for day in SEPULUH:
        assert _angka(_baca(tahun, tahun.akhir, per=day)) == tahun.dicatat[day], day


def _as_recomputed(tahun: SimpleNamespace) -> None:
    """Each of the ten days equals a recomputation from the decisions."""
    for day in SEPULUH:
        total = _baca(tahun, tahun.akhir, per=day)
        assert _hitung_ulang(tahun, day) == (
            total.total.diperlukan,
            total.total.diterima,
            total.total.diunggah,
            total.nilai.hasil.inspektorat.nilai_eksak,
        ), day


def _hitung_ulang(d: SimpleNamespace, day: date) -> tuple[int, int, int, Fraction | None]:
    """Count from the raw decisions, by another way than the portal's."""
    until = datetime(day.year, day.month, day.day, 16, 0, tzinfo=UTC)  # midnight in Kupang
    state: dict[int, str] = {}
    valid: dict[int, date | None] = {}
    value: dict[int, int | None] = {}
    for k in Keputusan.objects.filter(at__lt=until).order_by("pk"):
        if k.pemenuhan_id is not None:
            state[k.pemenuhan_id], valid[k.pemenuhan_id] = k.ke, k.berlaku_sampai
        elif k.aksi in (Aksi.SETUJUI, Aksi.BUKA_KEMBALI, Aksi.TOLAK_KPK):
            value[k.capaian_id] = k.internal
    out = set(
        Pengecualian.objects.filter(jawaban_kpk="diterima", jawaban_at__lt=until)
        .values_list("dokumen", flat=True)
    )  # fmt: skip
    kinds: dict[int, list[str]] = {}
    begun = Capaian.objects.filter(mulai__lte=day)
    for p in Pemenuhan.objects.filter(capaian__in=begun).select_related("capaian__butir"):
        kind = state.get(p.pk, "belum")
        if p.capaian.butir.pola == "terus":
            fresh = valid.get(p.pk)
            if fresh and fresh >= day:
                kind = "disetujui"
            elif fresh and kind not in ("menunggu", *_KECUALI):
                kind = "basi"
        out_now = p.pk in out and kind in _KECUALI
        kinds.setdefault(p.capaian_id, []).append("keluar" if out_now else kind)
    every = Counter(kind for found in kinds.values() for kind in found)
    required = sum(every.values()) - every["keluar"]
    accepted = every["disetujui"] + every["nihil"]
    sent = accepted + every["menunggu"] + every["perbaikan"]
    means: dict[int, list[int]] = {}
    for c in begun:
        found = set(kinds[c.pk])
        settled = found <= {"disetujui", "nihil", "tak_berlaku", "tak_dapat", "keluar"}
        if settled and "disetujui" not in found and found <= {"nihil", "keluar"}:
            continue  # nothing to score, or taken out by KPK
        got = value.get(c.pk) if settled and "disetujui" in found else None
        means.setdefault(c.butir_id, []).append(got or 0)
    scores = [Fraction(sum(v), len(v)) for v in means.values()]
    return required, accepted, sent, sum(scores, Fraction()) / len(scores) if scores else None


def _worth_counting(tahun: SimpleNamespace) -> None:
    """Every kind of state and step occurs, and the ten days differ."""
    assert set(Keputusan.objects.values_list("ke", flat=True)) == set(Status.values)
    assert len({repr(tahun.dicatat[day]) for day in SEPULUH}) == 10
    last = tahun.dicatat[SEPULUH[-1]]["total"]
    assert min(last.disetujui, last.belum) > 0
    lapsed = [r["total"].kedaluwarsa for r in tahun.dicatat.values()]
    assert max(lapsed) > 0
    assert max(r["total"].dikeluarkan for r in tahun.dicatat.values()) > 0
