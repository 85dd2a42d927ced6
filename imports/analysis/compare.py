"""Raw rows into values, and values against the rows that are there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from imports.analysis.sources import alamat, wajar
from imports.models import BarisBatch
from imports.reading import Galat, Lembar
from sheets.columns import Bulat as BulatJenis
from sheets.columns import Desimal, Kolom, Uang
from sheets.layout import BarisMentah
from sheets.resource import Ada, Isi, Kunci, SheetResource, Temuan, Tingkat
from sheets.values import Keliru, sebut

Jenis = BarisBatch.Jenis
_TERSEMBUNYI = Temuan(
    "Baris ini tersembunyi di lembar, tetapi ikut dibaca.",
    "Hapus barisnya bila tidak dimaksudkan.",
    tingkat=Tingkat.PERINGATAN,
)
_ANGKA = (BulatJenis, Desimal, Uang)


@dataclass(frozen=True, slots=True)
class TemuanSel:
    """A finding with the place where it stands."""

    tingkat: Tingkat
    baris: int | None
    sel: str
    kolom: str
    nilai: str
    pesan: str
    saran: str


@dataclass(slots=True)
class Terbanding:
    """A row of the file, read and compared."""

    no: int
    baris: int
    jenis: str
    kunci: str
    isi: Isi | None
    lama: Ada | None
    letak: Mapping[str, tuple[int, int]]
    temuan: list[TemuanSel] = field(default_factory=list)
    gagal: set[str] = field(default_factory=set)  # columns whose cell could not be read


class Pembanding:
    """Reads and compares the rows of one sheet, one after the other."""

    def __init__(self, resource: SheetResource, lembar: Lembar) -> None:
        """Read what is there; `resource` is prepared (`siapkan`)."""
        self._resource = resource
        self._kolom: dict[str, Kolom] = resource.kolom_impor()
        self._lembar = lembar
        self._ada: dict[Kunci, Ada] = {}
        for ada in resource.ada():
            self._ada[resource.kunci_dari(ada.nilai)] = ada
        self._terlihat: dict[Kunci, int] = {}
        self._judul_kunci = frozenset(self._kolom[n].judul for n in resource.kunci)
        self._tertutup = frozenset(
            (baris, kolom)
            for r in lembar.gabungan
            if wajar(r)
            for baris in range(r.atas, r.bawah + 1)
            for kolom in range(r.kiri, r.kanan + 1)
            if (baris, kolom) != (r.atas, r.kiri)
        )

    def banding(self, rows: Iterable[BarisMentah]) -> Iterator[Terbanding]:
        """Yield the rows compared, in the order of the file."""
        for no, mentah in enumerate(rows, start=1):
            yield self._satu(no, mentah)

    def _satu(self, no: int, mentah: BarisMentah) -> Terbanding:
        row = Terbanding(no, mentah.baris, Jenis.DITOLAK, "", None, None, mentah.letak)
        if mentah.baris in self._lembar.baris_tersembunyi:
            self._catat(row, _TERSEMBUNYI, mentah)
        isi = self._baca(row, mentah)
        for nama in self._resource.kunci:
            isi.setdefault(nama, None)
        row.kunci = self._resource.sebut_kunci(isi)[:300]
        if any(t.tingkat is Tingkat.GALAT and t.kolom in self._judul_kunci for t in row.temuan):
            return row  # without its key a row can't be found
        kunci = self._resource.kunci_dari(isi)
        first = self._terlihat.setdefault(kunci, mentah.baris)
        if first != mentah.baris:
            kembar = f"Baris ini kembar dengan baris {first}: {row.kunci}."
            self._catat(row, Temuan(kembar, "Hapus salah satunya."), mentah)
            return row
        lama = self._ada.get(kunci)
        row.lama = lama
        for nama in self._kolom:
            if nama not in mentah.sel:
                isi[nama] = lama.nilai[nama] if lama else None
        old = lama.nilai if lama else None
        self._resource.lengkapi(isi, old)
        row.isi = isi
        changed = old is None or any(isi[nama] != old[nama] for nama in self._kolom)
        if changed:
            for temuan in self._kurang(isi, mentah, old):
                self._catat(row, temuan, mentah)
            for temuan in self._resource.periksa(isi, old):
                if temuan.kolom not in row.gagal:  # what can't be read has been said already
                    self._catat(row, temuan, mentah)
        if any(t.tingkat is Tingkat.GALAT for t in row.temuan):
            return row
        row.jenis = Jenis.BARU if lama is None else Jenis.BERUBAH if changed else Jenis.SAMA
        return row

    def _kurang(self, isi: Isi, mentah: BarisMentah, lama: Isi | None) -> Iterator[Temuan]:
        """Yield what a new row must say and the file has no column for."""
        for nama, kolom in self._kolom.items():
            if kolom.wajib and nama not in mentah.sel and isi[nama] is None and lama is None:
                yield Temuan(
                    f"Baris baru memerlukan kolom {kolom.judul}.",
                    f"Tambahkan kolom {kolom.judul} ke berkas.",
                    kolom=nama,
                )

    def _baca(self, row: Terbanding, mentah: BarisMentah) -> Isi:
        isi: Isi = {}
        for nama, value in mentah.sel.items():
            kolom = self._kolom.get(nama)
            if kolom is None:
                continue
            try:
                self._boleh(kolom, value, mentah.letak.get(nama))
                isi[nama] = kolom.baca(value, self._resource)
            except Keliru as error:
                isi[nama] = None
                row.gagal.add(nama)
                self._catat(row, Temuan(str(error), error.saran, kolom=nama), mentah, value)
        return isi

    def _boleh(self, kolom: Kolom, value: Any, letak: tuple[int, int] | None) -> None:
        """Refuse cells that hold no value of their own. Raises Keliru."""
        if isinstance(value, Galat):
            raise Keliru(
                f"Sel ini berisi galat {value.teks}.", "Perbaiki rumusnya, atau ketik nilainya."
            )
        if letak in self._lembar.rumus_kosong:
            raise Keliru(
                "Sel ini berisi rumus yang belum dihitung.",
                "Buka berkas di aplikasi lembar kerja, simpan, lalu unggah lagi.",
            )
        if value is None and isinstance(kolom.jenis, _ANGKA) and letak in self._tertutup:
            raise Keliru(
                "Sel ini tergabung dengan sel di atas atau di kirinya.",
                "Pisahkan selnya, lalu isi tiap baris.",
            )

    def _catat(
        self, row: Terbanding, temuan: Temuan, mentah: BarisMentah, value: Any = None
    ) -> None:
        letak = mentah.letak.get(temuan.kolom)
        kolom = self._kolom.get(temuan.kolom)
        if value is None and temuan.kolom:
            value = mentah.sel.get(temuan.kolom)
        hidden = kolom is None or kolom.rahasia
        row.temuan.append(
            TemuanSel(
                temuan.tingkat,
                mentah.baris,
                alamat(*letak) if letak else "",
                kolom.judul if kolom else "",
                "" if hidden else sebut(value.teks if isinstance(value, Galat) else value)[:200],
                temuan.pesan,
                temuan.saran,
            )
        )
