"""The sample Zona Integritas in the CONTOH institutions, made by walking the real actions.

`make_demo` and `remove_demo` ask every app for a module `demo` with these two functions.
"""

from zonaintegritas.demo.making import make
from zonaintegritas.demo.removal import remove

__all__ = ["make", "remove"]
