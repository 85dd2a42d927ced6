"""`{% load lampiran_zi %}`: texts of the annexes of a Zona Integritas decree (formatting only).

Written here and not in templates: white space at the end of a text would move its line breaks.
"""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.datasets.lampiran_zi_bentuk import Teks
from reports.templatetags.dokumen import utuh

register = template.Library()


@register.filter
def rujukan(catatan: Iterable[str]) -> SafeString:
    """`{{ kode|rujukan }}`: the codes of source notes, each leading to its note; none is ""."""
    links = format_html_join(", ", '<a href="#cs-{}">{}</a>', ((kode, kode) for kode in catatan))
    return format_html(' <span class="lz-cs">{}</span>', links) if links else links


@register.simple_tag
def bernomor(teks: Teks, catatan: Iterable[str] = ()) -> SafeString:
    """`{% bernomor teks catatan %}`: a text with its number hanging beside it, and its notes."""
    isi, marks = utuh(teks.isi), rujukan(catatan)
    if not teks.penanda:
        return format_html("{}{}", isi, marks)
    words = '<span class="lz-x"><span class="lz-p">{} </span>{}{}</span>'
    return format_html(words, teks.penanda, isi, marks)
