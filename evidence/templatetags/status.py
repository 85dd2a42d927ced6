"""`{% load status %}`: how a state is shown, the same on every page."""

from django import template

from evidence.workflow import SIFAT, Status

register = template.Library()


@register.inclusion_tag("components/status.html")
def status(value: str) -> dict[str, str]:
    """`{% status capaian.status %}`: tone, shape and word of a state.

    Raises ValueError for a value that is no state, rather than show nothing.
    """
    state = Status(value)
    sifat = SIFAT[state]
    return {"tone": sifat.tone, "ikon": sifat.ikon, "label": str(state.label)}
