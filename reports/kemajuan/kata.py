"""Words of the progress report: windows, scores, KPK's answers, names of offices. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from accounts.sebutan import ganti
from evidence.hitungan import Golongan, Hitungan
from evidence.models import Rencana
from reports.datasets.rincian import label
from reports.kemajuan.parameter import ParameterKemajuan, TandaTangan
from reports.potret.bentuk import (
    BuktiPotret,
    CapaianPotret,
    IsiPotret,
    JagaPotret,
    SkorPotret,
    Ubahan,
)
from ukuran.format import TANPA_DATA, angka, persen, tanggal

DESIMAL: Final = 2
DIKECUALIKAN: Final = "Dokumen yang dikecualikan (nama tidak dimuat)"
JUDUL: Final = "Laporan kemajuan aksi pencegahan korupsi"
ISIAN: Final = "." * 30
_JAWABAN: Final[Mapping[str, str]] = {
    "": "Proses verifikasi KPK",
    "diterima": "Diterima KPK",
    "ditolak": "Ditolak KPK",
}
_DI_UNIT: Final = (Golongan.BELUM, Golongan.DRAF, Golongan.PERBAIKAN, Golongan.KEDALUWARSA)
_NIP: Final = (8, 14, 15)
_PANJANG_NIP: Final = 18


def keadaan(golongan: Golongan, sebutan: str) -> str:
    """Return what a document or task counts as, in the words of the institution."""
    return ganti(label(golongan), sebutan)


def masa(mulai: date, selesai: date) -> str:
    """Return a due window ("1 Januari s.d. 31 Maret 2026"); the year once when it is the same."""
    if mulai == selesai:
        return tanggal(mulai)
    if mulai.year != selesai.year:
        return f"{tanggal(mulai)} s.d. {tanggal(selesai)}"
    return f"{tanggal(mulai).removesuffix(f' {mulai.year}')} s.d. {tanggal(selesai)}"


def satuan(isi: IsiPotret) -> str:
    """Return what one row of the plan is called: a task of the decree, or a sub indikator."""
    return "sub indikator" if isi.jenis == Rencana.Jenis.MCP else "tugas"


def periode(isi: IsiPotret) -> str:
    """Return the period with its last day."""
    return f"Periode {isi.batas.kode}, s.d. {tanggal(isi.batas.akhir)}"


def jadwal(isi: IsiPotret) -> str:
    """Return the dates of the cut-off, in their order."""
    b = isi.batas
    text = (
        f"dibuka {tanggal(b.dibuka)}; batas unit {tanggal(b.batas_unit)}; batas Inspektorat "
        f"{tanggal(b.batas_inspektorat)}; batas JAGA {tanggal(b.batas_jaga)}; verifikasi KPK "
        f"{tanggal(b.verifikasi_kpk)}; ditutup {tanggal(b.ditutup)}"
    )
    return ganti(text, isi.sebutan_verifikator)


def tanda(isi: IsiPotret, parameter: ParameterKemajuan) -> str:
    """Return the marks of every page: DRAF until approved, CONTOH for sample data."""
    return " ".join(
        word for word, there in (("DRAF", parameter.draf), ("CONTOH", isi.contoh)) if there
    )


def nilai(nilai: Decimal | None) -> str:
    """Return a score; None is "tanpa data"."""
    return angka(nilai, DESIMAL)


def cara_nilai(skor: SkorPotret) -> str:
    """Return how a score came about: jumlah / pembagi = nilai; "tanpa data" when there is none."""
    if skor.nilai is None:
        return TANPA_DATA
    parts = (angka(one, DESIMAL) for one in (skor.jumlah, skor.pembagi, skor.nilai))
    return "{} / {} = {}".format(*parts)


def cakupan(skor: SkorPotret, satuan: str) -> str:
    """Return how many leaves have a value ("12 dari 40 tugas dinilai")."""
    return f"{angka(skor.terisi)} dari {angka(skor.penyebut)} {satuan} dinilai"


def cara_kelengkapan(hitungan: Hitungan) -> str:
    """Return how completeness came about: diterima / diperlukan x 100; None is "tanpa data"."""
    if hitungan.kelengkapan is None:
        return TANPA_DATA
    accepted, required = angka(hitungan.diterima), angka(hitungan.diperlukan)
    return f"{accepted} / {required} x 100 = {persen(hitungan.kelengkapan, DESIMAL)}"


def kesiapan(capaian: CapaianPotret) -> str:
    """Return how far the unit says it is with what it owes; "" when it owes nothing."""
    return capaian.progres if capaian.status in _DI_UNIT else ""


def nama_bukti(bukti: BuktiPotret) -> str:
    """Return the name of a file; one of class Dikecualikan has none."""
    return DIKECUALIKAN if bukti.dikecualikan else bukti.nama


def jawaban_jaga(jaga: JagaPotret) -> str:
    """Return KPK's answer to an upload in words."""
    return _JAWABAN[jaga.jawaban]


def ubahan(satu: Ubahan) -> str:
    """Return one changed figure as a phrase."""
    if not satu.lama:
        return f"{satu.hal}: {satu.baru} (semula tidak ada)"
    return f"{satu.hal}: {satu.lama} menjadi {satu.baru or 'tidak ada'}"


def nip_tercetak(nomor: str) -> str:
    """Return a NIP as a signature block prints it, 8-6-1-3; other numbers as they are."""
    digits = "".join(c for c in nomor if c.isdigit())
    if len(digits) != _PANJANG_NIP:
        return nomor
    a, b, c = _NIP
    return f"{digits[:a]} {digits[a:b]} {digits[b:c]} {digits[c:]}"


def baris_jabatan(satu: TandaTangan) -> tuple[str, ...]:
    """Return the lines above a signature by the rules of tata naskah.

    "a.n." names the office behind it on a line of its own; Plt. and Plh. stand before the
    signatory's own office. The last line ends with a comma.
    """
    office = satu.jabatan.upper() or ISIAN
    if satu.sebutan == "a.n.":
        return f"a.n. {satu.atas_nama.upper() or ISIAN}", f"{office},"
    return (f"{satu.sebutan} {office},".strip(),)
