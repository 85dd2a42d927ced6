"""The sample's meetings go with it, whatever hangs on them; those of others stay."""

from types import SimpleNamespace

from django.utils import timezone

from audit.recorder import audited
from roadmap.actions.masalah import angkat
from roadmap.actions.rapat import IsiRapat, perbaiki
from roadmap.actions.rapat_pengaturan import IsiPengaturan, atur
from roadmap.demo.rapat import hapus_rapat
from roadmap.models import (
    CatatanLangkah,
    Kehadiran,
    LangkahPerbaikan,
    Masalah,
    Notula,
    PengangkatanMasalah,
    PengaturanRapat,
    PengingatRapat,
    PerubahanRapat,
    Rapat,
)
from tests.integration.roadmap.rapat.isi import isi

TABEL = (
    Rapat,
    Kehadiran,
    Notula,
    PerubahanRapat,
    Masalah,
    PengangkatanMasalah,
    LangkahPerbaikan,
    CatatanLangkah,
    PengaturanRapat,
    PengingatRapat,
)


def _penuh(d: SimpleNamespace) -> None:
    """Fill every table of an institution."""
    today = timezone.localdate()
    s = isi(d)
    angkat(masalah_id=s.m_bkd.pk, ke="pleno", alasan="Berat.", by=d.operator)
    perbaiki(
        rapat_id=s.pleno.pk,
        versi=s.pleno.versi,
        isi=IsiRapat(today, "Aula", "Sekda", "Diperbaiki."),
        alasan="Keliru.",
        by=d.ketua,
    )
    rhythm = IsiPengaturan("bulanan", "semester", pengingat=True)
    atur(instansi_id=d.instansi.pk, tingkat="pleno", isi=rhythm, by=d.admin)
    PengingatRapat.objects.create(
        instansi=d.instansi,
        rencana=d.rencana,
        tingkat="pleno",
        maksud="monitoring",
        mulai=today,
        selesai=today,
        dibuat=timezone.now(),
    )


def test_only_the_sample_goes(dunia: SimpleNamespace, lain: SimpleNamespace) -> None:
    _penuh(dunia)
    counts = {table: table._default_manager.count() for table in TABEL}
    assert all(counts.values())
    _penuh(lain)
    with audited():
        hapus_rapat([dunia.instansi.pk])
    assert {table: table._default_manager.count() for table in TABEL} == counts
    assert not Rapat.objects.filter(instansi=dunia.instansi).exists()
