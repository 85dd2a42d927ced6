"""CONTOH institutions: sample accounts and a short history, made by walking the real actions.

`make_demo` and `remove_demo` ask every app for a module `demo` with these two functions.
"""

from satgas.demo.making import make
from satgas.demo.removal import remove

__all__ = ["make", "remove"]
