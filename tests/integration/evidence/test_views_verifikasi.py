"""The queue and the desk: order, filters, decisions, four eyes, conflicts."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import boleh_memutus, pakai, putuskan
from evidence.lists.queue import untuk_diperiksa
from evidence.lists.saringan import Saringan
from evidence.models import BuktiVersi, Capaian, Keputusan
from evidence.workflow import Aksi
from tests.factories import buat_user, dikembalikan, disetujui, segar, terkirim


@pytest.fixture
def masuk(client: Client, dunia: SimpleNamespace) -> Client:
    """The verifikator, logged in."""
    client.force_login(dunia.verifikator)
    return client


def antre(client: Client, **query: Any) -> list[str]:
    """Codes in the queue, in order."""
    answer = client.get(reverse("verifikasi"), query)
    return [b.kode for b in answer.context["antrean"].baris]


def menunggu(capaian: Capaian) -> list[int]:
    """Documents of a task that wait."""
    rows = capaian.pemenuhan_set.filter(status="menunggu").order_by("dokumen__urut")
    return list(rows.values_list("pk", flat=True))


def putus(client: Client, capaian: Capaian, query: str = "", **data: Any) -> HttpResponse:
    """Submit the decision panel."""
    body = {"versi": capaian.versi, "dokumen": menunggu(capaian), "catatan": "", "alasan": ""}
    answer: Any = client.post(reverse("meja", args=[capaian.pk]) + query, body | data)
    return answer  # type: ignore[no-any-return]


def semua_terkirim(dunia: SimpleNamespace) -> list[Capaian]:
    """Three tasks sent one after the other, the Inspektorat's own among them."""
    rows = [
        terkirim(dunia.c_bkd, dunia.operator),
        terkirim(dunia.c_itda, dunia.operator_itda),
        terkirim(dunia.c_pupr, dunia.operator_pupr),
    ]
    for days, c in zip((9, 5, 2), rows, strict=True):
        Capaian.objects.filter(pk=c.pk).update(dikirim=timezone.now() - timedelta(days=days))
    return rows


def test_oldest_first_with_age_and_flags(
    dunia: SimpleNamespace, masuk: Client, lain: SimpleNamespace
) -> None:
    semua_terkirim(lain)
    semua_terkirim(dunia)
    baris = masuk.get(reverse("verifikasi")).context["antrean"].baris
    assert [(b.kode, b.umur, b.menunggu, b.klaim, b.orang_kedua, b.terlibat) for b in baris] == [
        ("9.a", 9, 2, 90, False, False),
        ("4.a", 5, 1, 90, True, False),
        ("13.b", 2, 1, 90, False, False),
    ]


def test_filters_stand_in_the_address(dunia: SimpleNamespace, masuk: Client) -> None:
    semua_terkirim(dunia)
    assert antre(masuk, unit=dunia.pupr.pk) == ["13.b"]
    assert antre(masuk, kata="laporan 4.a") == ["4.a"]
    assert antre(masuk, kata="4.A") == ["4.a"]
    assert antre(masuk, status="disetujui") == []
    assert antre(masuk, status="semua") == ["9.a", "4.a", "13.b"]
    assert antre(masuk, status="aneh", unit="x") == ["9.a", "4.a", "13.b"]
    assert antre(masuk, rencana=dunia.rencana.pk) == ["9.a", "4.a", "13.b"]


def test_returned_task_with_a_waiting_document_stays_in_the_queue(
    dunia: SimpleNamespace, masuk: Client
) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    first, second = menunggu(c)
    answer = putus(
        masuk, c, dokumen=[first], aksi="minta_perbaikan", alasan="tidak_lengkap", catatan="Kurang."
    )
    assert answer["Location"] == reverse("meja", args=[c.pk])  # its second document waits
    assert antre(masuk) == ["9.a"]
    assert antre(masuk, status="perbaikan") == ["9.a"]
    page = masuk.get(reverse("meja", args=[c.pk]))
    assert page.context["dicentang"] == {second}


def test_approval_goes_to_the_next_and_keeps_filters(dunia: SimpleNamespace, masuk: Client) -> None:
    first, second, third = semua_terkirim(dunia)
    answer = putus(masuk, first, "?kata=laporan", aksi="setujui", nilai="90")
    assert answer["Location"] == reverse("meja", args=[second.pk]) + "?kata=laporan"
    page = masuk.get(answer["Location"])
    assert [str(m) for m in page.context["messages"]] == [
        "9.a, dokumen 1 dan 2 disetujui dengan nilai 90."
    ]
    assert [b.kode for b in page.context["sekitar"].baris] == ["4.a", "13.b"]
    answer = putus(masuk, third, aksi="setujui", nilai="90")
    assert answer["Location"] == reverse("meja", args=[second.pk])
    answer = putus(masuk, second, aksi="setujui", nilai="90")
    assert answer["Location"] == reverse("verifikasi")


