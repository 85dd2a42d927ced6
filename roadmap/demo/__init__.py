"""The sample Road Map in the CONTOH institution, made by walking the real actions.

`make_demo` and `remove_demo` ask every app for a module `demo` with these two functions.
"""

from roadmap.demo.making import make
from roadmap.demo.removal import remove

__all__ = ["make", "remove"]
