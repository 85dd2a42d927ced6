"""Meetings: plan, move, hold, cancel; and correct one that was held, with its reason."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import Unit, User
from accounts.permissions import Denied
from audit.recorder import audited
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.transition import clock
from evidence.models import Rencana
from evidence.workflow import NotAllowed
from roadmap.actions.rapat_hak import (
    boleh_catat,
    catat,
    dalam_masa,
    hari,
    rencana_berjalan,
    teks,
)
from roadmap.jadwal_rapat import Maksud, Tingkat
from roadmap.models import Kehadiran, PerubahanRapat, Rapat

ORANG_MAKS = 200
BUKAN_PENCATAT = "Anda tidak berwenang mencatat rapat ini."


@dataclass(frozen=True)
class Orang:
    """One line of the attendance list."""

    nama: str
    jabatan: str = ""
    unit_id: int | None = None
    unit_teks: str = ""
    hadir: bool = True


@dataclass(frozen=True)
class IsiRapat:
    """What was written down of a meeting that was held."""

    dilaksanakan: date
    tempat: str
    pimpinan: str
    ringkasan: str
    kehadiran: Sequence[Orang] = ()


def jadwalkan(
    *,
    rencana_id: int,
    tingkat: str,
    maksud: str,
    dijadwalkan: date,
    by: User,
    unit_id: int | None = None,
    tempat: str = "",
    pimpinan: str = "",
    acara: str = "",
    at: datetime | None = None,
) -> Rapat:
    """Plan a meeting. Raises Denied, NotAllowed (plan not running), IsianKurang."""
    with audited():
        rencana = (
            Rencana.objects.visible_to(by).select_related("instansi").filter(pk=rencana_id).first()
        )
        if rencana is None:
            raise Denied(BUKAN_PENCATAT)
        galat: dict[str, str] = {}
        if tingkat not in list(Tingkat):
            galat["tingkat"] = "Pilih tingkat rapat dari daftar."
        if maksud not in list(Maksud):
            galat["maksud"] = "Pilih maksud rapat dari daftar."
        if galat:
            raise IsianKurang(galat)
        unit = _unit(rencana, tingkat, unit_id)
        if not boleh_catat(by, rencana.instansi_id, tingkat, unit):
            raise Denied(BUKAN_PENCATAT)
        rencana_berjalan(rencana)
        now = clock(rencana.instansi, at)
        isi = _rencana_rapat(rencana, dijadwalkan, tempat, pimpinan, acara)
        rapat = Rapat.objects.create(
            instansi=rencana.instansi,
            rencana=rencana,
            tingkat=tingkat,
            maksud=maksud,
            unit=unit,
            dibuat=now,
            oleh=by,
            **isi,
        )
        catat("rapat.jadwalkan", rencana.instansi, by, now, rapat, str(rapat), _json(isi))
        return rapat


def _unit(rencana: Rencana, tingkat: str, unit_id: int | None) -> Unit | None:
    if tingkat == Tingkat.PLENO:
        return None
    unit = Unit.objects.filter(instansi=rencana.instansi_id, pk=unit_id or 0).first()
    if unit is None:
        raise IsianKurang({"unit": "Pilih unit atau pokja yang rapat."})
    if (unit.jenis == Unit.Jenis.POKJA) != (tingkat == Tingkat.POKJA):
        pesan = "Pilih sebuah pokja." if tingkat == Tingkat.POKJA else "Pilih unit, bukan pokja."
        raise IsianKurang({"unit": pesan})
    return unit


def _rencana_rapat(
    rencana: Rencana, dijadwalkan: date, tempat: str, pimpinan: str, acara: str
) -> dict[str, Any]:
    galat: dict[str, str] = {}
    isi = {
        "dijadwalkan": dijadwalkan,
        "tempat": _pendek(galat, "tempat", tempat),
        "pimpinan": _pendek(galat, "pimpinan", pimpinan),
        "acara": teks(galat, "acara", acara),
    }
    dalam_masa(galat, "dijadwalkan", rencana, dijadwalkan)
    if galat:
        raise IsianKurang(galat)
    return isi


def _pendek(galat: dict[str, str], nama: str, isi: str, kosong: str = "") -> str:
    isi = isi.strip()
    if not isi and kosong:
        galat[nama] = kosong
    elif len(isi) > 200:
        galat[nama] = f"Paling panjang 200 huruf, Anda menulis {len(isi)}."
    return isi


def kunci_rapat(rapat_id: int, by: User, versi: int | None = None) -> Rapat:
    """Lock a meeting for a change by a person who may record it.

    Raises Denied, NotAllowed (plan not running) or Bentrok (`versi` is not the stored one).
    """
    rapat = (
        Rapat.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("instansi", "rencana", "unit")
        .filter(pk=rapat_id)
        .first()
    )
    if rapat is None or not boleh_catat(by, rapat.instansi_id, rapat.tingkat, rapat.unit):
        raise Denied(BUKAN_PENCATAT)
    rencana_berjalan(rapat.rencana)
    if versi is not None and versi != rapat.versi:
        raise Bentrok("Perubahan Anda belum tersimpan: rapat ini baru saja diubah orang lain.")
    return rapat


def _selesaikan(rapat: Rapat, now: datetime) -> None:
    rapat.versi += 1
    rapat.diubah = now
    rapat.save()


def _terjadwal(rapat: Rapat) -> None:
    if rapat.keadaan == Rapat.Keadaan.DIBATALKAN:
        raise NotAllowed("Rapat ini sudah dibatalkan. Jadwalkan rapat baru.")
    if rapat.terlaksana:
        raise NotAllowed("Rapat ini sudah dilaksanakan. Perbaiki catatannya dengan alasan.")


def ubah_jadwal(
    *,
    rapat_id: int,
    versi: int,
    dijadwalkan: date,
    by: User,
    tempat: str = "",
    pimpinan: str = "",
    acara: str = "",
    at: datetime | None = None,
) -> Rapat:
    """Move a planned meeting. Raises Denied, NotAllowed, Bentrok, IsianKurang."""
    with audited():
        rapat = kunci_rapat(rapat_id, by, versi)
        _terjadwal(rapat)
        now = clock(rapat.instansi, at)
        isi = _rencana_rapat(rapat.rencana, dijadwalkan, tempat, pimpinan, acara)
        sebelum = {nama: getattr(rapat, nama) for nama in isi}
        for nama, nilai in isi.items():
            setattr(rapat, nama, nilai)
        _selesaikan(rapat, now)
        rinci = {"sebelum": _json(sebelum), "sesudah": _json(isi)}
        catat("rapat.ubah_jadwal", rapat.instansi, by, now, rapat, str(rapat), rinci)
        return rapat


def batalkan(
    *, rapat_id: int, versi: int, alasan: str, by: User, at: datetime | None = None
) -> Rapat:
    """Cancel a planned meeting. Raises Denied, NotAllowed, Bentrok, IsianKurang."""
    with audited():
        rapat = kunci_rapat(rapat_id, by, versi)
        _terjadwal(rapat)
        galat: dict[str, str] = {}
        alasan = teks(galat, "alasan", alasan, "Tulis alasan rapat dibatalkan.")
        if galat:
            raise IsianKurang(galat)
        now = clock(rapat.instansi, at)
        rapat.keadaan, rapat.alasan_batal = Rapat.Keadaan.DIBATALKAN, alasan
        _selesaikan(rapat, now)
        catat("rapat.batal", rapat.instansi, by, now, rapat, str(rapat), {"alasan": alasan})
        return rapat


def laksanakan(
    *, rapat_id: int, versi: int, isi: IsiRapat, by: User, at: datetime | None = None
) -> Rapat:
    """Write down that a planned meeting was held, by whom and with what result.

    Raises Denied, NotAllowed, Bentrok, IsianKurang.
    """
    with audited():
        rapat = kunci_rapat(rapat_id, by, versi)
        _terjadwal(rapat)
        now = clock(rapat.instansi, at)
        isi = _periksa(rapat, isi, now)
        _tulis(rapat, isi, now)
        catat("rapat.laksanakan", rapat.instansi, by, now, rapat, str(rapat), _hitung(_sebut(isi)))
        return rapat


def perbaiki(
    *,
    rapat_id: int,
    versi: int,
    isi: IsiRapat,
    alasan: str,
    by: User,
    at: datetime | None = None,
) -> Rapat:
    """Correct what was written down of a held meeting; what stood there is kept.

    Raises Denied, NotAllowed (not held), Bentrok, IsianKurang.
    """
    with audited():
        rapat = kunci_rapat(rapat_id, by, versi)
        if not rapat.terlaksana:
            raise NotAllowed("Rapat ini belum dilaksanakan, jadi belum ada yang diperbaiki.")
        galat: dict[str, str] = {}
        alasan = teks(galat, "alasan", alasan, "Tulis apa yang diperbaiki dan mengapa.")
        if galat:
            raise IsianKurang(galat)
        now = clock(rapat.instansi, at)
        isi = _periksa(rapat, isi, now)
        sebelum, sesudah = _sebut(isi_kini(rapat)), _sebut(isi)
        if sebelum == sesudah:
            raise IsianKurang({"": "Tidak ada yang berubah."})
        PerubahanRapat.objects.create(
            instansi=rapat.instansi,
            rapat=rapat,
            alasan=alasan,
            sebelum=sebelum,
            sesudah=sesudah,
            oleh=by,
            at=now,
        )
        _tulis(rapat, isi, now)
        rinci = {"alasan": alasan, "sebelum": _hitung(sebelum), "sesudah": _hitung(sesudah)}
        catat("rapat.perbaiki", rapat.instansi, by, now, rapat, str(rapat), rinci)
        return rapat


def isi_kini(rapat: Rapat) -> IsiRapat:
    """Return what is written down of a meeting now."""
    return IsiRapat(
        dilaksanakan=rapat.tanggal,
        tempat=rapat.tempat,
        pimpinan=rapat.pimpinan,
        ringkasan=rapat.ringkasan,
        kehadiran=[
            Orang(k.nama, k.jabatan, k.unit_id, k.unit_teks, k.hadir)
            for k in rapat.kehadiran_set.filter(diganti__isnull=True).order_by("urut", "id")
        ],
    )


def tidak_berubah(rapat: Rapat, isi: IsiRapat, by: User) -> bool:
    """Whether a held meeting says all of this already, to a person who may record it."""
    return (
        rapat.terlaksana
        and boleh_catat(by, rapat.instansi_id, rapat.tingkat, rapat.unit)
        and _sebut(_rapikan(isi)) == _sebut(isi_kini(rapat))
    )


def _rapikan(isi: IsiRapat) -> IsiRapat:
    """The same without blanks around its texts."""
    return IsiRapat(
        isi.dilaksanakan,
        isi.tempat.strip(),
        isi.pimpinan.strip(),
        isi.ringkasan.strip(),
        [
            Orang(o.nama.strip(), o.jabatan.strip(), o.unit_id, o.unit_teks.strip(), o.hadir)
            for o in isi.kehadiran
        ],
    )


def _periksa(rapat: Rapat, isi: IsiRapat, now: datetime) -> IsiRapat:
    galat: dict[str, str] = {}
    if isi.dilaksanakan > hari(rapat.instansi, now):
        galat["dilaksanakan"] = "Tanggal ini belum terjadi. Periksa lagi."
    else:
        dalam_masa(galat, "dilaksanakan", rapat.rencana, isi.dilaksanakan)
    tempat = _pendek(galat, "tempat", isi.tempat, "Tulis tempat rapat.")
    pimpinan = _pendek(galat, "pimpinan", isi.pimpinan, "Tulis siapa yang memimpin rapat.")
    ringkasan = teks(galat, "ringkasan", isi.ringkasan, "Tulis hasil rapat secara ringkas.")
    orang = _rapikan(isi).kehadiran
    if any(not o.nama for o in orang):
        galat["kehadiran"] = "Setiap orang pada daftar hadir perlu nama."
    elif len(orang) > ORANG_MAKS:
        galat["kehadiran"] = f"Paling banyak {ORANG_MAKS} orang pada satu daftar hadir."
    elif any(max(len(o.nama), len(o.jabatan), len(o.unit_teks)) > 200 for o in orang):
        galat["kehadiran"] = "Nama, jabatan, dan unit paling panjang 200 huruf."
    units = {o.unit_id for o in orang if o.unit_id is not None}
    known = Unit.objects.filter(instansi=rapat.instansi_id, pk__in=units).count()
    if known != len(units):
        galat["kehadiran"] = "Pilih unit dari daftar."
    if galat:
        raise IsianKurang(galat)
    return IsiRapat(isi.dilaksanakan, tempat, pimpinan, ringkasan, orang)


def _tulis(rapat: Rapat, isi: IsiRapat, now: datetime) -> None:
    rapat.keadaan = Rapat.Keadaan.DILAKSANAKAN
    rapat.dilaksanakan, rapat.tempat = isi.dilaksanakan, isi.tempat
    rapat.pimpinan, rapat.ringkasan = isi.pimpinan, isi.ringkasan
    rapat.kehadiran_set.filter(diganti__isnull=True).update(diganti=now)
    Kehadiran.objects.bulk_create(
        Kehadiran(rapat=rapat, urut=n, **asdict(o)) for n, o in enumerate(isi.kehadiran, start=1)
    )
    _selesaikan(rapat, now)


def _sebut(isi: IsiRapat) -> dict[str, Any]:
    return {
        "dilaksanakan": isi.dilaksanakan.isoformat(),
        "tempat": isi.tempat,
        "pimpinan": isi.pimpinan,
        "ringkasan": isi.ringkasan,
        "kehadiran": [asdict(o) for o in isi.kehadiran],
    }


def _hitung(sebutan: dict[str, Any]) -> dict[str, Any]:
    """Return what an event says of a meeting: how many were there, never who."""
    orang = sebutan["kehadiran"]
    hadir = sum(satu["hadir"] for satu in orang)
    return sebutan | {"kehadiran": {"orang": len(orang), "hadir": hadir}}


def _json(isi: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in isi.items()}
