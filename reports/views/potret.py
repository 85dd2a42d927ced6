"""One Potret: the frozen figures on the screen, and the JSON that they are."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Denied
from evidence.workflow import Sifat
from reports.actions.potret import unduh_potret
from reports.datasets.banding import Kelompok, kelompok_anggota, kelompok_area
from reports.datasets.rincian import label, wujud
from reports.models import Potret
from reports.potret.bentuk import CapaianPotret, IsiPotret, TugasPotret, baca, sidik
from reports.potret.periode import persetujuan
from reports.views.periode_pintu import potret_dibaca
from reports.views.ruas import ruas

PER_HALAMAN = 50


@dataclass(frozen=True)
class BarisTugas:
    """A task in one window, as it was frozen."""

    tugas: TugasPotret
    capaian: CapaianPotret

    @property
    def label(self) -> str:
        """What it counted as, in words."""
        return label(self.capaian.status)

    @property
    def sifat(self) -> Sifat:
        """Tone and shape of that."""
        return wujud(self.capaian.status)

    @property
    def diterima(self) -> int:
        """Its documents that were accepted."""
        return sum(d.golongan.value in ("disetujui", "nihil") for d in self.capaian.dokumen)


@dataclass(frozen=True)
class Saring:
    """The filter of the tasks: what may be chosen, and what was."""

    semua_anggota: tuple[Kelompok, ...]
    semua_area: tuple[Kelompok, ...]
    anggota: Kelompok | None
    area: Kelompok | None

    @property
    def ada(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.anggota or self.area)


@require_safe
def potret_rinci(request: Permintaan, pk: int) -> HttpResponse:
    """Show what a Potret holds: totals, areas, members, exceptions, amendments, its tasks."""
    potret = potret_dibaca(request, pk)
    isi = baca(potret.isi)
    later = Potret.objects.visible_to(request.user).tanpa_isi().filter(batas=potret.batas_id)
    saring = saring_diminta(request, isi)
    page = Paginator(tugas_potret(isi, saring), PER_HALAMAN).get_page(request.GET.get("page"))
    context = {
        "potret": potret,
        "batas": potret.batas,
        "rencana": potret.batas.rencana,
        "isi": isi,
        "nomor": str(potret.no),
        "ruas": ruas(isi.hitungan),
        "skor": (
            ("Nilai mandiri", isi.nilai.mandiri),
            ("Nilai terverifikasi", isi.nilai.internal),
            ("Nilai KPK", isi.nilai.kpk),
        ),
        "utuh": sidik(potret.isi) == potret.sha256,
        "pengganti": later.filter(no__gt=potret.no).order_by("-no").first(),
        "persetujuan": persetujuan(potret),
        "ukuran": len(potret.isi.encode()),
        "saring": saring,
        "page_obj": page,
    }
    return render(request, "reports/potret_rinci.html", context)


@require_safe
def potret_unduh(request: Permintaan, pk: int) -> HttpResponse:
    """Deliver the canonical JSON of a Potret, byte by byte as it was hashed; recorded."""
    get_object_or_404(Potret.objects.visible_to(request.user).tanpa_isi(), pk=pk)
    try:
        potret = unduh_potret(potret_id=pk, by=request.user)
    except Denied as error:  # lost the right between the two lines
        raise Http404(str(error)) from error
    nama = slugify(f"potret-{potret.instansi.kode}-{potret.batas.kode}-{potret.no}")
    return HttpResponse(
        potret.isi.encode(),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{nama}.json"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def saring_diminta(request: Permintaan, isi: IsiPotret) -> Saring:
    """Return the filters of the address; Http404 for a group that the Potret does not have."""
    members, areas = kelompok_anggota(isi), kelompok_area(isi)
    return Saring(
        members,
        areas,
        terpilih(request, "anggota", members),
        terpilih(request, "area", areas),
    )


def terpilih(request: Permintaan, nama: str, semua: tuple[Kelompok, ...]) -> Kelompok | None:
    """Return the group that the address asks for, None for all; Http404 for one there is not."""
    asked = request.GET.get(nama)
    if not asked:
        return None
    found = next((k for k in semua if k.kode == asked), None)
    if found is None:
        raise Http404("Saringan tidak dikenal.")
    return found


def tugas_potret(isi: IsiPotret, saring: Saring) -> list[BarisTugas]:
    """Return the tasks of a Potret that the filters leave, one row a window."""
    chosen = [k.butir for k in (saring.anggota, saring.area) if k is not None]
    return [
        BarisTugas(task, window)
        for task in isi.tugas
        if all(task.kode in butir for butir in chosen)
        for window in task.capaian
    ]
