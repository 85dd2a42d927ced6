"""The decree on the Zona Integritas as official data: load once, compare at any time.

`load_official` and `reconcile` ask every app for a module `official` with these two functions.
"""

from zonaintegritas.official.compare import reconcile
from zonaintegritas.official.loading import load

__all__ = ["load", "reconcile"]
