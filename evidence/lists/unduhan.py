"""Lists of tasks, files, requests and plans as files: the rows of their screens."""

from collections.abc import Iterator

from django.core.paginator import Page
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.permintaan import Permintaan
from accounts.permissions import Permission
from evidence.lists import disposisi, pengecualian, queue, rencana, saringan, tasks
from evidence.models import Butir, Rencana
from evidence.selection import rencana_terpilih
from evidence.workflow import Status
from sheets.tables import Isi, Tabel, dari_halaman, kolom
from sheets.tables import saringan as kata_saringan
from sheets.unduhan import Unduhan, punya, register

Rows = Iterator[tuple[Isi, ...]]

_TUGAS = kolom(
    ("Giliran", "teks", 24),
    ("Kode", "kode"),
    ("Uraian", "teks", 50),
    ("Jadwal", "teks", 22),
    ("Unit", "teks", 26),
    ("Keadaan", "teks", 26),
    ("Dokumen diterima", "teks", 20),
    ("Batas waktu", "tanggal"),
    ("Lewat batas", "teks", 12),
    ("Progres", "teks", 18),
    ("Catatan terakhir", "teks", 50),
    ("Menunggu unit", "teks", 26),
)
_ANTREAN = kolom(
    ("Kode", "kode"),
    ("Uraian", "teks", 50),
    ("Unit", "teks", 26),
    ("Keadaan", "teks", 22),
    ("Umur (hari)", "angka"),
    ("Dokumen menunggu", "angka"),
    ("Dokumen", "angka"),
    ("Klaim unit", "angka"),
    ("Nilai terverifikasi", "angka"),
    ("Pemeriksa", "teks", 26),
    ("Anda terlibat", "teks", 14),
)
_AJUAN = kolom(
    ("Kode", "kode"),
    ("Uraian tugas", "teks", 50),
    ("Unit", "teks", 26),
    ("Jenis", "teks", 22),
    ("Dokumen", "teks", 22),
    ("Pernyataan", "teks", 50),
    ("Diajukan", "waktu"),
    ("Diajukan oleh", "teks", 26),
    ("Umur (hari)", "angka"),
    ("Keadaan", "teks", 30),
    ("Pendapat", "teks", 20),
    ("Catatan pendapat", "teks", 40),
    ("Putusan", "teks", 20),
    ("Catatan putusan", "teks", 40),
    ("Jawaban KPK", "teks", 20),
)
_DISPOSISI = kolom(
    ("Isi disposisi", "teks", 50),
    ("Kepada", "teks", 26),
    ("Rencana", "teks", 30),
    ("Kode tugas", "kode"),
    ("Diberikan", "waktu"),
    ("Oleh", "teks", 26),
    ("Jabatan", "teks", 26),
    ("Tenggat", "tanggal"),
    ("Lewat tenggat", "teks", 14),
    ("Selesai", "waktu"),
    ("Tanggapan", "teks", 50),
)
_RENCANA = kolom(
    ("Rencana", "teks", 50),
    ("Institusi", "teks", 34),
    ("Jenis", "teks", 26),
    ("Tahun", "kode", 8),
    ("Mulai", "tanggal"),
    ("Selesai", "tanggal"),
    ("Status", "teks", 14),
    ("Butir", "angka"),
    ("Butir dicabut", "angka"),
    ("Disalin dari", "teks", 34),
)
_BUTIR = kolom(
    ("Kode", "kode"),
    ("Uraian", "teks", 60),
    ("Letak", "teks", 34),
    ("Pola", "teks", 20),
    ("Sumber pola", "teks", 24),
    ("Dokumen wajib", "teks", 60),
    ("Jumlah dokumen", "angka"),
    ("Unit", "teks", 30),
    ("Unit pendukung", "teks", 30),
    ("Menunggu dari", "teks", 20),
    ("Menyerahkan ke", "teks", 20),
    ("Dicabut", "tanggal"),
)


