"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from zonaintegritas.views import naskah

urlpatterns: list[URLPattern | URLResolver] = [
    path("zona-integritas/", naskah.keputusan, name="zona_integritas"),
    path("zona-integritas/rencana-aksi/", naskah.rencana_aksi, name="zi_rencana_aksi"),
    path("zona-integritas/tim/<id:pk>/", naskah.tim, name="zi_tim"),
]
