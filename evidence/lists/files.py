"""Files of one's own units: to look through, and to use again."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from accounts.models import User
from accounts.permissions import Permission
from evidence.models import Bukti, BuktiTaut, BuktiVersi, Capaian, Pemenuhan
from evidence.models.bukti import BuktiVersiQuerySet

PER_HALAMAN = 50


@dataclass(frozen=True)
class PilihanBerkas:
    """A file to choose, and whether the document has it already."""

    versi: BuktiVersi
    terlampir: bool


def berkas_unit(user: User) -> BuktiVersiQuerySet:
    """Newest version of each document owned by units the person sends for."""
    newer = BuktiVersi.objects.filter(bukti=OuterRef("bukti"), no__gt=OuterRef("no"))
    return (
        BuktiVersi.objects.filter(
            user.akses.rows(Permission.EVIDENCE_SEND, unit=("bukti__unit",)), ~Exists(newer)
        )
        .select_related("bukti__unit", "oleh")
        .order_by("-dibuat", "-pk")
    )


def cocok_berkas(kata: str) -> Q:
    """Return the filter for a search word: file name or document number."""
    return Q(nama_asli__icontains=kata) | Q(nomor_dokumen__icontains=kata) if kata else Q()


def pemakaian(user: User) -> "Prefetch[str]":
    """Prefetch the uses of a version that this person may see, as `dipakai`."""
    visible = Capaian.objects.visible_to(user).values("pk")
    return Prefetch(
        "taut_set",
        queryset=BuktiTaut.objects.active()
        .filter(pemenuhan__capaian__in=visible)
        .select_related("pemenuhan__capaian__butir", "pemenuhan__dokumen"),
        to_attr="dipakai",
    )


def daftar_berkas(user: User, *, kata: str, kelas: str, halaman: str) -> "Page[BuktiVersi]":
    """Return one page of the own units' files; an unknown class means all."""
    rows = berkas_unit(user).filter(cocok_berkas(kata))
    if kelas in Bukti.Kelas.values:
        rows = rows.filter(bukti__kelas=kelas)
    rows = rows.annotate(jumlah_versi=Count("bukti__versi_set", distinct=True))
    return Paginator(rows.prefetch_related(pemakaian(user)), PER_HALAMAN).get_page(halaman)


def pilihan_berkas(
    user: User, pemenuhan: Pemenuhan, *, kata: str, halaman: str
) -> tuple[list[PilihanBerkas], "Page[BuktiVersi]"]:
    """Return files of the own units that may be used for a document, with their page."""
    here = BuktiTaut.objects.active().filter(pemenuhan=pemenuhan, versi=OuterRef("pk"))
    rows = (
        berkas_unit(user)
        .filter(cocok_berkas(kata), instansi=pemenuhan.capaian.instansi_id)
        .annotate(terlampir=Exists(here))
    )
    page = Paginator(rows, PER_HALAMAN).get_page(halaman)
    return [PilihanBerkas(v, v.terlampir) for v in page], page  # type: ignore[attr-defined]  # annotated
