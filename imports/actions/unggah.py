"""Bringing a file in, settling what it is, giving it up."""

import hashlib
import uuid
from collections.abc import Mapping
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Instansi, User
from accounts.permissions import Denied
from audit.masking import mask_nip
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.storage import discard_on_error
from evidence.filecheck import nama_aman
from evidence.workflow import NotAllowed
from imports.actions.langkah import kunci_batch, pindah
from imports.alur import AksiImpor
from imports.hak import boleh_impor, butuh_kelas, dua_orang
from imports.headings import sidik_judul
from imports.kinds.kode import PERIKSA
from imports.models import Batch, Pemetaan
from imports.reading import periksa_cepat
from jobs.actions import minta
from jobs.models import Job
from sheets.resource import SheetResource

_KEPING = 64 * 1024


def unggah(
    *,
    instansi: Instansi,
    nama: str,
    file: BinaryIO,
    by: User,
    jenis: str = "",
    tujuan: int | None = None,
) -> Batch:
    """Take a file in and ask for its analysis; `jenis` and `tujuan` may be left to recognition.

    Raises Denied, imports.reading.Ditolak for a file that can't come in, and IsianKurang for a
    Tujuan that is not the person's.
    """
    kinds = boleh_impor(by, instansi)
    if not kinds:
        raise Denied("Anda tidak berwenang mengimpor data untuk instansi ini.")
    kelas = next((k for k in kinds if k.kode == jenis), None)
    if jenis and kelas is None:
        raise Denied("Anda tidak berwenang mengimpor data jenis ini untuk instansi ini.")
    nama_tujuan = _tujuan(kelas, by, instansi, tujuan)
    bentuk = periksa_cepat(nama, file, batas_byte=settings.IMPORT_MAX_BYTES)
    sha256, ukuran = _sidik(file)
    with discard_on_error() as stored, audited():
        stored.append(f"impor/{instansi.pk}/{uuid.uuid4().hex}.{bentuk}")
        batch = Batch.objects.create(
            instansi=instansi,
            jenis=jenis,
            tujuan=tujuan if nama_tujuan else None,
            tujuan_nama=nama_tujuan,
            keadaan=Batch.Keadaan.DIUNGGAH,
            berkas=default_storage.save(stored[-1], File(file)),
            nama_asli=mask_nip(nama_aman(nama))[:200],
            bentuk=bentuk,
            sha256=sha256,
            ukuran=ukuran,
            oleh=by,
            dibuat=timezone.now(),
        )
        pindah(batch, AksiImpor.PILIH, by, isi={"ukuran": ukuran, "jenis": jenis})
        _minta_periksa(batch, by)
    return batch


def pilih(
    *,
    batch_id: int,
    versi: int,
    jenis: str,
    tujuan: int | None,
    lembar: str,
    baris_judul: int,
    pemetaan: Mapping[str, int],
    by: User,
) -> Batch:
    """Settle what a file is and which of its columns are which; ask for the analysis.

    The mapping of somebody who acts for the whole institution is remembered for it. Raises
    Denied, NotAllowed, Bentrok, and IsianKurang: an unknown kind, a column mapped twice, a column
    that every row needs unmapped.
    """
    with audited():
        batch = kunci_batch(batch_id, by, versi=versi)
        kelas = next((k for k in boleh_impor(by, batch.instansi) if k.kode == jenis), None)
        if kelas is None:
            raise IsianKurang({"jenis": "Pilih jenis data dari daftar."})
        nama_tujuan = _tujuan(kelas, by, batch.instansi, tujuan)
        if kelas.bertujuan and not nama_tujuan:
            raise IsianKurang({"tujuan": "Pilih tujuan datanya."})
        columns = kelas.kolom_impor()
        chosen = {nama: no for nama, no in pemetaan.items() if nama in columns and no > 0}
        _periksa_pemetaan(kelas, chosen)
        sidik = _sidik_judul(batch, lembar, baris_judul)
        if sidik and batch.instansi_id in by.akses.instansi_ids(kelas.permission):
            Pemetaan.objects.update_or_create(
                instansi=batch.instansi,
                sidik=sidik,
                defaults={
                    "jenis": jenis,
                    "pemetaan": chosen,
                    "oleh": by,
                    "dibuat": timezone.now(),
                },
            )
        pindah(
            batch,
            AksiImpor.PILIH,
            by,
            isi={"jenis": jenis, "lembar": lembar, "pemetaan": chosen},
            jenis=jenis,
            tujuan=tujuan if nama_tujuan else None,
            tujuan_nama=nama_tujuan,
            tata=Batch.Tata.DATAR,
            lembar=lembar[:120],
            baris_judul=baris_judul,
            pemetaan=chosen,
            pesan="",
        )
        _minta_periksa(batch, by)
    return batch


