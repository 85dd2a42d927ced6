"""The flow of an import as a table, registered beside that of documents; no database here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from evidence.workflow import Alur, Owner, Sifat, Transition
from imports.models import Batch

Keadaan = Batch.Keadaan


class AksiImpor(StrEnum):
    """Things that happen to an import."""

    PILIH = "pilih"
    TANYAKAN = "tanyakan"
    GAGAL = "gagal"
    TEMUKAN = "temukan"
    SAMAKAN = "samakan"
    SIAPKAN = "siapkan"
    PERIKSA_ULANG = "periksa_ulang"
    AJUKAN = "ajukan"
    TERAPKAN = "terapkan"
    SELESAI = "selesai"
    GESER = "geser"
    KEMBALI = "kembali"
    URUNGKAN = "urungkan"
    TERURUNG = "terurung"
    TERHALANG = "terhalang"
    BATALKAN = "batalkan"

    @property
    def label(self) -> str:
        """Return the action in the officials' words, fit for a button."""
        return _LABEL[self]


_LABEL: Final[Mapping[AksiImpor, str]] = {
    AksiImpor.PILIH: "Periksa berkas",
    AksiImpor.TANYAKAN: "Perlu pilihan",
    AksiImpor.GAGAL: "Tidak terbaca",
    AksiImpor.TEMUKAN: "Ada yang harus diperbaiki",
    AksiImpor.SAMAKAN: "Tidak ada perubahan",
    AksiImpor.SIAPKAN: "Selesai diperiksa",
    AksiImpor.PERIKSA_ULANG: "Periksa ulang",
    AksiImpor.AJUKAN: "Ajukan ke orang kedua",
    AksiImpor.TERAPKAN: "Terapkan",
    AksiImpor.SELESAI: "Selesai diterapkan",
    AksiImpor.GESER: "Data berubah sejak diperiksa",
    AksiImpor.KEMBALI: "Tidak jadi diterapkan",
    AksiImpor.URUNGKAN: "Urungkan",
    AksiImpor.TERURUNG: "Selesai diurungkan",
    AksiImpor.TERHALANG: "Tidak dapat diurungkan",
    AksiImpor.BATALKAN: "Batalkan impor",
}

SIFAT_IMPOR: Final[Mapping[Keadaan, Sifat]] = {
    Keadaan.DIUNGGAH: Sifat(Owner.ADMIN, "abu", "s-belum"),
    Keadaan.DIPERIKSA: Sifat(Owner.NOBODY, "biru", "s-direviu"),
    Keadaan.GAGAL: Sifat(Owner.NOBODY, "jingga", "s-dikembalikan"),
    Keadaan.BERMASALAH: Sifat(Owner.ADMIN, "jingga", "s-dikembalikan"),
    Keadaan.SAMA: Sifat(Owner.NOBODY, "abu", "s-disetujui"),
    Keadaan.SIAP: Sifat(Owner.ADMIN, "biru", "s-diajukan"),
    Keadaan.DIAJUKAN: Sifat(Owner.ADMIN, "biru", "s-diajukan"),
    Keadaan.MENERAPKAN: Sifat(Owner.NOBODY, "biru", "s-direviu"),
    Keadaan.BERGESER: Sifat(Owner.ADMIN, "jingga", "s-dikembalikan"),
    Keadaan.DITERAPKAN: Sifat(Owner.NOBODY, "hijau", "s-disetujui"),
    Keadaan.MENGURUNGKAN: Sifat(Owner.NOBODY, "biru", "s-direviu"),
    Keadaan.DIURUNGKAN: Sifat(Owner.NOBODY, "abu", "s-belum"),
    Keadaan.DIBATALKAN: Sifat(Owner.NOBODY, "abu", "s-belum"),
}


class Pelaku(StrEnum):
    """Who moves an import: whoever may bring in its kind, or the portal itself."""

    JENIS = "hak jenis data"
    PORTAL = "portal"


IMPOR: Final = Pelaku.JENIS
PORTAL: Final = Pelaku.PORTAL
Panah = Transition[Keadaan, AksiImpor, Pelaku]

_DIPERIKSA_LAGI = (Keadaan.BERMASALAH, Keadaan.SAMA, Keadaan.SIAP, Keadaan.BERGESER, Keadaan.GAGAL)
_DIBATALKAN = (Keadaan.DIUNGGAH, *_DIPERIKSA_LAGI, Keadaan.DIAJUKAN)

PANAH: tuple[Panah, ...] = (
    Transition(Keadaan.DIUNGGAH, AksiImpor.PILIH, Keadaan.DIPERIKSA, IMPOR),
    Transition(Keadaan.DIPERIKSA, AksiImpor.TANYAKAN, Keadaan.DIUNGGAH, PORTAL),
    Transition(Keadaan.DIPERIKSA, AksiImpor.GAGAL, Keadaan.GAGAL, PORTAL),
    Transition(Keadaan.DIPERIKSA, AksiImpor.TEMUKAN, Keadaan.BERMASALAH, PORTAL),
    Transition(Keadaan.DIPERIKSA, AksiImpor.SAMAKAN, Keadaan.SAMA, PORTAL),
    Transition(Keadaan.DIPERIKSA, AksiImpor.SIAPKAN, Keadaan.SIAP, PORTAL),
    *(Transition(d, AksiImpor.PILIH, Keadaan.DIPERIKSA, IMPOR) for d in _DIPERIKSA_LAGI),
    *(Transition(d, AksiImpor.PERIKSA_ULANG, Keadaan.DIPERIKSA, IMPOR) for d in _DIPERIKSA_LAGI),
    Transition(Keadaan.DIAJUKAN, AksiImpor.PERIKSA_ULANG, Keadaan.DIPERIKSA, IMPOR),
    Transition(Keadaan.SIAP, AksiImpor.AJUKAN, Keadaan.DIAJUKAN, IMPOR),
    Transition(Keadaan.SIAP, AksiImpor.TERAPKAN, Keadaan.MENERAPKAN, IMPOR),
    Transition(Keadaan.DIAJUKAN, AksiImpor.TERAPKAN, Keadaan.MENERAPKAN, IMPOR, empat_mata=True),
    Transition(Keadaan.MENERAPKAN, AksiImpor.SELESAI, Keadaan.DITERAPKAN, PORTAL),
    Transition(Keadaan.MENERAPKAN, AksiImpor.GESER, Keadaan.BERGESER, PORTAL),
    Transition(Keadaan.MENERAPKAN, AksiImpor.KEMBALI, Keadaan.SIAP, PORTAL),
    Transition(Keadaan.DITERAPKAN, AksiImpor.URUNGKAN, Keadaan.MENGURUNGKAN, IMPOR),
    Transition(Keadaan.MENGURUNGKAN, AksiImpor.TERURUNG, Keadaan.DIURUNGKAN, PORTAL),
    Transition(Keadaan.MENGURUNGKAN, AksiImpor.TERHALANG, Keadaan.DITERAPKAN, PORTAL),
    *(Transition(d, AksiImpor.BATALKAN, Keadaan.DIBATALKAN, IMPOR) for d in _DIBATALKAN),
)

ALUR_IMPOR: Alur[Keadaan, AksiImpor, Pelaku] = Alur(
    "A file brought in. The portal checks it, applies it and undoes it in the background; only a\n"
    "file without a single refused row can be applied, and then as a whole. Where an institution\n"
    "asks for a second person, whoever uploaded it can't apply it.",
    SIFAT_IMPOR,
    PANAH,
)
