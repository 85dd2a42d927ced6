"""Kinds of table of this app: units, and people with their roles."""

from accounts.resources.pengguna import PenggunaResource
from accounts.resources.unit import UnitResource
from sheets import registry


def daftarkan() -> None:
    """Register the kinds in the order of the menu; called once when the app is ready."""
    registry.register(UnitResource)
    registry.register(PenggunaResource)
