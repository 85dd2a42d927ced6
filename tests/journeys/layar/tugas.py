"""Screens of plans, tasks, review, exceptions and instructions."""

from collections.abc import Callable

from accounts.models import User
from evidence.models import (
    Batas,
    BuktiTaut,
    Capaian,
    Pemenuhan,
    Pengecualian,
    Rencana,
    SerahTerima,
    TampilanTersimpan,
)
from tests.factories.kecuali import buat_ajuan, buat_disposisi
from tests.journeys.layar.dasar import (
    AUDITOR_TUGAS,
    CONTOH,
    Layar,
    butir_contoh,
    layar,
    realisasi,
    rencana,
    rencana_salinan,
)


def capaian(kode: str) -> int:
    """Return the id of a task of the CONTOH plan, in the window in which it was worked on."""
    rows = Capaian.objects.filter(
        instansi__kode=CONTOH, butir__rencana__jenis="satgas", butir__kode=kode
    )
    return rows.order_by("-versi", "mulai")[0].pk


def pemenuhan(kode: str, no: int = 1) -> int:
    """Return the id of a document of a task."""
    return Pemenuhan.objects.get(capaian_id=capaian(kode), dokumen__urut=no).pk


def taut(kode: str, no: int = 1) -> int:
    """Return the id of a file attached to a document of a task."""
    return BuktiTaut.objects.active().filter(pemenuhan_id=pemenuhan(kode, no)).latest("pk").pk


def serah(kode: str) -> int:
    """Return the id of a hand-over that a task of the CONTOH plan gives."""
    rows = SerahTerima.objects.filter(dari__instansi__kode=CONTOH, dari__butir__kode=kode)
    return rows.order_by("ke__batas", "pk")[0].pk


def tampilan(username: str) -> int:
    """Return the id of a saved filter of a person."""
    user = User.objects.get(username=username)
    row, _ = TampilanTersimpan.objects.get_or_create(
        user=user, halaman="verifikasi", nama="Semua", kueri="status=semua"
    )
    return row.pk


def _tugas_kosong() -> Capaian:
    """Return a task of the BKD for which nothing was uploaded."""
    return Capaian.objects.filter(
        instansi__kode=CONTOH,
        unit__kode="badan-kepegawaian",
        status="belum",
        butir__rencana__jenis=Rencana.Jenis.SATGAS,
        pengecualian_set=None,
    ).latest("pk")


def ajuan() -> int:
    """Return the id of a request that waits for the Inspektorat's opinion."""
    return buat_ajuan(_tugas_kosong(), User.objects.get(username="operator.bkd")).pk


def ajuan_siap() -> int:
    """Return the id of a request that waits for the Ketua."""
    operator, verifikator = (
        User.objects.get(username=name) for name in ("operator.bkd", "verifikator")
    )
    return buat_ajuan(_tugas_kosong(), operator, verifikator).pk


def tugas_berajuan() -> int:
    """Return the id of a task with a request."""
    return Pengecualian.objects.get(pk=ajuan()).capaian_id


def disposisi() -> int:
    """Return the id of an instruction to the BKD."""
    return buat_disposisi(_tugas_kosong(), User.objects.get(username="sekda")).pk


def batas_contoh() -> int:
    """Return the id of the last cut-off of the CONTOH plan."""
    return Batas.objects.filter(rencana=rencana(CONTOH)).latest("akhir").pk


def _tugas(kode: str) -> Callable[[], int]:
    return lambda: capaian(kode)


def _dokumen(kode: str, no: int = 1) -> Callable[[], int]:
    return lambda: pemenuhan(kode, no)


def _berkas(kode: str, no: int = 1) -> Callable[[], int]:
    return lambda: taut(kode, no)


def _versi(kode: str, no: int = 1) -> Callable[[], int]:
    return lambda: BuktiTaut.objects.get(pk=taut(kode, no)).versi_id


