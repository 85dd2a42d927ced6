"""The printed Lampiran as the report writes it, brought in again: nothing new, nothing changed."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import User
from evidence.models import Rencana
from imports.models import Batch
from jobs import engine, runner
from jobs.models import Job
from reports.actions.permohonan import minta_lampiran
from reports.kinds import Bentuk
from tests.factories.impor import angka, impor, temuan

Keadaan = Batch.Keadaan


def _lampiran(plan: Rencana, by: User, tahun: int | None) -> bytes:
    """Return the workbook as the report's own job makes it."""
    job = minta_lampiran(rencana_id=plan.pk, bentuk=Bentuk.XLSX, tahun=tahun, by=by)
    assert engine.claim(job.pk, "w1")
    runner.run(job.pk, "w1")
    job.refresh_from_db()
    assert job.status == Job.Status.SELESAI, job.pesan
    with job.hasil.open() as file:
        return bytes(file.read())


def _plan(kode: str) -> Rencana:
    return Rencana.objects.select_related("instansi").get(
        instansi__kode=kode, jenis=Rencana.Jenis.ROADMAP
    )


@pytest.mark.parametrize(
    ("kode", "bernilai"), [("pemprov-ntt", False), ("pemprov-ntt-contoh", True)]
)
def test_the_printed_lampiran_comes_back_the_same(
    orang: dict[str, User], db: None, kode: str, bernilai: bool
) -> None:
    plan, by = _plan(kode), orang[kode]
    data = _lampiran(plan, by, plan.tahun + 1 if bernilai else None)
    for title in ("Lampiran", "Sheet1"):
        batch = impor(plan.instansi, by, "roadmap_aksi", _berjudul(data, title), plan.pk)
        assert (batch.tata, batch.lembar) == (Batch.Tata.RESMI, title), batch.pesan
        assert angka(batch) == (0, 0, 90, 0), (temuan(batch)[:5], _beda(batch))
        assert (batch.keadaan, temuan(batch)) == (Keadaan.SAMA, [])


def test_a_changed_cell_and_a_new_row_of_the_lampiran(orang: dict[str, User], db: None) -> None:
    plan = _plan("pemprov-ntt-contoh")
    by = orang["pemprov-ntt-contoh"]
    book = load_workbook(io.BytesIO(_lampiran(plan, by, None)))
    sheet = book["Lampiran"]
    row = next(r for r in sheet.iter_rows() if r[14].value == "A-004")
    row[4].value, row[2].value = 123456, "Peserta bimtek"
    batch = impor(plan.instansi, by, "roadmap_aksi", _isi(book), plan.pk)
    assert (batch.tata, angka(batch)) == (Batch.Tata.RESMI, (0, 1, 89, 0)), temuan(batch)
    ((changed),) = _beda(batch)
    assert {nama: new for nama, (_, new) in changed["beda"].items()} == {
        "indikator": "Peserta bimtek",
        "anggaran_1": "123.456",
    }


def test_the_lampiran_of_other_years_is_refused(orang: dict[str, User], db: None) -> None:
    official = _plan("pemprov-ntt")
    plan = _plan("pemprov-ntt-contoh")
    by = orang["pemprov-ntt-contoh"]
    data = _lampiran(official, orang["pemprov-ntt"], None)
    batch = impor(plan.instansi, by, "roadmap_aksi", data, plan.pk)
    assert batch.keadaan == Keadaan.GAGAL
    assert batch.pesan == (
        f"Lampiran ini memuat tahun 2018, sedangkan rencana ini {plan.tahun} sampai "
        f"{plan.selesai.year}. Pilih Road Map yang benar."
    )


def _berjudul(data: bytes, title: str) -> bytes:
    if title == "Lampiran":
        return data
    book = load_workbook(io.BytesIO(data))
    book["Lampiran"].title = title
    return _isi(book)


def _isi(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _beda(batch: Batch) -> list[dict[str, Any]]:
    return list(batch.baris_set.exclude(jenis="sama").values("baris", "kunci", "beda")[:5])
