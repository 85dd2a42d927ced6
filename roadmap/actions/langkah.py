"""Remedial steps: laid down, worked on, reported as done, confirmed by a second person."""

from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import audited
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.storage import discard_on_error
from evidence.actions.transition import clock
from evidence.models import BuktiVersi
from evidence.workflow import NotAllowed
from roadmap.actions.masalah import kunci_masalah
from roadmap.actions.rapat_hak import (
    JEDA_GANDA,
    Berkas,
    boleh_catat,
    catat,
    dalam_masa,
    hari,
    periksa_berkas,
    rencana_berjalan,
    sebut_berkas,
    simpan,
    teks,
)
from roadmap.jadwal_rapat import Tingkat
from roadmap.models import CatatanLangkah, LangkahPerbaikan, Masalah, Rapat
from ukuran.format import tanggal

BUKAN_PEMILIK = "Hanya operator unit pelaksana yang melaporkan langkah ini."
_KERJA = (CatatanLangkah.Jenis.KEMAJUAN, CatatanLangkah.Jenis.LAPOR)
Jenis = CatatanLangkah.Jenis
Keadaan = LangkahPerbaikan.Keadaan


def rumuskan(
    *,
    masalah_id: int,
    uraian: str,
    unit_id: int,
    tenggat: date,
    by: User,
    rapat_id: int | None = None,
    at: datetime | None = None,
) -> LangkahPerbaikan:
    """Lay down a remedial step for a problem, with its unit and its day.

    At the unit level the step stays with the unit; pokja and pleno may choose any unit.
    Raises Denied, NotAllowed, IsianKurang.
    """
    with audited():
        masalah = kunci_masalah(masalah_id, by)
        now = clock(masalah.instansi, at)
        galat: dict[str, str] = {}
        uraian = teks(galat, "uraian", uraian, "Tulis langkah perbaikannya.")
        unit = unit_langkah(masalah).filter(pk=unit_id).first()
        if unit is None:
            galat["unit"] = "Pilih unit dari daftar."
        if tenggat < hari(masalah.instansi, now):
            galat["tenggat"] = "Tenggat sudah lewat. Pilih hari ini atau sesudahnya."
        else:
            dalam_masa(galat, "tenggat", masalah.rencana, tenggat)
        rapat = masalah.rapat
        if rapat_id is not None:
            rows = Rapat.objects.visible_to(by).filter(
                rencana=masalah.rencana_id, keadaan=Rapat.Keadaan.DILAKSANAKAN
            )
            found = rows.filter(pk=rapat_id).first()
            if found is None:
                galat["rapat"] = "Pilih rapat dari daftar."
            else:
                rapat = found
        if galat or unit is None:
            raise IsianKurang(galat)
        sama = LangkahPerbaikan.objects.filter(
            masalah=masalah, rapat=rapat, unit=unit, uraian=uraian, dibuat__gt=now - JEDA_GANDA
        )
        if sama.exists():
            raise IsianKurang({"uraian": "Langkah yang sama baru saja ditetapkan."})
        langkah = LangkahPerbaikan.objects.create(
            instansi=masalah.instansi,
            masalah=masalah,
            rapat=rapat,
            uraian=uraian,
            unit=unit,
            tenggat=tenggat,
            dibuat=now,
            oleh=by,
        )
        Masalah.objects.filter(pk=masalah.pk).update(keadaan=Masalah.Keadaan.DITANGANI)
        isi = {"uraian": uraian, "unit": unit.kode, "tenggat": str(tenggat), "masalah": masalah.pk}
        catat("langkah.rumuskan", masalah.instansi, by, now, langkah, _nama(langkah), isi)
        return langkah


def unit_langkah(masalah: Masalah) -> QuerySet[Unit]:
    """Return the units that a step of a problem may be given to."""
    rows = Unit.objects.filter(instansi=masalah.instansi_id).order_by("nama")
    if masalah.tingkat == Tingkat.UNIT and masalah.unit is not None:
        return rows.filter(jalur__startswith=masalah.unit.jalur)
    return rows


def _kunci(langkah_id: int, by: User, versi: int | None) -> LangkahPerbaikan:
    langkah = (
        LangkahPerbaikan.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("instansi", "unit", "masalah__rencana", "masalah__unit")
        .filter(pk=langkah_id)
        .first()
    )
    if langkah is None:
        raise Denied("Langkah ini tidak ada atau bukan untuk unit Anda.")
    rencana_berjalan(langkah.masalah.rencana)
    if versi is not None and versi != langkah.versi:
        raise Bentrok("Perubahan Anda belum tersimpan: langkah ini baru saja diubah orang lain.")
    return langkah


