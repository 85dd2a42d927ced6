"""Periods, one Potret and what changed between two, as files."""

from collections.abc import Iterator

from django.http import Http404
from django.utils import timezone

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from accounts.sebutan import sebut
from reports.datasets.banding import banding, saring
from reports.kemajuan.parameter import kode_terbaca
from reports.models import Terbitan
from reports.potret.bentuk import PerubahanPotret, baca
from reports.potret.periode import daftar_periode
from reports.views.banding import macam_diminta, pasangan, potret_diminta
from reports.views.periode import baris as baris_periode
from reports.views.periode import rencana_periode, terbitan_dari
from reports.views.periode_pintu import batas_dibaca, nomor, potret_dibaca
from reports.views.potret import BarisTugas, terpilih, tugas_potret
from reports.views.potret import saring_diminta as saring_potret
from sheets.tables import Isi, Tabel, dari_baris, dari_isi, kolom, saringan
from sheets.unduhan import Unduhan, punya, register

Rows = Iterator[tuple[Isi, ...]]

_PERIODE = kolom(
    ("Periode", "kode"),
    ("Akhir", "tanggal"),
    ("Tahap hari ini", "teks", 26),
    ("Batas unit", "tanggal"),
    ("Ditutup", "tanggal"),
    ("Keadaan", "teks", 20),
    ("Potret", "angka"),
    ("Data per", "waktu"),
    ("Tugas ditagih", "angka"),
    ("Dokumen diterima", "angka"),
    ("Dokumen diperlukan", "angka"),
    ("Kelengkapan", "persen"),
    ("Terlambat", "angka"),
)
_UBAHAN = kolom(
    ("Kode", "kode"),
    ("Tugas", "teks", 50),
    ("Unit", "teks", 30),
    ("Mulai", "tanggal"),
    ("Selesai", "tanggal"),
    ("Yang berubah", "teks", 26),
    ("Semula", "teks", 34),
    ("Menjadi", "teks", 34),
    ("Sebab", "teks", 40),
    ("Oleh", "teks", 30),
    ("Waktu", "waktu"),
)
_POTRET = kolom(
    ("Kode", "kode"),
    ("Tugas", "teks", 50),
    ("Unit", "teks", 30),
    ("Batas waktu", "tanggal"),
    ("Lewat (hari)", "angka"),
    ("Dokumen diterima", "angka"),
    ("Dokumen", "angka"),
    ("Nilai mandiri", "angka"),
    ("Nilai terverifikasi", "angka"),
    ("Status", "teks", 26),
)
_TERBITAN = kolom(
    ("Kode periksa", "kode", 26),
    ("Potret", "angka"),
    ("Persetujuan", "teks", 14),
    ("Nomor", "teks", 34),
    ("Tanggal laporan", "tanggal"),
    ("Diminta", "waktu"),
    ("Peminta", "teks", 30),
)


def daftarkan() -> None:
    """Register these lists; called once when the app is ready."""
    semua = punya(Permission.REPORT_READ_ALL)
    register(
        Unduhan("periode", "Periode", semua, periode),
        Unduhan("periode_terbitan", "Laporan yang terbit", semua, terbitan),
        Unduhan("potret_banding", "Perubahan antara dua Potret", semua, perubahan),
        Unduhan("potret_tugas", "Tugas sebuah Potret", semua, potret),
    )


def periode(request: Permintaan) -> Tabel:
    """Return the cut-offs of a plan that reports to KPK, with the totals of their last Potret."""
    rencana, plans = rencana_periode(request)
    if rencana is None or rencana not in plans:
        raise Http404("Rencana ini tidak dilaporkan ke KPK.")
    rows = baris_periode(daftar_periode(rencana, request.user, timezone.now()))
    return dari_baris(
        "periode",
        "Periode",
        _PERIODE,
        (
            (
                row.periode.batas.kode,
                row.periode.batas.akhir,
                str(row.periode.tahap.label),
                row.periode.batas.batas_unit,
                row.periode.batas.ditutup,
                row.label,
                row.periode.potret.no if row.periode.potret else None,
                row.periode.potret.at if row.periode.potret else None,
                row.ringkas.tugas_ditagih if row.ringkas else None,
                row.ringkas.hitungan.diterima if row.ringkas else None,
                row.ringkas.hitungan.diperlukan if row.ringkas else None,
                row.ringkas.hitungan.kelengkapan if row.ringkas else None,
                row.ringkas.terlambat if row.ringkas else None,
            )
            for row in rows
        ),
        keterangan=saringan(Rencana=rencana.nama),
        lingkup=(rencana.instansi_id,),
    )