def daftarkan() -> None:
    """Register the lists of this app; called once when it is ready."""
    baca = punya(Permission.EVIDENCE_READ)
    register(
        Unduhan("tugas_saya", "Tugas saya", punya(Permission.EVIDENCE_SEND), tugas_saya),
        Unduhan("verifikasi", "Verifikasi", punya(Permission.EVIDENCE_REVIEW), verifikasi),
        Unduhan("pengecualian", "Pengecualian", baca, daftar_pengecualian),
        Unduhan("disposisi", "Disposisi", baca, daftar_disposisi),
        Unduhan("rencana", "Rencana", punya(Permission.PLAN_READ), daftar_rencana),
        Unduhan("rencana_butir", "Kewajiban", punya(Permission.PLAN_READ), kewajiban),
    )


def _kata(request: Permintaan) -> str:
    return request.GET.get("kata", "").strip()[:100]


def _ya(benar: bool) -> str:
    return "Ya" if benar else ""


def _rencana_disebut(request: Permintaan) -> Rencana | None:
    return rencana_terpilih(request)[0] if request.GET.get("rencana") else None


def tugas_saya(request: Permintaan) -> Tabel:
    """Return the tasks of the person's units by whose turn it is."""
    plan = rencana_terpilih(request)[0]
    if plan is None:
        raise Http404("Belum ada rencana.")
    giliran, kata, hari_ini = request.GET.get("giliran", ""), _kata(request), timezone.localdate()
    chosen = next((g for g in tasks.Giliran if g.kunci == giliran), None)

    def baca(halaman: str) -> tasks.DaftarTugas:
        return tasks.daftar_tugas(
            request.user, plan, giliran=giliran, kata=kata, halaman=halaman, hari_ini=hari_ini
        )

    return dari_halaman(
        "tugas_saya",
        "Tugas saya",
        _TUGAS,
        baca=baca,
        halaman=lambda d: d.page_obj,
        baris=_tugas,
        keterangan=kata_saringan(
            Rencana=plan.nama, Giliran=str(chosen.label) if chosen else None, Kata=kata
        ),
        lingkup=(plan.instansi_id,),
    )


def _tugas(daftar: tasks.DaftarTugas) -> Rows:
    for group in daftar.kelompok:
        for row in group.baris:
            yield (
                group.judul,
                row.kode,
                row.uraian,
                row.jendela,
                row.unit,
                ", ".join(kata.label for kata in row.kata),
                row.ringkas,
                row.batas,
                _ya(row.lewat),
                row.progres_label,
                row.catatan,
                row.pemegang,
            )


def verifikasi(request: Permintaan) -> Tabel:
    """Return what waits for a decision, oldest first."""
    chosen, plan = saringan.Saringan.dari(request.GET), _rencana_disebut(request)
    return dari_halaman(
        "verifikasi",
        "Verifikasi",
        _ANTREAN,
        baca=lambda halaman: queue.antrean(request.user, chosen, plan, halaman),
        halaman=lambda d: d.page_obj,
        baris=_antrean,
        keterangan=kata_saringan(
            Status=saringan.SARINGAN[chosen.status],
            Rencana=plan.nama if plan else None,
            Kata=chosen.kata,
        ),
        lingkup=(plan.instansi_id,) if plan else (),
    )


def _antrean(daftar: queue.Antrean) -> Rows:
    for row in daftar.baris:
        yield (
            row.kode,
            row.uraian,
            row.unit,
            str(Status(row.status).label),
            row.umur,
            row.menunggu,
            len(row.titik),
            row.klaim,
            row.nilai,
            row.pemeriksa,
            _ya(row.terlibat),
        )


def daftar_pengecualian(request: Permintaan) -> Tabel:
    """Return requests for exceptions that a person may read."""
    chosen = pengecualian.Saringan.dari(request.GET, request.user)
    plan = _rencana_disebut(request)
    return dari_halaman(
        "pengecualian",
        "Pengecualian",
        _AJUAN,
        baca=lambda halaman: pengecualian.daftar(request.user, chosen, plan, halaman),
        halaman=lambda d: d.page_obj,
        baris=_ajuan,
        keterangan=kata_saringan(
            Status=pengecualian.KEADAAN[chosen.status], Rencana=plan.nama if plan else None
        ),
        lingkup=(plan.instansi_id,) if plan else (),
    )


