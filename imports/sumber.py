"""Where it is written who made or changed a row, and the page on which a person finds it.

A table that is not here tells nothing: who wrote one of its rows is not guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Pasangan = tuple[str, str]


@dataclass(frozen=True)
class Peristiwa:
    """Events about a row: the kind of their object and the column that holds its id.

    The codes of those that change, make and delete the row. `isi`: a key of the event and the
    column that it must equal, where the object is something larger.
    """

    jenis: str
    id: str = "pk"
    ubah: tuple[str, ...] = ()
    buat: tuple[str, ...] = ()
    hapus: tuple[str, ...] = ()
    isi: Pasangan | None = None


@dataclass(frozen=True)
class Sumber:
    """What a table tells: its page, columns of person and moment, its events.

    `tempat` is the name of an address and `di` the columns of its arguments. `sebutan` is the word
    for a row that remembers who saved it last.
    """

    tempat: str = ""
    di: tuple[str, ...] = ()
    ubah: Pasangan | None = None
    buat: Pasangan | None = None
    peristiwa: Peristiwa | None = None
    sebutan: str = ""


_OLEH = "oleh__nama"
_DIBUAT: Final = (_OLEH, "dibuat")
_INSTRUMEN = "instrumen_rinci"
_KERJA: Final = (
    "capaian.ada_kejadian",
    "capaian.atur_dokumen",
    "capaian.batal_kecuali",
    "capaian.buka_kembali",
    "capaian.kecuali_ditolak_kpk",
    "capaian.kirim",
    "capaian.lampirkan",
    "capaian.lengkapi",
    "capaian.lepaskan",
    "capaian.minta_perbaikan",
    "capaian.nyatakan_nihil",
    "capaian.nyatakan_tak_berlaku",
    "capaian.nyatakan_tak_dapat",
    "capaian.perbarui",
    "capaian.progres",
    "capaian.pulihkan_kpk",
    "capaian.setujui",
    "capaian.simpan_draf",
    "capaian.tarik",
    "capaian.tolak_kpk",
)

SUMBER: Final[Mapping[str, Sumber]] = {
    "accounts.unit": Sumber(
        "unit_ubah",
        ("pk",),
        peristiwa=Peristiwa("unit", ubah=("unit.ubah",), buat=("unit.tambah",)),
    ),
    "accounts.user": Sumber(
        "pengguna_rinci",
        ("pk",),
        peristiwa=Peristiwa(
            "user",
            ubah=("pengguna.ubah", "pengguna.aktif", "pengguna.nonaktif"),
            buat=("pengguna.tambah",),
        ),
    ),
    "accounts.membership": Sumber(
        "pengguna_rinci",
        ("user_id",),
        peristiwa=Peristiwa(
            "membership",
            ubah=("keanggotaan.akhiri",),
            buat=("keanggotaan.tambah",),
            hapus=("keanggotaan.batal",),
        ),
    ),
    "evidence.butir": Sumber(
        "rencana_butir",
        ("rencana_id", "pk"),
        peristiwa=Peristiwa(
            "rencana", "rencana_id", ubah=("rencana.butir_ubah",), isi=("butir", "kode")
        ),
    ),
    "evidence.dokumenwajib": Sumber("rencana_butir", ("butir__rencana_id", "butir_id")),
    "evidence.capaian": Sumber(
        "tugas",
        ("pk",),
        ubah=("diubah_oleh__nama", "diubah"),
        peristiwa=Peristiwa("capaian", ubah=_KERJA),
        sebutan="Tugas",
    ),
    "evidence.pemenuhan": Sumber("tugas", ("capaian_id",)),
    "evidence.keputusan": Sumber("tugas", ("capaian_id",), buat=(_OLEH, "at")),
    "evidence.buktitaut": Sumber("tugas", ("pemenuhan__capaian_id",), buat=_DIBUAT),
    "evidence.disposisi": Sumber("disposisi_rinci", ("pk",), buat=_DIBUAT),
    "evidence.pengecualian": Sumber(
        "pengecualian_rinci", ("pk",), buat=("diajukan_oleh__nama", "diajukan")
    ),
    "satgas.anggota": Sumber("satgas_anggota", ("pk",)),
    "satgas.area": Sumber(_INSTRUMEN, ("instrumen_id",)),
    "satgas.indikatormcp": Sumber(_INSTRUMEN, ("area__instrumen_id",)),
    "satgas.subindikator": Sumber(_INSTRUMEN, ("indikator__area__instrumen_id",)),
    "satgas.nilaikpk": Sumber(buat=(_OLEH, "dicatat")),
    "satgas.kirimanjaga": Sumber(buat=("diunggah_oleh__nama", "diunggah")),
    "roadmap.targettahun": Sumber("roadmap_butir", ("butir_id",), buat=_DIBUAT),
    "roadmap.aturanukur": Sumber("roadmap_butir", ("butir_id",), buat=_DIBUAT),
    "roadmap.realisasi": Sumber("tugas", ("capaian_id",)),
    "roadmap.realisasihistoris": Sumber("roadmap_butir", ("butir_id",), buat=_DIBUAT),
    "roadmap.rapat": Sumber("rapat_rinci", ("pk",), buat=_DIBUAT),
    "roadmap.masalah": Sumber("rapat_masalah_rinci", ("pk",), buat=_DIBUAT),
    "roadmap.langkahperbaikan": Sumber("rapat_langkah_rinci", ("pk",), buat=_DIBUAT),
    "zonaintegritas.tim": Sumber("zi_tim", ("pk",)),
    "zonaintegritas.anggotatim": Sumber("zi_tim", ("tim_id",)),
    "zonaintegritas.unitzi": Sumber("zi_unit_ubah", ("pk",)),
    "zonaintegritas.bulanjadwal": Sumber(buat=_DIBUAT),
    "zonaintegritas.skalalke": Sumber("zi_instrumen_rinci", ("instrumen_id",)),
    "zonaintegritas.komponenlke": Sumber("zi_instrumen_rinci", ("instrumen_id",)),
    "zonaintegritas.pertanyaanlke": Sumber("zi_instrumen_rinci", ("instrumen_id",)),
    "zonaintegritas.lke": Sumber("zi_lke", ("pk",), buat=("dibuat_oleh__nama", "dibuat")),
    "zonaintegritas.jawabanlke": Sumber(
        "zi_lke_soal", ("lke_id", "pertanyaan_id"), ubah=(_OLEH, "diubah"), sebutan="Jawaban"
    ),
    "zonaintegritas.buktilke": Sumber(
        "zi_lke_soal", ("lke_id", "pertanyaan_id"), buat=(_OLEH, "dibuat")
    ),
    "zonaintegritas.anggotatpi": Sumber(
        "zi_lke_alur", ("lke_id",), buat=("ditetapkan_oleh__nama", "dibuat")
    ),
}


def kalimat_disimpan(model: str) -> str:
    """Return why a row that was saved since keeps an import in; '' where rows don't remember it."""
    sumber = SUMBER.get(model)
    if sumber is None or not sumber.sebutan:
        return ""
    return (
        f"{sumber.sebutan} ini sudah disimpan setelah impor diterapkan. Impor hanya dapat "
        f"diurungkan selama belum ada yang menyimpan di {sumber.sebutan.lower()} itu."
    )
