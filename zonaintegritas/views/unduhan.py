"""Lists of the Zona Integritas as files: plan, months, board, registers, units, LKE."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.models import Rencana
from sheets.tables import Isi, Tabel, dari_baris, dari_isi, kolom, saringan
from sheets.unduhan import Unduhan, punya, register, siapa_pun
from zonaintegritas import naskah
from zonaintegritas.jadwal.petak import petak
from zonaintegritas.kata_jadwal import SINGKAT
from zonaintegritas.lke.banyak import daftar as baris_lke
from zonaintegritas.lke.saringan import SaringanDaftar
from zonaintegritas.models import LKE, AnggotaTim, KeputusanZI, StatusLKE
from zonaintegritas.papan import papan
from zonaintegritas.tampil_jadwal import Ketikan, TampilTim, tampil_tim
from zonaintegritas.views.instrumen.daftar import daftar_instrumen
from zonaintegritas.views.jadwal import baca_alamat, dipilih, tim_kerja
from zonaintegritas.views.lke.banding import banding_diminta
from zonaintegritas.views.unit.unit import daftar_unit

Rows = Iterator[tuple[Isi, ...]]

_TIM = kolom(
    ("Nomor tim", "kode", 10),
    ("Kelompok", "teks", 40),
    ("No", "kode", 6),
    ("Nama", "teks", 34),
    ("Jabatan", "teks", 44),
    ("Pelaksana tugas", "teks", 14),
    ("Kedudukan dalam tim", "teks", 20),
)
_AKSI = kolom(
    ("Nomor tim", "kode", 10),
    ("Tim", "teks", 34),
    ("Kode kegiatan", "kode"),
    ("Kegiatan", "teks", 44),
    ("No sub kegiatan", "kode", 8),
    ("Sub kegiatan", "teks", 44),
    ("Indikator keberhasilan", "teks", 60),
    ("KET.", "teks", 24),
)
_JADWAL = kolom(
    ("Nomor tim", "kode", 10),
    ("Tim", "teks", 34),
    ("Kegiatan", "teks", 44),
    ("Kode", "kode"),
    ("No", "kode", 6),
    ("Baris", "teks", 50),
    ("Bentuk", "teks", 18),
    *((bulan, "teks", 16.0) for bulan in SINGKAT),
    ("Riwayat", "teks", 40),
)
_PAPAN = kolom(
    ("Nomor tim", "kode", 10),
    ("Tim", "teks", 44),
    ("Baris", "angka"),
    ("Belum ada bulan", "angka"),
    ("Terlambat", "angka"),
    ("Perlu perbaikan", "angka"),
    ("Bulan ini", "angka"),
    ("Menunggu verifikasi", "angka"),
    ("Selesai", "angka"),
    ("Ditagih", "angka"),
)
_UNIT = kolom(
    ("Unit", "teks", 50),
    ("Institusi", "teks", 34),
    ("Sasaran", "teks", 20),
    ("Ditetapkan", "tanggal"),
    ("Dasar penetapan", "teks", 50),
    ("Tidak lagi sejak", "tanggal"),
    ("LKE", "angka"),
)
_LKE = kolom(
    ("Unit", "teks", 50),
    ("Tahun", "kode", 8),
    ("Institusi", "teks", 34),
    ("Sasaran", "teks", 10),
    ("Instrumen", "teks", 40),
    ("Status", "teks", 24),
    ("Giliran", "teks", 34),
    ("Mandiri", "angka"),
    ("Evaluator", "angka"),
    ("TPI", "angka"),
    ("Predikat", "teks", 50),
    ("Sumber predikat", "teks", 30),
)
_INSTRUMEN = kolom(
    ("Instrumen", "teks", 60),
    ("Kode", "kode"),
    ("Berlaku untuk", "teks", 34),
    ("Versi", "angka", 8),
    ("Dibekukan", "waktu"),
    ("Komponen", "angka"),
    ("Pertanyaan", "angka"),
)


def daftarkan() -> None:
    """Register the lists of this app; called once when it is ready."""
    baca, rencana = punya(Permission.EVIDENCE_READ), punya(Permission.PLAN_READ)
    register(
        Unduhan("zona_integritas", "Susunan tim", rencana, tim),
        Unduhan("zi_rencana_aksi", "Rencana aksi", rencana, rencana_aksi),
        Unduhan("zi_jadwal", "Jadwal", rencana, jadwal),
        Unduhan("zi_papan", "Keadaan tim", rencana, keadaan_tim),
        Unduhan("zi_unit", "Unit Zona Integritas", baca, unit),
        Unduhan("zi_lke_daftar", "Daftar LKE", siapa_pun, lke),
        Unduhan("zi_lke_banding", "Banding tahun LKE", siapa_pun, banding),
        Unduhan("zi_instrumen", "Instrumen LKE", rencana, instrumen),
    )


def _pilihan(request: Permintaan) -> tuple[Rencana, KeputusanZI]:
    plan, decree, _ = dipilih(request)
    if plan is None or decree is None:
        raise Http404("Belum ada rencana Zona Integritas yang dapat Anda baca.")
    return plan, decree


def _no(nomor: int | None) -> str:
    return "" if nomor is None else str(nomor)


def tim(request: Permintaan) -> Tabel:
    """Return the groups of the decree with their members, as printed."""
    plan, decree = _pilihan(request)
    return dari_baris(
        "zona_integritas",
        "Susunan tim",
        _TIM,
        (
            (
                _no(group.tim.no_lampiran_2),
                group.tim.nama_lampiran_2 or str(group.tim),
                row.anggota.no_tercetak,
                row.anggota.nama,
                row.anggota.jabatan,
                "Ya" if row.anggota.plt else "",
                row.anggota.kedudukan_tercetak or row.anggota.get_kedudukan_display(),
            )
            for group in naskah.naskah(decree).kelompok
            for row in group.anggota
        ),
        keterangan=saringan(Rencana=plan.nama),
        lingkup=(plan.instansi_id,),
    )


def rencana_aksi(request: Permintaan) -> Tabel:
    """Return Lampiran II, one row a sub kegiatan, its indikator in one cell."""
    plan, decree = _pilihan(request)
    asked = request.GET.get("tim", "")
    page = naskah.rencana_aksi(decree, int(asked) if asked.isdecimal() else None)
    return dari_baris(
        "zi_rencana_aksi",
        "Rencana aksi",
        _AKSI,
        (
            (
                _no(team.no_lampiran_2),
                team.nama_lampiran_2,
                one.kode,
                one.teks,
                sub.no,
                sub.teks if sub.tercetak else "",
                "\n".join(f"{i.huruf} {i.teks}".strip() for i in sub.indikator),
                sub.ket,
            )
            for team, _, kegiatan in page.tim
            for one in kegiatan
            for sub in one.sub
        ),
        keterangan=saringan(
            Rencana=plan.nama, Tim=page.dipilih.nama_lampiran_2 if page.dipilih else None
        ),
        lingkup=(plan.instansi_id,),
    )


def jadwal(request: Permintaan) -> Tabel:
    """Return the months of the plan, a cell saying what a month is now."""
    plan, decree = _pilihan(request)
    alamat = baca_alamat(request, plan)
    chosen = next((t for t in tim_kerja(decree) if t.no_lampiran_2 == alamat.tim), None)
    grid = petak(plan, request.user, tim=chosen.pk if chosen else None)
    teams = tampil_tim(
        grid, sejak=decree.tanggal, keadaan=alamat.keadaan, menyusun=False, ketikan=Ketikan()
    )
    return dari_baris(
        "zi_jadwal",
        "Jadwal",
        _JADWAL,
        _jadwal(teams),
        keterangan=saringan(
            Rencana=plan.nama,
            Tim=chosen.nama_lampiran_2 if chosen else None,
            Keadaan=alamat.keadaan,
        ),
        lingkup=(plan.instansi_id,),
    )


def _jadwal(teams: tuple[TampilTim, ...]) -> Rows:
    for team in teams:
        for kegiatan in team.kegiatan:
            for row in kegiatan.baris:
                yield (
                    _no(team.no),
                    team.nama,
                    f"{kegiatan.huruf}. {kegiatan.teks}",
                    row.kode,
                    row.no,
                    row.teks,
                    row.bentuk_kata,
                    *(sel.sifat.label if sel.sifat else "" for sel in row.sel),
                    "\n".join(row.riwayat),
                )


def keadaan_tim(request: Permintaan) -> Tabel:
    """Return the board's teams with their sums; None where the reader does not see the tasks."""
    plan, decree = _pilihan(request)
    members = AnggotaTim.objects.filter(tim__keputusan=decree, tim__unit__isnull=False)
    board = papan(petak(plan, request.user), request.user, members)

    def baris() -> Rows:
        for team in board.tim:
            own, tasks = team.jumlah, team.jumlah.tugas
            head = (_no(team.no), team.nama, own.baris, own.tanpa_jadwal)
            if tasks is None:
                yield (*head, None, None, None, None, None, None)
            else:
                yield (
                    *head,
                    tasks.terlambat,
                    tasks.perbaikan,
                    tasks.bulan_ini,
                    tasks.menunggu,
                    tasks.selesai if tasks.ditagih else None,
                    tasks.ditagih,
                )

    return dari_baris(
        "zi_papan",
        "Keadaan tim",
        _PAPAN,
        baris(),
        keterangan=saringan(Rencana=plan.nama),
        lingkup=(plan.instansi_id,),
    )


