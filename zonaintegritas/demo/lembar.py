"""Assessments of the sample, answered and judged by the actions that people use."""

import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial

from accounts.models import User
from evidence.contoh import paper
from ukuran.format import tanggal
from zonaintegritas.actions.lke import (
    ambil_dari_rencana,
    buka_lke,
    lampirkan,
    langkah,
    salin_nilai,
    simpan_jawaban,
    tetapkan_tpi,
)
from zonaintegritas.demo.antrean import Antrean, Kalender
from zonaintegritas.demo.fixture_lke import Jawaban, LKERow
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.lke.bukti import bukti_rencana, peta_lke
from zonaintegritas.lke.isian import tanda
from zonaintegritas.models import LKE, BuktiLKE, InstrumenLKE, PertanyaanLKE, SkalaLKE, Tahap

_JAM = time(9, 20)
_SELA = timedelta(minutes=2)
UNIT, EVALUATOR, TPI = range(3)
"""Places of the stages in the answers of the fixture."""
_TAHAP = (Tahap.MANDIRI, Tahap.EVALUATOR, Tahap.TPI)


class LembarContoh:
    """One assessment of one unit and year; its steps go into a queue under their days."""

    def __init__(
        self,
        isi: LKERow,
        jawaban: Jawaban,
        instrumen: InstrumenLKE,
        antrean: Antrean,
        kalender: Kalender,
    ) -> None:
        """`jawaban` by code of the question, for each stage."""
        self._isi = isi
        self._jawaban = jawaban
        self._instrumen = instrumen
        self._antrean = antrean
        self._kalender = kalender
        self._soal = {
            row.kode: row
            for row in PertanyaanLKE.objects.filter(instrumen=instrumen)
            .select_related("skala", "komponen__induk")
            .order_by("urut")
        }
        self._lke: LKE | None = None

    @property
    def lke(self) -> LKE:
        """Return the assessment as it stands; only after it was opened."""
        assert self._lke is not None
        return LKE.objects.select_related("instansi", "unit").get(pk=self._lke.pk)

    def pada(self, hari: date, step: Callable[[datetime], object], jam: time = _JAM) -> None:
        """Add a step to the queue."""
        self._antrean.tambah(self._kalender.at(hari, jam), step)

    def buka(self, hari: date, unit_id: int, tahun: int, by: User) -> None:
        """Open the assessment."""
        self.pada(hari, partial(self._buka, unit_id, tahun, by), time(8, 10))

    def _buka(self, unit_id: int, tahun: int, by: User, at: datetime) -> None:
        self._lke = buka_lke(
            unit_id=unit_id, tahun=tahun, instrumen_id=self._instrumen.pk, by=by, at=at
        )

    def jawab(
        self, dari: date, sampai: date, tahap: int, by: User, kode: Iterable[str] = ()
    ) -> None:
        """Answer the questions of a stage, spread over days; all that have an answer, or `kode`."""
        wanted = [k for k in self._soal if k in (kode or self._jawaban) and self._ada(k, tahap)]
        for n, one in enumerate(wanted):
            day = dari + timedelta(days=(sampai - dari).days * n // len(wanted))
            at = self._kalender.at(day, _JAM) + _SELA * (n % 60)
            self._antrean.tambah(min(at, self._kalender.now), partial(self._jawab, one, tahap, by))

    def koreksi(self, hari: date, tahap: int, by: User) -> None:
        """Take over the answers of the stage before, then answer what is seen otherwise."""
        self.pada(hari, lambda at: salin_nilai(lke_id=self.lke.pk, by=by, at=at), time(8, 45))
        others = [k for k, stages in self._jawaban.items() if self._beda(stages, tahap)]
        if others:
            self.jawab(hari, hari + timedelta(days=3), tahap, by, others)

    def langkah(self, hari: date, aksi: AksiLKE, by: User, catatan: str = "") -> None:
        """Take a step of the flow."""
        self.pada(
            hari,
            lambda at: langkah(lke_id=self.lke.pk, aksi=aksi, by=by, catatan=catatan, at=at),
            time(15, 30),
        )

    def tugaskan(
        self, hari: date, orang: Mapping[str, str], mulai: date, selesai: date, by: User
    ) -> None:
        """Appoint the TPI: role by username, between two days."""
        for username, peran in orang.items():
            self.pada(hari, partial(self._tugaskan, username, peran, mulai, selesai, by), time(10))

    def _tugaskan(
        self, username: str, peran: str, mulai: date, selesai: date, by: User, at: datetime
    ) -> None:
        tetapkan_tpi(
            lke_id=self.lke.pk,
            username=username,
            peran=peran,
            mulai=mulai,
            selesai=selesai,
            surat_tugas=f"ST-{mulai:%m}/TPI/{mulai.year} (CONTOH)",
            by=by,
            at=at,
        )

    def lampirkan(self, hari: date, by: User) -> None:
        """Attach one file for each area, to its first question; half of the others share it."""
        self.pada(hari, partial(self._lampirkan, by), time(14))

    def _lampirkan(self, by: User, at: datetime) -> None:
        lke = self.lke
        areas: dict[str, list[PertanyaanLKE]] = {}
        for row in self._soal.values():
            upper = row.komponen.induk or row.komponen
            area = row.komponen if row.komponen.kelompok else upper
            areas.setdefault(area.nama, []).append(row)
        for nama, rows in areas.items():
            judul = f"Bundel Bukti {nama} {lke.tahun}"
            lines = [
                f"Unit: {lke.unit.nama}",
                f"Tanggal: {tanggal(at.date())}",
                "Memuat: " + "; ".join(sorted({d for row in rows for d in row.dokumen})) + ".",
                "Berkas ini dibuat portal sebagai data contoh.",
            ]
            hasil = lampirkan(
                lke_id=lke.pk,
                pertanyaan_id=rows[0].pk,
                files=[(f"{judul}.pdf", io.BytesIO(paper(judul, lines)))],
                by=by,
                at=at,
            )
            if hasil.ditolak:
                raise RuntimeError(f"sample file refused: {hasil.ditolak}")
            BuktiLKE.objects.bulk_create(
                BuktiLKE(
                    lke=lke,
                    pertanyaan=row,
                    versi=hasil.diterima[0],
                    asal=BuktiLKE.Asal.UNGGAH,
                    oleh=by,
                    dibuat=at,
                )
                for row in rows[2::2]
            )

    def ambil(self, hari: date, by: User) -> None:
        """Take over the approved evidence of mapped indikator, as far as there is any."""
        self.pada(hari, partial(self._ambil, by), time(14, 30))

    def _ambil(self, by: User, at: datetime) -> None:
        lke = self.lke
        mapped = set(peta_lke(lke).values_list("pertanyaan", flat=True))
        for row in self._soal.values():
            if row.pk in mapped and bukti_rencana(lke, row.pk, by):
                ambil_dari_rencana(lke_id=lke.pk, pertanyaan_id=row.pk, by=by, at=at)

    def _ada(self, kode: str, tahap: int) -> bool:
        return tahap == UNIT or tahap < len(self._jawaban[kode])

    @staticmethod
    def _beda(stages: tuple[str, ...], tahap: int) -> bool:
        return tahap < len(stages) and stages[tahap] != stages[tahap - 1]

    def _jawab(self, kode: str, tahap: int, by: User, at: datetime) -> None:
        soal, stages = self._soal[kode], self._jawaban[kode]
        lke = self.lke
        before = lke.jawaban_set.filter(pertanyaan=soal, tahap=_TAHAP[tahap]).first()
        simpan_jawaban(
            lke_id=lke.pk,
            pertanyaan_id=soal.pk,
            isi=isian(soal, stages[tahap], self._alasan(soal, stages, tahap)),
            lama=tanda(before),
            by=by,
            at=at,
        )

    def _alasan(self, soal: PertanyaanLKE, stages: tuple[str, ...], tahap: int) -> str:
        told = self._isi.alasan
        if tahap != UNIT:
            if not self._beda(stages, tahap):
                return ""
            return told[_TAHAP[tahap].value].format(jawaban=stages[tahap])
        return told[_tingkat(soal, stages[UNIT])].format(dokumen=soal.dokumen[0])


def isian(soal: PertanyaanLKE, jawaban: str, alasan: str) -> dict[str, str]:
    """Return an answer of the fixture as a form sends it."""
    if soal.skala.jenis == SkalaLKE.Jenis.RASIO:
        pembilang, penyebut = jawaban.split("/")
        return {"pembilang": pembilang, "penyebut": penyebut, "alasan": alasan}
    if soal.skala.jenis == SkalaLKE.Jenis.INDEKS:
        return {"angka": jawaban, "alasan": alasan}
    return {"pilihan": jawaban, "alasan": alasan}


def _tingkat(soal: PertanyaanLKE, jawaban: str) -> str:
    """Return which words fit an answer: those of the best, the worst, or one in between."""
    values = [one["kode"] for one in soal.skala.pilihan]
    if not values:
        return "angka"
    return {values[0]: "terbaik", values[-1]: "terendah"}.get(jawaban, "tengah")
