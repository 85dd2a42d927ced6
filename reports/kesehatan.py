"""What the admins must know about the portal itself: nightly checks, failed jobs, the disk.

An alarm stays until a later check is sound. Everything is named by numbers; no fault tells what is
in a file or an event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.models import Instansi
from audit.berkala import PERTAMA, hitungan, terbaru
from audit.models import Pemeriksaan
from jobs import registry
from jobs.models import Job
from jobs.ruang import hampir_penuh, ruang_bebas
from ukuran.format import angka, tanggal_waktu, ukuran_berkas

BASI = timedelta(days=2)
SEHARI = timedelta(hours=24)


@dataclass(frozen=True)
class Tanda:
    """One sign: its tone (merah alarm, kuning warning, hijau sound), words, the first faults."""

    nada: str
    judul: str
    isi: str
    rincian: tuple[str, ...] = ()
    sisanya: int = 0
    url: str = ""
    tautan: str = ""


@dataclass(frozen=True)
class _Kata:
    """How a kind of check is spoken of."""

    nama: str
    utuh: str
    cacat: str
    apa: str
    nasihat: str


_KATA = {
    Pemeriksaan.Jenis.RANTAI: _Kata(
        "Pemeriksaan jejak audit",
        "Jejak audit utuh",
        "Jejak audit tidak utuh",
        "kejadian",
        "Jangan menghapus atau memulihkan apa pun. Beri tahu pengelola server; ia membandingkan "
        "dengan cadangan.",
    ),
    Pemeriksaan.Jenis.BERKAS: _Kata(
        "Pemeriksaan berkas tersimpan",
        "Berkas tersimpan cocok dengan sidiknya",
        "Berkas tersimpan hilang atau berubah",
        "berkas",
        "Beri tahu pengelola server; ia mengembalikan berkas itu dari cadangan.",
    ),
}


def tanda_instansi(instansi: Sequence[Instansi]) -> list[Tanda]:
    """Return the signs for the admin of these institutions, alarms first (two queries)."""
    checks = terbaru()
    found = []
    for satu in instansi:
        awalan = f"{satu.nama}: " if len(instansi) > 1 else ""
        found += [_periksa(jenis, checks.get(jenis), satu.kode, awalan) for jenis in _KATA]
    found += [*_gagal([satu.pk for satu in instansi]), *_disk()]
    return _urut(found)


def tanda_platform() -> list[Tanda]:
    """Return the signs for the people of the platform: the same over all institutions."""
    checks = terbaru()
    found = [_periksa(jenis, checks.get(jenis), None, "") for jenis in _KATA]
    return _urut([*found, *_gagal(None), *_disk()])


def _urut(found: list[Tanda]) -> list[Tanda]:
    return sorted(found, key=lambda tanda: ("merah", "kuning", "hijau").index(tanda.nada))


def _periksa(
    jenis: Pemeriksaan.Jenis, row: Pemeriksaan | None, kode: str | None, awalan: str
) -> Tanda:
    """The sign of one kind of check, for one institution or (None) for all."""
    kata = _KATA[jenis]
    if row is None:
        return Tanda(
            "kuning",
            f"{awalan}{kata.nama} belum pernah berjalan",
            "Pemeriksaan berjalan sendiri setiap malam. Bila besok tulisan ini masih ada, beri "
            "tahu pengelola server.",
        )
    saat = tanggal_waktu(row.at, timezone.get_current_timezone())
    found = hitungan(row, kode)
    if found.cacat:
        first = tuple(f"{apa}: {sebab}" for apa, sebab in found.pertama[:PERTAMA])
        return Tanda(
            "merah",
            f"{awalan}{kata.cacat}",
            f"Pemeriksaan {saat} menemukan {angka(found.cacat)} cacat pada "
            f"{angka(found.diperiksa)} {kata.apa}. {kata.nasihat}",
            first,
            found.cacat - len(first),
        )
    hasil = f"{angka(found.diperiksa)} {kata.apa}, diperiksa {saat}."
    if timezone.now() - row.at > BASI:
        return Tanda(
            "kuning",
            f"{awalan}{kata.nama}: yang terakhir lebih dari 2 hari lalu",
            f"Waktu itu tidak ada cacat: {hasil} Pemeriksaan malam tidak berjalan; beri tahu "
            "pengelola server.",
        )
    return Tanda("hijau", f"{awalan}{kata.utuh}", hasil)


def _gagal(instansi: list[int] | None) -> list[Tanda]:
    """A warning when jobs failed in the last 24 hours (one query)."""
    since = timezone.now() - SEHARI
    rows = Job.objects.filter(status=Job.Status.GAGAL, berakhir__gte=since).order_by()
    if instansi is not None:
        rows = rows.filter(instansi__in=instansi)
    latar, laporan, gambar = registry.latar(), 0, 0
    for jenis, jumlah in rows.values_list("jenis").annotate(jumlah=Count("pk")):
        if jenis in latar:
            gambar += jumlah
        else:
            laporan += jumlah
    if not laporan + gambar:
        return []
    parts = [f"{angka(laporan)} laporan"] if laporan else []
    parts += [f"{angka(gambar)} pekerjaan latar untuk berkas unggahan"] if gambar else []
    return [
        Tanda(
            "kuning",
            "Ada pekerjaan yang gagal dalam 24 jam terakhir",
            f"{' dan '.join(parts)}. Alasannya tertulis pada masing-masing; laporan dapat diminta "
            "lagi.",
            url=reverse("laporan") if laporan and instansi is not None else "",
            tautan="Lihat daftar laporan",
        )
    ]


def _disk() -> list[Tanda]:
    bebas = ruang_bebas()
    if not hampir_penuh(bebas):
        return []
    return [
        Tanda(
            "merah",
            "Ruang simpan server hampir penuh",
            f"Tersisa {ukuran_berkas(bebas)}. Bila penuh, unggahan dan laporan ditolak. Beri tahu "
            "pengelola server sekarang.",
        )
    ]
