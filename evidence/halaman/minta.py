"""Asking for the page images of a file version."""

from typing import Final

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import audited
from evidence.models import BuktiVersi, GambarBukti
from jobs.actions import minta

GAMBAR_HALAMAN: Final = "gambar_halaman"
DIGAMBAR: Final = frozenset({"pdf", "jpg", "png", "webp"})
"""Kinds of file that have page images. Office files have none: nothing here converts them."""


def minta_gambar(*, versi_id: int, by: User) -> GambarBukti | None:
    """Ask for the page images of a file version; None for kinds of file that have none.

    Nothing changes while a job works on them or when they are complete. After a failure or an
    interruption the missing pages are asked for again. One job for each version: it can be
    killed, retried and given up without touching another file, and the lane of background work
    (jobs/engine.py) keeps a thousand of them out of the way of reports.
    Raises Denied when the person may not see the file.
    """
    with audited():
        versi = (
            BuktiVersi.objects.visible_to(by).select_related("instansi").filter(pk=versi_id).first()
        )
        if versi is None:
            raise Denied("Berkas tidak ada atau bukan untuk unit Anda.")
        if versi.jenis not in DIGAMBAR:
            return None
        made = GambarBukti.objects.get_or_create(versi=versi)[0]
        gambar = GambarBukti.objects.select_for_update().get(pk=made.pk)
        if gambar.terbuka or gambar.keadaan == GambarBukti.Keadaan.SELESAI:
            return gambar
        gambar.job = minta(
            jenis=GAMBAR_HALAMAN,
            judul=f"Gambar halaman: {versi.nama_asli}",
            parameter={"versi": versi.pk},
            instansi=versi.instansi,
            by=by,
        )
        gambar.keadaan, gambar.pesan = GambarBukti.Keadaan.ANTRE, ""
        gambar.save()
        return gambar
