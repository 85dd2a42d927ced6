"""Periods of a plan: where each cut-off stands, and one of them with all its steps."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.keadaan import hari_di
from evidence.models import Batas, Rencana
from evidence.selection import rencana_terpilih, tetapkan
from evidence.workflow import Sifat
from reports.datasets.ringkas_potret import RingkasPotret, ringkas
from reports.kemajuan.parameter import kode_terbaca
from reports.models import KeadaanPeriode, LangkahPeriode, Potret, Terbitan
from reports.potret.alur import SIFAT_PERIODE, AksiPeriode
from reports.potret.periode import Periode, daftar_periode
from reports.views.periode_pintu import batas_dibaca

PER_HALAMAN = 50
BUKAN_PEMBACA = "Periode dan potret hanya untuk peran yang membaca laporan seluruh instansi."
_ALAMAT = {
    AksiPeriode.POTRET: "periode_potret",
    AksiPeriode.AMANDEMEN: "periode_amandemen",
    AksiPeriode.SETUJUI: "periode_setujui",
    AksiPeriode.BUKA: "periode_buka",
}
_UTAMA = {
    KeadaanPeriode.TERBUKA: (AksiPeriode.POTRET,),
    KeadaanPeriode.DIPOTRET: (AksiPeriode.SETUJUI,),
    KeadaanPeriode.DIBUKA: (AksiPeriode.AMANDEMEN, AksiPeriode.SETUJUI),
}
"""What to do next in a state: the first of these that the person may do."""
_KATA_AKSI = {
    AksiPeriode.POTRET: "Dipotret",
    AksiPeriode.AMANDEMEN: "Diamandemen",
    AksiPeriode.SETUJUI: "Disetujui",
    AksiPeriode.BUKA: "Dibuka kembali",
}


@dataclass(frozen=True)
class Tombol:
    """A step that the person may take, with the page that asks for it."""

    label: str
    url: str
    utama: bool


@dataclass(frozen=True)
class BarisPeriode:
    """One cut-off on the screen."""

    periode: Periode
    sifat: Sifat
    ringkas: RingkasPotret | None
    tombol: tuple[Tombol, ...]

    @property
    def label(self) -> str:
        """The state in words."""
        return str(self.periode.keadaan.label)

    @property
    def utama(self) -> Tombol | None:
        """The one thing to do next, if there is any."""
        return next((t for t in self.tombol if t.utama), None)


@require_safe
def periode(request: Permintaan) -> HttpResponse:
    """List the cut-offs of a plan that reports to KPK, with what is to be done about each."""
    akses = request.user.akses
    chosen, plans = rencana_periode(request)
    if chosen is None or chosen not in plans:
        return render(
            request, "reports/periode_lain.html", {"rencana": chosen, "rencana_lain": plans}
        )
    now = timezone.now()
    found = daftar_periode(chosen, request.user, now)
    context = {
        "rencana": chosen,
        "rencana_lain": [p for p in plans if p.pk != chosen.pk],
        "baris": baris(found),
        "disetujui": sum(p.keadaan is KeadaanPeriode.DISETUJUI for p in found),
        "menunggu": [p for p in found if p.keadaan is KeadaanPeriode.DIPOTRET],
        "dibuka": [p for p in found if p.keadaan is KeadaanPeriode.DIBUKA],
        "ketua": akses.has(Permission.PERIOD_CLOSE, chosen.instansi_id),
        "pengelola": akses.has(Permission.PLAN_EDIT, chosen.instansi_id),
        "hari_ini": hari_di(chosen, now),
    }
    return render(request, "reports/periode.html", context)


def rencana_periode(request: Permintaan) -> tuple[Rencana | None, list[Rencana]]:
    """Return the plan of the address and all that report to KPK; another kind may be chosen.

    Raises PermissionDenied for who does not read all reports of its institution.
    """
    akses = request.user.akses
    if not akses.has(Permission.REPORT_READ_ALL):
        raise PermissionDenied(BUKAN_PEMBACA)
    chosen, rows = rencana_terpilih(request)
    plans = [r for r in rows if r.berjaga and akses.has(Permission.REPORT_READ_ALL, r.instansi_id)]
    if not request.GET.get("rencana"):
        chosen = plans[0] if plans else chosen
    if chosen is not None and not akses.has(Permission.REPORT_READ_ALL, chosen.instansi_id):
        raise PermissionDenied(BUKAN_PEMBACA)
    return chosen, plans


@require_safe
def periode_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show one cut-off: what to do next, its Potret, its steps, the reports made of it."""
    batas = batas_dibaca(request, pk)
    rencana, now = batas.rencana, timezone.now()
    tetapkan(request, rencana.pk)
    every = daftar_periode(rencana, request.user, now)
    own = next(p for p in every if p.batas.pk == batas.pk)
    issued = Paginator(terbitan_dari(request, batas), PER_HALAMAN).get_page(request.GET.get("page"))
    context = {
        "rencana": rencana,
        "batas": batas,
        "b": baris([own])[0],
        "periode": own,
        "potret": _potret(request, own),
        "riwayat": [_riwayat(step) for step in own.langkah],
        "page_obj": issued,
        "terbitan": [(t, kode_terbaca(t.kode)) for t in issued],
        "lain": _lain(own, every),
        "lewat": batas.ditutup < hari_di(rencana, now),
        "ketua": request.user.akses.has(Permission.PERIOD_CLOSE, rencana.instansi_id),
    }
    return render(request, "reports/periode_rinci.html", context)


