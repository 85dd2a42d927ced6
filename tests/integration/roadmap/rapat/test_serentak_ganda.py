"""Forms sent twice, sent over somebody else's change, and days out of the plan."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evidence.actions.errors import IsianKurang
from roadmap.actions.langkah import ubah_tenggat
from roadmap.actions.rapat import ubah_jadwal
from roadmap.models import LangkahPerbaikan, Masalah, PerubahanRapat, Rapat
from tests.factories.rapat import buat_langkah, buat_masalah, buat_rapat, rapat_terlaksana


def _catatan(versi: int, **lain: str) -> dict[str, str]:
    return {
        "versi": str(versi),
        "dilaksanakan": str(timezone.localdate()),
        "tempat": "Aula",
        "pimpinan": "Kepala BKD",
        "ringkasan": "Dibahas.",
        "hadir-TOTAL_FORMS": "1",
        "hadir-INITIAL_FORMS": "0",
        "hadir-0-nama": "Maria",
        "hadir-0-hadir": "on",
        **lain,
    }


def _versi(answer: Any) -> int:
    return int(answer.context["versi"])


def test_a_record_sent_twice_is_stored_once(client: Client, dunia: SimpleNamespace) -> None:
    client.force_login(dunia.operator)
    rapat = buat_rapat(dunia.rencana, dunia.operator, dunia.bkd)
    url, rinci = reverse("rapat_catat", args=[rapat.pk]), reverse("rapat_rinci", args=[rapat.pk])
    for said in ("Catatan rapat tersimpan.", "Tidak ada yang berubah pada catatan rapat ini."):
        answer = client.post(url, _catatan(1, tempat=" Aula "), follow=True)
        assert answer.redirect_chain == [(rinci, 302)]
        assert said in answer.content.decode()
    assert Rapat.objects.get().versi == 2
    # A correction without any: no reason asked, nothing written.
    answer = client.post(url, _catatan(2, alasan="Diperiksa."), follow=True)
    assert "Tidak ada yang berubah" in answer.content.decode()
    assert PerubahanRapat.objects.count() == 0


def test_after_a_conflict_the_record_that_stands_is_shown(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.operator)
    rapat = buat_rapat(dunia.rencana, dunia.operator, dunia.bkd)
    url = reverse("rapat_catat", args=[rapat.pk])
    assert client.post(url, _catatan(1, tempat="Ruang Satu")).status_code == 302
    # Written from a page of before the first save: first the reason is missing.
    lama = client.post(url, _catatan(1, tempat="Ruang Dua"))
    assert (lama.status_code, _versi(lama), lama.context["kini"].tempat) == (422, 2, "Ruang Satu")
    bentrok = client.post(url, _catatan(1, tempat="Ruang Dua", alasan="Pindah."))
    assert (bentrok.status_code, _versi(bentrok)) == (409, 2)
    text = bentrok.content.decode()
    assert "Ruang Satu" in text
    assert 'value="Ruang Dua"' in text
    lagi = _catatan(_versi(bentrok), tempat="Ruang Dua", alasan="Pindah.")
    assert client.post(url, lagi).status_code == 302
    assert (Rapat.objects.get().tempat, Rapat.objects.get().versi) == ("Ruang Dua", 3)


def test_after_a_conflict_the_day_that_stands_is_shown(
    client: Client, dunia: SimpleNamespace
) -> None:
    client.force_login(dunia.operator)
    rapat = buat_rapat(dunia.rencana, dunia.operator, dunia.bkd)
    hari = timezone.localdate()
    ubah_jadwal(rapat_id=rapat.pk, versi=1, dijadwalkan=hari, tempat="Aula", by=dunia.operator)
    url = reverse("rapat_ubah", args=[rapat.pk])
    data = {"versi": "1", "dijadwalkan": "bukan", "tempat": "Kantin"}
    salah = client.post(url, data)
    assert (salah.status_code, _versi(salah)) == (422, 1)  # not yet seen what changed
    bentrok = client.post(url, {**data, "dijadwalkan": str(hari)})
    assert (bentrok.status_code, _versi(bentrok)) == (409, 2)
    assert "Tempat: Aula." in bentrok.content.decode()
    data |= {"dijadwalkan": str(hari), "versi": str(_versi(bentrok))}
    assert client.post(url, data).status_code == 302
    assert Rapat.objects.get().tempat == "Kantin"


def test_after_a_conflict_a_step_can_be_saved_again(client: Client, dunia: SimpleNamespace) -> None:
    rapat = rapat_terlaksana(dunia.rencana, dunia.operator, dunia.bkd)
    masalah = buat_masalah(rapat, dunia.operator, dunia.butir["A-001"].pk)
    langkah = buat_langkah(masalah, dunia.operator, dunia.bkd, timezone.localdate())
    client.force_login(dunia.operator)
    url = reverse("rapat_langkah_rinci", args=[langkah.pk])
    data = {"aksi": "kemajuan", "versi": "1", "k-catatan": "Mulai."}
    assert client.post(url, data).status_code == 302
    bentrok = client.post(url, data)
    assert (bentrok.status_code, _versi(bentrok)) == (409, 2)
    assert client.post(url, data | {"versi": "2"}).status_code == 302


def test_the_same_problem_and_step_within_a_minute_are_one(
    client: Client, dunia: SimpleNamespace
) -> None:
    rapat = rapat_terlaksana(dunia.rencana, dunia.operator, dunia.bkd)
    client.force_login(dunia.operator)
    baru = reverse("rapat_masalah_baru", args=[rapat.pk])
    data = {"butir": dunia.butir["A-001"].pk, "uraian": "Belum ada tim."}
    assert client.post(baru, data).status_code == 302
    ganda = client.post(baru, data | {"uraian": " Belum ada tim. "})
    assert ganda.status_code == 422
    assert "Masalah yang sama baru saja dicatat pada rapat ini." in ganda.content.decode()
    assert client.post(baru, data | {"uraian": "Belum ada pagu."}).status_code == 302
    assert Masalah.objects.count() == 2
    url = reverse("rapat_masalah_rinci", args=[Masalah.objects.earliest("pk").pk])
    langkah = {
        "aksi": "langkah",
        "l-uraian": "Tetapkan tim.",
        "l-unit": dunia.bkd.pk,
        "l-tenggat": str(timezone.localdate()),
    }
    assert client.post(url, langkah).status_code == 302
    ganda = client.post(url, langkah)
    assert ganda.status_code == 422
    assert "Langkah yang sama baru saja ditetapkan." in ganda.content.decode()
    assert LangkahPerbaikan.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        client.force_login(dunia.operator)
        assert client.post(url, langkah | {"l-tenggat": str(timezone.localdate())}).status_code == (
            302
        )
        assert client.post(baru, data).status_code == 302
    assert (Masalah.objects.count(), LangkahPerbaikan.objects.count()) == (3, 2)


def test_the_day_of_a_step_lies_in_the_plan_or_the_year_after_it(dunia: SimpleNamespace) -> None:
    rapat = rapat_terlaksana(dunia.rencana, dunia.ketua, None)
    masalah = buat_masalah(rapat, dunia.ketua, dunia.butir["A-001"].pk)
    last = dunia.rencana.selesai + timedelta(days=365)
    for day in (date(9999, 12, 31), last + timedelta(days=1)):
        with pytest.raises(IsianKurang, match="di luar masa Road Map"):
            buat_langkah(masalah, dunia.ketua, dunia.bkd, day)
    langkah = buat_langkah(masalah, dunia.ketua, dunia.bkd, last)
    with pytest.raises(IsianKurang, match="di luar masa Road Map"):
        ubah_tenggat(
            langkah_id=langkah.pk,
            tenggat=last + timedelta(days=1),
            catatan="Diundur.",
            by=dunia.ketua,
        )
    kembali = dunia.rencana.selesai
    ubah_tenggat(langkah_id=langkah.pk, tenggat=kembali, catatan="Maju.", by=dunia.ketua)
    assert LangkahPerbaikan.objects.get().tenggat == kembali
