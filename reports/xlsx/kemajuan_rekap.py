"""Summary and recaps of the progress report as rows of a workbook. Pure."""

from collections.abc import Iterator, Sequence

from evidence.hitungan import Hitungan
from reports.kemajuan.kalimat import bobot, ringkasan
from reports.kemajuan.kata import cara_kelengkapan, cara_nilai, periode, tanda
from reports.kemajuan.parameter import ParameterKemajuan
from reports.potret.bentuk import IsiPotret, NilaiPotret, SkorPotret
from reports.xlsx.kemajuan_lembar import Jenis, Kata, Kolom, Nilai, Pasangan, nomor


def ringkasan_buku(isi: IsiPotret, parameter: ParameterKemajuan, words: Kata) -> Iterator[Pasangan]:
    """Give the summary: sentences, then every figure of it with its way of calculation."""
    yield "Periode", Jenis.TEKS, periode(isi)
    yield "Keadaan", Jenis.TEKS, tanda(isi, parameter) or "Disetujui"
    for text in ringkasan(isi):
        yield "Ringkasan", Jenis.TEKS, text
    h = isi.hitungan
    for label, count in (
        (f"{words.satuan} dalam rencana", isi.jumlah_tugas),
        (f"{words.satuan} ditagih", isi.tugas_ditagih),
        ("Jadwal ditagih", isi.capaian),
        ("Lewat batas waktu", isi.terlambat),
        ("Dokumen diperlukan", h.diperlukan),
        ("Dokumen diunggah", h.diunggah),
        ("Dokumen diterima", h.diterima),
        ("Dokumen dikembalikan", h.perbaikan),
        ("Dokumen menunggu verifikasi", h.menunggu),
        ("Dokumen tanpa berkas", h.belum),
        ("Dokumen masih draf", h.draf),
        ("Dokumen perlu pemutakhiran", h.kedaluwarsa),
        ("Dokumen nihil", h.nihil),
        ("Dokumen tidak dapat dipenuhi", h.tak_dapat),
        ("Dokumen tidak berlaku", h.tak_berlaku),
        ("Dokumen dikeluarkan atas jawaban KPK", h.dikeluarkan),
    ):
        yield label, Jenis.BULAT, count
    yield "Kelengkapan", Jenis.PERSEN, h.kelengkapan
    yield "Cara hitung kelengkapan", Jenis.TEKS, cara_kelengkapan(h)
    for name, score in _tiga(isi.nilai):
        label = words(f"Nilai {name}")
        yield label, Jenis.ANGKA, score.nilai
        yield f"{label}, cara hitung", Jenis.TEKS, cara_nilai(score)
        yield f"{label}, dinilai", Jenis.BULAT, score.terisi
        yield f"{label}, dari", Jenis.BULAT, score.penyebut
    yield "Nilai KPK per", Jenis.TANGGAL, isi.kpk_per
    yield "Bobot", Jenis.TEKS, bobot(isi)


def _tiga(nilai: NilaiPotret) -> tuple[tuple[str, SkorPotret], ...]:
    return ("mandiri", nilai.mandiri), ("Inspektorat", nilai.internal), ("KPK", nilai.kpk)


def kolom_rekap(words: Kata, kode: str, nama: str) -> tuple[Kolom, ...]:
    """Return the columns of a recap."""
    scores = [
        column
        for name in ("mandiri", "Inspektorat", "KPK")
        for column in (
            Kolom(words(f"Nilai {name}"), 11, Jenis.ANGKA),
            Kolom(words(f"Jumlah {name}"), 12, Jenis.ANGKA),
            Kolom(words(f"Pembagi {name}"), 11, Jenis.ANGKA),
            Kolom(words(f"Dinilai {name}"), 10, Jenis.BULAT),
            Kolom(words(f"Dari {name}"), 10, Jenis.BULAT),
        )
    ]
    return (
        Kolom(kode, 9),
        Kolom(nama, 44),
        Kolom(words.satuan, 10, Jenis.BULAT),
        Kolom("Dokumen diperlukan", 12, Jenis.BULAT),
        Kolom("Dokumen diunggah", 12, Jenis.BULAT),
        Kolom("Dokumen diterima", 12, Jenis.BULAT),
        Kolom("Dokumen dikembalikan", 13, Jenis.BULAT),
        Kolom("Kelengkapan", 12, Jenis.PERSEN),
        *scores,
        Kolom("Bobot", 22),
    )


def _rekap(hitungan: Hitungan, nilai: NilaiPotret) -> list[Nilai]:
    h = hitungan
    cells: list[Nilai] = [h.diperlukan, h.diunggah, h.diterima, h.perbaikan, h.kelengkapan]
    for _, s in _tiga(nilai):
        cells += [s.nilai, s.jumlah, s.pembagi, s.terisi, s.penyebut]
    return [*cells, nilai.bobot]


def baris_area(isi: IsiPotret) -> Iterator[Sequence[Nilai]]:
    """Give a row for each area, then the whole plan."""
    for a in isi.area:
        yield a.kode, a.nama, a.tugas, *_rekap(a.hitungan, a.nilai)
    if isi.area:
        yield "", "Seluruh rencana", isi.tugas_ditagih, *_rekap(isi.hitungan, isi.nilai)


def kolom_anggota(words: Kata) -> tuple[Kolom, ...]:
    """Return the columns of the recap by member."""
    number, name, *figures = kolom_rekap(words, "No.", "Anggota Satgas")
    return (
        Kolom(number.judul, number.lebar, Jenis.BULAT),
        name,
        Kolom("Kedudukan", 28),
        Kolom("Unit", 34),
        *figures,
        Kolom("Lewat batas waktu", 12, Jenis.BULAT),
        Kolom(words.saat("Terakhir memperbarui"), 18, Jenis.WAKTU),
        Kolom("Dihitung pada anggota", 16),
        Kolom("Catatan sumber", 14),
    )


def baris_anggota(isi: IsiPotret) -> Iterator[Sequence[Nilai]]:
    """Give a row for each member."""
    for m in isi.anggota:
        yield (
            m.no,
            m.jabatan,
            m.kedudukan,
            m.unit,
            m.tugas,
            *_rekap(m.hitungan, m.nilai),
            m.terlambat,
            m.terakhir,
            nomor(m.dihitung_pada),
            ", ".join(m.catatan),
        )
