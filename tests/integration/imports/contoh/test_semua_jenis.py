"""Every kind on the official data and on the samples: what is taken out comes back the same.

And what is taken out of one institution changes nothing of it when another one brings it in.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import Instansi, User
from evidence.actions.errors import IsianKurang
from evidence.models import Rencana
from imports.models import Batch
from imports.workbook import tulis_csv, tulis_xlsx
from jobs import engine, runner
from reports.actions.permohonan import minta_lampiran_zi
from reports.kinds import Bentuk
from sheets import registry
from tests.factories.impor import angka, impor, jenis_data, temuan, terapkan_langsung

JENIS = [kelas.kode for kelas in registry.semua()]
Keadaan = Batch.Keadaan


def _tempat(orang: dict[str, User], kode: str) -> Iterator[tuple[Instansi, User, int | None]]:
    """Yield each institution with each target that a kind has there."""
    kelas = registry.cari(kode)
    assert kelas is not None
    for instansi in Instansi.objects.order_by("kode"):
        user = orang[instansi.kode]
        if not kelas.bertujuan:
            yield instansi, user, None
        for tujuan in kelas.daftar_tujuan(user, instansi):
            yield instansi, user, tujuan.id


def _berkas(
    instansi: Instansi, by: User, kode: str, tujuan: int | None, folder: Path, bentuk: str = "xlsx"
) -> tuple[Path, int]:
    resource = jenis_data(instansi, by, kode, tujuan)
    target = folder / f"{kode}.{bentuk}"
    rows = (ada.nilai for ada in resource.ada())
    if bentuk == "csv":
        return target, tulis_csv(resource, rows, target)
    return target, tulis_xlsx(resource, rows, target)


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
@pytest.mark.parametrize("kode", JENIS)
def test_what_is_taken_out_comes_back_the_same(
    orang: dict[str, User], db: None, kode: str, bentuk: str, tmp_path: Path
) -> None:
    seen = 0
    for instansi, by, tujuan in _tempat(orang, kode):
        path, rows = _berkas(instansi, by, kode, tujuan, tmp_path, bentuk)
        if not rows:
            continue
        batch = impor(instansi, by, kode, path, tujuan)
        where = (instansi.kode, tujuan, batch.keadaan, batch.pesan, temuan(batch)[:5])
        changes = list(batch.baris_set.exclude(jenis="sama").values("baris", "kunci", "beda")[:5])
        assert angka(batch) == (0, 0, rows, 0), (where, changes)
        assert batch.keadaan == Keadaan.SAMA, where
        seen += rows
    assert seen, f"no row of {kode} in the official data nor in the samples"


def _isi_instansi(instansi: Instansi) -> dict[str, list[Any]]:
    """Return every row that carries an institution, but for imports and work in the background."""
    found = {}
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "instansi" in names and model._meta.app_label not in ("imports", "jobs", "audit"):
            rows = model._base_manager.filter(instansi=instansi.pk).order_by("pk")
            found[model._meta.label] = list(rows.values_list())
    return found


@pytest.mark.parametrize("kode", JENIS)
def test_keys_of_another_institution_touch_nothing_of_it(
    orang: dict[str, User], db: None, kode: str, tmp_path: Path
) -> None:
    """The file of one institution, brought in by the admin of another, whatever it makes there."""
    known = {instansi.kode: instansi for instansi in Instansi.objects.all()}
    contoh = [kode for kode, instansi in known.items() if instansi.contoh]
    pairs = [(a, b) for a in contoh for b in contoh if a != b]
    tried = 0
    for asal, ke in pairs:
        for instansi, by, tujuan in [*_tempat(orang, kode)]:
            if instansi.kode != asal:
                continue
            path, rows = _berkas(instansi, by, kode, tujuan, tmp_path)
            if not rows:
                continue
            other, foreign = known[ke], orang[ke]
            before = _isi_instansi(instansi)
            kelas = registry.cari(kode)
            assert kelas is not None
            own = [t.id for t in kelas.daftar_tujuan(foreign, other)] if kelas.bertujuan else [None]
            if tujuan not in own:  # a regulation of the LKE is everybody's, and only compared
                with pytest.raises(IsianKurang) as error:
                    impor(other, foreign, kode, path, tujuan)
                assert error.value.galat == {"tujuan": "Pilih tujuan dari daftar."}
            for satu in own[:1]:
                batch = impor(other, foreign, kode, path, satu)
                if batch.keadaan == Keadaan.SIAP:
                    terapkan_langsung(batch, foreign, alasan="uji", dasar="uji")
            assert _isi_instansi(instansi) == before
            tried += 1
    assert tried, f"no row of {kode} in the samples"


@pytest.mark.parametrize("kode", ["kpu-ntt", "kpu-ntt-contoh"])
def test_printed_lampiran_ii_comes_back_the_same(
    orang: dict[str, User], db: None, kode: str
) -> None:
    """Lampiran II of the decree and of the sample, as the report delivers it."""
    by = orang[kode]
    rencana = Rencana.objects.get(instansi__kode=kode, jenis=Rencana.Jenis.ZI)
    job = minta_lampiran_zi(rencana_id=rencana.pk, lampiran=2, bentuk=Bentuk.XLSX, by=by)
    assert engine.claim(job.pk, "w1") is True
    runner.run(job.pk, "w1")
    client = Client()
    client.force_login(by)
    answer = client.get(f"/laporan/{job.pk}/unduh/")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    batch = impor(rencana.instansi, by, "", data, rencana.pk)
    changes = list(batch.baris_set.exclude(jenis="sama").values("baris", "kunci", "beda")[:5])
    assert (batch.jenis, batch.tata, temuan(batch)) == ("zi_lampiran", Batch.Tata.RESMI, [])
    assert angka(batch) == (0, 0, rencana.butir_set.count(), 0), changes
