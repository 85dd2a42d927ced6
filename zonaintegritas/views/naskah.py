"""The decree, its teams and its action plan as pages; reading only."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from zonaintegritas import naskah
from zonaintegritas.models import KeputusanZI, Tim


@require_safe
def keputusan(request: Permintaan) -> HttpResponse:
    """Show the decree of the chosen plan as a readable document."""
    rencana, document, pilihan = _dipilih(request)
    context = {"rencana": rencana, "pilihan": pilihan, "keputusan": document}
    if document is None:
        return render(request, "zonaintegritas/kosong.html", context)
    page = naskah.naskah(document)
    return render(request, "zonaintegritas/keputusan.html", {**context, "naskah": page})


@require_safe
def rencana_aksi(request: Permintaan) -> HttpResponse:
    """Show Lampiran II as a table per team, of one team when the address names one."""
    rencana, document, pilihan = _dipilih(request)
    context = {"rencana": rencana, "pilihan": pilihan, "keputusan": document}
    if document is None:
        return render(request, "zonaintegritas/kosong.html", context)
    asked = request.GET.get("tim", "")
    no = int(asked) if asked.isdecimal() else None
    page = naskah.rencana_aksi(document, no)
    return render(request, "zonaintegritas/rencana_aksi.html", {**context, "halaman": page})


@require_safe
def tim(request: Permintaan, pk: int) -> HttpResponse:
    """Show one team: members, tasks, and the tree of its kegiatan."""
    team, semua = naskah.tim_terlihat(request.user, pk)
    rencana = team.keputusan.rencana
    terpilih, _ = rencana_terpilih(request, Rencana.Jenis.ZI)
    if terpilih is not None and terpilih.pk != rencana.pk:
        return redirect(_padanan(request, team, terpilih))
    return render(
        request,
        "zonaintegritas/tim.html",
        {
            "rencana": rencana,
            "keputusan": team.keputusan,
            "tim": team,
            "halaman": naskah.halaman_tim(team, semua),
        },
    )


def _dipilih(
    request: Permintaan,
) -> tuple[Rencana | None, KeputusanZI | None, list[Rencana]]:
    """Return the chosen plan, its decree when there is one, and all plans of this kind."""
    rencana, pilihan = rencana_terpilih(request, Rencana.Jenis.ZI)
    if rencana is None:
        return None, None, pilihan
    visible = KeputusanZI.objects.visible_to(request.user)
    return rencana, visible.filter(rencana=rencana).first(), pilihan


def _padanan(request: Permintaan, team: Tim, terpilih: Rencana) -> str:
    """Return where the page of a team leads whose plan is not the chosen one.

    Without a plan in the address: the same page, with its own plan named, so that the frame shows
    the right institution. With another plan (the switcher): the team of the same number there, or
    else that decree.
    """
    if "rencana" not in request.GET:
        query = urlencode({"rencana": team.keputusan.rencana_id})
        return f"{reverse('zi_tim', args=[team.pk])}?{query}"
    query = urlencode({"rencana": terpilih.pk})
    twin = Tim.objects.filter(keputusan__rencana=terpilih, no_lampiran_2=team.no_lampiran_2).first()
    if twin is None:
        return f"{reverse('zona_integritas')}?{query}"
    return f"{reverse('zi_tim', args=[twin.pk])}?{query}"
