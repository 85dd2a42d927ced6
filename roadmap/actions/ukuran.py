"""Bands and scales of an institution: each edit is the next version, and no version is changed.

The versions of an institution are numbered on from the portal's, so that a past day is read by the
version of that day. Rules keep the version of a scale that they name until they are changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.utils.text import slugify

from accounts.models import Instansi, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.transition import clock
from roadmap.tabel_ukuran import (
    Baris,
    Keluhan,
    baris_rentang,
    keluhan_pita,
    keluhan_skala,
    rentang,
    tingkat,
)
from ukuran.models import PitaCapaian, SkalaPredikat

KODE_PITA = "capaian"
PANJANG_ALASAN, PANJANG_NAMA = 2000, 120


class TabelKeliru(Exception):
    """A table that cannot be used: complaints by row, and of the table as a whole (row None)."""

    def __init__(self, keluhan: Keluhan) -> None:
        self.keluhan = keluhan
        super().__init__(" ".join(kata for rows in keluhan.values() for kata in rows))


@dataclass(frozen=True)
class IsiPita:
    """Bands as they are typed, lowest first."""

    nama: str
    baris: Sequence[Baris]
    alasan: str


@dataclass(frozen=True)
class IsiSkala:
    """A scale as it is typed, lowest first; `sumber` says where it comes from."""

    nama: str
    baris: Sequence[Baris]
    sumber: str


def pita_terpakai(instansi_id: int) -> PitaCapaian | None:
    """Return the bands in force for an institution: its own, else the portal's."""
    rows = PitaCapaian.objects.filter(Q(instansi=instansi_id) | Q(instansi=None), kode=KODE_PITA)
    found = sorted(rows, key=lambda p: (p.instansi_id is not None, p.versi))
    return found[-1] if found else None


def ubah_pita(
    *, instansi_id: int, isi: IsiPita, versi: int, by: User, at: datetime | None = None
) -> PitaCapaian:
    """Record the next version of an institution's bands; `versi` is the one that was read.

    Raises Denied, Bentrok, TabelKeliru (each complaint at its row), and IsianKurang: no name, no
    reason, or bands that are those in force.
    """
    with audited():
        instansi = _kunci(instansi_id, by)
        kini = pita_terpakai(instansi_id)
        _sama_versi(kini, versi, "Pita")
        galat = _periksa(isi.nama, {"alasan": isi.alasan}, "Tulis alasan perubahan.")
        _lempar(keluhan_pita(isi.baris), galat)
        rows = rentang(isi.baris)
        if kini is not None and kini.rentang == rows and kini.nama == isi.nama.strip():
            raise IsianKurang({"": "Belum ada yang berubah: pita sama dengan yang berlaku."})
        new = PitaCapaian(nama=isi.nama.strip(), rentang=rows, alasan=isi.alasan.strip())
        return _pita_baru(instansi, new, kini, by, clock(instansi, at), "ukuran.pita_ubah")


def pakai_pita_portal(
    *, instansi_id: int, versi: int, alasan: str, by: User, at: datetime | None = None
) -> PitaCapaian:
    """Return to the portal's bands: the next version of the institution says the same as those.

    Raises Denied, Bentrok, IsianKurang: no reason, or the bands are the portal's already.
    """
    with audited():
        instansi = _kunci(instansi_id, by)
        kini = pita_terpakai(instansi_id)
        _sama_versi(kini, versi, "Pita")
        portal = PitaCapaian.objects.filter(instansi=None, kode=KODE_PITA).order_by("versi").last()
        if not alasan.strip():
            raise IsianKurang({"alasan": "Tulis alasan perubahan."})
        if portal is None or kini is None or kini.rentang == portal.rentang:
            raise IsianKurang({"": "Pita yang berlaku sudah sama dengan pita portal."})
        new = PitaCapaian(
            nama=portal.nama,
            rentang=baris_rentang(portal.rentang),
            sumber=f"Pita portal versi {portal.versi}. {portal.sumber}".strip(),
            status_sumber=portal.status_sumber,
            alasan=alasan.strip(),
        )
        return _pita_baru(instansi, new, kini, by, clock(instansi, at), "ukuran.pita_portal")


def ubah_skala(
    *, skala_id: int, instansi_id: int, isi: IsiSkala, versi: int, by: User,
    at: datetime | None = None,
) -> SkalaPredikat:  # fmt: skip
    """Record the next version of a scale for an institution; `versi` is the newest that was read.

    Raises Denied (also for a scale of another institution), Bentrok, TabelKeliru, IsianKurang.
    """
    with audited():
        instansi = _kunci(instansi_id, by)
        asal = SkalaPredikat.objects.filter(
            Q(instansi=None) | Q(instansi=instansi), pk=skala_id
        ).first()
        if asal is None:
            raise Denied("Skala ini bukan milik instansi Anda.")
        terbaru = skala_terbaru(instansi_id, asal.kode)
        _sama_versi(terbaru, versi, "Skala")
        row = _skala(instansi, asal.kode, isi)
        before = (terbaru.nama, terbaru.tingkat, terbaru.sumber) if terbaru else None
        if before == (row.nama, row.tingkat, row.sumber):
            raise IsianKurang({"": "Belum ada yang berubah: skala sama dengan versi terakhir."})
        return _skala_baru(instansi, row, terbaru, by, clock(instansi, at), "ukuran.skala_ubah")


