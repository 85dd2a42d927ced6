"""One submission of the task page: files for several documents, text, and perhaps sending.

Good files are always kept, text is always saved as a draft, and the task is sent only when
nothing was refused: a person on a weak line never uploads the same file twice.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from accounts.models import User
from evidence.actions import Bentrok, Isian, IsianKurang, NotAllowed, kirim, simpan_draf, unggah
from evidence.actions.storage import PENUH, is_full
from evidence.models import Capaian

logger = logging.getLogger(__name__)
Berkas = tuple[str, BinaryIO]


@dataclass(frozen=True)
class Kiriman:
    """What a person submitted. `isian` is None when the text may not be changed now."""

    capaian_id: int
    versi: int
    berkas: Mapping[int, Sequence[Berkas]]
    isian: Isian | None
    kirim: bool = False
    ulang: Sequence[int] = ()


@dataclass
class Hasil:
    """What became of a submission; `galat` maps a field to its message."""

    diterima: list[str] = field(default_factory=list)
    ditolak: list[tuple[str, str]] = field(default_factory=list)
    galat: dict[str, str] = field(default_factory=dict)
    tersimpan: bool = False
    terkirim: bool = False
    capaian: Capaian | None = None

    @property
    def bersih(self) -> bool:
        """Whether nothing was refused."""
        return not self.ditolak and not self.galat


def terapkan(kiriman: Kiriman, by: User, *, isian_sah: bool = True) -> Hasil:
    """Apply a submission. Raises Bentrok, Denied; other refusals stand in the result.

    A submission made on an old version of the task changes nothing, so sending the same form
    twice is harmless. `isian_sah` False keeps the files but neither saves text nor sends.
    """
    hasil = Hasil()
    versi = kiriman.versi
    if not Capaian.objects.filter(pk=kiriman.capaian_id, versi=versi).exists():
        return _tulis(kiriman, versi, by, hasil)  # raises, with who changed what
    for pemenuhan_id, files in kiriman.berkas.items():
        try:
            satu = unggah(pemenuhan_id=pemenuhan_id, files=files, by=by)
        except NotAllowed as error:
            hasil.ditolak += [(nama, str(error)) for nama, _ in files]
            continue
        except OSError as error:
            if not is_full(error):
                raise
            logger.exception("disk full: files of one document are not stored")
            hasil.ditolak += [(nama, PENUH) for nama, _ in files]
            continue
        hasil.diterima += [v.nama_asli for v in satu.diterima]
        hasil.ditolak += satu.ditolak
        versi += bool(satu.diterima)  # each upload moves the task one version on
    return _tulis(kiriman, versi, by, hasil) if isian_sah else hasil


def _tulis(kiriman: Kiriman, versi: int, by: User, hasil: Hasil) -> Hasil:
    """Send when that was asked and nothing was refused; otherwise keep the text as a draft."""
    if kiriman.kirim and hasil.bersih:
        try:
            hasil.capaian = kirim(
                capaian_id=kiriman.capaian_id,
                versi=versi,
                by=by,
                isian=kiriman.isian,
                ulang=kiriman.ulang,
            )
        except IsianKurang as error:
            hasil.galat = error.galat
        except NotAllowed as error:
            hasil.galat = {"": str(error)}
        else:
            hasil.terkirim = hasil.tersimpan = True
            return hasil
    if kiriman.isian is not None:
        try:
            hasil.capaian = simpan_draf(
                capaian_id=kiriman.capaian_id, versi=versi, isian=kiriman.isian, by=by
            )
        except (IsianKurang, NotAllowed) as error:
            hasil.galat = hasil.galat or {"": str(error)}
        else:
            hasil.tersimpan = True
    elif versi == kiriman.versi and not hasil.diterima:
        _raise_if_moved(kiriman)
    return hasil


def _raise_if_moved(kiriman: Kiriman) -> None:
    if not Capaian.objects.filter(pk=kiriman.capaian_id, versi=kiriman.versi).exists():
        raise Bentrok("Perubahan Anda belum tersimpan: tugas ini baru saja diubah.")
