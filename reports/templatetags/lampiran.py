"""`{% load lampiran %}`: figures as the Lampiran prints them (formatting only)."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

register = template.Library()


@register.filter
def ribuan(nilai: int | str | None) -> str:
    """`{{ x|ribuan }}`: "1,200,287", with commas as the source prints budgets; None is ""."""
    return "" if nilai is None or isinstance(nilai, str) else f"{nilai:,}"


@register.filter
def dalam_ribu(rupiah: Decimal | str | None) -> str:
    """`{{ x|dalam_ribu }}`: Rupiah in Rp.000 with commas, half up; None is ""."""
    if rupiah is None or isinstance(rupiah, str):  # "": a row without a figure
        return ""
    return f"{int((rupiah / 1000).quantize(Decimal(1), rounding=ROUND_HALF_UP)):,}"


@register.filter
def ribu_rupiah(rupiah: Decimal | str | None) -> str:
    """`{{ x|ribu_rupiah }}`: Rupiah in Rp.000 as reports write it, "150.500"; None is ""."""
    return dalam_ribu(rupiah).replace(",", ".")
