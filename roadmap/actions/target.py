"""Revision of a target: a new version beside the old ones, and what it does to open tasks.

The plan as printed is version 1 and stays. A new version counts from the moment it is recorded;
on earlier days the version of that day is read again.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Max

from accounts.models import User
from audit.recorder import audited
from evidence.actions.butir import lock_butir
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.penjadwalan import hari_di, kunci_capaian
from evidence.actions.rencana import record_rencana
from evidence.actions.transition import clock
from evidence.models import Butir, Capaian, Rencana
from roadmap.actions.akibat import Dampak, hitung_dampak, ikuti, tugas_kini, tugas_tahun
from roadmap.forms_realisasi import Susunan
from roadmap.models import AturanUkur, BarisAksi, Realisasi, TargetTahun
from roadmap.nilai import diminta, kolom_anggaran, kolom_target, target
from ukuran.capaian import Arah
from ukuran.target import Anggaran, JenisAnggaran, Target, baca_anggaran, baca_target

PANJANG_TARGET, PANJANG_KETERANGAN, PANJANG_ANGGARAN = 200, 120, 40
PANJANG_DASAR, PANJANG_ALASAN = 200, 2000


@dataclass(frozen=True)
class IsiTarget:
    """A revision as it is typed; `anggaran` None where the row has no budget of its own."""

    target: str
    anggaran: str | None
    alasan: str
    dasar_hukum: str


@dataclass(frozen=True)
class Revisi:
    """A revision as it was read: what stands now, what will stand, and what follows."""

    lama: TargetTahun | None
    baru: TargetTahun
    target: Target
    anggaran: Anggaran | None
    dampak: Dampak


def target_kini(butir: Butir, tahun: int) -> TargetTahun | None:
    """Return the version in force of a Butir's target in one year."""
    rows = TargetTahun.objects.filter(butir=butir, tahun=tahun, kini=True)
    return rows.select_related("oleh").first()


def beranggaran(butir: Butir) -> bool:
    """Whether a Butir carries a budget of its own: a row of the Lampiran that shares none."""
    return BarisAksi.objects.filter(butir=butir, anggaran_pada__isnull=True).exists()


def tahun_di(rencana: Rencana, tahun: int) -> bool:
    """Whether a plan has a year."""
    return rencana.mulai.year <= tahun <= rencana.selesai.year


def baca_revisi(butir: Butir, tahun: int, isi: IsiTarget, hari: date) -> Revisi:
    """Read a revision and say what it would do; nothing is written.

    Reads `butir.rencana`. Raises IsianKurang: no reason, no legal basis, a budget that cannot be
    read, texts that are too long, or nothing that differs from what stands.
    """
    lama = target_kini(butir, tahun)
    galat = _periksa(isi)
    rule = AturanUkur.objects.filter(butir=butir, kini=True).select_related("skala").first()
    aim = baca_target(isi.target.strip(), _predikat(rule))
    money = None if isi.anggaran is None else baca_anggaran(_koma(isi.anggaran))
    if money is not None and not beranggaran(butir):
        galat["anggaran"] = "Baris ini tidak mempunyai anggaran sendiri."
    elif money is not None and (
        money.jenis is JenisAnggaran.TAK_TERBACA or len(money.mentah) > PANJANG_ANGGARAN
    ):
        galat["anggaran"] = "Tulis dalam ribuan rupiah, misalnya 1.200.287; atau '-' atau kosong."
    if len(aim.keterangan) > PANJANG_KETERANGAN and "target" not in galat:
        galat["target"] = f"Target berupa kata paling panjang {PANJANG_KETERANGAN} huruf."
    baru = _baris(butir, tahun, lama, aim, money)
    if not galat and not _berbeda(lama, baru):
        galat["target"] = "Belum ada yang berubah: target dan anggaran sama dengan yang berlaku."
    if galat:
        raise IsianKurang(galat)
    rows = tugas_kini(butir)
    asked = diminta(baru, rule.arah if rule else Arah.MAKSIMUM)
    dampak = hitung_dampak(butir, tahun, rows, hari, diminta=asked)
    if asked and butir.rencana.berjalan:
        dampak = replace(dampak, beda=_beda(lama, baru, tugas_tahun(rows, tahun)))
    return Revisi(lama, baru, aim, money, dampak)


def ubah_target(
    *,
    butir_id: int,
    tahun: int,
    isi: IsiTarget,
    versi: int,
    by: User,
    at: datetime | None = None,
) -> Revisi:
    """Record a new version of a target and let the tasks of its year follow.

    `versi` is the version that was read (0: none). In a running plan a year that is asked for
    again gets its missing windows from today on; of one that is asked no more the untouched tasks
    are revoked and stay as rows. Figures that were typed stay, also those of other components.
    Raises Denied, NotAllowed (plan closed, Butir revoked), Bentrok, IsianKurang.
    """
    with audited():
        rencana, butir = lock_butir(butir_id, by)
        butir.rencana = rencana
        if not tahun_di(rencana, tahun):
            raise IsianKurang({"": f"Rencana ini tidak mencakup tahun {tahun}."})
        now = clock(rencana.instansi, at)
        kunci_capaian(rencana, [butir.pk])
        _belum_diubah(target_kini(butir, tahun), versi)
        revisi = baca_revisi(butir, tahun, isi, hari_di(rencana.instansi, now))
        _simpan(revisi, isi, by, now)
        ikuti(rencana, butir, revisi.dampak, now)
        record_rencana(rencana, "roadmap.target_ubah", by, now, _catatan(butir, tahun, isi, revisi))
        return revisi


