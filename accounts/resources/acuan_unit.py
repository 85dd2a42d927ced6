"""Units as cells name them: by code, by short name, by name."""

import re
from typing import TYPE_CHECKING, Any, Protocol

from accounts.models import Instansi, Unit
from sheets.columns import Acuan, Nilai
from sheets.references import Rujukan
from sheets.values import Keliru, lipat, teks

if TYPE_CHECKING:
    from sheets.resource import SheetResource

_KODE = re.compile(r"[-a-zA-Z0-9_]+")


def rujukan_unit(instansi: Instansi) -> Rujukan:
    """Return the units of an institution for columns of kind Acuan("unit"); one query."""
    rows = Unit.objects.filter(instansi=instansi).order_by("jalur")
    return Rujukan(
        "Unit",
        (
            (kode, teks(pendek) or teks(nama) or kode, [teks(nama) or ""])
            for kode, nama, pendek in rows.values_list("kode", "nama", "nama_pendek")
        ),
    )


class BerUnitBaru(Protocol):
    """A kind whose rows may bring units that its other rows name."""

    unit_baru: dict[str, str]


class AcuanUnitBaru(Acuan):
    """A unit that is there, or one that the same file brings.

    The value is its code. A name is known once the row that brings it has been read; the code of
    a later row is taken as it is and checked when all rows are there.
    """

    def __init__(self) -> None:
        super().__init__("unit")

    def baca(self, mentah: Any, resource: "SheetResource") -> Nilai:
        text = teks(mentah)
        if text is None:
            return None
        made: dict[str, str] = getattr(resource, "unit_baru", {})
        try:
            return resource.acuan[self.nama].cari(text)
        except Keliru as error:
            found = made.get(lipat(text))
            if found is not None:
                return found
            if _KODE.fullmatch(text):
                return text
            raise Keliru(
                str(error),
                f"{error.saran} Bila unitnya baru, letakkan barisnya di atas baris ini.",
            ) from error
