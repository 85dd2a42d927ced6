"""What holds a cut-off in place: later apps say why its code and last day can't change any more."""

from collections.abc import Callable

from evidence.models import Batas

Pengunci = Callable[[Batas], str]
"""Returns why a cut-off is fixed, in Indonesian and fit for the screen; "" when it is not."""

_pengunci: list[Pengunci] = []


def register(pengunci: Pengunci) -> None:
    """Let an app hold cut-offs in place; called once, at start."""
    if pengunci not in _pengunci:
        _pengunci.append(pengunci)


def sebab_terkunci(batas: Batas) -> str:
    """Return why a cut-off is fixed, "" when it is not."""
    return next((reason for asked in _pengunci if (reason := asked(batas))), "")
