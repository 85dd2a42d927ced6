"""Lampiran II as it is printed: rows of the action plan with their months, in one kind.

It owns the official layout of the annex; its flat shape holds the same columns.
"""

from collections.abc import Iterable, Sequence

from evidence.models import Butir
from sheets.resource import Isi, Perubahan, Temuan
from sheets.writes import Tulisan
from zonaintegritas.models import IndikatorKeberhasilan, KeteranganBaris
from zonaintegritas.resources.bulan import NAMA, DenganBulan, bulan_dari, kosong_bulan, pilih_bulan
from zonaintegritas.resources.isi_rencana import (
    BarisRencana,
    KunciKegiatan,
    kunci_kegiatan,
    satu_baris,
)
from zonaintegritas.resources.rencana_aksi import RencanaAksiZI
from zonaintegritas.resources.tulis_bulan import BulanDiminta, PenulisBulan
from zonaintegritas.tata_lampiran import TataLampiran


class LampiranZI(RencanaAksiZI, DenganBulan):
    """Rows of the action plan with the months in which they are worked on."""

    kode = "zi_lampiran"
    label = "Lampiran II Zona Integritas"
    tata_resmi = TataLampiran()
    petunjuk = (
        "Rencana aksi beserta bulannya; Lampiran II yang diunduh dari Laporan juga terbaca.",
        "Satu baris satu sub kegiatan; kegiatan tanpa sub kegiatan satu baris tanpa urutan.",
        "Beri tanda x pada bulan yang direncanakan; bulan yang dikosongkan dicabut.",
        "Indikator keberhasilan ditulis satu per baris dalam satu sel, tanpa huruf.",
        "Baris yang tidak ada dalam berkas dibiarkan.",
    )

    def siapkan(self) -> None:
        """Read the plan and what may change in it."""
        super().siapkan()
        self.siapkan_bulan()
        self.tanpa_sub: dict[KunciKegiatan, set[str]] = {}
        rows = IndikatorKeberhasilan.objects.filter(
            kegiatan__tim__keputusan__rencana=self.rencana, kegiatan__bersub=True, sub__isnull=True
        )
        for tim, huruf, isi in rows.values_list("kegiatan__tim__kode", "kegiatan__huruf", "teks"):
            self.tanpa_sub.setdefault(kunci_kegiatan(tim, huruf), set()).add(satu_baris(isi))
        self.ket_kegiatan: dict[KunciKegiatan, set[str]] = {}
        notes = KeteranganBaris.objects.filter(
            kegiatan__tim__keputusan__rencana=self.rencana, kegiatan__bersub=True, sub__isnull=True
        )
        for tim, huruf, isi in notes.values_list("kegiatan__tim__kode", "kegiatan__huruf", "teks"):
            lines = {satu_baris(line) for line in isi.split("\n")}
            self.ket_kegiatan.setdefault(kunci_kegiatan(tim, huruf), set()).update(lines)
        self._diminta: list[tuple[int, Isi, int | None, str | None]] = []

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        return pilih_bulan({**super().contoh(), **kosong_bulan()}, [1, 2])

    def isi_dari(self, row: BarisRencana) -> Isi:
        """Return a row of the plan by column."""
        return {**super().isi_dari(row), **self.isi_bulan(row)}

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Fill what a file may leave out."""
        super().lengkapi(isi, lama)
        if isi["bentuk"] is None and lama is not None:
            isi["bentuk"] = lama["bentuk"]

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what the plan refuses of rows and of months."""
        yield from super().periksa(isi, lama)
        urut = isi["urut"] if isinstance(isi["urut"], int) else None
        row = self.baris_ada.get((*kunci_kegiatan(isi["tim"], isi["huruf"]), urut))
        yield from self.periksa_bulan(isi, lama, row if lama else None)

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan the rows; their months are written when all are known."""
        super().tulis(rows, tulisan)
        for row in rows:
            bentuk = str(row.nilai["bentuk"]) if row.nilai["bentuk"] else None
            if row.lama is None:
                self._diminta.append((row.no, row.nilai, None, bentuk))
            elif row.berubah("bentuk", *NAMA):
                changed = bentuk if row.berubah("bentuk") else None
                self._diminta.append((row.no, row.nilai, row.lama.ref.butir, changed))

    def sesudah(self, tulisan: Tulisan) -> None:
        """Write indikator and months; the tasks of a running plan follow."""
        super().sesudah(tulisan)
        there = Butir.objects.in_bulk([pk for _, _, pk, _ in self._diminta if pk is not None])
        made = dict(self.penulis.butir_baru.values())
        wanted = [
            BulanDiminta(
                no,
                there[pk] if pk is not None else made[no],
                bulan_dari(isi, self.rencana.tahun),
                bentuk,
            )
            for no, isi, pk, bentuk in self._diminta
        ]
        PenulisBulan(self.rencana, self.konteks).tulis(wanted, tulisan)
