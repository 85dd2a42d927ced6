"""Delivery of a stored file: who may have it, and the trace it leaves."""

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import Event, audited, record
from evidence.models import BuktiVersi


def buka_berkas(*, versi_id: int, by: User) -> BuktiVersi:
    """Return a file version for delivery and record the download.

    Raises Denied when the person may not see it (or it does not exist).
    """
    with audited():
        versi = (
            BuktiVersi.objects.visible_to(by).select_related("instansi").filter(pk=versi_id).first()
        )
        if versi is None:
            raise Denied("Berkas tidak ada atau bukan untuk unit Anda.")
        record(
            Event(
                instansi=versi.instansi.kode,
                contoh=versi.instansi.contoh,
                aksi="bukti.unduh",
                oleh=by,
                objek_jenis="buktiversi",
                objek_id=str(versi.pk),
                objek_nama=versi.nama_asli,
                isi={"sha256": versi.sha256},
            )
        )
        return versi
