"""Filters of the sheet: they stand in the address and travel through every form of it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from evidence.models import Rencana
from satgas.jaga.keadaan import Keadaan

BAGIAN = {
    Rencana.Jenis.SATGAS.value: "butir__rincian_tugas__anggota",
    Rencana.Jenis.MCP.value: "butir__sub_indikator__indikator__area",
}
"""Where the parts of a plan lie, seen from a Capaian: members of the decree, areas of KPK."""

URUT = {
    Rencana.Jenis.SATGAS.value: ("butir__urut",),
    Rencana.Jenis.MCP.value: (
        "butir__sub_indikator__indikator__area__urut",
        "butir__sub_indikator__indikator__urut",
        "butir__sub_indikator__urut",
        "butir__urut",
    ),
}
"""The order of the form: the decree's, or that of KPK's instrument."""


@dataclass(frozen=True)
class Saringan:
    """What is asked for; `baris` keeps a line in sight that was just worked on."""

    rencana: str = ""
    status: str = ""
    bagian: int | None = None
    unit: int | None = None
    kata: str = ""
    page: str = ""
    baris: int | None = None

    @classmethod
    def dari(cls, data: QueryDict) -> "Saringan":
        """Read the filters; what can't be read counts as not set."""
        status = data.get("status", "")
        return cls(
            rencana=data.get("rencana", "")[:12],
            status=status if status in Keadaan.values else "",
            bagian=_id(data.get("bagian", "")),
            unit=_id(data.get("unit", "")),
            kata=data.get("kata", "").strip()[:100],
            page=data.get("page", "")[:6],
            baris=_id(data.get("baris", "")),
        )

    @property
    def alamat(self) -> str:
        """The query string ("?kata=lkpp") of all that is set, empty when nothing is."""
        pairs = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def menyaring(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.status or self.bagian or self.unit or self.kata)

    def dengan_status(self, status: str) -> str:
        """Return the query string of the first page of another tab."""
        return replace(self, status=status, page="", baris=None).alamat or "?"

    def pada_baris(self, capaian_id: int) -> str:
        """Return the query string after work on a line: the filters, and the line in sight."""
        return replace(self, baris=capaian_id if self.status else None).alamat

    def syarat(self, jenis: str) -> Q:
        """Return the condition on documents (annotated by `dengan_keadaan`)."""
        q = Q()
        if self.status:
            q &= Q(keadaan_jaga=self.status)
        if self.bagian:
            q &= Q(**{f"capaian__{BAGIAN[jenis]}": self.bagian})
        if self.unit:
            q &= Q(capaian__unit=self.unit)
        if self.kata:
            q &= Q(capaian__butir__kode__iexact=self.kata) | Q(
                capaian__butir__uraian__icontains=self.kata
            )
        if self.baris and self.menyaring:
            q |= Q(capaian=self.baris)
        return q


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 12 else None
