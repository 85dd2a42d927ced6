"""Every stored file as the database knows it. Apps that store files of their own register them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from evidence.models import BuktiVersi, HalamanBukti
from jobs.models import Job

_ROWS = 500  # rows are read in portions: one long read would keep SQLite's log from shrinking


@dataclass(frozen=True)
class Simpanan:
    """One stored file as the database knows it; `baris` is how to find its row again."""

    sebutan: str
    jalur: str
    sha256: str
    instansi: str
    baris: QuerySet[Any]

    def masih(self) -> bool:
        """Whether the database still knows it so: a row may have changed since it was read."""
        return self.baris.exists()


_lain: list[Callable[[], Iterator[Simpanan]]] = []


def register(sumber: Callable[[], Iterator[Simpanan]]) -> None:
    """Add the files of an app above this one; called once, at start."""
    _lain.append(sumber)


def stored_files() -> Iterator[Simpanan]:
    """Yield every file that the database knows: evidence, page images, results of jobs, others."""
    for pk, path, sha256, kode in baris(BuktiVersi, "berkas", "sha256", "instansi__kode"):
        row = BuktiVersi.objects.filter(pk=pk, berkas=path, sha256=sha256)
        yield Simpanan(f"bukti versi {pk}", path, sha256, kode, row)
    columns = ("berkas", "sha256", "versi__instansi__kode", "versi", "no")
    for pk, path, sha256, kode, versi, no in baris(HalamanBukti, *columns):
        pages = HalamanBukti.objects.filter(pk=pk, berkas=path, sha256=sha256)
        name = f"gambar halaman {no} bukti versi {versi}"
        yield Simpanan(name, path, sha256, kode, pages)
    for pk, path, sha256, kode in baris(Job, "hasil", "hasil_sha256", "instansi__kode"):
        if path:
            job = Job.objects.filter(pk=pk, hasil=path, hasil_sha256=sha256)
            yield Simpanan(f"hasil pekerjaan {pk}", path, sha256, kode, job)
    for sumber in _lain:
        yield from sumber()


def baris(model: type[Model], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield key and columns of all rows in order of their keys, a portion at a time."""
    last = 0
    while True:
        rows = model._default_manager.filter(pk__gt=last).order_by("pk")
        portion = list(rows.values_list("pk", *columns)[:_ROWS])
        if not portion:
            return
        yield from portion
        last = portion[-1][0]
