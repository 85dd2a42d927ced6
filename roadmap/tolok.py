"""What one task is measured against: target, budget and rule of its year, and the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from evidence.keadaan import hari_di
from evidence.models import Butir, Capaian
from roadmap.forms_realisasi import Susunan
from roadmap.lembar import banyak_perangkat_daerah, lembar, perangkat_daerah
from roadmap.models import AturanUkur, BarisAksi, Indikator, RealisasiTercatat, TargetTahun
from roadmap.models import Realisasi as DrafRealisasi
from roadmap.nilai import anggaran_rupiah, aturan, tahun_jendela, target
from roadmap.sel import Laporan
from ukuran.capaian import (
    Aturan,
    HasilCapaian,
    Realisasi,
    Sifat,
    akumulasi,
    hitung_capaian,
)
from ukuran.target import JenisAnggaran, JenisTarget, Target

KLAIM = (RealisasiTercatat.Tahap.KLAIM, RealisasiTercatat.Tahap.TARIK)
VERIFIKASI = (RealisasiTercatat.Tahap.TERVERIFIKASI, RealisasiTercatat.Tahap.BUKA)
"""The record that sets figures, and the one that takes them away."""
_LETAK = (
    "baris_aksi__kegiatan__program",
    "baris_aksi__anggaran_pada",
    "indikator_roadmap__sasaran__kelompok",
)


@dataclass(frozen=True)
class Tolok:
    """Target, budget and rule of a task.

    `berbagi` is the row that carries the budget of this one; only a row of the Lampiran without
    such a row reports money (`beranggaran`).
    """

    tahun: int
    baris: TargetTahun | None
    target: Target
    aturan: Aturan
    aturan_baris: AturanUkur | None
    letak: Indikator | BarisAksi | None

    @property
    def sumber(self) -> str:
        """The file in which the plan is printed; "" for a copied plan or a year without target."""
        document = getattr(self.baris.butir.rencana, "roadmap", None) if self.baris else None
        return document.sumber if document else ""

    @property
    def berbagi(self) -> BarisAksi | None:
        """The row on which the shared budget is reported."""
        return self.letak.anggaran_pada if isinstance(self.letak, BarisAksi) else None

    @property
    def beranggaran(self) -> bool:
        """Whether money is reported here."""
        return isinstance(self.letak, BarisAksi) and self.letak.anggaran_pada is None

    @property
    def anggaran(self) -> Decimal | None:
        """The planned budget in Rupiah; None for blank and '-'."""
        return anggaran_rupiah(self.baris)

    @property
    def susunan(self) -> Susunan:
        """What the forms ask for. Money is a duty only where the plan names an amount or 0."""
        named = (JenisAnggaran.JUMLAH, JenisAnggaran.NOL)
        return Susunan(
            target=self.target,
            skala=self.aturan.skala,
            beranggaran=self.beranggaran,
            anggaran_wajib=self.baris is not None and self.baris.anggaran_jenis in named,
            anggaran=self.anggaran,
            jumlah_unit=self.aturan.jumlah_unit,
        )


def tolok(capaian: Capaian) -> Tolok:
    """Return what a task is measured against, as it is now (two queries; five where its year has
    no target or its rule was never set).

    Reads `capaian.butir.rencana`.
    """
    tahun = tahun_jendela(capaian.mulai, capaian.selesai)
    rencana = capaian.butir.rencana
    hari = min(hari_di(rencana, timezone.now()), date(tahun, 12, 31))
    targets = TargetTahun.objects.filter(butir=capaian.butir_id, tahun=tahun, kini=True)
    row = (
        targets.select_related("butir__rencana__roadmap", *(f"butir__{path}" for path in _LETAK))
        .annotate(pd=banyak_perangkat_daerah(rencana, hari))
        .first()
    )
    rule = (
        AturanUkur.objects.filter(butir=capaian.butir_id, kini=True).select_related("skala").first()
    )
    pd = perangkat_daerah(rencana, hari).count() if row is None else row.pd or 0
    return Tolok(
        tahun=tahun,
        baris=row,
        target=target(row) if row else Target("", JenisTarget.KOSONG),
        aturan=aturan(rule, pd),
        aturan_baris=rule,
        letak=letak(capaian.butir) if row is None else _letak(row.butir),
    )


def letak(butir: Butir) -> Indikator | BarisAksi | None:
    """Return where a Butir stands in the document (one query)."""
    return _letak(Butir.objects.select_related(*_LETAK).get(pk=butir.pk))


def _letak(butir: Butir) -> Indikator | BarisAksi | None:
    found: Indikator | BarisAksi | None = getattr(butir, "baris_aksi", None)
    return found or getattr(butir, "indikator_roadmap", None)


_TOLOK, _DRAF = "_tolok", "_draf"


def tolok_halaman(capaian: Capaian) -> Tolok:
    """Return `tolok` as it was when this task was read: one reading for all parts of a page.

    Actions read it anew, with the task locked.
    """
    found: Tolok | None = getattr(capaian, _TOLOK, None)
    if found is None:
        # Kept on the row itself: it lives as long as the page that read it.
        found = tolok(capaian)
        setattr(capaian, _TOLOK, found)
    return found


def draf_halaman(capaian: Capaian) -> DrafRealisasi | None:
    """Return the stored draft, read once for all parts of a page."""
    if not hasattr(capaian, _DRAF):
        setattr(capaian, _DRAF, DrafRealisasi.objects.filter(capaian=capaian).first())
    found: DrafRealisasi | None = getattr(capaian, _DRAF)
    return found


@dataclass(frozen=True)
class TahunLalu:
    """Targets and figures of the years before, for a target that adds up over the years."""

    target: tuple[Target, ...] = ()
    klaim: tuple[Realisasi | None, ...] = ()
    resmi: tuple[Realisasi | None, ...] = ()


def tahun_lalu(capaian: Capaian, measure: Tolok) -> TahunLalu:
    """Return the years before with a target; nothing unless the target is cumulative."""
    if measure.aturan.sifat is not Sifat.KUMULATIF or not measure.target.ada:
        return TahunLalu()
    sheet = lembar(capaian.butir.rencana, None, at=timezone.now(), butir=[capaian.butir_id])
    cells = [c for c in sheet.baris(capaian.butir_id) if c.tahun < measure.tahun and c.target.ada]
    return TahunLalu(
        target=tuple(c.target for c in cells),
        klaim=tuple(_angka(c.angka_klaim) for c in cells),
        resmi=tuple(_angka(c.angka) for c in cells),
    )


def _angka(laporan: Laporan | None) -> Realisasi | None:
    return laporan.realisasi if laporan else None


def hasil_klaim(measure: Tolok, lalu: TahunLalu, reached: Realisasi | None) -> HasilCapaian:
    """Return the capaian of the unit's figures, on top of what it claimed before."""
    return _hasil(measure, lalu.target, lalu.klaim, reached)


