"""`{% load dokumen %}`: writing of texts in documents (formatting only)."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Longer ones may break: they would not fit a narrow column.
_JOINED = re.compile(r"\S{0,24}\S[-/–]\S\S{0,24}")


@register.filter
def utuh(teks: str) -> SafeString:
    """`{{ teks|utuh }}`: keep words with a hyphen or slash on one line.

    A line that ends in "Daerah-" can't be told from a hyphenated word when the document is
    searched or copied; the text of a decree must be found letter for letter.
    """
    parts = []
    last = 0
    for found in _JOINED.finditer(teks):
        parts.append(conditional_escape(teks[last : found.start()]))
        parts.append(format_html('<span class="dok-utuh">{}</span>', found.group()))
        last = found.end()
    parts.append(conditional_escape(teks[last:]))
    return mark_safe("".join(parts))
