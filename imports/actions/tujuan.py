"""Settling only what a file is and where its rows go; its columns are recognised."""

from accounts.models import User
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from imports.actions.langkah import kunci_batch, pindah
from imports.actions.unggah import minta_pekerjaan
from imports.alur import AksiImpor
from imports.hak import boleh_impor
from imports.kinds.kode import PERIKSA
from imports.models import Batch


def pilih_tujuan(*, batch_id: int, versi: int, jenis: str, tujuan: int | None, by: User) -> Batch:
    """Say which kind a file is, and the place of its rows; ask for the analysis.

    For official layouts, which have no columns to choose. Raises Denied, NotAllowed, Bentrok, and
    IsianKurang for a kind or a place that is not the person's.
    """
    with audited():
        batch = kunci_batch(batch_id, by, versi=versi)
        kelas = next((k for k in boleh_impor(by, batch.instansi) if k.kode == jenis), None)
        if kelas is None:
            raise IsianKurang({"jenis": "Pilih jenis data dari daftar."})
        there = kelas.daftar_tujuan(by, batch.instansi) if kelas.bertujuan else []
        chosen = next((t for t in there if t.id == tujuan), None)
        if kelas.bertujuan and chosen is None:
            raise IsianKurang({"tujuan": "Pilih tujuan datanya."})
        pindah(
            batch,
            AksiImpor.PILIH,
            by,
            isi={"jenis": jenis, "tujuan": tujuan},
            jenis=jenis,
            tujuan=chosen.id if chosen else None,
            tujuan_nama=chosen.nama[:250] if chosen else "",
            lembar="",
            baris_judul=None,
            pemetaan={},
            pesan="",
        )
        minta_pekerjaan(batch, PERIKSA, by)
    return batch
