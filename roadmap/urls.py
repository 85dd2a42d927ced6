"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from roadmap.views.isi import roadmap_isi

urlpatterns: list[URLPattern | URLResolver] = [
    path("roadmap/capaian/<id:pk>/isi/", roadmap_isi, name="roadmap_isi"),
]
