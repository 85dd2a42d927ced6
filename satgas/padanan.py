"""Words about progress: what the portal knows, and what an institution has added."""

from collections.abc import Mapping
from typing import Final

from accounts.models import Instansi
from satgas.models.padanan import PadananProgres
from sheets.values import lipat

_K = PadananProgres.Keadaan
BAWAAN: Final[Mapping[str, str]] = {
    lipat(kata): keadaan.value
    for keadaan, kata_kata in (
        (
            _K.BELUM,
            (
                "belum",
                "belum ada",
                "belum ada progres",
                "belum mulai",
                "belum dimulai",
                "belum dibuat",
                "belum disusun",
                "belum dilaksanakan",
                "0%",
            ),
        ),
        (
            _K.DISIAPKAN,
            (
                "disiapkan",
                "sedang disiapkan",
                "sedang disusun",
                "sedang dikerjakan",
                "sedang diproses",
                "dalam proses",
                "dalam penyusunan",
                "proses",
                "proses penyusunan",
                "penyusunan",
                "on progress",
                "in progress",
                "draf",
                "draft",
                "konsep",
            ),
        ),
        (
            _K.TANDA_TANGAN,
            (
                "menunggu tanda tangan",
                "menunggu ttd",
                "menunggu penandatanganan",
                "proses tanda tangan",
                "proses ttd",
                "proses penandatanganan",
            ),
        ),
        (
            _K.PIHAK_LAIN,
            (
                "menunggu pihak lain",
                "menunggu opd lain",
                "menunggu data",
                "menunggu data opd",
                "menunggu persetujuan",
                "menunggu harmonisasi",
                "proses harmonisasi",
            ),
        ),
        (
            _K.ABAIKAN,
            (
                "selesai",
                "sudah",
                "sudah ada",
                "sudah selesai",
                "sudah diunggah",
                "sudah upload",
                "lengkap",
                "tersedia",
                "terpenuhi",
                "100%",
            ),
        ),
    )
    for kata in kata_kata
}
"""What the portal takes words for, until an institution says otherwise."""


def padanan(instansi: Instansi) -> dict[str, str]:
    """Return folded words and the progress they stand for; own rows come first. One query."""
    own = PadananProgres.objects.filter(instansi=instansi).values_list("kunci", "keadaan")
    return {**BAWAAN, **{_K(label).label.casefold(): label for label in _K.values}, **dict(own)}
