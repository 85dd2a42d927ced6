"""Imports of CONTOH institutions: their removal."""

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import Instansi
from audit.recorder import audited
from imports.models import Batch, Jejak, Pemetaan, PengaturanImpor


def remove() -> list[str]:
    """Delete the imports of all CONTOH institutions; their files go after the commit."""
    with audited():
        contoh = Instansi.objects.filter(contoh=True)
        rows = Batch.objects.filter(instansi__in=contoh)
        files = [str(name) for name in rows.values_list("berkas", flat=True)]
        Jejak.objects.filter(batch__in=rows).delete()
        Pemetaan.objects.filter(instansi__in=contoh).delete()
        PengaturanImpor.objects.filter(instansi__in=contoh).delete()
        rows.delete()
        transaction.on_commit(lambda: _hapus(files))
    return [f"{len(files)} impor CONTOH dihapus"] if files else []


def _hapus(files: list[str]) -> None:
    for name in files:
        default_storage.delete(name)
