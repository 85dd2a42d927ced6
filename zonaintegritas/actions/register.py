"""Rows of the registers: written down with evidence, corrected, removed with a reason."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.berkas import (
    HasilUnggah,
    Keterangan,
    Terperiksa,
    periksa_semua,
    simpan_berkas,
)
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.storage import discard_on_error
from evidence.actions.transition import Langkah, clock
from evidence.models import BuktiVersi
from evidence.workflow import Aksi, NotAllowed
from zonaintegritas.daftar.isi import PANJANG_TEKS, Baris, IsiBaris, ModelBaris
from zonaintegritas.models import UnitZI

Berkas = Sequence[tuple[str, BinaryIO]]
_SEJAK = {"mulai", "bulan", "tahun"}  # columns that `IsiBaris.sejak` comes from
BUKAN_PENULIS = "Anda tidak berwenang mencatat untuk unit ini."


def terlihat(model: ModelBaris, user: User) -> QuerySet[Baris]:
    """Return the rows of a register that a person may read, without removed ones."""
    return cast("QuerySet[Baris]", model.objects.visible_to(user))


def boleh_tulis(user: User, unit_zi: UnitZI) -> bool:
    """Whether a person writes the registers of a unit. Reads `unit_zi.unit`."""
    return user.akses.may(Permission.EVIDENCE_SEND, unit_zi.unit)


def catat(
    *, unit_zi_id: int, isi: IsiBaris, by: User, files: Berkas = (), at: datetime | None = None
) -> Baris:
    """Write down one row with its evidence; all files or none.

    Raises Denied, NotAllowed (the unit ended before), IsianKurang with the fields of `isi`, and
    "berkas".
    """
    passed = _periksa_berkas(files)
    with discard_on_error() as stored, audited():
        unit_zi = (
            UnitZI.objects.visible_to(by)
            .select_for_update(of=("self",))
            .select_related("instansi", "unit__instansi")
            .filter(pk=unit_zi_id)
            .first()
        )
        if unit_zi is None or not boleh_tulis(by, unit_zi):
            raise Denied(BUKAN_PENULIS)
        now = clock(unit_zi.instansi, at)
        _periksa(isi, unit_zi, now)
        _masih_zi(isi, unit_zi)
        row = isi.MODEL.objects.create(
            instansi=unit_zi.instansi, unit_zi=unit_zi, dicatat=now, oleh=by, **isi.nilai()
        )
        baris: Baris = row
        versi = _lampirkan(baris, passed, by, now, stored)
        _tulis("zi.daftar_catat", baris, by, now, _kata(isi) | _kata_berkas("berkas", versi))
        return baris


def ubah(
    *,
    baris_id: int,
    versi: int,
    isi: IsiBaris,
    by: User,
    files: Berkas = (),
    lepas: Collection[int] = (),
    at: datetime | None = None,
) -> Baris:
    """Correct a row, add files, take files off it (they stay as evidence of the unit).

    `isi` says which register. Raises Denied, Bentrok (`versi` is not the stored one), NotAllowed
    (moved to a time when the unit had ended), IsianKurang.
    """
    passed = _periksa_berkas(files)
    with discard_on_error() as stored, audited():
        baris = _kunci(isi.MODEL, baris_id, versi, by)
        now = clock(baris.instansi, at)
        _periksa(isi, baris.unit_zi, now, kecuali=baris.pk)
        changed = {}
        for nama, nilai in isi.nilai().items():
            before = getattr(baris, nama)
            if before != nilai:
                changed[nama] = [_json(before), _json(nilai)]
                setattr(baris, nama, nilai)
        if changed.keys() & _SEJAK:  # what was recorded before the end can still be corrected
            _masih_zi(isi, baris.unit_zi)
        gone = list(baris.bukti.filter(pk__in=lepas))
        baris.bukti.remove(*gone)
        added = _lampirkan(baris, passed, by, now, stored)
        if not (changed or gone or added):
            return baris
        baris.versi += 1
        baris.save()
        isi_kejadian = changed | _kata_berkas("dilepas", gone) | _kata_berkas("berkas", added)
        _tulis("zi.daftar_ubah", baris, by, now, isi_kejadian)
        return baris


def hapus(
    *,
    model: ModelBaris,
    baris_id: int,
    versi: int,
    alasan: str,
    by: User,
    at: datetime | None = None,
) -> Baris:
    """Take a row out of its register with a reason; the row and its files stay stored.

    Raises Denied, Bentrok, IsianKurang without a reason.
    """
    with audited():
        baris = _kunci(model, baris_id, versi, by)
        alasan = alasan.strip()
        if not alasan:
            raise IsianKurang({"alasan": "Tulis alasan menghapus baris ini."})
        if len(alasan) > PANJANG_TEKS:
            raise IsianKurang({"alasan": f"Alasan paling panjang {PANJANG_TEKS} huruf."})
        now = clock(baris.instansi, at)
        baris.dihapus, baris.alasan_hapus, baris.versi = now, alasan, baris.versi + 1
        baris.save(update_fields=["dihapus", "alasan_hapus", "versi"])
        _tulis("zi.daftar_hapus", baris, by, now, {"alasan": alasan})
        return baris


def buka_berkas(*, model: ModelBaris, baris_id: int, versi_id: int, by: User) -> BuktiVersi:
    """Return a file of a row for delivery and record the download.

    Whoever reads the row reads its files. Raises Denied otherwise.
    """
    with audited():
        versi = berkas_baris(model, baris_id, versi_id, by)
        if versi is None:
            raise Denied("Berkas tidak ada atau bukan untuk unit Anda.")
        _kejadian("bukti.unduh", versi.instansi, by, None, versi, {"sha256": versi.sha256})
        return versi


def berkas_baris(model: ModelBaris, baris_id: int, versi_id: int, user: User) -> BuktiVersi | None:
    """Return a file of a row that a person may read, None where there is none."""
    baris = terlihat(model, user).filter(pk=baris_id).first()
    if baris is None:
        return None
    return baris.bukti.select_related("instansi").filter(pk=versi_id).first()


def _kunci(model: ModelBaris, baris_id: int, versi: int, by: User) -> Baris:
    baris = (
        terlihat(model, by)
        .select_for_update(of=("self",))
        .select_related("instansi", "unit_zi__unit__instansi")
        .filter(pk=baris_id)
        .first()
    )
    if baris is None or not boleh_tulis(by, baris.unit_zi):
        raise Denied(BUKAN_PENULIS)
    if baris.versi != versi:
        raise Bentrok(
            "Perubahan Anda belum tersimpan: baris ini diubah orang lain sesudah Anda membukanya."
        )
    # As `catat` does: of two equal rows of a unit at once only one comes about.
    UnitZI.objects.select_for_update(of=("self",)).get(pk=baris.unit_zi_id)
    return baris


def _periksa(isi: IsiBaris, unit_zi: UnitZI, now: datetime, kecuali: int | None = None) -> None:
    """Raise IsianKurang naming what is wrong with a row, or that it is there already."""
    galat = isi.galat(hari(unit_zi.instansi, now))
    same = isi.MODEL.objects.filter(unit_zi=unit_zi, dihapus__isnull=True).exclude(pk=kecuali)
    if not galat and same.filter(**isi.kunci).exists():
        galat[""] = f"{isi.SEBUTAN} yang sama sudah tercatat untuk unit ini. Ubah baris yang ada."
    if galat:
        raise IsianKurang(galat)


def _masih_zi(isi: IsiBaris, unit_zi: UnitZI) -> None:
    """Raise NotAllowed for a row about a time when its unit had ended."""
    if unit_zi.berakhir is not None and isi.sejak >= unit_zi.berakhir:
        raise NotAllowed("Unit ini tidak lagi membangun Zona Integritas pada waktu itu.")


def hari(instansi: Instansi, at: datetime) -> date:
    """Return the day of a moment in the zone of an institution."""
    return at.astimezone(ZoneInfo(instansi.zona_waktu)).date()


def _periksa_berkas(files: Berkas) -> list[Terperiksa]:
    hasil = HasilUnggah()
    passed = periksa_semua(files, hasil)
    if hasil.ditolak:
        pesan = " ".join(f"{nama}: {alasan}" for nama, alasan in hasil.ditolak)
        raise IsianKurang({"berkas": pesan})
    return passed


def _lampirkan(
    baris: Baris, passed: Sequence[Terperiksa], by: User, now: datetime, stored: list[str]
) -> list[BuktiVersi]:
    """Store files as evidence of the unit; return those that the row did not have yet."""
    step = Langkah(Aksi.LAMPIRKAN, by, now)
    unit = baris.unit_zi.unit
    versi = [simpan_berkas(item, unit, Keterangan(), step, stored) for item in passed]
    there = set(baris.bukti.values_list("pk", flat=True)) if versi else set()
    baru = list({v.pk: v for v in versi if v.pk not in there}.values())
    baris.bukti.add(*baru)
    return baru


def _json(nilai: Any) -> Any:
    return nilai if nilai is None or isinstance(nilai, int | str) else str(nilai)


def _kata(isi: IsiBaris) -> dict[str, Any]:
    return {nama: _json(nilai) for nama, nilai in isi.nilai().items()}


def _kata_berkas(nama: str, versi: Sequence[BuktiVersi]) -> dict[str, Any]:
    if not versi:
        return {}
    return {nama: [{"id": v.pk, "nama": v.nama_asli, "sha256": v.sha256} for v in versi]}


def _tulis(aksi: str, baris: Baris, by: User, now: datetime, isi: dict[str, Any]) -> None:
    _kejadian(aksi, baris.instansi, by, now, baris, {"unit": str(baris.unit_zi), **isi})


def _kejadian(
    aksi: str,
    instansi: Instansi,
    by: User,
    now: datetime | None,
    objek: Baris | BuktiVersi,
    isi: dict[str, Any],
) -> None:
    record(
        Event(
            instansi=instansi.kode,
            contoh=instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis=str(objek._meta.model_name),
            objek_id=str(objek.pk),
            objek_nama=str(objek)[:300],
            isi=isi,
            at=now,
        )
    )
