"""Sasaran and indikator of Bab III.B of a Road Map, with the target of every year."""

from collections.abc import Iterator

from evidence.models import Butir
from roadmap.models import AturanUkur, Indikator, KelompokSasaran, Sasaran
from roadmap.resources.cetakan import rapi
from roadmap.resources.sasaran_kolom import KolomSasaran
from roadmap.resources.sasaran_tulis import PenulisSasaran
from roadmap.resources.tahunan import TAHUN, TARGET
from roadmap.resources.tahunan_periksa import periksa_tahunan
from sheets.columns import Nilai
from sheets.resource import Ada, Isi, Temuan
from sheets.values import daftar, lipat, tulis_daftar
from sheets.values import kode as kode_rapi
from ukuran.capaian import Arah, Sifat

TETAP = ("kelompok", "judul_kelompok", "sasaran_urut", "sasaran")
PENUGASAN = ("pola", "unit", "pendukung", "arah", "sifat")


class SasaranResource(KolomSasaran):
    """One indikator of Bab III.B with the sasaran and the table above it."""

    kode = "roadmap_sasaran"
    label = "Sasaran dan indikator Road Map"
    kunci = ("kode_indikator",)
    milik = "indikator_roadmap"
    sebutan = "Indikator"
    petunjuk = (
        "Satu baris untuk tiap indikator Bab III.B, dengan target tiap tahun.",
        "Tahun ke-1 adalah tahun pertama rencana; isi kolom Tahun pertama agar tidak tertukar.",
        "Kelompok adalah satu tabel tercetak; sasaran dinomori dalam kelompoknya.",
        "Target yang berubah menjadi versi baru, dengan alasan dan dasar perubahan.",
    )

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
        self.dicabut = set()
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
        cells, support = self.sel_tahunan(), self.pendukung_ada()
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
                "pendukung": support.get(own.pk),
                "pola": own.pola,
                "arah": rule.arah if rule else Arah.MAKSIMUM.value,
                "sifat": rule.sifat if rule else Sifat.TAHUNAN.value,
                **self.isi_tahunan(cells.get(own.pk)),
            }
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
        yield from self.periksa_awal(isi)
        key = lipat(str(isi["kode_indikator"]))
        if lama is None and key in self.kode_lain:
            yield Temuan(
                f"Kode {isi['kode_indikator']} sudah dipakai rencana aksi pada rencana ini.",
                "Pakai kode lain.",
                kolom="kode_indikator",
            )
        yield from self.periksa_dicabut(isi)
        yield from self._letak(isi, lama)
        yield from self.periksa_tetap(isi, lama, PENUGASAN, "Ubah di halaman butirnya.")
        yield from periksa_tahunan(self, isi, lama)

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

    def ukur_baris(self, isi: Isi) -> tuple[tuple[str, ...], str]:
        """Return the grades that count in a row, and the direction that it says."""
        rule = self.ukur.get(lipat(str(isi["kode_indikator"])))
        grades = tuple(t["kode"] for t in rule.skala.tingkat) if rule and rule.skala else ()
        return grades, str(isi["arah"])

    def penulis(self) -> PenulisSasaran:
        """Return what writes indikator."""
        return PenulisSasaran(self)


def _daftar(lines: object) -> Nilai:
    """Return stored lines as the reading of their cell gives them."""
    found = tuple(str(line) for line in lines) if isinstance(lines, list) else ()
    return daftar(tulis_daftar(found)) or None
