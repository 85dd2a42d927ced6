"""Two Potret of a plan side by side: what has changed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from evidence.selection import rencana_terpilih, tetapkan
from reports.datasets.banding import MACAM, Macam, banding, saring
from reports.models import Potret
from reports.potret.bentuk import IsiPotret, baca
from reports.potret.susun import bangun_potret
from reports.views.periode import BUKAN_PEMBACA
from reports.views.periode_pintu import nomor
from reports.views.potret import terpilih

PER_HALAMAN = 50
SEKARANG = "sekarang"


@dataclass(frozen=True)
class Sisi:
    """One side of the comparison; `potret` None: the figures as they stand now."""

    potret: Potret | None
    isi: IsiPotret

    @property
    def kode(self) -> str:
        """Its name in the address."""
        return str(self.potret.pk) if self.potret else SEKARANG

    @property
    def nama(self) -> str:
        """Its name on the screen."""
        if self.potret is None:
            return f"{self.isi.batas.kode} keadaan sekarang"
        return f"{self.isi.batas.kode} Potret {self.potret.no}"


@require_safe
def potret_banding(request: Permintaan) -> HttpResponse:
    """Compare two Potret of a plan, or one with the figures of now.

    `?a=` and `?b=` name them; without them the last two of the plan in `?rencana=` are taken.
    A plan that doesn't run has no figures of now: its last Potret stands in for them.
    """
    rencana, rows = potret_diminta(request)
    runs = rencana is not None and rencana.berjalan
    context: dict[str, object] = {
        "rencana": rencana,
        "semua": rows,
        "sekarang": SEKARANG if runs else "",
    }
    if rencana is None or not rows:
        return render(request, "reports/banding_kosong.html", context)
    a, b = pasangan(request, rencana, rows)
    context |= {"a": a, "b": b}
    if a.potret is not None and b.potret is not None and a.potret.pk == b.potret.pk:
        return render(request, "reports/banding_sama.html", context)
    found = banding(a.isi, b.isi)
    member = terpilih(request, "anggota", found.pilihan_anggota)
    area = terpilih(request, "area", found.pilihan_area)
    kind = macam_diminta(request)
    chosen = saring(found.perubahan, anggota=member, area=area, macam=kind)
    context |= {
        "d": found,
        "terbalik": a.isi.at > b.isi.at,
        "tukar": urlencode({"a": b.kode, "b": a.kode}) if b.potret else "",
        "semua_macam": MACAM,
        "macam": kind,
        "anggota": member,
        "area": area,
        "disaring": bool(member or area or kind),
        "page_obj": Paginator(chosen, PER_HALAMAN).get_page(request.GET.get("page")),
    }
    return render(request, "reports/banding.html", context)


def potret_diminta(request: Permintaan) -> tuple[Rencana | None, list[Potret]]:
    """Return the plan and all its Potret, oldest cut-off first, without their figures."""
    akses = request.user.akses
    if not akses.has(Permission.REPORT_READ_ALL):
        raise PermissionDenied(BUKAN_PEMBACA)
    asked = request.GET.get("a", "")
    if asked:
        light = Potret.objects.visible_to(request.user).tanpa_isi()
        first = get_object_or_404(light.select_related("batas__rencana__instansi"), pk=nomor(asked))
        rencana: Rencana | None = first.batas.rencana
    else:
        chosen, plans = rencana_terpilih(request)
        own = [p for p in plans if p.berjaga]
        if not request.GET.get("rencana") or (chosen and not chosen.berjaga):
            chosen = own[0] if own else None
        rencana = chosen
    if rencana is None:
        return None, []
    tetapkan(request, rencana.pk)
    rows = Potret.objects.visible_to(request.user).tanpa_isi().filter(batas__rencana=rencana)
    return rencana, list(rows.select_related("batas").order_by("batas__akhir", "no"))


def pasangan(request: Permintaan, rencana: Rencana, rows: list[Potret]) -> tuple[Sisi, Sisi]:
    """Return both sides with their figures; Http404 for a Potret of another plan."""
    known = {row.pk: row for row in rows}
    asked = {name: request.GET.get(name, "") for name in ("a", "b")}
    default = {"a": rows[-2] if len(rows) > 1 else rows[-1], "b": rows[-1]}
    if not asked["b"] and (len(rows) == 1 or asked["a"] == str(rows[-1].pk)):
        asked["b"] = SEKARANG
    chosen: dict[str, Potret | None] = {}
    for name, text in asked.items():
        if name == "b" and text == SEKARANG:
            chosen[name] = None if rencana.berjalan else rows[-1]
            continue
        row = known.get(nomor(text)) if text else default[name]
        if row is None:
            raise Http404("Potret ini tidak ada pada rencana yang sama.")
        chosen[name] = row
    first = chosen["a"]
    assert first is not None  # only the second may be the figures of now
    ids = {row.pk for row in chosen.values() if row}
    isi = dict(Potret.objects.filter(pk__in=ids).values_list("pk", "isi"))
    a = Sisi(first, baca(isi[first.pk]))
    second = chosen["b"]
    if second is not None:
        return a, Sisi(second, baca(isi[second.pk]))
    batas = first.batas
    batas.rencana = rencana
    return a, Sisi(None, bangun_potret(batas, timezone.now(), no=first.no + 1))


def macam_diminta(request: Permintaan) -> Macam | None:
    """Return the kind of change in the address; Http404 for one that is not known."""
    asked = request.GET.get("macam", "")
    found = next((m for m in MACAM if m.kode == asked), None)
    if asked and found is None:
        raise Http404("Saringan tidak dikenal.")
    return found
