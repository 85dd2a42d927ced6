"""The twelve months of a row as columns: what they may say, and writing them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from accounts.permissions import Permission
from evidence.actions.penjadwalan import tersentuh
from evidence.models import AlurSerah, Butir, Capaian, Rencana
from sheets.columns import Kolom, Nilai, Pilihan, Ya
from sheets.resource import Isi, SheetResource, Temuan
from sheets.values import BULAN, kosong, ya
from zonaintegritas.models import BentukJadwal
from zonaintegritas.resources.baris import BarisButir
from zonaintegritas.resources.isi_rencana import BarisRencana

NAMA = tuple(f"b{month:02d}" for month in range(1, 13))
"""Names of the month columns, January first."""


class Tanda(Ya):
    """A month that is planned: any mark for yes; blank, "-" and "tidak" for none."""

    def baca(self, mentah: Any, resource: SheetResource) -> Nilai:
        """Return True for a planned month, None for any other."""
        return True if not kosong(mentah) and ya(mentah) else None

    def tulis(self, nilai: Nilai, resource: SheetResource) -> Any:
        """Return the mark of a planned month, as Lampiran II has it."""
        return "x"

    def pilihan(self, resource: SheetResource) -> list[str] | None:
        """Return what a drop-down offers."""
        return ["x"]


def _bulan(month: int, *lain: str) -> Kolom:
    nama = BULAN[month - 1]
    return Kolom(nama, Tanda(), sinonim=(nama[:3], *lain), lebar=6)


class DenganBulan(BarisButir):
    """Base of the kinds that hold the month plan."""

    b01 = _bulan(1, "Bulan 1")
    b02 = _bulan(2, "Bulan 2")
    b03 = _bulan(3, "Bulan 3")
    b04 = _bulan(4, "Bulan 4")
    b05 = _bulan(5, "Bulan 5")
    b06 = _bulan(6, "Bulan 6")
    b07 = _bulan(7, "Bulan 7")
    b08 = _bulan(8, "Agt", "Agus", "Bulan 8")
    b09 = _bulan(9, "Sept", "Bulan 9")
    b10 = _bulan(10, "Bulan 10")
    b11 = _bulan(11, "Nop", "Bulan 11")
    b12 = _bulan(12, "Bulan 12")
    bentuk = Kolom(
        "Bentuk jadwal",
        Pilihan(BentukJadwal.Bentuk.choices),
        sinonim=("Bentuk", "Cara baca bulan"),
        catatan="Kosong: dibiarkan seperti semula.",
        lebar=26,
    )

    @classmethod
    def perlu_dasar(cls, tujuan: int | None, *, baru: int, berubah: int) -> bool:
        """Return whether the plan is in force; months are free while it is drawn up."""
        running = Rencana.objects.filter(pk=tujuan or 0, status=Rencana.Keadaan.BERJALAN)
        return bool(baru or berubah) and running.exists()

    def siapkan_bulan(self) -> None:
        """Read which rows of a running plan the person may plan, and which months have work."""
        allowed = self.konteks.oleh.akses.rows(Permission.SCHEDULE_PLAN)
        own = Butir.objects.filter(allowed, rencana=self.rencana)
        self.boleh = set(own.values_list("pk", flat=True))
        self._kerja: dict[int, list[tuple[date, date]]] = {}
        self._alur: set[int] = set()
        if self.rencana.berjalan:
            rows = list(Capaian.objects.filter(butir__rencana=self.rencana, gugur__isnull=True))
            worked = tersentuh(rows)
            for row in rows:
                if row.pk in worked:
                    self._kerja.setdefault(row.butir_id, []).append((row.mulai, row.selesai))
            arrows = AlurSerah.objects.filter(rencana=self.rencana)
            for pair in arrows.values_list("dari", "ke"):
                self._alur.update(pair)

    def isi_bulan(self, row: BarisRencana) -> Isi:
        """Return the month columns of a row, and its bentuk."""
        planned: Isi = {
            nama: True if month in row.bulan else None for month, nama in enumerate(NAMA, start=1)
        }
        return {**planned, "bentuk": row.bentuk}

    def periksa_bulan(
        self, isi: Isi, lama: Isi | None, row: BarisRencana | None
    ) -> Iterable[Temuan]:
        """Yield what is wrong with the months of a row; `row` is the one that is there."""
        changed = [n for n in NAMA if isi[n] != (lama[n] if lama else None)]
        bentuk = isi["bentuk"] != (lama["bentuk"] if lama else None)
        for nama in changed:
            first = date(self.rencana.tahun, NAMA.index(nama) + 1, 1)
            if isi[nama] and not self.rencana.mulai.replace(day=1) <= first <= self.rencana.selesai:
                yield Temuan(
                    f"{BULAN[first.month - 1]} {first.year} di luar masa rencana.",
                    "Pilih bulan dalam masa rencana.",
                    kolom=nama,
                )
        if row is None or not (changed or bentuk):
            return
        pk = row.letak.butir
        if pk not in self.boleh:
            yield Temuan(
                "Anda hanya dapat menyusun jadwal tim Anda sendiri.",
                "Hapus baris ini dari berkas, atau minta admin instansi mengimpornya.",
            )
        if row.pola != Butir.Pola.JADWAL:
            yield Temuan(
                f"{row.kode} tidak memakai jadwal bulanan.",
                "Ubah polanya di halaman butirnya dahulu.",
            )
        if pk in self._alur:
            yield Temuan(
                f"{row.kode} memakai serah terima antarunit.",
                "Ubah bulannya di halaman Jadwal, lalu periksa ulang.",
            )
        worked = self._kerja.get(pk, ())
        for nama in changed:
            first = date(self.rencana.tahun, NAMA.index(nama) + 1, 1)
            if not isi[nama] and any(a <= first <= b for a, b in worked):
                yield Temuan(
                    f"Sudah ada pekerjaan pada {BULAN[first.month - 1]} {first.year}, "
                    "jadi bulan ini tidak dapat dicabut.",
                    "Biarkan bulan ini tetap direncanakan.",
                    kolom=nama,
                )


def bulan_dari(isi: Isi, tahun: int) -> frozenset[date]:
    """Return the planned months of a row as first days."""
    return frozenset(date(tahun, m, 1) for m, nama in enumerate(NAMA, start=1) if isi[nama])


def kosong_bulan() -> Isi:
    """Return month columns with nothing planned, for an example row."""
    return {**dict.fromkeys(NAMA), "bentuk": None}


def pilih_bulan(isi: Isi, bulan: Sequence[int]) -> Isi:
    """Return a row with these months planned."""
    return {**isi, **{NAMA[m - 1]: True for m in bulan}}