def terbitan_dari(request: Permintaan, batas: Batas) -> QuerySet[Terbitan]:
    """Return the reports made of a cut-off that the person sees, the newest first."""
    return (
        Terbitan.objects.visible_to(request.user)
        .filter(potret__batas=batas)
        .select_related("potret__batas", "oleh")
        .defer("potret__isi")
        .order_by("-pk")
    )


def baris(rows: list[Periode]) -> list[BarisPeriode]:
    """Return cut-offs for the screen with the totals of their last Potret (one query)."""
    figures = ringkas(p.potret.pk for p in rows if p.potret)
    return [
        BarisPeriode(
            periode=p,
            sifat=SIFAT_PERIODE[p.keadaan],
            ringkas=figures.get(p.potret.pk) if p.potret else None,
            tombol=_tombol(p),
        )
        for p in rows
    ]


def _tombol(p: Periode) -> tuple[Tombol, ...]:
    first = next((aksi for aksi in _UTAMA.get(p.keadaan, ()) if aksi in p.boleh), None)
    order = sorted(p.boleh, key=lambda aksi: (aksi is not first, list(AksiPeriode).index(aksi)))
    return tuple(
        Tombol(aksi.label, reverse(_ALAMAT[aksi], args=[p.batas.pk]), aksi is first)
        for aksi in order
    )


def _potret(request: Permintaan, own: Periode) -> list[Potret]:
    """Every Potret of a cut-off, newest first, each with the one it replaced."""
    rows = Potret.objects.visible_to(request.user).tanpa_isi().filter(batas=own.batas)
    return list(rows.select_related("oleh").order_by("-no"))


def _lain(own: Periode, every: list[Periode]) -> list[tuple[str, str]]:
    """The last Potret of other cut-offs: the name and the comparison, the earlier one first."""
    if own.potret is None:
        return []
    found = []
    for p in every:
        if p.potret is not None and p.batas.pk != own.batas.pk:
            a, b = sorted((p, own), key=lambda side: side.batas.akhir)
            assert a.potret is not None
            assert b.potret is not None
            pair = urlencode({"a": a.potret.pk, "b": b.potret.pk})
            found.append((p.batas.kode, f"{reverse('potret_banding')}?{pair}"))
    return found


def _riwayat(step: LangkahPeriode) -> dict[str, object]:
    """One step as components/history.html shows it."""
    sifat = SIFAT_PERIODE[KeadaanPeriode(step.ke)]
    names = dict.fromkeys((step.oleh.nama, step.jabatan)) if step.oleh else {"Terjadwal": None}
    return {
        "tone": sifat.tone,
        "ikon": sifat.ikon,
        "judul": _KATA_AKSI[AksiPeriode(step.aksi)],
        "isi": "",
        "catatan": step.alasan,
        "oleh": ", ".join(filter(None, names)),
        "saat": step.at,
    }
