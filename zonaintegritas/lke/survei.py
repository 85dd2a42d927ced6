"""Surveys that could answer a question of hasil: a proposal, taken over only by a person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from zonaintegritas.models import LKE, SkalaLKE, SurveiZI


@dataclass(frozen=True, slots=True)
class UsulanSurvei:
    """The result of one survey beside the scale of a question.

    `cocok` says that both go up to the same maximum; a result on another scale is not converted.
    """

    pk: int
    sebutan: str
    nilai: Decimal
    maks: Decimal
    responden: int
    metode: str
    tanggal: date
    cocok: bool

    @property
    def alasan(self) -> str:
        """Return the reason that is proposed with the figure."""
        return f"{self.sebutan}, {self.responden} responden, metode {self.metode}."


def bersurvei(kelompok: str, skala: SkalaLKE) -> bool:
    """Whether a question of a component on this scale asks for the result of a survey."""
    return skala.jenis == SkalaLKE.Jenis.INDEKS and kelompok.lower() in SurveiZI.Jenis.values


@dataclass(frozen=True)
class SurveiLKE:
    """The latest survey of each kind of the assessed unit in the year of the LKE."""

    terbaru: dict[str, SurveiZI]

    def untuk(self, kelompok: str, skala: SkalaLKE) -> UsulanSurvei | None:
        """Return the survey that a question of this component could be answered with."""
        row = self.terbaru.get(kelompok.lower())
        if row is None or not bersurvei(kelompok, skala):
            return None
        periode = f", {row.periode}" if row.periode else ""
        return UsulanSurvei(
            pk=row.pk,
            sebutan=f"survei {row.jenis.upper()} {row.tahun}{periode}",
            nilai=row.nilai,
            maks=row.maks,
            responden=row.responden,
            metode=row.metode,
            tanggal=row.tanggal,
            cocok=row.maks == skala.maks,
        )


def survei_lke(lke: LKE, user: User) -> SurveiLKE:
    """Return the surveys of an LKE's unit and year that the person reads (one query)."""
    rows = (
        SurveiZI.objects.visible_to(user)
        .filter(unit_zi__unit=lke.unit_id, tahun=lke.tahun)
        .order_by("tanggal", "pk")
    )
    return SurveiLKE({row.jenis: row for row in rows if isinstance(row, SurveiZI)})
