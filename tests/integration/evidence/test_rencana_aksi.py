"""What changing a plan does to its tasks, on a fixed day in the middle of a year."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine

from accounts.models import Unit
from accounts.permissions import Role
from audit.models import Kejadian
from evidence.actions import Denied, IsianKurang, NotAllowed, buka_rencana, mulai_rencana
from evidence.actions import tutup_rencana as tutup
from evidence.actions.alur import hapus_alur, tambah_alur
from evidence.actions.batas import IsiBatas, atur_batas, hapus_batas, usulkan_batas
from evidence.actions.butir import IsiButir, atur_butir
from evidence.actions.daftar_dokumen import (
    IsiDokumen,
    geser_dokumen,
    hapus_dokumen,
    tambah_dokumen,
    ubah_dokumen,
)
from evidence.models import AlurSerah, Butir, Capaian, Keputusan, Rencana, SerahTerima
from evidence.workflow import Status
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    disetujui,
    draf,
)

HARI = datetime(2026, 5, 20, 1, tzinfo=UTC)


@pytest.fixture
def d(db: None, data_folder: object) -> Iterator[SimpleNamespace]:
    """A plan of 2026 with its proposed cut-offs, running since January; today is 20 May."""
    with time_machine.travel(datetime(2026, 1, 5, 1, tzinfo=UTC), tick=False) as clock:
        instansi = buat_instansi("alfa")
        akar = buat_unit(instansi, "setda", jenis="pimpinan")
        itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
        bkd, pupr = buat_unit(instansi, "bkd", induk=akar), buat_unit(instansi, "pupr", induk=akar)
        rencana = buat_rencana(instansi, tahun=2026)
        satu = buat_butir(rencana, bkd, "9.a", dokumen=2)
        dua = buat_butir(rencana, pupr, "13.a")
        Butir.objects.filter(rencana=rencana).update(pola="tahunan")
        admin = buat_user("admin.alfa", Role.ADMIN, akar)
        usulkan_batas(rencana_id=rencana.pk, by=admin)
        mulai_rencana(rencana_id=rencana.pk, by=admin)
        rencana.refresh_from_db()
        clock.move_to(HARI)
        yield SimpleNamespace(
            instansi=instansi,
            akar=akar,
            bkd=bkd,
            pupr=pupr,
            rencana=rencana,
            satu=Butir.objects.get(pk=satu.pk),
            dua=Butir.objects.get(pk=dua.pk),
            admin=admin,
            operator=buat_user("operator", Role.OPERATOR, bkd),
            verifikator=buat_user("verif", Role.VERIFIKATOR, itda),
            clock=clock,
        )


def _tasks(butir: Butir, *, gone: bool = False) -> list[Capaian]:
    rows = Capaian.objects.filter(butir=butir, gugur__isnull=not gone)
    return list(rows.order_by("mulai", "pk"))


def _windows(butir: Butir) -> list[tuple[date, date, date]]:
    return [(c.mulai, c.selesai, c.batas) for c in _tasks(butir)]


def _isi(butir: Butir, **changes: object) -> IsiButir:
    base = IsiButir(
        pola=butir.pola,
        unit_id=butir.unit_id,
        pendukung=tuple(butir.pendukung.values_list("pk", flat=True)),
        masa_mutakhir=butir.masa_mutakhir,
        jatuh_tempo=butir.jatuh_tempo,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def _last(aksi: str) -> dict[str, object]:
    return dict(Kejadian.objects.filter(aksi=aksi).latest("pk").isi)


# --- pola


def test_untouched_tasks_are_replaced_and_kept(d: SimpleNamespace) -> None:
    (old,) = _tasks(d.satu)
    hasil = atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="triwulan"), by=d.admin)
    # The first quarter ended and nothing was due in it: it is not asked for afterwards.
    assert _windows(d.satu) == [
        (date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 31)),
    ]
    assert (hasil.dibuat, hasil.diganti) == (3, 1)
    old.refresh_from_db()
    assert old.gugur == HARI
    assert old.digantikan_oleh is not None
    assert old.digantikan_oleh.mulai == date(2026, 7, 1)  # the longest shared time, first of equals
    assert [c.pemenuhan_set.count() for c in _tasks(d.satu)] == [2, 2, 2]
    d.satu.refresh_from_db()
    assert (d.satu.pola, d.satu.sumber_pola) == ("triwulan", "portal")


def test_a_debt_of_the_past_stays_a_debt_in_the_new_windows(d: SimpleNamespace) -> None:
    atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="bulanan"), by=d.admin)
    first = _tasks(d.satu)[0]
    assert first.mulai == date(2026, 5, 1)  # May runs; January to April were never due monthly
    d.clock.move_to(datetime(2026, 8, 10, 1, tzinfo=UTC))
    d.satu.refresh_from_db()
    atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="semester"), by=d.admin)
    # May, June and July were due and nothing came: the first half is asked for.
    assert [w[:2] for w in _windows(d.satu)] == [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ]
    assert {c.digantikan_oleh_id for c in _tasks(d.satu, gone=True) if c.mulai.month == 5} == {
        _tasks(d.satu)[0].pk
    }


def test_work_stays_where_it_is(d: SimpleNamespace) -> None:
    (old,) = _tasks(d.satu)
    draf(old, d.operator, dokumen=1)
    atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="semester"), by=d.admin)
    # The first half has begun and its evidence is in the yearly task; the second has not begun.
    assert [w[:2] for w in _windows(d.satu)] == [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ]
    old.refresh_from_db()
    assert (old.gugur, old.status) == (None, Status.DRAF)


def test_a_pola_with_the_same_windows_keeps_the_tasks(d: SimpleNamespace) -> None:
    (old,) = _tasks(d.satu)
    hasil = atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="terus"), by=d.admin)
    (new,) = _tasks(d.satu)
    assert new.pk == old.pk
    assert (hasil.dibuat, hasil.diganti, hasil.batas) == (0, 0, 1)
    assert (old.batas, new.batas) == (date(2026, 12, 31), date(2026, 3, 31))
    moved = _last("rencana.butir_ubah")["batas_tugas"]
    assert moved == [{"capaian": new.pk, "kode": "9.a", "lama": "2026-12-31", "baru": "2026-03-31"}]


def test_continuous_is_closed_once_something_was_approved(d: SimpleNamespace) -> None:
    disetujui(_tasks(d.satu)[0], d.operator, d.verifikator)
    with pytest.raises(IsianKurang) as error:
        atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="terus"), by=d.admin)
    assert set(error.value.galat) == {"pola"}


def test_own_deadline_of_the_text_moves_the_open_task(d: SimpleNamespace) -> None:
    isi = _isi(d.satu, jatuh_tempo=date(2026, 6, 15))
    assert atur_butir(butir_id=d.satu.pk, isi=isi, by=d.admin).batas == 1
    assert _tasks(d.satu)[0].batas == date(2026, 6, 15)
    with pytest.raises(IsianKurang):
        atur_butir(butir_id=d.satu.pk, isi=replace(isi, jatuh_tempo=date(2027, 1, 1)), by=d.admin)


# --- unit


def test_open_tasks_follow_the_new_unit_and_authors_stay(d: SimpleNamespace) -> None:
    draf(_tasks(d.satu)[0], d.operator, dokumen=1)
    isi = _isi(d.satu, unit_id=d.pupr.pk, pendukung=(d.bkd.pk, d.pupr.pk))
    assert atur_butir(butir_id=d.satu.pk, isi=isi, by=d.admin).dipindah == 1
    (task,) = _tasks(d.satu)
    assert task.unit_id == d.pupr.pk
    assert list(task.penulis.all()) == [d.operator]
    assert list(d.satu.pendukung.all()) == [d.bkd]  # the reporting unit does not support itself


def test_finished_tasks_stay_with_their_unit(d: SimpleNamespace) -> None:
    disetujui(_tasks(d.satu)[0], d.operator, d.verifikator)
    isi = _isi(d.satu, unit_id=d.pupr.pk)
    assert atur_butir(butir_id=d.satu.pk, isi=isi, by=d.admin).dipindah == 0
    assert _tasks(d.satu)[0].unit_id == d.bkd.pk


def test_units_that_ended_or_are_foreign_are_refused(d: SimpleNamespace) -> None:
    Unit.objects.filter(pk=d.pupr.pk).update(aktif_selesai=date(2026, 5, 19))
    foreign = buat_unit(buat_instansi("beta"), "asing")
    for unit in (d.pupr, foreign):
        with pytest.raises(IsianKurang) as error:
            atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, unit_id=unit.pk), by=d.admin)
        assert set(error.value.galat) == {"unit"}
    with pytest.raises(IsianKurang):
        atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pendukung=(foreign.pk,)), by=d.admin)


# --- cut-offs


def _dates(rencana: Rencana, kode: str) -> IsiBatas:
    return IsiBatas.dari(rencana.batas_set.get(kode=kode))


def test_dates_move_the_deadlines_of_unfinished_tasks(d: SimpleNamespace) -> None:
    disetujui(_tasks(d.satu)[0], d.operator, d.verifikator)
    batas = d.rencana.batas_set.get(kode="B12")
    isi = replace(_dates(d.rencana, "B12"), batas_unit=date(2026, 12, 15))
    assert atur_batas(rencana_id=d.rencana.pk, isi=isi, by=d.admin, batas_id=batas.pk) == 1
    assert _tasks(d.satu)[0].batas == date(2026, 12, 31)  # finished: stays
    assert _tasks(d.dua)[0].batas == date(2026, 12, 15)
    event = _last("rencana.batas_ubah")
    assert (event["lama"], event["baru"]) == (
        {**event["baru"], "batas_unit": "2026-12-31"},  # type: ignore[dict-item]
        {**event["lama"], "batas_unit": "2026-12-15"},  # type: ignore[dict-item]
    )


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("batas_unit", date(2026, 9, 1), "batas_unit"),
        ("batas_jaga", date(2026, 12, 1), "batas_jaga"),
        ("ditutup", date(2026, 1, 1), "ditutup"),
        ("akhir", date(2027, 1, 1), "akhir"),
        ("akhir", date(2026, 9, 30), "akhir"),
        ("kode", "b09", "kode"),
        ("kode", " ", "kode"),
    ],
)
def test_the_wrong_date_is_named(d: SimpleNamespace, field: str, value: object, wrong: str) -> None:
    batas = d.rencana.batas_set.get(kode="B12")
    isi = replace(_dates(d.rencana, "B12"), **{field: value})  # type: ignore[arg-type]
    with pytest.raises(IsianKurang) as error:
        atur_batas(rencana_id=d.rencana.pk, isi=isi, by=d.admin, batas_id=batas.pk)
    assert list(error.value.galat) == [wrong]
    assert _dates(d.rencana, "B12") == IsiBatas.dari(batas)


def test_only_what_nothing_refers_to_can_be_removed(d: SimpleNamespace) -> None:
    opened, coming = (d.rencana.batas_set.get(kode=k) for k in ("B06", "B12"))
    with pytest.raises(NotAllowed):
        hapus_batas(rencana_id=d.rencana.pk, batas_id=opened.pk, by=d.admin)
    assert hapus_batas(rencana_id=d.rencana.pk, batas_id=coming.pk, by=d.admin) == 2
    assert _tasks(d.satu)[0].batas == date(2026, 9, 30)  # the last cut-off that is left
    with pytest.raises(NotAllowed):
        usulkan_batas(rencana_id=d.rencana.pk, by=d.admin)


# --- documents


def test_a_new_document_reopens_what_is_not_past(d: SimpleNamespace) -> None:
    done = disetujui(_tasks(d.satu)[0], d.operator, d.verifikator)
    isi = IsiDokumen("Berita acara", "Ditandatangani")
    assert tambah_dokumen(butir_id=d.satu.pk, isi=isi, by=d.admin) == 1
    done.refresh_from_db()
    assert done.status == Status.DRAF
    assert list(done.pemenuhan_set.order_by("dokumen__urut").values_list("status", flat=True)) == [
        "disetujui",
        "disetujui",
        "belum",
    ]
    step = Keputusan.objects.filter(capaian=done).latest("pk")
    assert (step.aksi, step.dari, step.ke, step.catatan, step.oleh) == (
        "atur_dokumen",
        "disetujui",
        "draf",
        "Dokumen wajib ditambah: Berita acara",
        d.admin,
    )


def test_a_task_whose_deadline_is_past_keeps_its_list(d: SimpleNamespace) -> None:
    d.clock.move_to(datetime(2027, 1, 2, 1, tzinfo=UTC))
    isi = IsiDokumen("Berita acara")
    assert tambah_dokumen(butir_id=d.satu.pk, isi=isi, by=d.admin) == 0
    assert _tasks(d.satu)[0].pemenuhan_set.count() == 2


def test_documents_without_evidence_can_go_and_the_state_follows(d: SimpleNamespace) -> None:
    (task,) = _tasks(d.satu)
    task = draf(task, d.operator, dokumen=1)
    with_file, without = d.satu.dokumen_set.order_by("urut")
    with pytest.raises(NotAllowed):
        hapus_dokumen(dokumen_id=with_file.pk, by=d.admin)
    before = task.versi
    hapus_dokumen(dokumen_id=without.pk, by=d.admin)
    task.refresh_from_db()
    assert task.pemenuhan_set.count() == 1
    assert task.versi == before + 1  # an open form says that the list changed
    (only,) = d.dua.dokumen_set.all()
    with pytest.raises(NotAllowed):
        hapus_dokumen(dokumen_id=only.pk, by=d.admin)


def test_words_and_order_of_documents(d: SimpleNamespace) -> None:
    first, second = d.satu.dokumen_set.order_by("urut")
    ubah_dokumen(dokumen_id=first.pk, isi=IsiDokumen("  Laporan "), by=d.admin)
    assert geser_dokumen(dokumen_id=second.pk, naik=True, by=d.admin) is True
    assert geser_dokumen(dokumen_id=second.pk, naik=True, by=d.admin) is False
    assert list(d.satu.dokumen_set.order_by("urut").values_list("urut", "uraian")) == [
        (1, second.uraian),
        (2, "Laporan"),
    ]
    with pytest.raises(IsianKurang):
        ubah_dokumen(dokumen_id=first.pk, isi=IsiDokumen(" "), by=d.admin)


# --- hand-overs


def test_an_arrow_makes_the_receiver_wait(d: SimpleNamespace) -> None:
    alur = tambah_alur(dari_id=d.satu.pk, ke_id=d.dua.pk, by=d.admin, uraian="Peta risiko")
    (receiver,) = _tasks(d.dua)
    assert receiver.pemegang_id == d.bkd.pk
    for dari, ke in ((d.satu, d.dua), (d.dua, d.satu), (d.satu, d.satu)):
        with pytest.raises(IsianKurang):
            tambah_alur(dari_id=dari.pk, ke_id=ke.pk, by=d.admin)
    hapus_alur(alur_id=alur.pk, by=d.admin)
    receiver.refresh_from_db()
    assert receiver.pemegang_id is None
    assert not SerahTerima.objects.exists()


def test_a_made_hand_over_keeps_its_arrow(d: SimpleNamespace) -> None:
    alur = tambah_alur(dari_id=d.satu.pk, ke_id=d.dua.pk, by=d.admin)
    SerahTerima.objects.update(keadaan="diserahkan", diserahkan=HARI, diserahkan_oleh=d.operator)
    with pytest.raises(NotAllowed):
        hapus_alur(alur_id=alur.pk, by=d.admin)
    assert AlurSerah.objects.count() == 1


def test_replaced_tasks_hand_their_waiting_over(d: SimpleNamespace) -> None:
    tambah_alur(dari_id=d.satu.pk, ke_id=d.dua.pk, by=d.admin)
    atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="semester"), by=d.admin)
    (receiver,) = _tasks(d.dua)
    serah = SerahTerima.objects.get()
    assert serah.ke_id == receiver.pk
    assert serah.dari_id == _tasks(d.satu)[1].pk  # shares the most days
    assert receiver.pemegang_id == d.bkd.pk
    atur_butir(
        butir_id=d.satu.pk, isi=_isi(Butir.objects.get(pk=d.satu.pk), unit_id=d.akar.pk), by=d.admin
    )
    receiver.refresh_from_db()
    assert receiver.pemegang_id == d.akar.pk


# --- course


def test_closed_plans_take_nothing_and_open_with_a_reason(d: SimpleNamespace) -> None:
    tutup(rencana_id=d.rencana.pk, by=d.admin)
    batas = d.rencana.batas_set.get(kode="B12")
    isi = _dates(d.rencana, "B12")
    dokumen = d.satu.dokumen_set.first()
    closed = [
        lambda: atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="bulanan"), by=d.admin),
        lambda: tambah_dokumen(butir_id=d.satu.pk, isi=IsiDokumen("x"), by=d.admin),
        lambda: hapus_dokumen(dokumen_id=dokumen.pk, by=d.admin),
        lambda: tambah_alur(dari_id=d.satu.pk, ke_id=d.dua.pk, by=d.admin),
        lambda: atur_batas(rencana_id=d.rencana.pk, isi=isi, by=d.admin, batas_id=batas.pk),
        lambda: hapus_batas(rencana_id=d.rencana.pk, batas_id=batas.pk, by=d.admin),
        lambda: usulkan_batas(rencana_id=d.rencana.pk, by=d.admin),
    ]
    for step in closed:
        with pytest.raises(NotAllowed):
            step()
    with pytest.raises(IsianKurang):
        buka_rencana(rencana_id=d.rencana.pk, alasan=" ", by=d.admin)
    buka_rencana(rencana_id=d.rencana.pk, alasan="Ditutup terlalu dini", by=d.admin)
    d.rencana.refresh_from_db()
    assert d.rencana.berjalan
    assert _last("rencana.buka") == {"alasan": "Ditutup terlalu dini"}


def test_an_archive_is_not_opened(d: SimpleNamespace) -> None:
    arsip = buat_rencana(d.instansi, tahun=2021)
    Rencana.objects.filter(pk=arsip.pk).update(status="ditutup")
    with pytest.raises(NotAllowed):
        buka_rencana(rencana_id=arsip.pk, alasan="coba", by=d.admin)
    with pytest.raises(NotAllowed):
        buka_rencana(rencana_id=d.rencana.pk, alasan="coba", by=d.admin)


def test_nobody_else_changes_a_plan(d: SimpleNamespace) -> None:
    other = buat_user("admin.beta", Role.ADMIN, buat_unit(buat_instansi("beta"), "akar"))
    dokumen = d.satu.dokumen_set.first()
    before = Kejadian.objects.count()
    for person in (d.operator, d.verifikator, other):
        steps = [
            lambda by: atur_butir(butir_id=d.satu.pk, isi=_isi(d.satu, pola="bulanan"), by=by),
            lambda by: tambah_dokumen(butir_id=d.satu.pk, isi=IsiDokumen("x"), by=by),
            lambda by: ubah_dokumen(dokumen_id=dokumen.pk, isi=IsiDokumen("x"), by=by),
            lambda by: geser_dokumen(dokumen_id=dokumen.pk, naik=False, by=by),
            lambda by: hapus_dokumen(dokumen_id=dokumen.pk, by=by),
            lambda by: tambah_alur(dari_id=d.satu.pk, ke_id=d.dua.pk, by=by),
            lambda by: usulkan_batas(rencana_id=d.rencana.pk, by=by),
            lambda by: atur_batas(rencana_id=d.rencana.pk, isi=_dates(d.rencana, "B03"), by=by),
            lambda by: hapus_batas(
                rencana_id=d.rencana.pk, batas_id=d.rencana.batas_set.all()[0].pk, by=by
            ),
            lambda by: tutup(rencana_id=d.rencana.pk, by=by),
            lambda by: buka_rencana(rencana_id=d.rencana.pk, alasan="x", by=by),
        ]
        for step in steps:
            with pytest.raises(Denied):
                step(person)
    assert Kejadian.objects.count() == before