def test_next_skips_what_the_person_sent(dunia: SimpleNamespace, client: Client) -> None:
    double = buat_user("rangkap", Role.OPERATOR, dunia.itda)
    double.membership_set.create(unit=dunia.itda, role=Role.VERIFIKATOR)
    double = segar(double)
    first = terkirim(dunia.c_bkd, dunia.operator)
    own = terkirim(dunia.c_itda, double)
    last = terkirim(dunia.c_pupr, dunia.operator_pupr)
    client.force_login(double)
    baris = client.get(reverse("verifikasi")).context["antrean"].baris
    assert {b.kode: b.terlibat for b in baris} == {"9.a": False, "4.a": True, "13.b": False}
    answer = putus(client, first, aksi="setujui", nilai="90")
    assert answer["Location"] == reverse("meja", args=[last.pk])
    page = client.get(reverse("meja", args=[own.pk])).content.decode()
    assert "Empat mata" in page
    assert 'id="putusan"' not in page
    refused = putus(client, own, aksi="setujui", nilai="90")
    assert refused.status_code == 422
    own.refresh_from_db()
    assert own.status == "menunggu"


def test_flag_of_the_list_says_what_the_action_says(dunia: SimpleNamespace) -> None:
    semua_terkirim(dunia)
    people = [dunia.verifikator, dunia.operator_itda, dunia.verifikator2]
    dunia.operator_itda.membership_set.create(unit=dunia.itda, role=Role.VERIFIKATOR)
    for user in map(segar, people):
        flags = {c.pk: c.terlibat for c in untuk_diperiksa(user, None)}
        reasons = {
            c.pk: boleh_memutus(user, c) is not None for c in Capaian.objects.filter(pk__in=flags)
        }
        assert flags == reasons


