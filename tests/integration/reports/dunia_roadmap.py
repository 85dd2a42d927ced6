"""A running Road Map with figures that can be added up by hand, for its reports."""

from types import SimpleNamespace

from accounts.permissions import Role
from evidence.models import Capaian, Rencana
from tests.factories import buat_instansi, buat_unit, buat_user
from tests.factories.roadmap import buat_roadmap, kirim_realisasi, verifikasi_realisasi


def bangun_roadmap(kode: str, *, contoh: bool = False) -> SimpleNamespace:
    """Build institution, units, one person per role, and the plan of `buat_roadmap`.

    Second year, first semester: B01 reached (WTP), B02 claimed 60% and verified 40% of 80%,
    B03 claimed only; A-001 all components, 100,000,000 of 150,500,000 spent; B-007 not told.
    """
    d = SimpleNamespace(instansi=buat_instansi(kode, contoh=contoh))
    d.akar = buat_unit(d.instansi, "setda", jenis="pimpinan")
    for name in ("itda", "satu", "dua"):
        setattr(d, name, buat_unit(d.instansi, name, induk=d.akar, inspektorat=name == "itda"))
    d.orang = {
        Role.OPERATOR: buat_user(f"op.{kode}", Role.OPERATOR, d.satu),
        Role.VERIFIKATOR: buat_user(f"verif.{kode}", Role.VERIFIKATOR, d.itda),
        Role.KETUA: buat_user(f"ketua.{kode}", Role.KETUA, d.akar),
        Role.ADMIN: buat_user(f"admin.{kode}", Role.ADMIN, d.akar),
        Role.AUDITOR: buat_user(f"auditor.{kode}", Role.AUDITOR, d.akar),
        Role.AUDITOR_TUGAS: buat_user(f"st.{kode}", Role.AUDITOR_TUGAS, d.satu),
    }
    d.lain = buat_user(f"dua.{kode}", Role.OPERATOR, d.dua)
    d.r = buat_roadmap(d.instansi, (d.satu, d.dua))
    d.rencana = Rencana.objects.select_related("instansi").get(pk=d.r.rencana.pk)
    d.tahun = d.r.tahun[1]
    op, verif = d.orang[Role.OPERATOR], d.orang[Role.VERIFIKATOR]
    kirim_realisasi(d.r.capaian("B01"), op, predikat="WTP")
    verifikasi_realisasi(d.r.capaian("B01"), verif)
    kirim_realisasi(d.r.capaian("B02"), op, [60])
    verifikasi_realisasi(d.r.capaian("B02"), verif, [40], catatan="Bukti untuk 40% saja.")
    kirim_realisasi(d.r.capaian("B03"), op, [15])
    money = {"pagu": 150_500_000, "pergeseran": 0, "anggaran": 100_000_000}
    kirim_realisasi(d.r.capaian("A-001"), op, [18, 9], **money)
    verifikasi_realisasi(d.r.capaian("A-001"), verif)
    Capaian.objects.filter(pk=d.r.capaian("B03").pk).update(
        kendala="Data pengaduan terlambat.", tindak_lanjut="Menyurati unit."
    )
    return d