def periksa_ulang(*, batch_id: int, versi: int, by: User) -> Batch:
    """Compare a file again with what is there now. Raises Denied, NotAllowed, Bentrok."""
    with audited():
        batch = kunci_batch(batch_id, by, versi=versi)
        butuh_kelas(batch, by)
        pindah(batch, AksiImpor.PERIKSA_ULANG, by, pesan="", bentrok=[])
        _minta_periksa(batch, by)
    return batch


def batalkan(*, batch_id: int, versi: int, by: User) -> Batch:
    """Give an import up; its file and figures stay readable. Raises Denied, NotAllowed, Bentrok."""
    with audited():
        batch = kunci_batch(batch_id, by, versi=versi)
        if batch.jenis:
            butuh_kelas(batch, by)
        return pindah(batch, AksiImpor.BATALKAN, by)


def lanjutkan(*, batch_id: int, versi: int, by: User) -> Batch:
    """Ask again for work that ended without a word: a failed or cancelled job.

    Where the institution asks for a second person, the uploader does not go on with applying.
    Raises Denied, Bentrok, and NotAllowed while nothing is left undone.
    """
    from imports.kinds.kode import PEKERJAAN

    with audited():
        batch = kunci_batch(batch_id, by, versi=versi)
        if batch.jenis:
            butuh_kelas(batch, by)
        kode = PEKERJAAN.get(Batch.Keadaan(batch.keadaan))
        running = (Job.Status.ANTRE, Job.Status.BERJALAN)
        if kode is None or (batch.job is not None and batch.job.status in running):
            raise NotAllowed("Tidak ada pekerjaan yang perlu dilanjutkan.")
        applying = batch.keadaan == Batch.Keadaan.MENERAPKAN
        if applying and batch.oleh_id == by.pk and dua_orang(batch.instansi_id):
            raise Denied("Anda yang mengunggah berkas ini, jadi orang lain yang melanjutkannya.")
        minta_pekerjaan(batch, kode, by)
    return batch


def minta_pekerjaan(batch: Batch, kode: str, by: User) -> None:
    """Ask the job engine for work on an import and remember the job."""
    batch.job = minta(
        jenis=kode,
        judul=f"Impor {batch.nama_asli}",
        parameter={"batch": batch.pk, "versi": batch.versi},
        instansi=batch.instansi,
        by=by,
    )
    batch.save(update_fields=["job"])


def _minta_periksa(batch: Batch, by: User) -> None:
    minta_pekerjaan(batch, PERIKSA, by)


def _tujuan(
    kelas: type[SheetResource] | None, by: User, instansi: Instansi, tujuan: int | None
) -> str:
    """Return the name of a Tujuan; '' without one. Raises IsianKurang for one of others."""
    if kelas is None or not kelas.bertujuan or tujuan is None:
        return ""
    found = next((t for t in kelas.daftar_tujuan(by, instansi) if t.id == tujuan), None)
    if found is None:
        raise IsianKurang({"tujuan": "Pilih tujuan dari daftar."})
    return found.nama[:250]


def _periksa_pemetaan(kelas: type[SheetResource], chosen: Mapping[str, int]) -> None:
    columns = kelas.kolom_impor()
    taken: dict[int, str] = {}
    for nama, no in chosen.items():
        if no in taken:
            raise IsianKurang(
                {
                    nama: f"Kolom {columns[nama].judul} dan {columns[taken[no]].judul} "
                    "menunjuk kolom berkas yang sama."
                }
            )
        taken[no] = nama
    missing = [columns[n].judul for n in kelas.kunci if n not in chosen and columns[n].wajib]
    if missing:
        raise IsianKurang({"": f"Tunjukkan kolom berkas untuk {', '.join(missing)}."})


def _sidik_judul(batch: Batch, lembar: str, baris_judul: int) -> str:
    """Return the hash of a row of headings, by the top rows that recognition kept."""
    kenalan = batch.kenalan
    if (kenalan.get("lembar_terpilih"), kenalan.get("baris_judul")) == (lembar, baris_judul):
        return str(kenalan.get("sidik", ""))
    for satu in batch.kenalan.get("lembar", []):
        if satu.get("nama") == lembar:
            head: list[str] = next(
                (cells for nomor, cells in satu["baris"] if nomor == baris_judul), []
            )
            return sidik_judul(head) if head else ""
    return ""


def _sidik(file: BinaryIO) -> tuple[str, int]:
    digest, ukuran = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(_KEPING):
        digest.update(chunk)
        ukuran += len(chunk)
    file.seek(0)
    return digest.hexdigest(), ukuran
