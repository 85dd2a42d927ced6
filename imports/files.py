"""The files that were brought in, for the check of all stored files."""

from collections.abc import Iterator

from evidence.simpanan import Simpanan, baris
from imports.models import Batch


def berkas_impor() -> Iterator[Simpanan]:
    """Yield the file of every import."""
    for pk, path, sha256, kode in baris(Batch, "berkas", "sha256", "instansi__kode"):
        row = Batch.objects.filter(pk=pk, berkas=path, sha256=sha256)
        yield Simpanan(f"berkas impor {pk}", path, sha256, kode, row)
