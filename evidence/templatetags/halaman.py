"""What a template asks about page images."""

from django import template

from evidence.halaman.minta import DIGAMBAR
from evidence.models import BuktiVersi

register = template.Library()


@register.filter
def bergambar(versi: BuktiVersi) -> bool:
    """Say whether this kind of file has page images."""
    return versi.jenis in DIGAMBAR
