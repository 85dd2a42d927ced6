"""Asking for reports and fetching them: checked and audited."""

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import Event, audited, record
from evidence.models import Rencana
from jobs.actions import TidakBisa, minta
from jobs.models import Job
from reports.kinds import REKAP_SATGAS


def minta_rekap(*, rencana_id: int, by: User) -> Job:
    """Ask for the recap of a Satgas plan; the same request still open is returned instead.

    Raises Denied when the plan is not visible to the person or reports are not theirs to ask.
    """
    rencana = (
        Rencana.objects.visible_to(by)
        .select_related("instansi")
        .filter(pk=rencana_id, jenis=Rencana.Jenis.SATGAS)
        .first()
    )
    if rencana is None:
        raise Denied("Rencana tidak ada atau bukan untuk unit Anda.")
    return minta(
        jenis=REKAP_SATGAS,
        judul=f"Rekap {rencana.nama}",
        parameter={"rencana": rencana.pk},
        instansi=rencana.instansi,
        by=by,
    )


def unduh(*, job_id: int, by: User) -> Job:
    """Return a finished report for delivery and record the download.

    Raises Denied when the person may not see it, TidakBisa while it has no file.
    """
    with audited():
        job = Job.objects.visible_to(by).select_related("instansi").filter(pk=job_id).first()
        if job is None:
            raise Denied("Laporan tidak ada atau bukan untuk unit Anda.")
        if job.status != Job.Status.SELESAI or not job.hasil:
            raise TidakBisa("Laporan ini belum mempunyai berkas.")
        record(
            Event(
                instansi=job.instansi.kode,
                contoh=job.instansi.contoh,
                aksi="laporan.unduh",
                oleh=by,
                objek_jenis="job",
                objek_id=str(job.pk),
                objek_nama=job.judul,
                isi={"sha256": job.hasil_sha256},
            )
        )
        return job
