"""How these pages find what they are about, and how refusals come back to a form."""

from collections.abc import Callable
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.datastructures import MultiValueDict

from accounts.permintaan import Permintaan
from accounts.permissions import Denied, Permission
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.models import Rencana
from evidence.selection import rencana_terpilih, tetapkan
from evidence.views.access import butuh
from evidence.workflow import NotAllowed
from roadmap.actions.rapat_hak import boleh_catat
from roadmap.models import LangkahPerbaikan, Masalah, Rapat

BACA_TULIS = ["GET", "HEAD", "POST"]
BENTROK = 409  # somebody else changed it first
BUKAN_PEMBACA = "Rapat Road Map tidak untuk peran Anda."
BUKAN_PENCATAT = "Anda tidak berwenang mencatat pada rapat atau masalah ini."
pembaca = butuh(Permission.EVIDENCE_READ, BUKAN_PEMBACA)
Berkas = list[tuple[str, BinaryIO]]


def rencana_rapat(request: Permintaan) -> Rencana | None:
    """Return the Road Map of the page; None when there is none to read."""
    return rencana_terpilih(request, Rencana.Jenis.ROADMAP)[0]


def rapat_terlihat(request: Permintaan, pk: int) -> Rapat:
    """Return a meeting that the person may read; Http404 otherwise."""
    rows = Rapat.objects.visible_to(request.user).select_related(
        "instansi", "rencana__instansi", "unit", "oleh"
    )
    rapat = get_object_or_404(rows, pk=pk)
    tetapkan(request, rapat.rencana_id)
    return rapat


def masalah_terlihat(request: Permintaan, pk: int) -> Masalah:
    """Return a problem that the person may read; Http404 otherwise."""
    rows = Masalah.objects.visible_to(request.user).select_related(
        "instansi", "rencana", "butir__unit", "unit", "pokja", "rapat__unit", "oleh", "selesai_oleh"
    )
    masalah = get_object_or_404(rows, pk=pk)
    tetapkan(request, masalah.rencana_id)
    return masalah


def langkah_terlihat(request: Permintaan, pk: int) -> LangkahPerbaikan:
    """Return a step that the person may read; Http404 otherwise."""
    rows = LangkahPerbaikan.objects.visible_to(request.user).select_related(
        "instansi", "unit", "oleh", "rapat__unit", "masalah__butir", "masalah__rencana"
    )
    langkah = get_object_or_404(rows, pk=pk)
    tetapkan(request, langkah.masalah.rencana_id)
    return langkah


def boleh_rapat(request: Permintaan, rapat: Rapat) -> bool:
    """Whether the person writes down what this meeting says, now."""
    may = boleh_catat(request.user, rapat.instansi_id, rapat.tingkat, rapat.unit)
    return may and rapat.rencana.berjalan


def pencatat_wajib(request: Permintaan, rapat: Rapat) -> None:
    """Raise PermissionDenied unless the person writes down what this meeting says."""
    if not boleh_catat(request.user, rapat.instansi_id, rapat.tingkat, rapat.unit):
        raise PermissionDenied(BUKAN_PENCATAT)


def berkas_dari(files: MultiValueDict[str, Any], nama: str = "berkas") -> Berkas:
    """Return the files of one field with their names."""
    return [(file.name or "", file) for file in files.getlist(nama)]


def angka(data: QueryDict, nama: str) -> int | None:
    """Read a number of the form; None when it is none."""
    text = data.get(nama, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None


def coba(form: Form, langkah: Callable[[], object]) -> int | None:
    """Run an action; refusals go to the form. Returns the status to answer, None when it went."""
    try:
        langkah()
    except IsianKurang as error:
        for nama, pesan in error.galat.items():
            form.add_error(nama if nama in form.fields else None, pesan)
        return 422
    except Bentrok as error:
        form.add_error(None, str(error))
        return BENTROK
    except (Denied, NotAllowed) as error:
        form.add_error(None, str(error))
        return 422
    return None


def kembali(nama: str, pk: int) -> HttpResponse:
    """Redirect to the page of an object."""
    return redirect(nama, pk)
