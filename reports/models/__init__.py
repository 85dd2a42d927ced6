"""Tables of reports: frozen figures, the life of a period, issued reports, their look."""

from reports.models.potret import KeadaanPeriode, LangkahPeriode, Potret
from reports.models.templat import Lambang, TemplatLaporan
from reports.models.terbitan import BerkasTerbitan, Terbitan

__all__ = [
    "BerkasTerbitan",
    "KeadaanPeriode",
    "Lambang",
    "LangkahPeriode",
    "Potret",
    "TemplatLaporan",
    "Terbitan",
]
