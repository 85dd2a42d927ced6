"""The rows behind the figures of the dashboard."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Unit
from accounts.permintaan import Permintaan
from evidence.models import Butir, Rencana
from reports.datasets import kelompok, rincian
from reports.views.pandangan import pilihan, rencana_wajib

PER_HALAMAN = 50


@dataclass(frozen=True)
class Kelompok:
    """A group the list may be cut by: a member, or an area."""

    nilai: str
    label: str
    butir: Container[int]


@dataclass(frozen=True)
class Saring:
    """The groups to choose from, the chosen ones, and the Butir they leave (None: all)."""

    nama: str
    label: str
    semua: tuple[Kelompok, ...]
    terpilih: Kelompok | None
    unit: Unit | None
    pelapor: Unit | None

    @property
    def syarat(self) -> dict[str, Any]:
        """What the rows are cut by, as `rincian` takes it."""
        return {
            "butir": self.terpilih.butir if self.terpilih else None,
            "unit": self.unit.pk if self.unit else None,
            "pelapor": self.pelapor.pk if self.pelapor else None,
        }

    @property
    def judul(self) -> str:
        """What the list is cut by, for its heading."""
        parts = [self.terpilih.label if self.terpilih else "", self.unit, self.pelapor]
        return ", ".join(str(part) for part in parts if part)


@require_safe
def dasbor_dokumen(request: Permintaan) -> HttpResponse:
    """List the required documents behind a figure."""
    rencana = rencana_wajib(request)
    view, saring = (
        pilihan(request, rencana, semua=False).pandangan,
        saring_dari(request, rencana),
    )
    status = request.GET.get("status", "")
    if status not in rincian.DOKUMEN:
        raise Http404("Saringan tidak dikenal.")
    rows: Sequence[Any] = rincian.dokumen(view, status=status, **saring.syarat)
    page = Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page"))
    context = {
        "nama": "Dokumen wajib",
        "rencana": rencana,
        "view": view,
        "page_obj": page,
        "baris": rincian.baris_dokumen(list(page)),
        "saringan": tuple(s for s, _ in rincian.DOKUMEN.values()),
        "pilihan": status,
        "saring": saring,
    }
    return render(request, "reports/dasbor_dokumen.html", context)


@require_safe
def dasbor_tugas(request: Permintaan) -> HttpResponse:
    """List the tasks behind a figure."""
    rencana = rencana_wajib(request)
    view, saring = (
        pilihan(request, rencana, semua=False).pandangan,
        saring_dari(request, rencana),
    )
    keadaan = request.GET.get("keadaan", "")
    try:
        rows: Sequence[Any] = rincian.tugas(view, keadaan=keadaan, **saring.syarat)
    except KeyError as error:
        raise Http404("Saringan tidak dikenal.") from error
    page = Paginator(rows, PER_HALAMAN).get_page(request.GET.get("page"))
    context = {
        "nama": "Tugas",
        "rencana": rencana,
        "view": view,
        "page_obj": page,
        "baris": rincian.baris_tugas(list(page), view.hari_ini),
        "saringan": rincian.TUGAS,
        "pilihan": keadaan,
        "saring": saring,
        "hari_ini": view.hari_ini,
    }
    return render(request, "reports/dasbor_tugas.html", context)


def saring_dari(request: Permintaan, rencana: Rencana) -> Saring:
    """Return the groups of a plan (one query); Http404 for one that is not of this plan."""
    nama, label, groups = _kelompok(request, rencana)
    asked = request.GET.get(nama, "")
    chosen = next((g for g in groups if g.nilai == asked), None)
    if asked and chosen is None:
        raise Http404("Saringan tidak dikenal.")
    unit, pelapor = (_unit_diminta(request, rencana, key) for key in ("unit", "pelapor"))
    return Saring(nama, label, tuple(groups), chosen, unit, pelapor)


def _kelompok(request: Permintaan, rencana: Rencana) -> tuple[str, str, list[Kelompok]]:
    """Return the parameter, its word and the groups that suit the kind of plan."""
    if rencana.jenis == Rencana.Jenis.ROADMAP:
        return "bagian", "Bagian", _bagian(rencana)
    if rencana.jenis == Rencana.Jenis.MCP or "area" in request.GET:
        return "area", "Area", _area(rencana)
    return "anggota", "Anggota", _anggota(request, rencana)


def _bagian(rencana: Rencana) -> list[Kelompok]:
    """Groups of sasaran and programs of a Road Map."""
    groups: dict[str, tuple[str, set[int]]] = {}
    for pk, kode, jalur, huruf, judul in (
        Butir.objects.filter(rencana=rencana)
        .order_by("urut")
        .values_list(
            "pk",
            "indikator_roadmap__sasaran__kelompok__kode",
            "indikator_roadmap__sasaran__kelompok__jalur",
            "baris_aksi__kegiatan__program__huruf",
            "baris_aksi__kegiatan__program__judul_tercetak",
        )
    ):
        key = f"sasaran-{kode}" if kode else f"program-{(huruf or '').strip('.')}"
        label = f"Sasaran {kode}: {jalur[-1]}" if kode else f"Program {judul or huruf}"
        groups.setdefault(key, (label, set()))[1].add(pk)
    return [Kelompok(key, label, frozenset(ids)) for key, (label, ids) in groups.items()]


def _unit_diminta(request: Permintaan, rencana: Rencana, nama: str) -> Unit | None:
    asked = request.GET.get(nama, "")
    if not asked:
        return None
    found = (
        Unit.objects.filter(instansi=rencana.instansi_id, pk=int(asked)).first()
        if asked.isdecimal() and len(asked) < 12
        else None
    )
    if found is None:
        raise Http404("Unit tidak ada.")
    return found


def _anggota(request: Permintaan, rencana: Rencana) -> list[Kelompok]:
    return [
        Kelompok(str(a.pk), f"{a.no}. {a.unit_nama}", frozenset(a.butir))
        for a in kelompok.anggota(rencana, request.user)
    ]


def _area(rencana: Rencana) -> list[Kelompok]:
    groups: dict[kelompok.AreaKelompok, set[int]] = {}
    mapped = kelompok.area(rencana)
    for butir, area in mapped.items():
        groups.setdefault(area, set()).add(butir)
    found = [
        Kelompok(a.kode, f"{a.kode} {a.nama}".strip(), frozenset(butir))
        for a, butir in sorted(groups.items())
    ]
    return [*found, Kelompok(kelompok.LINTAS.kode, kelompok.LINTAS.nama, kelompok.Selain(mapped))]
