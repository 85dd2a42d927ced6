"""Users of a KPU never read of an Inspektorat, those of the Pemprov go on reading it."""

import re
from collections.abc import Callable
from html import unescape
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps as model_apps
from django.test import Client
from django.urls import reverse

from accounts.models import Instansi, Membership, User
from accounts.permissions import Role
from evidence.actions import putuskan
from evidence.models import Capaian
from evidence.workflow import Aksi, Status
from tests.factories import buat_instansi, buat_rencana, buat_unit, buat_user
from tests.factories.kecuali import buat_ajuan
from tests.factories.states import dikembalikan, pemenuhan_ids, terkirim

Masuk = Callable[[User], Client]


def teks(html: str) -> str:
    body = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def kpu(terisi: SimpleNamespace) -> SimpleNamespace:
    """One task at the unit, one sent, one returned; one with a request for an exception."""
    june = Capaian.objects.get(butir=terisi.baris["5.B.1"])
    july, august = Capaian.objects.filter(butir=terisi.baris["5.A.1"]).order_by("mulai")
    terkirim(june, terisi.operator)
    dikembalikan(july, terisi.operator, terisi.verifikator)
    terisi.tugas = {"dikirim": june, "kembali": july, "di_unit": august}
    return terisi


def test_the_official_kpu_and_the_pemprov_have_their_words(terisi: SimpleNamespace) -> None:
    words = dict(Instansi.objects.values_list("kode", "sebutan_verifikator"))
    assert (words["kpu-ntt"], words["pemprov-ntt"]) == ("verifikator", "Inspektorat")


def test_the_migration_gives_an_older_kpu_its_word(terisi: SimpleNamespace) -> None:
    Instansi.objects.update(sebutan_verifikator="Inspektorat")
    import_module("accounts.migrations.0004_sebutan").kpu(model_apps, None)
    words = dict(Instansi.objects.values_list("kode", "sebutan_verifikator"))
    assert (words["kpu-ntt"], words["pemprov-ntt"]) == ("verifikator", "Inspektorat")


def test_no_page_of_a_task_names_an_inspektorat(kpu: SimpleNamespace, masuk: Masuk) -> None:
    buat_ajuan(kpu.tugas["di_unit"], kpu.operator)
    pages = [reverse("tugas", args=[task.pk]) for task in kpu.tugas.values()]
    pages += [reverse("tugas_pengecualian", args=[kpu.tugas["di_unit"].pk])]
    pages += [reverse(n) for n in ("tugas_saya", "pengecualian", "dasbor", "zi_papan", "zi_jadwal")]
    pages += [f"{reverse('tugas_saya')}?giliran=menunggu"]
    shown = {}
    for orang in (kpu.operator, kpu.koordinator, kpu.verifikator, kpu.ketua, kpu.admin):
        client = masuk(orang)
        for url in pages:
            answer = client.get(url)
            if answer.status_code == 200:
                shown[orang.username, url] = teks(answer.content.decode())
    assert len(shown) > 20
    assert [place for place, text in shown.items() if "Inspektorat" in text] == []


def test_buttons_messages_and_states_say_verifikator(kpu: SimpleNamespace, masuk: Masuk) -> None:
    client, tasks = masuk(kpu.operator), kpu.tugas
    page = teks(client.get(reverse("tugas", args=[tasks["di_unit"].pk])).content.decode())
    assert "Unggah dan kirim ke verifikator" in page
    assert "lalu kirim ke verifikator" in page
    page = teks(client.get(reverse("tugas", args=[tasks["dikirim"].pk])).content.decode())
    assert "Dikirim ke verifikator" in page
    assert "Menunggu verifikasi" in page
    mine = teks(client.get(reverse("tugas_saya")).content.decode())
    assert "Menunggu verifikator" in mine
    desk = masuk(kpu.verifikator)
    assert "tugas menunggu putusan verifikator" in teks(
        desk.get(reverse("verifikasi")).content.decode()
    )
    task = tasks["dikirim"]
    task.refresh_from_db()
    putuskan(
        capaian_id=task.pk,
        versi=task.versi,
        pemenuhan_ids=pemenuhan_ids(task, Status.MENUNGGU),
        aksi=Aksi.SETUJUI,
        nilai=100,
        by=kpu.verifikator,
    )
    page = teks(client.get(reverse("tugas", args=[task.pk])).content.decode())
    assert "Selesai: semua dokumen disetujui verifikator" in page
    assert "Disetujui verifikator" in page


def test_a_person_of_both_reads_the_word_of_the_plan(kpu: SimpleNamespace, masuk: Masuk) -> None:
    unit = buat_unit(buat_instansi("pemda"), "dinas")
    plan = buat_rencana(unit.instansi)
    orang = buat_user("orang.dua", Role.ADMIN, unit)
    Membership.objects.create(user=orang, role=Role.ADMIN, unit=kpu.akar)
    client = masuk(orang)
    batas = {
        pk: client.get(reverse("rencana_batas", args=[pk])).content.decode()
        for pk in (plan.pk, kpu.rencana.pk)
    }
    assert "Batas Inspektorat" in batas[plan.pk]
    assert "Inspektorat" not in teks(batas[kpu.rencana.pk])


def test_the_admin_sets_the_word(kpu: SimpleNamespace, masuk: Masuk) -> None:
    client, url = masuk(kpu.admin), reverse("siapkan_instansi")
    page = client.get(url)
    assert page.context["form"].initial["sebutan_verifikator"] == "verifikator"
    data = {n: v for n, v in page.context["form"].initial.items() if v}
    client.post(url, {**data, "sebutan_verifikator": "satuan pengawas"})
    task = reverse("tugas", args=[kpu.tugas["di_unit"].pk])
    assert "kirim ke satuan pengawas" in teks(masuk(kpu.operator).get(task).content.decode())
    client.post(url, {**data, "sebutan_verifikator": ""})
    assert "kirim ke Inspektorat" in teks(masuk(kpu.operator).get(task).content.decode())
