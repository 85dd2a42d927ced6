"""Accepted figures whose target was revised: the page says what happened and what to do."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from evidence.actions import buka_kembali
from evidence.models import Capaian, Rencana
from roadmap.actions.target import IsiTarget, ubah_target
from roadmap.tugas import khusus_tugas
from tests.factories.roadmap import bangun_roadmap, kirim_realisasi, verifikasi_realisasi

JUDUL = "Angka yang disetujui tidak lagi menjawab target"
SELESAI = "Selesai: semua dokumen disetujui Inspektorat"
UNIT = "Target sudah diubah sejak disetujui. Mintalah verifikator membuka kembali tugas ini."
LAIN = (
    "Target sudah diubah sejak disetujui. Unit melapor lagi setelah verifikator membuka kembali "
    "tugas ini."
)


@pytest.fixture
def d(db: None, data_folder: object) -> SimpleNamespace:
    """The small plan with an accepted task: 3 of "5x"."""
    d = bangun_roadmap("alfa")
    d.kini = d.rm.tahun[1]
    d.tugas = kirim_realisasi(d.rm.capaian("A-006"), d.op2, [3])
    verifikasi_realisasi(d.tugas, d.verifikator)
    return d


def target(d: SimpleNamespace, mentah: str, versi: int = 1) -> None:
    """Revise the target of this year."""
    isi = IsiTarget(mentah, None, "Pergeseran.", "Perubahan RKPD")
    ubah_target(butir_id=d.rm.butir["A-006"].pk, tahun=d.kini, isi=isi, versi=versi, by=d.admin)


def segar(d: SimpleNamespace) -> Capaian:
    """Return the task as a page reads it."""
    return Capaian.objects.select_related("butir__rencana__instansi").get(pk=d.tugas.pk)


def baca(client: Client, user: User, nama: str, d: SimpleNamespace) -> str:
    """Return a page of the task as one line."""
    client.force_login(user)
    answer: Any = client.get(reverse(nama, args=[d.tugas.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_each_reader_is_told_the_way_on(client: Client, d: SimpleNamespace) -> None:
    target(d, "40%")
    buka = reverse("meja_buka", args=[d.tugas.pk, d.tugas.pemenuhan_set.get().pk])
    found = {
        (peran, nama): tuple(page.count(kata) for kata in (JUDUL, SELESAI, UNIT, LAIN))
        for peran, nama in (
            ("op2", "tugas"),
            ("verifikator", "tugas"),
            ("ketua", "tugas"),
            ("verifikator", "meja"),
        )
        if (page := baca(client, getattr(d, peran), nama, d))
    }
    assert found == {
        ("op2", "tugas"): (1, 0, 1, 0),
        ("verifikator", "tugas"): (1, 0, 0, 0),
        ("ketua", "tugas"): (1, 0, 0, 1),
        ("verifikator", "meja"): (1, 0, 0, 0),
    }
    assert baca(client, d.verifikator, "tugas", d).count(f'href="{buka}"') == 1
    assert baca(client, d.verifikator, "meja", d).count(f'href="{buka}') == 2  # box and document
    assert baca(client, d.op2, "tugas", d).count(buka) == 0
    buka_kembali(
        capaian_id=d.tugas.pk,
        versi=segar(d).versi,
        pemenuhan_id=d.tugas.pemenuhan_set.get().pk,
        catatan="Target diubah.",
        by=d.verifikator,
    )
    assert JUDUL not in baca(client, d.op2, "tugas", d)


@pytest.mark.parametrize(
    ("mentah", "tertinggal"),
    [("5x", False), ("10x", False), ("40%", True), ("5x/2 PD", True), ("WTP", True), ("-", False)],
)
def test_only_figures_that_do_not_fit_are_left_behind(
    d: SimpleNamespace, mentah: str, tertinggal: bool
) -> None:
    if mentah != "5x":
        target(d, mentah)
    assert khusus_tugas(segar(d)).tertinggal is tertinggal


def test_a_closed_plan_asks_for_nothing(client: Client, d: SimpleNamespace) -> None:
    target(d, "40%")
    Rencana.objects.filter(pk=d.rm.rencana.pk).update(status="ditutup")
    assert not khusus_tugas(segar(d)).tertinggal
    assert JUDUL not in baca(client, d.op2, "tugas", d)
