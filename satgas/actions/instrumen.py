"""Drawing up an instrument: making, copying, deleting; and the lock that every change takes."""

from datetime import datetime

from accounts.models import Instansi, Unit, User
from accounts.permissions import Denied, Permission
from audit.recorder import Event, audited, record
from evidence.actions.errors import IsianKurang
from evidence.actions.penjadwalan import hari_di
from evidence.actions.transition import clock
from evidence.salin import Penerus
from evidence.workflow import NotAllowed
from satgas.instrumen.baku import KERANGKA, Kerangka
from satgas.instrumen.susunan import Susunan, susun_lengkap, tugas_tersedia
from satgas.models import (
    Area,
    DokumenSub,
    IndikatorMCP,
    Instrumen,
    KriteriaSub,
    SubIndikator,
)

TAHUN_AWAL, TAHUN_AKHIR = 2018, 2100


def kunci(instrumen_id: int, by: User, *, disusun: bool = True) -> Instrumen:
    """Lock an instrument for a change.

    Raises Denied unless the person may edit plans there, and NotAllowed when it is frozen
    (unless `disusun` is False).
    """
    instrumen = (
        Instrumen.objects.select_for_update(of=("self",))
        .select_related("instansi")
        .filter(pk=instrumen_id, instansi__in=by.akses.instansi_ids(Permission.PLAN_EDIT))
        .first()
    )
    if instrumen is None:
        raise Denied("Anda tidak berwenang mengubah instrumen ini.")
    if disusun and instrumen.keadaan != Instrumen.Keadaan.DISUSUN:
        raise NotAllowed(
            "Instrumen ini sudah dipakai, jadi isinya tetap. Buat versi baru untuk mengubahnya."
        )
    return instrumen


def catat(
    instrumen: Instrumen, aksi: str, by: User, isi: dict[str, object], at: datetime | None = None
) -> None:
    """Record an event about an instrument."""
    record(
        Event(
            instansi=instrumen.instansi.kode,
            contoh=instrumen.instansi.contoh,
            aksi=f"instrumen.{aksi}",
            oleh=by,
            objek_jenis="instrumen",
            objek_id=str(instrumen.pk),
            objek_nama=str(instrumen)[:300],
            isi=isi,
            at=clock(instrumen.instansi, at),
        )
    )


def _kunci_instansi(instansi_id: int, by: User) -> Instansi:
    instansi = (
        Instansi.objects.select_for_update()
        .filter(pk=instansi_id, pk__in=by.akses.instansi_ids(Permission.PLAN_EDIT))
        .first()
    )
    if instansi is None:
        raise Denied("Anda tidak berwenang menyusun instrumen di instansi ini.")
    return instansi


def _baru(
    instansi: Instansi, tahun: int, by: User, at: datetime, *, versi: int = 1, sumber: str = "",
    asal: Instrumen | None = None,
) -> Instrumen:  # fmt: skip
    akhir = " (CONTOH)" if instansi.contoh else ""
    return Instrumen.objects.create(
        instansi=instansi,
        tahun=tahun,
        versi=versi,
        nama=f"Instrumen MCP {tahun}{akhir}",
        sumber=sumber,
        asal=asal,
        dibuat=at,
        oleh=by,
    )


def _tahun_kosong(instansi: Instansi, tahun: int) -> None:
    """One line of versions for each year. Raises IsianKurang when the year has one already."""
    if not TAHUN_AWAL <= tahun <= TAHUN_AKHIR:
        raise IsianKurang({"tahun": f"Pilih tahun antara {TAHUN_AWAL} dan {TAHUN_AKHIR}."})
    ada = Instrumen.objects.filter(instansi=instansi, tahun=tahun).order_by("-versi").first()
    if ada is not None:
        lanjut = (
            "Lanjutkan menyusunnya."
            if ada.keadaan == Instrumen.Keadaan.DISUSUN
            else "Buka instrumen itu dan buat versi baru."
        )
        raise IsianKurang({"tahun": f"Sudah ada instrumen tahun {tahun}. {lanjut}"})


def buat_instrumen(
    *,
    instansi_id: int,
    tahun: int,
    by: User,
    kerangka: str = "",
    at: datetime | None = None,
) -> Instrumen:
    """Make an empty instrument of a year, or one with the areas that a `kerangka` names.

    Weights stay empty: they are not known. Raises Denied, IsianKurang (year taken or out of
    range, unknown kerangka).
    """
    with audited():
        instansi = _kunci_instansi(instansi_id, by)
        _tahun_kosong(instansi, tahun)
        rangka: Kerangka | None = None
        if kerangka:
            if kerangka not in KERANGKA:
                raise IsianKurang({"dari": "Pilih susunan awal dari daftar."})
            rangka = KERANGKA[kerangka]
        now = clock(instansi, at)
        instrumen = _baru(instansi, tahun, by, now, sumber=rangka.sumber if rangka else "")
        if rangka:
            Area.objects.bulk_create(
                Area(instrumen=instrumen, kode=kode, nama=nama, urut=urut)
                for urut, (kode, nama) in enumerate(rangka.area, start=1)
            )
        catat(instrumen, "buat", by, {"kerangka": kerangka, "tahun": tahun}, at)
        return instrumen


