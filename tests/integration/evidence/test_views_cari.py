"""Search: visible tasks and files only."""

from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from evidence.lists.search import HasilCari
from evidence.models import BuktiVersi
from tests.factories import buat_user, draf


def cari(client: Client, kata: str) -> HasilCari:
    """What the page found."""
    found: HasilCari = client.get(reverse("cari"), {"q": kata}).context["hasil"]
    return found


def test_tasks_by_code_and_text_with_the_way_to_work(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    client.force_login(dunia.operator)
    found = cari(client, "laporan 13")
    assert [(h.butir.kode, h.capaian) for h in found.butir] == [
        ("13.a", dunia.c_dukung),
        ("13.b", None),  # plan text is open, the other unit's work is not
    ]
    assert (found.jumlah_butir, found.jumlah_berkas) == (2, 0)
    assert [h.butir.kode for h in cari(client, "9.A").butir] == ["9.a"]
    page = client.get(reverse("cari"), {"q": "laporan 13"}).content.decode()
    assert reverse("tugas", args=[dunia.c_dukung.pk]) in page
    assert reverse("tugas", args=[dunia.c_pupr.pk]) not in page


def test_files_by_name_and_number(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    draf(lain.c_bkd, lain.operator)
    draf(dunia.c_pupr, dunia.operator_pupr)
    draf(dunia.c_bkd, dunia.operator, dokumen=1)
    own = BuktiVersi.objects.get(bukti__unit=dunia.bkd)
    BuktiVersi.objects.update(nomor_dokumen="800/214")
    client.force_login(dunia.operator)
    assert cari(client, "bukti-").berkas == [own]
    assert cari(client, "800/214").berkas == [own]
    client.force_login(dunia.auditor)
    assert cari(client, "800/214").jumlah_berkas == 2


def test_short_empty_and_strange_words(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(dunia.operator)
    answers = {q: client.get(reverse("cari"), {"q": q}) for q in ("", "a", "%_%", "tidak ada")}
    assert {q: r.status_code for q, r in answers.items()} == dict.fromkeys(answers, 200)
    assert {q: r.context["hasil"] for q, r in answers.items() if len(q) < 2} == {
        "": None,
        "a": None,
    }
    assert "Tulis paling sedikit 2 huruf." in answers["a"].content.decode()
    assert "Tidak ada yang cocok" in answers["%_%"].content.decode()
    page = client.get(reverse("cari"), {"q": "<b>x</b>"}).content.decode()
    assert "<b>x</b>" not in page


def test_platform_finds_nothing(dunia: SimpleNamespace, client: Client) -> None:
    client.force_login(buat_user("platform.cari", Role.PLATFORM))
    found = cari(client, "laporan")
    assert (found.jumlah_butir, found.jumlah_berkas) == (0, 0)
