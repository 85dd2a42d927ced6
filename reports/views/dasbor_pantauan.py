"""Problems at the pleno and overdue steps of a Road Map, as a part of the dashboards."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from reports.views.dasbor_roadmap import bagian
from reports.views.pandangan import pilihan, rencana_wajib
from roadmap.pantauan import pantauan


@require_safe
def dasbor_pantauan(request: Permintaan) -> HttpResponse:
    """Show problems at the pleno and overdue steps of a Road Map; a page or a part of one.

    Without a plan in the address: the running Road Map of the person's institution, so that the
    dashboard of another plan can show it too.
    """
    rencana = _berjalan(request)
    if rencana is None:
        raise Http404("Belum ada Road Map.")
    view = pilihan(request, rencana, semua=False).pandangan
    context = {
        "rencana": rencana,
        "view": view,
        "p": pantauan(rencana, request.user, view.hari_ini),
    }
    return bagian(request, "dasbor_pantauan", context)


def _berjalan(request: Permintaan) -> Rencana | None:
    if request.GET.get("rencana"):
        return rencana_wajib(request, Rencana.Jenis.ROADMAP)
    _, rows = rencana_terpilih(request, Rencana.Jenis.ROADMAP)
    akses = request.user.akses
    return next(
        (r for r in rows if r.berjalan and akses.has(Permission.DASHBOARD_READ, r.instansi_id)),
        None,
    )
