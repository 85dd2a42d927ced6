"""Lists of the Road Map as files: meetings, problems, steps, earlier years, reconciliation."""

from collections.abc import Iterator

from django.core.paginator import Page
from django.http import Http404
from django.utils import timezone

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from roadmap.daftar_masalah import (
    KEADAAN_LANGKAH,
    KEADAAN_MASALAH,
    DaftarLangkah,
    daftar_langkah,
    daftar_masalah,
)
from roadmap.daftar_masalah import Saringan as SaringanMasalah
from roadmap.daftar_rapat import Saringan, daftar_rapat, sebut_bulan
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import Masalah, Rapat, RealisasiHistoris, RoadMap
from roadmap.rekonsiliasi import Rekonsiliasi, rekonsiliasi
from roadmap.tabel_historis import daftar_historis, tampilkan_daftar
from roadmap.views.saat import rencana_roadmap
from sheets.tables import Isi, Tabel, dari_baris, dari_halaman, dari_isi, kolom, saringan
from sheets.unduhan import Unduhan, punya, register

Rows = Iterator[tuple[Isi, ...]]

_RAPAT = kolom(
    ("Dijadwalkan", "tanggal"),
    ("Dilaksanakan", "tanggal"),
    ("Tingkat", "teks", 14),
    ("Maksud", "teks", 20),
    ("Unit", "teks", 30),
    ("Tempat", "teks", 26),
    ("Pimpinan", "teks", 26),
    ("Acara", "teks", 40),
    ("Keadaan", "teks", 16),
    ("Temuan", "angka"),
    ("Notula", "teks", 10),
)
_MASALAH = kolom(
    ("Masalah", "teks", 60),
    ("Kode", "kode"),
    ("Butir", "teks", 50),
    ("Tingkat", "teks", 14),
    ("Pada tingkat ini sejak", "waktu"),
    ("Unit", "teks", 30),
    ("Kelompok kerja", "teks", 30),
    ("Dicatat", "waktu"),
    ("Langkah", "angka"),
    ("Keadaan", "teks", 16),
    ("Selesai", "waktu"),
    ("Penyelesaian", "teks", 50),
)
_LANGKAH = kolom(
    ("Langkah perbaikan", "teks", 60),
    ("Masalah", "teks", 50),
    ("Kode", "kode"),
    ("Unit", "teks", 30),
    ("Tenggat", "tanggal"),
    ("Keadaan", "teks", 30),
    ("Dilaporkan", "waktu"),
    ("Ditutup", "waktu"),
)
_HISTORIS = kolom(
    ("Kode", "kode"),
    ("Butir", "teks", 60),
    ("Tahun", "kode", 8),
    ("Realisasi", "teks", 30),
    ("Anggaran (Rp)", "uang"),
    ("Pagu (Rp)", "uang"),
    ("Pergeseran (Rp)", "uang"),
    ("Sumber", "teks", 50),
    ("Oleh", "teks", 26),
    ("Dicatat", "waktu"),
)
_REKONSILIASI = kolom(
    ("Bagian", "teks", 40),
    ("Tahun", "kode", 8),
    ("Sel berjumlah", "angka"),
    ("Menurut letak pembacaan (Rp.000)", "uang"),
    ("Jumlah (Rp.000)", "uang"),
    ("Jumlah dengan usulan (Rp.000)", "uang"),
    ("TOTAL tercetak (Rp.000)", "uang"),
    ("Selisih (Rp.000)", "uang"),
    ("TOTAL seperti tercetak", "teks", 20),
)


def daftarkan() -> None:
    """Register the lists of this app; called once when it is ready."""
    baca, rencana = punya(Permission.EVIDENCE_READ), punya(Permission.PLAN_READ)
    register(
        Unduhan("rapat", "Rapat", baca, rapat),
        Unduhan("rapat_masalah", "Masalah", baca, masalah),
        Unduhan("rapat_langkah", "Langkah perbaikan", baca, langkah),
        Unduhan("roadmap_historis", "Angka historis", rencana, historis),
        Unduhan("roadmap_rekonsiliasi", "Rekonsiliasi anggaran", rencana, sebanding),
    )


def _rencana(request: Permintaan) -> Rencana:
    found = rencana_roadmap(request)
    if found is None:
        raise Http404("Belum ada Road Map yang dapat Anda baca.")
    return found


def _tingkat(nilai: str) -> str | None:
    return str(Tingkat(nilai).label) if nilai else None


def rapat(request: Permintaan) -> Tabel:
    """Return the meetings of the chosen Road Map."""
    plan, chosen = _rencana(request), Saringan.dari(request.GET)
    return dari_halaman(
        "rapat",
        "Rapat",
        _RAPAT,
        baca=lambda halaman: daftar_rapat(plan, request.user, chosen, halaman),
        halaman=lambda d: d.page_obj,
        baris=lambda d: _rapat(d.page_obj),
        keterangan=saringan(
            Rencana=plan.nama,
            Tingkat=_tingkat(chosen.tingkat),
            Keadaan=str(Rapat.Keadaan(chosen.keadaan).label) if chosen.keadaan else None,
            Bulan=sebut_bulan(chosen.bulan) if chosen.bulan else None,
        ),
        lingkup=(plan.instansi_id,),
    )


