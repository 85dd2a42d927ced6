"""What an office must never be able to do: read keys by filtering, give itself a role, show NIP."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import DataOrang, IsianKeliru, Masa, beri_keanggotaan, tambah_orang
from accounts.models import Membership, User
from accounts.permissions import Denied, Role
from tests.factories import buat_user
from tests.integration.accounts.dunia import Dunia

NIP = "196208161988031009"


@pytest.mark.parametrize("model", ["user", "instansi"])
@pytest.mark.parametrize(
    "lookup",
    [
        "nip__startswith",
        "password__startswith",
        "nip",
        "email__contains",
        "kop__contains",
        "membership_set__user__nip__startswith",
        "is_active__isnull",
    ],
)
def test_platform_cannot_read_columns_by_filtering(alfa: Dunia, model: str, lookup: str) -> None:
    user = buat_user("platform", Role.PLATFORM)
    User.objects.update(nip=NIP, is_staff=True)
    client = Client()
    client.force_login(user)
    address = reverse(f"admin:accounts_{model}_changelist")
    answers = [client.get(address, {lookup: value}) for value in (NIP, "1962", "2")]
    assert {(a.status_code, a.get("Location", "")) for a in answers} in (
        {(400, "")},
        {(302, f"{address}?e=1")},
    )


def test_platform_still_filters_by_active_and_staff(alfa: Dunia) -> None:
    client = Client()
    client.force_login(buat_user("platform", Role.PLATFORM))
    address = reverse("admin:accounts_user_changelist")
    for lookup in ("is_active__exact", "is_staff__exact"):
        for value in ("0", "1"):
            assert client.get(address, {lookup: value}).status_code == 200


def test_admin_cannot_give_themselves_a_role(alfa: Dunia, admin: Client) -> None:
    wanted = {"unit_id": alfa.unit.pk, "role": Role.VERIFIKATOR, "masa": Masa()}
    with pytest.raises(Denied, match="tidak dapat memberi peran kepada diri sendiri"):
        beri_keanggotaan(orang_id=alfa.admin.pk, by=alfa.admin, **wanted)  # type: ignore[arg-type]
    address = reverse("peran_beri", args=[alfa.admin.pk])
    page = admin.post(address, {"unit": alfa.unit.pk, "role": "verifikator"}, follow=True)
    assert "Minta admin lain memberikannya." in page.content.decode()
    assert [m.role for m in alfa.admin.membership_set.all()] == [Role.ADMIN]

    other = buat_user("admin.kedua", Role.ADMIN, alfa.pimpinan)
    beri_keanggotaan(orang_id=alfa.admin.pk, by=other, **wanted)  # type: ignore[arg-type]
    assert Membership.objects.filter(user=alfa.admin, role=Role.VERIFIKATOR).count() == 1


@pytest.mark.parametrize("username", [NIP, f"p{NIP}", "19620816.198803.1.009"])
def test_nip_is_no_username(alfa: Dunia, username: str) -> None:
    with pytest.raises(IsianKeliru) as error:
        tambah_orang(
            data=DataOrang("Orang Baru", username),
            unit_id=alfa.unit.pk,
            role=Role.OPERATOR,
            masa=Masa(),
            by=alfa.admin,
        )
    assert error.value.galat == {"username": "NIP tidak boleh menjadi nama pengguna."}
    assert User.objects.filter(nama="Orang Baru").count() == 0
