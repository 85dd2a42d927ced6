"""`{% load format %}`: how values are written in templates (formatting only).

A variable that does not resolve (Django hands over an empty string, for example
when a OneToOne row does not exist) is missing data, the same as None.
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from ukuran import format as tulis

register = template.Library()


def _isi(nilai: Any) -> Any:
    """Return None for the empty string of an unresolved variable, else the value."""
    return None if nilai == "" else nilai


@register.filter
def rupiah(nilai: Any) -> str:
    """`{{ x|rupiah }}`: "Rp 1.200.287.000"."""
    return tulis.rupiah(_isi(nilai))


@register.filter
def angka(nilai: Any, desimal: int = 1) -> str:
    """`{{ x|angka }}` or `{{ x|angka:2 }}`: "1.234", "76,5"."""
    return tulis.angka(_isi(nilai), desimal)


@register.filter
def persen(nilai: Any, desimal: int = 1) -> str:
    """`{{ x|persen }}`: "76,5%", None is "tanpa data"."""
    return tulis.persen(_isi(nilai), desimal)


@register.filter
def titik(nilai: Any) -> str:
    """`{{ x|titik }}`: decimal dot for SVG attributes, in any locale; text passes unchanged."""
    return nilai if isinstance(nilai, str) else tulis.titik(nilai)


@register.filter(expects_localtime=False)
def tanggal(hari: date | None) -> str:
    """`{{ x|tanggal }}`: "8 Maret 2021" (a datetime in the current time zone)."""
    return tulis.tanggal(_isi(hari), timezone.get_current_timezone())


@register.filter(expects_localtime=False)
def tanggal_waktu(saat: datetime | None) -> str:
    """`{{ x|tanggal_waktu }}`: "18 September 2021, 16.00 WITA" in the current time zone."""
    return tulis.tanggal_waktu(_isi(saat), timezone.get_current_timezone())


@register.filter(expects_localtime=False)
def jam(saat: datetime | None) -> str:
    """`{{ x|jam }}`: "15.42 WITA" in the current time zone."""
    return tulis.jam(_isi(saat), timezone.get_current_timezone())


@register.filter
def sisa_hari(batas: date | None, hari_ini: date | None = None) -> str:
    """`{{ batas|sisa_hari }}` or `{{ batas|sisa_hari:hari_ini }}`: "12 hari lagi"."""
    return tulis.sisa_hari(_isi(batas), hari_ini or timezone.localdate())


@register.filter
def ukuran_berkas(byte: int | None) -> str:
    """`{{ x|ukuran_berkas }}`: "1,8 MB"."""
    return tulis.ukuran_berkas(_isi(byte))


@register.filter
def nip(nomor: str | None) -> str:
    """`{{ x|nip }}`: masked, "••••••••••••••• 014"."""
    return tulis.nip(nomor)


@register.filter
def hash_singkat(sidik: str | None) -> str:
    """`{{ x|hash_singkat }}`: "9f2c 71e0 … 41ab"."""
    return tulis.hash_singkat(sidik)