def _rapat(page: "Page[Rapat]") -> Rows:
    for one in page:
        yield (
            one.dijadwalkan,
            one.dilaksanakan,
            one.get_tingkat_display(),
            one.get_maksud_display(),
            str(one.unit) if one.unit else "",
            one.tempat,
            one.pimpinan,
            one.acara,
            one.get_keadaan_display(),
            one.temuan,  # type: ignore[attr-defined]  # annotated
            "Ada" if one.ada_notula else "",  # type: ignore[attr-defined]  # annotated
        )


def masalah(request: Permintaan) -> Tabel:
    """Return the problems of the chosen Road Map, the highest level first."""
    plan = _rencana(request)
    chosen = SaringanMasalah.dari(request.GET, KEADAAN_MASALAH)
    return dari_halaman(
        "rapat_masalah",
        "Masalah",
        _MASALAH,
        baca=lambda halaman: daftar_masalah(plan, request.user, chosen, halaman),
        halaman=lambda d: d.page_obj,
        baris=lambda d: _masalah(d.page_obj),
        keterangan=saringan(
            Rencana=plan.nama, Keadaan=chosen.keadaan, Tingkat=_tingkat(chosen.tingkat)
        ),
        lingkup=(plan.instansi_id,),
    )


def _masalah(page: "Page[Masalah]") -> Rows:
    for one in page:
        yield (
            one.uraian,
            one.butir.kode,
            one.butir.uraian,
            one.get_tingkat_display(),
            one.tingkat_sejak,
            str(one.unit) if one.unit else "",
            str(one.pokja) if one.pokja else "",
            one.dibuat,
            one.langkah,  # type: ignore[attr-defined]  # annotated
            one.get_keadaan_display(),
            one.selesai,
            one.penyelesaian,
        )


def langkah(request: Permintaan) -> Tabel:
    """Return the remedial steps of the chosen Road Map, late ones first."""
    plan, today = _rencana(request), timezone.localdate()
    chosen = SaringanMasalah.dari(request.GET, KEADAAN_LANGKAH)
    return dari_halaman(
        "rapat_langkah",
        "Langkah perbaikan",
        _LANGKAH,
        baca=lambda halaman: daftar_langkah(plan, request.user, chosen, halaman, today),
        halaman=lambda d: d.page_obj,
        baris=_langkah,
        keterangan=saringan(
            Rencana=plan.nama, Keadaan=chosen.keadaan, Tingkat=_tingkat(chosen.tingkat)
        ),
        lingkup=(plan.instansi_id,),
    )


def _langkah(daftar: DaftarLangkah) -> Rows:
    for row in daftar.baris:
        one = row.langkah
        yield (
            one.uraian,
            one.masalah.uraian,
            one.masalah.butir.kode,
            str(one.unit),
            one.tenggat,
            ", ".join(wujud.label for wujud in row.wujud),
            one.dilaporkan,
            one.ditutup,
        )


def historis(request: Permintaan) -> Tabel:
    """Return the figures of earlier years of the chosen Road Map."""
    plan, tahun = _rencana(request), request.GET.get("tahun", "")

    def baris(rows: list[RealisasiHistoris]) -> Rows:
        for shown in tampilkan_daftar(rows):
            row = shown.row
            yield (
                row.butir.kode,
                row.butir.uraian,
                str(row.tahun),
                shown.fisik,
                row.anggaran,
                row.pagu,
                row.pergeseran,
                row.rujukan,
                row.oleh.nama,
                row.dibuat,
            )

    return dari_isi(
        "roadmap_historis",
        "Angka historis",
        _HISTORIS,
        daftar_historis(plan, tahun),
        baris=baris,
        keterangan=saringan(Rencana=plan.nama, Tahun=tahun),
        lingkup=(plan.instansi_id,),
    )


def sebanding(request: Permintaan) -> Tabel:
    """Return sums and printed totals of every year, then the sums of each program."""
    plan = _rencana(request)
    visible = RoadMap.objects.visible_to(request.user).select_related("rencana__asal")
    roadmap = visible.filter(rencana=plan).first()
    if roadmap is None:
        raise Http404("Road Map ini belum berisi anggaran.")
    return dari_baris(
        "roadmap_rekonsiliasi",
        "Rekonsiliasi anggaran",
        _REKONSILIASI,
        _sebanding(rekonsiliasi(roadmap)),
        keterangan=saringan(Rencana=plan.nama),
        lingkup=(plan.instansi_id,),
    )


def _sebanding(found: Rekonsiliasi) -> Rows:
    for year in found.tahun:
        yield (
            "Semua program",
            str(year.tahun),
            year.sel_berjumlah,
            year.jumlah_ocr,
            year.jumlah,
            year.jumlah_usulan,
            year.tercetak,
            year.selisih,
            year.tercetak_mentah,
        )
    names = {program.huruf: program.nama for program in found.program}
    for sums in found.subtotal:
        yield (
            f"{sums.program} {names[sums.program]}".strip(),
            str(sums.tahun),
            None,
            sums.jumlah_ocr,
            sums.jumlah,
            sums.jumlah_usulan,
            None,
            None,
            "",
        )
