"""What a progress report would say, counted from its Potret before it is asked for."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reports.kemajuan.parameter import Persetujuan
from reports.kemajuan.pilihan import PilihanPotret
from reports.models import TemplatLaporan
from reports.potret.bentuk import IsiPotret, baca
from ukuran.format import angka, tanggal_waktu

TANPA_PENANDA = (
    "Penanda tangan belum diatur pada Tampilan laporan, jadi kolom tanda tangan dicetak kosong."
)
TANPA_LAMBANG = "Lambang belum diunggah pada Tampilan laporan, jadi kop dicetak tanpa lambang."
DIGANTIKAN = "Potret ini sudah diganti amandemen, jadi laporannya bertanda DRAF."


@dataclass(frozen=True)
class Pratinjau:
    """Counts of a report (name and value), and what should be settled before it is asked for."""

    judul: str
    butir: tuple[tuple[str, str], ...]
    peringatan: tuple[str, ...]
    templat: bool  # whether the template is what a warning is about


def pratinjau_kemajuan(pilihan: PilihanPotret) -> Pratinjau:
    """Return the counts of a report; reads the figures of the Potret (one query)."""
    potret = pilihan.potret
    look: TemplatLaporan | None = getattr(potret.instansi, "templat_laporan", None)
    isi = baca(potret.isi)
    counts = isi.hitungan
    template = tuple(_templat(look))
    return Pratinjau(
        judul=f"{pilihan.judul}, {potret.batas.rencana.nama}",
        butir=(
            ("Data per", tanggal_waktu(isi.at, ZoneInfo(isi.zona_waktu))),
            ("Tugas", _tugas(isi)),
            (
                "Dokumen wajib",
                f"{angka(counts.diperlukan)} diperlukan, {angka(counts.diunggah)} diunggah, "
                f"{angka(counts.diterima)} diterima",
            ),
            ("Berkas bukti", angka(_berkas(isi))),
            ("Perkiraan PDF", f"sekitar {angka(perkiraan_halaman(isi))} halaman"),
            ("Tanda", _tanda(isi, pilihan.persetujuan)),
            ("Penanda tangan", _penanda(look) or "belum diatur"),
        ),
        peringatan=template if pilihan.terakhir else (DIGANTIKAN, *template),
        templat=bool(template),
    )


def _tugas(isi: IsiPotret) -> str:
    return f"{angka(isi.jumlah_tugas)}, {angka(isi.tugas_ditagih)} ditagih sampai {isi.batas.kode}"


def _berkas(isi: IsiPotret) -> int:
    """Return how many files the report lists: a file used twice stands there twice."""
    return sum(len(d.bukti) for t in isi.tugas for c in t.capaian for d in c.dokumen)


def perkiraan_halaman(isi: IsiPotret) -> int:
    """Return about how many pages the PDF has, in tens from 50 pages on.

    Pages = 5.5 + 0.2 x areas and members + 0.21 x tasks in their windows + 0.07 x files, fitted to
    reports of 2 to 132 tasks with 0 to 500 files on F4, which it meets within a tenth.
    """
    tasks = sum(len(t.capaian) for t in isi.tugas)
    groups = len(isi.area) + len(isi.anggota)
    pages = round(5.5 + 0.2 * groups + 0.21 * tasks + 0.07 * _berkas(isi))
    return pages if pages < 50 else round(pages, -1)


def _tanda(isi: IsiPotret, approved: Persetujuan | None) -> str:
    if approved is None:
        return f"DRAF, sampai Ketua menyetujui periode {isi.batas.kode}"
    moment = tanggal_waktu(approved.at, ZoneInfo(isi.zona_waktu))
    return f"disetujui {approved.oleh}, {moment}"


def _penanda(look: TemplatLaporan | None) -> str:
    if look is None:
        return ""
    for_whom = f"{look.sebutan} {look.atas_nama}" if look.atas_nama else ""
    office = look.jabatan if for_whom else f"{look.sebutan} {look.jabatan}".strip()
    return ", ".join(filter(None, (for_whom, office, look.nama)))


def _templat(look: TemplatLaporan | None) -> list[str]:
    found = [] if look is not None and look.nama else [TANPA_PENANDA]
    return found if look is not None and look.lambang_id else [*found, TANPA_LAMBANG]