def unit(request: Permintaan) -> Tabel:
    """Return the ZI units whose evidence the person reads."""

    def baris(rows: list[Any]) -> Rows:
        for row in rows:
            yield (
                row.unit.nama,
                row.instansi.nama,
                row.get_sasaran_display(),
                row.ditetapkan,
                row.dasar,
                row.berakhir,
                row.lke or 0,
            )

    keadaan, rows = daftar_unit(request)
    return dari_isi(
        "zi_unit",
        "Unit Zona Integritas",
        _UNIT,
        rows,
        baris=baris,
        keterangan=saringan(Keadaan=keadaan),
    )


def lke(request: Permintaan) -> Tabel:
    """Return the assessments that the person reads, with their scores of three stages."""
    asked = SaringanDaftar.dari(request.GET)
    seen = LKE.objects.visible_to(request.user).filter(asked.cocok)
    # A guest of an assessment has no role in its institution.
    where = tuple(seen.order_by().values_list("instansi", flat=True).distinct())

    def baris(rows: list[LKE]) -> Rows:
        for row in baris_lke(rows):
            scores = (t.hasil.nilai if t.hasil.terjawab else None for t in row.tahap)
            yield (
                row.lke.unit.nama,
                str(row.lke.tahun),
                row.lke.instansi.nama,
                row.lke.sasaran.upper(),
                row.lke.instrumen.nama,
                row.lke.get_status_display(),
                row.giliran,
                *scores,
                row.predikat,
                row.sumber,
            )

    return dari_isi(
        "zi_lke_daftar",
        "Daftar LKE",
        _LKE,
        seen.select_related("unit", "instansi", "instrumen"),
        baris=baris,
        keterangan=saringan(
            Tahun=str(asked.tahun) if asked.tahun else None,
            Status=str(StatusLKE(asked.status).label) if asked.status else None,
            Kata=asked.kata,
        ),
        lingkup=where,
    )


