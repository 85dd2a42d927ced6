"""Addresses of the public check, of the look of reports, and of numbers entered afterwards."""

from django.urls import path

from reports.views import nomor, periksa, templat

urlpatterns = [
    path("periksa/", periksa.periksa_awal, name="periksa_awal"),
    path("periksa/<str:kode>/", periksa.periksa, name="periksa"),
    path("laporan/templat/", templat.templat_laporan, name="templat_laporan"),
    path("laporan/terbitan/<id:pk>/nomor/", nomor.terbitan_nomor, name="terbitan_nomor"),
]
