"""Calendar subscriptions of the person: make one, read its address once, revoke it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from zonaintegritas.forms_jadwal import LanggananForm
from zonaintegritas.kalender.langganan import buat_langganan, cabut_langganan
from zonaintegritas.models import LanggananKalender, Tim
from zonaintegritas.models.tim import TimQuerySet
from zonaintegritas.views.jalan import BACA_TULIS, coba

_BARU = "kalender_zi_baru"


@never_cache
@require_http_methods(BACA_TULIS)
def kalender(request: Permintaan) -> HttpResponse:
    """Show the subscriptions of the person; POST makes one and shows its address once."""
    rencana, pilihan = rencana_terpilih(request, Rencana.Jenis.ZI)
    teams = _tim(request, rencana)
    form, status = LanggananForm(teams=teams), 200
    if request.method == "POST":
        form, status = LanggananForm(request.POST, teams=teams), 422
        if form.is_valid():
            refused = coba(form, lambda: _buat(request, form))
            if refused is None:
                return redirect(_alamat(rencana))
            status = refused
    return render(
        request,
        "zonaintegritas/kalender.html",
        {
            "rencana": rencana,
            "pilihan": pilihan,
            "form": form,
            "baru": request.session.pop(_BARU, None) if request.method == "GET" else None,
            "langganan": LanggananKalender.objects.filter(pengguna=request.user)
            .select_related("tim__keputusan__rencana")
            .order_by("dicabut", "-dibuat"),
        },
        status=status,
    )


@require_http_methods(BACA_TULIS)
def cabut(request: Permintaan, pk: int) -> HttpResponse:
    """Ask whether a subscription of the person is to be revoked; POST revokes it."""
    row = get_object_or_404(LanggananKalender, pk=pk, pengguna=request.user, dicabut__isnull=True)
    back = reverse("zi_kalender")
    if request.method == "POST":
        cabut_langganan(langganan_id=row.pk, by=request.user)
        messages.success(request, f"Langganan {row.nama} dicabut. Alamatnya tidak berlaku lagi.")
        return redirect(back)
    return render(
        request,
        "zonaintegritas/kalender_cabut.html",
        {"judul": f"Cabut langganan {row.nama}?", "kembali": back},
    )


def _buat(request: Permintaan, form: LanggananForm) -> None:
    team = form.cleaned_data["tim"]
    row, token = buat_langganan(
        nama=form.cleaned_data["nama"], tim_id=team.pk if team else None, by=request.user
    )
    # Kept for the one page that follows, in the session of this person only.
    request.session[_BARU] = {
        "nama": row.nama,
        "alamat": request.build_absolute_uri(reverse("zi_kalender_umpan", args=[token])),
    }


def _tim(request: Permintaan, rencana: Rencana | None) -> TimQuerySet:
    """Teams of the chosen plan whose evidence the person may read."""
    rows = Tim.objects.visible_to(request.user).filter(
        request.user.akses.rows(Permission.EVIDENCE_READ, instansi="keputusan__rencana__instansi"),
        keputusan__rencana=rencana,
        jenis=Tim.Jenis.TIM,
    )
    return rows.order_by("urut")


def _alamat(rencana: Rencana | None) -> str:
    query = f"?rencana={rencana.pk}" if rencana else ""
    return f"{reverse('zi_kalender')}{query}"
