"""A Satgas whose figures can be added up by hand; every state reached by the real actions."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.permissions import Role
from evidence.actions import Isian, simpan_draf, tarik
from evidence.models import Capaian, Pemenuhan
from satgas.models import Anggota, RincianTugas
from tests.factories import (
    buat_anggota,
    buat_butir,
    buat_instansi,
    buat_rencana,
    buat_unit,
    buat_user,
    dikembalikan,
    disetujui,
    draf,
    mulai,
    terkirim,
)


def bangun(kode: str) -> SimpleNamespace:
    """Build institution, units, one person per role, and a running plan with every trap.

    By hand: 14 documents required (3 approved, 3 waiting, 1 returned, 2 draft, 5 missing);
    9 scored tasks, claims 90+100+60+90, one verified value of 80.
    """
    d = SimpleNamespace(instansi=buat_instansi(kode))
    d.akar = buat_unit(d.instansi, "setda", jenis="pimpinan")
    for name in ("wagub", "itda", "bkd", "pupr", "dprd"):
        setattr(d, name, buat_unit(d.instansi, name, induk=d.akar, inspektorat=name == "itda"))
    d.orang = {
        Role.OPERATOR: buat_user(f"operator.{kode}", Role.OPERATOR, d.bkd),
        Role.VERIFIKATOR: buat_user(f"verif.{kode}", Role.VERIFIKATOR, d.itda),
        Role.KETUA: buat_user(f"ketua.{kode}", Role.KETUA, d.akar),
        Role.ADMIN: buat_user(f"admin.{kode}", Role.ADMIN, d.akar),
        Role.AUDITOR: buat_user(f"auditor.{kode}", Role.AUDITOR, d.akar),
        Role.AUDITOR_TUGAS: buat_user(f"st.{kode}", Role.AUDITOR_TUGAS, d.bkd),
    }
    _rencana(d)
    _isi(d, buat_user(f"pupr.{kode}", Role.OPERATOR, d.pupr), kode)
    return d


def _rencana(d: SimpleNamespace) -> None:
    d.rencana = buat_rencana(d.instansi)
    d.bersama = buat_butir(d.rencana, d.akar, "1", dinilai=False)
    d.wakil = buat_anggota(d.rencana, d.wagub, 2)
    RincianTugas.objects.get(butir=d.bersama).bersama.add(d.wakil)
    buat_butir(d.rencana, d.itda, "4.a")
    buat_butir(d.rencana, d.itda, "4.b")
    buat_butir(d.rencana, d.bkd, "9.a", dokumen=2)
    buat_butir(d.rencana, d.bkd, "9.b")
    buat_butir(d.rencana, d.bkd, "9.c")
    buat_butir(d.rencana, d.bkd, "9.d")
    buat_butir(d.rencana, d.pupr, "13.a", dokumen=3)
    buat_butir(d.rencana, d.pupr, "13.b", pendukung=(d.bkd,))
    buat_butir(d.rencana, d.dprd, "15.a", dokumen=2)
    buat_butir(d.rencana, d.dprd, "15.b")
    rows = mulai(d.rencana, by=d.orang[Role.ADMIN])
    d.c = {c.butir.kode: c for c in rows}
    d.anggota = {a.no: a for a in Anggota.objects.filter(sk=d.rencana.surat_keputusan)}


def _isi(d: SimpleNamespace, op_pupr: object, kode: str) -> None:
    op, verif = d.orang[Role.OPERATOR], d.orang[Role.VERIFIKATOR]
    op_itda = buat_user(f"itda.{kode}", Role.OPERATOR, d.itda)
    op_dprd = buat_user(f"dprd.{kode}", Role.OPERATOR, d.dprd)
    disetujui(d.c["9.a"], op, verif, klaim=90, nilai=80)
    terkirim(d.c["9.b"], op, nilai=100)
    c = draf(d.c["9.c"], op)  # claimed, but never sent
    simpan_draf(capaian_id=c.pk, versi=c.versi, isian=Isian(nilai_mandiri=75), by=op)
    disetujui(d.c["9.d"], op, verif, klaim=50, nilai=50)
    d.c["9.d"].butir.dinilai = False  # no longer scored: its document counts, its value doesn't
    d.c["9.d"].butir.save()
    terkirim(d.c["13.a"], op_pupr, nilai=60, dokumen=2)  # a part of it
    dikembalikan(d.c["13.b"], op_pupr, verif)
    c = terkirim(d.c["15.b"], op_dprd, nilai=70)
    tarik(capaian_id=c.pk, versi=c.versi, by=op_dprd)
    _gantikan(d, disetujui(d.c["4.b"], op_itda, verif, klaim=100, nilai=100))
    today = timezone.localdate()
    for kode_butir, days in (("9.a", -1), ("13.a", -1), ("13.b", -1), ("15.a", -1), ("9.d", 2)):
        Capaian.objects.filter(pk=d.c[kode_butir].pk).update(batas=today + timedelta(days=days))
    Capaian.objects.filter(pk=d.c["4.a"].pk).update(batas=today + timedelta(days=5))


def _gantikan(d: SimpleNamespace, lama: Capaian) -> None:
    """Supersede a finished Capaian by one of another window."""
    baru = Capaian.objects.create(
        instansi=lama.instansi,
        butir=lama.butir,
        unit=lama.unit,
        mulai=lama.mulai + timedelta(days=1),
        selesai=lama.selesai,
        batas=lama.batas,
    )
    Pemenuhan.objects.bulk_create(
        Pemenuhan(capaian=baru, dokumen=dokumen) for dokumen in lama.butir.dokumen_set.all()
    )
    Capaian.objects.filter(pk=lama.pk).update(digantikan_oleh=baru, gugur=timezone.now())
    d.c["4.b baru"] = baru


def tambah_50(d: SimpleNamespace) -> None:
    """Give an institution 50 more tasks that wait for its Inspektorat or its units."""
    rencana = buat_rencana(d.instansi, tahun=d.rencana.tahun + 1)
    for number in range(50):
        buat_butir(rencana, d.bkd, f"9.{number}")
    rows = mulai(rencana, by=d.orang[Role.ADMIN])
    for row in rows[:3]:
        terkirim(row, d.orang[Role.OPERATOR])
