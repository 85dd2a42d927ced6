"""Realisasi as the spine meets it: the forms of a task, and what each step records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from evidence.actions.errors import IsianKurang
from evidence.jadwal import Jendela
from evidence.keadaan import hari_di
from evidence.models import Butir, Capaian, Rencana
from evidence.pelengkap import Perlu
from roadmap.forms_realisasi import RealisasiForm, Susunan
from roadmap.lembar import lembar, perangkat_daerah
from roadmap.models import (
    AturanUkur,
    BarisAksi,
    CatatanSumber,
    Indikator,
    Realisasi,
    RealisasiTercatat,
    TargetTahun,
)
from roadmap.nilai import aturan, diminta, realisasi, target
from ukuran import capaian as rumus
from ukuran.capaian import HasilCapaian, Sifat, akumulasi, hitung_capaian
from ukuran.target import JenisTarget, Target

if TYPE_CHECKING:
    from evidence.actions.transition import Langkah

_ANGKA = ("komponen", "predikat", "ada", "pagu", "pergeseran", "anggaran")
_KLAIM = (RealisasiTercatat.Tahap.KLAIM, RealisasiTercatat.Tahap.TARIK)
_VERIFIKASI = (RealisasiTercatat.Tahap.TERVERIFIKASI, RealisasiTercatat.Tahap.BUKA)


@dataclass(frozen=True)
class Ukuran:
    """What a task is measured against: its year's target, budget and rule."""

    tahun: int
    baris: TargetTahun | None
    target: Target
    aturan: rumus.Aturan
    berbagi: BarisAksi | None
    beranggaran: bool

    @property
    def susunan(self) -> Susunan:
        """What the forms ask for."""
        return Susunan(self.target, self.aturan.skala, self.beranggaran)


@dataclass(frozen=True)
class KhususTugas:
    """What the pages of a task show of its figures."""

    ukuran: Ukuran
    letak: Indikator | BarisAksi | None
    draf: Realisasi | None
    klaim: RealisasiTercatat | None
    verifikasi: RealisasiTercatat | None
    hasil_draf: HasilCapaian
    hasil_klaim: HasilCapaian
    hasil: HasilCapaian
    catatan: list[CatatanSumber]


