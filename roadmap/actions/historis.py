"""Recording figures of earlier years from a document: many rows together, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from accounts.models import Unit, User
from accounts.permissions import Permission
from audit.recorder import audited
from evidence.actions.berkas import (
    HasilUnggah,
    Keterangan,
    periksa_semua,
    simpan_berkas,
)
from evidence.actions.errors import Bentrok, IsianKurang
from evidence.actions.penjadwalan import hari_di
from evidence.actions.rencana import lock_rencana, record_rencana
from evidence.actions.storage import discard_on_error
from evidence.actions.transition import Langkah, clock
from evidence.models import BuktiVersi, Butir, Rencana
from evidence.workflow import Aksi, NotAllowed
from roadmap.forms_realisasi import Susunan
from roadmap.historis import rujukan, tahun_historis, terkunci, urai_rujukan
from roadmap.models import AturanUkur, BarisAksi, RealisasiHistoris, TargetTahun
from roadmap.nilai import aturan, sejajar, target
from ukuran.target import JenisTarget, Target

ANGKA = ("komponen", "satuan", "predikat", "ada", "pagu", "pergeseran", "anggaran")
PANJANG_RUJUKAN, PANJANG_ALASAN = 200, 2000


@dataclass(frozen=True)
class IsiHistoris:
    """One row as it is typed.

    `angka`: checked figures with the keys that `Susunan.angka` reads. `dasar`: the id of the
    historis row that was shown (None: there was none).
    """

    butir_id: int
    angka: Mapping[str, Any]
    halaman: str
    dasar: int | None = None


@dataclass
class HasilHistoris:
    """What a save did: new rows, corrected rows, rows that stayed."""

    baru: int = 0
    koreksi: int = 0
    tetap: int = 0


def simpan_dokumen(
    *,
    rencana_id: int,
    unit_id: int,
    nama: str,
    file: BinaryIO,
    sebutan: str,
    by: User,
    tanggal: date | None = None,
    at: datetime | None = None,
) -> BuktiVersi:
    """Store a source document (an LKjIP) as evidence of a unit, once; many rows may name it.

    `sebutan` is what it is called. The file is checked by its content first. One that the unit
    already has is used again. Raises Denied, IsianKurang.
    """
    keterangan = Keterangan(nomor=sebutan.strip(), tanggal=tanggal)
    keterangan.check()
    hasil = HasilUnggah()
    passed = periksa_semua([(nama, file)], hasil)
    if not passed:
        raise IsianKurang({"berkas": hasil.ditolak[0][1]})
    with discard_on_error() as stored, audited():
        rencana = lock_rencana(rencana_id, by)
        unit = Unit.objects.filter(pk=unit_id, instansi=rencana.instansi_id).first()
        if unit is None:
            raise IsianKurang({"unit": "Pilih unit instansi ini."})
        if not sebutan.strip():
            raise IsianKurang({"sebutan": "Sebutkan dokumennya, misalnya LKjIP 2021."})
        now = clock(rencana.instansi, at)
        step = Langkah(Aksi.LAMPIRKAN, by, now)
        versi = simpan_berkas(passed[0], unit, keterangan, step, stored)
        record_rencana(
            rencana,
            "roadmap.historis_dokumen",
            by,
            now,
            {
                "unit": unit.nama,
                "dokumen": sebutan.strip(),
                "berkas": {"id": versi.pk, "nama": versi.nama_asli, "sha256": versi.sha256},
            },
        )
        return versi


def catat_historis(
    *,
    rencana_id: int,
    tahun: int,
    sumber_id: int,
    dokumen: str,
    baris: Sequence[IsiHistoris],
    by: User,
    at: datetime | None = None,
) -> HasilHistoris:
    """Record the figures of many rows in one year, all or none.

    Rows without anything are passed over, rows that say what stands already stay. A correction is
    a new row; the earlier one is kept. The plan may be closed: nothing that it prints changes.
    Raises Denied, Bentrok (somebody changed a row meanwhile), NotAllowed (the year has not ended),
    IsianKurang with fields "r<butir>_<field>".
    """
    with audited():
        rencana = lock_rencana(rencana_id, by)
        now = clock(rencana.instansi, at)
        if tahun not in tahun_historis(rencana, hari_di(rencana.instansi, now)):
            raise NotAllowed(
                f"Angka historis hanya untuk tahun rencana yang sudah berakhir; {tahun} bukan."
            )
        sumber = _sumber(rencana, sumber_id, by)
        rows = _Tabel(rencana, tahun, [satu.butir_id for satu in baris])
        galat = _periksa(rows, dokumen, baris)
        if galat:
            raise IsianKurang(galat)
        hasil = HasilHistoris()
        changed: list[str] = []
        for satu in baris:
            row = rows.baru(satu, rujukan(dokumen, satu.halaman))
            if row is None:
                hasil.tetap += satu.butir_id in rows.kini
                continue
            lama = rows.kini.get(satu.butir_id)
            if lama is not None:
                RealisasiHistoris.objects.filter(pk=lama.pk).update(diganti=now)
            row.sumber, row.oleh, row.dibuat = sumber, by, now
            row.save()
            hasil.baru += lama is None
            hasil.koreksi += lama is not None
            changed.append(rows.butir[satu.butir_id].kode)
        if changed:
            record_rencana(
                rencana,
                "roadmap.historis",
                by,
                now,
                {
                    "tahun": tahun,
                    "dokumen": dokumen.strip(),
                    "berkas": sumber.nama_asli,
                    "sha256": sumber.sha256,
                    "baru": hasil.baru,
                    "koreksi": hasil.koreksi,
                    "baris": changed,
                },
            )
        return hasil


def hapus_historis(
    *, historis_id: int, alasan: str, by: User, at: datetime | None = None
) -> RealisasiHistoris:
    """Take a historis row out of the figures, with a reason; the row itself stays.

    Raises Denied, NotAllowed (corrected or removed meanwhile), IsianKurang without a reason.
    """
    with audited():
        rows = RealisasiHistoris.objects.filter(pk=historis_id)
        owner = rows.values_list("butir__rencana", flat=True).first()
        rencana = lock_rencana(owner or 0, by)
        row = RealisasiHistoris.objects.select_related("butir", "sumber").get(pk=historis_id)
        if row.diganti is not None:
            raise NotAllowed("Angka historis ini sudah dikoreksi atau dihapus.")
        if not alasan.strip():
            raise IsianKurang({"alasan": "Tulis alasan menghapus angka ini."})
        if len(alasan) > PANJANG_ALASAN:
            raise IsianKurang({"alasan": f"Alasan paling panjang {PANJANG_ALASAN} huruf."})
        row.diganti = clock(rencana.instansi, at)
        row.save(update_fields=["diganti"])
        record_rencana(
            rencana,
            "roadmap.historis_hapus",
            by,
            row.diganti,
            {
                "tahun": row.tahun,
                "butir": row.butir.kode,
                "angka": {nama: _json(getattr(row, nama)) for nama in ANGKA},
                "rujukan": row.rujukan,
                "sha256": row.sumber.sha256 if row.sumber else "",
                "alasan": alasan.strip(),
            },
        )
        return row


class _Tabel:
    """What stands for some rows in one year: targets, rules, historis figures, refusals."""

    def __init__(self, rencana: Rencana, tahun: int, ids: Sequence[int]) -> None:
        self.rencana, self.tahun = rencana, tahun
        rows = Butir.objects.filter(rencana=rencana, pk__in=ids).select_related("baris_aksi")
        self.butir = {row.pk: row for row in rows}
        self.susunan = susunan_baris(tahun, {pk: beranggaran(b) for pk, b in self.butir.items()})
        self.kini = {row.butir_id: row for row in historis_kini(rencana, tahun, list(self.butir))}
        self.tertutup = terkunci(rencana, tahun, list(self.butir))

    def baru(self, satu: IsiHistoris, rujukan_baru: str) -> RealisasiHistoris | None:
        """Return the row to store; None where nothing is said or nothing differs."""
        figures = self.susunan[satu.butir_id].angka(satu.angka)
        if kosong(figures) and not satu.halaman.strip():
            return None
        lama = self.kini.get(satu.butir_id)
        row = RealisasiHistoris(
            instansi_id=self.rencana.instansi_id,
            butir=self.butir[satu.butir_id],
            tahun=self.tahun,
            rujukan=rujukan_baru,
            **figures,
        )
        if lama is not None and _sama(lama, row, self.susunan[satu.butir_id], satu.halaman):
            return None
        return row


def historis_kini(
    rencana: Rencana, tahun: int, butir: Sequence[int] | None = None
) -> list[RealisasiHistoris]:
    """Return the historis rows in force of a plan in one year (one query)."""
    rows = RealisasiHistoris.objects.filter(
        butir__rencana=rencana, tahun=tahun, diganti__isnull=True
    )
    if butir is not None:
        rows = rows.filter(butir__in=butir)
    return list(rows.select_related("sumber", "oleh"))


def beranggaran(butir: Butir) -> bool:
    """Whether a row carries a budget of its own. Reads `butir.baris_aksi`."""
    aksi: BarisAksi | None = getattr(butir, "baris_aksi", None)
    return aksi is not None and aksi.anggaran_pada_id is None


def susunan_baris(tahun: int, butir: Mapping[int, bool]) -> dict[int, Susunan]:
    """Return what each row asks for in one year (two queries); `butir` says which have a budget."""
    ids = list(butir)
    targets = {
        row.butir_id: target(row)
        for row in TargetTahun.objects.filter(butir__in=ids, tahun=tahun, kini=True)
    }
    rules = {
        row.butir_id: aturan(row).skala
        for row in AturanUkur.objects.filter(butir__in=ids, kini=True).select_related("skala")
    }
    nothing = Target("", JenisTarget.KOSONG)
    return {
        pk: Susunan(targets.get(pk, nothing), rules.get(pk), beranggaran=own)
        for pk, own in butir.items()
    }


def kosong(figures: Mapping[str, Any]) -> bool:
    """Whether a report says nothing: no number, no grade, no document, no money."""
    money = any(figures.get(nama) is not None for nama in ("pagu", "pergeseran", "anggaran"))
    number = any(satu is not None for satu in figures.get("komponen") or ())
    return not (money or number or figures.get("predikat") or figures.get("ada") is not None)


def _sumber(rencana: Rencana, sumber_id: int, by: User) -> BuktiVersi:
    """Return the document, one of this institution that the person may read."""
    row = (
        BuktiVersi.objects.visible_to(by).filter(pk=sumber_id, instansi=rencana.instansi_id).first()
    )
    if row is None or not by.akses.has(Permission.PLAN_EDIT, rencana.instansi_id):
        raise IsianKurang({"sumber": "Pilih dokumen sumber, atau unggah dahulu."})
    return row


def _periksa(rows: _Tabel, dokumen: str, baris: Sequence[IsiHistoris]) -> dict[str, str]:
    """Return what is wrong, by field. Raises Bentrok when a row moved meanwhile."""
    galat = {}
    if not dokumen.strip():
        galat["dokumen"] = "Sebutkan dokumennya, misalnya LKjIP 2021."
    filled = 0
    for satu in baris:
        kunci = f"r{satu.butir_id}_"
        if satu.butir_id not in rows.butir:
            galat[f"{kunci}halaman"] = "Baris ini bukan bagian rencana ini."
            continue
        figures = rows.susunan[satu.butir_id].angka(satu.angka)
        lama = rows.kini.get(satu.butir_id)
        silent = kosong(figures)
        if silent and not satu.halaman.strip() and lama is None and satu.dasar is None:
            continue
        if (lama.pk if lama else None) != satu.dasar:
            raise Bentrok(
                f"Belum ada yang tersimpan: angka historis {rows.butir[satu.butir_id].kode} baru "
                "saja diubah. Muat ulang halaman ini, lalu isi lagi yang perlu."
            )
        if silent:
            galat[f"{kunci}halaman"] = (
                "Angkanya belum diisi."
                if lama is None
                else "Angka yang sudah tercatat dihapus lewat tombol Hapus, dengan alasan."
            )
            continue
        filled += 1
        if rows.baru(satu, "") is None:
            continue
        if satu.butir_id in rows.tertutup:
            galat[f"{kunci}halaman"] = rows.tertutup[satu.butir_id]
        elif not satu.halaman.strip():
            galat[f"{kunci}halaman"] = "Sebutkan halamannya dalam dokumen sumber."
        elif len(rujukan(dokumen, satu.halaman)) > PANJANG_RUJUKAN:
            galat[f"{kunci}halaman"] = (
                f"Nama dokumen dan halaman bersama paling panjang {PANJANG_RUJUKAN} huruf."
            )
    if not filled and not galat:
        galat[""] = "Belum ada baris yang diisi."
    return galat


def _sama(lama: RealisasiHistoris, baru: RealisasiHistoris, susunan: Susunan, halaman: str) -> bool:
    """Whether a row says what stands: "10" and "10.0" are one figure.

    Compared is what the form shows; figures in units that the target no longer has are left alone.
    """
    if urai_rujukan(lama.rujukan)[1] != halaman.strip():
        return False
    shown = sejajar(lama, susunan.komponen)
    shown = [*shown, *[None] * len(baru.komponen)][: len(baru.komponen)]
    if _angka(shown) != _angka(baru.komponen):
        return False
    rest = (nama for nama in ANGKA if nama not in ("komponen", "satuan"))
    return all(getattr(lama, nama) == getattr(baru, nama) for nama in rest)


def _angka(stored: Sequence[str | None]) -> list[Decimal | None]:
    return [None if satu is None else Decimal(satu) for satu in stored]


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, list | str | bool) else str(value)