def test_lowered_value_needs_a_note(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    answer = putus(masuk, c, aksi="setujui", nilai="75")
    assert answer.status_code == 422
    assert "15 di bawah klaim. Catatan wajib diisi." in answer.content.decode()
    assert answer.context["form"]["nilai"].value() == "75"  # type: ignore[attr-defined]
    assert putus(masuk, c, aksi="setujui", nilai="75", catatan="Belum lengkap.").status_code == 302
    c.refresh_from_db()
    assert (c.status, c.nilai_mandiri, c.nilai_internal) == ("disetujui", 90, 75)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"aksi": "minta_perbaikan", "catatan": "Kurang."}, "Pilih alasan perbaikan."),
        ({"aksi": "minta_perbaikan", "alasan": "tidak_terbaca"}, "Tulis catatan supaya unit tahu"),
        ({"aksi": "setujui"}, "Pilih nilai terverifikasi."),
        ({"aksi": "setujui", "nilai": "85"}, "Pilih salah satu nilai yang tersedia."),
        ({"aksi": "setujui", "nilai": "90", "dokumen": []}, "Pilih paling sedikit satu dokumen"),
        ({"aksi": "kirim"}, "Putusan tidak dikenal."),
        ({}, "Pilih Setujui atau Minta perbaikan."),
    ],
)
def test_incomplete_decisions_keep_what_was_typed(
    dunia: SimpleNamespace, masuk: Client, data: dict[str, Any], words: str
) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    before = Keputusan.objects.count()
    answer = putus(masuk, c, **data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Keputusan.objects.count() == before


def test_return_with_reason_and_note(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    answer = putus(
        masuk, c, aksi="minta_perbaikan", alasan="salah_dokumen", catatan="Ini tahun lalu."
    )
    assert answer.status_code == 302
    page = masuk.get(answer["Location"])
    assert [str(m) for m in page.context["messages"]] == [
        "9.a, dokumen 1 dan 2 dikembalikan kepada unit untuk diperbaiki."
    ]
    c.refresh_from_db()
    assert c.status == "perbaikan"


def test_decided_meanwhile_keeps_the_note(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    old = Capaian.objects.get(pk=c.pk)
    putuskan(
        capaian_id=c.pk,
        versi=c.versi,
        pemenuhan_ids=menunggu(c),
        aksi=Aksi.SETUJUI,
        by=dunia.verifikator2,
        nilai=80,
        catatan="Daftar sesuai.",
    )
    before = Keputusan.objects.count()
    answer = putus(masuk, old, aksi="setujui", nilai="75", catatan="Catatan panjang saya")
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in (
        "Putusan Anda belum tersimpan: dokumen ini baru saja diputus",
        "Nama verif2.alfa",
        "nilai 80",
        "Daftar sesuai.",
        "Catatan panjang saya",
    ):
        assert words in page
    assert Keputusan.objects.count() == before


def test_expired_session_keeps_the_note(dunia: SimpleNamespace, client: Client) -> None:
    c = terkirim(dunia.c_bkd, dunia.operator)
    url = reverse("meja", args=[c.pk]) + "?kata=laporan"
    first, _ = menunggu(c)
    data = {
        "versi": c.versi,
        "dokumen": [first],
        "catatan": "Catatan panjang",
        "alasan": "lainnya",
        "aksi": "minta_perbaikan",
        "pn_pengguna": dunia.verifikator.pk,
        "pn_halaman": url,
    }
    assert client.post(url, data)["Location"].startswith(reverse("account_login"))
    kept = dict(client.session.items())
    client.force_login(dunia.verifikator)
    session = client.session
    session.update({k: v for k, v in kept.items() if not k.startswith("_auth")})
    session.save()
    page = client.get(url)
    assert page.context["form"]["catatan"].value() == "Catatan panjang"
    assert page.context["dicentang"] == {first}


def test_desk_shows_other_uses_and_earlier_decisions(dunia: SimpleNamespace, masuk: Client) -> None:
    c = dikembalikan(dunia.c_bkd, dunia.operator, dunia.verifikator2)
    versi = BuktiVersi.objects.order_by("pk")[0]
    pakai(pemenuhan_id=dunia.c_dukung.pemenuhan_set.get().pk, versi_id=versi.pk, by=dunia.operator)
    page = masuk.get(reverse("meja", args=[c.pk])).content.decode()
    assert page.count("Dipakai juga di") == 1
    assert "13.a, dokumen 1" in page
    assert "alasan: Belum ditandatangani" in page


def test_approval_is_opened_again_with_a_note(dunia: SimpleNamespace, masuk: Client) -> None:
    c = disetujui(dunia.c_dukung, dunia.operator, dunia.verifikator2)
    url = reverse("meja_buka", args=[c.pk, c.pemenuhan_set.get().pk])
    assert masuk.get(url).status_code == 200
    empty = masuk.post(url, {"versi": c.versi, "catatan": " "})
    assert (empty.status_code, "Tulis alasan membuka kembali" in empty.content.decode()) == (
        422,
        True,
    )
    stale = masuk.post(url, {"versi": c.versi - 1, "catatan": "Ternyata salah."})
    assert (stale.status_code, "Ternyata salah." in stale.content.decode()) == (409, True)
    assert masuk.post(url, {"versi": c.versi, "catatan": "Ternyata salah."}).status_code == 302
    c.refresh_from_db()
    assert (c.status, c.nilai_internal) == ("menunggu", None)


def test_filters_as_an_address() -> None:
    assert Saringan().alamat == ""
    assert Saringan(status="semua", unit=3, kata="a b").alamat == "?status=semua&unit=3&kata=a+b"
    assert Saringan(pemeriksa="saya").alamat == "?pemeriksa=saya"
    assert Saringan(pemeriksa="saya").dengan(status="semua") == "?status=semua&pemeriksa=saya"
    assert Saringan(pemeriksa="saya").dengan(pemeriksa="") == "?"
    long = Saringan(kata="ő" * 100, status="disetujui", pemeriksa="belum", unit=1, rencana="2")
    assert Saringan.dari_alamat(long.kueri) == long
    assert len(long.kueri) < 2000


def test_decisions_of_a_double_click_count_once(dunia: SimpleNamespace, masuk: Client) -> None:
    c = terkirim(dunia.c_dukung, dunia.operator)
    old = Capaian.objects.get(pk=c.pk)
    ids = menunggu(c)
    assert putus(masuk, old, dokumen=ids, aksi="setujui", nilai="90").status_code == 302
    before = Keputusan.objects.count()
    assert putus(masuk, old, dokumen=ids, aksi="setujui", nilai="90").status_code == 409
    assert Keputusan.objects.count() == before
