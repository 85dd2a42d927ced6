"""Roles for a time: what a row needs, who may give and end it, that nobody locks themselves out."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import IsianKeliru, Masa, akhiri_keanggotaan, beri_keanggotaan
from accounts.models import Membership, Unit, User
from accounts.permissions import Denied, Permission, Role
from audit.models import Kejadian
from tests.factories import buat_user
from tests.integration.accounts.dunia import Dunia

TODAY = timezone.localdate
SOON = timedelta(days=30)


def fresh(user: User) -> User:
    """The same person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def beri(alfa: Dunia, role: str = Role.VERIFIKATOR, **masa: Any) -> Membership:
    return beri_keanggotaan(
        orang_id=alfa.operator.pk,
        unit_id=alfa.unit.pk,
        role=role,
        masa=Masa(**masa),
        by=fresh(alfa.admin),
    )


def test_hand_over_is_a_row_and_gives_the_right_at_once(alfa: Dunia, admin: Client) -> None:
    today = TODAY()
    response = admin.post(
        reverse("peran_beri", args=[alfa.operator.pk]),
        {
            "role": "verifikator",
            "unit": alfa.unit.pk,
            "sebutan": "Plt.",
            "mulai": today.isoformat(),
            "selesai": (today + SOON).isoformat(),
            "dasar": "SP-12/2026",
        },
    )
    assert response["Location"] == reverse("pengguna_rinci", args=[alfa.operator.pk])
    row = alfa.operator.membership_set.latest("id")
    assert (row.sebutan, row.mulai, row.selesai, row.dasar) == (
        "Plt.",
        today,
        today + SOON,
        "SP-12/2026",
    )
    assert fresh(alfa.operator).akses.may(Permission.EVIDENCE_REVIEW, alfa.unit)
    event = Kejadian.objects.get(aksi="keanggotaan.tambah")
    assert (event.instansi, event.isi["sebutan"], event.isi["pengguna"]) == (
        "alfa",
        "Plt.",
        "operator.alfa",
    )


@pytest.mark.parametrize(
    ("role", "masa", "fields"),
    [
        (Role.VERIFIKATOR, {"sebutan": "Plt."}, ["dasar", "mulai", "selesai"]),
        (
            Role.VERIFIKATOR,
            {"sebutan": "Plh.", "mulai": date(2026, 1, 1), "selesai": date(2199, 1, 1)},
            ["dasar"],
        ),
        (Role.AUDITOR_TUGAS, {}, ["dasar", "selesai"]),
        (Role.AUDITOR_TUGAS, {"dasar": "ST-1"}, ["selesai"]),
        (Role.AUDITOR_TUGAS, {"selesai": date(2199, 1, 1)}, ["dasar"]),
        (
            Role.VERIFIKATOR,
            {"mulai": date(2199, 2, 1), "selesai": date(2199, 1, 1)},
            ["selesai"],
        ),
        (Role.VERIFIKATOR, {"selesai": date(2020, 1, 1)}, ["selesai"]),
        (Role.OPERATOR, {}, ["role"]),
        ("raja", {}, ["role"]),
        (Role.VERIFIKATOR, {"sebutan": "Pj.", "mulai": 0, "selesai": 0, "dasar": ""}, None),
    ],
)
def test_unsound_rows_are_refused_by_field(
    alfa: Dunia, role: str, masa: dict[str, Any], fields: list[str] | None
) -> None:
    if fields is None:
        masa = {"sebutan": "Pj.", "mulai": TODAY(), "selesai": TODAY(), "dasar": "SP-1"}
        fields = ["sebutan"]
    before = Membership.objects.count()
    with pytest.raises(IsianKeliru) as caught:
        beri(alfa, role, **masa)
    assert sorted(caught.value.galat) == fields
    assert Membership.objects.count() == before
    assert Kejadian.objects.count() == 0


def test_same_role_again_is_fine_when_the_times_do_not_meet(alfa: Dunia) -> None:
    today = TODAY()
    beri(alfa, mulai=today, selesai=today + timedelta(days=10))
    with pytest.raises(IsianKeliru, match="masa yang sama"):
        beri(alfa, mulai=today + timedelta(days=10), selesai=today + SOON)
    beri(alfa, mulai=today + timedelta(days=11), selesai=today + SOON)


def test_unit_that_ends_bounds_the_row(alfa: Dunia) -> None:
    Unit.objects.filter(pk=alfa.unit.pk).update(aktif_selesai=TODAY() + SOON)
    with pytest.raises(IsianKeliru, match="hanya aktif sampai"):
        beri(alfa)
    beri(alfa, selesai=TODAY() + SOON)


