"""A small world with an instrument, for the tests of the instrument."""

from decimal import Decimal
from types import SimpleNamespace

from accounts.models import User
from accounts.permissions import Role
from satgas.actions.instrumen import buat_instrumen
from satgas.actions.tempel import terapkan_tabel
from satgas.models import Instrumen, SubIndikator
from tests.factories import (
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    mulai,
)

TAHUN = 2026
KEPALA = (
    "Area\tBobot Area\tIndikator\tBobot Indikator\tSub Indikator\tBobot Sub\tUnit Pengampu"
    "\tTugas Terkait\tKriteria Nilai\tDokumen\tKriteria\n"
)
ISI = (
    "1 Perencanaan\t60\t1.1 RKPD\t100\t1.1.1 Reviu RKPD\t50\tbkd {k}\t9.a\t"
    '"100: lengkap\n50: sebagian\n0: tidak ada"\tLaporan reviu\tditandatangani\n'
    "\t\t\t\t\t\t\t\t\tTindak lanjut\t\n"
    "\t\t\t\t1.1.2 Pokir\t50\tpupr {k}\t\t\tBerita acara\t\n"
    "2 Perizinan\t40\t2.1 Layanan\t100\t2.1.1 SOP\t100\tpupr {k}\t13.a, 9.a\t\tSOP\tditetapkan\n"
)


def bangun(kode: str = "alfa") -> SimpleNamespace:
    """An institution with a running Satgas plan, every role, and an empty instrument."""
    instansi = buat_instansi(kode)
    akar = buat_unit(instansi, "setda", jenis="pimpinan")
    itda = buat_unit(instansi, "itda", induk=akar, inspektorat=True)
    bkd, pupr = (buat_unit(instansi, name, induk=akar) for name in ("bkd", "pupr"))
    satgas = buat_rencana(instansi, tahun=TAHUN)
    buat_butir(satgas, bkd, "9.a")
    buat_butir(satgas, pupr, "13.a")
    admin = buat_user(f"admin.{kode}", Role.ADMIN, akar)
    capaian = mulai(satgas, by=admin)
    return SimpleNamespace(
        instansi=instansi,
        akar=akar,
        itda=itda,
        bkd=bkd,
        pupr=pupr,
        satgas=satgas,
        c_satgas=capaian[0],
        admin=admin,
        operator=buat_user(f"operator.{kode}", Role.OPERATOR, bkd),
        operator_pupr=buat_user(f"pupr.{kode}", Role.OPERATOR, pupr),
        verifikator=buat_user(f"verif.{kode}", Role.VERIFIKATOR, itda),
        ketua=buat_user(f"ketua.{kode}", Role.KETUA, akar),
        auditor=buat_user(f"auditor.{kode}", Role.AUDITOR, akar),
        auditor_tugas=buat_user(f"st.{kode}", Role.AUDITOR_TUGAS, bkd),
        instrumen=buat_instrumen(instansi_id=instansi.pk, tahun=TAHUN, by=admin),
    )


def isi(dunia: SimpleNamespace, teks: str = ISI) -> Instrumen:
    """Fill the instrument by pasting."""
    terapkan_tabel(
        instrumen_id=dunia.instrumen.pk,
        teks=KEPALA + teks.replace("{k}", dunia.instansi.kode),
        by=dunia.admin,
    )
    found: Instrumen = Instrumen.objects.get(pk=dunia.instrumen.pk)
    return found


def sub(instrumen: Instrumen, kode: str) -> SubIndikator:
    """Return a sub indikator by its kode."""
    return SubIndikator.objects.get(indikator__area__instrumen=instrumen, kode=kode)


def besar(dunia: SimpleNamespace, jumlah: int, by: User) -> Instrumen:
    """Fill the instrument with many sub indikator in one area."""
    rows = "".join(
        f"1 Besar\t100\t1.{n // 10 + 1} Indikator\t\t1.{n // 10 + 1}.{n % 10 + 1} Sub ke {n}\t"
        f"{Decimal(10)}\tbkd {dunia.instansi.kode}\t9.a\t100: lengkap\tDokumen {n}\tsyarat\n"
        for n in range(jumlah)
    )
    terapkan_tabel(instrumen_id=dunia.instrumen.pk, teks=KEPALA + rows, by=by)
    found: Instrumen = Instrumen.objects.get(pk=dunia.instrumen.pk)
    return found