def buat_skala(
    *, instansi_id: int, isi: IsiSkala, by: User, at: datetime | None = None
) -> SkalaPredikat:
    """Make a scale of an institution; its code follows from its name.

    Raises Denied, TabelKeliru, IsianKurang (also: a scale of this name is there already).
    """
    with audited():
        instansi = _kunci(instansi_id, by)
        kode = slugify(isi.nama)[:40].strip("-")
        if isi.nama.strip() and not kode:
            raise IsianKurang({"nama": "Nama skala perlu sedikitnya satu huruf atau angka."})
        if kode and skala_terbaru(instansi_id, kode) is not None:
            raise IsianKurang({"nama": "Skala dengan nama ini sudah ada. Buat versi barunya."})
        row = _skala(instansi, kode, isi)
        return _skala_baru(instansi, row, None, by, clock(instansi, at), "ukuran.skala_buat")


def skala_terbaru(instansi_id: int, kode: str) -> SkalaPredikat | None:
    """Return the newest version of a scale that an institution sees: its own, else the portal's."""
    rows = SkalaPredikat.objects.filter(Q(instansi=None) | Q(instansi=instansi_id), kode=kode)
    found = sorted(rows, key=lambda s: (s.instansi_id is not None, s.versi))
    return found[-1] if found else None


def _kunci(instansi_id: int, by: User) -> Instansi:
    instansi = (
        Instansi.objects.select_for_update()
        .filter(pk=instansi_id, pk__in=by.akses.instansi_ids(Permission.PLAN_EDIT))
        .first()
    )
    if instansi is None:
        raise Denied("Anda tidak berwenang mengubah pita dan skala instansi ini.")
    return instansi


def _sama_versi(kini: PitaCapaian | SkalaPredikat | None, versi: int, kata: str) -> None:
    if (kini.versi if kini else 0) != versi:
        oleh = f" oleh {kini.oleh.nama}" if kini and kini.oleh else ""
        raise Bentrok(
            f"Perubahan Anda belum tersimpan: {kata.lower()} ini baru saja diubah{oleh}. "
            "Periksa versi yang berlaku sekarang, lalu simpan lagi bila masih perlu."
        )


def _periksa(nama: str, teks: dict[str, str], kurang: str) -> dict[str, str]:
    galat = {}
    if not nama.strip():
        galat["nama"] = "Wajib diisi."
    elif len(nama.strip()) > PANJANG_NAMA:
        galat["nama"] = f"Nama paling panjang {PANJANG_NAMA} huruf."
    for kolom, isi in teks.items():
        if not isi.strip():
            galat[kolom] = kurang
        elif len(isi) > PANJANG_ALASAN:
            galat[kolom] = f"Paling panjang {PANJANG_ALASAN} huruf."
    return galat


def _lempar(keluhan: Keluhan, galat: dict[str, str]) -> None:
    """Raise what is wrong: with the fields first, so that both are seen one after the other."""
    if galat:
        raise IsianKurang(galat)
    if keluhan:
        raise TabelKeliru(keluhan)


def _skala(instansi: Instansi, kode: str, isi: IsiSkala) -> SkalaPredikat:
    galat = _periksa(isi.nama, {"sumber": isi.sumber}, "Sebutkan dari mana skala ini berasal.")
    _lempar(keluhan_skala(isi.nama, isi.baris), galat)
    return SkalaPredikat(
        instansi=instansi,
        kode=kode,
        nama=isi.nama.strip(),
        sumber=isi.sumber.strip(),
        tingkat=tingkat(isi.baris),
    )


def _pita_baru(
    instansi: Instansi,
    row: PitaCapaian,
    kini: PitaCapaian | None,
    by: User,
    now: datetime,
    aksi: str,
) -> PitaCapaian:
    PitaCapaian.objects.filter(instansi=instansi, kode=KODE_PITA, kini=True).update(kini=False)
    seen = PitaCapaian.objects.filter(Q(instansi=None) | Q(instansi=instansi), kode=KODE_PITA)
    row.instansi, row.kode, row.oleh, row.dibuat = instansi, KODE_PITA, by, now
    row.versi = (seen.aggregate(n=Max("versi"))["n"] or 1) + 1
    row.save()
    isi = {
        "versi": row.versi,
        "lama": kini.rentang if kini else [],
        "baru": row.rentang,
        "alasan": row.alasan,
    }
    _catat(instansi, aksi, row, by, now, isi)
    return row


def _skala_baru(
    instansi: Instansi,
    row: SkalaPredikat,
    terbaru: SkalaPredikat | None,
    by: User,
    now: datetime,
    aksi: str,
) -> SkalaPredikat:
    SkalaPredikat.objects.filter(instansi=instansi, kode=row.kode, kini=True).update(kini=False)
    row.oleh, row.dibuat = by, now
    seen = SkalaPredikat.objects.filter(Q(instansi=None) | Q(instansi=instansi), kode=row.kode)
    row.versi = (seen.aggregate(n=Max("versi"))["n"] or 0) + 1
    row.save()
    isi = {
        "versi": row.versi,
        "lama": terbaru.tingkat if terbaru else [],
        "baru": row.tingkat,
        "sumber": row.sumber,
    }
    _catat(instansi, aksi, row, by, now, isi)
    return row


def _catat(
    instansi: Instansi,
    aksi: str,
    row: PitaCapaian | SkalaPredikat,
    by: User,
    now: datetime,
    isi: dict[str, Any],
) -> None:
    record(
        Event(
            instansi=instansi.kode,
            contoh=instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis="ukuran",
            objek_id=str(row.pk),
            objek_nama=str(row),
            isi=isi,
            at=now,
        )
    )
