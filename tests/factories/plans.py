"""Plans, things to do, and the decree around them."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from accounts.permissions import Role
from evidence.actions import mulai_rencana
from evidence.actions.kewajiban import tetapkan_pemegang
from evidence.models import AlurSerah, Butir, Capaian, DokumenWajib, Rencana, SerahTerima
from satgas.models import Anggota, RincianTugas, SuratKeputusan
from tests.factories.people import buat_unit, buat_user


def buat_rencana(instansi: Instansi, *, jenis: str = "satgas", tahun: int | None = None) -> Rencana:
    """Make a plan that is being drawn up, with its decree when it is a Satgas plan."""
    year = tahun or timezone.localdate().year
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis=jenis,
        nama=f"Rencana {jenis} {instansi.kode} {year}",
        tahun=year,
        mulai=date(year, 1, 1),
        selesai=date(year, 12, 31),
    )
    if jenis == Rencana.Jenis.SATGAS:
        SuratKeputusan.objects.create(
            rencana=rencana,
            jenis="KEPUTUSAN UJI",
            nomor=f"{instansi.pk}/KEP/{year}",
            nomor_raw=f"{instansi.pk} /KEP/{year}",
            tentang="SATUAN TUGAS UJI",
            tempat="Kupang",
            tanggal=date(year, 1, 2),
            tanggal_raw=f"2 JANUARI {year}",
            pejabat_penetap="GUBERNUR UJI",
            penandatangan="PENANDA TANGAN UJI",
            penandatangan_jabatan="SEKRETARIS DAERAH",
        )
    return rencana


def buat_anggota(rencana: Rencana, unit: Unit, no: int) -> Anggota:
    """Make a member of the plan's decree (or return the one with this number)."""
    return Anggota.objects.get_or_create(
        sk=rencana.surat_keputusan,
        no=no,
        defaults={"unit": unit, "jabatan": f"Kepala {unit.nama}", "kedudukan": "Anggota"},
    )[0]


def buat_butir(
    rencana: Rencana,
    unit: Unit,
    kode: str,
    *,
    dokumen: int = 1,
    dinilai: bool = True,
    pendukung: tuple[Unit, ...] = (),
) -> Butir:
    """Make a thing to do with its required documents; codes like "9.g" also make a member."""
    butir = Butir.objects.create(
        instansi=rencana.instansi,
        rencana=rencana,
        kode=kode,
        uraian=f"menyusun laporan {kode} {rencana.instansi.kode};",
        jalur=f"{kode.split('.')[0]}. Kepala {unit.nama}",
        urut=Butir.objects.filter(rencana=rencana).count() + 1,
        unit=unit,
        dinilai=dinilai,
    )
    butir.pendukung.add(*pendukung)
    DokumenWajib.objects.bulk_create(
        DokumenWajib(butir=butir, urut=n + 1, uraian=f"Dokumen {n + 1} {kode}", asal="portal")
        for n in range(dokumen)
    )
    no, _, huruf = kode.partition(".")
    if rencana.jenis == Rencana.Jenis.SATGAS and no.isdecimal():
        anggota = buat_anggota(rencana, unit, int(no))
        RincianTugas.objects.create(
            butir=butir,
            anggota=anggota,
            bentuk="huruf" if huruf else "paragraf",
            huruf=huruf,
            urut=anggota.tugas_set.count() + 1,
            teks=butir.uraian,
        )
    return butir


def buat_serah(dari: Capaian, ke: Capaian, uraian: str = "Hasil pemetaan") -> SerahTerima:
    """Make an arrow between the Butir of two tasks and its hand-over, not yet handed over."""
    alur = AlurSerah.objects.create(
        rencana=dari.butir.rencana, dari=dari.butir, ke=ke.butir, sumber="portal", uraian=uraian
    )
    serah = SerahTerima.objects.create(alur=alur, dari=dari, ke=ke)
    tetapkan_pemegang([ke.pk])
    return serah


def mulai(rencana: Rencana, batas: date | None = None, by: User | None = None) -> list[Capaian]:
    """Start a plan by its action; return its Capaian in the order of the Butir."""
    if by is None:
        root = rencana.instansi.unit_set.first() or buat_unit(rencana.instansi, "akar")
        by = buat_user(f"pemulai.{rencana.pk}", Role.ADMIN, root)
    mulai_rencana(
        rencana_id=rencana.pk, by=by, batas=batas or timezone.localdate() + timedelta(days=30)
    )
    rencana.refresh_from_db()
    return list(
        Capaian.objects.filter(butir__rencana=rencana)
        .select_related("butir", "unit", "instansi")
        .order_by("butir__urut")
    )
