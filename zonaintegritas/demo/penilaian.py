"""The assessments of the sample: last year's finished, this year's sent back, two drafts elsewhere.

Days of last year are those of its calendar; those of this year are counted from today.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from accounts.models import Instansi, Unit, User
from zonaintegritas.actions.lke import atur_peta, buka_lke, simpan_jawaban
from zonaintegritas.actions.unit import IsiUnitZI, tetapkan_unit
from zonaintegritas.demo.antrean import Antrean, Kalender
from zonaintegritas.demo.fixture_lke import LKERow, contoh_lke
from zonaintegritas.demo.lembar import EVALUATOR, TPI, UNIT, LembarContoh, isian
from zonaintegritas.lke.alur import AksiLKE
from zonaintegritas.lke.muat import muat_contoh
from zonaintegritas.models import IndikatorKeberhasilan, InstrumenLKE, PertanyaanLKE, UnitZI

PEMPROV = "pemprov-ntt-contoh"
_TPI = {"tpi.anggota": "anggota", "tpi.kpu": "ketua", "tpi.pengendali": "pengendali"}


class PenilaianContoh:
    """The KPU as a ZI unit with its two assessments and its mapping."""

    def __init__(
        self, instansi: Instansi, unit: Unit, kalender: Kalender, antrean: Antrean
    ) -> None:
        """`unit` is the KPU itself; its accounts must be there."""
        self._isi: LKERow = contoh_lke()
        self._instansi = instansi
        self._unit = unit
        self._kalender = kalender
        self._antrean = antrean
        self._lalu = kalender.today.year - 1
        self._orang: Mapping[str, User] = User.objects.in_bulk(
            ["admin.kpu", "operator.kpu", "verifikator.kpu", *_TPI], field_name="username"
        )
        self._mulai = kalender.at(date(self._lalu, 2, 3), time(8))
        self.instrumen: InstrumenLKE = muat_contoh(instansi, at=self._mulai)
        self.unit_zi: UnitZI = tetapkan_unit(
            unit_id=unit.pk,
            isi=IsiUnitZI(self._isi.sasaran, self._isi.dasar, self._mulai.date()),
            by=self._orang["admin.kpu"],
            at=self._mulai,
        )

    def tahun_lalu(self) -> None:
        """Put last year's assessment into the queue: over both returns to its result."""
        operator, evaluator = self._orang["operator.kpu"], self._orang["verifikator.kpu"]
        admin, catatan = self._orang["admin.kpu"], self._isi.catatan
        lembar = self._lembar(self._isi.tahun_lalu)

        def on(month: int, day: int) -> date:
            return date(self._lalu, month, day)

        lembar.buka(on(2, 4), self._unit.pk, self._lalu, admin)
        lembar.jawab(on(2, 10), on(3, 6), UNIT, operator)
        lembar.lampirkan(on(3, 7), operator)
        lembar.langkah(on(3, 12), AksiLKE.AJUKAN, operator)
        lembar.koreksi(on(3, 24), EVALUATOR, evaluator)
        lembar.langkah(on(3, 30), AksiLKE.MINTA_PERBAIKAN, evaluator, catatan["perbaikan_lalu"])
        lembar.langkah(on(4, 11), AksiLKE.AJUKAN, operator)
        lembar.langkah(on(4, 28), AksiLKE.TERUSKAN, evaluator, catatan["teruskan"])
        lembar.tugaskan(on(5, 2), _TPI, on(5, 5), on(9, 30), admin)
        lembar.koreksi(on(5, 20), TPI, self._orang["tpi.anggota"])
        lembar.langkah(on(6, 5), AksiLKE.AJUKAN_KETUA, self._orang["tpi.anggota"])
        lembar.langkah(on(6, 20), AksiLKE.AJUKAN_PENGENDALI, self._orang["tpi.kpu"])
        lembar.langkah(
            on(7, 10), AksiLKE.TETAPKAN, self._orang["tpi.pengendali"], catatan["tetapkan"]
        )

    def tahun_ini(self) -> None:
        """Put this year's assessment into the queue: half evaluated, then sent back."""
        operator, evaluator = self._orang["operator.kpu"], self._orang["verifikator.kpu"]
        admin, lalu = self._orang["admin.kpu"], self._kalender.lalu
        lembar = self._lembar(self._isi.tahun_ini)
        lembar.buka(lalu(-85), self._unit.pk, self._lalu + 1, admin)
        lembar.jawab(lalu(-80), lalu(-50), UNIT, operator)
        self._antrean.tambah(self._kalender.at(lalu(-49), time(9)), self._petakan)
        lembar.ambil(lalu(-48), operator)
        lembar.langkah(lalu(-44), AksiLKE.AJUKAN, operator)
        lembar.jawab(lalu(-30), lalu(-12), EVALUATOR, evaluator)
        lembar.langkah(
            lalu(-9), AksiLKE.MINTA_PERBAIKAN, evaluator, self._isi.catatan["perbaikan_ini"]
        )
        lembar.ambil(lalu(-4), operator)
        lembar.tugaskan(lalu(-3), _TPI, lalu(-2), lalu(150), admin)

    def _lembar(self, jawaban: Mapping[str, tuple[str, ...]]) -> LembarContoh:
        return LembarContoh(self._isi, jawaban, self.instrumen, self._antrean, self._kalender)

    def _petakan(self, at: datetime) -> None:
        soal = dict(
            PertanyaanLKE.objects.filter(instrumen=self.instrumen).values_list("kode", "pk")
        )
        rows = IndikatorKeberhasilan.objects.filter(
            kegiatan__tim__keputusan__rencana__instansi=self._instansi
        ).select_related("kegiatan__tim")
        for row in rows:
            kode = f"{row.kegiatan.tim.no_lampiran_2}.{row.kegiatan.huruf}.{row.urut}"
            if kode in self._isi.peta:
                atur_peta(
                    indikator_id=row.pk,
                    instrumen_id=self.instrumen.pk,
                    pertanyaan=[soal[one] for one in self._isi.peta[kode]],
                    by=self._orang["admin.kpu"],
                    at=at,
                )


def buat_draf(tahun: int) -> int:
    """Make the ZI units of the other CONTOH institution with assessments just begun; how many.

    They are made now: the institution's own history has been told before.
    """
    instansi = Instansi.objects.filter(kode=PEMPROV, contoh=True).first()
    if instansi is None or UnitZI.objects.filter(instansi=instansi).exists():
        return 0
    isi = contoh_lke()
    instrumen = muat_contoh(instansi)
    soal = {
        row.kode: row
        for row in PertanyaanLKE.objects.filter(instrumen=instrumen).select_related("skala")
    }
    users = User.objects.in_bulk(
        ["admin", *(row.oleh for row in isi.pemprov)], field_name="username"
    )
    for row in isi.pemprov:
        unit = Unit.objects.get(instansi=instansi, kode=row.unit)
        tetapkan_unit(unit_id=unit.pk, isi=IsiUnitZI(row.sasaran, row.dasar), by=users["admin"])
        lke = buka_lke(unit_id=unit.pk, tahun=tahun, instrumen_id=instrumen.pk, by=users["admin"])
        for kode, stages in row.jawaban.items():
            simpan_jawaban(
                lke_id=lke.pk,
                pertanyaan_id=soal[kode].pk,
                isi=isian(soal[kode], stages[UNIT], ""),
                lama="",
                by=users[row.oleh],
            )
    return len(isi.pemprov)
