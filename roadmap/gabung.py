"""Texts of many rows in one value: lists beside each row without a query of their own."""

from typing import Any

from django.db.models import Aggregate, CharField, Expression, F, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from roadmap.models import TotalTercetak


class Gabung(Aggregate):
    """Join texts with a space; the order is the database's, so the reader sorts."""

    function = "GROUP_CONCAT"
    allow_distinct = False

    def __init__(self, teks: str | Expression, **extra: Any) -> None:
        """`teks`: the column, or an expression that gives a text."""
        extra.setdefault("output_field", TextField())
        super().__init__(teks, Value(" "), **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL calls it STRING_AGG."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def total_tercetak(rencana_id: int) -> Subquery:
    """Return the printed TOTAL of every year as one text: "2018:7535604 2019:" (no figure)."""
    pair = Concat(
        Cast(F("tahun"), CharField()),
        Value(":"),
        Cast(F("ribu"), CharField()),
        output_field=TextField(),
    )
    rows = TotalTercetak.objects.filter(roadmap__rencana=rencana_id).order_by()
    return Subquery(rows.values("roadmap").annotate(isi=Gabung(pair)).values("isi"))


def urai_total(teks: str | None) -> dict[int, int | None]:
    """Return the printed TOTAL by year from the text of `total_tercetak`."""
    pairs = (satu.split(":") for satu in (teks or "").split())
    return {int(tahun): int(ribu) if ribu else None for tahun, ribu in sorted(pairs)}


def urai_kode(teks: str | None) -> tuple[str, ...]:
    """Return joined codes in order."""
    return tuple(sorted(set((teks or "").split())))
