"""Screens of imports, one in each state that has a page of its own."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from accounts.models import Instansi, User
from evidence.models import (
    Rencana,
)
from imports.models import Batch
from satgas.actions.padanan import tambah_padanan
from satgas.models import (
    PadananProgres,
)
from tests.factories.impor_batch import buat_batch
from tests.journeys.layar.dasar import CONTOH, Layar, layar, rencana

_DITOLAK = "Impor ini tidak diurungkan: 252 hal bergantung padanya."
_PANJANG = "Badan Pengelola Keuangan, Pendapatan, dan Aset Daerah Kabupaten Timor Tengah Selatan"


def padanan_progres() -> int:
    """Return the id of words about progress of the CONTOH institution; made when there are none."""
    instansi = Rencana.objects.get(pk=rencana(CONTOH)).instansi
    found = PadananProgres.objects.filter(instansi=instansi).first()
    if found is None:
        found = tambah_padanan(
            instansi_id=instansi.pk,
            teks="otw bulan depan",
            keadaan=PadananProgres.Keadaan.DISIAPKAN,
            by=User.objects.get(username="admin"),
        )
    return found.pk


def _impor(keadaan: str) -> Callable[[], int]:
    """Return where an import of the CONTOH institution in a state is; made when there is none."""

    def pk() -> int:
        state = Batch.Keadaan(keadaan)
        found = Batch.objects.filter(instansi__kode=CONTOH, keadaan=state).first()
        if found is None:
            instansi = Instansi.objects.get(kode=CONTOH)
            admin = User.objects.get(username="admin")
            found = buat_batch(instansi, admin, state, baris=2, temuan=1)
        return found.pk

    return pk


def _terhalang() -> int:
    """Return where an import is whose undo was refused: for one row, and for 250 by two causes."""
    instansi = Instansi.objects.get(kode=CONTOH)
    admin = User.objects.get(username="admin")
    found = Batch.objects.filter(instansi=instansi, pesan=_DITOLAK).first()
    if found is None:
        lain = buat_batch(instansi, admin, Batch.Keadaan.DITERAPKAN, nama_asli=f"{_PANJANG}.xlsx")
        row = {"baris": 2, "kunci": _PANJANG, "jenis": "diubah", "sebab": "Baris ini diubah."}
        known = {"oleh": admin.nama, "pada": timezone.now().isoformat()}
        against = [
            {**row, **known, "impor": lain.pk, "berkas": lain.nama_asli, "tempat": "/unit/"},
            *({**row, **known, "baris": n, "kunci": f"{_PANJANG} {n}"} for n in range(3, 203)),
            {**row, "jenis": "dipakai", "sebab": "Sudah dipakai pada keanggotaan.", "kali": 3},
        ]
        against[-2]["lagi"] = 50
        state = Batch.Keadaan.DITERAPKAN
        found = buat_batch(instansi, admin, state, baris=2, bentrok=against, pesan=_DITOLAK)
    return found.pk


LAYAR: tuple[Layar, ...] = (
    # imports, one in each state that has a page of its own
    layar("admin", "impor", query="?kata=tidakadaberkasini"),
    layar("admin", "impor_baru", query="?jenis=unit"),
    layar("admin", "impor_jenis"),
    Layar("impor_jenis_rinci", "admin", lambda: reverse("impor_jenis_rinci", args=["unit"])),
    layar("admin", "impor_pengaturan"),
    layar("admin", "padanan_progres"),
    layar("admin", "padanan_progres_ubah", padanan_progres),
    layar("admin", "padanan_progres_hapus", padanan_progres),
    layar("admin", "impor_rinci", _impor("siap")),
    layar("admin", "impor_rinci", _impor("bermasalah"), query="?bagian=temuan"),
    layar("admin", "impor_rinci", _impor("bergeser"), query="?bagian=berkas"),
    layar("admin", "impor_rinci", _impor("menerapkan")),
    layar("admin", "impor_pilih", _impor("diunggah")),
    layar("admin", "impor_terapkan", _impor("siap")),
    layar("admin", "impor_urungkan", _impor("diterapkan")),
    layar("admin", "impor_rinci", _terhalang),
    layar("admin", "impor_batal", _impor("siap")),
    layar("admin", "impor_ulang", _impor("siap")),
    layar("admin", "impor_lanjut", _impor("menerapkan")),
    # who reads the audit trail reads imports and moves none
    layar("auditor", "impor"),
    layar("auditor", "impor_rinci", _impor("siap")),
    layar("auditor", "impor_rinci", _impor("diterapkan"), query="?bagian=berkas"),
    layar("auditor", "impor_terapkan", _impor("siap"), status=403),
    layar("auditor", "impor_urungkan", _impor("diterapkan"), status=403),
    layar("auditor", "impor_baru", status=403),
)