def terbitan(request: Permintaan) -> Tabel:
    """Return the reports made of one cut-off (`objek`), the newest first."""
    batas = batas_dibaca(request, nomor(request.GET.get("objek", "")))

    def baris(rows: list[Terbitan]) -> Rows:
        for row in rows:
            yield (
                kode_terbaca(row.kode),
                row.potret.no,
                "Disetujui" if row.parameter.get("persetujuan") else "DRAF",
                row.nomor,
                row.nomor_tanggal,
                row.dibuat,
                row.oleh.nama,
            )

    return dari_isi(
        "periode_terbitan",
        "Laporan yang terbit",
        _TERBITAN,
        terbitan_dari(request, batas),
        baris=baris,
        keterangan=saringan(Rencana=batas.rencana.nama, Periode=batas.kode),
        lingkup=(batas.rencana.instansi_id,),
    )


def perubahan(request: Permintaan) -> Tabel:
    """Return what changed between two Potret, one row a change."""
    rencana, rows = potret_diminta(request)
    if rencana is None or not rows:
        raise Http404("Belum ada Potret untuk dibandingkan.")
    a, b = pasangan(request, rencana, rows)
    found = banding(a.isi, b.isi)
    member = terpilih(request, "anggota", found.pilihan_anggota)
    area = terpilih(request, "area", found.pilihan_area)
    kind = macam_diminta(request)
    changed = saring(found.perubahan, anggota=member, area=area, macam=kind)
    return dari_baris(
        "potret_banding",
        "Perubahan antara dua Potret",
        _UBAHAN,
        (row for one in changed for row in _ubahan(one)),
        keterangan=saringan(
            Rencana=rencana.nama,
            Semula=a.nama,
            Menjadi=b.nama,
            Anggota=member.nama if member else None,
            Area=area.nama if area else None,
            Perubahan=kind.nama if kind else None,
        ),
        lingkup=(rencana.instansi_id,),
    )


def _ubahan(one: PerubahanPotret) -> Rows:
    for change in one.ubahan:
        yield (
            one.kode,
            one.teks,
            one.unit,
            one.mulai,
            one.selesai,
            change.hal,
            change.lama,
            change.baru,
            one.sebab,
            one.oleh,
            one.at,
        )


def potret(request: Permintaan) -> Tabel:
    """Return the tasks of one Potret (`objek`), one row a window."""
    row = potret_dibaca(request, nomor(request.GET.get("objek", "")))
    isi = baca(row.isi)
    chosen = saring_potret(request, isi)

    def baris(tasks: list[BarisTugas]) -> Rows:
        for one in tasks:
            scored = one.tugas.dinilai
            yield (
                one.tugas.kode,
                one.tugas.teks,
                one.capaian.unit,
                one.capaian.batas,
                one.capaian.lewat_hari or None,
                one.diterima,
                len(one.capaian.dokumen),
                one.capaian.nilai_mandiri if scored else None,
                one.capaian.nilai_internal if scored else None,
                sebut(one.label),
            )

    return dari_isi(
        "potret_tugas",
        "Tugas sebuah Potret",
        _POTRET,
        tugas_potret(isi, chosen),
        baris=baris,
        keterangan=saringan(
            Rencana=isi.rencana,
            Potret=f"{isi.batas.kode} Potret {row.no}",
            Anggota=chosen.anggota.nama if chosen.anggota else None,
            Area=chosen.area.nama if chosen.area else None,
        ),
        lingkup=(row.batas.rencana.instansi_id,),
    )
