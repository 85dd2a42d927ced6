"""The decree and its members as pages; reading only."""

from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from satgas.anggota import halaman_anggota, susunan
from satgas.menurut import pasangan
from satgas.models import Anggota, SuratKeputusan
from satgas.naskah import naskah


@require_safe
def keputusan(request: Permintaan) -> HttpResponse:
    """Show the decree of the chosen Satgas plan as a readable document."""
    asked, semua = rencana_terpilih(request)
    if "rencana" in request.GET and asked is not None and asked.jenis == Rencana.Jenis.MCP:
        return redirect(f"{reverse('instrumen')}?{urlencode({'rencana': asked.pk})}")
    rencana, pilihan = rencana_terpilih(request, Rencana.Jenis.SATGAS)
    context = {
        "rencana": rencana,
        "pilihan": pilihan,
        "menurut": pasangan(rencana, request.user, semua),
        "kelola": request.user.akses.has(Permission.PLAN_EDIT),
    }
    visible = SuratKeputusan.objects.visible_to(request.user)
    sk = visible.filter(rencana=rencana).annotate(perubahan=Count("perubahan_set")).first()
    if sk is None:
        return render(request, "satgas/kosong.html", context)
    return render(request, "satgas/keputusan.html", {**context, "naskah": naskah(sk), "sk": sk})


@require_safe
def anggota(request: Permintaan, pk: int) -> HttpResponse:
    """Show one member with its task tree."""
    found = susunan(request.user, pk)
    member, rencana = found.dipilih, found.dipilih.sk.rencana
    terpilih, _ = rencana_terpilih(request, Rencana.Jenis.SATGAS)
    if terpilih is not None and terpilih.pk != rencana.pk:
        return redirect(_counterpart(request, member, terpilih))
    return render(
        request,
        "satgas/anggota.html",
        {
            "rencana": rencana,
            "anggota": member,
            "sk": member.sk,
            "halaman": halaman_anggota(request.user, found),
            "hari_ini": timezone.localdate(),
        },
    )


def _counterpart(request: Permintaan, member: Anggota, terpilih: Rencana) -> str:
    """Return where a member page leads whose plan is not the chosen one.

    Without a plan in the address: the same page, with its own plan named, so that the frame
    shows the right institution. With another plan (the switcher): the member of the same number
    there, or else that decree.
    """
    if "rencana" not in request.GET:
        query = urlencode({"rencana": member.sk.rencana_id})
        return f"{reverse('satgas_anggota', args=[member.pk])}?{query}"
    query = urlencode({"rencana": terpilih.pk})
    twin = Anggota.objects.filter(sk__rencana=terpilih, no=member.no).first()
    if twin is None:
        return f"{reverse('satgas')}?{query}"
    return f"{reverse('satgas_anggota', args=[twin.pk])}?{query}"
