"""Planning months by hand: what becomes of months and of Capaian, while drawn up and running."""

from datetime import date
from types import SimpleNamespace

import pytest

from audit.chain import verify
from audit.models import Kejadian
from evidence.actions import mulai_rencana, tutup_rencana
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Butir, Capaian, Rencana
from evidence.workflow import NotAllowed
from tests.factories import draf
from zonaintegritas.actions.jadwal import HasilJadwal, atur_bentuk, atur_bulan
from zonaintegritas.models import BulanJadwal


def bulan(butir: Butir) -> list[int]:
    """Numbers of the months in force."""
    rows = BulanJadwal.objects.berlaku().filter(butir=butir)
    return [month.month for month in rows.values_list("bulan", flat=True)]


def jendela(butir: Butir, *, gugur: bool = False) -> list[tuple[date, date]]:
    """First and last day of the Capaian of a Butir, current ones or those that ended."""
    rows = Capaian.objects.filter(butir=butir, gugur__isnull=not gugur).order_by("mulai", "pk")
    return list(rows.values_list("mulai", "selesai"))


def atur(dunia: SimpleNamespace, n: int, *months: int, alasan: str = "") -> HasilJadwal:
    """The coordinator of the row's team (or the admin) sets the months of row `n`."""
    return atur_bulan(
        rencana_id=dunia.rencana.pk,
        isi={dunia.butir[n].pk: months},
        alasan=alasan,
        by=dunia.koordinator if n < 3 else dunia.koordinator2,
    )


def test_a_plan_being_drawn_up_is_free(zi: SimpleNamespace) -> None:
    first = atur(zi, 0, 1, 6, 9)
    assert (first.baris, first.ditambah, first.dicabut, first.dibuat) == (1, 3, 0, 0)
    second = atur(zi, 0, 6, 12)
    assert (second.ditambah, second.dicabut) == (1, 2)
    assert bulan(zi.butir[0]) == [6, 12]
    assert BulanJadwal.objects.filter(butir=zi.butir[0]).count() == 2  # nothing kept
    assert not Capaian.objects.exists()


def test_starting_makes_a_capaian_of_each_month_since_the_decree(zi: SimpleNamespace) -> None:
    atur(zi, 0, 1, 2, 3, 4, 12)
    atur(zi, 1, 1, 2, 3)
    atur_bentuk(butir_id=zi.butir[1].pk, bentuk="rentang", by=zi.koordinator)
    atur(zi, 3, 2)
    made = mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin)
    # January and February ended before 5 March; the run January to March did not.
    assert jendela(zi.butir[0]) == [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ]
    assert jendela(zi.butir[1]) == [(date(2026, 1, 1), date(2026, 3, 31))]
    assert jendela(zi.butir[3]) == []
    assert made == 4
    assert {c.batas for c in Capaian.objects.all()} == {c.selesai for c in Capaian.objects.all()}


def test_a_new_month_makes_its_capaian_at_once(jalan: SimpleNamespace) -> None:
    hasil = atur(jalan, 0, 6, 10)
    assert hasil == HasilJadwal(baris=1, ditambah=2, dibuat=2)
    made = Capaian.objects.filter(butir=jalan.butir[0]).order_by("mulai")
    assert [(c.mulai, c.batas, c.unit_id) for c in made] == [
        (date(2026, 6, 1), date(2026, 6, 30), jalan.unit[0].pk),
        (date(2026, 10, 1), date(2026, 10, 31), jalan.unit[0].pk),
    ]
    assert [c.pemenuhan_set.count() for c in made] == [1, 1]


def test_a_month_of_the_past_needs_a_reason(jalan: SimpleNamespace) -> None:
    with pytest.raises(IsianKurang) as caught:
        atur(jalan, 0, 4, 8)
    assert list(caught.value.galat) == ["alasan"]
    assert "April 2026 (1.A.1)" in caught.value.galat["alasan"]
    assert bulan(jalan.butir[0]) == []
    atur(jalan, 0, 4, 8, alasan="Sudah dikerjakan, belum tercatat.")
    assert [c.batas for c in Capaian.objects.late(date(2026, 6, 15))] == [date(2026, 4, 30)]


def test_a_month_before_the_decree_is_planned_and_never_asked(jalan: SimpleNamespace) -> None:
    hasil = atur(jalan, 0, 1, 2, alasan="Dikerjakan sebelum keputusan.")
    assert (hasil.ditambah, hasil.dibuat) == (2, 0)
    assert bulan(jalan.butir[0]) == [1, 2]


