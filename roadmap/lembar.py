"""Every target of a Road Map with what was reached, on any day: the one rule behind all figures.

Figures are cumulative from 1 January ("sampai dengan"), so a year is what its last recorded
window says. Claimed is what was last sent and not withdrawn; verified is what the Inspektorat
recorded, as long as every document of that window is accepted. Earlier years may be historis:
entered from a document, not verified.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery

from accounts.models import Unit, User
from evidence.keadaan import hari_di
from evidence.models import Capaian, Keputusan, Rencana
from evidence.models.capaian import CapaianQuerySet
from evidence.workflow import Status
from roadmap.models import AturanUkur, RealisasiHistoris, RealisasiTercatat, TargetTahun
from roadmap.nilai import Serapan, Uang, anggaran_rupiah, aturan, realisasi, serapan, target, uang
from ukuran.capaian import Aturan, HasilCapaian, Realisasi, Sifat, akumulasi, hitung_capaian
from ukuran.models import PitaCapaian
from ukuran.pita import Pita, Rentang, pita_untuk
from ukuran.target import JenisTarget, Target

_KOSONG = Target("", JenisTarget.KOSONG)
_Cari = Callable[[tuple[int, int]], "Laporan | None"]


@dataclass(frozen=True, slots=True)
class Laporan:
    """What one window, or one historis row, says about a year."""

    realisasi: Realisasi
    uang: Uang
    sampai: date
    at: datetime
    capaian_id: int | None = None  # None: historis
    rujukan: str = ""

    @property
    def historis(self) -> bool:
        """Whether it was entered from a document of an earlier year, unverified."""
        return self.capaian_id is None


@dataclass(frozen=True, slots=True)
class Sel:
    """One Butir in one year: target, what was claimed, what is verified, both as capaian.

    `mulai` False: the year has not begun on the day of the figures.
    """

    butir_id: int
    tahun: int
    mulai: bool
    target: Target
    baris: TargetTahun | None
    aturan: Aturan
    klaim: Laporan | None
    verifikasi: Laporan | None
    historis: Laporan | None
    hasil_klaim: HasilCapaian
    hasil: HasilCapaian
    pita: Rentang | None
    serapan: Serapan

    @property
    def angka(self) -> Laporan | None:
        """The figures that count: verified ones, else historis ones."""
        return self.verifikasi or self.historis

    @property
    def capaian(self) -> Decimal | None:
        """The capaian that counts, capped, in percent."""
        return self.hasil.terbatas

    @property
    def capaian_klaim(self) -> Decimal | None:
        """The claimed capaian, capped, in percent."""
        return self.hasil_klaim.terbatas

    @property
    def anggaran(self) -> Decimal | None:
        """The planned budget in Rupiah; None for blank and '-'."""
        return anggaran_rupiah(self.baris)


@dataclass
class Lembar:
    """All targets of a plan for one reader on one day."""

    rencana: Rencana
    tahun: tuple[int, ...]
    at: datetime
    hari_ini: date
    pita: Pita | None
    jumlah_pd: int
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
    claimed, verified = _tercatat(rencana, user, at, lampau, only, sampai)
    historis = _historis(rencana, at, only, sampai)
    hari = hari_di(rencana, at)
    bands, pd = _pita(rencana, hari, at)
    sheet = Lembar(rencana, years, at, hari, bands, pd)
    cells = {}
    for pk in {b for b, _ in targets}:
        rule = aturan(rules.get(pk), sheet.jumlah_pd)
        for tahun in years:
            key = (pk, tahun)
            cells[key] = _sel(key, sheet, rule, targets, _Angka(claimed, verified, historis))
    sheet._sel = cells
    return sheet


@dataclass(frozen=True)
class _Angka:
    """Reports by Butir and year."""

    klaim: Mapping[tuple[int, int], Laporan]
    verifikasi: Mapping[tuple[int, int], Laporan]
    historis: Mapping[tuple[int, int], Laporan]

    def resmi(self, key: tuple[int, int]) -> Laporan | None:
        return self.verifikasi.get(key) or self.historis.get(key)

    def diklaim(self, key: tuple[int, int]) -> Laporan | None:
        """The later of claim and verified figures, else historis ones."""
        sent, done = self.klaim.get(key), self.verifikasi.get(key)
        if sent is not None and (done is None or sent.sampai >= done.sampai):
            return sent
        return done or self.historis.get(key)


def _sel(
    key: tuple[int, int],
    sheet: Lembar,
    rule: Aturan,
    targets: Mapping[tuple[int, int], TargetTahun],
    angka: _Angka,
) -> Sel:
    pk, tahun = key
    row = targets.get(key)
    official, claimed = angka.resmi(key), angka.diklaim(key)
    aim = target(row) if row else _KOSONG
    hasil = _hasil(key, sheet.tahun, rule, targets, official, angka.resmi)
    money = official.uang if official else Uang()
    return Sel(
        butir_id=pk,
        tahun=tahun,
        mulai=tahun <= sheet.hari_ini.year,
        target=aim,
        baris=row,
        aturan=rule,
        klaim=angka.klaim.get(key),
        verifikasi=angka.verifikasi.get(key),
        historis=angka.historis.get(key),
        hasil_klaim=_hasil(key, sheet.tahun, rule, targets, claimed, angka.diklaim),
        hasil=hasil,
        pita=pita_untuk(hasil.terbatas, sheet.pita, lengkap=hasil.lengkap) if sheet.pita else None,
        serapan=serapan(anggaran_rupiah(row), money),
    )


def _hasil(
    key: tuple[int, int],
    years: tuple[int, ...],
    rule: Aturan,
    targets: Mapping[tuple[int, int], TargetTahun],
    laporan: Laporan | None,
    cari: _Cari,
) -> HasilCapaian:
    """Compute one capaian; a cumulative one over the years so far."""
    pk, tahun = key
    row = targets.get(key)
    aim = target(row) if row else _KOSONG
    reached = laporan.realisasi if laporan else None
    if rule.sifat is Sifat.KUMULATIF and aim.ada:
        past = [(pk, y) for y in years if y <= tahun and (pk, y) in targets]
        aims = [target(targets[k]) for k in past]
        found = [cari(k) for k in past]
        reports = [r.realisasi if r else None for r in found]
        if any(a.ada for a in aims):
            rows = [(a, r) for a, r in zip(aims, reports, strict=True) if a.ada]
            aim, reached = akumulasi([a for a, _ in rows], [r for _, r in rows])
    return hitung_capaian(aim, reached, rule)


def _tanpa(butir_id: int, tahun: int, sheet: Lembar) -> Sel:
    rule = Aturan()
    nothing = hitung_capaian(_KOSONG, None, rule)
    return Sel(
        butir_id=butir_id,
        tahun=tahun,
        mulai=tahun <= sheet.hari_ini.year,
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
) -> tuple[dict[tuple[int, int], Laporan], dict[tuple[int, int], Laporan]]:
    """Return claimed and verified figures by Butir and year: those of the last window with any."""
    visible = Capaian.objects.visible_to(user) if user else Capaian.objects.all()
    visible = visible.filter(butir__rencana=rencana).filter(Q(gugur__isnull=True) | Q(gugur__gt=at))
    if only is not None:
        visible = visible.filter(butir__in=only)
    if sampai is not None:
        visible = visible.filter(selesai__lte=sampai)
    rows = (
        RealisasiTercatat.objects.filter(capaian__in=visible.order_by().values("pk"), at__lte=at)
        .select_related("capaian")
        .order_by("at", "pk")
    )
    last: dict[tuple[int, bool], RealisasiTercatat] = {}
    verifying = (RealisasiTercatat.Tahap.TERVERIFIKASI, RealisasiTercatat.Tahap.BUKA)
    for row in rows:
        last[row.capaian_id, row.tahap in verifying] = row
    accepted = _disetujui(visible, at) if lampau else None
    klaim: dict[tuple[int, int], Laporan] = {}
    verifikasi: dict[tuple[int, int], Laporan] = {}
    standing = (RealisasiTercatat.Tahap.KLAIM, RealisasiTercatat.Tahap.TERVERIFIKASI)
    for (pk, verified), row in last.items():
        if row.tahap not in standing:
            continue
        window = row.capaian
        done = window.status == Status.DISETUJUI if accepted is None else pk in accepted
        if verified and not done:
            continue
        found = verifikasi if verified else klaim
        key = (window.butir_id, window.selesai.year)
        before = found.get(key)
        if before is None or before.sampai < window.selesai:
            found[key] = Laporan(
                realisasi(row) or Realisasi(), uang(row), window.selesai, row.at, pk
            )
    return klaim, verifikasi


def _disetujui(visible: CapaianQuerySet, at: datetime) -> set[int]:
    """Return the tasks that were wholly accepted at a past moment."""
    state: dict[int, str] = {}
    log = Keputusan.objects.filter(
        capaian__in=visible.order_by().values("pk"),
        pemenuhan__isnull=True,
        at__lte=at,
    ).order_by("at", "pk")
    for pk, ke in log.values_list("capaian", "ke"):
        state[pk] = ke
    return {pk for pk, ke in state.items() if ke == Status.DISETUJUI}


def _historis(
    rencana: Rencana, at: datetime, only: list[int] | None, sampai: date | None
) -> dict[tuple[int, int], Laporan]:
    """Return the historis rows in force; they belong to the plan, as its targets do."""
    rows = RealisasiHistoris.objects.filter(
        Q(diganti__isnull=True) | Q(diganti__gt=at), butir__rencana=rencana, dibuat__lte=at
    )
    if sampai is not None:
        ended = sampai.year if (sampai.month, sampai.day) == (12, 31) else sampai.year - 1
        rows = rows.filter(tahun__lte=ended)
    if only is not None:
        rows = rows.filter(butir__in=only)
    found: dict[tuple[int, int], Laporan] = {}
    for row in rows.order_by("dibuat"):
        found[row.butir_id, row.tahun] = Laporan(
            realisasi(row) or Realisasi(),
            uang(row),
            date(row.tahun, 12, 31),
            row.dibuat,
            None,
            row.rujukan,
        )
    return found


def _pita(rencana: Rencana, hari: date, at: datetime) -> tuple[Pita | None, int]:
    """Return the bands in force (the institution's own, else the portal's), and how many
    Perangkat Daerah are active: what "Semua PD" means. One query where there are bands.
    """
    own = Q(instansi=rencana.instansi_id) | Q(instansi__isnull=True)
    rows = PitaCapaian.objects.filter(Q(versi=1) | Q(dibuat__lte=at), own, kode="capaian")
    units = perangkat_daerah(rencana, hari).order_by().values("instansi")
    counted = units.annotate(jumlah=Count("pk")).values("jumlah")
    found = sorted(
        rows.annotate(jumlah_pd=Subquery(counted, output_field=IntegerField())),
        key=lambda p: (p.instansi_id is not None, p.versi),
    )
    if not found:
        return None, perangkat_daerah(rencana, hari).count()
    return found[-1].pita(), found[-1].jumlah_pd or 0


def perangkat_daerah(rencana: Rencana, hari: date) -> QuerySet[Unit]:
    """Return the Perangkat Daerah of a plan's institution that are active on a day."""
    return (
        Unit.objects.filter(instansi=rencana.instansi_id, jenis=Unit.Jenis.PERANGKAT_DAERAH)
        .filter(Q(aktif_mulai__isnull=True) | Q(aktif_mulai__lte=hari))
        .filter(Q(aktif_selesai__isnull=True) | Q(aktif_selesai__gte=hari))
    )
