"""The filters of the review queue: they stand in the address and travel from list to desk."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from evidence.workflow import Status

SARINGAN = {
    "menunggu": "Menunggu",
    "perbaikan": "Perlu perbaikan",
    "disetujui": "Disetujui",
    "semua": "Semua yang dikirim",
}
SYARAT = {
    "menunggu": Q(ada_menunggu=True),
    "perbaikan": Q(status=Status.PERBAIKAN),
    "disetujui": Q(status=Status.DISETUJUI),
    "semua": Q(dikirim__isnull=False),
}
"""The rows behind each tab; `ada_menunggu` is an annotation of the queue."""

SAYA, BELUM = "saya", "belum"
"""Values of `pemeriksa` besides the id of a reviewer: oneself, nobody yet."""


def nomor(teks: str) -> int | None:
    """Return the id that a text names; None for anything else."""
    return int(teks) if teks.isascii() and teks.isdecimal() and len(teks) < 12 else None


@dataclass(frozen=True)
class Saringan:
    """The filters that stand in the address."""

    status: str = "menunggu"
    unit: int | None = None
    kata: str = ""
    rencana: str = ""
    pemeriksa: str = ""

    @classmethod
    def dari(cls, data: QueryDict) -> "Saringan":
        """Read the filters; what can't be read counts as not set."""
        status, pemeriksa = data.get("status", ""), data.get("pemeriksa", "")
        known = pemeriksa in (SAYA, BELUM) or nomor(pemeriksa) is not None
        return cls(
            status=status if status in SARINGAN else "menunggu",
            unit=nomor(data.get("unit", "")),
            kata=data.get("kata", "").strip()[:100],
            rencana=data.get("rencana", "")[:11],
            pemeriksa=pemeriksa if known else "",
        )

    @classmethod
    def dari_alamat(cls, kueri: str) -> "Saringan":
        """Read the filters of a stored query string."""
        return cls.dari(QueryDict(kueri))

    @property
    def kueri(self) -> str:
        """The query string ("kata=lkpp") of these filters, empty when none is set."""
        pairs = {
            "status": self.status if self.status != "menunggu" else "",
            "unit": self.unit or "",
            "pemeriksa": self.pemeriksa,
            "kata": self.kata,
            "rencana": self.rencana,
        }
        return urlencode({k: v for k, v in pairs.items() if v})

    @property
    def alamat(self) -> str:
        """The query string with its question mark, empty when no filter is set."""
        kueri = self.kueri
        return f"?{kueri}" if kueri else ""

    @property
    def menyempit(self) -> bool:
        """Whether fewer tasks are looked at than wait for the person, tabs aside."""
        return bool(self.unit or self.kata or self.rencana or self.pemeriksa)

    def dengan(self, *, status: str | None = None, pemeriksa: str | None = None) -> str:
        """Return the address of these filters with another tab or reviewer; "?" clears all."""
        changed = replace(
            self,
            status=self.status if status is None else status,
            pemeriksa=self.pemeriksa if pemeriksa is None else pemeriksa,
        )
        return changed.alamat or "?"

    def cocok_unit(self) -> Q:
        """Return the condition of the unit."""
        return Q() if self.unit is None else Q(unit=self.unit)

    def cocok_kata(self) -> Q:
        """Return the condition of the search word: the code itself, or words of the task."""
        if not self.kata:
            return Q()
        return Q(butir__kode__iexact=self.kata) | Q(butir__uraian__icontains=self.kata)

    def cocok_pemeriksa(self, user_id: int) -> Q:
        """Return the condition of the reviewer, seen by a person."""
        if self.pemeriksa == SAYA:
            return Q(pemeriksa=user_id)
        if self.pemeriksa == BELUM:
            return Q(pemeriksa__isnull=True)
        chosen = nomor(self.pemeriksa)
        return Q() if chosen is None else Q(pemeriksa=chosen)

    def cocok(self, user_id: int) -> Q:
        """Return the condition of all filters but the tab."""
        return self.cocok_unit() & self.cocok_kata() & self.cocok_pemeriksa(user_id)
