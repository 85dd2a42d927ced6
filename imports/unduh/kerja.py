"""A long list, written by a job with the rights of who asked for it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from imports.unduh.berkas import BentukDaftar, catat, lingkup, nama_berkas, permintaan, tulis
from imports.unduh.hak import KODE as KODE
from imports.unduh.hak import terbaca
from jobs.registry import Gagal, Hasil, Pekerjaan
from sheets import unduhan
from sheets.tables import Isi, Tabel
from ukuran.format import angka

_SETIAP = 500  # rows between two signs of life


def kerjakan(pekerjaan: Pekerjaan) -> Hasil:
    """Write the list of `parameter` (kode, kueri, bentuk) as its screen shows it now.

    Raises Gagal when the list is closed to who asked, or their rights are not those they asked
    with.
    """
    asked, user = pekerjaan.parameter, pekerjaan.oleh
    daftar = unduhan.cari(str(asked.get("kode")))
    if daftar is None or not terbaca(user, asked):
        raise Gagal("Peran peminta berubah sejak daftar ini diminta. Unduh lagi dari daftarnya.")
    bentuk, now = BentukDaftar(asked["bentuk"]), timezone.now()
    home = next(iter(user.akses.instansi), None)  # a guest has none
    with timezone.override(ZoneInfo(home.zona_waktu) if home else None):
        try:
            tabel = daftar.buat(permintaan(user, asked["kueri"]))
        except (Http404, PermissionDenied) as error:
            raise Gagal("Isi daftar ini tidak lagi terbuka bagi peminta.") from error
        pekerjaan.kemajuan.bagian(max(1, tabel.jumlah))
        tempat = lingkup(tabel, user)
        target = pekerjaan.folder / f"daftar.{bentuk}"
        jumlah = tulis(_terlapor(tabel, pekerjaan), target, bentuk, tempat, now)
        catat(tabel, by=user, saringan=asked["kueri"], bentuk=bentuk, baris=jumlah, tempat=tempat)
        return Hasil(target, nama_berkas(tabel, tempat, now, bentuk))


def _terlapor(tabel: Tabel, pekerjaan: Pekerjaan) -> Tabel:
    """Return the list with a sign of life every so many rows."""

    def baris() -> Iterator[Sequence[Isi]]:
        for n, row in enumerate(tabel.baris()):
            if n % _SETIAP == 0:
                said = f"Menulis baris {angka(n + 1)} dari {angka(tabel.jumlah)}"
                pekerjaan.kemajuan.langkah(said, selesai=min(n, tabel.jumlah))
            yield row

    return replace(tabel, baris=baris)
