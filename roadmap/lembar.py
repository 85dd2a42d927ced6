"""Every target of a Road Map with what was reached, on any day: the one rule behind all figures.

Figures are cumulative from 1 January ("sampai dengan"), so a year is what its last recorded
window says. Claimed is what was last sent and not withdrawn; verified is what the Inspektorat
recorded, as long as every document of that window is accepted. Earlier years may be historis:
entered from a document, not verified.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from accounts.models import Unit, User
from evidence.keadaan import hari_di
from evidence.models import Capaian, Keputusan, Rencana
from evidence.workflow import Status
from roadmap.models import AturanUkur, RealisasiHistoris, RealisasiTercatat, TargetTahun
from roadmap.nilai import (
    Serapan,
    Uang,
    anggaran_rupiah,
    aturan,
    diminta,
    realisasi,
    satuan_lain,
    serapan,
    tahun_jendela,
    target,
    uang,
)
from roadmap.sel import Laporan, Sel, diklaim
from ukuran.capaian import Aturan, HasilCapaian, Realisasi, Sifat, akumulasi, hitung_capaian
from ukuran.models import PitaCapaian
from ukuran.pita import Pita, pita_untuk
from ukuran.target import JenisTarget, Target

_KOSONG = Target("", JenisTarget.KOSONG)
_Kunci = tuple[int, int]  # Butir and year
_Cari = Callable[[_Kunci], "Laporan | None"]


@dataclass
class Lembar:
    """All targets of a plan for one reader on one day."""

    rencana: Rencana
    tahun: tuple[int, ...]
    at: datetime
    hari_ini: date
    pita: Pita | None
    jumlah_pd: Mapping[int, int]  # by year
    _sel: dict[tuple[int, int], Sel] = field(default_factory=dict)

    def sel(self, butir_id: int, tahun: int) -> Sel:
        """Return one cell; one without target where the plan has none."""
        found = self._sel.get((butir_id, tahun))
        return found if found is not None else _tanpa(butir_id, tahun, self)

    def baris(self, butir_id: int) -> tuple[Sel, ...]:
        """Return the cells of a Butir, year by year."""
        return tuple(self.sel(butir_id, tahun) for tahun in self.tahun)


def tahun_rencana(rencana: Rencana) -> tuple[int, ...]:
    """Return the years of a plan."""
    return tuple(range(rencana.mulai.year, rencana.selesai.year + 1))


def lembar(
    rencana: Rencana,
    user: User | None,
    *,
    at: datetime,
    lampau: bool = False,
    butir: Iterable[int] | None = None,
    sampai: date | None = None,
) -> Lembar:
    """Return the sheet of a plan as it stood at `at` (five queries, six for a past moment).

    `lampau`: `at` is in the past, so states are read from the decisions. `butir` limits the sheet
    to some Butir. Realisasi of units that the person may not read are not in it; `user` None reads
    all, for actions that have checked the right to their task themselves. `sampai`: only windows
    that end by that day count, and historis years that have ended by then.
    """
    only = None if butir is None else list(butir)
    years = tahun_rencana(rencana)
    targets = _targets(rencana, at, only)
    rules = _rules(rencana, at, only)
    aims = {key: target(row) for key, row in targets.items()}
    angka = _tercatat(rencana, user, at, lampau, only, sampai, aims)
    angka.historis = _historis(rencana, at, only, sampai, aims)
    hari = hari_di(rencana, at)
    bands, pd = _pita(rencana, hari, at, years)
    sheet = Lembar(rencana, years, at, hari, bands, pd)
    cells = {}
    for pk in {b for b, _ in targets}:
        for tahun in years:
            rule = aturan(rules.get(pk), pd[tahun])
            cells[pk, tahun] = _sel((pk, tahun), sheet, rule, targets, aims, angka)
    sheet._sel = cells
    return sheet


@dataclass
class _Angka:
    """Reports by Butir and year; `tersembunyi`: years with figures that the reader may not read."""

    klaim: dict[_Kunci, Laporan] = field(default_factory=dict)
    verifikasi: dict[_Kunci, Laporan] = field(default_factory=dict)
    historis: dict[_Kunci, Laporan] = field(default_factory=dict)
    tersembunyi: set[_Kunci] = field(default_factory=set)
    terverifikasi: set[_Kunci] = field(default_factory=set)

    def lama(self, key: _Kunci) -> Laporan | None:
        """Historis figures, which count nowhere once the year has verified ones."""
        return None if key in self.terverifikasi else self.historis.get(key)

    def resmi(self, key: _Kunci) -> Laporan | None:
        return self.verifikasi.get(key) or self.lama(key)

    def diklaim(self, key: _Kunci) -> Laporan | None:
        return diklaim(self.klaim.get(key), self.verifikasi.get(key), self.lama(key))


def _sel(
    key: _Kunci,
    sheet: Lembar,
    rule: Aturan,
    targets: Mapping[_Kunci, TargetTahun],
    aims: Mapping[_Kunci, Target],
    angka: _Angka,
) -> Sel:
    pk, tahun = key
    row = targets.get(key)
    official, claimed = angka.resmi(key), angka.diklaim(key)
    asked = row is not None and diminta(row, rule.arah)
    hasil = _hasil(key, sheet.tahun, rule, aims, official, angka.resmi, asked=asked)
    money = official.uang if official else Uang()
    return Sel(
        butir_id=pk,
        tahun=tahun,
        mulai=tahun <= sheet.hari_ini.year,
        diminta=asked,
        tersembunyi=key in angka.tersembunyi,
        target=aims.get(key, _KOSONG),
        baris=row,
        aturan=rule,
        klaim=angka.klaim.get(key),
        verifikasi=angka.verifikasi.get(key),
        historis=angka.lama(key),
        hasil_klaim=_hasil(key, sheet.tahun, rule, aims, claimed, angka.diklaim, asked=asked),
        hasil=hasil,
        pita=pita_untuk(hasil.terbatas, sheet.pita, lengkap=hasil.lengkap) if sheet.pita else None,
        serapan=serapan(anggaran_rupiah(row), money),
    )


def _hasil(
    key: _Kunci,
    years: tuple[int, ...],
    rule: Aturan,
    aims: Mapping[_Kunci, Target],
    laporan: Laporan | None,
    cari: _Cari,
    *,
    asked: bool,
) -> HasilCapaian:
    """Compute one capaian; a cumulative one over the years so far.

    A year that asks for nothing and has no figures has no target that could be missed.
    """
    pk, tahun = key
    aim = aims.get(key, _KOSONG)
    if not asked and laporan is None:
        aim = _KOSONG
    reached = laporan.realisasi if laporan else None
    if rule.sifat is Sifat.KUMULATIF and aim.ada:
        past = [(pk, y) for y in years if y <= tahun]
        past = [k for k in past if k in aims and aims[k].ada]
        found = [cari(k) for k in past]
        reports = [r.realisasi if r else None for r in found]
        aim, reached = akumulasi([aims[k] for k in past], reports)
    return hitung_capaian(aim, reached, rule)


def _tanpa(butir_id: int, tahun: int, sheet: Lembar) -> Sel:
    rule = Aturan()
    nothing = hitung_capaian(_KOSONG, None, rule)
    return Sel(
        butir_id=butir_id,
        tahun=tahun,
        mulai=tahun <= sheet.hari_ini.year,
        diminta=False,
        tersembunyi=False,
        target=_KOSONG,
        baris=None,
        aturan=rule,
        klaim=None,
        verifikasi=None,
        historis=None,
        hasil_klaim=nothing,
        hasil=nothing,
        pita=None,
        serapan=Serapan(),
    )


def _targets(
    rencana: Rencana, at: datetime, only: list[int] | None
) -> dict[tuple[int, int], TargetTahun]:
    """Return the version of each target that was in force; version 1 always counts."""
    rows = TargetTahun.objects.filter(Q(versi=1) | Q(dibuat__lte=at), butir__rencana=rencana)
    if only is not None:
        rows = rows.filter(butir__in=only)
    return {(row.butir_id, row.tahun): row for row in rows.order_by("versi")}


def _rules(rencana: Rencana, at: datetime, only: list[int] | None) -> dict[int, AturanUkur]:
    rows = AturanUkur.objects.filter(
        Q(versi=1) | Q(dibuat__lte=at), butir__rencana=rencana
    ).select_related("skala")
    if only is not None:
        rows = rows.filter(butir__in=only)
    return {row.butir_id: row for row in rows.order_by("versi")}


def _tercatat(
    rencana: Rencana,
    user: User | None,
    at: datetime,
    lampau: bool,
    only: list[int] | None,
    sampai: date | None,
    aims: Mapping[_Kunci, Target],
) -> _Angka:
    """Return claimed and verified figures: of each Butir and year those of its last window."""
    counting = Q(gugur__isnull=True) | Q(gugur__gt=at)
    windows = Capaian.objects.filter(counting, butir__rencana=rencana)
    if only is not None:
        windows = windows.filter(butir__in=only)
    if sampai is not None:
        windows = windows.filter(selesai__lte=sampai)
    visible = Capaian.objects.visible_to(user).filter(pk=OuterRef("capaian")) if user else None
    rows = (
        RealisasiTercatat.objects.filter(capaian__in=windows.order_by().values("pk"), at__lte=at)
        .annotate(terlihat=Value(True) if visible is None else Exists(visible))
        .select_related("capaian")
        .order_by("at", "pk")
    )
    last: dict[tuple[int, bool], Any] = {}
    verifying = (RealisasiTercatat.Tahap.TERVERIFIKASI, RealisasiTercatat.Tahap.BUKA)
    for row in rows:
        last[row.capaian_id, row.tahap in verifying] = row
    past = _status(windows, at) if lampau else None
    standing = (RealisasiTercatat.Tahap.KLAIM, RealisasiTercatat.Tahap.TERVERIFIKASI)
    found = _Angka()
    for (pk, verified), row in sorted(last.items(), key=_urutan):
        window = row.capaian
        status = window.status if past is None else past.get(pk, Status.BELUM)
        if row.tahap not in standing or (verified and status != Status.DISETUJUI):
            continue
        key = (window.butir_id, tahun_jendela(window.mulai, window.selesai))
        if verified:
            found.terverifikasi.add(key)
        if not row.terlihat:
            found.tersembunyi.add(key)
            continue
        where = found.verifikasi if verified else found.klaim
        where[key] = _laporan(row, aims.get(key), window.selesai, row.at, pk, status=status)
    return found


def _urutan(item: tuple[tuple[int, bool], Any]) -> tuple[date, datetime, int]:
    """Order records by their window, then by when they were written: the last one counts."""
    row = item[1]
    return row.capaian.selesai, row.at, row.pk


def _laporan(
    row: RealisasiTercatat | RealisasiHistoris,
    aim: Target | None,
    sampai: date,
    at: datetime,
    capaian_id: int | None,
    *,
    rujukan: str = "",
    status: str = "",
) -> Laporan:
    """Read stored figures against the target; `asli` tells what does not fit its units."""
    aim = aim or _KOSONG
    found = realisasi(row, aim) or Realisasi()
    asli = satuan_lain(row, aim)
    return Laporan(found, uang(row), sampai, at, capaian_id, rujukan, status, asli)


def _status(windows: QuerySet[Capaian], at: datetime) -> dict[int, str]:
    """Return the state of each task at a past moment, where it was no longer Belum."""
    log = Keputusan.objects.filter(
        capaian__in=windows.order_by().values("pk"), pemenuhan__isnull=True, at__lte=at
    )
    return dict(log.order_by("at", "pk").values_list("capaian", "ke"))


def _historis(
    rencana: Rencana,
    at: datetime,
    only: list[int] | None,
    sampai: date | None,
    aims: Mapping[_Kunci, Target],
) -> dict[_Kunci, Laporan]:
    """Return the historis rows in force; they belong to the plan, as its targets do."""
    rows = RealisasiHistoris.objects.filter(
        Q(diganti__isnull=True) | Q(diganti__gt=at), butir__rencana=rencana, dibuat__lte=at
    )
    if sampai is not None:
        ended = sampai.year if (sampai.month, sampai.day) == (12, 31) else sampai.year - 1
        rows = rows.filter(tahun__lte=ended)
    if only is not None:
        rows = rows.filter(butir__in=only)
    return {
        (row.butir_id, row.tahun): _laporan(
            row,
            aims.get((row.butir_id, row.tahun)),
            date(row.tahun, 12, 31),
            row.dibuat,
            None,
            rujukan=row.rujukan,
        )
        for row in rows.order_by("dibuat")
    }


def _pita(
    rencana: Rencana, hari: date, at: datetime, years: tuple[int, ...]
) -> tuple[Pita | None, dict[int, int]]:
    """Return the bands in force (the institution's own, else the portal's), and how many
    Perangkat Daerah are active in each year: what "Semua PD" means.

    A past year is counted on its last day. One query where there are bands.
    """
    own = Q(instansi=rencana.instansi_id) | Q(instansi__isnull=True)
    rows = PitaCapaian.objects.filter(Q(versi=1) | Q(dibuat__lte=at), own, kode="capaian")
    days = {tahun: min(hari, date(tahun, 12, 31)) for tahun in years}
    counts = {f"pd{tahun}": banyak_perangkat_daerah(rencana, day) for tahun, day in days.items()}
    found = sorted(rows.annotate(**counts), key=lambda p: (p.instansi_id is not None, p.versi))
    if not found:
        return None, {y: perangkat_daerah(rencana, day).count() for y, day in days.items()}
    last = found[-1]
    return last.pita(), {tahun: getattr(last, f"pd{tahun}") or 0 for tahun in years}


def banyak_perangkat_daerah(rencana: Rencana, hari: date) -> Subquery:
    """Return how many Perangkat Daerah are active on a day, as a column (NULL for none)."""
    units = perangkat_daerah(rencana, hari).order_by().values("instansi")
    return Subquery(
        units.annotate(jumlah=Count("pk")).values("jumlah"), output_field=IntegerField()
    )


def perangkat_daerah(rencana: Rencana, hari: date) -> QuerySet[Unit]:
    """Return the Perangkat Daerah of a plan's institution that are active on a day."""
    return (
        Unit.objects.filter(instansi=rencana.instansi_id, jenis=Unit.Jenis.PERANGKAT_DAERAH)
        .filter(Q(aktif_mulai__isnull=True) | Q(aktif_mulai__lte=hari))
        .filter(Q(aktif_selesai__isnull=True) | Q(aktif_selesai__gte=hari))
    )
