"""Sasaran and indikator of Bab III.B of a Road Map, with the target of every year."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from evidence.models import Butir, ButirPendukung
from roadmap.models import AturanUkur, Indikator, KelompokSasaran, Sasaran, TargetTahun
from roadmap.resources.cetakan import (
    PANJANG_KETERANGAN,
    DaftarUnit,
    TargetTercetak,
    rapi,
    target_teks,
)
from roadmap.resources.rencana import TAHUN, RoadmapResource, kolom_tahun, sinonim_tahun
from roadmap.resources.rencana_aksi_periksa import meminta, target_janggal
from roadmap.resources.sasaran_tulis import PenulisSasaran
from sheets.columns import Acuan, Bulat, Daftar, Kode, Kolom, Nilai, Pilihan, Tahun, Teks
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.values import daftar, lipat, tulis_daftar
from sheets.values import kode as kode_rapi
from sheets.writes import Tulisan
from ukuran.capaian import Arah, Sifat

TARGET = kolom_tahun("target")
TETAP = ("kelompok", "judul_kelompok", "sasaran_urut", "sasaran")
PENUGASAN = ("pola", "unit", "pendukung", "arah", "sifat")


def _target(ke: int) -> Kolom:
    return Kolom(
        f"Target tahun ke-{ke}",
        TargetTercetak(),
        sinonim=sinonim_tahun(("Target",), ke),
        catatan=f"Sebagaimana tercetak, untuk tahun ke-{ke} rencana.",
        lebar=18,
    )


class SasaranResource(RoadmapResource):
    """One indikator of Bab III.B with the sasaran and the table above it."""

    kode = "roadmap_sasaran"
    label = "Sasaran dan indikator Road Map"
    kunci = ("kode_indikator",)
    petunjuk = (
        "Satu baris untuk tiap indikator Bab III.B, dengan target tiap tahun.",
        "Tahun ke-1 adalah tahun pertama rencana; isi kolom Tahun pertama agar tidak tertukar.",
        "Kelompok adalah satu tabel tercetak; sasaran dinomori dalam kelompoknya.",
        "Target yang berubah menjadi versi baru, dengan alasan dan dasar perubahan.",
    )

    kode_indikator = Kolom(
        "Kode indikator",
        Kode(12),
        wajib=True,
        sinonim=("Kode", "Kode IKU"),
        catatan="Kode indikator, misalnya B01.",
        lebar=10,
    )
    tahun_pertama = Kolom(
        "Tahun pertama",
        Tahun(),
        sinonim=("Tahun pertama rencana", "Tahun awal"),
        catatan="Tahun pertama rencana, agar target tidak masuk ke tahun yang salah.",
        lebar=10,
    )
    kelompok = Kolom(
        "Kode kelompok",
        Kode(12),
        wajib=True,
        sinonim=("Kelompok",),
        catatan="Kode tabel pada Bab III.B, misalnya 1.a.",
        lebar=10,
    )
    judul_kelompok = Kolom(
        "Judul kelompok",
        Daftar(),
        sinonim=("Prioritas", "Nama kelompok"),
        catatan="Judul di atas tabel, satu di tiap baris sel; wajib untuk kelompok baru.",
        lebar=30,
    )
    sasaran_urut = Kolom(
        "Nomor sasaran",
        Bulat(1, 500),
        wajib=True,
        sinonim=("No sasaran", "Urut sasaran"),
        catatan="Urutan sasaran dalam kelompoknya.",
        lebar=8,
    )
    sasaran = Kolom(
        "Sasaran",
        Teks(4000),
        sinonim=("Sasaran strategis", "Uraian sasaran"),
        catatan="Bunyi sasaran; wajib untuk sasaran baru.",
        lebar=36,
    )
    indikator = Kolom(
        "Indikator",
        Teks(4000),
        wajib=True,
        sinonim=("Indikator kinerja", "Indikator sasaran", "Uraian indikator"),
        catatan="Apa yang diukur.",
        lebar=42,
    )
    sub = Kolom(
        "Sub indikator",
        Daftar(),
        sinonim=("Subindikator", "Rincian indikator"),
        catatan="Bagian indikator, satu di tiap baris sel.",
        lebar=28,
    )
    unit = Kolom(
        "Unit pelapor",
        Acuan("unit"),
        wajib=True,
        sinonim=("Unit", "OPD", "Perangkat Daerah", "Penanggung jawab"),
        catatan="Unit yang melaporkan indikator ini.",
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
        Pilihan([(p.value, p.label) for p in (
            Butir.Pola.SEKALI, Butir.Pola.BULANAN, Butir.Pola.TRIWULAN,
            Butir.Pola.SEMESTER, Butir.Pola.TAHUNAN,
        )]),
        sinonim=("Pola pelaporan", "Frekuensi"),
        catatan="Seberapa sering indikator ini dilaporkan; kosong berarti Semester.",
        lebar=14,
    )  # fmt: skip
    arah = Kolom(
        "Arah",
        Pilihan(
            [
                (Arah.MAKSIMUM.value, "Makin besar makin baik"),
                (Arah.MINIMUM.value, "Makin kecil makin baik"),
            ],
            sinonim={"maksimum": Arah.MAKSIMUM.value, "minimum": Arah.MINIMUM.value},
        ),
        sinonim=("Polaritas", "Arah ukur"),
        catatan="Kosong berarti makin besar makin baik.",
        lebar=20,
    )
    sifat = Kolom(
        "Sifat target",
        Pilihan(
            [
                (Sifat.TAHUNAN.value, "Per tahun"),
                (Sifat.KUMULATIF.value, "Kumulatif sejak awal rencana"),
            ],
            sinonim={"kumulatif": Sifat.KUMULATIF.value, "tahunan": Sifat.TAHUNAN.value},
        ),
        sinonim=("Sifat", "Jenis target"),
        catatan="Kosong berarti per tahun.",
        lebar=20,
    )
    target_1 = _target(1)
    target_2 = _target(2)
    target_3 = _target(3)
    target_4 = _target(4)
    target_5 = _target(5)

    @classmethod
    def perlu_dasar(cls, tujuan: int | None, *, baru: int, berubah: int) -> bool:
        """Changed rows do, whatever the state: no version of a target is without a reason."""
        return berubah > 0

    def siapkan(self) -> None:
        """Read plan, tables, sasaran, codes and rules (seven queries)."""
        super().siapkan()
        document = self.rencana.roadmap
        self.kelompok_ada = {
            lipat(k.kode): k for k in KelompokSasaran.objects.filter(roadmap=document)
        }
        self.sasaran_ada = {
            (lipat(s.kelompok.kode), s.urut): s
            for s in Sasaran.objects.filter(kelompok__roadmap=document).select_related("kelompok")
        }
        self.judul: dict[str, Nilai] = {
            kode: _daftar(k.jalur) for kode, k in self.kelompok_ada.items()
        }
        self.bunyi: dict[tuple[str, int], Nilai] = {
            kunci: rapi(s.teks) for kunci, s in self.sasaran_ada.items()
        }
        butir = Butir.objects.filter(rencana=self.rencana)
        self.kode_lain: set[str] = set()
        self.dicabut: set[str] = set()
        for kode, indikator, gone in butir.values_list("kode", "indikator_roadmap", "dicabut"):
            if indikator is None:
                self.kode_lain.add(lipat(kode))
            elif gone is not None:
                self.dicabut.add(lipat(kode))
        rules = AturanUkur.objects.filter(butir__rencana=self.rencana, kini=True)
        self.ukur = {
            lipat(rule.butir.kode): rule
            for rule in rules.filter(butir__indikator_roadmap__isnull=False).select_related(
                "butir", "skala"
            )
        }

    def ada(self) -> Iterator[Ada]:
        """Yield every indikator in the order of Bab III.B (three queries)."""
        cells: dict[int, list[Nilai]] = {}
        for butir, tahun, text in TargetTahun.objects.filter(
            butir__rencana=self.rencana, butir__indikator_roadmap__isnull=False, kini=True
        ).values_list("butir", "tahun", "target_mentah"):
            n = tahun - self.tahun[0]
            if 0 <= n < TAHUN:
                cells.setdefault(butir, [None] * TAHUN)[n] = rapi(text)
        support: defaultdict[int, list[str]] = defaultdict(list)
        for butir, kode in ButirPendukung.objects.filter(butir__rencana=self.rencana).values_list(
            "butir", "unit__kode"
        ):
            support[butir].append(kode)
        rows = Indikator.objects.filter(sasaran__kelompok__roadmap=self.rencana.roadmap)
        for row in rows.select_related("butir__unit", "sasaran__kelompok").order_by(
            "sasaran__kelompok__urut", "sasaran__urut", "urut", "pk"
        ):
            own = row.butir
            group, place = lipat(row.sasaran.kelompok.kode), row.sasaran.urut
            rule = self.ukur.get(lipat(own.kode))
            isi: Isi = {
                "kode_indikator": kode_rapi(row.kode),
                "tahun_pertama": self.tahun[0],
                "kelompok": kode_rapi(row.sasaran.kelompok.kode),
                "judul_kelompok": self.judul[group],
                "sasaran_urut": place,
                "sasaran": self.bunyi[group, place],
                "indikator": rapi(row.teks),
                "sub": _daftar(row.sub),
                "unit": own.unit.kode,
                "pendukung": tuple(sorted(support[own.pk])) if own.pk in support else None,
                "pola": own.pola,
                "arah": rule.arah if rule else Arah.MAKSIMUM.value,
                "sifat": rule.sifat if rule else Sifat.TAHUNAN.value,
            }
            isi |= zip(TARGET, cells.get(own.pk, [None] * TAHUN), strict=True)
            yield Ada(isi, (row.pk, own.pk))

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        units = self.acuan["unit"].pilihan()
        isi: Isi = dict.fromkeys(self.kolom_impor())
        isi |= {
            "kode_indikator": "B01",
            "tahun_pertama": self.tahun[0],
            "kelompok": "1.a",
            "judul_kelompok": ("Prioritas pembinaan manajemen", "SDM"),
            "sasaran_urut": 1,
            "sasaran": "Meningkatnya kinerja pegawai",
            "indikator": "Persentase pegawai yang mencapai target kinerja",
            "unit": self.acuan["unit"].cari(units[0]) if units else None,
            "pola": Butir.Pola.SEMESTER.value,
            "arah": Arah.MAKSIMUM.value,
            "sifat": Sifat.TAHUNAN.value,
        }
        for n in range(min(TAHUN, len(self.tahun))):
            isi[TARGET[n]] = f"{70 + 5 * n}%"
        return isi

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Fill titles of known tables and sasaran, the first year, pola and rule."""
        group = lipat(str(isi["kelompok"]))
        place = (group, isi["sasaran_urut"] if isinstance(isi["sasaran_urut"], int) else 0)
        isi["judul_kelompok"] = isi["judul_kelompok"] or self.judul.get(group)
        self.judul.setdefault(group, isi["judul_kelompok"])
        isi["sasaran"] = isi["sasaran"] or self.bunyi.get(place)
        self.bunyi.setdefault(place, isi["sasaran"])
        if group in self.kelompok_ada:
            isi["kelompok"] = kode_rapi(self.kelompok_ada[group].kode)
        for nama, usual in (
            ("tahun_pertama", self.tahun[0]),
            ("pola", Butir.Pola.SEMESTER.value),
            ("arah", Arah.MAKSIMUM.value),
            ("sifat", Sifat.TAHUNAN.value),
        ):
            if isi[nama] is None:
                isi[nama] = usual

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterator[Temuan]:
        """Yield what the plan's rules refuse, and doubtful targets."""
        if isi["tahun_pertama"] != self.tahun[0]:
            yield Temuan(
                f"Rencana ini mulai tahun {self.tahun[0]}, bukan {isi['tahun_pertama']}.",
                "Pilih rencana yang benar, atau betulkan kolom Tahun pertama.",
                kolom="tahun_pertama",
            )
        key = lipat(str(isi["kode_indikator"]))
        if lama is None and key in self.kode_lain:
            yield Temuan(
                f"Kode {isi['kode_indikator']} sudah dipakai rencana aksi pada rencana ini.",
                "Pakai kode lain.",
                kolom="kode_indikator",
            )
        if key in self.dicabut:
            yield Temuan(
                "Indikator ini sudah dicabut dari rencana, jadi tidak dapat diubah.",
                "Hapus baris ini dari berkas.",
                kolom="kode_indikator",
            )
        yield from self._letak(isi, lama)
        if lama is not None and self.rencana.berjalan:
            for nama in PENUGASAN:
                if isi[nama] != lama[nama]:
                    yield Temuan(
                        f"{self.kolom()[nama].judul} rencana yang berjalan tidak diubah lewat "
                        "impor, karena tugas unit ikut berubah.",
                        "Ubah di halaman butirnya.",
                        kolom=nama,
                    )
        for n, nama in enumerate(TARGET):
            if lama is None or isi[nama] != lama[nama]:
                yield from self._target(n, isi, lama)

    def _letak(self, isi: Isi, lama: Isi | None) -> Iterator[Temuan]:
        group = lipat(str(isi["kelompok"]))
        place = (group, isi["sasaran_urut"] if isinstance(isi["sasaran_urut"], int) else 0)
        known: dict[str, Nilai] = {
            "judul_kelompok": self.judul[group],
            "sasaran": self.bunyi[place],
        }
        if lama is not None:
            known = {nama: lama[nama] for nama in TETAP}
        for nama, value in known.items():
            if isi[nama] != value:
                yield Temuan(
                    f"{self.kolom()[nama].judul} di Pantas adalah "
                    f"“{self.kolom()[nama].sebut(value, self)[:120]}”.",
                    "Samakan isinya; indikator dengan letak lain memerlukan kode baru.",
                    kolom=nama,
                )
            elif value is None:
                yield Temuan(f"{self.kolom()[nama].judul} belum diisi.", "Isi sel ini.", kolom=nama)

    def _target(self, n: int, isi: Isi, lama: Isi | None) -> Iterator[Temuan]:
        nama = TARGET[n]
        text = None if isi[nama] is None else str(isi[nama])
        if n >= len(self.tahun):
            if text is not None:
                pesan = f"Rencana ini hanya {len(self.tahun)} tahun."
                yield Temuan(pesan, "Kosongkan selnya.", kolom=nama)
            return
        grades, arah = self.tingkat(isi), str(isi["arah"])
        aim = target_teks(text, grades)
        if len(aim.keterangan) > PANJANG_KETERANGAN:
            yield Temuan(
                f"Target berupa kata paling panjang {PANJANG_KETERANGAN} huruf.",
                "Persingkat targetnya.",
                kolom=nama,
            )
        if self.rencana.berjalan and lama is not None:
            before = meminta(lama[nama], None, grades, arah)
            if before != meminta(text, None, grades, arah):
                yield Temuan(
                    f"Perubahan ini {'mencabut' if before else 'membuat'} tugas tahun "
                    f"{self.tahun[n]} pada rencana yang berjalan.",
                    "Ubah lewat Revisi target pada halaman butirnya, yang menunjukkan tugas mana "
                    "yang ikut berubah.",
                    kolom=nama,
                )
        yield from target_janggal(text, aim, nama)

    def tingkat(self, isi: Isi) -> tuple[str, ...]:
        """Return the grades that count in a row."""
        rule = self.ukur.get(lipat(str(isi["kode_indikator"])))
        return tuple(t["kode"] for t in rule.skala.tingkat) if rule and rule.skala else ()

    @cached_property
    def _penulis(self) -> PenulisSasaran:
        return PenulisSasaran(self)

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Write a piece: new tables, sasaran and indikator, and versions of targets."""
        self._penulis.tulis(rows, tulisan)

    def sesudah(self, tulisan: Tulisan) -> None:
        """Make the tasks of new indikator in a running plan, for windows that have not ended."""
        self._penulis.tugas()


def _daftar(lines: object) -> Nilai:
    """Return stored lines as the reading of their cell gives them."""
    found = tuple(str(line) for line in lines) if isinstance(lines, list) else ()
    return daftar(tulis_daftar(found)) or None
