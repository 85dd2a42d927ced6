"""Who gets which answer at which address: role, institution and state."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from evidence.models import BuktiTaut, Capaian
from tests.factories import buat_user, dikembalikan, disetujui, draf, terkirim


def person(dunia: SimpleNamespace, role: str) -> User:
    """The user of the small world who stands for a role."""
    if role == "admin":
        return User.objects.get(username=f"admin.{dunia.instansi.kode}")
    if role == "platform":
        return buat_user(f"platform.{dunia.instansi.kode}", Role.PLATFORM)
    user: User = getattr(dunia, role)
    return user


def addresses(capaian: Capaian) -> dict[str, str]:
    """Every GET address of the app that is about this task, and the lists."""
    taut = BuktiTaut.objects.active().filter(pemenuhan__capaian=capaian).order_by("id").first()
    pemenuhan = capaian.pemenuhan_set.order_by("dokumen__urut").first()
    assert pemenuhan is not None
    found = {
        "tugas_saya": reverse("tugas_saya"),
        "berkas_unit": reverse("berkas_unit"),
        "verifikasi": reverse("verifikasi"),
        "cari": reverse("cari"),
        "tugas": reverse("tugas", args=[capaian.pk]),
        "meja": reverse("meja", args=[capaian.pk]),
        "tugas_pakai": reverse("tugas_pakai", args=[capaian.pk, pemenuhan.pk]),
        "meja_buka": reverse("meja_buka", args=[capaian.pk, pemenuhan.pk]),
    }
    if taut is not None:
        found["berkas"] = reverse("berkas", args=[taut.versi_id])
        for name in ("tugas_versi_baru", "tugas_rincian", "tugas_lepas"):
            found[name] = reverse(name, args=[capaian.pk, taut.pk])
    return found


LISTS = ("tugas_saya", "berkas_unit", "verifikasi", "cari")
WORK = ("tugas_pakai", "tugas_versi_baru", "tugas_rincian", "tugas_lepas")
DESK = ("meja", "meja_buka")

# role -> codes of: tugas_saya, berkas_unit, verifikasi, cari, reading, working, deciding
TABLE = {
    "operator": (200, 200, 403, 200, 200, 200, 403),
    "bawahan": (200, 200, 403, 200, 404, 404, 404),
    "operator_pupr": (200, 200, 403, 200, 404, 404, 404),
    "verifikator": (403, 403, 200, 200, 200, 403, 200),
    "ketua": (403, 403, 403, 200, 200, 403, 403),
    "admin": (403, 403, 403, 200, 200, 403, 403),
    "auditor": (403, 403, 403, 200, 200, 403, 403),
    "auditor_tugas": (403, 403, 403, 200, 200, 403, 403),
    "platform": (403, 403, 403, 200, 404, 404, 404),
}


def expected(role: str) -> dict[str, int]:
    """Codes by name of address."""
    *lists, reading, working, deciding = TABLE[role]
    codes = dict(zip(LISTS, lists, strict=True))
    codes |= dict.fromkeys(("tugas", "berkas"), reading)
    codes |= dict.fromkeys(WORK, working)
    codes |= dict.fromkeys(DESK, deciding)
    return codes


def reach(dunia: SimpleNamespace, state: str) -> Capaian:
    """Bring the task of the office into a state by the real actions."""
    c: Capaian = dunia.c_bkd
    if state == "draf":
        return draf(c, dunia.operator)
    if state == "menunggu":
        return terkirim(c, dunia.operator)
    if state == "perbaikan":
        return dikembalikan(c, dunia.operator, dunia.verifikator)
    if state == "disetujui":
        return disetujui(c, dunia.operator, dunia.verifikator)
    return c


def codes(client: Client, user: User, found: dict[str, str]) -> dict[str, int]:
    """Answers that a person gets."""
    client.force_login(user)
    return {name: client.get(url).status_code for name, url in found.items()}


@pytest.mark.parametrize("state", ["belum", "draf", "menunggu", "perbaikan", "disetujui"])
def test_each_role_in_each_state(dunia: SimpleNamespace, client: Client, state: str) -> None:
    found = addresses(reach(dunia, state))
    got = {role: codes(client, person(dunia, role), found) for role in TABLE}
    assert got == {
        role: {name: code for name, code in expected(role).items() if name in found}
        for role in TABLE
    }


def test_other_institution_is_not_there(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    found = addresses(reach(lain, "disetujui"))
    posts = [found[n] for n in (*WORK, *DESK, "tugas")]
    posts.append(reverse("tugas_tarik", args=[lain.c_bkd.pk]))
    for role in TABLE:
        got = codes(client, person(dunia, role), found)
        assert got == {name: expected(role)[name] if name in LISTS else 404 for name in found}, role
        assert {client.post(url, {"versi": "1"}).status_code for url in posts} == {404}, role


def test_strangers_are_sent_to_login(dunia: SimpleNamespace, client: Client) -> None:
    found = addresses(reach(dunia, "menunggu"))
    answers = {name: client.get(url) for name, url in found.items()}
    assert {r.status_code for r in answers.values()} == {302}
    assert {r["Location"].split("?")[0] for r in answers.values()} == {reverse("account_login")}


def test_addresses_that_only_take_a_post(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    assert client.get(reverse("tugas_tarik", args=[dunia.c_bkd.pk])).status_code == 405
    for name in ("tugas_saya", "berkas_unit", "cari"):
        assert client.post(reverse(name)).status_code == 405


def test_posts_need_a_token(dunia: SimpleNamespace) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dunia.operator)
    answer = strict.post(reverse("tugas", args=[dunia.c_bkd.pk]), {"aksi": "simpan"})
    assert answer.status_code == 403


def test_readers_change_nothing(dunia: SimpleNamespace, client: Client) -> None:
    capaian = terkirim(dunia.c_bkd, dunia.operator)
    data = {"versi": capaian.versi, "aksi": "kirim", "narasi": "lain"}
    for role in ("verifikator", "ketua", "admin", "auditor", "auditor_tugas"):
        client.force_login(person(dunia, role))
        urls = [reverse(name, args=[capaian.pk]) for name in ("tugas", "tugas_tarik")]
        assert [client.post(url, data).status_code for url in urls] == [403, 403], role
    capaian.refresh_from_db()
    assert (capaian.status, capaian.narasi) == ("menunggu", "Sudah dikerjakan.")


def test_supporting_unit_works_on_the_task(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    page = client.get(reverse("tugas", args=[dunia.c_dukung.pk]))
    assert page.status_code == 200
    assert "Unggah dan kirim ke Inspektorat" in page.content.decode()
