"""Tugas saya: the sentence, the tabs, the groups, the search."""

import re
from datetime import timedelta
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from evidence.lists.tasks import DaftarTugas
from evidence.models import Capaian
from evidence.workflow import Status
from tests.factories import (
    buat_butir,
    buat_rencana,
    buat_user,
    dikembalikan,
    disetujui,
    mulai,
    terkirim,
)


def daftar(client: Client, query: str = "") -> DaftarTugas:
    """The list behind the page."""
    answer = client.get(reverse("tugas_saya") + query)
    assert answer.status_code == 200
    found: DaftarTugas = answer.context["daftar"]
    return found


def rows(found: DaftarTugas) -> list[tuple[str, str, str]]:
    """Group, code and button of each row."""
    return [(k.kunci, b.kode, b.tombol) for k in found.kelompok for b in k.baris]


def test_tasks_stand_by_turn(dunia: SimpleNamespace, client: Client) -> None:
    dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator)
    client.force_login(dunia.operator)
    found = daftar(client)
    assert rows(found) == [("perbaiki", "9.a", "Perbaiki"), ("lengkapi", "13.a", "Unggah")]
    assert [(t.label, t.jumlah) for t in found.tabs] == [
        ("Semua", 2),
        ("Perbaiki", 1),
        ("Lengkapi", 1),
        ("Menunggu", 0),
        ("Selesai", 0),
    ]
    assert found.kelompok[0].baris[0].catatan == "Halaman 3 belum ditandatangani."
    assert re.fullmatch(
        r"1 tugas dikembalikan dan 1 belum lengkap\. "
        r"Batas terdekat \d+ \w+( \d{4})?, 30 hari lagi\.",
        found.kalimat,
    )


def test_partly_sent_task_is_still_the_units_turn(dunia: SimpleNamespace, client: Client) -> None:
    terkirim(dunia.c_bkd, dunia.operator, dokumen=1)
    client.force_login(dunia.operator)
    assert rows(daftar(client)) == [
        ("lengkapi", "9.a", "Lanjutkan"),
        ("lengkapi", "13.a", "Unggah"),
    ]


def test_late_tasks_are_named(dunia: SimpleNamespace, client: Client) -> None:
    Capaian.objects.filter(pk=dunia.c_bkd.pk).update(batas=timezone.localdate() - timedelta(days=3))
    client.force_login(dunia.operator)
    found = daftar(client)
    assert found.kalimat.startswith("2 tugas belum lengkap. 1 sudah lewat batas waktu. Batas")
    late = found.kelompok[0].baris[0]
    assert (late.kode, late.sisa, late.lewat) == ("9.a", "Lewat batas waktu 3 hari", True)


def test_all_sent(dunia: SimpleNamespace, client: Client) -> None:
    terkirim(dunia.c_bkd, dunia.operator)
    disetujui(dunia.c_dukung, dunia.operator, dunia.verifikator)
    client.force_login(dunia.operator)
    found = daftar(client)
    assert found.kalimat == "Semua tugas sudah dikirim: 1 menunggu Inspektorat, 1 disetujui."
    assert rows(found) == [("menunggu", "9.a", "Lihat"), ("selesai", "13.a", "Lihat")]


def test_tab_and_search_stand_in_the_address(dunia: SimpleNamespace, client: Client) -> None:
    terkirim(dunia.c_bkd, dunia.operator)
    client.force_login(dunia.operator)
    assert rows(daftar(client, "?giliran=menunggu")) == [("menunggu", "9.a", "Lihat")]
    assert rows(daftar(client, "?kata=13.A")) == [("lengkapi", "13.a", "Unggah")]
    found = daftar(client, "?kata=laporan+13.a&giliran=menunggu")
    assert rows(found) == []
    assert [t.jumlah for t in found.tabs] == [1, 0, 1, 0, 0]
    assert rows(daftar(client, "?giliran=bukan-giliran")) == rows(daftar(client))


def test_supervised_subtree_counts_and_strange_units_do_not(
    dunia: SimpleNamespace, client: Client
) -> None:
    client.force_login(dunia.bawahan)
    page = client.get(reverse("tugas_saya"))
    assert page.context["daftar"].total == 0
    assert "Belum ada tugas untuk unit Anda" in page.content.decode()


def test_plan_of_the_other_institution_is_not_there(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    client.force_login(dunia.operator)
    assert client.get(f"{reverse('tugas_saya')}?rencana={lain.rencana.pk}").status_code == 404
    assert client.get(f"{reverse('tugas_saya')}?rencana={dunia.rencana.pk}").status_code == 200
    assert {b.kode for k in daftar(client).kelompok for b in k.baris} == {"9.a", "13.a"}


def test_other_plans_where_it_is_the_units_turn(dunia: SimpleNamespace, client: Client) -> None:
    """Only running plans, only what waits for the person's own units; one query in all."""
    instansi, units = dunia.instansi, [dunia.bkd, dunia.pupr]
    client.force_login(dunia.operator)
    sebelum = client.get(reverse("tugas_saya"))
    assert sebelum.context["rencana_lain"] == []
    rencana = buat_rencana(instansi, tahun=dunia.rencana.tahun + 1)
    for n, unit in enumerate([units[0], units[0], units[1]]):
        buat_butir(rencana, unit, f"1.{'abc'[n]}")
    admin = buat_user("admin.lain", Role.ADMIN, dunia.bkd.induk or dunia.bkd)
    mulai(rencana, by=admin)
    Capaian.objects.filter(butir__rencana=rencana).update(
        mulai=timezone.localdate() - timedelta(days=1)
    )
    first = Capaian.objects.get(butir__rencana=rencana, butir__kode="1.a")
    Capaian.objects.filter(pk=first.pk).update(status=Status.PERBAIKAN)
    page = client.get(f"{reverse('tugas_saya')}?rencana={dunia.rencana.pk}")
    [lain] = page.context["rencana_lain"]
    assert (lain.rencana.pk, lain.menunggu, lain.perbaikan) == (rencana.pk, 1, 1)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))
    assert f"{rencana.nama}: 1 menunggu Anda, 1 perlu perbaikan" in words
    other = client.get(f"{reverse('tugas_saya')}?rencana={rencana.pk}").context["rencana_lain"]
    assert [r.rencana.pk for r in other] == [dunia.rencana.pk]
    type(rencana).objects.filter(pk=rencana.pk).update(status="ditutup")
    page = client.get(f"{reverse('tugas_saya')}?rencana={dunia.rencana.pk}")
    assert page.context["rencana_lain"] == []
