"""The list of requests: a waiting tab holds only what somebody can still end."""

from types import SimpleNamespace

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import tutup_rencana
from evidence.models import Capaian
from tests.factories import buat_user
from tests.integration.evidence.test_pengecualian import minta, siap


def _tabs(client: Client) -> dict[str, tuple[int, list[str]]]:
    """Count of each tab, and the tasks behind it."""
    found = {}
    for status in ("pendapat", "putusan", "selesai", "semua"):
        daftar = client.get(reverse("pengecualian"), {"status": status}).context["daftar"]
        (tab,) = [t for t in daftar.tabs if t.aktif]
        found[status] = (tab.jumlah, [b.ajuan.capaian.butir.kode for b in daftar.baris])
    return found


def test_request_of_a_revoked_task_waits_for_nobody(dunia: SimpleNamespace, client: Client) -> None:
    minta(dunia.c_bkd, dunia.operator)
    siap(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    siap(dunia.c_itda, dunia.operator_itda, dunia.verifikator)
    client.force_login(dunia.ketua)
    every = (3, ["4.a", "13.b", "9.a"])
    assert _tabs(client) == {
        "pendapat": (1, ["9.a"]),
        "putusan": (2, ["13.b", "4.a"]),
        "selesai": (0, []),
        "semua": every,
    }
    revoked = [dunia.c_bkd.pk, dunia.c_pupr.pk]
    Capaian.objects.filter(pk__in=revoked).update(gugur=timezone.now())
    assert _tabs(client) == {
        "pendapat": (0, []),
        "putusan": (1, ["4.a"]),
        "selesai": (0, []),
        "semua": every,
    }


def test_request_of_a_closed_plan_waits_for_nobody(dunia: SimpleNamespace, client: Client) -> None:
    minta(dunia.c_bkd, dunia.operator)
    siap(dunia.c_pupr, dunia.operator_pupr, dunia.verifikator)
    admin = buat_user("penutup", Role.ADMIN, dunia.akar)
    tutup_rencana(rencana_id=dunia.rencana.pk, by=admin)
    client.force_login(dunia.ketua)
    assert _tabs(client) == {
        "pendapat": (0, []),
        "putusan": (0, []),
        "selesai": (0, []),
        "semua": (2, ["13.b", "9.a"]),
    }
