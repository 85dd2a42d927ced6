"""Addresses of pasting a decree."""

from django.urls import URLPattern, path

from satgas.views import tempel_sk

urlpatterns: list[URLPattern] = [
    path("", tempel_sk.awal, name="keputusan_tempel"),
    path("<id:pk>/", tempel_sk.susun, name="keputusan_tempel_susun"),
    path("<id:pk>/banding/", tempel_sk.banding, name="keputusan_tempel_banding"),
    path("<id:pk>/buang/", tempel_sk.buang, name="keputusan_tempel_buang"),
]
