"""Lists of the dashboards, periods, reports and the audit trail as files."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from accounts.sebutan import sebut
from audit.models import Kejadian
from evidence.models import Rencana
from evidence.selection import rencana_terpilih
from jobs.models import Job
from reports.aksi import kata
from reports.datasets import rincian
from reports.datasets.pandangan import Pandangan
from reports.datasets.ringkasan import RingkasanSatgas
from reports.lists.laporan import baris as baris_laporan
from reports.lists.laporan import laporan_terlihat
from reports.lists.saringan_laporan import SaringanLaporan
from reports.views.audit import jejak_diminta, rantai_terbuka
from reports.views.dasbor import baris_area, isi_dasbor
from reports.views.dasbor_rincian import saring_dari
from reports.views.pandangan import BERANGGOTA, pilihan, rencana_wajib
from reports.views.permohonan import dapat_meminta
from satgas.jaga.status import nilai_kpk
from sheets.tables import Isi, Tabel, dari_baris, dari_isi, kolom, saringan
from sheets.unduhan import Unduhan, punya, register

Rows = Iterator[tuple[Isi, ...]]

_DOKUMEN = kolom(
    ("Kode", "kode"),
    ("Tugas", "teks", 50),
    ("No", "angka", 6),
    ("Dokumen wajib", "teks", 50),
    ("Unit", "teks", 30),
    ("Batas waktu", "tanggal"),
    ("Status", "teks", 26),
)
_TUGAS = kolom(
    ("Kode", "kode"),
    ("Tugas", "teks", 60),
    ("Unit pelapor", "teks", 30),
    ("Menunggu penyerahan", "teks", 30),
    ("Batas waktu", "tanggal"),
    ("Lewat batas", "teks", 12),
    ("Nilai mandiri", "angka"),
    ("Nilai terverifikasi", "angka"),
    ("Status", "teks", 26),
)
_ANGGOTA = kolom(
    ("No", "angka", 6),
    ("Anggota", "teks", 50),
    ("Kedudukan", "teks", 30),
    ("Unit", "teks", 34),
    ("Dihitung pada nomor", "teks", 14),
    ("Dokumen diterima", "angka"),
    ("Dokumen diperlukan", "angka"),
    ("Nilai terverifikasi", "angka"),
    ("Nilai mandiri", "angka"),
    ("Kelengkapan terverifikasi", "persen"),
    ("Kelengkapan klaim", "persen"),
    ("Terakhir kirim", "tanggal"),
    ("Tugas lewat batas waktu", "angka"),
)
_AREA = kolom(
    ("Kode", "kode"),
    ("Area intervensi", "teks", 50),
    ("Tugas", "angka"),
    ("Dokumen diterima", "angka"),
    ("Dokumen diperlukan", "angka"),
    ("Nilai terverifikasi", "angka"),
    ("Nilai mandiri", "angka"),
    ("Nilai KPK", "angka"),
)
_JEJAK = kolom(
    ("Nomor", "angka"),
    ("Waktu", "waktu"),
    ("Pelaku", "teks", 30),
    ("Jabatan saat itu", "teks", 30),
    ("Aksi", "teks", 34),
    ("Objek", "teks", 50),
    ("Hash", "kode", 66),
)
_LAPORAN = kolom(
    ("Nomor", "angka"),
    ("Laporan", "teks", 50),
    ("Institusi", "teks", 34),
    ("Diminta", "waktu"),
    ("Peminta", "teks", 30),
    ("Status", "teks", 22),
    ("Keterangan", "teks", 40),
    ("Berkas", "teks", 14),
    ("Halaman", "angka"),
    ("Ukuran (byte)", "angka", 14),
    ("SHA-256", "kode", 66),
)


def daftarkan() -> None:
    """Register the lists of this app; called once when it is ready."""
    dasbor = punya(Permission.DASHBOARD_READ)
    register(
        Unduhan("dasbor", "Anggota Satgas", dasbor, anggota),
        Unduhan("dasbor_area", "Area intervensi", dasbor, area),
        Unduhan("dasbor_dokumen", "Dokumen wajib", dasbor, dokumen),
        Unduhan("dasbor_tugas", "Tugas", dasbor, tugas),
        Unduhan("jejak_audit", "Jejak audit", lambda user: bool(rantai_terbuka(user)), jejak),
        Unduhan("laporan", "Laporan", dapat_meminta, laporan),
    )


def _ya(benar: bool) -> str:
    return "Ya" if benar else ""


def anggota(request: Permintaan) -> Tabel:
    """Return the members on the dashboard with their documents and scores."""
    rencana = rencana_wajib(request, *BERANGGOTA)
    if not rencana.berjalan:
        raise Http404("Rencana ini tidak berjalan, jadi tidak mempunyai angka.")
    found = isi_dasbor(request, pilihan(request, rencana))
    view: Pandangan = found["view"]
    figures: RingkasanSatgas = found["r"]
    return dari_baris(
        "dasbor",
        "Anggota Satgas",
        _ANGGOTA,
        (
            (
                row.no,
                row.jabatan,
                row.kedudukan,
                row.unit_nama,
                ", ".join(str(no) for no in row.dihitung_pada),
                row.hitungan.diterima,
                row.hitungan.diperlukan,
                row.nilai.internal if row.nilai.jumlah else None,
                row.nilai.mandiri if row.nilai.jumlah else None,
                row.hitungan.kelengkapan,
                row.hitungan.kelengkapan_klaim,
                row.terakhir,
                row.terlambat,
            )
            for row in figures.anggota
        ),
        keterangan=_pada(rencana, view),
        lingkup=(rencana.instansi_id,),
    )


def area(request: Permintaan) -> Tabel:
    """Return the areas with their documents and scores."""
    rencana = rencana_wajib(request, *BERANGGOTA)
    view = pilihan(request, rencana, semua=False).pandangan
    return dari_baris(
        "dasbor_area",
        "Area intervensi",
        _AREA,
        (
            (
                row.area.kode,
                row.area.nama,
                row.tugas,
                row.hitungan.diterima,
                row.hitungan.diperlukan,
                row.nilai.internal if row.nilai.jumlah else None,
                row.nilai.mandiri if row.nilai.jumlah else None,
                row.nilai.kpk if row.nilai.jumlah else None,
            )
            for row in baris_area(view, view.tugas(), nilai_kpk(rencana, view.at))
        ),
        keterangan=_pada(rencana, view),
        lingkup=(rencana.instansi_id,),
    )


def _pada(rencana: Rencana, view: Pandangan) -> tuple[str, ...]:
    """Return plan, cut-off and day of a view in words."""
    return saringan(
        Rencana=rencana.nama,
        Batas=view.batas.kode if view.batas else None,
        Keadaan=f"{view.hari_ini:%d-%m-%Y}" if view.per else None,
    )


def dokumen(request: Permintaan) -> Tabel:
    """Return the required documents behind a figure of the dashboard."""
    rencana = rencana_wajib(request)
    view, chosen = (
        pilihan(request, rencana, semua=False).pandangan,
        saring_dari(request, rencana),
    )
    status = request.GET.get("status", "")
    if status not in rincian.DOKUMEN:
        raise Http404("Saringan tidak dikenal.")

    def baris(rows: list[Any]) -> Rows:
        for one in rincian.baris_dokumen(rows):
            task = one.pemenuhan.capaian
            yield (
                task.butir.kode,
                task.butir.uraian,
                one.pemenuhan.dokumen.urut,
                one.pemenuhan.dokumen.uraian,
                str(task.unit),
                task.batas,
                sebut(one.label),
            )

    return dari_isi(
        "dasbor_dokumen",
        "Dokumen wajib",
        _DOKUMEN,
        rincian.dokumen(view, status=status, **chosen.syarat),
        baris=baris,
        keterangan=saringan(
            Rencana=rencana.nama,
            Status=rincian.DOKUMEN[status][0].label,
            Bagian=chosen.judul,
            Batas=view.batas.kode if view.batas else None,
            Keadaan=f"{view.hari_ini:%d-%m-%Y}" if view.per else None,
        ),
        lingkup=(rencana.instansi_id,),
    )


def tugas(request: Permintaan) -> Tabel:
    """Return the tasks behind a figure of the dashboard."""
    rencana = rencana_wajib(request)
    view, chosen = (
        pilihan(request, rencana, semua=False).pandangan,
        saring_dari(request, rencana),
    )
    keadaan = request.GET.get("keadaan", "")
    try:
        found: Sequence[Any] = rincian.tugas(view, keadaan=keadaan, **chosen.syarat)
    except KeyError as error:
        raise Http404("Saringan tidak dikenal.") from error

    def baris(rows: list[Any]) -> Rows:
        for one in rincian.baris_tugas(rows, view.hari_ini):
            row, task = one.capaian, one.tugas
            scored = row.butir.dinilai
            yield (
                row.butir.kode,
                row.butir.uraian,
                str(row.unit),
                str(task.pemegang) if task.pemegang_id != task.unit_id else "",
                row.batas,
                _ya(one.lewat),
                task.klaim if scored else None,
                task.nilai if scored else None,
                sebut(one.label),
            )

    words = next((s.label for s in rincian.TUGAS if s.kode == keadaan and keadaan), None)
    return dari_isi(
        "dasbor_tugas",
        "Tugas",
        _TUGAS,
        found,
        baris=baris,
        keterangan=saringan(
            Rencana=rencana.nama,
            Keadaan=words,
            Bagian=chosen.judul,
            Batas=view.batas.kode if view.batas else None,
            Per=f"{view.hari_ini:%d-%m-%Y}" if view.per else None,
        ),
        lingkup=(rencana.instansi_id,),
    )


def jejak(request: Permintaan) -> Tabel:
    """Return the events of one chain, newest first."""
    instansi, form, rows = jejak_diminta(request, rantai_terbuka(request.user))

    def baris(events: list[Kejadian]) -> Rows:
        for one in events:
            yield (
                one.no,
                one.at,
                one.aktor_nama,
                one.aktor_jabatan,
                kata(one.aksi),
                one.objek_nama or one.objek_jenis,
                one.hash,
            )

    asked = {form.fields[n].label or n: request.GET.get(n) for n in form.fields}
    return dari_isi(
        "jejak_audit",
        "Jejak audit",
        _JEJAK,
        rows,
        baris=baris,
        keterangan=tuple(f"{label}: {said}" for label, said in asked.items() if said),
        lingkup=(instansi.pk,),
    )


def laporan(request: Permintaan) -> Tabel:
    """Return the reports that a person may see, those being made too."""
    _, plans = rencana_terpilih(request)
    form = SaringanLaporan(request.GET, user=request.user, rencana=plans)

    def baris(jobs: list[Job]) -> Rows:
        for row in (baris_laporan(job, request.user) for job in jobs):
            job = row.job
            yield (
                job.pk,
                job.judul,
                job.instansi.nama,
                job.dibuat,
                job.oleh.nama,
                row.label,
                row.keterangan,
                row.bentuk.label if row.bisa_unduh else "",
                job.hasil_halaman,
                job.hasil_ukuran,
                job.hasil_sha256,
            )

    asked = {form.fields[n].label or n: request.GET.get(n) for n in form.fields}
    return dari_isi(
        "laporan",
        "Laporan",
        _LAPORAN,
        form.baris(laporan_terlihat(request.user)),
        baris=baris,
        keterangan=tuple(f"{label}: {said}" for label, said in asked.items() if said),
    )
