"""The monthly monitoring report of a Zona Integritas as a workbook: a sheet for each part."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from reports.datasets.pantauan_zi_bentuk import BarisPantauan, PantauanZI, TimPantauan
from reports.xlsx.buku import Isi, buku_baru, simpan
from reports.xlsx.laporan_zi import Baris, pasangan, tabel
from ukuran.format import tanggal, tanggal_waktu
from zonaintegritas.kata_jadwal import nama_bulan

RINGKASAN = "Ringkasan"
TIM = "Tim"
BULAN_INI = "Bulan ini"
TUNGGAKAN = "Tunggakan"
PERUBAHAN = "Perubahan jadwal"
TANPA_BULAN = "Tanpa bulan"
KURVA = "Kurva"
CATATAN = "Catatan sumber"

KOLOM_TIM = (
    "No.",
    "Tim kerja",
    "Baris",
    "Tanpa bulan",
    "Jatuh tempo s.d. akhir bulan",
    "Selesai",
    "Selesai (%)",
    "Terlambat",
    "Perlu perbaikan",
    "Dikembalikan, termasuk yang terlambat",
    "Menunggu verifikasi",
    "Berjalan",
    "Tidak berlaku",
    "Klaim unit",
    "Klaim unit (%)",
    "Jatuh tempo bulan ini",
    "Selesai bulan ini",
    "Klaim bulan ini",
    "Ditagih setahun",
    "Selesai setahun",
)
KOLOM_BARIS = (
    "Kode",
    "Kegiatan atau sub kegiatan",
    "Tim",
    "Indikator keberhasilan",
    "Masa",
    "Keadaan",
    "Batas",
    "Jatuh tempo bulan ini",
    "Dokumen disetujui",
    "Dokumen diminta",
    "Berkas",
    "Kendala",
    "Tindak lanjut",
    "Catatan sumber",
)
_LEBAR_BARIS = (9.0, 50.0, 6.0, 50.0, 14.0, 22.0, 18.0, 12.0, 11.0, 11.0, 9.0, 40.0, 40.0, 14.0)


def tulis_pantauan(pantauan: PantauanZI, target: Path) -> None:
    """Write the workbook from the same dataset as the PDF."""
    p = pantauan
    zone = ZoneInfo(p.zona_waktu)
    buku = buku_baru(p.judul, p.instansi, p.per_tanggal)
    pasangan(buku, RINGKASAN, _ringkasan(p, zone))
    teams: list[Baris] = [(_tim(team), False) for team in p.tim]
    tabel(
        buku,
        TIM,
        KOLOM_TIM,
        [*teams, (_tim(p.jumlah), True)],
        [6.0, 40.0, *[12.0] * (len(KOLOM_TIM) - 2)],
    )
    tabel(buku, BULAN_INI, KOLOM_BARIS, _baris(p.baris), _LEBAR_BARIS)
    tabel(buku, TUNGGAKAN, KOLOM_BARIS, _baris(p.tunggakan), _LEBAR_BARIS)
    tabel(
        buku,
        PERUBAHAN,
        ("Kode", "Kegiatan atau sub kegiatan", "Perubahan", "Alasan", "Oleh", "Waktu"),
        (
            (
                (
                    s.kode,
                    s.uraian,
                    s.perubahan,
                    s.alasan,
                    s.oleh,
                    tanggal_waktu(s.pada, zone),
                ),
                False,
            )
            for s in p.geser
        ),
        [9.0, 50.0, 30.0, 50.0, 30.0, 28.0],
    )
    tabel(
        buku,
        TANPA_BULAN,
        ("Tim", "Kode", "Kegiatan atau sub kegiatan"),
        (((b.tim, b.kode, b.uraian), False) for b in p.tanpa_jadwal),
        [6.0, 9.0, 90.0],
    )
    tabel(
        buku,
        KURVA,
        ("Sampai akhir", "Rencana", "Selesai"),
        (((nama_bulan(t.bulan.month), t.rencana, t.selesai), False) for t in p.titik),
        [18.0, 12.0, 12.0],
    )
    tabel(
        buku,
        CATATAN,
        (
            "Kode",
            "Golongan",
            "Tercetak",
            "Mengapa meragukan",
            "Usulan pembacaan",
            "Baris",
            "Letak",
        ),
        (
            (
                (n.kode, n.golongan, n.mentah, n.alasan, n.usulan, ", ".join(n.baris), n.letak),
                False,
            )
            for n in p.catatan
        ),
        [8.0, 24.0, 40.0, 60.0, 30.0, 30.0, 30.0],
    )
    simpan(buku, target)


def _ringkasan(p: PantauanZI, zone: ZoneInfo) -> Iterator[tuple[str, Isi]]:
    yield p.judul, p.tanda
    yield "Institusi", p.instansi
    yield "Dasar", p.keputusan
    yield "Bulan", p.nama_bulan if p.berakhir else f"{p.nama_bulan}, belum berakhir"
    yield "Data per", tanggal_waktu(p.per_tanggal, zone)
    yield "Cakupan", f"Tugas dan bukti hanya dari {p.cakupan}" if p.cakupan else "Semua tim"
    yield "Diminta oleh", p.peminta
    for nomor, sentence in enumerate(p.ringkasan, start=1):
        yield f"Ringkasan {nomor}", sentence
    if p.ketua is not None:
        yield "Ketua Tim Kerja Zona Integritas", f"{p.ketua.nama}, {p.ketua.jabatan}"


def _tim(team: TimPantauan) -> tuple[Isi, ...]:
    """Return the cells of a team; what the reader may not see stays empty."""
    first: tuple[Isi, ...] = (team.no, team.nama, team.baris, team.tanpa_jadwal)
    if team.sampai is None or team.bulan is None or team.setahun is None:
        return first
    s = team.sampai
    return (
        *first,
        s.tugas,
        s.selesai,
        s.persen,
        s.terlambat,
        s.perbaikan,
        s.dikembalikan,
        s.menunggu,
        s.berjalan,
        s.tidak_berlaku,
        s.klaim,
        s.persen_klaim,
        team.bulan.tugas,
        team.bulan.selesai,
        team.bulan.klaim,
        team.setahun.ditagih,
        team.setahun.selesai,
    )


def _baris(rows: Iterable[BarisPantauan]) -> Iterator[Baris]:
    for b in rows:
        yield (
            (
                b.kode,
                b.uraian,
                b.tim,
                "\n".join(b.indikator),
                b.masa,
                b.keadaan,
                tanggal(b.batas),
                "ya" if b.jatuh_tempo else "tidak",
                b.disetujui,
                b.dokumen,
                b.berkas,
                b.kendala,
                b.tindak_lanjut,
                ", ".join(b.catatan),
            ),
            False,
        )
