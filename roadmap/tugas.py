"""What the pages of a task show of its figures: target, rule, claimed beside verified, formula."""

from dataclasses import dataclass
from decimal import Decimal

from evidence.jadwal import Jendela, label
from evidence.models import Capaian
from evidence.workflow import Status
from roadmap.forms_realisasi import UANG, Susunan
from roadmap.kata import kata_aturan, kata_hasil
from roadmap.models import BarisAksi, CatatanSumber, Realisasi, RealisasiTercatat
from roadmap.nilai import BerAngka, Serapan, realisasi, satuan_lain, serapan, uang
from roadmap.tolok import (
    KLAIM,
    VERIFIKASI,
    Tolok,
    catatan_angka,
    draf_halaman,
    hasil_klaim,
    hasil_resmi,
    tahun_lalu,
    terakhir,
    tolok_halaman,
)
from ukuran.capaian import HasilCapaian
from ukuran.format import TANPA_DATA, persen


@dataclass(frozen=True, slots=True)
class BarisBanding:
    """One figure, claimed beside verified, in words; `beda`: both stand and differ."""

    label: str
    target: str
    klaim: str
    verifikasi: str
    beda: bool


@dataclass(frozen=True)
class Terdahulu:
    """The figures of the last earlier window of the same year."""

    jendela: str
    diverifikasi: bool
    isi: tuple[tuple[str, str], ...]  # label, figure


@dataclass(frozen=True)
class KhususTugas:
    """The figures of a task, ready to be shown."""

    tolok: Tolok
    jalur: tuple[str, ...]
    aturan: tuple[str, ...]
    catatan: tuple[CatatanSumber, ...]
    draf: Realisasi | None
    klaim: RealisasiTercatat | None
    verifikasi: RealisasiTercatat | None
    hasil_draf: HasilCapaian
    hasil_klaim: HasilCapaian
    hasil: HasilCapaian
    serapan_klaim: Serapan
    serapan: Serapan
    banding: tuple[BarisBanding, ...]
    satuan_lain: tuple[str, ...]  # what was typed or sent before the target had other units
    terdahulu: Terdahulu | None
    tertinggal: bool  # accepted, but for another target than the one in force

    @property
    def berbeda(self) -> bool:
        """Whether the verified figures are other ones than the claimed."""
        return any(row.beda for row in self.banding)

    @property
    def dilaporkan(self) -> bool:
        """Whether anything was sent or verified."""
        return self.klaim is not None or self.verifikasi is not None

    @property
    def cara_draf(self) -> tuple[str, ...]:
        """How the capaian of the stored draft comes about."""
        return kata_hasil(self.hasil_draf)

    @property
    def cara_klaim(self) -> tuple[str, ...]:
        """How the claimed capaian comes about."""
        return kata_hasil(self.hasil_klaim)

    @property
    def cara(self) -> tuple[str, ...]:
        """How the verified capaian comes about."""
        return kata_hasil(self.hasil)


def khusus_tugas(capaian: Capaian) -> KhususTugas:
    """Return target, rule, figures and explanation of a task (five queries; a cumulative target
    five more).
    """
    measure = tolok_halaman(capaian)
    before = tahun_lalu(capaian, measure)
    log = catatan_angka(capaian)
    own = [row for row in log if row.capaian_id == capaian.pk]
    sent = terakhir(own, KLAIM)
    # As on every other page: verified figures count once each document of the task is accepted.
    done = terakhir(own, VERIFIKASI) if capaian.status == Status.DISETUJUI else None
    draft = draf_halaman(capaian)
    claimed = hasil_klaim(measure, before, realisasi(sent, measure.target))
    verified = hasil_resmi(measure, before, realisasi(done, measure.target))
    plan = measure.anggaran
    spent = (serapan(plan, uang(sent)), serapan(plan, uang(done)))
    return KhususTugas(
        tolok=measure,
        jalur=_jalur(measure),
        aturan=kata_aturan(measure.target, measure.aturan),
        catatan=tuple(CatatanSumber.objects.filter(butir=capaian.butir_id).order_by("kode")),
        draf=draft,
        klaim=sent,
        verifikasi=done,
        hasil_draf=hasil_klaim(measure, before, realisasi(draft, measure.target)),
        hasil_klaim=claimed,
        hasil=verified,
        serapan_klaim=spent[0],
        serapan=spent[1],
        banding=_banding(measure.susunan, sent, done, (claimed, verified), spent),
        satuan_lain=_satuan_lain(measure, (done, sent, draft)),
        terdahulu=_terdahulu(capaian, measure.susunan, log),
        tertinggal=_tertinggal(capaian, measure, done),
    )