def hasil_resmi(measure: Tolok, lalu: TahunLalu, reached: Realisasi | None) -> HasilCapaian:
    """Return the capaian of verified figures, on top of what counts of the years before."""
    return _hasil(measure, lalu.target, lalu.resmi, reached)


def _hasil(
    measure: Tolok,
    aims: Sequence[Target],
    reports: Sequence[Realisasi | None],
    reached: Realisasi | None,
) -> HasilCapaian:
    if not aims:
        return hitung_capaian(measure.target, reached, measure.aturan)
    aim, total = akumulasi([*aims, measure.target], [*reports, reached])
    return hitung_capaian(aim, total, measure.aturan)


def nilai_bulat(result: HasilCapaian) -> int | None:
    """Return a capaian as the spine keeps values: 0 to 100, half rounded up; None without one."""
    if result.terbatas is None:
        return None
    whole = int(result.terbatas.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return min(max(whole, 0), 100)


def catatan_angka(capaian: Capaian) -> list[RealisasiTercatat]:
    """Return what its unit recorded of a Butir in the year of a task up to its window.

    Oldest first; figures of another unit that had the Butir before are not shown to this one.
    """
    tahun = tahun_jendela(capaian.mulai, capaian.selesai)
    rows = (
        RealisasiTercatat.objects.filter(
            capaian__butir=capaian.butir_id,
            capaian__selesai__gte=date(tahun, 1, 1),
            capaian__selesai__lte=capaian.selesai,
            capaian__gugur__isnull=True,
            capaian__unit=capaian.unit_id,
        )
        .select_related("oleh", "capaian")
        .order_by("at", "pk")
    )
    return [r for r in rows if tahun_jendela(r.capaian.mulai, r.capaian.selesai) == tahun]


def sebelum(
    log: Sequence[RealisasiTercatat],
    tahap: tuple[RealisasiTercatat.Tahap, RealisasiTercatat.Tahap],
) -> list[RealisasiTercatat]:
    """Return a log without the last record that sets figures of a stage, and all after it."""
    last = max((n for n, row in enumerate(log) if row.tahap == tahap[0]), default=0)
    return list(log[:last])


def terakhir(
    log: Sequence[RealisasiTercatat],
    tahap: tuple[RealisasiTercatat.Tahap, RealisasiTercatat.Tahap],
) -> RealisasiTercatat | None:
    """Return the last record of a stage that stands; `tahap`: what sets it, what takes it away."""
    rows = [row for row in log if row.tahap in tahap]
    return rows[-1] if rows and rows[-1].tahap == tahap[0] else None
