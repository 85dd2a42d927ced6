"""LKE and registers on the dashboard: totals and components of the latest year, latest rows.

Scores come from the engine through `zonaintegritas.lke.banyak`, bars from its `grafik`.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, Sum

from accounts.models import Instansi, User
from zonaintegritas.actions.register import terlihat
from zonaintegritas.daftar.tampil import JumlahPengaduan
from zonaintegritas.lke.banyak import BarisDaftar, daftar
from zonaintegritas.lke.grafik import Batang, batang
from zonaintegritas.models import LKE, AgenPerubahan, PengaduanBulanan, SurveiZI

UNIT_PALING_BANYAK = 5


@dataclass(frozen=True)
class LKEDasbor:
    """One assessment as the list shows it, with its components against the minima."""

    baris: BarisDaftar
    batang: tuple[Batang, ...]


@dataclass(frozen=True)
class PengaduanDasbor:
    """Complaints of one year; `sampai` is the last month that was written down."""

    tahun: int
    jumlah: JumlahPengaduan
    sampai: date | None


@dataclass(frozen=True)
class DaftarDasbor:
    """The registers: who holds an office today, complaints of the year, latest survey of each kind.

    `pengaduan.sampai` is None where nothing was written down.
    """

    agen: int
    panutan: int
    pengaduan: PengaduanDasbor
    survei: tuple[SurveiZI, ...]


def lke_terbaru(user: User, instansi: Instansi, tahun: int) -> tuple[LKEDasbor, ...]:
    """Return the assessments of the latest year until `tahun` that the person reads.

    At most UNIT_PALING_BANYAK; four queries, one where there is none.
    """
    rows = list(
        LKE.objects.visible_to(user)
        .filter(instansi=instansi, tahun__lte=tahun)
        .select_related("unit", "instansi", "instrumen")
        .order_by("-tahun", "unit__jalur")[:UNIT_PALING_BANYAK]
    )
    latest = [row for row in rows if row.tahun == rows[0].tahun]
    return tuple(
        LKEDasbor(one, batang({n.tahap: n.hasil for n in one.tahap}, one.lke.sasaran))
        for one in (daftar(latest) if latest else ())
    )


def daftar_terbaru(user: User, instansi: Instansi, hari: date) -> DaftarDasbor:
    """Return the registers of an institution as the person reads them, three queries."""
    agents = (
        terlihat(AgenPerubahan, user)
        .filter(instansi=instansi, mulai__lte=hari)
        .exclude(selesai__lt=hari)
        .aggregate(
            agen=Count("pk", filter=Q(jenis=AgenPerubahan.Jenis.AGEN)),
            panutan=Count("pk", filter=Q(jenis=AgenPerubahan.Jenis.PANUTAN)),
        )
    )
    sums = (
        terlihat(PengaduanBulanan, user)
        .filter(instansi=instansi, bulan__year=hari.year)
        .aggregate(
            diterima=Sum("diterima"),
            selesai=Sum("selesai"),
            banyak_bulan=Count("bulan", distinct=True),
            sampai=Max("bulan"),
        )
    )
    latest: dict[tuple[int, str], SurveiZI] = {}
    for row in (
        terlihat(SurveiZI, user)
        .filter(instansi=instansi)
        .select_related("unit_zi__unit")
        .order_by("unit_zi__unit__jalur", "jenis", "-tahun", "-tanggal", "-pk")
    ):
        assert isinstance(row, SurveiZI)
        latest.setdefault((row.unit_zi_id, row.jenis), row)
    return DaftarDasbor(
        agen=agents["agen"],
        panutan=agents["panutan"],
        pengaduan=PengaduanDasbor(
            tahun=hari.year,
            jumlah=JumlahPengaduan(
                sums["diterima"] or 0, sums["selesai"] or 0, sums["banyak_bulan"]
            ),
            sampai=sums["sampai"],
        ),
        survei=tuple(latest.values()),
    )
