"""`{% load roadmap %}`: the pages of a Road Map that a person may open."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from accounts.permissions import Permission
from evidence.models import Rencana

register = template.Library()

_HALAMAN: tuple[tuple[str, str, str, Permission], ...] = (
    ("matriks", "Matriks", "roadmap", Permission.PLAN_READ),
    ("kegiatan", "Program dan kegiatan", "roadmap_kegiatan", Permission.PLAN_READ),
    ("grafik", "Grafik", "roadmap_grafik", Permission.PLAN_READ),
    ("rekonsiliasi", "Rekonsiliasi", "roadmap_rekonsiliasi", Permission.PLAN_READ),
    ("naskah", "Naskah", "roadmap_naskah", Permission.PLAN_READ),
    ("rapat", "Rapat", "rapat", Permission.PLAN_READ),
    ("historis", "Historis", "roadmap_historis", Permission.PLAN_READ),
    ("ukuran", "Ukuran", "roadmap_ukuran", Permission.PLAN_READ),
)


@dataclass(frozen=True)
class Halaman:
    """One tab."""

    kunci: str
    label: str
    url: str


@register.simple_tag(takes_context=True)
def halaman_roadmap(context: dict[str, Any], rencana: Rencana | None = None) -> list[Halaman]:
    """Return the tabs for the person of the request; addresses keep the plan."""
    akses = context["request"].user.akses
    instansi = rencana.instansi_id if rencana else None
    query = f"?rencana={rencana.pk}" if rencana else ""
    found = []
    for kunci, label, nama, permission in _HALAMAN:
        if akses.has(permission, instansi):
            found.append(Halaman(kunci, label, reverse(nama) + query))
    return found
