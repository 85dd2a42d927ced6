"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, include, path

from zonaintegritas.views import kalender_umpan, lke_berkas, naskah

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "zona-integritas/kalender/<slug:token>.ics",
        kalender_umpan.kalender_umpan,
        name="zi_kalender_umpan",
    ),
    path("zona-integritas/", naskah.keputusan, name="zona_integritas"),
    path("zona-integritas/rencana-aksi/", naskah.rencana_aksi, name="zi_rencana_aksi"),
    path("zona-integritas/tim/<id:pk>/", naskah.tim, name="zi_tim"),
    path(
        "zona-integritas/lke/<id:pk>/berkas/<id:bukti>/",
        lke_berkas.lke_berkas,
        name="zi_lke_berkas",
    ),
    path("zona-integritas/lke/", include("zonaintegritas.urls_lke")),
    path("zona-integritas/", include("zonaintegritas.urls_jadwal")),
    path("zona-integritas/", include("zonaintegritas.urls_kelola")),
]
