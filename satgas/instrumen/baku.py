"""Published structures of the instrument to start from: areas by year, weights unknown."""

import json
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Kerangka:
    """Areas of one year with their source."""

    judul: str
    sumber: str
    area: tuple[tuple[str, str], ...]


def _baca(tahun: int) -> Kerangka:
    path = settings.BASE_DIR / "fixtures" / "instruments" / f"mcp_area_{tahun}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return Kerangka(
        data["judul"], data["sumber"], tuple((row["kode"], row["nama"]) for row in data["area"])
    )


KERANGKA: dict[str, Kerangka] = {str(tahun): _baca(tahun) for tahun in (2025, 2021)}
