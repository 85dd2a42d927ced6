"""Who comes through to a period or a Potret: those who read all reports of its institution."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Batas
from evidence.selection import tetapkan
from reports.models import Potret

BUKAN_KETUA = "Hanya Ketua yang memotret, mengamandemen, menyetujui, atau membuka kembali periode."
_ANGKA_PALING_PANJANG = 18


def batas_dibaca(request: Permintaan, pk: int) -> Batas:
    """Return a cut-off with plan and institution; Http404 when the person may not read it.

    The page is about its plan.
    """
    ids = request.user.akses.instansi_ids(Permission.REPORT_READ_ALL)
    batas = get_object_or_404(
        Batas.objects.select_related("rencana__instansi"), pk=pk, rencana__instansi__in=ids
    )
    if not batas.rencana.berjaga:
        raise Http404("Rencana ini tidak dilaporkan ke KPK, jadi tidak mempunyai periode.")
    tetapkan(request, batas.rencana_id)
    return batas


def batas_ketua(request: Permintaan, pk: int) -> Batas:
    """Return a cut-off for a step; PermissionDenied for those who only read it."""
    batas = batas_dibaca(request, pk)
    if not request.user.akses.has(Permission.PERIOD_CLOSE, batas.rencana.instansi_id):
        raise PermissionDenied(BUKAN_KETUA)
    return batas


def potret_dibaca(request: Permintaan, pk: int) -> Potret:
    """Return a Potret with cut-off, plan and institution; Http404 when it is not visible.

    The page is about its plan.
    """
    potret = get_object_or_404(
        Potret.objects.visible_to(request.user).select_related("batas__rencana__instansi", "oleh"),
        pk=pk,
    )
    tetapkan(request, potret.batas.rencana_id)
    return potret


def nomor(teks: str) -> int:
    """Return the id in an address; Http404 for anything that is none."""
    if not (teks.isascii() and teks.isdecimal()) or len(teks) > _ANGKA_PALING_PANJANG:
        raise Http404("Potret tidak ada.")
    return int(teks)
