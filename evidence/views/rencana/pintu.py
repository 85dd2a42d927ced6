"""How these views find a plan: not visible is 404, visible but not to be edited is 403."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.shortcuts import get_object_or_404

from accounts.permintaan import Permintaan
from evidence.lists.rencana import boleh_ubah
from evidence.models import Rencana
from evidence.selection import tetapkan

BUKAN_PENGELOLA = "Hanya admin instansi yang mengubah rencana. Anda tetap dapat membacanya."


def rencana_terlihat(request: Permintaan, pk: int) -> Rencana:
    """Return a plan the person may read; Http404 otherwise."""
    visible = Rencana.objects.visible_to(request.user).select_related("instansi", "asal")
    rencana = get_object_or_404(visible, pk=pk)
    tetapkan(request, rencana.pk)
    return rencana


def rencana_diubah(request: Permintaan, pk: int) -> Rencana:
    """Return a plan the person may edit; Http404 or PermissionDenied otherwise."""
    rencana = rencana_terlihat(request, pk)
    if not boleh_ubah(request.user, rencana):
        raise PermissionDenied(BUKAN_PENGELOLA)
    return rencana


def tunjukkan(form: Form, galat: Mapping[str, str]) -> None:
    """Show what an action found wrong at the fields of the form that asked for it."""
    for field, pesan in galat.items():
        form.add_error(field if field in form.fields else None, pesan)
