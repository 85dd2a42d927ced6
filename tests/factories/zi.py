"""A small Zona Integritas: one Pengarah, one team with one kegiatan, sub kegiatan and indikator."""

from datetime import date

from django.utils import timezone

from accounts.models import Instansi, Unit
from evidence.models import Butir, DokumenWajib, Rencana
from zonaintegritas.models import (
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    SubKegiatan,
    Tim,
)


def buat_zi(instansi: Instansi, unit: Unit, *, tahun: int | None = None) -> KeputusanZI:
    """Return the decree of a running plan whose only team is `unit`; texts name the institution."""
    tahun = tahun or timezone.localdate().year
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis=Rencana.Jenis.ZI,
        nama=f"Zona Integritas {tahun}",
        tahun=tahun,
        mulai=date(tahun, 1, 1),
        selesai=date(tahun, 12, 31),
        status=Rencana.Keadaan.BERJALAN,
    )
    keputusan = KeputusanZI.objects.create(
        rencana=rencana,
        jenis="KEPUTUSAN",
        nomor=f"1 Tahun {tahun}",
        nomor_raw=f"1 TAHUN {tahun}",
        tentang=f"ZONA INTEGRITAS {instansi.kode}",
        tempat="Kupang",
        tanggal=date(tahun, 1, 2),
        tanggal_raw=f"2 Januari {tahun}",
        pejabat_penetap="KETUA,",
        penandatangan="Ketua",
        penandatangan_jabatan="Ketua",
        halaman_lampiran_2=[{"baris_sumber": 1, "bulan": [str(n) for n in range(1, 13)]}],
    )
    keputusan.bagian_set.create(jenis="menimbang", urut=1, label="a", teks="bahwa perlu tim;")
    above = keputusan.tim_set.create(
        jenis=Tim.Jenis.PENGARAH,
        kode="PENGARAH",
        urut=1,
        judul_tercetak="PENGARAH",
        nama="PENGARAH",
    )
    tim = keputusan.tim_set.create(
        jenis=Tim.Jenis.TIM,
        kode="I",
        urut=2,
        judul_tercetak=f"I. TIM {instansi.kode}",
        nama=f"TIM {instansi.kode}",
        no_lampiran_2=1,
        nama_lampiran_2=f"Tim {instansi.kode}",
        unit=unit,
    )
    for group, kedudukan in ((above, "pengarah"), (tim, "koordinator")):
        group.anggota_set.create(
            no=1,
            no_tercetak="1.",
            nama=f"Orang {group.kode}",
            jabatan="Kepala",
            kedudukan=kedudukan,
        )
        group.tugas_set.create(no=1, teks=f"Tugas {group.kode}")
    butir = Butir.objects.create(
        instansi=instansi,
        rencana=rencana,
        kode="1.A.1",
        uraian="Rapat tim",
        urut=1,
        unit=unit,
        pola=Butir.Pola.JADWAL,
        cara_nilai=Butir.CaraNilai.DOKUMEN,
    )
    kegiatan = KegiatanZI.objects.create(
        tim=tim, huruf="A", urut=1, teks="Pembentukan tim", bersub=True
    )
    sub = SubKegiatan.objects.create(
        butir=butir, kegiatan=kegiatan, urut=1, no="1", teks="Rapat tim"
    )
    indikator = IndikatorKeberhasilan.objects.create(
        kegiatan=kegiatan, urut=1, huruf="a", teks="Notulen rapat."
    )
    indikator.sub.add(sub)
    DokumenIndikator.objects.create(
        dokumen=DokumenWajib.objects.create(
            butir=butir, urut=1, uraian=indikator.teks, asal=DokumenWajib.Asal.SUMBER
        ),
        indikator=indikator,
    )
    note = keputusan.catatan_set.create(kode="Z-01", golongan="X", alasan="Uji")
    note.sub.add(sub)
    return keputusan
