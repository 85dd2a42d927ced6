"""Answer scales of an LKE instrument as rows of a spreadsheet."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from sheets.columns import Daftar, Desimal, Kode, Kolom, Nilai, Pilihan, Teks, angka_teks
from sheets.resource import Ada, Isi, Perubahan, SheetResource, Temuan
from sheets.values import Keliru, desimal, teks
from sheets.writes import Tulisan
from zonaintegritas.models import SkalaLKE
from zonaintegritas.resources.instrumen import BagianInstrumen
from zonaintegritas.resources.isi_rencana import satu_baris

_PISAH = re.compile(r"\s*\|\s*")
_KODE_TERPANJANG = 20


class DaftarPilihan(Daftar):
    """Choices of a scale, one a line: code | value from 0 to 1 | label."""

    def baca(self, mentah: Any, resource: SheetResource) -> Nilai:
        """Return the choices in normal form. Raises Keliru for a line of another shape."""
        lines = super().baca(mentah, resource)
        return tuple(_pilihan(line) for line in lines) if isinstance(lines, tuple) else None


def _pilihan(line: str) -> str:
    parts = _PISAH.split(line.strip(), maxsplit=2)
    if len(parts) != 3 or not all(parts):
        raise Keliru(
            f"Pilihan “{line[:60]}” belum lengkap.", "Tulis: kode | nilai 0 sampai 1 | label."
        )
    kode, isi, label = parts
    if len(kode) > _KODE_TERPANJANG:
        raise Keliru(f"Kode pilihan {kode[:30]} paling panjang {_KODE_TERPANJANG} huruf.")
    nilai = desimal(isi, angka_desimal=4)
    if nilai is None or not 0 <= nilai <= 1:
        raise Keliru(f"Nilai pilihan {kode} harus dari 0 sampai 1.", "Misalnya 0,5.")
    return _baris(kode, nilai, label)


def _baris(kode: str, nilai: Decimal, label: str) -> str:
    return (
        f"{satu_baris(kode)} | {(angka_teks(nilai) or '0').replace('.', ',')} | {satu_baris(label)}"
    )


class SkalaInstrumen(BagianInstrumen):
    """The scales that questions are answered on."""

    kode = "lke_skala"
    label = "Skala jawaban LKE"
    kunci = ("kode_skala",)
    petunjuk = (
        "Satu baris satu skala.",
        "Pilihan ditulis satu per baris dalam satu sel: kode | nilai | label.",
        "Pilihan terbaik bernilai 1 dan yang terburuk bernilai 0.",
        "Skala rasio memerlukan nama pembilang dan penyebut, skala indeks nilai tertinggi.",
    )

    kode_skala = Kolom("Kode skala", Kode(40), wajib=True, sinonim=("Kode",), lebar=14)
    nama = Kolom("Nama skala", Teks(120), wajib=True, sinonim=("Nama", "Skala"), lebar=30)
    jenis = Kolom(
        "Jenis skala", Pilihan(SkalaLKE.Jenis.choices), wajib=True, sinonim=("Jenis",), lebar=24
    )
    pilihan = Kolom(
        "Pilihan jawaban",
        DaftarPilihan(200),
        sinonim=("Pilihan",),
        catatan="Misalnya: A | 1 | Semua.",
        lebar=40,
    )
    maks = Kolom("Nilai tertinggi", Desimal(4, 0, 1000), sinonim=("Maksimum",), lebar=12)
    label_pembilang = Kolom("Nama pembilang", Teks(160), sinonim=("Pembilang",), lebar=30)
    label_penyebut = Kolom("Nama penyebut", Teks(160), sinonim=("Penyebut",), lebar=30)

    def contoh(self) -> Isi:
        """Return the example row of the template."""
        return {
            "kode_skala": "a_c",
            "nama": "A, B, C",
            "jenis": SkalaLKE.Jenis.PILIHAN.value,
            "pilihan": ("A | 1 | Semua", "B | 0,5 | Sebagian", "C | 0 | Belum"),
            "maks": None,
            "label_pembilang": None,
            "label_penyebut": None,
        }

    def ada(self) -> Iterator[Ada]:
        """Yield the scales in their order; one query."""
        rows = self.instrumen.skala_set.order_by("pk").values_list(
            "pk", "kode", "nama", "jenis", "pilihan", "maks", "label_pembilang", "label_penyebut"
        )
        for pk, kode, nama, jenis, pilihan, maks, atas, bawah in rows:
            lines = tuple(_baris(p["kode"], Decimal(p["nilai"]), p["label"]) for p in pilihan)
            isi: Isi = {
                "kode_skala": teks(kode),
                "nama": teks(nama),
                "jenis": jenis,
                "pilihan": lines or None,
                "maks": maks,
                "label_pembilang": teks(atas),
                "label_penyebut": teks(bawah),
            }
            yield Ada(isi, pk)

    def periksa(self, isi: Isi, lama: Isi | None) -> Iterable[Temuan]:
        """Yield what a scale of its kind lacks, and what belongs to another kind."""
        jenis = isi["jenis"]
        if jenis == SkalaLKE.Jenis.PILIHAN:
            yield from _periksa_pilihan(isi["pilihan"])
        elif isi["pilihan"]:
            yield Temuan(
                "Hanya skala pilihan yang mempunyai pilihan.", "Kosongkan.", kolom="pilihan"
            )
        if jenis == SkalaLKE.Jenis.INDEKS and not isi["maks"]:
            yield Temuan("Nilai tertinggi belum diisi.", "Tulis bilangan di atas 0.", kolom="maks")
        elif jenis != SkalaLKE.Jenis.INDEKS and isi["maks"] is not None:
            yield Temuan(
                "Hanya skala indeks yang mempunyai nilai tertinggi.", "Kosongkan.", kolom="maks"
            )
        for nama in ("label_pembilang", "label_penyebut"):
            if jenis == SkalaLKE.Jenis.RASIO and not isi[nama]:
                yield Temuan("Tulis apa yang dihitung.", "Isi sel ini.", kolom=nama)
            elif jenis != SkalaLKE.Jenis.RASIO and isi[nama]:
                yield Temuan(
                    "Hanya skala rasio yang mempunyai pembilang dan penyebut.",
                    "Kosongkan.",
                    kolom=nama,
                )

    def tulis(self, rows: Sequence[Perubahan], tulisan: Tulisan) -> None:
        """Plan the scales."""
        known = SkalaLKE.objects.in_bulk([row.lama.ref for row in rows if row.lama])
        for row in rows:
            columns = {nama: _isi(nama, row.nilai[nama]) for nama in _KOLOM}
            if row.lama is None:
                kode = str(row.nilai["kode_skala"])
                tulisan.buat(row.no, SkalaLKE(instrumen=self.instrumen, kode=kode, **columns))
            else:
                changed = {n: v for n, v in columns.items() if row.berubah(n)}
                tulisan.ubah(row.no, known[row.lama.ref], **changed)


_KOLOM = ("nama", "jenis", "pilihan", "maks", "label_pembilang", "label_penyebut")


def _isi(nama: str, nilai: Nilai) -> Any:
    if nama == "pilihan":
        lines = nilai if isinstance(nilai, tuple) else ()
        return [
            {"kode": kode, "nilai": isi.replace(",", "."), "label": label}
            for kode, isi, label in (line.split(" | ", 2) for line in lines)
        ]
    return "" if nilai is None and nama != "maks" else nilai


def _periksa_pilihan(nilai: Nilai) -> Iterable[Temuan]:
    rows = [line.split(" | ", 2) for line in nilai] if isinstance(nilai, tuple) else []
    worth = [Decimal(isi.replace(",", ".")) for _, isi, _ in rows]
    if not worth or max(worth) != 1 or min(worth) != 0:
        yield Temuan(
            "Pilihan terbaik bernilai 1 dan yang terburuk bernilai 0.",
            "Tulis paling sedikit dua pilihan: kode | nilai | label.",
            kolom="pilihan",
        )
    elif len({kode for kode, _, _ in rows}) != len(rows):
        yield Temuan("Setiap pilihan mempunyai kode sendiri.", "Ganti kodenya.", kolom="pilihan")
