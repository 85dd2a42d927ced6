"""How a view finds what it is about: not visible is 404, visible but not allowed is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from accounts.sebutan import sebut_malas
from evidence.models import BuktiTaut, Capaian, Pemenuhan
from evidence.models.capaian import CapaianQuerySet
from evidence.selection import tetapkan

P = ParamSpec("P")
View = Callable[Concatenate[Permintaan, P], HttpResponseBase]


def butuh(permission: Permission, pesan: str) -> Callable[[View[P]], View[P]]:
    """Close a whole screen to roles it is not for; raises PermissionDenied (the 403 page)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def inner(request: Permintaan, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.akses.has(permission):
                raise PermissionDenied(pesan)
            return view(request, *args, **kwargs)

        return inner

    return decorate


def capaian_terlihat(request: Permintaan, pk: int, rows: CapaianQuerySet | None = None) -> Capaian:
    """Return a task the person may read; Http404 otherwise."""
    if rows is None:
        rows = Capaian.objects.select_related("butir__rencana", "unit", "instansi")
    visible = Capaian.objects.visible_to(request.user).filter(pk=pk).values("pk")
    capaian = get_object_or_404(rows, pk__in=visible)
    tetapkan(request, capaian.butir.rencana_id)
    return capaian


def wajib(request: Permintaan, capaian: Capaian, permission: Permission, pesan: str) -> None:
    """Raise PermissionDenied unless the permission reaches this task."""
    if request.user.akses.may(permission, capaian.unit):
        return
    if not Capaian.objects.visible_to(request.user, permission).filter(pk=capaian.pk).exists():
        raise PermissionDenied(pesan)


BUKAN_OPERATOR = "Hanya operator unit pengampu yang mengubah berkas dan isian tugas ini."
BUKAN_VERIFIKATOR = sebut_malas("Halaman verifikasi hanya untuk verifikator Inspektorat.")


def pemenuhan_terlihat(
    request: Permintaan, pk: int, pemenuhan_pk: int, permission: Permission, pesan: str
) -> Pemenuhan:
    """Return a document of a task, for a person who holds a permission there."""
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, permission, pesan)
    return get_object_or_404(
        Pemenuhan.objects.select_related(
            "capaian__butir__rencana", "capaian__unit", "capaian__instansi", "dokumen"
        ),
        pk=pemenuhan_pk,
        capaian=capaian,
    )


def taut_terlihat(request: Permintaan, pk: int, taut_pk: int) -> BuktiTaut:
    """Return an attached file of a task, for a person who may send it."""
    capaian = capaian_terlihat(request, pk)
    wajib(request, capaian, Permission.EVIDENCE_SEND, BUKAN_OPERATOR)
    taut = (
        BuktiTaut.objects.active()
        .select_related("versi__bukti", "pemenuhan__dokumen", "pemenuhan__capaian__butir__rencana")
        .filter(pk=taut_pk, pemenuhan__capaian=capaian)
        .first()
    )
    if taut is None:
        raise Http404("Berkas ini tidak terlampir pada tugas ini.")
    return taut
