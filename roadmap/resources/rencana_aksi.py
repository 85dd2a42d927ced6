"""Rencana aksi of a Road Map: rows of the Lampiran with targets and budgets of every year."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from evidence.models import Butir, ButirPendukung
from roadmap.models import AturanUkur, BarisAksi, Kegiatan, Program, TargetTahun
from roadmap.resources.cetakan import (
    AnggaranTercetak,
    DaftarUnit,
    TargetTercetak,
    anggaran_baku,
    rapi,
    ribu,
)
from roadmap.resources.rencana import TAHUN, RoadmapResource, kolom_tahun, sinonim_tahun
from roadmap.resources.rencana_aksi_periksa import PemeriksaAksi, periksa_total
from roadmap.resources.rencana_aksi_tulis import PenulisAksi
from roadmap.tata_lampiran import TataLampiran
from sheets.columns import Acuan, Kode, Kolom, Nilai, Pilihan, Tahun, Teks
from sheets.resource import Ada, Isi, Konteks, Perubahan, Temuan
from sheets.values import kode as kode_rapi
from sheets.values import lipat
from sheets.writes import Tulisan
from ukuran.capaian import Arah

TARGET, ANGGARAN = kolom_tahun("target"), kolom_tahun("anggaran")
Tipe = BarisAksi.Tipe


def _target(ke: int) -> Kolom:
    return Kolom(
        f"Target tahun ke-{ke}",
        TargetTercetak(),
        sinonim=sinonim_tahun(("Target",), ke),
        catatan=f"Sebagaimana tercetak, untuk tahun ke-{ke} rencana: 100%, 15 tim, - atau kosong.",
        lebar=18,
    )


def _anggaran(ke: int) -> Kolom:
    return Kolom(
        f"Anggaran tahun ke-{ke} (Rp.000)",
        AnggaranTercetak(),
        sinonim=sinonim_tahun(("Anggaran", "Anggaran (Rp.000)", "Anggaran Rp.000", "Pagu"), ke),
        catatan="Dalam ribuan rupiah: 150.000 berarti Rp150 juta.",
        lebar=16,
    )


class AksiResource(RoadmapResource):
    """One printed row of the Lampiran; the year of a column counts from the plan's first."""

    kode = "roadmap_aksi"
    label = "Rencana aksi Road Map"
    kunci = ("kode_baris",)
    tata_resmi = TataLampiran()
    petunjuk = (
        "Satu baris untuk tiap baris Lampiran, dengan target dan anggaran tiap tahun.",
        "Tahun ke-1 adalah tahun pertama rencana; isi kolom Tahun pertama agar tidak tertukar.",
        "Anggaran ditulis dalam ribuan rupiah (Rp.000). Kosong, - dan 0 adalah tiga hal berbeda.",
        "Target atau anggaran yang berubah menjadi versi baru, dengan alasan dan dasar perubahan.",
        "Program dan kegiatan baru dibuat dari barisnya; nama yang sudah ada tidak diubah di sini.",
        "Baris yang berbagi anggaran mengosongkan anggarannya dan menyebut kode baris pemiliknya.",
    )

    kode_baris = Kolom(
        "Kode",
        Kode(12),
        wajib=True,
        sinonim=("Kode baris", "Kode rencana aksi", "Kode aksi", "Kode butir"),
        catatan="Kode baris, misalnya A-001; tidak berubah dari tahun ke tahun.",
        lebar=10,
    )
    tahun_pertama = Kolom(
        "Tahun pertama",
        Tahun(),
        sinonim=("Tahun pertama rencana", "Tahun awal"),
        catatan="Tahun pertama rencana, agar target tidak masuk ke tahun yang salah.",
        lebar=10,
    )
    program_huruf = Kolom(
        "Huruf program",
        Kode(4),
        wajib=True,
        sinonim=("Kode program", "Program (huruf)"),
        catatan="Huruf program pada Lampiran: A, B, C.",
        lebar=8,
    )
    program = Kolom(
        "Program",
        Teks(200),
        sinonim=("Nama program",),
        catatan="Nama program; wajib untuk program baru.",
        lebar=30,
    )
    kegiatan_no = Kolom(
        "Nomor kegiatan",
        Kode(8),
        wajib=True,
        sinonim=("No kegiatan", "No. kegiatan"),
        catatan="Nomor kegiatan dalam programnya.",
        lebar=10,
    )
    kegiatan = Kolom(
        "Kegiatan",
        Teks(4000),
        sinonim=("Nama kegiatan", "Program/Kegiatan", "Uraian kegiatan"),
        catatan="Nama kegiatan; wajib untuk kegiatan baru.",
        lebar=42,
    )
    tipe = Kolom(
        "Tipe baris",
        Pilihan(Tipe.choices),
        sinonim=("Tipe", "Jenis baris"),
        catatan="Judul kegiatan tidak mempunyai target; kosong berarti Indikator.",
        lebar=18,
    )
    sub_kegiatan = Kolom(
        "Sub kegiatan",
        Teks(4000),
        sinonim=("Subkegiatan", "Rincian kegiatan"),
        catatan="Bagian kegiatan yang tercetak di bawah namanya.",
        lebar=30,
    )
    indikator = Kolom(
        "Indikator",
        Teks(4000),
        sinonim=("Indikator kinerja", "Indikator kegiatan", "Uraian indikator"),
        catatan="Apa yang diukur.",
        lebar=36,
    )
    penanggung_jawab = Kolom(
        "Penanggung jawab tercetak",
        Teks(4000),
        sinonim=("Penanggung jawab", "Penanggung Jawab/PD terkait", "PD terkait", "PIC"),
        catatan="Sebagaimana tercetak; unit yang melapor ada di kolom Unit pelapor.",
        lebar=28,
    )
    unit = Kolom(
        "Unit pelapor",
        Acuan("unit"),
        sinonim=("Unit", "OPD", "Perangkat Daerah", "Unit penanggung jawab"),
        catatan="Unit yang melaporkan baris ini; wajib kecuali untuk judul kegiatan.",
        lebar=24,
    )
    pendukung = Kolom(
        "Unit pendukung",
        DaftarUnit(),
        sinonim=("Pendukung", "OPD pendukung"),
        catatan="Unit lain yang mendukung, satu di tiap baris sel.",
        lebar=24,
    )
    pola = Kolom(
        "Pola",
        Pilihan(
            [
                (pola.value, pola.label)
                for pola in (
                    Butir.Pola.SEKALI,
                    Butir.Pola.BULANAN,
                    Butir.Pola.TRIWULAN,
                    Butir.Pola.SEMESTER,
                    Butir.Pola.TAHUNAN,
                )
            ],
            sinonim={
                "per triwulan": "triwulan",
                "per semester": "semester",
                "per bulan": "bulanan",
            },
        ),
        sinonim=("Pola pelaporan", "Frekuensi", "Periode pelaporan"),
        catatan="Seberapa sering baris ini dilaporkan; kosong berarti Triwulan.",
        lebar=14,
    )
    anggaran_bersama = Kolom(
        "Anggaran bersama",
        Kode(12),
        sinonim=("Berbagi anggaran dengan", "Anggaran pada baris"),
        catatan="Kode baris yang memuat anggaran bersama; kosong bila anggarannya sendiri.",
        lebar=12,
    )
    target_1, anggaran_1 = _target(1), _anggaran(1)
    target_2, anggaran_2 = _target(2), _anggaran(2)
    target_3, anggaran_3 = _target(3), _anggaran(3)
    target_4, anggaran_4 = _target(4), _anggaran(4)
    target_5, anggaran_5 = _target(5), _anggaran(5)
    keadaan = Kolom(
        "Keadaan baris",
        Teks(),
        hanya_baca=True,
        catatan="Berlaku, atau dicabut oleh perubahan rencana.",
        lebar=12,
    )

    def __init__(self, konteks: Konteks) -> None:
        """Bind the kind; what the rows of a file say together is kept here while it is read."""
        super().__init__(konteks)
        self.jumlah: defaultdict[int, int] = defaultdict(int)
        self.geser: defaultdict[int, int] = defaultdict(int)

    @classmethod
    def perlu_dasar(cls, tujuan: int | None, *, baru: int, berubah: int) -> bool:
        """Changed rows do, whatever the state: no version of a target is without a reason."""
        return berubah > 0

    # --- what is there ------------------------------------------------------------------------
    def siapkan(self) -> None:
        """Read plan, programs, kegiatan, codes and rules (eight queries)."""
        super().siapkan()
        document = self.rencana.roadmap
        self.programs = {lipat(p.huruf): p for p in Program.objects.filter(roadmap=document)}
        self.kegiatan_ada = {
            (lipat(k.program.huruf), lipat(k.no)): k
            for k in Kegiatan.objects.filter(program__roadmap=document).select_related("program")
        }
        rows = BarisAksi.objects.filter(kegiatan__program__roadmap=document)
        self.baris_ada: dict[str, tuple[int, bool]] = {}
        self.dicabut: set[str] = set()
        for kode, pk, shared, gone in rows.values_list(
            "kode", "pk", "anggaran_pada", "butir__dicabut"
        ).iterator():
            self.baris_ada[lipat(kode)] = (pk, shared is not None)
            if gone is not None:
                self.dicabut.add(lipat(kode))
        others = Butir.objects.filter(rencana=self.rencana, baris_aksi__isnull=True)
        self.kode_lain = {lipat(kode) for kode in others.values_list("kode", flat=True)}
        self.nama_program = {
            huruf: (kode_rapi(p.huruf), rapi(p.nama)) for huruf, p in self.programs.items()
        }
        self.nama_kegiatan = {
            kunci: (kode_rapi(k.no), rapi(k.nama)) for kunci, k in self.kegiatan_ada.items()
        }
        self.bagi: dict[str, bool] = {}
        self.ukur = self._aturan()

    def _aturan(self) -> dict[str, tuple[tuple[str, ...], str]]:
        """Return grades and direction of the rows whose rule is not the common one."""
        rules = AturanUkur.objects.filter(butir__rencana=self.rencana, kini=True).exclude(
            skala__isnull=True, arah=Arah.MAKSIMUM.value
        )
        return {
            lipat(rule.butir.kode): (
                tuple(t["kode"] for t in rule.skala.tingkat) if rule.skala else (),
                rule.arah,
            )
            for rule in rules.select_related("butir", "skala")
        }

    def ada(self) -> Iterator[Ada]:
        """Yield every row of the Lampiran in its order (three queries)."""
        cells = self._sel()
        support: defaultdict[int, list[str]] = defaultdict(list)
        for butir, kode in ButirPendukung.objects.filter(butir__rencana=self.rencana).values_list(
            "butir", "unit__kode"
        ):
            support[butir].append(kode)
        first = self.tahun[0]
        empty: list[Nilai] = [None] * (2 * TAHUN)
        places = {
            k.pk: (*self.nama_program[huruf], *self.nama_kegiatan[huruf, no])
            for (huruf, no), k in self.kegiatan_ada.items()
        }
        rows = (
            BarisAksi.objects.filter(kegiatan__program__roadmap=self.rencana.roadmap)
            .order_by("kegiatan__program__urut", "kegiatan__urut", "urut", "pk")
            .values_list(
                "pk",
                "butir",
                "kode",
                "kegiatan",
                "tipe",
                "sub_kegiatan",
                "indikator",
                "penanggung_jawab",
                "butir__unit__kode",
                "butir__pola",
                "anggaran_pada__kode",
                "butir__dicabut",
            )
        )
        for (
            pk,
            butir,
            kode,
            kegiatan,
            tipe,
            sub,
            indikator,
            pj,
            unit,
            pola,
            pada,
            gone,
        ) in rows.iterator(chunk_size=2000):
            place = places[kegiatan]
            isi: Isi = {
                "kode_baris": kode_rapi(kode),
                "tahun_pertama": first,
                "program_huruf": place[0],
                "program": place[1],
                "kegiatan_no": place[2],
                "kegiatan": place[3],
                "tipe": tipe,
                "sub_kegiatan": rapi(sub),
                "indikator": rapi(indikator),
                "penanggung_jawab": rapi(pj),
                "unit": unit,
                "pendukung": tuple(sorted(support[butir])) if butir in support else None,
                "pola": pola,
                "anggaran_bersama": pada and kode_rapi(pada),
            }
            own = cells.pop(butir, None) or empty
            for n in range(TAHUN):
                isi[TARGET[n]] = own[2 * n]
                isi[ANGGARAN[n]] = own[2 * n + 1]
                self.jumlah[n] += ribu(own[2 * n + 1]) or 0
            isi["keadaan"] = "dicabut" if gone else "berlaku"
            yield Ada(isi, (pk, butir))

    def _sel(self) -> dict[int, list[Nilai]]:
        """Return targets and budgets in force by Butir, year after year."""
        found: dict[int, list[Nilai]] = {}
        rows = TargetTahun.objects.filter(
            butir__rencana=self.rencana, butir__baris_aksi__isnull=False, kini=True
        ).values_list("butir", "tahun", "target_mentah", "anggaran_mentah")
        first = self.tahun[0]
        for butir, tahun, target, anggaran in rows.order_by().iterator(chunk_size=5000):
            n = tahun - first
            if not 0 <= n < TAHUN:
                continue
            cells = found.get(butir)
            if cells is None:
                cells = found[butir] = [None] * (2 * TAHUN)
            cells[2 * n] = rapi(target)
            cells[2 * n + 1] = anggaran_baku(anggaran)
        return found

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        units = self.acuan["unit"].pilihan()
        isi: Isi = dict.fromkeys(self.kolom_impor())
        isi |= {
            "kode_baris": "A-001",
            "tahun_pertama": self.tahun[0],
            "program_huruf": "A",
            "program": "Manajemen perubahan",
            "kegiatan_no": "1",
            "kegiatan": "Pembentukan tim reformasi birokrasi",
            "tipe": Tipe.INDIKATOR.value,
            "indikator": "Terbentuknya tim reformasi birokrasi",
            "penanggung_jawab": "Biro Organisasi",
            "unit": self.acuan["unit"].cari(units[0]) if units else None,
            "pola": Butir.Pola.TRIWULAN.value,
        }
        for n in range(min(TAHUN, len(self.tahun))):
            isi[TARGET[n]], isi[ANGGARAN[n]] = "15 tim", "150,000"
        return isi

    # --- what a file says ---------------------------------------------------------------------
    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Fill the names of known programs and kegiatan, the first year, tipe and pola."""
        if isi["tahun_pertama"] is None:
            isi["tahun_pertama"] = self.tahun[0]
        huruf, no = lipat(str(isi["program_huruf"])), lipat(str(isi["kegiatan_no"]))
        known = self.nama_program.setdefault(
            huruf, (_teks(isi["program_huruf"]), _teks(isi["program"]))
        )
        isi["program_huruf"], isi["program"] = known[0], isi["program"] or known[1]
        named = self.nama_kegiatan.setdefault(
            (huruf, no), (_teks(isi["kegiatan_no"]), _teks(isi["kegiatan"]))
        )
        isi["kegiatan_no"], isi["kegiatan"] = named[0], isi["kegiatan"] or named[1]
        if isi["tipe"] is None:
            isi["tipe"] = Tipe.INDIKATOR.value
        if isi["pola"] is None and isi["tipe"] != Tipe.JUDUL:
            isi["pola"] = Butir.Pola.TRIWULAN.value
        self.bagi[lipat(str(isi["kode_baris"]))] = isi["anggaran_bersama"] is not None
        for n, nama in enumerate(ANGGARAN):
            old = lama[nama] if lama else None
            if isi[nama] != old:
                self.geser[n] += (ribu(isi[nama]) or 0) - (ribu(old) or 0)

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterator[Temuan]:
        """Yield what the plan's rules refuse, and what looks wrong in targets and budgets."""
        return PemeriksaAksi(self, isi, lama).periksa()

    def periksa_akhir(self) -> Iterable[Temuan]:
        """Yield the years whose sum would leave the printed TOTAL (one query)."""
        return periksa_total(self)

    def ukur_baris(self, isi: Isi) -> tuple[tuple[str, ...], str]:
        """Return the grades that count in a row, and its direction."""
        return self.ukur.get(lipat(str(isi["kode_baris"])), ((), Arah.MAKSIMUM.value))

    # --- what is written ----------------------------------------------------------------------
    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Write a piece: new programs, kegiatan, rows with their Butir, and versions of targets."""
        self._penulis.tulis(rows, tulisan)

    def sesudah(self, tulisan: Tulisan) -> None:
        """Make the tasks of new Butir in a running plan, for windows that have not ended."""
        self._penulis.tugas()

    @cached_property
    def _penulis(self) -> PenulisAksi:
        return PenulisAksi(self)


def _teks(nilai: Nilai) -> str | None:
    return None if nilai is None else str(nilai)
