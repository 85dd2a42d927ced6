"""Search over tasks and files that a person may see."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

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


def cari_butir(user: User, kata: str) -> "QuerySet[Butir]":
    """Return the tasks whose code or text matches, newest plan first, each with `terlihat`."""
    capaian = Capaian.objects.visible_to(user).filter(gugur__isnull=True)
    butir = Butir.objects.visible_to(user).filter(Q(kode__iexact=kata) | Q(uraian__icontains=kata))
    found = butir.select_related("rencana__instansi", "unit", "rincian_tugas").prefetch_related(
        Prefetch("capaian_set", queryset=capaian.order_by("-mulai"), to_attr="terlihat")
    )
    return found.order_by("-rencana__tahun", "urut", "pk")


def cari_berkas(user: User, kata: str) -> "QuerySet[BuktiVersi]":
    """Return the files whose name or number matches, newest first, each with `dipakai`."""
    rows = BuktiVersi.objects.visible_to(user).filter(cocok_berkas(kata))
    full = rows.select_related("bukti__unit").prefetch_related(pemakaian(user))
    return full.order_by("-dibuat", "-pk")


def cari(user: User, kata: str) -> HasilCari:
    """Search codes and texts of tasks, names and numbers of files."""
    butir, files = cari_butir(user, kata), cari_berkas(user, kata)
    return HasilCari(
        butir=[
            HasilButir(b, next(iter(b.terlihat), None))  # type: ignore[attr-defined]  # prefetched
            for b in butir[:PALING_BANYAK]
        ],
        jumlah_butir=butir.count(),
        berkas=list(files[:PALING_BANYAK]),
        jumlah_berkas=files.count(),
    )
