"""Drafts of a pasted decree: begun, saved with what was typed, thrown away."""

from datetime import datetime

from accounts.models import Instansi, Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.penjadwalan import hari_di
from evidence.actions.transition import clock
from evidence.models import Rencana
from evidence.salin import Penerus
from evidence.workflow import NotAllowed
from satgas.models import NaskahTempel
from satgas.tempel_sk.baca import TidakTerbaca, baca
from satgas.tempel_sk.bentuk import Naskah
from satgas.tempel_sk.tahun_lalu import jabatan_lama, nama_unit
from satgas.tempel_sk.usul_unit import usulkan

TAHUN_AWAL, TAHUN_AKHIR = 2000, 2100


def rencana_tahun(instansi_id: int, tahun: int) -> Rencana | None:
    """Return the Satgas plan that an institution already has for a year."""
    rows = Rencana.objects.filter(instansi=instansi_id, jenis=Rencana.Jenis.SATGAS, tahun=tahun)
    return rows.first()


def unit_berdiri(instansi_id: int, penerus: Penerus) -> list[Unit]:
    """Return the units that have not ended by the day of `penerus`, in the order of the tree."""
    rows = Unit.objects.filter(instansi=instansi_id).order_by("jalur")
    return [unit for unit in rows if not penerus.berakhir(unit)]


def buat_naskah(
    *,
    instansi_id: int,
    tahun: int,
    banding_id: int | None,
    teks: str,
    by: User,
    at: datetime | None = None,
) -> NaskahTempel:
    """Read what was pasted and keep it as a draft, with a unit proposed for every member.

    Raises Denied, and IsianKurang with the fields `tahun`, `banding` and `teks`.
    """
    with audited():
        instansi = Instansi.objects.filter(
            pk=instansi_id, pk__in=by.akses.instansi_ids(Permission.PLAN_EDIT)
        ).first()
        if instansi is None:
            raise Denied("Anda tidak berwenang menyusun rencana institusi ini.")
        banding = None
        if banding_id is not None:
            rows = Rencana.objects.filter(instansi=instansi, jenis=Rencana.Jenis.SATGAS)
            banding = rows.filter(pk=banding_id).first()
            if banding is None:
                raise IsianKurang({"banding": "Pilih rencana Satgas institusi ini."})
        _periksa_tahun(instansi.pk, tahun)
        try:
            isi = baca(teks)
        except TidakTerbaca as error:
            raise IsianKurang({"teks": str(error)}) from error
        now = clock(instansi, at)
        units = {unit.pk: unit for unit in Unit.objects.filter(instansi=instansi)}
        penerus = Penerus(units, hari_di(instansi, now))
        standing = unit_berdiri(instansi.pk, penerus)
        usulkan(isi, jabatan_lama(banding, penerus), nama_unit(standing))
        naskah = NaskahTempel.objects.create(
            instansi=instansi,
            tahun=tahun,
            banding=banding,
            isi=isi.ke_json(),
            oleh=by,
            dibuat=now,
            diubah=now,
        )
        catat(naskah, "naskah_tempel.buat", by, now, hitung(isi) | {"catatan": isi.catatan})
        return naskah


def _periksa_tahun(instansi_id: int, tahun: int) -> None:
    if not TAHUN_AWAL <= tahun <= TAHUN_AKHIR:
        raise IsianKurang({"tahun": f"Pilih tahun antara {TAHUN_AWAL} dan {TAHUN_AKHIR}."})
    there = rencana_tahun(instansi_id, tahun)
    if there is not None:
        raise IsianKurang({"tahun": f"Tahun {tahun} sudah mempunyai {there.nama}."})


def hitung(isi: Naskah) -> dict[str, object]:
    """Return the figures of a tree for the audit trail."""
    tasks = list(isi.tugas())
    return {
        "anggota": len(isi.anggota),
        "tugas": len(tasks),
        "sub_butir": sum(len(task.sub) for task in tasks),
        "ragu": isi.ragu,
    }


def kunci_naskah(naskah_id: int, versi: int | None, by: User) -> NaskahTempel:
    """Lock a draft for a change.

    Raises Denied (no right there), NotAllowed (a plan was made of it) or Bentrok (`versi` is not
    the stored one).
    """
    naskah = (
        NaskahTempel.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("instansi", "banding", "oleh")
        .filter(pk=naskah_id)
        .first()
    )
    if naskah is None:
        raise Denied("Anda tidak berwenang mengubah naskah ini.")
    if naskah.rencana_id is not None:
        raise NotAllowed("Naskah ini sudah menjadi rencana, jadi isinya tetap.")
    if versi is not None and versi != naskah.versi:
        raise Bentrok(
            "Naskah ini baru saja diubah di tempat lain. Isian Anda masih ada di bawah: periksa, "
            "lalu simpan lagi."
        )
    return naskah


def simpan_naskah(
    *, naskah_id: int, versi: int, isi: Naskah, by: User, at: datetime | None = None
) -> NaskahTempel:
    """Store the tree as it is now. Raises Denied, NotAllowed, Bentrok."""
    with audited():
        naskah = kunci_naskah(naskah_id, versi, by)
        fresh = isi.ke_json()
        if fresh == Naskah.dari_json(naskah.isi).ke_json():
            return naskah
        now = clock(naskah.instansi, at)
        naskah.isi, naskah.versi, naskah.diubah = fresh, naskah.versi + 1, now
        naskah.save(update_fields=["isi", "versi", "diubah"])
        catat(naskah, "naskah_tempel.ubah", by, now, hitung(isi) | {"versi": naskah.versi})
        return naskah


def buang_naskah(*, naskah_id: int, by: User, at: datetime | None = None) -> None:
    """Throw away a draft of which no plan was made. Raises Denied, NotAllowed."""
    with audited():
        naskah = kunci_naskah(naskah_id, None, by)
        now = clock(naskah.instansi, at)
        catat(naskah, "naskah_tempel.buang", by, now, hitung(Naskah.dari_json(naskah.isi)))
        naskah.delete()


def catat(naskah: NaskahTempel, aksi: str, by: User, at: datetime, isi: dict[str, object]) -> None:
    """Record an event about a draft."""
    record(
        Event(
            instansi=naskah.instansi.kode,
            contoh=naskah.instansi.contoh,
            aksi=aksi,
            oleh=by,
            objek_jenis="naskah_tempel",
            objek_id=str(naskah.pk),
            objek_nama=str(naskah),
            isi=isi,
            at=at,
        )
    )
