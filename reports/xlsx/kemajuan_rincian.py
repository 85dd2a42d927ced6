"""Tasks, documents and files of the progress report as rows of a workbook. Pure."""

from collections.abc import Iterator, Sequence

from reports.kemajuan.kata import jawaban_jaga, keadaan, kesiapan, nama_bukti
from reports.potret.bentuk import (
    BuktiPotret,
    CapaianPotret,
    CatatanPotret,
    DokumenPotret,
    IsiPotret,
    TugasPotret,
)
from reports.xlsx.kemajuan_lembar import Jenis, Kata, Kolom, Nilai, nomor


def kolom_tugas(words: Kata) -> tuple[Kolom, ...]:
    """Return the columns of tasks."""
    return (
        Kolom("Kode", 9),
        Kolom(words.satuan, 60),
        Kolom("Letak", 30),
        Kolom("Anggota", 9, Jenis.BULAT),
        Kolom("Anggota bersama", 12),
        Kolom("Area", 9),
        Kolom("Pola", 18),
        Kolom("Dinilai", 9),
        Kolom("Catatan sumber", 12),
        Kolom("Unit", 34),
        Kolom("Dipegang", 26),
        Kolom("Mulai", 12, Jenis.TANGGAL),
        Kolom("Selesai", 12, Jenis.TANGGAL),
        Kolom("Batas", 12, Jenis.TANGGAL),
        Kolom("Status", 24),
        Kolom("Lewat batas waktu (hari)", 12, Jenis.BULAT),
        Kolom("Nilai mandiri", 10, Jenis.BULAT),
        Kolom(words("Nilai Inspektorat"), 11, Jenis.BULAT),
        Kolom("Nilai KPK", 10, Jenis.ANGKA),
        Kolom("Nilai KPK per", 12, Jenis.TANGGAL),
        Kolom("Sumber nilai KPK", 26),
        Kolom(words.saat("Dikirim"), 18, Jenis.WAKTU),
        Kolom("Uraian", 50),
        Kolom("Kendala", 40),
        Kolom("Tindak lanjut", 40),
        Kolom("Kemajuan", 20),
        Kolom("Catatan verifikator", 50),
        Kolom("Catatan oleh", 30),
        Kolom(words.saat("Catatan pada"), 18, Jenis.WAKTU),
        Kolom("Langkah terakhir", 40),
        Kolom("Langkah oleh", 30),
        Kolom(words.saat("Langkah pada"), 18, Jenis.WAKTU),
    )


def baris_tugas(isi: IsiPotret, words: Kata) -> Iterator[Sequence[Nilai]]:
    """Give a row for each task in each window, and one for a task without any."""
    for t in isi.tugas:
        head: list[Nilai] = [
            t.kode,
            "\n".join([t.teks, *(f"{no}. {text}" for no, text in t.sub)]),
            t.jalur,
            t.anggota,
            nomor(t.bersama),
            t.area,
            t.pola,
            "ya" if t.dinilai else "tidak",
            ", ".join(t.catatan),
        ]
        kpk = (t.kpk.nilai, t.kpk.tanggal, t.kpk.sumber) if t.kpk else (None, None, "")
        for c in t.capaian:
            yield *head, *_capaian(c, kpk, words)
        if not t.capaian:
            due = "Tidak ditagih sampai dengan periode ini" if t.dinilai else "Tidak dinilai"
            unset: list[Nilai] = [None, None, None]
            yield (
                *head, t.unit, "", *unset, due, *unset, *kpk, None, "", "", "", "",
                "", "", None, "", "", None,
            )  # fmt: skip


def _capaian(c: CapaianPotret, kpk: Sequence[Nilai], words: Kata) -> Iterator[Nilai]:
    yield from (c.unit, c.pemegang, c.mulai, c.selesai, c.batas)
    yield words(keadaan(c.status, ""))
    yield from (c.lewat_hari, c.nilai_mandiri, c.nilai_internal, *kpk)
    yield from (c.dikirim, c.narasi, c.kendala, c.tindak_lanjut, kesiapan(c))
    for step in (c.catatan, c.langkah):
        yield from _langkah(step)


def _langkah(step: CatatanPotret | None) -> tuple[Nilai, Nilai, Nilai]:
    if step is None:
        return "", "", None
    said = ": ".join(filter(None, (step.putusan, step.alasan)))
    text = f"{said}. {step.catatan}" if step.catatan else said
    return text, ", ".join(filter(None, (step.oleh, step.jabatan))), step.at


def kolom_dokumen(words: Kata) -> tuple[Kolom, ...]:
    """Return the columns of required documents."""
    return (
        Kolom("Kode", 9),
        Kolom("Mulai", 12, Jenis.TANGGAL),
        Kolom("Unit", 34),
        Kolom("No.", 6, Jenis.BULAT),
        Kolom("Dokumen", 50),
        Kolom("Susunan", 16),
        Kolom("Status", 24),
        Kolom("Bukti", 8, Jenis.BULAT),
        Kolom(words.saat("Diunggah ke JAGA"), 18, Jenis.WAKTU),
        Kolom("Jawaban KPK", 22),
        Kolom("Jawaban KPK tanggal", 14, Jenis.TANGGAL),
        Kolom("Catatan KPK", 40),
        Kolom("Keadaan di JAGA", 26),
    )


def _semua(isi: IsiPotret) -> Iterator[tuple[TugasPotret, CapaianPotret, DokumenPotret]]:
    for t in isi.tugas:
        for c in t.capaian:
            for d in c.dokumen:
                yield t, c, d


def baris_dokumen(isi: IsiPotret, words: Kata) -> Iterator[Sequence[Nilai]]:
    """Give a row for each required document."""
    for t, c, d in _semua(isi):
        j = d.jaga
        jaga: tuple[Nilai, ...] = (None, "", None, "", "belum diunggah")
        if j is not None:
            state = "lebih lama dari yang disetujui" if j.usang else "sama dengan yang disetujui"
            jaga = (j.diunggah, jawaban_jaga(j), j.tanggal, j.catatan, state)
        yield (
            t.kode,
            c.mulai,
            c.unit,
            d.urut,
            d.uraian,
            "portal" if d.susunan_portal else "sumber",
            words(keadaan(d.golongan, "")),
            len(d.bukti),
            *jaga,
        )


def kolom_bukti(words: Kata) -> tuple[Kolom, ...]:
    """Return the columns of files."""
    return (
        Kolom("Kode", 9),
        Kolom("Mulai", 12, Jenis.TANGGAL),
        Kolom("Dokumen no.", 10, Jenis.BULAT),
        Kolom("Nama berkas", 50),
        Kolom("Nomor", 30),
        Kolom("Tanggal", 12, Jenis.TANGGAL),
        Kolom("Halaman", 10, Jenis.BULAT),
        Kolom("Bukti pada halaman", 14),
        Kolom("Dikecualikan", 12),
        Kolom("SHA-256", 68),
    )


def baris_bukti(isi: IsiPotret) -> Iterator[Sequence[Nilai]]:
    """Give a row for each file in use; one of class Dikecualikan has no name."""
    for t, c, d in _semua(isi):
        for b in d.bukti:
            yield t.kode, c.mulai, d.urut, *_berkas(b)


def _berkas(b: BuktiPotret) -> tuple[Nilai, ...]:
    excluded = "ya" if b.dikecualikan else "tidak"
    return nama_bukti(b), b.nomor, b.tanggal, b.halaman, b.rentang, excluded, b.sha256