def salin_ke_tahun(
    *, instrumen_id: int, tahun: int, by: User, at: datetime | None = None
) -> Instrumen:
    """Copy an instrument into another year as its first version, to be edited.

    Mapped tasks are found again by kode in the decree of the new year; units that have ended are
    replaced by their successors, or left open. Raises Denied, IsianKurang (year taken).
    """
    with audited():
        asal = kunci(instrumen_id, by, disusun=False)
        instansi = _kunci_instansi(asal.instansi_id, by)
        _tahun_kosong(instansi, tahun)
        now = clock(instansi, at)
        baru = _baru(instansi, tahun, by, now, sumber=asal.sumber, asal=asal)
        tugas = {kode: row.pk for kode, row in tugas_tersedia(instansi.pk, tahun).items()}
        _salin(susun_lengkap(asal), baru, tugas, now)
        catat(baru, "salin", by, {"asal": asal.pk, "asal_nama": str(asal)}, at)
        return baru


def versi_baru(*, instrumen_id: int, by: User, at: datetime | None = None) -> Instrumen:
    """Copy the instrument in use into a new version that can be edited.

    Raises Denied, and NotAllowed unless it is in use and no newer version is being drawn up.
    """
    with audited():
        asal = kunci(instrumen_id, by, disusun=False)
        if asal.keadaan != Instrumen.Keadaan.DIPAKAI:
            raise NotAllowed("Versi baru dibuat dari versi yang sedang dipakai.")
        same = Instrumen.objects.filter(instansi=asal.instansi_id, tahun=asal.tahun)
        newest = same.order_by("-versi")[0]
        if newest.keadaan == Instrumen.Keadaan.DISUSUN:
            raise NotAllowed(f"Versi {newest.versi} masih disusun. Lanjutkan versi itu.")
        now = clock(asal.instansi, at)
        baru = _baru(
            asal.instansi, asal.tahun, by, now, versi=newest.versi + 1, sumber=asal.sumber,
            asal=asal,
        )  # fmt: skip
        _salin(susun_lengkap(asal), baru, None, now)
        catat(baru, "versi_baru", by, {"asal": asal.pk, "asal_nama": str(asal)}, at)
        return baru


def _salin(susunan: Susunan, baru: Instrumen, tugas: dict[str, int] | None, now: datetime) -> None:
    """Copy a tree. `tugas` maps codes to tasks of the new year; None keeps the same tasks."""
    units = {unit.pk: unit for unit in Unit.objects.filter(instansi=baru.instansi_id)}
    penerus = Penerus(units, hari_di(baru.instansi, now))

    def pengampu(unit_id: int | None) -> int | None:
        if unit_id is None:
            return None
        new = penerus.untuk(unit_id)
        return None if unit_id in penerus.tanpa else new

    areas = Area.objects.bulk_create(
        Area(instrumen=baru, kode=a.kode, nama=a.nama, bobot=a.bobot, urut=urut)
        for urut, a in enumerate(susunan.area, start=1)
    )
    area_of = {a.pk: row for a, row in zip(susunan.area, areas, strict=True)}
    indikators = IndikatorMCP.objects.bulk_create(
        IndikatorMCP(area=area_of[a.pk], kode=i.kode, nama=i.nama, bobot=i.bobot, urut=urut)
        for a in susunan.area
        for urut, i in enumerate(a.indikator, start=1)
    )
    indikator_of = {i.pk: row for i, row in zip(susunan.indikator, indikators, strict=True)}
    subs = SubIndikator.objects.bulk_create(
        SubIndikator(
            indikator=indikator_of[i.pk],
            kode=s.kode,
            nama=s.nama,
            bobot=s.bobot,
            urut=urut,
            cara_nilai=s.cara_nilai,
            unit_id=pengampu(s.unit_id),
        )
        for i in susunan.indikator
        for urut, s in enumerate(i.sub, start=1)
    )
    pairs = list(zip(susunan.sub, subs, strict=True))
    DokumenSub.objects.bulk_create(
        DokumenSub(sub=row, urut=urut, uraian=d.uraian, kriteria=d.kriteria)
        for s, row in pairs
        for urut, d in enumerate(s.dokumen, start=1)
    )
    KriteriaSub.objects.bulk_create(
        KriteriaSub(sub=row, urut=urut, nilai=k.nilai, uraian=k.uraian)
        for s, row in pairs
        for urut, k in enumerate(s.kriteria, start=1)
    )
    SubIndikator.tugas.through.objects.bulk_create(
        SubIndikator.tugas.through(subindikator_id=row.pk, rinciantugas_id=pk)
        for s, row in pairs
        for pk in (t.pk if tugas is None else tugas.get(t.kode) for t in s.tugas)
        if pk is not None
    )


def ubah_instrumen(
    *, instrumen_id: int, nama: str, sumber: str, by: User, at: datetime | None = None
) -> None:
    """Change name and source of an instrument. Raises Denied, NotAllowed, IsianKurang."""
    nama, sumber = " ".join(nama.split()), sumber.strip()
    if not nama:
        raise IsianKurang({"nama": "Isi nama instrumen."})
    with audited():
        instrumen = kunci(instrumen_id, by)
        ubah = {
            field: [getattr(instrumen, field), value]
            for field, value in (("nama", nama[:200]), ("sumber", sumber))
            if getattr(instrumen, field) != value
        }
        if not ubah:
            return
        instrumen.nama, instrumen.sumber = nama[:200], sumber
        instrumen.save(update_fields=["nama", "sumber"])
        catat(instrumen, "ubah", by, {"ubah": ubah}, at)


def hapus_instrumen(*, instrumen_id: int, by: User) -> None:
    """Delete an instrument that was never used. Raises Denied, NotAllowed."""
    with audited():
        instrumen = kunci(instrumen_id, by)
        if instrumen.turunan.exists():
            raise NotAllowed("Instrumen ini menjadi asal instrumen lain, jadi tidak dihapus.")
        sub = SubIndikator.objects.filter(indikator__area__instrumen=instrumen).count()
        catat(instrumen, "hapus", by, {"sub_indikator": sub})
        instrumen.delete()
