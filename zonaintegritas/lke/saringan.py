"""The filters of the sheet and of the list of LKE; they stand in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from zonaintegritas.models import StatusLKE

SARING: Mapping[str, str] = {
    "belum": "Belum dijawab",
    "tanpa_bukti": "Tanpa bukti",
    "beda": "Beda nilai",
}


@dataclass(frozen=True)
class SaringanLembar:
    """The filters of the sheet; they stand in the address."""

    saring: str = ""
    komponen: str = ""

    @classmethod
    def dari(cls, data: QueryDict) -> "SaringanLembar":
        """Read the filters; what can't be read counts as not set."""
        asked = data.get("saring", "")
        return cls(asked if asked in SARING else "", data.get("komponen", "")[:40])

    @property
    def ada(self) -> bool:
        """Whether any filter is set."""
        return bool(self.saring or self.komponen)

    @property
    def alamat(self) -> str:
        """The query string with its question mark, empty when no filter is set."""
        pairs = {"saring": self.saring, "komponen": self.komponen}
        query = urlencode({k: v for k, v in pairs.items() if v})
        return f"?{query}" if query else ""

    def dengan(self, saring: str) -> str:
        """Return the address with another filter of answers; "?" for none at all."""
        return replace(self, saring=saring).alamat or "?"

    @property
    def tanpa_saring(self) -> str:
        """The address of all questions of the chosen component."""
        return self.dengan("")


@dataclass(frozen=True)
class TabSaring:
    """One filter with the number of questions behind it."""

    kode: str
    nama: str
    jumlah: int
    alamat: str


@dataclass(frozen=True)
class SaringanDaftar:
    """The filters of the list: year, state, words of the unit's name."""

    tahun: int | None = None
    status: str = ""
    kata: str = ""

    @classmethod
    def dari(cls, data: QueryDict) -> "SaringanDaftar":
        """Read the filters; what can't be read counts as not set."""
        tahun, status = data.get("tahun", ""), data.get("status", "")
        angka = tahun.isascii() and tahun.isdecimal() and len(tahun) == _DIGIT_TAHUN
        return cls(
            tahun=int(tahun) if angka else None,
            status=status if status in StatusLKE.values else "",
            kata=data.get("kata", "").strip()[:100],
        )

    @property
    def ada(self) -> bool:
        """Whether any filter is set."""
        return bool(self.tahun or self.status or self.kata)

    @property
    def cocok(self) -> Q:
        """Return the condition of all filters."""
        found = Q() if self.tahun is None else Q(tahun=self.tahun)
        if self.status:
            found &= Q(status=self.status)
        return found & Q(unit__nama__icontains=self.kata) if self.kata else found


_DIGIT_TAHUN = 4
