"""Writing planned months of an import, and letting the tasks of a running plan follow.

The rules are those of zonaintegritas/actions/jadwal_tulis.py; the writes go through a Tulisan, so
that they can be taken back as a whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.permissions import Denied, Permission
from evidence.actions.errors import IsianKurang
from evidence.actions.kewajiban import buat_capaian
from evidence.actions.penjadwalan import hari_di, kunci_capaian, tersentuh
from evidence.jadwal import Jendela
from evidence.models import Butir, Capaian, Pemenuhan, Rencana
from evidence.workflow import NotAllowed
from sheets.resource import Konteks
from sheets.writes import Tulisan
from zonaintegritas.actions.jadwal_tulis import Baris, BentukBaru, nama_bulan
from zonaintegritas.models import BentukJadwal, BulanJadwal, KeputusanZI

_DISUSUN = "Dicabut saat rencana masih disusun."


@dataclass(frozen=True)
class BulanDiminta:
    """What a row wants: its number, its Butir, its months, its bentuk where that is new."""

    no: int
    butir: Butir
    bulan: frozenset[date]
    bentuk: str | None


@dataclass
class _Satu:
    no: int
    baris: Baris


class PenulisBulan:
    """Writes the months of rows of a locked plan."""

    def __init__(self, rencana: Rencana, konteks: Konteks) -> None:
        """Take the plan and who asks, with the reason."""
        self._rencana, self._konteks = rencana, konteks
        self._sejak = (
            KeputusanZI.objects.filter(rencana=rencana).values_list("tanggal", flat=True).first()
        )

    def tulis(self, rows: Iterable[BulanDiminta], tulisan: Tulisan) -> None:
        """Write all rows. Raises Denied, IsianKurang without a needed reason, NotAllowed."""
        changed = self._baca(list(rows))
        if not changed:
            return
        if self._rencana.berjalan:
            self._alasan(changed)
        gone = self._gugur(changed) if self._rencana.berjalan else []
        self._bulan(changed, tulisan)
        self._bentuk(changed, tulisan)
        if self._rencana.berjalan:
            self._tugas(changed, gone, tulisan)
        tulisan.simpan()

    def _baca(self, rows: Sequence[BulanDiminta]) -> list[_Satu]:
        """Lock the months of the rows; return those that change something."""
        ids = {one.butir.pk for one in rows}
        allowed = self._konteks.oleh.akses.rows(Permission.SCHEDULE_PLAN)
        own = Butir.objects.filter(allowed, rencana=self._rencana, pk__in=ids, dicabut=None)
        if ids - set(own.values_list("pk", flat=True)):
            raise Denied("Anda hanya dapat menyusun jadwal tim Anda sendiri.")
        shapes = BentukJadwal.objects.filter(butir__in=ids)
        rentang = set(
            shapes.filter(bentuk=BentukJadwal.Bentuk.RENTANG).values_list("butir", flat=True)
        )
        found = {
            one.butir.pk: _Satu(
                one.no,
                Baris(
                    one.butir,
                    {},
                    one.butir.pk in rentang,
                    one.bulan,
                    BentukBaru(one.bentuk) if one.bentuk else None,
                ),
            )
            for one in rows
        }
        year = self._rencana.tahun
        months = BulanJadwal.objects.berlaku().filter(butir__in=ids)
        for month in months.select_for_update(of=("self",)).order_by("pk"):
            row = found[month.butir_id].baris
            row.lama[month.bulan] = month
            if month.bulan.year != year:  # a file names months of the plan's year only
                row.baru |= {month.bulan}
        return [one for one in found.values() if one.baris.berubah]

    def _alasan(self, changed: list[_Satu]) -> None:
        """Raise IsianKurang where a running plan asks for a reason and there is none."""
        if self._konteks.alasan:
            return
        this_month = hari_di(self._rencana.instansi, self._konteks.at).replace(day=1)
        for one in changed:
            row = one.baris
            past = sorted(month for month in row.tambah if month < this_month)
            if row.cabut or past or row.bentuk_mengubah:
                what = f"menjadwalkan {nama_bulan(past[0])}" if past else "mengubah bulan"
                raise IsianKurang(
                    {"alasan": f"Tulis alasan {what} pada {row.butir.kode}: rencana ini berjalan."}
                )

    def _gugur(self, changed: list[_Satu]) -> list[Capaian]:
        """Lock tasks; return those no longer planned. Raises NotAllowed for one worked on."""
        wanted = {one.baris.butir.pk: one.baris.jendela_baru(self._sejak) for one in changed}
        rows = [
            row
            for row in kunci_capaian(self._rencana, list(wanted))
            if Jendela(row.mulai, row.selesai) not in wanted[row.butir_id]
        ]
        worked = tersentuh(rows)
        for row in rows:
            if row.pk in worked:
                month = nama_bulan(row.mulai.replace(day=1))
                raise NotAllowed(
                    f"{row.butir.kode}, {month}: sudah ada pekerjaan "
                    "pada bulan ini, jadi tidak dapat dicabut."
                )
        return rows

    def _bulan(self, changed: list[_Satu], tulisan: Tulisan) -> None:
        out = [one.baris.lama[month] for one in changed for month in one.baris.cabut]
        referred = set(
            BulanJadwal.objects.filter(digeser_ke__in=out).values_list("digeser_ke", flat=True)
        )
        by, now = self._konteks.oleh, self._konteks.at
        for one in changed:
            row = one.baris
            for month in sorted(row.cabut):
                old = row.lama[month]
                if self._rencana.berjalan or old.pk in referred:
                    reason = self._konteks.alasan or _DISUSUN
                    tulisan.ubah(one.no, old, gugur=now, gugur_oleh=by, alasan=reason)
                else:
                    tulisan.hapus(one.no, old)
            for month in sorted(row.tambah):
                tulisan.buat(one.no, BulanJadwal(butir=row.butir, bulan=month, dibuat=now, oleh=by))

    def _bentuk(self, changed: list[_Satu], tulisan: Tulisan) -> None:
        ids = [one.baris.butir.pk for one in changed]
        there = {row.butir_id: row for row in BentukJadwal.objects.filter(butir__in=ids)}
        by, now = self._konteks.oleh, self._konteks.at
        for one in changed:
            if one.baris.bentuk is None:
                continue
            pk, bentuk = one.baris.butir.pk, one.baris.bentuk.bentuk
            said = {"bentuk": bentuk, "kutipan": "", "dikonfirmasi": now, "dikonfirmasi_oleh": by}
            if pk in there:
                tulisan.ubah(one.no, there[pk], **said)
            else:
                tulisan.buat(one.no, BentukJadwal(butir=one.baris.butir, **said))

    def _tugas(self, changed: list[_Satu], gone: list[Capaian], tulisan: Tulisan) -> None:
        """Let the tasks of a running plan follow their months."""
        number = {one.baris.butir.pk: one.no for one in changed}
        new = {
            one.baris.butir.pk: one.baris.jendela_baru(self._sejak)
            - one.baris.jendela_lama(self._sejak)
            for one in changed
        }
        for row in gone:
            tulisan.ubah(number[row.butir_id], row, gugur=self._konteks.at)
        tulisan.simpan()

        def asked(butir: Butir, window: Jendela) -> Jendela | None:
            return window if window in new[butir.pk] else None

        scored = [one.baris.butir for one in changed if one.baris.butir.dinilai]
        made = buat_capaian(self._rencana, scored, at=self._konteks.at, potong=asked)
        pemenuhan = Pemenuhan.objects.filter(capaian__in=made).select_related("capaian")
        for task in made:
            tulisan.sudah_dibuat(number[task.butir_id], task)
        for one in pemenuhan:
            tulisan.sudah_dibuat(number[one.capaian.butir_id], one)
        for row in gone:
            successor = _pengganti(row, made)
            if successor is not None:
                tulisan.ubah(number[row.butir_id], row, digantikan_oleh=successor)
        tulisan.simpan()


def _pengganti(row: Capaian, made: Sequence[Capaian]) -> Capaian | None:
    """Return the new task of the same Butir that overlaps an old one most, None without any."""
    window = Jendela(row.mulai, row.selesai)
    shared = [
        (window.tumpang(Jendela(new.mulai, new.selesai)), new)
        for new in made
        if new.butir_id == row.butir_id
    ]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None
