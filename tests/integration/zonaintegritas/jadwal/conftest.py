"""A Zona Integritas of two teams whose decree is dated 5 March; today is 15 June 2026."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine

from accounts.models import Unit
from accounts.permissions import Role
from evidence.actions import mulai_rencana
from evidence.models import Butir, DokumenWajib, Rencana
from tests.factories import buat_instansi, buat_unit, buat_user
from zonaintegritas.models import (
    DokumenIndikator,
    IndikatorKeberhasilan,
    KegiatanZI,
    KeputusanZI,
    SubKegiatan,
    Tim,
)

TAHUN = 2026
HARI_INI = datetime(TAHUN, 6, 15, 2, 0, tzinfo=UTC)
DITETAPKAN = date(TAHUN, 3, 5)


@pytest.fixture(autouse=True)
def _hari_ini() -> Iterator[None]:
    """Stand on 15 June 2026, 10.00 WITA."""
    with time_machine.travel(HARI_INI, tick=True):
        yield


def _butir(rencana: Rencana, unit: Unit, kode: str, uraian: str, indikator: str) -> Butir:
    butir = Butir.objects.create(
        instansi=rencana.instansi,
        rencana=rencana,
        kode=kode,
        uraian=uraian,
        urut=Butir.objects.filter(rencana=rencana).count() + 1,
        unit=unit,
        pola=Butir.Pola.JADWAL,
        cara_nilai=Butir.CaraNilai.DOKUMEN,
    )
    DokumenWajib.objects.create(
        butir=butir, urut=1, uraian=indikator, asal=DokumenWajib.Asal.SUMBER
    )
    return butir


def _tim(keputusan: KeputusanZI, unit: Unit, no: int) -> Tim:
    tim = keputusan.tim_set.create(
        jenis=Tim.Jenis.TIM,
        kode="I" * no,
        urut=no,
        judul_tercetak=f"{'I' * no}. TIM {no}",
        nama=f"TIM {no}",
        no_lampiran_2=no,
        nama_lampiran_2=f"Tim {no}",
        unit=unit,
    )
    for nomor, kedudukan in ((1, "koordinator"), (2, "anggota")):
        tim.anggota_set.create(
            no=nomor,
            no_tercetak=f"{nomor}.",
            nama=f"Orang {no} {nomor}",
            jabatan="Kepala",
            kedudukan=kedudukan,
        )
    return tim


def _kegiatan(tim: Tim, huruf: str, sub: list[tuple[str, str]]) -> list[Butir]:
    """A kegiatan with (text, indikator) of its sub kegiatan; one without sub owns its Butir."""
    assert tim.unit is not None
    rencana = tim.keputusan.rencana
    kode = f"{tim.no_lampiran_2}.{huruf}"
    bare = sub[0][0] == ""
    found = []
    own = _butir(rencana, tim.unit, kode, f"Kegiatan {kode}", sub[0][1]) if bare else None
    kegiatan = KegiatanZI.objects.create(
        tim=tim,
        huruf=huruf,
        urut=ord(huruf) - 64,
        teks=f"Kegiatan {kode}",
        bersub=not bare,
        butir=own,
        baris=[
            {"baris_sumber": n, "sub": [] if bare else [n], "indikator": [n]}
            for n in range(1, len(sub) + 1)
        ],
    )
    for n, (uraian, teks) in enumerate(sub, start=1):
        butir = own or _butir(rencana, tim.unit, f"{kode}.{n}", uraian, teks)
        found.append(butir)
        indikator = IndikatorKeberhasilan.objects.create(kegiatan=kegiatan, urut=n, teks=teks)
        if own is None:
            row = SubKegiatan.objects.create(
                butir=butir, kegiatan=kegiatan, urut=n, no=str(n), teks=uraian
            )
            indikator.sub.add(row)
        DokumenIndikator.objects.create(dokumen=butir.dokumen_set.get(), indikator=indikator)
    return found


def bangun_zi(kode: str, *, jalan: bool = False) -> SimpleNamespace:
    """An institution with every role and a plan of five rows, drawn up or running."""
    instansi = buat_instansi(kode, contoh=True)
    akar = buat_unit(instansi, "kpu", jenis="pimpinan")
    units = [buat_unit(instansi, f"tim{n}", induk=akar, jenis="tim") for n in (1, 2)]
    rencana = Rencana.objects.create(
        instansi=instansi,
        jenis=Rencana.Jenis.ZI,
        nama=f"Zona Integritas {TAHUN}",
        tahun=TAHUN,
        mulai=date(TAHUN, 1, 1),
        selesai=date(TAHUN, 12, 31),
    )
    keputusan = KeputusanZI.objects.create(
        rencana=rencana,
        jenis="KEPUTUSAN",
        nomor=f"1 Tahun {TAHUN}",
        nomor_raw=f"1 TAHUN {TAHUN}",
        tentang=f"ZONA INTEGRITAS {kode}",
        tempat="Kupang",
        tanggal=DITETAPKAN,
        tanggal_raw="5 Maret 2026",
        pejabat_penetap="KETUA,",
        penandatangan="Ketua",
        penandatangan_jabatan="Ketua",
        kepala_lampiran_1=["LAMPIRAN I", f"NOMOR 1 TAHUN {TAHUN}"],
        penutup=[{"nama": "Ketua"}],
    )
    tim = [_tim(keputusan, unit, n) for n, unit in enumerate(units, start=1)]
    a1, a2 = _kegiatan(
        tim[0],
        "A",
        [("Rapat tim", "Notulen rapat."), ("Survei", "Survei minimal 4 kali dalam setahun.")],
    )
    (b,) = _kegiatan(tim[0], "B", [("", "Laporan disusun secara berkala.")])
    c1, c2 = _kegiatan(
        tim[1], "A", [("Penilaian (semesteran)", "Nilai."), ("Budaya kerja", "Foto kegiatan.")]
    )
    admin = buat_user(f"admin.{kode}", Role.ADMIN, akar)
    found = SimpleNamespace(
        instansi=instansi,
        akar=akar,
        unit=units,
        rencana=rencana,
        keputusan=keputusan,
        tim=tim,
        butir=[a1, a2, b, c1, c2],
        admin=admin,
        koordinator=buat_user(f"koordinator.{kode}", Role.KOORDINATOR, units[0]),
        koordinator2=buat_user(f"koordinator2.{kode}", Role.KOORDINATOR, units[1]),
        operator=buat_user(f"operator.{kode}", Role.OPERATOR, units[0]),
        verifikator=buat_user(f"verif.{kode}", Role.VERIFIKATOR, akar),
        ketua=buat_user(f"ketua.{kode}", Role.KETUA, akar),
        auditor=buat_user(f"auditor.{kode}", Role.AUDITOR, akar),
        auditor_tugas=buat_user(f"st.{kode}", Role.AUDITOR_TUGAS, units[0]),
        platform=buat_user(f"platform.{kode}", Role.PLATFORM),
    )
    if jalan:
        mulai_rencana(rencana_id=rencana.pk, by=admin)
        rencana.refresh_from_db()
    return found


@pytest.fixture
def zi(db: None, data_folder: object) -> SimpleNamespace:
    """A plan that is being drawn up."""
    return bangun_zi("alfa")


@pytest.fixture
def jalan(db: None, data_folder: object) -> SimpleNamespace:
    """A running plan without planned months."""
    return bangun_zi("alfa", jalan=True)
