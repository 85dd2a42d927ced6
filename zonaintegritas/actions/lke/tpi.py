"""The TPI of one assessment: who is appointed, in which role, between which days."""

from datetime import date, datetime
from typing import Any

from accounts.demo import akun_contoh_saja
from accounts.models import User
from accounts.permissions import Denied, Permission
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.jadwal import bulan_kemudian
from evidence.workflow import NotAllowed
from zonaintegritas.actions.lke.dasar import catat, kunci, teks
from zonaintegritas.lke.hak import hari_lke, penulis
from zonaintegritas.models import LKE, AnggotaTPI, PeranTPI, Tahap

MASA_BULAN = 12
_ALASAN_MAKS = 1000


def _kelola(lke_id: int, by: User, at: datetime | None) -> tuple[LKE, datetime]:
    lke, now = kunci(lke_id, by, at)
    if not by.akses.may(Permission.LKE_MANAGE, lke.unit):
        raise Denied("Susunan TPI hanya ditetapkan oleh admin instansi.")
    return lke, now


def tetapkan_tpi(
    *,
    lke_id: int,
    username: str,
    peran: str,
    mulai: date | None,
    selesai: date | None,
    surat_tugas: str,
    by: User,
    at: datetime | None = None,
) -> AnggotaTPI:
    """Appoint somebody, of any institution, to the TPI of one assessment between two days.

    The account is found by its exact name. Nobody who filled in or evaluated this assessment, nor
    who acted in its TPI in another role; at most twelve months; an appointment whose last day has
    passed makes room for a new one. Raises Denied, IsianKurang with the fields.
    """
    with audited():
        lke, now = _kelola(lke_id, by, at)
        hari = hari_lke(lke, now)
        galat: dict[str, str] = {}
        surat_tugas = teks(
            galat, "surat_tugas", surat_tugas, maks=160, kosong="Isi nomor surat tugas."
        )
        if peran not in PeranTPI.values:
            galat["peran"] = "Pilih peran dari daftar."
        if mulai is None:
            galat["mulai"] = "Isi tanggal mulai penugasan."
        if selesai is None:
            galat["selesai"] = "Isi tanggal akhir penugasan."
        elif mulai is not None and selesai < mulai:
            galat["selesai"] = "Tanggal akhir tidak boleh sebelum tanggal mulai."
        elif mulai is not None and selesai > bulan_kemudian(mulai, MASA_BULAN):
            galat["selesai"] = f"Penugasan paling lama {MASA_BULAN} bulan."
        elif selesai < hari:
            galat["selesai"] = "Tanggal akhir sudah lewat."
        user = User.objects.filter(username=username.strip(), is_active=True).first()
        if user is None:
            galat["username"] = "Tidak ada akun aktif dengan nama pengguna itu."
        elif user == by:
            galat["username"] = "Anda tidak dapat menugaskan diri sendiri. Mintalah admin lain."
        elif alasan := _tidak_dapat(lke, user, peran, hari):
            galat["username"] = alasan
        if galat or user is None or mulai is None or selesai is None:
            raise IsianKurang(galat)
        AnggotaTPI.objects.filter(
            lke=lke, user=user, dicabut__isnull=True, selesai__lt=hari
        ).update(dicabut=now)
        row = AnggotaTPI.objects.create(
            lke=lke,
            user=user,
            peran=peran,
            mulai=mulai,
            selesai=selesai,
            surat_tugas=surat_tugas,
            ditetapkan_oleh=by,
            dibuat=now,
        )
        catat(lke, "tpi_tetapkan", by, now, _isi(row))
        return row


def _tidak_dapat(lke: LKE, user: User, peran: str, hari: date) -> str | None:
    """Return why a person can't be appointed, None if they can."""
    if akun_contoh_saja(user) and not lke.instansi.contoh:
        return "Akun CONTOH hanya dapat ditugaskan pada LKE institusi CONTOH."
    writers = penulis(lke)
    if user.pk in writers[Tahap.MANDIRI]:
        return "Empat mata: orang ini ikut mengisi penilaian mandiri LKE ini."
    if user.pk in writers[Tahap.EVALUATOR]:
        return "Empat mata: orang ini ikut mengevaluasi LKE ini."
    rows = list(lke.tpi_set.filter(user=user))
    if any(row.dicabut is None and row.selesai >= hari for row in rows):
        return "Orang ini sudah ditugaskan pada TPI LKE ini."
    if user.pk in writers[Tahap.TPI] and any(row.peran != peran for row in rows):
        return "Empat mata: orang ini sudah menilai LKE ini pada peran TPI yang lain."
    return None


def cabut_tpi(
    *, anggota_id: int, by: User, alasan: str = "", at: datetime | None = None
) -> AnggotaTPI:
    """End an appointment at once; what the person wrote stays. Raises Denied, NotAllowed."""
    with audited():
        found = AnggotaTPI.objects.filter(pk=anggota_id).values_list("lke", flat=True).first()
        lke, now = _kelola(found or 0, by, at)
        row = lke.tpi_set.select_related("user").get(pk=anggota_id)
        if row.dicabut is not None:
            raise NotAllowed("Penugasan ini sudah dicabut.")
        galat: dict[str, str] = {}
        alasan = teks(galat, "alasan", alasan, maks=_ALASAN_MAKS)
        if galat:
            raise IsianKurang(galat)
        row.dicabut = now
        row.save(update_fields=["dicabut"])
        catat(lke, "tpi_cabut", by, now, {**_isi(row), "alasan": alasan})
        return row


def _isi(row: AnggotaTPI) -> dict[str, Any]:
    return {
        "orang": row.user.nama,
        "akun": row.user.username,
        "peran": row.peran,
        "mulai": row.mulai.isoformat(),
        "selesai": row.selesai.isoformat(),
        "surat_tugas": row.surat_tugas,
    }
