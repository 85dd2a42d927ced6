"""One indikator or row of the Lampiran with all that its number rests on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Prefetch, Q

from accounts.models import User
from evidence.models import BuktiTaut, Butir, Capaian, Pemenuhan
from roadmap.kata_target import kata_target
from roadmap.keadaan import Keadaan, dikembalikan, historis, keadaan_sel
from roadmap.lembar import Lembar, lembar
from roadmap.matriks import baca_semua, butir_terbaca
from roadmap.models import (
    AturanUkur,
    BarisAksi,
    CatatanSumber,
    Indikator,
    RealisasiTercatat,
    TargetTahun,
)
from roadmap.nilai import Uang, realisasi, tahun_jendela, target, uang
from roadmap.sel import Sel
from roadmap.tampil import PitaTampil, pita_tampil, teks_realisasi
from ukuran.capaian import Arah, Aturan, CaraPredikat, HasilCapaian, Rumus, Sifat
from ukuran.cara_hitung import desimal
from ukuran.format import persen
from ukuran.target import PERSEN, JenisTarget, Target


@dataclass(frozen=True)
class Tercatat:
    """One record of figures: sent, taken back, verified or reopened."""

    tahap: str
    at: datetime
    oleh: str
    realisasi: str
    uang: Uang
    catatan: str


@dataclass(frozen=True)
class DokumenJendela:
    """A required document of a window with its files (pk of the version, name)."""

    uraian: str
    status: str
    berkas: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Jendela:
    """One due window of the Butir."""

    capaian: Capaian
    catatan: tuple[Tercatat, ...]
    dokumen: tuple[DokumenJendela, ...]
    dipakai: bool  # the year's figures come from here


@dataclass(frozen=True)
class VersiTarget:
    """One version of a year's target and how it was read."""

    baris: TargetTahun
    dibaca: str


@dataclass(frozen=True)
class LangkahTampil:
    """One component: its formula in figures, and what came of it ('' without figure)."""

    uraian: str
    rumus: str
    mentah: str
    terbatas: str


@dataclass(frozen=True)
class Perhitungan:
    """How a capaian came about, in words."""

    langkah: tuple[LangkahTampil, ...]
    alasan: tuple[str, ...]
    nilai: str

    @classmethod
    def dari(cls, hasil: HasilCapaian) -> "Perhitungan":
        """Write a result."""
        return cls(
            langkah=tuple(
                LangkahTampil(
                    _uraian(step.uraian), step.rumus, _tulis(step.mentah), _tulis(step.terbatas)
                )
                for step in hasil.langkah
            ),
            alasan=tuple(satu.kata for satu in hasil.alasan),
            nilai="" if hasil.terbatas is None else persen(hasil.terbatas, 2),
        )


@dataclass(frozen=True)
class TahunRinci:
    """One year: its target in all versions, and how its capaian comes about."""

    tahun: int
    sel: Sel
    keadaan: Keadaan
    target: str
    versi: tuple[VersiTarget, ...]
    realisasi: str
    klaim: str
    historis: bool
    pita: PitaTampil | None
    akumulasi: bool
    jendela: tuple[Jendela, ...]

    @property
    def hasil(self) -> HasilCapaian:
        """The capaian that counts."""
        return self.sel.hasil

    @property
    def satuan_lain(self) -> tuple[str, ...]:
        """What was reported before the target had other units; it counts nowhere now."""
        words = (row.asli for row in (self.sel.angka, self.sel.klaim) if row and row.asli)
        return tuple(dict.fromkeys(words))

    @property
    def dikembalikan(self) -> bool:
        """Whether the last claim is with its unit again."""
        return dikembalikan(self.sel)

    @property
    def hitung(self) -> Perhitungan | None:
        """How it came about; None where nothing was to compute."""
        if not self.sel.hasil.langkah or (self.sel.angka is None and not self.akumulasi):
            return None
        return Perhitungan.dari(self.sel.hasil)

    @property
    def hitung_klaim(self) -> Perhitungan | None:
        """How the claimed capaian came about, where it is another one."""
        if self.sel.klaim is None or self.sel.hasil_klaim == self.sel.hasil:
            return None
        return Perhitungan.dari(self.sel.hasil_klaim)


