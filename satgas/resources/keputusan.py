"""The heading of the Satgas decree as a table of one row."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from evidence.models import Rencana
from evidence.resources.rencana import RencanaResource
from evidence.workflow import NotAllowed
from satgas.actions.pokok import pokok_terbuka
from satgas.models import SuratKeputusan
from sheets.columns import Kolom, Tahun, Tanggal, Teks
from sheets.resource import Ada, Isi, Perubahan, Temuan
from sheets.values import teks
from ukuran.format import tanggal as hari_kata

if TYPE_CHECKING:
    from sheets.writes import Tulisan

_KOLOM = (
    "jenis",
    "nomor",
    "nomor_raw",
    "nomor_lampiran_raw",
    "tentang",
    "tempat",
    "tanggal",
    "tanggal_raw",
    "pejabat_penetap",
    "atas_nama",
    "penandatangan",
    "penandatangan_jabatan",
    "penandatangan_pangkat",
    "penandatangan_nip",
    "kop",
    "judul_lampiran",
)
_RESMI = "Keputusan ini dibaca dari dokumen resmi, jadi pokoknya tidak dapat diubah."


class KeputusanResource(RencanaResource):
    """Number, date, subject and signatory of the decree of one plan."""

    kode = "satgas_keputusan"
    label = "Keputusan Satgas"
    golongan = "Satgas"
    jenis_rencana = Rencana.Jenis.SATGAS
    kunci = ("tahun",)
    petunjuk = (
        "Satu baris untuk pokok keputusan rencana yang dipilih.",
        "Keputusan yang dibaca dari dokumen resmi hanya dibandingkan, tidak diubah.",
    )

    tahun = Kolom("Tahun rencana", Tahun(), wajib=True, sinonim=("Tahun",))
    jenis = Kolom(
        "Jenis keputusan", Teks(200), wajib=True, sinonim=("Jenis", "Bentuk keputusan"), lebar=32
    )
    nomor = Kolom("Nomor", Teks(80), wajib=True, sinonim=("Nomor keputusan", "No. keputusan"))
    nomor_raw = Kolom(
        "Nomor seperti tercetak", Teks(80), catatan="Kosong pada keputusan baru: sama dengan nomor."
    )
    nomor_lampiran_raw = Kolom("Nomor pada Lampiran", Teks(80))
    tentang = Kolom("Tentang", Teks(2000), wajib=True, sinonim=("Perihal", "Judul"), lebar=50)
    tempat = Kolom("Ditetapkan di", Teks(100), wajib=True, sinonim=("Tempat",))
    tanggal = Kolom("Tanggal", Tanggal(), wajib=True, sinonim=("Tanggal keputusan",))
    tanggal_raw = Kolom("Tanggal seperti tercetak", Teks(40))
    pejabat_penetap = Kolom("Pejabat penetap", Teks(200), wajib=True, sinonim=("Penetap",))
    atas_nama = Kolom("Atas nama", Teks(200), sinonim=("a.n.",))
    penandatangan = Kolom("Penandatangan", Teks(200), wajib=True, sinonim=("Penanda tangan",))
    penandatangan_jabatan = Kolom("Jabatan penandatangan", Teks(200), wajib=True)
    penandatangan_pangkat = Kolom("Pangkat", Teks(100), sinonim=("Pangkat penandatangan",))
    penandatangan_nip = Kolom(
        "NIP penandatangan", Teks(25), sinonim=("NIP",), rahasia=True, catatan="Seperti tercetak."
    )
    kop = Kolom("Kop surat", Teks(2000), catatan="Satu baris sel untuk satu baris kop.", lebar=32)
    judul_lampiran = Kolom("Judul lampiran", Teks(2000), lebar=32)

    def siapkan(self) -> None:
        """Read plan, units, and whether the decree was read from a document."""
        super().siapkan()
        rows = SuratKeputusan.objects.filter(rencana=self.rencana)
        self._resmi = rows.exclude(sumber="").exists()

    def ada(self) -> Iterator[Ada]:
        """Yield the decree of the plan, when there is one; one query."""
        for row in SuratKeputusan.objects.filter(rencana=self.rencana):
            nilai: Isi = {"tahun": self.rencana.tahun}
            for nama in _KOLOM:
                value = getattr(row, nama)
                nilai[nama] = value if isinstance(value, date) else teks(value)
            yield Ada(nilai, row.pk)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        isi: Isi = dict.fromkeys(self.kolom())
        return isi | {
            "tahun": self.rencana.tahun,
            "jenis": "KEPUTUSAN GUBERNUR CONTOH",
            "nomor": "100/KEP/HK/2026",
            "tentang": "SATUAN TUGAS PENCEGAHAN KORUPSI",
            "tempat": "Kupang",
            "tanggal": date(self.rencana.tahun, 1, 15),
            "pejabat_penetap": "GUBERNUR CONTOH",
            "penandatangan": "NAMA PENANDATANGAN",
            "penandatangan_jabatan": "SEKRETARIS DAERAH",
        }

    def lengkapi(self, isi: Isi, lama: Isi | None) -> None:
        """Fill number and date as printed; a new number or date takes the old ones along."""
        for nama in ("nomor", "tanggal"):
            printed = f"{nama}_raw"
            moved = lama is None or isi[nama] != lama[nama]
            if moved and (isi[printed] is None or (lama and isi[printed] == lama[printed])):
                value = isi[nama]
                isi[printed] = hari_kata(value).upper() if isinstance(value, date) else value

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield why the heading can't be written."""
        if isi["tahun"] != self.rencana.tahun:
            yield Temuan(
                f"Rencana yang dipilih adalah rencana tahun {self.rencana.tahun}.",
                "Pilih rencana lain, atau perbaiki tahunnya.",
                kolom="tahun",
            )
        if lama is not None and self._resmi:
            yield Temuan(_RESMI, "Kembalikan isinya seperti semula.")

    def tulis(self, rows: Sequence[Perubahan], tulisan: "Tulisan") -> None:
        """Plan the heading."""
        for row in rows:
            values: dict[str, Any] = {
                nama: row.nilai[nama] or "" for nama in _KOLOM if row.berubah(nama)
            }
            if row.lama is None:
                tulisan.buat(row.no, SuratKeputusan(rencana=self.rencana, **values))
                continue
            sk = SuratKeputusan.objects.select_related("rencana").get(pk=row.lama.ref)
            if not pokok_terbuka(sk):
                raise NotAllowed(_RESMI)
            tulisan.ubah(row.no, sk, **values)
