"""The columns of sasaran and indikator of Bab III.B."""

from evidence.models import Butir
from roadmap.resources.tahunan import (
    TahunanResource,
    kolom_pendukung,
    kolom_pola,
    kolom_tahun_pertama,
    kolom_target,
)
from sheets.columns import Acuan, Bulat, Daftar, Kode, Kolom, Pilihan, Teks
from ukuran.capaian import Arah, Sifat


class KolomSasaran(TahunanResource):
    """Base of the kind with one indikator a row."""

    kode_indikator = Kolom(
        "Kode indikator",
        Kode(12),
        wajib=True,
        sinonim=("Kode", "Kode IKU"),
        catatan="Kode indikator, misalnya B01.",
        lebar=10,
    )
    tahun_pertama = kolom_tahun_pertama()
    kelompok = Kolom(
        "Kode kelompok",
        Kode(12),
        wajib=True,
        sinonim=("Kelompok",),
        catatan="Kode tabel pada Bab III.B, misalnya 1.a.",
        lebar=10,
    )
    judul_kelompok = Kolom(
        "Judul kelompok",
        Daftar(),
        sinonim=("Prioritas", "Nama kelompok"),
        catatan="Judul di atas tabel, satu di tiap baris sel; wajib untuk kelompok baru.",
        lebar=30,
    )
    sasaran_urut = Kolom(
        "Nomor sasaran",
        Bulat(1, 500),
        wajib=True,
        sinonim=("No sasaran", "Urut sasaran"),
        catatan="Urutan sasaran dalam kelompoknya.",
        lebar=8,
    )
    sasaran = Kolom(
        "Sasaran",
        Teks(4000),
        sinonim=("Sasaran strategis", "Uraian sasaran"),
        catatan="Bunyi sasaran; wajib untuk sasaran baru.",
        lebar=36,
    )
    indikator = Kolom(
        "Indikator",
        Teks(4000),
        wajib=True,
        sinonim=("Indikator kinerja", "Indikator sasaran", "Uraian indikator"),
        catatan="Apa yang diukur.",
        lebar=42,
    )
    sub = Kolom(
        "Sub indikator",
        Daftar(),
        sinonim=("Subindikator", "Rincian indikator"),
        catatan="Bagian indikator, satu di tiap baris sel.",
        lebar=28,
    )
    unit = Kolom(
        "Unit pelapor",
        Acuan("unit"),
        wajib=True,
        sinonim=("Unit", "OPD", "Perangkat Daerah", "Penanggung jawab"),
        catatan="Unit yang melaporkan indikator ini.",
        lebar=24,
    )
    pendukung = kolom_pendukung()
    pola = kolom_pola("indikator", Butir.Pola.SEMESTER)
    arah = Kolom(
        "Arah",
        Pilihan(
            [
                (Arah.MAKSIMUM.value, "Makin besar makin baik"),
                (Arah.MINIMUM.value, "Makin kecil makin baik"),
            ],
            sinonim={"maksimum": Arah.MAKSIMUM.value, "minimum": Arah.MINIMUM.value},
        ),
        sinonim=("Polaritas", "Arah ukur"),
        catatan="Kosong berarti makin besar makin baik.",
        lebar=20,
    )
    sifat = Kolom(
        "Sifat target",
        Pilihan(
            [
                (Sifat.TAHUNAN.value, "Per tahun"),
                (Sifat.KUMULATIF.value, "Kumulatif sejak awal rencana"),
            ],
            sinonim={"kumulatif": Sifat.KUMULATIF.value, "tahunan": Sifat.TAHUNAN.value},
        ),
        sinonim=("Sifat", "Jenis target"),
        catatan="Kosong berarti per tahun.",
        lebar=20,
    )
    target_1 = kolom_target(1)
    target_2 = kolom_target(2)
    target_3 = kolom_target(3)
    target_4 = kolom_target(4)
    target_5 = kolom_target(5)
