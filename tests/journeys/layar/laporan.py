"""Screens of dashboards, periods, reports, their check and the audit trail."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Kejadian
from evidence.models import (
    Batas,
    Rencana,
)
from reports.actions.permohonan import minta_rekap
from reports.actions.terbitan import minta_kemajuan
from reports.bentuk import Bentuk
from reports.models import KeadaanPeriode, Potret, Terbitan
from reports.potret.periode import daftar_periode
from tests.factories.periode import bawa, buat_potret
from tests.factories.terbitan import buat_terbitan
from tests.journeys.layar.dasar import (
    CONTOH,
    TAMU,
    Layar,
    layar,
    rencana,
    rencana_roadmap,
    resmi,
    resmi_roadmap,
    resmi_zi,
)


def laporan(username: str) -> int:
    """Return the id of a report that this person asked for, still waiting."""
    user = User.objects.get(username=username)
    return minta_rekap(rencana_id=rencana(CONTOH), by=user).pk


def laporan_kemajuan(username: str) -> int:
    """Return the id of a progress report that this person asked for."""
    user = User.objects.get(username=username)
    potret, alamat = potret_contoh(), "http://127.0.0.1:8000"
    return minta_kemajuan(potret_id=potret, bentuk=Bentuk.XLSX, alamat=alamat, by=user).pk


def periode(keadaan: KeadaanPeriode) -> Callable[[], int]:
    """Return the id of a cut-off of the CONTOH plan in a state; brought there when there is none.

    `dibuka` of the one that is brought there is moved to the plan's first day: early in a year
    there are not enough that have opened.
    """

    def found() -> int:
        plan = Rencana.objects.select_related("instansi").get(pk=rencana(CONTOH))
        sekda = User.objects.get(username="sekda")
        rows = daftar_periode(plan, sekda, timezone.now())
        there = next((p for p in rows if p.keadaan is keadaan and p.boleh), None)
        if there is not None:
            return there.batas.pk
        fresh = next(p.batas for p in rows if p.keadaan is KeadaanPeriode.TERBUKA)
        Batas.objects.filter(pk=fresh.pk).update(dibuka=plan.mulai)
        return bawa(
            Batas.objects.select_related("rencana__instansi").get(pk=fresh.pk), keadaan, sekda
        ).pk

    return found


def potret_contoh() -> int:
    """Return the id of a Potret of the CONTOH plan."""
    batas = Batas.objects.select_related("rencana__instansi").get(
        pk=periode(KeadaanPeriode.DIPOTRET)()
    )
    return buat_potret(batas, User.objects.get(username="sekda")).pk


def terbitan_contoh() -> Terbitan:
    """Return a report issued from that Potret."""
    return buat_terbitan(Potret.objects.get(pk=potret_contoh()), User.objects.get(username="sekda"))


def _banding(b: str = "") -> Callable[[], str]:
    return lambda: f"{reverse('potret_banding')}?a={potret_contoh()}&b={b or potret_contoh()}"


def _peta(nama: str, query: str = "") -> Callable[[], str]:
    return lambda: f"{reverse(nama)}?rencana={rencana_roadmap()}{query}"


LAYAR: tuple[Layar, ...] = (
    layar(TAMU, "periksa_awal"),
    layar(TAMU, "periksa_awal", query="?kode=-", status=422),
    Layar("periksa", TAMU, lambda: reverse("periksa", args=[terbitan_contoh().kode])),
    Layar("periksa", TAMU, lambda: reverse("periksa", args=["AAAAA-BBBBB-CCCCC-DDDDD"]), 404),
    layar("sekda", "laporan", query="?jenis=lampiran"),
    layar("operator.bkd", "laporan", query="?jenis=evaluasi"),
    layar("sekda", "laporan", query="?jenis=kemajuan"),
    layar("verifikator", "laporan", query="?status=gagal&kata=tidakadalaporanini"),
    layar("verifikator", "laporan", query="?tahun=19&urut=peminta"),
    # who leads
    layar("sekda", "dasbor_dokumen"),
    layar("sekda", "dasbor_periode"),
    layar("sekda", "dasbor_area"),
    layar("sekda", "dasbor_cetak"),
    layar("sekda", "dasbor_tugas", query="?keadaan=terlambat"),
    layar("sekda", "dasbor_kerja"),
    layar("sekda", "dasbor_pantauan"),
    Layar("dasbor", "sekda", _peta("dasbor")),
    Layar("dasbor", "sekda", _peta("dasbor", "&per=2026-02-01")),
    Layar("dasbor", "operator.bkd", _peta("dasbor")),
    Layar("dasbor_tugas", "sekda", _peta("dasbor_tugas", "&keadaan=terlambat")),
    Layar("dasbor", "auditor", resmi_roadmap("dasbor")),
    layar(
        "sekda",
        "jejak_audit_rinci",
        lambda: Kejadian.objects.filter(instansi=CONTOH).latest("pk").pk,
    ),
    layar("sekda", "laporan_rinci", lambda: laporan("sekda")),
    layar("verifikator", "laporan_rinci", lambda: laporan_kemajuan("verifikator")),
    # periods, Potret, what has changed
    layar("sekda", "periode_rinci", periode(KeadaanPeriode.DIPOTRET)),
    layar("auditor", "periode_rinci", periode(KeadaanPeriode.DISETUJUI)),
    layar("sekda", "periode_rinci", periode(KeadaanPeriode.TERBUKA)),
    layar("sekda", "periode_potret", periode(KeadaanPeriode.TERBUKA)),
    layar("sekda", "periode_setujui", periode(KeadaanPeriode.DIPOTRET)),
    layar("sekda", "periode_amandemen", periode(KeadaanPeriode.DIPOTRET)),
    layar("sekda", "periode_buka", periode(KeadaanPeriode.DISETUJUI)),
    layar("verifikator", "periode_setujui", periode(KeadaanPeriode.DIPOTRET), status=403),
    layar("operator.bkd", "periode_rinci", periode(KeadaanPeriode.DIPOTRET), status=404),
    layar("auditor", "potret_rinci", potret_contoh),
    layar("auditor", "potret_rinci", potret_contoh, query="?anggota=4"),
    layar("auditor", "potret_banding"),
    layar("admin", "terbitan_nomor", lambda: terbitan_contoh().pk),
    layar("auditor", "terbitan_nomor", lambda: terbitan_contoh().pk, status=403),
    layar("admin", "templat_laporan"),
    layar("sekda", "templat_laporan", status=403),
    Layar("potret_banding", "auditor", _banding("sekarang")),
    Layar("potret_banding", "auditor", _banding()),
    Layar("periode", "admin", resmi("periode")),
    Layar("periode", "admin", lambda: f"{reverse('periode')}?rencana={rencana_roadmap()}"),
    Layar("potret_banding", "admin", resmi("potret_banding")),
    Layar("dasbor", "admin", resmi("dasbor")),
    layar("koordinator.kpu", "dasbor"),
    layar("verifikator.kpu", "dasbor"),
    layar("ketua.kpu", "dasbor"),
    layar("ketua.kpu", "dasbor_zi_lke"),
    Layar("dasbor", "auditor.kpu", resmi_zi("dasbor")),
    Layar("laporan", "auditor.kpu", resmi_zi("laporan", "&jenis=lampiran_zi")),
    Layar("laporan", "auditor.kpu", resmi_zi("laporan", "&jenis=pantauan_zi")),
    layar("koordinator.kpu", "laporan", query="?jenis=pantauan_zi"),
    layar("verifikator.kpu", "laporan", query="?jenis=lhe"),
    layar("tpi.kpu", "laporan", query="?jenis=lhe"),
)
