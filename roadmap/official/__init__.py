"""The Road Map as official data: load once, compare at any time.

`load_official` and `reconcile` ask every app for a module `official` with these two functions.
"""

from roadmap.official.compare import reconcile
from roadmap.official.loading import load

__all__ = ["load", "reconcile"]
