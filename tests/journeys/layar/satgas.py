"""Screens of the Satgas, its decree, KPK's instrument and the sheet for JAGA."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from evidence.models import (
    Rencana,
)
from satgas.actions.instrumen import versi_baru
from satgas.models import (
    Anggota,
    DokumenSub,
    Instrumen,
    KirimanJaga,
    NaskahTempel,
    SubIndikator,
)
from tests.factories.keputusan_word import buat_naskah_uji
from tests.journeys.layar.dasar import (
    AUDITOR_TUGAS,
    CONTOH,
    Layar,
    butir_contoh,
    layar,
    rencana,
    rencana_salinan,
    resmi,
)


def anggota(no: int, kode: str = CONTOH) -> int:
    """Return the id of a member of the Satgas."""
    return Anggota.objects.get(sk__rencana=rencana(kode), no=no).pk


def instrumen() -> int:
    """Return the id of the instrument in use of the CONTOH institution."""
    return Instrumen.objects.get(instansi__kode=CONTOH, keadaan="dipakai").pk


def instrumen_draf() -> int:
    """Return the id of a new version of it that is being drawn up."""
    found = Instrumen.objects.filter(instansi__kode=CONTOH, keadaan="disusun").first()
    admin = User.objects.get(username="admin")
    return (found or versi_baru(instrumen_id=instrumen(), by=admin)).pk


def sub_indikator(kode: str = "3.1.1") -> int:
    """Return the id of a sub indikator of that version."""
    rows = SubIndikator.objects.filter(indikator__area__instrumen=instrumen_draf())
    return rows.get(kode=kode).pk


def _bagian(nama: str, tingkat: str, baris: Callable[[], int]) -> Callable[[], str]:
    return lambda: reverse(nama, args=[instrumen_draf(), tingkat, baris()])


def kiriman(jawaban: str = "") -> int:
    """Return the id of a sample upload to JAGA that KPK answered so."""
    rows = KirimanJaga.objects.filter(instansi__kode=CONTOH, dibatalkan=None, jawaban=jawaban)
    return rows.latest("pk").pk


def _jaga(saringan: str = "") -> Callable[[], str]:
    return lambda: f"{reverse('jaga')}?rencana={rencana(CONTOH)}{saringan}"


def naskah_tempel() -> int:
    """Return the id of a pasted decree beside the CONTOH plan; made when there is none."""
    asal = Rencana.objects.get(pk=rencana(CONTOH))
    found = NaskahTempel.objects.filter(instansi=asal.instansi_id, rencana=None).first()
    return (found or buat_naskah_uji(asal, User.objects.get(username="admin"))).pk


def _anggota(no: int, kode: str = CONTOH) -> Callable[[], int]:
    return lambda: anggota(no, kode)


LAYAR: tuple[Layar, ...] = (
    layar("operator.bkd", "satgas_anggota", _anggota(9)),
    layar("verifikator", "satgas_anggota", _anggota(4)),
    Layar("jaga", "verifikator", _jaga("&status=siap")),
    Layar("jaga", "verifikator", _jaga("&status=ditolak")),
    Layar("jaga", "verifikator", _jaga("&kata=tidakadatugasini")),
    Layar("jaga", "operator.bkd", _jaga()),
    layar("verifikator", "jaga_jawaban", kiriman),
    layar("verifikator", "jaga_koreksi", lambda: kiriman("ditolak")),
    layar("verifikator", "jaga_nilai", butir_contoh),
    Layar(
        "satgas_perubahan",
        "admin",
        lambda: f"{reverse('satgas_perubahan')}?rencana={rencana(CONTOH)}",
    ),
    Layar(
        "satgas_perubahan_baru",
        "admin",
        lambda: (
            f"{reverse('satgas_perubahan_baru')}?rencana={rencana(CONTOH)}"
            f"&ubah={butir_contoh()}&tambah=1"
        ),
    ),
    Layar(
        "satgas_pokok", "admin", lambda: f"{reverse('satgas_pokok')}?rencana={rencana_salinan()}"
    ),
    layar("admin", "keputusan_tempel"),
    layar("auditor", "keputusan_tempel", status=403),
    layar("admin", "keputusan_tempel_susun", naskah_tempel),
    layar("admin", "keputusan_tempel_banding", naskah_tempel),
    layar("admin", "keputusan_tempel_buang", naskah_tempel),
    Layar("satgas", "admin", resmi("satgas")),
    layar("admin", "satgas_anggota", _anggota(15, "pemprov-ntt")),
    # KPK's instrument
    layar("sekda", "instrumen_rinci", instrumen),
    layar("sekda", "instrumen_rinci", instrumen, query="?area=3"),
    layar("sekda", "instrumen_nilai", instrumen),
    layar("operator.bkd", "instrumen_nilai", instrumen),
    layar("auditor", "instrumen_tabel", instrumen),
    layar("operator.bkd", "instrumen_pakai", instrumen, status=403),
    layar("admin", "instrumen_baru"),
    layar("admin", "instrumen_versi", instrumen),
    layar("admin", "instrumen_rinci", instrumen_draf, query="?area=3"),
    layar("admin", "instrumen_tempel", instrumen_draf),
    layar("admin", "instrumen_pakai", instrumen_draf),
    layar("admin", "instrumen_nama", instrumen_draf),
    layar("admin", "instrumen_hapus", instrumen_draf),
    layar("admin", "instrumen_tugas", instrumen_draf, sub_indikator),
    Layar(
        "instrumen_tambah",
        "admin",
        lambda: reverse("instrumen_tambah", args=[instrumen_draf(), "area"]),
    ),
    Layar("instrumen_ubah", "admin", _bagian("instrumen_ubah", "sub", sub_indikator)),
    Layar(
        "instrumen_ubah",
        "admin",
        _bagian(
            "instrumen_ubah",
            "dokumen",
            lambda: DokumenSub.objects.filter(sub=sub_indikator()).latest("pk").pk,
        ),
    ),
    Layar(
        "instrumen_hapus_bagian", "admin", _bagian("instrumen_hapus_bagian", "sub", sub_indikator)
    ),
    # who reads a member
    layar("auditor", "satgas_anggota", _anggota(15)),
    layar(AUDITOR_TUGAS, "satgas_anggota", _anggota(9)),
)
