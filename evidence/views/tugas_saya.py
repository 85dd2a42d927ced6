"""The operator's home: what to mend, complete and send."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.lists.disposisi import Baris, terbuka_untuk
from evidence.lists.rencana_lain import rencana_lain
from evidence.lists.serah import TugasSerah, serah_daftar
from evidence.lists.tasks import daftar_tugas
from evidence.models import Capaian
from evidence.selection import rencana_terpilih
from evidence.views.access import butuh


@require_safe
@butuh(Permission.EVIDENCE_SEND, "Tugas saya hanya untuk operator unit.")
def tugas_saya(request: Permintaan) -> HttpResponse:
    """List the tasks of the person's units by whose turn it is."""
    rencana, semua = rencana_terpilih(request)
    giliran = request.GET.get("giliran", "")
    kata = request.GET.get("kata", "").strip()[:100]
    daftar, hari_ini = None, timezone.localdate()
    serah: list[TugasSerah] = []
    disposisi: list[Baris] = []
    if rencana is not None:
        daftar = daftar_tugas(
            request.user,
            rencana,
            giliran=giliran,
            kata=kata,
            halaman=request.GET.get("page", ""),
            hari_ini=hari_ini,
        )
        if rencana.berjalan:
            serah = serah_daftar(request.user, rencana, hari_ini)
            disposisi = terbuka_untuk(request.user, rencana)
    unit = {b.unit for k in daftar.kelompok for b in k.baris} if daftar else set()
    return render(
        request,
        "evidence/tugas_saya.html",
        {
            "rencana": rencana,
            "daftar": daftar,
            "rencana_lain": rencana_lain(request.user, rencana, semua, hari_ini),
            "kata": kata,
            "giliran": giliran,
            "banyak_unit": len(unit) > 1,
            "serah": serah,
            "disposisi": disposisi,
            "progres": Capaian.Progres.choices,
            "halaman": request.get_full_path(),
        },
    )