def test_a_month_taken_out_stays_with_its_reason(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7, 9)
    with pytest.raises(IsianKurang) as caught:
        atur(jalan, 0, 7)
    assert list(caught.value.galat) == ["alasan"]
    hasil = atur(jalan, 0, 7, alasan="  Anggaran digeser. ")
    assert hasil == HasilJadwal(baris=1, dicabut=1, diganti=1)
    old = BulanJadwal.objects.get(butir=jalan.butir[0], bulan=date(2026, 9, 1))
    assert (old.alasan, old.gugur_oleh, old.digeser_ke) == (
        "Anggaran digeser.",
        jalan.koordinator,
        None,
    )
    assert jendela(jalan.butir[0]) == [(date(2026, 7, 1), date(2026, 7, 31))]
    gone = Capaian.objects.get(butir=jalan.butir[0], gugur__isnull=False)
    assert (gone.mulai, gone.digantikan_oleh) == (date(2026, 9, 1), None)


def test_setting_the_old_months_again_reverts(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7, 9)
    atur(jalan, 0, 7, alasan="Keliru.")
    assert atur(jalan, 0, 7, 9) == HasilJadwal(baris=1, ditambah=1, dibuat=1)
    assert bulan(jalan.butir[0]) == [7, 9]
    assert jendela(jalan.butir[0]) == [
        (date(2026, 7, 1), date(2026, 7, 31)),
        (date(2026, 9, 1), date(2026, 9, 30)),
    ]
    assert jendela(jalan.butir[0], gugur=True) == [(date(2026, 9, 1), date(2026, 9, 30))]
    assert BulanJadwal.objects.filter(butir=jalan.butir[0]).count() == 3  # all rows stay


def test_work_is_never_dropped_and_all_rows_fail_together(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 6, 7)
    atur(jalan, 1, 6)
    draf(Capaian.objects.get(butir=jalan.butir[0], mulai=date(2026, 6, 1)), jalan.operator)
    with pytest.raises(IsianKurang) as caught:
        atur_bulan(
            rencana_id=jalan.rencana.pk,
            isi={jalan.butir[0].pk: [7], jalan.butir[1].pk: [8]},
            alasan="Mundur.",
            by=jalan.koordinator,
        )
    assert caught.value.galat == {
        str(jalan.butir[0].pk): "1.A.1, Juni 2026: sudah ada pekerjaan pada bulan ini, jadi tidak "
        "dapat dicabut atau digeser."
    }
    assert [bulan(jalan.butir[n]) for n in (0, 1)] == [[6, 7], [6]]
    assert not Capaian.objects.filter(gugur__isnull=False).exists()


def test_a_run_is_one_window_and_a_longer_one_takes_its_place(jalan: SimpleNamespace) -> None:
    atur_bentuk(butir_id=jalan.butir[0].pk, bentuk="rentang", by=jalan.koordinator)
    atur(jalan, 0, 7, 8)
    assert jendela(jalan.butir[0]) == [(date(2026, 7, 1), date(2026, 8, 31))]
    assert atur(jalan, 0, 7, 8, 9) == HasilJadwal(baris=1, ditambah=1, dibuat=1, diganti=1)
    old = Capaian.objects.get(butir=jalan.butir[0], gugur__isnull=False)
    assert old.digantikan_oleh is not None
    assert (old.digantikan_oleh.mulai, old.digantikan_oleh.batas) == (
        date(2026, 7, 1),
        date(2026, 9, 30),
    )
    draf(old.digantikan_oleh, jalan.operator)
    with pytest.raises(IsianKurang) as caught:
        atur(jalan, 0, 7, 8, 9, 10)
    assert "Juli sampai September 2026" in caught.value.galat[str(jalan.butir[0].pk)]


def test_a_bentuk_that_changes_windows_needs_a_reason(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7, 8)
    with pytest.raises(IsianKurang) as caught:
        atur_bentuk(butir_id=jalan.butir[0].pk, bentuk="rentang", by=jalan.koordinator)
    assert list(caught.value.galat) == ["alasan"]
    hasil = atur_bentuk(
        butir_id=jalan.butir[0].pk, bentuk="rentang", alasan="Satu laporan.", by=jalan.koordinator
    )
    assert (hasil.dibuat, hasil.diganti) == (1, 2)
    assert jendela(jalan.butir[0]) == [(date(2026, 7, 1), date(2026, 8, 31))]
    new = Capaian.objects.get(butir=jalan.butir[0], gugur__isnull=True)
    assert {c.digantikan_oleh for c in Capaian.objects.filter(gugur__isnull=False)} == {new}
    # Confirming what holds already changes nothing.
    again = atur_bentuk(butir_id=jalan.butir[0].pk, bentuk="rentang", by=jalan.koordinator)
    assert again == HasilJadwal()


