"""The two sides of a comparison, read from the database."""

from collections import defaultdict

from evidence.banding import Sisi
from evidence.models import Butir, DokumenWajib, Rencana


def sisi(*rencana: Rencana) -> list[list[Sisi]]:
    """Return the standing Butir of plans as they are compared (three queries for all)."""
    ids = [plan.pk for plan in rencana]
    documents: defaultdict[int, list[str]] = defaultdict(list)
    rows = DokumenWajib.objects.filter(butir__rencana__in=ids).order_by("butir", "urut")
    for butir, uraian in rows.values_list("butir", "uraian"):
        documents[butir].append(uraian)
    origin = dict(
        Butir.objects.filter(
            instansi__in={plan.instansi_id for plan in rencana}, asal__isnull=False
        ).values_list("pk", "asal")
    )
    found: dict[int, list[Sisi]] = {pk: [] for pk in ids}
    standing = Butir.objects.berlaku().filter(rencana__in=ids).select_related("unit")
    for one in standing.order_by("urut", "pk"):
        found[one.rencana_id].append(
            Sisi(
                pk=one.pk,
                kode=one.kode,
                uraian=one.uraian,
                unit=str(one.unit),
                pola=str(one.get_pola_display()),
                dokumen=tuple(documents[one.pk]),
                garis=_line(one.pk, origin),
            )
        )
    return [found[pk] for pk in ids]


def _line(pk: int, origin: "dict[int, int | None]") -> tuple[int, ...]:
    """Return a Butir and those it was copied from, nearest first."""
    line = [pk]
    while (before := origin.get(line[-1])) is not None and before not in line:
        line.append(before)
    return tuple(line)
