"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from satgas import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("satgas/", views.keputusan, name="satgas"),
    path("satgas/anggota/<id:pk>/", views.anggota, name="satgas_anggota"),
]
