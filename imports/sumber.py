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

_TABEL: Final[Mapping[str, Mapping[str, Sumber]]] = {
    "accounts": {
        "unit": Sumber(
            "unit_ubah",
            ("pk",),
            peristiwa=Peristiwa("unit", ubah=("unit.ubah",), buat=("unit.tambah",)),
        ),
        "user": Sumber(
            "pengguna_rinci",
            ("pk",),
            peristiwa=Peristiwa(
                "user",
                ubah=("pengguna.ubah", "pengguna.aktif", "pengguna.nonaktif"),
                buat=("pengguna.tambah",),
            ),
        ),
        "membership": Sumber(
            "pengguna_rinci",
            ("user_id",),
            peristiwa=Peristiwa(
                "membership",
                ubah=("keanggotaan.akhiri",),
                buat=("keanggotaan.tambah",),
                hapus=("keanggotaan.batal",),
            ),
        ),
    },
    "evidence": {
        "butir": Sumber(
            "rencana_butir",
            ("rencana_id", "pk"),
            peristiwa=Peristiwa(
                "rencana", "rencana_id", ubah=("rencana.butir_ubah",), isi=("butir", "kode")
            ),
        ),
        "dokumenwajib": Sumber("rencana_butir", ("butir__rencana_id", "butir_id")),
        "capaian": Sumber(
            "tugas",
            ("pk",),
            ubah=("diubah_oleh__nama", "diubah"),
            peristiwa=Peristiwa("capaian", ubah=_KERJA),
            sebutan="Tugas",
        ),
        "pemenuhan": Sumber("tugas", ("capaian_id",)),
        "keputusan": Sumber("tugas", ("capaian_id",), buat=(_OLEH, "at")),
        "buktitaut": Sumber("tugas", ("pemenuhan__capaian_id",), buat=_DIBUAT),
        "disposisi": Sumber("disposisi_rinci", ("pk",), buat=_DIBUAT),
        "pengecualian": Sumber(
            "pengecualian_rinci", ("pk",), buat=("diajukan_oleh__nama", "diajukan")
        ),
    },
    "satgas": {
        "anggota": Sumber("satgas_anggota", ("pk",)),
        "area": Sumber(_INSTRUMEN, ("instrumen_id",)),
        "indikatormcp": Sumber(_INSTRUMEN, ("area__instrumen_id",)),
        "subindikator": Sumber(_INSTRUMEN, ("indikator__area__instrumen_id",)),
        "nilaikpk": Sumber(buat=(_OLEH, "dicatat")),
        "kirimanjaga": Sumber(buat=("diunggah_oleh__nama", "diunggah")),
    },
    "roadmap": {
        "targettahun": Sumber("roadmap_butir", ("butir_id",), buat=_DIBUAT),
        "aturanukur": Sumber("roadmap_butir", ("butir_id",), buat=_DIBUAT),
        "realisasi": Sumber("tugas", ("capaian_id",)),
        "realisasihistoris": Sumber("roadmap_butir", ("butir_id",), buat=_DIBUAT),
        "rapat": Sumber("rapat_rinci", ("pk",), buat=_DIBUAT),
        "masalah": Sumber("rapat_masalah_rinci", ("pk",), buat=_DIBUAT),
        "langkahperbaikan": Sumber("rapat_langkah_rinci", ("pk",), buat=_DIBUAT),
    },
    "zonaintegritas": {
        "tim": Sumber("zi_tim", ("pk",)),
        "anggotatim": Sumber("zi_tim", ("tim_id",)),
        "unitzi": Sumber("zi_unit_ubah", ("pk",)),
        "bulanjadwal": Sumber(buat=_DIBUAT),
        "skalalke": Sumber("zi_instrumen_rinci", ("instrumen_id",)),
        "komponenlke": Sumber("zi_instrumen_rinci", ("instrumen_id",)),
        "pertanyaanlke": Sumber("zi_instrumen_rinci", ("instrumen_id",)),
        "lke": Sumber("zi_lke", ("pk",), buat=("dibuat_oleh__nama", "dibuat")),
        "jawabanlke": Sumber(
            "zi_lke_soal", ("lke_id", "pertanyaan_id"), ubah=(_OLEH, "diubah"), sebutan="Jawaban"
        ),
        "buktilke": Sumber("zi_lke_soal", ("lke_id", "pertanyaan_id"), buat=(_OLEH, "dibuat")),
        "anggotatpi": Sumber("zi_lke_alur", ("lke_id",), buat=("ditetapkan_oleh__nama", "dibuat")),
    },
}

SUMBER: Final[Mapping[str, Sumber]] = {
    f"{app}.{model}": sumber for app, tables in _TABEL.items() for model, sumber in tables.items()
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
