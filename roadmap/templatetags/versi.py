"""Where a version of a target comes from, and its budget as such a version is written."""

from django import template
from django.utils import timezone

from roadmap.models import TargetTahun
from ukuran.format import angka, tanggal

register = template.Library()


@register.filter
def asal(versi: TargetTahun | None, sumber: str) -> str:
    """`{{ v|asal:sumber }}`: "berlaku (versi 2, 1 Maret 2026)", "tercetak", "rencana".

    Only version 1 of a plan with a source (`sumber`, its file) is printed anywhere.
    """
    if versi is not None and versi.versi > 1:
        day = tanggal(versi.dibuat, timezone.get_current_timezone())
        return f"berlaku (versi {versi.versi}, {day})"
    return "tercetak" if sumber else "rencana"


@register.filter
def anggaran(versi: TargetTahun, sumber: str) -> str:
    """`{{ v|anggaran:sumber }}`: a budget in Rp.000, as the source prints it or as "1.200.287"."""
    if versi.anggaran_ribu is not None and (versi.versi > 1 or not sumber):
        return angka(versi.anggaran_ribu, 0)
    return versi.anggaran_mentah or "(kosong)"
