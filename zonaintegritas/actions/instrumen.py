"""Instruments of an institution: copied into a draft, edited part by part, thrown away.

Regulations and versions in use are never changed. What a draft still lacks is no error here: the
page shows what `ukuran.lke.periksa` finds, and an assessment can't be opened with it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import clock
from evidence.workflow import NotAllowed
from ukuran.lke.baca import Naskah
from ukuran.lke.instrumen import Ambang, Pembulatan, Skala
from zonaintegritas.lke.muat import InstrumenCacat, data_ambang, data_pembulatan, tulis
from zonaintegritas.lke.susunan import susunan
from zonaintegritas.models import InstrumenLKE

BUKAN_PENGELOLA = "Instrumen LKE diatur oleh admin instansi."
BEKU = "Instrumen ini sudah dipakai, jadi isinya tetap. Salin menjadi rancangan untuk mengubahnya."
PERATURAN = "Instrumen peraturan hanya dibaca. Salin menjadi rancangan untuk mengubahnya."
PANJANG_NAMA, PANJANG_DASAR, PANJANG_STATUS, PANJANG_CATATAN = 200, 250, 120, 8000


def boleh_kelola(user: User, instansi_id: int | None) -> bool:
    """Whether a person manages the instruments of an institution; nobody manages regulations."""
    return instansi_id is not None and user.akses.has(Permission.LKE_MANAGE, instansi_id)


def salin_instrumen(
    *, instrumen_id: int, instansi_id: int, nama: str, by: User, at: datetime | None = None
) -> InstrumenLKE:
    """Copy an instrument that the person reads into a draft of the institution.

    It keeps its code and gets the next free version of the institution. Raises Denied, NotAllowed
    (the instrument has defects), IsianKurang.
    """
    with audited():
        asal = InstrumenLKE.objects.visible_to(by).filter(pk=instrumen_id).first()
        instansi = kunci_instansi(instansi_id, by)
        if asal is None or asal.instansi_id not in (None, instansi.pk):
            raise Denied("Instrumen itu bukan untuk instansi Anda.")
        galat: dict[str, str] = {}
        nama = _teks(galat, "nama", nama, PANJANG_NAMA, "Tulis nama rancangan ini.")
        if galat:
            raise IsianKurang(galat)
        now = clock(instansi, at)
        sumber = susunan(asal)
        naskah = Naskah(
            replace(sumber.bentuk, nama=nama), asal.dasar, asal.status_sumber, asal.catatan
        )
        try:
            row = simpan_baru(naskah, instansi, tuple(sumber.skala.values()), asal)
        except InstrumenCacat as error:
            raise NotAllowed(
                f"Instrumen ini belum dapat disalin. Perbaiki dahulu: {error.cacat[0]}"
            ) from error
        isi = {"asal": str(asal), "nama": nama, "versi": row.versi}
        catat("zi.instrumen_salin", row, by, now, isi)
        return row


def simpan_baru(
    naskah: Naskah,
    instansi: Instansi,
    skala: tuple[Skala, ...] = (),
    asal: InstrumenLKE | None = None,
) -> InstrumenLKE:
    """Store an instrument as the next version of its code in a locked institution.

    Raises InstrumenCacat with the defects, IsianKurang for texts and figures that are too long.
    """
    last = InstrumenLKE.objects.filter(instansi=instansi, kode=naskah.instrumen.kode)
    versi = (last.aggregate(m=Max("versi"))["m"] or 0) + 1
    try:
        return tulis(
            replace(naskah.instrumen, versi=versi),
            instansi=instansi,
            dasar=naskah.dasar,
            status_sumber=naskah.status_sumber,
            catatan=naskah.catatan,
            skala=skala,
            asal=asal,
        )
    except ValidationError as error:
        raise IsianKurang({"": " ".join(error.messages)}) from error


def kunci_instansi(instansi_id: int, by: User) -> Instansi:
    """Lock an institution for a new version: two at a time would get the same number.

    Raises Denied.
    """
    if not boleh_kelola(by, instansi_id):
        raise Denied(BUKAN_PENGELOLA)
    return Instansi.objects.select_for_update().get(pk=instansi_id)


def kunci_rancangan(instrumen_id: int, by: User) -> InstrumenLKE:
    """Lock a draft for who manages it. Raises Denied, NotAllowed (regulation, in use)."""
    row = (
        InstrumenLKE.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("instansi")
        .filter(pk=instrumen_id)
        .first()
    )
    if row is None:
        raise Denied(BUKAN_PENGELOLA)
    if row.instansi_id is None:
        raise NotAllowed(PERATURAN)
    if not boleh_kelola(by, row.instansi_id):
        raise Denied(BUKAN_PENGELOLA)
    if row.dibekukan is not None or row.lke_set.exists():
        raise NotAllowed(BEKU)
    return row


def ubah_pokok(
    *,
    instrumen_id: int,
    nama: str,
    by: User,
    dasar: str = "",
    status_sumber: str = "",
    catatan: str = "",
    at: datetime | None = None,
) -> InstrumenLKE:
    """Set name, basis, status of the source and notes. Raises Denied, NotAllowed, IsianKurang."""
    with audited():
        row = kunci_rancangan(instrumen_id, by)
        galat: dict[str, str] = {}
        baru = {
            "nama": _teks(galat, "nama", nama, PANJANG_NAMA, "Tulis nama instrumen."),
            "dasar": _teks(galat, "dasar", dasar, PANJANG_DASAR),
            "status_sumber": _teks(galat, "status_sumber", status_sumber, PANJANG_STATUS),
            "catatan": _teks(galat, "catatan", catatan, PANJANG_CATATAN),
        }
        if galat:
            raise IsianKurang(galat)
        return ubah_baris(row, row, baru, by, at)


def ubah_ambang(
    *, instrumen_id: int, ambang: tuple[Ambang, ...], by: User, at: datetime | None = None
) -> InstrumenLKE:
    """Set what each predicate asks of the totals. Raises Denied, NotAllowed."""
    with audited():
        row = kunci_rancangan(instrumen_id, by)
        return ubah_baris(row, row, {"ambang": data_ambang(ambang)}, by, at)


def ubah_pembulatan(
    *, instrumen_id: int, pembulatan: Pembulatan, by: User, at: datetime | None = None
) -> InstrumenLKE:
    """Set how figures are rounded. Raises Denied, NotAllowed."""
    with audited():
        row = kunci_rancangan(instrumen_id, by)
        return ubah_baris(row, row, {"pembulatan": data_pembulatan(pembulatan)}, by, at)


def buang_instrumen(*, instrumen_id: int, by: User, at: datetime | None = None) -> str:
    """Throw away a draft with all its parts; return its name. Raises Denied, NotAllowed."""
    with audited():
        row = kunci_rancangan(instrumen_id, by)
        nama = str(row)
        if row.turunan.exists():
            raise NotAllowed("Rancangan lain disalin dari rancangan ini, jadi tidak dapat dihapus.")
        catat("zi.instrumen_buang", row, by, clock(_milik(row), at), {"nama": nama})
        row.pertanyaan_set.all().delete()
        row.komponen_set.all().delete()
        row.skala_set.all().delete()
        row.delete()
        return nama


def _milik(row: InstrumenLKE) -> Instansi:
    assert row.instansi is not None, "a draft belongs to an institution"
    return row.instansi


B = TypeVar("B", bound=models.Model)


def ubah_baris(
    instrumen: InstrumenLKE, row: B, baru: dict[str, Any], by: User, at: datetime | None
) -> B:
    """Set columns of a draft or of a part of it, and record what changed."""
    changed = {}
    for nama, nilai in baru.items():
        before = getattr(row, nama)
        if before != nilai:
            changed[nama] = [kata(before), kata(nilai)]
            setattr(row, nama, nilai)
    if changed:
        row.save(update_fields=list(changed))
        bagian = {} if row is instrumen else {"bagian": f"{row._meta.verbose_name} {row}"[:200]}
        catat("zi.instrumen_ubah", instrumen, by, clock(_milik(instrumen), at), bagian | changed)
    return row


def kata(nilai: Any) -> Any:
    """Return a value as an event keeps it."""
    return nilai if nilai is None or isinstance(nilai, int | str | list | dict) else str(nilai)


def catat(aksi: str, row: InstrumenLKE, by: User, now: datetime, isi: dict[str, Any]) -> None:
    """Record an event about an own instrument."""
    instansi = _milik(row)
    record(
        Event(
            instansi=instansi.kode,
            contoh=instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis="instrumen_lke",
            objek_id=str(row.pk),
            objek_nama=str(row)[:300],
            isi=isi,
            at=now,
        )
    )


def saat(row: InstrumenLKE, at: datetime | None) -> datetime:
    """Return the moment of a change; a chosen one only in CONTOH institutions. Raises Denied."""
    return clock(_milik(row), at)


def _teks(galat: dict[str, str], nama: str, isi: str, batas: int, wajib: str = "") -> str:
    """Return a text without blanks around it; note in `galat` what is wrong."""
    isi = isi.replace("\r\n", "\n").strip()
    if wajib and not isi:
        galat[nama] = wajib
    elif len(isi) > batas:
        galat[nama] = f"Paling panjang {batas} huruf, Anda menulis {len(isi)}."
    return isi
