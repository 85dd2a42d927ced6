"""What a membership must be, and what of it may change: the rules of its actions, for rows."""

from collections.abc import Iterable
from datetime import date

from accounts.permissions import Role
from sheets.columns import Nilai
from sheets.resource import Isi, Temuan


def periksa_peran(isi: Isi, today: date, sampai: date | None) -> Iterable[Temuan]:
    """Yield what is wrong about a new membership; `sampai` is the last day of its unit."""
    if isi["sebutan"]:
        for kolom in ("mulai", "selesai", "dasar"):
            if not isi[kolom]:
                yield Temuan(f"Wajib diisi untuk {isi['sebutan']}", kolom=kolom)
    if isi["peran"] == Role.AUDITOR_TUGAS:
        if not isi["selesai"]:
            yield Temuan("Auditor dengan surat tugas perlu tanggal akhir tugas.", kolom="selesai")
        if not isi["dasar"]:
            yield Temuan("Isi nomor surat tugas.", kolom="dasar")
    mulai, selesai = isi["mulai"], isi["selesai"]
    if isinstance(selesai, date):
        if isinstance(mulai, date) and selesai < mulai:
            yield Temuan(
                "Tanggal akhir lebih awal daripada tanggal mulai.",
                "Periksa kedua tanggal.",
                kolom="selesai",
            )
        elif selesai < today:
            yield Temuan("Tanggal akhir sudah lewat.", kolom="selesai")
    if sampai and (not isinstance(selesai, date) or selesai > sampai):
        yield Temuan(
            f"Unit ini hanya aktif sampai {sampai:%d-%m-%Y}.",
            "Isi tanggal akhir sampai hari itu.",
            kolom="unit",
        )


def periksa_ubah(isi: Isi, lama: Isi, today: date) -> Iterable[Temuan]:
    """Yield what is wrong about a change: a role only ends earlier."""
    for kolom in ("sebutan", "dasar"):
        if isi[kolom] != lama[kolom]:
            yield Temuan(
                "Sebutan dan dasar peran yang sudah diberikan tidak dapat diubah.",
                "Akhiri peran ini, lalu beri peran baru.",
                kolom=kolom,
            )
    before, selesai, mulai = lama["selesai"], isi["selesai"], isi["mulai"]
    if selesai == before:
        return
    if isinstance(before, date) and before < today:
        yield Temuan("Peran ini sudah berakhir.", "Beri peran baru.", kolom="selesai")
    elif not isinstance(selesai, date) or (isinstance(before, date) and selesai > before):
        yield Temuan(
            "Untuk memperpanjang, beri peran baru dengan dasar baru.",
            "Tulis baris baru dengan Berlaku sejak yang baru.",
            kolom="selesai",
        )
    elif isinstance(mulai, date) and selesai < mulai:
        yield Temuan(
            "Tanggal akhir lebih awal daripada tanggal mulai.",
            "Periksa kedua tanggal.",
            kolom="selesai",
        )


def tumpang(a: Isi, b: Isi) -> bool:
    """Whether two times share a day; an open end is open."""

    def begins_by(start: Nilai, end: Nilai) -> bool:
        return not (isinstance(start, date) and isinstance(end, date)) or start <= end

    return begins_by(a["mulai"], b["selesai"]) and begins_by(b["mulai"], a["selesai"])
