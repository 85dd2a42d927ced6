"""Addresses of the public check, of the look of reports, and of numbers entered afterwards."""

from django.urls import path

from reports.views import periksa

urlpatterns = [
    path("periksa/", periksa.periksa_awal, name="periksa_awal"),
    path("periksa/<str:kode>/", periksa.periksa, name="periksa"),
]
