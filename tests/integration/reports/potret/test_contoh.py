"""Periods of CONTOH institutions go with them; those of others stay."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.permissions import Role
from evidence.models import Batas, Capaian
from reports.actions.periode import buat_amandemen, potret_sekarang
from reports.demo import remove
from reports.models import (
    BerkasTerbitan,
    Lambang,
    LangkahPeriode,
    Potret,
    TemplatLaporan,
    Terbitan,
)
from tests.factories import buat_user
from tests.factories.terbitan import buat_terbitan
from tests.integration.evidence.conftest import bangun_dunia

SEMUA = (Potret, LangkahPeriode, Terbitan, BerkasTerbitan, TemplatLaporan, Lambang)


def _penuh(kode: str, *, contoh: bool) -> None:
    """An institution with a row in every table: a Potret amended twice, a report, its look."""
    d = bangun_dunia(kode, contoh=contoh)
    today = timezone.localdate()
    days = ("batas_unit", "batas_inspektorat", "batas_jaga", "verifikasi_kpk", "ditutup")
    batas = Batas.objects.create(
        rencana=d.rencana,
        kode="B03",
        akhir=today,
        dibuka=today - timedelta(days=5),
        **dict.fromkeys(days, today + timedelta(days=5)),
    )
    last = potret_sekarang(batas_id=batas.pk, by=d.ketua)
    for n in (1, 2):
        Capaian.objects.filter(pk=d.c_bkd.pk).update(batas=today + timedelta(days=n))
        last = buat_amandemen(
            batas_id=batas.pk, potret_id=last.pk, alasan=f"Alasan {n}.", by=d.ketua
        )
    issued = buat_terbitan(last, d.ketua)
    _berkas(d, issued)
    admin = buat_user(f"admin.templat.{kode}", Role.ADMIN, d.akar)
    crest = Lambang.objects.create(
        instansi=d.instansi,
        jenis=Lambang.Jenis.PNG,
        isi=b"gambar",
        sha256="0" * 64,
        dibuat=timezone.now(),
        oleh=admin,
    )
    TemplatLaporan.objects.create(
        instansi=d.instansi, lambang=crest, diubah=timezone.now(), diubah_oleh=admin
    )


def _berkas(d: SimpleNamespace, issued: Terbitan) -> None:
    job = issued.instansi.job_set.latest("pk")
    BerkasTerbitan.objects.create(
        instansi=d.instansi,
        terbitan=issued,
        job=job,
        sha256="1" * 64,
        ukuran=10,
        dibuat=timezone.now(),
    )


def test_removal_takes_the_samples_and_nothing_else(db: None, data_folder: object) -> None:
    _penuh("alfa", contoh=True)
    _penuh("beta", contoh=False)
    before = {model: model._default_manager.count() for model in SEMUA}
    assert all(before.values())
    assert remove() == ["Periode CONTOH: 3 potret dihapus"]
    left = {
        model: set(model._default_manager.values_list("instansi__kode", flat=True))
        for model in SEMUA
    }
    assert left == {model: {"beta"} for model in SEMUA}
    assert {m: m._default_manager.count() * 2 for m in SEMUA} == before
    assert remove() == []
