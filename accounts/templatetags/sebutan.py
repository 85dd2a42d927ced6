"""`{% load sebutan %}`: texts of templates in the words of the institution."""

from django import template

from accounts.sebutan import sebut as _sebut

register = template.Library()


@register.filter
def sebut(teks: object) -> str:
    """`{{ "Kirim ke Inspektorat"|sebut }}`: see `accounts.sebutan`."""
    return _sebut(str(teks))
