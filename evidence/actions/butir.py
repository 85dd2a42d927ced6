"""Changing a thing to do: how often, by whom. Running plans keep every piece of work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Unit, User
from audit.recorder import audited
from evidence.actions.errors import IsianKurang
from evidence.actions.kewajiban import buat_capaian, buat_serah_terima, tetapkan_pemegang
from evidence.actions.penjadwalan import (
    SELESAI,
    hari_di,
    hitung_batas,
    kunci_capaian,
    tersentuh,
)
from evidence.actions.rencana import lock_rencana, record_rencana
from evidence.actions.transition import clock
from evidence.jadwal import Jendela
from evidence.models import Butir, Capaian, Pemenuhan, Rencana, SerahTerima
from evidence.pelengkap import pelengkap
from evidence.penjadwal import jendela_rencana, pola_rencana
from evidence.workflow import NotAllowed, Status


@dataclass(frozen=True)
class IsiButir:
    """What is said about a Butir besides its text."""

    pola: str
    unit_id: int
    pendukung: tuple[int, ...] = ()
    masa_mutakhir: int = 3
    jatuh_tempo: date | None = None


@dataclass
class HasilButir:
    """What a change did to the tasks of a running plan."""

    dibuat: int = 0
    diganti: int = 0
    dipindah: int = 0
    batas: int = 0


def lock_butir(butir_id: int, by: User) -> tuple[Rencana, Butir]:
    """Lock the plan of a Butir and return both.

    Raises Denied, and NotAllowed when the plan is closed or the Butir gone or revoked.
    """
    found = Butir.objects.filter(pk=butir_id).values_list("rencana", flat=True).first()
    rencana = lock_rencana(found or 0, by)
    if rencana.status == Rencana.Keadaan.DITUTUP:
        raise NotAllowed("Rencana ini sudah ditutup, jadi isinya tidak dapat diubah.")
    butir = Butir.objects.select_related("unit").filter(pk=butir_id, dicabut__isnull=True).first()
    if butir is None:
        raise NotAllowed("Tugas ini sudah dicabut dari rencana.")
    return rencana, butir


def atur_butir(*, butir_id: int, isi: IsiButir, by: User, at: datetime | None = None) -> HasilButir:
    """Change pola, own deadline, months of validity, reporting and supporting units.

    A pola set here is the portal's classification: words of the source no longer carry it. In
    a running plan untouched tasks are replaced by those of the new windows and stay as rows;
    tasks with any work stay as they are. Tasks that are not finished move to a new unit; who
    wrote in them is kept (four eyes). Raises Denied, NotAllowed, IsianKurang.
    """
    with audited():
        rencana, butir = lock_butir(butir_id, by)
        now = clock(rencana.instansi, at)
        today = hari_di(rencana.instansi, now)
        unit, pendukung = _check(rencana, butir, isi, today)
        changes = _apply(butir, isi, unit)
        before = set(butir.pendukung.values_list("pk", flat=True))
        if before != set(pendukung):
            butir.pendukung.set(pendukung)
            changes["pendukung"] = [sorted(before), sorted(pendukung)]
        hasil = HasilButir()
        if not changes:
            return hasil
        butir.save()
        moved: list[dict[str, str | int]] = []
        if rencana.berjalan:
            if "unit" in changes:
                hasil.dipindah = _move(rencana, butir, unit)
            if "pola" in changes:
                _reschedule(rencana, butir, now, today, hasil)
            if {"pola", "jatuh_tempo"} & set(changes):
                moved = hitung_batas(rencana, kunci_capaian(rencana, [butir.pk]))
                hasil.batas = len(moved)
        record_rencana(
            rencana,
            "rencana.butir_ubah",
            by,
            now,
            {
                "butir": butir.kode,
                "ubah": changes,
                "capaian_dibuat": hasil.dibuat,
                "capaian_diganti": hasil.diganti,
                "capaian_dipindah": hasil.dipindah,
                "batas_tugas": moved,
            },
        )
        return hasil


def _check(
    rencana: Rencana, butir: Butir, isi: IsiButir, today: date
) -> tuple[Unit, tuple[int, ...]]:
    galat: dict[str, str] = {}
    units = {
        u.pk: u
        for u in Unit.objects.filter(
            instansi=rencana.instansi_id, pk__in={isi.unit_id, *isi.pendukung}
        )
    }
    unit = units.get(isi.unit_id)
    if unit is None:
        galat["unit"] = "Pilih unit instansi ini."
    elif unit.pk != butir.unit_id and unit.aktif_selesai and unit.aktif_selesai < today:
        galat["unit"] = f"{unit} sudah berakhir. Pilih unit penerusnya."
    if not set(isi.pendukung) <= set(units):
        galat["pendukung"] = "Pilih unit instansi ini."
    own = pelengkap(butir)
    if isi.pola not in pola_rencana(rencana):
        galat["pola"] = "Pilih pola dari daftar."
    elif own is not None and isi.pola not in own.pola:
        words = ", ".join(str(Butir.Pola(p).label) for p in Butir.Pola.values if p in own.pola)
        galat["pola"] = f"Angka rencana ini dilaporkan menurut kalender. Pilih: {words}."
    elif isi.pola != butir.pola and Butir.Pola.TERUS in (isi.pola, butir.pola):
        approved = Pemenuhan.objects.filter(
            capaian__butir=butir, capaian__gugur__isnull=True, status=Status.DISETUJUI
        )
        if approved.exists():
            galat["pola"] = (
                "Sudah ada dokumen yang disetujui. Persetujuan tugas terus-menerus berlaku "
                "sampai tanggal tertentu dan persetujuan lain tidak, jadi pola ini tidak dapat "
                "diganti selama persetujuan itu berlaku."
            )
    if not 1 <= isi.masa_mutakhir <= 24:
        galat["masa_mutakhir"] = "Antara 1 dan 24 bulan."
    if isi.jatuh_tempo and not rencana.mulai <= isi.jatuh_tempo <= rencana.selesai:
        galat["jatuh_tempo"] = "Jatuh tempo harus berada di dalam masa rencana."
    if galat or unit is None:
        raise IsianKurang(galat)
    return unit, tuple(pk for pk in dict.fromkeys(isi.pendukung) if pk != unit.pk)


def _apply(butir: Butir, isi: IsiButir, unit: Unit) -> dict[str, list[object]]:
    changes: dict[str, list[object]] = {}
    if isi.pola != butir.pola:
        changes["pola"] = [butir.pola, isi.pola]
        if butir.kutipan_pola:
            changes["kutipan_pola"] = [butir.kutipan_pola, ""]
        butir.pola, butir.kutipan_pola = isi.pola, ""
        butir.sumber_pola = Butir.SumberPola.PORTAL
    if unit.pk != butir.unit_id:
        changes["unit"] = [str(butir.unit), str(unit)]
        butir.unit = unit
    if isi.masa_mutakhir != butir.masa_mutakhir:
        changes["masa_mutakhir"] = [butir.masa_mutakhir, isi.masa_mutakhir]
        butir.masa_mutakhir = isi.masa_mutakhir
    if isi.jatuh_tempo != butir.jatuh_tempo:
        changes["jatuh_tempo"] = [str(butir.jatuh_tempo or ""), str(isi.jatuh_tempo or "")]
        butir.jatuh_tempo = isi.jatuh_tempo
    return changes


def _move(rencana: Rencana, butir: Butir, unit: Unit) -> int:
    """Give the tasks that are not finished to another unit."""
    ids = [row.pk for row in kunci_capaian(rencana, [butir.pk]) if row.status not in SELESAI]
    Capaian.objects.filter(pk__in=ids).update(unit=unit)
    receiving = SerahTerima.objects.filter(dari__in=ids).values_list("ke", flat=True)
    tetapkan_pemegang([*ids, *receiving])
    return len(ids)


def _reschedule(
    rencana: Rencana, butir: Butir, now: datetime, today: date, hasil: HasilButir
) -> None:
    """Replace the untouched tasks of a Butir by those of its new windows.

    A window that has begun is left out only where tasks that stay cover all of it, and begins
    after those that cover its first days. A window that ended already is asked only where an
    untouched task of the past is replaced: a new pola neither forgives what was due nor invents
    debts.
    """
    old = kunci_capaian(rencana, [butir.pk])
    windows = jendela_rencana(rencana, [butir])[butir.pk]
    same = {(w.mulai, w.selesai) for w in windows}
    worked = tersentuh(old)
    kept = [row for row in old if row.pk in worked or (row.mulai, row.selesai) in same]
    gone = [row for row in old if row not in kept]

    def asked(_: Butir, window: Jendela) -> Jendela | None:
        rest = _rest(window, map(_window, kept))
        if rest is None:
            return window if window.mulai > today else None
        if rest.selesai >= today or any(
            rest.tumpang(_window(row)) for row in gone if row.selesai < today
        ):
            return rest
        return None

    Capaian.objects.filter(pk__in=[row.pk for row in gone]).update(gugur=now)
    made = buat_capaian(rencana, [butir], at=now, potong=asked)
    for row in gone:
        target = _window(row)
        best = max(made, key=lambda new: target.tumpang(_window(new)), default=None)
        if best is not None and target.tumpang(_window(best)):
            Capaian.objects.filter(pk=row.pk).update(digantikan_oleh=best)
    renew_hand_overs(rencana, gone)
    hasil.dibuat, hasil.diganti = len(made), len(gone)


def renew_hand_overs(rencana: Rencana, gone: list[Capaian]) -> None:
    """Drop hand-overs of replaced tasks that nobody made, and make those of the new windows."""
    ids = [row.pk for row in gone]
    waiting = SerahTerima.objects.filter(keadaan=SerahTerima.Keadaan.BELUM)
    waiting.filter(ke__in=ids).delete()
    orphaned = waiting.filter(dari__in=ids)
    receivers = list(orphaned.values_list("ke", flat=True))
    orphaned.delete()
    buat_serah_terima(rencana)
    tetapkan_pemegang(receivers)


def _rest(window: Jendela, kept: Iterable[Jendela]) -> Jendela | None:
    """Return a window from its first day that no other covers, None when all are covered."""
    first = window.mulai
    for other in sorted(kept, key=lambda w: w.mulai):
        if other.mulai <= first <= other.selesai:
            first = other.selesai + timedelta(days=1)
    return Jendela(first, window.selesai) if first <= window.selesai else None


def _window(row: Capaian) -> Jendela:
    return Jendela(row.mulai, row.selesai)
