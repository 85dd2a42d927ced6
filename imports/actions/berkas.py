"""The file of an import: given back as it came, or marked."""

from accounts.models import User
from audit.recorder import Event, audited, record
from evidence.workflow import NotAllowed
from imports.actions.langkah import kunci_batch
from imports.kinds.kode import TANDAI
from imports.kinds.tanda import penanda
from imports.models import Batch
from jobs.actions import minta
from jobs.models import Job


def catat_unduh(*, batch_id: int, by: User, bertanda: bool = False) -> Batch:
    """Record that the file of an import, or its marked copy, was fetched. Raises Denied."""
    with audited():
        batch = kunci_batch(batch_id, by)
        record(
            Event(
                instansi=batch.instansi.kode,
                contoh=batch.instansi.contoh,
                aksi="impor.unduh_tanda" if bertanda else "impor.unduh_berkas",
                oleh=by,
                objek_jenis="impor",
                objek_id=str(batch.pk),
                objek_nama=f"{batch.label_jenis}: {batch.nama_asli}",
                isi={"sha256": batch.sha256},
            )
        )
        return batch


def minta_tanda(*, batch_id: int, by: User) -> Job:
    """Ask for the marked copy of a checked file; the one of the last check is kept.

    Raises Denied, NotAllowed before the first check, and jobs.registry.Gagal.
    """
    with audited():
        batch = kunci_batch(batch_id, by)
        if not penanda(batch):
            raise NotAllowed("Berkas ini belum diperiksa, jadi belum ada yang ditandai.")
        job = tanda_terakhir(batch)
        if job is not None and job.status not in (Job.Status.GAGAL, Job.Status.DIBATALKAN):
            return job
        batch.job_tanda = minta(
            jenis=TANDAI,
            judul=f"Berkas bertanda {batch.nama_asli}",
            parameter={"batch": batch.pk, "diperiksa": penanda(batch)},
            instansi=batch.instansi,
            by=by,
        )
        batch.save(update_fields=["job_tanda"])
        return batch.job_tanda


def tanda_terakhir(batch: Batch) -> Job | None:
    """Return the job of the marked copy of the last check; None when there is none of it."""
    job = batch.job_tanda
    if job is None or job.parameter.get("diperiksa") != penanda(batch):
        return None
    return job
