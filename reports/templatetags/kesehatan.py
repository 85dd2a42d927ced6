"""The signs about the portal itself on the first page of /admin/."""

from django import template

from reports.kesehatan import Tanda, tanda_platform

register = template.Library()


@register.simple_tag
def kesehatan_platform() -> list[Tanda]:
    """Return the signs over all institutions; use only where the platform role reads."""
    return tanda_platform()
