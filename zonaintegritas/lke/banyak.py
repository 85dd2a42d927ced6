"""Scores of many LKE at once: the list, the comparison of years. Three queries however many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.workflow import Sifat
from ukuran.lke.instrumen import Predikat
from ukuran.lke.jawaban import Jawaban
from ukuran.lke.nilai import HasilLKE
from ukuran.lke.nilai import nilai as hitung
from zonaintegritas.lke.alur import SIFAT_LKE
from zonaintegritas.lke.isian import dari_baris
from zonaintegritas.lke.lanjut import GILIRAN
from zonaintegritas.lke.susunan import Susunan, baca_terpakai, susunan
from zonaintegritas.lke.tampil import NAMA_TAHAP
from zonaintegritas.models import LKE, InstrumenLKE, JawabanLKE, StatusLKE, Tahap

Nilai = Mapping[Tahap, HasilLKE]


def nilai_banyak(rows: Iterable[LKE]) -> dict[int, Nilai]:
    """Return the scores of the three stages by the id of the LKE; `rows` come with instrumen."""
    semua = list(rows)
    tabel = susunan_banyak(row.instrumen for row in semua)
    jawaban: dict[tuple[int, Tahap], dict[str, Jawaban]] = {
        (row.pk, tahap): {} for row in semua for tahap in Tahap
    }
    kode = {p.pk: p.kode for satu in tabel.values() for p in satu.semua_pertanyaan()}
    for row in JawabanLKE.objects.filter(lke__in=[r.pk for r in semua]).order_by():
        jawaban[row.lke_id, Tahap(row.tahap)][kode[row.pertanyaan_id]] = dari_baris(row).nilai
    return {
        row.pk: {
            tahap: hitung(tabel[row.instrumen_id].bentuk, jawaban[row.pk, tahap]) for tahap in Tahap
        }
        for row in semua
    }


def susunan_banyak(instrumen: Iterable[InstrumenLKE]) -> dict[int, Susunan]:
    """Return the instruments by id, each read once (two queries for all of them)."""
    berbeda = {satu.pk: satu for satu in instrumen}
    baca_terpakai(list(berbeda.values()))
    return {pk: susunan(row, terpakai=True) for pk, row in berbeda.items()}


@dataclass(frozen=True)
class BarisDaftar:
    """One LKE of the list: its state, whose turn it is, three totals, what it says of a predicate.

    `sumber` names the stage that the predicate is judged by: the last one with answers.
    """

    lke: LKE
    sifat: Sifat
    giliran: str
    tahap: tuple["NilaiDaftar", ...]
    predikat: str
    sumber: str


@dataclass(frozen=True)
class NilaiDaftar:
    """The total of one stage."""

    tahap: Tahap
    hasil: HasilLKE


def daftar(rows: Sequence[LKE]) -> list[BarisDaftar]:
    """Return the list as its page shows it; `rows` come with unit, instansi and instrumen."""
    nilai = nilai_banyak(rows)
    return [_baris(row, nilai[row.pk]) for row in rows]


def _baris(lke: LKE, nilai: Nilai) -> BarisDaftar:
    status = StatusLKE(lke.status)
    tahap = tahap_bernilai(nilai)
    return BarisDaftar(
        lke=lke,
        sifat=SIFAT_LKE[status],
        giliran=GILIRAN[status],
        tahap=tuple(NilaiDaftar(t, nilai[t]) for t in Tahap),
        predikat="Belum ada jawaban" if tahap is None else predikat(nilai[tahap], lke.sasaran),
        sumber="" if tahap is None else f"Menurut nilai {NAMA_TAHAP[tahap]}",
    )


def tahap_bernilai(nilai: Nilai) -> Tahap | None:
    """Return the last stage with answers, None without any."""
    return next((t for t in reversed(Tahap) if nilai[t].terjawab), None)


def predikat(hasil: HasilLKE, sasaran: str) -> str:
    """Return the predicate that is reached, otherwise what is missing to the sasaran."""
    if hasil.predikat is not None:
        return f"Memenuhi syarat {hasil.predikat.kata}"
    asked = Predikat(sasaran)
    syarat = hasil.syarat_untuk(asked)
    if syarat is None:
        return f"Instrumen tidak memuat ambang {asked.kata}"
    if syarat.terpenuhi:
        return f"Sementara memenuhi syarat {asked.kata}"
    kata = f"{len(syarat.belum)} dari {len(syarat.syarat)} syarat {asked.kata} kurang"
    return f"Sementara {kata}" if hasil.sementara else kata
