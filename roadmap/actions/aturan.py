"""The rule by which a row is measured: a new version, and the figures that it changes."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q

from accounts.models import User
from audit.recorder import audited
from evidence.actions.butir import lock_butir
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.penjadwalan import kunci_capaian
from evidence.actions.rencana import record_rencana
from evidence.actions.transition import clock
from evidence.models import Butir
from roadmap.actions.akibat import Dampak, hitung_dampak, ikuti, tugas_kini
from roadmap.lembar import Lembar, lembar
from roadmap.models import AturanUkur, TargetTahun
from roadmap.nilai import aturan, diminta
from roadmap.sel import Laporan, Sel
from ukuran.capaian import (
    Arah,
    Aturan,
    CaraPredikat,
    HasilCapaian,
    Rumus,
    Sifat,
    akumulasi,
    hitung_capaian,
)
from ukuran.models import SkalaPredikat
from ukuran.pita import Rentang, pita_untuk
from ukuran.target import JenisTarget, kunci_predikat

BATAS_ATAS_MAKS = Decimal("9999.9")  # what the column holds
PANJANG_ALASAN = 2000
_KOLOM = ("arah", "rumus", "cara_predikat", "sifat", "batas_atas", "skala_id")


@dataclass(frozen=True)
class IsiAturan:
    """A rule as it is typed; `skala_id` None where no grades are measured."""

    arah: str
    rumus: str
    cara_predikat: str
    sifat: str
    batas_atas: Decimal
    skala_id: int | None
    alasan: str


@dataclass(frozen=True)
class Beda:
    """One year before and after: official figures and claimed ones."""

    sel: Sel
    hasil: HasilCapaian
    hasil_klaim: HasilCapaian
    pita: Rentang | None

    @property
    def berubah(self) -> bool:
        """Whether a figure of the year changes."""
        return (self.sel.hasil.terbatas_eksak, self.sel.hasil_klaim.terbatas_eksak) != (
            self.hasil.terbatas_eksak,
            self.hasil_klaim.terbatas_eksak,
        )


@dataclass(frozen=True)
class RevisiAturan:
    """A rule as it will stand beside the one that stands, with the years it concerns.

    `asing`: targets that are no grade of the chosen scale, or grades of it that were read as words.
    `dampak`: what happens to the tasks of years with a target of 0: they are asked for where less
    is better, and not where more is.
    """

    lama: AturanUkur | None
    baru: AturanUkur
    tahun: tuple[Beda, ...]
    asing: tuple[str, ...]
    dampak: tuple[tuple[int, Dampak], ...] = ()


def aturan_kini(butir: Butir) -> AturanUkur | None:
    """Return the rule in force of a Butir; None means the common one."""
    rows = AturanUkur.objects.filter(butir=butir, kini=True)
    return rows.select_related("skala", "oleh").first()


def skala_tersedia(butir: Butir) -> list[SkalaPredikat]:
    """Return the scales that a rule of this Butir may name: those in force, and its own."""
    kept = AturanUkur.objects.filter(butir=butir, kini=True).values("skala")
    rows = SkalaPredikat.objects.filter(
        Q(kini=True) | Q(pk__in=kept), Q(instansi=None) | Q(instansi=butir.instansi_id)
    )
    return list(rows.order_by("nama", "versi"))


def baca_aturan(butir: Butir, isi: IsiAturan, at: datetime) -> RevisiAturan:
    """Read a rule and compute the figures that it would change; nothing is written.

    Reads `butir.rencana`. Raises IsianKurang.
    """
    lama = aturan_kini(butir)
    baru = _baris(butir, isi)
    galat = _periksa(isi, baru, skala_tersedia(butir))
    if not galat and not _berbeda(lama, baru):
        galat[""] = "Belum ada yang berubah: aturan sama dengan yang berlaku."
    if galat:
        raise IsianKurang(galat)
    sheet = lembar(butir.rencana, None, at=at, butir=[butir.pk])
    rule = aturan(baru)
    cells = sheet.baris(butir.pk)
    return RevisiAturan(
        lama,
        baru,
        hitung_ulang(cells, rule, sheet),
        _asing(cells, baru.skala),
        _dampak(butir, lama, baru, sheet.hari_ini),
    )


def ubah_aturan(
    *, butir_id: int, isi: IsiAturan, versi: int, by: User, at: datetime | None = None
) -> RevisiAturan:
    """Record a new version of a rule; it counts from now on, past days keep theirs.

    `versi` is the version that was read (0: none). Raises Denied, NotAllowed, Bentrok,
    IsianKurang.
    """
    with audited():
        rencana, butir = lock_butir(butir_id, by)
        butir.rencana = rencana
        now = clock(rencana.instansi, at)
        kunci_capaian(rencana, [butir.pk])
        kini = aturan_kini(butir)
        if (kini.versi if kini else 0) != versi:
            oleh = f" oleh {kini.oleh.nama}" if kini and kini.oleh else ""
            raise Bentrok(
                f"Perubahan Anda belum tersimpan: aturan ini baru saja diubah{oleh}. "
                "Periksa aturan yang berlaku sekarang, lalu simpan lagi bila masih perlu."
            )
        revisi = baca_aturan(butir, isi, now)
        if kini is not None:
            AturanUkur.objects.filter(pk=kini.pk).update(kini=False)
        row = revisi.baru
        row.oleh, row.dibuat, row.alasan = by, now, isi.alasan.strip()
        row.save()
        for _, dampak in revisi.dampak:
            ikuti(rencana, butir, dampak, now)
        record_rencana(
            rencana,
            "roadmap.aturan_ubah",
            by,
            now,
            {
                "butir": butir.kode,
                "versi": row.versi,
                "lama": _teks(kini),
                "baru": _teks(row),
                "alasan": row.alasan,
                "tahun_berubah": [beda.sel.tahun for beda in revisi.tahun if beda.berubah],
                "tugas_dibuat": sum(len(d.dibuat) for _, d in revisi.dampak),
                "tugas_dicabut": [row.pk for _, d in revisi.dampak for row in d.dicabut],
            },
        )
        return revisi


def hitung_ulang(cells: tuple[Sel, ...], rule: Aturan, sheet: Lembar) -> tuple[Beda, ...]:
    """Return each year of one Butir with the figures that another rule gives."""
    made = []
    for place, cell in enumerate(cells):
        past = cells[: place + 1]
        here = replace(rule, jumlah_unit=sheet.jumlah_pd[cell.tahun])
        official = _menurut(past, [c.angka for c in past], here)
        claimed = _menurut(past, [c.angka_klaim for c in past], here)
        band = (
            pita_untuk(official.terbatas, sheet.pita, lengkap=official.lengkap)
            if sheet.pita
            else None
        )
        made.append(Beda(cell, official, claimed, band))
    return tuple(made)


def _menurut(cells: tuple[Sel, ...], laporan: list[Laporan | None], rule: Aturan) -> HasilCapaian:
    """Return the capaian of the last of some years; a cumulative one over all of them."""
    aim = cells[-1].target
    reached = laporan[-1].realisasi if laporan[-1] else None
    if rule.sifat is Sifat.KUMULATIF and aim.ada:
        rows = [
            (cell.target, report.realisasi if report else None)
            for cell, report in zip(cells, laporan, strict=True)
            if cell.target.ada
        ]
        aim, reached = akumulasi([a for a, _ in rows], [r for _, r in rows])
    return hitung_capaian(aim, reached, rule)


def _baris(butir: Butir, isi: IsiAturan) -> AturanUkur:
    """Return the new version, unsaved. Version 1 counts on every past day, so others begin at 2."""
    last = AturanUkur.objects.filter(butir=butir).aggregate(n=Max("versi"))["n"] or 1
    scale = None
    if isi.skala_id is not None:
        scale = SkalaPredikat.objects.filter(pk=isi.skala_id).first()
    return AturanUkur(
        butir=butir,
        versi=last + 1,
        arah=isi.arah,
        rumus=isi.rumus,
        cara_predikat=isi.cara_predikat,
        sifat=isi.sifat,
        batas_atas=isi.batas_atas,
        skala=scale,
        asal=AturanUkur.Asal.INSTANSI,
        alasan=isi.alasan.strip(),
    )


def _periksa(isi: IsiAturan, row: AturanUkur, scales: list[SkalaPredikat]) -> dict[str, str]:
    galat = {}
    for nama, kata in (
        ("arah", Arah), ("rumus", Rumus), ("cara_predikat", CaraPredikat), ("sifat", Sifat)
    ):  # fmt: skip
        if getattr(isi, nama) not in {satu.value for satu in kata}:
            galat[nama] = "Pilih dari daftar."
    if not isi.batas_atas.is_finite() or not 100 <= isi.batas_atas <= BATAS_ATAS_MAKS:
        galat["batas_atas"] = "Antara 100 dan 9.999,9."
    elif isi.batas_atas != isi.batas_atas.quantize(Decimal("0.1")):
        galat["batas_atas"] = "Paling banyak satu angka di belakang koma."
    if isi.skala_id is not None and (row.skala is None or row.skala not in scales):
        galat["skala"] = "Pilih skala dari daftar."
    if not isi.alasan.strip():
        galat["alasan"] = "Tulis alasan perubahan."
    elif len(isi.alasan) > PANJANG_ALASAN:
        galat["alasan"] = f"Alasan paling panjang {PANJANG_ALASAN} huruf."
    return galat


def _berbeda(lama: AturanUkur | None, baru: AturanUkur) -> bool:
    before = lama or AturanUkur(batas_atas=Decimal(100))
    return any(getattr(before, nama) != getattr(baru, nama) for nama in _KOLOM)


def _asing(cells: tuple[Sel, ...], skala: SkalaPredikat | None) -> tuple[str, ...]:
    if skala is None:
        return ()
    codes = {kunci_predikat(t["kode"]) for t in skala.tingkat}
    found = []
    for cell in cells:
        aim = cell.target
        known = kunci_predikat(aim.predikat or aim.mentah) in codes
        if aim.jenis is JenisTarget.PREDIKAT and not known:
            found.append(f"{cell.tahun}: {aim.mentah} tidak ada pada skala ini.")
        elif aim.jenis is not JenisTarget.PREDIKAT and known:
            found.append(
                f"{cell.tahun}: {aim.mentah} tercatat bukan sebagai predikat. Simpan lagi "
                "targetnya, supaya dibaca menurut skala ini."
            )
    return tuple(found)


def _dampak(
    butir: Butir, lama: AturanUkur | None, baru: AturanUkur, hari: date
) -> tuple[tuple[int, Dampak], ...]:
    """Return what follows in the years that are asked for by one rule and not by the other."""
    before = lama.arah if lama else Arah.MAKSIMUM
    targets = TargetTahun.objects.filter(butir=butir, kini=True).order_by("tahun")
    changed = [t for t in targets if diminta(t, before) != diminta(t, baru.arah)]
    if not changed:
        return ()
    rows = tugas_kini(butir)
    found = [
        (t.tahun, hitung_dampak(butir, t.tahun, rows, hari, diminta=diminta(t, baru.arah)))
        for t in changed
    ]
    return tuple((tahun, dampak) for tahun, dampak in found if not dampak.kosong)


def _teks(row: AturanUkur | None) -> dict[str, str]:
    """Return a rule fit for the audit record."""
    if row is None:
        return {}
    words = {nama: str(getattr(row, nama)) for nama in _KOLOM if nama != "skala_id"}
    return words | {"skala": str(row.skala) if row.skala else ""}
