"""The progress report in plain sentences, the same in PDF and workbook. Pure."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from accounts.sebutan import ganti
from evidence.hitungan import Hitungan
from reports.kemajuan.kata import cakupan, cara_kelengkapan, nilai, satuan
from reports.kemajuan.parameter import ParameterKemajuan
from reports.potret.bentuk import IsiPotret
from ukuran.format import angka, tanggal, tanggal_waktu


def ringkasan(isi: IsiPotret) -> tuple[str, ...]:
    """Return the summary as paragraphs: documents, what was due and late, the three scores."""
    word = satuan(isi)
    late = (
        f"{angka(isi.terlambat)} {word} lewat batas waktu."
        if isi.terlambat
        else f"Tidak ada {word} yang lewat batas waktu."
    )
    due = (
        f"Rencana ini memuat {angka(isi.jumlah_tugas)} {word}; {angka(isi.tugas_ditagih)} di "
        f"antaranya ditagih sampai dengan {tanggal(isi.batas.akhir)}, dalam "
        f"{angka(isi.capaian)} jadwal."
    )
    found = (" ".join(_dokumen(isi.hitungan)), f"{due} {late}", " ".join(_nilai(isi)))
    return tuple(ganti(text, isi.sebutan_verifikator) for text in found)


def persetujuan(isi: IsiPotret, parameter: ParameterKemajuan) -> str:
    """Return who approved the period and when, or that it is a draft."""
    approved = parameter.persetujuan
    if approved is None:
        return (
            f"DRAF. Periode {isi.batas.kode} belum disetujui Ketua. Laporan ini belum dapat "
            "dipakai sebagai laporan resmi."
        )
    who = ", ".join(filter(None, (approved.oleh, approved.jabatan)))
    when = tanggal_waktu(approved.at, ZoneInfo(isi.zona_waktu))
    return (
        f"Periode {isi.batas.kode} disetujui oleh {who}, pada {when}. Persetujuan berlaku untuk "
        f"Potret {isi.no} dengan sidik SHA-256 yang tercetak pada sampul."
    )


def bobot(isi: IsiPotret) -> str:
    """Return with which weights the scores were computed."""
    label = isi.nilai.bobot or "bobot tidak disebut"
    return (
        f"Nilai adalah rata-rata tertimbang ({label}) pada skala 0 sampai 100; {satuan(isi)} tanpa "
        "nilai dihitung 0 dan tetap dalam pembagi."
    )


def _dokumen(h: Hitungan) -> Iterator[str]:
    if not h.diperlukan:
        yield "Tidak ada dokumen yang diperlukan pada periode ini; kelengkapan tanpa data."
    else:
        yield (
            f"Dari {angka(h.diperlukan)} dokumen yang diperlukan, {angka(h.diunggah)} sudah "
            f"diunggah: {_rinci(_diunggah(h))}."
        )
        missing = list(_belum(h))
        if missing:
            yield (f"{angka(h.diperlukan - h.diunggah)} dokumen belum diunggah: {_rinci(missing)}.")
        yield f"Kelengkapan, dokumen diterima terhadap yang diperlukan: {cara_kelengkapan(h)}."
    if h.dikeluarkan:
        yield f"{angka(h.dikeluarkan)} dokumen dikeluarkan dari penyebut atas jawaban KPK."


def _diunggah(h: Hitungan) -> Iterator[str]:
    nihil = f" ({angka(h.nihil)} di antaranya nihil)" if h.nihil else ""
    yield f"{angka(h.diterima)} diterima{nihil}"
    yield f"{angka(h.menunggu)} menunggu verifikasi Inspektorat"
    yield f"{angka(h.perbaikan)} dikembalikan untuk diperbaiki"


def _belum(h: Hitungan) -> Iterator[str]:
    for count, word in (
        (h.belum, "tanpa berkas"),
        (h.draf, "masih draf"),
        (h.kedaluwarsa, "perlu pemutakhiran"),
        (h.tak_dapat, "tidak dapat dipenuhi"),
        (h.tak_berlaku, "tidak berlaku"),
    ):
        if count:
            yield f"{angka(count)} {word}"


def _rinci(parts: Iterator[str] | list[str]) -> str:
    """Join phrases as a sentence does: "a, b, dan c"."""
    *first, last = parts
    if not first:
        return last
    return f"{', '.join(first)}{',' if len(first) > 1 else ''} dan {last}"


def _nilai(isi: IsiPotret) -> Iterator[str]:
    word = satuan(isi)
    three = (
        ("mandiri", isi.nilai.mandiri),
        ("terverifikasi Inspektorat", isi.nilai.internal),
        ("KPK", isi.nilai.kpk),
    )
    for name, score in three:
        day = f", keadaan {tanggal(isi.kpk_per)}" if name == "KPK" and isi.kpk_per else ""
        yield f"Nilai {name} {nilai(score.nilai)} ({cakupan(score, word)}{day})."
    yield "Angka resmi memakai nilai terverifikasi Inspektorat."