def boleh_kerjakan(user: User, langkah: LangkahPerbaikan) -> bool:
    """Whether a person reports about a step: an operator of its unit."""
    return user.akses.may(Permission.EVIDENCE_SEND, langkah.unit)


def boleh_konfirmasi(user: User, langkah: LangkahPerbaikan) -> str | None:
    """Return None if the person may confirm a step, otherwise the Indonesian reason.

    Four eyes: nobody confirms what they reported on themselves.
    """
    if not user.akses.may(Permission.FOLLOWUP_WATCH, langkah.unit):
        return "Hanya Inspektorat yang mengonfirmasi langkah perbaikan."
    if langkah.catatan_set.filter(oleh=user, jenis__in=_KERJA).exists():
        return "Empat mata: Anda ikut melaporkan langkah ini, jadi konfirmasinya oleh orang lain."
    return None


def catat_kemajuan(
    *,
    langkah_id: int,
    catatan: str,
    by: User,
    selesai: bool = False,
    files: Berkas = (),
    versi: int | None = None,
    at: datetime | None = None,
) -> LangkahPerbaikan:
    """Write down progress of a step, with evidence; `selesai` says that the unit is done.

    Raises Denied, NotAllowed (reported or closed already), Bentrok, IsianKurang.
    """
    passed = periksa_berkas(files)
    with discard_on_error() as stored, audited():
        langkah = _kunci(langkah_id, by, versi)
        if not boleh_kerjakan(by, langkah):
            raise Denied(BUKAN_PEMILIK)
        if langkah.keadaan != Keadaan.BERJALAN:
            raise NotAllowed(f"Langkah ini sudah {langkah.get_keadaan_display().lower()}.")
        now = clock(langkah.instansi, at)
        galat: dict[str, str] = {}
        catatan = teks(galat, "catatan", catatan, "Tulis apa yang sudah dikerjakan.")
        if galat:
            raise IsianKurang(galat)
        stored_versi = simpan(passed, langkah.unit, by, now, stored)
        jenis = Jenis.LAPOR if selesai else Jenis.KEMAJUAN
        if selesai:
            langkah.keadaan, langkah.dilaporkan = Keadaan.DILAPORKAN, now
        return _tulis(langkah, jenis, catatan, by, now, stored_versi)


def konfirmasi(
    *,
    langkah_id: int,
    by: User,
    catatan: str = "",
    versi: int | None = None,
    at: datetime | None = None,
) -> LangkahPerbaikan:
    """Confirm that a step is done. Raises Denied, NotAllowed (not reported), Bentrok."""
    with audited():
        langkah, now, catatan = _putusan(langkah_id, by, versi, catatan, "", at)
        langkah.keadaan, langkah.ditutup = Keadaan.DIKONFIRMASI, now
        return _tulis(langkah, Jenis.KONFIRMASI, catatan, by, now)


def kembalikan(
    *,
    langkah_id: int,
    catatan: str,
    by: User,
    versi: int | None = None,
    at: datetime | None = None,
) -> LangkahPerbaikan:
    """Give a reported step back to its unit, with what is missing.

    Raises Denied, NotAllowed (not reported), Bentrok, IsianKurang.
    """
    with audited():
        wajib = "Tulis apa yang masih kurang."
        langkah, now, catatan = _putusan(langkah_id, by, versi, catatan, wajib, at)
        langkah.keadaan, langkah.dilaporkan = Keadaan.BERJALAN, None
        return _tulis(langkah, Jenis.KEMBALI, catatan, by, now)


def _putusan(
    langkah_id: int, by: User, versi: int | None, catatan: str, wajib: str, at: datetime | None
) -> tuple[LangkahPerbaikan, datetime, str]:
    langkah = _kunci(langkah_id, by, versi)
    alasan = boleh_konfirmasi(by, langkah)
    if alasan:
        raise Denied(alasan)
    if langkah.keadaan != Keadaan.DILAPORKAN:
        raise NotAllowed("Unit belum menyatakan langkah ini selesai.")
    galat: dict[str, str] = {}
    catatan = teks(galat, "catatan", catatan, wajib)
    if galat:
        raise IsianKurang(galat)
    return langkah, clock(langkah.instansi, at), catatan