def test_platform_role_is_not_given_here(alfa: Dunia) -> None:
    with pytest.raises(Denied, match="pengelola platform"):
        beri(alfa, Role.PLATFORM)


@pytest.mark.parametrize("which", ["unit", "orang", "oleh_beta", "oleh_operator"])
def test_rows_never_cross_institutions(alfa: Dunia, beta: Dunia, which: str) -> None:
    unit = beta.unit if which == "unit" else alfa.unit
    orang = beta.operator if which == "orang" else alfa.operator
    by = {"oleh_beta": beta.admin, "oleh_operator": alfa.operator}.get(which, alfa.admin)
    before = Membership.objects.count()
    with pytest.raises(Denied):
        beri_keanggotaan(orang_id=orang.pk, unit_id=unit.pk, role=Role.AUDITOR, masa=Masa(), by=by)
    assert Membership.objects.count() == before


def test_person_of_the_platform_gets_no_role(alfa: Dunia) -> None:
    User.objects.filter(pk=alfa.operator.pk).update(is_staff=True)
    with pytest.raises(Denied, match="Pengelola platform"):
        beri(alfa)


def test_ending_asks_first_then_ends_on_the_day(alfa: Dunia, admin: Client) -> None:
    row = alfa.operator.membership_set.get()
    url = reverse("peran_akhiri", args=[row.pk])
    assert "Akhiri peran Nama operator.alfa" in admin.get(url).content.decode()
    row.refresh_from_db()
    assert row.selesai is None
    yesterday = TODAY() - timedelta(days=1)
    response = admin.post(url, {"selesai": yesterday.isoformat()})
    assert response["Location"] == reverse("pengguna_rinci", args=[alfa.operator.pk])
    row.refresh_from_db()
    assert row.selesai == yesterday
    assert fresh(alfa.operator).akses.grants == ()
    event = Kejadian.objects.get(aksi="keanggotaan.akhiri")
    assert event.isi["selesai"] == ["", yesterday.isoformat()]
    again = admin.post(url, {"selesai": TODAY().isoformat()})
    assert again.context["form"].errors == {"selesai": ["Peran ini sudah berakhir."]}


def test_ending_before_the_beginning_or_prolonging_is_refused(alfa: Dunia) -> None:
    today = TODAY()
    row = beri(alfa, mulai=today - timedelta(days=5), selesai=today + timedelta(days=5))
    for day, words in (
        (today - timedelta(days=6), "lebih awal"),
        (today + timedelta(days=6), "memperpanjang"),
    ):
        with pytest.raises(IsianKeliru, match=words):
            akhiri_keanggotaan(membership_id=row.pk, selesai=day, by=alfa.admin)


def test_row_that_has_not_begun_is_taken_back_whole_and_stays_in_the_log(alfa: Dunia) -> None:
    row = beri(alfa, mulai=TODAY() + SOON)
    akhiri_keanggotaan(membership_id=row.pk, selesai=TODAY(), by=alfa.admin)
    assert not Membership.objects.filter(pk=row.pk).exists()
    event = Kejadian.objects.get(aksi="keanggotaan.batal")
    assert (event.isi["peran"], event.isi["mulai"]) == (
        "verifikator",
        (TODAY() + SOON).isoformat(),
    )


def test_admin_cannot_lock_themselves_out(alfa: Dunia, beta: Dunia, admin: Client) -> None:
    own = alfa.admin.membership_set.get()
    Membership.objects.create(user=alfa.admin, role=Role.ADMIN, unit=beta.pimpinan)
    response = admin.post(
        reverse("peran_akhiri", args=[own.pk]), {"selesai": TODAY().isoformat()}, follow=True
    )
    assert "Ini peran admin Anda yang terakhir di instansi ini." in response.content.decode()
    own.refresh_from_db()
    assert own.selesai is None


def test_admin_with_a_second_admin_row_or_another_admin_may(alfa: Dunia) -> None:
    own = alfa.admin.membership_set.get()
    today = TODAY()
    soon_over = Membership.objects.create(
        user=alfa.admin, role=Role.ADMIN, unit=alfa.unit, selesai=today + SOON
    )
    with pytest.raises(Denied, match="terakhir"):
        akhiri_keanggotaan(membership_id=own.pk, selesai=today, by=fresh(alfa.admin))
    Membership.objects.filter(pk=soon_over.pk).update(selesai=None)
    akhiri_keanggotaan(membership_id=own.pk, selesai=today, by=fresh(alfa.admin))
    other = buat_user("admin.dua", Role.ADMIN, alfa.pimpinan)
    akhiri_keanggotaan(membership_id=soon_over.pk, selesai=today, by=other)
