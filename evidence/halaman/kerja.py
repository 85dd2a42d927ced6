"""The job "Gambar halaman": draws the pages of a file version and keeps each as it comes."""

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.permissions import Permission
from evidence.actions.storage import discard_on_error
from evidence.halaman.minta import GAMBAR_HALAMAN
from evidence.halaman.proses import Cacat, Jumlah, Lembar, TakTerbaca, lukis
from evidence.lists.marks import sambung
from evidence.models import BuktiVersi, GambarBukti, HalamanBukti
from evidence.models.halaman import halaman_path
from jobs.registry import Gagal, Jenis, Pekerjaan, register
from ukuran.format import angka

PALING_BANYAK: Final = 300
"""Pages of one file that are drawn; whoever needs more than these opens the file."""

Keadaan = GambarBukti.Keadaan

_SEBAB: Final = {
    "rusak": "berkas rusak di bagian itu",
    "rumit": "terlalu rumit atau terlalu besar untuk digambar",
}
_SELURUH: Final = {
    "rusak": "Berkas ini rusak atau terpotong, jadi halamannya tidak dapat digambar. "
    "Unduh berkasnya untuk memeriksa, atau minta unit mengunggah ulang.",
    "sandi": "Berkas ini terkunci sandi, jadi halamannya tidak dapat digambar. "
    "Minta unit mengunggah salinan tanpa sandi; berkasnya tetap dapat diunduh.",
    "rumit": "Berkas ini terlalu rumit atau terlalu besar untuk digambar. "
    "Unduh berkasnya untuk memeriksa.",
}
_HILANG: Final = (
    "Berkas ini tidak ditemukan di tempat penyimpanan. Hubungi pengelola portal dengan menyebut "
    "nama berkasnya."
)
_DIGANTI: Final = "Permintaan ini digantikan oleh permintaan yang lebih baru."


def daftarkan() -> None:
    """Register the kind of job; called once when the app is ready."""
    register(
        Jenis(
            kode=GAMBAR_HALAMAN,
            label="Gambar halaman",
            permission=Permission.EVIDENCE_READ,
            handler=gambar_halaman,
            latar=True,
        )
    )


def gambar_halaman(pekerjaan: Pekerjaan) -> None:
    """Draw what is missing of `parameter["versi"]`; each page is committed as it is finished.

    Complete images are left alone, so a second run changes nothing. Raises Gagal with the note
    that stands on the desk when the file, or any page of it, can't be drawn; the pages that
    could be drawn stay.
    """
    gambar = (
        GambarBukti.objects.select_related("versi")
        .filter(
            versi=pekerjaan.parameter["versi"],
            versi__instansi=pekerjaan.job.instansi_id,
            job=pekerjaan.job,
        )
        .first()
    )
    if gambar is None:
        raise Gagal(_DIGANTI)
    if gambar.keadaan == Keadaan.SELESAI:
        return
    _catat(gambar, keadaan=Keadaan.BERJALAN, pesan="")
    try:
        catatan = _gambar(gambar, pekerjaan)
    except Gagal as error:
        _catat(gambar, keadaan=Keadaan.GAGAL, pesan=str(error))
        raise
    _catat(gambar, keadaan=Keadaan.SELESAI, pesan=catatan)


def _gambar(gambar: GambarBukti, pekerjaan: Pekerjaan) -> str:
    """Draw and keep the missing pages; return a note about what was left out on purpose."""
    kemajuan, versi = pekerjaan.kemajuan, gambar.versi
    ada = set(HalamanBukti.objects.filter(versi=versi).values_list("no", flat=True))
    cacat: list[Cacat] = []
    catatan, digambar = "", 0
    try:
        with closing(
            lukis(
                _salin(versi, pekerjaan.folder),
                versi.jenis,
                paling_banyak=PALING_BANYAK,
                lewati=ada,
                denyut=kemajuan.denyut,
            )
        ) as kabar:
            for satu in kabar:
                if isinstance(satu, Jumlah):
                    digambar = min(satu.halaman, PALING_BANYAK)
                    catatan = _sisa(satu.halaman)
                    _catat(gambar, jumlah=digambar)
                    kemajuan.bagian(digambar)
                elif isinstance(satu, Lembar):
                    simpan(gambar, satu)
                    ada.add(satu.no)
                else:
                    cacat.append(satu)
                kemajuan.langkah(
                    f"Halaman {len(ada)} dari {digambar} siap", selesai=len(ada) + len(cacat)
                )
    except TakTerbaca as error:
        raise Gagal(_SELURUH[error.kode]) from error
    if cacat:
        raise Gagal(f"{keluhan(cacat)} Unduh berkasnya untuk memeriksa. {catatan}".strip())
    return catatan


def _salin(versi: BuktiVersi, folder: Path) -> Path:
    """Copy the stored file into the job's own folder, where it has a real path."""
    salinan = folder / f"berkas.{versi.jenis}"
    try:
        with versi.berkas.open("rb") as asal, salinan.open("wb") as tujuan:
            shutil.copyfileobj(asal, tujuan)
    except FileNotFoundError as error:
        raise Gagal(_HILANG) from error
    return salinan


def _catat(gambar: GambarBukti, **nilai: object) -> None:
    """Write the state, unless another job has taken over meanwhile (then Gagal)."""
    if not GambarBukti.objects.filter(pk=gambar.pk, job=gambar.job_id).update(**nilai):
        raise Gagal(_DIGANTI)


def simpan(gambar: GambarBukti, lembar: Lembar) -> None:
    """Keep one page: bytes and row together, or neither; a page that is there stays as it is."""
    with discard_on_error() as stored, transaction.atomic():
        GambarBukti.objects.select_for_update().get(pk=gambar.pk)
        if HalamanBukti.objects.filter(versi=gambar.versi_id, no=lembar.no).exists():
            return
        halaman = HalamanBukti(
            instansi_id=gambar.versi.instansi_id,
            versi_id=gambar.versi_id,
            no=lembar.no,
            lebar=lembar.lebar,
            tinggi=lembar.tinggi,
            ukuran=len(lembar.isi),
            sha256=hashlib.sha256(lembar.isi).hexdigest(),
        )
        name = halaman_path(halaman, "")
        stored.append(name)
        halaman.berkas.name = default_storage.save(name, ContentFile(lembar.isi))
        halaman.save()


def keluhan(cacat: Iterable[Cacat]) -> str:
    """Say which pages can't be drawn and why, one sentence for each reason."""
    rows = list(cacat)
    kalimat = []
    for kode, sebab in _SEBAB.items():
        if nomor := sorted(c.no for c in rows if c.kode == kode):
            kalimat.append(f"Halaman {rentang(nomor)} tidak dapat digambar: {sebab}.")
    return " ".join(kalimat)


def rentang(nomor: list[int]) -> str:
    """Return ascending page numbers as "3", "3 dan 7", "3, 5–9, dan 12"."""
    runs: list[list[int]] = []
    for no in nomor:
        if runs and no == runs[-1][-1] + 1:
            runs[-1].append(no)
        else:
            runs.append([no])
    return sambung(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


def _sisa(halaman: int) -> str:
    if halaman <= PALING_BANYAK:
        return ""
    return (
        f"Hanya {angka(PALING_BANYAK)} halaman pertama dari {angka(halaman)} yang digambar. "
        "Unduh berkasnya untuk membaca sisanya."
    )