@dataclass(frozen=True)
class RincianButir:
    """All of one Butir for one reader."""

    butir: Butir
    indikator: Indikator | None
    baris: BarisAksi | None
    lembar: Lembar
    terbaca: bool
    tahun: tuple[TahunRinci, ...]
    aturan: Aturan
    versi_aturan: tuple[AturanUkur, ...]
    catatan: tuple[CatatanSumber, ...]
    berbagi: tuple[BarisAksi, ...]

    @property
    def beranggaran(self) -> bool:
        """Whether the row stands in the Lampiran, which has a budget column."""
        return self.baris is not None

    @property
    def dipindah(self) -> tuple[TargetTahun, ...]:
        """Versions whose cells the OCR put elsewhere."""
        return tuple(v.baris for t in self.tahun for v in t.versi if v.baris.posisi_ocr)

    @property
    def kata_aturan(self) -> list[str]:
        """The rule in sentences."""
        kinds = {t.sel.target.jenis for t in self.tahun}
        return kata_aturan(self.aturan, kinds, self.lembar.jumlah_pd[self._tahun_pd])

    @property
    def _tahun_pd(self) -> int:
        """This year, or the nearest one of the plan."""
        years = self.lembar.tahun
        return min(max(self.lembar.hari_ini.year, years[0]), years[-1])

    @property
    def aturan_berlaku(self) -> AturanUkur | None:
        """The version of the rule in force; None where the common rule is used."""
        return self.versi_aturan[-1] if self.versi_aturan else None


def rincian(
    butir: Butir, user: User, *, at: datetime, lampau: bool = False, terbaca: bool
) -> RincianButir:
    """Return everything about a Butir that the caller found visible; a fixed number of queries.

    Reads `butir.rencana.instansi`, `butir.indikator_roadmap` and `butir.baris_aksi`. `terbaca`:
    see `boleh_baca`.
    """
    sheet = lembar(butir.rencana, user, at=at, lampau=lampau, butir=[butir.pk])
    versions = defaultdict(list)
    for row in (
        TargetTahun.objects.filter(Q(versi=1) | Q(dibuat__lte=at), butir=butir)
        .select_related("oleh")
        .order_by("versi")
    ):
        versions[row.tahun].append(row)
    rules = tuple(
        AturanUkur.objects.filter(Q(versi=1) | Q(dibuat__lte=at), butir=butir)
        .select_related("skala", "oleh")
        .order_by("versi")
    )
    place: Indikator | None = getattr(butir, "indikator_roadmap", None)
    line: BarisAksi | None = getattr(butir, "baris_aksi", None)
    cells = sheet.baris(butir.pk)
    windows = _jendela(butir, user, at, cells)
    return RincianButir(
        butir=butir,
        indikator=place,
        baris=line,
        lembar=sheet,
        terbaca=terbaca,
        tahun=tuple(_tahun(c, sheet, versions[c.tahun], windows, terbaca) for c in cells),
        aturan=cells[0].aturan,
        versi_aturan=rules,
        catatan=_catatan(butir, line),
        berbagi=_berbagi(line),
    )


def boleh_baca(butir: Butir, user: User) -> bool:
    """Whether a person may read what the unit of a Butir reports (no query for whole readers)."""
    if baca_semua(butir.rencana, user):
        return True
    return Butir.objects.filter(butir_terbaca(user), pk=butir.pk).exists()


def kata_aturan(rule: Aturan, jenis: set[JenisTarget], jumlah_pd: int) -> list[str]:
    """Return a rule in sentences, as far as it matters for the kinds of target there are."""
    words = []
    numbers = {JenisTarget.PERSEN, JenisTarget.CACAH, JenisTarget.MAJEMUK, JenisTarget.NOL}
    if jenis & (numbers | {JenisTarget.SEMUA}):
        words.append(_kata_angka(rule))
    if JenisTarget.MAJEMUK in jenis:
        words.append(
            "Target majemuk: tiap komponen dihitung dan dibatasi sendiri, lalu dirata-ratakan; "
            "komponen tanpa data dihitung 0."
        )
    if JenisTarget.SEMUA in jenis:
        words.append(f"Semua PD: targetnya banyaknya perangkat daerah aktif, yaitu {jumlah_pd}.")
    if JenisTarget.PREDIKAT in jenis:
        words.append(_kata_predikat(rule))
    if JenisTarget.DOKUMEN in jenis:
        words.append("Target berupa dokumen: 100% bila dokumennya ada, 0% bila belum.")
    if rule.sifat is Sifat.KUMULATIF:
        words.append(
            "Kumulatif: target dan realisasi dijumlahkan sejak tahun pertama rencana, "
            "selama satuannya sama."
        )
    else:
        words.append("Per tahun: tiap tahun dihitung sendiri.")
    words.append(f"Capaian paling rendah 0% dan paling tinggi {persen(rule.batas_atas)}.")
    return words


def _kata_angka(rule: Aturan) -> str:
    if rule.arah is Arah.MAKSIMUM:
        return "Makin besar makin baik: realisasi / target x 100."
    if rule.rumus is Rumus.SELISIH:
        return "Makin kecil makin baik: (2 x target - realisasi) / target x 100."
    return "Makin kecil makin baik: target / realisasi x 100."


