"""The one place that moves an import from a state to another and writes it down."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Denied
from audit.recorder import Actor, Event, record
from evidence.actions.errors import Bentrok
from imports.alur import ALUR_IMPOR, AksiImpor
from imports.models import Batch


def kunci_batch(batch_id: int, by: User | None = None, *, versi: int | None = None) -> Batch:
    """Lock an import; with `by` only one that the person moves, with `versi` only as it was read.

    Raises Denied and Bentrok.
    """
    rows = Batch.objects.all()
    if by is not None:
        rows = rows.movable_by(by)
    batch = (
        rows.select_for_update(of=("self",)).select_related("instansi").filter(pk=batch_id).first()
    )
    if batch is None:
        raise Denied("Impor ini tidak ada, atau Anda tidak berwenang atasnya.")
    if versi is not None and versi != batch.versi:
        raise Bentrok(
            f"Impor ini baru saja berubah menjadi {batch.get_keadaan_display()}. "
            "Lihat dahulu keadaannya yang sekarang."
        )
    return batch


def pindah(
    batch: Batch,
    aksi: AksiImpor,
    oleh: Actor,
    *,
    isi: dict[str, Any] | None = None,
    **nilai: Any,
) -> Batch:
    """Move a locked import along an arrow of the table and record it. Raises NotAllowed."""
    panah = ALUR_IMPOR.require(Batch.Keadaan(batch.keadaan), aksi)
    dari = batch.keadaan
    batch.keadaan, batch.versi = panah.ke, batch.versi + 1
    for nama, value in nilai.items():
        setattr(batch, nama, value)
    batch.save(update_fields=["keadaan", "versi", *nilai])
    record(
        Event(
            instansi=batch.instansi.kode,
            contoh=batch.instansi.contoh,
            aksi=f"impor.{aksi.value}",
            oleh=oleh,
            objek_jenis="impor",
            objek_id=str(batch.pk),
            objek_nama=f"{batch.label_jenis}: {batch.nama_asli}",
            isi={"dari": dari, "ke": str(panah.ke), "sha256": batch.sha256, **(isi or {})},
            at=timezone.now(),
        )
    )
    return batch
