"""The frame of a task page names the plan of the task, not the one in the address."""

from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from tests.factories import buat_butir, buat_rencana, mulai


def test_task_page_stays_with_its_plan(client: Client, dunia: SimpleNamespace) -> None:
    older = buat_rencana(dunia.instansi, tahun=dunia.rencana.tahun - 1)
    buat_butir(older, dunia.bkd, "9.a")
    (task,) = mulai(older)
    client.force_login(dunia.auditor)
    for query in ({}, {"rencana": str(dunia.rencana.pk)}):
        frame = client.get(reverse("tugas", args=[task.pk]), query).context["bingkai"]
        assert frame.rencana == older
        assert [r["url"] for r in frame.rencana_lain] == [f"/satgas/?rencana={dunia.rencana.pk}"]


def test_a_list_switches_on_its_own_address(client: Client, dunia: SimpleNamespace) -> None:
    older = buat_rencana(dunia.instansi, tahun=dunia.rencana.tahun - 1)
    client.force_login(dunia.auditor)
    frame = client.get(reverse("dasbor")).context["bingkai"]
    assert frame.rencana == dunia.rencana
    assert [r["url"] for r in frame.rencana_lain] == [f"/dasbor/?rencana={older.pk}"]
