"""Proposals before they are taken over, and the form that shifts a month."""

import re
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from accounts.models import User
from evidence.models import Capaian
from tests.integration.zonaintegritas.jadwal_layar.conftest import isian
from zonaintegritas.actions.jadwal import atur_bentuk, atur_bulan
from zonaintegritas.jadwal.usulan import usulan_rencana
from zonaintegritas.models import BentukJadwal, BulanJadwal

Masuk = Callable[[User], Client]


def teks(html: str) -> str:
    body = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def bulan(zi: SimpleNamespace, kode: str) -> list[int]:
    rows = BulanJadwal.objects.berlaku().filter(butir=zi.baris[kode])
    return sorted(found.month for found in rows.values_list("bulan", flat=True))


def diusulkan(zi: SimpleNamespace) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Proposals of the fifth team: kode, words of the source, months."""
    found = usulan_rencana(zi.rencana)
    return {
        kode: (found[b.pk].kutipan, found[b.pk].bulan)
        for kode, b in zi.baris.items()
        if b.pk in found and kode.startswith("5.")
    }


def test_the_list_names_words_and_months_before_anything_is_taken(
    zi: SimpleNamespace, masuk: Masuk
) -> None:
    proposed = diusulkan(zi)
    assert proposed
    client = masuk(zi.koordinator)
    page = reverse("zi_jadwal_usulan", args=[zi.tim.pk])
    shown = teks(client.get(page).content.decode())
    for kode, (kutipan, _) in proposed.items():
        assert kode in shown
        assert kutipan in shown
    assert not BulanJadwal.objects.exists()
    answer = client.post(page, follow=True)
    assert answer.redirect_chain[0][1] == 302
    for kode, (kutipan, months) in proposed.items():
        assert bulan(zi, kode) == list(months)
        assert BentukJadwal.objects.get(butir=zi.baris[kode]).kutipan == kutipan
    assert BulanJadwal.objects.exclude(butir__unit=zi.tim.unit).count() == 0
    assert "Tidak ada usulan" in teks(client.get(page).content.decode())


def test_the_grid_takes_one_proposal_with_its_words(zi: SimpleNamespace, masuk: Masuk) -> None:
    proposed = diusulkan(zi)
    kode, (kutipan, months) = next(iter(proposed.items()))
    pk = zi.baris[kode].pk
    client = masuk(zi.koordinator)
    page = f"{reverse('zi_jadwal')}?rencana={zi.rencana.pk}&tim=5"
    assert f"Usulan dari {kutipan} :" in teks(client.get(page).content.decode())
    # Without script only the proposal is ticked, with it its months are ticked too.
    sent = {"langkah": "simpan", f"awal-{pk}": "", "usulan": [str(pk)]}
    assert client.post(page, sent).status_code == 302
    assert bulan(zi, kode) == list(months)
    assert BentukJadwal.objects.get(butir=pk).kutipan == kutipan
    other = next(k for k in proposed if k != kode) if len(proposed) > 1 else None
    if other:
        assert bulan(zi, other) == []


def test_a_proposal_with_other_months_is_the_persons_plan(
    zi: SimpleNamespace, masuk: Masuk
) -> None:
    kode = next(iter(diusulkan(zi)))
    key = "b" + kode.lower().replace(".", "_")
    sent = isian(zi, **{key: ">11"}) | {"usulan": [str(zi.baris[kode].pk)]}
    page = f"{reverse('zi_jadwal')}?rencana={zi.rencana.pk}&tim=5"
    assert masuk(zi.koordinator).post(page, sent).status_code == 302
    assert bulan(zi, kode) == [11]
    assert not BentukJadwal.objects.filter(butir=zi.baris[kode]).exists()


def test_proposals_and_shifts_are_for_those_who_plan(zi: SimpleNamespace, masuk: Masuk) -> None:
    atur_bulan(rencana_id=zi.rencana.pk, isi={zi.baris["5.A.1"].pk: [8]}, by=zi.admin)
    pages = (
        reverse("zi_jadwal_usulan", args=[zi.tim.pk]),
        reverse("zi_jadwal_geser", args=[zi.baris["5.A.1"].pk]),
    )
    for who, status in ((zi.koordinator, 200), (zi.operator, 403), (zi.auditor, 403)):
        for page in pages:
            assert masuk(who).get(page).status_code == status, (who, page)
    sent = {"dari": 8, "ke": 9, "alasan": "Diundur"}
    assert masuk(zi.operator).post(pages[1], sent).status_code == 403
    assert masuk(zi.operator).post(pages[0]).status_code == 403
    assert bulan(zi, "5.A.1") == [8]
    assert BulanJadwal.objects.count() == 1


def test_a_shift_needs_a_reason_and_is_told_on_the_row(
    berjalan: SimpleNamespace, masuk: Masuk
) -> None:
    zi = berjalan
    butir = zi.baris["5.A.1"]
    atur_bulan(rencana_id=zi.rencana.pk, isi={butir.pk: [8, 11]}, by=zi.koordinator)
    old = Capaian.objects.get(butir=butir, mulai__month=8)
    client = masuk(zi.koordinator)
    page = reverse("zi_jadwal_geser", args=[butir.pk])
    html = client.get(f"{page}?dari=8").content.decode()
    assert '<option value="8" selected>Agustus</option>' in html
    assert "Direncanakan: Agu, Nov." in teks(html)

    refused = client.post(page, {"dari": 8, "ke": 9, "alasan": " "})
    assert refused.status_code == 422
    assert '<option value="9" selected>September</option>' in refused.content.decode()
    taken = client.post(page, {"dari": 8, "ke": 11, "alasan": "Diundur"})
    assert taken.status_code == 422
    assert "November 2026 sudah direncanakan." in teks(taken.content.decode())
    assert bulan(zi, "5.A.1") == [8, 11]

    answer = client.post(page, {"dari": 8, "ke": 9, "alasan": "Rapat diundur"}, follow=True)
    assert answer.redirect_chain[0][0].endswith(f"&tim=5#baris-{butir.pk}")
    assert bulan(zi, "5.A.1") == [9, 11]
    old.refresh_from_db()
    assert old.gugur is not None
    said = "Agustus digeser ke September oleh Nama koordinator.tim5, 4 Agustus 2026"
    assert said in teks(answer.content.decode())
    assert said in teks(client.get(page).content.decode())


def test_a_run_is_shifted_as_a_whole_when_asked(zi: SimpleNamespace, masuk: Masuk) -> None:
    butir = zi.baris["5.A.1"]
    page = reverse("zi_jadwal_geser", args=[butir.pk])
    atur_bulan(rencana_id=zi.rencana.pk, isi={butir.pk: [7, 8]}, by=zi.koordinator)
    client = masuk(zi.koordinator)
    assert "serentang" not in client.get(page).content.decode()
    atur_bentuk(butir_id=butir.pk, bentuk="rentang", by=zi.koordinator)
    assert 'name="serentang"' in client.get(page).content.decode()
    sent = {"dari": 7, "ke": 9, "serentang": "on", "alasan": "Diundur"}
    assert client.post(page, sent).status_code == 302
    assert bulan(zi, "5.A.1") == [9, 10]


def test_a_row_without_months_says_that_there_is_nothing_to_shift(
    zi: SimpleNamespace, masuk: Masuk
) -> None:
    page = reverse("zi_jadwal_geser", args=[zi.baris["5.A.1"].pk])
    html = masuk(zi.koordinator).get(page).content.decode()
    assert "belum mempunyai bulan" in teks(html)
    assert "<textarea" not in html
