"""The printed TOTAL beside the sums of the rows, and what explains each difference."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.permintaan import Permintaan
from roadmap.kalimat_rekonsiliasi import kalimat
from roadmap.models import RoadMap
from roadmap.rekonsiliasi import Rekonsiliasi, Sebab, Sel, Subtotal, TahunRekonsiliasi, rekonsiliasi
from roadmap.tampil_tabel import dan
from roadmap.views.matriks import tanpa_rencana
from roadmap.views.saat import rencana_roadmap
from ukuran.target import JenisAnggaran

_JENIS = (
    (JenisAnggaran.JUMLAH, "berisi jumlah"),
    (JenisAnggaran.NOL, "berisi angka 0"),
    (JenisAnggaran.STRIP, "berisi tanda -"),
    (JenisAnggaran.KOSONG, "kosong"),
    (JenisAnggaran.TAK_TERBACA, "tidak terbaca"),
)


@dataclass(frozen=True)
class Bagian:
    """Part of an explanation with the cells it concerns."""

    tahun: int
    jenis: str
    sebab: Sebab
    sel: tuple[Sel, ...]


@dataclass(frozen=True)
class TahunTampil:
    """One year with its sentences."""

    tahun: TahunRekonsiliasi
    kalimat: tuple[str, ...]
    bagian: tuple[Bagian, ...]
    kode: tuple[str, ...]


@dataclass(frozen=True)
class ProgramTampil:
    """One program with its sums of every year."""

    huruf: str
    nama: str
    jumlah: tuple[Subtotal, ...]


@dataclass(frozen=True)
class StatistikSel:
    """How many budget cells hold one kind of content, in all and by year."""

    kata: str
    jumlah: int
    tahun: tuple[int, ...]


@require_safe
def halaman_rekonsiliasi(request: Permintaan) -> HttpResponse:
    """Show sums, printed totals, differences and explanations of the chosen Road Map."""
    rencana = rencana_roadmap(request)
    if rencana is None:
        return tanpa_rencana(request)
    visible = RoadMap.objects.visible_to(request.user).select_related("rencana__asal")
    roadmap = visible.filter(rencana=rencana).first()
    result = rekonsiliasi(roadmap) if roadmap else None
    if result is None or not result.sel:
        return render(request, "roadmap/rekonsiliasi_kosong.html", {"rencana": rencana})
    proposed = request.GET.get("usulan") == "1"
    bersumber = roadmap is not None and not roadmap.asal
    years = tuple(
        _tahun(year, result, usulan=proposed, bersumber=bersumber) for year in result.tahun
    )
    here, query = reverse("roadmap_rekonsiliasi"), {"rencana": rencana.pk}
    notes = urlencode(query | {"bagian": "catatan"})
    context = {
        "rencana": rencana,
        "r": result,
        "asal": roadmap.asal if roadmap else "",
        "tahun": years,
        "usulan": proposed,
        "ada_usulan": any(y.sebab_usulan for y in result.tahun),
        "tercetak": any(y.tercetak_mentah for y in result.tahun),
        "digeser": any(y.jumlah_ocr != y.jumlah for y in result.tahun),
        "berselisih": dan([y.tahun for y in result.tahun if y.selisih]),
        "program": _program(result),
        "statistik": _statistik(result),
        "bagian": [part for year in years for part in year.bagian],
        "catatan": result.catatan,
        "url_semua_catatan": f"{reverse('roadmap_naskah')}?{notes}",
        "url_tanpa": f"{here}?{urlencode(query)}",
        "url_usulan": f"{here}?{urlencode(query | {'usulan': 1})}",
        "url_catatan": f"{reverse('roadmap_naskah')}?{notes}#cs-",
    }
    return render(request, "roadmap/rekonsiliasi.html", context)


def _tahun(
    year: TahunRekonsiliasi, result: Rekonsiliasi, *, usulan: bool, bersumber: bool
) -> TahunTampil:
    causes = [("Letak sel", cause) for cause in year.sebab_geser]
    causes += [("Sisa", cause) for cause in year.sebab_sisa]
    if usulan:
        causes += [("Usulan pembacaan", cause) for cause in year.sebab_usulan]
    cells = {cell.baris: cell for cell in result.sel if cell.tahun == year.tahun}
    parts = tuple(
        Bagian(year.tahun, word, cause, tuple(cells[k] for k in cause.baris if k in cells))
        for word, cause in causes
    )
    codes = dict.fromkeys(kode for part in parts for kode in part.sebab.kode)
    return TahunTampil(year, kalimat(year, usulan=usulan, bersumber=bersumber), parts, tuple(codes))


def _program(result: Rekonsiliasi) -> tuple[ProgramTampil, ...]:
    return tuple(
        ProgramTampil(
            program.huruf,
            program.nama,
            tuple(sums for sums in result.subtotal if sums.program == program.huruf),
        )
        for program in result.program
    )


def _statistik(result: Rekonsiliasi) -> tuple[StatistikSel, ...]:
    rows = (
        StatistikSel(
            word,
            result.jenis[kind],
            tuple(
                sum(cell.jenis is kind and cell.tahun == year.tahun for cell in result.sel)
                for year in result.tahun
            ),
        )
        for kind, word in _JENIS
    )
    return tuple(row for row in rows if row.jumlah)