def batalkan_langkah(
    *,
    langkah_id: int,
    catatan: str,
    by: User,
    versi: int | None = None,
    at: datetime | None = None,
) -> LangkahPerbaikan:
    """Cancel a step that is not needed any more, with the reason.

    By the Inspektorat, or by who records at the level of its problem when that is above the unit:
    a unit does not cancel its own step. Raises Denied, NotAllowed, Bentrok, IsianKurang.
    """
    with audited():
        langkah = _kunci(langkah_id, by, versi)
        if not boleh_batalkan(by, langkah):
            raise Denied("Langkah ini dibatalkan oleh Inspektorat atau pokja dan pleno.")
        if langkah.keadaan in (Keadaan.DIKONFIRMASI, Keadaan.DIBATALKAN):
            raise NotAllowed("Langkah ini sudah ditutup.")
        galat: dict[str, str] = {}
        catatan = teks(galat, "catatan", catatan, "Tulis alasan langkah ini dibatalkan.")
        if galat:
            raise IsianKurang(galat)
        now = clock(langkah.instansi, at)
        langkah.keadaan, langkah.ditutup = Keadaan.DIBATALKAN, now
        return _tulis(langkah, Jenis.BATAL, catatan, by, now)


def ubah_tenggat(
    *,
    langkah_id: int,
    tenggat: date,
    catatan: str,
    by: User,
    versi: int | None = None,
    at: datetime | None = None,
) -> LangkahPerbaikan:
    """Move the day of an open step, with the reason; the earlier day is kept in the note.

    By those who may cancel it. Raises Denied, NotAllowed, Bentrok, IsianKurang.
    """
    with audited():
        langkah = _kunci(langkah_id, by, versi)
        if not boleh_batalkan(by, langkah):
            raise Denied("Tenggat langkah ini diubah oleh Inspektorat atau pokja dan pleno.")
        if langkah.keadaan in (Keadaan.DIKONFIRMASI, Keadaan.DIBATALKAN):
            raise NotAllowed("Langkah ini sudah ditutup.")
        now = clock(langkah.instansi, at)
        galat: dict[str, str] = {}
        catatan = teks(galat, "catatan", catatan, "Tulis alasan tenggat diubah.")
        if tenggat < hari(langkah.instansi, now):
            galat["tenggat"] = "Tenggat sudah lewat. Pilih hari ini atau sesudahnya."
        elif tenggat == langkah.tenggat:
            galat["tenggat"] = "Tenggat ini sama dengan yang sekarang."
        else:
            dalam_masa(galat, "tenggat", langkah.masalah.rencana, tenggat)
        if galat:
            raise IsianKurang(galat)
        catatan = f"{tanggal(langkah.tenggat)} menjadi {tanggal(tenggat)}. {catatan}"
        lama, langkah.tenggat = langkah.tenggat, tenggat
        return _tulis(langkah, Jenis.TENGGAT, catatan, by, now, tenggat_lama=lama)


def boleh_batalkan(user: User, langkah: LangkahPerbaikan) -> bool:
    """Whether a person may cancel a step; nobody of the unit that owes it."""
    if user.akses.may(Permission.EVIDENCE_SEND, langkah.unit):
        return False
    above = boleh_catat(user, langkah.instansi_id, Tingkat.PLENO, None)
    return above or user.akses.may(Permission.FOLLOWUP_WATCH, langkah.unit)


def _tulis(
    langkah: LangkahPerbaikan,
    jenis: CatatanLangkah.Jenis,
    catatan: str,
    by: User,
    now: datetime,
    versi: list[BuktiVersi] | None = None,
    tenggat_lama: date | None = None,
) -> LangkahPerbaikan:
    note = CatatanLangkah.objects.create(
        instansi=langkah.instansi,
        langkah=langkah,
        jenis=jenis,
        catatan=catatan,
        tenggat_lama=tenggat_lama,
        oleh=by,
        at=now,
    )
    note.bukti.add(*(versi or []))
    langkah.versi += 1
    langkah.save(update_fields=["keadaan", "tenggat", "dilaporkan", "ditutup", "versi"])
    isi = {"catatan": catatan, "berkas": sebut_berkas(versi or [])}
    aksi = f"langkah.{jenis.value}"
    catat(aksi, langkah.instansi, by, now, langkah, _nama(langkah), isi)
    return langkah


def _nama(langkah: LangkahPerbaikan) -> str:
    return f"{langkah.unit}: {langkah.uraian}"