class PelengkapRoadmap:
    """Figures of a Road Map task: physical per component, and the budget."""

    templat_isian = "roadmap/tugas/isian.html"
    templat_baca = "roadmap/tugas/baca.html"
    templat_putusan = "roadmap/tugas/putusan.html"

    def perlu(self, rencana: Rencana) -> Perlu:
        """A Butir is asked for in the years in which the plan has a target or money for it."""
        asked = {
            (row.butir_id, row.tahun)
            for row in TargetTahun.objects.filter(butir__rencana=rencana, kini=True)
            if diminta(row)
        }

        def needed(butir: Butir, window: Jendela) -> bool:
            return (butir.pk, window.selesai.year) in asked

        return needed

    def muat(self, capaian: Capaian, hari: date) -> KhususTugas:
        """Return target, rule, figures and explanation of a task."""
        measure = ukuran(capaian)
        log = list(
            RealisasiTercatat.objects.filter(capaian=capaian)
            .select_related("oleh")
            .order_by("at", "pk")
        )
        draft = Realisasi.objects.filter(capaian=capaian).first()
        sent = terakhir(log, _KLAIM)
        done = terakhir(log, _VERIFIKASI)
        return KhususTugas(
            ukuran=measure,
            letak=letak(capaian.butir),
            draf=draft,
            klaim=sent,
            verifikasi=done,
            hasil_draf=hasil(capaian, measure, realisasi(draft)),
            hasil_klaim=hasil(capaian, measure, realisasi(sent)),
            hasil=hasil(capaian, measure, realisasi(done)),
            catatan=list(CatatanSumber.objects.filter(butir=capaian.butir).order_by("kode")),
        )

    def formulir(self, capaian: Capaian, data: Any = None) -> forms.BaseForm:
        """Return the unit's form over its draft."""
        draft = Realisasi.objects.filter(capaian=capaian).first()
        return RealisasiForm.untuk(ukuran(capaian).susunan, draft, data)

    def formulir_putusan(self, capaian: Capaian, data: Any = None) -> forms.BaseForm:
        """Return the verifikator's form over what was verified last, else over the claim."""
        log = list(RealisasiTercatat.objects.filter(capaian=capaian).order_by("at", "pk"))
        figures = terakhir(log, _VERIFIKASI) or terakhir(log, _KLAIM)
        return RealisasiForm.untuk(ukuran(capaian).susunan, figures, data, prefiks="v_")

    def simpan(self, capaian: Capaian, isi: Mapping[str, Any]) -> dict[str, object]:
        """Store the draft and the value that follows from it."""
        measure = ukuran(capaian)
        row, _ = Realisasi.objects.get_or_create(capaian=capaian)
        changed = _tulis(row, isi, measure)
        if changed:
            row.save()
        capaian.nilai_mandiri = nilai_bulat(hasil(capaian, measure, realisasi(row)))
        return changed

    def kurang(self, capaian: Capaian) -> dict[str, str]:
        """Every component and, where there is a budget, pagu and spending must be filled."""
        draft = Realisasi.objects.filter(capaian=capaian).first()
        return ukuran(capaian).susunan.kurang(draft)

    def dikirim(self, capaian: Capaian, step: "Langkah") -> None:
        """Record the draft as the claim."""
        draft = Realisasi.objects.filter(capaian=capaian).first() or Realisasi(capaian=capaian)
        figures = {name: getattr(draft, name) for name in _ANGKA}
        _catat(capaian, RealisasiTercatat.Tahap.KLAIM, step, figures)

    def ditarik(self, capaian: Capaian, step: "Langkah") -> None:
        """Record that nothing is claimed any more."""
        _catat(capaian, RealisasiTercatat.Tahap.TARIK, step, {})

    def diputus(
        self, capaian: Capaian, isi: Mapping[str, Any], step: "Langkah"
    ) -> dict[str, object]:
        """Record what the verifikator found; figures that differ from the claim need a note."""
        measure = ukuran(capaian)
        log = list(RealisasiTercatat.objects.filter(capaian=capaian).order_by("at", "pk"))
        sent = terakhir(log, _KLAIM)
        if sent is None:
            raise IsianKurang({"": "Unit belum mengirim realisasi."})
        row = RealisasiTercatat(
            instansi_id=capaian.instansi_id,
            capaian=capaian,
            tahap=RealisasiTercatat.Tahap.TERVERIFIKASI,
            catatan=step.catatan,
            oleh=step.oleh,
            at=step.at,
            **{name: getattr(sent, name) for name in _ANGKA},
        )
        before = {name: getattr(row, name) for name in _ANGKA}
        if isi:
            _tulis(row, isi, measure)
            galat = measure.susunan.kurang(row)
            if galat:
                raise IsianKurang(galat)
        different = any(not _sama(getattr(row, name), before[name]) for name in _ANGKA)
        if different and not step.catatan:
            raise IsianKurang(
                {"catatan": "Angka Anda berbeda dari klaim unit. Catatan wajib diisi."}
            )
        row.save()
        capaian.nilai_internal = nilai_bulat(hasil(capaian, measure, realisasi(row)))
        return {"realisasi": _terbaca(row), "klaim": _terbaca(sent)}

    def dibuka(self, capaian: Capaian, step: "Langkah") -> None:
        """Record that the verified figures no longer stand."""
        _catat(capaian, RealisasiTercatat.Tahap.BUKA, step, {})


def letak(butir: Butir) -> Indikator | BarisAksi | None:
    """Return where a Butir stands in the document."""
    return (
        Indikator.objects.filter(butir=butir).select_related("sasaran__kelompok").first()
        or BarisAksi.objects.filter(butir=butir).select_related("kegiatan__program").first()
    )


