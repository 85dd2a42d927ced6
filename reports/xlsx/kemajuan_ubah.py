"""Exceptions, amendments and changes of the progress report as rows of a workbook. Pure."""

from collections.abc import Iterator, Sequence

from reports.potret.bentuk import IsiPotret, PerubahanPotret
from reports.xlsx.kemajuan_lembar import Jenis, Kata, Kolom, Nilai, nomor


def kolom_kecuali(words: Kata) -> tuple[Kolom, ...]:
    """Return the columns of exceptions."""
    return (
        Kolom("Kode", 9),
        Kolom("Unit", 34),
        Kolom("Mulai", 12, Jenis.TANGGAL),
        Kolom("Jenis", 22),
        Kolom("Dokumen no.", 12),
        Kolom("Pernyataan kepala unit", 60),
        Kolom(words.saat("Diajukan"), 18, Jenis.WAKTU),
        Kolom(words("Pendapat Inspektorat"), 20),
        Kolom("Catatan pendapat", 40),
        Kolom("Putusan", 20),
        Kolom("Catatan putusan", 40),
        Kolom("Diputus oleh", 30),
        Kolom("Jawaban KPK", 20),
        Kolom("Catatan KPK", 40),
    )


def baris_kecuali(isi: IsiPotret) -> Iterator[Sequence[Nilai]]:
    """Give a row for each exception."""
    for x in isi.pengecualian:
        yield (
            x.kode,
            x.unit,
            x.mulai,
            x.jenis,
            nomor(x.dokumen),
            x.alasan,
            x.diajukan,
            x.pendapat or "belum ada",
            x.pendapat_catatan,
            x.putusan or "belum diputus",
            x.putusan_catatan,
            x.putusan_oleh,
            x.jawaban_kpk or "belum ada",
            x.jawaban_catatan,
        )


def kolom_amandemen(words: Kata) -> tuple[Kolom, ...]:
    """Return the columns of changes."""
    return (
        Kolom("Dibandingkan", 34),
        Kolom(words.saat("Pada"), 18, Jenis.WAKTU),
        Kolom("Alasan", 50),
        Kolom("Oleh", 34),
        Kolom("Kode", 9),
        Kolom(words.satuan, 60),
        Kolom("Unit", 34),
        Kolom("Mulai", 12, Jenis.TANGGAL),
        Kolom("Selesai", 12, Jenis.TANGGAL),
        Kolom("Yang berubah", 22),
        Kolom("Semula", 26),
        Kolom("Menjadi", 26),
        Kolom("Sebab", 40),
        Kolom("Langkah oleh", 34),
        Kolom(words.saat("Langkah pada"), 18, Jenis.WAKTU),
    )


def baris_amandemen(isi: IsiPotret, words: Kata) -> Iterator[Sequence[Nilai]]:
    """Give a row for each figure changed by an amendment, then since the cut-off before."""
    for a in isi.amandemen:
        who = ", ".join(filter(None, (a.oleh, a.jabatan)))
        head = (f"Amandemen: Potret {a.no} periode {a.batas}", a.at, a.alasan, who)
        yield from _perubahan(head, a.perubahan, words)
    if isi.acuan is not None:
        base = f"Sejak Potret {isi.acuan.no} periode {isi.acuan.batas}"
        yield from _perubahan((base, isi.acuan.at, "", ""), isi.perubahan, words)


def _perubahan(
    head: Sequence[Nilai], rows: Sequence[PerubahanPotret], words: Kata
) -> Iterator[Sequence[Nilai]]:
    for x in rows:
        for u in x.ubahan:
            yield (
                *head,
                x.kode,
                x.teks,
                x.unit,
                x.mulai,
                x.selesai,
                u.hal,
                words(u.lama),
                words(u.baru),
                x.sebab,
                x.oleh,
                x.at,
            )
    if not rows:
        yield (*head, "", "Tidak ada yang berubah", "", None, None, "", "", "", "", "", None)
