"""Requests for exceptions and instructions, made by their real actions."""

from accounts.models import User
from evidence.actions.disposisi import beri_disposisi
from evidence.actions.pengecualian import ajukan, beri_pendapat
from evidence.models import Capaian, Disposisi, Pengecualian
from evidence.workflow import DI_UNIT
from tests.factories.states import pemenuhan_ids

ALASAN = "Tidak ada pengadaan seperti ini pada unit kami tahun ini."


def buat_ajuan(
    capaian: Capaian, operator: User, verifikator: User | None = None, jenis: str = "tak_dapat"
) -> Pengecualian:
    """Ask for an exception of all documents with the unit; with a verifikator, supported."""
    ajuan = ajukan(
        capaian_id=capaian.pk,
        versi=Capaian.objects.get(pk=capaian.pk).versi,
        jenis=jenis,
        pemenuhan_ids=pemenuhan_ids(capaian, *DI_UNIT),
        alasan=ALASAN,
        by=operator,
    )
    if verifikator is None:
        return ajuan
    return beri_pendapat(ajuan_id=ajuan.pk, pendapat="mendukung", by=verifikator)


def buat_disposisi(capaian: Capaian, ketua: User, isi: str = "Segera lengkapi.") -> Disposisi:
    """Instruct the unit of a task."""
    return beri_disposisi(
        rencana_id=capaian.butir.rencana_id,
        capaian_id=capaian.pk,
        kepada_id=capaian.unit_id,
        isi=isi,
        by=ketua,
    )
