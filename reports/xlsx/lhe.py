"""The evaluation report of an LKE as a workbook: a sheet for each part.

Scores are numbers as exact as they are; a figure that is missing is an empty cell.
"""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from reports.datasets.lhe_bentuk import LHE
from reports.xlsx.buku import Isi, buku_baru, simpan
from reports.xlsx.laporan_zi import Baris, pasangan, tabel
from ukuran.format import tanggal, tanggal_waktu

RINGKASAN = "Ringkasan"
KOMPONEN = "Komponen"
SYARAT = "Syarat predikat"
REKOMENDASI = "Rekomendasi"
PERTANYAAN = "Pertanyaan"
BUKTI = "Bukti"
RIWAYAT = "Riwayat"
TPI = "TPI"


def tulis_lhe(lhe: LHE, target: Path) -> None:
    """Write the workbook from the same dataset as the PDF."""
    zone = ZoneInfo(lhe.zona_waktu)
    buku = buku_baru(lhe.judul, lhe.instansi, lhe.per_tanggal)
    pasangan(buku, RINGKASAN, _ringkasan(lhe, zone))
    stages = [stage.label for stage in lhe.tahap]
    tabel(
        buku,
        KOMPONEN,
        (
            "Kode",
            "Komponen",
            "Bobot",
            f"Minimal {lhe.sasaran}",
            *(t for s in stages for t in (s, f"Bernilai, {s}", f"Pertanyaan, {s}")),
        ),
        _komponen(lhe),
        [12.0, 50.0, 10.0, 12.0, *[12.0] * (3 * len(stages))],
    )
    tabel(
        buku,
        SYARAT,
        ("Predikat", "Syarat", "Dicapai", "Minimal", "Kurang"),
        (
            ((s.nama, one.nama, one.dicapai, one.minimal, one.kurang), False)
            for s in lhe.syarat
            for one in s.syarat
        ),
        [12.0, 60.0, 12.0, 12.0, 12.0],
    )
    tabel(
        buku,
        REKOMENDASI,
        ("Kode", "Pertanyaan", "Dari", "Nilai semula", "Oleh", "Nilai menjadi", "Catatan"),
        (
            (
                (r.kode, r.teks, r.dari_tahap.label, r.dari, r.tahap.label, r.menjadi, r.catatan),
                False,
            )
            for r in lhe.rekomendasi
        ),
        [12.0, 60.0, 12.0, 12.0, 12.0, 12.0, 60.0],
    )
    tabel(
        buku,
        PERTANYAAN,
        (
            "Kode",
            "Pertanyaan",
            *(t for s in stages for t in (f"Jawaban {s}", f"Nilai {s}", f"Alasan {s}")),
            "Bukti",
        ),
        _soal(lhe),
        [12.0, 60.0, *[24.0, 10.0, 40.0] * len(stages), 10.0],
    )
    tabel(
        buku,
        BUKTI,
        ("Kode", "Nama berkas", "Nomor dokumen", "Tanggal dokumen", "Asal", "SHA-256"),
        (
            ((s.kode, f.nama, f.nomor, tanggal(f.tanggal), f.asal, f.sha256), False)
            for s in lhe.soal
            for f in s.bukti
        ),
        [12.0, 50.0, 30.0, 20.0, 24.0, 68.0],
    )
    tabel(
        buku,
        RIWAYAT,
        ("Waktu", "Langkah", "Menjadi", "Jabatan", "Catatan"),
        (
            ((tanggal_waktu(s.saat, zone), s.judul, s.menjadi, s.jabatan, s.catatan), False)
            for s in lhe.langkah
        ),
        [28.0, 30.0, 28.0, 40.0, 60.0],
    )
    tabel(
        buku,
        TPI,
        ("Peran", "Nama", "Jabatan", "Surat tugas", "Mulai", "Sampai", "Dicabut"),
        (
            (
                (
                    o.peran,
                    o.nama,
                    o.jabatan,
                    o.surat_tugas,
                    tanggal(o.mulai),
                    tanggal(o.selesai),
                    "ya" if o.dicabut else "tidak",
                ),
                False,
            )
            for o in lhe.tpi
        ),
        [24.0, 40.0, 40.0, 30.0, 18.0, 18.0, 10.0],
    )
    simpan(buku, target)


def _ringkasan(lhe: LHE, zone: ZoneInfo) -> Iterator[tuple[str, Isi]]:
    yield lhe.judul, lhe.tanda or "Final"
    yield "Institusi", lhe.instansi
    yield "Unit", lhe.unit
    yield "Sasaran", lhe.sasaran
    yield "Keadaan LKE", lhe.status
    yield "Instrumen", lhe.instrumen.sebutan
    yield "Dasar", lhe.instrumen.dasar
    yield "Status sumber", lhe.instrumen.status_sumber
    yield "Pembulatan", lhe.instrumen.pembulatan
    yield "Data per", tanggal_waktu(lhe.per_tanggal, zone)
    yield "Diminta oleh", lhe.peminta
    for total in lhe.total:
        name = total.tahap.label
        yield f"Nilai {name}", total.nilai
        yield f"Nilai {name} (%)", total.persen
        yield f"Pertanyaan bernilai, {name}", f"{total.terjawab} dari {total.jumlah}"
        yield f"Predikat, {name}", total.keputusan
    for sentence in lhe.kalimat:
        yield "Ringkasan", sentence


def _komponen(lhe: LHE) -> Iterator[Baris]:
    for part in lhe.bagian:
        scores = [cell for t in part.tahap for cell in (t.nilai, t.terjawab, t.jumlah)]
        yield (part.kode, part.nama, part.bobot, part.minimal, *scores), not part.soal


def _soal(lhe: LHE) -> Iterator[Baris]:
    for part in lhe.komponen_bersoal:
        yield (part.kode, part.nama), True
        for soal in part.soal:
            stages = [cell for k in soal.kolom for cell in (k.jawaban, k.nilai, k.alasan)]
            yield (soal.kode, soal.teks, *stages, len(soal.bukti)), False
