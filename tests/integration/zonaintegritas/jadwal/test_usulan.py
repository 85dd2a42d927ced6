"""Proposals from the text, and copying a row: both only by a person."""

from datetime import date
from types import SimpleNamespace

import pytest

from evidence.actions.errors import IsianKurang
from evidence.models import Butir, Capaian
from tests.integration.zonaintegritas.jadwal.test_atur import atur, bulan
from zonaintegritas.actions.jadwal import atur_bentuk, salin_pola, terima_usulan
from zonaintegritas.jadwal.usulan import Usulan, usulan_rencana
from zonaintegritas.models import BentukJadwal, BulanJadwal, KeputusanZI


def test_the_official_rows_that_name_a_number_of_times(resmi: KeputusanZI) -> None:
    proposed = usulan_rencana(resmi.rencana)
    codes = dict(Butir.objects.filter(rencana=resmi.rencana).values_list("pk", "kode"))
    # The decree is dated 5 June 2023: no month that ended before it is proposed.
    second_half = (6, 7, 8, 9, 10, 11, 12)
    assert {codes[pk]: one for pk, one in proposed.items()} == {
        "3.D": Usulan("berulang", (6, 12), "semesteran"),
        "5.A.2": Usulan("berulang", (6, 9, 12), "setiap triwulan"),
        "6.D.1": Usulan("berulang", (6, 9, 12), "minimal 4 kali dalam setahun"),
        "6.E.3": Usulan("berulang", second_half, "terus menerus"),
    }
    assert not BulanJadwal.objects.exists()


def test_a_proposal_is_taken_over_by_a_person(zi: SimpleNamespace) -> None:
    a2, c1 = zi.butir[1], zi.butir[3]
    assert set(usulan_rencana(zi.rencana)) == {a2.pk, c1.pk}
    hasil = terima_usulan(rencana_id=zi.rencana.pk, butir=[a2.pk, c1.pk], by=zi.admin)
    assert (hasil.baris, hasil.ditambah) == (2, 6)
    assert (bulan(a2), bulan(c1)) == ([3, 6, 9, 12], [6, 12])
    shape = BentukJadwal.objects.get(butir=a2)
    assert (shape.bentuk, shape.kutipan, shape.dikonfirmasi_oleh) == (
        "berulang",
        "minimal 4 kali dalam setahun",
        zi.admin,
    )


def test_what_is_not_proposed_or_planned_already(zi: SimpleNamespace) -> None:
    atur(zi, 1, 5)
    with pytest.raises(IsianKurang) as caught:
        terima_usulan(
            rencana_id=zi.rencana.pk,
            butir=[zi.butir[0].pk, zi.butir[1].pk, zi.butir[3].pk],
            by=zi.admin,
        )
    assert caught.value.galat == {
        str(zi.butir[0].pk): "Teks 1.A.1 tidak menyebut berapa kali setahun.",
        str(zi.butir[1].pk): "1.A.2 sudah mempunyai jadwal.",
    }
    assert bulan(zi.butir[3]) == []


def test_in_a_running_plan_the_past_needs_a_reason(jalan: SimpleNamespace) -> None:
    with pytest.raises(IsianKurang) as caught:
        terima_usulan(rencana_id=jalan.rencana.pk, butir=[jalan.butir[1].pk], by=jalan.koordinator)
    assert list(caught.value.galat) == ["alasan"]
    # Of a row whose months all lie ahead none is asked.
    hasil = terima_usulan(
        rencana_id=jalan.rencana.pk, butir=[jalan.butir[3].pk], by=jalan.koordinator2
    )
    assert hasil.dibuat == 2
    assert [c.batas for c in Capaian.objects.order_by("batas")] == [
        date(2026, 6, 30),
        date(2026, 12, 31),
    ]


def test_a_row_is_copied_to_others(jalan: SimpleNamespace) -> None:
    atur(jalan, 0, 7, 8)
    atur_bentuk(
        butir_id=jalan.butir[0].pk, bentuk="rentang", alasan="Satu hasil.", by=jalan.koordinator
    )
    atur(jalan, 1, 12)
    targets = [jalan.butir[n].pk for n in (0, 1, 2)]
    with pytest.raises(IsianKurang) as caught:
        salin_pola(dari_butir=jalan.butir[0].pk, ke=targets, by=jalan.koordinator)
    assert list(caught.value.galat) == ["alasan"]  # December of the second row would go
    salin_pola(dari_butir=jalan.butir[0].pk, ke=targets, alasan="Disamakan.", by=jalan.koordinator)
    assert [bulan(jalan.butir[n]) for n in (0, 1, 2)] == [[7, 8]] * 3
    current = Capaian.objects.filter(gugur__isnull=True)
    assert {(c.mulai, c.selesai) for c in current} == {(date(2026, 7, 1), date(2026, 8, 31))}
    assert current.count() == 3


def test_an_unplanned_row_gives_no_pattern(zi: SimpleNamespace) -> None:
    with pytest.raises(IsianKurang) as caught:
        salin_pola(dari_butir=zi.butir[0].pk, ke=[zi.butir[1].pk], by=zi.koordinator)
    assert caught.value.galat == {"dari_butir": "1.A.1 belum mempunyai jadwal."}


def test_the_pattern_may_come_from_another_team(zi: SimpleNamespace) -> None:
    atur(zi, 3, 2, 4)
    salin_pola(dari_butir=zi.butir[3].pk, ke=[zi.butir[0].pk], by=zi.koordinator)
    assert bulan(zi.butir[0]) == [2, 4]
