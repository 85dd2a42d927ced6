"""Questions of an LKE instrument as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Max

from sheets.columns import Acuan, Kode, Kolom, Nilai, Teks
from sheets.references import Rujukan
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.values import teks
from sheets.writes import Tulisan
from zonaintegritas.models import PertanyaanLKE
from zonaintegritas.resources.instrumen import BagianInstrumen
from zonaintegritas.resources.isi_rencana import satu_baris
from zonaintegritas.resources.rencana_aksi import DaftarSatuBaris


class PertanyaanInstrumen(BagianInstrumen):
    """The questions with their component, their scale and the documents they expect."""

    kode = "lke_pertanyaan"
    label = "Pertanyaan instrumen LKE"
    kunci = ("kode_pertanyaan",)
    petunjuk = (
        "Satu baris satu pertanyaan.",
        "Komponen dan skala ditulis dengan kodenya; impor keduanya lebih dahulu.",
        "Dokumen yang diharapkan ditulis satu per baris dalam satu sel.",
        "Pertanyaan baru berada di bawah yang sudah ada.",
    )

    kode_pertanyaan = Kolom(
        "Kode pertanyaan", Kode(40), wajib=True, sinonim=("Kode", "No. pertanyaan"), lebar=14
    )
    komponen = Kolom(
        "Komponen", Acuan("komponen"), wajib=True, sinonim=("Kode komponen",), lebar=14
    )
    teks = Kolom(
        "Pertanyaan", Teks(4000), wajib=True, sinonim=("Teks pertanyaan", "Uraian"), lebar=60
    )
    penjelasan = Kolom("Penjelasan", Teks(4000), lebar=50)
    skala = Kolom("Skala", Acuan("skala"), wajib=True, sinonim=("Kode skala",), lebar=14)
    dokumen = Kolom(
        "Dokumen yang diharapkan",
        DaftarSatuBaris(200),
        sinonim=("Dokumen", "Data dukung"),
        lebar=40,
    )

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        return {
            "kode_pertanyaan": "A.1.1.a",
            "komponen": next(iter(self.acuan["komponen"].pilihan()), None),
            "teks": "Apakah tim kerja sudah dibentuk?",
            "penjelasan": None,
            "skala": next(iter(self.acuan["skala"].pilihan()), None),
            "dokumen": ("Keputusan tim kerja",),
        }

    def siapkan(self) -> None:
        """Read the instrument with its components and scales."""
        super().siapkan()
        komponen = self.instrumen.komponen_set.order_by("urut").values_list("pk", "kode", "nama")
        skala = self.instrumen.skala_set.order_by("pk").values_list("pk", "kode", "nama")
        self._id: dict[str, dict[str, int]] = {}
        for nama, rows in (("komponen", list(komponen)), ("skala", list(skala))):
            self._id[nama] = {kode: pk for pk, kode, _ in rows}
            words = ((kode, kode, [judul]) for _, kode, judul in rows)
            self.acuan[nama] = Rujukan(nama.capitalize(), words)
        parents = self.instrumen.komponen_set.filter(anak_set__isnull=False)
        self._induk = set(parents.values_list("kode", flat=True))
        self._urut: int | None = None

    def ada(self) -> Iterator[Ada]:
        """Yield the questions in their order; one query."""
        rows = self.instrumen.pertanyaan_set.order_by("urut").values_list(
            "pk", "kode", "komponen__kode", "teks", "penjelasan", "skala__kode", "dokumen"
        )
        for pk, kode, komponen, isi_teks, penjelasan, skala, dokumen in rows:
            lines = tuple(dict.fromkeys(filter(None, map(satu_baris, dokumen))))
            isi: Isi = {
                "kode_pertanyaan": teks(kode),
                "komponen": komponen,
                "teks": teks(isi_teks),
                "penjelasan": teks(penjelasan),
                "skala": skala,
                "dokumen": lines or None,
            }
            yield Ada(isi, pk)

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield a code that no address can hold, a question where components are held."""
        if "/" in str(isi["kode_pertanyaan"]):
            yield Temuan("Kode memuat garis miring.", "Pakai titik.", kolom="kode_pertanyaan")
        if isi["komponen"] in self._induk:
            yield Temuan(
                f"Komponen {isi['komponen']} memuat komponen lain, jadi tidak memuat pertanyaan.",
                "Pilih komponen di bawahnya.",
                kolom="komponen",
            )

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan the questions; new ones stand below those that are there."""
        if self._urut is None:
            last = self.instrumen.pertanyaan_set.aggregate(m=Max("urut"))["m"]
            self._urut = last or 0
        known = PertanyaanLKE.objects.in_bulk([row.lama.ref for row in rows if row.lama])
        for row in rows:
            columns = {
                _ATTR.get(nama, nama): self._isi(nama, row.nilai[nama])
                for nama in _KOLOM
                if row.berubah(nama)
            }
            if row.lama is None:
                self._urut += 1
                tulisan.buat(
                    row.no,
                    PertanyaanLKE(
                        instrumen=self.instrumen,
                        kode=str(row.nilai["kode_pertanyaan"]),
                        urut=self._urut,
                        **columns,
                    ),
                )
            else:
                tulisan.ubah(row.no, known[row.lama.ref], **columns)

    def _isi(self, nama: str, nilai: Nilai) -> Any:
        if nama in self._id:
            return self._id[nama][str(nilai)]
        if nama == "dokumen":
            return list(nilai) if isinstance(nilai, tuple) else []
        return "" if nilai is None else nilai


_KOLOM = ("komponen", "teks", "penjelasan", "skala", "dokumen")
_ATTR = {"komponen": "komponen_id", "skala": "skala_id"}