def banding(request: Permintaan) -> Tabel:
    """Return the components of one unit's LKE over the years, as percentages of their weight."""
    place, _, stage, found = banding_diminta(request)
    if place is None or found is None:
        raise Http404("Belum ada LKE yang dapat Anda baca.")
    years = (
        column
        for one in found.kolom
        for column in kolom(
            (f"Nilai {one.tahun}", "angka"),
            (f"Bobot {one.tahun}", "angka"),
            (f"Terhadap bobot {one.tahun}", "persen"),
            (f"Selisih {one.tahun}", "angka"),
        )
    )
    return dari_baris(
        "zi_lke_banding",
        "Banding tahun LKE",
        (*kolom(("Kode", "kode"), ("Komponen", "teks", 50)), *years),
        (
            (
                row.kode,
                row.nama,
                *(
                    isi
                    for sel in row.sel
                    for isi in (
                        (sel.nilai, sel.bobot, sel.persen, sel.selisih)
                        if sel
                        else (None, None, None, None)
                    )
                ),
            )
            for row in (*found.baris, found.total)
        ),
        keterangan=saringan(Unit=place.nama, Nilai=str(stage.label)),
        lingkup=(place.instansi_id,),
    )


def instrumen(request: Permintaan) -> Tabel:
    """Return the regulations and the own instruments, each version."""

    def baris(rows: list[Any]) -> Rows:
        for row in rows:
            yield (
                row.nama,
                row.kode,
                row.instansi.nama if row.instansi else "Semua instansi",
                row.versi,
                row.dibekukan,
                row.komponen or 0,
                row.pertanyaan or 0,
            )

    asal, rows = daftar_instrumen(request)
    return dari_isi(
        "zi_instrumen",
        "Instrumen LKE",
        _INSTRUMEN,
        rows,
        baris=baris,
        keterangan=saringan(Asal=asal),
    )
