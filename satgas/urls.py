"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from satgas import views
from satgas.views import perubahan

urlpatterns: list[URLPattern | URLResolver] = [
    path("satgas/", views.keputusan, name="satgas"),
    path("satgas/anggota/<id:pk>/", views.anggota, name="satgas_anggota"),
    path("satgas/perubahan/", perubahan.perubahan, name="satgas_perubahan"),
    path("satgas/perubahan/baru/", perubahan.perubahan_baru, name="satgas_perubahan_baru"),
    path("satgas/keputusan/pokok/", perubahan.pokok, name="satgas_pokok"),
]
