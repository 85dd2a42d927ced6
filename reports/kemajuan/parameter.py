"""With what a progress report is made beside its Potret, and the code that names the two.

The same Potret and parameters give the same code and the same bytes. Nothing here is read from
the clock or from settings when the report is made: it was fixed when the report was asked for.
"""

import base64
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.utils.crypto import salted_hmac

from reports.bentuk import Bentuk
from reports.models import TemplatLaporan

KODE = "kemajuan"
"""The kind of job that makes it."""

_SALT = "reports.kemajuan.kode"
_HURUF = 20
_KELOMPOK = 5


@dataclass(frozen=True)
class Persetujuan:
    """Who approved the period, as what, when."""

    oleh: str
    jabatan: str
    at: datetime


@dataclass(frozen=True)
class TandaTangan:
    """Who signs. `sebutan`: "", "a.n.", "Plt." or "Plh."; `atas_nama` the office behind "a.n."."""

    sebutan: str = ""
    atas_nama: str = ""
    jabatan: str = ""
    nama: str = ""
    pangkat: str = ""
    nip: str = ""


@dataclass(frozen=True)
class ParameterKemajuan:
    """Everything of a report that is not in its Potret.

    `persetujuan` None: the report says DRAF. `alamat`: where the portal is reached, without a
    slash at its end, for the QR code. `penyusun`: which version of the layout made it.
    """

    bentuk: Bentuk
    kertas: TemplatLaporan.Kertas
    huruf: str
    kop: tuple[str, ...]
    lambang: str  # SHA-256 of the crest, "" for none
    tanda_tangan: TandaTangan
    tembusan: tuple[str, ...]
    persetujuan: Persetujuan | None
    nomor: str
    nomor_tanggal: date | None
    alamat: str
    penyusun: str

    @property
    def draf(self) -> bool:
        """Whether the report says DRAF: the Ketua has not approved its Potret."""
        return self.persetujuan is None


def ke_json(parameter: ParameterKemajuan) -> dict[str, object]:
    """Return the parameters as plain JSON values, for Terbitan.parameter."""
    found: dict[str, object] = msgspec.to_builtins(parameter)
    return found


def dari_json(nilai: object) -> ParameterKemajuan:
    """Return the parameters of Terbitan.parameter; raises msgspec.ValidationError otherwise."""
    return msgspec.convert(nilai, ParameterKemajuan)


def kode(sidik_potret: str, parameter: ParameterKemajuan) -> str:
    """Return the code of a report: 20 letters and digits (100 bits) of a keyed hash.

    `sidik_potret`: SHA-256 of the Potret. Nobody without the portal's key can make one up.
    """
    text = f"{sidik_potret}\n{msgspec.json.encode(parameter, order='sorted').decode()}"
    digest = salted_hmac(_SALT, text, algorithm="sha256").digest()
    return base64.b32encode(digest).decode()[:_HURUF]


def kode_terbaca(kode: str) -> str:
    """Return a code in groups, as it is printed ("K7QF2-MXP9T-...")."""
    return "-".join(kode[i : i + _KELOMPOK] for i in range(0, len(kode), _KELOMPOK))


def kode_diketik(teks: str) -> str:
    """Return the code that somebody typed: without dashes and spaces, in capitals."""
    return "".join(c for c in teks.upper() if c.isalnum())
