"""Search over tasks and files that a person may see."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts.models import User
from evidence.lists.files import cocok_berkas, pemakaian
from evidence.models import BuktiVersi, Butir, Capaian

PALING_BANYAK = 50
PALING_PENDEK = 2


@dataclass(frozen=True)
class HasilButir:
    """A task that was found; `capaian` is where to work on it, if the person may."""

    butir: Butir
    capaian: Capaian | None


@dataclass(frozen=True)
class HasilCari:
    """What was found, at most 50 of each kind, and how many there are."""

    butir: list[HasilButir]
    jumlah_butir: int
    berkas: list[BuktiVersi]
    jumlah_berkas: int


def cari(user: User, kata: str) -> HasilCari:
    """Search codes and texts of tasks, names and numbers of files."""
    capaian = Capaian.objects.visible_to(user).filter(gugur__isnull=True)
    butir = Butir.objects.visible_to(user).filter(Q(kode__iexact=kata) | Q(uraian__icontains=kata))
    found = butir.select_related("rencana__instansi", "unit", "rincian_tugas").prefetch_related(
        Prefetch("capaian_set", queryset=capaian.order_by("-mulai"), to_attr="terlihat")
    )
    files = BuktiVersi.objects.visible_to(user).filter(cocok_berkas(kata))
    rows = files.select_related("bukti__unit").prefetch_related(pemakaian(user))
    return HasilCari(
        butir=[
            HasilButir(b, next(iter(b.terlihat), None))  # type: ignore[attr-defined]  # prefetched
            for b in found.order_by("-rencana__tahun", "urut", "pk")[:PALING_BANYAK]
        ],
        jumlah_butir=butir.count(),
        berkas=list(rows.order_by("-dibuat", "-pk")[:PALING_BANYAK]),
        jumlah_berkas=files.count(),
    )
