"""Many rows of a kind, written by a job with the rights of who asked for them."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from accounts.models import Instansi, User
from imports.unduh.hak import sidik
from jobs.registry import Gagal, Hasil, Pekerjaan
from sheets import registry
from sheets.resource import Konteks, SheetResource
from sheets.values import Keliru

EKSPOR = "ekspor_data"
BERUBAH = "Peran peminta berubah sejak isi ini diminta. Unduh lagi dari halaman Jenis data."


def terbaca(user: User, parameter: dict[str, Any]) -> bool:
    """Whether a person may ask for the rows with the rights that are kept with the request."""
    kelas = registry.cari(str(parameter.get("kode")))
    return (
        kelas is not None
        and user.akses.has(kelas.permission, parameter.get("instansi"))
        and parameter.get("hak") == sidik(user)
    )


def milik(user: User) -> Q:
    """Filter for the files that a person asked for with the rights of today."""
    return Q(jenis=EKSPOR, oleh=user, parameter__hak=sidik(user))


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Write the rows of `parameter` (kode, instansi, tujuan, bentuk) as they are now.

    Raises Gagal when they are closed to who asked, or their rights are not those they asked with.
    """
    from imports.ekspor import BentukData, catat_ekspor, nama_data, tulis_data

    asked, user = pekerjaan.parameter, pekerjaan.oleh
    kelas = registry.cari(str(asked.get("kode")))
    if kelas is None or not terbaca(user, asked):
        raise Gagal(BERUBAH)
    instansi, bentuk = Instansi.objects.get(pk=asked["instansi"]), BentukData(asked["bentuk"])
    tujuan = _tujuan(kelas, user, instansi, asked.get("tujuan"))
    with timezone.override(ZoneInfo(instansi.zona_waktu)):
        resource = kelas(
            Konteks(instansi=instansi, oleh=user, at=timezone.now(), tujuan=asked.get("tujuan"))
        )
        pekerjaan.kemajuan.langkah("Membaca data")
        target = pekerjaan.folder / f"isi.{bentuk}"
        try:
            resource.siapkan()
            rows = list(resource.ada())
            pekerjaan.kemajuan.langkah("Menulis berkas")
            jumlah = tulis_data(resource, rows, bentuk, target)
        except Keliru as error:
            raise Gagal(f"{error} {error.saran}".strip()) from error
        catat_ekspor(
            kelas=kelas, instansi=instansi, tujuan=tujuan, bentuk=bentuk, baris=jumlah, by=user
        )
        return Hasil(target, nama_data(resource, tujuan, bentuk))


def _tujuan(kelas: type[SheetResource], user: User, instansi: Instansi, tujuan: int | None) -> str:
    if not kelas.bertujuan:
        return ""
    found = next((t for t in kelas.daftar_tujuan(user, instansi) if t.id == tujuan), None)
    if found is None:
        raise Gagal("Isi ini tidak lagi terbuka bagi peminta.")
    return found.nama
