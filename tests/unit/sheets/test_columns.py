"""What a column says of its values."""

from datetime import UTC, datetime

from accounts.models import Instansi, User
from accounts.resources.unit import UnitResource
from sheets.resource import Konteks

_PANJANG = "Dinas " + "Kelautan dan Perikanan " * 6


def test_a_long_text_is_said_with_all_its_words() -> None:
    """Two long texts that differ at their end differ where a change is reviewed."""
    at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    resource = UnitResource(Konteks(instansi=Instansi(), oleh=User(), at=at))
    nama = resource.kolom()["nama"]
    said = [nama.sebut(f"{_PANJANG}{akhir}", resource) for akhir in ("Timur", "Barat")]
    assert said == [f"{_PANJANG}Timur", f"{_PANJANG}Barat"]


def test_a_blank_is_said_as_nothing() -> None:
    """A column says nothing of no value."""
    at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    resource = UnitResource(Konteks(instansi=Instansi(), oleh=User(), at=at))
    assert resource.kolom()["nama"].sebut(None, resource) == ""
