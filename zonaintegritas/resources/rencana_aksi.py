"""The action plan: kegiatan, sub kegiatan, indikator keberhasilan, one row a Butir."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from evidence.actions.kewajiban import buat_capaian
from evidence.models import Butir
from sheets.columns import Acuan, Daftar, Kode, Kolom, Nilai, Pilihan, Teks
from sheets.resource import Ada, Isi, Perubahan, SheetResource, Temuan, Tingkat
from sheets.writes import Tulisan
from zonaintegritas.models import BentukJadwal, IndikatorKeberhasilan
from zonaintegritas.official.rencana_aksi import BUKTI
from zonaintegritas.resources.baris import BarisButir
from zonaintegritas.resources.isi_rencana import (
    BarisRencana,
    KunciKegiatan,
    baca_rencana,
    kunci_kegiatan,
    satu_baris,
)
from zonaintegritas.resources.tulis_indikator import diganti
from zonaintegritas.resources.tulis_rencana import PenulisRencana

_JAUH = 1_000_000  # place of indikator that are not there yet: after all that are


class DaftarSatuBaris(Daftar):
    """Several texts, each on one line with single spaces."""

    def baca(self, mentah: object, resource: SheetResource) -> Nilai:
        """Return the lines of a cell; a text is named once."""
        lines = super().baca(mentah, resource)
        if not isinstance(lines, tuple):
            return lines
        return tuple(dict.fromkeys(satu_baris(line) for line in lines))


class RencanaAksiZI(BarisButir):
    """Rows of Lampiran II without their months."""

    kode = "zi_rencana_aksi"
    label = "Rencana aksi Zona Integritas"
    petunjuk = (
        "Satu baris satu sub kegiatan; kegiatan tanpa sub kegiatan satu baris tanpa urutan.",
        "Tulis teks kegiatan yang sama pada semua baris kegiatan itu.",
        "Indikator keberhasilan ditulis satu per baris dalam satu sel, tanpa huruf.",
        "Pada rencana berjalan unit dan indikator baris yang sudah ada tidak diubah lewat berkas.",
        "Baris yang tidak ada dalam berkas dibiarkan.",
    )

    kegiatan = Kolom(
        "Kegiatan", Teks(4000), wajib=True, sinonim=("Uraian kegiatan", "Nama kegiatan"), lebar=40
    )
    no = Kolom(
        "Nomor sub kegiatan",
        Kode(8),
        sinonim=("No. sub kegiatan", "Nomor sub"),
        catatan="Nomor sebagaimana tercetak; boleh kosong.",
        lebar=10,
    )
    sub = Kolom(
        "Sub kegiatan", Teks(4000), sinonim=("Subkegiatan", "Uraian sub kegiatan"), lebar=50
    )
    indikator = Kolom(
        "Indikator keberhasilan",
        DaftarSatuBaris(4000),
        sinonim=("Indikator", "Keluaran", "Output"),
        catatan="Satu indikator satu baris dalam sel.",
        lebar=50,
    )
    unit = Kolom(
        "Unit",
        Acuan("unit"),
        sinonim=("Unit pelapor", "Penanggung jawab"),
        catatan="Kosong: unit timnya.",
        lebar=24,
    )
    ket = Kolom("Keterangan", Teks(2000), sinonim=("Ket", "Ket.", "Catatan"), lebar=24)
    kode_butir = Kolom("Kode butir", Kode(24), hanya_baca=True, lebar=12)
    pola = Kolom("Pola", Pilihan(Butir.Pola.choices), hanya_baca=True, lebar=20)
    bentuk = Kolom("Bentuk jadwal", Pilihan(BentukJadwal.Bentuk.choices), hanya_baca=True, lebar=26)

    def siapkan(self) -> None:
        """Read the plan, and which kegiatan and indikator there are."""
        super().siapkan()
        self.baris_ada: dict[tuple[str, str, int | None], BarisRencana] = {}
        self._urutan: dict[KunciKegiatan, dict[str, int]] = {}
        self._bersub: dict[KunciKegiatan, bool] = {}
        self._sendiri: defaultdict[KunciKegiatan, set[str]] = defaultdict(set)
        seen: defaultdict[KunciKegiatan, Counter[str]] = defaultdict(Counter)
        for row in baca_rencana(self.rencana):
            key = kunci_kegiatan(row.tim, row.huruf)
            self.baris_ada[(*key, row.urut)] = row
            self._bersub[key] = row.urut is not None
            for line in row.indikator or ():
                seen[key][line] += 1
        for key, lines in seen.items():
            self._sendiri[key] = {line for line, times in lines.items() if times == 1}
        rows = IndikatorKeberhasilan.objects.filter(
            kegiatan__tim__keputusan__rencana=self.rencana
        ).order_by("urut")
        for tim, huruf, isi in rows.values_list("kegiatan__tim__kode", "kegiatan__huruf", "teks"):
            known = self._urutan.setdefault(kunci_kegiatan(tim, huruf), {})
            known.setdefault(satu_baris(isi), len(known))
        self.penulis = PenulisRencana(self.rencana, self.daftar_tim)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        tim = next(iter(self.daftar_tim.values()), None)
        return {
            "tim": tim.kode if tim else "I",
            "huruf": "A",
            "urut": 1,
            "kegiatan": "Pembentukan tim kerja",
            "no": "1",
            "sub": "Melaksanakan rapat pembentukan tim kerja",
            "indikator": ("Undangan rapat.", "Notulen dan dokumentasi rapat."),
            "unit": tim.unit.kode if tim and tim.unit else None,
            "ket": None,
        }

    def ada(self) -> Iterator[Ada]:
        """Yield the rows of the plan in the order of Lampiran II."""
        for row in baca_rencana(self.rencana):
            yield Ada(self.isi_dari(row), row.letak)

    def isi_dari(self, row: BarisRencana) -> Isi:
        """Return a row of the plan by column."""
        return {
            "tim": row.tim,
            "huruf": row.huruf,
            "urut": row.urut,
            "kegiatan": row.kegiatan,
            "no": row.no,
            "sub": row.sub,
            "indikator": row.indikator,
            "unit": row.unit,
            "ket": row.ket,
            "kode_butir": row.kode,
            "pola": row.pola,
            "bentuk": row.bentuk,
        }

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Fill the unit of a row; put its indikator into the order in which the plan has them."""
        if isi["unit"] is None:
            unit = self.daftar_tim[str(isi["tim"])].unit if isi["tim"] else None
            isi["unit"] = lama["unit"] if lama else (unit.kode if unit else None)
        lines = isi["indikator"]
        if isinstance(lines, tuple):
            key = kunci_kegiatan(isi["tim"], isi["huruf"])
            known = self._urutan.setdefault(key, {})
            was = lama["indikator"] if lama else None
            ganti = diganti(lines, was, known.keys(), self._sendiri[key])
            for old, new in ganti.items():
                known.setdefault(new, known[old])
            for line in lines:
                known.setdefault(line, _JAUH + len(known))
            if not ganti:
                isi["indikator"] = tuple(sorted(lines, key=known.__getitem__))

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what the plan refuses: rows at the wrong place, what a running plan holds fast."""
        key = kunci_kegiatan(isi["tim"], isi["huruf"])
        bersub = self._bersub.get(key)
        if bersub and isi["urut"] is None:
            yield Temuan(
                f"Kegiatan {isi['huruf']} mempunyai sub kegiatan.",
                "Isi urutan sub kegiatannya.",
                kolom="urut",
            )
        elif bersub is False and isi["urut"] is not None:
            yield Temuan(
                f"Kegiatan {isi['huruf']} tidak mempunyai sub kegiatan.",
                "Kosongkan urutan dan sub kegiatan, atau pakai huruf baru.",
                kolom="urut",
            )
        elif isi["urut"] is not None and isi["sub"] is None:
            yield Temuan("Sub kegiatan belum diisi.", "Isi sel ini.", kolom="sub")
        elif isi["urut"] is None and isi["sub"] is not None:
            yield Temuan(
                "Sub kegiatan ini belum berurutan.", "Isi urutan sub kegiatannya.", kolom="urut"
            )
        if lama is None:
            if not isi["indikator"]:
                yield Temuan(
                    f"Tanpa indikator, dokumen wajib baris ini hanya “{BUKTI}”.",
                    "Isi indikator keberhasilannya bila ada.",
                    kolom="indikator",
                    tingkat=Tingkat.PERINGATAN,
                )
            return
        row = self.baris_ada.get((*key, _urut(isi)))
        if row is not None and row.dicabut:
            yield Temuan(
                f"Butir {row.kode} sudah dicabut dari rencana, jadi tidak dapat diubah.",
                "Hapus baris ini dari berkas.",
            )
        if self.rencana.berjalan:
            yield from self._tetap(isi, lama)

    def _tetap(self, isi: Isi, lama: Isi) -> Iterable[Temuan]:
        for nama, apa in (("unit", "Unit"), ("indikator", "Indikator dan dokumen wajib")):
            if isi[nama] != lama[nama]:
                yield Temuan(
                    f"{apa} baris yang sudah berjalan tidak diubah lewat berkas.",
                    "Ubah di halaman butirnya pada menu Rencana, lalu periksa ulang.",
                    kolom=nama,
                )

    def periksa_semua(self, rows: Sequence[tuple[int, Isi]]) -> Iterable[tuple[int, Temuan]]:
        """Yield rows of one kegiatan that name it differently or mix with and without sub."""
        first: dict[KunciKegiatan, Isi] = {}
        for no, isi in rows:
            one = first.setdefault(kunci_kegiatan(isi["tim"], isi["huruf"]), isi)
            if one["kegiatan"] != isi["kegiatan"]:
                yield (
                    no,
                    Temuan(
                        f"Kegiatan {isi['huruf']} ditulis berbeda pada baris lain.",
                        "Samakan teks kegiatan pada semua barisnya.",
                        kolom="kegiatan",
                    ),
                )
            elif (one["urut"] is None) != (isi["urut"] is None):
                yield (
                    no,
                    Temuan(
                        f"Kegiatan {isi['huruf']} ditulis dengan dan tanpa sub kegiatan.",
                        "Isi urutan pada semua barisnya, atau satu baris saja tanpa urutan.",
                        kolom="urut",
                    ),
                )

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan kegiatan, sub kegiatan and Butir; indikator follow when all rows are known."""
        self.penulis.tulis(rows, tulisan)

    def sesudah(self, tulisan: Tulisan) -> None:
        """Write indikator with their documents, and the tasks of new Butir in a running plan."""
        self.penulis.indikator(tulisan)
        tulisan.simpan()
        if self.rencana.berjalan:
            made = [butir for _, butir in self.penulis.butir_baru.values()]
            buat_capaian(self.rencana, made, at=self.konteks.at)


def _urut(isi: Isi) -> int | None:
    return isi["urut"] if isinstance(isi["urut"], int) else None
