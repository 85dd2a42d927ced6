"""The four steps of a period, each asked for on a page of its own that says what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.hitungan import Hitungan
from evidence.models import Batas
from evidence.workflow import NotAllowed
from reports.actions.periode import (
    buat_amandemen,
    buka_periode,
    potret_sekarang,
    setujui_periode,
)
from reports.datasets.banding import Banding, banding
from reports.datasets.pandangan import Pandangan
from reports.datasets.ringkas_potret import ringkas
from reports.forms_periode import AlasanPotretForm, PotretForm
from reports.models import Potret, Terbitan
from reports.potret.alur import AksiPeriode
from reports.potret.bentuk import PerubahanPotret, baca
from reports.potret.periode import Periode, susun_periode
from reports.potret.perubahan import berbeda
from reports.potret.susun import bangun_potret
from reports.views.periode_pintu import batas_ketua

PERUBAHAN_TAMPIL = 50
_BANTUAN_AMANDEMEN = (
    "Mengapa angka dipotret lagi. Alasan ini dimuat pada setiap laporan periode ini sesudahnya, "
    "bersama nama dan jabatan Anda."
)
_BANTUAN_BUKA = (
    "Mengapa periode yang sudah disetujui dibuka. Alasan ini tetap terbaca dalam riwayat periode."
)


@dataclass(frozen=True)
class Beda:
    """What an amendment made now would change; `ada`: there is anything to amend."""

    banding: Banding
    ada: bool
    tampil: int = PERUBAHAN_TAMPIL

    @property
    def awal(self) -> tuple[PerubahanPotret, ...]:
        """The first changes; all of them are on the page that compares."""
        return self.banding.perubahan[: self.tampil]


@dataclass(frozen=True)
class Sekarang:
    """What a Potret taken now would hold."""

    tugas: int
    hitungan: Hitungan
    terlambat: int


@require_http_methods(["GET", "HEAD", "POST"])
def potret(request: Permintaan, pk: int) -> HttpResponse:
    """Ask, then freeze the figures of a cut-off for the first time."""
    batas = batas_ketua(request, pk)
    if request.method == "POST":
        return _kerjakan(
            request,
            batas,
            lambda: potret_sekarang(batas_id=batas.pk, by=request.user),
            f"{batas.kode} dipotret. Angkanya menunggu persetujuan Anda.",
        )
    own = _periode(request, batas)
    if AksiPeriode.POTRET not in own.boleh:
        return _tidak_lagi(request, own)
    context = {**_dasar(own), "r": _sekarang(request, batas)}
    return render(request, "reports/periode_potret.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def amandemen(request: Permintaan, pk: int) -> HttpResponse:
    """Show what differs from the last Potret, ask for the reason, then freeze anew."""
    batas = batas_ketua(request, pk)
    form = AlasanPotretForm(_data(request), bantuan=_BANTUAN_AMANDEMEN)
    if request.method == "POST" and form.is_valid():
        answer = _coba(
            request,
            batas,
            form,
            lambda: buat_amandemen(
                batas_id=batas.pk,
                potret_id=form.cleaned_data["potret"],
                alasan=form.cleaned_data["alasan"],
                by=request.user,
            ),
            f"Amandemen {batas.kode} dibuat. Angka yang baru menunggu persetujuan Anda.",
        )
        if answer is not None:
            return answer
    own = _periode(request, batas)
    if AksiPeriode.AMANDEMEN not in own.boleh or own.potret is None:
        return _tidak_lagi(request, own)
    context = {
        **_dasar(own),
        "form": form,
        "beda": _beda(batas, own.potret),
    }
    return render(request, "reports/periode_amandemen.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def setujui(request: Permintaan, pk: int) -> HttpResponse:
    """Show the frozen figures, then approve them."""
    batas = batas_ketua(request, pk)
    form = PotretForm(_data(request))
    if request.method == "POST" and form.is_valid():
        return _kerjakan(
            request,
            batas,
            lambda: setujui_periode(
                batas_id=batas.pk, potret_id=form.cleaned_data["potret"], by=request.user
            ),
            f"{batas.kode} disetujui. Laporan yang dibuat mulai sekarang tidak lagi bertanda DRAF.",
        )
    own = _periode(request, batas)
    if AksiPeriode.SETUJUI not in own.boleh or own.potret is None:
        return _tidak_lagi(request, own)
    context = {**_dasar(own), "form": form, "r": ringkas([own.potret.pk])[own.potret.pk]}
    return render(request, "reports/periode_setujui.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def buka(request: Permintaan, pk: int) -> HttpResponse:
    """Say what opening an approved period means, ask for the reason, then open it."""
    batas = batas_ketua(request, pk)
    form = AlasanPotretForm(_data(request), bantuan=_BANTUAN_BUKA)
    if request.method == "POST" and form.is_valid():
        answer = _coba(
            request,
            batas,
            form,
            lambda: buka_periode(
                batas_id=batas.pk,
                potret_id=form.cleaned_data["potret"],
                alasan=form.cleaned_data["alasan"],
                by=request.user,
            ),
            f"{batas.kode} dibuka kembali. Laporan baru bertanda DRAF sampai Anda menyetujuinya.",
        )
        if answer is not None:
            return answer
    own = _periode(request, batas)
    if AksiPeriode.BUKA not in own.boleh or own.potret is None:
        return _tidak_lagi(request, own)
    issued = Terbitan.objects.visible_to(request.user).filter(potret__batas=batas)
    context = {
        **_dasar(own),
        "form": form,
        "terbitan": issued.count(),
    }
    return render(request, "reports/periode_buka.html", context, status=_status(form))


def _data(request: Permintaan) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _periode(request: Permintaan, batas: Batas) -> Periode:
    return susun_periode([batas], request.user, timezone.now())[0]


def _dasar(own: Periode) -> dict[str, Any]:
    return {"batas": own.batas, "rencana": own.batas.rencana, "potret": own.potret, "periode": own}


def _sekarang(request: Permintaan, batas: Batas) -> Sekarang:
    view = Pandangan(batas.rencana, request.user, timezone.now(), None, batas)
    tasks = view.tugas()
    return Sekarang(
        tugas=len({t.butir_id for t in tasks}),
        hitungan=Hitungan.jumlah(t.hitungan for t in tasks),
        terlambat=sum(t.lewat(view.hari_ini) for t in tasks),
    )


def _status(form: PotretForm) -> int:
    return 422 if form.is_bound else 200


def _beda(batas: Batas, potret: Potret) -> Beda:
    """Hold the figures of now against a Potret; both are read whole."""
    last = baca(potret.isi)
    now = bangun_potret(batas, timezone.now(), no=potret.no + 1)
    return Beda(banding(last, now), ada=berbeda(last, now))


def _tidak_lagi(request: Permintaan, own: Periode) -> HttpResponse:
    """The step is not there in this state: say so where the state stands."""
    messages.warning(
        request,
        f"Langkah ini tidak tersedia: {own.batas.kode} {str(own.keadaan.label).lower()}.",
    )
    return redirect("periode_rinci", own.batas.pk)


def _kerjakan(
    request: Permintaan, batas: Batas, aksi: Callable[[], object], pesan: str
) -> HttpResponse:
    """Take a step without a form to go back to; every refusal is told on the cut-off's page."""
    try:
        aksi()
    except (Denied, NotAllowed, Bentrok) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, pesan)
    return redirect("periode_rinci", batas.pk)


def _coba(
    request: Permintaan,
    batas: Batas,
    form: AlasanPotretForm,
    aksi: Callable[[], object],
    pesan: str,
) -> HttpResponse | None:
    """Take a step with a form; None when the form is to be shown again with its faults."""
    try:
        aksi()
    except IsianKurang as error:
        for field, text in error.galat.items():
            form.add_error(field, text)
    except Bentrok as error:
        form.add_error(None, str(error))
    except (Denied, NotAllowed) as error:
        messages.error(request, str(error))
        return redirect("periode_rinci", batas.pk)
    else:
        messages.success(request, pesan)
        return redirect("periode_rinci", batas.pk)
    return None
