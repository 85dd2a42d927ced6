"""The words of an event code in templates."""

from django import template

from reports.aksi import kata

register = template.Library()
register.filter("kata_aksi", kata)