def _kata_predikat(rule: Aturan) -> str:
    if rule.skala is None:
        return "Predikat: skalanya belum dipilih, sehingga capaian belum dapat dihitung."
    levels = " < ".join(t.kode for t in rule.skala.tingkat)
    scale = f"skala {rule.skala.nama} versi {rule.skala.versi} ({levels})"
    if rule.predikat is CaraPredikat.URUTAN:
        return f"Predikat menurut urutan pada {scale}: urutan realisasi / urutan target x 100."
    return f"Predikat pada {scale}: 100% bila target tercapai atau terlampaui, selain itu 0%."


def _tahun(
    cell: Sel,
    sheet: Lembar,
    versions: Sequence[TargetTahun],
    windows: Sequence[Jendela],
    terbaca: bool,
) -> TahunRinci:
    official = cell.angka.realisasi if cell.angka else None
    claimed = cell.klaim.realisasi if cell.klaim else None
    return TahunRinci(
        tahun=cell.tahun,
        sel=cell,
        keadaan=keadaan_sel(cell, berjalan=sheet.rencana.berjalan, terbaca=terbaca),
        target=kata_target(cell.target),
        versi=tuple(VersiTarget(row, kata_target(target(row))) for row in versions),
        realisasi=teks_realisasi(cell.target, official),
        klaim=teks_realisasi(cell.target, claimed),
        historis=historis(cell),
        pita=pita_tampil(cell.pita, sheet.pita),
        akumulasi=cell.aturan.sifat is Sifat.KUMULATIF,
        jendela=tuple(w for w in windows if _tahun_dari(w.capaian) == cell.tahun),
    )


def _jendela(butir: Butir, user: User, at: datetime, cells: Sequence[Sel]) -> list[Jendela]:
    """Return the windows that the person may read, with what was recorded in them."""
    files = BuktiTaut.objects.active().select_related("versi").order_by("pk")
    rows = list(
        Capaian.objects.visible_to(user)
        .filter(Q(gugur__isnull=True) | Q(gugur__gt=at), butir=butir, dibuat__lte=at)
        .select_related("unit")
        .order_by("mulai")
        .prefetch_related(
            Prefetch(
                "pemenuhan_set",
                Pemenuhan.objects.select_related("dokumen")
                .order_by("dokumen__urut")
                .prefetch_related(Prefetch("taut_set", files, to_attr="berkas_aktif")),
            )
        )
    )
    log = defaultdict(list)
    for row in (
        RealisasiTercatat.objects.filter(capaian__in=[r.pk for r in rows], at__lte=at)
        .select_related("oleh")
        .order_by("at", "pk")
    ):
        log[row.capaian_id].append(row)
    aims = {c.tahun: c.target for c in cells}
    used = {c.verifikasi.capaian_id for c in cells if c.verifikasi}
    return [
        Jendela(
            capaian=row,
            catatan=tuple(_tercatat(r, aims[_tahun_dari(row)]) for r in log[row.pk]),
            dokumen=tuple(
                DokumenJendela(
                    p.dokumen.uraian,
                    p.status,
                    tuple((t.versi_id, t.versi.nama_asli) for t in p.berkas_aktif),  # type: ignore[attr-defined]  # prefetched
                )
                for p in row.pemenuhan_set.all()
            ),
            dipakai=row.pk in used,
        )
        for row in rows
    ]


def _tahun_dari(capaian: Capaian) -> int:
    return tahun_jendela(capaian.mulai, capaian.selesai)


def _uraian(satuan: str) -> str:
    """Return what names a component; a percentage needs no name."""
    return "" if satuan == PERSEN else satuan


def _tulis(nilai: Fraction | None) -> str:
    return "" if nilai is None else persen(desimal(nilai), 2)


def _tercatat(row: RealisasiTercatat, aim: Target) -> Tercatat:
    return Tercatat(
        tahap=row.get_tahap_display(),
        at=row.at,
        oleh=row.oleh.nama,
        realisasi=teks_realisasi(aim, realisasi(row)),
        uang=uang(row),
        catatan=row.catatan,
    )


def _catatan(butir: Butir, line: BarisAksi | None) -> tuple[CatatanSumber, ...]:
    """Return the source notes on a row, and on its kegiatan and program."""
    about = Q(butir=butir)
    if line is not None:
        about |= Q(kegiatan=line.kegiatan_id) | Q(program=line.kegiatan.program_id)
    return tuple(CatatanSumber.objects.filter(about).distinct().order_by("kode"))


def _berbagi(line: BarisAksi | None) -> tuple[BarisAksi, ...]:
    """Return the other rows that share this row's budget, wherever it stands."""
    if line is None:
        return ()
    carrier = line.anggaran_pada_id or line.pk
    rows = BarisAksi.objects.filter(Q(pk=carrier) | Q(anggaran_pada=carrier)).exclude(pk=line.pk)
    return tuple(rows.order_by("urut"))