def test_confirming_the_usual_bentuk_needs_no_reason(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7, 8)
    hasil = atur_bentuk(butir_id=jalan.butir[0].pk, bentuk="berulang", by=jalan.koordinator)
    assert hasil == HasilJadwal(baris=1)
    assert jalan.butir[0].bentuk_jadwal.dikonfirmasi_oleh == jalan.koordinator


def test_a_bentuk_that_does_not_exist(zi: SimpleNamespace) -> None:
    with pytest.raises(IsianKurang) as caught:
        atur_bentuk(butir_id=zi.butir[0].pk, bentuk="mingguan", by=zi.koordinator)
    assert list(caught.value.galat) == ["bentuk"]


@pytest.mark.parametrize("months", [(0,), (13,), (-1, 4)])
def test_no_month_outside_a_year(zi: SimpleNamespace, months: tuple[int, ...]) -> None:
    with pytest.raises(IsianKurang) as caught:
        atur(zi, 0, *months)
    assert list(caught.value.galat) == [str(zi.butir[0].pk)]


def test_no_month_outside_the_plan(zi: SimpleNamespace) -> None:
    Rencana.objects.filter(pk=zi.rencana.pk).update(mulai=date(2026, 3, 5))
    with pytest.raises(IsianKurang) as caught:
        atur(zi, 0, 2, 4)
    assert caught.value.galat == {str(zi.butir[0].pk): "1.A.1: Februari 2026 di luar masa rencana."}
    atur(zi, 0, 3, 4)
    assert bulan(zi.butir[0]) == [3, 4]


def test_what_the_person_saw_is_not_overwritten(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7)
    pk = jalan.butir[0].pk
    with pytest.raises(Bentrok):
        atur_bulan(
            rencana_id=jalan.rencana.pk, isi={pk: [8]}, semula={pk: []}, by=jalan.koordinator
        )
    atur_bulan(
        rencana_id=jalan.rencana.pk, isi={pk: [7, 8]}, semula={pk: [7]}, by=jalan.koordinator
    )
    assert bulan(jalan.butir[0]) == [7, 8]


def test_a_closed_plan_is_closed(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7)
    tutup_rencana(rencana_id=jalan.rencana.pk, by=jalan.admin)
    with pytest.raises(NotAllowed, match="sudah ditutup"):
        atur(jalan, 0, 8, alasan="Terlambat.")


def test_a_revoked_row_and_one_of_the_calendar(zi: SimpleNamespace) -> None:
    revoked, other = zi.butir[0], zi.butir[1]
    Butir.objects.filter(pk=revoked.pk).update(
        dicabut="2026-04-01T00:00:00Z", dasar_cabut="Keputusan 2"
    )
    Butir.objects.filter(pk=other.pk).update(pola=Butir.Pola.TRIWULAN)
    with pytest.raises(IsianKurang) as caught:
        atur_bulan(
            rencana_id=zi.rencana.pk, isi={revoked.pk: [4], other.pk: [4]}, by=zi.koordinator
        )
    assert set(caught.value.galat) == {str(revoked.pk), str(other.pk)}


def test_a_window_left_out_at_the_start_is_not_made_later(zi: SimpleNamespace) -> None:
    atur(zi, 0, 3, 4, 9)
    mulai_rencana(rencana_id=zi.rencana.pk, by=zi.admin, dari=date(2026, 6, 1))
    assert jendela(zi.butir[0]) == [(date(2026, 9, 1), date(2026, 9, 30))]
    assert atur(zi, 0, 3, 4, 9, 10).dibuat == 1
    assert len(jendela(zi.butir[0])) == 2


def test_every_change_is_an_event_and_no_change_is_none(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7, 9)
    atur(jalan, 0, 7, alasan="Digabung.")
    events = Kejadian.objects.filter(aksi="jadwal.atur").order_by("no")
    assert [event.isi for event in events] == [
        {
            "alasan": "",
            "baris": {"1.A.1": {"tambah": ["2026-07", "2026-09"], "cabut": []}},
            "capaian_dibuat": 2,
            "capaian_diganti": 0,
        },
        {
            "alasan": "Digabung.",
            "baris": {"1.A.1": {"tambah": [], "cabut": ["2026-09"]}},
            "capaian_dibuat": 0,
            "capaian_diganti": 1,
        },
    ]
    assert atur(jalan, 0, 7) == HasilJadwal()
    assert events.count() == 2
    assert list(verify(jalan.instansi.kode)) == []