def _periksa(isi: IsiTarget) -> dict[str, str]:
    galat = {}
    if len(isi.target.strip()) > PANJANG_TARGET:
        galat["target"] = f"Target paling panjang {PANJANG_TARGET} huruf."
    if not isi.alasan.strip():
        galat["alasan"] = "Tulis alasan perubahan."
    elif len(isi.alasan) > PANJANG_ALASAN:
        galat["alasan"] = f"Alasan paling panjang {PANJANG_ALASAN} huruf."
    if not isi.dasar_hukum.strip():
        galat["dasar_hukum"] = "Sebutkan dasar perubahan, misalnya nomor peraturan."
    elif len(isi.dasar_hukum) > PANJANG_DASAR:
        galat["dasar_hukum"] = f"Dasar perubahan paling panjang {PANJANG_DASAR} huruf."
    return galat


def _koma(mentah: str) -> str:
    """Return a budget as the Lampiran prints it: dots between groups of three become commas."""
    teks = mentah.strip()
    head, *groups = teks.split(".")
    dotted = groups and all(len(g) == 3 for g in groups) and len(head) <= 3
    return ",".join((head, *groups)) if dotted else teks


def _predikat(rule: AturanUkur | None) -> list[str]:
    """Return the grades that count in a row: those of the scale that its rule names."""
    return [t["kode"] for t in rule.skala.tingkat] if rule and rule.skala else []


def _baris(
    butir: Butir, tahun: int, lama: TargetTahun | None, aim: Target, money: Anggaran | None
) -> TargetTahun:
    """Return the new version, unsaved; as version 1 is what is printed, others begin at 2."""
    last = TargetTahun.objects.filter(butir=butir, tahun=tahun).aggregate(n=Max("versi"))["n"] or 1
    row = TargetTahun(butir=butir, tahun=tahun, versi=last + 1, **kolom_target(aim))
    kept = {nama: getattr(lama, nama) for nama in _ANGGARAN} if lama else {}
    for nama, nilai in (kept if money is None else kolom_anggaran(money)).items():
        setattr(row, nama, nilai)
    return row


_ANGGARAN = ("anggaran_mentah", "anggaran_jenis", "anggaran_ribu")
_TARGET = ("target_mentah", "target_jenis", "komponen", "predikat", "keterangan")


def _berbeda(lama: TargetTahun | None, baru: TargetTahun) -> bool:
    if lama is None:
        return bool(baru.target_mentah or baru.anggaran_mentah)
    return any(getattr(lama, nama) != getattr(baru, nama) for nama in (*_TARGET, *_ANGGARAN))


def _belum_diubah(kini: TargetTahun | None, versi: int) -> None:
    if (kini.versi if kini else 0) == versi:
        return
    oleh = f" oleh {kini.oleh.nama}" if kini and kini.oleh else ""
    raise Bentrok(
        f"Perubahan Anda belum tersimpan: target ini baru saja diubah{oleh}. "
        "Periksa target yang berlaku sekarang, lalu simpan lagi bila masih perlu."
    )


def _beda(lama: TargetTahun | None, baru: TargetTahun, rows: list[Capaian]) -> tuple[Capaian, ...]:
    """Return the tasks with figures typed for components that the new target does not have."""
    if lama is not None and _bentuk(target(lama)) == _bentuk(target(baru)):
        return ()
    typed = set(Realisasi.objects.filter(capaian__in=rows).values_list("capaian", flat=True))
    return tuple(row for row in rows if row.pk in typed)


def _bentuk(aim: Target) -> tuple[object, ...]:
    """Return what a form asks for: units of the components, or a grade, or a document."""
    asked = Susunan(aim, None, beranggaran=False)
    return (asked.berpredikat, asked.berdokumen, *(k.kunci for k in asked.komponen))


def _simpan(revisi: Revisi, isi: IsiTarget, by: User, now: datetime) -> None:
    if revisi.lama is not None:
        TargetTahun.objects.filter(pk=revisi.lama.pk).update(kini=False)
    row = revisi.baru
    row.kini, row.oleh, row.dibuat = True, by, now
    row.alasan, row.dasar_hukum = isi.alasan.strip(), isi.dasar_hukum.strip()
    row.save()


def _catatan(butir: Butir, tahun: int, isi: IsiTarget, revisi: Revisi) -> dict[str, object]:
    """Return what the event says."""
    lama, baru, dampak = revisi.lama, revisi.baru, revisi.dampak
    return {
        "butir": butir.kode,
        "tahun": tahun,
        "versi": baru.versi,
        "target": [lama.target_mentah if lama else "", baru.target_mentah],
        "anggaran_ribu": [lama.anggaran_mentah if lama else "", baru.anggaran_mentah],
        "alasan": isi.alasan.strip(),
        "dasar": isi.dasar_hukum.strip(),
        "tugas_dibuat": len(dampak.dibuat),
        "tugas_dicabut": [row.pk for row in dampak.dicabut],
        "tugas_tetap": [row.pk for row in dampak.tetap],
        "beda_susunan": [row.pk for row in dampak.beda],
    }
