"""The sheet of an LKE: questions with the answers of three stages, evidence, scores, rights.

Read in a fixed number of queries however many questions there are; every score comes from
`ukuran.lke.nilai`, nothing is computed here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from ukuran.lke.instrumen import Instrumen, Skala
from ukuran.lke.jawaban import Jawaban
from ukuran.lke.nilai import HasilLKE, NilaiKomponen
from ukuran.lke.nilai import nilai as hitung
from zonaintegritas.lke.bukti import bukti_aktif, peta_lke
from zonaintegritas.lke.hak import HakLKE, Pelaku, hak, pelaku
from zonaintegritas.lke.isian import dari_baris, sebut, tanda, terjawab
from zonaintegritas.lke.susunan import BagianSusunan, Susunan, susunan
from zonaintegritas.models import (
    LKE,
    BuktiLKE,
    JawabanLKE,
    KomponenLKE,
    PertanyaanLKE,
    Tahap,
)


@dataclass(frozen=True)
class BarisPertanyaan:
    """One question: answers by stage, active evidence, number of mapped indikator, values 0..1.

    `isi` is the stage that the reader may write, None for reading only; `lama` is the mark of its
    answer for the form.
    """

    pertanyaan: PertanyaanLKE
    skala: Skala
    jawaban: Mapping[Tahap, JawabanLKE]
    bukti: tuple[BuktiLKE, ...]
    peta: int
    nilai: Mapping[Tahap, Decimal | None]
    isi: Tahap | None
    lama: str

    def terjawab(self, tahap: Tahap) -> bool:
        """Whether a stage has answered."""
        return terjawab(self.pertanyaan.skala, self.jawaban.get(tahap))

    def sebut(self, tahap: Tahap) -> str:
        """Return the answer of a stage in words."""
        return sebut(self.pertanyaan.skala, dari_baris(self.jawaban.get(tahap)))

    @property
    def tanpa_bukti(self) -> bool:
        """Whether the unit claims something above 0 without any file."""
        return not self.bukti and bool(self.nilai[Tahap.MANDIRI])

    @property
    def dokumen_kurang(self) -> int:
        """Return how many of the expected documents have no file yet."""
        return max(0, len(self.pertanyaan.dokumen) - len(self.bukti))


@dataclass(frozen=True)
class BagianLembar:
    """A component in the order of the sheet, with its scores and its own questions."""

    komponen: KomponenLKE
    kedalaman: int
    pertanyaan: tuple[BarisPertanyaan, ...]
    nilai: Mapping[Tahap, NilaiKomponen]


@dataclass(frozen=True)
class LembarLKE:
    """The whole sheet as one person may read it."""

    lke: LKE
    instrumen: Instrumen
    bagian: tuple[BagianLembar, ...]
    nilai: Mapping[Tahap, HasilLKE]
    jawaban: Mapping[Tahap, Mapping[str, Jawaban]]
    hak: HakLKE

    def baris(self) -> Iterator[BarisPertanyaan]:
        """Yield all questions in the order of the sheet."""
        for bagian in self.bagian:
            yield from bagian.pertanyaan

    def dari(self, kode: str) -> BarisPertanyaan | None:
        """Return one question by its code."""
        return next((b for b in self.baris() if b.pertanyaan.kode == kode), None)

    def belum_dijawab(self, tahap: Tahap) -> tuple[str, ...]:
        """Return the codes of the questions that a stage has not answered."""
        return tuple(b.pertanyaan.kode for b in self.baris() if not b.terjawab(tahap))


def lembar(lke: LKE, user: User, *, orang: Pelaku | None = None) -> LembarLKE:
    """Return the sheet of an assessment that the person reads (`LKE.objects.visible_to`).

    `lke` comes with instansi, unit and instrumen. Seven queries: components, questions, answers,
    evidence, mapped indikator, and two for the rights, none where `orang` is known already.
    """
    tabel = susunan(lke.instrumen, terpakai=True)
    rights = hak(orang or pelaku(user, lke))
    rows: dict[int, dict[Tahap, JawabanLKE]] = {}
    for row in lke.jawaban_set.select_related("oleh").order_by():
        rows.setdefault(row.pertanyaan_id, {})[Tahap(row.tahap)] = row
    files: dict[int, list[BuktiLKE]] = {}
    for bukti in bukti_aktif(lke):
        files.setdefault(bukti.pertanyaan_id, []).append(bukti)
    peta = Counter(peta_lke(lke).order_by().values_list("pertanyaan", flat=True))
    jawaban = _jawaban(tabel, rows)
    nilai = {tahap: hitung(tabel.bentuk, jawaban[tahap]) for tahap in Tahap}
    per_komponen = {t: {n.kode: n for n in hasil.telusuri()} for t, hasil in nilai.items()}
    per_soal = {t: {n.kode: n.nilai for n in h.semua_pertanyaan()} for t, h in nilai.items()}

    def baris(pertanyaan: PertanyaanLKE) -> BarisPertanyaan:
        own = rows.get(pertanyaan.pk, {})
        return BarisPertanyaan(
            pertanyaan=pertanyaan,
            skala=tabel.skala[pertanyaan.skala_id],
            jawaban=own,
            bukti=tuple(files.get(pertanyaan.pk, ())),
            peta=peta[pertanyaan.pk],
            nilai={t: per_soal[t][pertanyaan.kode] for t in Tahap},
            isi=rights.isi,
            lama=tanda(own.get(rights.isi)) if rights.isi is not None else "",
        )

    def bagian(satu: BagianSusunan) -> BagianLembar:
        return BagianLembar(
            komponen=satu.komponen,
            kedalaman=satu.kedalaman,
            pertanyaan=tuple(baris(p) for p in satu.pertanyaan),
            nilai={t: per_komponen[t][satu.komponen.kode] for t in Tahap},
        )

    return LembarLKE(
        lke=lke,
        instrumen=tabel.bentuk,
        bagian=tuple(bagian(satu) for satu in tabel.bagian),
        nilai=nilai,
        jawaban=jawaban,
        hak=rights,
    )


def nilai_lke(lke: LKE, tabel: Susunan | None = None) -> dict[Tahap, HasilLKE]:
    """Return the scores of the three stages of an assessment without its sheet.

    Three queries, one when `tabel` of its instrument was read before.
    """
    tabel = tabel or susunan(lke.instrumen, terpakai=True)
    rows: dict[int, dict[Tahap, JawabanLKE]] = {}
    for row in lke.jawaban_set.order_by():
        rows.setdefault(row.pertanyaan_id, {})[Tahap(row.tahap)] = row
    jawaban = _jawaban(tabel, rows)
    return {tahap: hitung(tabel.bentuk, jawaban[tahap]) for tahap in Tahap}


def _jawaban(
    tabel: Susunan, rows: Mapping[int, Mapping[Tahap, JawabanLKE]]
) -> dict[Tahap, dict[str, Jawaban]]:
    """Return the answers in the shape of the engine, by stage and code of the question."""
    found: dict[Tahap, dict[str, Jawaban]] = {tahap: {} for tahap in Tahap}
    for pertanyaan in tabel.semua_pertanyaan():
        for tahap, row in rows.get(pertanyaan.pk, {}).items():
            found[tahap][pertanyaan.kode] = dari_baris(row).nilai
    return found
