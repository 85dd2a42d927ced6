"""How pages of the LKE find what they are about, and what all of them show."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih, tetapkan
from ukuran.lke.instrumen import Predikat
from zonaintegritas.lke.alur import KERJA, AksiLKE
from zonaintegritas.lke.hak import Pelaku, penulis
from zonaintegritas.lke.lanjut import Catatan
from zonaintegritas.models import LKE, AnggotaTPI, LangkahLKE, PeranTPI, Tahap

_DENGAN_CATATAN = (AksiLKE.MINTA_PERBAIKAN, AksiLKE.KEMBALIKAN, AksiLKE.BUKA_KEMBALI)


def lke_terlihat(request: Permintaan, pk: int) -> LKE:
    """Return an assessment that the person reads today; Http404 otherwise.

    It carries the person's role in its TPI and the last step, so that a page needs no queries of
    its own for them (`orang`, `catatan`).
    """
    tugas = AnggotaTPI.objects.bertugas(request.user).filter(lke=OuterRef("pk"))
    pindah = (
        LangkahLKE.objects.filter(lke=OuterRef("pk"))
        .exclude(aksi__in=[aksi.value for aksi in KERJA])
        .order_by("-at", "-id")
    )
    rows = (
        LKE.objects.visible_to(request.user)
        .select_related("instansi", "unit", "instrumen")
        .annotate(
            peran_saya=Subquery(tugas.values("peran")[:1]),
            aksi_akhir=Subquery(pindah.values("aksi")[:1]),
            catatan_akhir=Subquery(pindah.values("catatan")[:1]),
            oleh_akhir=Subquery(pindah.values("oleh__nama")[:1]),
        )
    )
    lke = get_object_or_404(rows, pk=pk)
    plan = _rencana(request, lke.instansi_id)
    if plan is not None:
        tetapkan(request, plan.pk)  # the frame names the institution of this page
    return lke


def orang(request: Permintaan, lke: LKE) -> Pelaku:
    """Return the person before an assessment that `lke_terlihat` found (one query)."""
    peran = vars(lke)["peran_saya"]
    return Pelaku(request.user, lke, PeranTPI(peran) if peran else None, penulis(lke))


def catatan(lke: LKE) -> Catatan | None:
    """Return the note of the return that led to the present state (no query)."""
    last = vars(lke)
    if last["aksi_akhir"] not in _DENGAN_CATATAN or not last["catatan_akhir"]:
        return None
    return Catatan(last["catatan_akhir"], last["oleh_akhir"])


def konteks(request: Permintaan, lke: LKE, **isi: Any) -> dict[str, Any]:
    """Return what the head of every page of one assessment shows, and `isi`."""
    akses = request.user.akses
    return {
        "lke": lke,
        "rencana": _rencana(request, lke.instansi_id),
        "boleh_banding": akses.may(Permission.EVIDENCE_READ, lke.unit),
        **isi,
    }


def konteks_umum(request: Permintaan, **isi: Any) -> dict[str, Any]:
    """Return what pages about no single assessment show, and `isi`."""
    plans = _rencana_zi(request)
    return {"rencana": plans[0] if plans else None, **isi}


def _rencana(request: Permintaan, instansi_id: int) -> Rencana | None:
    """Return a plan of the institution for the tabs, None where the person reads none."""
    return next((r for r in _rencana_zi(request) if r.instansi_id == instansi_id), None)


def _rencana_zi(request: Permintaan) -> list[Rencana]:
    try:
        chosen, plans = rencana_terpilih(request, Rencana.Jenis.ZI)
    except Http404:  # the address names a plan of another kind: these pages are about none
        return []
    return plans if chosen is None else [chosen, *(p for p in plans if p.pk != chosen.pk)]


def tahap_diminta(request: Permintaan, baku: Tahap) -> Tahap:
    """Return the stage that the address asks for."""
    asked = request.GET.get("tahap", "")
    return Tahap(asked) if asked in Tahap.values else baku


def sasaran_diminta(request: Permintaan, baku: str) -> Predikat:
    """Return the predicate that the address asks for."""
    asked = request.GET.get("sasaran", "")
    return Predikat(asked if asked in list(Predikat) else baku)