def _tertinggal(capaian: Capaian, measure: Tolok, done: BerAngka | None) -> bool:
    """Whether the accepted figures of an open task no longer answer the target.

    Approval asks for every figure, so one that is missing now is asked for by a later revision.
    """
    open_ = capaian.gugur is None and capaian.butir.rencana.berjalan
    if done is None or not open_ or not measure.target.ada:
        return False
    return bool(measure.susunan.kurang(done).keys() - set(UANG))


def _satuan_lain(measure: Tolok, rows: tuple[BerAngka | None, ...]) -> tuple[str, ...]:
    words = (satuan_lain(row, measure.target) for row in rows)
    return tuple(dict.fromkeys(word for word in words if word))


def _jalur(measure: Tolok) -> tuple[str, ...]:
    """Return where the row stands: program, kegiatan, indikator; or the path of the sasaran."""
    where = measure.letak
    if where is None:
        return ()
    if isinstance(where, BarisAksi):
        program = where.kegiatan.program
        parts: tuple[str, ...] = (
            program.judul_tercetak,
            f"{where.kegiatan.no} {where.kegiatan.nama}".strip(),
            where.sub_induk if where.sub_induk != where.kegiatan.nama else "",
            where.sub_kegiatan,
            where.indikator,
        )
    else:
        sasaran = where.sasaran
        parts = (*map(str, sasaran.kelompok.jalur), sasaran.teks, where.teks)
    found: list[str] = []
    for part in parts:
        if part and (not found or part != found[-1]):
            found.append(part)
    return tuple(found)


def _banding(
    susunan: Susunan,
    sent: BerAngka | None,
    done: BerAngka | None,
    results: tuple[HasilCapaian, HasilCapaian],
    spent: tuple[Serapan, Serapan],
) -> tuple[BarisBanding, ...]:
    rows = []
    both = sent is not None and done is not None
    for nama in susunan.nama:
        claim, checked = susunan.tulis(nama, sent), susunan.tulis(nama, done)
        aim = "" if nama in UANG else susunan.target_dari(nama)
        rows.append(
            BarisBanding(susunan.label(nama), aim, claim, checked, both and claim != checked)
        )
    if susunan.beranggaran:
        rows.append(_persen("Serapan", spent[0].persen, spent[1].persen, both))
    if susunan.target.ada:
        rows.append(_persen("Capaian", results[0].terbatas, results[1].terbatas, both))
    return tuple(rows)


def _persen(nama: str, claim: Decimal | None, checked: Decimal | None, both: bool) -> BarisBanding:
    one, two = ("" if value is None else persen(value) for value in (claim, checked))
    return BarisBanding(nama, "", one, two, both and one != two)


def _terdahulu(
    capaian: Capaian, susunan: Susunan, log: list[RealisasiTercatat]
) -> Terdahulu | None:
    """Return the last earlier window of the year with figures that stand; verified come first."""
    windows: dict[int, list[RealisasiTercatat]] = {}
    for row in log:
        if row.capaian_id != capaian.pk:
            windows.setdefault(row.capaian_id, []).append(row)
    for rows in sorted(windows.values(), key=lambda r: r[0].capaian.selesai, reverse=True):
        done = terakhir(rows, VERIFIKASI)
        found = done or terakhir(rows, KLAIM)
        if found is not None:
            earlier = found.capaian
            return Terdahulu(
                jendela=label(capaian.butir.pola, Jendela(earlier.mulai, earlier.selesai)),
                diverifikasi=done is not None,
                isi=tuple(
                    (susunan.label(nama), susunan.tulis(nama, found) or TANPA_DATA)
                    for nama in susunan.nama
                ),
            )
    return None
