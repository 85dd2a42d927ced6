"""Who freezes, amends, approves and opens a period, in which state, and where."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.permissions import Denied, Role
from audit.models import Kejadian
from evidence.actions import tutup_rencana
from evidence.actions.batas import IsiBatas, atur_batas, hapus_batas
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Batas, Capaian, Rencana
from evidence.workflow import NotAllowed
from reports.actions.periode import (
    buat_amandemen,
    buka_periode,
    potret_sekarang,
    potret_terjadwal,
    setujui_periode,
)
from reports.models import KeadaanPeriode, LangkahPeriode, Potret
from reports.potret.alur import ALUR_PERIODE, AksiPeriode
from reports.potret.bentuk import baca
from reports.potret.periode import daftar_periode, persetujuan
from tests.factories import buat_butir, buat_instansi, buat_rencana, buat_unit, buat_user, mulai
from tests.integration.evidence.conftest import bangun_dunia
from tests.integration.jobs.conftest import serempak

AKSI = tuple(AksiPeriode)
SAMPAI = {
    KeadaanPeriode.TERBUKA: (),
    KeadaanPeriode.DIPOTRET: (AksiPeriode.POTRET,),
    KeadaanPeriode.DISETUJUI: (AksiPeriode.POTRET, AksiPeriode.SETUJUI),
    KeadaanPeriode.DIBUKA: (AksiPeriode.POTRET, AksiPeriode.SETUJUI, AksiPeriode.BUKA),
}


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """An institution with a running plan of two tasks and a cut-off that has opened."""
    return _dunia("alfa")


def _dunia(kode: str) -> SimpleNamespace:
    d = SimpleNamespace(instansi=buat_instansi(kode))
    d.akar = buat_unit(d.instansi, "setda", jenis="pimpinan")
    d.bkd = buat_unit(d.instansi, "bkd", induk=d.akar)
    d.orang = {
        role: buat_user(f"{role}-{kode}", role, d.bkd if role == Role.OPERATOR else d.akar)
        for role in Role
        if role != Role.PLATFORM
    }
    d.ketua = d.orang[Role.KETUA]
    d.rencana = buat_rencana(d.instansi)
    for n in (1, 2):
        buat_butir(d.rencana, d.bkd, f"9.{n}")
    mulai(d.rencana, by=d.orang[Role.ADMIN])
    d.rencana.refresh_from_db()
    d.batas = _batas(d.rencana, "B03")
    return d


def _batas(rencana: Rencana, kode: str, dibuka: int = -30) -> Batas:
    today = timezone.localdate()
    days = {"batas_unit": 1, "batas_inspektorat": 2, "batas_jaga": 3, "verifikasi_kpk": 4}
    akhir = min(rencana.selesai, today) if kode == "B03" else rencana.selesai
    return Batas.objects.create(
        rencana=rencana,
        kode=kode,
        akhir=akhir,
        dibuka=today + timedelta(days=dibuka),
        ditutup=today + timedelta(days=40),
        **{name: today + timedelta(days=30 + n) for name, n in days.items()},
    )


def _ubah(d: SimpleNamespace) -> None:
    """Change a figure, so that there is something to amend."""
    capaian = d.rencana.butir_set.first().capaian_set.first()
    capaian.batas += timedelta(days=1)
    capaian.save(update_fields=["batas"])


def _lakukan(d: SimpleNamespace, aksi: AksiPeriode, by: Any, batas: Batas | None = None) -> Any:
    batas = batas or d.batas
    last = Potret.objects.filter(batas=batas).order_by("-no").first()
    potret = last.pk if last else 0
    if aksi is AksiPeriode.POTRET:
        return potret_sekarang(batas_id=batas.pk, by=by)
    if aksi is AksiPeriode.AMANDEMEN:
        _ubah(d)
        return buat_amandemen(batas_id=batas.pk, potret_id=potret, alasan="Salah.", by=by)
    if aksi is AksiPeriode.SETUJUI:
        return setujui_periode(batas_id=batas.pk, potret_id=potret, by=by)
    return buka_periode(batas_id=batas.pk, potret_id=potret, alasan="Keliru.", by=by)


def _jejak(batas: Batas) -> tuple[int, int, int]:
    events = Kejadian.objects.filter(aksi__startswith="periode.").count()
    steps = LangkahPeriode.objects.filter(batas=batas).count()
    return Potret.objects.filter(batas=batas).count(), steps, events


@pytest.mark.parametrize("state", SAMPAI)
def test_every_role_action_and_institution_in_each_state(
    d: SimpleNamespace, state: KeadaanPeriode
) -> None:
    """Only the Ketua of the institution, and only what the flow has; else nothing is written."""
    other = _dunia("beta")
    for aksi in SAMPAI[state]:
        _lakukan(d, aksi, d.ketua)
    allowed = {arrow.aksi for arrow in ALUR_PERIODE.dari(state)}
    found = daftar_periode(d.rencana, d.ketua, timezone.now())[0]
    assert (found.keadaan, found.boleh) == (state, allowed)
    people = [*d.orang.values(), *other.orang.values()]
    for person in people:
        if person == d.ketua:
            continue
        assert daftar_periode(d.rencana, person, timezone.now())[0].boleh == frozenset()
        for aksi in AKSI:
            before = _jejak(d.batas)
            with pytest.raises(Denied):
                _lakukan(d, aksi, person)
            assert _jejak(d.batas) == before
    for aksi in AKSI:
        before = _jejak(d.batas)
        if aksi not in allowed:
            with pytest.raises(NotAllowed):
                _lakukan(d, aksi, d.ketua)
            assert _jejak(d.batas) == before
    for aksi in allowed:
        with transaction.atomic():
            before = _jejak(d.batas)
            _lakukan(d, aksi, d.ketua)
            made = aksi in (AksiPeriode.POTRET, AksiPeriode.AMANDEMEN)
            assert _jejak(d.batas) == (before[0] + made, before[1] + 1, before[2] + 1)
            transaction.set_rollback(True)


def test_a_reason_is_asked_and_kept(d: SimpleNamespace) -> None:
    potret = potret_sekarang(batas_id=d.batas.pk, by=d.ketua)
    _ubah(d)
    for alasan in ("", "  ", "x" * 1001):
        with pytest.raises(IsianKurang) as error:
            buat_amandemen(batas_id=d.batas.pk, potret_id=potret.pk, alasan=alasan, by=d.ketua)
        assert list(error.value.galat) == ["alasan"]
    made = buat_amandemen(
        batas_id=d.batas.pk, potret_id=potret.pk, alasan=" Salah hitung. ", by=d.ketua
    )
    assert (made.no, made.alasan, made.sebelum_id) == (2, "Salah hitung.", potret.pk)
    assert [a.alasan for a in baca(made.isi).amandemen] == ["Salah hitung."]


def test_whoever_saw_an_older_potret_is_told(d: SimpleNamespace) -> None:
    first = potret_sekarang(batas_id=d.batas.pk, by=d.ketua)
    _lakukan(d, AksiPeriode.AMANDEMEN, d.ketua)
    with pytest.raises(Bentrok):
        setujui_periode(batas_id=d.batas.pk, potret_id=first.pk, by=d.ketua)
    _ubah(d)
    with pytest.raises(Bentrok):
        buat_amandemen(batas_id=d.batas.pk, potret_id=first.pk, alasan="x", by=d.ketua)


def test_an_approval_holds_for_one_potret_until_it_is_opened(d: SimpleNamespace) -> None:
    first = potret_sekarang(batas_id=d.batas.pk, by=d.ketua)
    assert persetujuan(first) is None
    step = setujui_periode(batas_id=d.batas.pk, potret_id=first.pk, by=d.ketua)
    found = persetujuan(first)
    assert found is not None
    assert (found.oleh, found.at) == (d.ketua.nama, step.at)
    buka_periode(batas_id=d.batas.pk, potret_id=first.pk, alasan="Keliru.", by=d.ketua)
    assert persetujuan(first) is None
    second = _lakukan(d, AksiPeriode.AMANDEMEN, d.ketua)
    setujui_periode(batas_id=d.batas.pk, potret_id=second.pk, by=d.ketua)
    assert (persetujuan(first), persetujuan(second) is None) == (None, False)


def test_a_cut_off_that_has_not_opened_or_reports_to_nobody(d: SimpleNamespace) -> None:
    later = _batas(d.rencana, "B12", dibuka=1)
    with pytest.raises(NotAllowed, match="belum dibuka"):
        potret_sekarang(batas_id=later.pk, by=d.ketua)
    roadmap = buat_rencana(d.instansi, jenis="roadmap")
    Rencana.objects.filter(pk=roadmap.pk).update(status="berjalan")
    other = _batas(Rencana.objects.get(pk=roadmap.pk), "B03")
    with pytest.raises(NotAllowed, match="tidak dilaporkan ke KPK"):
        potret_sekarang(batas_id=other.pk, by=d.ketua)


def test_a_closed_plan_can_still_be_approved(d: SimpleNamespace) -> None:
    potret = potret_sekarang(batas_id=d.batas.pk, by=d.ketua)
    Rencana.objects.filter(pk=d.rencana.pk).update(status="ditutup")
    with pytest.raises(NotAllowed):
        buat_amandemen(batas_id=d.batas.pk, potret_id=potret.pk, alasan="x", by=d.ketua)
    step = setujui_periode(batas_id=d.batas.pk, potret_id=potret.pk, by=d.ketua)
    assert step.ke == KeadaanPeriode.DISETUJUI


def test_closing_a_plan_freezes_what_is_open(d: SimpleNamespace) -> None:
    later = _batas(d.rencana, "B12", dibuka=1)
    tutup_rencana(rencana_id=d.rencana.pk, by=d.orang[Role.ADMIN])
    found = Potret.objects.get()
    assert (found.batas_id, found.oleh_id, baca(found.isi).capaian) == (d.batas.pk, None, 2)
    step = setujui_periode(batas_id=d.batas.pk, potret_id=found.pk, by=d.ketua)
    assert step.ke == KeadaanPeriode.DISETUJUI
    assert not Potret.objects.filter(batas=later).exists()


def test_a_frozen_cut_off_keeps_its_code_and_last_day(d: SimpleNamespace) -> None:
    potret_sekarang(batas_id=d.batas.pk, by=d.ketua)
    admin = d.orang[Role.ADMIN]
    isi = IsiBatas.dari(d.batas)
    for change in (
        {"kode": "B04"},
        {"akhir": d.batas.akhir - timedelta(days=1)},
    ):
        with pytest.raises(NotAllowed, match="sudah dipotret"):
            atur_batas(
                rencana_id=d.rencana.pk,
                isi=IsiBatas(**{**isi.__dict__, **change}),
                batas_id=d.batas.pk,
                by=admin,
            )
    moved = IsiBatas(**{**isi.__dict__, "ditutup": isi.ditutup + timedelta(days=3)})
    atur_batas(rencana_id=d.rencana.pk, isi=moved, batas_id=d.batas.pk, by=admin)
    Batas.objects.filter(pk=d.batas.pk).update(dibuka=timezone.localdate() + timedelta(days=2))
    with pytest.raises(NotAllowed, match="sudah dipotret"):
        hapus_batas(rencana_id=d.rencana.pk, batas_id=d.batas.pk, by=admin)


def test_the_schedule_freezes_once_at_the_end_of_the_last_day(d: SimpleNamespace) -> None:
    assert potret_terjadwal() == []
    late: datetime = timezone.now() + timedelta(days=41)
    made = potret_terjadwal(late)
    assert [(p.no, p.oleh_id, p.dibuat) for p in made] == [(1, None, late)]
    assert made[0].at.astimezone(late.tzinfo) < late
    assert baca(made[0].isi).per == d.batas.ditutup
    assert potret_terjadwal(late) == []
    event = Kejadian.objects.get(aksi="periode.potret")
    assert (event.aktor, event.aktor_jabatan) == ("sistem", "")


def test_the_schedule_leaves_out_what_closed_before_the_plan_began(d: SimpleNamespace) -> None:
    today = timezone.localdate()
    days = ("dibuka", "batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk", "ditutup")
    Batas.objects.filter(pk=d.batas.pk).update(
        **{name: today - timedelta(days=20 - n) for n, name in enumerate(days)}
    )
    assert potret_terjadwal() == []
    Capaian.objects.filter(butir__rencana=d.rencana).update(
        dibuat=timezone.now() - timedelta(days=30)
    )
    assert [p.batas_id for p in potret_terjadwal()] == [d.batas.pk]


def test_potret_and_steps_are_append_only(d: SimpleNamespace) -> None:
    potret_sekarang(batas_id=d.batas.pk, by=d.ketua)
    for change in (
        lambda: Potret.objects.update(alasan="lain"),
        lambda: Potret.objects.all().delete(),
        lambda: LangkahPeriode.objects.update(ke="disetujui"),
        lambda: LangkahPeriode.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_freeze_at_once_one_does(transactional_db: None, data_folder: object) -> None:
    world = bangun_dunia("alfa")
    batas = _batas(world.rencana, "B03")
    found = serempak(
        lambda: potret_sekarang(batas_id=batas.pk, by=world.ketua),
        lambda: potret_terjadwal(timezone.now() + timedelta(days=41)),
    )
    assert Potret.objects.filter(batas=batas).count() == 1
    made = [f for f in found if isinstance(f, Potret) or f]
    assert len(made) in (1, 2)  # the schedule that came second found nothing to do
    assert LangkahPeriode.objects.filter(batas=batas).count() == 1