def ukuran(capaian: Capaian) -> Ukuran:
    """Return what a task is measured against (three queries)."""
    tahun = capaian.selesai.year
    rows = TargetTahun.objects.filter(butir=capaian.butir_id, tahun=tahun, kini=True)
    row = rows.first()
    rule = (
        AturanUkur.objects.filter(butir=capaian.butir_id, kini=True).select_related("skala").first()
    )
    aksi = BarisAksi.objects.filter(butir=capaian.butir_id).select_related("anggaran_pada").first()
    shared = aksi.anggaran_pada if aksi else None
    aim = target(row) if row else Target("", JenisTarget.KOSONG)
    rencana = capaian.butir.rencana
    pd = perangkat_daerah(rencana, hari_di(rencana, timezone.now())).count()
    return Ukuran(
        tahun=tahun,
        baris=row,
        target=aim,
        aturan=aturan(rule, pd),
        berbagi=shared,
        beranggaran=aksi is not None and shared is None,
    )


def hasil(capaian: Capaian, measure: Ukuran, reached: rumus.Realisasi | None) -> HasilCapaian:
    """Return the capaian of figures of a task; a cumulative one with the verified years before."""
    if measure.aturan.sifat is not Sifat.KUMULATIF or not measure.target.ada:
        return hitung_capaian(measure.target, reached, measure.aturan)
    aims, reports = _tahun_lalu(capaian, measure.tahun)
    aim, total = akumulasi([*aims, measure.target], [*reports, reached])
    return hitung_capaian(aim, total, measure.aturan)


def _tahun_lalu(capaian: Capaian, tahun: int) -> tuple[list[Target], list[rumus.Realisasi | None]]:
    """Return targets and counting figures of the years before, where the plan has a target."""
    rencana = capaian.butir.rencana
    sheet = lembar(rencana, None, at=timezone.now(), butir=[capaian.butir_id])
    cells = [c for c in sheet.baris(capaian.butir_id) if c.tahun < tahun and c.target.ada]
    return [c.target for c in cells], [c.angka.realisasi if c.angka else None for c in cells]


def nilai_bulat(result: HasilCapaian) -> int | None:
    """Return a capaian as the spine keeps values: 0 to 100, half rounded up; None without one."""
    if result.terbatas is None:
        return None
    whole = int(result.terbatas.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return min(max(whole, 0), 100)


def terakhir(
    log: list[RealisasiTercatat], tahap: tuple[RealisasiTercatat.Tahap, RealisasiTercatat.Tahap]
) -> RealisasiTercatat | None:
    """Return the last record of a stage that stands; `tahap`: what sets it, what takes it away."""
    rows = [row for row in log if row.tahap in tahap]
    return rows[-1] if rows and rows[-1].tahap == tahap[0] else None


def _tulis(
    row: Realisasi | RealisasiTercatat, isi: Mapping[str, Any], measure: Ukuran
) -> dict[str, object]:
    """Put checked figures into a row; return what changed."""
    fresh = measure.susunan.angka(isi)
    changed: dict[str, object] = {}
    for name, value in fresh.items():
        if not _sama(getattr(row, name), value):
            changed[name] = _teks(value)
            setattr(row, name, value)
    return changed


def _sama(one: Any, other: Any) -> bool:
    """Whether two stored figures are equal; "10" and "10.0" are."""
    if isinstance(one, list) and isinstance(other, list):
        return [None if k is None else Decimal(k) for k in one] == [
            None if k is None else Decimal(k) for k in other
        ]
    return bool(one == other)


def _teks(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _terbaca(row: RealisasiTercatat) -> dict[str, object]:
    """Return figures fit for the audit record."""
    return {name: _teks(getattr(row, name)) for name in _ANGKA}


def _catat(
    capaian: Capaian,
    tahap: RealisasiTercatat.Tahap,
    step: "Langkah",
    figures: Mapping[str, Any],
) -> None:
    RealisasiTercatat.objects.create(
        instansi_id=capaian.instansi_id,
        capaian=capaian,
        tahap=tahap,
        catatan=step.catatan,
        oleh=step.oleh,
        at=step.at,
        **figures,
    )
