"""Historis figures as lists: what was entered, and the table to type a year in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.forms import BoundField
from django.http import QueryDict

from evidence.models import Butir, Rencana
from roadmap.actions.historis import IsiHistoris, beranggaran, historis_kini, susunan_baris
from roadmap.forms_historis import BarisHistorisForm
from roadmap.historis import terkunci
from roadmap.models import BarisAksi, Indikator, RealisasiHistoris, TargetTahun
from roadmap.nilai import target as nilai_target
from ukuran.format import TANPA_DATA
from ukuran.skala import tulis
from ukuran.target import PERSEN, JenisTarget, Target


@dataclass(frozen=True)
class Saringan:
    """Which rows are shown: those of a group (`s:<kode>`) or a program (`p:<huruf>`), by words."""

    bagian: str = ""
    kata: str = ""

    @classmethod
    def dari(cls, data: QueryDict) -> "Saringan":
        """Read the filters of an address."""
        return cls(data.get("bagian", "")[:40], data.get("kata", "").strip()[:100])


@dataclass
class BarisTabel:
    """One row with its form."""

    butir: Butir
    target: str
    form: BarisHistorisForm
    lama: RealisasiHistoris | None
    tertutup: str


@dataclass
class TabelHistoris:
    """All rows of the filters: one page, so that nothing typed is left behind on another."""

    baris: list[BarisTabel]
    bagian: list[tuple[str, str]] = field(default_factory=list)

    def sah(self) -> bool:
        """Check the shape of every cell; rows that are closed and were not sent are left out."""
        checked = [row.form.is_valid() for row in self._terisi]  # each one: all errors show
        return all(checked)

    def isi(self) -> list[IsiHistoris]:
        """Return what was typed, once it is valid."""
        return [row.form.isi() for row in self._terisi if not (row.tertutup and row.form.kosong)]

    @property
    def _terisi(self) -> list[BarisTabel]:
        return [row for row in self.baris if not row.tertutup or row.form.terkirim]

    def memuat(self, kunci: str) -> bool:
        """Whether a message belongs to a row of this table."""
        return any(kunci.startswith(f"r{row.butir.pk}_") for row in self.baris)

    def tunjukkan(self, galat: Mapping[str, str]) -> None:
        """Show what the action found wrong at the cells."""
        for row in self.baris:
            start = f"r{row.butir.pk}_"
            for kunci, kata in galat.items():
                if kunci.startswith(start):
                    name = kunci.removeprefix(start)
                    row.form.add_error(name if name in row.form.fields else "halaman", kata)

    @property
    def galat(self) -> list[tuple[str, str]]:
        """Everything that is wrong: the id to jump to, and the words."""
        return [
            (str(cell.auto_id), f"{row.butir.kode}, {cell.label}: {kata}")
            for row in self.baris
            if row.form.is_bound
            for cell in _sel(row.form)
            for kata in cell.errors
        ]


def _sel(form: BarisHistorisForm) -> list[BoundField]:
    return [form[name] for name in form.fields]


def daftar_historis(rencana: Rencana, tahun: str) -> QuerySet[RealisasiHistoris]:
    """Return the historis rows in force of a plan, of one year when `tahun` names one."""
    rows = RealisasiHistoris.objects.filter(butir__rencana=rencana, diganti__isnull=True)
    if tahun.isdecimal() and len(tahun) == 4:
        rows = rows.filter(tahun=int(tahun))
    return rows.select_related("butir", "oleh").order_by("-tahun", "butir__urut")


@dataclass(frozen=True)
class BarisDaftar:
    """One row of the list: what was entered, its physical figures in words."""

    row: RealisasiHistoris
    fisik: str


def tampilkan_daftar(rows: Sequence[RealisasiHistoris]) -> list[BarisDaftar]:
    """Return historis rows with their figures in the units of the target (one query)."""
    aims = {
        (aim.butir_id, aim.tahun): nilai_target(aim)
        for aim in TargetTahun.objects.filter(
            butir__in=[row.butir_id for row in rows],
            tahun__in={row.tahun for row in rows},
            kini=True,
        )
    }
    return [BarisDaftar(row, teks_fisik(row, aims.get((row.butir_id, row.tahun)))) for row in rows]


def teks_fisik(row: RealisasiHistoris, aim: Target | None) -> str:
    """Return the physical figures of a historis row in words."""
    if row.predikat:
        return row.predikat
    if row.ada is not None:
        return "dokumen ada" if row.ada else "dokumen belum ada"
    units = [satu.satuan for satu in aim.komponen] if aim else []
    if aim is not None and aim.jenis is JenisTarget.SEMUA:
        units = ["PD"]
    said = [
        _dengan_satuan(nilai, units[no] if no < len(units) else "")
        for no, nilai in enumerate(row.komponen)
    ]
    return "; ".join(said) if any(k is not None for k in row.komponen) else TANPA_DATA


def _dengan_satuan(nilai: str | None, satuan: str) -> str:
    if nilai is None:
        return f"{TANPA_DATA} {satuan}".strip()
    jumlah = tulis(Decimal(nilai))
    return f"{jumlah}%" if satuan == PERSEN else f"{jumlah} {satuan}".strip()


def tabel_historis(
    rencana: Rencana,
    tahun: int,
    saringan: Saringan,
    *,
    data: QueryDict | None,
) -> TabelHistoris:
    """Return the rows of a year that have a target or a budget, with their forms.

    `data`: what was typed. Rows that were sent are those of the address: the same filters.
    """
    semua = list(_butir(rencana, tahun))
    shown = [row for row in semua if _cocok(row, saringan)]
    ids = [row.pk for row in shown]
    susunan = susunan_baris(tahun, {row.pk: beranggaran(row) for row in shown})
    kini = {row.butir_id: row for row in historis_kini(rencana, tahun, ids)}
    closed = terkunci(rencana, tahun, ids)
    made = [
        BarisTabel(
            butir=butir,
            target=susunan[butir.pk].target.mentah.strip(),
            form=BarisHistorisForm.baris(butir.pk, susunan[butir.pk], kini.get(butir.pk), data),
            lama=kini.get(butir.pk),
            tertutup=closed.get(butir.pk, ""),
        )
        for butir in shown
    ]
    return TabelHistoris(made, _bagian(semua))


def _butir(rencana: Rencana, tahun: int) -> QuerySet[Butir]:
    """Return the rows of a plan that have a target or a budget in a year, with their place."""
    asks = Q(target_set__tahun=tahun, target_set__kini=True) & (
        ~Q(target_set__target_jenis__in=[JenisTarget.KOSONG, JenisTarget.STRIP])
        | Q(target_set__anggaran_ribu__isnull=False)
    )
    return (
        Butir.objects.filter(asks, rencana=rencana, dicabut__isnull=True)
        .select_related("indikator_roadmap__sasaran__kelompok", "baris_aksi__kegiatan__program")
        .order_by("urut", "pk")
    )


def _letak(butir: Butir) -> tuple[str, str]:
    """Return the filter value and the name of the group or program of a row."""
    indikator: Indikator | None = getattr(butir, "indikator_roadmap", None)
    if indikator is not None:
        group = indikator.sasaran.kelompok
        return f"s:{group.kode}", f"Sasaran: {group.judul}"
    aksi: BarisAksi | None = getattr(butir, "baris_aksi", None)
    if aksi is not None:
        program = aksi.kegiatan.program
        return f"p:{program.huruf}", f"Program: {program.judul_tercetak}"
    return "", ""


def _cocok(butir: Butir, saringan: Saringan) -> bool:
    kata = saringan.kata.casefold()
    said = kata in butir.uraian.casefold() or kata in butir.kode.casefold()
    return said and saringan.bagian in ("", _letak(butir)[0])


def _bagian(rows: list[Butir]) -> list[tuple[str, str]]:
    """Return groups and programs to filter by, in the order of the plan."""
    return list(dict.fromkeys(_letak(row) for row in rows))
