"""Notices inside the portal: off until an office turns them on, once a window, gone when met."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from roadmap.actions.langkah import catat_kemajuan
from roadmap.actions.rapat_pengaturan import IsiPengaturan, atur
from roadmap.actions.rapat_pengingat import ingatkan
from roadmap.menunggu import langkah_menunggu, menunggu_rapat, pengingat_terbuka
from roadmap.models import PengingatRapat
from roadmap.tasks import ingatkan_rapat
from roadmap.tempo_rapat import tempo_rapat
from tests.factories.rapat import buat_rapat
from tests.integration.roadmap.rapat.isi import isi


def _nyalakan(dunia: SimpleNamespace, unit_id: int | None = None) -> None:
    rhythm = IsiPengaturan("dua_minggu", "tidak", pengingat=True)
    by, tingkat = (dunia.operator, "unit") if unit_id else (dunia.admin, "pleno")
    atur(instansi_id=dunia.instansi.pk, tingkat=tingkat, isi=rhythm, by=by, unit_id=unit_id)


def test_off_until_turned_on(dunia: SimpleNamespace) -> None:
    assert ingatkan_rapat() == 0
    assert PengingatRapat.objects.count() == 0


def test_once_a_window_and_gone_when_the_meeting_is_planned(
    dunia: SimpleNamespace, lain: SimpleNamespace, client: Client
) -> None:
    _nyalakan(dunia, unit_id=dunia.bkd.pk)
    due = next(
        t
        for t in tempo_rapat(dunia.rencana, dunia.ketua, timezone.localdate())
        if t.unit_id == dunia.bkd.pk
    )
    last = due.tempo.masa.selesai
    noon = timezone.make_aware(datetime(last.year, last.month, last.day, 12))
    assert ingatkan(at=noon - timedelta(days=4)) == 0  # too early
    assert ingatkan(at=noon - timedelta(days=3)) == 1
    assert ingatkan(at=noon) == 0
    notice = PengingatRapat.objects.get()
    assert (notice.unit, notice.selesai) == (dunia.bkd, last)
    assert Kejadian.objects.filter(aksi="rapat.ingatkan").count() == 1
    for peran, seen in (("operator", 1), ("operator_pupr", 0), ("ketua", 0)):
        user = User.objects.get(pk=getattr(dunia, peran).pk)
        assert pengingat_terbuka(user).count() == menunggu_rapat(user).count() == seen, peran
    assert pengingat_terbuka(lain.operator).count() == 0

    client.force_login(dunia.operator)
    page = client.get(reverse("rapat")).content.decode()
    assert "Pengingat rapat" in page
    assert '<b class="pn-cnt">1<span' in page
    menu = page[page.index("pn-side") : page.index("</nav>", page.index("pn-side"))]
    assert menu.count("aria-current") == 1  # the Road Map's own entry begins with the same words

    buat_rapat(dunia.rencana, dunia.operator, dunia.bkd, hari=last)
    assert pengingat_terbuka(User.objects.get(pk=dunia.operator.pk)).count() == 0
    assert "Pengingat rapat" not in client.get(reverse("rapat")).content.decode()


def test_the_plenos_notice_is_for_who_records_for_the_institution(dunia: SimpleNamespace) -> None:
    _nyalakan(dunia)
    due = next(
        t for t in tempo_rapat(dunia.rencana, None, timezone.localdate()) if t.unit_id is None
    )
    last = due.tempo.masa.selesai
    assert ingatkan(at=timezone.make_aware(datetime(last.year, last.month, last.day, 12))) == 1
    assert pengingat_terbuka(dunia.ketua).count() == 1
    assert pengingat_terbuka(dunia.operator).count() == 0
    buat_rapat(dunia.rencana, dunia.ketua, None, hari=last)
    assert pengingat_terbuka(dunia.ketua).count() == 0


def test_steps_that_wait(dunia: SimpleNamespace) -> None:
    s = isi(dunia)

    def waits() -> dict[str, int]:
        names = ("operator", "operator_pupr", "bawahan", "verifikator", "ketua")
        users = {n: User.objects.get(pk=getattr(dunia, n).pk) for n in names}
        return {n: langkah_menunggu(u).count() for n, u in users.items()}

    assert waits() == {
        "operator": 1,
        "operator_pupr": 1,
        "bawahan": 0,
        "verifikator": 0,
        "ketua": 0,
    }
    catat_kemajuan(langkah_id=s.l_bkd.pk, catatan="Selesai.", selesai=True, by=dunia.operator)
    assert waits() == {
        "operator": 0,
        "operator_pupr": 1,
        "bawahan": 0,
        "verifikator": 1,
        "ketua": 0,
    }
