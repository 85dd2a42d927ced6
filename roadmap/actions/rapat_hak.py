"""Who may write about meetings, and the small things that all their actions share."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from accounts.models import Instansi, Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, record
from evidence.actions.berkas import (
    HasilUnggah,
    Keterangan,
    Terperiksa,
    periksa_semua,
    simpan_berkas,
)
from evidence.actions.errors import IsianKurang
from evidence.actions.transition import Langkah
from evidence.models import BuktiVersi, Rencana
from evidence.workflow import Aksi, NotAllowed
from roadmap.jadwal_rapat import Tingkat

TEKS_MAKS = 4000
JEDA_GANDA = timedelta(minutes=1)
"""The same text again within this time is a form that was sent twice."""
Berkas = Sequence[tuple[str, BinaryIO]]


def boleh_catat(user: User, instansi_id: int, tingkat: str, unit: Unit | None) -> bool:
    """Whether a person writes down what a meeting of this level says.

    A unit's meetings: whoever may record for the unit. Pokja and pleno: who may record for the
    whole institution (verifikator, ketua, admin).
    """
    if tingkat == Tingkat.UNIT:
        return unit is not None and user.akses.may(Permission.MEETING_RECORD, unit)
    return instansi_id in user.akses.instansi_ids(Permission.MEETING_RECORD)


def rencana_berjalan(rencana: Rencana) -> None:
    """Raise NotAllowed where nothing is recorded any more, or not yet."""
    if rencana.jenis != Rencana.Jenis.ROADMAP:
        raise NotAllowed("Rapat ini hanya untuk Road Map.")
    if not rencana.berjalan:
        raise NotAllowed("Road Map ini tidak sedang berjalan, jadi tidak ada catatan rapat baru.")


def hari(instansi: Instansi, at: datetime) -> date:
    """Return the day of a moment in the zone of the institution."""
    return at.astimezone(ZoneInfo(instansi.zona_waktu)).date()


def dalam_masa(galat: dict[str, str], nama: str, rencana: Rencana, tanggal: date) -> None:
    """Note in `galat` a day outside the plan and the year after it, in which it is evaluated."""
    if not rencana.mulai <= tanggal <= rencana.selesai + timedelta(days=365):
        galat[nama] = "Tanggal ini di luar masa Road Map. Periksa tahunnya."


def teks(galat: dict[str, str], nama: str, isi: str, kosong: str = "") -> str:
    """Return a text without blanks around it; note in `galat` what is wrong with it.

    `kosong` is the message for an empty text; without it an empty text is fine.
    """
    isi = isi.strip()
    if not isi and kosong:
        galat[nama] = kosong
    elif len(isi) > TEKS_MAKS:
        galat[nama] = f"Terlalu panjang: paling banyak {TEKS_MAKS} huruf, Anda menulis {len(isi)}."
    return isi


def unit_pencatat(user: User, instansi_id: int, unit: Unit | None) -> Unit:
    """Return the unit that owns what is uploaded to a meeting: its own, else the recorder's.

    Raises Denied when the person records nothing in this institution.
    """
    if unit is not None:
        return unit
    for grant in user.akses.with_permission(Permission.MEETING_RECORD):
        if grant.instansi_id == instansi_id and grant.unit_id is not None:
            return Unit.objects.get(pk=grant.unit_id)
    raise Denied("Anda tidak berwenang mencatat rapat di instansi ini.")


def periksa_berkas(files: Berkas) -> list[Terperiksa]:
    """Check files by content, before any transaction; raises IsianKurang when one is refused."""
    hasil = HasilUnggah()
    passed = periksa_semua(files, hasil)
    if hasil.ditolak:
        pesan = " ".join(f"{nama}: {alasan}" for nama, alasan in hasil.ditolak)
        raise IsianKurang({"berkas": pesan})
    return passed


def simpan(
    passed: Sequence[Terperiksa], unit: Unit, by: User, at: datetime, stored: list[str]
) -> list[BuktiVersi]:
    """Store checked files as evidence of a unit; files that it already has are used again."""
    step = Langkah(Aksi.LAMPIRKAN, by, at)
    return [simpan_berkas(item, unit, Keterangan(), step, stored) for item in passed]


def catat(
    aksi: str,
    instansi: Instansi,
    by: User,
    at: datetime,
    objek: Any,
    nama: str,
    isi: dict[str, Any],
) -> None:
    """Record an event about a meeting, a problem or a step."""
    record(
        Event(
            instansi=instansi.kode,
            contoh=instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis=objek._meta.model_name,
            objek_id=str(objek.pk),
            objek_nama=nama[:300],
            isi=isi,
            at=at,
        )
    )


def sebut_berkas(versi: Sequence[BuktiVersi]) -> list[dict[str, Any]]:
    """Return files as events name them."""
    return [{"id": v.pk, "nama": v.nama_asli, "sha256": v.sha256} for v in versi]