def _ajuan(daftar: pengecualian.Daftar) -> Rows:
    for row in daftar.baris:
        ajuan = row.ajuan
        yield (
            ajuan.capaian.butir.kode,
            ajuan.capaian.butir.uraian,
            str(ajuan.capaian.unit),
            row.jenis.label,
            row.sebut,
            ajuan.alasan,
            ajuan.diajukan,
            ajuan.diajukan_oleh.nama,
            row.umur,
            row.keadaan.label,
            ajuan.get_pendapat_display(),
            ajuan.pendapat_catatan,
            ajuan.get_putusan_display(),
            ajuan.putusan_catatan,
            ajuan.get_jawaban_kpk_display(),
        )


def daftar_disposisi(request: Permintaan) -> Tabel:
    """Return the instructions that a person may read."""
    chosen, plan = disposisi.Saringan.dari(request.GET), _rencana_disebut(request)
    today = timezone.localdate()
    return dari_halaman(
        "disposisi",
        "Disposisi",
        _DISPOSISI,
        baca=lambda halaman: disposisi.daftar(request.user, chosen, plan, halaman, today),
        halaman=lambda d: d.page_obj,
        baris=_disposisi,
        keterangan=kata_saringan(
            Keadaan=disposisi.KEADAAN[chosen.keadaan],
            Arah=disposisi.ARAH.get(chosen.arah),
            Rencana=plan.nama if plan else None,
        ),
        lingkup=(plan.instansi_id,) if plan else (),
    )


def _disposisi(daftar: disposisi.Daftar) -> Rows:
    for row in daftar.baris:
        one = row.disposisi
        seen = one.capaian is not None and row.tugas_terlihat
        yield (
            one.isi,
            str(one.kepada),
            one.rencana.nama,
            one.capaian.butir.kode if one.capaian and seen else "",
            one.dibuat,
            one.oleh.nama,
            one.jabatan,
            one.tenggat,
            _ya(row.lewat),
            one.selesai,
            one.tanggapan,
        )


def daftar_rencana(request: Permintaan) -> Tabel:
    """Return the plans of the person's institutions."""
    return dari_halaman(
        "rencana",
        "Rencana",
        _RENCANA,
        baca=lambda halaman: rencana.daftar_rencana(request.user, halaman),
        halaman=lambda page: page,
        baris=_rencana,
    )


def _rencana(page: "Page[rencana.RencanaBaca]") -> Rows:
    for plan in page:
        yield (
            plan.nama,
            plan.instansi.nama,
            plan.get_jenis_display(),
            str(plan.tahun),
            plan.mulai,
            plan.selesai,
            plan.get_status_display(),
            plan.n_butir,
            plan.n_dicabut,
            plan.asal.nama if plan.asal else "",
        )


def kewajiban(request: Permintaan) -> Tabel:
    """Return everything that one plan (`objek`) asks; Http404 for one that is not visible."""
    asked = request.GET.get("objek", "")
    visible = Rencana.objects.visible_to(request.user).select_related("instansi")
    plan = get_object_or_404(visible, pk=saringan.nomor(asked) or 0)
    chosen, today = rencana.Saringan.dari(request.GET), timezone.localdate()
    return dari_halaman(
        "rencana_butir",
        "Kewajiban",
        _BUTIR,
        baca=lambda halaman: rencana.halaman_rencana(plan, chosen, halaman, today),
        halaman=lambda d: d.page_obj,
        baris=_butir,
        keterangan=kata_saringan(
            Rencana=plan.nama,
            Pola=str(Butir.Pola(chosen.pola).label) if chosen.pola else None,
            Kata=chosen.kata,
        ),
        lingkup=(plan.instansi_id,),
    )


def _butir(halaman: rencana.HalamanRencana) -> Rows:
    for row in halaman.baris:
        butir = row.butir
        yield (
            butir.kode,
            butir.uraian,
            butir.jalur,
            butir.get_pola_display(),
            butir.get_sumber_pola_display(),
            "\n".join(f"{d.urut}. {d.uraian}" for d in row.dokumen),
            len(row.dokumen),
            str(butir.unit),
            "\n".join(row.pendukung),
            ", ".join(a.dari.kode for a in row.dari),
            ", ".join(a.ke.kode for a in row.ke),
            butir.dicabut,
        )
