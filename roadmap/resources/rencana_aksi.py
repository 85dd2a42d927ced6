"""Rencana aksi of a Road Map: rows of the Lampiran with targets and budgets of every year."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from evidence.models import Butir
from roadmap.models import AturanUkur, BarisAksi, Kegiatan, Program
from roadmap.resources.cetakan import rapi, ribu
from roadmap.resources.rencana_aksi_kolom import KolomAksi
from roadmap.resources.rencana_aksi_periksa import PemeriksaAksi, periksa_total
from roadmap.resources.rencana_aksi_tulis import PenulisAksi
from roadmap.resources.tahunan import ANGGARAN, TAHUN, TARGET
from roadmap.tata_lampiran import TataLampiran
from sheets.columns import Nilai
from sheets.resource import Ada, Isi, Konteks, Temuan
from sheets.values import kode as kode_rapi
from sheets.values import lipat
from ukuran.capaian import Arah

Tipe = BarisAksi.Tipe


class AksiResource(KolomAksi):
    """One printed row of the Lampiran; the year of a column counts from the plan's first."""

    kode = "roadmap_aksi"
    label = "Rencana aksi Road Map"
    kunci = ("kode_baris",)
    milik = "baris_aksi"
    sebutan = "Baris"
    tata_resmi = TataLampiran()
    petunjuk = (
        "Satu baris untuk tiap baris Lampiran, dengan target dan anggaran tiap tahun.",
        "Tahun ke-1 adalah tahun pertama rencana; isi kolom Tahun pertama agar tidak tertukar.",
        "Anggaran ditulis dalam ribuan rupiah (Rp.000). Kosong, - dan 0 adalah tiga hal berbeda.",
        "Target atau anggaran yang berubah menjadi versi baru, dengan alasan dan dasar perubahan.",
        "Program dan kegiatan baru dibuat dari barisnya; nama yang sudah ada tidak diubah di sini.",
        "Baris yang berbagi anggaran mengosongkan anggarannya dan menyebut kode baris pemiliknya.",
    )

    def __init__(self, konteks: Konteks) -> None:
        """Bind the kind; what the rows of a file say together is kept here while it is read."""
        super().__init__(konteks)
        self.jumlah: defaultdict[int, int] = defaultdict(int)
        self.geser: defaultdict[int, int] = defaultdict(int)

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
        self.dicabut = set()
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
        cells, support = self.sel_tahunan(), self.pendukung_ada()
        first = self.tahun[0]
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
                "pendukung": support.get(butir),
                "pola": pola,
                "anggaran_bersama": pada and kode_rapi(pada),
            }
            isi |= self.isi_tahunan(cells.pop(butir, None))
            for n, nama in enumerate(ANGGARAN):
                self.jumlah[n] += ribu(isi[nama]) or 0
            isi["keadaan"] = "dicabut" if gone else "berlaku"
            yield Ada(isi, (pk, butir))

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

    def penulis(self) -> PenulisAksi:
        """Return what writes the rows."""
        return PenulisAksi(self)


def _teks(nilai: Nilai) -> str | None:
    return None if nilai is None else str(nilai)
