"""The table of program and kegiatan of a Road Map as a workbook: small, so made in the request."""

from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from reports.xlsx.buku import JENIS_BERKAS
from reports.xlsx.kegiatan import tulis_kegiatan
from roadmap.tabel import tabel
from roadmap.views.kegiatan import Pilihan
from roadmap.views.saat import rencana_roadmap


@require_safe
def roadmap_unduh(request: Permintaan) -> HttpResponse:
    """Deliver the table with the filters of the screen; Http404 without a Road Map."""
    rencana = rencana_roadmap(request)
    if rencana is None:
        raise Http404("Belum ada Road Map.")
    asked = Pilihan.dari(request, rencana)
    rows = tabel(
        rencana,
        request.user,
        at=asked.saat.at,
        lampau=asked.saat.lampau,
        program=asked.program,
        unit=asked.unit,
        keadaan=asked.keadaan,
        tahun=asked.tahun,
        cari=asked.cari,
    )
    moment = asked.saat.at.astimezone(ZoneInfo(rencana.instansi.zona_waktu))
    name = f"kegiatan-roadmap-{rencana.instansi.kode}-{moment:%Y%m%d-%H%M}.xlsx"
    return HttpResponse(
        tulis_kegiatan(rows),
        content_type=JENIS_BERKAS,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
