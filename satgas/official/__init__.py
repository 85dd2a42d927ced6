"""The decree and its institutions as official data: load once, compare at any time.

`load_official` and `reconcile` ask every app for a module `official` with these two functions.
"""

from satgas.official.compare import reconcile
from satgas.official.loading import load

__all__ = ["load", "reconcile"]
