"""Addresses of periods, their Potret, and of two Potret side by side."""

from django.urls import URLPattern, URLResolver, path

from reports.views import banding, periode, periode_langkah, potret

urlpatterns: list[URLPattern | URLResolver] = [
    path("laporan/periode/", periode.periode, name="periode"),
    path("laporan/periode/<id:pk>/", periode.periode_rinci, name="periode_rinci"),
    path("laporan/periode/<id:pk>/potret/", periode_langkah.potret, name="periode_potret"),
    path("laporan/periode/<id:pk>/amandemen/", periode_langkah.amandemen, name="periode_amandemen"),
    path("laporan/periode/<id:pk>/setujui/", periode_langkah.setujui, name="periode_setujui"),
    path("laporan/periode/<id:pk>/buka/", periode_langkah.buka, name="periode_buka"),
    path("laporan/potret/<id:pk>/", potret.potret_rinci, name="potret_rinci"),
    path("laporan/potret/<id:pk>/unduh/", potret.potret_unduh, name="potret_unduh"),
    path("laporan/banding/", banding.potret_banding, name="potret_banding"),
]