LAYAR: tuple[Layar, ...] = (
    # the unit
    layar("operator.bkd", "tugas_saya", query="?giliran=selesai"),
    layar("operator.bkd", "tugas_saya", query="?kata=tidakadatugasini"),
    layar("operator.bkd", "tugas", _tugas("9.d")),
    layar("operator.bkd", "tugas", _tugas("9.g")),
    layar("operator.bkd", "tugas", _tugas("9.a")),
    layar("operator.bkd", "tugas", _tugas("9.j")),
    layar("operator.bkd", "tugas", realisasi),
    layar("operator.bkd", "tugas", lambda: realisasi("E-040")),
    layar("verifikator", "meja", lambda: realisasi("E-040")),
    layar("operator.bkd", "tugas_pakai", _tugas("9.d"), _dokumen("9.d")),
    layar("operator.bkd", "tugas_versi_baru", _tugas("9.g"), _berkas("9.g")),
    layar("operator.bkd", "tugas_rincian", _tugas("9.g"), _berkas("9.g")),
    layar("operator.bkd", "tugas_lepas", _tugas("9.k"), _berkas("9.k")),
    layar("operator.bkd", "cari", query="?q=laporan"),
    layar("operator.bkd", "cari", query="?q=tidakadahasilnya"),
    layar("operator.bkd", "meja", _tugas("9.j"), status=403),
    layar("operator.bkd", "tugas", lambda: 999_999_999, status=404),
    layar("operator.inspektorat", "tugas", _tugas("4.d")),
    layar("operator.inspektorat", "serah", lambda: serah("4.a")),
    # exceptions and instructions
    layar("operator.bkd", "tugas_pengecualian", _tugas("9.h")),
    layar("operator.bkd", "tugas_pengecualian", tugas_berajuan),
    layar("operator.bkd", "tugas", tugas_berajuan),
    layar("operator.bkd", "pengecualian_rinci", ajuan),
    layar("operator.bkd", "disposisi_rinci", disposisi),
    layar("verifikator", "pengecualian_rinci", ajuan),
    layar("verifikator", "pengecualian", query="?status=pendapat"),
    layar("sekda", "pengecualian_rinci", ajuan_siap),
    layar("sekda", "pengecualian", query="?status=putusan"),
    layar("sekda", "disposisi_beri"),
    layar("sekda", "disposisi_rinci", disposisi),
    layar("sekda", "disposisi", query="?keadaan=semua"),
    # the Inspektorat
    layar("verifikator", "verifikasi", query="?status=disetujui"),
    layar("verifikator", "verifikasi", query="?kata=tidakadatugasini"),
    layar("verifikator", "meja", _tugas("9.j")),
    layar("verifikator", "meja", _tugas("4.d")),
    layar("verifikator", "meja", _tugas("9.a")),
    layar("verifikator", "meja", _tugas("9.b")),
    layar("verifikator", "tampilan_baru", query="?status=semua"),
    layar("verifikator", "tampilan_ubah", lambda: tampilan("verifikator")),
    layar("verifikator", "tampilan_hapus", lambda: tampilan("verifikator")),
    layar("verifikator", "meja_buka", _tugas("9.b"), _dokumen("9.b")),
    layar("verifikator", "meja_halaman", _tugas("9.j"), _versi("9.j")),
    layar("verifikator", "tugas", _tugas("9.j")),
    layar("sekda", "tugas", _tugas("9.h")),
    layar("admin", "rencana_rinci", lambda: rencana(CONTOH)),
    layar("admin", "rencana_rinci", lambda: rencana("pemprov-ntt"), query="?page=2"),
    layar("admin", "rencana_rinci", lambda: rencana(CONTOH), query="?kata=tidakadabutirini"),
    layar("admin", "rencana_batas", lambda: rencana(CONTOH)),
    layar("admin", "rencana_batas_baru", lambda: rencana(CONTOH)),
    layar("admin", "rencana_batas_ubah", lambda: rencana(CONTOH), batas_contoh),
    layar("admin", "rencana_batas_hapus", lambda: rencana(CONTOH), batas_contoh),
    layar("admin", "rencana_butir", lambda: rencana(CONTOH), butir_contoh),
    layar("admin", "rencana_tutup", lambda: rencana(CONTOH)),
    layar("admin", "rencana_buka", lambda: rencana(CONTOH)),
    layar("admin", "rencana_buka", lambda: rencana("pemprov-ntt"), status=403),
    layar("admin", "rencana_salin", lambda: rencana(CONTOH)),
    layar("admin", "rencana_mulai", rencana_salinan),
    layar("admin", "rencana_banding", rencana_salinan),
    layar("auditor", "rencana_rinci", lambda: rencana(CONTOH)),
    layar("auditor", "rencana"),
    layar("auditor", "tugas", _tugas("9.a")),
    layar(AUDITOR_TUGAS, "tugas", _tugas("9.g")),
)
