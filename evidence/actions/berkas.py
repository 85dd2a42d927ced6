"""Files: upload, reuse, new version, taking back, number and date of a document."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.storage import discard_on_error
from evidence.actions.transition import Langkah, clock, finish, lock, move
from evidence.filecheck import Berkas, Ditolak, nama_aman, periksa
from evidence.halaman.minta import minta_gambar
from evidence.models import Bukti, BuktiTaut, BuktiVersi, Capaian, Pemenuhan
from evidence.models.bukti import berkas_path
from evidence.workflow import Aksi, NotAllowed, Status, require


@dataclass
class HasilUnggah:
    """Outcome of an upload: versions now attached, and refused files with their reason."""

    diterima: list[BuktiVersi] = field(default_factory=list)
    ditolak: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Keterangan:
    """What is said about an uploaded document."""

    kelas: str = Bukti.Kelas.INTERNAL
    retensi: str = Bukti.Retensi.LIMA_TAHUN
    nomor: str = ""
    tanggal: date | None = None
    rentang: str = ""

    def check(self) -> None:
        """Raise IsianKurang naming each wrong field."""
        galat = {}
        if self.kelas not in Bukti.Kelas.values:
            galat["kelas"] = "Pilih klasifikasi dari daftar."
        if self.retensi not in Bukti.Retensi.values:
            galat["retensi"] = "Pilih retensi dari daftar."
        if len(self.nomor) > 120:
            galat["nomor"] = "Nomor dokumen paling panjang 120 huruf."
        if len(self.rentang) > 60:
            galat["rentang"] = "Halaman bukti paling panjang 60 huruf."
        if self.tanggal is not None and self.tanggal > timezone.localdate():
            galat["tanggal"] = "Tanggal dokumen belum terjadi. Periksa tahunnya."
        if galat:
            raise IsianKurang(galat)


@dataclass(frozen=True)
class Terperiksa:
    """A file that passed the content check."""

    nama: str
    file: BinaryIO
    berkas: Berkas


def periksa_semua(files: Sequence[tuple[str, BinaryIO]], hasil: HasilUnggah) -> list[Terperiksa]:
    """Check files by content, before any transaction; refused ones go to `hasil.ditolak`."""
    passed = []
    for position, (nama, file) in enumerate(files):
        if position >= settings.EVIDENCE_MAX_FILES:
            hasil.ditolak.append(
                (
                    nama_aman(nama),
                    f"Paling banyak {settings.EVIDENCE_MAX_FILES} berkas sekali unggah.",
                )
            )
            continue
        try:
            berkas = periksa(nama, file, batas_byte=settings.EVIDENCE_MAX_BYTES)
        except Ditolak as error:
            hasil.ditolak.append((nama_aman(nama), error.pesan))
        else:
            passed.append(Terperiksa(nama_aman(nama), file, berkas))
    return passed


def pemilik(user: User, capaian: Capaian) -> Unit:
    """Return the unit that owns what this person uploads: the lead, else a supporting one."""
    if user.akses.may(Permission.EVIDENCE_SEND, capaian.unit):
        return capaian.unit
    for unit in capaian.butir.pendukung.order_by("id"):
        if user.akses.may(Permission.EVIDENCE_SEND, unit):
            return unit
    raise Denied("Anda tidak berwenang mengunggah untuk tugas ini.")


def _pemenuhan(pemenuhan_id: int, by: User) -> tuple[Capaian, Pemenuhan]:
    owner = Pemenuhan.objects.filter(pk=pemenuhan_id).values_list("capaian", flat=True).first()
    capaian = lock(owner or 0, by, Permission.EVIDENCE_SEND)
    return capaian, capaian.pemenuhan_set.select_related("dokumen").get(pk=pemenuhan_id)


def lampirkan(
    capaian: Capaian,
    pemenuhan: Pemenuhan,
    passed: Sequence[Terperiksa],
    hasil: HasilUnggah,
    keterangan: Keterangan,
    step: Langkah,
    stored: list[str],
) -> None:
    """Store checked files and attach them to a document of a locked task.

    A file that the unit already has is used again instead of stored twice; one that is already
    attached here is refused. New bytes are noted in `stored` (see `discard_on_error`).
    """
    require(Status(pemenuhan.status), Aksi.LAMPIRKAN)
    unit = pemilik(step.oleh, capaian)
    for item in passed:
        versi = simpan_berkas(item, unit, keterangan, step, stored)
        if pemenuhan.taut_set.active().filter(versi=versi).exists():
            hasil.ditolak.append((item.nama, "Berkas yang sama sudah dilampirkan di sini."))
            continue
        _taut(pemenuhan, versi, keterangan.rentang, step)
        hasil.diterima.append(versi)
    if hasil.diterima:
        move(capaian, [pemenuhan], step)


def simpan_berkas(
    item: Terperiksa, unit: Unit, keterangan: Keterangan, step: Langkah, stored: list[str]
) -> BuktiVersi:
    """Return the unit's version of a checked file: the one that it has, else stored now.

    New bytes are noted in `stored` (see `discard_on_error`).
    """
    known = (
        BuktiVersi.objects.filter(
            instansi=unit.instansi_id, bukti__unit=unit, sha256=item.berkas.sha256
        )
        .order_by("-id")
        .first()
    )
    return known or _store(item, unit, keterangan, step, stored)


def _store(
    item: Terperiksa,
    unit: Unit,
    keterangan: Keterangan,
    step: Langkah,
    stored: list[str],
    bukti: Bukti | None = None,
) -> BuktiVersi:
    if bukti is None:
        bukti = Bukti.objects.create(
            instansi_id=unit.instansi_id,
            unit=unit,
            kelas=keterangan.kelas,
            retensi=keterangan.retensi,
            dibuat=step.at,
            oleh=step.oleh,
        )
    versi = BuktiVersi(
        instansi_id=unit.instansi_id,
        bukti=bukti,
        no=bukti.versi_set.count() + 1,
        nama_asli=item.nama,
        jenis=item.berkas.jenis,
        ukuran=item.berkas.ukuran,
        sha256=item.berkas.sha256,
        halaman=item.berkas.halaman,
        nomor_dokumen=keterangan.nomor,
        tanggal_dokumen=keterangan.tanggal,
        dibuat=step.at,
        oleh=step.oleh,
    )
    item.file.seek(0)
    name = berkas_path(versi, item.nama)
    stored.append(name)
    versi.berkas.name = default_storage.save(name, File(item.file))
    versi.save()
    # Page images are a convenience: without them the file is stored all the same.
    transaction.on_commit(partial(minta_gambar, versi_id=versi.pk, by=step.oleh), robust=True)
    return versi


def _taut(pemenuhan: Pemenuhan, versi: BuktiVersi, rentang: str, step: Langkah) -> BuktiTaut:
    return BuktiTaut.objects.create(
        pemenuhan=pemenuhan, versi=versi, rentang_halaman=rentang, dibuat=step.at, oleh=step.oleh
    )


def unggah(
    *,
    pemenuhan_id: int,
    files: Sequence[tuple[str, BinaryIO]],
    by: User,
    kelas: str = Bukti.Kelas.INTERNAL,
    retensi: str = Bukti.Retensi.LIMA_TAHUN,
    nomor: str = "",
    tanggal: date | None = None,
    rentang: str = "",
    at: datetime | None = None,
) -> HasilUnggah:
    """Upload files for a required document.

    Each file is checked by its content; refused ones are returned with their reason and not
    stored, the others are attached. Raises Denied, NotAllowed, IsianKurang.
    """
    keterangan = Keterangan(kelas, retensi, nomor, tanggal, rentang)
    keterangan.check()
    hasil = HasilUnggah()
    passed = periksa_semua(files, hasil)
    with discard_on_error() as stored, audited():
        capaian, pemenuhan = _pemenuhan(pemenuhan_id, by)
        step = Langkah(Aksi.LAMPIRKAN, by, clock(capaian.instansi, at))
        lampirkan(capaian, pemenuhan, passed, hasil, keterangan, step, stored)
        if hasil.diterima:
            finish(capaian, step, _isi(pemenuhan, hasil.diterima))
    return hasil


def _isi(pemenuhan: Pemenuhan, versi: Sequence[BuktiVersi]) -> dict[str, object]:
    return {
        "dokumen": pemenuhan.dokumen.uraian[:200],
        "berkas": [{"id": v.pk, "nama": v.nama_asli, "sha256": v.sha256} for v in versi],
    }


def pakai(
    *, pemenuhan_id: int, versi_id: int, by: User, rentang: str = "", at: datetime | None = None
) -> BuktiTaut:
    """Use a document that the own unit already has. Raises Denied, NotAllowed, IsianKurang."""
    Keterangan(rentang=rentang).check()
    with audited():
        capaian, pemenuhan = _pemenuhan(pemenuhan_id, by)
        require(Status(pemenuhan.status), Aksi.LAMPIRKAN)
        step = Langkah(Aksi.LAMPIRKAN, by, clock(capaian.instansi, at))
        versi = (
            BuktiVersi.objects.filter(
                by.akses.rows(Permission.EVIDENCE_SEND, unit=("bukti__unit",)),
                instansi=capaian.instansi,
                pk=versi_id,
            )
            .select_related("bukti")
            .first()
        )
        if versi is None:
            raise Denied("Dokumen itu bukan milik unit Anda.")
        if pemenuhan.taut_set.active().filter(versi=versi).exists():
            raise NotAllowed("Dokumen itu sudah dilampirkan di sini.")
        taut = _taut(pemenuhan, versi, rentang, step)
        move(capaian, [pemenuhan], step)
        finish(capaian, step, {**_isi(pemenuhan, [versi]), "dipakai_ulang": True})
        return taut


def _active_taut(taut_id: int, by: User) -> tuple[Capaian, Pemenuhan, BuktiTaut]:
    owner = (
        BuktiTaut.objects.filter(pk=taut_id).values_list("pemenuhan__capaian", flat=True).first()
    )
    capaian = lock(owner or 0, by, Permission.EVIDENCE_SEND)
    taut = (
        BuktiTaut.objects.active()
        .select_related("pemenuhan__dokumen", "versi__bukti__unit")
        .filter(pk=taut_id)
        .first()
    )
    if taut is None:
        raise NotAllowed("Berkas ini sudah dilepas dari dokumennya.")
    return capaian, taut.pemenuhan, taut


def versi_baru(
    *, taut_id: int, nama: str, file: BinaryIO, by: User, at: datetime | None = None
) -> BuktiVersi:
    """Upload a new version of an attached document; it takes the old one's place here.

    Other uses keep the version they were decided on. Raises Denied, NotAllowed, IsianKurang.
    """
    hasil = HasilUnggah()
    passed = periksa_semua([(nama, file)], hasil)
    if not passed:
        raise IsianKurang({"berkas": hasil.ditolak[0][1]})
    with discard_on_error() as stored, audited():
        capaian, pemenuhan, taut = _active_taut(taut_id, by)
        require(Status(pemenuhan.status), Aksi.LAMPIRKAN)
        bukti = taut.versi.bukti
        if not by.akses.may(Permission.EVIDENCE_SEND, bukti.unit):
            raise Denied("Dokumen ini milik unit lain. Unggah sebagai berkas baru.")
        if taut.versi.sha256 == passed[0].berkas.sha256:
            raise IsianKurang({"berkas": "Berkas ini sama persis dengan versi yang terlampir."})
        step = Langkah(Aksi.LAMPIRKAN, by, clock(capaian.instansi, at))
        versi = _store(passed[0], bukti.unit, Keterangan(), step, stored, bukti)
        _lepas(taut, step)
        _taut(pemenuhan, versi, "", step)
        move(capaian, [pemenuhan], step)
        finish(capaian, step, {**_isi(pemenuhan, [versi]), "versi_berkas": versi.no})
        return versi


def _lepas(taut: BuktiTaut, step: Langkah) -> None:
    taut.dilepas, taut.dilepas_oleh = step.at, step.oleh
    taut.save(update_fields=["dilepas", "dilepas_oleh"])


def lepaskan(*, taut_id: int, by: User, at: datetime | None = None) -> None:
    """Take a file back from a document; the file itself stays. Raises Denied, NotAllowed."""
    with audited():
        capaian, pemenuhan, taut = _active_taut(taut_id, by)
        require(Status(pemenuhan.status), Aksi.LEPASKAN)
        step = Langkah(Aksi.LEPASKAN, by, clock(capaian.instansi, at))
        _lepas(taut, step)
        if pemenuhan.status == Status.DRAF and not pemenuhan.taut_set.active().exists():
            move(capaian, [pemenuhan], Langkah(Aksi.KOSONGKAN, by, step.at))
        finish(capaian, step, _isi(pemenuhan, [taut.versi]))


def _in_judgement(taut: BuktiTaut) -> str | None:
    """Return the code of another task in which the document waits or is approved, if any."""
    return (
        BuktiTaut.objects.active()
        .filter(
            versi__bukti=taut.versi.bukti_id,
            pemenuhan__status__in=[Status.MENUNGGU, Status.DISETUJUI],
        )
        .exclude(pk=taut.pk)
        .values_list("pemenuhan__capaian__butir__kode", flat=True)
        .first()
    )


def lengkapi(
    *,
    taut_id: int,
    by: User,
    nomor: str,
    tanggal: date | None,
    rentang: str,
    kelas: str,
    at: datetime | None = None,
) -> BuktiTaut:
    """Set number, date, pages and class of an attached document (its bytes never change).

    Number, date and class belong to the document and only its own unit may set them.
    Raises Denied, NotAllowed, IsianKurang.
    """
    Keterangan(kelas=kelas, nomor=nomor, tanggal=tanggal, rentang=rentang).check()
    with audited():
        capaian, pemenuhan, taut = _active_taut(taut_id, by)
        require(Status(pemenuhan.status), Aksi.LAMPIRKAN)
        versi, bukti = taut.versi, taut.versi.bukti
        if not by.akses.may(Permission.EVIDENCE_SEND, bukti.unit):
            raise Denied("Dokumen ini milik unit lain.")
        changed = (versi.nomor_dokumen, versi.tanggal_dokumen, bukti.kelas) != (
            nomor,
            tanggal,
            kelas,
        )
        if changed and (kode := _in_judgement(taut)):
            raise NotAllowed(
                f"Nomor, tanggal, dan klasifikasi tidak dapat diubah: dokumen ini juga dipakai "
                f"pada tugas {kode} yang sudah dikirim atau disetujui. Unggah versi baru."
            )
        step = Langkah(Aksi.LAMPIRKAN, by, clock(capaian.instansi, at))
        taut.rentang_halaman = rentang
        taut.save(update_fields=["rentang_halaman"])
        versi.nomor_dokumen, versi.tanggal_dokumen = nomor, tanggal
        versi.save(update_fields=["nomor_dokumen", "tanggal_dokumen"])
        bukti.kelas = kelas
        bukti.save(update_fields=["kelas"])
        finish(
            capaian,
            step,
            {
                **_isi(pemenuhan, [versi]),
                "nomor": nomor,
                "tanggal": str(tanggal or ""),
                "halaman": rentang,
                "kelas": kelas,
            },
            nama="lengkapi",
        )
        return taut
